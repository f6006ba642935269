/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import --suggest-map: a first rules file, and nothing else is changed. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/run.h"

#include <string.h>

static const char people[] = "id,Your gender,Name\n1,Male,Ann Smith\n2,F,Bob Jones\n3,Female,\n";

/* An assembly with quotas, and a people file beside it. */
static void begin(const lot_run_folder *folder)
{
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "quotas.csv",
                  "feature,value,min,max\ngender,Male,0,2\ngender,Female,0,2\n");
    EXPECT(folder, 0, "new", "a.civiclot", "--title", "T", "--seats", "2");
    EXPECT(folder, 0, "quotas", "a.civiclot", "quotas.csv");
}

static void rules_are_written_for_their_owner_alone_and_nothing_else(void **state)
{
    const lot_run_folder *folder = *state;
    begin(folder);
    lot_text before = lot_run_read(folder, "a.civiclot");
    unsigned files = lot_run_count(folder, ".");
    EXPECT(folder, 0, "import", "a.civiclot", "people.csv", "--suggest-map", "rules.txt", "--id",
           "id");
    assert_int_equal(lot_run_mode(folder, "rules.txt"), 0600);
    assert_int_equal(lot_run_count(folder, "."), files + 1);
    lot_text after = lot_run_read(folder, "a.civiclot");
    assert_int_equal(after.length, before.length);
    assert_memory_equal(after.bytes, before.bytes, before.length);
    lot_text rules = lot_run_read(folder, "rules.txt");
    lot_run_assert_has(&rules, "\nid: id\n");
    lot_run_assert_has(
        &rules, "\nfeature gender\n    # found by its name and what stands in it; please check:\n"
                "    from: Your gender\n    Female = F\n");
    assert_null(strstr(rules.bytes, "Smith"));
    EXPECT(folder, 0, "import", "a.civiclot", "people.csv", "--map", "rules.txt");
    lot_text_free(&rules);
    lot_text_free(&before);
    lot_text_free(&after);
}

static void rules_that_are_there_are_replaced_with_force_alone(void **state)
{
    const lot_run_folder *folder = *state;
    begin(folder);
    lot_run_write(folder, "rules.txt", "mine");
    WORDS(folder, 3, "rules.txt", "import", "a.civiclot", "people.csv", "--suggest-map",
          "rules.txt");
    lot_text rules = lot_run_read(folder, "rules.txt");
    assert_string_equal(rules.bytes, "mine");
    lot_text_free(&rules);
    EXPECT(folder, 0, "import", "a.civiclot", "people.csv", "--suggest-map", "rules.txt",
           "--force");
    rules = lot_run_read(folder, "rules.txt");
    lot_run_assert_has(&rules, "civiclot-map: 1\n");
    lot_text_free(&rules);
    WORDS(folder, 3, "a.civiclot", "import", "a.civiclot", "people.csv", "--suggest-map",
          "a.civiclot", "--force");
    WORDS(folder, 2, "--force", "import", "a.civiclot", "people.csv", "--force");
    WORDS(folder, 2, "--map", "import", "a.civiclot", "people.csv", "--suggest-map", "new.txt",
          "--map", "rules.txt");
}

static void rules_can_go_to_standard_output(void **state)
{
    const lot_run_folder *folder = *state;
    begin(folder);
    lot_ran ran = RUN(folder, "import", "a.civiclot", "people.csv", "--suggest-map", "-");
    assert_int_equal(ran.code, 0);
    assert_memory_equal(ran.out.bytes, "# How people.csv may be read", 28);
    lot_ran_free(&ran);
    ran = RUN(folder, "import", "a.civiclot", "people.csv", "--suggest-map", "rules.txt", "--json");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "\"rules\":\"rules.txt\"");
    lot_ran_free(&ran);
    WORDS(folder, 2, "--json", "import", "a.civiclot", "people.csv", "--suggest-map", "-",
          "--json");
}

static void a_people_file_that_is_no_table_is_told(void **state)
{
    const lot_run_folder *folder = *state;
    begin(folder);
    lot_run_write(folder, "people.csv", "a,b\n1,2,3\n");
    WORDS(folder, 3, "row 2", "import", "a.civiclot", "people.csv", "--suggest-map", "rules.txt");
    assert_false(lot_run_is_there(folder, "rules.txt"));
    WORDS(folder, 1, "none.csv", "import", "a.civiclot", "none.csv", "--suggest-map", "rules.txt");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rules_are_written_for_their_owner_alone_and_nothing_else,
                                        lot_run_setup, lot_run_teardown),
        cmocka_unit_test_setup_teardown(rules_that_are_there_are_replaced_with_force_alone,
                                        lot_run_setup, lot_run_teardown),
        cmocka_unit_test_setup_teardown(rules_can_go_to_standard_output, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(a_people_file_that_is_no_table_is_told, lot_run_setup,
                                        lot_run_teardown),
    };
    return cmocka_run_group_tests_name("suggest", tests, NULL, NULL);
}
