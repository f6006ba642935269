/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Invitation: the first lottery as it is published, byte by byte. docs/protocol-invitations.md has
 * every line.
 *
 *   I1  what was parsed is written again as the same bytes;
 *   I2  rows is the sum of same_address, earlier, left_out and addresses; addresses is the sum over
 *       the strata; no stratum has more letters than addresses;
 *   I3  of LOT_LETTERS_TWO_STAGE `letters` of a stratum is 0 until the draw.
 */
#ifndef CIVICLOT_INVITATION_H
#define CIVICLOT_INVITATION_H

#include "civiclot/draw.h"
#include "civiclot/letters.h"
#include "civiclot/signature.h"

/* One stratum, or municipality. */
typedef struct lot_stratum {
    char *name;
    uint32_t addresses;
    uint64_t measure; /* 0 where the rule has none */
    bool extra;       /* gets of the extra letters, too */
    uint32_t letters;
    lot_digest root;
} lot_stratum;

/* What invitation.txt and strata.csv tell. Free what it holds with lot_invitation_free(). */
typedef struct lot_invitation {
    lot_pid process_id;
    char *time;
    bool one_run;
    char *title;
    lot_letters_rule rule;
    uint32_t letters;
    uint32_t extra;
    uint32_t portions; /* of two stages; else 0 */
    uint32_t rows, same_address, earlier, left_out, addresses;
    lot_stratum *strata; /* [strata_count] */
    uint32_t strata_count;
    char *version;
    lot_source *sources; /* [sources_count] names; values and nonces NULL until they are known */
    uint32_t sources_count;
    bool has_key;
    lot_public_key key;
} lot_invitation;

void lot_invitation_free(lot_invitation *invitation); /* frees what it holds, not itself */

/* How likely an address of the stratum is invited, in lowest terms; 0/1 for no letters. */
typedef struct lot_letter_chance {
    uint64_t of;
    uint64_t among;
} lot_letter_chance;
lot_letter_chance lot_invitation_chance(const lot_invitation *invitation, uint32_t stratum);

/* The least and the greatest of strata that have addresses; true where they differ. Cannot fail. */
bool lot_invitation_chances(lot_letter_chance *least, lot_letter_chance *most,
                            const lot_invitation *invitation);

/* The texts of the two files. Cannot fail at once: see T3 of text.h. */
void lot_invitation_put(lot_text *text, const lot_invitation *invitation);
void lot_invitation_put_strata(lot_text *text, const lot_invitation *invitation);

/* One line of sha256sum, for manifest.txt and final.txt. See T3 of text.h. */
void lot_invitation_put_sum(lot_text *text, const lot_digest *digest, const char *name);

/*
 * Read both texts strictly. LOT_NOT_VERIFIED, naming file and line, where they are not well
 * written, or I2 does not hold; LOT_FAILURE: no memory. *out is to be freed in either case.
 */
lot_status lot_invitation_parse(lot_invitation *out, const lot_text *invitation,
                                const lot_text *strata, lot_error *error);

/* LOT_NOT_VERIFIED, saying why, where a source of that name cannot decide an invitation. */
lot_status lot_invitation_check_source(const char *name, lot_error *error);

/*
 * Share out the letters by the rule: strata[h].letters, of all rules but `given` and `two-stage`.
 * LOT_BAD_INPUT, naming the stratum, where one gets more letters than it has addresses.
 */
lot_status lot_invitation_share(lot_invitation *invitation, lot_error *error);

/*
 * Can every municipality take the portions that it may get? LOT_BAD_INPUT, naming the first that
 * cannot, and where the letters are no whole number a portion.
 */
lot_status lot_invitation_check_portions(const lot_invitation *invitation, lot_error *error);

/* Where the steps of two stages begin. *rejected as of lot_draw_ticket(). Cannot fail. */
uint64_t lot_invitation_start(const lot_invitation *invitation, const lot_digest *manifest,
                              const lot_digest *seed, uint64_t *rejected);

/* Give the municipalities their letters: see I3. Cannot fail. */
void lot_invitation_deal(lot_invitation *invitation, uint64_t start);

/* What draw.txt tells. See T3 of text.h. The letters are dealt. */
void lot_invitation_put_draw(lot_text *text, const lot_invitation *invitation, uint64_t start,
                             uint64_t rejected);

/* What an address has in the hash: see 13.1. address: [length]. Cannot fail. */
void lot_address_salt(lot_digest *out, const lot_key *key, const char *address, size_t length);
void lot_address_code(lot_digest *out, const lot_digest *salt, const char *address, size_t length);
void lot_address_leaf(lot_digest *out, const lot_digest *code, const char *stratum);

#endif
