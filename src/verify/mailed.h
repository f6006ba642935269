/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mailed: the folder of an invitation while it is checked. docs/protocol-invitations.md, 13.7.
 *
 *   V1  every file is hashed once; who reads its bytes again holds them against that digest;
 *   V2  drawn.csv and proof.txt are never in memory whole: of drawn.csv a stratum at a time is.
 */
#ifndef CIVICLOT_VERIFY_MAILED_H
#define CIVICLOT_VERIFY_MAILED_H

#include "civiclot/invitation.h"
#include "verify/verifier.h"

/* Those that final.txt names come first, in its order. */
typedef enum lot_mailed_file {
    LOT_MAILED_TERMS,
    LOT_MAILED_STRATA,
    LOT_MAILED_MANIFEST,
    LOT_MAILED_MANIFEST_SIGNATURE,
    LOT_MAILED_SEED,
    LOT_MAILED_DRAW,
    LOT_MAILED_DRAWN,
    LOT_MAILED_PROOF,
    LOT_MAILED_FINAL,
    LOT_MAILED_FINAL_SIGNATURE
} lot_mailed_file;

enum {
    LOT_MAILED_SUMMED = LOT_MAILED_PROOF + 1,
    LOT_MAILED_FILES = LOT_MAILED_FINAL_SIGNATURE + 1
};

typedef struct lot_mailed_verifier {
    lot_verifier v; /* what it says, and what statements about sources look at */
    lot_dossier dossier;
    int descriptor[LOT_MAILED_FILES]; /* -1: not there */
    lot_error wrong;                  /* an entry that no folder has; else its message is empty */
    lot_digest digests[LOT_MAILED_SUMMED]; /* V1 */
    uint64_t sizes[LOT_MAILED_SUMMED];     /* bytes that were hashed */
    lot_text final_text;
    lot_invitation it;
    lot_digest manifest; /* M */
    lot_digest seed;     /* as seed.txt has it */
} lot_mailed_verifier;

/* A step: checks and says one statement, or none where it has no turn. */
typedef lot_status lot_mailed_step(lot_mailed_verifier *i);

lot_mailed_step lot_mailed_verify_files, lot_mailed_read_terms, lot_mailed_verify_signature,
    lot_mailed_verify_manifest, lot_mailed_verify_list, lot_mailed_verify_letters,
    lot_mailed_verify_chances, lot_mailed_verify_known, lot_mailed_verify_announced,
    lot_mailed_verify_undrawn, lot_mailed_read_seed, lot_mailed_verify_seed,
    lot_mailed_verify_portions, lot_mailed_verify_drawn, lot_mailed_verify_places,
    lot_mailed_verify_receipt;

/* "invitation.txt" and so on. Static. */
const char *lot_mailed_name(lot_mailed_file file);

/* Open what there is. LOT_BAD_INPUT: no folder. Close it in either case. */
lot_status lot_mailed_open(lot_mailed_verifier *i, const char *folder);
void lot_mailed_close(lot_mailed_verifier *i);

static inline bool lot_mailed_has(const lot_mailed_verifier *i, lot_mailed_file file)
{
    return i->descriptor[file] >= 0;
}

/* Has the draw been made, going by the files that are there? */
static inline bool lot_mailed_is_drawn(const lot_mailed_verifier *i)
{
    return lot_mailed_has(i, LOT_MAILED_DRAW);
}

/* LOT_NOT_VERIFIED: "FILE: what". */
lot_status lot_mailed_refuse(const lot_mailed_verifier *i, lot_mailed_file file, const char *what);

/* Read a file of at most `most` bytes whole: V1. text: starts empty. */
lot_status lot_mailed_load(lot_mailed_verifier *i, lot_mailed_file file, size_t most,
                           lot_text *text);

/* LOT_NOT_VERIFIED, with the line, where a file is not these bytes. */
lot_status lot_mailed_compare(lot_mailed_verifier *i, lot_mailed_file file, const lot_text *bytes,
                              const char *what);

/* A file line by line: V1, V2. */
typedef struct lot_mailed_lines {
    lot_mailed_verifier *i;
    lot_mailed_file file;
    lot_hash hash;
    uint64_t offset, line;
    size_t at, length;
    char block[1 << 14];
} lot_mailed_lines;

void lot_mailed_lines_begin(lot_mailed_lines *lines, lot_mailed_verifier *i, lot_mailed_file file);

/* The next line with its LF; LOT_NOT_VERIFIED where there is none, or it is longer than 128. */
lot_status lot_mailed_lines_next(lot_lines *out, lot_mailed_lines *lines);

/* Is that the end, and were these the bytes that were hashed? LOT_NOT_VERIFIED when not. */
lot_status lot_mailed_lines_end(lot_mailed_lines *lines);

/* Whose next() gives the digests of proof.txt, or those of a receipt. */
lot_status lot_mailed_next_digest(void *lines, lot_digest *digest, lot_error *error);

#endif
