/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pseudonyms: a pid and a leaf for everyone of a pool. */
#include "civiclot/pseudonym.h"

#include "audit/hash.h"
#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Household h has members[first[h]] .. members[first[h + 1] - 1], in ascending order of pid. */
typedef struct households {
    uint32_t *first;   /* [households_count + 1] */
    uint32_t *members; /* [people_count] */
} households;

typedef struct named_person {
    lot_pid pid;
    uint32_t person;
} named_person;

/*
 * The hashes that everyone has, fed as far as they are the same for all: half of what a keyed hash
 * of something short costs is its key.
 */
typedef struct beginnings {
    lot_hash household;
    lot_hash pid;
    lot_hash salt;
    lot_hash id_salt;
    lot_hash id;
    lot_hash leaf;
} beginnings;

static void begin(beginnings *out, const lot_key *key)
{
    lot_hash_start_keyed(&out->pid, key);
    out->household = out->salt = out->id_salt = out->pid;
    lot_hash_label(&out->household, "civiclot/household/v1");
    lot_hash_label(&out->pid, "civiclot/pid/v1");
    lot_hash_label(&out->salt, "civiclot/salt/v1");
    lot_hash_label(&out->id_salt, "civiclot/idsalt/v1");
    lot_hash_start(&out->id);
    lot_hash_label(&out->id, "civiclot/id/v1");
    lot_hash_start(&out->leaf);
    lot_hash_byte(&out->leaf, 0x00);
    lot_hash_label(&out->leaf, "civiclot/leaf/v1");
}

static void make_pid(lot_pid *out, const beginnings *begun, const char *id)
{
    lot_hash hash = begun->pid;
    lot_hash_field(&hash, id);
    lot_hash_finish_pid(out, &hash);
}

static void make_id_commitment(lot_digest *out, const beginnings *begun, const char *id)
{
    lot_digest id_salt;
    lot_hash hash = begun->id_salt;
    lot_hash_field(&hash, id);
    lot_hash_finish(&id_salt, &hash);

    hash = begun->id;
    lot_hash_digest(&hash, &id_salt);
    lot_hash_field(&hash, id);
    lot_hash_finish(out, &hash);
    sodium_memzero(&id_salt, sizeof id_salt);
}

/* The empty string for who is alone, the same 16 characters for everyone of a larger household. */
static void make_household_tag(lot_pid *out, const beginnings *begun,
                               const lot_pseudonyms *pseudonyms, const households *homes,
                               uint32_t household)
{
    uint32_t first = homes->first[household];
    uint32_t end = homes->first[household + 1];
    out->text[0] = '\0';
    if (end - first < 2)
        return;
    lot_hash hash = begun->household;
    for (uint32_t i = first; i < end; i++)
        lot_hash_pid(&hash, pseudonyms->pids[homes->members[i]].text);
    lot_hash_finish_pid(out, &hash);
}

static void start_leaf(lot_hash *hash, const beginnings *begun, const lot_pid *pid, const char *id)
{
    lot_digest salt;
    lot_digest id_commitment;
    lot_hash salting = begun->salt;
    lot_hash_field(&salting, id);
    lot_hash_finish(&salt, &salting);
    make_id_commitment(&id_commitment, begun, id);

    *hash = begun->leaf;
    lot_hash_pid(hash, pid->text);
    lot_hash_digest(hash, &salt);
    lot_hash_digest(hash, &id_commitment);
    sodium_memzero(&salt, sizeof salt);
}

static void make_leaves(lot_pseudonyms *pseudonyms, const beginnings *begun, const lot_pool *pool,
                        const lot_quotas *quotas, const households *homes)
{
    for (uint32_t p = 0; p < pool->people_count; p++) {
        lot_pid tag;
        make_household_tag(&tag, begun, pseudonyms, homes, pool->households[p]);
        lot_hash hash;
        start_leaf(&hash, begun, &pseudonyms->pids[p], pool->ids[p]);
        lot_hash_field(&hash, tag.text);
        for (uint32_t f = 0; f < pool->features_count; f++)
            lot_hash_field(&hash, quotas->rows[lot_pool_value(pool, p, f)].value);
        lot_hash_finish(&pseudonyms->leaves[p], &hash);
    }
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

static lot_status find_households(households *homes, const lot_pool *pool,
                                  const lot_pseudonyms *pseudonyms, lot_error *error)
{
    size_t count = pool->households_count;
    uint32_t *next = lot_array_new(count, sizeof *next);
    homes->first = lot_array_new(count + 1, sizeof *homes->first);
    homes->members = lot_array_new(pool->people_count, sizeof *homes->members);
    if (next == NULL || homes->first == NULL || homes->members == NULL) {
        free(next);
        return LOT_NO_MEMORY(error);
    }
    for (uint32_t p = 0; p < pool->people_count; p++)
        homes->first[pool->households[p] + 1]++;
    for (size_t h = 0; h < count; h++) {
        next[h] = homes->first[h];
        homes->first[h + 1] += homes->first[h];
    }
    for (uint32_t i = 0; i < pool->people_count; i++) {
        uint32_t person = pseudonyms->by_pid[i];
        homes->members[next[pool->households[person]]++] = person;
    }
    free(next);
    return LOT_OK;
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

lot_status lot_pseudonyms_new(lot_pseudonyms **out, const lot_key *key, const lot_pool *pool,
                              const lot_quotas *quotas, lot_error *error)
{
    assert(pool->features_count == 0 || pool->features_count == quotas->features_count);
    *out = NULL;
    lot_status status = LOT_OK;
    households homes = {NULL, NULL};
    beginnings begun;
    lot_pseudonyms *pseudonyms = allocate(pool->people_count);
    if (pseudonyms == NULL)
        return LOT_NO_MEMORY(error);
    begin(&begun, key);
    for (uint32_t p = 0; p < pool->people_count; p++)
        make_pid(&pseudonyms->pids[p], &begun, pool->ids[p]);
    TRY(sort_by_pid(pseudonyms, error));
    TRY(find_households(&homes, pool, pseudonyms, error));
    make_leaves(pseudonyms, &begun, pool, quotas, &homes);
    lot_merkle_root(&pseudonyms->root, pseudonyms->leaves, pseudonyms->by_pid,
                    pseudonyms->people_count);
    *out = pseudonyms;
    pseudonyms = NULL;
done:
    sodium_memzero(&begun, sizeof begun);
    free(homes.first);
    free(homes.members);
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
