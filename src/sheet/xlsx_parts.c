/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XLSX: shared texts and styles. */
#include "core/array.h"
#include "sheet/markup.h"
#include "sheet/xlsx.h"

#include <stdlib.h>
#include <string.h>

static int hexadecimal(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character that `at` writes out as _x000D_; 0: none, or none that may stand in a text. */
static unsigned escaped_character(const char *at)
{
    unsigned character = 0;
    if (at[0] != '_' || at[1] != 'x')
        return 0;
    for (int i = 2; i < 6; i++) {
        int digit = hexadecimal(at[i]);
        if (digit < 0)
            return 0;
        character = character << 4 | (unsigned)digit;
    }
    bool is_half = character >= 0xD800 && character < 0xE000;
    return at[6] == '_' && !is_half ? character : 0;
}

static char *put_utf8(char *to, unsigned character)
{
    if (character < 0x80)
        *to++ = (char)character;
    else if (character < 0x800) {
        *to++ = (char)(0xC0 | character >> 6);
        *to++ = (char)(0x80 | (character & 0x3F));
    } else {
        *to++ = (char)(0xE0 | character >> 12);
        *to++ = (char)(0x80 | (character >> 6 & 0x3F));
        *to++ = (char)(0x80 | (character & 0x3F));
    }
    return to;
}

void lot_xlsx_unescape(lot_text *text, size_t from)
{
    char *at = text->bytes != NULL ? strstr(text->bytes + from, "_x") : NULL;
    if (at == NULL)
        return;
    char *to = at;
    while (*at != '\0') {
        unsigned character = escaped_character(at);
        if (character > 0) {
            to = put_utf8(to, character);
            at += 7;
        } else
            *to++ = *at++;
    }
    *to = '\0';
    text->length = (size_t)(to - text->bytes);
}

/* Shared texts. */

enum { STRINGS = 1, ITEM, ITEM_TEXT, RUN, RUN_TEXT };

typedef struct string_reading {
    lot_xlsx_strings *strings;
    const char *name;
    size_t text_begin;
} string_reading;

static lot_status enter_string(void *context, unsigned state, const lot_attributes *attributes,
                               lot_error *error)
{
    string_reading *r = context;
    lot_xlsx_strings *strings = r->strings;
    void *begins = strings->begins;
    (void)attributes;
    r->text_begin = strings->all.length;
    if (state != ITEM)
        return LOT_OK;
    if (lot_array_grow(&begins, &strings->room, strings->count, sizeof *strings->begins) != 0)
        return LOT_NO_MEMORY(error);
    strings->begins = begins;
    strings->begins[strings->count++] = (uint32_t)strings->all.length;
    return LOT_OK;
}

static lot_status take_string(void *context, unsigned state, const char *bytes, size_t length,
                              lot_error *error)
{
    string_reading *r = context;
    if (state != ITEM_TEXT && state != RUN_TEXT)
        return LOT_OK;
    lot_text_add(&r->strings->all, bytes, length);
    return lot_grid_check(r->name, &r->strings->all, error);
}

static lot_status leave_string(void *context, unsigned state, lot_error *error)
{
    string_reading *r = context;
    if (state == ITEM_TEXT || state == RUN_TEXT)
        lot_xlsx_unescape(&r->strings->all, r->text_begin);
    if (state == ITEM)
        lot_text_add(&r->strings->all, "", 1);
    return lot_grid_check(r->name, &r->strings->all, error);
}

lot_status lot_xlsx_read_strings(lot_xlsx *xlsx, const char *part, lot_error *error)
{
    static const lot_markup_rule rules[] = {
        {0, LOT_SPACE_CELLS, "sst", STRINGS},    {STRINGS, LOT_SPACE_CELLS, "si", ITEM},
        {ITEM, LOT_SPACE_CELLS, "t", ITEM_TEXT}, {ITEM, LOT_SPACE_CELLS, "r", RUN},
        {RUN, LOT_SPACE_CELLS, "t", RUN_TEXT},
    };
    static const lot_markup markup = {rules, 5, enter_string, take_string, leave_string};
    string_reading r = {&xlsx->strings, lot_archive_name(xlsx->archive), 0};
    return lot_markup_read(xlsx->archive, part, &markup, &r, error);
}

/* Styles. */

/* Far more than any program writes: they are for a file to refer to, not to fill memory. */
enum { FORMATS_MOST = 4096, STYLES_MOST = 65536 };

enum { STYLES = 1, FORMATS, FORMAT, CELL_STYLES, CELL_STYLE };

typedef struct own_format {
    unsigned number;
    lot_format format;
} own_format;

typedef struct style_reading {
    own_format *own; /* that the file describes */
    size_t own_count, own_room;
    unsigned *numbers; /* the format's number of each style */
    size_t numbers_count, numbers_room;
} style_reading;

static unsigned number_of(const char *words)
{
    unsigned long number = words != NULL ? strtoul(words, NULL, 10) : 0;
    return number < 1000000 ? (unsigned)number : 0;
}

static lot_status add_format(style_reading *r, const lot_attributes *attributes, lot_error *error)
{
    void *own = r->own;
    const char *code = lot_markup_get(attributes, LOT_SPACE_NONE, "formatCode");
    if (code == NULL || r->own_count == FORMATS_MOST)
        return LOT_OK;
    if (lot_array_grow(&own, &r->own_room, r->own_count, sizeof *r->own) != 0)
        return LOT_NO_MEMORY(error);
    r->own = own;
    own_format *added = &r->own[r->own_count++];
    added->number = number_of(lot_markup_get(attributes, LOT_SPACE_NONE, "numFmtId"));
    lot_format_of_code(&added->format, code);
    return LOT_OK;
}

static lot_status add_style(style_reading *r, const lot_attributes *attributes, lot_error *error)
{
    void *numbers = r->numbers;
    if (r->numbers_count == STYLES_MOST)
        return LOT_OK;
    if (lot_array_grow(&numbers, &r->numbers_room, r->numbers_count, sizeof *r->numbers) != 0)
        return LOT_NO_MEMORY(error);
    r->numbers = numbers;
    r->numbers[r->numbers_count++] =
        number_of(lot_markup_get(attributes, LOT_SPACE_NONE, "numFmtId"));
    return LOT_OK;
}

static lot_status enter_style(void *context, unsigned state, const lot_attributes *attributes,
                              lot_error *error)
{
    if (state == FORMAT)
        return add_format(context, attributes, error);
    return state == CELL_STYLE ? add_style(context, attributes, error) : LOT_OK;
}

static lot_format find_format(const style_reading *r, unsigned number)
{
    for (size_t i = 0; i < r->own_count; i++)
        if (r->own[i].number == number)
            return r->own[i].format;
    return (lot_format){.kind = lot_format_of_number(number)};
}

lot_status lot_xlsx_read_styles(lot_xlsx *xlsx, const char *part, lot_error *error)
{
    static const lot_markup_rule rules[] = {
        {0, LOT_SPACE_CELLS, "styleSheet", STYLES},
        {STYLES, LOT_SPACE_CELLS, "numFmts", FORMATS},
        {FORMATS, LOT_SPACE_CELLS, "numFmt", FORMAT},
        {STYLES, LOT_SPACE_CELLS, "cellXfs", CELL_STYLES},
        {CELL_STYLES, LOT_SPACE_CELLS, "xf", CELL_STYLE},
    };
    static const lot_markup markup = {rules, 5, enter_style, NULL, NULL};
    lot_status status = LOT_OK;
    style_reading r = {NULL, 0, 0, NULL, 0, 0};
    TRY(lot_markup_read(xlsx->archive, part, &markup, &r, error));
    xlsx->styles.formats = lot_array_new(r.numbers_count, sizeof *xlsx->styles.formats);
    if (xlsx->styles.formats == NULL)
        TRY(LOT_NO_MEMORY(error));
    xlsx->styles.count = r.numbers_count;
    for (size_t i = 0; i < r.numbers_count; i++)
        xlsx->styles.formats[i] = find_format(&r, r.numbers[i]);
done:
    free(r.own);
    free(r.numbers);
    return status;
}
