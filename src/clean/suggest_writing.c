/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggest, writing: quoted unless it is plain words. */
#include "clean/suggest_writing.h"

#include "civiclot/fold.h"
#include "clean/date.h"
#include "clean/postcode.h"
#include "clean/rule_phrase.h"
#include "core/control.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN_BYTES_MOST = 80, DIGITS_MOST = 5 };

/* White space within a text is one space, as it is when texts are compared. */
static char space_of(char c)
{
    return c >= '\t' && c <= '\r' ? ' ' : c;
}

lot_status lot_writing_is_possible(bool *possible, const char *text, lot_error *error)
{
    char *line = lot_tidy(text);
    if (line == NULL)
        return LOT_NO_MEMORY(error);
    for (char *at = line; *at != '\0'; at++)
        *at = space_of(*at);
    *possible = *line != '\0' && lot_is_one_line(line);
    free(line);
    return LOT_OK;
}

/* Words that mean something where phrases are read. */
static bool begins_with_word(const char *text)
{
    static const char *const words[] = {"feature", "exclude", "require", "reject",  "is",
                                        "in",      "not",     "under",   "contains"};
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        const char *at = text;
        if (lot_phrase_word(&at, words[w]))
            return true;
    }
    return false;
}

void lot_writing_put(lot_text *words, const char *text)
{
    bool quoted = strpbrk(text, "\",=+|:#") != NULL || begins_with_word(text);
    lot_text_put(words, quoted ? "\"" : "");
    for (const char *at = text; *at != '\0'; at++) {
        char c = space_of(*at);
        lot_text_add(words, &c, 1);
        if (c == '"')
            lot_text_add(words, &c, 1);
    }
    lot_text_put(words, quoted ? "\"" : "");
}

bool lot_writing_may_show(const char *cell)
{
    lot_date date;
    char postcode[LOT_POSTCODE_BYTES];
    size_t digits = 0;
    for (const char *at = cell; *at != '\0'; at++)
        digits += *at >= '0' && *at <= '9' ? 1 : 0;
    return strlen(cell) <= SHOWN_BYTES_MOST && digits <= DIGITS_MOST && strchr(cell, '@') == NULL &&
           lot_date_read(&date, cell, LOT_DATE_DAY_FIRST) == LOT_DATE_NONE &&
           lot_date_read(&date, cell, LOT_DATE_MONTH_FIRST) == LOT_DATE_NONE &&
           lot_postcode_read(postcode, cell) != LOT_POSTCODE_UNIT;
}
