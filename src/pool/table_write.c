/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Table, going out: records in the form they came in, and how that form is told. */
#include "pool/encoding.h"
#include "pool/record.h"

#include <string.h>

static const char *encoding_name(lot_encoding encoding)
{
    switch (encoding) {
    case LOT_UTF8:
        return "UTF-8";
    case LOT_UTF16_LITTLE:
        return "UTF-16 little endian";
    case LOT_UTF16_BIG:
        return "UTF-16 big endian";
    case LOT_WINDOWS_1252:
        break;
    }
    return "Windows-1252";
}

void lot_table_form_describe(lot_text *words, const lot_table_form *form)
{
    char c = form->delimiter;
    lot_text_put(words, encoding_name(form->encoding));
    lot_text_put(words, form->byte_order_mark ? " with byte order mark, " : ", ");
    lot_text_put(words, c == ',' ? "commas" : c == ';' ? "semicolons" : "tabs");
    lot_text_put(words, form->line_end == LOT_LF     ? ", LF"
                        : form->line_end == LOT_CRLF ? ", CRLF"
                                                     : ", CR");
}

/* Write the first `length` bytes of a record, the extra cell and a line end. */
static void write_span(lot_text *file, const lot_table_form *form, const char *record,
                       size_t length, const char *extra)
{
    static const char *const line_ends[] = {[LOT_LF] = "\n", [LOT_CRLF] = "\r\n", [LOT_CR] = "\r"};
    lot_text tail = LOT_TEXT_EMPTY;
    if (extra != NULL) {
        lot_text_add(&tail, &form->delimiter, 1);
        lot_csv_put_cell(&tail, extra, form->delimiter);
    }
    lot_text_put(&tail, line_ends[form->line_end]);
    if (form->byte_order_mark && file->length == 0)
        lot_encode_mark(file, form->encoding);
    lot_encode(file, form->encoding, record, length);
    lot_encode(file, form->encoding, lot_text_string(&tail), tail.length);
    lot_text_free_part(file, &tail);
}

void lot_table_write_record(lot_text *file, const lot_table_form *form, const char *record,
                            const char *extra)
{
    write_span(file, form, record, strlen(record), extra);
}

void lot_table_write_row(lot_text *file, const lot_table *table, uint32_t row, const char *extra)
{
    const lot_table_form *form = lot_table_get_form(table);
    const char *record = lot_table_record(table, row);
    size_t length = extra == NULL
                        ? strlen(record)
                        : lot_record_span(record, form->delimiter, lot_table_columns_count(table));
    write_span(file, form, record, length, extra);
}
