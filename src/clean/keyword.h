/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keyword: the words that a line of a rules file may begin with, before a colon. */
#ifndef CIVICLOT_CLEAN_KEYWORD_H
#define CIVICLOT_CLEAN_KEYWORD_H

#include "clean/rule_line.h"

typedef enum lot_keyword {
    LOT_KEYWORD_FROM, /* the first are those of features, numbered as lot_feature_line */
    LOT_KEYWORD_JOIN,
    LOT_KEYWORD_AGE,
    LOT_KEYWORD_BRACKETS,
    LOT_KEYWORD_LOOKUP,
    LOT_KEYWORD_MATCH,
    LOT_KEYWORD_MISSING,
    LOT_KEYWORD_OTHER,
    LOT_KEYWORD_VERSION,
    LOT_KEYWORD_ID,
    LOT_KEYWORD_HOUSEHOLD,
    LOT_KEYWORD_DATES,
    LOT_KEYWORD_SAME_PERSON,
    LOT_KEYWORDS,
    LOT_KEYWORD_NONE = LOT_KEYWORDS
} lot_keyword;

/*
 * Set *keyword to that which a line begins with, and *rest to what is behind its colon; or to
 * LOT_KEYWORD_NONE. LOT_FAILURE: no memory.
 */
lot_status lot_keyword_find(lot_keyword *keyword, const char **rest, const char *words,
                            lot_error *error);

/* How it is written. Static. Cannot fail. */
const char *lot_keyword_words(lot_keyword keyword);

/* Refuse a line that is none, saying which may be meant. LOT_FAILURE: no memory. */
lot_status lot_keyword_refuse(const lot_rule_line *line, const char *words, lot_error *error);

#endif
