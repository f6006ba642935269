/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Remedy: how many letters went where, as a file tells it. */
#include "civiclot/remedy.h"

#include "core/array.h"
#include "plan/quantity.h"
#include "pool/column.h"
#include "pool/message.h"

#include "civiclot/fold.h"

#include <stdlib.h>
#include <string.h>

static const char EXPECTED[] =
    "a file of letters has a column named as a feature of the quotas, and a column letters";

void lot_letters_clear(lot_letters *letters)
{
    free(letters->sent);
    *letters = (lot_letters){0};
}

/* The first feature of the quotas that there is a column of. */
static lot_status find_area(uint32_t *column, lot_letters *letters, const lot_table *table,
                            const lot_quotas *quotas, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    letters->feature = LOT_NO_AREA;
    *column = LOT_NO_COLUMN;
    for (uint32_t f = 0; f < quotas->features_count && *column == LOT_NO_COLUMN; f++) {
        TRY(lot_table_find_column(column, NULL, table, quotas->features[f].name, error));
        if (*column != LOT_NO_COLUMN)
            letters->feature = f;
    }
    if (*column == LOT_NO_COLUMN)
        lot_problems_add(problems, "%s: no column is named as a feature of the quotas: %s",
                         lot_table_name(table), EXPECTED);
done:
    return status;
}

/* The quota row of the area that a cell names, or quotas->count. */
static lot_status find_value(uint32_t *quota, const lot_quotas *quotas, uint32_t feature,
                             const char *cell, lot_error *error)
{
    const lot_feature *of = &quotas->features[feature];
    char *folded = lot_fold(cell);
    bool failed = folded == NULL;
    *quota = quotas->count;
    for (uint32_t q = of->first; !failed && q < of->first + of->values_count; q++) {
        char *value = lot_fold(quotas->rows[q].value);
        failed = value == NULL;
        if (!failed && strcmp(value, folded) == 0)
            *quota = q;
        free(value);
    }
    free(folded);
    return failed ? LOT_NO_MEMORY(error) : LOT_OK;
}

static void tell(const lot_table *table, uint32_t row, uint32_t column, const char *wrong,
                 lot_problems *problems)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%s, row %u, column ", lot_table_name(table),
                    lot_table_row_number(table, row));
    lot_message_put_cell(&words, lot_table_header(table, column));
    lot_text_put(&words, ": '");
    lot_message_put_cell(&words, lot_table_cell(table, row, column));
    lot_text_put(&words, wrong);
    lot_problems_take(problems, &words);
}

static lot_status read_rows(lot_letters *letters, const lot_table *table, const lot_quotas *quotas,
                            const uint32_t columns[2], lot_problems *problems, lot_error *error)
{
    for (uint32_t row = 0; row < lot_table_rows_count(table); row++) {
        uint32_t quota;
        uint64_t parts = 0;
        lot_status status = find_value(&quota, quotas, letters->feature,
                                       lot_table_cell(table, row, columns[0]), error);
        char *words = lot_tidy(lot_table_cell(table, row, columns[1]));
        bool number = words != NULL && lot_count_parse(&parts, words) == LOT_QUANTITY_SOUND &&
                      parts % LOT_COUNT_PARTS == 0 &&
                      parts / LOT_COUNT_PARTS <= LOT_LETTERS_SENT_MOST - letters->total;
        free(words);
        if (status != LOT_OK || words == NULL)
            return LOT_NO_MEMORY(error);
        if (quota == quotas->count)
            tell(table, row, columns[0], "' is no value of that feature in the quotas", problems);
        if (!number)
            tell(table, row, columns[1], "' is not a number of letters", problems);
        if (quota == quotas->count || !number)
            continue;
        letters->sent[quota] += parts / LOT_COUNT_PARTS;
        letters->total += parts / LOT_COUNT_PARTS;
    }
    return LOT_OK;
}

lot_status lot_letters_read(lot_letters *out, const lot_table *table, const lot_quotas *quotas,
                            lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t before = lot_problems_count(problems);
    uint32_t columns[2];
    *out = (lot_letters){.feature = LOT_NO_AREA};
    TRY(find_area(&columns[0], out, table, quotas, problems, error));
    TRY(lot_column_need(&columns[1], table, "letters", EXPECTED, problems, error));
    if (lot_problems_count(problems) == before) {
        out->sent = lot_array_new(quotas->count, sizeof *out->sent);
        if (out->sent == NULL)
            TRY(LOT_NO_MEMORY(error));
        TRY(read_rows(out, table, quotas, columns, problems, error));
        if (lot_problems_count(problems) == before && out->total == 0)
            lot_problems_add(problems, "%s: no letters were sent", lot_table_name(table));
    }
    TRY(lot_problems_refuse(problems, before, lot_table_name(table), error));
done:
    return status;
}
