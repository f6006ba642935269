/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wrong input: told whole, with the place, and nothing is left or changed. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/run.h"

#include <jansson.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static const char good_people[] = "id,sex,age\n1,f,old\n2,f,young\n3,m,old\n4,m,young\n";
static const char good_quotas[] =
    "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\nage,old,0,2\nage,young,0,2\n";

/* Select from these files: it must end with the code, say all the words, and leave nothing. */
static void refuse(const lot_run_folder *folder, const char *people, const char *quotas,
                   const char *seats, int code, const char *const *words)
{
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "quotas.csv", quotas);
    lot_ran ran = RUN(folder, "select", "--people", "people.csv", "--quotas", "quotas.csv",
                      "--seats", seats, "--out", "result");
    assert_int_equal(ran.code, code);
    assert_int_equal(ran.out.length, 0);
    for (; *words != NULL; words++)
        lot_run_assert_has(&ran.err, *words);
    assert_int_equal(lot_run_count(folder, "."), 2);
    lot_ran_free(&ran);
}
#define REFUSE(folder, people, quotas, seats, code, ...)                                           \
    refuse((folder), (people), (quotas), (seats), (code), (const char *const[]){__VA_ARGS__, NULL})

static void a_missing_column_is_named(void **state)
{
    REFUSE(*state, "id,sex\n1,f\n2,m\n", good_quotas, "2", 3, "people.csv", "age",
           "1 problem in the input");
}

static void an_unknown_value_is_told_with_its_row_and_column(void **state)
{
    REFUSE(*state, "id,sex,age\n1,f,old\n2,Femal,young\n3,m,old\n", good_quotas, "2", 3,
           "people.csv", "row 3", "sex", "Femal");
}

static void a_double_id_is_told_with_its_row(void **state)
{
    REFUSE(*state, "id,sex,age\n1,f,old\n2,m,young\n1,m,old\n", good_quotas, "2", 3, "people.csv",
           "row 4");
}

static void a_minimum_above_the_maximum_is_told(void **state)
{
    REFUSE(*state, good_people,
           "feature,value,min,max\nsex,f,2,1\nsex,m,0,1\nage,old,0,2\nage,young,0,2\n", "2", 3,
           "quotas.csv", "row 2");
}

static void minima_above_the_seats_are_told(void **state)
{
    REFUSE(*state, good_people,
           "feature,value,min,max\nsex,f,2,2\nsex,m,1,2\nage,old,0,2\nage,young,0,2\n", "2", 3,
           "quotas.csv", "sex", "3");
}

static void more_seats_than_people_are_told(void **state)
{
    REFUSE(*state, good_people,
           "feature,value,min,max\nsex,f,0,5\nsex,m,0,5\nage,old,0,5\nage,young,0,5\n", "5", 3,
           "5 seats", "4 people");
    /* together with what else is wrong */
    REFUSE(*state, good_people, good_quotas, "5", 3, "quotas.csv", "maxima", "5 seats", "4 people");
}

static void nobody_at_all_is_told(void **state)
{
    REFUSE(*state, "id,sex,age\n", good_quotas, "2", 3, "people.csv");
}

static void a_value_that_nobody_has_is_a_conflict(void **state)
{
    REFUSE(*state, good_people,
           "feature,value,min,max\nsex,f,0,2\nsex,m,0,2\nsex,x,1,2\nage,old,0,2\nage,young,0,2\n",
           "2", 4, "sex", "x", "no panel can meet these quotas");
}

static void problems_of_both_files_are_told_at_once(void **state)
{
    REFUSE(*state, "id,sex,age\n1,f,ancient\n1,woman,old\n2,m,\n",
           "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\nage,old,0,2\nage,young,0,2\n", "2", 3,
           "ancient", "woman", "row 3", "row 4", "problems in the input");
    REFUSE(*state, "id,sex,age\n1,f,old\n1,m,old\n",
           "feature,value,min,max\nsex,f,3,1\nsex,m,x,1\n", "2", 3, "people.csv",
           "quotas.csv, row 2", "quotas.csv, row 3");
}

static void files_that_cannot_be_read_are_failures_and_told_at_once(void **state)
{
    const lot_run_folder *folder = *state;
    lot_ran ran = RUN(folder, "select", "--people", "nobody.csv", "--quotas", "nothing.csv",
                      "--seats", "2", "--out", "result");
    assert_int_equal(ran.code, 1);
    lot_run_assert_has(&ran.err, "nobody.csv: cannot be opened: No such file");
    lot_run_assert_has(&ran.err, "nothing.csv: cannot be opened: No such file");
    lot_run_assert_has(&ran.err, "2 problems in the input");
    assert_int_equal(lot_run_count(folder, "."), 0);
    lot_ran_free(&ran);
    /* beside wrong content, which is told, too; a folder can be opened, but not read */
    lot_run_write(folder, "people.csv", "id,sex\n1,f\n1,m\n");
    ran = RUN(folder, "select", "--people", "people.csv", "--quotas", ".", "--seats", "2", "--out",
              "result");
    assert_int_equal(ran.code, 1);
    lot_run_assert_has(&ran.err, "people.csv, row 3");
    lot_run_assert_has(&ran.err, ".: cannot be read: Is a directory");
    lot_ran_free(&ran);
    EXPECT(folder, 1, "new", "file", "--title", "T", "--seats", "2", "--pseudonyms-from", "none");
    EXPECT(folder, 1, "new", "file", "--title", "T", "--seats", "2", "--pseudonyms-from", ".");
    EXPECT(folder, 1, "new", "nowhere/file", "--title", "T", "--seats", "2");
    assert_int_equal(lot_run_count(folder, "."), 1);
}

static void swapped_files_are_refused(void **state)
{
    REFUSE(*state, good_quotas, good_people, "2", 3, "quotas.csv");
}

static void fifty_problems_are_shown_and_the_others_counted(void **state)
{
    const lot_run_folder *folder = *state;
    lot_text quotas = LOT_TEXT_EMPTY;
    lot_text_put(&quotas, "feature,value,min,max\n");
    for (unsigned i = 0; i < 462; i++)
        lot_text_format(&quotas, "sex,v%u,x,1\n", i);
    REFUSE(folder, "id,sex\n1,v1\n2,v2\n", lot_text_string(&quotas), "2", 3, "row 51, column min",
           "... and 412 more\n", "462 problems in the input");
    lot_ran ran = RUN(folder, "select", "--people", "people.csv", "--quotas", "quotas.csv",
                      "--seats", "2", "--out", "result", "--json");
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    json_t *failure = json_object_get(object, "error");
    assert_int_equal(json_integer_value(json_object_get(failure, "status")), 3);
    assert_int_equal(json_array_size(json_object_get(failure, "problems")), 462);
    assert_true(json_is_string(json_object_get(failure, "message")));
    json_decref(object);
    lot_ran_free(&ran);
    lot_text_free(&quotas);
}

static void one_misspelt_quota_is_one_problem_in_text_and_json(void **state)
{
    static const char words[] =
        "people.csv, column sex: 462 of 462 people have a value not in the quotas (there are: "
        "Femal, m): the quota file may be the wrong one, or misspelt";
    const lot_run_folder *folder = *state;
    lot_text people = LOT_TEXT_EMPTY;
    lot_text_put(&people, "id,sex,age\n");
    for (unsigned i = 0; i < 462; i++)
        lot_text_format(&people, "%u,Female,old\n", i);
    static const char quotas[] =
        "feature,value,min,max\nsex,Femal,1,1\nsex,m,1,1\nage,old,0,2\nage,young,0,2\n";
    REFUSE(folder, lot_text_string(&people), quotas, "2", 3, words,
           "'Female' is not a value in the quotas: 462 rows, first 2, 3, 4: did you mean Femal?",
           "2 problems in the input");
    lot_ran ran = RUN(folder, "select", "--people", "people.csv", "--quotas", "quotas.csv",
                      "--seats", "2", "--out", "result", "--json");
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    json_t *problems = json_object_get(json_object_get(object, "error"), "problems");
    assert_int_equal(json_array_size(problems), 2);
    assert_string_equal(json_string_value(json_array_get(problems, 0)), words);
    json_decref(object);
    lot_ran_free(&ran);
    lot_text_free(&people);
}

/* Run a command that must be refused, and leave the assembly file as it was. */
static void refuse_step(const lot_run_folder *folder, const char *word, const char *const *words)
{
    lot_text before = lot_run_read(folder, "file");
    lot_ran ran = lot_run(folder, words);
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, word);
    lot_text after = lot_run_read(folder, "file");
    assert_int_equal(before.length, after.length);
    assert_memory_equal(before.bytes, after.bytes, before.length);
    lot_text_free(&before);
    lot_text_free(&after);
    lot_ran_free(&ran);
}
#define REFUSE_STEP(folder, word, ...)                                                             \
    refuse_step((folder), (word), (const char *const[]){__VA_ARGS__, NULL})

static void a_refused_import_leaves_the_assembly_file_as_it_was(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", good_people);
    lot_run_write(folder, "quotas.csv", good_quotas);
    lot_run_write(folder, "double.csv", "id,sex,age\n1,f,old\n1,m,old\n");
    lot_run_write(folder, "unknown.csv", "id,sex,age\n1,f,old\n2,robot,old\n");
    lot_run_write(folder, "foreign.csv", "feature,value,min,max\ncolour,red,1,2\n");
    EXPECT(folder, 0, "new", "file", "--title", "T", "--seats", "2");
    REFUSE_STEP(folder, "row 3", "import", "file", "double.csv");
    REFUSE_STEP(folder, "double.csv", "import", "file", "double.csv", "--id", "nowhere");
    EXPECT(folder, 0, "import", "file", "people.csv");
    REFUSE_STEP(folder, "colour", "quotas", "file", "foreign.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    REFUSE_STEP(folder, "robot", "import", "file", "unknown.csv");
    EXPECT(folder, 0, "solve", "file");
}

static void a_file_of_another_program_is_refused(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "file", "this is no database, it is a shopping list: bread, milk\n");
    REFUSE_STEP(folder, "file", "check", "file");
    EXPECT(folder, 1, "log", "missing");
    EXPECT(folder, 1, "solve", "missing");
    assert_int_equal(lot_run_count(folder, "."), 1);
}

static void a_database_of_another_program_or_a_newer_civiclot_is_refused(void **state)
{
    static const char *const changes[] = {"PRAGMA user_version = 99", "PRAGMA application_id = 7"};
    const lot_run_folder *folder = *state;
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        char path[512];
        char name[16];
        sqlite3 *database = NULL;
        (void)snprintf(name, sizeof name, "file%zu", i);
        (void)snprintf(path, sizeof path, "%s/%s", folder->path, name);
        EXPECT(folder, 0, "new", name, "--title", "T", "--seats", "2");
        assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
        assert_int_equal(sqlite3_exec(database, changes[i], NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_close(database), SQLITE_OK);
        EXPECT(folder, 3, "close", name);
        EXPECT(folder, 3, "log", name);
    }
}

static void new_does_not_touch_a_file_that_is_there(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "file", "precious");
    REFUSE_STEP(folder, "file", "new", "file", "--title", "T", "--seats", "2");
}

static void a_secret_of_the_wrong_length_is_refused(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "short", "0123456789");
    lot_run_write(folder, "long", "0123456789abcdef0123456789abcdef\n");
    EXPECT(folder, 3, "new", "file", "--title", "T", "--seats", "2", "--pseudonyms-from", "short");
    EXPECT(folder, 3, "new", "file", "--title", "T", "--seats", "2", "--pseudonyms-from", "long");
    assert_false(lot_run_is_there(folder, "file"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_missing_column_is_named),
        TEST(an_unknown_value_is_told_with_its_row_and_column),
        TEST(a_double_id_is_told_with_its_row),
        TEST(a_minimum_above_the_maximum_is_told),
        TEST(minima_above_the_seats_are_told),
        TEST(more_seats_than_people_are_told),
        TEST(nobody_at_all_is_told),
        TEST(a_value_that_nobody_has_is_a_conflict),
        TEST(problems_of_both_files_are_told_at_once),
        TEST(files_that_cannot_be_read_are_failures_and_told_at_once),
        TEST(swapped_files_are_refused),
        TEST(fifty_problems_are_shown_and_the_others_counted),
        TEST(one_misspelt_quota_is_one_problem_in_text_and_json),
        TEST(a_refused_import_leaves_the_assembly_file_as_it_was),
        TEST(a_file_of_another_program_is_refused),
        TEST(a_database_of_another_program_or_a_newer_civiclot_is_refused),
        TEST(new_does_not_touch_a_file_that_is_there),
        TEST(a_secret_of_the_wrong_length_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
