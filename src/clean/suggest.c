/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggest: a rules file to begin with; its order is that of docs/registrations.md. */
#include "clean/suggest.h"

#include "civiclot/fold.h"
#include "civiclot/rules.h"
#include "clean/suggest_writing.h"
#include "core/array.h"
#include "pool/message.h"

#include <inttypes.h>
#include <stdlib.h>

static lot_status prepare(lot_suggester *s, lot_error *error)
{
    uint32_t columns = lot_table_columns_count(s->people);
    uint32_t values = s->quotas != NULL ? s->quotas->count : 0;
    lot_status status = LOT_OK;
    s->looks = lot_array_new(columns, sizeof *s->looks);
    s->headers = lot_array_new(columns, sizeof *s->headers);
    s->values = lot_array_new(values, sizeof *s->values);
    bool good = s->looks != NULL && s->headers != NULL && s->values != NULL;
    for (uint32_t c = 0; good && c < columns; c++)
        good = (s->headers[c] = lot_fold(lot_table_header(s->people, c))) != NULL;
    for (uint32_t v = 0; good && v < values; v++)
        good = (s->values[v] = lot_fold(s->quotas->rows[v].value)) != NULL;
    if (!good)
        return LOT_NO_MEMORY(error);
    for (uint32_t c = 0; status == LOT_OK && c < columns; c++)
        status = lot_look_at(&s->looks[c], s->people, c, error);
    return status;
}

static void clear(lot_suggester *s)
{
    uint32_t columns = lot_table_columns_count(s->people);
    for (uint32_t c = 0; c < columns; c++) {
        if (s->looks != NULL)
            lot_look_free(&s->looks[c]);
        if (s->headers != NULL)
            free(s->headers[c]);
    }
    for (uint32_t v = 0; s->quotas != NULL && s->values != NULL && v < s->quotas->count; v++)
        free(s->values[v]);
    free(s->looks);
    free(s->headers);
    free(s->values);
}

static void put_head(const lot_suggester *s)
{
    lot_text_put(s->words, "# How ");
    lot_message_put_cell(s->words, lot_table_name(s->people));
    lot_text_format(s->words,
                    " may be read: a first suggestion, from its %" PRIu32 " rows.\n"
                    "# Read every line. What is only a guess is a comment: take the # away where "
                    "it is right.\n"
                    "civiclot-map: 1\n\n",
                    lot_table_rows_count(s->people));
}

/* A line at the top with columns that are known, if they can be written. */
static lot_status put_columns(const lot_suggester *s, const char *label, const char *const *columns,
                              uint32_t count, lot_error *error)
{
    lot_status status = LOT_OK;
    bool all = true;
    for (uint32_t c = 0; status == LOT_OK && c < count; c++) {
        bool possible = false;
        status = lot_writing_is_possible(&possible, columns[c], error);
        all = all && possible;
    }
    if (status != LOT_OK || !all)
        return status;
    lot_text_put(s->words, label);
    for (uint32_t c = 0; c < count; c++) {
        lot_text_put(s->words, c > 0 ? ", " : " ");
        lot_writing_put(s->words, columns[c]);
    }
    lot_text_put(s->words, "\n");
    return LOT_OK;
}

/* What the dates of the file say of their order. */
static void put_dates(const lot_suggester *s)
{
    uint64_t day = 0;
    uint64_t month = 0;
    uint64_t either = 0;
    for (uint32_t c = 0; c < lot_table_columns_count(s->people); c++) {
        if (!lot_suggest_is_dates(&s->looks[c]))
            continue;
        day += s->looks[c].day_first;
        month += s->looks[c].month_first;
        either += s->looks[c].either;
    }
    if (day + month + either == 0)
        return;
    lot_text_format(s->words,
                    "# Dates: %" PRIu64 " have the day first for sure, %" PRIu64
                    " the month; %" PRIu64 " could be read both ways.\n"
                    "# dates: %s\n",
                    day, month, either, month > day ? "month/day/year" : "day/month/year");
}

static lot_status put_top(const lot_suggester *s, const lot_pool_columns *columns, lot_error *error)
{
    lot_status status = LOT_OK;
    if (columns != NULL && columns->id != NULL)
        TRY(put_columns(s, "id:", &columns->id, 1, error));
    else
        lot_text_put(s->words, "# id: the column that names people; else `id`, else the row\n");
    if (columns != NULL && columns->household_count > 0)
        TRY(put_columns(s, "household:", columns->household, columns->household_count, error));
    else
        lot_text_put(s->words, "# household: the columns of the address, commas between\n");
    put_dates(s);
done:
    return status;
}

/* How people are taken out, as comments: nobody is by a guess. */
static void put_people(const lot_suggester *s)
{
    lot_text_put(s->words, "\n# Who is in the pool:\n"
                           "# require consent: COLUMN is Yes\n"
                           "# exclude under-16: COLUMN is younger than 16 at DATE\n");
}

lot_status lot_rules_suggest(lot_text *text, const lot_table *people, const lot_quotas *quotas,
                             const lot_pool_columns *columns, lot_error *error)
{
    lot_suggester s = {.words = text, .people = people, .quotas = quotas};
    lot_status status;
    TRY(prepare(&s, error));
    put_head(&s);
    TRY(put_top(&s, columns, error));
    if (quotas == NULL)
        lot_text_put(text, "\n# Features are suggested when there are quotas: give them first, "
                           "with `civiclot quotas`.\n");
    for (uint32_t f = 0; quotas != NULL && f < quotas->features_count; f++)
        TRY(lot_suggest_feature(&s, f, error));
    put_people(&s);
    TRY(lot_text_check(text, error));
done:
    clear(&s);
    return status;
}
