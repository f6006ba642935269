/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rates: how likely drop-outs are, from a file or from past panels, for the quotas there are.
 */
#ifndef CIVICLOT_DROPOUT_RATES_H
#define CIVICLOT_DROPOUT_RATES_H

#include "civiclot/dropouts.h"

/* One rate for everybody. LOT_FAILURE: no memory. Free with lot_dropout_rates_free(). */
lot_status lot_dropout_rates_all(lot_dropout_rates *out, const lot_quotas *quotas, uint32_t rate,
                                 lot_error *error);

/* Free what they hold, not themselves. */
void lot_dropout_rates_free(lot_dropout_rates *rates);

typedef enum lot_dropout_rate_kind {
    LOT_DROPOUT_RATE_NONE,
    LOT_DROPOUT_RATE,
    LOT_DROPOUT_RATE_BARE /* a number without a percent sign that is no fraction: 12, or 1 */
} lot_dropout_rate_kind;

/* What the words are: `12%`, `0.12`, `0,12`, `1/8`; millionths, rounded down. Cannot fail. */
lot_dropout_rate_kind lot_dropout_rate_parse(uint32_t *rate, const char *words);

/*
 * Read feature,value,rate, headers in any case and order, or as quota files have them. A row
 * `overall` without a value is everybody's rate, below 100 %; without it that is LOT_RATE_USUAL.
 * A value without a row, or with a blank rate, has the overall one. A rate behind neither feature
 * nor value is refused. What is wrong, also a feature or value that the quotas do not have, is
 * added to `problems`, all of it, and gives LOT_BAD_INPUT; LOT_FAILURE: no memory. Then *out is
 * empty.
 */
lot_status lot_dropout_rates_read(lot_dropout_rates *out, const lot_table *table,
                                  const lot_quotas *quotas, lot_problems *problems,
                                  lot_error *error);

/*
 * Which row of `quotas` is about the same feature and value as each row of `other`, by folded
 * names: match: [other->count]; LOT_UNKNOWN_VALUE: none. LOT_FAILURE: no memory.
 */
lot_status lot_quotas_match(uint32_t *match, const lot_quotas *quotas, const lot_quotas *other,
                            lot_error *error);

#endif
