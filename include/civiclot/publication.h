/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Publication: the texts of publish/, byte by byte, and the manifest digest M over them.
 *
 * UTF-8 (NFC), LF, decimal integers, no floats, no personal data. docs/protocol.md has every line.
 */
#ifndef CIVICLOT_PUBLICATION_H
#define CIVICLOT_PUBLICATION_H

#include "civiclot/draw.h"
#include "civiclot/log.h"
#include "civiclot/reserve_draw.h"
#include "civiclot/signature.h"
#include "civiclot/standing.h"

/* The first line of process.txt has this number: that of docs/protocol.md. */
enum {
    LOT_PROCESS_VERSION = 2,
    LOT_REPLACEMENT_VERSION = 3,
    LOT_RESERVES_VERSION = 4,
    LOT_REPLACEMENT_RESERVES_VERSION = 5
};

/* Cannot fail. */
int lot_process_version(bool replacement, bool reserves);

/*
 * What process.txt tells, in its order. Title, solver and names of sources are one line each,
 * without control characters; count, root, tickets and seats are those of pool and lottery.
 */
typedef struct lot_process {
    const char *process_id;
    uint32_t attempt;
    bool test;    /* a rehearsal, not the draw */
    bool one_run; /* the public value was known when the manifest was made */
    const char *title;
    uint32_t seats;
    uint32_t per_household;
    lot_objective objective;
    uint64_t gamma_millionths; /* goldilocks; else 0 */
    uint64_t tickets;
    uint32_t people_count;
    lot_digest pool_root;
    const lot_digest *replaces; /* M of the draw whose panel is mended; NULL: no replacement */
    const char *solver;         /* name and version */
    const lot_source *sources;
    uint32_t sources_count;
    const lot_reserve_plan *reserves; /* that are drawn with the panel; NULL: none */
    const lot_digest *certificate; /* of certificate.txt, published or not; NULL: nothing proven */
    const lot_digest *previous;    /* M of the last real attempt before; NULL for the first */
    const lot_public_key *public_key; /* that signs; NULL: none */
} lot_process;

/*
 * The files under the manifest, and the manifest; at level `full` what lot_publication_open()
 * adds. Free with lot_publication_free().
 */
typedef struct lot_publication {
    lot_text process;
    lot_text quotas;
    lot_text dropouts; /* of a draw with reserves; else empty */
    lot_text pool;
    lot_text standing; /* of a replacement; else empty */
    lot_text lottery;
    lot_text manifest;
    lot_digest digest;    /* M: SHA-256 of the manifest */
    lot_text signature;   /* manifest.txt.minisig; empty: unsigned */
    lot_text openings;    /* empty at level `public` */
    lot_text certificate; /* the same, and where nothing is proven */
} lot_publication;

/* One file of the published folder. */
typedef struct lot_published_file {
    const char *name;
    const lot_text *bytes;
} lot_published_file;

enum { LOT_PUBLISHED_FILES = 10 };

/*
 * The files in the manifest's order, manifest.txt with its signature, and those of level `full`,
 * as far as there are any: the order of final.txt. Returns how many. Nothing is owned. Cannot fail.
 */
uint32_t lot_publication_files(lot_published_file files[LOT_PUBLISHED_FILES],
                               const lot_publication *publication);

/* lottery.csv alone. LOT_FAILURE when there is no memory. */
lot_status lot_lottery_put(lot_text *text, const lot_lottery *lottery,
                           const lot_pseudonyms *pseudonyms, lot_error *error);

/* What the files but process.txt are made of. Nothing is owned. */
typedef struct lot_publication_basis {
    const lot_quotas *quotas;     /* as they are published, without the rows of standing */
    const lot_standing *standing; /* of a replacement; else NULL */
    const lot_reserve_plan *plan; /* of a draw with reserves; else NULL */
    const lot_pseudonyms *pseudonyms;
    const lot_lottery *lottery;
} lot_publication_basis;

/*
 * Write the files and the manifest. process->reserves is the plan of the basis.
 * LOT_FAILURE when there is no memory.
 */
lot_status lot_publication_make(lot_publication *out, const lot_process *process,
                                const lot_publication_basis *basis, lot_error *error);

/*
 * The same from a process.txt that was made before: how a draw finds out whether anything changed.
 */
lot_status lot_publication_remake(lot_publication *out, const char *process_text,
                                  const lot_publication_basis *basis, lot_error *error);

/* What is told at level `full`. Nothing is owned. */
typedef struct lot_disclosed {
    const lot_key *key;
    const lot_pool *pool;
    const lot_quotas *quotas;
    const lot_pseudonyms *pseudonyms;
    const char *certificate; /* certificate.txt; NULL: nothing is proven */
} lot_disclosed;

/*
 * Add openings.csv, held against pool.csv as a stranger would, and certificate.txt.
 * LOT_FAILURE when there is no memory; LOT_NOT_VERIFIED is a bug. `publication` is then as it was.
 */
lot_status lot_publication_open(lot_publication *publication, const lot_disclosed *disclosed,
                                lot_error *error);

void lot_publication_free(lot_publication *publication);

/* seed.txt: each source with its value (and nonce), and the seed. */
void lot_seed_put(lot_text *text, const lot_source *sources, uint32_t count,
                  const lot_digest *seed);

/* What was drawn. */
typedef struct lot_drawn {
    uint32_t attempt;
    bool test;
    uint64_t rejected; /* how many numbers were passed over before the ticket */
    uint64_t ticket;
    uint32_t row; /* of the lottery */
} lot_drawn;

/* What a draw follows from. Nothing is owned. */
typedef struct lot_draw_basis {
    const char *process_id;
    const lot_digest *manifest; /* M */
    const lot_lottery *lottery;
    const lot_source *sources; /* [sources_count] all with values */
    uint32_t sources_count;
} lot_draw_basis;

/*
 * Does the draw follow: each value from its name and commitment, the seed from M and the sources,
 * ticket and rejected numbers from the seed or the hand, the row from the ticket?
 * LOT_NOT_VERIFIED, saying what differs, when not.
 */
lot_status lot_draw_check(const lot_drawn *drawn, const lot_digest *seed,
                          const lot_draw_basis *basis, lot_error *error);

/* What final.txt says before it lists the files. */
typedef struct lot_final {
    const char *process_id;
    uint32_t attempt;
    bool test;
    lot_digest head; /* of log.txt: the digest of its last entry */
} lot_final;

/*
 * final.txt: every other file of the folder but its own signature. files: [count], in the order of
 * lot_publication_files(), then seed.txt, draw.txt and reserves.txt where it was drawn, then
 * log.txt. Cannot fail at once: see T3 of text.h.
 */
void lot_final_put(lot_text *text, const lot_final *final, const lot_published_file *files,
                   uint32_t count);

/* draw.txt: ticket, panel (its range of tickets), pids ascending. LOT_FAILURE: no memory. */
lot_status lot_draw_put(lot_text *text, const lot_drawn *drawn, const lot_lottery *lottery,
                        const lot_pseudonyms *pseudonyms, lot_error *error);

#endif
