/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lexicon: which word stands for which feature, value or id in anonymised copies.
 *
 *   L1  what folds to the same (fold.h) has the same word, but for capitals;
 *   L2  what a word stands for depends on the order of the files alone.
 */
#ifndef CIVICLOT_ANONYMISE_LEXICON_H
#define CIVICLOT_ANONYMISE_LEXICON_H

#include "civiclot/text.h"

#include <stdint.h>

typedef struct lot_lexicon lot_lexicon;

/* Make an empty one. NULL: no memory. Free it with lot_lexicon_free(). */
lot_lexicon *lot_lexicon_new(void);

/* Free it. NULL is fine. */
void lot_lexicon_free(lot_lexicon *lexicon);

#define LOT_NO_FEATURE UINT32_MAX

/* Take in a row of the quotas. False: no memory. */
bool lot_lexicon_learn(lot_lexicon *lexicon, const char *feature, const char *value);

/* Set *feature to the feature of that name, or to LOT_NO_FEATURE. False: no memory. */
bool lot_lexicon_find(uint32_t *feature, const lot_lexicon *lexicon, const char *name);

/* These add the word that stands for a cell; where memory runs out, *word failed. */

/* feature: which it names. */
void lot_lexicon_put_feature(lot_text *word, const lot_lexicon *lexicon, uint32_t feature,
                             const char *cell);

/* feature: whose value it is; a value that no quota has is taken in as unknown. */
void lot_lexicon_put_value(lot_text *word, lot_lexicon *lexicon, uint32_t feature,
                           const char *cell);

/* A2 of anonymise.h. */
void lot_lexicon_put_id(lot_text *word, lot_lexicon *lexicon, const char *cell);

#endif
