/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Format: a code is read from left to right, up to its first semicolon. */
#include "sheet/format.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

lot_format_kind lot_format_of_number(unsigned number)
{
    static const struct {
        unsigned first, last;
        lot_format_kind kind;
    } known[] = {
        {9, 10, LOT_FORMAT_PERCENT},    {14, 17, LOT_FORMAT_DATE}, {18, 21, LOT_FORMAT_TIME},
        {22, 22, LOT_FORMAT_DATE_TIME}, {27, 31, LOT_FORMAT_DATE}, {32, 35, LOT_FORMAT_TIME},
        {36, 36, LOT_FORMAT_DATE},      {45, 45, LOT_FORMAT_TIME}, {46, 46, LOT_FORMAT_ELAPSED},
        {47, 47, LOT_FORMAT_TIME},      {50, 54, LOT_FORMAT_DATE}, {55, 56, LOT_FORMAT_TIME},
        {57, 58, LOT_FORMAT_DATE},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (number >= known[i].first && number <= known[i].last)
            return known[i].kind;
    return LOT_FORMAT_NUMBER;
}

/* What a code has shown of itself. */
typedef struct scan {
    bool date, time, elapsed, percent;
    bool after_hour;    /* the last letter was an hour: an m is minutes */
    bool pending_month; /* an m that is minutes if seconds follow, else a month */
    bool maskable;
    unsigned zeros;
    size_t mask_length;
    char mask[LOT_MASK_BYTES];
} scan;

static void put_mask(scan *s, char c)
{
    if (s->mask_length + 1 < sizeof s->mask)
        s->mask[s->mask_length++] = c;
    else
        s->maskable = false;
}

static void put_literal(scan *s, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        put_mask(s, '\\');
        put_mask(s, bytes[i]);
    }
}

/* An m stood there, and what came after it were no seconds. */
static void settle_month(scan *s)
{
    s->date = s->date || s->pending_month;
    s->pending_month = false;
}

static void take_letter(scan *s, char letter)
{
    bool is_minute = letter == 'm' && s->after_hour;
    s->maskable = false;
    if (letter == 's' && s->pending_month) {
        s->pending_month = false;
        s->time = true;
    }
    settle_month(s);
    if (letter == 'm' && !is_minute)
        s->pending_month = true;
    else if (letter == 'm' || letter == 'h' || letter == 's')
        s->time = true;
    else
        s->date = true;
    s->after_hour = letter == 'h';
}

/* [h] counts on, [<100] is a condition, [Red] and [$-409] are nothing to us. */
static const char *take_bracket(scan *s, const char *at)
{
    const char *end = strchr(at, ']');
    if (end == NULL)
        return at + strlen(at);
    char first = (char)(at[1] | 0x20);
    size_t length = (size_t)(end - at - 1);
    bool repeats = length > 0;
    for (size_t i = 1; i <= length; i++)
        repeats = repeats && (char)(at[i] | 0x20) == first;
    if (repeats && (first == 'h' || first == 'm' || first == 's')) {
        s->elapsed = s->time = true;
        s->after_hour = first == 'h';
        s->maskable = false;
    } else if (strchr("<>=", at[1]) != NULL)
        s->maskable = false;
    return end + 1;
}

static size_t character_bytes(const char *at)
{
    size_t length = *at != '\0';
    while (length > 0 && ((unsigned char)at[length] & 0xC0) == 0x80)
        length++;
    return length;
}

static const char *take_quoted(scan *s, const char *at)
{
    size_t length = strcspn(at + 1, "\"");
    put_literal(s, at + 1, length);
    return at + 1 + length + (at[1 + length] == '"');
}

/* Digits, signs and what else is put as it stands. */
static const char *take_other(scan *s, const char *at)
{
    size_t length = character_bytes(at);
    if (*at == '0' || *at == '#') {
        s->zeros += *at == '0';
        put_mask(s, *at);
    } else if (strchr(".,?/@Ee", *at) != NULL)
        s->maskable = false;
    else
        put_literal(s, at, length);
    s->percent = s->percent || *at == '%';
    return at + length;
}

static const char *take(scan *s, const char *at)
{
    switch (*at) {
    case '"':
        return take_quoted(s, at);
    case '\\':
        put_literal(s, at + 1, character_bytes(at + 1));
        return at + 1 + character_bytes(at + 1);
    case '_':
    case '*':
        return at + 1 + character_bytes(at + 1);
    case '[':
        return take_bracket(s, at);
    default:
        break;
    }
    if (strncasecmp(at, "general", 7) == 0) {
        s->maskable = false;
        return at + 7;
    }
    if (strncasecmp(at, "am/pm", 5) == 0 || strncasecmp(at, "a/p", 3) == 0) {
        s->time = true;
        return at + (at[1] == '/' ? 3 : 5);
    }
    char letter = (char)(*at >= 'A' && *at <= 'Z' ? *at | 0x20 : *at);
    bool exponent = letter == 'e' && (at[1] == '+' || at[1] == '-');
    if (strchr("ymdhsgbea", letter) == NULL || exponent)
        return take_other(s, at);
    take_letter(s, letter);
    while (((unsigned char)*at | 0x20) == (unsigned char)letter)
        at++;
    return at;
}

void lot_format_of_code(lot_format *out, const char *code)
{
    scan s = {.maskable = true};
    while (*code != '\0' && *code != ';')
        code = take(&s, code);
    settle_month(&s);
    *out = (lot_format){.kind = LOT_FORMAT_NUMBER};
    if (s.elapsed)
        out->kind = LOT_FORMAT_ELAPSED;
    else if (s.date)
        out->kind = s.time ? LOT_FORMAT_DATE_TIME : LOT_FORMAT_DATE;
    else if (s.time)
        out->kind = LOT_FORMAT_TIME;
    else if (s.percent)
        out->kind = LOT_FORMAT_PERCENT;
    else if (s.maskable && s.zeros >= 2) {
        out->kind = LOT_FORMAT_MASK;
        memcpy(out->mask, s.mask, s.mask_length);
    }
}
