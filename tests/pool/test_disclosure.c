/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Disclosure: whom values tell apart, counted one by one. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/disclosure.h"
#include "support/generate.h"

static void those_who_live_with_others_are_told_apart_by_them(void **state)
{
    (void)state;
    /* seven alike, two of them with one of other values each, and one alone with those */
    uint32_t values[] = {0, 0, 0, 0, 0, 0, 0, 1, 2, 1};
    uint32_t households[] = {0, 1, 2, 3, 4, 5, 6, 5, 6, 7};
    const lot_pool pool = {.people_count = 10,
                           .features_count = 1,
                           .households_count = 8,
                           .values = values,
                           .households = households};
    lot_disclosure found;
    assert_int_equal(lot_disclosure_count(&found, &pool, NULL), LOT_OK);
    assert_int_equal(found.people_count, 10);
    assert_int_equal(found.by_values.count, 3);
    assert_int_equal(found.by_values.small, 2);
    assert_int_equal(found.by_values.unique, 1);
    assert_int_equal(found.by_home.count, 6);
    assert_int_equal(found.by_home.small, 5);
    assert_int_equal(found.by_home.unique, 5);
}

static bool same_values(const lot_pool *pool, uint32_t a, uint32_t b)
{
    for (uint32_t f = 0; f < pool->features_count; f++) {
        if (lot_pool_value(pool, a, f) != lot_pool_value(pool, b, f))
            return false;
    }
    return true;
}

/* Of each kind of values, do as many live with a as with b? */
static bool same_home(const lot_pool *pool, uint32_t a, uint32_t b)
{
    uint32_t of_a = pool->households[a], of_b = pool->households[b];
    for (uint32_t p = 0; p < pool->people_count; p++) {
        int more = 0;
        for (uint32_t q = 0; q < pool->people_count; q++) {
            if (same_values(pool, p, q))
                more += (pool->households[q] == of_a) - (pool->households[q] == of_b);
        }
        if (more != 0)
            return false;
    }
    return true;
}

/* Look at every two people: no sorting, no classes. */
static lot_groups count_pairs(const lot_pool *pool, bool at_home)
{
    lot_groups groups = {0};
    for (uint32_t a = 0; a < pool->people_count; a++) {
        uint32_t before = 0, all = 0;
        for (uint32_t b = 0; b < pool->people_count; b++) {
            bool alike = same_values(pool, a, b) && (!at_home || same_home(pool, a, b));
            all += alike;
            before += alike && b < a;
        }
        groups.count += before == 0;
        groups.small += before == 0 && all < LOT_SMALL_GROUP;
        groups.unique += all == 1;
    }
    return groups;
}

static void groups_are_those_that_looking_at_every_pair_finds(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 10; seed++) {
        const lot_test_shape shape = {.seed = seed,
                                      .people_count = 60,
                                      .seats = 5,
                                      .features_count = 1 + (uint32_t)(seed % 3),
                                      .values_per_feature = 3,
                                      .band = 1,
                                      .household_percent = (uint32_t)seed * 10};
        lot_test_case *made = lot_test_case_make(&shape);
        lot_disclosure found;
        assert_int_equal(lot_disclosure_count(&found, made->pool, NULL), LOT_OK);
        lot_groups by_values = count_pairs(made->pool, false);
        lot_groups by_home = count_pairs(made->pool, true);
        assert_memory_equal(&found.by_values, &by_values, sizeof by_values);
        assert_memory_equal(&found.by_home, &by_home, sizeof by_home);
        lot_test_case_free(made);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_who_live_with_others_are_told_apart_by_them),
        cmocka_unit_test(groups_are_those_that_looking_at_every_pair_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
