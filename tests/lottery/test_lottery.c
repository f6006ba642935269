/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lottery: which ticket draws whom, and which panels are refused. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "core/array.h"
#include "support/sample.h"

#include <stdlib.h>
#include <string.h>

static void every_ticket_draws_the_row_that_holds_it(void **state)
{
    (void)state;
    static const uint32_t row_of[] = {0, 0, 1, 1, 1, 2, 3};
    lot_sample *sample = lot_sample_new();
    assert_int_equal(sample->lottery->tickets, 7);
    for (uint64_t ticket = 0; ticket < 7; ticket++)
        assert_int_equal(lot_lottery_row(sample->lottery, ticket), row_of[ticket]);
    assert_memory_equal(lot_lottery_members(sample->lottery, 1), ((const uint32_t[]){1, 2}), 8);
    assert_memory_equal(lot_lottery_members(sample->lottery, 3), ((const uint32_t[]){0, 3}), 8);
    lot_sample_free(sample);
}

static void the_ends_of_long_ranges_are_told_apart(void **state)
{
    (void)state;
    static const uint32_t row_panels[] = {0, 1, 0, 1, 0};
    static const uint64_t tickets[] = {1, LOT_TICKETS_MAX - 4, 1, 1, 1};
    lot_lottery *lottery = NULL;
    lot_panels *panels = lot_array_new(1, sizeof *panels);
    panels->count = 2;
    panels->seats = 1;
    panels->members = lot_array_new(2, sizeof *panels->members);
    panels->tickets = lot_array_new(2, sizeof *panels->tickets);
    assert_int_equal(lot_lottery_new(&lottery, panels, row_panels, tickets, 5, NULL), LOT_OK);
    assert_int_equal(lottery->tickets, LOT_TICKETS_MAX);
    for (uint32_t row = 0; row < 5; row++) {
        assert_int_equal(lot_lottery_row(lottery, lottery->first[row]), row);
        assert_int_equal(lot_lottery_row(lottery, lottery->first[row + 1] - 1), row);
    }
    lot_lottery_free(lottery);
}

static void everyone_has_the_tickets_of_their_panels(void **state)
{
    (void)state;
    static const uint64_t expected[] = {3, 3, 3, 4, 1, 0};
    lot_sample *sample = lot_sample_new();
    uint64_t tickets[6];
    memset(tickets, 0xff, sizeof tickets);
    lot_panels_count_tickets(tickets, sample->lottery->panels, 6);
    assert_memory_equal(tickets, expected, sizeof expected);
    lot_sample_free(sample);
}

/* Check the sample's panels after two members of panel 1 were set. NULL words: they are legal. */
static void assert_checked(lot_sample *sample, uint32_t first, uint32_t second,
                           uint32_t per_household, const char *words)
{
    lot_error error = {.message = ""};
    uint32_t *members = sample->lottery->panels->members + 2;
    members[0] = first;
    members[1] = second;
    lot_status status = lot_panels_check(sample->lottery->panels, sample->pool, sample->quotas, 2,
                                         per_household, &error);
    assert_int_equal(status, words == NULL ? LOT_OK : LOT_FAILURE);
    if (words != NULL && strstr(error.message, words) == NULL)
        fail_msg("told: %s", error.message);
}

static void a_panel_against_a_rule_is_refused_by_its_number_and_the_rule(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    assert_checked(sample, 1, 2, 1, NULL);
    assert_checked(sample, 1, 1, 9, "panel 1 of the lottery seats a person twice");
    assert_checked(sample, 2, 1, 9, "panel 1 of the lottery does not list its people in order");
    assert_checked(sample, 1, 6, 9, "panel 1 of the lottery seats somebody who is not in the pool");
    assert_checked(sample, 0, 1, 1, "panel 1 of the lottery seats too many of a household");
    assert_checked(sample, 2, 4, 1,
                   "panel 1 of the lottery breaks the quota of gender 'f': 2 seats, not 1 to 1");
    assert_checked(sample, 0, 1, 2,
                   "panel 1 of the lottery breaks the quota of area 'north': 2 seats, not 1 to 1");
    assert_checked(sample, 3, 4, 1, NULL); /* a refusal leaves nothing behind */
    lot_sample_free(sample);
}

static void panels_of_another_size_are_refused(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_error error;
    assert_int_equal(
        lot_panels_check(sample->lottery->panels, sample->pool, sample->quotas, 3, 1, &error),
        LOT_FAILURE);
    assert_string_equal(error.message, "internal: panels of 2, not of 3 seats");
    lot_sample_free(sample);
}

static void objectives_and_paths_have_names(void **state)
{
    (void)state;
    assert_string_equal(lot_objective_name(LOT_LEXIMIN), "leximin");
    assert_string_equal(lot_path_name(LOT_PATH_DIRECT), "direct");
    assert_string_equal(lot_path_name(LOT_PATH_CUTS), "cuts");
    assert_string_equal(lot_path_name(LOT_PATH_ROUNDED), "rounded");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_ticket_draws_the_row_that_holds_it),
        cmocka_unit_test(the_ends_of_long_ranges_are_told_apart),
        cmocka_unit_test(everyone_has_the_tickets_of_their_panels),
        cmocka_unit_test(a_panel_against_a_rule_is_refused_by_its_number_and_the_rule),
        cmocka_unit_test(panels_of_another_size_are_refused),
        cmocka_unit_test(objectives_and_paths_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
