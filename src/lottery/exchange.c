/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps that lower a deviation. See exchange.h. */
#include "lottery/exchange.h"

#include <assert.h>

typedef struct step {
    uint32_t back; /* or LOT_NOBODY */
    uint32_t call; /* or LOT_NOBODY */
    int32_t adds;
} step;

void lot_exchange_more(int32_t *more, const lot_deviation_rule *rule, const int32_t *held)
{
    for (uint32_t r = 0; r < rule->rows_count; r++)
        more[r] = lot_deviation_more(&rule->rows[r], held[r]);
}

int32_t lot_exchange_takes(const lot_deviation_rule *rule, const int32_t *held,
                           const uint32_t *values)
{
    uint32_t last = rule->rows_count - 1;
    int32_t sum = lot_deviation_less(&rule->rows[last], held[last]);
    for (uint32_t f = 0; f < rule->features_count; f++)
        sum += lot_deviation_less(&rule->rows[values[f]], held[values[f]]);
    return sum;
}

void lot_exchange_call(lot_exchange *exchange, uint32_t r)
{
    assert(!exchange->called[r] && exchange->room > 0);
    lot_exchange_more(exchange->more, exchange->rule, exchange->held);
    exchange->deviation +=
        lot_exchange_adds(exchange->more, exchange->values[r], exchange->rule->features_count,
                          exchange->rule->rows_count);
    lot_deviation_seat(exchange->rule, exchange->held, exchange->values[r], 1);
    exchange->called[r] = true;
    exchange->room--;
}

void lot_exchange_send_back(lot_exchange *exchange, uint32_t r)
{
    assert(exchange->called[r]);
    exchange->deviation += lot_exchange_takes(exchange->rule, exchange->held, exchange->values[r]);
    lot_deviation_seat(exchange->rule, exchange->held, exchange->values[r], -1);
    exchange->called[r] = false;
    exchange->room++;
}

/* Look at every call when `back`, or LOT_NOBODY, has been sent back, which added `before`. */
static void look(step *best, lot_exchange *exchange, uint32_t back, int32_t before)
{
    uint32_t features_count = exchange->rule->features_count;
    uint32_t rows_count = exchange->rule->rows_count;
    lot_exchange_more(exchange->more, exchange->rule, exchange->held);
    for (uint32_t r = 0; r < exchange->count; r++) {
        if (exchange->called[r] || (exchange->barred != NULL && exchange->barred[r]))
            continue;
        int32_t adds = before + lot_exchange_adds(exchange->more, exchange->values[r],
                                                  features_count, rows_count);
        if (adds < best->adds)
            *best = (step){back, r, adds};
    }
}

void lot_exchange_improve(lot_exchange *exchange)
{
    for (;;) {
        step best = {LOT_NOBODY, LOT_NOBODY, 0};
        if (exchange->deviation == 0)
            return;
        if (exchange->room > 0)
            look(&best, exchange, LOT_NOBODY, 0);
        for (uint32_t r = 0; r < exchange->count; r++) {
            if (!exchange->called[r])
                continue;
            int32_t before =
                lot_exchange_takes(exchange->rule, exchange->held, exchange->values[r]);
            if (before < best.adds)
                best = (step){r, LOT_NOBODY, before};
            lot_deviation_seat(exchange->rule, exchange->held, exchange->values[r], -1);
            look(&best, exchange, r, before);
            lot_deviation_seat(exchange->rule, exchange->held, exchange->values[r], 1);
        }
        if (best.back == LOT_NOBODY && best.call == LOT_NOBODY)
            return;
        if (best.back != LOT_NOBODY)
            lot_exchange_send_back(exchange, best.back);
        if (best.call != LOT_NOBODY)
            lot_exchange_call(exchange, best.call);
    }
}
