/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Wording: what a feature's columns say of a person, as one text.
 */
#ifndef CIVICLOT_CLEAN_WORDING_H
#define CIVICLOT_CLEAN_WORDING_H

#include "clean/feature_rule.h"

typedef struct lot_wording {
    const lot_feature_rule *feature;
    const lot_table *people;
    uint32_t *columns; /* [feature->from.count] */
    lot_text joined;   /* of the row that was asked for last */
} lot_wording;

/*
 * Find the feature's columns in a table; both must live longer. Missing ones are problems.
 * LOT_FAILURE: no memory. Free it with lot_wording_free(), after failure too.
 */
lot_status lot_wording_bind(lot_wording *source, const lot_feature_rule *feature,
                            const lot_table *people, lot_problems *problems, lot_error *error);

/* Free what it holds. */
void lot_wording_free(lot_wording *source);

/*
 * Set *text to what the columns say in a row, which may be blank; good until the next is asked for.
 * Needs all columns. LOT_FAILURE: no memory.
 */
lot_status lot_wording_text(const char **text, lot_wording *source, uint32_t row, lot_error *error);

#endif
