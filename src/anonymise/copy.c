/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Copy: the decoded text is walked through once more, as src/pool/record.c cuts it; here it is
 * known to be sound, so that it is enough to find where each cell ends.
 */
#include "anonymise/copy.h"

#include "civiclot/fold.h"
#include "civiclot/spreadsheet.h"
#include "pool/encoding.h"
#include "pool/foreign.h"

#include <string.h>
#include <unictype.h>
#include <unistr.h>

/* A walk through the text, and the copy so far. */
typedef struct walk {
    const lot_table *table;
    const lot_words *words;
    const char *text; /* [length] */
    size_t length;
    char delimiter;
    lot_text copy; /* UTF-8 */
} walk;

/* One cell: text[begin .. end), of which [from .. to) is what stands between quotes, or all. */
typedef struct span {
    size_t begin, end;
    size_t from, to;
} span;

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* From an opening quote to behind the closing one. */
static size_t behind_quoted(const walk *w, size_t at)
{
    for (at++; at < w->length; at++) {
        if (w->text[at] != '"')
            continue;
        if (at + 1 == w->length || w->text[at + 1] != '"')
            return at + 1;
        at++;
    }
    return w->length;
}

static span find_cell(const walk *w, size_t at)
{
    span cell = {.begin = at, .from = at};
    if (at < w->length && w->text[at] == '"') {
        cell.end = behind_quoted(w, at);
        cell.from = at + 1;
        cell.to = cell.end - 1;
        return cell;
    }
    while (at < w->length && w->text[at] != w->delimiter && !is_line_end(w->text[at]))
        at++;
    cell.end = cell.to = at;
    return cell;
}

/* The next character of text[at .. end), alone in a string: how many bytes it has. */
static size_t take_character(char character[5], const char *text, size_t at, size_t end)
{
    ucs4_t code;
    int bytes = u8_mbtouc(&code, (const uint8_t *)text + at, end - at);
    memcpy(character, text + at, (size_t)bytes);
    character[bytes] = '\0';
    return (size_t)bytes;
}

/* Leave off the white space around: *from == *to where there is nothing else. */
static void trim(const char *text, size_t *from, size_t *to)
{
    char character[5];
    size_t end = *from;
    for (size_t at = *from; at < *to;) {
        size_t bytes = take_character(character, text, at, *to);
        at += bytes;
        if (!lot_is_blank(character))
            end = at;
        else if (end == *from)
            *from = end = at;
    }
    *to = end;
}

static bool is_structure(char c)
{
    return c == ',' || c == ';' || c == '\t' || c == '"' || is_line_end(c);
}

/*
 * A5: an x for each run of other characters, behind the sign that makes it a formula, and an e with
 * an acute for one that goes beyond ASCII, so that the encoding is still found out.
 */
static void put_structure(lot_text *copy, const char *text, size_t length)
{
    lot_text cell = LOT_TEXT_EMPTY;
    lot_text_add(&cell, text, length);
    bool runs = lot_spreadsheet_runs(lot_text_string(&cell));
    lot_text_free_part(copy, &cell);
    for (size_t at = 0; at < length;) {
        size_t end = at;
        bool ascii = true;
        for (; end < length && !is_structure(text[end]); end++)
            ascii &= (unsigned char)text[end] < 0x80;
        if (end > at && runs && strchr("=+-@", text[at]) != NULL)
            lot_text_add(copy, text + at, 1);
        if (end > at)
            lot_text_put(copy, ascii ? "x" : LOT_BEYOND_ASCII);
        if (end < length)
            lot_text_add(copy, text + end, 1);
        at = end + 1;
    }
}

static void put_cell(walk *w, const span *cell, uint32_t row, uint32_t column)
{
    lot_text *copy = &w->copy;
    size_t from = cell->from;
    size_t to = cell->to;
    trim(w->text, &from, &to);
    lot_text_add(copy, w->text + cell->begin, from - cell->begin);
    if (from < to && !w->words->put(copy, w->words->context, row, column))
        put_structure(copy, w->text + from, to - from);
    lot_text_add(copy, w->text + to, cell->end - to);
}

/* Where the record that begins at `at` ends; *blank: whether its cells are. */
static size_t find_end(const walk *w, size_t at, bool *blank)
{
    *blank = true;
    for (;; at++) {
        span cell = find_cell(w, at);
        trim(w->text, &cell.from, &cell.to);
        *blank &= cell.from == cell.to;
        at = cell.end;
        if (at == w->length || w->text[at] != w->delimiter)
            return at;
    }
}

static void put_record(walk *w, size_t at, size_t end, uint32_t row)
{
    for (uint32_t column = 0;; column++) {
        span cell = find_cell(w, at);
        if (column < lot_table_columns_count(w->table))
            put_cell(w, &cell, row, column);
        else
            lot_text_add(&w->copy, w->text + cell.begin, cell.end - cell.begin);
        at = cell.end;
        if (at == end)
            return;
        lot_text_add(&w->copy, w->text + at++, 1);
    }
}

static void put_text(walk *w)
{
    uint32_t row = LOT_HEADER_CELLS;
    for (size_t at = 0; at < w->length;) {
        bool blank;
        size_t end = find_end(w, at, &blank);
        if (blank)
            lot_text_add(&w->copy, w->text + at, end - at);
        else
            put_record(w, at, end, row++); /* the header is followed by row 0 */
        at = end;
        if (at < w->length)
            lot_text_add(&w->copy, w->text + at++, 1);
    }
}

lot_status lot_copy_table(lot_text *file, const lot_table *table, const char *bytes, size_t length,
                          const lot_words *words, lot_error *error)
{
    const lot_table_form *form = lot_table_get_form(table);
    char delimiter;
    lot_text text = LOT_TEXT_EMPTY;
    lot_decode(&text, form, bytes, length);
    /* what the table passed over in front of its header and behind its last row */
    size_t begin = lot_separator_line(&delimiter, lot_text_string(&text));
    size_t end = text.length;
    while (end > begin && text.bytes[end - 1] == LOT_END_MARK)
        end--;
    walk w = {.table = table,
              .words = words,
              .text = lot_text_string(&text) + begin,
              .length = end - begin,
              .delimiter = form->delimiter};
    lot_text_add(&w.copy, lot_text_string(&text), begin);
    put_text(&w);
    lot_text_add(&w.copy, lot_text_string(&text) + end, text.length - end);
    w.copy.failed |= text.failed;
    if (form->byte_order_mark)
        lot_encode_mark(file, form->encoding);
    lot_encode(file, form->encoding, lot_text_string(&w.copy), w.copy.length);
    lot_text_free_part(file, &w.copy);
    lot_text_free(&text);
    return lot_text_check(file, error);
}

static void put_blurred(lot_text *copy, ucs4_t character, const char *bytes, size_t length)
{
    if (character >= '0' && character <= '9')
        lot_text_put(copy, "9");
    else if ((character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z'))
        lot_text_put(copy, "x");
    else if (character >= 0x80 &&
             uc_is_general_category_withtable(character, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N))
        lot_text_put(copy, LOT_BEYOND_ASCII);
    else
        lot_text_add(copy, bytes, length);
}

void lot_copy_put_blurred(lot_text *copy, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        ucs4_t character;
        int bytes = u8_mbtoucr(&character, (const uint8_t *)text + at, length - at);
        if (bytes > 0) {
            put_blurred(copy, character, text + at, (size_t)bytes);
            at += (size_t)bytes;
        } else {
            lot_text_add(copy, text + at++, 1);
        }
    }
}

/* UTF-16 that is none: half of a pair, or at the end of an odd file half of a half. */
static void put_undecoded(lot_text *file, lot_encoding encoding, bool half)
{
    if (encoding == LOT_UTF8)
        lot_text_put(file, "\xFF");
    else
        lot_text_add(file, encoding == LOT_UTF16_LITTLE ? "\0\xDC" : "\xDC\0", half ? 1 : 2);
}

lot_status lot_copy_characters(lot_text *file, const char *bytes, size_t length, lot_error *error)
{
    lot_table_form form;
    lot_text text = LOT_TEXT_EMPTY;
    lot_text copy = LOT_TEXT_EMPTY;
    lot_encoding_find(&form, bytes, length);
    lot_decode(&text, &form, bytes, length);
    bool told = lot_foreign_text_words(lot_text_string(&text)) != NULL; /* by its first line */
    size_t kept =
        told ? strlen("sep=") : lot_separator_line(&form.delimiter, lot_text_string(&text));
    lot_text_add(&copy, lot_text_string(&text), kept);
    lot_copy_put_blurred(&copy, lot_text_string(&text) + kept, text.length - kept);
    copy.failed |= text.failed;
    if (form.byte_order_mark)
        lot_encode_mark(file, form.encoding);
    for (size_t at = 0; at < copy.length;) {
        const char *from = copy.bytes + at;
        const char *undecoded = memchr(from, LOT_UNDECODED, copy.length - at);
        size_t sound = undecoded != NULL ? (size_t)(undecoded - from) : copy.length - at;
        lot_encode(file, form.encoding, from, sound);
        at += sound;
        if (undecoded != NULL)
            put_undecoded(file, form.encoding, ++at == copy.length && length % 2 == 1);
    }
    lot_text_free_part(file, &copy);
    lot_text_free(&text);
    return lot_text_check(file, error);
}
