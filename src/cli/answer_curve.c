/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curve: read row by row; a share that falls is a mistake. */
#include "cli/answer_curve.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "core/wide.h"
#include "desk/input.h"
#include "plan/quantity.h"
#include "pool/column.h"
#include "pool/share.h"

#include <stdlib.h>

enum { DAYS_MOST = 36500 };

static const char EXPECTED[] = "a curve has the columns day and share, of all answers by that day";

void lot_answer_curve_clear(lot_answer_curve *curve)
{
    free(curve->days);
    free(curve->shares);
    *curve = (lot_answer_curve){0};
}

static lot_status read_row(lot_answer_curve *curve, const lot_table *table, uint32_t row,
                           const uint32_t columns[2], lot_problems *problems, lot_error *error)
{
    bool percent;
    uint64_t share = 0;
    uint32_t day = 0;
    char *day_words = lot_tidy(lot_table_cell(table, row, columns[0]));
    char *share_words = lot_tidy(lot_table_cell(table, row, columns[1]));
    bool memory = day_words != NULL && share_words != NULL;
    bool good = memory && lot_seats_parse(&day, day_words) && day <= DAYS_MOST &&
                lot_part_parse(&share, &percent, share_words) == LOT_QUANTITY_SOUND;
    free(day_words);
    free(share_words);
    if (!memory)
        return LOT_NO_MEMORY(error);
    uint32_t last = curve->count;
    if (!good)
        lot_problems_add(problems,
                         "%s, row %u: write a whole number of days, and a share like 12.5%%",
                         lot_table_name(table), lot_table_row_number(table, row));
    else if (last > 0 && (day <= curve->days[last - 1] || share < curve->shares[last - 1]))
        lot_problems_add(problems,
                         "%s, row %u: days must rise from row to row, and shares never "
                         "fall",
                         lot_table_name(table), lot_table_row_number(table, row));
    if (!good)
        return LOT_OK;
    curve->days[last] = day;
    curve->shares[last] = share;
    curve->count++;
    return LOT_OK;
}

static lot_status read_rows(lot_answer_curve *out, const lot_table *table, lot_problems *problems,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t columns[2];
    size_t before = lot_problems_count(problems);
    TRY(lot_column_need(&columns[0], table, "day", EXPECTED, problems, error));
    TRY(lot_column_need(&columns[1], table, "share", EXPECTED, problems, error));
    TRY(lot_problems_refuse(problems, before, lot_table_name(table), error));
    out->days = lot_array_new(lot_table_rows_count(table), sizeof *out->days);
    out->shares = lot_array_new(lot_table_rows_count(table), sizeof *out->shares);
    if (out->days == NULL || out->shares == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t row = 0; row < lot_table_rows_count(table); row++)
        TRY(read_row(out, table, row, columns, problems, error));
    if (lot_problems_count(problems) == before &&
        (out->count == 0 || out->shares[out->count - 1] == 0))
        lot_problems_add(problems, "%s: the last share must be above 0", lot_table_name(table));
    TRY(lot_problems_refuse(problems, before, lot_table_name(table), error));
done:
    return status;
}

lot_status lot_answer_curve_read(lot_answer_curve *out, const char *path, lot_talk *talk,
                                 lot_error *error)
{
    lot_status status = LOT_OK;
    lot_table *table = NULL;
    lot_input_file file = {.option = "--curve"};
    TRY(lot_input_any(&table, &file, path, talk, error));
    TRY(read_rows(out, table, talk->problems, error));
done:
    lot_text_free(&file.form);
    lot_table_free(table);
    return status;
}

/* In millionths of the last share. */
static uint64_t scale(const lot_answer_curve *curve, lot_unsigned_wide share)
{
    return (uint64_t)(share * 1000000 / curve->shares[curve->count - 1]);
}

uint64_t lot_answer_curve_at(const lot_answer_curve *curve, uint32_t day)
{
    uint32_t day_before = 0;
    uint64_t share_before = 0;
    for (uint32_t i = 0; i < curve->count; i++) {
        if (day < curve->days[i]) {
            lot_unsigned_wide rise = curve->shares[i] - share_before;
            lot_unsigned_wide risen = rise * (day - day_before) / (curve->days[i] - day_before);
            return scale(curve, share_before + risen);
        }
        day_before = curve->days[i];
        share_before = curve->shares[i];
    }
    return scale(curve, share_before);
}
