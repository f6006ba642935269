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
                          "PROVEN: that every chance is the\n"
                          "PROVEN: that 1 person can sit on\n"
                          "NOT CHECKED: by outsiders. Quotas, ho\n"
                          "NOT CHECKED: that the pool holds ever\n"
                          "-\n"
                          "PROVEN: the seed follows from M \n"
                          "NOT PROVEN: that M existed before th\n"
                          "NOT CHECKED: compare the value of tex\n");
    sample->finding.gap = UINT64_C(1) << 50;
    sample->report.draw = NULL;
    sample->report.one_run = true;
    sample->no_panel[sample->classes->of_person[5]] = false;
    assert_claims(sample, "PROVEN: each of the 3 panels fil\n"
                          "PROVEN: no lottery can give ever\n"
                          "NOT PROVEN: that every chance is the\n"
                          "NOT CHECKED: by outsiders. Quotas, ho\n"
                          "NOT CHECKED: that the pool holds ever\n"
                          "-\n"
                          "NOT PROVEN: the public value was kno\n");
    sample->report.manifest = NULL;
    sample->report.lottery = NULL;
    assert_claims(sample, "-\n");
    lot_sample_free(sample);
}

static void put_whole(lot_text *text, lot_verdict verdict, const char *statement)
{
    lot_text_format(text, "%s: %s\n", lot_verdict_name(verdict), statement);
}

/* Fail unless the claims about the lottery hold these words. */
static void assert_says(const lot_sample *sample, const char *words)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_claims_put_lottery(&text, &sample->report, put_whole);
    if (strstr(lot_text_string(&text), words) == NULL)
        fail_msg("not said: %s\nbut: %s", words, lot_text_string(&text));
    lot_text_free(&text);
}

static void assert_never_says(const lot_sample *sample, const char *words)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_claims_put_lottery(&text, &sample->report, put_whole);
    if (strstr(lot_text_string(&text), words) != NULL)
        fail_msg("said: %s", words);
    lot_text_free(&text);
}

static void what_a_proof_leaves_open_is_told_with_its_cases(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    assert_says(
        sample,
        "PROVEN: that every chance is the fairest by leximin: each of 2 rounds of leximin in "
        "integers, exactly.");
    sample->finding.gap = 1000000000; /* of 2^60 */
    sample->finding.cuts_count = 3;
    assert_says(
        sample,
        "\nPROVEN: that every chance is the fairest by leximin: each of 2 rounds of leximin in "
        "integers, to within 10^-9. 3 of the bounds need a case distinction (branch and "
        "bound), written out in the certificate. They are computed: ");
    assert_says(sample, "\nPROVEN: that 1 person can sit on no panel at all: shown in integers");
    sample->finding.cuts_count = 1;
    assert_says(sample, " 1 of the bounds needs a case distinction");
    sample->finding.gap = UINT64_C(1) << 50;
    assert_says(
        sample,
        "NOT PROVEN: that every chance is the fairest by leximin: each of 2 rounds of leximin "
        "in integers, to within 0.098 %, which is too much to call it proven.");
    lot_sample_free(sample);
}

static void each_objective_has_a_bound_of_its_own(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_finding *finding = &sample->finding;
    finding->objective = LOT_MAXIMIN;
    finding->bound = (lot_fraction){1, 6};
    assert_says(sample, "\nPROVEN: no lottery can give everybody who can sit on a panel more than "
                        "16.667 % (1/6); the least chance here is 14.3 %, below that by at most "
                        "0.167 tickets. The proof is in integers");
    assert_says(sample, "each of 2 rounds of maximin");
    finding->objective = LOT_MINIMAX;
    finding->bound = (lot_fraction){1, 2};
    assert_says(sample, "\nPROVEN: no lottery can keep everybody's chance below 50.000 % (1/2); "
                        "the greatest chance here is 57.1 %, above that by at most 0.500 tickets.");
    finding->bound = (lot_fraction){4, 7};
    assert_says(sample, "the greatest chance here is 57.1 %, just that.");
    finding->objective = LOT_NASH;
    finding->levels_count = 1;
    finding->bound = (lot_fraction){10000001, 10000000};
    finding->gap = UINT64_C(115292150461);
    assert_says(sample, "\nPROVEN: no lottery has a geometric mean more than 0.000010 % above that "
                        "of the computed chances; the geometric mean here is 36.44 %.");
    assert_says(
        sample,
        "\nPROVEN: that the chances are the fairest by nash: nash in integers, to within 10^-6.");
    finding->bound = (lot_fraction){1, 1};
    assert_says(sample, "no lottery has a larger geometric mean than the computed chances;");
    lot_sample_free(sample);
}

static void goldilocks_is_proven_by_its_value(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_finding *finding = &sample->finding;
    *finding = (lot_finding){.objective = LOT_GOLDILOCKS,
                             .gamma_millionths = 500000,
                             .levels_count = 3,
                             .bound = {20000019, 10000000}};
    /* 5 people can sit: 5/2 4/7 + 1/2 2/5 7/1 = 10/7 + 7/5 */
    assert_says(sample,
                "\nPROVEN: no lottery has a goldilocks value below 2.000001; the value here "
                "is 2.828572.");
    assert_says(sample,
                "\nPROVEN: that every chance is the fairest by goldilocks: each of 3 rounds");
    finding->gap = (UINT64_C(1) << 60) / 100000000;
    assert_says(sample, "NOT PROVEN: that every chance is the fairest by goldilocks");
    sample->tickets[4] = 0;
    assert_says(sample, "the value here is without end, as somebody has no ticket");
    lot_sample_free(sample);
}

static void what_a_time_limit_ended_is_never_called_the_fairest(void **state)
{
    (void)state;
    static const lot_objective objectives[] = {LOT_LEXIMIN, LOT_MAXIMIN, LOT_NASH, LOT_GOLDILOCKS,
                                               LOT_MINIMAX};
    lot_sample *sample = lot_sample_new();
    sample->finding.late = true;
    sample->finding.gamma_millionths = 1000000;
    for (size_t i = 0; i < sizeof objectives / sizeof *objectives; i++) {
        sample->finding.objective = objectives[i];
        assert_says(sample, "NOT PROVEN: that the chances are the fairest by ");
        assert_never_says(sample, "\nPROVEN: that every chance");
        assert_never_says(sample, "\nPROVEN: that the chances");
        assert_never_says(sample, "optimum");
    }
    sample->finding.objective = LOT_LEXIMIN;
    assert_says(sample, "Achieved: the least chance here is 14.3 %; the bound computed by then: no "
                        "lottery can give everybody who can sit on a panel more than 14.286 % "
                        "(1/7). Another run may end with another lottery.");
    lot_sample_free(sample);
}

static void a_bound_without_a_certificate_is_not_proven_to_outsiders(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    sample->finding.late = true;
    assert_claims(sample, "PROVEN: each of the 3 panels fil\n"
                          "NOT PROVEN: to outsiders: no lottery\n"
                          "NOT PROVEN: that the chances are the\n"
                          "NOT PROVEN: that 1 person can sit on\n"
                          "NOT CHECKED: by outsiders. Quotas and\n"
                          "NOT CHECKED: that the pool holds ever\n"
                          "-\n"
                          "PROVEN: the seed follows from M \n"
                          "NOT PROVEN: that M existed before th\n"
                          "NOT CHECKED: compare the value of tex\n");
    assert_says(sample,
                "just that. The bound was computed here; no certificate of it is published.");
    assert_says(sample,
                "on no panel at all: computed here, but no certificate of it is published.");
    assert_never_says(sample, "no solver need be trusted");
    sample->finding.objective = LOT_NASH;
    sample->finding.bound = (lot_fraction){103, 100};
    assert_says(sample, "no lottery has a geometric mean more than 3.0 % above that of the chances "
                        "of this lottery, unrounded;");
    sample->finding.late = false;
    sample->finding.gap = UINT64_MAX; /* of a civiclot that kept no proofs */
    assert_says(sample, "NOT PROVEN: to outsiders: no lottery has a geometric mean");
    lot_sample_free(sample);
}

static void at_level_full_outsiders_have_what_they_need_to_check(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    assert_says(sample, "rest on people's answers, which are not published; an auditor");
    sample->report.full = true;
    assert_says(sample,
                "NOT CHECKED: by outsiders yet. Quotas, households and the bound rest on people's "
                "answers, which are published under pseudonyms: openings.csv. The proof is "
                "published, too: certificate.txt, whose hash stands in process.txt. Anyone can "
                "check; civiclot's docs/protocol.md says how.");
    assert_never_says(sample, "not published");
    sample->finding.objective = LOT_LEGACY;
    assert_says(sample, "yet. Quotas and households rest on people's answers, which are published");
    assert_never_says(sample, "certificate.txt");
    lot_sample_free(sample);
}

static void of_legacy_nothing_is_proven_but_its_panels(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    sample->finding = (lot_finding){
        .objective = LOT_LEGACY, .path = LOT_PATH_SIMULATED, .bound = {.denominator = 1}};
    assert_claims(sample, "PROVEN: each of the 3 panels fil\n"
                          "NOT PROVEN: that the chances are fai\n"
                          "NOT PROVEN: that 1 person can sit on\n"
                          "NOT CHECKED: by outsiders. Quotas and\n"
                          "NOT CHECKED: that the pool holds ever\n"
                          "-\n"
                          "PROVEN: the seed follows from M \n"
                          "NOT PROVEN: that M existed before th\n"
                          "NOT CHECKED: compare the value of tex\n");
    assert_says(sample, "estimates by a simulation");
    assert_says(sample, "for comparison only");
    assert_never_says(sample, "optimum");
    assert_never_says(sample, "no lottery");
    lot_sample_free(sample);
}

static void an_operator_s_value_proves_nothing(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    assert_false(lot_source_is(&sample->source, LOT_SOURCE_OPERATOR));
    free(sample->source.name);
    sample->source.name = lot_string_copy("operator:0123");
    assert_true(lot_source_is(&sample->source, LOT_SOURCE_OPERATOR));
    lot_text text = LOT_TEXT_EMPTY;
    lot_claims_put_draw(&text, &sample->report, put_line);
    assert_non_null(strstr(lot_text_string(&text), "NOT PROVEN: the value came from this"));
    lot_text_free(&text);
    lot_sample_free(sample);
}

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

/* Give the sample one source, and what it says of it, one claim after the other. */
static void assert_source_says(lot_sample *sample, const char *name, const char *value,
                               const char *const *words, size_t count)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_source *source = &sample->source;
    free(source->name);
    free(source->value);
    source->name = lot_string_copy(name);
    source->value = lot_string_copy(value);
    lot_claims_put_draw(&text, &sample->report, put_whole);
    for (size_t i = 0; i < count; i++) {
        if (strstr(lot_text_string(&text), words[i]) == NULL)
            fail_msg("%s: '%s' is not in:\n%s", name, words[i], lot_text_string(&text));
    }
    lot_text_free(&text);
}
#define SOURCE_SAYS(sample, name, value, ...)                                                      \
    assert_source_says((sample), (name), (value), (const char *const[]){__VA_ARGS__},              \
                       sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void each_kind_of_source_has_the_verdict_that_it_deserves(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    SOURCE_SAYS(sample, "dice:31", "1", "NOT CHECKED: compare the value of dice:31 with",
                "PROVEN: 31 dice have more outcomes", "PROVEN: the seed follows from M");
    SOURCE_SAYS(sample, "dice:1", "1",
                "NOT PROVEN: that nobody tried all outcomes beforehand: "
                "1 die has 6, few enough");
    SOURCE_SAYS(sample, "beacon:drand-quicknet:7", "1",
                "NOT CHECKED: compare the value with round 7 of drand-quicknet, which");
    SOURCE_SAYS(sample, "text:a", "1", "made public. Nobody can count how many values");
    SOURCE_SAYS(sample, "by-hand", "811", "PROVEN: the ticket is the value of by-hand",
                "NOT CHECKED: witnesses must confirm ticket 811");
    SOURCE_SAYS(sample, "contribution:Anna:" ZEROS, "x",
                "\nPROVEN: the value of Anna is what was committed to",
                "NOT PROVEN: that the contributions were told before the public value",
                "NOT PROVEN: that chance decided: no public source");
    SOURCE_SAYS(sample, "contribution:Anna:" ZEROS, "ABSENT",
                "NOT PROVEN: that Anna has a part in the seed");
    SOURCE_SAYS(sample, "operator:" ZEROS, "x", "NOT PROVEN: that chance decided");
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
        cmocka_unit_test(what_a_proof_leaves_open_is_told_with_its_cases),
        cmocka_unit_test(each_objective_has_a_bound_of_its_own),
        cmocka_unit_test(goldilocks_is_proven_by_its_value),
        cmocka_unit_test(what_a_time_limit_ended_is_never_called_the_fairest),
        cmocka_unit_test(a_bound_without_a_certificate_is_not_proven_to_outsiders),
        cmocka_unit_test(at_level_full_outsiders_have_what_they_need_to_check),
        cmocka_unit_test(of_legacy_nothing_is_proven_but_its_panels),
        cmocka_unit_test(an_operator_s_value_proves_nothing),
        cmocka_unit_test(each_kind_of_source_has_the_verdict_that_it_deserves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
