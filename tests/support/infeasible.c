/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pools without a panel, made by tightening the quotas of pools that have one. */
#include "support/infeasible.h"

#include "core/array.h"
#include "oracle/brute.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TIGHTENINGS_MAX = 60 };

static bool wrong(const lot_test_infeasible *pool, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool wrong(const lot_test_infeasible *pool, const char *format, ...)
{
    va_list arguments;
    (void)printf("seed %" PRIu64 ": ", pool->seed);
    va_start(arguments, format);
    (void)vprintf(format, arguments);
    va_end(arguments);
    (void)printf("\n");
    return false;
}

static bool has_panel(const lot_test_infeasible *pool, const lot_oracle *asked)
{
    return pool->tiny ? lot_oracle_has_panel_by_sets(asked) : lot_oracle_has_panel(asked);
}

/* Q2 of quota.h: do minima and maxima leave the feature any way to share out the seats? */
static bool sums_agree(const lot_quotas *quotas, uint32_t feature, uint32_t seats)
{
    uint32_t minima = 0;
    uint32_t maxima = 0;
    const lot_feature *f = &quotas->features[feature];
    for (uint32_t q = f->first; q < f->first + f->values_count; q++) {
        minima += quotas->rows[q].min;
        maxima += quotas->rows[q].max;
    }
    return minima <= seats && maxima >= seats;
}

static void tighten(lot_quotas *quotas, uint32_t seats, uint64_t *state)
{
    lot_quota *quota = &quotas->rows[lot_test_random_below(state, quotas->count)];
    lot_quota before = *quota;
    if (lot_test_random_below(state, 2) == 0 && quota->min < seats) {
        quota->min++;
        if (quota->max < quota->min)
            quota->max = quota->min;
    } else if (quota->max > 0) {
        quota->max--;
        if (quota->min > quota->max)
            quota->min = quota->max;
    }
    if (!sums_agree(quotas, quota->feature, seats))
        *quota = before;
}

static void limit_changes(lot_quotas *quotas, uint64_t *state)
{
    bool flexible = lot_test_random_below(state, 4) == 0;
    bool weighed = lot_test_random_below(state, 4) == 0;
    for (uint32_t q = 0; q < quotas->count; q++) {
        lot_quota *quota = &quotas->rows[q];
        if (flexible) {
            quota->min_flex = quota->min - lot_test_random_below(state, quota->min + 1);
            quota->max_flex = quota->max + lot_test_random_below(state, 4);
        }
        if (weighed)
            quota->priority = lot_test_random_below(state, 4);
    }
}

static lot_test_shape random_shape(uint64_t seed, bool tiny)
{
    uint64_t state = ~seed;
    lot_test_shape shape = {.seed = seed};
    shape.people_count =
        tiny ? 7 + lot_test_random_below(&state, 8) : 15 + lot_test_random_below(&state, 50);
    shape.seats = 2 + lot_test_random_below(&state, shape.people_count / 2);
    shape.features_count = 1 + lot_test_random_below(&state, 5);
    shape.values_per_feature = 2 + lot_test_random_below(&state, 3);
    shape.skew = lot_test_random_below(&state, 3);
    shape.household_percent = 30 * lot_test_random_below(&state, 4);
    shape.band = lot_test_random_below(&state, 2);
    return shape;
}

bool lot_test_infeasible_make(lot_test_infeasible *out, uint64_t seed)
{
    uint64_t state = seed;
    bool tiny = seed % 2 == 0;
    lot_test_shape shape = random_shape(seed, tiny);
    *out = (lot_test_infeasible){.seed = seed, .made = lot_test_case_make(&shape), .tiny = tiny};
    uint32_t per_household = 1 + (lot_test_random_below(&state, 4) == 0);
    lot_quotas *quotas = out->made->quotas;
    out->oracle = (lot_oracle){.pool = out->made->pool,
                               .quotas = quotas,
                               .seats = shape.seats,
                               .per_household = per_household};
    bool possible = true;
    for (int i = 0; i < TIGHTENINGS_MAX && possible; i++) {
        tighten(quotas, shape.seats, &state);
        possible = has_panel(out, &out->oracle);
    }
    for (uint32_t more = lot_test_random_below(&state, 12); more > 0; more--)
        tighten(quotas, shape.seats, &state);
    limit_changes(quotas, &state);
    lot_status status = lot_classes_new(&out->classes, out->made->pool, per_household, NULL);
    assert(status == LOT_OK);
    return !possible && !has_panel(out, &out->oracle);
}

void lot_test_infeasible_free(lot_test_infeasible *pool)
{
    lot_classes_free(pool->classes);
    lot_test_case_free(pool->made);
}

/* Ask the oracle about the conflict's parts without part `left_out`; UINT32_MAX: with all. */
static bool parts_have_panel(const lot_test_infeasible *pool, const lot_conflict *conflict,
                             uint32_t left_out)
{
    lot_oracle asked = pool->oracle;
    lot_quotas quotas = *asked.quotas;
    bool *apart = lot_array_new(asked.pool->households_count, sizeof *apart);
    quotas.rows = lot_array_new(quotas.count, sizeof *quotas.rows);
    assert(apart != NULL && quotas.rows != NULL);
    for (uint32_t h = 0; h < asked.pool->households_count; h++)
        apart[h] = true;
    for (uint32_t q = 0; q < quotas.count; q++) {
        quotas.rows[q] = asked.quotas->rows[q];
        quotas.rows[q].min = quotas.rows[q].min_flex = 0;
        quotas.rows[q].max = asked.seats;
    }
    for (uint32_t i = 0; i < conflict->count; i++) {
        const lot_conflict_part *part = &conflict->parts[i];
        if (i == left_out)
            continue;
        if (part->part == LOT_PART_HOUSEHOLD)
            apart[asked.pool->households[conflict->people[part->first]]] = false;
        else if (part->part == LOT_PART_MIN)
            quotas.rows[part->quota].min = asked.quotas->rows[part->quota].min;
        else
            quotas.rows[part->quota].max = asked.quotas->rows[part->quota].max;
    }
    asked.quotas = &quotas;
    asked.apart = apart;
    bool exists = has_panel(pool, &asked);
    free(apart);
    free(quotas.rows);
    return exists;
}

/* All of a household's people, and only those. */
static bool is_household(const lot_conflict *conflict, const lot_conflict_part *part,
                         const lot_pool *pool)
{
    uint32_t count = 0;
    uint32_t household = pool->households[conflict->people[part->first]];
    for (uint32_t p = 0; p < pool->people_count; p++) {
        if (pool->households[p] != household)
            continue;
        if (part->first + count >= part->end || conflict->people[part->first + count] != p)
            return false;
        count++;
    }
    return part->first + count == part->end && count > 1;
}

static bool check_conflict(lot_test_seen *seen, const lot_test_infeasible *pool,
                           const lot_conflict *conflict)
{
    bool good = true;
    bool household = false;
    const lot_oracle *asked = &pool->oracle;
    if (lot_conflict_check(conflict, asked->quotas, pool->classes, asked->seats, NULL) != LOT_OK)
        good = wrong(pool, "the conflict's proof does not hold");
    if (parts_have_panel(pool, conflict, UINT32_MAX))
        good = wrong(pool, "there is a panel that meets the conflict");
    for (uint32_t i = 0; i < conflict->count; i++) {
        const lot_conflict_part *part = &conflict->parts[i];
        if (!parts_have_panel(pool, conflict, i))
            good = wrong(pool, "part %" PRIu32 " could be left out", i);
        household = household || part->part == LOT_PART_HOUSEHOLD;
        if (part->part == LOT_PART_HOUSEHOLD && !is_household(conflict, part, asked->pool))
            good = wrong(pool, "part %" PRIu32 " is no household", i);
    }
    seen->households += household;
    seen->branched += conflict->proof.leaves_count > 1;
    return good;
}

/* Is there a panel when the change is made? */
static bool change_helps(const lot_test_infeasible *pool, const lot_change *change)
{
    lot_oracle asked = pool->oracle;
    lot_quotas quotas = *asked.quotas;
    quotas.rows = lot_array_new(quotas.count, sizeof *quotas.rows);
    assert(quotas.rows != NULL);
    memcpy(quotas.rows, asked.quotas->rows, quotas.count * sizeof *quotas.rows);
    for (uint32_t i = 0; i < change->targets_count; i++) {
        const lot_shift *target = &change->targets[i];
        lot_quota *quota = &quotas.rows[target->quota];
        *(target->part == LOT_PART_MIN ? &quota->min : &quota->max) = target->to;
    }
    asked.quotas = &quotas;
    bool helps = has_panel(pool, &asked);
    free(quotas.rows);
    return helps;
}

static bool same_targets(const lot_change *change, const uint32_t *seats, uint32_t count)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (seats[i] == 0)
            continue;
        if (at >= change->targets_count)
            return false;
        const lot_shift *target = &change->targets[at++];
        bool min = target->part == LOT_PART_MIN;
        uint32_t by = min ? target->from - target->to : target->to - target->from;
        if (2 * target->quota + !min != i || by != seats[i])
            return false;
    }
    return at == change->targets_count;
}

static const lot_change *find_kind(const lot_changes *changes, lot_change_kind kind)
{
    for (uint32_t i = 0; i < changes->count; i++)
        if (changes->list[i].kind == kind)
            return &changes->list[i];
    return NULL;
}

/* The cheapest change of that kind is what the oracle says; both: of minima and maxima. */
static bool check_cheapest(const lot_test_infeasible *pool, const lot_changes *changes,
                           lot_change_kind kind)
{
    lot_oracle asked = pool->oracle;
    lot_oracle_change best;
    const lot_change *change = find_kind(changes, kind);
    bool good = true;
    asked.minima = kind != LOT_CHANGE_MAXIMA;
    asked.maxima = kind != LOT_CHANGE_MINIMA;
    if (pool->tiny)
        lot_oracle_change_by_sets(&best, &asked);
    else
        lot_oracle_cost(&best, &asked);
    if (change == NULL) {
        /* none, or the same as the cheapest of all */
        const lot_change *first = find_kind(changes, LOT_CHANGE_QUOTAS);
        if (best.found && (first == NULL || kind == LOT_CHANGE_QUOTAS ||
                           fabs(best.cost - (double)first->cost / 1e6) > 1e-5))
            good = wrong(pool, "kind %d: a change was not found", (int)kind);
    } else if (!best.found || fabs(best.cost - (double)change->cost / 1e6) > 1e-5) {
        good = wrong(pool, "kind %d: it costs %.6f, not %.6f", (int)kind,
                     (double)change->cost / 1e6, best.cost);
    } else if (change->gap == 0 && pool->tiny &&
               !same_targets(change, best.seats, 2 * asked.quotas->count)) {
        good = wrong(pool, "kind %d: ties are broken otherwise", (int)kind);
    }
    free(best.seats);
    return good;
}

/* Is there a panel with so many more people with these answers, each alone? */
static bool recruits_help(const lot_test_infeasible *pool, uint32_t people, const uint32_t *values)
{
    lot_oracle asked = pool->oracle;
    lot_pool more = *asked.pool;
    uint32_t count = more.people_count + people;
    size_t features = more.features_count;
    more.values = lot_array_new(count * features, sizeof *more.values);
    more.households = lot_array_new(count, sizeof *more.households);
    assert(more.values != NULL && more.households != NULL);
    for (uint32_t p = 0; p < count; p++) {
        bool is_new = p >= more.people_count;
        more.households[p] = is_new ? more.households_count++ : asked.pool->households[p];
        memcpy(more.values + p * features, is_new ? values : asked.pool->values + p * features,
               features * sizeof *values);
    }
    more.people_count = count;
    asked.pool = &more;
    bool helps = lot_oracle_has_panel(&asked);
    free(more.values);
    free(more.households);
    return helps;
}

/* Nobody's answers make fewer recruits do. */
static bool check_recruits(const lot_test_infeasible *pool, const lot_change *change)
{
    const lot_quotas *quotas = pool->oracle.quotas;
    uint32_t values[8] = {0};
    uint64_t state = pool->seed;
    if (!recruits_help(pool, change->number, change->values))
        return wrong(pool, "%" PRIu32 " recruits do not help", change->number);
    assert(quotas->features_count <= 8);
    for (int i = 0; i < 20 && change->number > 1; i++) {
        for (uint32_t f = 0; f < quotas->features_count; f++)
            values[f] = quotas->features[f].first +
                        lot_test_random_below(&state, quotas->features[f].values_count);
        if (recruits_help(pool, change->number - 1, i == 0 ? change->values : values))
            return wrong(pool, "fewer recruits than %" PRIu32 " would do", change->number);
    }
    return true;
}

static bool check_others(lot_test_seen *seen, const lot_test_infeasible *pool,
                         const lot_changes *changes)
{
    bool good = true;
    lot_oracle asked = pool->oracle;
    const lot_change *household = find_kind(changes, LOT_CHANGE_HOUSEHOLD);
    const lot_change *seats = find_kind(changes, LOT_CHANGE_SEATS);
    const lot_change *recruit = find_kind(changes, LOT_CHANGE_RECRUIT);
    asked.per_household++;
    if (has_panel(pool, &asked) != (household != NULL))
        good = wrong(pool, "one more of a household helps, or not");
    asked = pool->oracle;
    asked.seats--;
    if (has_panel(pool, &asked) != (seats != NULL))
        good = wrong(pool, "one seat fewer helps, or not");
    if (recruit != NULL)
        good = check_recruits(pool, recruit) && good;
    seen->housemates += household != NULL;
    seen->seats += seats != NULL;
    seen->recruits += recruit != NULL;
    return good;
}

static bool check_changes(lot_test_seen *seen, const lot_test_infeasible *pool,
                          const lot_changes *changes)
{
    bool good = true;
    uint64_t before = 0;
    for (uint32_t i = 0; i < changes->count; i++) {
        const lot_change *change = &changes->list[i];
        if (change->kind > LOT_CHANGE_MAXIMA)
            continue;
        if (change->cost < before)
            good = wrong(pool, "a dearer change stands before a cheaper one");
        if (!change_helps(pool, change))
            good = wrong(pool, "kind %d: there is no panel after the change", (int)change->kind);
        before = change->cost;
    }
    good = check_cheapest(pool, changes, LOT_CHANGE_QUOTAS) && good;
    good = check_cheapest(pool, changes, LOT_CHANGE_MINIMA) && good;
    good = check_cheapest(pool, changes, LOT_CHANGE_MAXIMA) && good;
    good = check_others(seen, pool, changes) && good;
    const lot_change *first = find_kind(changes, LOT_CHANGE_QUOTAS);
    seen->unrelaxable += first == NULL;
    seen->several += first != NULL && first->targets_count > 1;
    return good;
}

bool lot_test_infeasible_check(lot_test_seen *seen, const lot_test_infeasible *pool)
{
    lot_conflict *conflict = NULL;
    lot_changes *changes = NULL;
    lot_error error = {.message = ""};
    const lot_oracle *asked = &pool->oracle;
    bool good = true;
    seen->pools++;
    if (lot_find_conflict(&conflict, asked->quotas, pool->classes, asked->seats, NULL, &error) !=
            LOT_OK ||
        lot_find_changes(&changes, asked->quotas, pool->classes, asked->seats, NULL, &error) !=
            LOT_OK)
        good = wrong(pool, "%s", error.message);
    else if (conflict == NULL)
        good = wrong(pool, "no conflict was found");
    else
        good = check_conflict(seen, pool, conflict);
    if (changes != NULL)
        good = check_changes(seen, pool, changes) && good;
    lot_conflict_free(conflict);
    lot_changes_free(changes);
    return good;
}
