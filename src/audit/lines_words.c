/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines: what is more than a word or a number, a name in a CSV cell and a time, read strictly. */
#include "audit/lines.h"

#include <stdlib.h>
#include <string.h>

enum { TIME_LENGTH = LOT_TIME_BYTES - 1 };

/* Up to the quote that ends a quoted cell, and behind it. False where it does not end. */
static bool take_quoted(lot_lines *lines, const char *end, char *cell, bool *needed)
{
    for (const char *at = lines->at; at < end; at++) {
        if (*at != '"') {
            *needed = *needed || *at == ',';
            *cell++ = *at;
            continue;
        }
        if (at + 1 == end || at[1] != '"') {
            *cell = '\0';
            lines->at = at + 1;
            return true;
        }
        *needed = true;
        *cell++ = *at++;
    }
    return false;
}

static bool take_plain(lot_lines *lines, const char *end, char *cell)
{
    const char *at = lines->at;
    while (at < end && *at != ',' && *at != '"')
        *cell++ = *at++;
    *cell = '\0';
    lines->at = at;
    return true;
}

/* Neither empty nor with a space at an end: Q5. */
static bool is_tidy(const char *cell)
{
    size_t length = strlen(cell);
    return length > 0 && cell[0] != ' ' && cell[length - 1] != ' ';
}

/* The end of the plain text that begins at the next byte: a control character or the file's end. */
static const char *find_end(const lot_lines *lines)
{
    const char *at = lines->at;
    while (at < lines->end && (unsigned char)*at >= 0x20 && *at != 0x7f)
        at++;
    return at;
}

bool lot_lines_name(lot_lines *lines, char **cell)
{
    const char *end = find_end(lines); /* so a cell has no NUL */
    *cell = malloc((size_t)(end - lines->at) + 1);
    if (*cell == NULL)
        return true;
    bool needed = false;
    bool well = lot_lines_word(lines, "\"") ? take_quoted(lines, end, *cell, &needed) && needed
                                            : take_plain(lines, end, *cell);
    if (well && is_tidy(*cell) && lot_lines_word(lines, ","))
        return true;
    free(*cell);
    *cell = NULL;
    return false;
}

/* `digits` digits from `at` on; UINT32_MAX where one is none. */
static uint32_t read_digits(const char *at, size_t digits)
{
    uint32_t number = 0;
    for (size_t i = 0; i < digits; i++) {
        if (at[i] < '0' || at[i] > '9')
            return UINT32_MAX;
        number = number * 10 + (uint32_t)(at[i] - '0');
    }
    return number;
}

static bool is_leap(uint32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from 1970 to the first of January. year: 1970 to 9999. */
static uint64_t days_before(uint32_t year)
{
    uint64_t past = year - 1;
    uint64_t leaps = past / 4 - past / 100 + past / 400;
    return (past - 1969) * 365 + leaps - 477; /* 477 leap years up to 1969 */
}

/* 2024-02-03T10:00:00Z. text: [TIME_LENGTH]. False where that is no time. */
static bool read_time(uint64_t *seconds, const char *text)
{
    static const uint32_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    uint32_t year = read_digits(text, 4), month = read_digits(text + 5, 2);
    uint32_t day = read_digits(text + 8, 2), hour = read_digits(text + 11, 2);
    uint32_t minute = read_digits(text + 14, 2), second = read_digits(text + 17, 2);
    if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
        text[19] != 'Z')
        return false;
    if (year < 1970 || year > 9999 || month < 1 || month > 12 || hour > 23 || minute > 59 ||
        second > 59)
        return false;
    uint32_t length = lengths[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
    if (day < 1 || day > length)
        return false;
    uint64_t days = days_before(year) + day - 1;
    for (uint32_t m = 1; m < month; m++)
        days += lengths[m - 1] + (m == 2 && is_leap(year) ? 1 : 0);
    *seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
    return true;
}

bool lot_lines_time(lot_lines *lines, char time[LOT_TIME_BYTES], uint64_t *seconds)
{
    if (lines->end - lines->at < TIME_LENGTH || !read_time(seconds, lines->at))
        return false;
    memcpy(time, lines->at, TIME_LENGTH);
    time[TIME_LENGTH] = '\0';
    lines->at += TIME_LENGTH;
    return true;
}
