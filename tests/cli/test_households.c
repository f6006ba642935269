/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Households that a person decides on, and people who may be there twice: the program as it is. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/assembly.h"
#include "support/run.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const char people[] = "id,e-mail,address,postcode,sex\n"
                             "001,ann@x.org,\"Flat 2, 10 High Road\",E17 4AB,f\n"
                             "002,bob@x.org,2/10 High Rd,E17 4AB,m\n"
                             "003,cat@x.org,12 Park Lane,N1 9GU,f\n"
                             "004,dan@x.org,12 Park Ln,N1 9GU,m\n"
                             "005,Ann@x.org,5 William Road,N1 9GU,f\n"
                             "006,fay@x.org,5 Wiliam Road,N1 9GU,m\n"
                             "007,gus@x.org,9 Hill Road,N1 9GU,m\n";
static const char quotas[] = "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\n";
static const char pairs[] =
    "\xef\xbb\xbfrow 1,row 2,id 1,id 2,address 1,address 2,why,same\n"
    "4,5,003,004,\"12 Park Lane, N1 9GU\",\"12 Park Ln, N1 9GU\",\"an abbreviation, or a word such "
    "as flat or room\",\n"
    "6,7,005,006,\"5 William Road, N1 9GU\",\"5 Wiliam Road, N1 9GU\",a letter or two,\n";

#define IMPORT "import", "file", "people.csv", "--household", "address,postcode"

static void prepare(const lot_run_folder *folder)
{
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "quotas.csv", quotas);
    EXPECT(folder, 0, "new", "file", "--title", "Homes", "--seats", "2");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
}

static void assert_file(const lot_run_folder *folder, const char *name, const char *expected)
{
    lot_text file = lot_run_read(folder, name);
    assert_string_equal(lot_text_string(&file), expected);
    lot_text_free(&file);
}

/* Import with --households review.csv, and compare what the object says. */
static void assert_imported(const lot_run_folder *folder, unsigned households, const char *homes)
{
    lot_ran ran = RUN(folder, IMPORT, "--households", "review.csv", "--json");
    char words[64];
    if (ran.code != 0)
        fail_msg("%s", lot_text_string(&ran.err));
    (void)snprintf(words, sizeof words, "\"households\":%u,", households);
    lot_run_assert_has(&ran.out, words);
    lot_run_assert_has(&ran.out, homes);
    lot_ran_free(&ran);
}

/* What the assembly file keeps of decisions; NULL: nothing. It opens: households are as kept. */
static void assert_kept(const lot_run_folder *folder, const char *expected)
{
    lot_assembly *assembly;
    lot_table *table;
    lot_saved_columns columns;
    char path[512];
    (void)snprintf(path, sizeof path, "%s/file", folder->path);
    EXPECT(folder, 0, "check", "file");
    lot_kept_text *texts;
    uint32_t count;
    assert_int_equal(lot_audit_start(NULL), LOT_OK);
    assert_int_equal(lot_assembly_open(&assembly, path, false, NULL), LOT_OK);
    assert_int_equal(lot_assembly_load_people(&table, &columns, assembly, NULL), LOT_OK);
    assert_int_equal(lot_assembly_load_texts(&texts, &count, assembly, NULL), LOT_OK);
    if (expected == NULL) {
        assert_int_equal(count, 0);
    } else {
        assert_int_equal(count, 1);
        assert_int_equal(texts[0].kind, LOT_KEPT_HOUSEHOLDS);
        assert_string_equal(lot_text_string(&texts[0].bytes), expected);
    }
    lot_kept_texts_free(texts, count);
    lot_saved_columns_free(&columns);
    lot_table_free(table);
    lot_assembly_close(assembly);
}

static void pairs_are_written_filled_in_and_read_again(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    WORDS(folder, 0,
          "people.csv: 2 pairs of addresses that are almost the same: --households FILE lists "
          "them",
          IMPORT);
    assert_false(lot_run_is_there(folder, "review.csv"));
    assert_imported(folder, 6, "\"new_pairs\":2");
    assert_file(folder, "review.csv", pairs);
    assert_int_equal(lot_run_mode(folder, "review.csv"), 0600);
    assert_kept(folder, NULL);
    /* as it is, blank is no; a spreadsheet sorts it, takes zeros off, and writes another form */
    assert_imported(folder, 6, "\"undecided\":2");
    lot_run_write(folder, "review.csv",
                  "same;why;id 2;address 2;id 1;address 1\r\n"
                  "No;;6;5 Wiliam Road, N1 9GU;5;5 William Road, N1 9GU\r\n"
                  "YES;;4;12 Park Ln, N1 9GU;3;12 Park Lane, N1 9GU\r\n"
                  ";;;;;\r\n");
    assert_imported(folder, 5, "\"not_same\":1,\"same\":1,\"undecided\":0");
    WORDS(folder, 0, "review.csv: in 2 rows a spreadsheet took zeros off an id: it was known again",
          IMPORT, "--households", "review.csv");
    assert_kept(folder, "id 1,id 2,same\n005,006,no\n003,004,yes\n");
    assert_false(lot_run_is_there(folder, "review-2.csv"));
}

static void what_was_decided_holds_until_the_draw(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_run_write(folder, "review.csv",
                  "id 1,id 2,address 1,address 2,same\n"
                  "003,004,\"12 Park Lane, N1 9GU\",\"12 Park Ln, N1 9GU\",yes\n");
    EXPECT(folder, 0, IMPORT, "--households", "review.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "solve", "file", "--tickets", "100");
    EXPECT(folder, 0, "close", "file");
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    EXPECT(folder, 0, "verify", "public");
    assert_kept(folder, "id 1,id 2,same\n003,004,yes\n");
}

static void one_household_is_not_on_a_panel_twice(void **state)
{
    const lot_run_folder *folder = *state;
    static const char two[] = "id,address,sex\na,12 Park Lane,f\nb,12 Park Ln,m\n";
    lot_run_write(folder, "people.csv", two);
    lot_run_write(folder, "quotas.csv", quotas);
    EXPECT(folder, 0, "check", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
           "--household", "address", "--households", "review.csv");
    assert_true(lot_run_is_there(folder, "review.csv"));
    EXPECT(folder, 0, "check", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
           "--household", "address", "--households", "review.csv");
    lot_run_expect_shell(folder, 0, "sed -i '2s/$/yes/' review.csv");
    EXPECT(folder, 4, "check", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
           "--household", "address", "--households", "review.csv");
    EXPECT(folder, 4, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
           "--household", "address", "--households", "review.csv", "--out", "out");
    EXPECT(folder, 0, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
           "--household", "address", "--households", "review-b.csv", "--out", "out");
    assert_true(lot_run_is_there(folder, "review-b.csv"));
    assert_int_equal(lot_run_mode(folder, "review-b.csv"), 0600);
}

static void new_pairs_go_beside_the_file_that_is_there(void **state)
{
    const lot_run_folder *folder = *state;
    static const char one[] = "id 1,id 2,address 1,address 2,same\n"
                              "003,004,\"12 Park Lane, N1 9GU\",\"12 Park Ln, N1 9GU\",yes\n";
    prepare(folder);
    lot_run_write(folder, "review.csv", one);
    lot_run_write(folder, "review-2.csv", "precious");
    WORDS(folder, 0,
          "people.csv: 1 pair of addresses that review.csv does not have: they are in "
          "review-3.csv: put its rows into review.csv",
          IMPORT, "--households", "review.csv");
    assert_file(folder, "review.csv", one);
    assert_file(folder, "review-2.csv", "precious");
    assert_int_equal(lot_run_mode(folder, "review-3.csv"), 0600);
    /* once more: the same pairs need no other file */
    EXPECT(folder, 0, IMPORT, "--households", "review.csv");
    assert_false(lot_run_is_there(folder, "review-4.csv"));
    lot_run_expect_shell(folder, 0,
                         "{ cat review.csv; echo '005,006,\"5 William Road, N1 9GU\",\"5 Wiliam "
                         "Road, N1 9GU\",y'; } >all.csv; mv all.csv review.csv");
    assert_imported(folder, 4, "\"new_pairs\":0");
}

static void a_wrong_file_changes_nothing_and_names_nobody(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, IMPORT);
    lot_text before = lot_run_read(folder, "file");
    lot_run_write(folder, "review.csv",
                  "id 1,id 2,address 1,address 2,same\n"
                  "003,004,\"12 Park Lane, N1 9GU\",\"12 Park Ln, N1 9GU\",yes\n"
                  "004,005,\"12 Park Ln, N1 9GU\",\"5 William Road, N1 9GU\",yes\n"
                  "003,005,\"12 Park Lane, N1 9GU\",\"5 William Road, N1 9GU\",no\n"
                  "003,ghost,\"12 Park Lane, N1 9GU\",x,yes\n"
                  "003,006,\"12 Park Lane, N1 9GU\",\"5 Wiliam Road, N1 9GU\",secret words\n");
    lot_ran ran = RUN(folder, IMPORT, "--households", "review.csv");
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, "review.csv, row 4: no, but the two are one household by yes in "
                                 "rows 2, 3");
    lot_run_assert_has(&ran.err, "review.csv, row 5: 'id 1' or 'id 2' is nobody's");
    lot_run_assert_has(&ran.err,
                       "review.csv, row 6: what stands in the column 'same' is neither yes nor no");
    assert_null(strstr(lot_text_string(&ran.err), "Park"));
    assert_null(strstr(lot_text_string(&ran.err), "secret"));
    lot_ran_free(&ran);
    lot_text after = lot_run_read(folder, "file");
    assert_int_equal(before.length, after.length);
    assert_memory_equal(before.bytes, after.bytes, after.length);
    lot_text_free(&before);
    lot_text_free(&after);
    assert_false(lot_run_is_there(folder, "review-2.csv"));
    WORDS(folder, 2, "--households needs --household", "import", "file", "people.csv",
          "--households", "new.csv");
    WORDS(folder, 2, "--households needs a file", IMPORT, "--households", "-");
    WORDS(folder, 2, "--households does not go with an assembly file", "check", "file",
          "--households", "new.csv");
    EXPECT(folder, 3, IMPORT, "--households", "file");
}

static void who_withdraws_leaves_the_decisions_too(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_run_write(folder, "review.csv",
                  "id 1,id 2,address 1,address 2,same\n"
                  "003,004,\"12 Park Lane, N1 9GU\",\"12 Park Ln, N1 9GU\",yes\n"
                  "005,006,\"5 William Road, N1 9GU\",\"5 Wiliam Road, N1 9GU\",yes\n");
    EXPECT(folder, 0, IMPORT, "--households", "review.csv");
    EXPECT(folder, 0, "withdraw", "file", "--id", "006");
    assert_kept(folder, "id 1,id 2,same\n003,004,yes\n");
    /* who is added later is compared too, and what was decided stays */
    lot_run_write(folder, "late.csv",
                  "id,e-mail,address,postcode,sex\n008,h@x.org,9 Hil Road,N1 9GU,m\n");
    lot_ran ran = RUN(folder, "import", "file", "late.csv", "--add", "--json");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "\"same\":1");
    lot_run_assert_has(&ran.out, "\"new_pairs\":1");
    lot_ran_free(&ran);
    assert_kept(folder, "id 1,id 2,same\n003,004,yes\n");
    lot_run_write(folder, "late.csv",
                  "id,e-mail,address,postcode,sex\n009,i@x.org,1 New Road,N1 9GU,m\n");
    lot_run_write(folder, "rules.txt", "civiclot-map: 1\n");
    EXPECT(folder, 0, "import", "file", "late.csv", "--add", "--map", "rules.txt");
    lot_run_expect_shell(folder, 0, "\"$0\" log file --json | grep -q review.csv");
    EXPECT(folder, 0, "withdraw", "file", "--id", "003");
    EXPECT(folder, 0, "import", "file", "people.csv", "--household", "address,postcode");
    assert_kept(folder, NULL);
}

static void decisions_are_no_rules_and_their_digest_is_not_published(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, IMPORT, "--households", "review.csv");
    lot_run_write(folder, "review.csv",
                  "id 1,id 2,address 1,address 2,same\n"
                  "003,004,\"12 Park Lane, N1 9GU\",\"12 Park Ln, N1 9GU\",yes\n");
    EXPECT(folder, 0, IMPORT, "--households", "review.csv");
    EXPECT(folder, 0, "report", "file", "--out", "page.html");
    lot_text page = lot_run_read(folder, "page.html");
    lot_run_assert_has(&page, "one household: 1 (1 are, 0 are not).</p>");
    assert_null(strstr(page.bytes, "with their SHA-256:"));
    assert_null(strstr(page.bytes, "<dt>review.csv</dt>"));
    lot_text_free(&page);
    lot_run_write(folder, "rules.txt", "civiclot-map: 1\n");
    EXPECT(folder, 0, IMPORT, "--households", "review.csv", "--map", "rules.txt");
    EXPECT(folder, 0, "report", "file", "--out", "page.html", "--force");
    page = lot_run_read(folder, "page.html");
    lot_run_assert_has(&page, "<dt>rules.txt</dt>");
    assert_null(strstr(page.bytes, "<dt>review.csv</dt>"));
    lot_text_free(&page);
}

static void decisions_that_an_import_leaves_out_are_missed_aloud(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_run_write(folder, "review.csv",
                  "id 1,id 2,address 1,address 2,same\n"
                  "003,004,\"12 Park Lane, N1 9GU\",\"12 Park Ln, N1 9GU\",yes\n");
    EXPECT(folder, 0, IMPORT, "--households", "review.csv");
    WORDS(folder, 0, "is not known any more: import with --households again", IMPORT);
    assert_kept(folder, NULL);
}

/* The file's people as a civiclot of before kept them: by addresses in which every word counts. */
static void age(const lot_run_folder *folder)
{
    char path[512];
    lot_assembly *assembly;
    lot_assembly_info info;
    lot_table *table;
    lot_saved_columns saved;
    lot_quotas *bounds;
    lot_pool *pool;
    lot_classes *classes;
    lot_pseudonyms *pseudonyms;
    lot_problems *problems = lot_problems_new();
    (void)snprintf(path, sizeof path, "%s/file", folder->path);
    assert_int_equal(lot_audit_start(NULL), LOT_OK);
    assert_int_equal(lot_assembly_open(&assembly, path, true, NULL), LOT_OK);
    assert_int_equal(lot_assembly_get_info(&info, assembly, NULL), LOT_OK);
    assert_int_equal(lot_assembly_load_people(&table, &saved, assembly, NULL), LOT_OK);
    assert_int_equal(lot_assembly_load_quotas(&bounds, assembly, NULL), LOT_OK);
    saved.columns.older_addresses = true;
    assert_int_equal(lot_pool_read(&pool, table, bounds, &saved.columns, problems, NULL), LOT_OK);
    assert_int_equal(pool->households_count, 7);
    assert_int_equal(lot_classes_new(&classes, pool, 1, NULL), LOT_OK);
    assert_int_equal(lot_pseudonyms_new(&pseudonyms, &info.key, pool, bounds, NULL), LOT_OK);
    assert_int_equal(lot_assembly_save_people(assembly, table, &saved.columns, pool, NULL), LOT_OK);
    assert_int_equal(lot_assembly_save_classes(assembly, pool, classes, pseudonyms, NULL), LOT_OK);
    assert_int_equal(lot_assembly_commit(assembly, NULL), LOT_OK);
    lot_problems_free(problems);
    lot_pseudonyms_free(pseudonyms);
    lot_classes_free(classes);
    lot_pool_free(pool);
    lot_quotas_free(bounds);
    lot_saved_columns_free(&saved);
    lot_table_free(table);
    lot_assembly_info_free(&info);
    lot_assembly_close(assembly);
}

static void an_older_file_keeps_its_households_until_people_are_imported_anew(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, IMPORT);
    age(folder);
    EXPECT(folder, 0, "check", "file");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "solve", "file", "--tickets", "100");
    lot_ran ran = RUN(folder, IMPORT, "--json");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "\"households\":6,");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "check", "file");
}

static void people_who_may_be_there_twice_are_told_by_their_rows(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_ran ran = RUN(folder, IMPORT, "--json");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, "people.csv: 2 rows have the same 'e-mail': 2 and 6: is it one "
                                 "person twice?");
    assert_null(strstr(lot_text_string(&ran.err), "x.org"));
    lot_run_assert_has(&ran.out, "\"duplicates\":[{\"columns\":[\"e-mail\"],\"first\":[[2,6]],"
                                 "\"groups\":1,\"rows\":2}]");
    lot_run_assert_has(&ran.out, "\"people\":7");
    lot_ran_free(&ran);
    lot_run_write(folder, "rules.txt", "civiclot-map: 1\nsame person: sex + postcode | nothing\n");
    WORDS(folder, 3, "'nothing'", IMPORT, "--map", "rules.txt");
    lot_run_write(folder, "rules.txt", "civiclot-map: 1\nsame person: sex + postcode\n");
    WORDS(folder, 0,
          "people.csv: 2 groups of rows have the same 'sex + postcode': 4 and 6; 5, 7 and 8: is "
          "each one person twice?",
          IMPORT, "--map", "rules.txt");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(pairs_are_written_filled_in_and_read_again, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(what_was_decided_holds_until_the_draw, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(one_household_is_not_on_a_panel_twice, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(new_pairs_go_beside_the_file_that_is_there, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(a_wrong_file_changes_nothing_and_names_nobody,
                                        lot_run_setup, lot_run_teardown),
        cmocka_unit_test_setup_teardown(who_withdraws_leaves_the_decisions_too, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(decisions_are_no_rules_and_their_digest_is_not_published,
                                        lot_run_setup, lot_run_teardown),
        cmocka_unit_test_setup_teardown(decisions_that_an_import_leaves_out_are_missed_aloud,
                                        lot_run_setup, lot_run_teardown),
        cmocka_unit_test_setup_teardown(
            an_older_file_keeps_its_households_until_people_are_imported_anew, lot_run_setup,
            lot_run_teardown),
        cmocka_unit_test_setup_teardown(people_who_may_be_there_twice_are_told_by_their_rows,
                                        lot_run_setup, lot_run_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
