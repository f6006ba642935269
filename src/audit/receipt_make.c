/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receipt: made from the key. */
#include "audit/leaf.h"
#include "audit/merkle.h"
#include "civiclot/receipt.h"
#include "core/array.h"

#include <assert.h>
#include <stdlib.h>

struct lot_receipt_maker {
    const lot_pool *pool;
    const lot_quotas *quotas;
    const lot_pseudonyms *pseudonyms;
    lot_pid process_id;
    lot_leaf_maker leaves;
    lot_merkle_tree *tree;
    lot_pid *tags;    /* [people_count] */
    uint32_t *places; /* [people_count] of person p in pool.csv */
};

static lot_status fill(lot_receipt_maker *maker, const lot_key *key, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_pseudonyms *pseudonyms = maker->pseudonyms;
    uint32_t count = pseudonyms->people_count;
    lot_process_id(&maker->process_id, key);
    lot_leaf_begin(&maker->leaves, key);
    maker->tags = lot_array_new(count, sizeof *maker->tags);
    maker->places = lot_array_new(count, sizeof *maker->places);
    if (maker->tags == NULL || maker->places == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < count; i++)
        maker->places[pseudonyms->by_pid[i]] = i;
    TRY(lot_leaf_tags(maker->tags, &maker->leaves, maker->pool, pseudonyms, error));
    TRY(lot_merkle_tree_new(&maker->tree, pseudonyms->leaves, pseudonyms->by_pid, count, error));
done:
    return status;
}

lot_status lot_receipt_maker_new(lot_receipt_maker **out, const lot_key *key, const lot_pool *pool,
                                 const lot_quotas *quotas, const lot_pseudonyms *pseudonyms,
                                 lot_error *error)
{
    assert(pool->people_count > 0 && pool->features_count == quotas->features_count);
    assert(pseudonyms->leaves != NULL);
    lot_status status = LOT_OK;
    lot_receipt_maker *maker = lot_array_new(1, sizeof *maker);
    *out = NULL;
    if (maker == NULL)
        return LOT_NO_MEMORY(error);
    maker->pool = pool;
    maker->quotas = quotas;
    maker->pseudonyms = pseudonyms;
    TRY(fill(maker, key, error));
    *out = maker;
    maker = NULL;
done:
    lot_receipt_maker_free(maker);
    return status;
}

void lot_receipt_maker_free(lot_receipt_maker *maker)
{
    if (maker == NULL)
        return;
    lot_merkle_tree_free(maker->tree);
    free(maker->tags);
    free(maker->places);
    sodium_memzero(maker, sizeof *maker);
    free(maker);
}

bool lot_receipt_has_room(const lot_receipt_maker *maker, uint32_t person)
{
    for (const char *at = maker->pool->ids[person]; *at != '\0'; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            return false;
    return true;
}

static lot_status copy_answers(lot_receipt *out, const lot_receipt_maker *maker, uint32_t person,
                               lot_error *error)
{
    const lot_quotas *quotas = maker->quotas;
    out->answers = lot_array_new(quotas->features_count, sizeof *out->answers);
    if (out->answers == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        lot_receipt_answer *answer = &out->answers[out->answers_count++];
        answer->feature = lot_string_copy(quotas->features[f].name);
        answer->value = lot_string_copy(quotas->rows[lot_pool_value(maker->pool, person, f)].value);
        if (answer->feature == NULL || answer->value == NULL)
            return LOT_NO_MEMORY(error);
    }
    return LOT_OK;
}

lot_status lot_receipt_make(lot_receipt *out, const lot_receipt_maker *maker, uint32_t person,
                            lot_error *error)
{
    assert(person < maker->pool->people_count && lot_receipt_has_room(maker, person));
    lot_status status = LOT_OK;
    lot_leaf leaf;
    const char *id = maker->pool->ids[person];
    lot_leaf_make(&leaf, &maker->leaves, &maker->pseudonyms->pids[person], id,
                  &maker->tags[person]);
    *out = (lot_receipt){.process_id = maker->process_id,
                         .people_count = maker->pseudonyms->people_count,
                         .pool_root = maker->pseudonyms->root,
                         .id = lot_string_copy(id),
                         .pid = leaf.pid,
                         .salt = leaf.salt,
                         .household = leaf.household,
                         .index = maker->places[person]};
    sodium_memzero(&leaf, sizeof leaf);
    lot_leaf_id_salt(&out->id_salt, &maker->leaves, id);
    if (out->id == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(copy_answers(out, maker, person, error));
    out->proof_count = lot_merkle_path(out->proof, maker->tree, out->index);
done:
    if (status != LOT_OK)
        lot_receipt_free(out);
    return status;
}
