/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates: read from a table, row by row, and found by feature and value. */
#include "civiclot/dropout_rates.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "pool/column.h"
#include "pool/message.h"
#include "pool/names.h"
#include "pool/quota_columns.h"
#include "pool/share.h"

#include <stdlib.h>
#include <string.h>

static const char EXPECTED[] = "a file of drop-out rates has feature,value,rate";
static const char OVERALL[] = "overall";

lot_status lot_dropout_rates_all(lot_dropout_rates *out, const lot_quotas *quotas, uint32_t rate,
                                 lot_error *error)
{
    *out = (lot_dropout_rates){rate, lot_array_new(quotas->count, sizeof *out->of_value)};
    if (out->of_value == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t q = 0; q < quotas->count; q++)
        out->of_value[q] = rate;
    return LOT_OK;
}

void lot_dropout_rates_free(lot_dropout_rates *rates)
{
    free(rates->of_value);
    *rates = (lot_dropout_rates){0, NULL};
}

/* A file that says 1 may mean 1 % or all: what it means is not guessed. */
lot_dropout_rate_kind lot_dropout_rate_parse(uint32_t *rate, const char *words)
{
    uint32_t up;
    switch (lot_share_parse(rate, &up, words, LOT_RATE_ONE)) {
    case LOT_SHARE:
        return *rate == LOT_RATE_ONE && strchr(words, '%') == NULL ? LOT_DROPOUT_RATE_BARE
                                                                   : LOT_DROPOUT_RATE;
    case LOT_BROKEN_NUMBER:
        return LOT_DROPOUT_RATE_BARE;
    case LOT_NO_SHARE:
        break;
    }
    return LOT_DROPOUT_RATE_NONE;
}

/* Features and values by their folded names. */
typedef struct directory {
    lot_names *features; /* numbered as quotas->features */
    lot_names *pairs;    /* numbered as quotas->rows */
} directory;

static void directory_clear(directory *names)
{
    lot_names_free(names->features);
    lot_names_free(names->pairs);
}

/* A feature's name and a value's, folded, with a character between that no folded name has. */
static bool put_pair(lot_text *pair, const char *feature, const char *value)
{
    char *first = lot_fold(feature);
    char *second = lot_fold(value);
    bool good = first != NULL && second != NULL;
    lot_text_begin_again(pair);
    if (good)
        lot_text_format(pair, "%s\n%s", first, second);
    free(first);
    free(second);
    return good && !pair->failed;
}

static bool add_feature(directory *names, const char *feature)
{
    uint32_t number;
    char *folded = lot_fold(feature);
    bool added = folded != NULL && lot_names_add(&number, names->features, folded);
    free(folded);
    return added;
}

static lot_status list_names(directory *names, const lot_quotas *quotas, lot_error *error)
{
    lot_text pair = LOT_TEXT_EMPTY;
    uint32_t number;
    names->features = lot_names_new();
    names->pairs = lot_names_new();
    bool good = names->features != NULL && names->pairs != NULL;
    for (uint32_t f = 0; f < quotas->features_count && good; f++)
        good = add_feature(names, quotas->features[f].name);
    for (uint32_t q = 0; q < quotas->count && good; q++) {
        const lot_quota *row = &quotas->rows[q];
        good = put_pair(&pair, quotas->features[row->feature].name, row->value) &&
               lot_names_add(&number, names->pairs, lot_text_string(&pair));
    }
    lot_text_free(&pair);
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

/* row: of the quotas, LOT_UNKNOWN_VALUE: none; known: whether at least the feature is there. */
static lot_status find_pair(uint32_t *row, bool *known, const directory *names, const char *feature,
                            const char *value, lot_error *error)
{
    lot_text pair = LOT_TEXT_EMPTY;
    char *folded = lot_fold(feature);
    bool good = folded != NULL && put_pair(&pair, feature, value);
    *row = LOT_UNKNOWN_VALUE;
    *known = false;
    if (good) {
        uint32_t found = lot_names_find(names->pairs, lot_text_string(&pair));
        *row = found != LOT_NO_NAME ? found : LOT_UNKNOWN_VALUE;
        *known = lot_names_find(names->features, folded) != LOT_NO_NAME;
    }
    free(folded);
    lot_text_free(&pair);
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

lot_status lot_quotas_match(uint32_t *match, const lot_quotas *quotas, const lot_quotas *other,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    directory names = {NULL, NULL};
    bool known;
    TRY(list_names(&names, quotas, error));
    for (uint32_t q = 0; q < other->count; q++) {
        const lot_quota *row = &other->rows[q];
        TRY(find_pair(&match[q], &known, &names, other->features[row->feature].name, row->value,
                      error));
    }
done:
    directory_clear(&names);
    return status;
}

typedef struct rates_reader {
    const lot_table *table;
    const lot_quotas *quotas;
    lot_problems *problems;
    directory names;
    uint32_t feature, value, rate; /* columns */
    uint32_t overall_row;          /* row number; 0: there was none yet */
    uint32_t *told;                /* [quotas->count] row numbers where the rate is; 0: not yet */
    bool *blank;                   /* [quotas->count] no rate stands there */
    lot_dropout_rates rates;
} rates_reader;

static lot_status find_columns(rates_reader *reader, lot_error *error)
{
    lot_status status;
    const char *feature;
    const char *value;
    const lot_table *table = reader->table;
    TRY(lot_quota_columns(&feature, &value, table, error));
    TRY(lot_column_need(&reader->feature, table, feature, EXPECTED, reader->problems, error));
    TRY(lot_column_need(&reader->value, table, value, EXPECTED, reader->problems, error));
    TRY(lot_column_need(&reader->rate, table, "rate", EXPECTED, reader->problems, error));
done:
    return status;
}

/* A problem of a row: where it is, what stands in a cell, and what is wrong. */
static void tell(const rates_reader *reader, uint32_t row, uint32_t column, const char *wrong)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%s, row %u, column ", lot_table_name(reader->table),
                    lot_table_row_number(reader->table, row));
    lot_message_put_cell(&words, lot_table_header(reader->table, column));
    lot_text_put(&words, ": '");
    lot_message_put_cell(&words, lot_table_cell(reader->table, row, column));
    lot_text_format(&words, "' %s", wrong);
    lot_problems_take(reader->problems, &words);
}

static void tell_twice(const rates_reader *reader, uint32_t row, uint32_t first)
{
    lot_problems_add(
        reader->problems, "%s, row %u: the same stands in row %u already: remove one of the two",
        lot_table_name(reader->table), lot_table_row_number(reader->table, row), first);
}

/* *rate stays as it is where the cell is blank. */
static lot_status read_rate(uint32_t *rate, const rates_reader *reader, uint32_t row,
                            lot_error *error)
{
    uint32_t read = 0;
    char *words = lot_tidy(lot_table_cell(reader->table, row, reader->rate));
    if (words == NULL)
        return LOT_NO_MEMORY(error);
    if (words[0] != '\0') {
        lot_dropout_rate_kind kind = lot_dropout_rate_parse(&read, words);
        if (kind == LOT_DROPOUT_RATE)
            *rate = read;
        else if (kind == LOT_DROPOUT_RATE_BARE)
            tell(reader, row, reader->rate,
                 "may be a percentage or not: write it with a percent sign, or as a fraction "
                 "below 1");
        else
            tell(reader, row, reader->rate, "is no rate: write 12% or 0.12, at most 100%");
    }
    free(words);
    return LOT_OK;
}

static lot_status read_overall(rates_reader *reader, uint32_t row, lot_error *error)
{
    if (reader->overall_row > 0) {
        tell_twice(reader, row, reader->overall_row);
        return LOT_OK;
    }
    reader->overall_row = lot_table_row_number(reader->table, row);
    lot_status status = read_rate(&reader->rates.overall, reader, row, error);
    if (status == LOT_OK && reader->rates.overall == LOT_RATE_ONE)
        tell(reader, row, reader->rate, "of everybody: then nobody is left; it must be below 100%");
    return status;
}

static lot_status is_overall(bool *overall, const char *feature, const char *value,
                             lot_error *error)
{
    char *folded = lot_fold(feature);
    if (folded == NULL)
        return LOT_NO_MEMORY(error);
    *overall = strcmp(folded, OVERALL) == 0 && lot_is_blank(value);
    free(folded);
    return LOT_OK;
}

/* A rate of nobody in particular would be lost: it may be meant for everybody. */
static lot_status pass_over(const rates_reader *reader, uint32_t row)
{
    if (!lot_is_blank(lot_table_cell(reader->table, row, reader->rate)))
        tell(reader, row, reader->rate,
             "stands behind no feature: write overall before everybody's rate");
    return LOT_OK;
}

static lot_status read_row(rates_reader *reader, uint32_t row, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *feature = lot_table_cell(reader->table, row, reader->feature);
    const char *value = lot_table_cell(reader->table, row, reader->value);
    uint32_t found;
    bool known;
    bool overall = false;
    if (lot_is_blank(feature) && lot_is_blank(value))
        return pass_over(reader, row);
    TRY(is_overall(&overall, feature, value, error));
    if (overall)
        return read_overall(reader, row, error);
    TRY(find_pair(&found, &known, &reader->names, feature, value, error));
    if (found == LOT_UNKNOWN_VALUE) {
        tell(reader, row, known ? reader->value : reader->feature,
             known ? "is no value of this feature in the quotas: write it as they do"
                   : "is no feature of the quotas: write it as they do");
        return LOT_OK;
    }
    if (reader->told[found] > 0) {
        tell_twice(reader, row, reader->told[found]);
        return LOT_OK;
    }
    reader->told[found] = lot_table_row_number(reader->table, row);
    reader->blank[found] = lot_is_blank(lot_table_cell(reader->table, row, reader->rate));
    TRY(read_rate(&reader->rates.of_value[found], reader, row, error));
done:
    return status;
}

static lot_status read_rows(rates_reader *reader, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_quotas *quotas = reader->quotas;
    reader->told = lot_array_new(quotas->count, sizeof *reader->told);
    reader->blank = lot_array_new(quotas->count, sizeof *reader->blank);
    if (reader->told == NULL || reader->blank == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(list_names(&reader->names, quotas, error));
    for (uint32_t row = 0; row < lot_table_rows_count(reader->table); row++)
        TRY(read_row(reader, row, error));
    for (uint32_t q = 0; q < quotas->count; q++)
        if (reader->told[q] == 0 || reader->blank[q])
            reader->rates.of_value[q] = reader->rates.overall;
done:
    return status;
}

lot_status lot_dropout_rates_read(lot_dropout_rates *out, const lot_table *table,
                                  const lot_quotas *quotas, lot_problems *problems,
                                  lot_error *error)
{
    lot_status status;
    size_t before = lot_problems_count(problems);
    rates_reader reader = {.table = table, .quotas = quotas, .problems = problems};
    *out = (lot_dropout_rates){0, NULL};
    TRY(lot_dropout_rates_all(&reader.rates, quotas, LOT_RATE_USUAL, error));
    TRY(find_columns(&reader, error));
    if (lot_problems_count(problems) == before)
        TRY(read_rows(&reader, error));
    TRY(lot_problems_refuse(problems, before, lot_table_name(table), error));
    *out = reader.rates;
    reader.rates.of_value = NULL;
done:
    lot_dropout_rates_free(&reader.rates);
    directory_clear(&reader.names);
    free(reader.told);
    free(reader.blank);
    return status;
}
