/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Openings: written from the key, read without it.
 *
 * A tag that two rows share is one household; which people are in it, the leaves commit to, as the
 * tag is in them.
 */
#include "civiclot/openings.h"

#include "audit/cells.h"
#include "audit/leaf.h"
#include "audit/lines.h"
#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char head[] = "pid,salt,idc,household";

static void put_head(lot_text *text, const lot_quotas *quotas)
{
    lot_text_put(text, head);
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        lot_text_put(text, ",");
        lot_csv_put_cell(text, quotas->features[f].name, ',');
    }
    lot_text_put(text, "\n");
}

static void put_row(lot_text *text, const lot_leaf *leaf)
{
    char salt[LOT_HEX_BYTES], id_commitment[LOT_HEX_BYTES];
    lot_digest_hex(salt, &leaf->salt);
    lot_digest_hex(id_commitment, &leaf->id_commitment);
    lot_text_format(text, "%s,%s,%s,%s", leaf->pid.text, salt, id_commitment, leaf->household.text);
}

lot_status lot_openings_put(lot_text *text, const lot_key *key, const lot_pool *pool,
                            const lot_quotas *quotas, const lot_pseudonyms *pseudonyms,
                            lot_error *error)
{
    assert(pool->features_count == quotas->features_count);
    lot_status status = LOT_OK;
    lot_leaf_maker maker;
    lot_pid *tags = lot_array_new(pool->people_count, sizeof *tags);
    if (tags == NULL)
        return LOT_NO_MEMORY(error);
    lot_leaf_begin(&maker, key);
    TRY(lot_leaf_tags(tags, &maker, pool, pseudonyms, error));
    put_head(text, quotas);
    for (uint32_t i = 0; i < pool->people_count; i++) {
        uint32_t person = pseudonyms->by_pid[i];
        lot_leaf leaf;
        lot_leaf_of(&leaf, &maker, pool, pseudonyms, person, &tags[person]);
        put_row(text, &leaf);
        for (uint32_t f = 0; f < pool->features_count; f++) {
            lot_text_put(text, ",");
            lot_csv_put_cell(text, quotas->rows[lot_pool_value(pool, person, f)].value, ',');
        }
        lot_text_put(text, "\n");
    }
    TRY(lot_text_check(text, error));
done:
    sodium_memzero(&maker, sizeof maker);
    free(tags);
    return status;
}

void lot_openings_free(lot_openings *openings)
{
    free(openings->pids);
    lot_pool_free(openings->pool);
    *openings = (lot_openings){NULL, NULL};
}

typedef struct reader {
    lot_lines lines;  /* of openings.csv */
    lot_lines leaves; /* of pool.csv */
    const lot_quotas *quotas;
    lot_cells cells;
    lot_openings *out;
    lot_pid *tags; /* [people_count] */
    size_t pids_room, values_room, tags_room, ids_room, rows_room;
    lot_error *error;
} reader;

/* Take a cell that is written as `cell` would be: quoted where RFC 4180 needs it. */
static bool take_cell(lot_lines *lines, const char *cell, lot_text *quoted)
{
    quoted->length = 0;
    lot_csv_put_cell(quoted, cell, ',');
    lot_lines before = *lines;
    bool ends = lot_lines_word(lines, lot_text_string(quoted)) && !lot_lines_at_end(lines) &&
                (*lines->at == ',' || *lines->at == '\n');
    if (!ends)
        *lines = before;
    return ends;
}

static lot_status take_head(reader *in)
{
    lot_status status = LOT_OK;
    lot_text quoted = LOT_TEXT_EMPTY;
    if (!lot_lines_word(&in->leaves, "pid,leaf\n"))
        TRY(lot_lines_refuse(&in->leaves, "the columns are not pid,leaf", in->error));
    bool well = lot_lines_word(&in->lines, head);
    for (uint32_t f = 0; f < in->quotas->features_count && well; f++)
        well = lot_lines_word(&in->lines, ",") &&
               take_cell(&in->lines, in->quotas->features[f].name, &quoted);
    TRY(lot_text_check(&quoted, in->error));
    if (!well || !lot_lines_word(&in->lines, "\n"))
        TRY(lot_lines_refuse(&in->lines, "the columns are not those of the quotas", in->error));
done:
    lot_text_free(&quoted);
    return status;
}

/* Make room for one more person in every array. */
static lot_status grow(reader *in)
{
    lot_pool *pool = in->out->pool;
    size_t count = pool->people_count;
    size_t width = (pool->features_count > 0 ? pool->features_count : 1) * sizeof *pool->values;
    if (lot_array_grow((void **)&in->out->pids, &in->pids_room, count, sizeof *in->out->pids) ||
        lot_array_grow((void **)&in->tags, &in->tags_room, count, sizeof *in->tags) ||
        lot_array_grow((void **)&pool->ids, &in->ids_room, count, sizeof *pool->ids) ||
        lot_array_grow((void **)&pool->rows, &in->rows_room, count, sizeof *pool->rows) ||
        lot_array_grow((void **)&pool->values, &in->values_room, count, width))
        return LOT_NO_MEMORY(in->error);
    return LOT_OK;
}

static bool take_fixed(reader *in, lot_leaf *leaf)
{
    lot_lines *lines = &in->lines;
    leaf->household = (lot_pid){""};
    return lot_lines_pid(lines, &leaf->pid) && lot_lines_word(lines, ",") &&
           lot_lines_digest(lines, &leaf->salt) && lot_lines_word(lines, ",") &&
           lot_lines_digest(lines, &leaf->id_commitment) && lot_lines_word(lines, ",") &&
           (lot_lines_pid(lines, &leaf->household) || true);
}

/* The values behind the household's tag; they go into the hash. values: [features_count] out. */
static lot_status take_values(reader *in, lot_hash *hash, uint32_t *values)
{
    bool well = true;
    for (uint32_t f = 0; f < in->quotas->features_count && well; f++) {
        well = lot_lines_word(&in->lines, ",") &&
               lot_cells_take(&in->lines, &in->cells, &in->quotas->features[f], &values[f]);
        if (well)
            lot_hash_field(hash, in->quotas->rows[values[f]].value);
    }
    if (!well || !lot_lines_word(&in->lines, "\n"))
        return lot_lines_refuse(
            &in->lines, "a value has no quota, or a column is missing or too many", in->error);
    return LOT_OK;
}

/* The next row of pool.csv must be this one. */
static lot_status compare_leaf(reader *in, const lot_pid *pid, const lot_digest *leaf)
{
    lot_pid committed;
    lot_digest digest;
    lot_lines *leaves = &in->leaves;
    if (lot_lines_at_end(leaves))
        return lot_lines_refuse(&in->lines, "pool.csv has no such person", in->error);
    if (!lot_lines_pid(leaves, &committed) || !lot_lines_word(leaves, ",") ||
        !lot_lines_digest(leaves, &digest))
        return lot_lines_refuse(leaves, "here must be a pid and a leaf", in->error);
    if (strcmp(committed.text, pid->text) != 0)
        return lot_lines_refuse(&in->lines, "pool.csv has another pid in this place", in->error);
    if (!lot_digest_equal(&digest, leaf))
        return lot_lines_refuse(&in->lines, "this is not what pool.csv has the leaf of", in->error);
    if (!lot_lines_word(leaves, "\n"))
        return lot_lines_refuse(leaves, "the line does not end behind the leaf", in->error);
    return LOT_OK;
}

static lot_status take_person(reader *in)
{
    lot_status status = LOT_OK;
    lot_pool *pool = in->out->pool;
    uint32_t person = pool->people_count;
    lot_lines begin = in->lines;
    lot_hash hash;
    lot_digest digest;
    lot_leaf leaf;
    TRY(grow(in));
    if (!take_fixed(in, &leaf))
        TRY(lot_lines_refuse(&in->lines, "here must be a pid, its salt, idc and household",
                             in->error));
    lot_leaf_start(&hash, &leaf);
    TRY(take_values(in, &hash, pool->values + (size_t)person * pool->features_count));
    lot_hash_finish(&digest, &hash);
    if (person > 0 && strcmp(in->out->pids[person - 1].text, leaf.pid.text) >= 0)
        TRY(lot_lines_refuse(&begin, "the pids do not ascend", in->error));
    lot_lines end = in->lines;
    in->lines = begin; /* what is wrong is wrong in this line */
    TRY(compare_leaf(in, &leaf.pid, &digest));
    in->lines = end;
    in->out->pids[person] = leaf.pid;
    in->tags[person] = leaf.household;
    pool->rows[person] = person + 2;
    pool->ids[person] = lot_string_copy(leaf.pid.text);
    pool->people_count += pool->ids[person] != NULL;
    if (pool->people_count == person)
        TRY(LOT_NO_MEMORY(in->error));
done:
    return status;
}

static lot_status take_people(reader *in)
{
    lot_status status = LOT_OK;
    while (!lot_lines_at_end(&in->lines))
        TRY(take_person(in));
    if (!lot_lines_at_end(&in->leaves))
        TRY(lot_lines_refuse(&in->leaves, "openings.csv has no such person", in->error));
done:
    return status;
}

typedef struct tagged {
    lot_pid tag;
    uint32_t person;
} tagged;

static int compare_tagged(const void *a, const void *b)
{
    const tagged *left = a;
    const tagged *right = b;
    int order = strcmp(left->tag.text, right->tag.text);
    return order != 0 ? order : (left->person > right->person) - (left->person < right->person);
}

/* Who leads each person's household: its first member. sorted: [people_count]. */
static lot_status find_leaders(reader *in, uint32_t *leaders, const tagged *sorted)
{
    uint32_t count = in->out->pool->people_count;
    for (uint32_t i = 0; i < count; i++) {
        bool alone = sorted[i].tag.text[0] == '\0';
        bool with_last = i > 0 && strcmp(sorted[i - 1].tag.text, sorted[i].tag.text) == 0;
        bool with_next = i + 1 < count && strcmp(sorted[i + 1].tag.text, sorted[i].tag.text) == 0;
        uint32_t person = sorted[i].person;
        if (!alone && !with_last && !with_next)
            return LOT_FAIL(in->error, LOT_NOT_VERIFIED,
                            "openings.csv, the person %s: nobody else is of that household",
                            in->out->pids[person].text);
        leaders[person] = alone || !with_last ? person : leaders[sorted[i - 1].person];
    }
    return LOT_OK;
}

/* P3 of pool.h: numbered in order of first appearance. */
static lot_status number_households(reader *in)
{
    lot_status status = LOT_OK;
    lot_pool *pool = in->out->pool;
    uint32_t count = pool->people_count;
    tagged *sorted = lot_array_new(count, sizeof *sorted);
    uint32_t *leaders = lot_array_new(count, sizeof *leaders);
    pool->households = lot_array_new(count, sizeof *pool->households);
    if (sorted == NULL || leaders == NULL || pool->households == NULL)
        TRY(LOT_NO_MEMORY(in->error));
    for (uint32_t p = 0; p < count; p++)
        sorted[p] = (tagged){in->tags[p], p};
    qsort(sorted, count, sizeof *sorted, compare_tagged);
    TRY(find_leaders(in, leaders, sorted));
    for (uint32_t p = 0; p < count; p++)
        pool->households[p] =
            leaders[p] == p ? pool->households_count++ : pool->households[leaders[p]];
done:
    free(sorted);
    free(leaders);
    return status;
}

lot_status lot_openings_read(lot_openings *out, const lot_text *openings_csv,
                             const lot_text *pool_csv, const lot_quotas *quotas, lot_error *error)
{
    lot_status status = LOT_OK;
    reader in = {.lines = lot_lines_begin("openings.csv", lot_text_string(openings_csv),
                                          openings_csv->length),
                 .leaves = lot_lines_begin("pool.csv", lot_text_string(pool_csv), pool_csv->length),
                 .quotas = quotas,
                 .out = out,
                 .error = error};
    *out = (lot_openings){.pool = lot_array_new(1, sizeof *out->pool)};
    if (out->pool == NULL)
        TRY(LOT_NO_MEMORY(error));
    out->pool->features_count = quotas->features_count;
    TRY(lot_cells_make(&in.cells, quotas, error));
    TRY(take_head(&in));
    TRY(take_people(&in));
    TRY(number_households(&in));
done:
    lot_cells_free(&in.cells);
    free(in.tags);
    if (status != LOT_OK)
        lot_openings_free(out);
    return status;
}
