/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Features: what every line below `feature NAME` makes of people's cells. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/cleaned.h"

/* A feature's values, with | between, must be these. quotas: or NULL. */
static void assert_values(const char *rules, const char *people, const lot_test_file *files,
                          const char *quotas, const char *values)
{
    lot_test_cleaned cleaned = lot_test_clean(rules, people, files, quotas);
    lot_test_assert_column(cleaned.table, "f", values);
    lot_test_cleaned_free(&cleaned);
}

static void a_feature_comes_from_the_column_of_its_name(void **state)
{
    (void)state;
    assert_values("feature f\nA = x\n", "F,g\nx,1\nB,2\n", NULL, NULL, "A|B");
    CLEAN_REFUSED(
        "feature f\nA = x\n", "g\nx\n", NULL,
        "people.csv: there is no column 'f': line 2 of rules.txt reads it, as there is no "
        "line `from:` below it; the columns found are: g");
}

static void a_feature_comes_from_the_column_that_is_said(void **state)
{
    (void)state;
    assert_values("feature f\nfrom: \"How, then?\"\n", "f,\"How,  then?\"\nno,yes\n", NULL, NULL,
                  "yes");
    CLEAN_REFUSED("feature f\nfrom: h, i, g\nfeature g\nfrom: k\n", "g\nx\n", NULL,
                  "people.csv: there is no column 'h': line 3 of rules.txt reads it; the columns "
                  "found are: g",
                  "people.csv: there is no column 'i': line 3 of rules.txt reads it",
                  "people.csv: there is no column 'k': line 5 of rules.txt reads it");
}

static void the_first_column_that_is_not_blank_counts(void **state)
{
    (void)state;
    static const char people[] = "a,b,c\n,x,y\n \t,,z\nw,x,y\n";
    assert_values("feature f\nfrom: a, b, c\n", people, NULL, NULL, "x|z|w");
    assert_values("feature f\nfrom: a, b, c\njoin: first\n", people, NULL, NULL, "x|z|w");
}

static void all_columns_that_are_not_blank_are_joined(void **state)
{
    (void)state;
    assert_values("feature f\nfrom: a, b, c\njoin: ALL\nXY = x + y\n", "a,b,c\n,x,y\n ,,z\nw,x,y\n",
                  NULL, NULL, "XY|z|w + x + y");
}

static void the_names_of_ticked_columns_are_joined(void **state)
{
    (void)state;
    assert_values("feature f\nfrom: Asian, Black, White\njoin: ticked\nmissing: none\n"
                  "Mixed = \"asian + black\"\n",
                  "asian,black,white\nyes,1,No\n,,TRUE\n0,n ,FALSE\nX,no,false\n"
                  "no,0.0,a long text that somebody wrote\n",
                  NULL, NULL, "Mixed|White|none|Asian|Black + White");
    assert_values("feature f\nfrom: Asian\njoin: ticked\nmissing: none\n", "asian\nyes\nno\n", NULL,
                  NULL, "Asian|none");
}

static void a_synonym_is_compared_as_everything_is(void **state)
{
    (void)state;
    assert_values("feature f\nMale = M, \"man, or boy\"\nFemale=\tf\nMale = caf\xC3\xA9\n",
                  "f\n\" m \"\n\"Man,  or BOY\"\nF\nCAFE\xCC\x81\nOther\n", NULL, NULL,
                  "Male|Male|Female|Male|Other");
}

static void a_synonym_comes_before_table_and_brackets_and_after_them(void **state)
{
    (void)state;
    static const lot_test_file files[] = {{"w.csv", "a,b\nx,10\ny,20\n"}, {NULL, NULL}};
    assert_values("feature f\nlookup: w.csv\nbrackets: 1-15, 16-30\nYoung = 1-15\nOld = x\n",
                  "f\nx\ny\n", files, NULL, "Old|16-30");
    assert_values("feature f\nlookup: w.csv\nbrackets: 1-15, 16-30\nYoung = 1-15\n", "f\nx\ny\n",
                  files, NULL, "Young|16-30");
    /* What was made of a synonym is final. */
    assert_values("feature f\nA = B\nB = C\n", "f\nC\nB\n", NULL, NULL, "B|A");
}

static void an_age_is_in_whole_years_on_the_day(void **state)
{
    (void)state;
    assert_values("dates: day/month/year\nfeature f\nfrom: born\nage at: 2024-02-03\n",
                  "born\n2008-02-03\n04/02/2008\n3 Feb 2008\n29.02.2000\n2024-02-03\n", NULL, NULL,
                  "16|15|16|23|0");
    assert_values("dates: month/day/year\nfeature f\nfrom: born\nage at: 3 February 2024\n",
                  "born\n02/04/2008\n", NULL, NULL, "15");
}

static void brackets_hold_both_their_ends(void **state)
{
    (void)state;
    assert_values("feature f\nbrackets: 25-44, under 16, 65+, 16 - 24 as \"Young, free\", 50\n",
                  "f\n0\n15\n16\n24\n25\n44\n50\n65\n1000000000\n 017 \n", NULL, NULL,
                  "under 16|under 16|Young, free|Young, free|25-44|25-44|50|65+|65+|Young, free");
    assert_values("feature f\nbrackets: 16\xE2\x80\x93"
                  "24, 25\xE2\x80\x94"
                  "30\n",
                  "f\n16\n30\n", NULL, NULL,
                  "16\xE2\x80\x93"
                  "24|25\xE2\x80\x94"
                  "30");
}

static void an_age_goes_into_its_bracket(void **state)
{
    (void)state;
    assert_values("feature f\nfrom: born\nage at: 2024-02-03\nbrackets: 16-24, 25-44\n"
                  "25-44 = grown up\n",
                  "born\n2008-02-03\n1999-02-04\n1999-02-03\nGrown up\n16-24\n", NULL, NULL,
                  "16-24|16-24|25-44|25-44|16-24");
}

static void what_is_no_age_is_refused_by_its_rows_alone(void **state)
{
    (void)state;
    CLEAN_REFUSED(
        "feature f\nfrom: born\nage at: 2024-02-03\nbrackets: 16-24\n",
        "born\n03/04/1990\n31/12/1990\n2007-02-31\nsecret\n1/2/90\n2024-02-04\n"
        "1893-02-03\n2014-02-03\n2012-02-03\n2000-02-03\n2013-02-03\n1990-02-03\n\n,\n",
        NULL,
        "people.csv, column born: no date that the calendar has: write it like "
        "1990-04-03; where it is a number such as 32905, format the column as a date in the "
        "spreadsheet: rows 4, 5: correct it, or add a synonym or a line `other:` in "
        "rules.txt, feature f",
        "people.csv, column born: day or month may come first: say so in the rules with "
        "`dates: day/month/year` or `dates: month/day/year`: rows 2, 3",
        "people.csv, column born: the year has two digits: write all four: row 6",
        "people.csv, column born: born after 2024-02-03: row 7: correct it, or the line "
        "`age at:` in rules.txt, feature f",
        "people.csv, column born: born more than 130 years before 2024-02-03: row 8: "
        "correct it, or the line `age at:` in rules.txt, feature f",
        "people.csv, column born: in no bracket (from 10 to 34): 4 rows, first 9, 10, 12: "
        "add a bracket or a line `other:`, or `exclude` these people, in rules.txt, "
        "feature f");
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    CLEAN_REFUSED(
        "feature f\nbrackets: 16-24\n", "f\n17.5\n-17\n17 years\n1000000001\n20\n", NULL,
        "people.csv, column f: no whole number: 4 rows, first 2, 3, 4: correct it, or add "
        "a synonym, a line `other:`, or a line `age at:` if it is a date of birth, in "
        "rules.txt, feature f");
}

static void a_cell_becomes_what_the_table_says(void **state)
{
    (void)state;
    static const lot_test_file files[] = {
        {"my wards.csv", "Ward;Code;Postcode\nValley;1;E4 8AB\nEndlebury;2;\xC3\x89 1\n"},
        {NULL, NULL}};
    assert_values("feature f\nfrom: p\nlookup: my wards.csv, postcode, WARD\nNorth = Endlebury\n",
                  "p\ne4  8ab\n\xC3\xA9 1\n", files, NULL, "Valley|North");
    static const lot_test_file plain[] = {{"w.csv", "a,b,c\nx, y ,z\n"}, {NULL, NULL}};
    assert_values("feature f\nlookup: w.csv\nmatch: exact\n", "f\nX\n", plain, NULL, "y");
}

static void what_is_not_in_the_table_is_refused_by_its_rows_alone(void **state)
{
    (void)state;
    static const lot_test_file files[] = {{"w.csv", "a,b\nx,y\nz,\n,q\n"}, {NULL, NULL}};
    CLEAN_REFUSED("feature f\nfrom: p, q\nlookup: w.csv\n", "p,q\nx,\ne4 8ab,\nz,\ny,\n", files,
                  "people.csv, feature f: not found in w.csv: rows 3, 4, 5: correct it, add it to "
                  "the table, or add a synonym or a line `other:` in rules.txt, feature f");
    /* What it would become when it were in it is the feature's value already. */
    assert_values("feature f\nlookup: w.csv\nNorth = y\n", "f\nNORTH\nx\n", files, NULL,
                  "NORTH|North");
}

static void a_postcode_is_found_by_unit_sector_and_district(void **state)
{
    (void)state;
    static const lot_test_file files[] = {{"w.csv", "p,w\n"
                                                    "E17 4AB,unit\n"
                                                    "E17 4,sector\n"
                                                    "E17,district\n"
                                                    "e1 7,short sector\n"
                                                    "EC1A1BB,closed\n"
                                                    "EC1A,london\n"
                                                    "W1A 0,bbc\n"
                                                    "1234 AB,dutch\n"},
                                          {NULL, NULL}};
    assert_values("feature f\nlookup: w.csv\nmatch: postcode\nmissing: none\n",
                  "f\ne174ab\nE17 4AC\nE17\xC2\xA0"
                  "5AA\nE1 7AA\nE17\nE1 7\nE174\nec1a 1bb\nEC1A1BC\nw1a0ax\n1234ab\n"
                  "E 1 7 4 A B\n",
                  files, NULL,
                  "unit|sector|district|short sector|district|short sector|sector|closed|london|"
                  "bbc|dutch|unit");
    CLEAN_REFUSED(
        "feature f\nlookup: w.csv\nmatch: postcode\n",
        "f\nE2 7AA\nEC1 1BB\nE17 4A\nE17 4ABC\nW1A 1AA\nE17-4AB\nGIR 0AA\n", files,
        "people.csv, column f: not found in w.csv: 7 rows, first 2, 3, 4: correct it, add "
        "it to the table, or add a synonym or a line `other:` in rules.txt, feature f");
    /* Without `match: postcode` spaces count, and districts hold nothing. */
    CLEAN_REFUSED("feature f\nlookup: w.csv\n", "f\nE174AB\nE17 5AA\nE17 4AB\n", files,
                  "people.csv, column f: not found in w.csv: rows 2, 3: correct it, add it to the "
                  "table, or add a synonym or a line `other:` in rules.txt, feature f");
}

static void a_table_that_says_two_things_is_refused(void **state)
{
    (void)state;
    static const lot_test_file twice[] = {{"w.csv", "p,w\nE17 4AB,x\nE2,x\nE174AB,y\ne2,X\ne2,x\n"},
                                          {NULL, NULL}};
    CLEAN_REFUSED("feature f\nlookup: w.csv\nmatch: postcode\n", "f\nx\n", twice,
                  "w.csv: what stands in column p stands in a row above too, with another w: rows "
                  "4, 5: keep one of the two");
    static const lot_test_file narrow[] = {{"w.csv", "p\nx\n"}, {NULL, NULL}};
    CLEAN_REFUSED("feature f\nlookup: w.csv\n", "f\nx\n", narrow,
                  "w.csv: a table to look up in needs two columns, what is looked for and what it "
                  "becomes; there is one");
    CLEAN_REFUSED("feature f\nlookup: w.csv, a, b\n", "f\nx\n", narrow,
                  "w.csv: there is no column 'a': a line `lookup` of the rules names it; the "
                  "columns found are: p",
                  "w.csv: there is no column 'b': a line `lookup` of the rules names it");
}

static void a_blank_is_refused_unless_something_is_said(void **state)
{
    (void)state;
    static const char people[] = "g,f\n1,x\n2,\n3, \n4,\xC2\xA0\n5,\n";
    CLEAN_REFUSED("feature f\n", people, NULL,
                  "people.csv, column f: no value: 4 rows, first 3, 4, 5: fill it in, or add a "
                  "line `missing:` in rules.txt, feature f");
    CLEAN_REFUSED("feature f\nmissing: reject\n", "f,g\nx,1\n,2\n", NULL,
                  "people.csv, column f: no value: row 3: fill it in, or add a line `missing:` in "
                  "rules.txt, feature f");
    assert_values("feature f\nmissing: Prefer not to say\n", people, NULL, NULL,
                  "x|Prefer not to say|Prefer not to say|Prefer not to say|Prefer not to say");
    assert_values("feature f\nmissing: \"reject\"\n", "f,g\nx,1\n,2\n", NULL, NULL, "x|reject");
    assert_values("feature f\nmissing: exclude\n", people, NULL, NULL, "x");
}

static void other_takes_what_is_none_of_the_quotas_values(void **state)
{
    (void)state;
    static const char people[] = "f\nmale\nM\nsomething\nRest\n";
    static const char rules[] = "feature F\nMale = M\nother: Rest\n";
    assert_values(rules, people, NULL, "f,Male\nf,Rest\ng,something\n", "male|Male|Rest|Rest");
    assert_values(rules, people, NULL, NULL, "male|Male|something|Rest");
    assert_values(rules, people, NULL, "g,something\n", "male|Male|something|Rest");
}

static void other_takes_what_is_in_no_table_and_no_bracket(void **state)
{
    (void)state;
    static const lot_test_file files[] = {{"w.csv", "a,b\nx,y\n"}, {NULL, NULL}};
    assert_values("feature f\nlookup: w.csv\nother: Rest\n", "f\nx\nz\nq\n", files, "f,Rest\nf,q\n",
                  "y|Rest|q");
    assert_values("feature f\nlookup: w.csv\nother: Rest\n", "f\nx\nz\nq\n", files, NULL, "y|z|q");
    assert_values("feature f\nage at: 2024-02-03\nbrackets: 16+\nother: Rest\n",
                  "f\n2000-02-03\nlong ago\n2020-02-03\n", NULL, "f,Rest\nf,16+\n",
                  "16+|Rest|Rest");
}

static void what_was_done_is_counted(void **state)
{
    (void)state;
    static const lot_test_file files[] = {{"w.csv", "a,b\nx,10\n"}, {NULL, NULL}};
    lot_test_cleaned cleaned = lot_test_clean(
        "feature f\nA = b, c\nmissing: D\nother: E\nfeature g\nlookup: w.csv\nOne = 1\nTen = 10\n"
        "feature h\nbrackets: 1-9\n",
        "f,g,h\nA,x,1\nb,x,2\nc,one,3\n,1,4\nq,x,5\nz,x,1-9\n", files, "f,A\nf,D\nf,E\n");
    assert_int_equal(cleaned.cleaned.read, 6);
    assert_int_equal(cleaned.cleaned.features_count, 3);
    const lot_cleaned_feature *f = cleaned.cleaned.features;
    assert_string_equal(f[0].feature, "f");
    assert_int_equal(f[0].as_written, 1);
    assert_int_equal(f[0].synonyms, 2);
    assert_int_equal(f[0].filled, 1);
    assert_int_equal(f[0].other, 2);
    assert_int_equal(f[0].looked_up + f[0].bracketed, 0);
    assert_int_equal(f[1].looked_up, 4);
    assert_int_equal(f[1].synonyms, 1);
    assert_int_equal(f[1].as_written, 1);
    assert_int_equal(f[2].bracketed, 5);
    assert_int_equal(f[2].as_written, 1);
    lot_test_assert_column(cleaned.table, "g", "Ten|Ten|one|One|Ten|Ten");
    lot_test_cleaned_free(&cleaned);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_feature_comes_from_the_column_of_its_name),
        cmocka_unit_test(a_feature_comes_from_the_column_that_is_said),
        cmocka_unit_test(the_first_column_that_is_not_blank_counts),
        cmocka_unit_test(all_columns_that_are_not_blank_are_joined),
        cmocka_unit_test(the_names_of_ticked_columns_are_joined),
        cmocka_unit_test(a_synonym_is_compared_as_everything_is),
        cmocka_unit_test(a_synonym_comes_before_table_and_brackets_and_after_them),
        cmocka_unit_test(an_age_is_in_whole_years_on_the_day),
        cmocka_unit_test(brackets_hold_both_their_ends),
        cmocka_unit_test(an_age_goes_into_its_bracket),
        cmocka_unit_test(what_is_no_age_is_refused_by_its_rows_alone),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(a_cell_becomes_what_the_table_says),
        cmocka_unit_test(what_is_not_in_the_table_is_refused_by_its_rows_alone),
        cmocka_unit_test(a_postcode_is_found_by_unit_sector_and_district),
        cmocka_unit_test(a_table_that_says_two_things_is_refused),
        cmocka_unit_test(a_blank_is_refused_unless_something_is_said),
        cmocka_unit_test(other_takes_what_is_none_of_the_quotas_values),
        cmocka_unit_test(other_takes_what_is_in_no_table_and_no_bracket),
        cmocka_unit_test(what_was_done_is_counted),
    };
    return cmocka_run_group_tests_name("features", tests, NULL, NULL);
}
