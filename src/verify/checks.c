/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks: the statements that were made, said and written. JSON is written by hand here. */
#include "verify/verifier.h"

#include "core/array.h"
#include "core/control.h"
#include "core/utf8.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAID_BYTES = 2048 };

/*
 * What a terminal may be shown: control characters written out, and '?' for bytes that are no
 * UTF-8, as names of entries may have, and words that were cut.
 */
void lot_verify_put_clean(lot_text *text, const char *words)
{
    lot_text valid = LOT_TEXT_EMPTY;
    for (size_t left = strlen(words); left > 0;) {
        size_t bytes = lot_utf8_character(words, left);
        lot_text_add(&valid, bytes > 0 ? words : "?", bytes > 0 ? bytes : 1);
        words += bytes > 0 ? bytes : 1;
        left -= bytes > 0 ? bytes : 1;
    }
    lot_text_put_escaped(text, lot_text_string(&valid));
    lot_text_free_part(text, &valid);
}

lot_status lot_verify_say(lot_verifier *v, lot_verdict verdict, const char *format, ...)
{
    char said[SAID_BYTES];
    lot_checks *checks = v->checks;
    lot_text shown = LOT_TEXT_EMPTY;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(said, sizeof said, format, arguments);
    va_end(arguments);
    lot_verify_put_clean(&shown, said);
    if (shown.failed || lot_array_grow((void **)&checks->items, &checks->room, checks->count,
                                       sizeof *checks->items) != 0) {
        lot_text_free(&shown);
        return LOT_NO_MEMORY(v->error);
    }
    checks->items[checks->count++] = (lot_check){v->id, verdict, shown.bytes};
    return LOT_OK;
}

void lot_checks_free(lot_checks *checks)
{
    for (uint32_t i = 0; i < checks->count; i++)
        free(checks->items[i].text);
    free(checks->items);
    *checks = (lot_checks){.items = NULL};
}

static void count_verdicts(uint32_t counts[LOT_VERDICTS_COUNT], const lot_checks *checks)
{
    memset(counts, 0, LOT_VERDICTS_COUNT * sizeof *counts);
    for (uint32_t i = 0; i < checks->count; i++)
        counts[checks->items[i].verdict]++;
}

void lot_checks_put(lot_text *text, const lot_checks *checks, const char *failure)
{
    uint32_t counts[LOT_VERDICTS_COUNT];
    count_verdicts(counts, checks);
    for (uint32_t i = 0; i < checks->count; i++)
        lot_text_format(text, "%-11s  %s\n", lot_verdict_name(checks->items[i].verdict),
                        checks->items[i].text);
    if (checks->failed != NULL) {
        lot_text_format(text, "FAILED: %s\n", failure);
        return;
    }
    lot_text_format(text, "%" PRIu32 " PROVEN, %" PRIu32 " NOT PROVEN, %" PRIu32 " NOT CHECKED\n",
                    counts[LOT_PROVEN], counts[LOT_NOT_PROVEN], counts[LOT_NOT_CHECKED]);
}

static void put_string(lot_text *text, const char *string)
{
    lot_text clean = LOT_TEXT_EMPTY;
    lot_verify_put_clean(&clean, string);
    lot_text_put(text, "\"");
    for (const char *at = lot_text_string(&clean); *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            lot_text_put(text, "\\");
        lot_text_add(text, at, 1);
    }
    lot_text_put(text, "\"");
    lot_text_free_part(text, &clean);
}

void lot_checks_put_json(lot_text *text, const lot_checks *checks, const char *failure)
{
    uint32_t counts[LOT_VERDICTS_COUNT];
    count_verdicts(counts, checks);
    lot_text_format(text, "{\"verified\":%s,\"statements\":[",
                    checks->failed == NULL ? "true" : "false");
    for (uint32_t i = 0; i < checks->count; i++) {
        lot_text_format(text, "%s{\"id\":\"%s\",\"verdict\":\"%s\",\"text\":", i > 0 ? "," : "",
                        checks->items[i].id, lot_verdict_name(checks->items[i].verdict));
        put_string(text, checks->items[i].text);
        lot_text_put(text, "}");
    }
    lot_text_format(text,
                    "],\"proven\":%" PRIu32 ",\"not_proven\":%" PRIu32 ",\"not_checked\":%" PRIu32
                    ",\"failure\":",
                    counts[LOT_PROVEN], counts[LOT_NOT_PROVEN], counts[LOT_NOT_CHECKED]);
    if (checks->failed == NULL)
        lot_text_put(text, "null}\n");
    else {
        lot_text_format(text, "{\"statement\":\"%s\",\"text\":", checks->failed);
        put_string(text, failure);
        lot_text_put(text, "}}\n");
    }
}

void lot_verify_put_error_json(lot_text *text, lot_status status, const char *message)
{
    lot_text_put(text, "{\"error\":{\"message\":");
    put_string(text, message);
    lot_text_format(text, ",\"problems\":[],\"status\":%d}}\n", (int)status);
}
