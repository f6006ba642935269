/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule text: decoded, cut, made tidy. */
#include "clean/rule_text.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "core/control.h"
#include "pool/encoding.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct line_cutter {
    lot_rule_text *out;
    const char *name;
    lot_problems *problems;
    uint32_t number; /* of the line that is cut */
} line_cutter;

/* Tabs, and the no-break spaces that word processors put in, are spaces. */
static void plain_spaces(char *line, size_t *length)
{
    static const char no_break[] = "\xC2\xA0";
    size_t kept = 0;
    for (size_t at = 0; at < *length; at++) {
        bool broken = at + 1 < *length && memcmp(line + at, no_break, 2) == 0;
        line[kept++] = broken || line[at] == '\t' ? ' ' : line[at];
        at += broken ? 1 : 0;
    }
    line[kept] = '\0';
    *length = kept;
}

static void tell(const line_cutter *cutter, const char *what)
{
    lot_problems_add(cutter->problems, "%s, line %" PRIu32 ": %s", cutter->name, cutter->number,
                     what);
}

/* Is there something that stands in no text? Then it is told. */
static bool is_no_text(const line_cutter *cutter, const char *line, size_t length)
{
    const char *what = NULL;
    if (memchr(line, '\0', length) != NULL)
        what = "there is a zero byte: save the rules as plain text";
    else if (memchr(line, LOT_UNDECODED, length) != NULL)
        what = "there are bytes that are no text: save the rules as UTF-8";
    if (what != NULL)
        tell(cutter, what);
    return what != NULL;
}

/* Keep a line that says something. line: [length], with room for a NUL; is changed. */
static lot_status keep(line_cutter *cutter, char *line, size_t length, lot_error *error)
{
    lot_rule_text *out = cutter->out;
    void *numbers = out->numbers;
    if (is_no_text(cutter, line, length))
        return LOT_OK;
    plain_spaces(line, &length);
    char *tidy = lot_tidy(line);
    if (tidy == NULL)
        return LOT_NO_MEMORY(error);
    bool one_line = lot_is_one_line(tidy);
    if (!one_line && *tidy != '#')
        tell(cutter, "there is a control character: type the line again");
    if (!one_line || *tidy == '\0' || *tidy == '#') {
        free(tidy);
        return LOT_OK;
    }
    if (lot_array_grow(&numbers, &out->numbers_room, out->lines.count, sizeof(uint32_t)) != 0) {
        free(tidy);
        return LOT_NO_MEMORY(error);
    }
    out->numbers = numbers;
    out->numbers[out->lines.count] = cutter->number;
    return lot_texts_take(&out->lines, tidy, error);
}

/* How many bytes come before the line end at or after `from`. */
static size_t line_length(const char *from, size_t left)
{
    size_t length = 0;
    while (length < left && from[length] != '\n' && from[length] != '\r')
        length++;
    return length;
}

lot_status lot_rule_text_read(lot_rule_text *out, const char *name, const char *bytes,
                              size_t length, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    lot_table_form form = {0};
    line_cutter cutter = {out, name, problems, 0};
    *out = (lot_rule_text){0};
    lot_encoding_find(&form, bytes, length);
    lot_decode(&text, &form, bytes, length);
    TRY(lot_text_check(&text, error));
    for (size_t at = 0; at < text.length;) {
        size_t line = line_length(text.bytes + at, text.length - at);
        size_t end = at + line;
        bool windows = end + 1 < text.length && memcmp(text.bytes + end, "\r\n", 2) == 0;
        cutter.number++;
        TRY(keep(&cutter, text.bytes + at, line, error));
        at = end + (windows ? 2 : 1);
    }
done:
    lot_text_free(&text);
    return status;
}

void lot_rule_text_free(lot_rule_text *text)
{
    lot_texts_free(&text->lines);
    free(text->numbers);
    *text = (lot_rule_text){0};
}
