/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Kept: a made-up assembly, and the file in a folder of its own that it is kept in.
 *
 * Whatever goes wrong here fails the test.
 */
#ifndef CIVICLOT_SUPPORT_KEPT_H
#define CIVICLOT_SUPPORT_KEPT_H

#include "civiclot/assembly.h"
#include "support/generate.h"

typedef struct lot_kept {
    char folder[64];
    char path[128];
    lot_assembly_info info;
    lot_test_case *made;
    lot_classes *classes;
    lot_pseudonyms *pseudonyms;
    lot_lottery *lottery; /* three panels of random people in five rows */
    lot_finding finding;
    bool *no_panel;
    lot_proof *proof;    /* well written, and no more */
    char *certificate;   /* of the proof */
    lot_attempt attempt; /* number 1, of lottery 1; drawn, published in full */
    char error[LOT_MESSAGE_BYTES];
} lot_kept;

/* Make everything but the file. Free it with lot_kept_free(), which removes the folder too. */
void lot_kept_make(lot_kept *kept);
void lot_kept_free(lot_kept *kept);

/* The lottery with all that is known of it, as it is saved. Nothing in it is owned. */
lot_saved_lottery lot_kept_lottery_of(const lot_kept *kept);

/* Make the file with the people, quotas, classes and lottery, and commit. */
void lot_kept_save(lot_kept *kept);

/* cmocka's setups and teardown: *state is a lot_kept, without its file or with it. */
int lot_kept_setup(void **state);
int lot_kept_setup_saved(void **state);
int lot_kept_teardown(void **state);

lot_assembly *lot_kept_open(lot_kept *kept, bool write);

/* Commit and close. */
void lot_kept_close(lot_assembly *assembly);

/*
 * Run SQL on the file as any other program would.
 * The words of its refusal, until the next call; NULL when there was none.
 */
const char *lot_kept_sql(lot_kept *kept, const char *sql);

/* The one number that a query on the file gives. */
int64_t lot_kept_number(lot_kept *kept, const char *sql);

/* A lottery of panels of random people. rows_count: at least panels_count. */
lot_lottery *lot_kept_lottery(uint32_t panels_count, uint32_t rows_count, uint32_t seats,
                              uint32_t people_count);

#endif
