/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot quotas --from: from tables of a population to a quota file. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/file.h"
#include "support/book.h"
#include "support/run.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char nested[] = "feature,value,count,area\n"
                             "area,north,38,\narea,south,62,\n"
                             "ward,hill,19,north\nward,lake,19,north\n"
                             "ward,port,31,south\nward,quay,31,south\n";

/* Copy a file of the repository into the folder. */
static void copy(const lot_run_folder *folder, const char *path, const char *name)
{
    lot_text bytes = LOT_TEXT_EMPTY;
    assert_int_equal(lot_file_read(&bytes, path, NULL), LOT_OK);
    lot_run_write(folder, name, bytes.bytes);
    lot_text_free(&bytes);
}

/* The first `cells` cells of every line; no cell has a comma in it. */
static lot_text first_cells(const lot_text *csv, unsigned cells)
{
    lot_text cut = LOT_TEXT_EMPTY;
    unsigned commas = 0;
    for (const char *at = lot_text_string(csv); *at != '\0'; at++) {
        commas = *at == '\n' ? 0 : commas + (*at == ',');
        if (commas < cells)
            lot_text_add(&cut, at, 1);
    }
    return cut;
}

static void assert_same_and_free(lot_text a, lot_text b)
{
    assert_string_equal(lot_text_string(&a), lot_text_string(&b));
    lot_text_free(&a);
    lot_text_free(&b);
}

static void the_quotas_of_waltham_forest_come_out_of_its_population(void **state)
{
    const lot_run_folder *folder = *state;
    static const char *const wanted[][2] = {
        {"sex,age,ethnic group,disability,area", "quotas/waltham-forest.csv"},
        {"sex,age,ethnic group,disability,ward", "quotas/waltham-forest-wards.csv"}};
    copy(folder, "quotas/waltham-forest-population.csv", "population.csv");
    for (size_t i = 0; i < 2; i++) {
        lot_text expected = LOT_TEXT_EMPTY;
        lot_ran ran =
            RUN(folder, "quotas", "--from", "population.csv", "--seats", "50", "--features",
                wanted[i][0], "--other", "sex:Prefer to self-describe or not to say:0-1", "--other",
                "ethnic group:Prefer not to say:0-2", "--other", "disability:Prefer not to say:0-1",
                "--worksheet", "sheet.csv", "--force");
        assert_int_equal(ran.code, 0);
        assert_int_equal(lot_file_read(&expected, wanted[i][1], NULL), LOT_OK);
        assert_same_and_free(first_cells(&ran.out, 4), first_cells(&expected, 4));
        lot_text sheet = lot_run_read(folder, "sheet.csv");
        assert_same_and_free(first_cells(&sheet, 6), expected);
        lot_text_free(&sheet);
        lot_run_assert_has(&ran.err, "warning: tables count different people.");
        lot_run_assert_has(&ran.err, "The population has a panel that meets them all.\n");
        lot_ran_free(&ran);
    }
}

static void what_is_written_is_a_quota_file_and_the_worksheet_too(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "population.csv",
                  "sex,age,n\nf,old,30\nf,young,20\nm,old,30\nm,young,25\n");
    lot_run_write(folder, "people.csv",
                  "id,sex,age\n1,f,old\n2,f,young\n3,m,old\n4,m,young\n5,f,old\n6,m,old\n");
    lot_ran ran = RUN(folder, "quotas", "--from", "population.csv", "--seats", "4", "--out",
                      "quotas.csv", "--worksheet", "sheet.csv");
    assert_int_equal(ran.code, 0);
    assert_string_equal(lot_text_string(&ran.out),
                        "sex by age (population.csv)\n"
                        "           share    seats   min   max\n"
                        "  f       47.62%     1.90     1     2\n"
                        "  m       52.38%     2.10     2     3\n"
                        "sex by age (population.csv)\n"
                        "           share    seats   min   max\n"
                        "  old     57.14%     2.29     2     3\n"
                        "  young   42.86%     1.71     1     2\n"
                        "The population has a panel that meets them all.\n");
    lot_ran_free(&ran);
    assert_int_equal(lot_run_mode(folder, "quotas.csv"), 0644);
    EXPECT(folder, 0, "check", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "4");
    EXPECT(folder, 0, "check", "--people", "people.csv", "--quotas", "sheet.csv", "--seats", "4");
    WORDS(folder, 3, "quotas.csv exists already", "quotas", "--from", "population.csv", "--seats",
          "4", "--out", "quotas.csv");
    WORDS(folder, 3, "a result cannot be written onto a file that --from reads", "quotas", "--from",
          "population.csv", "--seats", "4", "--out", "population.csv", "--force");
}

/* 12 seats: 4.56 and 7.44, so 5 and 7; but wards 2.28 and 3.72 make 2 + 2 and 4 + 4. */
static void quotas_that_the_population_cannot_meet_end_4_with_the_conflict(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "population.csv", nested);
    lot_ran ran = RUN(folder, "quotas", "--from", "population.csv", "--seats", "12", "--method",
                      "sainte-lague", "--out", "quotas.csv");
    assert_int_equal(ran.code, 4);
    lot_run_assert_has(&ran.out, "\nEven if everybody volunteered");
    lot_run_assert_has(&ran.out, "No panel of 12 exists. These cannot all be met together:\n");
    lot_run_assert_has(&ran.out, "  area north: at least 5 seats (24 volunteers)\n");
    lot_run_assert_has(&ran.out, "--apply NUMBER --out FILE");
    assert_null(strstr(lot_text_string(&ran.out), "  2  recruit"));
    assert_false(lot_run_is_there(folder, "quotas.csv"));
    lot_ran_free(&ran);
    ran = RUN(folder, "quotas", "--from", "population.csv", "--seats", "12", "--method",
              "sainte-lague", "--json");
    assert_int_equal(ran.code, 4);
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_true(json_is_false(json_object_get(object, "feasible")));
    assert_string_equal(json_string_value(json_object_get(object, "panel")), "none");
    assert_true(json_array_size(json_object_get(object, "conflict")) >= 3);
    assert_true(json_array_size(json_object_get(object, "changes")) >= 1);
    json_decref(object);
    lot_ran_free(&ran);
    EXPECT(folder, 0, "quotas", "--from", "population.csv", "--seats", "12", "--method",
           "sainte-lague", "--apply", "1", "--out", "quotas.csv");
    assert_true(lot_run_is_there(folder, "quotas.csv"));
    EXPECT(folder, 0, "quotas", "--from", "population.csv", "--seats", "12");
    EXPECT(folder, 0, "quotas", "--from", "population.csv", "--seats", "12", "--method",
           "sainte-lague", "--band", "1");
}

/* Nobody is both old and rich but for 0.4 of a person in each of two areas. */
static void people_of_whom_there_is_less_than_one_are_told(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "population.csv",
                  "age,home,n\nold,rich,0.4\nold,poor,2.3\nyoung,rich,2.3\n");
    lot_ran ran = RUN(folder, "quotas", "--from", "population.csv", "--seats", "5", "--other",
                      "age:unknown:0-1", "--method", "largest-remainder", "--json");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "\"panel\":\"rare\"");
    lot_ran_free(&ran);
    ran = RUN(folder, "quotas", "--from", "population.csv", "--seats", "5", "--quiet");
    assert_int_equal(ran.code, 0);
    assert_string_equal(lot_text_string(&ran.err), "");
    lot_ran_free(&ran);
}

static void minima_bands_and_ties_come_out_as_asked(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "population.csv",
                  "feature,value,count\nsex,f,485\nsex,m,485\nsex,x,30\n");
    lot_ran ran = RUN(folder, "quotas", "--from", "population.csv", "--seats", "10", "--at-least",
                      "1", "--method", "largest-remainder");
    assert_string_equal(lot_text_string(&ran.out),
                        "feature,value,min,max\nsex,f,4,5\nsex,m,4,5\nsex,x,1,1\n");
    lot_run_assert_has(&ran.err,
                       "sex: a tie for the last seats between f and m: their bounds leave "
                       "open who has one more\n");
    lot_run_assert_has(&ran.err, "1     1  raised\n");
    lot_ran_free(&ran);
    ran = RUN(folder, "quotas", "--from", "population.csv", "--seats", "10", "--method",
              "sainte-lague", "--band", "1", "--other", "Prefer not to say:0-1");
    assert_string_equal(lot_text_string(&ran.out),
                        "feature,value,min,max\nsex,f,4,6\nsex,m,4,6\nsex,x,0,1\n"
                        "sex,Prefer not to say,0,1\n");
    lot_ran_free(&ran);
    ran = RUN(folder, "quotas", "--from", "population.csv", "--seats", "10", "--method",
              "sainte-lague", "--other", "no answer:0-1");
    lot_run_assert_has(&ran.err,
                       "warning: sex, no answer: the minima of the feature take all seats");
    lot_ran_free(&ran);
    lot_run_write(folder, "nested.csv", nested);
    ran = RUN(folder, "quotas", "--from", "nested.csv", "--seats", "9", "--other", "ward:none:0-5",
              "--other", "area:none:0-1");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, "warning: ward, none: the minima of the feature leave room for 3, "
                                 "not its maximum of 5\n");
    assert_null(strstr(lot_text_string(&ran.err), "area, none"));
    lot_ran_free(&ran);
    /* a minimum for an answer that nobody counted is taken from the others */
    ran = RUN(folder, "quotas", "--from", "population.csv", "--seats", "10", "--other",
              "sex:no: answer:2-3");
    assert_int_equal(ran.code, 0);
    assert_string_equal(lot_text_string(&ran.out),
                        "feature,value,min,max\nsex,f,3,5\nsex,m,3,5\nsex,x,0,1\n"
                        "sex,no: answer,2,3\n");
    lot_ran_free(&ran);
}

/* As the office's own tool writes it: codes beside names, one place in all rows, and XLSX. */
static void files_of_a_statistics_office_are_read_as_they_come(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "office.csv",
                  "Authority Code,Authority,Age Code,Age,Sex Code,Sex,Observation\n"
                  "E09,Forest,1,16-24,1,Female,130\nE09,Forest,1,16-24,2,Male,120\n"
                  "E09,Forest,2,25+,1,Female,400\nE09,Forest,2,25+,2,Male,350\n");
    lot_text book = lot_test_xlsx_file(&(lot_test_xlsx){
        .rows = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>Feature</v></c><c r=\"B1\" t=\"str\">"
                "<v>Value</v></c><c r=\"C1\" t=\"str\"><v>Count</v></c></row>"
                "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>tenure</v></c><c r=\"B2\" t=\"str\">"
                "<v>rented</v></c><c r=\"C2\"><v>600</v></c></row>"
                "<row r=\"3\"><c r=\"A3\" t=\"str\"><v>tenure</v></c><c r=\"B3\" t=\"str\">"
                "<v>owned</v></c><c r=\"C3\"><v>400</v></c></row>"});
    char path[sizeof folder->path + 16];
    (void)snprintf(path, sizeof path, "%s/b.xlsx", folder->path);
    assert_int_equal(lot_file_write(path, book.bytes, book.length, 0600, NULL), LOT_OK);
    lot_text_free(&book);
    lot_ran ran = RUN(folder, "quotas", "--from", "office.csv,b.xlsx", "--seats", "20");
    assert_int_equal(ran.code, 0);
    assert_string_equal(lot_text_string(&ran.out),
                        "feature,value,min,max\nAge,16-24,5,5\n"
                        "Age,25+,15,15\nSex,Female,10,11\nSex,Male,9,10\n"
                        "tenure,rented,12,12\ntenure,owned,8,8\n");
    lot_run_assert_has(&ran.err, "office.csv: column Authority Code is not read: it is a code\n");
    lot_run_assert_has(&ran.err,
                       "office.csv: column Authority is not read: it is the same in every row\n");
    lot_ran_free(&ran);
}

static void an_assembly_file_takes_them_in_at_once(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "population.csv", nested);
    lot_run_write(folder, "people.csv",
                  "id,area,ward\n1,north,hill\n2,north,lake\n3,south,port\n4,south,quay\n");
    EXPECT(folder, 0, "new", "file", "--title", "T", "--seats", "4");
    EXPECT(folder, 0, "import", "file", "people.csv");
    lot_ran ran = RUN(folder, "quotas", "file", "--from", "population.csv", "--out", "quotas.csv");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "The population has a panel that meets them all.\n"
                                 "Quotas: 2 features, 6 values.\n");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "check", "file");
    /* the log has the digest of what was written */
    lot_run_expect_shell(folder, 0,
                         "\"$0\" log file --json | grep -q $(sha256sum <quotas.csv | cut -c1-64)");
    ran = RUN(folder, "quotas", "file", "--from", "population.csv", "--json");
    assert_int_equal(ran.code, 0);
    assert_string_equal(lot_text_string(&ran.out), "{\"features\":2,\"values\":6}\n");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "new", "other", "--title", "T", "--seats", "12");
    EXPECT(folder, 4, "quotas", "other", "--from", "population.csv", "--method", "sainte-lague");
    EXPECT(folder, 0, "import", "other", "people.csv");
    WORDS(folder, 3, "civiclot quotas comes first", "check", "other");
}

static void wrong_words_are_refused(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "population.csv", nested);
    lot_run_write(folder, "broken.csv", "feature,value,count\nsex,f,*\n");
    WORDS(folder, 2, "--from needs --seats N", "quotas", "--from", "population.csv");
    WORDS(folder, 2, "quotas needs FILE QUOTAS, or --from", "quotas", "file");
    WORDS(folder, 2, "--band goes with --from", "quotas", "file", "quotas.csv", "--band", "1");
    EXPECT(folder, 0, "new", "file", "--title", "T", "--seats", "10");
    WORDS(folder, 2, "there is no file of them", "quotas", "file", "quotas.csv", "--from",
          "population.csv");
    WORDS(folder, 2, "--seats does not go with an assembly file", "quotas", "file", "--from",
          "population.csv", "--seats", "9");
    WORDS(folder, 2, "--apply goes with --from", "quotas", "file", "quotas.csv", "--apply", "1");
    WORDS(folder, 1, "sheet.csv", "quotas", "--from", "population.csv", "--seats", "10", "--out",
          "new.csv", "--worksheet", "nowhere/sheet.csv");
    assert_false(lot_run_is_there(folder, "new.csv"));
    WORDS(folder, 2, "--method is bounds, largest-remainder or sainte-lague, not 'hare'", "quotas",
          "--from", "population.csv", "--seats", "9", "--method", "hare");
    WORDS(folder, 2, "is not VALUE:MIN-MAX", "quotas", "--from", "population.csv", "--seats", "9",
          "--other", "no answer");
    WORDS(folder, 2, "is not VALUE:MIN-MAX", "quotas", "--from", "population.csv", "--seats", "9",
          "--other", "no answer:2-1");
    WORDS(folder, 2, "'wards' is no feature that quotas are made for", "quotas", "--from",
          "population.csv", "--seats", "9", "--other", "wards:no answer:0-1");
    WORDS(folder, 2, "'ward' is no feature that quotas are made for", "quotas", "--from",
          "population.csv", "--seats", "9", "--features", "area", "--other", "ward:none:0-1");
    WORDS(folder, 3, "ward, HILL: people are counted for it", "quotas", "--from", "population.csv",
          "--seats", "9", "--other", "ward:HILL:0-1");
    WORDS(folder, 3, "no table has a feature 'sex'", "quotas", "--from", "population.csv",
          "--seats", "9", "--features", "sex,area");
    WORDS(folder, 3, "ward: the minima alone need 4 seats of 3: lower them, or raise the seats",
          "quotas", "--from", "population.csv", "--seats", "3", "--at-least", "1");
    WORDS(folder, 3, "broken.csv, row 2, column count is not a number", "quotas", "--from",
          "population.csv,broken.csv", "--seats", "9");
    WORDS(folder, 1, "nowhere.csv", "quotas", "--from", "nowhere.csv", "--seats", "9");
    WORDS(folder, 3, "there is nothing to apply", "quotas", "--from", "population.csv", "--seats",
          "10", "--apply", "1", "--out", "new.csv");
    assert_false(lot_run_is_there(folder, "new.csv"));
}

int main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, lot_run_setup, lot_run_teardown)
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(the_quotas_of_waltham_forest_come_out_of_its_population),
        IN_A_FOLDER(what_is_written_is_a_quota_file_and_the_worksheet_too),
        IN_A_FOLDER(quotas_that_the_population_cannot_meet_end_4_with_the_conflict),
        IN_A_FOLDER(people_of_whom_there_is_less_than_one_are_told),
        IN_A_FOLDER(minima_bands_and_ties_come_out_as_asked),
        IN_A_FOLDER(files_of_a_statistics_office_are_read_as_they_come),
        IN_A_FOLDER(an_assembly_file_takes_them_in_at_once),
        IN_A_FOLDER(wrong_words_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
