/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mixtures of panels: what is raised is reached, and a bound over all panels says it is the most.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "fair/level.h"
#include "support/chances.h"
#include "support/generate.h"

#include <math.h>
#include <stdlib.h>

/* A pool's panels, one of them known, and a level to ask for. */
typedef struct setting {
    lot_test_case *made;
    lot_classes *classes;
    lot_model *model;
    lot_hull *hull;
    lot_levels levels;
    lot_level level;
    const lot_bound *bound; /* that all panels are weighed by */
    int64_t heaviest;
} setting;

static void setting_make(setting *s, const lot_test_shape *shape)
{
    *s = (setting){0};
    s->made = lot_test_case_make(shape);
    assert_int_equal(lot_classes_new(&s->classes, s->made->pool, 1, NULL), LOT_OK);
    assert_int_equal(
        lot_model_new(&s->model, s->made->quotas, s->classes, shape->seats, true, NULL), LOT_OK);
    assert_int_equal(lot_hull_new(&s->hull, s->model, NULL), LOT_OK);
    int64_t *seats = calloc(s->classes->count, sizeof *seats);
    assert_non_null(seats);
    for (uint32_t i = 0; i < shape->seats; i++)
        seats[s->classes->of_person[s->made->witness[i]]]++;
    assert_int_equal(lot_hull_add(s->hull, seats, NULL), LOT_OK);
    free(seats);
    assert_int_equal(lot_levels_start(&s->levels, s->model, NULL), LOT_OK);
    assert_int_equal(lot_level_start(&s->level, s->model, NULL), LOT_OK);
}

static void setting_free(setting *s)
{
    lot_level_clear(&s->level);
    lot_levels_clear(&s->levels);
    lot_hull_free(s->hull);
    lot_model_free(s->model);
    lot_classes_free(s->classes);
    lot_test_case_free(s->made);
}

static void weigh_panel(const int64_t *seats, void *context)
{
    setting *s = context;
    int64_t sum = 0;
    for (uint32_t i = 0; i < s->bound->weights_count; i++)
        sum += s->bound->weights[i].weight * seats[s->bound->weights[i].class];
    s->heaviest = sum > s->heaviest ? sum : s->heaviest;
}

/* The level's bound holds for every panel, and one of them meets it. */
static void expect_bound(setting *s)
{
    s->bound = &s->level.bound;
    s->heaviest = INT64_MIN;
    (void)lot_test_each_panel(s->model, weigh_panel, s);
    assert_true(s->heaviest == s->level.bound.upper);
}

/* The least chance of the mixture, or the greatest. */
static double reached(const setting *s, bool least)
{
    double end = least ? 1 : 0;
    double *chance = calloc(s->classes->count, sizeof *chance);
    assert_non_null(chance);
    lot_hull_chances(chance, s->hull);
    for (uint32_t t = 0; t < s->classes->count; t++)
        if (s->levels.open[t])
            end = least ? fmin(end, chance[t]) : fmax(end, chance[t]);
    free(chance);
    return end;
}

static lot_test_shape shape_of(uint64_t seed)
{
    return (lot_test_shape){.seed = seed,
                            .people_count = 12 + (uint32_t)(seed % 6),
                            .seats = 4 + (uint32_t)(seed % 3),
                            .features_count = 3 + (uint32_t)(seed % 3),
                            .values_per_feature = 2,
                            .band = seed % 2,
                            .household_percent = seed % 3 == 0 ? 40 : 0};
}

/* One level alone: z is what all panels' weights allow, and the mixture has it. */
static void expect_level(uint64_t seed, bool least)
{
    setting s;
    lot_test_shape shape = shape_of(seed);
    setting_make(&s, &shape);
    s.levels.least = least;
    assert_int_equal(lot_level_panels(&s.level, &s.levels, s.hull, NULL, NULL), LOT_OK);
    expect_bound(&s);
    double z = mpq_get_d(s.level.z);
    double weights = 0;
    for (uint32_t i = 0; i < s.level.bound.weights_count; i++) {
        lot_weight entry = s.level.bound.weights[i];
        assert_true((entry.weight > 0) == least && s.level.fixes[entry.class]);
        weights += (double)entry.weight * s.classes->size[entry.class];
    }
    assert_true(fabs(z - (double)s.level.bound.upper / weights) < 1e-9);
    assert_true(fabs(z - reached(&s, least)) < 1e-7);
    assert_true(s.level.exact);
    setting_free(&s);
}

static void the_least_is_raised_as_far_as_all_panels_allow(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 120; seed++)
        expect_level(seed, true);
}

static void the_greatest_is_lowered_as_far_as_all_panels_allow(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 120; seed++)
        expect_level(seed, false);
}

/*
 * Everybody alike, and a limit that is everybody's chance: each class is held from both sides, and
 * in the end nobody may weigh anything.
 */
static void who_is_at_the_limit_stays_there(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        setting s;
        const lot_test_shape shape = {.seed = seed,
                                      .people_count = 8 + (uint32_t)(seed % 9),
                                      .seats = 2 + (uint32_t)(seed % 3),
                                      .features_count = 1 + (uint32_t)(seed % 2),
                                      .values_per_feature = 2,
                                      .band = 8};
        setting_make(&s, &shape);
        s.levels.limited = true;
        mpq_set_ui(s.levels.limit, shape.seats, shape.people_count);
        mpq_canonicalize(s.levels.limit);
        assert_int_equal(lot_level_panels(&s.level, &s.levels, s.hull, NULL, NULL), LOT_OK);
        assert_true(fabs(mpq_get_d(s.level.z) - mpq_get_d(s.levels.limit)) < 1e-9);
        expect_bound(&s);
        setting_free(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_least_is_raised_as_far_as_all_panels_allow),
        cmocka_unit_test(the_greatest_is_lowered_as_far_as_all_panels_allow),
        cmocka_unit_test(who_is_at_the_limit_stays_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
