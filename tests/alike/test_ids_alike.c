/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ids alike: ids that spreadsheets and typing make different. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/ids_alike.h"
#include "support/input.h"

static lot_ids_alike find(const char *csv)
{
    lot_ids_alike alike;
    const lot_pool_columns columns = {0};
    lot_pool *pool = NULL;
    lot_table *table = lot_test_table("people.csv", csv);
    lot_problems *problems = lot_problems_new();
    assert_int_equal(lot_pool_read(&pool, table, NULL, &columns, problems, NULL), LOT_OK);
    assert_int_equal(lot_ids_alike_find(&alike, pool, NULL), LOT_OK);
    lot_pool_free(pool);
    lot_problems_free(problems);
    lot_table_free(table);
    return alike;
}

static void ids_that_differ_in_zeros_in_front_are_told_with_both_rows(void **state)
{
    (void)state;
    lot_ids_alike alike = find("id\n12\n007\n8\n7\n07\n");
    assert_int_equal(alike.count, 2);
    assert_int_equal(alike.first[0].row, 5);
    assert_int_equal(alike.first[0].before, 3);
    assert_int_equal(alike.first[1].row, 6);
    assert_int_equal(alike.first[1].before, 3);
}

static void ids_that_differ_in_capitals_are_told(void **state)
{
    (void)state;
    assert_int_equal(find("id\na1\nA1\nB1\n").count, 1);
    assert_int_equal(find("id\nAB1\nAb1\n").count, 1);
    assert_int_equal(find("id\n\xC3\x89\n\xC3\xA9\n").count, 1);
}

static void more_than_are_shown_are_counted(void **state)
{
    (void)state;
    lot_ids_alike alike = find("id\n1\n01\n001\n0001\n00001\n000001\n");
    assert_int_equal(alike.count, 5);
    assert_int_equal(alike.first[2].row, 5);
}

static void other_ids_are_not_alike(void **state)
{
    (void)state;
    assert_int_equal(find("id\n0\n10\n100\n1\n").count, 0);
    assert_int_equal(find("id\nA0\nA00\nB1\nb2\n").count, 0);
    assert_int_equal(find("id\n00\n1\n").count, 0);
    assert_int_equal(find("n\n1\n01\n").count, 0); /* row numbers serve as ids */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_that_differ_in_zeros_in_front_are_told_with_both_rows),
        cmocka_unit_test(ids_that_differ_in_capitals_are_told),
        cmocka_unit_test(more_than_are_shown_are_counted),
        cmocka_unit_test(other_ids_are_not_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
