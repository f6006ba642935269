/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk: what it finds is within all bounds, and is the same every time. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "fair/finder.h"
#include "fair/seats.h"
#include "support/chances.h"
#include "support/generate.h"

#include <stdlib.h>
#include <string.h>

enum { TICKETS = 1000 };

static lot_test_case *pool_of(uint64_t seed)
{
    lot_test_shape shape = {.seed = seed,
                            .people_count = 120,
                            .seats = 24,
                            .features_count = 5,
                            .values_per_feature = 4,
                            .band = 1,
                            .skew = 1,
                            .household_percent = seed % 2 ? 20 : 0};
    return lot_test_case_make(&shape);
}

static bool within(const lot_model *model, const lot_step *step, const int64_t *c)
{
    for (uint32_t t = 0; t < model->classes->count; t++)
        if (c[t] < step->y[t] / step->m || c[t] > (step->y[t] + step->m - 1) / step->m)
            return false;
    for (uint32_t r = 0; r < model->rows_count; r++) {
        int64_t sum = lot_model_row_sum(model, r, c);
        if (sum < step->low[r] || sum > step->high[r])
            return false;
    }
    return lot_model_admits(model, c);
}

/* The first step of peeling the fairest chances; returns whether it was found. */
static bool step_once(const lot_test_case *made)
{
    lot_classes *classes = NULL;
    lot_model *model = NULL;
    lot_walk *walk = NULL;
    assert_int_equal(lot_classes_new(&classes, made->pool, 1, NULL), LOT_OK);
    assert_int_equal(lot_model_new(&model, made->quotas, classes, made->shape.seats, true, NULL),
                     LOT_OK);
    assert_int_equal(lot_walk_new(&walk, model, NULL), LOT_OK);
    int64_t *y = calloc(classes->count, sizeof *y);
    int64_t *again = calloc(classes->count, sizeof *again);
    int64_t *left = calloc(model->rows_count, sizeof *left);
    int64_t *low = calloc(model->rows_count, sizeof *low);
    int64_t *high = calloc(model->rows_count, sizeof *high);
    assert_true(y && again && left && low && high);
    double *chance = calloc(classes->count, sizeof *chance);
    assert_non_null(chance);
    bool rounded;
    lot_test_leximin(chance, model);
    assert_int_equal(lot_round_seats(y, &rounded, model, chance, TICKETS, 0, NULL, NULL), LOT_OK);
    free(chance);
    for (uint32_t r = 0; r < model->rows_count; r++) {
        left[r] = lot_model_row_sum(model, r, y);
        low[r] = left[r] / TICKETS;
        high[r] = (left[r] + TICKETS - 1) / TICKETS;
    }
    lot_step step = {TICKETS, y, left, low, high};
    bool found = rounded && lot_find_panel(walk, &step);
    if (found) {
        assert_true(within(model, &step, walk->c));
        memcpy(again, walk->c, classes->count * sizeof *again);
        assert_true(lot_find_panel(walk, &step));
        assert_memory_equal(again, walk->c, classes->count * sizeof *again);
    }
    low[0] = high[0] = made->pool->people_count + 1; /* nobody can fill that row */
    assert_false(lot_find_panel(walk, &step));
    free(y);
    free(again);
    free(left);
    free(low);
    free(high);
    lot_walk_free(walk);
    lot_model_free(model);
    lot_classes_free(classes);
    return found;
}

static void what_is_found_is_within_all_bounds_and_found_again(void **state)
{
    (void)state;
    uint32_t found = 0;
    for (uint64_t seed = 1; seed <= 160; seed++) {
        lot_test_case *made = pool_of(seed);
        found += step_once(made);
        lot_test_case_free(made);
    }
    print_message("found in %u of 160 pools\n", found);
    assert_true(found >= 150); /* or the walk finds nothing any more */
}

static void an_empty_box_is_hopeless(void **state)
{
    (void)state;
    lot_test_case *made = pool_of(1);
    lot_classes *classes = NULL;
    lot_model *model = NULL;
    lot_walk *walk = NULL;
    assert_int_equal(lot_classes_new(&classes, made->pool, 1, NULL), LOT_OK);
    assert_int_equal(lot_model_new(&model, made->quotas, classes, made->shape.seats, true, NULL),
                     LOT_OK);
    assert_int_equal(lot_walk_new(&walk, model, NULL), LOT_OK);
    for (uint32_t t = 0; t < classes->count; t++)
        walk->most[t] = model->cap[t];
    for (uint32_t r = 0; r < model->rows_count; r++) {
        walk->low[r] = model->rows[r].lower;
        walk->high[r] = model->rows[r].upper;
    }
    lot_walk_settle(walk);
    assert_true(lot_walk_has_hope(walk));
    walk->least[0] = walk->most[0] + 1;
    assert_false(lot_walk_has_hope(walk));
    assert_false(lot_walk_find(walk, 100));
    walk->least[0] = 0;
    walk->low[0] = (int64_t)classes->people_count + 1;
    walk->high[0] = walk->low[0];
    assert_false(lot_walk_has_hope(walk));
    lot_walk_free(walk);
    lot_model_free(model);
    lot_classes_free(classes);
    lot_test_case_free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_found_is_within_all_bounds_and_found_again),
        cmocka_unit_test(an_empty_box_is_hopeless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
