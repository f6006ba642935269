/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Feature text: what a feature's columns say of a person, as one text.
 */
#ifndef CIVICLOT_CLEAN_FEATURE_TEXT_H
#define CIVICLOT_CLEAN_FEATURE_TEXT_H

#include "clean/feature_rule.h"

typedef struct lot_feature_text {
    const lot_feature_rule *feature;
    const lot_table *people;
    uint32_t *columns; /* [feature->from.count] */
    lot_text joined;   /* of the row that was asked for last */
} lot_feature_text;

/*
 * Find the feature's columns in a table; both must live longer. Missing ones are problems.
 * LOT_FAILURE: no memory. Free it with lot_feature_text_free(), after failure too.
 */
lot_status lot_feature_text_bind(lot_feature_text *source, const lot_feature_rule *feature,
                                 const lot_table *people, lot_problems *problems, lot_error *error);

/* Free what it holds. */
void lot_feature_text_free(lot_feature_text *source);

/*
 * Set *text to what the columns say in a row, which may be blank; good until the next is asked for.
 * Needs all columns. LOT_FAILURE: no memory.
 */
lot_status lot_feature_text_read(const char **text, lot_feature_text *source, uint32_t row,
                                 lot_error *error);

#endif
