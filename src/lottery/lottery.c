/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lottery: tickets in rows, and the checks that every one of its panels must pass. */
#include "civiclot/lottery.h"

#include "core/array.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void lot_compositions_free(lot_compositions *compositions)
{
    if (compositions == NULL)
        return;
    free(compositions->classes);
    free(compositions->tickets);
    free(compositions);
}

void lot_panels_free(lot_panels *panels)
{
    if (panels == NULL)
        return;
    free(panels->members);
    free(panels->tickets);
    free(panels);
}

void lot_lottery_free(lot_lottery *lottery)
{
    if (lottery == NULL)
        return;
    free(lottery->first);
    free(lottery->panel);
    lot_panels_free(lottery->panels);
    free(lottery);
}

/* What is told of each objective. */
static const struct objective {
    const char *name;
    const char *purpose;
} objectives[LOT_OBJECTIVES_COUNT] = {
    [LOT_LEXIMIN] = {"leximin", "the smallest chance as large as can be, then the next smallest"},
    [LOT_MAXIMIN] = {"maximin",
                     "the smallest chance as large as can be, then the largest as small as can be"},
    [LOT_NASH] = {"nash", "the geometric mean of the chances as large as can be"},
    [LOT_GOLDILOCKS] = {"goldilocks", "no chance too low and none too high"},
    [LOT_MINIMAX] = {"minimax",
                     "the largest chance as small as can be, then the smallest as large as can be"},
    [LOT_LEGACY] = {"legacy", "the greedy algorithm of older tools, for comparison only"},
};

const char *lot_objective_name(lot_objective objective)
{
    assert((unsigned)objective < LOT_OBJECTIVES_COUNT);
    return objectives[objective].name;
}

const char *lot_objective_purpose(lot_objective objective)
{
    assert((unsigned)objective < LOT_OBJECTIVES_COUNT);
    return objectives[objective].purpose;
}

const char *lot_path_name(lot_path path)
{
    static const char *const names[] = {"direct", "cuts", "rounded", "simulated"};
    assert((unsigned)path < sizeof names / sizeof *names);
    return names[path];
}

lot_status lot_lottery_new(lot_lottery **out, lot_panels *panels, const uint32_t *panel,
                           const uint64_t *tickets, uint32_t rows_count, lot_error *error)
{
    *out = NULL;
    lot_lottery *lottery = lot_array_new(1, sizeof *lottery);
    if (lottery == NULL)
        return LOT_NO_MEMORY(error);
    lottery->first = lot_array_new((size_t)rows_count + 1, sizeof *lottery->first);
    lottery->panel = lot_array_new(rows_count, sizeof *lottery->panel);
    if (lottery->first == NULL || lottery->panel == NULL) {
        lot_lottery_free(lottery);
        return LOT_NO_MEMORY(error);
    }
    lottery->rows_count = rows_count;
    for (uint32_t row = 0; row < rows_count; row++) {
        assert(panel[row] < panels->count && tickets[row] > 0);
        lottery->panel[row] = panel[row];
        lottery->first[row + 1] = lottery->first[row] + tickets[row];
    }
    lottery->tickets = lottery->first[rows_count];
    lottery->panels = panels;
    *out = lottery;
    return LOT_OK;
}

uint32_t lot_lottery_row(const lot_lottery *lottery, uint64_t ticket)
{
    assert(ticket < lottery->tickets);
    uint32_t low = 0;
    uint32_t high = lottery->rows_count;
    while (high - low > 1) { /* first[low] <= ticket < first[high] */
        uint32_t middle = low + (high - low) / 2;
        if (lottery->first[middle] <= ticket)
            low = middle;
        else
            high = middle;
    }
    return low;
}

const uint32_t *lot_lottery_members(const lot_lottery *lottery, uint32_t row)
{
    assert(row < lottery->rows_count);
    return lottery->panels->members + (size_t)lottery->panel[row] * lottery->panels->seats;
}

void lot_panels_count_tickets(uint64_t *tickets, const lot_panels *panels, uint32_t people_count)
{
    memset(tickets, 0, people_count * sizeof *tickets);
    for (uint32_t p = 0; p < panels->count; p++) {
        const uint32_t *members = panels->members + (size_t)p * panels->seats;
        for (uint32_t seat = 0; seat < panels->seats; seat++)
            tickets[members[seat]] += panels->tickets[p];
    }
}

/* What a panel is checked with. */
struct check {
    const lot_pool *pool;
    const lot_quotas *quotas;
    uint32_t seats;
    uint32_t per_household;
    uint32_t *tally;  /* [quotas->count] of the panel at hand */
    uint32_t *seated; /* [households_count] of the panel at hand; zeros between panels */
};

/* Count a panel's quota values and households. NULL, or what is wrong with its people. */
static const char *count_panel(struct check *check, const uint32_t *members)
{
    const lot_pool *pool = check->pool;
    memset(check->tally, 0, check->quotas->count * sizeof *check->tally);
    for (uint32_t seat = 0; seat < check->seats; seat++) {
        uint32_t person = members[seat];
        if (person >= pool->people_count)
            return "seats somebody who is not in the pool";
        if (seat > 0 && members[seat - 1] == person)
            return "seats a person twice";
        if (seat > 0 && members[seat - 1] > person)
            return "does not list its people in order";
        for (uint32_t feature = 0; feature < pool->features_count; feature++)
            check->tally[lot_pool_value(pool, person, feature)]++;
        if (++check->seated[pool->households[person]] > check->per_household)
            return "seats too many of a household";
    }
    return NULL;
}

static void forget_households(struct check *check, const uint32_t *members)
{
    for (uint32_t seat = 0; seat < check->seats; seat++)
        if (members[seat] < check->pool->people_count)
            check->seated[check->pool->households[members[seat]]] = 0;
}

static lot_status check_panel(struct check *check, uint32_t panel, const uint32_t *members,
                              lot_error *error)
{
    const lot_quotas *quotas = check->quotas;
    const char *wrong = count_panel(check, members);
    forget_households(check, members);
    if (wrong != NULL)
        return LOT_FAIL(error, LOT_FAILURE,
                        "internal: panel %" PRIu32 " of the lottery %s; nothing was written", panel,
                        wrong);
    for (uint32_t q = 0; q < quotas->count; q++) {
        const lot_quota *quota = &quotas->rows[q];
        if (quota->min <= check->tally[q] && check->tally[q] <= quota->max)
            continue;
        return LOT_FAIL(error, LOT_FAILURE,
                        "internal: panel %" PRIu32 " of the lottery breaks the quota of %s '%s': "
                        "%" PRIu32 " seats, not %" PRIu32 " to %" PRIu32 "; nothing was written",
                        panel, quotas->features[quota->feature].name, quota->value, check->tally[q],
                        quota->min, quota->max);
    }
    return LOT_OK;
}

lot_status lot_panels_check(const lot_panels *panels, const lot_pool *pool,
                            const lot_quotas *quotas, uint32_t seats, uint32_t per_household,
                            lot_error *error)
{
    if (panels->seats != seats)
        return LOT_FAIL(error, LOT_FAILURE,
                        "internal: panels of %" PRIu32 ", not of %" PRIu32 " seats", panels->seats,
                        seats);
    lot_status status = LOT_OK;
    struct check check = {.pool = pool,
                          .quotas = quotas,
                          .seats = seats,
                          .per_household = per_household,
                          .tally = lot_array_new(quotas->count, sizeof *check.tally),
                          .seated = lot_array_new(pool->households_count, sizeof *check.seated)};
    if (check.tally == NULL || check.seated == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t p = 0; p < panels->count; p++)
        TRY(check_panel(&check, p, panels->members + (size_t)p * seats, error));
done:
    free(check.tally);
    free(check.seated);
    return status;
}
