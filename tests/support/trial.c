/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one lottery must keep. Counts for itself what the library counts too. */
#include "support/trial.h"

#include "core/array.h"
#include "support/generate.h"

#include <assert.h>
#include <gmp.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* In 2^-60: the checker rounds up, and of goldilocks a root besides. */
enum { GAP_OF_EXACT = 4 };

bool lot_trial_wrong(const lot_trial *trial, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    (void)printf("seed %llu, %s, %u of a household, %llu tickets: ",
                 (unsigned long long)trial->seed, lot_objective_name(trial->objective),
                 trial->per_household, (unsigned long long)trial->tickets);
    (void)vprintf(format, values);
    (void)printf("\n");
    va_end(values);
    return false;
}

void lot_trial_end(lot_trial *trial)
{
    lot_classes_free(trial->classes);
    lot_solution_free(trial->solution);
    lot_panels_free(trial->panels);
    free(trial->held);
}

/* Legacy may look for a panel in vain: then trial->solution is NULL, and that is right. */
bool lot_trial_solve(lot_trial *trial)
{
    lot_error error = {{0}, NULL, 0};
    lot_conflict *conflict = NULL;
    lot_fair_options options = {.objective = trial->objective,
                                .tickets = trial->tickets,
                                .gamma_millionths = trial->gamma_millionths};
    if (lot_classes_new(&trial->classes, trial->pool, trial->per_household, &error) != LOT_OK)
        return lot_trial_wrong(trial, "%s", error.message);
    lot_status status = lot_solve(&trial->solution, &conflict, trial->quotas, trial->classes,
                                  trial->seats, &options, &error);
    lot_conflict_free(conflict);
    if (status != LOT_OK)
        return trial->objective == LOT_LEGACY || lot_trial_wrong(trial, "%s", error.message);
    return trial->solution != NULL ||
           lot_trial_wrong(trial, "no panel is found where there is one");
}

/* Deal, seats in a random order of people. */
bool lot_trial_deal(lot_trial *trial, uint64_t *state)
{
    lot_error error = {{0}, NULL, 0};
    uint32_t *order = lot_array_new(trial->pool->people_count, sizeof *order);
    trial->held = lot_array_new(trial->pool->people_count, sizeof *trial->held);
    assert(order != NULL && trial->held != NULL);
    for (uint32_t p = 0; p < trial->pool->people_count; p++)
        order[p] = p;
    lot_test_shuffle(state, order, trial->pool->people_count);
    lot_status status =
        lot_deal(&trial->panels, trial->solution->compositions, trial->classes, order, &error);
    free(order);
    if (status != LOT_OK)
        return lot_trial_wrong(trial, "%s", error.message);
    lot_panels_count_tickets(trial->held, trial->panels, trial->pool->people_count);
    return true;
}

double lot_trial_chance(const lot_trial *trial, uint32_t person)
{
    return trial->solution->chance[trial->classes->of_person[person]];
}

/* Seats held by people who share a value, or a household, with `person`. */
static uint32_t count_like(const lot_trial *trial, const uint32_t *members, uint32_t person,
                           uint32_t feature)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < trial->seats; i++)
        count += feature == UINT32_MAX
                     ? trial->pool->households[members[i]] == trial->pool->households[person]
                     : lot_pool_value(trial->pool, members[i], feature) ==
                           lot_pool_value(trial->pool, person, feature);
    return count;
}

/* Quotas and households of one panel, counted here. */
static bool check_panel(const lot_trial *trial, const uint32_t *members)
{
    uint32_t met = 0;
    uint32_t needed = 0;
    for (uint32_t i = 0; i < trial->seats; i++) {
        if (i > 0 && members[i - 1] >= members[i])
            return lot_trial_wrong(trial, "a panel's people are out of order");
        if (count_like(trial, members, members[i], UINT32_MAX) > trial->per_household)
            return lot_trial_wrong(trial, "a household has too many seats");
        for (uint32_t f = 0; f < trial->pool->features_count; f++) {
            uint32_t value = lot_pool_value(trial->pool, members[i], f);
            uint32_t held = count_like(trial, members, members[i], f);
            if (held < trial->quotas->rows[value].min || held > trial->quotas->rows[value].max)
                return lot_trial_wrong(trial, "a quota is not met");
        }
    }
    /* values that nobody on the panel has must need nobody */
    for (uint32_t q = 0; q < trial->quotas->count; q++) {
        bool seated = false;
        for (uint32_t i = 0; i < trial->seats; i++)
            seated = seated ||
                     lot_pool_value(trial->pool, members[i], trial->quotas->rows[q].feature) == q;
        needed += trial->quotas->rows[q].min > 0;
        met += seated && trial->quotas->rows[q].min > 0;
    }
    return met == needed || lot_trial_wrong(trial, "a quota has no seat");
}

bool lot_trial_check_panels(const lot_trial *trial)
{
    lot_error error = {{0}, NULL, 0};
    uint64_t tickets = 0;
    if (lot_panels_check(trial->panels, trial->pool, trial->quotas, trial->seats,
                         trial->per_household, &error) != LOT_OK)
        return lot_trial_wrong(trial, "%s", error.message);
    for (uint32_t j = 0; j < trial->panels->count; j++) {
        tickets += trial->panels->tickets[j];
        if (!check_panel(trial, trial->panels->members + (size_t)j * trial->seats))
            return false;
    }
    return tickets == trial->tickets ||
           lot_trial_wrong(trial, "the panels have %llu tickets", (unsigned long long)tickets);
}

/* Chances and tickets both sum to the seats; chances that are no doubles of fractions, nearly. */
static bool check_sums(const lot_trial *trial)
{
    double chances = 0;
    uint64_t held = 0;
    for (uint32_t p = 0; p < trial->pool->people_count; p++) {
        chances += lot_trial_chance(trial, p);
        held += trial->held[p];
    }
    double noise = (trial->solution->exact ? 1e-14 : 1e-7) * trial->pool->people_count;
    if (fabs(chances - trial->seats) > noise)
        return lot_trial_wrong(trial, "chances sum to %.17g for %u seats", chances, trial->seats);
    return held == trial->seats * trial->tickets ||
           lot_trial_wrong(trial, "people hold %llu tickets", (unsigned long long)held);
}

/* People of one class hold the same tickets, up to one. */
static bool check_anonymity(const lot_trial *trial)
{
    for (uint32_t t = 0; t < trial->classes->count; t++) {
        uint64_t least = UINT64_MAX;
        uint64_t greatest = 0;
        for (uint32_t i = trial->classes->first_member[t]; i < trial->classes->first_member[t + 1];
             i++) {
            uint64_t held = trial->held[trial->classes->members[i]];
            least = held < least ? held : least;
            greatest = held > greatest ? held : greatest;
        }
        if (greatest > least + 1)
            return lot_trial_wrong(trial, "people alike hold %llu and %llu tickets",
                                   (unsigned long long)least, (unsigned long long)greatest);
        if (trial->solution->no_panel[t] && (greatest > 0 || trial->solution->chance[t] > 0))
            return lot_trial_wrong(trial, "who is said to be in no panel has a chance");
    }
    return true;
}

/* The finding's distance is rounded to the thousandth; chances are doubles. */
static bool check_distance(const lot_trial *trial)
{
    double told = (double)trial->solution->finding.distance_millitickets / 1000;
    double noise = 0.0005 + 1e-12 * (double)trial->tickets;
    for (uint32_t p = 0; p < trial->pool->people_count; p++) {
        double off =
            fabs((double)trial->held[p] - lot_trial_chance(trial, p) * (double)trial->tickets);
        if (off > told + noise)
            return lot_trial_wrong(
                trial, "person %u is %.6f tickets off, the worst is said to be %.3f", p, off, told);
    }
    return true;
}

/* The proof holds, and the finding says what it leaves open. Legacy proves nothing. */
bool lot_trial_check_proof(const lot_trial *trial)
{
    lot_error error = {{0}, NULL, 0};
    lot_proof_result result = {0};
    const lot_solution *solution = trial->solution;
    if (trial->objective == LOT_LEGACY)
        return solution->proof == NULL ||
               lot_trial_wrong(trial, "legacy claims to prove something");
    if (solution->proof == NULL || solution->finding.late)
        return lot_trial_wrong(trial, "there is no proof");
    if (lot_proof_check(&result, solution->proof, trial->quotas, trial->classes, &error) != LOT_OK)
        return lot_trial_wrong(trial, "%s", error.message);
    if (result.gap != solution->finding.gap || result.branched != solution->finding.cuts_count)
        return lot_trial_wrong(trial, "the finding is not what the proof leaves open");
    return !solution->exact || result.gap <= GAP_OF_EXACT ||
           lot_trial_wrong(trial, "exact, but for a gap of %.3g", ldexp((double)result.gap, -60));
}

/* Is `of` off by at most half of its last digit? */
static bool is_nearest(double of, const lot_fraction *fraction)
{
    mpq_t off;
    mpq_t half;
    mpq_inits(off, half, NULL);
    mpq_set_ui(off, fraction->numerator, fraction->denominator);
    mpq_canonicalize(off);
    mpq_set_d(half, of);
    mpq_sub(off, off, half);
    mpq_abs(off, off);
    mpq_set_d(half, nextafter(of, 2) - of);
    mpq_div_2exp(half, half, 1);
    bool nearest = mpq_cmp(off, half) <= 0;
    mpq_clears(off, half, NULL);
    return nearest;
}

/* Everybody's chance is the double nearest to the fraction. */
static bool check_fractions(const lot_trial *trial)
{
    for (uint32_t t = 0; t < trial->classes->count; t++) {
        const lot_fraction *fraction = &trial->solution->fraction[t];
        if (trial->solution->exact && !is_nearest(trial->solution->chance[t], fraction))
            return lot_trial_wrong(
                trial, "%.17g is not the double nearest to %llu/%llu", trial->solution->chance[t],
                (unsigned long long)fraction->numerator, (unsigned long long)fraction->denominator);
    }
    return true;
}

/* No chances are better than what is proven of all. */
static bool check_bound(const lot_trial *trial)
{
    const lot_fraction *fraction = &trial->solution->finding.bound;
    double bound = (double)fraction->numerator / (double)fraction->denominator;
    double gamma =
        trial->gamma_millionths > 0 ? (double)trial->gamma_millionths / LOT_GAMMA_ONE : 1;
    double least = 1;
    double greatest = 0;
    uint32_t people = 0;
    for (uint32_t t = 0; t < trial->classes->count; t++) {
        if (trial->solution->no_panel[t])
            continue;
        people += trial->classes->size[t];
        least = fmin(least, trial->solution->chance[t]);
        greatest = fmax(greatest, trial->solution->chance[t]);
    }
    double ratio = (double)people / trial->seats;
    switch (trial->objective) {
    case LOT_LEXIMIN:
    case LOT_MAXIMIN:
        return least <= bound + 1e-12 ||
               lot_trial_wrong(trial, "least %.15g, bound %.15g", least, bound);
    case LOT_MINIMAX:
        return greatest >= bound - 1e-12 ||
               lot_trial_wrong(trial, "greatest %.15g, bound %.15g", greatest, bound);
    case LOT_GOLDILOCKS:
        return ratio * greatest + gamma / ratio / least >= bound * (1 - 1e-12) ||
               lot_trial_wrong(trial, "worth less than the bound %.15g", bound);
    case LOT_NASH:
        return bound >= 1 - 1e-12 || lot_trial_wrong(trial, "the bound %.15g is below 1", bound);
    case LOT_LEGACY:
        break;
    }
    return fraction->numerator == 0 || lot_trial_wrong(trial, "legacy has a bound");
}

bool lot_trial_check_chances(const lot_trial *trial)
{
    bool good = check_sums(trial);
    good = check_fractions(trial) && good;
    return check_anonymity(trial) && good;
}

bool lot_trial_check_finding(const lot_trial *trial)
{
    bool good = check_distance(trial);
    return check_bound(trial) && good;
}
