/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lottery: tickets in rows, and the checks that every one of its panels must pass. */
#include "civiclot/lottery.h"

#include "core/array.h"

#include <assert.h>
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

const char *lot_objective_name(lot_objective objective)
{
    assert(objective == LOT_LEXIMIN);
    return "leximin";
}

const char *lot_path_name(lot_path path)
{
    static const char *const names[] = {"direct", "cuts", "rounded"};
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

/* Count one panel's quota values and households; false at the first person or household too many.
 */
static bool count_panel(uint32_t *tally, uint32_t *seated, const uint32_t *members, uint32_t seats,
                        const lot_pool *pool, uint32_t per_household)
{
    for (uint32_t seat = 0; seat < seats; seat++) {
        uint32_t person = members[seat];
        if (person >= pool->people_count || (seat > 0 && members[seat - 1] >= person))
            return false;
        for (uint32_t feature = 0; feature < pool->features_count; feature++)
            tally[lot_pool_value(pool, person, feature)]++;
        if (++seated[pool->households[person]] > per_household)
            return false;
    }
    return true;
}

lot_status lot_panels_check(const lot_panels *panels, const lot_pool *pool,
                            const lot_quotas *quotas, uint32_t seats, uint32_t per_household,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t *tally = lot_array_new(quotas->count, sizeof *tally);
    uint32_t *seated = lot_array_new(pool->households_count, sizeof *seated);
    if (tally == NULL || seated == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    if (panels->seats != seats) {
        status = LOT_FAIL(error, LOT_FAILURE, "internal: panels of %u, not of %u seats",
                          panels->seats, seats);
        goto done;
    }
    for (uint32_t p = 0; p < panels->count; p++) {
        const uint32_t *members = panels->members + (size_t)p * seats;
        memset(tally, 0, quotas->count * sizeof *tally);
        bool legal = count_panel(tally, seated, members, seats, pool, per_household);
        for (uint32_t seat = 0; seat < seats; seat++)
            if (members[seat] < pool->people_count)
                seated[pool->households[members[seat]]] = 0;
        if (!legal || !lot_quotas_admit(quotas, tally)) {
            status = LOT_FAIL(error, LOT_FAILURE,
                              "internal: panel %u of the lottery breaks %s; nothing was written", p,
                              legal ? "a quota" : "a household rule");
            goto done;
        }
    }
done:
    free(tally);
    free(seated);
    return status;
}
