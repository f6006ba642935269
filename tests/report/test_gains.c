/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gains, summed up by hand. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "report/gains.h"

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof((array)[0])))

static void a_single_gain_is_everything(void **state)
{
    (void)state;
    lot_gain gains[] = {{1, 2, 3, 100, 50, -50}};
    lot_gains sum;
    lot_gains_sum_up(&sum, gains, 1);
    assert_int_equal(sum.best.gain, -50);
    assert_int_equal(sum.high, -50);
    assert_int_equal(sum.mean, -50);
    assert_int_equal(sum.most.gain, -50);
    assert_int_equal(sum.most.people, 3);
}

static void a_gain_counts_once_for_each_person(void **state)
{
    (void)state;
    lot_gain gains[] = {{0, 1, 90, 10, 30, 20},
                        {0, 1, 4, 0, 400, 400},
                        {1, 0, 6, 10, 110, 100},
                        {1, 2, 1, 0, 0, 0}};
    lot_gains sum;
    lot_gains_sum_up(&sum, gains, COUNT(gains));
    assert_int_equal(sum.best.gain, 400);
    assert_int_equal(sum.best.people, 4);
    /* 96 of 101 people gain at most 100, which is more than 95 in 100; 91 of 101 is less */
    assert_int_equal(sum.high, 100);
    assert_int_equal(sum.mean, (90 * 20 + 4 * 400 + 6 * 100) / 101);
    /* from 0 to 1 on average 36.2; from 1 to 0 100 */
    assert_int_equal(sum.most.from, 1);
    assert_int_equal(sum.most.to, 0);
    assert_int_equal(sum.most.gain, 100);
    assert_int_equal(sum.most.people, 6);
}

static void the_order_of_the_gains_changes_nothing(void **state)
{
    (void)state;
    lot_gain gains[] = {
        {3, 4, 2, 5, 12, 7}, {0, 2, 2, 9, 16, 7}, {0, 1, 2, 1, 8, 7}, {0, 1, 2, 0, 7, 7}};
    lot_gains first, second;
    lot_gains_sum_up(&first, gains, COUNT(gains));
    lot_gain other[] = {gains[2], gains[3], gains[1], gains[0]};
    lot_gains_sum_up(&second, other, COUNT(other));
    assert_int_equal(first.best.to, second.best.to);
    assert_int_equal(first.best.before, second.best.before);
    assert_int_equal(first.most.to, second.most.to);
    assert_int_equal(first.most.people, second.most.people);
    /* of equal ones, the first in the order of the quotas, and the smallest chance before */
    assert_int_equal(first.best.to, 1);
    assert_int_equal(first.best.before, 0);
    assert_int_equal(first.most.to, 1);
    assert_int_equal(first.most.people, 4);
}

static void a_mean_is_rounded_down_whatever_its_sign(void **state)
{
    (void)state;
    lot_gain up[] = {{0, 1, 1, 0, 1, 1}, {0, 1, 2, 0, 0, 0}};
    lot_gain down[] = {{0, 1, 1, 1, 0, -1}, {0, 1, 2, 0, 0, 0}};
    lot_gains sum;
    lot_gains_sum_up(&sum, up, 2);
    assert_int_equal(sum.mean, 0);
    lot_gains_sum_up(&sum, down, 2);
    assert_int_equal(sum.mean, -1);
}

static void a_gain_is_told_in_points_with_its_sign(void **state)
{
    (void)state;
    static const struct {
        int64_t gain;
        const char *words;
    } cases[] = {{12500000, "+1.250 points"}, {-12500000, "-1.250 points"}, {0, "0.000 points"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lot_text words = LOT_TEXT_EMPTY;
        lot_gain_put(&words, cases[i].gain);
        assert_string_equal(lot_text_string(&words), cases[i].words);
        lot_text_free(&words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_single_gain_is_everything),
        cmocka_unit_test(a_gain_counts_once_for_each_person),
        cmocka_unit_test(the_order_of_the_gains_changes_nothing),
        cmocka_unit_test(a_mean_is_rounded_down_whatever_its_sign),
        cmocka_unit_test(a_gain_is_told_in_points_with_its_sign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
