/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deviation from quotas, in whole seats times priorities. */
#include "lottery/deviation.h"

#include "core/array.h"

#include <assert.h>
#include <stdlib.h>

lot_status lot_deviation_start(lot_deviation_rule *rule, const lot_quotas *quotas, uint32_t seats,
                               lot_error *error)
{
    assert(seats <= INT32_MAX);
    rule->rows_count = quotas->count + 1;
    rule->features_count = quotas->features_count;
    rule->rows = lot_array_new(rule->rows_count, sizeof *rule->rows);
    if (rule->rows == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t q = 0; q < quotas->count; q++) {
        const lot_quota *quota = &quotas->rows[q];
        uint32_t max = quota->max < seats ? quota->max : seats;
        rule->rows[q] = (lot_deviation_row){(int32_t)quota->min, (int32_t)max,
                                            quota->priority > 0 ? (int32_t)quota->priority : 1};
    }
    rule->rows[quotas->count] = (lot_deviation_row){(int32_t)seats, (int32_t)seats, 1};
    return LOT_OK;
}

void lot_deviation_clear(lot_deviation_rule *rule)
{
    free(rule->rows);
    rule->rows = NULL;
}

int64_t lot_deviation_sum(const lot_deviation_rule *rule, const int32_t *held)
{
    int64_t sum = 0;
    for (uint32_t r = 0; r < rule->rows_count; r++)
        sum += lot_deviation_part(&rule->rows[r], held[r]);
    return sum;
}

void lot_deviation_seat(const lot_deviation_rule *rule, int32_t *held, const uint32_t *values,
                        int32_t by)
{
    for (uint32_t f = 0; f < rule->features_count; f++)
        held[values[f]] += by;
    held[rule->rows_count - 1] += by;
}
