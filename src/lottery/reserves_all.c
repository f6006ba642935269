/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All reserves, as ascending rows of types, one after the other. */
#include "lottery/reserves_all.h"

#include "core/array.h"

#include <stdlib.h>
#include <string.h>

/* Call-ups that are looked at, at most: well below a second. */
enum { CALL_UPS = 100000 };

/* Ascending rows of `count` types, times cases of drop-outs; CALL_UPS + 1 where there are more. */
static uint64_t count_call_ups(const lot_reserve_question *question, uint32_t count)
{
    uint64_t ways = 1;
    for (uint64_t i = 1; i <= count && ways <= CALL_UPS; i++)
        ways =
            ways * (question->candidates->count + i - 1) / i; /* whole: a binomial at each step */
    if (ways > CALL_UPS || question->dropouts->count > CALL_UPS)
        return (uint64_t)CALL_UPS + 1;
    return ways * question->dropouts->count;
}

/* The next ascending row; false after the last. */
static bool step(uint32_t *types, uint32_t count, uint32_t types_count)
{
    for (uint32_t i = count; i-- > 0;) {
        if (types[i] + 1 == types_count)
            continue;
        uint32_t next = types[i] + 1;
        for (; i < count; i++)
            types[i] = next;
        return true;
    }
    return false;
}

lot_status lot_reserves_try_all(bool *all, uint32_t *types, uint64_t *deviation,
                                const lot_reserve_question *question, uint32_t count,
                                lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t *now = NULL;
    *all = false;
    if (count_call_ups(question, count) > CALL_UPS)
        return LOT_OK;
    now = lot_array_new(count, sizeof *now);
    if (now == NULL)
        return LOT_NO_MEMORY(error);
    bool exact_all = true;
    do {
        bool fits;
        bool exact;
        uint64_t left;
        TRY(lot_candidates_suffice(&fits, question->candidates, now, count, error));
        if (!fits)
            continue;
        TRY(lot_reserves_deviation(&left, &exact, question, now, count, CALL_UPS, error));
        exact_all = exact_all && exact;
        if (left >= *deviation)
            continue;
        *deviation = left;
        memcpy(types, now, count * sizeof *types);
    } while (step(now, count, question->candidates->count));
    *all = exact_all;
done:
    free(now);
    return status;
}
