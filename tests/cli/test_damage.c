/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What spreadsheets and merging by hand did to a file is told by every command that reads it. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/run.h"

#include <string.h>

static const char people[] = "id,Phone,Street,gender,Note,note\n"
                             "4.47701E+11,7.70E+09,1 High St,Male,,\n"
                             "V2,7.70E+09,#REF!,Female,Ren\xC3\x83\xC2\xA9,\n"
                             "V3,07700900123,#REF!,Female,,\n";

static const char quotas[] = "feature,value,min,max\ngender,Male,0,2\ngender,Female,0,2\n";

static const char *const told[] = {
    "people.csv: 2 columns are called 'Note' (columns 5, 6): ",
    "people.csv, column 'id', row 2: a long number that a spreadsheet shortened (like 1.23E+09), "
    "so that its last digits are lost: WARNING: these are the ids.",
    "people.csv, column 'Phone', rows 2, 3: a long number",
    "people.csv, column 'Street', rows 3, 4: an error of a spreadsheet (#N/A, #REF! and their "
    "like) in place of what stood there: WARNING: this is the address.",
    "people.csv, column 'Note', row 3: letters that were UTF-8 and were read as Windows-1252",
};

static void expect_told(lot_ran *ran, int code)
{
    assert_int_equal(ran->code, code);
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        lot_run_assert_has(&ran->err, told[i]);
    assert_null(strstr(lot_text_string(&ran->err), "E+11"));
    assert_null(strstr(lot_text_string(&ran->err), "7.70"));
    assert_null(strstr(lot_text_string(&ran->err), "Ren"));
    lot_ran_free(ran);
}

static void prepare(const lot_run_folder *folder)
{
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "quotas.csv", quotas);
    EXPECT(folder, 0, "new", "file", "--title", "T", "--seats", "2");
}

static void damage_is_told_and_refuses_nothing(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_ran ran = RUN(folder, "import", "file", "people.csv", "--household", "Street");
    expect_told(&ran, 0);
    ran = RUN(folder, "check", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
              "--household", "Street");
    expect_told(&ran, 0);
    ran = RUN(folder, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
              "--household", "Street", "--out", "result");
    expect_told(&ran, 0);
}

/* It may be why: ids that a spreadsheet shortened are the same now. */
static void damage_is_told_of_a_file_that_is_refused_too(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_run_write(folder, "people.csv", "id\n4.47701E+11\n4.47701E+11\n");
    WORDS(folder, 3, "people.csv, column 'id', rows 2, 3: a long number", "import", "file",
          "people.csv");
}

static void rows_that_are_added_are_counted_on(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_run_write(folder, "people.csv", "id,Phone\nV1,1\nV2,2\n");
    lot_run_write(folder, "late.csv", "id,Phone\nV3,3\nV4,7.70E+09\n");
    EXPECT(folder, 0, "import", "file", "people.csv");
    WORDS(folder, 0, "people.csv, column 'Phone', row 5: a long number", "import", "file",
          "late.csv", "--add");
}

static void a_sound_file_is_told_nothing_of(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_run_write(folder, "people.csv", "id,Name\nV1,Ren\xC3\xA9\nV2,Zo\xC3\xAB\n");
    lot_ran ran = RUN(folder, "import", "file", "people.csv");
    assert_null(strstr(lot_text_string(&ran.err), "row"));
    lot_ran_free(&ran);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(damage_is_told_and_refuses_nothing, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(damage_is_told_of_a_file_that_is_refused_too, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(rows_that_are_added_are_counted_on, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(a_sound_file_is_told_nothing_of, lot_run_setup,
                                        lot_run_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
