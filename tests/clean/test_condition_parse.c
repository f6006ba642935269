/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Condition: how a line that is wrong is told, and which lines are not. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "clean/condition.h"

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

/* A line that is wrong has one problem, which has this in it. */
static void assert_wrong(const char *words, const char *has)
{
    lot_error error;
    lot_condition *condition;
    lot_problems *problems = lot_problems_new();
    assert_int_equal(lot_condition_parse(&condition, words, &place, problems, &error), LOT_OK);
    if (condition != NULL || lot_problems_count(problems) != 1)
        fail_msg("'%s' is read, or has not one problem", words);
    const char *problem = lot_problems_at(problems, 0);
    if (strncmp(problem, "rules.txt, line 12: ", 20) != 0 || strstr(problem, has) == NULL)
        fail_msg("'%s': '%s' is not in: %s", words, has, problem);
    lot_problems_free(problems);
}

static void a_line_that_is_wrong_is_told_with_what_to_do(void **state)
{
    (void)state;
    assert_wrong("", "the name of a column: something is missing");
    assert_wrong("Island", "`is`, `is not` or `contains` is missing");
    assert_wrong("Island Yes", "`is`, `is not` or `contains` is missing");
    assert_wrong("Island = Yes", "`is`, `is not` or `contains` is missing");
    assert_wrong("\"Island", "a quote is opened and never closed");
    assert_wrong("Island is", "a value: something is missing");
    assert_wrong("Island is not", "a value: something is missing");
    assert_wrong("Island is Yes,,No", "a value: something is missing");
    assert_wrong("Island is \"Yes", "a quote is opened and never closed");
    assert_wrong("What is it is Yes", "stands twice");
    assert_wrong("A is not not B", "`not` stands once");
    assert_wrong("A is blank, No", "`blank` stands alone");
    assert_wrong("A is blank now", "`blank` stands alone");
    assert_wrong("A is No, blank", "`blank` stands alone");
    assert_wrong("A is over", "a number, behind `under` or `over`: something is missing");
    assert_wrong("A is under x", "a number was expected");
    assert_wrong("A is under 1,5", "a number was expected");
    assert_wrong("A is under 16 at 2024-02-03", "`younger than 16 at 2024-02-03`");
    assert_wrong("A is before", "a date: something is missing");
    assert_wrong("A is before 03/04/2024", "a date was expected, written like 2024-02-03");
    assert_wrong("A is after 2023-02-29", "a date was expected, written like 2024-02-03");
    assert_wrong("A is younger than 16", "the day is missing");
    assert_wrong("A is at least 16", "`is not under`");
    assert_wrong("A is at least 16 at", "a date: something is missing");
    assert_wrong("A is at least x at 2024-02-03", "an age in whole years was expected");
    assert_wrong("A is at least 131 at 2024-02-03", "an age in whole years was expected");
    assert_wrong("A is at least at 2024-02-03", "an age in whole years was expected");
    assert_wrong("A is in", "the name of a file, behind `in`: something is missing");
    assert_wrong("A is in \"\"", "behind `in` the name of a file is missing");
    assert_wrong("A + B is Yes", "several columns go with `is in FILE` alone");
    assert_wrong("A + is in x", "`is`, `is not` or `contains` is missing");
    assert_wrong("A +", "the name of a column: something is missing");
    assert_wrong("a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q is in x", "16 are the most");
    assert_wrong("Note contains", "a text: something is missing");
    assert_wrong("Note contains a,", "a text: something is missing");
    assert_wrong("Note contains \"\"", "write `is blank`");
}

static void what_is_nearly_a_condition_is_no_value(void **state)
{
    (void)state;
    assert_wrong("A is yonger than 16 at 2024-02-03", "is `younger than` meant?");
    assert_wrong("A is younger 16 at 2024-02-03", "is `younger than` meant?");
    assert_wrong("A is older than 65", "`at least 16 at 2024-02-03`");
    assert_wrong("A is at lest 16 at 2024-02-03", "is `at least` meant?");
    assert_wrong("A is more than 5", "`over 16`");
    assert_wrong("A is undr 16", "is `under` meant?");
    assert_wrong("A is not Befor 2024-01-20", "is `before` meant?");
    assert_wrong("A is aftr 2024-01-20", "is `after` meant?");
    assert_wrong("A is > 16", "no `<`, `>` or `=`");
    lot_condition_free(parse("A is Black, under-represented, Other 2, Order 5, Water 3"));
    lot_condition_free(parse("A is 65+"));
    lot_condition_free(parse("A is a=b+c"));
    lot_condition_free(parse("A is notable, insider, blanket"));
}

/* Every line `exclude` or `require` that an organiser is shown, but those with placeholders. */
static void the_examples_of_the_documentation_are_read(void **state)
{
    char line[4096];
    unsigned count = 0;
    (void)state;
    FILE *file = fopen("docs/registrations.md", "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        char *words = strstr(line, ": ");
        bool shown =
            strncmp(line, "    exclude ", 12) == 0 || strncmp(line, "    require ", 12) == 0;
        if (!shown || words == NULL || strstr(line, "CONDITION") != NULL)
            continue;
        words[strcspn(words, "\n")] = '\0';
        lot_condition_free(parse(words + 2));
        count++;
    }
    (void)fclose(file);
    assert_true(count >= 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_that_is_wrong_is_told_with_what_to_do),
        cmocka_unit_test(what_is_nearly_a_condition_is_no_value),
        cmocka_unit_test(the_examples_of_the_documentation_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
