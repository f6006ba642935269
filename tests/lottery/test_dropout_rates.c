/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drop-out rates from a file: every form, and every problem by its words. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/dropout_rates.h"
#include "support/input.h"

static const char quotas_csv[] = "feature,value,min,max\nGender,female,4,6\nGender,male,4,6\n"
                                 "Age,16-29,1,4\nAge,30+,6,9\n";

static lot_quotas *read_quotas(const char *csv)
{
    lot_table *table = lot_test_table("quotas.csv", csv);
    lot_problems *problems = lot_problems_new();
    lot_quotas *quotas;
    assert_int_equal(lot_quotas_read(&quotas, table, 10, problems, NULL), LOT_OK);
    lot_problems_free(problems);
    lot_table_free(table);
    return quotas;
}

/* expected: overall, then of each value. */
static void assert_rates(const char *csv, const uint32_t expected[5])
{
    lot_quotas *quotas = read_quotas(quotas_csv);
    lot_table *table = lot_test_table("rates.csv", csv);
    lot_problems *problems = lot_problems_new();
    lot_dropout_rates rates;
    lot_status status = lot_dropout_rates_read(&rates, table, quotas, problems, NULL);
    lot_test_assert_problems(problems, NULL, 0);
    assert_int_equal(status, LOT_OK);
    assert_int_equal(rates.overall, expected[0]);
    for (uint32_t q = 0; q < 4; q++)
        assert_int_equal(rates.of_value[q], expected[1 + q]);
    lot_dropout_rates_free(&rates);
    lot_problems_free(problems);
    lot_table_free(table);
    lot_quotas_free(quotas);
}

static void assert_refused(const char *csv, const char *const *words, size_t count)
{
    lot_quotas *quotas = read_quotas(quotas_csv);
    lot_table *table = lot_test_table("rates.csv", csv);
    lot_problems *problems = lot_problems_new();
    lot_dropout_rates rates;
    assert_int_equal(lot_dropout_rates_read(&rates, table, quotas, problems, NULL), LOT_BAD_INPUT);
    assert_null(rates.of_value);
    lot_test_assert_problems(problems, words, count);
    lot_problems_free(problems);
    lot_table_free(table);
    lot_quotas_free(quotas);
}

static void percentages_fractions_and_ratios_are_the_same_rate(void **state)
{
    (void)state;
    assert_rates("feature,value,rate\nGender,female,12.5%\nGender,male,0.125\n"
                 "Age,16-29,\"0,125\"\nAge,30+,1/8\n",
                 (const uint32_t[]){100000, 125000, 125000, 125000, 125000});
    assert_rates("VALUE;Rate;Feature;note\nfemale;0;gender;x\n MALE ;100 %;GENDER;\n",
                 (const uint32_t[]){100000, 0, 1000000, 100000, 100000});
}

static void rows_that_are_missing_or_blank_have_the_overall_rate(void **state)
{
    (void)state;
    assert_rates("feature,value,rate\nAge,16-29,30%\nAge,30+,\nOverall,,15%\n",
                 (const uint32_t[]){150000, 150000, 150000, 300000, 150000});
    assert_rates("feature,value,rate\n",
                 (const uint32_t[]){100000, 100000, 100000, 100000, 100000});
    assert_rates("category,name,rate\n,,\nAge,30+,5%\n",
                 (const uint32_t[]){100000, 100000, 100000, 100000, 50000});
}

static void everything_wrong_is_told_at_once_with_its_row(void **state)
{
    (void)state;
    const char *const words[] = {
        "rates.csv, row 2, column rate: '12' may be a percentage or not: write it with a percent "
        "sign, or as a fraction below 1",
        "rates.csv, row 3, column rate: '120%' is no rate: write 12% or 0.12, at most 100%",
        "rates.csv, row 4, column value: 'other' is no value of this feature in the quotas: write "
        "it as they do",
        "rates.csv, row 5, column feature: 'Ward' is no feature of the quotas: write it as they do",
        "rates.csv, row 6: the same stands in row 2 already: remove one of the two",
        "rates.csv, row 7, column rate: '1' may be a percentage or not: write it with a percent "
        "sign, or as a fraction below 1",
        "rates.csv, row 8: the same stands in row 7 already: remove one of the two",
        "rates.csv, row 9, column rate: 'often' is no rate: write 12% or 0.12, at most 100%"};
    assert_refused("feature,value,rate\nGender,female,12\nGender,male,120%\nGender,other,5%\n"
                   "Ward,North,5%\ngender,Female,5%\noverall,,1\noverall,,10%\nAge,30+,often\n",
                   words, 8);
}

static void nobody_can_be_left_of_a_panel_that_leaves_as_a_whole(void **state)
{
    (void)state;
    const char *const words[] = {"rates.csv, row 2, column rate: '100%' of everybody: then nobody "
                                 "is left; it must be below 100%"};
    assert_refused("feature,value,rate\noverall,,100%\n", words, 1);
}

static void a_rate_behind_no_feature_is_not_lost(void **state)
{
    (void)state;
    const char *const words[] = {"rates.csv, row 2, column rate: '50%' stands behind no feature: "
                                 "write overall before everybody's rate"};
    assert_refused("feature,value,rate\n,,50%\nAge,30+,5%\n", words, 1);
}

static void a_file_without_the_columns_is_told_which_it_needs(void **state)
{
    (void)state;
    const char *const words[] = {
        "rates.csv: there is no column 'rate': a file of drop-out rates has feature,value,rate; "
        "the columns found are: feature, value, min, max"};
    assert_refused("feature,value,min,max\nGender,female,1,2\n", words, 1);
}

static void quotas_match_by_folded_names(void **state)
{
    (void)state;
    lot_quotas *quotas = read_quotas(quotas_csv);
    lot_quotas *other = read_quotas("feature,value,min,max\nAGE,30+,1,9\nage,under 16,1,9\n"
                                    "Sex,male,0,10\ngender, Female,0,10\n");
    uint32_t match[4];
    assert_int_equal(lot_quotas_match(match, quotas, other, NULL), LOT_OK);
    assert_int_equal(match[0], 3);
    assert_int_equal(match[1], LOT_UNKNOWN_VALUE);
    assert_int_equal(match[2], LOT_UNKNOWN_VALUE);
    assert_int_equal(match[3], 0);
    lot_quotas_free(other);
    lot_quotas_free(quotas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentages_fractions_and_ratios_are_the_same_rate),
        cmocka_unit_test(rows_that_are_missing_or_blank_have_the_overall_rate),
        cmocka_unit_test(everything_wrong_is_told_at_once_with_its_row),
        cmocka_unit_test(nobody_can_be_left_of_a_panel_that_leaves_as_a_whole),
        cmocka_unit_test(a_rate_behind_no_feature_is_not_lost),
        cmocka_unit_test(a_file_without_the_columns_is_told_which_it_needs),
        cmocka_unit_test(quotas_match_by_folded_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
