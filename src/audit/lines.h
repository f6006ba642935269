/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines: a published file read strictly, from its first byte to its last.
 *
 * Whoever wrote the file may mean harm. Each function takes exactly what is named and moves behind
 * it, or takes nothing and is false; a number has one way only to be written, so that a file that
 * was taken whole is the one that its content is written as.
 */
#ifndef CIVICLOT_AUDIT_LINES_H
#define CIVICLOT_AUDIT_LINES_H

#include "civiclot/log.h"
#include "civiclot/pseudonym.h"
#include "civiclot/text.h"

#include <stdint.h>

typedef struct lot_lines {
    const char *file; /* its name, for messages */
    const char *at;
    const char *end;
    uint64_t line; /* from 1 */
} lot_lines;

/* Begin at the first byte. Nothing is copied. */
lot_lines lot_lines_begin(const char *file, const char *bytes, size_t length);

bool lot_lines_at_end(const lot_lines *lines);

/* Can a published line hold the text: UTF-8, not empty, no byte below 0x20 and no 0x7f? */
bool lot_lines_can_hold(const char *text);

/* These bytes; a line ends at the end of `word` only. */
bool lot_lines_word(lot_lines *lines, const char *word);

/* Decimal digits without leading zeros, at most `most`. */
bool lot_lines_number(lot_lines *lines, uint64_t *number, uint64_t most);
bool lot_lines_index(lot_lines *lines, uint32_t *number, uint32_t most);

/* The same with a minus sign before it, or not; never -0. */
bool lot_lines_signed(lot_lines *lines, int64_t *number);

/* 16 characters of base-32. */
bool lot_lines_pid(lot_lines *lines, lot_pid *pid);

/* 64 lower-case hexadecimal digits. */
bool lot_lines_digest(lot_lines *lines, lot_digest *digest);

/* A whole line: `key`, a number of at least `least` or a digest or a pid, and LF. */
bool lot_lines_key_number(lot_lines *lines, const char *key, uint64_t *number, uint64_t least,
                          uint64_t most);
bool lot_lines_key_index(lot_lines *lines, const char *key, uint32_t *number, uint32_t least,
                         uint32_t most);
bool lot_lines_key_digest(lot_lines *lines, const char *key, lot_digest *digest);
bool lot_lines_key_pid(lot_lines *lines, const char *key, lot_pid *pid);

/*
 * A whole line: `key`, a text without a byte below 0x20 or 0x7f, and LF; of words, one that is not
 * empty. *value: a new string; NULL where nothing was taken, or, where it was, there is no memory.
 */
bool lot_lines_key_text(lot_lines *lines, const char *key, char **value);
bool lot_lines_key_words(lot_lines *lines, const char *key, char **value);

/*
 * A name as a cell and the comma behind it, quoted only where it must be: not empty, no control
 * characters, no space at its ends. *cell: a new string; NULL where nothing was taken, or, where it
 * was, there is no memory.
 */
bool lot_lines_name(lot_lines *lines, char **cell);

/* A time as the log has it, from 1970 to 9999. *seconds: of Unix time. */
bool lot_lines_time(lot_lines *lines, char time[LOT_TIME_BYTES], uint64_t *seconds);

/* LOT_NOT_VERIFIED: the file and the line, and what is wrong there. */
lot_status lot_lines_refuse(const lot_lines *lines, const char *what, lot_error *error);

#endif
