/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures: counted once, shown in several reports. */
#include "report/figures.h"

#include "core/array.h"
#include "core/wide.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

bool lot_report_in_no_panel(const lot_report *report, uint32_t person)
{
    return report->no_panel != NULL && report->no_panel[report->classes->of_person[person]];
}

bool lot_report_is_kept(const lot_report *report, uint32_t person)
{
    return report->standing != NULL && report->standing->places[person] == LOT_KEPT;
}

static bool has_no_chance(const lot_report *report, uint32_t person)
{
    const lot_proof *proof = report->proof;
    return proof != NULL && proof->chance[report->classes->of_person[person]].numerator == 0;
}

void lot_report_figures(lot_figures *out, const lot_report *report)
{
    assert(report->lottery != NULL);
    uint64_t all = report->lottery->tickets;
    double logarithms = 0;
    *out = (lot_figures){.least_tickets = all};
    for (uint32_t p = 0; p < report->pool->people_count; p++) {
        if (lot_report_in_no_panel(report, p)) {
            out->no_panel_count++;
            continue;
        }
        uint64_t tickets = report->tickets[p];
        out->people_count++;
        if (tickets < out->least_tickets)
            out->least_tickets = tickets;
        if (tickets > out->greatest_tickets)
            out->greatest_tickets = tickets;
        if (lot_report_is_kept(report, p)) {
            out->kept_count++;
            continue;
        }
        logarithms += log((double)tickets / (double)all);
        if (tickets > out->called_tickets)
            out->called_tickets = tickets;
        if (tickets == all)
            out->certain_count++;
        if (tickets == 0) {
            out->no_ticket_count++;
            out->no_chance_count += has_no_chance(report, p);
        }
    }
    if (out->people_count == 0)
        out->least_tickets = 0;
    /* log 0 is minus infinity, whose exponential is the 0 that one chance of 0 makes of the mean */
    uint32_t called = out->people_count - out->kept_count;
    out->geometric_mean = called > 0 ? exp(logarithms / called) : 0;
}

uint64_t lot_figures_mean(const lot_figures *figures)
{
    return (uint64_t)(figures->geometric_mean * LOT_MEAN_WHOLE + 0.5);
}

static lot_unsigned_wide divide_up(lot_unsigned_wide dividend, lot_unsigned_wide divisor)
{
    return (dividend + divisor - 1) / divisor;
}

bool lot_figures_goldilocks(uint64_t *millionths, const lot_figures *figures,
                            const lot_report *report)
{
    /* 2^32 people, 10^9 tickets, gamma up to 10^9 millionths: below 2^96 */
    lot_unsigned_wide tickets = (lot_unsigned_wide)report->seats * report->lottery->tickets;
    lot_unsigned_wide people = figures->people_count;
    uint64_t gamma = report->finding->gamma_millionths;
    if (figures->least_tickets == 0)
        return false;
    *millionths = (uint64_t)(divide_up(people * figures->greatest_tickets * 1000000, tickets) +
                             divide_up(gamma * tickets, people * figures->least_tickets));
    return true;
}

bool lot_members_have(const uint32_t *members, uint32_t count, uint32_t person)
{
    uint32_t low = 0;
    uint32_t high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (members[middle] == person)
            return true;
        if (members[middle] < person)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

const uint32_t *lot_report_drawn(const lot_report *report)
{
    assert(report->lottery != NULL && report->draw != NULL);
    return lot_lottery_members(report->lottery, report->draw->row);
}

lot_report_attempt lot_report_attempt_at(const lot_report *report, uint32_t index)
{
    assert(index < report->attempts_count);
    lot_report_attempt attempt = report->attempts[index];
    if (attempt.number == report->attempt && report->draw != NULL) {
        attempt.drawn = true;
        attempt.ticket = report->draw->ticket;
    }
    return attempt;
}

bool lot_report_is_selected(const lot_report *report, uint32_t person)
{
    if (report->lottery == NULL || report->draw == NULL)
        return false;
    return lot_members_have(lot_report_drawn(report), report->lottery->panels->seats, person);
}

bool lot_report_has_seat(const lot_report *report, uint32_t person)
{
    bool left = report->withdrawn != NULL && report->withdrawn[person];
    bool called = report->called != NULL && report->called[person];
    return (called || lot_report_is_selected(report, person)) && !left;
}

lot_status lot_tally_make(lot_tally *out, const lot_report *report, lot_error *error)
{
    const lot_pool *pool = report->pool;
    out->pool = lot_array_new(report->quotas->count, sizeof *out->pool);
    out->drawn = lot_array_new(report->quotas->count, sizeof *out->drawn);
    out->now = lot_array_new(report->quotas->count, sizeof *out->now);
    if (out->pool == NULL || out->drawn == NULL || out->now == NULL) {
        lot_tally_free(out);
        return LOT_NO_MEMORY(error);
    }
    for (uint32_t p = 0; p < pool->people_count; p++) {
        bool drawn = lot_report_is_selected(report, p);
        bool seated = lot_report_has_seat(report, p);
        for (uint32_t f = 0; f < pool->features_count; f++) {
            out->pool[lot_pool_value(pool, p, f)]++;
            out->drawn[lot_pool_value(pool, p, f)] += drawn;
            out->now[lot_pool_value(pool, p, f)] += seated;
        }
    }
    return LOT_OK;
}

void lot_tally_free(lot_tally *tally)
{
    free(tally->pool);
    free(tally->drawn);
    free(tally->now);
    *tally = (lot_tally){NULL, NULL, NULL};
}

lot_status lot_report_shared_households(uint32_t *count, const lot_report *report, lot_error *error)
{
    const lot_pool *pool = report->pool;
    uint32_t *people = lot_array_new(pool->households_count, sizeof *people);
    if (people == NULL)
        return LOT_NO_MEMORY(error);
    *count = 0;
    for (uint32_t p = 0; p < pool->people_count; p++)
        if (++people[pool->households[p]] == 2)
            ++*count;
    free(people);
    return LOT_OK;
}
