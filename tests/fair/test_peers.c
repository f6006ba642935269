/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Solving, against column generation over people, on pools too large for brute force. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/fair.h"
#include "oracle/peers.h"
#include "support/generate.h"

#include <math.h>

/* Far below the published one: what remains apart is then a mistake of one of the two. */
static const double tolerance = 1e-7;

static void expect_same_chances(const lot_test_shape *shape)
{
    lot_test_case *made = lot_test_case_make(shape);
    uint32_t count = made->pool->people_count;
    lot_peers peers;
    lot_peers_solve(&peers, made->pool, made->quotas, shape->seats, 1, tolerance);

    lot_classes *classes = NULL;
    lot_solution *solution = NULL;
    lot_conflict *conflict = NULL;
    lot_error error = {{0}, NULL, 0};
    lot_fair_options options = {.objective = LOT_LEXIMIN, .tickets = 1000};
    assert_int_equal(lot_classes_new(&classes, made->pool, 1, &error), LOT_OK);
    lot_status status =
        lot_solve(&solution, &conflict, made->quotas, classes, shape->seats, &options, &error);
    if (status != LOT_OK)
        fail_msg("%s", error.message);
    assert_non_null(solution);

    for (uint32_t p = 0; p < count; p++) {
        double ours = solution->chance[classes->of_person[p]];
        if (fabs(ours - peers.chance[p]) > 1e-6)
            fail_msg("seed %llu: person %u has %.9f, column generation says %.9f",
                     (unsigned long long)shape->seed, p, ours, peers.chance[p]);
    }
    lot_solution_free(solution);
    lot_classes_free(classes);
    lot_peers_free(&peers);
    lot_test_case_free(made);
}

static void compare_pools(uint64_t first_seed, uint32_t household_percent)
{
    for (uint32_t i = 0; i < 10; i++) {
        lot_test_shape shape = {.seed = first_seed + i,
                                .people_count = 30 + 3 * i,
                                .seats = 8 + i % 5,
                                .features_count = 3 + i % 3,
                                .values_per_feature = 2 + i / 2 % 3,
                                .band = i % 2,
                                .skew = 1 + i % 2,
                                .household_percent = household_percent};
        expect_same_chances(&shape);
    }
}

static void chances_are_those_of_column_generation(void **state)
{
    (void)state;
    compare_pools(2000, 0);
}

static void chances_with_households_are_those_of_column_generation(void **state)
{
    (void)state;
    compare_pools(3000, 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chances_are_those_of_column_generation),
        cmocka_unit_test(chances_with_households_are_those_of_column_generation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
