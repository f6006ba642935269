/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quotas: read from a table.
 *
 * Rows are read in the order of the file and then grouped by feature (Q3). Everything wrong is told
 * in one pass; a feature whose rows could not all be read is not summed up, since its sums would
 * complain of what was not read.
 */
#include "civiclot/quota.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "core/control.h"
#include "pool/column.h"
#include "pool/message.h"
#include "pool/names.h"
#include "pool/quota_columns.h"
#include "pool/share.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char EXPECTED[] = "a quota file has feature,value,min,max or category,name,min,max";

/* What the columns min and max hold: seats, shares of them, or what is not looked at. */
typedef enum bounds_kind { BOUNDS_SEATS, BOUNDS_SHARES, BOUNDS_IGNORED } bounds_kind;

typedef struct quota_reader {
    const lot_table *table;
    uint32_t seats;
    lot_problems *problems;
    bounds_kind bounds;
    uint32_t feature, value, min, max, min_flex, max_flex, priority; /* columns */
    lot_quotas *quotas;  /* rows in the order of the file */
    bool *unread;        /* [features_count] some row of the feature could not be read */
    lot_names *features; /* folded; numbered as quotas->features */
    lot_names *pairs;    /* folded (feature, value); numbered as quotas->rows */
} quota_reader;

static lot_status either_exists(bool *exists, const lot_table *table, const char *a, const char *b,
                                lot_error *error)
{
    lot_status status = lot_column_exists(exists, table, a, error);
    return status != LOT_OK || *exists ? status : lot_column_exists(exists, table, b, error);
}

/* In files that say category, the value goes by three names. */
static lot_status value_beside_category(const char **value, const lot_table *table,
                                        lot_error *error)
{
    static const char *const names[] = {"name", "value", "feature"};
    lot_status status = LOT_OK;
    bool exists = false;
    *value = names[0];
    for (size_t i = 0; i < sizeof names / sizeof names[0] && !exists; i++) {
        TRY(lot_column_exists(&exists, table, names[i], error));
        if (exists)
            *value = names[i];
    }
done:
    return status;
}

lot_status lot_quota_columns(const char **feature, const char **value, const lot_table *table,
                             lot_error *error)
{
    lot_status status;
    bool by_category;
    *feature = "feature";
    *value = "value";
    TRY(lot_column_exists(&by_category, table, "category", error));
    if (by_category) {
        *feature = "category";
        TRY(value_beside_category(value, table, error));
    }
done:
    return status;
}

static lot_status find_columns(quota_reader *reader, lot_error *error)
{
    lot_status status;
    const lot_table *table = reader->table;
    lot_problems *problems = reader->problems;
    const char *feature;
    const char *value;
    bool bounded;
    TRY(either_exists(&bounded, table, "min", "max", error));
    if (!bounded) {
        lot_problems_add(problems,
                         "%s: there are no columns min and max: is it the people file, or a "
                         "table of the population? %s",
                         lot_table_name(table), EXPECTED);
        goto done;
    }
    TRY(lot_quota_columns(&feature, &value, table, error));
    TRY(lot_column_need(&reader->feature, table, feature, EXPECTED, problems, error));
    TRY(lot_column_need(&reader->value, table, value, EXPECTED, problems, error));
    TRY(lot_column_need(&reader->min, table, "min", EXPECTED, problems, error));
    TRY(lot_column_need(&reader->max, table, "max", EXPECTED, problems, error));
done:
    return status;
}

static lot_status find_optional_columns(quota_reader *reader, lot_error *error)
{
    static const char both[] = "min_flex and max_flex go together: add it, or remove the other";
    lot_status status;
    const lot_table *table = reader->table;
    bool flexible;
    bool weighed;
    reader->min_flex = LOT_NO_COLUMN;
    reader->max_flex = LOT_NO_COLUMN;
    reader->priority = LOT_NO_COLUMN;
    TRY(lot_column_exists(&weighed, table, "priority", error));
    if (weighed)
        TRY(lot_column_need(&reader->priority, table, "priority", EXPECTED, reader->problems,
                            error));
    TRY(either_exists(&flexible, table, "min_flex", "max_flex", error));
    if (!flexible)
        goto done;
    TRY(lot_column_need(&reader->min_flex, table, "min_flex", both, reader->problems, error));
    TRY(lot_column_need(&reader->max_flex, table, "max_flex", both, reader->problems, error));
done:
    return status;
}

/* What stands there is no whole number of seats: what it is, and what to write. */
static void put_wrong_seats(lot_text *message, const quota_reader *reader, const char *words)
{
    uint32_t down;
    uint32_t up;
    lot_share_kind kind = lot_share_parse(&down, &up, words, reader->seats);
    lot_text_put(message, ": '");
    lot_message_put_cell(message, words);
    if (reader->bounds == BOUNDS_SHARES)
        lot_text_put(message, "' is not a share: write 12.5% or 0.125, at most 100% or 1");
    else if (kind == LOT_SHARE)
        lot_text_format(message,
                        "' is a share: of %u seats that is %u rounded down and %u rounded up: "
                        "write whole numbers, or let --from-shares convert all bounds of the file",
                        reader->seats, down, up);
    else if (kind == LOT_BROKEN_NUMBER)
        lot_text_format(message,
                        "' is not a whole number of seats: write %u, it rounded down, or %u, it "
                        "rounded up",
                        down, up);
    else
        lot_text_put(message, "' is not a number of seats: write a whole number, 0 or more");
}

/* With shares, minima are rounded down and maxima up. */
static bool parse_bound(uint32_t *seats, const quota_reader *reader, const char *words,
                        uint32_t column)
{
    uint32_t down;
    uint32_t up;
    if (reader->bounds == BOUNDS_SEATS)
        return lot_seats_parse(seats, words);
    if (lot_share_parse(&down, &up, words, reader->seats) != LOT_SHARE)
        return false;
    *seats = column == reader->max || column == reader->max_flex ? up : down;
    return true;
}

/* Read one bound. *good becomes false where there is a problem, and is left alone otherwise. */
static lot_status read_seats(uint32_t *seats, bool *good, const quota_reader *reader, uint32_t row,
                             uint32_t column, lot_error *error)
{
    const char *cell = lot_table_cell(reader->table, row, column);
    char *words = lot_tidy(cell);
    if (words == NULL)
        return LOT_NO_MEMORY(error);
    if (!parse_bound(seats, reader, words, column)) {
        *good = false;
        lot_text message = LOT_TEXT_EMPTY;
        lot_text_format(&message, "%s, row %u, column ", lot_table_name(reader->table),
                        lot_table_row_number(reader->table, row));
        lot_message_put_cell(&message, lot_table_header(reader->table, column));
        if (words[0] == '\0') {
            lot_text_put(&message, " is empty: write a number of seats");
        } else {
            put_wrong_seats(&message, reader, words);
        }
        lot_problems_take(reader->problems, &message);
    }
    free(words);
    return LOT_OK;
}

/* A flex cell may be empty: the file then says nothing, for this one row. */
static lot_status read_flex(uint32_t *seats, bool *good, const quota_reader *reader, uint32_t row,
                            uint32_t column, lot_error *error)
{
    if (column == LOT_NO_COLUMN || lot_is_blank(lot_table_cell(reader->table, row, column)))
        return LOT_OK;
    return read_seats(seats, good, reader, row, column, error);
}

/* A priority may be empty, too, and so may the whole column be missing. */
static lot_status read_priority(lot_quota *quota, bool *good, const quota_reader *reader,
                                uint32_t row, lot_error *error)
{
    if (reader->priority == LOT_NO_COLUMN ||
        lot_is_blank(lot_table_cell(reader->table, row, reader->priority)))
        return LOT_OK;
    char *words = lot_tidy(lot_table_cell(reader->table, row, reader->priority));
    if (words == NULL)
        return LOT_NO_MEMORY(error);
    if (!lot_seats_parse(&quota->priority, words) || quota->priority < 1 ||
        quota->priority > LOT_PRIORITY_MOST) {
        *good = false;
        quota->priority = 0;
        lot_problems_add(reader->problems,
                         "%s, row %u, column priority: write a whole number from 1 to %d, or "
                         "nothing, which is 1",
                         lot_table_name(reader->table), quota->row, LOT_PRIORITY_MOST);
    }
    free(words);
    return LOT_OK;
}

static void check_bounds(const lot_quota *quota, const quota_reader *reader)
{
    const char *name = lot_table_name(reader->table);
    if (quota->min > quota->max)
        lot_problems_add(reader->problems,
                         "%s, row %u: min %u is above max %u: lower min or raise max", name,
                         quota->row, quota->min, quota->max);
    if (quota->min_flex > quota->min)
        lot_problems_add(reader->problems,
                         "%s, row %u: min_flex %u is above min %u: lower min_flex", name,
                         quota->row, quota->min_flex, quota->min);
    if (quota->max_flex < quota->max)
        lot_problems_add(reader->problems,
                         "%s, row %u: max_flex %u is below max %u: raise max_flex", name,
                         quota->row, quota->max_flex, quota->max);
}

static lot_status read_bounds(lot_quota *quota, quota_reader *reader, uint32_t row,
                              lot_error *error)
{
    lot_status status;
    bool good = true;
    quota->max_flex = LOT_UNBOUNDED;
    TRY(read_seats(&quota->min, &good, reader, row, reader->min, error));
    TRY(read_seats(&quota->max, &good, reader, row, reader->max, error));
    TRY(read_flex(&quota->min_flex, &good, reader, row, reader->min_flex, error));
    TRY(read_flex(&quota->max_flex, &good, reader, row, reader->max_flex, error));
    TRY(read_priority(quota, &good, reader, row, error));
    if (good)
        check_bounds(quota, reader);
    else
        reader->unread[quota->feature] = true;
    if (quota->max > reader->seats)
        quota->max = reader->seats;
done:
    return status;
}

/* The index of the feature that a cell names; a new feature where it is new. */
static lot_status enter_feature(uint32_t *index, quota_reader *reader, const char *cell,
                                lot_error *error)
{
    lot_quotas *quotas = reader->quotas;
    char *folded = lot_fold(cell);
    bool added = folded != NULL && lot_names_add(index, reader->features, folded);
    free(folded);
    if (!added)
        return LOT_NO_MEMORY(error);
    if (*index < quotas->features_count)
        return LOT_OK;
    char *name = lot_tidy(cell);
    if (name == NULL)
        return LOT_NO_MEMORY(error);
    quotas->features[quotas->features_count++].name = name;
    return LOT_OK;
}

/* The index of the row that is the value of the feature: quotas->count where it is new. */
static lot_status enter_value(uint32_t *index, quota_reader *reader, uint32_t feature,
                              const char *cell, lot_error *error)
{
    lot_text pair = LOT_TEXT_EMPTY;
    char *folded = lot_fold(cell);
    lot_text_format(&pair, "%u\t%s", feature, folded != NULL ? folded : "");
    bool added = folded != NULL && !pair.failed &&
                 lot_names_add(index, reader->pairs, lot_text_string(&pair));
    free(folded);
    lot_text_free(&pair);
    return added ? LOT_OK : LOT_NO_MEMORY(error);
}

/* Tell that this row is for the same value as the row with quota `index`. */
static void tell_duplicate(const quota_reader *reader, uint32_t row, uint32_t index)
{
    const lot_quota *first = &reader->quotas->rows[index];
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%s, row %u: ", lot_table_name(reader->table),
                    lot_table_row_number(reader->table, row));
    lot_message_put_cell(&words, reader->quotas->features[first->feature].name);
    lot_text_put(&words, ", ");
    lot_message_put_cell(&words, first->value);
    lot_text_format(&words, " stands in row %u already: remove one of the two", first->row);
    lot_problems_take(reader->problems, &words);
}

/* Tell what is wrong with a cell whatever else is in the row. */
static void tell_cell(const quota_reader *reader, uint32_t row, uint32_t column, const char *wrong)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%s, row %u, column ", lot_table_name(reader->table),
                    lot_table_row_number(reader->table, row));
    lot_message_put_cell(&words, lot_table_header(reader->table, column));
    lot_text_put(&words, wrong);
    lot_problems_take(reader->problems, &words);
}

/* A name that reports, published files and terminals can show, or a problem: see Q5. */
static lot_status check_name(bool *good, const quota_reader *reader, uint32_t row, uint32_t column,
                             lot_error *error)
{
    char *name = lot_tidy(lot_table_cell(reader->table, row, column));
    if (name == NULL)
        return LOT_NO_MEMORY(error);
    *good = false;
    if (name[0] == '\0')
        tell_cell(reader, row, column, " is empty: fill it in");
    else if (!lot_is_one_line(name))
        tell_cell(reader, row, column,
                  " has a line end, tab or other control character inside: write it in one line");
    else
        *good = true;
    free(name);
    return LOT_OK;
}

static lot_status read_row(quota_reader *reader, uint32_t row, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_table *table = reader->table;
    lot_quotas *quotas = reader->quotas;
    const char *feature = lot_table_cell(table, row, reader->feature);
    const char *value = lot_table_cell(table, row, reader->value);
    uint32_t feature_index;
    uint32_t index;
    bool good;
    if (lot_is_blank(feature) && lot_is_blank(value))
        return LOT_OK;
    TRY(check_name(&good, reader, row, reader->feature, error));
    if (!good)
        return LOT_OK;
    TRY(enter_feature(&feature_index, reader, feature, error));
    TRY(check_name(&good, reader, row, reader->value, error));
    if (!good) {
        reader->unread[feature_index] = true;
        return LOT_OK;
    }
    TRY(enter_value(&index, reader, feature_index, value, error));
    if (index < quotas->count) {
        reader->unread[feature_index] = true;
        tell_duplicate(reader, row, index);
        return LOT_OK;
    }
    lot_quota *quota = &quotas->rows[quotas->count];
    *quota = (lot_quota){.feature = feature_index,
                         .row = lot_table_row_number(table, row),
                         .value = lot_tidy(value)};
    if (quota->value == NULL)
        return LOT_NO_MEMORY(error);
    quotas->count++;
    quotas->features[feature_index].values_count++;
    if (reader->bounds == BOUNDS_IGNORED) {
        quota->max = reader->seats;
        quota->max_flex = LOT_UNBOUNDED;
    } else {
        TRY(read_bounds(quota, reader, row, error));
    }
done:
    return status;
}

/* Q3: a counting sort, which keeps the order of the file within each feature. */
static lot_status group_by_feature(lot_quotas *quotas, lot_error *error)
{
    lot_quota *grouped = lot_array_new(quotas->count, sizeof *grouped);
    uint32_t *next = lot_array_new(quotas->features_count, sizeof *next);
    if (grouped == NULL || next == NULL) {
        free(grouped);
        free(next);
        return LOT_NO_MEMORY(error);
    }
    uint32_t first = 0;
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        quotas->features[f].first = next[f] = first;
        first += quotas->features[f].values_count;
    }
    for (uint32_t q = 0; q < quotas->count; q++)
        grouped[next[quotas->rows[q].feature]++] = quotas->rows[q];
    free(next);
    free(quotas->rows);
    quotas->rows = grouped;
    return LOT_OK;
}

static void tell_sum(const quota_reader *reader, const lot_feature *feature, const char *bounds,
                     uint64_t sum, const char *advice)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%s: feature ", lot_table_name(reader->table));
    lot_message_put_cell(&words, feature->name);
    lot_text_format(&words, ": the %s sum to %" PRIu64 ", but the panel has %u seats: %s some",
                    bounds, sum, reader->seats, advice);
    lot_problems_take(reader->problems, &words);
}

/* Q2, for the features that were read whole. */
static void check_sums(const quota_reader *reader)
{
    const lot_quotas *quotas = reader->quotas;
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        const lot_feature *feature = &quotas->features[f];
        uint64_t minima = 0;
        uint64_t maxima = 0;
        for (uint32_t v = 0; v < feature->values_count; v++) {
            minima += quotas->rows[feature->first + v].min;
            maxima += quotas->rows[feature->first + v].max;
        }
        if (reader->unread[f])
            continue;
        if (minima > reader->seats)
            tell_sum(reader, feature, "minima", minima, "lower");
        if (maxima < reader->seats)
            tell_sum(reader, feature, "maxima", maxima, "raise");
    }
}

static lot_status read_rows(quota_reader *reader, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t rows_count = lot_table_rows_count(reader->table);
    lot_quotas *quotas = reader->quotas;
    quotas->features = lot_array_new(rows_count, sizeof *quotas->features);
    quotas->rows = lot_array_new(rows_count, sizeof *quotas->rows);
    reader->unread = lot_array_new(rows_count, sizeof *reader->unread);
    reader->features = lot_names_new();
    reader->pairs = lot_names_new();
    if (quotas->features == NULL || quotas->rows == NULL || reader->unread == NULL ||
        reader->features == NULL || reader->pairs == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t row = 0; row < rows_count; row++)
        TRY(read_row(reader, row, error));
    TRY(group_by_feature(quotas, error));
    if (reader->bounds != BOUNDS_IGNORED)
        check_sums(reader);
done:
    return status;
}

static lot_status read_quotas(lot_quotas **out, const lot_table *table, uint32_t seats,
                              bounds_kind bounds, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t problems_before = lot_problems_count(problems);
    quota_reader reader = {.table = table, .seats = seats, .bounds = bounds, .problems = problems};
    *out = NULL;
    reader.quotas = lot_array_new(1, sizeof *reader.quotas);
    if (reader.quotas == NULL)
        return LOT_NO_MEMORY(error);
    TRY(find_columns(&reader, error));
    if (lot_problems_count(problems) == problems_before) {
        TRY(find_optional_columns(&reader, error));
        TRY(read_rows(&reader, error));
    }
    TRY(lot_problems_refuse(problems, problems_before, lot_table_name(table), error));
    *out = reader.quotas;
    reader.quotas = NULL;
done:
    lot_quotas_free(reader.quotas);
    free(reader.unread);
    lot_names_free(reader.features);
    lot_names_free(reader.pairs);
    return status;
}

lot_status lot_quotas_read(lot_quotas **out, const lot_table *table, uint32_t seats,
                           lot_problems *problems, lot_error *error)
{
    return read_quotas(out, table, seats, BOUNDS_SEATS, problems, error);
}

lot_status lot_quotas_read_shares(lot_quotas **out, const lot_table *table, uint32_t seats,
                                  lot_problems *problems, lot_error *error)
{
    return read_quotas(out, table, seats, BOUNDS_SHARES, problems, error);
}

lot_status lot_quotas_read_values(lot_quotas **out, const lot_table *table, uint32_t seats,
                                  lot_problems *problems, lot_error *error)
{
    return read_quotas(out, table, seats, BOUNDS_IGNORED, problems, error);
}
