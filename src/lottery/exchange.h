/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exchange: who of some reserves is called, changed step by step as long as the deviation falls.
 *
 * A step calls one more, sends one back, or calls one in the place of another. The step that lowers
 * the deviation most is taken; of equal ones that which sends nobody back, then who comes first
 * among those sent back, then among those called. It ends where no step helps, which is often the
 * least deviation and never below it: lot_call_up() finds the least.
 */
#ifndef CIVICLOT_LOTTERY_EXCHANGE_H
#define CIVICLOT_LOTTERY_EXCHANGE_H

#include "lottery/deviation.h"

#define LOT_NOBODY UINT32_MAX

typedef struct lot_exchange {
    const lot_deviation_rule *rule;
    const uint32_t *const *values; /* [count] the values of each reserve [features_count] */
    uint32_t count;
    const bool *barred; /* [count] who is not to be called; NULL: nobody */
    uint32_t room;      /* how many more may be called */
    bool *called;       /* [count] */
    int32_t *held;      /* [rule->rows_count] with who is called */
    int64_t deviation;
    int32_t *more; /* [rule->rows_count] scratch */
} lot_exchange;

/* Call reserve r, who is not; or send them back, who is. Cannot fail. */
void lot_exchange_call(lot_exchange *exchange, uint32_t r);
void lot_exchange_send_back(lot_exchange *exchange, uint32_t r);

/* Take steps until none helps. Cannot fail. */
void lot_exchange_improve(lot_exchange *exchange);

/* Write what one more in each row adds to more[rows_count]. Cannot fail. */
void lot_exchange_more(int32_t *more, const lot_deviation_rule *rule, const int32_t *held);

/* What seating somebody with these values adds, by lot_exchange_more(). Cannot fail. */
static inline int32_t lot_exchange_adds(const int32_t *more, const uint32_t *values,
                                        uint32_t features_count, uint32_t rows_count)
{
    int32_t sum = more[rows_count - 1];
    for (uint32_t f = 0; f < features_count; f++)
        sum += more[values[f]];
    return sum;
}

/* What taking the seat of somebody with these values adds. Cannot fail. */
int32_t lot_exchange_takes(const lot_deviation_rule *rule, const int32_t *held,
                           const uint32_t *values);

#endif
