/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Table: from a file's bytes to rows of cells, or from the records that were kept of it.
 *
 * What a problem was told about is not in the table, which is then not given out.
 */
#include "pool/table_inside.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "pool/encoding.h"
#include "pool/faults.h"
#include "pool/record.h"
#include "pool/row_judge.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { TITLE_ROWS_MOST = 8, TITLED_CELLS_LEAST = 3 };

/* A table while it is read. */
typedef struct reading {
    lot_table *table;
    lot_cutter cutter;
    size_t places_count;
    size_t places_room;
    lot_faults faults;
    bool lone_name;       /* one cell of the header is not blank */
    uint32_t title_until; /* a row under it that is likely to be the header; 0: none */
    lot_problems *problems;
} reading;

static lot_status table_new(lot_table **out, const char *name, lot_error *error)
{
    lot_table *table = lot_array_new(1, sizeof *table);
    if (table != NULL)
        table->name = lot_string_copy(name);
    if (table == NULL || table->name == NULL) {
        free(table);
        return LOT_NO_MEMORY(error);
    }
    *out = table;
    return LOT_OK;
}

/* Begin to read table->text; the delimiter is known. */
static lot_status reading_begin(reading *r, lot_table *table, lot_problems *problems,
                                lot_error *error)
{
    char *cells = lot_array_new(table->text.length + 1, 1);
    if (cells == NULL)
        return LOT_NO_MEMORY(error);
    *r = (reading){.table = table,
                   .cutter = {.text = table->text.bytes,
                              .length = table->text.length,
                              .delimiter = table->form.delimiter,
                              .cells = cells},
                   .problems = problems};
    return LOT_OK;
}

/* Hand to the table what was read, also when it is about to be thrown away. */
static void reading_end(reading *r)
{
    if (r->table == NULL)
        return;
    r->table->cells = r->cutter.cells;
    r->table->cells_at = r->cutter.starts;
    if (r->places_count > 0)
        r->table->rows = (uint32_t)(r->places_count - 1);
}

/* How many cells of the record just cut are not blank. */
static size_t count_filled(const reading *r, const lot_record *record)
{
    size_t filled = 0;
    for (size_t i = record->first_cell; i < r->cutter.count; i++)
        filled += !lot_is_blank(r->cutter.cells + r->cutter.starts[i]);
    return filled;
}

/* Add the record just cut, with all its cells, to the rows. */
static lot_status keep_row(reading *r, const lot_record *record, uint32_t number, lot_error *error)
{
    void *places = r->table->places;
    if (lot_array_grow(&places, &r->places_room, r->places_count, sizeof(lot_place)) != 0)
        return LOT_NO_MEMORY(error);
    r->table->places = places;
    r->table->places[r->places_count++] = (lot_place){(uint32_t)record->begin, number};
    if (record->end < r->cutter.length)
        r->table->text.bytes[record->end] = '\0';
    return LOT_OK;
}

/* Take the record just cut as the header. A broken one still has cells to compare rows with. */
static lot_status take_header(reading *r, const lot_record *record, lot_error *error)
{
    r->table->columns = (uint32_t)r->cutter.count;
    if (!lot_row_meet_fault(&r->faults, &r->cutter, record, 1) &&
        lot_row_is_blank_from(&r->cutter, record, 0)) {
        lot_problems_add(r->problems, "%s, row 1: no header: the first row must name the columns",
                         r->table->name);
        r->cutter.at = r->cutter.length; /* no row can be judged */
    }
    r->lone_name = count_filled(r, record) == 1;
    return keep_row(r, record, 1, error);
}

/* Under a header of one name, a row of several cells is likely to be the header. */
static void look_for_header(reading *r, const lot_record *record, uint32_t number)
{
    if (r->lone_name && r->title_until == 0 && number <= TITLE_ROWS_MOST + 1 &&
        count_filled(r, record) >= TITLED_CELLS_LEAST)
        r->title_until = number;
}

/* Take the record just cut as a data row; a blank one is passed over. */
static lot_status take_row(reading *r, const lot_record *record, uint32_t number, lot_error *error)
{
    uint32_t columns = r->table->columns;
    bool sound = lot_row_is_sound(&r->faults, &r->cutter, record, number);
    if (sound)
        look_for_header(r, record, number);
    size_t kept =
        sound && lot_row_fits(&r->faults, &r->cutter, record, columns, number) ? columns : 0;
    lot_record_drop(record, &r->cutter, kept);
    return kept > 0 ? keep_row(r, record, number, error) : LOT_OK;
}

/* Is it more than a table may have? What was read is then not worth more words. */
static bool is_too_much(const reading *r)
{
    const char *name = r->table->name;
    if (r->cutter.count > LOT_TABLE_CELLS_MAX)
        lot_problems_add(r->problems,
                         "%s: more than %d cells: is it the right file? If so, leave off the "
                         "columns that the selection does not need",
                         name, (int)LOT_TABLE_CELLS_MAX);
    else if (r->places_count > (size_t)LOT_TABLE_ROWS_MAX + 1)
        lot_problems_add(r->problems, "%s: more than %d rows: is it the right file?", name,
                         (int)LOT_TABLE_ROWS_MAX);
    else
        return false;
    return true;
}

/* With a title above the header, what the rows are was counted by the title. */
static void tell_title(reading *r)
{
    if (r->title_until == 0)
        return;
    lot_faults_forget_counts(&r->faults);
    lot_problems_add(r->problems,
                     "%s, row 1: it names one column, but row %u has several cells: is row 1 a "
                     "title? Remove what is above the row that names the columns",
                     r->table->name, r->title_until);
}

/* Read table->text to its end. */
static lot_status read_text(reading *r, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_record record;
    TRY(lot_record_cut(&record, &r->cutter, error));
    r->table->form.line_end = lot_row_line_end(&r->cutter, &record);
    TRY(take_header(r, &record, error));
    for (uint32_t number = 2; r->cutter.at < r->cutter.length && !is_too_much(r); number++) {
        TRY(lot_record_cut(&record, &r->cutter, error));
        TRY(take_row(r, &record, number, error));
    }
    tell_title(r);
    lot_faults_tell(&r->faults, r->table->name, &r->table->form, r->table->columns, r->problems);
done:
    return status;
}

lot_status lot_table_take(lot_table **out, const char *name, lot_text *bytes,
                          lot_problems *problems, lot_error *error)
{
    size_t before = lot_problems_count(problems);
    lot_table *table = NULL;
    reading r = {0};
    lot_status status = LOT_OK;
    TRY(table_new(&table, name, error));
    table->text = *bytes;
    *bytes = LOT_TEXT_EMPTY;
    TRY(lot_table_decode(table, problems, error));
    TRY(lot_problems_refuse(problems, before, name, error));
    TRY(reading_begin(&r, table, problems, error));
    TRY(read_text(&r, error));
    TRY(lot_problems_refuse(problems, before, name, error));
done:
    lot_text_free(bytes);
    reading_end(&r);
    if (status != LOT_OK) {
        lot_table_free(table);
        table = NULL;
    }
    *out = table;
    return status;
}

lot_status lot_table_parse(lot_table **out, const char *name, const char *bytes, size_t length,
                           lot_problems *problems, lot_error *error)
{
    lot_text copy = LOT_TEXT_EMPTY;
    *out = NULL;
    if (length > LOT_TABLE_BYTES_MAX) {
        size_t before = lot_problems_count(problems);
        lot_table_tell_long(name, problems);
        return lot_problems_refuse(problems, before, name, error);
    }
    lot_text_add(&copy, bytes, length);
    return lot_table_take(out, name, &copy, problems, error);
}

/* Are the joined records what a table's text may be? */
static lot_status check_joined(const lot_table *table, uint32_t count, lot_error *error)
{
    const lot_text *text = &table->text;
    if (text->failed)
        return LOT_NO_MEMORY(error);
    if (text->length > LOT_TABLE_RESTORED_MAX ||
        lot_utf8_valid_bytes(text->bytes, text->length) < text->length)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s: its records are no UTF-8 text any more",
                        table->name);
    assert(text->length > count); /* a NUL each */
    return LOT_OK;
}

/* Cut the joined record at r->cutter.at; it must take the whole string. */
static lot_status cut_joined(lot_record *record, reading *r, uint32_t number, lot_error *error)
{
    lot_cutter *cutter = &r->cutter;
    cutter->length = cutter->at + strlen(cutter->text + cutter->at);
    lot_status status = lot_record_cut(record, cutter, error);
    if (status == LOT_OK && record->end != cutter->length)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s, row %u: no longer one record", r->table->name,
                        number);
    cutter->at = cutter->length + 1;
    return status;
}

static lot_status restore_header(reading *r, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_record record;
    TRY(cut_joined(&record, r, 1, error));
    TRY(take_header(r, &record, error));
    if (lot_problems_count(r->problems) > 0 || lot_faults_any(&r->faults))
        status = LOT_FAIL(error, LOT_BAD_INPUT, "%s, row 1: no longer a header", r->table->name);
done:
    return status;
}

static lot_status restore_row(reading *r, uint32_t number, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_record record;
    size_t before = r->places_count;
    uint32_t last = r->table->places[before - 1].number;
    TRY(cut_joined(&record, r, number, error));
    TRY(take_row(r, &record, number, error));
    if (r->places_count == before || number <= last)
        status = LOT_FAIL(error, LOT_BAD_INPUT, "%s, row %u: no longer a row of this table",
                          r->table->name, number);
done:
    return status;
}

lot_status lot_table_restore_joined(lot_table **out, const char *name, const lot_table_form *form,
                                    lot_text *joined, const uint32_t *rows, uint32_t count,
                                    lot_error *error)
{
    lot_table *table = NULL;
    reading r = {0};
    lot_problems *problems = lot_problems_new();
    lot_status status = problems != NULL ? LOT_OK : LOT_NO_MEMORY(error);
    TRY(status);
    TRY(table_new(&table, name, error));
    table->form = *form;
    table->text = *joined;
    *joined = LOT_TEXT_EMPTY;
    TRY(check_joined(table, count, error));
    TRY(reading_begin(&r, table, problems, error));
    TRY(restore_header(&r, error));
    for (uint32_t i = 0; i < count; i++)
        TRY(restore_row(&r, rows[i], error));
done:
    lot_text_free(joined);
    reading_end(&r);
    lot_problems_free(problems);
    if (status != LOT_OK) {
        lot_table_free(table);
        table = NULL;
    }
    *out = table;
    return status;
}

lot_status lot_table_restore(lot_table **out, const char *name, const lot_table_form *form,
                             const char *header, const char *const *records, const uint32_t *rows,
                             uint32_t count, lot_error *error)
{
    lot_text joined = LOT_TEXT_EMPTY;
    lot_text_add(&joined, header, strlen(header) + 1);
    for (uint32_t i = 0; i < count && joined.length <= LOT_TABLE_RESTORED_MAX; i++)
        lot_text_add(&joined, records[i], strlen(records[i]) + 1);
    return lot_table_restore_joined(out, name, form, &joined, rows, count, error);
}
