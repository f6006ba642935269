/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drop-out rates, and samples of who leaves. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/dropouts.h"
#include "support/generate.h"

#include <string.h>

enum { PEOPLE = 40, FEATURES = 2, VALUES = 5 };

static lot_feature features[] = {{"gender", 0, 2}, {"age", 2, 3}};
static lot_quota rows[] = {
    {.feature = 0}, {.feature = 0}, {.feature = 1}, {.feature = 1}, {.feature = 1}};
static const lot_quotas quotas = {FEATURES, VALUES, features, rows};

static uint64_t number(void *context)
{
    return lot_test_random(context);
}

/* Who sits: 24 and 16; 20, 10, 10. */
static void panel_make(uint32_t *panel)
{
    for (uint32_t p = 0; p < PEOPLE; p++) {
        panel[p * FEATURES] = p % 5 < 3 ? 0 : 1;
        panel[p * FEATURES + 1] = p % 2 == 0 ? 2 : p % 4 == 1 ? 3 : 4;
    }
}

static lot_dropouts *draw(const uint32_t *panel, const lot_dropout_rates *rates, uint32_t samples)
{
    uint64_t seed = 5;
    const lot_stream stream = {number, &seed};
    lot_dropouts *dropouts;
    assert_int_equal(
        lot_dropouts_draw(&dropouts, &quotas, panel, PEOPLE, rates, samples, &stream, NULL),
        LOT_OK);
    return dropouts;
}

static void features_that_tell_nothing_leave_the_overall_rate(void **state)
{
    (void)state;
    uint32_t of_value[VALUES] = {123457, 123457, 123457, 123457, 123457};
    const lot_dropout_rates rates = {123457, of_value};
    const uint32_t values[] = {1, 4};
    assert_int_equal(lot_dropout_rate(&rates, values, FEATURES), 123457);
}

static void odds_of_values_multiply(void **state)
{
    (void)state;
    /* overall odds 1/4; twice that for 1/3, half for 1/9: together as overall */
    uint32_t of_value[VALUES] = {333333, 200000, 111111, 200000, 333333};
    const lot_dropout_rates rates = {200000, of_value};
    const uint32_t both[] = {0, 2};
    const uint32_t one[] = {0, 3};
    const uint32_t twice[] = {0, 4};
    assert_in_range(lot_dropout_rate(&rates, both, FEATURES), 199998, 200000);
    assert_in_range(lot_dropout_rate(&rates, one, FEATURES), 333332, 333333);
    assert_in_range(lot_dropout_rate(&rates, twice, FEATURES), 499996, 500000); /* odds 1 */
}

static void never_and_always_stay_what_they_are(void **state)
{
    (void)state;
    uint32_t of_value[VALUES] = {0, LOT_RATE_ONE, LOT_RATE_ONE, 0, 50000};
    const lot_dropout_rates rates = {50000, of_value};
    const uint32_t never_always[] = {0, 2};
    const uint32_t always_never[] = {1, 3};
    const uint32_t always[] = {1, 4};
    const uint32_t never[] = {0, 4};
    assert_int_equal(lot_dropout_rate(&rates, never_always, FEATURES), 0);
    assert_int_equal(lot_dropout_rate(&rates, always_never, FEATURES), 0);
    assert_int_equal(lot_dropout_rate(&rates, always, FEATURES), LOT_RATE_ONE);
    assert_int_equal(lot_dropout_rate(&rates, never, FEATURES), 0);
    const lot_dropout_rates nobody = {0, of_value};
    assert_int_equal(lot_dropout_rate(&nobody, always, FEATURES), 0);
}

static void extreme_odds_stay_rates(void **state)
{
    (void)state;
    uint32_t of_value[VALUES] = {999999, 1, 999999, 1, 999999};
    const lot_dropout_rates rates = {1, of_value};
    const lot_dropout_rates other = {999999, of_value};
    const uint32_t high[] = {0, 2};
    const uint32_t low[] = {1, 3};
    assert_in_range(lot_dropout_rate(&rates, high, FEATURES), 999998, LOT_RATE_ONE);
    assert_int_equal(lot_dropout_rate(&other, low, FEATURES), 0);
}

static void what_is_learnt_is_held_to_the_usual_by_twenty_people(void **state)
{
    (void)state;
    lot_past_member members[100];
    uint32_t values[100][FEATURES];
    uint32_t of_value[VALUES];
    lot_dropout_rates rates = {0, of_value};
    lot_dropout_learn(&rates, &quotas, NULL, 0);
    assert_int_equal(rates.overall, LOT_RATE_USUAL);
    assert_int_equal(of_value[0], LOT_RATE_USUAL);
    for (uint32_t m = 0; m < 100; m++) {
        values[m][0] = m < 50 ? 0 : 1;
        values[m][1] = m < 10 ? 2 : LOT_UNKNOWN_VALUE;
        members[m] = (lot_past_member){values[m], m < 22};
    }
    lot_dropout_learn(&rates, &quotas, members, 100);
    assert_int_equal(rates.overall, (22 + 2) * 1000000 / 120);
    assert_int_equal(of_value[0], (22 * 1000000 + 20 * 200000) / 70);
    assert_int_equal(of_value[1], 20 * 200000 / 70);
    assert_int_equal(of_value[2], (10 * 1000000 + 20 * 200000) / 30);
    assert_int_equal(of_value[3], 200000); /* nobody is known to have it */
}

static void samples_are_the_same_in_any_order_of_the_panel(void **state)
{
    (void)state;
    uint32_t panel[PEOPLE * FEATURES];
    uint32_t turned[PEOPLE * FEATURES];
    uint32_t of_value[VALUES] = {100000, 300000, 100000, 50000, 100000};
    const lot_dropout_rates rates = {100000, of_value};
    panel_make(panel);
    for (uint32_t p = 0; p < PEOPLE; p++)
        memcpy(turned + (size_t)p * FEATURES, panel + (size_t)(PEOPLE - 1 - p) * FEATURES,
               FEATURES * sizeof *panel);
    lot_dropouts *a = draw(panel, &rates, 300);
    lot_dropouts *b = draw(turned, &rates, 300);
    assert_int_equal(a->count, b->count);
    assert_memory_equal(a->left, b->left, a->count * VALUES * sizeof *a->left);
    assert_memory_equal(a->seated, b->seated, a->count * sizeof *a->seated);
    assert_memory_equal(a->times, b->times, a->count * sizeof *a->times);
    lot_dropouts_free(a);
    lot_dropouts_free(b);
}

static void cases_ascend_without_equals_and_count_all_samples(void **state)
{
    (void)state;
    uint32_t panel[PEOPLE * FEATURES];
    uint32_t of_value[VALUES] = {30000, 30000, 30000, 30000, 30000};
    const lot_dropout_rates rates = {30000, of_value};
    panel_make(panel);
    lot_dropouts *dropouts = draw(panel, &rates, 2000);
    uint32_t times = 0;
    assert_true(dropouts->count < 2000);
    for (uint32_t c = 0; c < dropouts->count; c++) {
        const uint32_t *left = dropouts->left + (size_t)c * VALUES;
        times += dropouts->times[c];
        assert_int_equal(left[0] + left[1], dropouts->seated[c]);
        assert_int_equal(left[2] + left[3] + left[4], dropouts->seated[c]);
        int order = c == 0 || dropouts->seated[c - 1] < dropouts->seated[c] ? -1 : 0;
        assert_true(c == 0 || dropouts->seated[c - 1] <= dropouts->seated[c]);
        for (uint32_t q = 0; q < VALUES && order == 0; q++)
            order = (left - VALUES)[q] < left[q] ? -1 : (left - VALUES)[q] > left[q];
        assert_int_equal(order, -1);
    }
    assert_int_equal(times, 2000);
    lot_dropouts_free(dropouts);
}

static void people_leave_as_often_as_their_rates_say(void **state)
{
    (void)state;
    uint32_t panel[PEOPLE * FEATURES];
    uint32_t of_value[VALUES] = {100000, 400000, 100000, 100000, 0};
    const lot_dropout_rates rates = {100000, of_value};
    uint64_t left[VALUES] = {0};
    panel_make(panel);
    lot_dropouts *dropouts = draw(panel, &rates, 4000);
    for (uint32_t c = 0; c < dropouts->count; c++)
        for (uint32_t q = 0; q < VALUES; q++)
            left[q] += (uint64_t)dropouts->times[c] * dropouts->left[(size_t)c * VALUES + q];
    /* of the ten who have value 4 nobody leaves; of the others of value 1, four in ten */
    assert_int_equal(left[4], 10 * 4000);
    assert_in_range(left[1], (uint64_t)((12 * 0.6 + 4) * 4000 * 0.98),
                    (uint64_t)((12 * 0.6 + 4) * 4000 * 1.02));
    assert_in_range(left[0], (uint64_t)((18 * 0.9 + 6) * 4000 * 0.98),
                    (uint64_t)((18 * 0.9 + 6) * 4000 * 1.02));
    lot_dropouts_free(dropouts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(features_that_tell_nothing_leave_the_overall_rate),
        cmocka_unit_test(odds_of_values_multiply),
        cmocka_unit_test(never_and_always_stay_what_they_are),
        cmocka_unit_test(extreme_odds_stay_rates),
        cmocka_unit_test(what_is_learnt_is_held_to_the_usual_by_twenty_people),
        cmocka_unit_test(samples_are_the_same_in_any_order_of_the_panel),
        cmocka_unit_test(cases_ascend_without_equals_and_count_all_samples),
        cmocka_unit_test(people_leave_as_often_as_their_rates_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
