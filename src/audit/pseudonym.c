/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pseudonyms: a pid and a leaf for everyone of a pool. */
#include "civiclot/pseudonym.h"

#include "audit/leaf.h"
#include "civiclot/erased.h"
#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct named_person {
    lot_pid pid;
    uint32_t person;
} named_person;

static lot_status make_leaves(lot_pseudonyms *pseudonyms, const lot_leaf_maker *maker,
                              const lot_pool *pool, const lot_quotas *quotas, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_leaf leaf;
    lot_pid *tags = lot_array_new(pool->people_count, sizeof *tags);
    if (tags == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_leaf_tags(tags, maker, pool, pseudonyms, error));
    for (uint32_t p = 0; p < pool->people_count; p++) {
        lot_hash hash;
        lot_leaf_of(&leaf, maker, pool, pseudonyms, p, &tags[p]);
        lot_leaf_start(&hash, &leaf);
        for (uint32_t f = 0; f < pool->features_count; f++)
            lot_hash_field(&hash, quotas->rows[lot_pool_value(pool, p, f)].value);
        lot_hash_finish(&pseudonyms->leaves[p], &hash);
    }
    sodium_memzero(&leaf, sizeof leaf);
done:
    free(tags);
    return status;
}

static int compare_pids(const void *a, const void *b)
{
    const named_person *left = a;
    const named_person *right = b;
    return memcmp(left->pid.text, right->pid.text, LOT_PID_LENGTH);
}

/* Establishes A1. */
static lot_status sort_by_pid(lot_pseudonyms *pseudonyms, lot_error *error)
{
    uint32_t count = pseudonyms->people_count;
    named_person *people = lot_array_new(count, sizeof *people);
    if (people == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t p = 0; p < count; p++)
        people[p] = (named_person){pseudonyms->pids[p], p};
    qsort(people, count, sizeof *people, compare_pids);
    lot_status status = LOT_OK;
    for (uint32_t i = 0; i < count; i++) {
        pseudonyms->by_pid[i] = people[i].person;
        if (i > 0 && compare_pids(&people[i - 1], &people[i]) == 0)
            status = LOT_FAIL(error, LOT_FAILURE,
                              "two people get the same pseudonym; start again with a new key");
    }
    free(people);
    return status;
}

static lot_pseudonyms *allocate(uint32_t people_count)
{
    lot_pseudonyms *pseudonyms = lot_array_new(1, sizeof *pseudonyms);
    if (pseudonyms == NULL)
        return NULL;
    pseudonyms->people_count = people_count;
    pseudonyms->pids = lot_array_new(people_count, sizeof *pseudonyms->pids);
    pseudonyms->leaves = lot_array_new(people_count, sizeof *pseudonyms->leaves);
    pseudonyms->by_pid = lot_array_new(people_count, sizeof *pseudonyms->by_pid);
    if (pseudonyms->pids != NULL && pseudonyms->leaves != NULL && pseudonyms->by_pid != NULL)
        return pseudonyms;
    lot_pseudonyms_free(pseudonyms);
    return NULL;
}

void lot_pid_of(lot_pid *out, const lot_key *key, const char *id)
{
    lot_leaf_maker maker;
    lot_leaf_begin(&maker, key);
    lot_leaf_pid(out, &maker, id);
    sodium_memzero(&maker, sizeof maker);
}

lot_status lot_pseudonyms_new(lot_pseudonyms **out, const lot_key *key, const lot_pool *pool,
                              const lot_quotas *quotas, lot_error *error)
{
    return lot_pseudonyms_keep(out, key, pool, quotas, NULL, error);
}

lot_status lot_pseudonyms_keep(lot_pseudonyms **out, const lot_key *key, const lot_pool *pool,
                               const lot_quotas *quotas, const lot_erased *erased, lot_error *error)
{
    assert(pool->features_count == 0 || pool->features_count == quotas->features_count);
    *out = NULL;
    lot_status status = LOT_OK;
    lot_leaf_maker maker;
    lot_pseudonyms *pseudonyms = allocate(pool->people_count);
    if (pseudonyms == NULL)
        return LOT_NO_MEMORY(error);
    lot_leaf_begin(&maker, key);
    for (uint32_t p = 0; p < pool->people_count; p++)
        lot_leaf_pid(&pseudonyms->pids[p], &maker, pool->ids[p]);
    pseudonyms->erased = erased;
    for (uint32_t e = 0; erased != NULL && e < erased->count; e++)
        pseudonyms->pids[erased->people[e]] = erased->pids[e];
    TRY(sort_by_pid(pseudonyms, error));
    TRY(make_leaves(pseudonyms, &maker, pool, quotas, error));
    lot_merkle_root(&pseudonyms->root, pseudonyms->leaves, pseudonyms->by_pid,
                    pseudonyms->people_count);
    *out = pseudonyms;
    pseudonyms = NULL;
done:
    sodium_memzero(&maker, sizeof maker);
    lot_pseudonyms_free(pseudonyms);
    return status;
}

void lot_pseudonyms_free(lot_pseudonyms *pseudonyms)
{
    if (pseudonyms == NULL)
        return;
    free(pseudonyms->pids);
    free(pseudonyms->leaves);
    free(pseudonyms->by_pid);
    free(pseudonyms);
}
