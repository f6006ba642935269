/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plan report: which bounds are told where there is no place for all. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/plan_report.h"

enum { BOUNDS = 8 };

/* Fill `told` with the bounds that are told, and end it with BOUNDS. */
static void choose(uint32_t *told, uint32_t most, const uint32_t *collide, const uint32_t *limit)
{
    uint32_t copies[2][BOUNDS];
    for (uint32_t b = 0; b < BOUNDS; b++) {
        copies[0][b] = collide[b];
        copies[1][b] = limit[b];
    }
    lot_quotas quotas = {.count = BOUNDS / 2};
    const lot_scenario scenario = {.quotas = &quotas};
    const lot_plan_report report = {.scenario = &scenario};
    const lot_outlook outlook = {.collide = copies[0], .limit = copies[1]};
    uint32_t count = lot_plan_choose_binding(told, most, &report, &outlook);
    assert_true(count <= most);
    told[count] = BOUNDS;
}

static void what_prevents_a_panel_is_told_beside_what_limits_more_often(void **state)
{
    (void)state;
    uint32_t told[BOUNDS + 1];
    static const uint32_t collide[BOUNDS] = {3, 0, 5, 0, 1, 0, 0, 0};
    static const uint32_t limit[BOUNDS] = {0, 90, 0, 80, 0, 70, 60, 95};
    static const uint32_t wanted[] = {2, 0, 7, 1, BOUNDS};
    choose(told, 4, collide, limit);
    assert_memory_equal(told, wanted, sizeof wanted);
}

static void each_kind_has_the_place_that_the_other_leaves(void **state)
{
    (void)state;
    uint32_t told[BOUNDS + 1];
    static const uint32_t none[BOUNDS] = {0};
    static const uint32_t some[BOUNDS] = {3, 0, 5, 9, 1, 0, 0, 0};
    static const uint32_t three[] = {3, 2, 0, BOUNDS};
    static const uint32_t all[] = {3, 2, 0, 4, BOUNDS};
    choose(told, 3, none, some);
    assert_memory_equal(told, three, sizeof three);
    choose(told, 6, some, none);
    assert_memory_equal(told, all, sizeof all);
    choose(told, 6, some, some);
    assert_memory_equal(told, all, sizeof all);
    choose(told, 6, none, none);
    assert_int_equal(told[0], BOUNDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_prevents_a_panel_is_told_beside_what_limits_more_often),
        cmocka_unit_test(each_kind_has_the_place_that_the_other_leaves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
