/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Suggest, inside: how a first rules file is put together.
 *
 *   K1  a line is no comment only when it cannot mean another thing: the others wait for somebody
 *       to read them;
 *   K2  cells are shown of a feature's own column alone, and of that only what may be
 *       (suggest_writing.h).
 */
#ifndef CIVICLOT_CLEAN_SUGGEST_H
#define CIVICLOT_CLEAN_SUGGEST_H

#include "civiclot/quota.h"
#include "clean/suggest_look.h"

/* What rules are suggested from. */
typedef struct lot_suggester {
    lot_text *words; /* the file so far */
    const lot_table *people;
    const lot_quotas *quotas;
    lot_look *looks; /* [columns] */
    char **headers;  /* [columns] folded */
    char **values;   /* [quotas->count] folded */
} lot_suggester;

/* A column that a feature may come from. */
typedef struct lot_candidate {
    uint32_t column; /* or LOT_NO_COLUMN */
    bool exact;      /* it is called as the feature is */
    bool certain;    /* its name, and what stands in it, say so */
    bool by_age;     /* the feature's values are brackets, and it has ages or dates of birth */
} lot_candidate;

/* Find the column of a feature. brackets: the feature's values are. LOT_FAILURE: no memory. */
lot_status lot_suggest_column(lot_candidate *out, const lot_suggester *s, uint32_t feature,
                              bool brackets, lot_error *error);

/* Does a column bear the name, or nearly? name: folded. Cannot fail. */
bool lot_suggest_is_named(const lot_suggester *s, const char *name, uint32_t column);

/*
 * Does a word stand in a text, with no letters or digits of ASCII around it? Both folded. Cannot
 * fail.
 */
bool lot_suggest_has_word(const char *text, const char *word);

/*
 * Write, as comments, how a feature is made of ticks, where at least two of its values, and half of
 * them, name a column of their own that holds little else; *found says whether they do.
 * LOT_FAILURE: no memory.
 */
lot_status lot_suggest_ticks(bool *found, const lot_suggester *s, uint32_t feature,
                             lot_error *error);

/* How many rows of a column are values of a feature, or can only mean one? Cannot fail. */
uint32_t lot_suggest_overlap(const lot_suggester *s, uint32_t feature, uint32_t column);

/* Is at least half of what stands in a column a date? Cannot fail. */
bool lot_suggest_is_dates(const lot_look *look);

/* Write what is to be done with the texts of a feature's column. LOT_FAILURE: no memory. */
lot_status lot_suggest_synonyms(const lot_suggester *s, uint32_t feature, const lot_look *look,
                                lot_error *error);

/* Write one feature. LOT_FAILURE: no memory. */
lot_status lot_suggest_feature(const lot_suggester *s, uint32_t feature, lot_error *error);

#endif
