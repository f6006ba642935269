/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Composition: the population beside it. Only shares are shown, so counts and shares are read
 * alike: a table's own unit, of which the rows of a feature are parts.
 */
#include "civiclot/composition.h"

#include "civiclot/dropout_rates.h"
#include "civiclot/fold.h"
#include "core/array.h"
#include "pool/column.h"
#include "pool/message.h"
#include "pool/names.h"
#include "pool/quota_columns.h"
#include "pool/share.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char EXPECTED[] = "a population file has feature,value,count, or share";

typedef struct reader {
    lot_composition *composition;
    const lot_table *table;
    lot_problems *problems;
    lot_names *features; /* of the quotas, folded; numbered as they are */
    lot_names *pairs;    /* folded (feature, value) of the quotas; numbered as their rows */
    lot_names *seen;     /* the same of the table */
    uint32_t feature, value, count; /* columns */
    bool shares;
} reader;

static lot_status find_columns(reader *r, lot_error *error)
{
    lot_status status;
    const char *feature;
    const char *value;
    bool counts;
    TRY(lot_quota_columns(&feature, &value, r->table, error));
    TRY(lot_column_exists(&counts, r->table, "count", error));
    TRY(lot_column_exists(&r->shares, r->table, "share", error));
    r->shares = r->shares && !counts;
    TRY(lot_column_need(&r->feature, r->table, feature, EXPECTED, r->problems, error));
    TRY(lot_column_need(&r->value, r->table, value, EXPECTED, r->problems, error));
    TRY(lot_column_need(&r->count, r->table, r->shares ? "share" : "count", EXPECTED, r->problems,
                        error));
done:
    return status;
}

/* number: in `names`; LOT_NO_NAME where it is not there and not to be added. False: no memory. */
static bool look_up(uint32_t *number, lot_names *names, const char *feature, const char *value,
                    bool add)
{
    lot_text key = LOT_TEXT_EMPTY;
    char *first = lot_fold(feature);
    char *second = lot_fold(value != NULL ? value : "");
    bool good = first != NULL && second != NULL;
    if (good)
        lot_text_format(&key, "%s\n%s", first, second);
    good = good && !key.failed;
    if (good && add)
        good = lot_names_add(number, names, lot_text_string(&key));
    else if (good)
        *number = lot_names_find(names, lot_text_string(&key));
    free(first);
    free(second);
    lot_text_free(&key);
    return good;
}

static lot_status list_names(reader *r, lot_error *error)
{
    const lot_quotas *quotas = r->composition->quotas;
    uint32_t number;
    r->features = lot_names_new();
    r->pairs = lot_names_new();
    r->seen = lot_names_new();
    bool good = r->features != NULL && r->pairs != NULL && r->seen != NULL;
    for (uint32_t f = 0; f < quotas->features_count && good; f++)
        good = look_up(&number, r->features, quotas->features[f].name, NULL, true);
    for (uint32_t q = 0; q < quotas->count && good; q++)
        good = look_up(&number, r->pairs, quotas->features[quotas->rows[q].feature].name,
                       quotas->rows[q].value, true);
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

/* False where the words are no count. */
static bool parse(uint64_t *people, const reader *r, const char *words)
{
    uint32_t number = 0;
    uint32_t up;
    bool good = r->shares ? lot_share_parse(&number, &up, words, LOT_RATE_ONE) == LOT_SHARE
                          : lot_seats_parse(&number, words) && number < LOT_UNBOUNDED - 1;
    *people = number;
    return good;
}

static lot_status read_row(reader *r, uint32_t row, lot_error *error)
{
    const char *feature = lot_table_cell(r->table, row, r->feature);
    const char *value = lot_table_cell(r->table, row, r->value);
    uint32_t of_feature, of_value, place;
    uint32_t before = lot_names_count(r->seen);
    uint64_t people;
    if (!look_up(&of_feature, r->features, feature, NULL, false) ||
        !look_up(&of_value, r->pairs, feature, value, false))
        return LOT_NO_MEMORY(error);
    if (of_feature == LOT_NO_NAME)
        return LOT_OK;
    if (!look_up(&place, r->seen, feature, value, true))
        return LOT_NO_MEMORY(error);
    char *words = lot_tidy(lot_table_cell(r->table, row, r->count));
    if (words == NULL)
        return LOT_NO_MEMORY(error);
    if (place < before)
        lot_problems_add(r->problems,
                         "%s, row %" PRIu32
                         ": its feature and value stand in a row before: add the counts up",
                         lot_table_name(r->table), lot_table_row_number(r->table, row));
    else if (!parse(&people, r, words))
        lot_problems_add(r->problems, "%s, row %" PRIu32 ", column %s: write a %s",
                         lot_table_name(r->table), lot_table_row_number(r->table, row),
                         r->shares ? "share" : "count",
                         r->shares ? "share: 12.5% or 0.125" : "whole number of people");
    else {
        r->composition->population_of[of_feature] += people;
        if (of_value != LOT_NO_NAME)
            r->composition->population[of_value] = people;
    }
    free(words);
    return LOT_OK;
}

static lot_status read_rows(reader *r, lot_error *error)
{
    lot_status status;
    lot_composition *c = r->composition;
    TRY(list_names(r, error));
    c->population = lot_array_new(c->quotas->count, sizeof *c->population);
    c->population_of = lot_array_new(c->quotas->features_count, sizeof *c->population_of);
    if (c->population == NULL || c->population_of == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t q = 0; q < c->quotas->count; q++)
        c->population[q] = LOT_NOBODY_COUNTED;
    for (uint32_t row = 0; row < lot_table_rows_count(r->table); row++)
        TRY(read_row(r, row, error));
done:
    return status;
}

lot_status lot_composition_read_population(lot_composition *composition, const lot_table *table,
                                           lot_problems *problems, lot_error *error)
{
    lot_status status;
    size_t before = lot_problems_count(problems);
    reader r = {.composition = composition, .table = table, .problems = problems};
    TRY(find_columns(&r, error));
    if (lot_problems_count(problems) == before)
        TRY(read_rows(&r, error));
    TRY(lot_problems_refuse(problems, before, lot_table_name(table), error));
done:
    lot_names_free(r.features);
    lot_names_free(r.pairs);
    lot_names_free(r.seen);
    return status;
}
