/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The summary for the terminal. */
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

static char *summary_of(lot_text *text, const lot_sample *sample)
{
    lot_error error;
    lot_status status = lot_report_summary(text, &sample->report, &error);
    if (status != LOT_OK)
        fail_msg("%s", error.message);
    return text->bytes;
}

static void a_summary_fits_a_screen(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text text = LOT_TEXT_EMPTY;
    assert_string_equal(
        summary_of(&text, sample),
        "An Assembly\n"
        "  people           6\n"
        "  seats            2\n"
        "  classes          6 of interchangeable people\n"
        "  households       1 with several registrations; at most 1 of a household on a panel\n"
        "Lottery\n"
        "  objective        leximin: the smallest chance as large as can be, then the next "
        "smallest\n"
        "  found            chances first, then panels that give them (direct)\n"
        "  tickets          7, over 3 panels\n"
        "  least chance     14.3 % (1 of 7 tickets); proven: no lottery can give everybody who "
        "can sit on a panel more than 14.286 % (1/7)\n"
        "  greatest chance  57.1 % (4 of 7 tickets)\n"
        "  geometric mean   of the chances 36.44 %\n"
        "  proven           each of 2 rounds of leximin in integers, exactly\n"
        "  distance         everybody's chance is at most 0.981 tickets from the computed optimum\n"
        "  in no panel      1 person\n"
        "  no ticket        0 people\n"
        "Draw\n"
        "  process          v4uqwvypjdsavlpv, attempt 1\n"
        "  manifest M       62ee4f8aa61d15d01a79450143b68b20e67a57a45c627c6b4d8fd2a7bec33c1c\n"
        "  source           text:weather of Friday\n"
        "  value            fog\n"
        "  seed             42a927d1e29eb33589a2f6e8f5365f2e559dfa75afe4297e6e986bd1bd0bdd1e\n"
        "  ticket           1\n"
        "  PROVEN: the seed follows from M and the values of the sources, the ticket from the "
        "seed,\n"
        "      the panel from the ticket: done again while this was written.\n"
        "  NOT PROVEN: that M existed before the public value. Whoever was given M before can "
        "tell.\n"
        "  NOT CHECKED: compare the value of text:weather of Friday with what was made public.\n"
        "      Nobody can count how many values it could have had.\n"
        "Quotas                 min-max    drawn     pool\n"
        "  gender\n"
        "    f                      1-1        1        3\n"
        "    m                      1-1        1        2\n"
        "    x                      0-1        0        1\n"
        "  area\n"
        "    north                  1-1        1        3\n"
        "    south                  1-1        1        3\n");
    lot_text_free(&text);
    lot_sample_free(sample);
}

static void assert_told(const lot_sample *sample, const char *words)
{
    lot_text text = LOT_TEXT_EMPTY;
    if (strstr(summary_of(&text, sample), words) == NULL)
        fail_msg("not told: %s", words);
    lot_text_free(&text);
}

static void what_is_not_proven_is_told(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    sample->report.one_run = true;
    assert_told(sample, "NOT PROVEN: the public value was known when the manifest was made");
    sample->finding.cuts_count = 3;
    sample->finding.path = LOT_PATH_CUTS;
    sample->finding.gap = 1;
    assert_told(sample, "  proven           each of 2 rounds of leximin in integers, to within "
                        "10^-15; 3 of the bounds need a case distinction");
    assert_told(sample, "more chances than panels can give (cuts)\n");
    sample->finding.late = true;
    assert_told(sample, "  TIME LIMIT       nothing to outsiders: the time limit came first, so "
                        "this is the best that was found, and cannot be repeated");
    assert_told(sample, "; bound: no lottery can give everybody who can sit on a panel more than "
                        "14.286 % (1/7); computed here, not published: NOT PROVEN to outsiders\n");
    assert_told(sample, "everybody's chance is at most 0.981 tickets from the computed chance\n");
    lot_sample_seal(sample);
    assert_told(sample, "NOT PROVEN: the value came from this machine (operator): it proves "
                        "nothing to outsiders.\n");
    lot_sample_free(sample);
}

static void the_bound_stands_beside_the_figure_that_it_is_about(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    sample->finding.objective = LOT_MINIMAX;
    assert_told(sample, "objective        minimax: the largest chance as small as can be");
    assert_told(sample, "least chance     14.3 % (1 of 7 tickets)\n");
    assert_told(sample, "greatest chance  57.1 % (4 of 7 tickets); proven: no lottery can keep "
                        "everybody's chance below 14.285 % (1/7)\n");
    sample->finding.objective = LOT_NASH;
    sample->finding.bound = (lot_fraction){103, 100};
    assert_told(sample, "greatest chance  57.1 % (4 of 7 tickets)\n");
    assert_told(sample,
                "geometric mean   of the chances 36.44 %; proven: no lottery has a geometric "
                "mean more than 3.0 % above that of the computed chances\n");
    sample->finding.objective = LOT_GOLDILOCKS;
    sample->finding.gamma_millionths = 1500000;
    sample->finding.bound = (lot_fraction){5, 2};
    assert_told(sample, "gamma            1.500000\n");
    assert_told(sample, "goldilocks       the value here is 5.628572; proven: no lottery has a "
                        "goldilocks value below 2.500000\n");
    lot_sample_free(sample);
}

static void who_can_sit_and_has_no_ticket_is_a_warning(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_fraction chance[6] = {{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}};
    lot_proof proof = {.classes_count = 6, .chance = chance};
    sample->tickets[4] = 0;
    assert_told(sample, "  in no panel      1 person\n  no ticket        1 person\n"
                        "  WARNING: 1 person who can sit on a panel has no ticket: use more "
                        "tickets (--tickets)\n");
    sample->tickets[0] = 0;
    assert_told(sample, "  WARNING: 2 people who can sit on a panel have no ticket: use more");
    sample->finding.late = true;
    assert_told(sample, "have no ticket: use more time (--time-limit) or more tickets");
    sample->finding.late = false;
    sample->report.proof = &proof;
    assert_told(sample, "  WARNING: 2 people who can sit on a panel have no ticket: this objective "
                        "gives them a chance of 0\nDraw\n");
    sample->report.proof = NULL;
    sample->finding.objective = LOT_LEGACY;
    assert_told(sample, "have no ticket: legacy picked no panel with them, for any ticket\n");
    lot_sample_free(sample);
}

static void one_panel_leaves_the_draw_nothing_to_decide(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text text = LOT_TEXT_EMPTY;
    assert_null(strstr(summary_of(&text, sample), "only one panel"));
    lot_text_free(&text);
    sample->report.draw = NULL;
    sample->lottery->panels->count = 1;
    assert_told(sample, "  WARNING: there is only one panel: the draw decides nothing\nDraw\n");
    sample->lottery->panels->count = 3;
    lot_sample_free(sample);
}

static void legacy_is_said_to_be_for_comparison_only(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    sample->finding = (lot_finding){
        .objective = LOT_LEGACY, .path = LOT_PATH_SIMULATED, .bound = {.denominator = 1}};
    assert_told(sample, "legacy: the greedy algorithm of older tools, for comparison only\n");
    assert_told(sample, "proven           none: a simulation, for comparison only\n");
    lot_text text = LOT_TEXT_EMPTY;
    assert_null(strstr(summary_of(&text, sample), "optimum"));
    lot_text_free(&text);
    lot_sample_free(sample);
}

static void rehearsals_and_earlier_draws_are_told(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    sample->report.test = true;
    sample->report.attempts_before = 2;
    assert_told(sample, "Draw: A TEST, nobody is selected by it\n");
    assert_told(sample, "WARNING: 2 real draws were made before this one\n");
    assert_told(sample, "NOT PROVEN: that the draw was not repeated until its result was liked");
    lot_sample_free(sample);
}

static void attempts_given_up_are_told(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_report_attempt attempts[] = {{.number = 1}, {.number = 2}};
    attempts[1].manifest = sample->manifest;
    sample->report.attempt = 2;
    sample->report.attempts = attempts;
    sample->report.attempts_count = 2;
    sample->report.attempts_undrawn = 1;
    assert_told(sample, "WARNING: 1 real attempt before this one was announced and never drawn\n");
    assert_told(sample, "  attempt 1        real, not drawn, M 0000");
    assert_told(sample, "  attempt 2        real, ticket 1, M 62ee");
    assert_told(sample, "NOT PROVEN: that no result was disliked. 1 announced attempt before this");
    lot_sample_free(sample);
}

static void before_lottery_and_draw_the_summary_says_so(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    sample->report.draw = NULL;
    sample->report.seed = NULL;
    assert_told(sample, "    f                      1-1        -        3\n");
    sample->report.manifest = NULL;
    assert_told(sample, "Draw\n  none yet\nQuotas");
    sample->report.lottery = NULL;
    assert_told(sample, "Lottery\n  none yet\nDraw\n  none yet\n");
    lot_sample_free(sample);
}

static void columns_are_aligned_by_code_points_and_control_characters_shown(void **state)
{
    (void)state;
    static char value[] = "fem\xc3\xa9\x1b[31m";
    lot_sample *sample = lot_sample_new();
    char *kept = sample->quotas->rows[0].value;
    sample->quotas->rows[0].value = value;
    sample->report.title = "An\nAssembly";
    assert_told(sample, "An?Assembly\n");
    assert_told(sample, "    fem\xc3\xa9?[31m              1-1        1        3\n");
    sample->quotas->rows[0].value = kept;
    lot_sample_free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_summary_fits_a_screen),
        cmocka_unit_test(what_is_not_proven_is_told),
        cmocka_unit_test(the_bound_stands_beside_the_figure_that_it_is_about),
        cmocka_unit_test(who_can_sit_and_has_no_ticket_is_a_warning),
        cmocka_unit_test(one_panel_leaves_the_draw_nothing_to_decide),
        cmocka_unit_test(legacy_is_said_to_be_for_comparison_only),
        cmocka_unit_test(rehearsals_and_earlier_draws_are_told),
        cmocka_unit_test(attempts_given_up_are_told),
        cmocka_unit_test(before_lottery_and_draw_the_summary_says_so),
        cmocka_unit_test(columns_are_aligned_by_code_points_and_control_characters_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
