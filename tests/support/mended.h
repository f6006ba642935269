/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mended: a drawn folder and the replacements and call-ups in it, made by the library and held in
 * memory.
 *
 * 36 people, some of them in one household, six seats, one of a household; leximin, 60 tickets,
 * level `full`, unsigned. Whoever has a place on the panel before and the lowest pid withdraws
 * first. Whatever goes wrong here fails the test.
 */
#ifndef CIVICLOT_SUPPORT_MENDED_H
#define CIVICLOT_SUPPORT_MENDED_H

#include "support/sealed.h"

enum {
    LOT_MENDED_MOST = 4,
    LOT_MENDED_SEATS = 6,
    LOT_MENDED_PEOPLE = 36,
    LOT_MENDED_ROWS = 4, /* of the quotas */
    LOT_MENDED_RESERVES = 30,
    LOT_MENDED_SAMPLES = 40
};

/* How one replacement or call-up comes about. */
typedef struct lot_mend {
    uint32_t leave;      /* how many of the panel before withdraw */
    uint32_t refuse;     /* how many reserves at hand withdraw, from the first on */
    bool call_up;        /* reserves are called up, and nothing is drawn */
    uint32_t reserves;   /* how many are drawn with it at most; none in a call-up */
    bool endless;        /* on so many samples that nobody waits: the reserve is just anybody */
    uint32_t others;     /* how many withdraw who are in no panel before, from the last pid on */
    bool undrawn;        /* it is committed, and that is all */
    bool unshown;        /* it was drawn, but its folder stays as it was before */
    bool lost;           /* another attempt was committed before, in no folder, and not drawn */
    bool hidden;         /* another was drawn before, in no folder */
    bool hidden_call_up; /* reserves were called up before, in no folder */
    bool rehearsed;      /* there was a rehearsal before */
    lot_objective objective;
    const char *quotas; /* quotas.csv; NULL: as the first draw has it */
} lot_mend;

typedef struct lot_mended {
    uint32_t count;                          /* replacements */
    lot_sealed folders[1 + LOT_MENDED_MOST]; /* [1 + count] the first draw's is 0 */
} lot_mended;

/* The quotas of the first draw, and other numbers in the same rows: three of them. */
extern const char lot_mended_quotas[];
extern const char lot_mended_quotas_eased[];

/* Make a first draw and these replacements: [count]. Free it. */
void lot_mended_make(lot_mended *out, const lot_mend *mends, uint32_t count);
void lot_mended_free(lot_mended *mended);

/* The same of a first draw with so many reserves at most. */
void lot_mended_make_reserved(lot_mended *out, uint32_t reserves, const lot_mend *mends,
                              uint32_t count);

/* The receipt of the person at a place of pool.csv. */
void lot_mended_receipt(lot_text *text, uint32_t place);

/* What the verifier says of the whole. Free checks. */
lot_status lot_mended_verify(lot_checks *checks, const lot_mended *mended,
                             const lot_verify_request *request, lot_error *error);

/* Write it as a folder that is not there yet. */
void lot_mended_write(const lot_mended *mended, const char *folder);

/* Two replacements: the first for two people, when a third no longer wanted to be drawn. */
extern const lot_mend lot_mended_two[2];

/* Fail the test unless the verifier fails that statement with that message. */
void lot_mended_expect(const lot_mended *mended, const char *failed, const char *message);

/* Change what is in the folder of a replacement. */
typedef void lot_mended_change(lot_sealed *folder);

/* Make the two, change that one, seal it, and expect "replace/N/" and the message. */
void lot_mended_check(uint32_t folder, lot_mended_change *change, const char *failed,
                      const char *message);

/* M of a folder. */
lot_digest lot_mended_manifest(lot_mended *mended, uint32_t folder);

#endif
