/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Table: from a file's bytes to its text, and how it was written. */
#include "pool/table_inside.h"

#include "pool/encoding.h"
#include "pool/foreign.h"
#include "pool/record.h"

#include <string.h>

/* Some programs end a text with Ctrl-Z, which is no part of its last cell. */
static void drop_end_marks(lot_text *text)
{
    while (text->length > 0 && text->bytes[text->length - 1] == LOT_END_MARK)
        text->bytes[--text->length] = '\0';
}

/* Take a first line sep=; away, which tells a spreadsheet the delimiter; true when there is one. */
static bool take_separator(lot_table *table)
{
    lot_text *text = &table->text;
    size_t length = lot_separator_line(&table->form.delimiter, lot_text_string(text));
    if (length == 0)
        return false;
    text->length -= length;
    memmove(text->bytes, text->bytes + length, text->length + 1);
    return true;
}

void lot_table_tell_long(const char *name, lot_problems *problems)
{
    lot_problems_add(
        problems,
        "%s: larger than %zu bytes: is it the right file? If so, leave off the columns "
        "that the selection does not need",
        name, LOT_TABLE_BYTES_MAX);
}

lot_status lot_table_decode(lot_table *table, lot_problems *problems, lot_error *error)
{
    lot_text *text = &table->text;
    const char *foreign = lot_foreign_words(lot_text_string(text), text->length);
    bool separated = false;
    if (foreign == NULL && text->length <= LOT_TABLE_BYTES_MAX) {
        lot_encoding_find(&table->form, lot_text_string(text), text->length);
        lot_decode_in_place(text, &table->form);
        drop_end_marks(text);
        separated = take_separator(table);
        foreign = lot_foreign_text_words(lot_text_string(text));
    }
    if (foreign != NULL)
        lot_problems_add(problems, "%s: %s", table->name, foreign);
    else if (text->length > LOT_TABLE_BYTES_MAX)
        lot_table_tell_long(table->name, problems);
    else if (text->length == 0 && !text->failed)
        lot_problems_add(problems, "%s: the file is empty: its first row must name the columns",
                         table->name);
    else if (!separated)
        table->form.delimiter = lot_delimiter_find(text->bytes, text->length);
    return lot_text_check(text, error);
}
