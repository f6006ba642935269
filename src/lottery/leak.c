/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Leak: the solutions of all panels' equations, from their reduced form.
 *
 *     x(pivot of row r) = constant - sum over the free columns f of row[r][f] * x(f)
 *
 * Two people are alike (E2) when the right side has the same coefficients for both; a free x has a
 * coefficient of 1 before itself alone. Two free ones are never alike.
 */
#include "civiclot/leak.h"

#include "core/array.h"
#include "lottery/residues.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct tallies {
    uint32_t *least;    /* [quotas->count] over all panels */
    uint32_t *greatest; /* [quotas->count] */
    uint32_t *now;      /* [quotas->count] of one panel */
} tallies;

static void tally_panel(tallies *seats, const uint32_t *members, uint32_t members_count,
                        const lot_pool *pool, const lot_quotas *quotas)
{
    memset(seats->now, 0, quotas->count * sizeof *seats->now);
    for (uint32_t s = 0; s < members_count; s++)
        for (uint32_t f = 0; f < pool->features_count; f++)
            seats->now[lot_pool_value(pool, members[s], f)]++;
    for (uint32_t q = 0; q < quotas->count; q++) {
        if (seats->now[q] < seats->least[q])
            seats->least[q] = seats->now[q];
        if (seats->now[q] > seats->greatest[q])
            seats->greatest[q] = seats->now[q];
    }
}

/* Do the quotas of its feature leave the value one number? Others' bounds bind it, too. */
static bool is_exact(const lot_quotas *quotas, uint32_t value, uint32_t seats)
{
    const lot_feature *feature = &quotas->features[quotas->rows[value].feature];
    uint64_t others_least = 0;
    uint64_t others_most = 0;
    for (uint32_t q = feature->first; q < feature->first + feature->values_count; q++) {
        if (q == value)
            continue;
        others_least += quotas->rows[q].min;
        others_most += quotas->rows[q].max;
    }
    uint64_t least = others_most < seats ? seats - others_most : 0;
    uint64_t most = others_least < seats ? seats - others_least : 0;
    if (quotas->rows[value].min > least)
        least = quotas->rows[value].min;
    if (quotas->rows[value].max < most)
        most = quotas->rows[value].max;
    return least == most;
}

static lot_status count_values(lot_leak *out, const lot_panels *panels, const lot_pool *pool,
                               const lot_quotas *quotas, lot_error *error)
{
    lot_status status = LOT_OK;
    tallies seats = {.least = lot_array_new(quotas->count, sizeof *seats.least),
                     .greatest = lot_array_new(quotas->count, sizeof *seats.greatest),
                     .now = lot_array_new(quotas->count, sizeof *seats.now)};
    if (seats.least == NULL || seats.greatest == NULL || seats.now == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t q = 0; q < quotas->count; q++)
        seats.least[q] = panels->seats;
    for (uint32_t n = 0; n < panels->count; n++)
        tally_panel(&seats, panels->members + (size_t)n * panels->seats, panels->seats, pool,
                    quotas);
    for (uint32_t q = 0; q < quotas->count; q++) {
        if (seats.least[q] != seats.greatest[q] || seats.least[q] == 0 ||
            seats.least[q] == panels->seats)
            continue;
        out->values_count++;
        out->exact_count += is_exact(quotas, q, panels->seats);
    }
done:
    free(seats.least);
    free(seats.greatest);
    free(seats.now);
    return status;
}

static int compare_numbers(const void *a, const void *b)
{
    const uint64_t *left = a;
    const uint64_t *right = b;
    return (*left > *right) - (*left < *right);
}

/* sorted: [count] ascending. */
static void count_groups(lot_groups *out, const uint64_t *sorted, uint32_t count)
{
    for (uint32_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && sorted[end] == sorted[first]; end++)
            continue;
        out->count++;
        out->small += end - first < LOT_SMALL_GROUP;
        out->unique += end - first == 1;
    }
}

/* columns: [people_count] out: the number of each person with tickets among them. */
static lot_status count_people(lot_leak *out, uint32_t *columns, const lot_panels *panels,
                               uint32_t people_count, lot_error *error)
{
    uint64_t *tickets = lot_array_new(people_count, sizeof *tickets);
    if (tickets == NULL)
        return LOT_NO_MEMORY(error);
    lot_panels_count_tickets(tickets, panels, people_count);
    for (uint32_t p = 0; p < people_count; p++)
        columns[p] = tickets[p] > 0 ? out->people_count++ : 0;
    qsort(tickets, people_count, sizeof *tickets, compare_numbers);
    count_groups(&out->by_tickets, tickets, people_count);
    free(tickets);
    return LOT_OK;
}

/* What is left free of one x that is none of the free ones. */
typedef struct shape {
    const uint64_t *coefficients; /* [width] */
    size_t width;
} shape;

static int compare_shapes(const void *a, const void *b)
{
    const shape *left = a;
    const shape *right = b;
    return memcmp(left->coefficients, right->coefficients, left->width * sizeof(uint64_t));
}

/* Is it a free x, and nothing else? Coefficients stand on the other side: -1. */
static bool is_free_one(const shape *about)
{
    uint32_t others = 0;
    uint32_t ones = 0;
    for (size_t f = 0; f < about->width; f++) {
        ones += about->coefficients[f] == LOT_RESIDUES_PRIME - 1;
        others += about->coefficients[f] != 0 && about->coefficients[f] != LOT_RESIDUES_PRIME - 1;
    }
    return ones == 1 && others == 0;
}

/* Each row moves its free columns to its front; pivots ascend, so that nothing is overwritten. */
static void keep_free_columns(lot_residues *residues)
{
    for (uint32_t r = 0; r < residues->rank; r++) {
        uint64_t *row = residues->rows[r];
        uint32_t kept = 0;
        uint32_t next = 0; /* pivot */
        for (uint32_t c = 0; c < residues->columns_count; c++) {
            if (next < residues->rank && residues->pivot[next] == c)
                next++;
            else
                row[kept++] = row[c];
        }
    }
}

static lot_status count_alike(lot_leak *out, lot_residues *residues, lot_error *error)
{
    uint32_t rank = residues->rank;
    shape *shapes = lot_array_new(rank, sizeof *shapes);
    if (shapes == NULL)
        return LOT_NO_MEMORY(error);
    keep_free_columns(residues);
    for (uint32_t r = 0; r < rank; r++)
        shapes[r] = (shape){residues->rows[r], out->free_count};
    qsort(shapes, rank, sizeof *shapes, compare_shapes);
    for (uint32_t first = 0, end; first < rank; first = end) {
        for (end = first + 1; end < rank && compare_shapes(&shapes[first], &shapes[end]) == 0;
             end++)
            continue;
        uint32_t group = end - first + is_free_one(&shapes[first]);
        out->alike_count += group > 1 ? group : 0;
    }
    free(shapes);
    return LOT_OK;
}

static bool is_computed(const lot_leak *leak)
{
    uint64_t cells = (uint64_t)leak->panels_count * leak->people_count;
    uint64_t rank_most =
        leak->panels_count < leak->people_count ? leak->panels_count : leak->people_count;
    return cells <= LOT_LEAK_CELLS_MOST && cells * rank_most <= LOT_LEAK_PRODUCTS_MOST;
}

/* columns: [people_count of the pool] */
static lot_status solve(lot_leak *out, const uint32_t *columns, const lot_panels *panels,
                        lot_error *error)
{
    lot_status status = LOT_OK;
    lot_residues residues;
    TRY(lot_residues_make(&residues, panels->count, out->people_count, error));
    for (uint32_t n = 0; n < panels->count; n++)
        for (uint32_t s = 0; s < panels->seats; s++)
            residues.rows[n][columns[panels->members[(size_t)n * panels->seats + s]]] = 1;
    lot_residues_reduce(&residues);
    out->rank = residues.rank;
    out->free_count = out->people_count - out->rank;
    assert(out->values_count == 0 || out->free_count > 0); /* E1 */
    if (out->values_count > 0)
        TRY(count_alike(out, &residues, error));
done:
    lot_residues_free(&residues);
    return status;
}

lot_status lot_leak_measure(lot_leak *out, const lot_panels *panels, const lot_pool *pool,
                            const lot_quotas *quotas, lot_error *error)
{
    assert(pool->features_count == quotas->features_count);
    lot_status status = LOT_OK;
    uint32_t *columns = lot_array_new(pool->people_count, sizeof *columns);
    *out = (lot_leak){.panels_count = panels->count};
    if (columns == NULL)
        return LOT_NO_MEMORY(error);
    TRY(count_people(out, columns, panels, pool->people_count, error));
    TRY(count_values(out, panels, pool, quotas, error));
    out->computed = is_computed(out);
    if (out->computed)
        TRY(solve(out, columns, panels, error));
done:
    free(columns);
    return status;
}
