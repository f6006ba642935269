/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Deviation: how far what a panel holds is outside its quotas, row by row.
 *
 *     sum over rows r of weight[r] max(0, min[r] - held[r], held[r] - max[r])
 *
 * Rows are the quotas, in their order, then the seats themselves: min and max are all of them. Each
 * row's part is convex in what it holds: the more is held, the less a seat more helps.
 */
#ifndef CIVICLOT_LOTTERY_DEVIATION_H
#define CIVICLOT_LOTTERY_DEVIATION_H

#include "civiclot/quota.h"

typedef struct lot_deviation_row {
    int32_t min;
    int32_t max;
    int32_t weight;
} lot_deviation_row;

typedef struct lot_deviation_rule {
    uint32_t rows_count; /* quotas->count + 1 */
    uint32_t features_count;
    lot_deviation_row *rows; /* [rows_count] */
} lot_deviation_rule;

/* LOT_FAILURE: no memory. Release with lot_deviation_clear(). */
lot_status lot_deviation_start(lot_deviation_rule *rule, const lot_quotas *quotas, uint32_t seats,
                               lot_error *error);

void lot_deviation_clear(lot_deviation_rule *rule);

/* The part of one row that holds so much. Cannot fail. */
static inline int64_t lot_deviation_part(const lot_deviation_row *row, int32_t held)
{
    int32_t outside = held < row->min ? row->min - held : held > row->max ? held - row->max : 0;
    return (int64_t)row->weight * outside;
}

/* What one more held adds. Cannot fail. */
static inline int32_t lot_deviation_more(const lot_deviation_row *row, int32_t held)
{
    return held < row->min ? -row->weight : held >= row->max ? row->weight : 0;
}

/* What one less held adds. Cannot fail. */
static inline int32_t lot_deviation_less(const lot_deviation_row *row, int32_t held)
{
    return held <= row->min ? row->weight : held > row->max ? -row->weight : 0;
}

/* The sum for held[rows_count]. Cannot fail. */
int64_t lot_deviation_sum(const lot_deviation_rule *rule, const int32_t *held);

/* Seat somebody with these values, or, with -1, take their seat. Cannot fail. */
void lot_deviation_seat(const lot_deviation_rule *rule, int32_t *held, const uint32_t *values,
                        int32_t by);

#endif
