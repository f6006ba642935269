/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers for people: grouping and rounding, all in integers. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "report/numbers.h"

static void assert_text(lot_text *text, const char *expected)
{
    assert_string_equal(lot_text_string(text), expected);
    lot_text_free(text);
}

static void thousands_are_grouped(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_number_put(&text, 0);
    assert_text(&text, "0");
    lot_number_put(&text, 999);
    assert_text(&text, "999");
    lot_number_put(&text, 1000);
    assert_text(&text, "1,000");
    lot_number_put(&text, 1002003);
    assert_text(&text, "1,002,003");
    lot_number_put(&text, UINT64_MAX);
    assert_text(&text, "18,446,744,073,709,551,615");
}

static void one_is_singular(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_count_put(&text, 1, "person", "people");
    assert_text(&text, "1 person");
    lot_count_put(&text, 0, "person", "people");
    assert_text(&text, "0 people");
    lot_count_put(&text, 1000, "person", "people");
    assert_text(&text, "1,000 people");
}

static void decimals_are_rounded_half_up(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_decimal_put(&text, 1, 7, 12);
    assert_text(&text, "0.142857142857");
    lot_decimal_put(&text, 4, 7, 12);
    assert_text(&text, "0.571428571429");
    lot_decimal_put(&text, 1, 8, 2);
    assert_text(&text, "0.13");
    lot_decimal_put(&text, 5, 2, 0);
    assert_text(&text, "3");
    lot_decimal_put(&text, 999999, 1000000, 3);
    assert_text(&text, "1.000");
    lot_decimal_put(&text, 1, 1000000000, 12);
    assert_text(&text, "0.000000001000");
    lot_decimal_put(&text, UINT64_MAX - 1, UINT64_MAX, 12);
    assert_text(&text, "1.000000000000");
    lot_decimal_put_towards(&text, 1, UINT64_C(1) << 60, 18, LOT_TOWARDS_UP);
    assert_text(&text, "0.000000000000000001");
    lot_decimal_put_towards(&text, UINT64_MAX, 1, 18, LOT_TOWARDS_UP);
    assert_text(&text, "18446744073709551615.000000000000000000");
}

static void percentages_have_the_digits_that_the_tickets_give_them(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_percent_put(&text, 82, 1000, lot_chance_digits(1000));
    assert_text(&text, "8.2 %");
    lot_percent_put(&text, 821, 10000, lot_chance_digits(10000));
    assert_text(&text, "8.21 %");
    lot_percent_put(&text, 82191780, 1000000000, lot_chance_digits(1000000000));
    assert_text(&text, "8.219 %");
    assert_int_equal(lot_scale(1000, UINT64_MAX, UINT64_MAX), 1000);
}

static void an_upper_bound_is_rounded_up_to_stay_true(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_bound_put(&text, 12, 146); /* 8.21917... */
    assert_text(&text, "8.220 % (6/73)");
    lot_bound_put(&text, 1, 8);
    assert_text(&text, "12.500 % (1/8)");
    lot_bound_put(&text, 82191780823, 1000000000001);
    assert_text(&text, "8.220 %");
    lot_bound_put(&text, 5, 5);
    assert_text(&text, "100.000 % (1/1)");
}

static void a_lower_bound_is_rounded_down(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_lower_bound_put(&text, 12, 146);
    assert_text(&text, "8.219 % (6/73)");
    lot_lower_bound_put(&text, 2, 3); /* 66.66... */
    assert_text(&text, "66.666 % (2/3)");
    lot_lower_bound_put(&text, 82198780823, 1000000000001);
    assert_text(&text, "8.219 %");
    lot_decimal_put_towards(&text, 2, 3, 3, LOT_TOWARDS_DOWN);
    assert_text(&text, "0.666");
    lot_decimal_put_towards(&text, 1, 3, 3, LOT_TOWARDS_UP);
    assert_text(&text, "0.334");
    lot_decimal_put_towards(&text, 1, 3, 3, LOT_TOWARDS_NEAREST);
    assert_text(&text, "0.333");
}

static void a_small_part_has_two_digits_that_count_and_is_never_told_too_small(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_part_put(&text, 0, 7);
    assert_text(&text, "0 %");
    lot_part_put(&text, 1, 3);
    assert_text(&text, "34 %");
    lot_part_put(&text, 3, 100);
    assert_text(&text, "3.0 %");
    lot_part_put(&text, 1153, UINT64_C(1) << 60);
    assert_text(&text, "0.0000000001 %");
    lot_part_put(&text, 1234567, UINT64_C(1) << 60);
    assert_text(&text, "0.0000000002 %");
    lot_part_put(&text, 13838, 1000000000);
    assert_text(&text, "0.0014 %");
}

static void a_power_of_ten_is_above_its_part(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_power_put(&text, 1, 1000);
    assert_text(&text, "10^-2");
    lot_power_put(&text, 1, 1001);
    assert_text(&text, "10^-3");
    lot_power_put(&text, 0, 1);
    assert_text(&text, "10^-15");
    lot_power_put(&text, 1, 10);
    assert_text(&text, "1");
    lot_power_put(&text, UINT64_C(1152921504), UINT64_C(1) << 60);
    assert_text(&text, "10^-9");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thousands_are_grouped),
        cmocka_unit_test(one_is_singular),
        cmocka_unit_test(decimals_are_rounded_half_up),
        cmocka_unit_test(percentages_have_the_digits_that_the_tickets_give_them),
        cmocka_unit_test(an_upper_bound_is_rounded_up_to_stay_true),
        cmocka_unit_test(a_lower_bound_is_rounded_down),
        cmocka_unit_test(a_small_part_has_two_digits_that_count_and_is_never_told_too_small),
        cmocka_unit_test(a_power_of_ten_is_above_its_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
