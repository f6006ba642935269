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

/* Of how many people the types are, a type for each of its reserves. */
static uint64_t count_people(const lot_candidates *candidates, const uint32_t *types,
                             uint32_t count)
{
    uint64_t people = 0;
    for (uint32_t i = 0; i < count; i++)
        people += candidates->size[types[i]];
    return people;
}

/* The best of all rows so far. */
typedef struct found {
    uint32_t *types; /* [count] */
    uint64_t deviation;
    uint64_t people;
    bool exact; /* as were all that were looked at */
} found;

static lot_status look_at_all(found *best, uint32_t *now, const lot_reserve_question *question,
                              uint32_t count, lot_error *error)
{
    lot_status status = LOT_OK;
    do {
        bool fits;
        bool exact;
        uint64_t left;
        TRY(lot_candidates_suffice(&fits, question->candidates, now, count, error));
        if (!fits)
            continue;
        TRY(lot_reserves_deviation(&left, &exact, question, now, count, CALL_UPS, error));
        best->exact = best->exact && exact;
        uint64_t people = count_people(question->candidates, now, count);
        if (left > best->deviation || (left == best->deviation && people <= best->people))
            continue;
        best->deviation = left;
        best->people = people;
        memcpy(best->types, now, count * sizeof *now);
    } while (step(now, count, question->candidates->count));
done:
    return status;
}

lot_status lot_reserves_try_all(bool *all, uint32_t *types, uint64_t *deviation,
                                const lot_reserve_question *question, uint32_t count,
                                lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t *now = NULL;
    found best = {.deviation = UINT64_MAX, .exact = true};
    *all = false;
    if (count_call_ups(question, count) > CALL_UPS)
        return LOT_OK;
    now = lot_array_new(count, sizeof *now);
    best.types = lot_array_new(count, sizeof *best.types);
    if (now == NULL || best.types == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(look_at_all(&best, now, question, count, error));
    *all = best.exact;
    if (best.exact || best.deviation < *deviation) {
        *deviation = best.deviation;
        memcpy(types, best.types, count * sizeof *types);
    }
done:
    free(now);
    free(best.types);
    return status;
}
