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

lot_status lot_verify_say_whole(lot_verifier *v, lot_verdict verdict, const char *words,
                                lot_text *whole)
{
    lot_checks *checks = v->checks;
    lot_text shown = LOT_TEXT_EMPTY;
    lot_verify_put_clean(&shown, words);
    if (shown.failed || whole->failed ||
        lot_array_grow((void **)&checks->items, &checks->room, checks->count,
                       sizeof *checks->items) != 0) {
        lot_text_free(&shown);
        return LOT_NO_MEMORY(v->error);
    }
    checks->items[checks->count++] = (lot_check){.id = v->id,
                                                 .verdict = verdict,
                                                 .text = shown.bytes,
                                                 .whole = whole->bytes,
                                                 .replacement = v->number};
    *whole = LOT_TEXT_EMPTY;
    return LOT_OK;
}

lot_status lot_verify_say(lot_verifier *v, lot_verdict verdict, const char *format, ...)
{
    char said[SAID_BYTES];
    lot_text none = LOT_TEXT_EMPTY;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(said, sizeof said, format, arguments);
    va_end(arguments);
    return lot_verify_say_whole(v, verdict, said, &none);
}

void lot_checks_free(lot_checks *checks)
{
    for (uint32_t i = 0; i < checks->count; i++) {
        free(checks->items[i].text);
        free(checks->items[i].whole);
    }
    free(checks->items);
    *checks = (lot_checks){.items = NULL};
}

static void count_verdicts(uint32_t counts[LOT_VERDICTS_COUNT], const lot_checks *checks)
{
    memset(counts, 0, LOT_VERDICTS_COUNT * sizeof *counts);
    for (uint32_t i = 0; i < checks->count; i++)
        counts[checks->items[i].verdict]++;
}

/* The statements of one folder. *next: the first of them; out: the one behind the last. */
static void put_folder(lot_text *text, const lot_checks *checks, uint32_t replacement,
                       uint32_t *next)
{
    for (; *next < checks->count && checks->items[*next].replacement == replacement; (*next)++)
        lot_text_format(text, "%-11s  %s\n", lot_verdict_name(checks->items[*next].verdict),
                        checks->items[*next].text);
}

void lot_checks_put(lot_text *text, const lot_checks *checks, const char *failure)
{
    uint32_t counts[LOT_VERDICTS_COUNT];
    uint32_t next = 0;
    count_verdicts(counts, checks);
    put_folder(text, checks, 0, &next);
    for (uint32_t n = 1; n <= checks->replacements; n++) {
        lot_text_format(text, "replace/%" PRIu32 ":\n", n);
        put_folder(text, checks, n, &next);
    }
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

/* The array of one folder. next: as above. */
static void put_folder_json(lot_text *text, const lot_checks *checks, uint32_t replacement,
                            uint32_t *next)
{
    lot_text_put(text, "\"statements\":[");
    for (uint32_t first = *next;
         *next < checks->count && checks->items[*next].replacement == replacement; (*next)++) {
        const lot_check *check = &checks->items[*next];
        lot_text_format(text,
                        "%s{\"id\":\"%s\",\"verdict\":\"%s\",\"text\":", *next > first ? "," : "",
                        check->id, lot_verdict_name(check->verdict));
        put_string(text, check->whole != NULL ? check->whole : check->text);
        lot_text_put(text, "}");
    }
    lot_text_put(text, "]");
}

void lot_checks_put_json(lot_text *text, const lot_checks *checks, const char *failure)
{
    uint32_t counts[LOT_VERDICTS_COUNT];
    uint32_t next = 0;
    count_verdicts(counts, checks);
    lot_text_format(text, "{\"verified\":%s,", checks->failed == NULL ? "true" : "false");
    put_folder_json(text, checks, 0, &next);
    for (uint32_t n = 1; n <= checks->replacements; n++) {
        lot_text_format(text, "%s{\"folder\":\"replace/%" PRIu32 "\",",
                        n == 1 ? ",\"replacements\":[" : ",", n);
        put_folder_json(text, checks, n, &next);
        lot_text_put(text, "}");
    }
    lot_text_format(text,
                    "%s,\"proven\":%" PRIu32 ",\"not_proven\":%" PRIu32 ",\"not_checked\":%" PRIu32
                    ",\"failure\":",
                    checks->replacements > 0 ? "]" : "", counts[LOT_PROVEN], counts[LOT_NOT_PROVEN],
                    counts[LOT_NOT_CHECKED]);
    if (checks->failed == NULL)
        lot_text_put(text, "null}\n");
    else {
        lot_text_format(text, "{\"statement\":\"%s\",\"text\":", checks->failed);
        put_string(text, failure);
        if (checks->replacements > 0)
            lot_text_format(text, ",\"folder\":\"replace/%" PRIu32 "\"", checks->replacements);
        lot_text_put(text, "}}\n");
    }
}

void lot_verify_put_error_json(lot_text *text, lot_status status, const char *message)
{
    lot_text_put(text, "{\"error\":{\"message\":");
    put_string(text, message);
    lot_text_format(text, ",\"problems\":[],\"status\":%d}}\n", (int)status);
}
