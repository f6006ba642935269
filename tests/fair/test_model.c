/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model as it is written for other solvers: read back, it has the same panels. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/fair.h"
#include "support/chances.h"
#include "support/generate.h"

#include <glpk.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct weighing {
    const lot_model *model;
    int64_t *weight;
    int64_t heaviest;
} weighing;

static void weigh_panel(const int64_t *seats, void *context)
{
    weighing *w = context;
    int64_t sum = 0;
    for (uint32_t t = 0; t < w->model->classes->count; t++)
        sum += w->weight[t] * seats[t];
    w->heaviest = sum > w->heaviest ? sum : w->heaviest;
}

static glp_prob *read_back(const char *path)
{
    glp_prob *problem = glp_create_prob();
    (void)glp_term_out(GLP_OFF);
    assert_int_equal(glp_read_lp(problem, NULL, path), 0);
    glp_create_index(problem);
    return problem;
}

/* The heaviest panel, by what was written alone. */
static double heaviest_of(glp_prob *problem, const weighing *w)
{
    glp_iocp parameters;
    char name[32];
    glp_set_obj_dir(problem, GLP_MAX);
    for (uint32_t t = 0; t < w->model->classes->count; t++) {
        (void)snprintf(name, sizeof name, "class_%u", t + 1);
        int column = glp_find_col(problem, name);
        assert_true(column > 0);
        assert_int_not_equal(glp_get_col_kind(problem, column), GLP_CV);
        glp_set_obj_coef(problem, column, (double)w->weight[t]);
    }
    glp_init_iocp(&parameters);
    parameters.presolve = GLP_ON;
    assert_int_equal(glp_intopt(problem, &parameters), 0);
    assert_int_equal(glp_mip_status(problem), GLP_OPT);
    return glp_mip_obj_val(problem);
}

static void what_is_written_has_the_same_panels(void **state)
{
    (void)state;
    char path[] = "/tmp/civiclot-model-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    (void)close(file);
    for (uint64_t seed = 1; seed <= 30; seed++) {
        const lot_test_shape shape = {.seed = seed,
                                      .people_count = 10 + (uint32_t)(seed % 6),
                                      .seats = 3 + (uint32_t)(seed % 3),
                                      .features_count = 2 + (uint32_t)(seed % 3),
                                      .values_per_feature = 2,
                                      .band = 1,
                                      .household_percent = seed % 2 ? 50 : 0};
        uint64_t random = seed;
        lot_classes *classes;
        lot_model *model;
        lot_test_case *made = lot_test_case_make(&shape);
        assert_int_equal(lot_classes_new(&classes, made->pool, 1, NULL), LOT_OK);
        assert_int_equal(lot_model_new(&model, made->quotas, classes, shape.seats, true, NULL),
                         LOT_OK);
        weighing w = {model, calloc(classes->count, sizeof *w.weight), INT64_MIN};
        assert_non_null(w.weight);
        for (uint32_t t = 0; t < classes->count; t++)
            w.weight[t] = (int64_t)lot_test_random_below(&random, 41) - 20;
        assert_true(lot_test_each_panel(model, weigh_panel, &w) > 0);
        assert_int_equal(lot_model_write(path, made->quotas, classes, shape.seats, NULL), LOT_OK);
        glp_prob *problem = read_back(path);
        assert_int_equal(glp_get_num_rows(problem), model->rows_count);
        assert_true(glp_find_row(problem, "seats") > 0 && glp_find_row(problem, "quota_1") > 0);
        assert_true(fabs(heaviest_of(problem, &w) - (double)w.heaviest) < 1e-6);
        glp_delete_prob(problem);
        free(w.weight);
        lot_model_free(model);
        lot_classes_free(classes);
        lot_test_case_free(made);
    }
    (void)unlink(path);
}

static void what_cannot_be_written_is_told(void **state)
{
    (void)state;
    const lot_test_shape shape = {
        .seed = 1, .people_count = 8, .seats = 3, .features_count = 1, .values_per_feature = 2};
    lot_error error = {{0}, NULL, 0};
    lot_classes *classes;
    lot_test_case *made = lot_test_case_make(&shape);
    assert_int_equal(lot_classes_new(&classes, made->pool, 1, NULL), LOT_OK);
    assert_int_equal(lot_model_write("/nowhere/model.lp", made->quotas, classes, 3, &error),
                     LOT_FAILURE);
    assert_non_null(strstr(error.message, "cannot be written"));
    lot_classes_free(classes);
    lot_test_case_free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_has_the_same_panels),
        cmocka_unit_test(what_cannot_be_written_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
