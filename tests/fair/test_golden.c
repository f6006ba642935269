/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers that are known from elsewhere, for every objective that has one. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/fair.h"
#include "support/input.h"

#include <math.h>

/* Two files, read and solved. */
typedef struct golden {
    lot_table *people;
    lot_table *rows;
    lot_quotas *quotas;
    lot_pool *pool;
    lot_classes *classes;
    lot_problems *problems;
    lot_solution *solution;
    lot_conflict *conflict;
} golden;

static void solve(golden *g, const char *people_csv, const char *quotas_csv, uint32_t seats,
                  lot_objective objective)
{
    static const char *const household[] = {"home"};
    const lot_pool_columns columns = {.id = NULL, .household = household, .household_count = 1};
    const lot_fair_options options = {.objective = objective, .tickets = 1000};
    lot_error error = {{0}, NULL, 0};
    *g = (golden){.people = lot_test_table("people.csv", people_csv),
                  .rows = lot_test_table("quotas.csv", quotas_csv),
                  .problems = lot_problems_new()};
    assert_int_equal(lot_quotas_read(&g->quotas, g->rows, seats, g->problems, NULL), LOT_OK);
    assert_int_equal(lot_pool_read(&g->pool, g->people, g->quotas, &columns, g->problems, NULL),
                     LOT_OK);
    assert_int_equal(lot_classes_new(&g->classes, g->pool, 1, NULL), LOT_OK);
    if (lot_solve(&g->solution, &g->conflict, g->quotas, g->classes, seats, &options, &error) !=
        LOT_OK)
        fail_msg("%s", error.message);
}

static void golden_free(golden *g)
{
    lot_solution_free(g->solution);
    lot_conflict_free(g->conflict);
    lot_classes_free(g->classes);
    lot_pool_free(g->pool);
    lot_quotas_free(g->quotas);
    lot_table_free(g->people);
    lot_table_free(g->rows);
    lot_problems_free(g->problems);
}

static double chance_of(const golden *g, uint32_t person)
{
    assert_non_null(g->solution);
    return g->solution->chance[g->classes->of_person[person]];
}

static void expect(const golden *g, const double *chances, double tolerance)
{
    for (uint32_t p = 0; p < g->pool->people_count; p++)
        if (fabs(chance_of(g, p) - chances[p]) > tolerance)
            fail_msg("%s has %.9f, not %.9f", g->pool->ids[p], chance_of(g, p), chances[p]);
}

static const char *const five_people =
    "id,sex,politics,home\nm1,male,liberal,\nm2,male,liberal,\nm3,male,liberal,\n"
    "m4,male,liberal,\nelinor,female,liberal,\nfrank,male,conservative,\n"
    "grace,female,conservative,\n";
static const char *const five_quotas =
    "feature,value,min,max\nsex,female,1,1\nsex,male,4,4\npolitics,liberal,4,4\n"
    "politics,conservative,1,1\n";

static void maximin_gives_the_three_a_half(void **state)
{
    (void)state;
    golden g;
    solve(&g, five_people, five_quotas, 5, LOT_MAXIMIN);
    for (uint32_t p = 4; p < 7; p++)
        assert_true(fabs(chance_of(&g, p) - 0.5) < 1e-12);
    assert_true(g.solution->exact);
    golden_free(&g);
}

static void nash_gives_sevenths(void **state)
{
    (void)state;
    const double sevenths[] = {6.0 / 7, 6.0 / 7, 6.0 / 7, 6.0 / 7, 4.0 / 7, 4.0 / 7, 3.0 / 7};
    golden g;
    solve(&g, five_people, five_quotas, 5, LOT_NASH);
    expect(&g, sevenths, 1e-6);
    assert_true((double)g.solution->finding.gap < 1e-6 * 0x1p60);
    golden_free(&g);
}

static void the_same_with_one_of_each_first_value_is_infeasible(void **state)
{
    (void)state;
    golden g;
    solve(&g, "id,f1,f2,f3,home\na,v1,v1,v1,\nb,v1,v2,v2,\nc,v2,v1,v2,\nd,v2,v2,v1,\n",
          "feature,value,min,max\nf1,v1,1,1\nf1,v2,0,2\nf2,v1,1,1\nf2,v2,0,2\nf3,v1,1,1\n"
          "f3,v2,0,2\n",
          2, LOT_LEXIMIN);
    assert_null(g.solution);
    assert_non_null(g.conflict);
    golden_free(&g);
}

static const char *const shows_people =
    "id,age,show,home\nlisa,child,simpsons,\nmarge,adult,simpsons,\nlouie,child,ducktales,\n"
    "dewey,child,ducktales,\nscrooge,adult,ducktales,\n";
static const char *const shows_quotas = "feature,value,min,max\nage,child,1,2\nage,adult,1,2\n"
                                        "show,simpsons,1,2\nshow,ducktales,1,2\n";

static void the_cartoon_characters_have_the_same_chances_by_maximin(void **state)
{
    (void)state;
    const double third = 1.0 / 3;
    golden g;
    solve(&g, shows_people, shows_quotas, 2, LOT_MAXIMIN);
    expect(&g, (const double[]){third, 2 * third, third, third, third}, 1e-12);
    assert_true(g.solution->exact);
    golden_free(&g);
}

/* One seat of a hundred values, one of each: everybody has the same chance, whatever is sought. */
static void a_feature_of_a_hundred_values_is_fine_for_every_objective(void **state)
{
    (void)state;
    lot_text people = LOT_TEXT_EMPTY;
    lot_text quotas = LOT_TEXT_EMPTY;
    lot_text_put(&people, "id,f,home\n");
    lot_text_put(&quotas, "feature,value,min,max\n");
    for (uint32_t v = 0; v < 100; v++) {
        lot_text_format(&people, "p%u,v%u,\n", v, v);
        lot_text_format(&quotas, "f,v%u,0,1\n", v);
    }
    for (int objective = 0; objective < LOT_OBJECTIVES_COUNT; objective++) {
        golden g;
        solve(&g, lot_text_string(&people), lot_text_string(&quotas), 10, (lot_objective)objective);
        for (uint32_t p = 0; p < 100 && objective != LOT_LEGACY; p++)
            assert_true(fabs(chance_of(&g, p) - 0.1) < 1e-9);
        golden_free(&g);
    }
    lot_text_free(&people);
    lot_text_free(&quotas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maximin_gives_the_three_a_half),
        cmocka_unit_test(nash_gives_sevenths),
        cmocka_unit_test(the_same_with_one_of_each_first_value_is_infeasible),
        cmocka_unit_test(the_cartoon_characters_have_the_same_chances_by_maximin),
        cmocka_unit_test(a_feature_of_a_hundred_values_is_fine_for_every_objective),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
