/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Both: folders that are given to both verifiers, the program and the page, and what they say of
 * each. Whatever goes wrong here fails the test.
 *
 * A chain is a first draw and its replacements; one of its folders, `at`, is what is tried in many
 * forms, and the others stay as they are.
 */
#ifndef CIVICLOT_SUPPORT_BOTH_H
#define CIVICLOT_SUPPORT_BOTH_H

#include "support/browse.h"
#include "support/sealed.h"

#include "civiclot/digest.h"

enum { LOT_BOTH_CHAIN_MOST = 4 };

typedef struct lot_both {
    const lot_run_folder *folder;
    char program[4096];
    lot_text cases;  /* for tests/page/driver.js */
    json_t *said;    /* by the program, of each case */
    lot_digest *put; /* contents that are among the cases already */
    size_t put_count, put_room;
    size_t whole; /* cases that are good, as they are or because sealing mended the damage */
    lot_sealed chain[LOT_BOTH_CHAIN_MOST]; /* [chain_count] as it is good */
    size_t chain_count, at;
} lot_both;

void lot_both_begin(lot_both *both, const lot_run_folder *folder);
void lot_both_end(lot_both *both);

/* The folder, with its replacements, is what the next cases are made of; the one `at` varies. */
void lot_both_take(lot_both *both, const char *folder, size_t at);

/* NULL where there is none of that name. */
const lot_text *lot_both_file(const lot_sealed *sealed, const char *name);

/* A case: the chain with `forge` in the place of what is at `at`. */
void lot_both_try(lot_both *both, const lot_sealed *forge, const char *label);

/* Give all cases to the page, and fail where the two differ. How many were verified. */
size_t lot_both_compare(lot_both *both);

#endif
