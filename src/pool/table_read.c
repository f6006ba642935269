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
#include "pool/foreign.h"
#include "pool/record.h"

#include <stdlib.h>
#include <string.h>

/* A table while it is read. */
typedef struct reading {
    lot_table *table;
    lot_cutter cutter;
    size_t places_count;
    size_t places_room;
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

static const char *encoding_words(lot_encoding encoding)
{
    return encoding == LOT_UTF8 ? "UTF-8" : "UTF-16";
}

static const char *delimiter_word(char delimiter)
{
    return delimiter == ',' ? "comma" : delimiter == ';' ? "semicolon" : "tab";
}

/* Tell what is wrong with a record whatever the header; true when something is. */
static bool tell_fault(reading *r, const lot_record *record, uint32_t number)
{
    const char *name = r->table->name;
    const char *bytes = r->cutter.text + record->begin;
    size_t length = record->end - record->begin;
    if (memchr(bytes, LOT_UNDECODED, length) != NULL)
        lot_problems_add(r->problems,
                         "%s, row %u: not valid %s: save the file again as CSV in UTF-8", name,
                         number, encoding_words(r->table->form.encoding));
    else if (memchr(bytes, '\0', length) != NULL)
        lot_problems_add(r->problems,
                         "%s, row %u: a NUL character, which no text has: save the file again as "
                         "CSV in UTF-8",
                         name, number);
    else if (record->fault == LOT_RECORD_UNCLOSED)
        lot_problems_add(r->problems,
                         "%s, row %u: a quote is opened and never closed, so the rest of the file "
                         "is one cell: close or remove it",
                         name, number);
    else if (record->fault == LOT_RECORD_AFTER_QUOTE)
        lot_problems_add(r->problems,
                         "%s, row %u: text after a closing quote: quote the whole cell, and double "
                         "the quotes inside it",
                         name, number);
    else
        return false;
    return true;
}

/* Are all cells of the record just cut blank, from its `first` cell on? */
static bool is_blank_from(const reading *r, const lot_record *record, size_t first)
{
    const lot_cutter *cutter = &r->cutter;
    for (size_t i = record->first_cell + first; i < cutter->count; i++) {
        if (!lot_is_blank(cutter->cells + cutter->starts[i]))
            return false;
    }
    return true;
}

static void tell_count(reading *r, const lot_record *record, uint32_t number)
{
    size_t count = r->cutter.count - record->first_cell;
    const char *delimiter = delimiter_word(r->cutter.delimiter);
    bool more = count > r->table->columns;
    lot_problems_add(r->problems, "%s, row %u: %zu cell%s, but the header has %u: %s %s%s",
                     r->table->name, number, count, count == 1 ? "" : "s", r->table->columns,
                     more ? "put quotes around cells that hold a" : "is a line broken, or a",
                     delimiter, more ? "" : " missing?");
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
    if (!tell_fault(r, record, 1) && is_blank_from(r, record, 0)) {
        lot_problems_add(r->problems, "%s, row 1: no header: the first row must name the columns",
                         r->table->name);
        r->cutter.at = r->cutter.length; /* no row can be judged */
    }
    return keep_row(r, record, 1, error);
}

/* Take the record just cut as a data row; a blank one is passed over. */
static lot_status take_row(reading *r, const lot_record *record, uint32_t number, lot_error *error)
{
    uint32_t columns = r->table->columns;
    size_t count = r->cutter.count - record->first_cell;
    size_t kept = 0;
    if (!tell_fault(r, record, number) && !is_blank_from(r, record, 0)) {
        if (count >= columns && is_blank_from(r, record, columns))
            kept = columns;
        else
            tell_count(r, record, number);
    }
    lot_record_drop(record, &r->cutter, kept);
    return kept > 0 ? keep_row(r, record, number, error) : LOT_OK;
}

static lot_line_end line_end_of(const char *text, const lot_record *record)
{
    if (record->next - record->end == 2)
        return LOT_CRLF;
    return record->next > record->end && text[record->end] == '\r' ? LOT_CR : LOT_LF;
}

/* Read table->text to its end. */
static lot_status read_text(reading *r, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_record record;
    TRY(lot_record_cut(&record, &r->cutter, error));
    r->table->form.line_end = line_end_of(r->cutter.text, &record);
    TRY(take_header(r, &record, error));
    for (uint32_t number = 2; r->cutter.at < r->cutter.length; number++) {
        TRY(lot_record_cut(&record, &r->cutter, error));
        TRY(take_row(r, &record, number, error));
    }
done:
    return status;
}

/* Decode a file into table->text and find out its form, but for the line end. */
static lot_status decode(lot_table *table, const char *bytes, size_t length, lot_problems *problems,
                         lot_error *error)
{
    const char *foreign = length <= LOT_TABLE_BYTES_MAX ? lot_foreign_words(bytes, length) : NULL;
    if (length <= LOT_TABLE_BYTES_MAX && foreign == NULL) {
        lot_encoding_find(&table->form, bytes, length);
        lot_decode(&table->text, &table->form, bytes, length);
        foreign = lot_foreign_text_words(lot_text_string(&table->text));
    }
    if (foreign != NULL)
        lot_problems_add(problems, "%s: %s", table->name, foreign);
    else if (length > LOT_TABLE_BYTES_MAX || table->text.length > LOT_TABLE_BYTES_MAX)
        lot_problems_add(problems, "%s: larger than 4 GiB: split it into smaller files",
                         table->name);
    else if (table->text.length == 0 && !table->text.failed)
        lot_problems_add(problems, "%s: the file is empty: its first row must name the columns",
                         table->name);
    else
        table->form.delimiter = lot_delimiter_find(table->text.bytes, table->text.length);
    return lot_text_check(&table->text, error);
}

lot_status lot_table_parse(lot_table **out, const char *name, const char *bytes, size_t length,
                           lot_problems *problems, lot_error *error)
{
    size_t before = lot_problems_count(problems);
    lot_table *table = NULL;
    reading r = {0};
    lot_status status = LOT_OK;
    TRY(table_new(&table, name, error));
    TRY(decode(table, bytes, length, problems, error));
    TRY(lot_problems_refuse(problems, before, name, error));
    TRY(reading_begin(&r, table, problems, error));
    TRY(read_text(&r, error));
    TRY(lot_problems_refuse(problems, before, name, error));
done:
    reading_end(&r);
    if (status != LOT_OK) {
        lot_table_free(table);
        table = NULL;
    }
    *out = table;
    return status;
}

/* Put header and records into table->text, each with its NUL. */
static lot_status join(lot_table *table, const char *header, const char *const *records,
                       uint32_t count, lot_error *error)
{
    lot_text *text = &table->text;
    lot_text_add(text, header, strlen(header) + 1);
    for (uint32_t i = 0; i < count && text->length <= LOT_TABLE_BYTES_MAX; i++)
        lot_text_add(text, records[i], strlen(records[i]) + 1);
    if (text->failed)
        return LOT_NO_MEMORY(error);
    if (text->length > LOT_TABLE_BYTES_MAX ||
        lot_utf8_valid_bytes(text->bytes, text->length) < text->length)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s: its records are no UTF-8 text any more",
                        table->name);
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
    if (lot_problems_count(r->problems) > 0)
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

lot_status lot_table_restore(lot_table **out, const char *name, const lot_table_form *form,
                             const char *header, const char *const *records, const uint32_t *rows,
                             uint32_t count, lot_error *error)
{
    lot_table *table = NULL;
    reading r = {0};
    lot_problems *problems = lot_problems_new();
    lot_status status = problems != NULL ? LOT_OK : LOT_NO_MEMORY(error);
    TRY(status);
    TRY(table_new(&table, name, error));
    table->form = *form;
    TRY(join(table, header, records, count, error));
    TRY(reading_begin(&r, table, problems, error));
    TRY(restore_header(&r, error));
    for (uint32_t i = 0; i < count; i++)
        TRY(restore_row(&r, rows[i], error));
done:
    reading_end(&r);
    lot_problems_free(problems);
    if (status != LOT_OK) {
        lot_table_free(table);
        table = NULL;
    }
    *out = table;
    return status;
}
