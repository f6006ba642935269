/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clean: who is in the pool, in which order the rules are done, and that they bear repetition. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/cleaned.h"
#include "support/input.h"

#include "civiclot/file.h"

#include <stdlib.h>
#include <string.h>

static void the_first_line_that_takes_a_person_out_counts(void **state)
{
    (void)state;
    lot_test_cleaned cleaned =
        lot_test_clean("exclude a: x is 1\n"
                       "require b: x is 1, 2, 3\n"
                       "exclude c: x is 1, 3\n"
                       "exclude a: y is 1\n"
                       "feature f\nfrom: y\nThree = 3\n",
                       "x,y\n1,1\n2,2\n3,1\n4,4\n2,1\n2,3\n2,2\n", NULL, NULL);
    lot_test_assert_excluded(&cleaned, "2 a, 4 c, 5 b, 6 a");
    assert_int_equal(cleaned.cleaned.read, 7);
    assert_int_equal(lot_rules_reasons_count(cleaned.rules), 3);
    lot_test_assert_column(cleaned.table, "x", "2|2|2");
    lot_test_assert_column(cleaned.table, "f", "2|Three|2");
    lot_test_assert_column(cleaned.cleaned.excluded, "x", "1|3|4|2");
    lot_test_cleaned_free(&cleaned);
}

static void what_an_excluded_person_wrote_need_not_be_in_order(void **state)
{
    (void)state;
    lot_test_cleaned cleaned =
        lot_test_clean("exclude out: x is 1\nexclude late: y is over 5\n"
                       "feature f\nbrackets: 1-9\nfeature g\nmissing: exclude\n",
                       "x,y,f,g\n1,no number,long,\n2,1,long,\n3,1,5,a\n4,9,,\n", NULL, NULL);
    lot_test_assert_excluded(&cleaned, "2 out, 3 missing-value, 5 late");
    lot_test_assert_column(cleaned.table, "f", "1-9");
    lot_test_cleaned_free(&cleaned);
}

static void all_that_is_refused_is_told_at_once(void **state)
{
    (void)state;
    CLEAN_REFUSED(
        "exclude a: x is over 5\nrequire b: y is before 2020-01-01\n"
        "feature f\nfeature g\nbrackets: 1-9\n",
        "x,y,f,g\none,2019-01-01,,1\n1,2019-01-01,,10\n1,yesterday,a,1\n9,,,\n", NULL,
        "people.csv: row 2, column 'x', which line 2 of rules.txt asks for: no number, like 16 or "
        "1.5, without a comma; where the text itself is meant, put it in double quotes there",
        "people.csv: row 4, column 'y', which line 3 of rules.txt asks for: no date that the "
        "calendar has: write it like 1990-04-03; where it is a number such as 32905, "
        "format the column as a date in the spreadsheet",
        "people.csv, column f: no value: rows 2, 3: fill it in, or add a line `missing:` "
        "in rules.txt, feature f",
        "people.csv, column g: in no bracket (from 10 to 10): row 3: add a bracket or a "
        "line `other:`, or `exclude` these people, in rules.txt, feature g");
    CLEAN_REFUSED(
        "exclude a: z is over 5\nfeature f\n", "x\n1\n", NULL,
        "people.csv: there is no column 'z': line 2 of rules.txt asks for it; the "
        "columns found are: x",
        "people.csv: there is no column 'f': line 3 of rules.txt reads it, as there is no "
        "line `from:` below it");
}

static void everybody_or_nobody_may_leave(void **state)
{
    (void)state;
    lot_test_cleaned cleaned =
        lot_test_clean("exclude a: x is not blank\nfeature f\nfrom: x\n", "x\n1\n2\n", NULL, NULL);
    lot_test_assert_excluded(&cleaned, "2 a, 3 a");
    lot_test_assert_column(cleaned.table, "f", "");
    lot_test_cleaned_free(&cleaned);
    cleaned = lot_test_clean("exclude a: x is blank\n", "x\n1\n", NULL, NULL);
    assert_null(cleaned.cleaned.excluded);
    assert_null(cleaned.cleaned.reasons);
    lot_test_cleaned_free(&cleaned);
    cleaned = lot_test_clean("", "x\n1\n", NULL, NULL);
    assert_int_equal(cleaned.cleaned.features_count, 0);
    lot_test_cleaned_free(&cleaned);
}

/* The example of docs/registrations.md, word for word. */
static char *example(void)
{
    lot_text doc = LOT_TEXT_EMPTY;
    lot_text rules = LOT_TEXT_EMPTY;
    assert_int_equal(lot_file_read(&doc, "docs/registrations.md", NULL), LOT_OK);
    const char *from = strstr(doc.bytes, "    civiclot-map: 1\n");
    const char *end = strstr(doc.bytes, "\nThe first line that is no comment");
    assert_true(from != NULL && end != NULL);
    lot_text_add(&rules, from + strlen("    civiclot-map: 1\n"),
                 (size_t)(end - from) - strlen("    civiclot-map: 1\n"));
    lot_text_free(&doc);
    return rules.bytes;
}

static const char people[] =
    "Reference,First name,Address line 1,Postcode,How do you describe your gender?,Date of birth,"
    "Asian,Black,Mixed,White,Other ethnic group,I agree to the privacy notice,Notice version,"
    "Do you live in the borough?,Are you a councillor?,E-mail\n"
    "V1,Ann,1 High Rd,E4 7AB,f,1990-04-03,,,,yes,,yes,2,yes,no,ann@example.org\n"
    "V2,Bob,2 High Rd,E17 9ZZ,MAN,31/12/2007,x,,,x,,Yes,3,YES,no,bob@example.org\n"
    "V3,Cy,3 High Rd,E4 8AA,,04/02/1959,,x,,,,yes,3,yes,,cy@example.org\n"
    "V4,Di,4 High Rd,,nobody's,,,,,,,no,2,yes,no,\n"
    "V5,Ed,5 High Rd,,?,,,,,,,yes,1,yes,no,\n"
    "V6,Flo,6 High Rd,nowhere,,2008-02-04,,,,,,yes,2,yes,no,\n"
    "V7,Gus,7 High Rd,nowhere,,1990-04-03,,,,,,yes,2,no,no,\n"
    "V8,Hal,8 High Rd,nowhere,,1990-04-03,,,,,,yes,2,yes,yes,\n"
    "V9,Ida,9 High Rd,nowhere,,1990-04-03,,,,,,yes,2,yes,no,IDA@example.org\n"
    "V10,Jo,10 High Rd,nowhere,,,,,,,,yes,2,yes,no,\n";

static const lot_test_file files[] = {
    {"wards.csv", "Postcode,Ward\nE4 7AB,Chingford Green\nE4 8,Valley\nE17,Hoe Street\n"},
    {"members-2021.txt", "E-mail\nida@example.org\n"},
    {NULL, NULL}};

static const char quotas[] = "gender,Male\ngender,Female\ngender,Prefer not to say\nethnicity,"
                             "White\nethnicity,Black\nethnicity,Mixed\n";

static void assert_example(const lot_test_cleaned *cleaned)
{
    lot_test_assert_column(cleaned->table, "Reference", "V1|V2|V3");
    lot_test_assert_column(cleaned->table, "gender", "Female|Male|Prefer not to say");
    lot_test_assert_column(cleaned->table, "age", "25-44|16-24|45-64");
    lot_test_assert_column(cleaned->table, "area", "North|Hoe Street|North");
    lot_test_assert_column(cleaned->table, "ethnicity", "White|Mixed|Black");
}

static void the_example_of_the_documentation_is_done(void **state)
{
    (void)state;
    char *rules = example();
    lot_test_cleaned cleaned = lot_test_clean(rules, people, files, quotas);
    assert_example(&cleaned);
    lot_test_assert_excluded(&cleaned, "5 consent, 6 consent, 7 under-16, 8 not-resident, "
                                       "9 councillor, 10 past-member, 11 no-birth-date");
    lot_test_cleaned_free(&cleaned);
    free(rules);
}

static void who_stays_stays_and_means_the_same_when_read_again(void **state)
{
    (void)state;
    char *rules = example();
    lot_text remaining = LOT_TEXT_EMPTY;
    lot_test_cleaned first = lot_test_clean(rules, people, files, quotas);
    const lot_table_form *form = lot_table_get_form(first.table);
    lot_table_write_record(&remaining, form, lot_table_header_record(first.table), NULL);
    for (uint32_t row = 0; row < lot_table_rows_count(first.table); row++)
        lot_table_write_row(&remaining, first.table, row, NULL);
    lot_test_cleaned again = lot_test_clean(rules, remaining.bytes, files, quotas);
    assert_example(&again);
    assert_null(again.cleaned.excluded);
    assert_int_equal(again.cleaned.features_count, first.cleaned.features_count);
    for (uint32_t f = 0; f < again.cleaned.features_count; f++) {
        lot_cleaned_feature *a = &again.cleaned.features[f];
        const lot_cleaned_feature *b = &first.cleaned.features[f];
        assert_string_equal(a->feature, b->feature);
        a->feature = b->feature;
        assert_memory_equal(a, b, sizeof *a);
    }
    lot_test_cleaned_free(&again);
    lot_test_cleaned_free(&first);
    lot_text_free(&remaining);
    free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_line_that_takes_a_person_out_counts),
        cmocka_unit_test(what_an_excluded_person_wrote_need_not_be_in_order),
        cmocka_unit_test(all_that_is_refused_is_told_at_once),
        cmocka_unit_test(everybody_or_nobody_may_leave),
        cmocka_unit_test(the_example_of_the_documentation_is_done),
        cmocka_unit_test(who_stays_stays_and_means_the_same_when_read_again),
    };
    return cmocka_run_group_tests_name("clean", tests, NULL, NULL);
}
