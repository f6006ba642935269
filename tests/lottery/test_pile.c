/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Piles: part after part is even on every ticket and over all of them, and nothing is lost. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "lottery/pile.h"
#include "support/generate.h"

enum { TICKETS = 60 };

/* Seats on every single ticket. */
typedef struct axis {
    uint64_t seats[TICKETS];
    uint64_t sum;
} axis;

/* Lay runs on the axis; they must come in the order of their tickets and not be empty. */
static void lay(axis *out, const lot_runs *runs)
{
    uint64_t at = 0;
    *out = (axis){.sum = 0};
    for (size_t i = 0; i < runs->count; i++) {
        const lot_run *run = &runs->items[i];
        assert_true(run->first >= at && run->length > 0 && run->seats > 0);
        at = run->first + run->length;
        assert_true(at <= TICKETS);
        for (uint64_t ticket = run->first; ticket < at; ticket++)
            out->seats[ticket] = run->seats;
        out->sum += run->length * run->seats;
    }
}

static void make_runs(lot_runs *runs, uint64_t *random, uint32_t seats_most)
{
    for (uint64_t at = 0; at < TICKETS;) {
        uint64_t length = 1 + lot_test_random_below(random, TICKETS - (uint32_t)at);
        uint32_t seats = lot_test_random_below(random, seats_most + 1);
        assert_int_equal(lot_runs_add(runs, at, length, seats, NULL), LOT_OK);
        at += length;
    }
}

static void assert_even(uint64_t taken, uint64_t left, uint32_t parts)
{
    assert_in_range(taken, left / parts, left / parts + (left % parts > 0));
}

static void take_all(const lot_runs *runs, uint32_t parts)
{
    lot_pile pile = {.seats = 0};
    lot_runs taken = {.count = 0};
    axis left;
    axis part;
    lay(&left, runs);
    assert_int_equal(lot_pile_fill(&pile, runs, NULL), LOT_OK);
    for (; parts > 0; parts--) {
        assert_int_equal(pile.seats, left.sum);
        assert_int_equal(lot_pile_take(&taken, &pile, parts, NULL), LOT_OK);
        lay(&part, &taken);
        assert_int_equal(part.sum, left.sum / parts + (left.sum % parts > 0));
        for (size_t ticket = 0; ticket < TICKETS; ticket++) {
            assert_even(part.seats[ticket], left.seats[ticket], parts);
            left.seats[ticket] -= part.seats[ticket];
        }
        left.sum -= part.sum;
    }
    assert_int_equal(left.sum, 0);
    assert_int_equal(pile.runs.count, 0);
    lot_pile_free(&pile);
    lot_runs_free(&taken);
}

static void every_part_is_even_on_each_ticket_and_over_all_of_them(void **state)
{
    (void)state;
    uint64_t random = 5;
    for (int round = 0; round < 2000; round++) {
        lot_runs runs = {.count = 0};
        make_runs(&runs, &random, 1 + lot_test_random_below(&random, 6));
        take_all(&runs, 1 + lot_test_random_below(&random, 80));
        lot_runs_free(&runs);
    }
}

static void the_first_tickets_are_taken_first(void **state)
{
    (void)state;
    lot_pile pile = {.seats = 0};
    lot_runs runs = {.count = 0};
    assert_int_equal(lot_runs_add(&runs, 0, 4, 1, NULL), LOT_OK);
    assert_int_equal(lot_runs_add(&runs, 10, 5, 2, NULL), LOT_OK);
    assert_int_equal(lot_pile_fill(&pile, &runs, NULL), LOT_OK);
    assert_int_equal(lot_pile_take(&runs, &pile, 3, NULL), LOT_OK);
    assert_int_equal(runs.count, 2);
    assert_memory_equal(&runs.items[0], (&(lot_run){0, 4, 1}), sizeof(uint64_t) * 2);
    assert_memory_equal(&runs.items[1], (&(lot_run){10, 1, 1}), sizeof(uint64_t) * 2);
    assert_int_equal(pile.seats, 9);
    lot_pile_free(&pile);
    lot_runs_free(&runs);
}

static void runs_without_tickets_or_seats_are_none(void **state)
{
    (void)state;
    lot_runs runs = {.count = 0};
    assert_int_equal(lot_runs_add(&runs, 0, 0, 3, NULL), LOT_OK);
    assert_int_equal(lot_runs_add(&runs, 0, 3, 0, NULL), LOT_OK);
    assert_int_equal(runs.count, 0);
    lot_runs_free(&runs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_is_even_on_each_ticket_and_over_all_of_them),
        cmocka_unit_test(the_first_tickets_are_taken_first),
        cmocka_unit_test(runs_without_tickets_or_seats_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
