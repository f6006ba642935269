/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule line: phrases, lists, and problems with their place. */
#include "clean/rule_line.h"

#include "civiclot/fold.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

enum { WORDS_BYTES = 512 };

void lot_rule_put_place(lot_text *words, const lot_rule_line *line)
{
    lot_text_format(words, "%s, line %" PRIu32 ": ", line->place.file, line->place.line);
}

void lot_rule_refuse(const lot_rule_line *line, const char *format, ...)
{
    char words[WORDS_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    lot_problems_add(line->problems, "%s, line %" PRIu32 ": %s", line->place.file, line->place.line,
                     words);
}

bool lot_rule_is_refused(const lot_rule_line *line)
{
    return lot_problems_count(line->problems) > line->problems_before;
}

lot_status lot_rule_phrase(lot_phrase *out, const lot_rule_line *line, const char **at,
                           const lot_phrase_end *end, const char *what, lot_error *error)
{
    lot_phrase_fault fault;
    lot_status status = lot_phrase_read(out, &fault, at, end, error);
    if (status != LOT_OK)
        return status;
    if (fault == LOT_PHRASE_MISSING || (out->text != NULL && lot_is_blank(out->text))) {
        lot_rule_refuse(line, "%s is missing", what);
        lot_phrase_free(out);
    } else if (fault != LOT_PHRASE_SOUND) {
        lot_rule_refuse(line, "%s", lot_phrase_fault_words(fault));
    }
    return LOT_OK;
}

lot_status lot_rule_last(lot_phrase *out, const lot_rule_line *line, const char *at,
                         const char *what, lot_error *error)
{
    static const lot_phrase_end end = {",", NULL};
    lot_status status = lot_rule_phrase(out, line, &at, &end, what, error);
    if (status == LOT_OK && out->text != NULL && *at != '\0') {
        lot_rule_refuse(line, "there is one too many: only one can stand here; put double quotes "
                              "around what holds a comma");
        lot_phrase_free(out);
    }
    return status;
}

lot_status lot_rule_list(lot_texts *out, const lot_rule_line *line, const char *at,
                         const char *separator, const char *what, lot_error *error)
{
    const lot_phrase_end end = {separator, NULL};
    for (;; at++) {
        lot_phrase phrase;
        lot_status status = lot_rule_phrase(&phrase, line, &at, &end, what, error);
        if (status == LOT_OK && phrase.text != NULL)
            status = lot_texts_take(out, phrase.text, error);
        if (status != LOT_OK || phrase.text == NULL || *at == '\0')
            return status;
        if (*at != *separator) {
            lot_rule_refuse(line,
                            "there is a second %c: put double quotes around the text it is "
                            "in",
                            *at);
            return LOT_OK;
        }
    }
}
