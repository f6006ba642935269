/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines: one byte after the other, and never one too many. */
#include "audit/lines.h"

#include "core/array.h"
#include "core/utf8.h"

#include <inttypes.h>
#include <string.h>

lot_lines lot_lines_begin(const char *file, const char *bytes, size_t length)
{
    return (lot_lines){.file = file, .at = bytes, .end = bytes + length, .line = 1};
}

bool lot_lines_at_end(const lot_lines *lines)
{
    return lines->at == lines->end;
}

bool lot_lines_can_hold(const char *text)
{
    for (const char *at = text; *at != '\0'; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            return false;
    return *text != '\0' && lot_utf8_is_valid(text);
}

static size_t left(const lot_lines *lines)
{
    return (size_t)(lines->end - lines->at);
}

bool lot_lines_word(lot_lines *lines, const char *word)
{
    size_t length = strlen(word);
    if (length > left(lines) || memcmp(lines->at, word, length) != 0)
        return false;
    lines->at += length;
    lines->line += length > 0 && word[length - 1] == '\n';
    return true;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool lot_lines_number(lot_lines *lines, uint64_t *number, uint64_t most)
{
    const char *at = lines->at;
    uint64_t value = 0;
    for (; at < lines->end && is_digit(*at); at++) {
        uint64_t digit = (uint64_t)(*at - '0');
        if (value > most / 10 || digit > most - value * 10)
            return false;
        value = value * 10 + digit;
    }
    size_t length = (size_t)(at - lines->at);
    if (length == 0 || (length > 1 && *lines->at == '0'))
        return false;
    lines->at = at;
    *number = value;
    return true;
}

bool lot_lines_index(lot_lines *lines, uint32_t *number, uint32_t most)
{
    uint64_t wide;
    if (!lot_lines_number(lines, &wide, most))
        return false;
    *number = (uint32_t)wide;
    return true;
}

bool lot_lines_signed(lot_lines *lines, int64_t *number)
{
    lot_lines before = *lines;
    uint64_t size;
    if (!lot_lines_word(lines, "-")) {
        if (!lot_lines_number(lines, &size, INT64_MAX))
            return false;
        *number = (int64_t)size;
        return true;
    }
    if (lot_lines_number(lines, &size, (uint64_t)INT64_MAX + 1) && size > 0) {
        *number = -(int64_t)(size - 1) - 1;
        return true;
    }
    *lines = before;
    return false;
}

bool lot_lines_pid(lot_lines *lines, lot_pid *pid)
{
    if (left(lines) < LOT_PID_LENGTH)
        return false;
    for (size_t i = 0; i < LOT_PID_LENGTH; i++) {
        char byte = lines->at[i];
        if (!(byte >= 'a' && byte <= 'z') && !(byte >= '2' && byte <= '7'))
            return false;
    }
    memcpy(pid->text, lines->at, LOT_PID_LENGTH);
    pid->text[LOT_PID_LENGTH] = '\0';
    lines->at += LOT_PID_LENGTH;
    return true;
}

bool lot_lines_digest(lot_lines *lines, lot_digest *digest)
{
    char hex[LOT_HEX_BYTES], again[LOT_HEX_BYTES];
    size_t length = sizeof hex - 1;
    if (left(lines) < length)
        return false;
    memcpy(hex, lines->at, length);
    hex[length] = '\0';
    if (!lot_digest_parse(digest, hex))
        return false;
    lot_digest_hex(again, digest);
    if (strcmp(hex, again) != 0) /* capitals */
        return false;
    lines->at += length;
    return true;
}

/* Back to where the line began, where it was not taken whole. */
static bool end_line(lot_lines *lines, bool taken, const lot_lines *before)
{
    if (taken && lot_lines_word(lines, "\n"))
        return true;
    *lines = *before;
    return false;
}

bool lot_lines_key_number(lot_lines *lines, const char *key, uint64_t *number, uint64_t least,
                          uint64_t most)
{
    lot_lines before = *lines;
    return end_line(lines,
                    lot_lines_word(lines, key) && lot_lines_number(lines, number, most) &&
                        *number >= least,
                    &before);
}

bool lot_lines_key_index(lot_lines *lines, const char *key, uint32_t *number, uint32_t least,
                         uint32_t most)
{
    uint64_t wide;
    if (!lot_lines_key_number(lines, key, &wide, least, most))
        return false;
    *number = (uint32_t)wide;
    return true;
}

bool lot_lines_key_digest(lot_lines *lines, const char *key, lot_digest *digest)
{
    lot_lines before = *lines;
    return end_line(lines, lot_lines_word(lines, key) && lot_lines_digest(lines, digest), &before);
}

bool lot_lines_key_pid(lot_lines *lines, const char *key, lot_pid *pid)
{
    lot_lines before = *lines;
    return end_line(lines, lot_lines_word(lines, key) && lot_lines_pid(lines, pid), &before);
}

static bool take_text(lot_lines *lines, const char *key, size_t least, char **value)
{
    lot_lines before = *lines;
    *value = NULL;
    bool taken = lot_lines_word(lines, key);
    const char *begin = lines->at;
    while (lines->at < lines->end && (unsigned char)*lines->at >= 0x20 && *lines->at != 0x7f)
        lines->at++;
    size_t length = (size_t)(lines->at - begin);
    if (!end_line(lines, taken && length >= least, &before))
        return false;
    *value = lot_array_new(length + 1, 1);
    if (*value != NULL)
        memcpy(*value, begin, length);
    return true;
}

bool lot_lines_key_text(lot_lines *lines, const char *key, char **value)
{
    return take_text(lines, key, 0, value);
}

bool lot_lines_key_words(lot_lines *lines, const char *key, char **value)
{
    return take_text(lines, key, 1, value);
}

lot_status lot_lines_refuse(const lot_lines *lines, const char *what, lot_error *error)
{
    return LOT_FAIL(error, LOT_NOT_VERIFIED, "%s, line %" PRIu64 ": %s", lines->file, lines->line,
                    what);
}
