/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims: what is proven is done again first, and what differs is no report. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "core/array.h"
#include "report/claims.h"
#include "support/sample.h"

#include <stdlib.h>
#include <string.h>

static void put_line(lot_text *text, lot_verdict verdict, const char *statement)
{
    lot_text_format(text, "%s: %.24s\n", lot_verdict_name(verdict), statement);
}

static void a_true_report_passes(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    assert_int_equal(lot_claims_check(&sample->report, NULL), LOT_OK);
    sample->report.draw = NULL;
    assert_int_equal(lot_claims_check(&sample->report, NULL), LOT_OK);
    sample->report.lottery = NULL;
    assert_int_equal(lot_claims_check(&sample->report, NULL), LOT_OK);
    lot_sample_free(sample);
}

static void a_seed_of_other_values_is_refused(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_error error;
    sample->source.value[0] = 'F';
    assert_int_equal(lot_claims_check(&sample->report, &error), LOT_NOT_VERIFIED);
    assert_string_equal(error.message, "the seed of attempt 1 does not follow from its manifest "
                                       "and the values of its sources");
    lot_sample_free(sample);
}

static void another_ticket_than_the_seed_s_is_refused(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_error error;
    sample->draw.ticket = 3;
    sample->draw.row = 1;
    assert_int_equal(lot_claims_check(&sample->report, &error), LOT_NOT_VERIFIED);
    assert_string_equal(error.message, "attempt 1 drew ticket 3, but its seed gives 1");
    sample->draw.ticket = 1;
    assert_int_equal(lot_claims_check(&sample->report, &error), LOT_NOT_VERIFIED);
    lot_sample_free(sample);
}

static void other_numbers_passed_over_or_another_row_are_refused(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_error error;
    sample->draw.rejected++;
    assert_int_equal(lot_claims_check(&sample->report, &error), LOT_NOT_VERIFIED);
    sample->draw.rejected--;
    sample->draw.row = 1;
    assert_int_equal(lot_claims_check(&sample->report, &error), LOT_NOT_VERIFIED);
    assert_string_equal(error.message, "attempt 1 drew the panel of row 1 of the lottery, but its "
                                       "ticket 1 is in row 0");
    lot_sample_free(sample);
}

static void an_operator_s_value_that_was_not_announced_is_refused(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_sample_seal(sample);
    assert_int_equal(lot_claims_check(&sample->report, NULL), LOT_OK);
    sample->source.nonce[0] ^= 1;
    assert_int_equal(lot_claims_check(&sample->report, NULL), LOT_NOT_VERIFIED);
    sample->source.nonce[0] ^= 1;
    sample->source.value[0] ^= 1;
    lot_sample_draw(sample);
    assert_int_equal(lot_claims_check(&sample->report, NULL), LOT_NOT_VERIFIED);
    lot_sample_free(sample);
}

static void a_panel_against_the_quotas_is_refused(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_error error;
    sample->lottery->panels->members[1] = 4; /* two women */
    assert_int_equal(lot_claims_check(&sample->report, &error), LOT_FAILURE);
    lot_sample_free(sample);
}

static void assert_claims(const lot_sample *sample, const char *expected)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_claims_put_lottery(&text, &sample->report, put_line);
    lot_text_put(&text, "-\n");
    lot_claims_put_draw(&text, &sample->report, put_line);
    assert_string_equal(lot_text_string(&text), expected);
    lot_text_free(&text);
}

static void each_claim_has_the_verdict_that_it_deserves(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    assert_claims(sample, "PROVEN: each of the 3 panels fil\n"
                          "PROVEN: no lottery can give ever\n"
                          "NOT PROVEN: that the chances above t\n"
                          "NOT PROVEN: that 1 person can sit on\n"
                          "NOT CHECKED: by outsiders. Quotas, ho\n"
                          "NOT CHECKED: that the pool holds ever\n"
                          "-\n"
                          "PROVEN: the seed follows from M \n"
                          "NOT PROVEN: that M existed before th\n"
                          "NOT CHECKED: compare the value of tex\n");
    sample->finding.cuts_count = 1;
    sample->report.draw = NULL;
    sample->report.one_run = true;
    sample->no_panel[sample->classes->of_person[5]] = false;
    assert_claims(sample, "PROVEN: each of the 3 panels fil\n"
                          "NOT PROVEN: no lottery can give ever\n"
                          "NOT PROVEN: that the chances above t\n"
                          "NOT CHECKED: by outsiders. Quotas, ho\n"
                          "NOT CHECKED: that the pool holds ever\n"
                          "-\n"
                          "NOT PROVEN: the public value was kno\n");
    sample->report.manifest = NULL;
    sample->report.lottery = NULL;
    assert_claims(sample, "-\n");
    lot_sample_free(sample);
}

static void an_operator_s_value_proves_nothing(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    assert_false(lot_source_is_operator(&sample->source));
    free(sample->source.name);
    sample->source.name = lot_string_copy("operator:0123");
    assert_true(lot_source_is_operator(&sample->source));
    lot_text text = LOT_TEXT_EMPTY;
    lot_claims_put_draw(&text, &sample->report, put_line);
    assert_non_null(strstr(lot_text_string(&text), "NOT PROVEN: the value came from this"));
    lot_text_free(&text);
    lot_sample_free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_true_report_passes),
        cmocka_unit_test(a_seed_of_other_values_is_refused),
        cmocka_unit_test(another_ticket_than_the_seed_s_is_refused),
        cmocka_unit_test(other_numbers_passed_over_or_another_row_are_refused),
        cmocka_unit_test(an_operator_s_value_that_was_not_announced_is_refused),
        cmocka_unit_test(a_panel_against_the_quotas_is_refused),
        cmocka_unit_test(each_claim_has_the_verdict_that_it_deserves),
        cmocka_unit_test(an_operator_s_value_proves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
