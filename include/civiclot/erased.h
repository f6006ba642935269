/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Erased: people whose records and ids are gone, while everything that was published stays true.
 *
 * Their pids and leaves came of their ids and the key. What a leaf was made of beside pid and
 * values is kept instead: it tells nothing of the id to who has not the key. Who has it can still
 * try out an id; so the key goes with the last of them.
 */
#ifndef CIVICLOT_ERASED_H
#define CIVICLOT_ERASED_H

#include "civiclot/pseudonym.h"

/* What a leaf is made of that came of the id or the key, but the pid. */
typedef struct lot_kept_leaf {
    lot_digest salt;
    lot_digest id_commitment;
    lot_pid household; /* its tag; "" for who is alone */
} lot_kept_leaf;

typedef struct lot_erased {
    uint32_t count;
    uint32_t *people;      /* [count] ascending */
    lot_pid *pids;         /* [count] */
    lot_kept_leaf *leaves; /* [count] */
} lot_erased;

/* Room for so many people. LOT_FAILURE: no memory. */
lot_status lot_erased_new(lot_erased **out, uint32_t count, lot_error *error);

/* Of everyone of the pool who is marked: who: [people_count]. Nobody of them is erased yet. */
lot_status lot_erased_make(lot_erased **out, const lot_key *key, const lot_pool *pool,
                           const lot_pseudonyms *pseudonyms, const bool *who, lot_error *error);

/* Free it. NULL is fine. */
void lot_erased_free(lot_erased *erased);

/*
 * As lot_pseudonyms_name(), where some of the pool are erased. The pseudonyms keep a pointer to
 * `erased`, which must outlive them, and by which they are sealed; NULL: nobody.
 */
lot_status lot_pseudonyms_keep(lot_pseudonyms **out, const lot_key *key, const lot_pool *pool,
                               const lot_erased *erased, lot_error *error);

#endif
