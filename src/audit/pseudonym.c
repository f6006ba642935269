/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pseudonyms: a pid and a leaf for everyone of a pool. */
#include "civiclot/pseudonym.h"

#include "audit/leaf.h"
#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A pid as numbers, which are in the order of its bytes. */
typedef struct named_person {
    uint64_t high;
    uint64_t low;
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
        lot_leaf_make(&leaf, maker, &pseudonyms->pids[p], pool->ids[p], &tags[p]);
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
    if (left->high != right->high)
        return left->high < right->high ? -1 : 1;
    return left->low < right->low ? -1 : left->low > right->low;
}

static uint64_t number_of(const char *text)
{
    uint64_t number = 0;
    for (size_t i = 0; i < sizeof number; i++)
        number = number << 8 | (unsigned char)text[i];
    return number;
}

/* Establishes A1. */
static lot_status sort_by_pid(lot_pseudonyms *pseudonyms, lot_error *error)
{
    uint32_t count = pseudonyms->people_count;
    named_person *people = lot_array_new(count, sizeof *people);
    if (people == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t p = 0; p < count; p++)
        people[p] = (named_person){number_of(pseudonyms->pids[p].text),
                                   number_of(pseudonyms->pids[p].text + sizeof(uint64_t)), p};
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
    pseudonyms->by_pid = lot_array_new(people_count, sizeof *pseudonyms->by_pid);
    if (pseudonyms->pids != NULL && pseudonyms->by_pid != NULL)
        return pseudonyms;
    lot_pseudonyms_free(pseudonyms);
    return NULL;
}

lot_status lot_pseudonyms_name(lot_pseudonyms **out, const lot_key *key, const lot_pool *pool,
                               lot_error *error)
{
    *out = NULL;
    lot_leaf_maker maker;
    lot_pseudonyms *pseudonyms = allocate(pool->people_count);
    if (pseudonyms == NULL)
        return LOT_NO_MEMORY(error);
    lot_leaf_begin(&maker, key);
    for (uint32_t p = 0; p < pool->people_count; p++)
        lot_leaf_pid(&pseudonyms->pids[p], &maker, pool->ids[p]);
    sodium_memzero(&maker, sizeof maker);
    lot_status status = sort_by_pid(pseudonyms, error);
    if (status == LOT_OK)
        *out = pseudonyms;
    else
        lot_pseudonyms_free(pseudonyms);
    return status;
}

lot_status lot_pseudonyms_seal(lot_pseudonyms *pseudonyms, const lot_key *key, const lot_pool *pool,
                               const lot_quotas *quotas, lot_error *error)
{
    assert(pool->people_count == pseudonyms->people_count);
    assert(pool->features_count == 0 || pool->features_count == quotas->features_count);
    lot_leaf_maker maker;
    if (pseudonyms->leaves != NULL)
        return LOT_OK;
    pseudonyms->leaves = lot_array_new(pseudonyms->people_count, sizeof *pseudonyms->leaves);
    if (pseudonyms->leaves == NULL)
        return LOT_NO_MEMORY(error);
    lot_leaf_begin(&maker, key);
    lot_status status = make_leaves(pseudonyms, &maker, pool, quotas, error);
    sodium_memzero(&maker, sizeof maker);
    if (status == LOT_OK) {
        lot_merkle_root(&pseudonyms->root, pseudonyms->leaves, pseudonyms->by_pid,
                        pseudonyms->people_count);
        return LOT_OK;
    }
    free(pseudonyms->leaves);
    pseudonyms->leaves = NULL;
    return status;
}

lot_status lot_pseudonyms_new(lot_pseudonyms **out, const lot_key *key, const lot_pool *pool,
                              const lot_quotas *quotas, lot_error *error)
{
    lot_status status = lot_pseudonyms_name(out, key, pool, error);
    if (status == LOT_OK)
        status = lot_pseudonyms_seal(*out, key, pool, quotas, error);
    if (status == LOT_OK)
        return LOT_OK;
    lot_pseudonyms_free(*out);
    *out = NULL;
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
