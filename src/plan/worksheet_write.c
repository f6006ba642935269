/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Worksheet: written as quotas, as a table with all its columns, and for people. */
#include "civiclot/worksheet.h"

#include "core/wide.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

/* A count without what is behind its last digit: 141951, 12.5. */
static void put_count(lot_text *text, uint64_t count)
{
    uint64_t places = count % LOT_COUNT_PARTS;
    lot_text_format(text, "%" PRIu64, count / LOT_COUNT_PARTS);
    if (places == 0)
        return;
    char digits[16];
    size_t length = 9;
    (void)snprintf(digits, sizeof digits, "%09" PRIu64, places);
    while (digits[length - 1] == '0')
        length--;
    lot_text_put(text, ".");
    lot_text_add(text, digits, length);
}

static void put_hundredths(lot_text *text, uint64_t hundredths)
{
    lot_text_format(text, "%" PRIu64 ".%02" PRIu64, hundredths / 100, hundredths % 100);
}

/* The share of its feature, in percent. */
static void put_share(lot_text *text, const lot_worksheet_row *row)
{
    lot_unsigned_wide whole = (lot_unsigned_wide)row->count * 10000 + row->total / 2;
    put_hundredths(text, (uint64_t)(whole / row->total));
    lot_text_put(text, "%");
}

static const char *note(const lot_worksheet_row *row)
{
    if (!row->counted)
        return "not counted";
    if (row->seats.tied)
        return "tie";
    if (row->seats.raised)
        return "raised";
    return row->count == 0 ? "nobody" : "";
}

static void put_bounds(lot_text *csv, const lot_worksheet *worksheet, uint32_t row)
{
    const lot_worksheet_row *of = &worksheet->rows[row];
    lot_csv_put_cell(csv, worksheet->population->features[of->feature].name, ',');
    lot_text_put(csv, ",");
    lot_csv_put_cell(csv, of->value, ',');
    lot_text_format(csv, ",%" PRIu32 ",%" PRIu32, of->seats.min, of->seats.max);
}

void lot_worksheet_put_quotas(lot_text *csv, const lot_worksheet *worksheet)
{
    lot_text_put(csv, "feature,value,min,max\n");
    for (uint32_t row = 0; row < worksheet->rows_count; row++) {
        put_bounds(csv, worksheet, row);
        lot_text_put(csv, "\n");
    }
}

void lot_worksheet_put_csv(lot_text *csv, const lot_worksheet *worksheet)
{
    lot_text_put(csv, "feature,value,min,max,count,exact_seats,share,table,note\n");
    for (uint32_t row = 0; row < worksheet->rows_count; row++) {
        const lot_worksheet_row *of = &worksheet->rows[row];
        put_bounds(csv, worksheet, row);
        lot_text_put(csv, ",");
        if (of->counted) {
            put_count(csv, of->count);
            lot_text_put(csv, ",");
            put_hundredths(csv, lot_worksheet_exact(worksheet, row));
            lot_text_put(csv, ",");
            put_share(csv, of);
            lot_text_put(csv, ",");
            lot_csv_put_cell(csv, worksheet->population->tables[of->feature], ',');
        } else {
            lot_text_put(csv, ",,,");
        }
        lot_text_format(csv, ",%s\n", note(of));
    }
}

static void put_right(lot_text *words, lot_text *part, size_t width)
{
    for (size_t at = part->length; at < width; at++)
        lot_text_put(words, " ");
    lot_text_put(words, lot_text_string(part));
    lot_text_free_part(words, part);
}

static void put_row(lot_text *words, const lot_worksheet *worksheet, uint32_t row, size_t width)
{
    enum { SHARE_WIDTH = 9, EXACT_WIDTH = 9, BOUND_WIDTH = 6 };
    const lot_worksheet_row *of = &worksheet->rows[row];
    lot_text share = LOT_TEXT_EMPTY;
    lot_text exact = LOT_TEXT_EMPTY;
    lot_text_put(words, "  ");
    lot_text_put_padded(words, of->value, width);
    if (of->counted) {
        put_share(&share, of);
        put_hundredths(&exact, lot_worksheet_exact(worksheet, row));
    }
    put_right(words, &share, SHARE_WIDTH);
    put_right(words, &exact, EXACT_WIDTH);
    lot_text_format(words, "%*" PRIu32 "%*" PRIu32, BOUND_WIDTH, of->seats.min, BOUND_WIDTH,
                    of->seats.max);
    lot_text_format(words, "%s%s\n", note(of)[0] != '\0' ? "  " : "", note(of));
}

void lot_worksheet_put_text(lot_text *words, const lot_worksheet *worksheet)
{
    enum { WIDTH_MOST = 60 };
    size_t width = 0;
    for (uint32_t row = 0; row < worksheet->rows_count; row++) {
        size_t now = lot_text_places(worksheet->rows[row].value);
        width = now > width ? now : width;
    }
    width = width < WIDTH_MOST ? width : WIDTH_MOST;
    for (uint32_t row = 0; row < worksheet->rows_count; row++) {
        uint32_t f = worksheet->rows[row].feature;
        if (row == 0 || worksheet->rows[row - 1].feature != f) {
            lot_text_format(words, "%s\n  ", worksheet->population->tables[f]);
            lot_text_put_padded(words, "", width);
            lot_text_put(words, "    share    seats   min   max\n");
        }
        put_row(words, worksheet, row, width);
    }
}

lot_status lot_worksheet_quotas(lot_quotas **out, const lot_worksheet *worksheet, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text csv = LOT_TEXT_EMPTY;
    lot_table *table = NULL;
    lot_problems *problems = lot_problems_new();
    *out = NULL;
    if (problems == NULL)
        TRY(LOT_NO_MEMORY(error));
    lot_worksheet_put_quotas(&csv, worksheet);
    TRY(lot_text_check(&csv, error));
    TRY(lot_table_take(&table, "the quotas", &csv, problems, error));
    TRY(lot_quotas_read(out, table, worksheet->rule.seats, problems, error));
    assert((*out)->count == worksheet->rows_count);
done:
    lot_table_free(table);
    lot_text_free(&csv);
    lot_problems_free(problems);
    return status;
}
