/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules: what may stand in a rules file, and what is said of the rest, all of it at once. */
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

#define BYTES(literal) literal, sizeof(literal) - 1

static void the_columns_of_the_top_are_told(void **state)
{
    (void)state;
    lot_pool_columns columns;
    uint32_t count;
    lot_rules *rules = lot_test_rules("ID: \"Ref, no\"\nhousehold: Address line 1, Postcode\n"
                                      "same  person: E-mail | \"A|B\" + \"C+D\"\n"
                                      "same person: Phone\n");
    lot_rules_columns(&columns, rules);
    assert_string_equal(columns.id, "Ref, no");
    assert_int_equal(columns.household_count, 2);
    assert_string_equal(columns.household[0], "Address line 1");
    assert_string_equal(columns.household[1], "Postcode");
    const lot_columns *same = lot_rules_same_person(rules, &count);
    assert_int_equal(count, 3);
    assert_int_equal(same[0].columns_count, 1);
    assert_string_equal(same[0].columns[0], "E-mail");
    assert_int_equal(same[1].columns_count, 2);
    assert_string_equal(same[1].columns[0], "A|B");
    assert_string_equal(same[1].columns[1], "C+D");
    assert_string_equal(same[2].columns[0], "Phone");
    lot_rules_free(rules);
}

static void rules_that_say_nothing_are_rules(void **state)
{
    (void)state;
    lot_pool_columns columns;
    uint32_t count;
    lot_rules *rules = lot_test_rules("");
    lot_rules_columns(&columns, rules);
    assert_null(columns.id);
    assert_null(columns.household);
    assert_int_equal(columns.household_count, 0);
    assert_int_equal(lot_rules_files_count(rules), 0);
    assert_int_equal(lot_rules_reasons_count(rules), 0);
    (void)lot_rules_same_person(rules, &count);
    assert_int_equal(count, 0);
    lot_rules_free(rules);
    lot_rules_free(NULL);
}

static void files_and_reasons_are_told_once_each(void **state)
{
    (void)state;
    lot_rules *rules = lot_test_rules("feature a\nlookup: w.csv\nmissing: exclude as no-a\n"
                                      "feature b\nlookup: \"v, w.csv\", x, y\nmissing: exclude\n"
                                      "feature c\nlookup: w.csv, x, y\nmissing: exclude as no-a\n");
    assert_int_equal(lot_rules_files_count(rules), 2);
    assert_string_equal(lot_rules_file(rules, 0), "w.csv");
    assert_string_equal(lot_rules_file(rules, 1), "v, w.csv");
    assert_int_equal(lot_rules_reasons_count(rules), 2);
    assert_string_equal(lot_rules_reason(rules, 0), "no-a");
    assert_string_equal(lot_rules_reason(rules, 1), "missing-value");
    lot_rules_free(rules);
}

/* The bytes must be the rules that have the id Ref. */
static void assert_understood(const char *bytes, size_t length)
{
    lot_pool_columns columns;
    lot_rules *rules;
    lot_problems *problems = lot_problems_new();
    lot_status status = lot_rules_parse(&rules, "rules.txt", bytes, length, problems, NULL);
    lot_test_assert_problems(problems, NULL, 0);
    assert_int_equal(status, LOT_OK);
    lot_rules_columns(&columns, rules);
    assert_string_equal(columns.id, "R\xC3\xA9"
                                    "f");
    lot_rules_free(rules);
    lot_problems_free(problems);
}

static void any_encoding_line_end_and_indentation_will_do(void **state)
{
    (void)state;
    assert_understood(BYTES("civiclot-map: 1\nid: R\xC3\xA9"
                            "f\n"));
    assert_understood(BYTES("\xEF\xBB\xBF# rules\r\n\r\n \tciviclot-map:1\r\n\tid:\tR\xC3\xA9"
                            "f"));
    assert_understood(BYTES("civiclot-map: 1\r \r  id : R\xE9"
                            "f\r"));
    assert_understood(BYTES("\xFF\xFE"
                            "c\0i\0v\0i\0c\0l\0o\0t\0-\0m\0a\0p\0:\0 \0001\0\n\0"
                            "i\0d\0:\0R\0\xE9\0"
                            "f\0"));
    assert_understood(BYTES("Civiclot-Map:\xC2\xA0"
                            "1\n\xC2\xA0ID:\xC2\xA0R\xC3\xA9"
                            "f\xC2\xA0\n"));
}

static void the_version_comes_first(void **state)
{
    (void)state;
    RULES_REFUSED("", "rules.txt: there is no line in it: the first must be civiclot-map: 1");
    RULES_REFUSED("\n# civiclot-map: 1\n",
                  "rules.txt: there is no line in it: the first must be civiclot-map: 1");
    RULES_REFUSED(
        "# x\nid: a\ncolour: b\n",
        "rules.txt, line 2: the first line must say the version: civiclot-map: 1",
        "rules.txt, line 3: 'colour: b' is no line of a rules file: a comment begins with "
        "#, a synonym is VALUE = TEXT");
    RULES_REFUSED("civiclot-map: 2\n", "rules.txt, line 1: rules of another version: this civiclot "
                                       "reads civiclot-map: 1");
    RULES_REFUSED("civiclot-map: one\n", "rules.txt, line 1: rules of another version: this "
                                         "civiclot reads civiclot-map: 1");
    RULES_REFUSED("civiclot-map: 1\nciviclot-map: 1\n",
                  "rules.txt, line 2: the version stands in the first line alone: remove this one");
}

static void all_lines_that_are_wrong_are_told_at_once(void **state)
{
    (void)state;
    RULES_REFUSED(
        "civiclot-map: 1\n"
        "household: a,, b\n"
        "id: a, b\n"
        "dates: year/month/day\n"
        "Male = M\n"
        "missing: x\n"
        "hosehold: x\n"
        "feature\n"
        "exclude\n"
        "exclude Too Young: Age is under 16\n"
        "require: Age is under 16\n"
        "id: c\n"
        "same person: a + | b\n"
        "same person: a, b\n",
        "rules.txt, line 2: a column is missing",
        "rules.txt, line 3: there is one too many: only one can stand here; put double "
        "quotes around what holds a comma",
        "rules.txt, line 4: behind `dates:` stands day/month/year or month/day/year",
        "rules.txt, line 5: this line says how a feature is read, and there is none above "
        "it: put it below its line `feature NAME`",
        "rules.txt, line 6: this line says how a feature is read, and there is none above "
        "it: put it below its line `feature NAME`",
        "rules.txt, line 7: 'hosehold: x' is no line of a rules file: did you mean "
        "`household:`?",
        "rules.txt, line 8: the name of the feature is missing",
        "rules.txt, line 9: write `exclude REASON: COLUMN CONDITION`, as exclude "
        "under-16: Age is under 16",
        "rules.txt, line 10: 'Too Young' is no reason: write a code of small letters, "
        "digits and hyphens, at most 64, as not-resident",
        "rules.txt, line 11: 'require: Age is under 16' is no line of a rules file: did you mean "
        "`require REASON: COLUMN CONDITION`?",
        "rules.txt, line 12: `id:` stands in line 3 already: remove one",
        "rules.txt, line 13: a column is missing",
        "rules.txt, line 14: between sets of columns stands |, within a set +; put double "
        "quotes around what holds a comma");
}

static void lines_of_a_feature_that_are_wrong_are_told(void **state)
{
    (void)state;
    RULES_REFUSED(
        "civiclot-map: 1\nfeature f\n"
        "from: a, \"b\n"
        "join: any\n"
        "age at: 3/4/2024\n"
        "brackets: 16-24, 24-30, x, 40-30, under 0, 9999999999\n"
        "lookup: a.csv, b\n"
        "match: postcodes\n"
        "missing: exclude as No\n"
        "other: A, B\n"
        "form: x\n"
        "Value\n"
        "A = x = y\n"
        "= x\n"
        "A =\n"
        "A = \"x\" y\n"
        "from: b\n",
        "rules.txt, line 3: a quote is opened and never closed: close or remove it",
        "rules.txt, line 4: behind `join:` stands first, all or ticked",
        "rules.txt, line 5: behind `age at:` stands the day on which ages count, as "
        "2024-02-03",
        "rules.txt, line 6: 'x' is no bracket: write 16-24, 65+ or under 16, with commas "
        "between",
        "rules.txt, line 6: '40-30' is no bracket: write 16-24, 65+ or under 16, with "
        "commas between",
        "rules.txt, line 6: 'under 0' is no bracket: write 16-24, 65+ or under 16, with "
        "commas between",
        "rules.txt, line 6: '9999999999' is no bracket: write 16-24, 65+ or under 16, "
        "with commas between",
        "rules.txt, line 6: 24 is in two brackets, '16-24' and '24-30': both ends of a "
        "bracket are in it",
        "rules.txt, line 7: behind `lookup:` stands a file, or a file and two columns: "
        "lookup: wards.csv, Postcode, Ward",
        "rules.txt, line 8: behind `match:` stands exact or postcode",
        "rules.txt, line 9: 'No' is no reason: write a code of small letters, digits and "
        "hyphens, at most 64, as not-resident",
        "rules.txt, line 10: there is one too many: only one can stand here; put double "
        "quotes around what holds a comma",
        "rules.txt, line 11: 'form: x' is no line of a rules file: did you mean `from:`?",
        "rules.txt, line 12: 'Value' is no line of a rules file: a comment begins with "
        "#, a synonym is VALUE = TEXT",
        "rules.txt, line 13: there is a second =: put double quotes around the text it is "
        "in",
        "rules.txt, line 14: the value before = is missing",
        "rules.txt, line 15: a text that counts for the value (what blanks become is said "
        "by a line `missing:`) is missing",
        "rules.txt, line 16: text after a closing quote: quote the whole of it, and "
        "double the quotes inside",
        "rules.txt, line 17: `from:` stands in line 3 already: a feature has one such "
        "line");
}

static void lines_that_need_another_are_told(void **state)
{
    (void)state;
    RULES_REFUSED("civiclot-map: 1\nfeature f\nmatch: exact\njoin: all\nfeature g\nlookup:\n"
                  "missing: exclude reason\n",
                  "rules.txt, line 3: `match:` says how a table is searched: a line `lookup:` is "
                  "missing",
                  "rules.txt, line 4: `join:` says how several columns are put together: a line "
                  "`from:` with their names is missing",
                  "rules.txt, line 6: the file or a column is missing",
                  "rules.txt, line 7: write `missing: exclude as REASON`; a value that begins so "
                  "stands in quotes");
}

static void a_feature_stands_once(void **state)
{
    (void)state;
    RULES_REFUSED("civiclot-map: 1\nfeature f\nA = x\nfeature g\nfeature \"F\"\nB = x\njoin: no\n"
                  "feature f\n",
                  "rules.txt, line 5: this feature begins in line 2 already: put all of it there",
                  "rules.txt, line 7: behind `join:` stands first, all or ticked",
                  "rules.txt, line 7: `join:` says how several columns are put together: a line "
                  "`from:` with their names is missing",
                  "rules.txt, line 8: this feature begins in line 2 already: put all of it there");
}

static void a_synonym_stands_for_one_value(void **state)
{
    (void)state;
    RULES_REFUSED("civiclot-map: 1\nfeature f\nMale = M, man\nFemale = F, m\nMALE = \"M\", boy\n"
                  "feature g\nX = M\n",
                  "rules.txt, line 4: 'm' is to count for 'Female' here, and for 'Male' in a line "
                  "above: remove one");
}

static void quotes_hold_what_means_something(void **state)
{
    (void)state;
    lot_test_cleaned cleaned = lot_test_clean(
        "feature \"a: b\"\nfrom: c\n\"from: x = 1\" = \"y = 2, 3\"\n\"from\" = z\n\"# 1\" = w\n",
        "c\n\"y = 2, 3\"\nz\nw\n", NULL, NULL);
    lot_test_assert_column(cleaned.table, "a: b", "from: x = 1|from|# 1");
    lot_test_cleaned_free(&cleaned);
}

static void what_is_no_text_is_told(void **state)
{
    (void)state;
    lot_rules *rules;
    lot_problems *problems = lot_problems_new();
    static const char bytes[] = "civiclot-map: 1\nid: a\0b\n# \0\n";
    assert_int_equal(lot_rules_parse(&rules, "rules.txt", bytes, sizeof bytes - 1, problems, NULL),
                     LOT_BAD_INPUT);
    lot_test_assert_problems(
        problems,
        (const char *const[]){
            "rules.txt, line 2: there is a zero byte: save the rules as plain text",
            "rules.txt, line 3: there is a zero byte: save the rules as plain text"},
        2);
    lot_problems_free(problems);
    RULES_REFUSED("civiclot-map: 1\nid: \xE9\x1B[2J\n# \x1B\nid: x\xC2\x81\n",
                  "rules.txt, line 2: there is a control character: type the line again",
                  "rules.txt, line 4: there is a control character: type the line again");
    lot_problems *odd = lot_problems_new();
    static const char utf16[] = "\xFF\xFE"
                                "c\0i\0\x00\xD8:\0";
    assert_int_equal(lot_rules_parse(&rules, "rules.txt", utf16, sizeof utf16 - 1, odd, NULL),
                     LOT_BAD_INPUT);
    lot_test_assert_problems(
        odd,
        (const char *const[]){
            "rules.txt, line 1: there are bytes that are no text: save the rules as UTF-8",
            "rules.txt: there is no line in it: the first must be civiclot-map: 1"},
        2);
    lot_problems_free(odd);
}

/* A line of a megabyte is a line as others: right, or wrong in a few words. */
static void a_line_may_be_very_long(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_put(&text, "feature f\nA = ");
    for (int n = 0; n < 100000; n++)
        lot_text_format(&text, "%stext %d", n > 0 ? ", " : "", n);
    lot_text_put(&text, "\nbrackets: ");
    for (int n = 0; n < 100000; n++)
        lot_text_format(&text, "%s%d-%d", n > 0 ? "," : "", 10 * n, 10 * n + 9);
    lot_rules_free(lot_test_rules(text.bytes));
    lot_text_free(&text);
    lot_text_put(&text, "civiclot-map: 1\n");
    for (int n = 0; n < 1000000; n++)
        lot_text_put(&text, "x");
    RULES_REFUSED(text.bytes,
                  "rules.txt, line 2: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...' is "
                  "no line of a rules file: a comment begins with #, a synonym is VALUE "
                  "= TEXT");
    lot_text_free(&text);
}

/* The rules of `count` lines, each with a number in it, are refused in the last with these words.
 */
static void assert_too_many(int count, const char *before, const char *behind, const char *words)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_put(&text, "civiclot-map: 1\n");
    for (int n = 0; n < count; n++) {
        if (n == count - 1)
            lot_rules_free(lot_test_rules(text.bytes + strlen("civiclot-map: 1\n")));
        lot_text_format(&text, "%s%d%s\n", before, n, behind);
    }
    RULES_REFUSED(text.bytes, words);
    lot_text_free(&text);
}

static void what_nobody_writes_by_hand_is_too_much(void **state)
{
    (void)state;
    assert_too_many(1001, "feature ", "",
                    "rules.txt, line 1002: rules have at most 1000 features: remove those that no "
                    "quota needs");
    assert_too_many(10001, "exclude x: id is ", "",
                    "rules.txt, line 10002: rules have at most 10000 lines `exclude` and "
                    "`require`: put what many lines ask for into a file, and ask `is in FILE`");
    assert_too_many(101, "same person: ", "",
                    "rules.txt, line 102: at most 100 sets of columns are compared");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_columns_of_the_top_are_told),
        cmocka_unit_test(rules_that_say_nothing_are_rules),
        cmocka_unit_test(files_and_reasons_are_told_once_each),
        cmocka_unit_test(any_encoding_line_end_and_indentation_will_do),
        cmocka_unit_test(the_version_comes_first),
        cmocka_unit_test(all_lines_that_are_wrong_are_told_at_once),
        cmocka_unit_test(lines_of_a_feature_that_are_wrong_are_told),
        cmocka_unit_test(lines_that_need_another_are_told),
        cmocka_unit_test(a_feature_stands_once),
        cmocka_unit_test(a_synonym_stands_for_one_value),
        cmocka_unit_test(quotes_hold_what_means_something),
        cmocka_unit_test(what_is_no_text_is_told),
        cmocka_unit_test(a_line_may_be_very_long),
        cmocka_unit_test(what_nobody_writes_by_hand_is_too_much),
    };
    return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
