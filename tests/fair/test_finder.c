/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The finder and the peeling that it serves, on made-up pools: bounds, households. */
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
#include "support/input.h"

#include <stdlib.h>
#include <string.h>

enum { TICKETS = 1000 };

/* A pool's model and its first step: the fairest chances, rounded. */
typedef struct first_step {
    lot_test_case *made;
    lot_classes *classes;
    lot_model *model;
    int64_t *y;
    int64_t *left;
    int64_t *low;
    int64_t *high;
} first_step;

static void *array(size_t count)
{
    void *made = calloc(count, sizeof(int64_t));
    assert_non_null(made);
    return made;
}

/* Rows between floor and ceiling of their averages. */
static void bound_rows(first_step *step)
{
    for (uint32_t r = 0; r < step->model->rows_count; r++) {
        step->left[r] = lot_model_row_sum(step->model, r, step->y);
        int64_t rest = step->left[r] % TICKETS;
        step->low[r] = (step->left[r] - rest) / TICKETS - (rest < 0);
        step->high[r] = step->low[r] + (rest != 0);
    }
}

static first_step first_step_make(const lot_test_shape *shape)
{
    first_step step = {.made = lot_test_case_make(shape)};
    bool found;
    assert_int_equal(lot_classes_new(&step.classes, step.made->pool, 1, NULL), LOT_OK);
    uint32_t count = step.classes->count;
    assert_int_equal(
        lot_model_new(&step.model, step.made->quotas, step.classes, shape->seats, true, NULL),
        LOT_OK);
    double *chance = array(count);
    step.y = array(count);
    lot_test_leximin(chance, step.model);
    assert_int_equal(lot_round_seats(step.y, &found, step.model, chance, TICKETS, 0, NULL, NULL),
                     LOT_OK);
    assert_true(found);
    step.left = array(step.model->rows_count);
    step.low = array(step.model->rows_count);
    step.high = array(step.model->rows_count);
    bound_rows(&step);
    free(chance);
    return step;
}

static void first_step_free(first_step *step)
{
    lot_test_case_free(step->made);
    lot_classes_free(step->classes);
    lot_model_free(step->model);
    free(step->y);
    free(step->left);
    free(step->low);
    free(step->high);
}

/* Ask the finder; what it finds must be within all bounds. c: [classes] out. */
static bool find(int64_t *c, const first_step *step)
{
    lot_walk *walk;
    lot_step asked = {TICKETS, step->y, step->left, step->low, step->high};
    assert_int_equal(lot_walk_new(&walk, step->model, NULL), LOT_OK);
    bool found = lot_find_panel(walk, &asked);
    uint32_t count = step->classes->count;
    memcpy(c, walk->c, count * sizeof *c);
    lot_walk_free(walk);
    if (!found)
        return false;
    for (uint32_t t = 0; t < count; t++) {
        int64_t floor = step->y[t] / TICKETS;
        assert_true(c[t] == floor || (c[t] == floor + 1 && step->y[t] % TICKETS > 0));
    }
    for (uint32_t r = 0; r < step->model->rows_count; r++) {
        int64_t sum = lot_model_row_sum(step->model, r, c);
        assert_true(sum >= step->low[r] && sum <= step->high[r]);
    }
    assert_true(lot_model_admits(step->model, c));
    return true;
}

static lot_test_shape shape_of(uint64_t seed)
{
    return (lot_test_shape){.seed = seed,
                            .people_count = 80 + 40 * (uint32_t)(seed % 5),
                            .seats = 15 + 5 * (uint32_t)(seed % 3),
                            .features_count = 3 + (uint32_t)(seed % 4),
                            .values_per_feature = 2 + (uint32_t)(seed / 3 % 4),
                            .band = (uint32_t)(seed / 2 % 2),
                            .skew = (uint32_t)(seed / 5 % 3),
                            .household_percent = seed % 3 == 0 ? 30 : 0};
}

static void what_it_finds_is_within_all_bounds_and_it_finds_nearly_always(void **state)
{
    (void)state;
    uint32_t found = 0;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        lot_test_shape shape = shape_of(seed);
        first_step step = first_step_make(&shape);
        int64_t *c = array(step.classes->count);
        found += find(c, &step);
        free(c);
        first_step_free(&step);
    }
    print_message("found the first panel of %u of 100 pools\n", found);
    assert_true(found >= 95);
}

/* The panels add up to y, or to less where peeling got stuck. */
static void check_peeled(const first_step *step, const lot_compositions *all, bool whole)
{
    uint32_t count = step->classes->count;
    int64_t *c = array(count);
    for (uint32_t j = 0; j < all->count; j++) {
        memset(c, 0, count * sizeof *c);
        for (uint32_t i = 0; i < all->seats; i++)
            c[all->classes[(size_t)j * all->seats + i]]++;
        assert_true(lot_model_admits(step->model, c));
        for (uint32_t t = 0; t < count; t++)
            step->y[t] -= c[t] * (int64_t)all->tickets[j];
    }
    for (uint32_t t = 0; t < count; t++)
        assert_true(whole ? step->y[t] == 0 : step->y[t] >= 0);
    free(c);
}

static void peeled_panels_add_up_to_the_seats_in_every_way(void **state)
{
    (void)state;
    for (uint32_t way = 0; way < LOT_PEELINGS; way++) {
        uint32_t peeled = 0;
        for (uint64_t seed = 1; seed <= 12; seed++) {
            lot_test_shape shape = shape_of(seed);
            first_step step = first_step_make(&shape);
            lot_compositions *all;
            bool whole;
            assert_int_equal(lot_peel(&all, &whole, step.model, step.y, TICKETS, way, NULL, NULL),
                             LOT_OK);
            check_peeled(&step, all, whole);
            peeled += whole;
            lot_compositions_free(all);
            first_step_free(&step);
        }
        assert_true(peeled >= 6);
    }
}

/* One of each pair is seated, and ABC, Abc, aBc, abC may not be: these are ABc, AbC, aBC, abc. */
static const char *const pairs_people = "id,ab,b,c,s1,s2,s3,s4\n"
                                        "a,p,q,q,n,n,y,y\nA,p,q,q,y,y,n,n\n"
                                        "b,q,p,q,n,y,n,y\nB,q,p,q,y,n,y,n\n"
                                        "c,q,q,p,n,y,y,n\nC,q,q,p,y,n,n,y\n";
static const char *const pairs_quotas = "feature,value,min,max\n"
                                        "ab,p,1,1\nab,q,2,2\nb,p,1,1\nb,q,2,2\nc,p,1,1\nc,q,2,2\n"
                                        "s1,y,0,2\ns1,n,0,3\ns2,y,0,2\ns2,n,0,3\n"
                                        "s3,y,0,2\ns3,n,0,3\ns4,y,0,2\ns4,n,0,3\n";

/* Half of the tickets for everybody are a sum of panels only where 4 divides the tickets. */
static void peeling_gets_stuck_where_seats_are_no_sum_of_panels(void **state)
{
    (void)state;
    lot_table *people = lot_test_table("people.csv", pairs_people);
    lot_table *rows = lot_test_table("quotas.csv", pairs_quotas);
    lot_quotas *quotas = NULL;
    lot_pool *pool = NULL;
    lot_classes *classes = NULL;
    lot_model *model = NULL;
    lot_problems *problems = lot_problems_new();
    lot_pool_columns columns = {0};
    assert_int_equal(lot_quotas_read(&quotas, rows, 3, problems, NULL), LOT_OK);
    assert_int_equal(lot_pool_read(&pool, people, quotas, &columns, problems, NULL), LOT_OK);
    assert_int_equal(lot_classes_new(&classes, pool, 1, NULL), LOT_OK);
    assert_int_equal(lot_model_new(&model, quotas, classes, 3, true, NULL), LOT_OK);
    assert_int_equal(classes->count, 6);
    for (int64_t tickets = 2; tickets <= 16; tickets += 2) {
        int64_t half = tickets / 2;
        const int64_t y[] = {half, half, half, half, half, half};
        bool any = false;
        for (uint32_t way = 0; way < LOT_PEELINGS; way++) {
            lot_compositions *all;
            bool whole;
            assert_int_equal(lot_peel(&all, &whole, model, y, (uint64_t)tickets, way, NULL, NULL),
                             LOT_OK);
            any = any || whole;
            lot_compositions_free(all);
        }
        assert_int_equal(any, tickets % 4 == 0);
    }
    lot_model_free(model);
    lot_classes_free(classes);
    lot_pool_free(pool);
    lot_quotas_free(quotas);
    lot_table_free(people);
    lot_table_free(rows);
    lot_problems_free(problems);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_it_finds_is_within_all_bounds_and_it_finds_nearly_always),
        cmocka_unit_test(peeled_panels_add_up_to_the_seats_in_every_way),
        cmocka_unit_test(peeling_gets_stuck_where_seats_are_no_sum_of_panels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
