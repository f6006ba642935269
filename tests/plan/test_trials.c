/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trials: against exact binomial values, against the solver asked anew, in one process and many. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/fair.h"
#include "civiclot/outlook.h"
#include "plan/trials_inside.h"
#include "support/planned.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* Simulated shares are within so many of their standard deviations. */
static const double deviations = 4.5;

static const char two_values[] = "feature,value,count\n"
                                 "gender,woman,6000\n"
                                 "gender,man,4000\n";

static lot_trials *run(const lot_planned *planned, uint32_t workers)
{
    lot_trials *trials;
    lot_error error = {.message = ""};
    if (lot_trials_run(&trials, &planned->scenario, workers, NULL, &error) != LOT_OK)
        fail_msg("%s", error.message);
    return trials;
}

static double binomial(uint32_t n, uint32_t k, double p)
{
    return exp(lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0) + k * log(p) +
               (n - k) * log1p(-p));
}

static void assert_share(double seen, double expected, uint32_t of)
{
    double spread = sqrt(expected * (1 - expected) / of);
    if (fabs(seen / of - expected) > deviations * spread + 1e-12)
        fail_msg("%f of %u seen where %f was expected", seen / of, of, expected);
}

/* P(women >= w and men >= m) of n letters, summed over all outcomes. */
static double both_at_least(uint32_t n, uint32_t w, uint32_t m, double woman, double man)
{
    double sum = 0;
    for (uint32_t women = w; women <= n; women++) {
        double rest = 0;
        for (uint32_t men = m; men <= n - women; men++)
            rest += binomial(n - women, men, man / (1 - woman));
        sum += binomial(n, women, woman) * rest;
    }
    return sum;
}

static void one_feature_agrees_with_exact_binomial_values(void **state)
{
    (void)state;
    const uint32_t letters[] = {100, 150, 200};
    lot_planned planned;
    lot_planned_make(&planned, &(lot_planned_texts){.population = two_values,
                                                    .quotas = "feature,value,min,max\n"
                                                              "gender,woman,4,4\n"
                                                              "gender,man,6,6\n",
                                                    .seats = 10,
                                                    .rate = 100000,
                                                    .simulations = 20000,
                                                    .letters = {100, 150, 200},
                                                    .horizon = 1000});
    lot_trials *trials = run(&planned, 2);
    for (uint32_t k = 0; k < 3; k++) {
        lot_outlook *outlook;
        assert_int_equal(lot_outlook_new(&outlook, trials, k, NULL), LOT_OK);
        double expected = both_at_least(letters[k], 4, 6, 0.06, 0.04);
        print_message("%u letters: %u of 20000, exactly %.4f\n", letters[k], outlook->feasible,
                      expected);
        assert_share(outlook->feasible, expected, 20000);
        assert_true(outlook->chance.low < expected * 1e6 && outlook->chance.high > expected * 1e6);
        lot_outlook_free(outlook);
    }
    lot_trials_free(trials);
    lot_planned_clear(&planned);
}

static void people_of_a_value_are_binomial_with_ratios_and_strata(void **state)
{
    (void)state;
    lot_planned planned;
    /* ratios 1 : 3, mean 1.8: women answer 0.1 / 1.8, men 0.3 / 1.8; a quarter goes to men alone */
    lot_planned_make(&planned, &(lot_planned_texts){.population = two_values,
                                                    .quotas = "feature,value,min,max\n"
                                                              "gender,woman,1,9\n"
                                                              "gender,man,1,9\n",
                                                    .strata = "stratum,share,feature,value\n"
                                                              "all,75%,,\n"
                                                              "men,25%,gender,man\n",
                                                    .rates = "feature,value,ratio\n"
                                                             "gender,man,3\n",
                                                    .seats = 10,
                                                    .rate = 100000,
                                                    .simulations = 20000,
                                                    .letters = {80}});
    lot_trials *trials = run(&planned, 2);
    double women = 0.6 * 0.1 / 1.8;
    double men = 0.4 * 0.3 / 1.8;
    for (uint32_t k = 0; k < 8; k++) {
        uint32_t seen[2] = {0};
        double of_men = 0;
        for (uint32_t i = 0; i < 20000; i++) {
            const uint32_t *view =
                lot_record_view(lot_trials_record(trials, i), &planned.scenario, 0);
            seen[0] += view[LOT_VIEW_VALUES] == k;
            seen[1] += view[LOT_VIEW_VALUES + 1] == k;
        }
        for (uint32_t j = 0; j <= k; j++) /* of 60 letters, and of 20 */
            of_men += binomial(60, j, men) * binomial(20, k - j, 0.3 / 1.8);
        assert_share(seen[0], binomial(60, k, women), 20000);
        assert_share(seen[1], of_men, 20000);
    }
    lot_trials_free(trials);
    lot_planned_clear(&planned);
}

/* The quotas of two features, some simulations without a panel. */
static const lot_planned_texts crossed = {.population = "feature,value,count\n"
                                                        "gender,woman,5000\n"
                                                        "gender,man,5000\n"
                                                        "age,young,2000\n"
                                                        "age,middle,5000\n"
                                                        "age,old,3000\n",
                                          .quotas = "feature,value,min,max\n"
                                                    "gender,woman,5,5\n"
                                                    "gender,man,5,5\n"
                                                    "age,young,2,2\n"
                                                    "age,middle,5,5\n"
                                                    "age,old,3,3\n",
                                          .rates = "feature,value,ratio\n"
                                                   "age,young,0.5\n",
                                          .seats = 10,
                                          .rate = 80000,
                                          .spread = 40,
                                          .simulations = 60,
                                          .letters = {150, 250, 400},
                                          .horizon = 3000};

static void whoever_works_the_numbers_are_the_same(void **state)
{
    (void)state;
    lot_planned planned;
    lot_planned_make(&planned, &crossed);
    lot_trials *one = run(&planned, 1);
    for (uint32_t workers = 2; workers <= 5; workers++) {
        lot_trials *many = run(&planned, workers);
        assert_memory_equal(one->records, many->records,
                            60 * (size_t)one->words * sizeof *one->records);
        lot_trials_free(many);
    }
    planned.scenario.seed++;
    lot_trials *other = run(&planned, 1);
    assert_memory_not_equal(one->records, other->records,
                            60 * (size_t)one->words * sizeof *one->records);
    lot_trials_free(other);
    lot_trials_free(one);
    lot_planned_clear(&planned);
}

/* Is there a panel among who answered so many letters? Asked anew, of all people one by one. */
static bool panel_by(const lot_registrations *all, uint32_t letters)
{
    const lot_scenario *scenario = all->post->scenario;
    uint32_t features = scenario->quotas->features_count;
    uint32_t values[2 * 1000];
    uint32_t households[1000];
    lot_pool pool = {.features_count = features, .values = values, .households = households};
    lot_classes *classes;
    bool exists;
    for (size_t i = 0; i < all->count && all->list[i].letter < letters; i++) {
        assert_true(pool.people_count < 1000 && features <= 2);
        memcpy(values + (size_t)pool.people_count * features,
               scenario->rows + (size_t)all->list[i].cell * features, features * sizeof *values);
        households[pool.people_count] = pool.people_count;
        pool.people_count++;
    }
    pool.households_count = pool.people_count;
    if (pool.people_count < scenario->seats)
        return false;
    assert_int_equal(lot_classes_new(&classes, &pool, 1, NULL), LOT_OK);
    assert_int_equal(
        lot_panel_exists(&exists, scenario->quotas, classes, scenario->seats, NULL, NULL), LOT_OK);
    lot_classes_free(classes);
    return exists;
}

static void from_the_letters_that_are_enough_on_there_is_a_panel(void **state)
{
    (void)state;
    lot_planned planned;
    uint32_t later = 0;
    lot_post post;
    lot_planned_make(&planned, &crossed);
    lot_trials *trials = run(&planned, 2);
    assert_int_equal(lot_post_start(&post, &planned.scenario, NULL), LOT_OK);
    for (uint32_t i = 0; i < 60; i++) {
        lot_registrations all;
        const uint32_t *record = lot_trials_record(trials, i);
        assert_int_equal(lot_registrations_start(&all, &post, i, NULL), LOT_OK);
        assert_int_equal(lot_registrations_send(&all, 3000, NULL), LOT_OK);
        assert_true(record[0] > 0);
        assert_true(panel_by(&all, record[0]));
        assert_false(panel_by(&all, record[0] - 1));
        for (uint32_t k = 0; k < 3; k++) {
            const uint32_t *view = lot_record_view(record, &planned.scenario, k);
            assert_int_equal(view[LOT_VIEW_LEAST] > 0, record[0] <= planned.texts.letters[k]);
            assert_int_equal(view[LOT_VIEW_PEOPLE],
                             lot_registrations_by(&all, planned.texts.letters[k]));
        }
        later += record[0] > 400;
        lot_registrations_clear(&all);
    }
    assert_true(later > 0 && later < 60);
    lot_post_clear(&post);
    lot_trials_free(trials);
    lot_planned_clear(&planned);
}

static void what_is_short_of_people_is_said_to_collide(void **state)
{
    (void)state;
    lot_planned planned;
    uint32_t seen = 0;
    lot_planned_make(&planned, &crossed);
    lot_trials *trials = run(&planned, 2);
    for (uint32_t i = 0; i < 60; i++) {
        const uint32_t *view = lot_record_view(lot_trials_record(trials, i), &planned.scenario, 0);
        uint32_t bits = 0;
        for (uint32_t bit = 0; bit < 11; bit++)
            bits += lot_view_binds(view, &planned.scenario, bit);
        assert_true(bits > 0);
        if (view[LOT_VIEW_LEAST] > 0 || view[LOT_VIEW_PEOPLE] < 10)
            continue;
        uint32_t scarce = 0;
        for (uint32_t q = 0; q < 5; q++)
            scarce += view[LOT_VIEW_VALUES + q] < planned.quotas->rows[q].min;
        /* the young alone are too few: their minimum is the conflict, and nothing else */
        if (scarce == 1 && view[LOT_VIEW_VALUES + 2] < 2) {
            assert_true(lot_view_binds(view, &planned.scenario, 2 * 2));
            assert_int_equal(bits, 1);
            seen++;
        }
    }
    print_message("%u pools without enough of the young\n", seen);
    assert_true(seen > 5);
    lot_trials_free(trials);
    lot_planned_clear(&planned);
}

static void who_would_not_come_is_in_the_lottery_but_makes_no_panel(void **state)
{
    (void)state;
    lot_planned planned;
    const uint32_t leaves[] = {0, 500000}; /* women, men */
    lot_planned_make(&planned, &(lot_planned_texts){.population = two_values,
                                                    .quotas = "feature,value,min,max\n"
                                                              "gender,woman,4,4\n"
                                                              "gender,man,6,6\n",
                                                    .seats = 10,
                                                    .rate = 100000,
                                                    .simulations = 20000,
                                                    .letters = {200}});
    planned.scenario.leaves = leaves;
    lot_trials *trials = run(&planned, 2);
    uint32_t feasible = 0;
    for (uint32_t i = 0; i < 20000; i++) {
        const uint32_t *view = lot_record_view(lot_trials_record(trials, i), &planned.scenario, 0);
        assert_int_equal(view[LOT_VIEW_PEOPLE], view[LOT_VIEW_VALUES] + view[LOT_VIEW_VALUES + 1]);
        assert_true(view[LOT_VIEW_STAY] <= view[LOT_VIEW_PEOPLE]);
        feasible += view[LOT_VIEW_LEAST] > 0;
        if (view[LOT_VIEW_LEAST] == 0 || view[LOT_VIEW_VALUES + 1] < view[LOT_VIEW_VALUES])
            continue;
        /* more men than women: theirs is the least chance, 6 seats for all who registered */
        uint64_t least = 6 * LOT_TRIAL_BILLIONTHS / view[LOT_VIEW_VALUES + 1];
        uint64_t women = 4 * LOT_TRIAL_BILLIONTHS / view[LOT_VIEW_VALUES];
        assert_int_equal(view[LOT_VIEW_LEAST] - 1, least < women ? least : women);
    }
    assert_share(feasible, both_at_least(200, 4, 6, 0.06, 0.02), 20000);
    lot_trials_free(trials);
    lot_planned_clear(&planned);
}

static void of_no_value_more_register_than_live_there(void **state)
{
    (void)state;
    lot_planned planned;
    lot_planned_make(&planned, &(lot_planned_texts){.population = "feature,value,count\n"
                                                                  "gender,woman,200\n"
                                                                  "gender,man,3\n",
                                                    .quotas = "feature,value,min,max\n"
                                                              "gender,woman,6,6\n"
                                                              "gender,man,4,4\n",
                                                    .seats = 10,
                                                    .rate = 1000000,
                                                    .simulations = 50,
                                                    .letters = {200},
                                                    .horizon = 10000});
    lot_trials *trials = run(&planned, 1);
    uint32_t all = 0;
    for (uint32_t i = 0; i < 50; i++) {
        const uint32_t *record = lot_trials_record(trials, i);
        assert_int_equal(record[0], 0);
        uint32_t men = lot_record_view(record, &planned.scenario, 0)[LOT_VIEW_VALUES + 1];
        assert_true(men <= 3);
        all += men == 3;
    }
    assert_true(all > 10);
    lot_trials_free(trials);
    lot_planned_clear(&planned);
}

static bool stop_late(void *context, const char *step, uint64_t done, uint64_t total)
{
    uint32_t *calls = context;
    (void)step;
    (void)total;
    return ++*calls > 3 || done > 1000;
}

static void an_interruption_leaves_no_process(void **state)
{
    (void)state;
    lot_planned planned;
    lot_planned_make(&planned, &crossed);
    planned.scenario.simulations = 1000000;
    for (uint32_t workers = 1; workers <= 2; workers++) {
        uint32_t calls = 0;
        lot_trials *trials;
        const lot_progress progress = {stop_late, &calls};
        assert_int_equal(lot_trials_run(&trials, &planned.scenario, workers, &progress, NULL),
                         LOT_INTERRUPTED);
        assert_null(trials);
        assert_int_equal(waitpid(-1, NULL, 0), -1);
        assert_int_equal(errno, ECHILD);
    }
    lot_planned_clear(&planned);
}

/* Of every letter of a good mailing somebody answers: young and old alike, as before the swing. */
static void a_swing_beyond_every_letter_answered_leaves_nobody_out(void **state)
{
    (void)state;
    enum { SIMULATIONS = 200, LETTERS = 1000 };
    uint64_t women = 0;
    uint64_t all = 0;
    lot_planned planned;
    lot_planned_make(&planned,
                     &(lot_planned_texts){.population = two_values,
                                          .quotas = "feature,value,min,max\n"
                                                    "gender,woman,0,10\ngender,man,0,10\n",
                                          .seats = 10,
                                          .rate = 800000,
                                          .spread = 100,
                                          .simulations = SIMULATIONS,
                                          .letters = {LETTERS}});
    lot_trials *trials = run(&planned, 1);
    for (uint32_t i = 0; i < SIMULATIONS; i++) {
        const uint32_t *view = lot_record_view(lot_trials_record(trials, i), &planned.scenario, 0);
        women += view[LOT_VIEW_VALUES];
        all += view[LOT_VIEW_PEOPLE];
    }
    assert_share((double)women, 0.6, (uint32_t)all);
    lot_trials_free(trials);
    lot_planned_clear(&planned);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_feature_agrees_with_exact_binomial_values),
        cmocka_unit_test(people_of_a_value_are_binomial_with_ratios_and_strata),
        cmocka_unit_test(whoever_works_the_numbers_are_the_same),
        cmocka_unit_test(a_swing_beyond_every_letter_answered_leaves_nobody_out),
        cmocka_unit_test(from_the_letters_that_are_enough_on_there_is_a_panel),
        cmocka_unit_test(what_is_short_of_people_is_said_to_collide),
        cmocka_unit_test(who_would_not_come_is_in_the_lottery_but_makes_no_panel),
        cmocka_unit_test(of_no_value_more_register_than_live_there),
        cmocka_unit_test(an_interruption_leaves_no_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
