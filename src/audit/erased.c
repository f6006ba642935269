/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erased: made of the ids while they are there, and found again by person. */
#include "civiclot/erased.h"

#include "audit/leaf.h"
#include "core/array.h"
#include "core/control.h"

#include <stdlib.h>

lot_status lot_erased_new(lot_erased **out, uint32_t count, lot_error *error)
{
    lot_erased *erased = lot_array_new(1, sizeof *erased);
    *out = NULL;
    if (erased == NULL)
        return LOT_NO_MEMORY(error);
    erased->count = count;
    erased->people = lot_array_new(count, sizeof *erased->people);
    erased->pids = lot_array_new(count, sizeof *erased->pids);
    erased->leaves = lot_array_new(count, sizeof *erased->leaves);
    if (erased->people == NULL || erased->pids == NULL || erased->leaves == NULL) {
        lot_erased_free(erased);
        return LOT_NO_MEMORY(error);
    }
    *out = erased;
    return LOT_OK;
}

void lot_erased_free(lot_erased *erased)
{
    if (erased == NULL)
        return;
    free(erased->people);
    free(erased->pids);
    free(erased->leaves);
    free(erased);
}

static void keep(lot_erased *erased, uint32_t place, uint32_t person, const lot_leaf_maker *maker,
                 const lot_pool *pool, const lot_pseudonyms *pseudonyms, const lot_pid *household)
{
    lot_leaf leaf;
    lot_leaf_of(&leaf, maker, pool, pseudonyms, person, household);
    erased->people[place] = person;
    erased->pids[place] = leaf.pid;
    erased->leaves[place] = (lot_kept_leaf){leaf.salt, leaf.id_commitment, leaf.household};
    sodium_memzero(&leaf, sizeof leaf);
}

lot_status lot_erased_make(lot_erased **out, const lot_key *key, const lot_pool *pool,
                           const lot_pseudonyms *pseudonyms, const bool *who, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_leaf_maker maker;
    lot_erased *erased = NULL;
    lot_pid *tags = lot_array_new(pool->people_count, sizeof *tags);
    uint32_t count = 0;
    *out = NULL;
    lot_leaf_begin(&maker, key);
    if (tags == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t p = 0; p < pool->people_count; p++)
        count += who[p];
    TRY(lot_erased_new(&erased, count, error));
    TRY(lot_leaf_tags(tags, &maker, pool, pseudonyms, error));
    for (uint32_t p = 0, e = 0; p < pool->people_count; p++)
        if (who[p])
            keep(erased, e++, p, &maker, pool, pseudonyms, &tags[p]);
    *out = erased;
    erased = NULL;
done:
    sodium_memzero(&maker, sizeof maker);
    lot_erased_free(erased);
    free(tags);
    return status;
}

static int compare_people(const void *a, const void *b)
{
    const uint32_t *left = a;
    const uint32_t *right = b;
    return (*left > *right) - (*left < *right);
}

/* What is kept of a person; NULL: the person is not erased. */
static const lot_kept_leaf *find(const lot_erased *erased, uint32_t person)
{
    if (erased == NULL || erased->count == 0)
        return NULL;
    const uint32_t *at =
        bsearch(&person, erased->people, erased->count, sizeof *at, compare_people);
    return at != NULL ? &erased->leaves[at - erased->people] : NULL;
}

void lot_leaf_of(lot_leaf *out, const lot_leaf_maker *maker, const lot_pool *pool,
                 const lot_pseudonyms *pseudonyms, uint32_t person, const lot_pid *household)
{
    const lot_kept_leaf *kept = find(pseudonyms->erased, person);
    const lot_pid *pid = &pseudonyms->pids[person];
    if (kept == NULL)
        lot_leaf_make(out, maker, pid, pool->ids[person], household);
    else
        *out = (lot_leaf){*pid, kept->salt, kept->id_commitment, kept->household};
}
