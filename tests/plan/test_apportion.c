/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Apportion: published examples, and every way to give out a few seats.
 *
 * Largest remainder is the allocation with the least sum of (seats - share)^2, Sainte-Lague that
 * with the least sum of seats^2 / count; where several are equally good, there is a tie.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/apportion.h"

#include <stdlib.h>
#include <string.h>

enum { VALUES_MOST = 5, COUNT_MOST = 12, SEATS_MOST = 8, TRIALS = 3000 };

static void apportion(lot_apportioned *out, const uint64_t *counts, uint32_t count,
                      lot_apportion_rule rule)
{
    assert_int_equal(lot_apportion(out, counts, count, &rule, NULL), LOT_OK);
}

static void assert_seats(const lot_apportioned *out, const uint32_t *seats, uint32_t count)
{
    for (uint32_t v = 0; v < count; v++) {
        assert_int_equal(out[v].min, seats[v]);
        assert_int_equal(out[v].max, seats[v]);
        assert_false(out[v].tied);
    }
}

/* The usual textbook example, with the seats that it names for each method. */
static void published_examples_come_out(void **state)
{
    (void)state;
    const uint64_t six[] = {47000, 16000, 15800, 12000, 6100, 3100};
    const uint64_t three[] = {53000, 24000, 23000};
    const uint64_t alabama[] = {6, 6, 2};
    lot_apportioned out[6];
    apportion(out, six, 6, (lot_apportion_rule){LOT_APPORTION_LARGEST_REMAINDER, 10, 0, 0, 0});
    assert_seats(out, (const uint32_t[]){5, 2, 1, 1, 1, 0}, 6);
    apportion(out, three, 3, (lot_apportion_rule){LOT_APPORTION_SAINTE_LAGUE, 7, 0, 0, 0});
    assert_seats(out, (const uint32_t[]){3, 2, 2}, 3);
    /* the paradox of Alabama: with one seat more the smallest has one seat less */
    apportion(out, alabama, 3, (lot_apportion_rule){LOT_APPORTION_LARGEST_REMAINDER, 10, 0, 0, 0});
    assert_seats(out, (const uint32_t[]){4, 4, 2}, 3);
    apportion(out, alabama, 3, (lot_apportion_rule){LOT_APPORTION_LARGEST_REMAINDER, 11, 0, 0, 0});
    assert_seats(out, (const uint32_t[]){5, 5, 1}, 3);
}

static uint32_t lot_state = 1;

static uint32_t draw(uint32_t below)
{
    lot_state = lot_state * 1664525u + 1013904223u;
    return (lot_state >> 8) % below;
}

/* Everything about one small case. */
typedef struct trial {
    uint64_t counts[VALUES_MOST];
    uint32_t values;
    uint32_t seats;
    bool sainte_lague;
    uint32_t at_least;
    uint32_t tried[VALUES_MOST];
    bool any;
    uint64_t least;
    uint32_t min[VALUES_MOST]; /* over all that are best */
    uint32_t max[VALUES_MOST];
} trial;

static uint64_t square(uint64_t number)
{
    return number * number;
}

static uint64_t cost(const trial *t)
{
    uint64_t cost = 0;
    uint64_t people = 0;
    for (uint32_t v = 0; v < t->values; v++)
        people += t->counts[v];
    for (uint32_t v = 0; v < t->values; v++) {
        uint64_t seats = t->tried[v] * people;
        uint64_t share = t->counts[v] * t->seats;
        uint64_t term = square(seats > share ? seats - share : share - seats);
        if (t->sainte_lague) {
            term = square(t->tried[v]);
            for (uint32_t other = 0; other < t->values; other++)
                term *= other == v ? 1 : t->counts[other];
        }
        cost += term;
    }
    return cost;
}

static void try_all(trial *t, uint32_t value, uint32_t left)
{
    if (value + 1 < t->values) {
        for (uint32_t seats = t->at_least; seats <= left; seats++) {
            t->tried[value] = seats;
            try_all(t, value + 1, left - seats);
        }
        return;
    }
    t->tried[value] = left;
    if (left < t->at_least)
        return;
    uint64_t now = cost(t);
    bool better = !t->any || now < t->least;
    if (!better && now > t->least)
        return;
    t->any = true;
    t->least = now;
    for (uint32_t v = 0; v < t->values; v++) {
        t->min[v] = better || t->tried[v] < t->min[v] ? t->tried[v] : t->min[v];
        t->max[v] = better || t->tried[v] > t->max[v] ? t->tried[v] : t->max[v];
    }
}

static uint32_t compare_with_all(bool sainte_lague)
{
    uint32_t ties = 0;
    for (uint32_t i = 0; i < TRIALS; i++) {
        trial t = {.values = 2 + draw(VALUES_MOST - 1), .sainte_lague = sainte_lague};
        lot_apportioned out[VALUES_MOST];
        for (uint32_t v = 0; v < t.values; v++)
            t.counts[v] = 1 + draw(COUNT_MOST);
        t.at_least = sainte_lague ? draw(2) : 0;
        t.seats = t.at_least * t.values + draw(SEATS_MOST);
        try_all(&t, 0, t.seats);
        apportion(out, t.counts, t.values,
                  (lot_apportion_rule){sainte_lague ? LOT_APPORTION_SAINTE_LAGUE
                                                    : LOT_APPORTION_LARGEST_REMAINDER,
                                       t.seats, 0, 0, t.at_least});
        for (uint32_t v = 0; v < t.values; v++) {
            assert_int_equal(out[v].min, t.min[v]);
            assert_int_equal(out[v].max, t.max[v]);
            assert_int_equal(out[v].tied, t.min[v] < t.max[v]);
            ties += out[v].tied;
        }
    }
    return ties;
}

static void largest_remainder_is_the_best_of_all_ways_and_ties_are_open(void **state)
{
    (void)state;
    assert_true(compare_with_all(false) > 100);
}

static void sainte_lague_is_the_best_of_all_ways_and_ties_are_open(void **state)
{
    (void)state;
    assert_true(compare_with_all(true) > 100);
}

static void bounds_are_the_share_rounded_down_and_up(void **state)
{
    (void)state;
    const uint64_t counts[] = {25, 50, 17, 8, 0};
    lot_apportioned out[5];
    apportion(out, counts, 5, (lot_apportion_rule){LOT_APPORTION_BOUNDS, 10, 0, 0, 0});
    const uint32_t mins[] = {2, 5, 1, 0, 0};
    const uint32_t maxes[] = {3, 5, 2, 1, 0};
    for (uint32_t v = 0; v < 5; v++) {
        assert_int_equal(out[v].min, mins[v]);
        assert_int_equal(out[v].max, maxes[v]);
    }
    apportion(out, counts, 5, (lot_apportion_rule){LOT_APPORTION_BOUNDS, 10, 0, 2, 0});
    assert_int_equal(out[0].min, 0);
    assert_int_equal(out[0].max, 5);
    assert_int_equal(out[1].min, 3);
    assert_int_equal(out[1].max, 7);
}

/* V1, V2, and nobody who is counted goes below at_least, whatever the numbers. */
static void sums_admit_the_seats_whatever_is_asked_for(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 3 * TRIALS; i++) {
        uint64_t counts[VALUES_MOST];
        lot_apportioned out[VALUES_MOST];
        uint32_t values = 1 + draw(VALUES_MOST);
        uint32_t nobody = draw(values);
        for (uint32_t v = 0; v < values; v++)
            counts[v] = v == nobody && values > 1 && draw(2) > 0
                            ? 0
                            : 1 + (uint64_t)draw(1000) * draw(1000) * UINT64_C(1000000000);
        lot_apportion_rule rule = {(lot_apportion_method)(i % 3), 0, draw(4), draw(3), draw(4)};
        rule.seats = rule.kept + rule.at_least * values + draw(60);
        apportion(out, counts, values, rule);
        uint64_t mins = rule.kept;
        uint64_t maxes = rule.kept;
        for (uint32_t v = 0; v < values; v++) {
            assert_true(out[v].min <= out[v].max);
            assert_true(out[v].max <= rule.seats);
            assert_true(counts[v] == 0 || out[v].min >= rule.at_least);
            assert_false(counts[v] == 0 && (out[v].raised || out[v].min > 0));
            mins += out[v].min;
            maxes += out[v].max;
        }
        assert_true(mins <= rule.seats);
        assert_true(maxes >= rule.seats);
        if (rule.band == 0 && rule.method != LOT_APPORTION_BOUNDS && maxes == mins)
            assert_true(mins == rule.seats);
    }
}

static void small_groups_are_raised_and_the_others_share_what_is_left(void **state)
{
    (void)state;
    const uint64_t counts[] = {960, 20, 20};
    lot_apportioned out[3];
    for (uint32_t method = 0; method < 3; method++) {
        apportion(out, counts, 3, (lot_apportion_rule){(lot_apportion_method)method, 10, 0, 0, 1});
        assert_int_equal(out[0].min, 8);
        assert_int_equal(out[0].max, method == LOT_APPORTION_BOUNDS ? 10 : 8);
        assert_int_equal(out[1].min, 1);
        assert_int_equal(out[2].max, 1);
        assert_true(out[1].raised);
        assert_false(out[0].raised);
    }
    lot_error error;
    const lot_apportion_rule rule = {LOT_APPORTION_BOUNDS, 10, 2, 0, 3};
    assert_int_equal(lot_apportion(out, counts, 3, &rule, &error), LOT_BAD_INPUT);
    assert_string_equal(error.message, "the minima alone need 11 seats of 10");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_examples_come_out),
        cmocka_unit_test(largest_remainder_is_the_best_of_all_ways_and_ties_are_open),
        cmocka_unit_test(sainte_lague_is_the_best_of_all_ways_and_ties_are_open),
        cmocka_unit_test(bounds_are_the_share_rounded_down_and_up),
        cmocka_unit_test(sums_admit_the_seats_whatever_is_asked_for),
        cmocka_unit_test(small_groups_are_raised_and_the_others_share_what_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
