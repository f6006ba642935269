/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outlook: intervals and quantiles against doubles and plain counting. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/outlook.h"
#include "plan/trials_inside.h"
#include "support/planned.h"

#include <math.h>
#include <stdlib.h>

static void intervals_are_wilsons(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {1, 10, 1000, 1000000};
    const double z2 = 1.96 * 1.96;
    for (uint32_t s = 0; s < 4; s++) {
        uint32_t n = sizes[s];
        for (uint32_t tenth = 0; tenth <= 10; tenth++) {
            uint32_t k = n * tenth / 10;
            lot_interval got = lot_interval_of(k, n);
            double half = 1.96 * sqrt((double)k * (n - k) / n + z2 / 4);
            double low = k == 0 ? 0 : (k + z2 / 2 - half) / (n + z2) * 1e6;
            double high = k == n ? 1e6 : (k + z2 / 2 + half) / (n + z2) * 1e6;
            assert_true(got.low <= low + 1e-3 && got.low >= low - 1e6 / n / 1e3 - 2);
            assert_true(got.high >= high - 1e-3 && got.high <= high + 1e6 / n / 1e3 + 2);
        }
    }
}

static void letters_needed_are_read_off_the_simulations(void **state)
{
    (void)state;
    uint32_t enough[950]; /* of 1000: 10, 20, ... */
    for (uint32_t i = 0; i < 950; i++)
        enough[i] = 10 * (i + 1);
    lot_needed needed = lot_letters_needed(enough, 950, 1000, 90);
    assert_int_equal(needed.letters, 9000);
    /* 1.96 sqrt(1000 0.9 0.1) is 18.6 */
    assert_int_equal(needed.low, 9000 - 190);
    assert_int_equal(needed.high, 9000 + 190);
    needed = lot_letters_needed(enough, 950, 1000, 95);
    assert_int_equal(needed.letters, 9500);
    assert_int_equal(needed.high, 0);
    needed = lot_letters_needed(enough, 950, 1000, 99);
    assert_int_equal(needed.letters, 0);
    assert_int_equal(lot_enough_by(enough, 950, 9), 0);
    assert_int_equal(lot_enough_by(enough, 950, 10), 1);
    assert_int_equal(lot_enough_by(enough, 950, 9499), 949);
    assert_int_equal(lot_enough_by(enough, 950, 9500), 950);
}

static double binomial(uint32_t n, uint32_t k, double p)
{
    return exp(lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0) + k * log(p) +
               (n - k) * log1p(-p));
}

/*
 * The letters that are truly needed are beyond the interval when fewer simulations than its lower
 * rank have a panel by then, or as many as its upper rank.
 */
static double sure(const lot_needed *needed, uint32_t simulations)
{
    double p = needed->percent / 100.0;
    double beyond = 0;
    for (uint32_t k = 0; k < needed->low; k++)
        beyond += binomial(simulations, k, p);
    for (uint32_t k = needed->high; k <= simulations && needed->high > 0; k++)
        beyond += binomial(simulations, k, p);
    return 1 - beyond;
}

static void letters_needed_are_as_sure_as_is_said(void **state)
{
    (void)state;
    static const uint32_t percents[] = {90, 95, 99};
    uint32_t ranks[2000];
    for (uint32_t i = 0; i < 2000; i++)
        ranks[i] = i + 1;
    for (size_t p = 0; p < 3; p++)
        for (uint32_t n = 10; n <= 2000; n += n < 400 ? 1 : 67) {
            lot_needed needed = lot_letters_needed(ranks, n, n, percents[p]);
            if (sure(&needed, n) < 0.95)
                fail_msg("%f, not 0.95, in %u %% of %u", sure(&needed, n), percents[p], n);
        }
}

static void an_outlook_counts_what_the_records_say(void **state)
{
    (void)state;
    lot_planned planned;
    lot_trials *trials;
    lot_outlook *outlook;
    lot_planned_make(&planned, &(lot_planned_texts){.population = "feature,value,count\n"
                                                                  "gender,woman,6000\n"
                                                                  "gender,man,4000\n",
                                                    .quotas = "feature,value,min,max\n"
                                                              "gender,woman,4,4\n"
                                                              "gender,man,6,6\n",
                                                    .seats = 10,
                                                    .rate = 100000,
                                                    .spread = 40,
                                                    .simulations = 500,
                                                    .letters = {100, 200},
                                                    .horizon = 200});
    assert_int_equal(lot_trials_run(&trials, &planned.scenario, 1, NULL, NULL), LOT_OK);
    assert_int_equal(lot_outlook_new(&outlook, trials, 1, NULL), LOT_OK);
    uint32_t feasible = 0;
    uint32_t few = 0;
    uint32_t scarce = 0;
    uint32_t below = 0;
    uint64_t people = 0;
    for (uint32_t i = 0; i < 500; i++) {
        const uint32_t *view = lot_record_view(lot_trials_record(trials, i), &planned.scenario, 1);
        uint32_t women = view[LOT_VIEW_VALUES];
        uint32_t men = view[LOT_VIEW_VALUES + 1];
        feasible += women >= 4 && men >= 6;
        few += women + men < 10;
        scarce += men < 6;
        people += men;
        below += men <= outlook->values[1].low;
    }
    assert_int_equal(outlook->letters, 200);
    assert_int_equal(outlook->feasible, feasible);
    assert_int_equal(outlook->few, few);
    assert_int_equal(outlook->scarce[1], scarce);
    assert_true(outlook->values[1].sum == people);
    assert_true(below >= 50 && below < 150);
    assert_true(outlook->values[1].low < outlook->values[1].middle);
    assert_true(outlook->values[1].middle < outlook->values[1].high);
    assert_true(outlook->collide[2] > 0 && outlook->collide[2] <= 500 - feasible);
    assert_true(outlook->least.low > 0 && outlook->least.high <= LOT_TRIAL_BILLIONTHS);
    lot_outlook_free(outlook);
    lot_trials_free(trials);
    lot_planned_clear(&planned);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_are_wilsons),
        cmocka_unit_test(letters_needed_are_read_off_the_simulations),
        cmocka_unit_test(letters_needed_are_as_sure_as_is_said),
        cmocka_unit_test(an_outlook_counts_what_the_records_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
