/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calling: reserves at hand and people who are kept, as lot_call_up() takes them. */
#include "civiclot/calling.h"

#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void lot_called_free(lot_called *called)
{
    free(called->people);
    *called = (lot_called){.people = NULL};
}

static bool is_at_hand(const lot_calling *calling, uint32_t reserve)
{
    return calling->standing->places[calling->reserves[reserve]] == LOT_OPEN;
}

uint32_t lot_calling_at_hand(const lot_calling *calling)
{
    uint32_t count = 0;
    for (uint32_t r = 0; r < calling->reserves_count; r++)
        count += is_at_hand(calling, r);
    return count;
}

static void seat(uint32_t *held, const lot_pool *pool, uint32_t person)
{
    for (uint32_t f = 0; f < pool->features_count; f++)
        held[lot_pool_value(pool, person, f)]++;
}

void lot_calling_tally(uint32_t *held, const lot_calling *calling, const uint32_t *people,
                       uint32_t count)
{
    const lot_standing *standing = calling->standing;
    memset(held, 0, calling->quotas->count * sizeof *held);
    for (uint32_t p = 0; p < standing->people_count; p++)
        if (standing->places[p] == LOT_KEPT)
            seat(held, calling->pool, p);
    for (uint32_t i = 0; i < count; i++)
        seat(held, calling->pool, people[i]);
}

/* The quotas as they are published: every row weighs 1. All but the rows is borrowed. */
typedef struct question {
    lot_quotas quotas;
    uint32_t *left;          /* [quotas.count] */
    uint32_t *people;        /* [at_hand] */
    const uint32_t **values; /* [at_hand] */
    bool *called;            /* [at_hand] */
    lot_vacancy vacancy;
} question;

static void clear(question *q)
{
    free(q->quotas.rows);
    free(q->left);
    free(q->people);
    free(q->values);
    free(q->called);
}

static void fill(question *q, const lot_calling *calling)
{
    const lot_pool *pool = calling->pool;
    uint32_t count = 0;
    for (uint32_t r = 0; r < q->quotas.count; r++) {
        q->quotas.rows[r] = calling->quotas->rows[r];
        q->quotas.rows[r].priority = 1;
    }
    for (uint32_t r = 0; r < calling->reserves_count; r++) {
        if (!is_at_hand(calling, r))
            continue;
        q->people[count] = calling->reserves[r];
        q->values[count++] = pool->values + (size_t)calling->reserves[r] * pool->features_count;
    }
    lot_calling_tally(q->left, calling, NULL, 0);
    q->vacancy = (lot_vacancy){&q->quotas, calling->seats, q->left,
                               lot_standing_count(calling->standing, LOT_KEPT)};
}

static lot_status ask(question *q, const lot_calling *calling, uint32_t at_hand, lot_error *error)
{
    *q = (question){.quotas = *calling->quotas};
    q->quotas.rows = lot_array_new(q->quotas.count, sizeof *q->quotas.rows);
    q->left = lot_array_new(q->quotas.count, sizeof *q->left);
    q->people = lot_array_new(at_hand, sizeof *q->people);
    q->values = lot_array_new(at_hand, sizeof *q->values);
    q->called = lot_array_new(at_hand, sizeof *q->called);
    if (q->quotas.rows == NULL || q->left == NULL || q->people == NULL || q->values == NULL ||
        q->called == NULL)
        return LOT_NO_MEMORY(error);
    fill(q, calling);
    return LOT_OK;
}

lot_status lot_calling_find(lot_called *out, const lot_calling *calling, lot_error *error)
{
    lot_status status = LOT_OK;
    question q;
    lot_call_up_result result = {0, 0, true};
    uint32_t at_hand = lot_calling_at_hand(calling);
    assert(lot_standing_count(calling->standing, LOT_KEPT) < calling->seats);
    *out = (lot_called){.at_hand = at_hand};
    TRY(ask(&q, calling, at_hand, error));
    out->people = lot_array_new(at_hand, sizeof *out->people);
    if (out->people == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_panel_deviation(&out->before, &q.vacancy, error));
    TRY(lot_call_up(q.called, &result, &q.vacancy, q.values, at_hand, LOT_CALL_UP_STEPS, error));
    for (uint32_t r = 0; r < at_hand; r++)
        if (q.called[r])
            out->people[out->count++] = q.people[r];
    out->vacant = calling->seats - q.vacancy.seated - out->count;
    out->deviation = result.deviation;
    out->proven = result.proven;
done:
    clear(&q);
    if (status != LOT_OK)
        lot_called_free(out);
    return status;
}
