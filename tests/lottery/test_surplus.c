/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panels larger than their seats. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/surplus.h"
#include "core/array.h"
#include "support/generate.h"

#include <stdlib.h>

static void as_many_more_are_wanted_as_leave_the_seats_full(void **state)
{
    (void)state;
    assert_int_equal(lot_surplus_usual(50, 100000), 6); /* 55 would leave 49.5 */
    assert_int_equal(lot_surplus_usual(90, 100000), 10);
    assert_int_equal(lot_surplus_usual(50, 0), 0);
    assert_int_equal(lot_surplus_usual(50, 500000), 50);
    assert_int_equal(lot_surplus_usual(1, 999999), 999999);
}

/* Quotas of one feature, and what they become. */
static void scaled(uint32_t *min, uint32_t *max, const uint32_t *old_min, const uint32_t *old_max,
                   uint32_t count, uint32_t seats, uint32_t surplus, const uint32_t *of_value)
{
    char name[] = "v";
    lot_feature feature = {name, 0, count};
    lot_quota rows[8];
    uint32_t equal[8];
    const lot_quotas quotas = {1, count, &feature, rows};
    lot_quotas *larger;
    for (uint32_t q = 0; q < count; q++) {
        rows[q] = (lot_quota){
            .min = old_min[q], .max = old_max[q], .max_flex = LOT_UNBOUNDED, .value = name};
        equal[q] = 100000;
    }
    lot_dropout_rates rates = {100000, equal};
    for (uint32_t q = 0; of_value != NULL && q < count; q++)
        equal[q] = of_value[q];
    assert_int_equal(lot_surplus_quotas(&larger, &quotas, seats, surplus, &rates, NULL), LOT_OK);
    for (uint32_t q = 0; q < count; q++) {
        min[q] = larger->rows[q].min;
        max[q] = larger->rows[q].max;
    }
    lot_quotas_free(larger);
}

static void bounds_keep_their_shares_and_round_inwards(void **state)
{
    (void)state;
    const uint32_t old_min[] = {10, 20};
    const uint32_t old_max[] = {20, 30};
    uint32_t min[2];
    uint32_t max[2];
    scaled(min, max, old_min, old_max, 2, 40, 5, NULL);
    assert_int_equal(min[0], 12); /* 11.25 */
    assert_int_equal(min[1], 23); /* 22.5 */
    assert_int_equal(max[0], 22); /* 22.5 */
    assert_int_equal(max[1], 33); /* 33.75 */
}

static void exact_bounds_give_way_to_both_sides(void **state)
{
    (void)state;
    const uint32_t exact[] = {15, 14, 1};
    uint32_t min[3];
    uint32_t max[3];
    scaled(min, max, exact, exact, 3, 30, 4, NULL);
    assert_int_equal(min[0], 17); /* 17 exactly */
    assert_int_equal(max[0], 17);
    assert_int_equal(min[1], 15); /* 15.87 */
    assert_int_equal(max[1], 16);
    assert_int_equal(min[2], 1); /* 1.13 */
    assert_int_equal(max[2], 2);
}

static void minima_that_are_too_many_together_go_down_again(void **state)
{
    (void)state;
    /* minima are all seats, and would each be rounded up */
    const uint32_t old_min[] = {3, 3, 4};
    const uint32_t old_max[] = {5, 5, 6};
    uint32_t min[3];
    uint32_t max[3];
    scaled(min, max, old_min, old_max, 3, 10, 1, NULL);
    /* 3.3, 3.3, 4.4 of 11: 4, 4, 5 are two too many; the first two are furthest above */
    assert_int_equal(min[0] + min[1] + min[2], 11);
    assert_int_equal(min[0], 3);
    assert_int_equal(min[1], 3);
    assert_int_equal(min[2], 5);
}

static void values_whose_people_leave_more_often_get_more_seats(void **state)
{
    (void)state;
    const uint32_t old_min[] = {10, 20};
    const uint32_t old_max[] = {20, 30};
    const uint32_t of_value[] = {400000, 100000};
    uint32_t min[2];
    uint32_t max[2];
    scaled(min, max, old_min, old_max, 2, 40, 5, of_value);
    assert_int_equal(min[0], 17); /* 11.25 * 9/6 = 16.875 */
    assert_int_equal(max[0], 33); /* 22.5 * 9/6 = 33.75 */
    assert_int_equal(min[1], 23);
}

static void scaled_quotas_are_quotas(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        const lot_test_shape shape = {.seed = seed,
                                      .people_count = 60,
                                      .seats = 20,
                                      .features_count = 3,
                                      .values_per_feature = 2 + (uint32_t)(seed % 4),
                                      .band = (uint32_t)(seed % 3)};
        lot_test_case *made = lot_test_case_make(&shape);
        const lot_quotas *quotas = made->quotas;
        lot_quotas *larger;
        lot_dropout_rates rates = {100000, lot_array_new(quotas->count, sizeof *rates.of_value)};
        for (uint32_t q = 0; q < quotas->count; q++)
            rates.of_value[q] = seed % 2 == 0 ? 100000 : lot_test_random_below(&random, 1000001);
        uint32_t surplus = lot_test_random_below(&random, 20);
        assert_int_equal(lot_surplus_quotas(&larger, quotas, 20, surplus, &rates, NULL), LOT_OK);
        for (uint32_t f = 0; f < larger->features_count; f++) {
            uint64_t min = 0;
            uint64_t max = 0;
            const lot_feature *feature = &larger->features[f];
            for (uint32_t q = feature->first; q < feature->first + feature->values_count; q++) {
                const lot_quota *row = &larger->rows[q];
                assert_true(row->min <= row->max && row->max <= 20 + surplus);
                assert_true(row->min_flex <= row->min && row->max <= row->max_flex);
                min += row->min;
                max += row->max;
            }
            assert_true(min <= 20 + surplus && 20 + surplus <= max);
        }
        free(rates.of_value);
        lot_quotas_free(larger);
        lot_test_case_free(made);
    }
}

static void what_is_left_is_counted_by_what_holds(void **state)
{
    (void)state;
    lot_feature feature = {NULL, 0, 2};
    lot_quota rows[] = {{.min = 2, .max = 2}, {.min = 2, .max = 3, .priority = 4}};
    const lot_quotas quotas = {1, 2, &feature, rows};
    uint32_t left[] = {1, 2, 2, 2, 3, 2, 2, 4, 4, 2};
    uint32_t seated[] = {3, 4, 5, 6, 6};
    uint32_t times[] = {10, 20, 30, 40, 50};
    const lot_dropouts dropouts = {150, 5, 2, left, seated, times};
    lot_surplus_result result;
    lot_surplus_try(&result, &quotas, 4, &dropouts);
    /* of 5 people maxima are 3 and 4; of 6, 3 and 5 */
    assert_int_equal(result.samples, 150);
    assert_int_equal(result.filled, 140);
    assert_int_equal(result.minima, 140);
    assert_int_equal(result.quotas, 90);
    assert_int_equal(result.deviation, 10 * 2 + 50);
    assert_int_equal(result.people, 30 + 80 + 150 + 240 + 300);
}

static uint64_t counting(void *context)
{
    return lot_test_random(context);
}

static void of_a_lottery_each_panel_is_tried_as_often_as_it_is_drawn(void **state)
{
    (void)state;
    enum { SAMPLES = 500 };
    lot_feature feature = {NULL, 0, 2};
    lot_quota rows[] = {{.min = 1, .max = 2}, {.min = 1, .max = 2}};
    const lot_quotas quotas = {1, 2, &feature, rows};
    uint32_t values[] = {0, 1};
    const lot_classes classes = {.count = 2, .features_count = 1, .values = values};
    /* the second has none of the second value */
    uint32_t seats[] = {0, 0, 1, 0, 0, 0};
    uint64_t tickets[] = {3, 1};
    const lot_compositions compositions = {2, 3, seats, tickets};
    uint32_t nobody[] = {0, 0};
    const lot_dropout_rates rates = {0, nobody};
    uint64_t seed = 9, again = 9;
    const lot_stream stream = {counting, &seed};
    const lot_stream other = {counting, &again};
    uint32_t first = 0;
    lot_surplus_result result;
    const lot_surplus_question question = {&quotas, 3, &rates, SAMPLES};
    for (uint32_t s = 0; s < SAMPLES; s++)
        first += lot_stream_below(&other, 4) < 3;
    assert_int_equal(
        lot_surplus_simulate(&result, &question, &compositions, &classes, &stream, NULL), LOT_OK);
    assert_true(first > SAMPLES / 2 && first < SAMPLES);
    assert_int_equal(result.samples, SAMPLES);
    assert_int_equal(result.filled, SAMPLES);
    assert_int_equal(result.quotas, first);
    assert_int_equal(result.minima, first);
    assert_int_equal(result.people, 3 * SAMPLES);
    assert_int_equal(result.deviation, 2 * (SAMPLES - first)); /* one too few, and one too many */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_many_more_are_wanted_as_leave_the_seats_full),
        cmocka_unit_test(bounds_keep_their_shares_and_round_inwards),
        cmocka_unit_test(exact_bounds_give_way_to_both_sides),
        cmocka_unit_test(minima_that_are_too_many_together_go_down_again),
        cmocka_unit_test(values_whose_people_leave_more_often_get_more_seats),
        cmocka_unit_test(scaled_quotas_are_quotas),
        cmocka_unit_test(what_is_left_is_counted_by_what_holds),
        cmocka_unit_test(of_a_lottery_each_panel_is_tried_as_often_as_it_is_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
