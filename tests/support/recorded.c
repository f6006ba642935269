/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Assemblies with a panel. See recorded.h. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/recorded.h"

#include "core/array.h"
#include "support/generate.h"
#include "support/input.h"

#include "civiclot/fair.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct source {
    const char *name;
    const char *folder;
    const char *quotas_file; /* NULL: a pool of instances/ */
    uint32_t people_count;   /* of real_panel_dropouts.csv */
    uint32_t seats;
} sources[LOT_RECORDED_COUNT] = {
    {"eugene", "published_quotas", "eugene_2020_inferred_quotas.csv", 239, 30},
    {"ABY", "published_quotas", "mass_lbp_ABY_inferred_quotas.csv", 129, 34},
    {"ABZ", "published_quotas", "mass_lbp_ABZ_inferred_quotas.csv", 173, 31},
    {"ACA", "published_quotas", "mass_lbp_ACA_inferred_quotas.csv", 231, 35},
    {"ACB", "published_quotas", "mass_lbp_ACB_inferred_quotas.csv", 165, 33},
    {"peer150_22", "instances/peer150_22", NULL, 0, 22},
    {"wf_50", "instances/wf_50", NULL, 0, 50},
    {"cca_75", "instances/cca_75", NULL, 0, 75},
    {"sfe_110", "instances/sfe_110", NULL, 0, 110}};

uint64_t lot_recorded_number(void *context)
{
    return lot_test_random(context);
}

const char *lot_recorded_name(uint32_t which)
{
    return sources[which].name;
}

static lot_table *table_of(const struct source *source, const char *file)
{
    char folder[200];
    (void)snprintf(folder, sizeof folder, "../shared/data/%s", source->folder);
    return lot_test_table_at(folder, file);
}

/* Let the first `seats` people be a panel that meets the quotas: each feature by itself. */
static void seat_witness(lot_pool *pool, const lot_quotas *quotas, uint32_t seats, uint64_t *random)
{
    uint32_t *column = lot_array_new(seats, sizeof *column);
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        const lot_feature *feature = &quotas->features[f];
        uint32_t count = 0;
        for (uint32_t q = feature->first; q < feature->first + feature->values_count; q++)
            for (uint32_t i = 0; i < quotas->rows[q].min; i++)
                column[count++] = q;
        for (uint32_t q = feature->first; q < feature->first + feature->values_count; q++)
            for (uint32_t i = quotas->rows[q].min; i < quotas->rows[q].max && count < seats; i++)
                column[count++] = q;
        assert_int_equal(count, seats);
        lot_test_shuffle(random, column, seats);
        for (uint32_t p = 0; p < seats; p++)
            (void)lot_pool_answer(pool, p, f, column[p]);
    }
    free(column);
}

/* The others: as frequent as the quotas want, but each value up to twice more or less. */
static void fill_pool(lot_pool *pool, const lot_quotas *quotas, uint32_t seats, uint64_t *random)
{
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        const lot_feature *feature = &quotas->features[f];
        uint32_t weights[64] = {0};
        uint32_t sum = 0;
        assert_true(feature->values_count <= 64);
        for (uint32_t v = 0; v < feature->values_count; v++) {
            weights[v] = (quotas->rows[feature->first + v].max + 1) *
                         (50 + lot_test_random_below(random, 151));
            sum += weights[v];
        }
        for (uint32_t p = seats; p < pool->people_count; p++) {
            uint32_t lot = lot_test_random_below(random, sum);
            uint32_t v = 0;
            for (; lot >= weights[v]; v++)
                lot -= weights[v];
            (void)lot_pool_answer(pool, p, f, feature->first + v);
        }
    }
}

static lot_pool *make_pool(const lot_quotas *quotas, uint32_t people_count, uint32_t seats,
                           uint64_t *random)
{
    lot_pool *pool = lot_array_new(1, sizeof *pool);
    size_t cells = (size_t)people_count * quotas->features_count;
    pool->people_count = people_count;
    pool->features_count = quotas->features_count;
    pool->households_count = people_count;
    pool->values = lot_array_new(cells, sizeof *pool->values);
    pool->households = lot_array_new(people_count, sizeof *pool->households);
    for (uint32_t p = 0; p < people_count; p++)
        pool->households[p] = p;
    seat_witness(pool, quotas, seats, random);
    fill_pool(pool, quotas, seats, random);
    return pool;
}

uint32_t *lot_recorded_panel(const lot_quotas *quotas, const lot_pool *pool, uint32_t seats,
                             uint64_t *random)
{
    const lot_fair_options options = {.objective = LOT_MAXIMIN, .tickets = 100};
    lot_classes *classes = NULL;
    lot_solution *solution = NULL;
    lot_conflict *conflict = NULL;
    lot_panels *panels = NULL;
    uint32_t *order = lot_array_new(pool->people_count, sizeof *order);
    uint32_t *panel = lot_array_new(seats, sizeof *panel);
    for (uint32_t p = 0; p < pool->people_count; p++)
        order[p] = p;
    lot_test_shuffle(random, order, pool->people_count);
    assert_int_equal(lot_classes_new(&classes, pool, 1, NULL), LOT_OK);
    assert_int_equal(lot_solve(&solution, &conflict, quotas, classes, seats, &options, NULL),
                     LOT_OK);
    assert_null(conflict);
    assert_int_equal(lot_deal(&panels, solution->compositions, classes, order, NULL), LOT_OK);
    uint32_t drawn = lot_test_random_below(random, panels->count);
    memcpy(panel, panels->members + (size_t)drawn * seats, seats * sizeof *panel);
    lot_panels_free(panels);
    lot_solution_free(solution);
    lot_classes_free(classes);
    free(order);
    return panel;
}

lot_recorded *lot_recorded_make(uint32_t which, uint64_t seed)
{
    static const char *const household[] = {"primary_address1", "postcode"};
    const lot_pool_columns columns = {.household = household, .household_count = 2};
    const struct source *source = &sources[which];
    bool published = source->quotas_file != NULL;
    uint64_t random = seed * 1000 + which;
    lot_table *rows = table_of(source, published ? source->quotas_file : "features.csv");
    lot_table *people = published ? NULL : table_of(source, "people.csv");
    lot_problems *problems = lot_problems_new();
    lot_recorded *recorded = NULL;
    if (rows == NULL || (!published && people == NULL))
        goto done;
    recorded = lot_array_new(1, sizeof *recorded);
    recorded->name = source->name;
    recorded->seats = source->seats;
    assert_int_equal(lot_quotas_read(&recorded->quotas, rows, source->seats, problems, NULL),
                     LOT_OK);
    if (published)
        recorded->pool = make_pool(recorded->quotas, source->people_count, source->seats, &random);
    else
        assert_int_equal(
            lot_pool_read(&recorded->pool, people, recorded->quotas, &columns, problems, NULL),
            LOT_OK);
    recorded->panel =
        lot_recorded_panel(recorded->quotas, recorded->pool, recorded->seats, &random);
done:
    lot_table_free(rows);
    lot_table_free(people);
    lot_problems_free(problems);
    return recorded;
}

void lot_recorded_free(lot_recorded *recorded)
{
    if (recorded == NULL)
        return;
    lot_quotas_free(recorded->quotas);
    lot_pool_free(recorded->pool);
    free(recorded->panel);
    free(recorded);
}
