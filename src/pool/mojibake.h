/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mojibake: letters whose UTF-8 was read as Windows-1252, so that each is two to four characters
 * now: an e with an acute accent is a capital A with a tilde and a copyright sign.
 *
 *   M1  characters are mojibake when their bytes in Windows-1252 are valid UTF-8 of what people
 *       write: a Latin letter, a sign, a dash, a quotation mark, a symbol of emotion; of any other
 *       letter, two in a row;
 *   M2  where the second of two is a quotation mark, a dash or three dots, which stand behind words
 *       in sound text as well, they are only between letters.
 */
#ifndef CIVICLOT_POOL_MOJIBAKE_H
#define CIVICLOT_POOL_MOJIBAKE_H

#include <stdbool.h>

/* What is beyond ASCII in a text. */
typedef struct lot_beyond_ascii {
    bool mojibake;
    bool sound; /* other characters */
    bool lost;  /* U+FFFD, which stands for what could not be read */
} lot_beyond_ascii;

/* Look through a text, valid UTF-8. Cannot fail. */
lot_beyond_ascii lot_mojibake_look(const char *text);

#endif
