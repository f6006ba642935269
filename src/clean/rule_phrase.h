/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rule phrase: a piece of a line that an organiser wrote in a rules file: a value, a column, a
 * file.
 *
 *   F1  a phrase is tidy (fold.h); it is blank only when it was quoted;
 *   F2  a quoted phrase means itself, whatever words it is made of; an unquoted one may be a
 *       keyword, which is for the reader of the line to say.
 */
#ifndef CIVICLOT_CLEAN_RULE_PHRASE_H
#define CIVICLOT_CLEAN_RULE_PHRASE_H

#include "civiclot/status.h"

#include <stdbool.h>

typedef struct lot_phrase {
    char *text;
    bool quoted;
} lot_phrase;

/* What ends an unquoted phrase, beside the end of the line. */
typedef struct lot_phrase_end {
    const char *characters; /* any of these: ",=+" */
    const char *const
        *words; /* NULL, or a list that NULL ends: whole words, case does not matter */
} lot_phrase_end;

typedef enum lot_phrase_fault {
    LOT_PHRASE_SOUND,
    LOT_PHRASE_MISSING,    /* there is nothing before what ends it */
    LOT_PHRASE_UNCLOSED,   /* a quote is opened and never closed */
    LOT_PHRASE_AFTER_QUOTE /* text between the closing quote and what ends it */
} lot_phrase_fault;

/*
 * Read the phrase at *at, which moves on to what ended it, spaces passed over.
 * at: the rest of a line, UTF-8. out: the caller frees its text with lot_phrase_free(); NULL where
 * there is a fault. LOT_FAILURE: no memory.
 */
lot_status lot_phrase_read(lot_phrase *out, lot_phrase_fault *fault, const char **at,
                           const lot_phrase_end *end, lot_error *error);

/* Free its text. */
void lot_phrase_free(lot_phrase *phrase);

/* What is wrong and what to do, for a message behind file and line. Static. Cannot fail. */
const char *lot_phrase_fault_words(lot_phrase_fault fault);

/*
 * Pass over the word at *at, and the spaces around it, where it stands there as a whole word: true.
 * word: small ASCII letters; may be several words, one space apart. Cannot fail.
 */
bool lot_phrase_word(const char **at, const char *word);

#endif
