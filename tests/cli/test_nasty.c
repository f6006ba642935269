/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nasty input: files as forms, spreadsheets and hands leave them, from the file to the draw. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/run.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define BYTES(string) (string), sizeof(string) - 1

static const char plain_people[] = "id,sex,town\n1,f\u00e9m,a\n2,f\u00e9m,b\n3,m,a\n4,m,b\n5,m,c\n";
static const char plain_quotas[] = "feature,value,min,max\nsex,f\u00e9m,1,1\nsex,m,1,1\n";

/* NULs and all. */
static void write_bytes(const lot_run_folder *folder, const char *name, const char *bytes,
                        size_t length)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", folder->path, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static lot_ran run_select(const lot_run_folder *folder, const char *seats, const char *out)
{
    return RUN(folder, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats",
               seats, "--tickets", "120", "--household", "town", "--out", out);
}

static void assert_file(const lot_run_folder *folder, const char *name, const char *expected)
{
    lot_text file = lot_run_read(folder, name);
    assert_string_equal(lot_text_string(&file), expected);
    lot_text_free(&file);
}

/* How many lines of a file hold the words. */
static unsigned count_lines(const lot_run_folder *folder, const char *name, const char *words)
{
    unsigned count = 0;
    lot_text file = lot_run_read(folder, name);
    for (const char *at = lot_text_string(&file); (at = strstr(at, words)) != NULL; count++)
        at += strlen(words);
    lot_text_free(&file);
    return count;
}

/* The chances must be those of the plain files, and the words must be said. */
static void assert_as_plain(const lot_run_folder *folder, const char *words)
{
    static unsigned runs = 0;
    char name[32];
    char chances[64];
    (void)snprintf(name, sizeof name, "r%u", ++runs);
    (void)snprintf(chances, sizeof chances, "%s/chances.csv", name);
    lot_ran ran = run_select(folder, "2", name);
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, words);
    lot_ran_free(&ran);
    assert_file(folder, chances,
                "id,tickets,chance\n1,60,0.500000000000\n2,60,0.500000000000\n"
                "3,40,0.333333333333\n4,40,0.333333333333\n5,40,0.333333333333\n");
}

/* In every form, people and quotas count as they do in the plain files. */
static void the_form_of_a_file_changes_no_chance(void **state)
{
    static const struct {
        const char *words;
        const char *bytes;
        size_t length;
    } people[] = {
        {"(UTF-8, commas, LF)", BYTES(plain_people)},
        {"(UTF-8 with byte order mark, semicolons, CRLF)",
         BYTES("\xEF\xBB\xBFid;sex;town\r\n1;f\u00e9m;a\r\n2;f\u00e9m;b\r\n3;m;a\r\n4;m;b\r\n"
               "5;m;c\r\n")},
        {"(UTF-8, tabs, CR)",
         BYTES("id\tsex\ttown\r1\tf\u00e9m\ta\r2\tf\u00e9m\tb\r3\tm\ta\r4\tm\tb\r5\tm\tc\r")},
        {"(Windows-1252, commas, LF)",
         BYTES("id,sex,town\n1,f\xE9m,a\n2,f\xE9m,b\n3,m,a\n4,m,b\n5,m,c")},
        {"(UTF-16 little endian with byte order mark, commas, LF)",
         BYTES("\xFF\xFEi\0d\0,\0s\0e\0x\0,\0t\0o\0w\0n\0\n\0"
               "1\0,\0f\0\xE9\0m\0,\0a\0\n\0"
               "2\0,\0f\0\xE9\0m\0,\0b\0\n\0"
               "3\0,\0m\0,\0a\0\n\0"
               "4\0,\0m\0,\0b\0\n\0"
               "5\0,\0m\0,\0c\0\n\0")},
        {"(UTF-16 big endian with byte order mark, commas, LF)",
         BYTES("\xFE\xFF\0i\0d\0,\0s\0e\0x\0,\0t\0o\0w\0n\0\n\0"
               "1\0,\0f\0\xE9\0m\0,\0a\0\n\0"
               "2\0,\0f\0\xE9\0m\0,\0b\0\n\0"
               "3\0,\0m\0,\0a\0\n\0"
               "4\0,\0m\0,\0b\0\n\0"
               "5\0,\0m\0,\0c\0\n")},
        {"(UTF-8, commas, LF)", BYTES("id,sex,town,note\n\n1,f\u00e9m,a,\"two\nlines, \"\"x\"\"\"\n"
                                      "2,f\u00e9m,b,\n,,,\n3,m,a,,,\n4,m,b,\n5,m,c,\"\"\n\n")},
    };
    static const char *const quotas[] = {
        plain_quotas,
        "\xEF\xBB\xBF"
        "Feature;VALUE;Min;MAX\r\nSex;F\u00c9M;1;1\r\nsex;M;1;1\r\n",
        "feature\tvalue\tmin\tmax\rsex\tf\xE9m\t1\t1\rsex\tm\t1\t1\r",
    };
    const lot_run_folder *folder = *state;
    for (size_t i = 0; i < COUNT(people); i++) {
        write_bytes(folder, "people.csv", people[i].bytes, people[i].length);
        lot_run_write(folder, "quotas.csv", quotas[i % COUNT(quotas)]);
        assert_as_plain(folder, people[i].words);
    }
}

/* Spaces that nobody sees, capitals, and two ways of writing an accent. */
static void what_looks_the_same_is_the_same(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "quotas.csv", plain_quotas);
    lot_run_write(folder, "people.csv",
                  "\u00a0ID , Sex\u00a0,\u200bTOWN\n"
                  "1,\u00a0f\u00e9m\u00a0,a\n2,FE\u0301M,b\n3,\u2003M,a\n4,m\u202f,b\n"
                  "5,\ufeffm,c\n");
    assert_as_plain(folder, "5 people");
}

static void ids_differ_by_zeros_and_case_but_not_by_how_an_accent_is_written(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,m,2,2\n");
    lot_run_write(folder, "people.csv", "id,sex\n7,m\n07,m\n007,m\na,m\nA,m\n7.0,m\n");
    EXPECT(folder, 0, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "2",
           "--tickets", "120", "--out", "r");
    assert_int_equal(count_lines(folder, "r/chances.csv", ",40,0.333333333333\n"), 6);
    assert_int_equal(count_lines(folder, "r/chances.csv", "\n007,"), 1);
    lot_run_write(folder, "people.csv", "id,sex\n\u00e9,m\nb,m\ne\u0301,m\n\u00a0b,m\n");
    lot_ran ran = RUN(folder, "select", "--people", "people.csv", "--quotas", "quotas.csv",
                      "--seats", "2", "--out", "s");
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, "people.csv, row 4: the id ");
    lot_run_assert_has(&ran.err, "people.csv, row 5: the id 'b' is that of row 3 already");
    lot_run_assert_has(&ran.err, "2 problems in the input");
    lot_ran_free(&ran);
    assert_false(lot_run_is_there(folder, "s"));
}

static void a_broken_file_is_refused_with_its_row(void **state)
{
    static const struct {
        const char *words;
        const char *bytes;
        size_t length;
    } people[] = {
        {"people.csv, row 3: a quote is opened and never closed",
         BYTES("id,sex,town\n1,m,a\n2,m,\"a\n3,m,a\n")},
        {"people.csv, row 3: a NUL character", BYTES("id,sex,town\n1,m,a\n2,m\0,a\n3,m,a\n")},
        {"people.csv, row 2: 4 cells, but the header has 3", BYTES("id,sex,town\n1,m,a,b\n")},
        {"people.csv, row 2: 2 cells, but the header has 3", BYTES("id,sex,town\n1,m\n")},
        {"people.csv: the file is empty", BYTES("")},
        {"people.csv: there is nobody in it", BYTES("id,sex,town\n")},
        {"people.csv: there is nobody in it", BYTES("id,sex,town\r\n\r\n , ,\r\n")},
    };
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "quotas.csv", plain_quotas);
    for (size_t i = 0; i < COUNT(people); i++) {
        write_bytes(folder, "people.csv", people[i].bytes, people[i].length);
        lot_ran ran = run_select(folder, "2", "r");
        assert_int_equal(ran.code, 3);
        lot_run_assert_has(&ran.err, people[i].words);
        lot_ran_free(&ran);
        assert_int_equal(lot_run_count(folder, "."), 2);
    }
}

static void a_cell_of_a_megabyte_comes_back_whole(void **state)
{
    const lot_run_folder *folder = *state;
    lot_text people = LOT_TEXT_EMPTY;
    lot_text_put(&people, "id,sex,town,note\r\n1,m,a,\"");
    for (size_t i = 0; i < (size_t)1 << 18; i++)
        lot_text_put(&people, "\"\"\n;");
    lot_text_put(&people, "\"\r\n");
    lot_run_write(folder, "people.csv", lot_text_string(&people));
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,m,1,1\n");
    lot_ran ran = run_select(folder, "1", "r");
    assert_int_equal(ran.code, 0);
    lot_ran_free(&ran);
    lot_text selected = lot_run_read(folder, "r/selected.csv");
    assert_int_equal(selected.length, people.length);
    assert_memory_equal(selected.bytes, people.bytes, people.length);
    lot_text_free(&selected);
    lot_text_free(&people);
}

/* One person alone, and as many seats as people. */
static void where_all_are_seated_nobody_remains(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", "id,sex,town\n1,m,a\n");
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,m,1,1\n");
    lot_ran ran = run_select(folder, "1", "one");
    assert_int_equal(ran.code, 0);
    lot_ran_free(&ran);
    assert_file(folder, "one/chances.csv", "id,tickets,chance\n1,120,1.000000000000\n");
    assert_file(folder, "one/remaining.csv", "id,sex,town,status\n");
    lot_run_write(folder, "people.csv", "id,sex,town\n1,m,a\n2,f,b\n3,m,\n");
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,m,2,2\nsex,f,1,1\n");
    ran = run_select(folder, "3", "all");
    assert_int_equal(ran.code, 0);
    lot_ran_free(&ran);
    assert_int_equal(count_lines(folder, "all/chances.csv", ",120,1.000000000000\n"), 3);
    assert_file(folder, "all/remaining.csv", "id,sex,town,status\n");
}

static void people_who_are_all_alike_have_all_the_same_chance(void **state)
{
    const lot_run_folder *folder = *state;
    lot_text people = LOT_TEXT_EMPTY;
    lot_text_put(&people, "sex,town\n");
    for (int i = 0; i < 12; i++)
        lot_text_put(&people, "m,\n"); /* nobody has an address: nobody shares one */
    lot_run_write(folder, "people.csv", lot_text_string(&people));
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,m,5,5\n");
    lot_ran ran = run_select(folder, "5", "r");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, "12 households");
    lot_ran_free(&ran);
    assert_int_equal(count_lines(folder, "r/chances.csv", ",50,0.416666666667\n"), 12);
    assert_int_equal(count_lines(folder, "r/remaining.csv", ",eligible\n"), 7);
    lot_text_free(&people);
}

static void a_household_of_forty_shares_one_seat(void **state)
{
    const lot_run_folder *folder = *state;
    lot_text people = LOT_TEXT_EMPTY;
    lot_text_put(&people, "id,sex,town\n");
    for (int i = 0; i < 43; i++)
        lot_text_format(&people, "%d,%s,%s\n", i, i % 2 == 0 ? "m" : "f",
                        i < 40 ? (i % 3 == 0 ? "THE Home" : "the  home.") : "");
    lot_run_write(folder, "people.csv", lot_text_string(&people));
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,m,0,4\nsex,f,0,4\n");
    lot_ran ran = run_select(folder, "4", "r");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, "4 households");
    lot_ran_free(&ran);
    assert_int_equal(count_lines(folder, "r/chances.csv", ",120,1.000000000000\n"), 3);
    assert_int_equal(count_lines(folder, "r/chances.csv", ",3,0.025000000000\n"), 40);
    assert_int_equal(count_lines(folder, "r/remaining.csv", ",housemate\n"), 39);
    lot_text_free(&people);
}

/* Each value has its exact number of seats, and one that nobody has has none. */
static void a_feature_of_a_hundred_values_with_exact_quotas_is_met(void **state)
{
    const lot_run_folder *folder = *state;
    lot_text people = LOT_TEXT_EMPTY;
    lot_text quotas = LOT_TEXT_EMPTY;
    lot_text_put(&people, "id,sex,town\n");
    lot_text_put(&quotas, "feature,value,min,max\nsex,nobody,0,0\n");
    for (int i = 0; i < 200; i++)
        lot_text_format(&people, "%d,value %d,\n", i, i % 100);
    for (int i = 0; i < 100; i++)
        lot_text_format(&quotas, "sex,Value %d,%d,%d\n", i, i < 20, i < 20);
    lot_run_write(folder, "people.csv", lot_text_string(&people));
    lot_run_write(folder, "quotas.csv", lot_text_string(&quotas));
    lot_ran ran = run_select(folder, "20", "r");
    assert_int_equal(ran.code, 0);
    lot_ran_free(&ran);
    assert_int_equal(count_lines(folder, "r/chances.csv", ",60,0.500000000000\n"), 40);
    assert_int_equal(count_lines(folder, "r/chances.csv", ",0,0.000000000000\n"), 160);
    assert_int_equal(count_lines(folder, "r/remaining.csv", ",no_panel\n"), 160);
    lot_text_free(&quotas);
    lot_text_free(&people);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_form_of_a_file_changes_no_chance),
        TEST(what_looks_the_same_is_the_same),
        TEST(ids_differ_by_zeros_and_case_but_not_by_how_an_accent_is_written),
        TEST(a_broken_file_is_refused_with_its_row),
        TEST(a_cell_of_a_megabyte_comes_back_whole),
        TEST(where_all_are_seated_nobody_remains),
        TEST(people_who_are_all_alike_have_all_the_same_chance),
        TEST(a_household_of_forty_shares_one_seat),
        TEST(a_feature_of_a_hundred_values_with_exact_quotas_is_met),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
