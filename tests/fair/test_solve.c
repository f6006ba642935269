/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Solving, against brute force, published answers, and what every lottery must keep. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/fair.h"
#include "civiclot/file.h"
#include "oracle/brute.h"
#include "support/generate.h"
#include "support/input.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A problem and all that was made of it. */
typedef struct run {
    lot_classes *classes;
    lot_solution *solution;
    lot_conflict *conflict;
    lot_panels *panels;
    uint64_t *tickets; /* [people] */
} run;

static void run_free(run *made)
{
    lot_classes_free(made->classes);
    lot_solution_free(made->solution);
    lot_conflict_free(made->conflict);
    lot_panels_free(made->panels);
    free(made->tickets);
    *made = (run){0};
}

/* Solve, deal and check; what every run must keep is asserted here. */
static run run_solve(const lot_pool *pool, const lot_quotas *quotas, uint32_t seats,
                     uint32_t per_household, uint64_t tickets)
{
    run made = {0};
    lot_error error = {{0}, NULL, 0};
    assert_int_equal(lot_classes_new(&made.classes, pool, per_household, &error), LOT_OK);
    lot_fair_options options = {.objective = LOT_LEXIMIN, .tickets = tickets};
    lot_status status =
        lot_solve(&made.solution, &made.conflict, quotas, made.classes, seats, &options, &error);
    if (status != LOT_OK)
        fail_msg("%s", error.message);
    if (made.solution == NULL) {
        assert_non_null(made.conflict);
        return made;
    }
    uint32_t *order = malloc(pool->people_count * sizeof *order);
    assert_non_null(order);
    for (uint32_t p = 0; p < pool->people_count; p++)
        order[p] = p;
    assert_int_equal(
        lot_deal(&made.panels, made.solution->compositions, made.classes, order, &error), LOT_OK);
    if (lot_panels_check(made.panels, pool, quotas, seats, per_household, &error) != LOT_OK)
        fail_msg("%s", error.message);
    made.tickets = malloc(pool->people_count * sizeof *made.tickets);
    assert_non_null(made.tickets);
    lot_panels_count_tickets(made.tickets, made.panels, pool->people_count);
    uint64_t sum = 0;
    for (uint32_t p = 0; p < pool->people_count; p++)
        sum += made.tickets[p];
    assert_int_equal(sum, seats * tickets);
    free(order);
    return made;
}

/* The largest distance of anybody from the optimal chance, in tickets; the finding must tell it. */
static double distance(const run *made, const lot_pool *pool)
{
    double worst = 0;
    for (uint32_t p = 0; p < pool->people_count; p++) {
        double chance = made->solution->chance[made->classes->of_person[p]];
        worst =
            fmax(worst, fabs((double)made->tickets[p] - chance * (double)made->solution->tickets));
    }
    double told = (double)made->solution->finding.distance_millitickets / 1000;
    assert_true(worst <= told + 0.001);
    return worst;
}

static double bound_of(const run *made)
{
    const lot_finding *finding = &made->solution->finding;
    return (double)finding->bound.numerator / (double)finding->bound.denominator;
}

/* Compare one tiny problem with brute force. Returns whether the polytope was too wide for it. */
static bool compare_with_brute_force(const lot_test_case *tiny, uint32_t per_household)
{
    static lot_brute brute;
    uint32_t seats = tiny->shape.seats;
    lot_brute_solve(&brute, tiny->pool, tiny->quotas, seats, per_household);
    run made = run_solve(tiny->pool, tiny->quotas, seats, per_household, 1000);
    assert_non_null(made.solution);
    double least = 1;
    for (uint32_t p = 0; p < tiny->pool->people_count; p++) {
        uint32_t class = made.classes->of_person[p];
        if (made.solution->no_panel[class] == brute.reached[p] ||
            fabs(made.solution->chance[class] - brute.chance[p]) > 2e-6)
            fail_msg("seed %llu: person %u has %.9f, brute force says %.9f",
                     (unsigned long long)tiny->shape.seed, p, made.solution->chance[class],
                     brute.chance[p]);
        if (brute.reached[p])
            least = fmin(least, brute.chance[p]);
    }
    assert_true(bound_of(&made) >= least - 1e-9);
    assert_true(bound_of(&made) <= least + 1e-5);
    double off = distance(&made, tiny->pool);
    if (made.solution->finding.path != LOT_PATH_ROUNDED)
        assert_true(off <= 1 + 1e-6);
    bool wide = made.solution->finding.path == LOT_PATH_CUTS;
    run_free(&made);
    return wide;
}

static void chances_are_those_of_brute_force(void **state)
{
    (void)state;
    uint32_t cut = 0;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        lot_test_shape shape = {.seed = seed,
                                .people_count = 7 + (uint32_t)(seed % 4),
                                .seats = 3 + (uint32_t)(seed % 3),
                                .features_count = 2 + (uint32_t)(seed % 3),
                                .values_per_feature = 2 + (uint32_t)(seed / 7 % 2),
                                .band = (uint32_t)(seed / 3 % 2),
                                .skew = (uint32_t)(seed / 5 % 3),
                                .household_percent = seed % 2 ? 50 : 0};
        lot_test_case *tiny = lot_test_case_make(&shape);
        cut += compare_with_brute_force(tiny, 1 + (uint32_t)(seed / 11 % 2));
        lot_test_case_free(tiny);
    }
    print_message("%u of 300 tiny pools took cuts\n", cut);
    assert_true(cut > 0); /* or the tiny pools never showed the path with cuts */
}

/* A golden problem: two files and, for each person in order, the exact chance. */
static void expect_chances(const char *people_csv, const char *quotas_csv, uint32_t seats,
                           const double *expected)
{
    static const char *const household[] = {"home"};
    lot_table *people = lot_test_table("people.csv", people_csv);
    lot_table *rows = lot_test_table("quotas.csv", quotas_csv);
    lot_quotas *quotas = NULL;
    lot_pool *pool = NULL;
    lot_problems *problems = lot_problems_new();
    lot_pool_columns columns = {.id = NULL, .household = household, .household_count = 1};
    assert_int_equal(lot_quotas_read(&quotas, rows, seats, problems, NULL), LOT_OK);
    assert_int_equal(lot_pool_read(&pool, people, quotas, &columns, problems, NULL), LOT_OK);
    run made = run_solve(pool, quotas, seats, 1, 1000);
    assert_non_null(made.solution);
    for (uint32_t p = 0; p < pool->people_count; p++) {
        double chance = made.solution->chance[made.classes->of_person[p]];
        if (fabs(chance - expected[p]) > 1e-7)
            fail_msg("%s has %.9f, not %.9f", pool->ids[p], chance, expected[p]);
    }
    assert_true(distance(&made, pool) <= 1);
    run_free(&made);
    lot_pool_free(pool);
    lot_quotas_free(quotas);
    lot_table_free(people);
    lot_table_free(rows);
    lot_problems_free(problems);
}

static const char *const shows = "feature,value,min,max\nage,child,1,2\nage,adult,1,2\n"
                                 "show,simpsons,1,2\nshow,ducktales,1,2\n";

static void the_cartoon_characters_have_their_known_chances(void **state)
{
    (void)state;
    const double third = 1.0 / 3;
    expect_chances("id,age,show,home\nlisa,child,simpsons,\nmarge,adult,simpsons,\n"
                   "louie,child,ducktales,\ndewey,child,ducktales,\nscrooge,adult,ducktales,\n",
                   shows, 2, (const double[]){third, 2 * third, third, third, third});
}

static void with_households_two_of_them_are_in_no_panel(void **state)
{
    (void)state;
    expect_chances("id,age,show,home\nlisa,child,simpsons,a\nmarge,adult,simpsons,c\n"
                   "louie,child,ducktales,b\ndewey,child,ducktales,b\nscrooge,adult,ducktales,a\n",
                   shows, 2, (const double[]){0, 1, 0.5, 0.5, 0});
}

static void who_is_needed_is_certain_and_the_others_share(void **state)
{
    (void)state;
    const double third = 1.0 / 3;
    expect_chances("id,f1,f2,f3,home\na,v1,v1,v1,\nb,v1,v2,v2,\nc,v2,v1,v2,\nd,v2,v2,v1,\n",
                   "feature,value,min,max\nf1,v1,1,2\nf1,v2,0,2\nf2,v1,1,2\nf2,v2,0,2\n"
                   "f3,v1,1,2\nf3,v2,0,2\n",
                   2, (const double[]){1, third, third, third});
}

static void who_fits_nowhere_has_no_chance_and_harms_nobody(void **state)
{
    (void)state;
    lot_text people = LOT_TEXT_EMPTY;
    double expected[61];
    lot_text_put(&people, "id,f1,f2,f3,home\n");
    for (uint32_t p = 0; p < 60; p++) {
        lot_text_format(&people, "p%u,%s,%s,%s,\n", p + 1, p % 3 == 0 ? "a" : "b",
                        p % 3 == 1 ? "a" : "b", p % 3 == 2 ? "a" : "b");
        expected[p] = 46.0 / 60;
    }
    lot_text_put(&people, "p61,c,c,c,\n");
    expected[60] = 0;
    expect_chances(lot_text_string(&people),
                   "feature,value,min,max\nf1,a,15,46\nf1,b,15,46\nf1,c,0,0\nf2,a,15,46\n"
                   "f2,b,15,46\nf2,c,0,0\nf3,a,15,46\nf3,b,15,46\nf3,c,0,0\n",
                   46, expected);
    lot_text_free(&people);
}

static double least_chance(const run *made)
{
    double least = 1;
    for (uint32_t t = 0; t < made->classes->count; t++)
        if (!made->solution->no_panel[t])
            least = fmin(least, made->solution->chance[t]);
    return least;
}

/* Exact quotas on eight features: the polytope is wider than the panels in many of these. */
static void tight_pools_are_solved_to_the_bound(void **state)
{
    (void)state;
    uint32_t cut = 0;
    uint32_t far = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        lot_test_shape shape = {.seed = 5000 + seed,
                                .people_count = 50,
                                .seats = 15,
                                .features_count = 8,
                                .values_per_feature = 3,
                                .skew = 1,
                                .household_percent = seed % 3 == 0 ? 20 : 0};
        lot_test_case *tight = lot_test_case_make(&shape);
        run made = run_solve(tight->pool, tight->quotas, shape.seats, 1, 1000);
        assert_non_null(made.solution);
        double least = least_chance(&made);
        assert_true(bound_of(&made) >= least - 1e-9);
        assert_true(bound_of(&made) <= least + 1e-4);
        far += distance(&made, tight->pool) > 1 + 1e-6;
        cut += made.solution->finding.path == LOT_PATH_CUTS;
        run_free(&made);
        lot_test_case_free(tight);
    }
    assert_true(cut >= 4); /* a fifth, or these are not tight */
    assert_true(far <= 2);
}

/*
 * Pairs aA, bB, cC, one of each sits; at most two of {A,B,C}, {A,b,c}, {a,B,c}, {a,b,C}: only abc,
 * ABc, AbC and aBC are panels. Everyone has 1/2. Ten tickets: five each lies in 10 Q, but is no sum
 * of ten panels.
 */
static void peeling_that_gets_stuck_falls_back_and_says_so(void **state)
{
    (void)state;
    lot_table *people = lot_test_table("people.csv", "id,pair,all,a,b,c\nA,1,y,y,n,n\na,1,n,n,y,y\n"
                                                     "B,2,y,n,y,n\nb,2,n,y,n,y\n"
                                                     "C,3,y,n,n,y\nc,3,n,y,y,n\n");
    lot_table *rows =
        lot_test_table("quotas.csv", "feature,value,min,max\npair,1,1,1\npair,2,1,1\n"
                                     "pair,3,1,1\nall,y,0,2\nall,n,0,3\na,y,0,2\na,n,0,3\n"
                                     "b,y,0,2\nb,n,0,3\nc,y,0,2\nc,n,0,3\n");
    lot_quotas *quotas = NULL;
    lot_pool *pool = NULL;
    lot_problems *problems = lot_problems_new();
    lot_pool_columns columns = {0};
    assert_int_equal(lot_quotas_read(&quotas, rows, 3, problems, NULL), LOT_OK);
    assert_int_equal(lot_pool_read(&pool, people, quotas, &columns, problems, NULL), LOT_OK);
    for (uint64_t tickets = 8; tickets <= 12; tickets++) {
        run made = run_solve(pool, quotas, 3, 1, tickets);
        assert_non_null(made.solution);
        for (uint32_t t = 0; t < made.classes->count; t++)
            assert_true(fabs(made.solution->chance[t] - 0.5) < 1e-9);
        assert_true(distance(&made, pool) <= 1);
        if (tickets == 10)
            assert_int_equal(made.solution->finding.path, LOT_PATH_ROUNDED);
        run_free(&made);
    }
    lot_pool_free(pool);
    lot_quotas_free(quotas);
    lot_table_free(people);
    lot_table_free(rows);
    lot_problems_free(problems);
}

static void any_number_of_tickets_is_dealt(void **state)
{
    (void)state;
    lot_test_shape shape = {.seed = 9,
                            .people_count = 200,
                            .seats = 20,
                            .features_count = 4,
                            .values_per_feature = 4,
                            .band = 1,
                            .skew = 2,
                            .household_percent = 10};
    lot_test_case *made = lot_test_case_make(&shape);
    const uint64_t tickets[] = {1, 2, 7, 1000, 9999, 1000000, LOT_TICKETS_MAX};
    for (size_t i = 0; i < sizeof tickets / sizeof *tickets; i++) {
        run solved = run_solve(made->pool, made->quotas, shape.seats, 1, tickets[i]);
        assert_non_null(solved.solution);
        assert_true(distance(&solved, made->pool) <= 1 + 1e-3);
        run_free(&solved);
    }
    lot_test_case_free(made);
}

static void quotas_nobody_can_meet_are_told_and_no_more(void **state)
{
    (void)state;
    lot_table *people =
        lot_test_table("people.csv", "id,sex,area\n1,m,n\n2,m,s\n3,f,n\n4,f,n\n5,m,s\n");
    lot_table *rows = lot_test_table("quotas.csv", "feature,value,min,max\nsex,f,2,2\nsex,m,1,1\n"
                                                   "area,n,0,1\narea,s,0,3\n");
    lot_quotas *quotas = NULL;
    lot_pool *pool = NULL;
    lot_problems *problems = lot_problems_new();
    lot_pool_columns columns = {0};
    assert_int_equal(lot_quotas_read(&quotas, rows, 3, problems, NULL), LOT_OK);
    assert_int_equal(lot_pool_read(&pool, people, quotas, &columns, problems, NULL), LOT_OK);
    run made = run_solve(pool, quotas, 3, 1, 1000);
    assert_null(made.solution);
    lot_text words = LOT_TEXT_EMPTY;
    assert_int_equal(
        lot_conflict_describe(&words, made.conflict, quotas, made.classes, pool->rows, 3, NULL),
        LOT_OK);
    assert_string_equal(lot_text_string(&words),
                        "No panel of 3 exists. These cannot all be met together:\n"
                        "  sex f: at least 2 seats (2 volunteers)\n"
                        "  area n: at most 1 seat (3 volunteers)\n"
                        "Why: no volunteer is sex f and not area n, so at most 1 seat, not 2, can "
                        "go to sex f.\n"
                        "Loosen any one of them, or recruit more volunteers.\n");
    lot_text_free(&words);
    run_free(&made);
    lot_pool_free(pool);
    lot_quotas_free(quotas);
    lot_table_free(people);
    lot_table_free(rows);
    lot_problems_free(problems);
}

#define INSTANCES "../shared/data/instances/"

typedef struct reference {
    const char *folder;
    uint32_t seats;
    double least;
    double geometric_mean;
} reference;

static void published_instances_have_their_published_values(void **state)
{
    (void)state;
    static const reference references[] = {
        {INSTANCES "wf_50", 50, 6.0 / 73, 0.1282},
        {INSTANCES "peer150_22", 22, 1.0 / 11, 0.1412},
        {INSTANCES "peer300_45", 45, 0.15, 0.15},
        {INSTANCES "example_small_20", 20, 0.1, 0.1},
        {INSTANCES "example_large_200", 200, 0.1, 0.1},
        {INSTANCES "cca_75", 75, 0.017953, 0.0306},
        {INSTANCES "peer750_112", 112, 112.0 / 750, 0.1493},
    };
    for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
        lot_table *rows = lot_test_table_at(references[i].folder, "features.csv");
        lot_table *people = lot_test_table_at(references[i].folder, "people.csv");
        if (rows == NULL || people == NULL) {
            print_message("skipped: no ../shared/data/instances here\n");
            skip();
        }
        lot_quotas *quotas = NULL;
        lot_pool *pool = NULL;
        lot_problems *problems = lot_problems_new();
        lot_pool_columns columns = {0};
        assert_int_equal(lot_quotas_read(&quotas, rows, references[i].seats, problems, NULL),
                         LOT_OK);
        assert_int_equal(lot_pool_read(&pool, people, quotas, &columns, problems, NULL), LOT_OK);
        run made = run_solve(pool, quotas, references[i].seats, 1, 1000);
        assert_non_null(made.solution);
        double logarithms = 0;
        for (uint32_t p = 0; p < pool->people_count; p++) {
            double chance = made.solution->chance[made.classes->of_person[p]];
            logarithms += log(chance);
        }
        assert_true(made.solution->exact);
        assert_true(fabs(least_chance(&made) - references[i].least) < 1e-6);
        assert_true(bound_of(&made) <= least_chance(&made) + 1e-15);
        assert_true(fabs(exp(logarithms / pool->people_count) - references[i].geometric_mean) <
                    5.1e-5);
        assert_true(distance(&made, pool) <= 1);
        assert_int_equal(made.solution->finding.path, LOT_PATH_DIRECT);
        run_free(&made);
        lot_pool_free(pool);
        lot_quotas_free(quotas);
        lot_table_free(people);
        lot_table_free(rows);
        lot_problems_free(problems);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chances_are_those_of_brute_force),
        cmocka_unit_test(the_cartoon_characters_have_their_known_chances),
        cmocka_unit_test(with_households_two_of_them_are_in_no_panel),
        cmocka_unit_test(who_is_needed_is_certain_and_the_others_share),
        cmocka_unit_test(who_fits_nowhere_has_no_chance_and_harms_nobody),
        cmocka_unit_test(tight_pools_are_solved_to_the_bound),
        cmocka_unit_test(peeling_that_gets_stuck_falls_back_and_says_so),
        cmocka_unit_test(any_number_of_tickets_is_dealt),
        cmocka_unit_test(quotas_nobody_can_meet_are_told_and_no_more),
        cmocka_unit_test(published_instances_have_their_published_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
