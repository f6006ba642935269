/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Condition: what each asks of a cell. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "clean/condition.h"
#include "support/input.h"

#include <stdio.h>
#include <string.h>

static const lot_rule_place place = {"rules.txt", 12};

static lot_condition *parse(const char *words)
{
    lot_error error;
    lot_condition *condition;
    lot_problems *problems = lot_problems_new();
    assert_int_equal(lot_condition_parse(&condition, words, &place, problems, &error), LOT_OK);
    if (condition == NULL)
        fail_msg("%s: %s", words, lot_problems_at(problems, 0));
    assert_int_equal(lot_problems_count(problems), 0);
    lot_problems_free(problems);
    return condition;
}

static void give(lot_condition *condition, const char *bytes)
{
    lot_error error;
    lot_problems *problems = lot_problems_new();
    assert_int_equal(lot_condition_give(condition, bytes, strlen(bytes), problems, &error), LOT_OK);
    lot_problems_free(problems);
}

static void bind(lot_condition *condition, const lot_table *people, lot_date_order order)
{
    lot_error error;
    lot_problems *problems = lot_problems_new();
    assert_int_equal(lot_condition_bind(condition, people, order, problems, &error), LOT_OK);
    lot_problems_free(problems);
}

/* Each row's answer as a letter: y or n. */
static void ask_all(char *answers, lot_condition *condition, uint32_t rows)
{
    for (uint32_t row = 0; row < rows; row++) {
        bool holds;
        lot_error error;
        assert_int_equal(lot_condition_holds(&holds, condition, row, &error), LOT_OK);
        answers[row] = holds ? 'y' : 'n';
    }
    answers[rows] = '\0';
}

/*
 * What the condition says of each row, and the one problem it has, or none where `problem` is NULL.
 * file: what `is in FILE` names, or NULL.
 */
static void assert_answers_of(const char *words, const char *csv, const char *file,
                              const char *answers, const char *problem)
{
    char got[64];
    lot_table *people = lot_test_table("people.csv", csv);
    lot_condition *condition = parse(words);
    lot_problems *problems = lot_problems_new();
    assert_int_equal(lot_condition_file(condition) != NULL, file != NULL);
    if (file != NULL)
        give(condition, file);
    for (int again = 0; again < 2; again++) { /* a condition may be bound again */
        bind(condition, people, LOT_DATE_DAY_FIRST);
        ask_all(got, condition, lot_table_rows_count(people));
        if (strcmp(got, answers) != 0)
            fail_msg("%s: %s, not %s", words, got, answers);
    }
    lot_condition_tell(condition, problems);
    lot_test_assert_problems(problems, &problem, problem != NULL ? 1 : 0);
    lot_problems_free(problems);
    lot_condition_free(condition);
    lot_table_free(people);
}

static void assert_answers(const char *words, const char *csv, const char *answers)
{
    assert_answers_of(words, csv, NULL, answers, NULL);
}

static void values_are_compared_folded(void **state)
{
    static const char csv[] =
        "id,Answer\n1,Yes\n2, YES \n3,No\n4,\n5,\"Yes, often\"\n6,Caf\xc3\xa9\n"
        "7,cafe\xcc\x81\n8,Yes\n";
    (void)state;
    assert_answers("Answer is yes", csv, "yynnnnny");
    assert_answers("ANSWER is not Yes", csv, "nnyyyyyn");
    assert_answers("Answer is No, yes", csv, "yyynnnny");
    assert_answers("Answer is not No, Yes", csv, "nnnyyyyn");
    assert_answers("Answer is \"Yes, often\"", csv, "nnnnynnn");
    assert_answers("Answer is CAF\xc3\x89", csv, "nnnnnyyn");
    assert_answers("Answer is \"\", No", csv, "nnyynnnn");
    assert_answers("  \"Answer\"   IS  NOT   \"No\"", csv, "yynyyyyy");
}

static void words_that_mean_something_are_values_in_quotes(void **state)
{
    static const char csv[] = "What is it?,B\nblank,under 16\nnot blank,in here\n,over\n"
                              "a is b,older than 65\n";
    (void)state;
    assert_answers("\"What is it?\" is \"blank\"", csv, "ynnn");
    assert_answers("\"What is it?\" is \"not blank\"", csv, "nynn");
    assert_answers("\"What is it?\" is \"a is b\"", csv, "nnny");
    assert_answers("B is \"under 16\"", csv, "ynnn");
    assert_answers("B is \"over\", \"in here\"", csv, "nyyn");
    assert_answers("B is not \"older than 65\"", csv, "yyyn");
}

static void blank_cells_hold_no_more_than_white_space(void **state)
{
    static const char csv[] = "a,b\n,1\n \xc2\xa0,2\n\xe2\x80\x8b,3\n0,4\n-,5\n";
    (void)state;
    assert_answers("a is blank", csv, "yyynn");
    assert_answers("a is not blank", csv, "nnnyy");
    assert_answers("a IS Blank ", csv, "yyynn");
}

static void a_cell_contains_a_text_folded(void **state)
{
    static const char csv[] = "Note,b\nI am a COUNCILLOR,.\ncouncil\tlor,.\n,.\nMayor  of town,.\n"
                              "councillors,.\n";
    (void)state;
    assert_answers("Note contains councillor", csv, "ynnny");
    assert_answers("Note contains Mayor of, councillors", csv, "nnnyy");
    assert_answers("Note does not contain councillor", csv, "nyyyn");
    assert_answers("Note contains is", csv, "nnnnn");
}

static void numbers_are_compared_exactly(void **state)
{
    static const char csv[] = "n,b\n16,.\n15.999999999999999999999999,.\n16.0,.\n016.000,.\n"
                              "16.000000000000000000000001,.\n-20,.\n,.\n1000,.\n";
    static const char small[] = "n,b\n0,.\n-0,.\n-0.5,.\n\xe2\x88\x92"
                                "1,.\n+.5,.\n0.50,.\n-12,.\n-2,.\n";
    (void)state;
    assert_answers("n is under 16", csv, "nynnnynn");
    assert_answers("n is over 16", csv, "nnnnynny");
    assert_answers("n is not under 16.00", csv, "ynyyynyy");
    assert_answers("n is not over 16", csv, "yyyynyyn");
    assert_answers("n is under 0", small, "nnyynnyy");
    assert_answers("n is over -0", small, "nnnnyynn");
    assert_answers("n is over 0.5", small, "nnnnnnnn");
    assert_answers("n is under -1", small, "nnnnnnyy");
}

static void cells_that_are_no_numbers_are_told_by_their_rows(void **state)
{
    (void)state;
    static const char told[] =
        "people.csv: 7 rows, first 3, 4, 5, column 'n', which line 12 of rules.txt asks for: no "
        "number, like 16 or 1.5, without a comma; where the text itself is meant, put it in double "
        "quotes there";
    assert_answers_of("n is under 17",
                      "n,b\n16,.\n\"1,5\",.\n16 years,.\n\"1,500\",.\n,.\n1.,.\nx,.\n1e1,.\nx,.\n",
                      NULL, "ynnnnnnnn", told);
    assert_answers_of("n is not under 17",
                      "n,b\n16,.\n\"1,5\",.\n16 years,.\n\"1,500\",.\n,.\n1.,.\nx,.\n1e1,.\nx,.\n",
                      NULL, "nnnnynnnn", told);
}

static void days_are_compared(void **state)
{
    static const char csv[] =
        "Submitted,b\n2024-01-20 23:59,.\n21/01/2024,.\n19 January 2024,.\n,.\n"
        "2024-01-20T00:00:00Z,.\n21/01/2024,.\n";
    (void)state;
    assert_answers("Submitted is after 2024-01-20", csv, "nynnny");
    assert_answers("Submitted is before 20 January 2024", csv, "nnynnn");
    assert_answers("Submitted is not after January 20, 2024", csv, "ynyyyn");
    assert_answers("Submitted is not before 2024-01-20", csv, "yynyyy");
}

static void ages_are_asked_at_a_day(void **state)
{
    static const char csv[] = "Date of birth,b\n2008-02-03,.\n2008-02-04,.\n29/02/2008,.\n,.\n"
                              "3 Feb 1990,.\n";
    (void)state;
    assert_answers("Date of birth is younger than 16 at 2024-02-03", csv, "nyynn");
    assert_answers("Date of birth is at least 16 at 2024-02-03", csv, "ynnny");
    assert_answers("Date of birth is at least 18 at 1 March 2026", csv, "yyyny");
    assert_answers("Date of birth is at least 18 at 2026-02-28", csv, "yynny");
    assert_answers("Date of birth is not younger than 16 at 2024-02-03", csv, "ynnyy");
    assert_answers("Date of birth is at least 0 at 2024-02-03", "Date of birth,b\n2024-02-03,.\n",
                   "y");
}

static void a_date_that_is_none_is_told_and_why(void **state)
{
    static const char *const told[] = {
        "people.csv: row 3, column 'Born', which line 12 of rules.txt asks for: no date that the "
        "calendar has: write it like 1990-04-03; where it is a number such as 32905, "
        "format the column as a date in the spreadsheet",
        "people.csv: rows 2, 8, column 'Born', which line 12 of rules.txt asks for: day or month "
        "may come first: say so in the rules with `dates: day/month/year` or `dates: "
        "month/day/year`",
        "people.csv: row 4, column 'Born', which line 12 of rules.txt asks for: the year has two "
        "digits: write all four",
        "people.csv: row 5, column 'Born', which line 12 of rules.txt asks for: a date of birth "
        "after the day that the age is asked for",
        "people.csv: row 6, column 'Born', which line 12 of rules.txt asks for: a date of birth "
        "more than 130 years before the day that the age is asked for",
    };
    char answers[16];
    (void)state;
    lot_table *people = lot_test_table("people.csv", "Born,b\n03/04/1990,.\nsoon,.\n03/04/90,.\n"
                                                     "2024-02-04,.\n1893-02-03,.\n1893-02-04,.\n"
                                                     "03/04/1990,.\n");
    lot_condition *condition = parse("Born is at least 16 at 2024-02-03");
    lot_problems *problems = lot_problems_new();
    bind(condition, people, LOT_DATE_UNSAID);
    ask_all(answers, condition, 7);
    assert_string_equal(answers, "nnnnnyn");
    lot_condition_tell(condition, problems);
    lot_test_assert_problems(problems, told, sizeof told / sizeof told[0]);
    lot_problems_free(problems);
    lot_condition_free(condition);
    lot_table_free(people);
}

static void a_table_is_looked_in(void **state)
{
    static const char csv[] = "E-mail,First,Last\nA@x.org,Ann,Lee\nb@x.org,Bob,Lee\n,Cy,Lee\n"
                              "e-mail,,Lee\nd@x.org,AnnLee,.\n";
    (void)state;
    assert_answers_of("E-mail is in list.csv", csv, "E-mail,n\na@X.org ,1\n,2\nd@x.org,3\n",
                      "ynnyy", NULL);
    assert_answers_of("E-mail is not in list.csv", csv, "E-mail;n\r\na@x.org;1\r\n", "nyyny", NULL);
    assert_answers_of("E-mail is in \"my list.csv\"", csv, "b@x.org\na@x.org\n", "yynnn", NULL);
    assert_answers_of("First + Last is in list, of many.csv", csv, "f,l,x\nann,lee,.\n,lee,.\n",
                      "ynnnn", NULL);
    assert_answers_of("First + Last is in list.csv", csv, "f,l\nAnnLee,x\nAn,nLee\n", "nnnnn",
                      NULL);
}

static void a_list_of_other_columns_is_told(void **state)
{
    static const char *const told[] = {
        "rules.txt, line 12: l.csv has 1 column, and the line names 2 columns: name as many, with "
        "+ between them",
        "rules.txt, line 12: l.csv has 2 parts, and the line names 3 columns: name as many, with "
        "+ between them",
        "rules.txt, line 12: l.csv has 2 parts, and the line names 1 column: name as many, with + "
        "between them",
        "l.csv, line 1: it is no list of this version, or an editor changed its line ends: write "
        "the list anew with civiclot past",
    };
    static const char past[] =
        "civiclot-past: 1\nkey: 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"
        "parts: 2\ncount: 0\n";
    static const char older[] = "civiclot-past: 0\n";
    lot_error error;
    (void)state;
    lot_problems *problems = lot_problems_new();
    lot_condition *two = parse("A + B is in l.csv");
    lot_condition *three = parse("A + B + C is in l.csv");
    lot_condition *one = parse("A is in l.csv");
    assert_int_equal(lot_condition_give(two, "a\nb\n", 4, problems, &error), LOT_BAD_INPUT);
    assert_int_equal(lot_condition_give(three, past, sizeof past - 1, problems, &error),
                     LOT_BAD_INPUT);
    assert_int_equal(lot_condition_give(one, past, sizeof past - 1, problems, &error),
                     LOT_BAD_INPUT);
    assert_int_equal(lot_condition_give(three, older, sizeof older - 1, problems, &error),
                     LOT_BAD_INPUT);
    lot_test_assert_problems(problems, told, 4);
    give(two, past);
    give(one, "a,b\n1,2\n");
    lot_condition_free(one);
    lot_condition_free(two);
    lot_condition_free(three);
    lot_problems_free(problems);
}

static void a_column_that_is_not_there_is_told_with_the_line(void **state)
{
    static const char *const told[] = {
        "people.csv: there is no column 'Iland': line 12 of rules.txt asks for it; the columns "
        "found are: id, Island",
    };
    lot_error error;
    (void)state;
    lot_problems *problems = lot_problems_new();
    lot_table *people = lot_test_table("people.csv", "id,Island\n1,x\n");
    lot_condition *condition = parse("Iland is Yes");
    assert_int_equal(lot_condition_bind(condition, people, LOT_DATE_UNSAID, problems, &error),
                     LOT_BAD_INPUT);
    lot_test_assert_problems(problems, told, 1);
    lot_condition_free(condition);
    lot_table_free(people);
    lot_problems_free(problems);
}

static void what_organisers_ask_for_is_answered(void **state)
{
    static const char csv[] =
        "id,I agree to the privacy notice,Notice version,Submitted,Date of birth\n"
        "V1,Yes,3,20/01/2024 23:59,2008-02-03\n"
        "V2,,2,21/01/2024 00:00,2008-02-04\n"
        "V3,no,1,2024-01-19T12:00:00Z,1 May 1990\n"
        "V4,YES,,,\n";
    (void)state;
    assert_answers("I agree to the privacy notice is Yes", csv, "ynny");
    assert_answers("Notice version is 2, 3", csv, "yynn");
    assert_answers("Date of birth is younger than 16 at 2024-02-03", csv, "nynn");
    assert_answers("Submitted is after 2024-01-20", csv, "nynn");
    assert_answers("id is V2, v4", csv, "nyny");
}

static void more_values_than_are_remembered_are_answered_alike(void **state)
{
    enum { ROWS = 100000 };
    lot_text csv = LOT_TEXT_EMPTY;
    uint32_t held = 0;
    (void)state;
    lot_text_put(&csv, "n,b\n");
    for (uint32_t row = 0; row < ROWS; row++) /* more than are remembered */
        lot_text_format(&csv, "%u,.\n", row % 2 == 0 ? row : 7);
    lot_table *people = lot_test_table("people.csv", lot_text_string(&csv));
    lot_condition *condition = parse("n is over 49999");
    bind(condition, people, LOT_DATE_UNSAID);
    for (uint32_t row = 0; row < ROWS; row++) {
        bool holds;
        lot_error error;
        assert_int_equal(lot_condition_holds(&holds, condition, row, &error), LOT_OK);
        assert_int_equal(holds, row % 2 == 0 && row > 49999);
        held += holds;
    }
    assert_int_equal(held, 25000);
    lot_condition_free(condition);
    lot_table_free(people);
    lot_text_free(&csv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_compared_folded),
        cmocka_unit_test(words_that_mean_something_are_values_in_quotes),
        cmocka_unit_test(blank_cells_hold_no_more_than_white_space),
        cmocka_unit_test(a_cell_contains_a_text_folded),
        cmocka_unit_test(numbers_are_compared_exactly),
        cmocka_unit_test(cells_that_are_no_numbers_are_told_by_their_rows),
        cmocka_unit_test(days_are_compared),
        cmocka_unit_test(ages_are_asked_at_a_day),
        cmocka_unit_test(a_date_that_is_none_is_told_and_why),
        cmocka_unit_test(a_table_is_looked_in),
        cmocka_unit_test(a_list_of_other_columns_is_told),
        cmocka_unit_test(a_column_that_is_not_there_is_told_with_the_line),
        cmocka_unit_test(what_organisers_ask_for_is_answered),
        cmocka_unit_test(more_values_than_are_remembered_are_answered_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
