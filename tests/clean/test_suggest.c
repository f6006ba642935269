/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggest: a first rules file, of which nothing that is a guess is done. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/cleaned.h"
#include "support/input.h"

#include <string.h>

/* What is suggested, which must parse; free it with lot_text_free(). */
static lot_text suggest(const char *people, const char *rows, const lot_pool_columns *columns)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_rules *rules = NULL;
    lot_table *table = lot_test_table("people.csv", people);
    lot_quotas *quotas = rows != NULL ? lot_test_quotas(rows) : NULL;
    lot_problems *problems = lot_problems_new();
    assert_int_equal(lot_rules_suggest(&text, table, quotas, columns, NULL), LOT_OK);
    lot_status status =
        lot_rules_parse(&rules, "rules.txt", text.bytes, text.length, problems, NULL);
    lot_test_assert_problems(problems, NULL, 0);
    assert_int_equal(status, LOT_OK);
    lot_rules_free(rules);
    lot_problems_free(problems);
    lot_quotas_free(quotas);
    lot_table_free(table);
    return text;
}

/* The lines from the first feature up to who is in the pool must be these. */
static void assert_features(const char *people, const char *rows, const char *expected)
{
    lot_text text = suggest(people, rows, NULL);
    char *from = strstr(text.bytes, "\nfeature ");
    assert_non_null(from);
    char *end = strstr(from, "\n\n# Who is in the pool");
    assert_non_null(end);
    end[1] = '\0';
    assert_string_equal(from + 1, expected);
    lot_text_free(&text);
}

static void the_whole_file_is_read_from_top_to_bottom(void **state)
{
    (void)state;
    const char *const household[] = {"Address, line 1", "Postcode"};
    const lot_pool_columns columns = {.id = "Ref", .household = household, .household_count = 2};
    lot_text text = suggest("Ref,g,\"Address, line 1\",Postcode\n1,M,1 High Road,E17 4AB\n"
                            "2,F,2 High Road,E17 4AB\n",
                            "g,Male\ng,Female\n", &columns);
    assert_string_equal(text.bytes,
                        "# How people.csv may be read: a first suggestion, from its 2 rows.\n"
                        "# Read every line. What is only a guess is a comment: take the # away "
                        "where it is right.\n"
                        "civiclot-map: 1\n\n"
                        "id: Ref\n"
                        "household: \"Address, line 1\", Postcode\n"
                        "\nfeature g\n"
                        "    from: g\n"
                        "    Male = M\n"
                        "    Female = F\n"
                        "\n# Who is in the pool:\n"
                        "# require consent: COLUMN is Yes\n"
                        "# exclude under-16: COLUMN is younger than 16 at DATE\n");
    lot_text_free(&text);
}

static void without_quotas_no_feature_is_suggested(void **state)
{
    (void)state;
    lot_text text = suggest("a,b\n1,2\n", NULL, NULL);
    assert_null(strstr(text.bytes, "\nfeature"));
    assert_non_null(strstr(text.bytes, "# Features are suggested when there are quotas"));
    lot_text_free(&text);
}

static void what_is_obvious_is_done(void **state)
{
    (void)state;
    assert_features("Gender,ill\nM,Y\nwoman,n\nMAN,TRUE\nmale,no\nF,yes\n",
                    "gender,Male\ngender,Female\ngender,Other\nill,Yes\nill,No\n",
                    "feature gender\n    from: Gender\n    Male = M, MAN\n    Female = woman, F\n"
                    "    # nobody wrote Other\n"
                    "\nfeature ill\n    from: ill\n    Yes = Y, TRUE\n    No = n\n");
    /* M is not obvious where there is no Female, or two that it may be. */
    assert_features("g\nM\nMale\n", "g,Male\ng,Married\n",
                    "feature g\n    from: g\n    # ? = M: 1 row\n    # nobody wrote Married\n");
}

static void a_slip_within_a_long_word_is_done_and_told(void **state)
{
    (void)state;
    assert_features("area\nChingfrod Green\nChingford Grene\nHigham Hil\nHigham Hill\nChingford "
                    "Green\n",
                    "area,Chingford Green\narea,Higham Hill\n",
                    "feature area\n    from: area\n"
                    "    # 1 row, misspelt, it seems; please check:\n"
                    "    Chingford Green = Chingfrod Green\n"
                    "    # 1 row, misspelt, it seems; please check:\n"
                    "    Chingford Green = Chingford Grene\n"
                    "    # 1 row, perhaps:\n"
                    "    # Higham Hill = Higham Hil\n");
}

/* The meaning changes with one letter or two: then it is for a person to say. */
static void what_may_mean_another_thing_is_a_comment(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"legal", "illegal"},       {"Ward 11", "Ward 12"},  {"Northeast", "Northwest"},
        {"employed", "unemployed"}, {"typical", "atypical"}, {"Barton", "Marton"},
        {"16-24", "16-25"},         {"male", "female"},      {"Asian", "Asian or Asian British"}};
    for (size_t p = 0; p < sizeof pairs / sizeof *pairs; p++) {
        lot_text people = LOT_TEXT_EMPTY;
        lot_text quotas = LOT_TEXT_EMPTY;
        lot_text_format(&people, "f\n%s\nzzz\nzzz\n", pairs[p][0]);
        lot_text_format(&quotas, "f,%s\nf,zzz\n", pairs[p][1]);
        lot_text text = suggest(people.bytes, quotas.bytes, NULL);
        for (const char *at = text.bytes; (at = strstr(at, " = ")) != NULL; at++) {
            const char *line = at;
            while (line[-1] != '\n')
                line--;
            assert_memory_equal(line, "    # ", 6);
        }
        lot_text_free(&text);
        lot_text_free(&people);
        lot_text_free(&quotas);
    }
}

static void what_is_no_value_is_listed_with_its_rows(void **state)
{
    (void)state;
    assert_features(
        "f,g\nA,1\n\"x, y\",1\n\"X,  y\",1\nfeature,1\n ,1\nAB,1\n", "f,A\nf,C\nf,Abba\n",
        "feature f\n    from: f\n"
        "    # ? = \"x, y\": 2 rows\n    # ? = \"feature\": 1 row\n    # ? = AB: 1 row\n"
        "    # nobody wrote C\n    # nobody wrote Abba\n"
        "    # blank in 1 row, which are refused unless a line says what they become:\n"
        "    # missing: exclude as no-answer\n");
}

static void what_may_be_personal_is_never_shown(void **state)
{
    (void)state;
    lot_text text = suggest("f,name,mail\nE17 4AB,Ann Smith,a@b.c\n1990-04-03,Bob,b@b.c\n"
                            "x@example.org,Cy,c\n07700 900123,Di,d\n"
                            "I was told to write all that I know about myself into this field "
                            "and so here it is,Ed,e\nA,Flo,f\n",
                            "f,A\nname of ward,B\n", NULL);
    assert_non_null(strstr(text.bytes, "# 5 more that may be personal, so they are not shown, in 5 "
                                       "rows\n"));
    static const char *const never[] = {"E17", "1990", "example", "0770", "told", "Smith", "Bob"};
    for (size_t n = 0; n < sizeof never / sizeof *never; n++)
        assert_null(strstr(text.bytes, never[n]));
    lot_text_free(&text);
}

static void a_column_that_is_not_named_so_is_a_guess(void **state)
{
    (void)state;
    /* Consent says yes and no, too. */
    assert_features("I agree,Are you disabled?\nyes,no\nno,yes\n",
                    "disability,Yes\ndisability,No\n",
                    "feature disability\n"
                    "    # say which column it is, one of:\n"
                    "    # from: I agree\n    # from: Are you disabled?\n");
    assert_features("colour,size\nred,1\n", "f,A\nf,B\n",
                    "feature f\n    # say which column it is, one of:\n"
                    "    # from: colour\n    # from: size\n");
    /* By its name, and by what stands in it. */
    assert_features("What is your gender?,Name\nMale,x\nFemale,y\n", "gender,Male\ngender,Female\n",
                    "feature gender\n    # found by its name and what stands in it; please check:\n"
                    "    from: What is your gender?\n");
    assert_features(
        "Have you a disability?,f\nY,N\nN,Y\nno,Y\n?,Y\n", "disability,Yes\ndisability,No\n",
        "feature disability\n    # found by its name and what stands in it; please check:\n"
        "    from: Have you a disability?\n"
        "    Yes = Y\n    No = N\n    # ? = ?: 1 row\n");
    assert_features("What is your gender?,Gender of your pet\nMale,Male\nFemale,Male\n",
                    "gender,Male\ngender,Female\n",
                    "feature gender\n    # say which column it is, one of:\n"
                    "    # from: What is your gender?\n    # from: Gender of your pet\n");
}

static void ages_and_dates_of_birth_become_brackets(void **state)
{
    (void)state;
    static const char quotas[] = "age,16-24\nage,25-44\nage,65+\nage,none\n";
    assert_features("Age\n17\n30\n\nx\n,\n70\n", quotas,
                    "feature age\n    from: Age\n    brackets: 16-24, 25-44, 65+\n"
                    "    # no bracket yet: 1-2 as none\n");
    assert_features("n,Date of Birth\n1,03/04/1990\n2,31/12/1980\n3,\n4,nonsense\n", quotas,
                    "feature age\n    # found by its name and what stands in it; please check:\n"
                    "    from: Date of Birth\n"
                    "    # the day on which ages count:\n    # age at: DATE\n"
                    "    brackets: 16-24, 25-44, 65+\n"
                    "    # no bracket yet: 1-2 as none\n"
                    "    # blank in 1 row, which are refused unless a line says what they become:\n"
                    "    # missing: exclude as no-answer\n");
    /* Brackets already. */
    assert_features("age\n16-24\n25 - 44\n", "age,16-24\nage,25-44\n",
                    "feature age\n    from: age\n    # 1 row, perhaps:\n    # 25-44 = 25 - 44\n"
                    "    # nobody wrote 25-44\n");
    lot_text text = suggest("dob\n03/04/1990\n31/12/1980\n1/13/1980\n2/13/1980\n", quotas, NULL);
    assert_non_null(strstr(text.bytes, "# Dates: 1 have the day first for sure, 2 the month; 1 "
                                       "could be read both ways.\n# dates: month/day/year\n"));
    assert_null(strstr(text.bytes, "1990"));
    lot_text_free(&text);
}

static void values_that_are_ticked_in_columns_of_their_own_are_a_guess(void **state)
{
    (void)state;
    static const char quotas[] = "ethnicity,Asian\nethnicity,Black\nethnicity,White\n";
    assert_features("\"Group [Asian, Asian British]\",Group [White],White lies?,x\n"
                    "Yes,,a,1\n,Yes,b,2\n,x,c,3\n,,d,4\n",
                    quotas,
                    "feature ethnicity\n"
                    "    # perhaps ticks, each in a column of its own; who ticks several needs "
                    "`other:`:\n"
                    "    # from: \"Group [Asian, Asian British]\", Group [White]\n"
                    "    # join: ticked\n"
                    "    # Asian = \"Group [Asian, Asian British]\"\n"
                    "    # White = Group [White]\n");
    /* One column for two values, or two for one, are no ticks. */
    assert_features("Asian or White,x\nYes,1\n", quotas,
                    "feature ethnicity\n    # say which column it is, one of:\n"
                    "    # from: Asian or White\n    # from: x\n");
    assert_features("Asian 1,Asian 2,White\nx,x,x\n", quotas,
                    "feature ethnicity\n    # say which column it is, one of:\n"
                    "    # from: Asian 1\n    # from: Asian 2\n    # from: White\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_file_is_read_from_top_to_bottom),
        cmocka_unit_test(without_quotas_no_feature_is_suggested),
        cmocka_unit_test(what_is_obvious_is_done),
        cmocka_unit_test(a_slip_within_a_long_word_is_done_and_told),
        cmocka_unit_test(what_may_mean_another_thing_is_a_comment),
        cmocka_unit_test(what_is_no_value_is_listed_with_its_rows),
        cmocka_unit_test(what_may_be_personal_is_never_shown),
        cmocka_unit_test(a_column_that_is_not_named_so_is_a_guess),
        cmocka_unit_test(ages_and_dates_of_birth_become_brackets),
        cmocka_unit_test(values_that_are_ticked_in_columns_of_their_own_are_a_guess),
    };
    return cmocka_run_group_tests_name("suggest", tests, NULL, NULL);
}
