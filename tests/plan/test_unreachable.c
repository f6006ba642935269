/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unreachable: each reason, by its words; and none where a panel could be. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/unreachable.h"
#include "support/planned.h"

#include <stdlib.h>

static const char village[] = "feature,value,count\n"
                              "gender,woman,120\n"
                              "gender,man,100\n"
                              "age,young,3\n"
                              "age,old,217\n";

static const char quotas[] = "feature,value,min,max\n"
                             "gender,woman,5,5\n"
                             "gender,man,5,5\n"
                             "age,young,1,2\n"
                             "age,old,8,9\n";

static const lot_planned_texts reachable = {.population = village,
                                            .quotas = quotas,
                                            .seats = 10,
                                            .rate = 40000,
                                            .simulations = 1,
                                            .letters = {100}};

/* leaves: everybody's, in millionths; 0: none are told. */
static void assert_reasons(const lot_planned_texts *texts, uint32_t leaves, const char *words)
{
    lot_planned planned;
    lot_text reasons = LOT_TEXT_EMPTY;
    lot_planned_make(&planned, texts);
    uint32_t *rates = calloc(planned.population->cells_count, sizeof *rates);
    assert_non_null(rates);
    for (uint32_t c = 0; c < planned.population->cells_count; c++)
        rates[c] = leaves;
    planned.scenario.leaves = leaves > 0 ? rates : NULL;
    assert_int_equal(lot_find_unreachable(&reasons, &planned.scenario, NULL, NULL), LOT_OK);
    assert_string_equal(lot_text_string(&reasons), words);
    lot_text_free(&reasons);
    free(rates);
    lot_planned_clear(&planned);
}

static void a_plan_that_could_do_has_no_reason(void **state)
{
    (void)state;
    assert_reasons(&reachable, 0, "");
    assert_reasons(&reachable, 999999, "");
}

static void too_few_people_are_told_by_their_number(void **state)
{
    (void)state;
    lot_planned_texts texts = reachable;
    texts.quotas = "feature,value,min,max\n"
                   "age,young,4,5\n"
                   "age,old,5,6\n";
    assert_reasons(&texts, 0,
                   "age young has at least 4 seats, but there are only 3 people with that in the "
                   "population: lower the minimum\n");
}

static void who_never_answers_or_never_comes_is_told(void **state)
{
    (void)state;
    lot_planned_texts texts = reachable;
    texts.rates = "feature,value,ratio\nage,young,0\n";
    assert_reasons(
        &texts, 0,
        "age young has at least 1 seat, but there is nobody with that whom the rates let "
        "answer and come: invite them in another way than by letter, or look at the "
        "rates\n");
}

static void who_gets_no_letter_is_told(void **state)
{
    (void)state;
    lot_planned_texts texts = reachable;
    texts.strata = "stratum,share,feature,value\nold,100%,age,old\n";
    assert_reasons(
        &texts, 0,
        "age young has at least 1 seat, but there is nobody with that in strata that get "
        "letters: send some to where they live\n");
}

static void maxima_that_leave_seats_empty_are_told(void **state)
{
    (void)state;
    lot_planned_texts texts = reachable;
    texts.quotas = "feature,value,min,max\n"
                   "age,young,0,10\n"
                   "age,old,0,5\n";
    assert_reasons(&texts, 0,
                   "the maxima of age let only 8 of 10 seats be filled by people who can be "
                   "reached: raise one\n");
}

static void what_only_quotas_together_rule_out_is_told(void **state)
{
    (void)state;
    lot_planned_texts texts = reachable;
    /* all of the young are women, all women young */
    texts.population = "gender,age,count\n"
                       "woman,young,100\n"
                       "man,old,100\n";
    texts.quotas = "feature,value,min,max\n"
                   "gender,woman,5,10\n"
                   "gender,man,0,10\n"
                   "age,young,0,4\n"
                   "age,old,0,10\n";
    assert_reasons(&texts, 0,
                   "even if everybody registered, these could not all be met: gender woman at "
                   "least 5 seats; age young at most 4 seats\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_that_could_do_has_no_reason),
        cmocka_unit_test(too_few_people_are_told_by_their_number),
        cmocka_unit_test(who_never_answers_or_never_comes_is_told),
        cmocka_unit_test(who_gets_no_letter_is_told),
        cmocka_unit_test(maxima_that_leave_seats_empty_are_told),
        cmocka_unit_test(what_only_quotas_together_rule_out_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
