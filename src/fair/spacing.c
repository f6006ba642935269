/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Spacing: what a change of quotas can cost is a sum of few fractions, and such sums lie apart. So
 * a bound a hair below a cost often proves the cost itself: there is no sum in between.
 *
 * Every seat costs 1 or more, so a sum below C has fewer than C + 1 terms. They are listed with
 * their terms rising, in doubles; a sum too near to an end of the gap for doubles is compared in
 * fractions.
 */
#include "fair/spacing.h"

#include "core/array.h"

#include <gmp.h>
#include <math.h>
#include <stdlib.h>

enum { STEPS_MOST = 3000000, TERMS_MOST = 64 };

/* Nearer than this is compared in fractions: doubles' sums of TERMS_MOST terms are better. */
static const double near = 1e-9;

typedef struct search {
    const lot_fraction *costs; /* [count] each once, rising */
    const double *values;      /* [count] of the costs */
    uint32_t count;
    double least; /* the gap's ends */
    double most;
    mpq_srcptr exact_least;
    mpq_srcptr exact_most;
    uint32_t terms[TERMS_MOST]; /* [depth] rising */
    double sums[TERMS_MOST + 1];
    uint32_t depth;
} search;

static int by_value(const void *a, const void *b)
{
    const lot_fraction *x = a;
    const lot_fraction *y = b;
    double left = (double)x->numerator / (double)x->denominator;
    double right = (double)y->numerator / (double)y->denominator;
    return (left > right) - (left < right);
}

static void set_fraction(mpq_ptr out, lot_fraction fraction)
{
    mpz_set_ui(mpq_numref(out), fraction.numerator);
    mpz_set_ui(mpq_denref(out), fraction.denominator);
    mpq_canonicalize(out);
}

/* Is the sum of the terms in the gap? */
static bool is_between(const search *s)
{
    double sum = s->sums[s->depth];
    if (sum < s->least - near || sum > s->most + near)
        return false;
    if (sum > s->least + near && sum < s->most - near)
        return true;
    mpq_t exact;
    mpq_t term;
    mpq_init(exact);
    mpq_init(term);
    for (uint32_t i = 0; i < s->depth; i++) {
        set_fraction(term, s->costs[s->terms[i]]);
        mpq_add(exact, exact, term);
    }
    bool between = mpq_cmp(exact, s->exact_least) >= 0 && mpq_cmp(exact, s->exact_most) < 0;
    mpq_clear(exact);
    mpq_clear(term);
    return between;
}

static void push(search *s, uint32_t term)
{
    s->sums[s->depth + 1] = s->sums[s->depth] + s->values[term];
    s->terms[s->depth++] = term;
}

/* All sums up to the gap's end; terms after the last one pushed are tried first. */
static bool finds_none(search *s)
{
    uint32_t next = 0;
    for (uint32_t step = 0; step < STEPS_MOST; step++) {
        bool fits = next < s->count && s->depth < TERMS_MOST &&
                    s->sums[s->depth] + s->values[next] <= s->most + near;
        if (fits) {
            push(s, next);
            if (is_between(s))
                return false;
            continue;
        }
        if (next < s->count && s->depth >= TERMS_MOST)
            return false;
        if (s->depth == 0)
            return true;
        next = s->terms[--s->depth] + 1;
    }
    return false;
}

/* Each cost once. */
static uint32_t put_apart(lot_fraction *costs, uint32_t count)
{
    uint32_t kept = 0;
    qsort(costs, count, sizeof *costs, by_value);
    for (uint32_t i = 0; i < count; i++)
        if (kept == 0 || costs[kept - 1].numerator != costs[i].numerator ||
            costs[kept - 1].denominator != costs[i].denominator)
            costs[kept++] = costs[i];
    return kept;
}

lot_status lot_no_cost_between(bool *none, const lot_fraction *costs, const uint32_t *times,
                               uint32_t count, uint64_t least, uint64_t units, lot_error *error)
{
    mpq_t ends[2];
    mpq_t term;
    lot_fraction *sorted = lot_array_new(count, sizeof *sorted);
    double *values = lot_array_new(count, sizeof *values);
    if (sorted == NULL || values == NULL) {
        free(sorted);
        free(values);
        return LOT_NO_MEMORY(error);
    }
    mpq_inits(ends[0], ends[1], term, NULL);
    set_fraction(ends[0], (lot_fraction){least, units});
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = costs[i];
        set_fraction(term, (lot_fraction){costs[i].numerator * times[i], costs[i].denominator});
        mpq_add(ends[1], ends[1], term);
    }
    search s = {.costs = sorted,
                .values = values,
                .count = put_apart(sorted, count),
                .least = mpq_get_d(ends[0]),
                .most = mpq_get_d(ends[1]),
                .exact_least = ends[0],
                .exact_most = ends[1]};
    for (uint32_t i = 0; i < s.count; i++)
        values[i] = (double)sorted[i].numerator / (double)sorted[i].denominator;
    *none = finds_none(&s);
    mpq_clears(ends[0], ends[1], term, NULL);
    free(sorted);
    free(values);
    return LOT_OK;
}
