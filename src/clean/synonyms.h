/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Synonyms: which texts count for which value of a feature.
 *
 *   S1  no text that folds to another's (fold.h) counts for another value.
 */
#ifndef CIVICLOT_CLEAN_SYNONYMS_H
#define CIVICLOT_CLEAN_SYNONYMS_H

#include "clean/rule_line.h"

typedef struct lot_synonyms {
    lot_texts values;  /* as they are written, each once by its folded form */
    lot_names *folded; /* of the values, numbered as they are */
    lot_names *texts;  /* folded */
    uint32_t *of_text; /* [texts count] which of the values */
    size_t of_text_room;
} lot_synonyms;

/* Free what they hold. */
void lot_synonyms_free(lot_synonyms *synonyms);

/* Read a line `VALUE = TEXT, ...`. LOT_FAILURE: no memory. */
lot_status lot_synonyms_read(lot_synonyms *synonyms, const lot_rule_line *line, const char *at,
                             lot_error *error);

/* The value that a text counts for, or NULL. folded: lot_fold() of it. Cannot fail. */
const char *lot_synonyms_find(const lot_synonyms *synonyms, const char *folded);

/* Is it one of the values? folded: lot_fold() of it. Cannot fail. */
bool lot_synonyms_has_value(const lot_synonyms *synonyms, const char *folded);

#endif
