/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of logarithms, with solutions known by hand; and the inside of relaxations. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "fair/inside.h"
#include "fair/logs.h"
#include "support/chances.h"
#include "support/generate.h"

#include <math.h>
#include <stdlib.h>

static const double barrier = 1e-11;

static void add(lot_logs *logs, double weight, double upper, double start)
{
    assert_int_equal(lot_logs_add_column(logs, weight, upper, start, NULL), LOT_OK);
}

static void put(lot_logs *logs, uint32_t row, uint32_t column, double value)
{
    assert_int_equal(lot_logs_add_entry(logs, row, column, value, NULL), LOT_OK);
}

static void expect(const lot_logs *logs, const double *values)
{
    for (uint32_t j = 0; j < logs->columns_count; j++)
        if (fabs(lot_logs_value(logs, j) - values[j]) > 1e-8)
            fail_msg("column %u has %.12f, not %.12f", j, lot_logs_value(logs, j), values[j]);
}

static void a_sum_is_shared_by_weight(void **state)
{
    (void)state;
    lot_logs logs;
    assert_int_equal(lot_logs_start(&logs, 1, barrier, NULL), LOT_OK);
    logs.right[0] = 12;
    for (uint32_t j = 0; j < 3; j++) {
        add(&logs, j + 1, INFINITY, 1);
        put(&logs, 0, j, 1);
    }
    assert_int_equal(lot_logs_solve(&logs, NULL), LOT_OK);
    expect(&logs, (const double[]){2, 4, 6});
    assert_true(fabs(logs.dual[0] - 0.5) < 1e-8);
    lot_logs_clear(&logs);
}

/* The largest is held at its upper end; the others share the rest. */
static void who_is_at_the_upper_end_leaves_the_rest(void **state)
{
    (void)state;
    lot_logs logs;
    assert_int_equal(lot_logs_start(&logs, 1, barrier, NULL), LOT_OK);
    logs.right[0] = 12;
    for (uint32_t j = 0; j < 3; j++) {
        add(&logs, j + 1, j == 2 ? 3 : INFINITY, 1);
        put(&logs, 0, j, 1);
    }
    assert_int_equal(lot_logs_solve(&logs, NULL), LOT_OK);
    expect(&logs, (const double[]){3, 6, 3});
    lot_logs_clear(&logs);
}

/* An equation twice over, and one that nothing is in: they change nothing. */
static void equations_that_follow_change_nothing(void **state)
{
    (void)state;
    lot_logs logs;
    assert_int_equal(lot_logs_start(&logs, 3, barrier, NULL), LOT_OK);
    logs.right[0] = 1;
    logs.right[1] = 2;
    for (uint32_t j = 0; j < 2; j++) {
        add(&logs, 1 + 2 * j, INFINITY, 0.1);
        put(&logs, 1, j, 2);
        put(&logs, 0, j, 1);
    }
    assert_int_equal(lot_logs_solve(&logs, NULL), LOT_OK);
    expect(&logs, (const double[]){0.25, 0.75});
    lot_logs_clear(&logs);
}

static void without_columns_there_is_nothing_to_do(void **state)
{
    (void)state;
    lot_logs logs;
    assert_int_equal(lot_logs_start(&logs, 2, barrier, NULL), LOT_OK);
    assert_int_equal(lot_logs_solve(&logs, NULL), LOT_OK);
    lot_logs_clear(&logs);
}

/* All panels together: their mean is a point of Q. */
typedef struct seen {
    const lot_model *model;
    double *sum; /* [classes] of all panels */
} seen;

static void add_panel(const int64_t *seats, void *context)
{
    seen *s = context;
    for (uint32_t t = 0; t < s->model->classes->count; t++)
        s->sum[t] += (double)seats[t];
}

/* Is the row's sum away from both its ends? */
static bool has_room(const lot_model *model, uint32_t r, const double *x)
{
    double sum = 0;
    const lot_row *row = &model->rows[r];
    for (uint32_t e = row->first; e < row->end; e++)
        sum += x[model->entries[e].class];
    return sum > (double)row->lower + 1e-7 && sum < (double)row->upper - 1e-7;
}

/* What panels have room in is not called tight; x is in Q, off all that is not called tight. */
static void expect_inside(const lot_model *model)
{
    uint32_t count = model->classes->count;
    lot_inside q;
    seen s = {model, calloc(count, sizeof *s.sum)};
    assert_non_null(s.sum);
    double panels = (double)lot_test_each_panel(model, add_panel, &s);
    for (uint32_t t = 0; t < count; t++)
        s.sum[t] /= panels;
    assert_int_equal(lot_inside_start(&q, model, NULL), LOT_OK);
    for (uint32_t r = 0; r < model->rows_count; r++)
        q.counted[r] = true;
    assert_int_equal(lot_inside_find(&q, NULL), LOT_OK);
    for (uint32_t r = 0; r < model->rows_count; r++) {
        assert_true(!q.tight[r] || !has_room(model, r, s.sum) || r > model->quotas_count);
        assert_true(q.tight[r] || has_room(model, r, q.x));
    }
    for (uint32_t t = 0; t < count; t++) {
        assert_true(q.x[t] >= -1e-9 && q.x[t] <= model->cap[t] + 1e-9);
        assert_true(!q.full[t] || s.sum[t] > model->cap[t] - 1e-6);
        assert_true(q.full[t] || q.x[t] < model->cap[t]);
    }
    assert_int_equal(lot_inside_count_broken(&q, 1e-9), 0);
    lot_inside_clear(&q);
    free(s.sum);
}

static void the_inside_is_off_all_that_is_not_always_tight(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 80; seed++) {
        const lot_test_shape shape = {.seed = seed,
                                      .people_count = 10 + (uint32_t)(seed % 7),
                                      .seats = 4 + (uint32_t)(seed % 4),
                                      .features_count = 2 + (uint32_t)(seed % 3),
                                      .values_per_feature = 2,
                                      .band = seed % 3 > 0,
                                      .household_percent = seed % 2 ? 0 : 50};
        lot_test_case *made = lot_test_case_make(&shape);
        lot_classes *classes;
        lot_model *model;
        assert_int_equal(lot_classes_new(&classes, made->pool, 1, NULL), LOT_OK);
        assert_int_equal(lot_model_new(&model, made->quotas, classes, shape.seats, true, NULL),
                         LOT_OK);
        expect_inside(model);
        lot_model_free(model);
        lot_classes_free(classes);
        lot_test_case_free(made);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sum_is_shared_by_weight),
        cmocka_unit_test(who_is_at_the_upper_end_leaves_the_rest),
        cmocka_unit_test(equations_that_follow_change_nothing),
        cmocka_unit_test(without_columns_there_is_nothing_to_do),
        cmocka_unit_test(the_inside_is_off_all_that_is_not_always_tight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
