/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Anonymised copies, end to end: civiclot says of them what it says of the originals. */
#define _XOPEN_SOURCE 700 /* realpath */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/input.h"
#include "support/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE_MOST = 2000 };

static const char key[] = "0123456789abcdef0123456789abcdef";

/* The tickets of chances.csv in the folder `name`, in its order. */
static uint32_t read_tickets(long tickets[PEOPLE_MOST], const lot_run_folder *folder,
                             const char *name)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", folder->path, name);
    lot_table *table = lot_test_table_at(path, "chances.csv");
    assert_non_null(table);
    uint32_t count = lot_table_rows_count(table);
    assert_true(count <= PEOPLE_MOST);
    for (uint32_t p = 0; p < count; p++)
        tickets[p] = strtol(lot_table_cell(table, p, 1), NULL, 10);
    lot_table_free(table);
    return count;
}

static int compare(const void *a, const void *b)
{
    long x = *(const long *)a, y = *(const long *)b;
    return (x > y) - (x < y);
}

/* Who of a class gets the odd ticket depends on the ids: else the chances are the same. */
static void assert_same_chances(const lot_run_folder *folder)
{
    static long before[PEOPLE_MOST], after[PEOPLE_MOST];
    uint32_t count = read_tickets(before, folder, "before");
    assert_int_equal(read_tickets(after, folder, "after"), count);
    for (uint32_t p = 0; p < count; p++)
        assert_true(labs(before[p] - after[p]) <= 1);
    qsort(before, count, sizeof *before, compare);
    qsort(after, count, sizeof *after, compare);
    assert_memory_equal(before, after, count * sizeof *before);
}

static void try_instance(const lot_run_folder *folder, const char *place, const char *name,
                         const char *seats, const char *quotas_name)
{
    char people[1024], quotas[1024];
    (void)snprintf(people, sizeof people, "%s/%s/people.csv", place, name);
    (void)snprintf(quotas, sizeof quotas, "%s/%s/%s", place, name, quotas_name);
    EXPECT(folder, 0, "anonymise", people, "--quotas", quotas, "--household",
           "primary_address1,postcode", "--out", "copy");
    EXPECT(folder, 0, "select", "--people", people, "--quotas", quotas, "--seats", seats,
           "--household", "primary_address1,postcode", "--pseudonyms-from", "key", "--out",
           "before");
    EXPECT(folder, 0, "select", "--people", "copy/people.csv", "--quotas", "copy/quotas.csv",
           "--seats", seats, "--household", "address-1,address-2", "--pseudonyms-from", "key",
           "--out", "after");
    assert_same_chances(folder);
}

static void with_instance(void **state, const char *name, const char *seats, const char *quotas)
{
    const lot_run_folder *folder = *state;
    char *place = realpath("../shared/data/instances", NULL);
    if (place == NULL) {
        print_message("skipped: ../shared/data/instances is not there\n");
        skip();
    }
    lot_run_write(folder, "key", key);
    try_instance(folder, place, name, seats, quotas);
    free(place);
}

static void a_pool_with_addresses_has_the_same_chances(void **state)
{
    with_instance(state, "wf_50", "50", "features.csv");
}

static void a_pool_with_few_classes_has_the_same_chances(void **state)
{
    with_instance(state, "example_small_20", "20", "categories.csv");
}

static void a_pool_that_peers_measured_has_the_same_chances(void **state)
{
    with_instance(state, "peer150_22", "22", "features.csv");
}

static const char people[] = "id,Full name,sex,age,home\n1,Zebulon,f,old,a 1\n2,Yolanda,f,old,A 1\n"
                             "3,Xaver,m,old,a-1\n4,Wilma,f,young,\n";

static void the_same_quotas_collide(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "quotas.csv",
                  "feature,value,min,max\nsex,f,0,2\nsex,m,1,2\nage,old,0,0\nage,young,0,2\n");
    lot_ran ran = RUN(folder, "anonymise", "people.csv", "--quotas", "quotas.csv", "--household",
                      "home", "--out", "copy");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "Written: copy/people.csv, and quotas.csv beside it");
    lot_run_assert_has(&ran.out, "Use them with --household address-1; the ids are in the column");
    lot_ran_free(&ran);
    assert_int_equal(lot_run_mode(folder, "copy/people.csv"), 0600);
    assert_int_equal(lot_run_mode(folder, "copy/quotas.csv"), 0600);
    assert_int_equal(lot_run_count(folder, "copy"), 2);
    ran = RUN(folder, "check", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
              "--household", "home");
    assert_int_equal(ran.code, 4);
    lot_run_assert_has(&ran.out, "only 1 volunteer is not age old, so at most 1 of the 2 seats");
    lot_run_assert_has(&ran.out, "age old: at most 0 seats (3 volunteers)");
    lot_ran_free(&ran);
    ran = RUN(folder, "check", "--people", "copy/people.csv", "--quotas", "copy/quotas.csv",
              "--seats", "2", "--household", "address-1");
    assert_int_equal(ran.code, 4);
    lot_run_assert_has(&ran.out, "only 1 volunteer is not feature-2 v1, so at most 1 of the 2");
    lot_run_assert_has(&ran.out, "recruit 1 more person: feature-1 v2, feature-2 v2");
    lot_run_assert_has(&ran.out, "feature-2 v1: at most 0 seats (3 volunteers)");
    lot_run_assert_has(&ran.err, "2 households");
    lot_ran_free(&ran);
}

static void the_same_problems_are_told_of_the_same_rows(void **state)
{
    static const char *const broken[] = {
        "id,sex\n1,f\n2,Femal\n\n2,m\n,f\n4,\n",
        "id,sex\n1,\"f\n2,m\n",
        "id;sex\n1;f;\n2\n3;m;m\n",
        "\xEF\xBB\xBFid,sex\n1,\xff\xfe\xc3\x28\n2,\xc3\xa9\n",
    };
    static const char *const told[] = {"row 5", "row 2: a quote is opened and never closed",
                                       "row 3: 1 cell, but the header has 2",
                                       "row 2: not valid UTF-8"};
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\n");
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        char out[] = "copy-0", copy[] = "copy-0/people.csv", quotas[] = "copy-0/quotas.csv";
        out[5] = copy[5] = quotas[5] = (char)('0' + i);
        lot_run_write(folder, "people.csv", broken[i]);
        EXPECT(folder, 0, "anonymise", "people.csv", "--quotas", "quotas.csv", "--out", out);
        WORDS(folder, 3, told[i], "check", "--people", "people.csv", "--quotas", "quotas.csv",
              "--seats", "2");
        WORDS(folder, 3, told[i], "check", "--people", copy, "--quotas", quotas, "--seats", "2");
    }
    WORDS(folder, 0, "people.csv could not be read as a table, so it was copied character by",
          "anonymise", "people.csv", "--out", "again");
}

static void nothing_is_written_where_something_is_or_nothing_can_be_read(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", people);
    lot_run_write(folder, "people.xlsx", "PK\x03\x04");
    WORDS(folder, 3, "people.xlsx: begins as a ZIP file (XLSX, ODS) and does not end as one",
          "anonymise", "people.xlsx", "--out", "copy");
    WORDS(folder, 1, "nowhere.csv: cannot be opened", "anonymise", "nowhere.csv", "--out", "copy");
    WORDS(folder, 1, "nowhere.csv: cannot be opened", "anonymise", "people.csv", "--quotas",
          "nowhere.csv", "--out", "copy");
    WORDS(folder, 2, "cannot both come from standard input", "anonymise", "-", "--quotas", "-",
          "--out", "copy");
    WORDS(folder, 2, "--out", "anonymise", "people.csv");
    WORDS(folder, 3, "people.csv exists and is no folder", "anonymise", "people.csv", "--out",
          "people.csv");
    assert_int_equal(lot_run_count(folder, "."), 2);
}

static void without_quotas_everything_else_is_still_copied(void **state)
{
    const lot_run_folder *folder = *state;
    const char *const words[] = {"anonymise", "-", "--out", "copy", "--json", NULL};
    lot_ran ran = lot_run_with_input(folder, people, words);
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "\"people\":4");
    lot_run_assert_has(&ran.out, "\"same_households\":true");
    lot_run_assert_has(&ran.err, "No column is copied as a feature");
    lot_ran_free(&ran);
    lot_text copy = lot_run_read(folder, "copy/people.csv");
    assert_string_equal(lot_text_string(&copy),
                        "id,column-2,column-3,column-4,column-5\nP1,x,x,x,x\nP2,x,x,x,x\n"
                        "P3,x,x,x,x\nP4,x,x,x,\n");
    lot_text_free(&copy);
    assert_false(lot_run_is_there(folder, "copy/quotas.csv"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_pool_with_addresses_has_the_same_chances),
        TEST(a_pool_with_few_classes_has_the_same_chances),
        TEST(a_pool_that_peers_measured_has_the_same_chances),
        TEST(the_same_quotas_collide),
        TEST(the_same_problems_are_told_of_the_same_rows),
        TEST(nothing_is_written_where_something_is_or_nothing_can_be_read),
        TEST(without_quotas_everything_else_is_still_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
