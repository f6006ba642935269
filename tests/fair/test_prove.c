/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rounds prove, as one number: rounded so that it stays true. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "fair/exact.h"
#include "fair/prove.h"

#include <math.h>
#include <stdlib.h>

/* Three classes of 2, 3 and 5 people, 4 seats: what a bound needs of a model. */
static uint32_t size[] = {2, 3, 5};
static uint32_t cap[] = {2, 3, 5};
static const lot_classes classes = {.count = 3, .people_count = 10, .size = size};
static const lot_model model = {.classes = &classes, .seats = 4, .cap = cap};

/* One round with these weights, everyone's chance as given. */
static void rounds_make(lot_rounds *rounds, lot_round_kind kind, const int64_t weight[3],
                        int64_t upper, const double chance[3])
{
    lot_bound bound = {.weights = calloc(3, sizeof *bound.weights), .upper = upper};
    assert_non_null(bound.weights);
    for (uint32_t t = 0; t < 3; t++)
        if (weight[t] != 0)
            bound.weights[bound.weights_count++] = (lot_weight){t, weight[t]};
    assert_int_equal(lot_rounds_start(rounds, &model, NULL), LOT_OK);
    for (uint32_t t = 0; t < 3; t++)
        mpq_set_d(rounds->levels.chance[t], chance[t]);
    assert_int_equal(lot_rounds_add(rounds, kind, 1, &bound, NULL), LOT_OK);
}

static lot_fraction bound_of(lot_objective objective, lot_round_kind kind, const int64_t weight[3],
                             int64_t upper)
{
    static const double chance[] = {0.5, 0.5, 0.25};
    const lot_fair_options wish = {.objective = objective, .gamma_millionths = 250000};
    lot_rounds rounds;
    rounds_make(&rounds, kind, weight, upper, chance);
    lot_fraction bound = lot_proof_bound(&rounds, &model, chance, &wish);
    lot_rounds_clear(&rounds);
    return bound;
}

static void expect(lot_fraction is, uint64_t numerator, uint64_t denominator)
{
    assert_int_equal(is.numerator, numerator);
    assert_int_equal(is.denominator, denominator);
}

static void the_least_is_what_the_weights_leave_each(void **state)
{
    (void)state;
    expect(bound_of(LOT_LEXIMIN, LOT_ROUND_LEAST, (const int64_t[]){1, 0, 2}, 6), 1, 2);
    expect(bound_of(LOT_MAXIMIN, LOT_ROUND_FLOOR, (const int64_t[]){1, 1, 1}, 4), 2, 5);
}

static void the_greatest_is_at_least_what_the_weights_ask(void **state)
{
    (void)state;
    expect(bound_of(LOT_MINIMAX, LOT_ROUND_CEILING, (const int64_t[]){0, -1, -1}, -4), 1, 2);
    expect(bound_of(LOT_MINIMAX, LOT_ROUND_CEILING, (const int64_t[]){0, -1, -1}, 4), 0, 1);
}

/* Where class 1 turns out to be in no panel, only two classes share what the bound allows. */
static void who_was_shut_out_since_does_not_count(void **state)
{
    (void)state;
    cap[1] = 0;
    expect(bound_of(LOT_LEXIMIN, LOT_ROUND_LEAST, (const int64_t[]){1, 1, 1}, 4), 4, 7);
    expect(bound_of(LOT_LEXIMIN, LOT_ROUND_LEAST, (const int64_t[]){0, 1, 0}, 1), 1, 1);
    cap[1] = 3;
}

/* 2 sqrt(gamma A / B) - n / k U / B, with A = 2, B = 5, U = -1 and gamma = 1/4. */
static void the_value_of_goldilocks_is_rounded_down(void **state)
{
    (void)state;
    lot_fraction is = bound_of(LOT_GOLDILOCKS, LOT_ROUND_BAND, (const int64_t[]){1, 0, -1}, -1);
    double value = 2 * sqrt(0.25 * 2 / 5) + 2.5 / 5;
    double told = (double)is.numerator / (double)is.denominator;
    assert_true(fabs(told - value) < 1e-15);
}

/* Weights of one over the chances: the ratio is upper / n. */
static void of_nash_it_is_the_ratio_to_the_chances_that_are_given(void **state)
{
    (void)state;
    static const int64_t weight[] = {2, 2, 4};
    static const double settled[] = {0.5, 0.5, 0.25};
    static const double other[] = {0.25, 0.5, 0.4};
    const lot_fair_options wish = {.objective = LOT_NASH};
    lot_rounds rounds;
    rounds_make(&rounds, LOT_ROUND_MEAN, weight, 11, settled);
    expect(lot_proof_bound(&rounds, &model, settled, &wish), 11, 10);
    lot_fraction is = lot_proof_bound(&rounds, &model, other, &wish);
    double mean = exp((2 * log(0.25) + 3 * log(0.5) + 5 * log(0.4)) / 10);
    double weights = exp((5 * log(2) + 5 * log(4)) / 10);
    double ratio = (double)is.numerator / (double)is.denominator;
    assert_true(ratio >= 1.1 / (mean * weights) && ratio < 1.1 / (mean * weights) * (1 + 1e-8));
    lot_rounds_clear(&rounds);
}

static void without_rounds_it_is_what_seats_and_people_say(void **state)
{
    (void)state;
    static const double chance[] = {0.5, 0.5, 0.3};
    lot_rounds none = {0};
    lot_fair_options wish = {.objective = LOT_LEXIMIN, .gamma_millionths = 500000};
    expect(lot_proof_bound(&none, &model, chance, &wish), 2, 5);
    wish.objective = LOT_MINIMAX;
    expect(lot_proof_bound(&none, &model, chance, &wish), 2, 5);
    wish.objective = LOT_GOLDILOCKS;
    expect(lot_proof_bound(&none, &model, chance, &wish), 3, 2);
    wish.objective = LOT_LEGACY;
    expect(lot_proof_bound(&none, &model, chance, &wish), 0, 1);
    wish.objective = LOT_NASH;
    lot_fraction is = lot_proof_bound(&none, &model, chance, &wish);
    double ratio = 0.4 / exp((5 * log(0.5) + 5 * log(0.3)) / 10);
    double told = (double)is.numerator / (double)is.denominator;
    assert_true(told >= ratio && told < ratio * (1 + 1e-8));
}

/* Fractions that are too long are a little below, and never by more than their last bits. */
static void fractions_are_cut_to_what_fits(void **state)
{
    (void)state;
    mpq_t rational;
    mpq_init(rational);
    assert_int_equal(mpq_set_str(rational, "13/199", 10), 0);
    expect(lot_fraction_of(rational), 13, 199);
    assert_int_equal(mpq_set_str(rational, "4611686018427387903/4611686018427387904", 10), 0);
    lot_fraction cut = lot_fraction_of(rational); /* (2^62 - 1) / 2^62 */
    assert_true(cut.numerator < cut.denominator && cut.denominator <= UINT64_C(1) << 62);
    assert_true(cut.denominator - cut.numerator < 8);
    mpq_set_ui(rational, 1, 3);
    for (int i = 0; i < 100; i++)
        mpq_div_2exp(rational, rational, 1);
    expect(lot_fraction_of(rational), 0, 1);
    mpq_clear(rational);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_least_is_what_the_weights_leave_each),
        cmocka_unit_test(the_greatest_is_at_least_what_the_weights_ask),
        cmocka_unit_test(who_was_shut_out_since_does_not_count),
        cmocka_unit_test(the_value_of_goldilocks_is_rounded_down),
        cmocka_unit_test(of_nash_it_is_the_ratio_to_the_chances_that_are_given),
        cmocka_unit_test(without_rounds_it_is_what_seats_and_people_say),
        cmocka_unit_test(fractions_are_cut_to_what_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
