/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leaf: made from the key, and hashed. */
#include "audit/leaf.h"

#include "core/array.h"

#include <stdlib.h>
#include <string.h>

/* Household h has members[first[h]] .. members[first[h + 1] - 1], in ascending order of pid. */
typedef struct households {
    uint32_t *first;   /* [households_count + 1] */
    uint32_t *members; /* [people_count] */
} households;

void lot_leaf_begin(lot_leaf_maker *out, const lot_key *key)
{
    lot_hash_start_keyed(&out->pid, key);
    out->household = out->salt = out->id_salt = out->pid;
    lot_hash_label(&out->household, "civiclot/household/v1");
    lot_hash_label(&out->pid, "civiclot/pid/v1");
    lot_hash_label(&out->salt, "civiclot/salt/v1");
    lot_hash_label(&out->id_salt, "civiclot/idsalt/v1");
}

void lot_leaf_pid(lot_pid *out, const lot_leaf_maker *maker, const char *id)
{
    lot_hash hash = maker->pid;
    lot_hash_field(&hash, id);
    lot_hash_finish_pid(out, &hash);
}

void lot_leaf_id_salt(lot_digest *out, const lot_leaf_maker *maker, const char *id)
{
    lot_hash hash = maker->id_salt;
    lot_hash_field(&hash, id);
    lot_hash_finish(out, &hash);
}

void lot_leaf_commit_id(lot_digest *out, const lot_digest *id_salt, const char *id)
{
    lot_hash hash;
    lot_hash_start(&hash);
    lot_hash_label(&hash, "civiclot/id/v1");
    lot_hash_digest(&hash, id_salt);
    lot_hash_field(&hash, id);
    lot_hash_finish(out, &hash);
}

void lot_leaf_make(lot_leaf *out, const lot_leaf_maker *maker, const lot_pid *pid, const char *id,
                   const lot_pid *household)
{
    lot_digest id_salt;
    lot_hash hash = maker->salt;
    out->pid = *pid;
    out->household = *household;
    lot_hash_field(&hash, id);
    lot_hash_finish(&out->salt, &hash);
    lot_leaf_id_salt(&id_salt, maker, id);
    lot_leaf_commit_id(&out->id_commitment, &id_salt, id);
    sodium_memzero(&id_salt, sizeof id_salt);
}

void lot_leaf_start(lot_hash *hash, const lot_leaf *leaf)
{
    lot_hash_start(hash);
    lot_hash_byte(hash, 0x00);
    lot_hash_label(hash, "civiclot/leaf/v1");
    lot_hash_pid(hash, leaf->pid.text);
    lot_hash_digest(hash, &leaf->salt);
    lot_hash_digest(hash, &leaf->id_commitment);
    lot_hash_field(hash, leaf->household.text);
}

/* The empty string for who is alone, the same 16 characters for everyone of a larger household. */
static void make_tag(lot_pid *out, const lot_leaf_maker *maker, const lot_pseudonyms *pseudonyms,
                     const households *homes, uint32_t household)
{
    uint32_t first = homes->first[household];
    uint32_t end = homes->first[household + 1];
    *out = (lot_pid){""};
    if (end - first < 2)
        return;
    lot_hash hash = maker->household;
    for (uint32_t i = first; i < end; i++)
        lot_hash_pid(&hash, pseudonyms->pids[homes->members[i]].text);
    lot_hash_finish_pid(out, &hash);
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

lot_status lot_leaf_tags(lot_pid *tags, const lot_leaf_maker *maker, const lot_pool *pool,
                         const lot_pseudonyms *pseudonyms, lot_error *error)
{
    households homes = {NULL, NULL};
    lot_status status = find_households(&homes, pool, pseudonyms, error);
    for (uint32_t h = 0; status == LOT_OK && h < pool->households_count; h++) {
        lot_pid tag;
        make_tag(&tag, maker, pseudonyms, &homes, h);
        for (uint32_t i = homes.first[h]; i < homes.first[h + 1]; i++)
            tags[homes.members[i]] = tag;
    }
    free(homes.first);
    free(homes.members);
    return status;
}
