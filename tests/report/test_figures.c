/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures: what several reports count. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "report/figures.h"
#include "support/sample.h"

static void figures_leave_out_those_in_no_panel(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_figures figures;
    lot_report_figures(&figures, &sample->report);
    assert_int_equal(figures.least_tickets, 1);
    assert_int_equal(figures.greatest_tickets, 4);
    assert_int_equal(figures.no_panel_count, 1);
    assert_int_equal(figures.certain_count, 0);
    /* the fifth root of (3 3 3 4 1) / 7^5 */
    assert_int_equal(lot_figures_mean(&figures), 3644);
    lot_sample_free(sample);
}

static void one_chance_of_nothing_makes_the_mean_nothing(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_figures figures;
    sample->tickets[4] = 0;
    lot_report_figures(&figures, &sample->report);
    assert_int_equal(figures.least_tickets, 0);
    assert_int_equal(lot_figures_mean(&figures), 0);
    lot_sample_free(sample);
}

static void a_person_with_every_ticket_is_certain(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_figures figures;
    sample->tickets[3] = 7;
    lot_report_figures(&figures, &sample->report);
    assert_int_equal(figures.certain_count, 1);
    assert_int_equal(figures.greatest_tickets, 7);
    lot_sample_free(sample);
}

static void who_has_no_ticket_is_counted_apart_from_who_is_in_no_panel(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_fraction chance[6];
    lot_proof proof = {.classes_count = 6, .chance = chance};
    const uint32_t *class = sample->classes->of_person;
    lot_figures figures;
    lot_report_figures(&figures, &sample->report);
    assert_int_equal(figures.no_ticket_count, 0);
    sample->tickets[4] = 0;
    sample->tickets[0] = 0;
    lot_report_figures(&figures, &sample->report);
    assert_int_equal(figures.no_ticket_count, 2);
    assert_int_equal(figures.no_chance_count, 0);
    for (uint32_t c = 0; c < 6; c++)
        chance[c] = (lot_fraction){c != class[0], 2000};
    sample->report.proof = &proof;
    lot_report_figures(&figures, &sample->report);
    assert_int_equal(figures.no_ticket_count, 2);
    assert_int_equal(figures.no_chance_count, 1);
    assert_int_equal(figures.no_panel_count, 1);
    lot_sample_free(sample);
}

static void the_drawn_row_says_who_is_selected(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    for (uint32_t p = 0; p < 6; p++)
        assert_int_equal(lot_report_is_selected(&sample->report, p), p == 0 || p == 3);
    sample->draw.row = 2;
    for (uint32_t p = 0; p < 6; p++)
        assert_int_equal(lot_report_is_selected(&sample->report, p), p == 3 || p == 4);
    sample->report.draw = NULL;
    for (uint32_t p = 0; p < 6; p++)
        assert_false(lot_report_is_selected(&sample->report, p));
    lot_sample_free(sample);
}

static void a_tally_counts_pool_and_panel_by_value(void **state)
{
    (void)state;
    static const uint32_t pool[] = {3, 2, 1, 3, 3};
    static const uint32_t drawn[] = {1, 1, 0, 1, 1};
    lot_sample *sample = lot_sample_new();
    lot_tally tally;
    uint32_t shared = 0;
    assert_int_equal(lot_tally_make(&tally, &sample->report, NULL), LOT_OK);
    assert_memory_equal(tally.pool, pool, sizeof pool);
    assert_memory_equal(tally.drawn, drawn, sizeof drawn);
    lot_tally_free(&tally);
    assert_int_equal(lot_report_shared_households(&shared, &sample->report, NULL), LOT_OK);
    assert_int_equal(shared, 1);
    lot_sample_free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_leave_out_those_in_no_panel),
        cmocka_unit_test(one_chance_of_nothing_makes_the_mean_nothing),
        cmocka_unit_test(a_person_with_every_ticket_is_certain),
        cmocka_unit_test(who_has_no_ticket_is_counted_apart_from_who_is_in_no_panel),
        cmocka_unit_test(the_drawn_row_says_who_is_selected),
        cmocka_unit_test(a_tally_counts_pool_and_panel_by_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
