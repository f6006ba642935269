/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Review, contradictions: addresses are points, every yes is a line between two, and a no must
 * stand between two points that no lines join. Where they do, a shortest way along lines is told.
 */
#include "alike/review_inside.h"
#include "core/array.h"
#include "pool/rows.h"

#include <assert.h>
#include <stdlib.h>

#define NONE UINT32_MAX

enum { TOLD_MOST = 20 };

typedef struct net {
    const lot_review *review;
    const uint32_t *address; /* [people] */
    uint32_t *first;         /* [addresses] a line's end there: 2 * decision, + 1 for its b */
    uint32_t *next;          /* [2 * decisions] the next end at the same address */
    uint32_t *came_by;       /* [addresses] the end where the way from the start went out; NONE */
    uint32_t *queue;         /* [addresses] */
} net;

static lot_status net_new(net *n, const lot_review *review, const lot_pool *pool, lot_error *error)
{
    uint32_t addresses = pool->households_count;
    *n = (net){.review = review,
               .address = pool->households,
               .first = lot_array_new(addresses, sizeof *n->first),
               .next = lot_array_new((size_t)review->count * 2, sizeof *n->next),
               .came_by = lot_array_new(addresses, sizeof *n->came_by),
               .queue = lot_array_new(addresses, sizeof *n->queue)};
    if (n->first == NULL || n->next == NULL || n->came_by == NULL || n->queue == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < addresses; i++)
        n->first[i] = NONE;
    for (uint32_t i = review->count; i-- > 0;) {
        const lot_decision *decision = &review->decisions[i];
        const uint32_t ends[] = {n->address[decision->a], n->address[decision->b]};
        for (uint32_t e = 0; e < 2 && decision->same == LOT_SAME; e++) {
            n->next[2 * i + e] = n->first[ends[e]];
            n->first[ends[e]] = 2 * i + e;
        }
    }
    return LOT_OK;
}

static void net_free(net *n)
{
    free(n->first);
    free(n->next);
    free(n->came_by);
    free(n->queue);
}

/* The address at the end of a line, or at its other end. */
static uint32_t at_end(const net *n, uint32_t end, bool other)
{
    const lot_decision *decision = &n->review->decisions[end / 2];
    return n->address[(end % 2 == 1) != other ? decision->b : decision->a];
}

/* Go from one address along all lines, the nearest first; came_by is left as it was made. */
static void spread(net *n, uint32_t start, uint32_t addresses)
{
    uint32_t count = 1;
    for (uint32_t i = 0; i < addresses; i++)
        n->came_by[i] = NONE;
    n->queue[0] = start;
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t end = n->first[n->queue[i]]; end != NONE; end = n->next[end]) {
            uint32_t there = at_end(n, end, true);
            if (there == start || n->came_by[there] != NONE)
                continue;
            n->came_by[there] = end;
            n->queue[count++] = there;
        }
    }
}

static int compare_numbers(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* The rows of the way from `start`, which spread() began with, to `goal`. */
static void way_rows(lot_rows *rows, net *n, uint32_t start, uint32_t goal)
{
    uint32_t count = 0;
    for (uint32_t at = goal; at != start; at = at_end(n, n->came_by[at], false))
        n->queue[count++] = n->review->decisions[n->came_by[at] / 2].row;
    qsort(n->queue, count, sizeof *n->queue, compare_numbers);
    for (uint32_t i = 0; i < count; i++)
        lot_rows_meet(rows, n->queue[i]);
}

/* A way has at least one line, unless both have one address. */
static void tell(const lot_decision *decision, const lot_rows *way, const char *name,
                 lot_problems *problems)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%s, row %u: no, but ", name, decision->row);
    if (way->count == 0) {
        lot_text_put(&words, "both have the same address, which makes them one household: remove "
                             "the row, or mend the address of one of them");
    } else {
        lot_text_put(&words, "the two are one household by yes in ");
        lot_rows_put(&words, way);
        lot_text_put(&words, ": change one of these rows");
    }
    lot_problems_take(problems, &words);
}

/* Which household each address is part of. */
static lot_status join(lot_pool *joined, const lot_pool *pool, const lot_review *review,
                       lot_error *error)
{
    *joined = (lot_pool){.people_count = pool->people_count,
                         .households_count = pool->households_count,
                         .households = lot_array_new(pool->people_count, sizeof(uint32_t))};
    if (joined->households == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t person = 0; person < pool->people_count; person++)
        joined->households[person] = pool->households[person];
    return lot_review_apply(joined, review, error);
}

static void tell_rest(const lot_rows *rest, const char *name, lot_problems *problems)
{
    if (rest->count == 0)
        return;
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%s, ", name);
    lot_rows_put(&words, rest);
    lot_text_put(&words, ": no, too, but one household by other rows");
    lot_problems_take(problems, &words);
}

lot_status lot_review_tell_contradictions(const lot_review *review, const lot_pool *pool,
                                          const char *name, lot_problems *problems,
                                          lot_error *error)
{
    lot_status status = LOT_OK;
    lot_pool joined = {0};
    net n = {0};
    uint32_t told = 0;
    lot_rows rest = {0};
    TRY(join(&joined, pool, review, error));
    for (uint32_t i = 0; i < review->count; i++) {
        const lot_decision *decision = &review->decisions[i];
        lot_rows way = {0};
        if (decision->same != LOT_NOT_SAME ||
            joined.households[decision->a] != joined.households[decision->b])
            continue;
        if (told == TOLD_MOST) {
            lot_rows_meet(&rest, decision->row);
            continue;
        }
        if (told == 0)
            TRY(net_new(&n, review, pool, error));
        spread(&n, pool->households[decision->a], pool->households_count);
        way_rows(&way, &n, pool->households[decision->a], pool->households[decision->b]);
        tell(decision, &way, name, problems);
        told++;
    }
    tell_rest(&rest, name, problems);
done:
    net_free(&n);
    free(joined.households);
    return status;
}
