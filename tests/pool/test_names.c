/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names: numbers of strings. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "pool/names.h"

#include <stdio.h>

static void names_are_numbered_in_the_order_they_first_come(void **state)
{
    (void)state;
    lot_names *names = lot_names_new();
    assert_non_null(names);
    assert_int_equal(lot_names_find(names, "b"), LOT_NO_NAME);
    const char *const come[] = {"b", "a", "", "b", "A", "", "a"};
    const uint32_t numbers[] = {0, 1, 2, 0, 3, 2, 1};
    for (size_t i = 0; i < sizeof come / sizeof come[0]; i++) {
        uint32_t number;
        assert_true(lot_names_add(&number, names, come[i]));
        assert_int_equal(number, numbers[i]);
    }
    assert_int_equal(lot_names_count(names), 4);
    assert_int_equal(lot_names_find(names, "A"), 3);
    assert_int_equal(lot_names_find(names, "B"), LOT_NO_NAME);
    lot_names_free(names);
    lot_names_free(NULL);
}

static void a_hundred_thousand_names_keep_their_numbers(void **state)
{
    (void)state;
    enum { COUNT = 100000 };
    lot_names *names = lot_names_new();
    assert_non_null(names);
    char name[16];
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 0; i < COUNT; i++) {
            uint32_t number;
            (void)snprintf(name, sizeof name, "%x", i);
            assert_true(lot_names_add(&number, names, name));
            assert_int_equal(number, i);
        }
    assert_int_equal(lot_names_count(names), COUNT);
    assert_int_equal(lot_names_find(names, "-"), LOT_NO_NAME);
    lot_names_free(names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_numbered_in_the_order_they_first_come),
        cmocka_unit_test(a_hundred_thousand_names_keep_their_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
