/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Call-ups, against every way there is. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "core/array.h"
#include "oracle/callup.h"
#include "support/generate.h"

#include <stdlib.h>
#include <string.h>

enum { RESERVES = 9 };

/* A panel of which some left, and reserves from the same pool. */
typedef struct scene {
    lot_test_case *made;
    uint32_t *left;
    uint32_t seated;
    const uint32_t *reserves[RESERVES];
} scene;

static scene scene_make(uint64_t seed, uint32_t band)
{
    uint64_t random = seed;
    const lot_test_shape shape = {.seed = seed,
                                  .people_count = 40,
                                  .seats = 12,
                                  .features_count = 1 + lot_test_random_below(&random, 4),
                                  .values_per_feature = 2 + lot_test_random_below(&random, 3),
                                  .band = band,
                                  .skew = lot_test_random_below(&random, 4)};
    scene s = {.made = lot_test_case_make(&shape)};
    lot_quotas *quotas = s.made->quotas;
    const lot_pool *pool = s.made->pool;
    s.left = lot_array_new(quotas->count, sizeof *s.left);
    for (uint32_t i = 0; i < shape.seats; i++) {
        if (lot_test_random_below(&random, 100) < 35)
            continue;
        s.seated++;
        for (uint32_t f = 0; f < quotas->features_count; f++)
            s.left[lot_pool_value(pool, s.made->witness[i], f)]++;
    }
    for (uint32_t i = 0; i < RESERVES; i++)
        s.reserves[i] = pool->values + (size_t)lot_test_random_below(&random, pool->people_count) *
                                           pool->features_count;
    if (seed % 3 == 0)
        for (uint32_t q = 0; q < quotas->count; q++)
            quotas->rows[q].priority = lot_test_random_below(&random, 5);
    return s;
}

static void scene_free(scene *s)
{
    lot_test_case_free(s->made);
    free(s->left);
}

static lot_vacancy vacancy_of(const scene *s)
{
    return (lot_vacancy){s->made->quotas, s->made->shape.seats, s->left, s->seated};
}

static void the_best_of_all_ways_is_called_and_the_first_of_equals(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        scene s = scene_make(seed, (uint32_t)(seed % 2));
        const lot_vacancy vacancy = vacancy_of(&s);
        bool called[RESERVES];
        lot_call_up_result result;
        uint64_t least;
        uint32_t set = lot_oracle_call_up(&least, &vacancy, s.reserves, RESERVES);
        assert_int_equal(
            lot_call_up(called, &result, &vacancy, s.reserves, RESERVES, LOT_CALL_UP_STEPS, NULL),
            LOT_OK);
        assert_true(result.proven);
        assert_int_equal(result.deviation, least);
        uint32_t count = 0;
        for (uint32_t i = 0; i < RESERVES; i++) {
            assert_int_equal(called[i], set >> i & 1);
            count += called[i];
        }
        assert_int_equal(result.called_count, count);
        scene_free(&s);
    }
}

static void a_search_that_is_cut_short_says_so_and_still_calls_within_the_vacant_seats(void **state)
{
    (void)state;
    uint32_t unproven = 0;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        scene s = scene_make(seed, 0);
        const lot_vacancy vacancy = vacancy_of(&s);
        bool called[RESERVES];
        lot_call_up_result result;
        uint64_t least;
        (void)lot_oracle_call_up(&least, &vacancy, s.reserves, RESERVES);
        assert_int_equal(lot_call_up(called, &result, &vacancy, s.reserves, RESERVES, 1, NULL),
                         LOT_OK);
        unproven += !result.proven;
        assert_true(result.called_count <= s.made->shape.seats - s.seated);
        assert_true(result.deviation >= least);
        scene_free(&s);
    }
    assert_true(unproven > 25);
}

static void more_seats_are_filled_where_that_deviates_as_little(void **state)
{
    (void)state;
    lot_feature features[] = {{"one", 0, 2}, {"two", 2, 2}, {"three", 4, 2}};
    lot_quota rows[] = {{.feature = 0, .min = 1, .max = 1}, {.feature = 0, .min = 0, .max = 0},
                        {.feature = 1, .min = 1, .max = 1}, {.feature = 1, .min = 0, .max = 2},
                        {.feature = 2, .min = 0, .max = 1}, {.feature = 2, .min = 0, .max = 2}};
    const lot_quotas quotas = {3, 6, features, rows};
    const uint32_t left[6] = {0};
    const lot_vacancy vacancy = {&quotas, 2, left, 0};
    const uint32_t first[] = {0, 2, 4};
    const uint32_t second[] = {0, 3, 4};
    const uint32_t third[] = {1, 2, 5};
    const uint32_t *const reserves[] = {first, second, third};
    bool called[3];
    lot_call_up_result result;
    assert_int_equal(lot_call_up(called, &result, &vacancy, reserves, 3, LOT_CALL_UP_STEPS, NULL),
                     LOT_OK);
    assert_int_equal(result.deviation, 1); /* the first alone, too: but a seat is vacant then */
    assert_false(called[0]);
    assert_true(called[1] && called[2]);
}

static void nobody_is_called_to_a_full_panel(void **state)
{
    (void)state;
    scene s = scene_make(7, 0);
    bool called[RESERVES];
    lot_call_up_result result;
    memset(s.left, 0, s.made->quotas->count * sizeof *s.left);
    for (uint32_t i = 0; i < s.made->shape.seats; i++)
        for (uint32_t f = 0; f < s.made->quotas->features_count; f++)
            s.left[lot_pool_value(s.made->pool, s.made->witness[i], f)]++;
    s.seated = s.made->shape.seats;
    const lot_vacancy vacancy = vacancy_of(&s);
    assert_int_equal(
        lot_call_up(called, &result, &vacancy, s.reserves, RESERVES, LOT_CALL_UP_STEPS, NULL),
        LOT_OK);
    assert_int_equal(result.called_count, 0);
    assert_int_equal(result.deviation, 0);
    assert_true(result.proven);
    scene_free(&s);
}

static void a_panel_deviates_by_seats_below_above_and_vacant(void **state)
{
    (void)state;
    lot_feature features[] = {{"gender", 0, 2}, {"age", 2, 2}};
    lot_quota rows[] = {{.feature = 0, .min = 2, .max = 2},
                        {.feature = 0, .min = 2, .max = 2, .priority = 3},
                        {.feature = 1, .min = 0, .max = 1},
                        {.feature = 1, .min = 3, .max = 4}};
    const lot_quotas quotas = {2, 4, features, rows};
    const uint32_t left[] = {3, 0, 2, 1};
    const lot_vacancy panel = {&quotas, 4, left, 3};
    uint64_t deviation;
    assert_int_equal(lot_panel_deviation(&deviation, &panel, NULL), LOT_OK);
    assert_int_equal(deviation, 1 + 3 * 2 + 1 + 2 + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_of_all_ways_is_called_and_the_first_of_equals),
        cmocka_unit_test(
            a_search_that_is_cut_short_says_so_and_still_calls_within_the_vacant_seats),
        cmocka_unit_test(more_seats_are_filled_where_that_deviates_as_little),
        cmocka_unit_test(nobody_is_called_to_a_full_panel),
        cmocka_unit_test(a_panel_deviates_by_seats_below_above_and_vacant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
