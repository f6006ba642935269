/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters: shares by largest remainders, and portions over every start that there is. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/letters.h"

enum { MOST = 8 };

static void share_is(const uint64_t *weights, uint32_t count, uint64_t whole, const uint64_t *want)
{
    uint64_t letters[MOST] = {0};
    assert_int_equal(lot_letters_share(letters, weights, count, whole, NULL), LOT_OK);
    for (uint32_t h = 0; h < count; h++)
        assert_int_equal(letters[h], want[h]);
}

static void what_is_left_goes_to_the_largest_remainders(void **state)
{
    (void)state;
    share_is((const uint64_t[]){53, 29, 18}, 3, 10, (const uint64_t[]){5, 3, 2});
    share_is((const uint64_t[]){1, 1, 1}, 3, 10, (const uint64_t[]){4, 3, 3});
    share_is((const uint64_t[]){0, 7, 0}, 3, 5, (const uint64_t[]){0, 5, 0});
    share_is((const uint64_t[]){3, 3, 4}, 3, 0, (const uint64_t[]){0, 0, 0});
}

static void letters_are_added_to_what_is_there(void **state)
{
    (void)state;
    uint64_t letters[2] = {7, 1};
    const uint64_t weights[2] = {1, 3};
    assert_int_equal(lot_letters_share(letters, weights, 2, 4, NULL), LOT_OK);
    assert_int_equal(letters[0], 8);
    assert_int_equal(letters[1], 4);
}

static void weights_near_the_top_of_64_bits_do_not_overflow(void **state)
{
    (void)state;
    const uint64_t top = INT64_MAX;
    share_is((const uint64_t[]){top, top, top - 3}, 3, LOT_LETTERS_MOST,
             (const uint64_t[]){3333334, 3333333, 3333333});
}

static void letters_without_any_weight_are_refused(void **state)
{
    (void)state;
    uint64_t letters[2] = {0};
    const uint64_t weights[2] = {0, 0};
    assert_int_equal(lot_letters_share(letters, weights, 2, 1, NULL), LOT_BAD_INPUT);
    assert_int_equal(lot_letters_share(letters, weights, 2, 0, NULL), LOT_OK);
}

static void where_half_as_many_answer_twice_as_many_are_written_to(void **state)
{
    (void)state;
    uint64_t often = lot_letters_weight(LOT_LETTERS_BY_RESPONSE, 1000, 80000);
    uint64_t seldom = lot_letters_weight(LOT_LETTERS_BY_RESPONSE, 1000, 40000);
    assert_int_equal(seldom, 2 * often);
    assert_int_equal(lot_letters_weight(LOT_LETTERS_BY_ADDRESSES, 12, 0), 12);
    assert_int_equal(lot_letters_weight(LOT_LETTERS_BY_SIZE, 12, 99), 99);
    assert_true(lot_letters_weight(LOT_LETTERS_BY_RESPONSE, UINT32_MAX, 1) < UINT64_C(1) << 62);
}

/*
 * Every start there is: what a municipality gets over all of them is its addresses times the
 * portions, so that an address, which gets 1 / addresses of it, has the same chance everywhere.
 */
static void check_all_starts(const uint64_t *addresses, uint32_t count, uint64_t portions)
{
    uint64_t all = 0;
    uint64_t sums[MOST] = {0};
    for (uint32_t h = 0; h < count; h++)
        all += addresses[h];
    for (uint64_t start = 0; start < all; start++) {
        uint64_t before = 0, given = 0;
        for (uint32_t h = 0; h < count; h++) {
            const lot_portions at = {before, addresses[h], all, portions};
            uint64_t got = lot_portions_of(&at, start);
            assert_true(got <= lot_portions_most(&at));
            assert_true(got + 1 >= lot_portions_most(&at)); /* rounded down, or up */
            sums[h] += got;
            given += got;
            before += addresses[h];
        }
        assert_int_equal(given, portions);
    }
    for (uint32_t h = 0; h < count; h++)
        assert_int_equal(sums[h], addresses[h] * portions);
}

static void over_all_starts_every_address_has_the_same_chance(void **state)
{
    (void)state;
    check_all_starts((const uint64_t[]){10, 1, 35, 4, 0, 50}, 6, 7);
    check_all_starts((const uint64_t[]){100, 3, 3, 3}, 4, 10);
    check_all_starts((const uint64_t[]){1, 1, 1, 1, 1}, 5, 5);
    check_all_starts((const uint64_t[]){17}, 1, 4);
    check_all_starts((const uint64_t[]){2, 3, 5, 7, 11, 13}, 6, 41);
    for (uint64_t portions = 1; portions <= 30; portions++)
        check_all_starts((const uint64_t[]){5, 8, 1, 9}, 4, portions);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_goes_to_the_largest_remainders),
        cmocka_unit_test(letters_are_added_to_what_is_there),
        cmocka_unit_test(weights_near_the_top_of_64_bits_do_not_overflow),
        cmocka_unit_test(letters_without_any_weight_are_refused),
        cmocka_unit_test(where_half_as_many_answer_twice_as_many_are_written_to),
        cmocka_unit_test(over_all_starts_every_address_has_the_same_chance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
