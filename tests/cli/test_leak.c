/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What level public tells all the same: found out by a stranger, from lottery.csv and quotas.csv of
 * the published folder alone, and then compared with who has which value.
 *
 * The stranger solves the panels' equations modulo a small prime, tries all cases of the unknowns
 * that stay free, and keeps those in which everybody has a value or has it not.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/run.h"

#include "support/input.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE = 20, SEATS = 7, PANELS_MOST = 1000, PRIME = 1000003, FREE_MOST = 16 };

/* Every value has an exact quota, and no two the same. */
static const char quotas_text[] = "feature,value,min,max\n"
                                  "sex,f,3,3\nsex,m,4,4\n"
                                  "age,old,1,1\nage,young,6,6\n";

static bool is_woman(unsigned person)
{
    return person % 5 < 2;
}

static bool is_old(unsigned person)
{
    return person % 4 == 3;
}

static void write_inputs(const lot_run_folder *folder)
{
    lot_text people = LOT_TEXT_EMPTY;
    lot_text_put(&people, "id,sex,age\n");
    for (unsigned p = 0; p < PEOPLE; p++)
        lot_text_format(&people, "p%u,%s,%s\n", p, is_woman(p) ? "f" : "m",
                        is_old(p) ? "old" : "young");
    lot_run_write(folder, "people.csv", people.bytes);
    lot_run_write(folder, "quotas.csv", quotas_text);
    lot_run_write(folder, "key", "0123456789abcdef0123456789abcdef"); /* always the same panels */
    lot_text_free(&people);
}

/* Everybody on a panel, and what all panels say of them. */
typedef struct stranger {
    char pids[PEOPLE][17];
    unsigned people_count;
    int64_t rows[PANELS_MOST][PEOPLE + 1]; /* the last column is a panel's right side */
    unsigned rows_count;
    unsigned rank;
    unsigned pivot[PEOPLE];
    unsigned free[PEOPLE];
    unsigned free_count;
} stranger;

static unsigned number_of(stranger *who, const char *pid)
{
    unsigned p = 0;
    while (p < who->people_count && strcmp(who->pids[p], pid) != 0)
        p++;
    if (p == who->people_count) {
        assert_true(p < PEOPLE && strlen(pid) == 16);
        memcpy(who->pids[who->people_count++], pid, 17);
    }
    return p;
}

/* A table of the published folder. */
static lot_table *table_of(const lot_run_folder *folder, const char *path)
{
    lot_text bytes = lot_run_read(folder, path);
    lot_table *table = lot_test_table(path, lot_text_string(&bytes));
    lot_text_free(&bytes);
    return table;
}

/* right: what all panels have of the value. */
static void read_panels(stranger *who, const lot_run_folder *folder, const char *lottery_csv,
                        int64_t right)
{
    memset(who, 0, sizeof *who);
    lot_table *lottery = table_of(folder, lottery_csv);
    for (uint32_t r = 0; r < lot_table_rows_count(lottery); r++) {
        assert_true(who->rows_count < PANELS_MOST);
        for (uint32_t c = 2; c < 2 + SEATS; c++)
            who->rows[who->rows_count][number_of(who, lot_table_cell(lottery, r, c))] = 1;
        who->rows[who->rows_count++][PEOPLE] = right;
    }
    lot_table_free(lottery);
}

static int64_t power(int64_t base, int64_t exponent)
{
    int64_t out = 1;
    for (; exponent > 0; exponent /= 2, base = base * base % PRIME)
        if (exponent % 2 == 1)
            out = out * base % PRIME;
    return out;
}

static void swap_rows(int64_t *a, int64_t *b)
{
    int64_t kept[PEOPLE + 1];
    memcpy(kept, a, sizeof kept);
    memcpy(a, b, sizeof kept);
    memcpy(b, kept, sizeof kept);
}

static void solve(stranger *who)
{
    for (unsigned c = 0; c < who->people_count; c++) {
        unsigned found = who->rank;
        while (found < who->rows_count && who->rows[found][c] == 0)
            found++;
        if (found == who->rows_count) {
            who->free[who->free_count++] = c;
            continue;
        }
        int64_t *row = who->rows[who->rank];
        if (found != who->rank)
            swap_rows(row, who->rows[found]);
        int64_t inverse = power(row[c], PRIME - 2);
        for (unsigned k = 0; k <= PEOPLE; k++)
            row[k] = row[k] * inverse % PRIME;
        for (unsigned r = 0; r < who->rows_count; r++) {
            int64_t factor = r == who->rank ? 0 : who->rows[r][c];
            for (unsigned k = 0; k <= PEOPLE && factor != 0; k++)
                who->rows[r][k] = ((who->rows[r][k] - factor * row[k]) % PRIME + PRIME) % PRIME;
        }
        who->pivot[who->rank++] = c;
    }
}

/* One case of the free unknowns: has[p] is told; false where somebody would be neither. */
static bool try_case(const stranger *who, unsigned long number, bool has[PEOPLE])
{
    for (unsigned f = 0; f < who->free_count; f++)
        has[who->free[f]] = number >> f & 1;
    for (unsigned r = 0; r < who->rank; r++) {
        int64_t x = who->rows[r][PEOPLE];
        for (unsigned f = 0; f < who->free_count; f++)
            x -= has[who->free[f]] ? who->rows[r][who->free[f]] : 0;
        x = (x % PRIME + PRIME) % PRIME;
        if (x > 1)
            return false;
        has[who->pivot[r]] = x == 1;
    }
    return true;
}

/* How many cases there are; has: the last of them. */
static unsigned count_cases(const stranger *who, bool has[PEOPLE])
{
    unsigned cases = 0;
    assert_true(who->free_count <= FREE_MOST);
    for (unsigned long number = 0; number < 1UL << who->free_count; number++) {
        bool tried[PEOPLE] = {false};
        if (!try_case(who, number, tried))
            continue;
        memcpy(has, tried, sizeof tried);
        cases++;
    }
    return cases;
}

/* Who a pid is: of that the stranger knows nothing. */
static unsigned person_of(const lot_table *receipts, const char *pid)
{
    for (uint32_t r = 0; r < lot_table_rows_count(receipts); r++)
        if (strcmp(lot_table_cell(receipts, r, 1), pid) == 0)
            return (unsigned)strtoul(lot_table_cell(receipts, r, 0) + 1, NULL, 10);
    fail_msg("%s is nobody", pid);
    return 0;
}

/* The value's quota, as quotas.csv of the folder has it: exact. */
static int64_t quota_of(const lot_run_folder *folder, const char *value)
{
    lot_table *quotas = table_of(folder, "out/publish/quotas.csv");
    int64_t seats = -1;
    for (uint32_t r = 0; r < lot_table_rows_count(quotas); r++) {
        if (strcmp(lot_table_cell(quotas, r, 1), value) != 0)
            continue;
        assert_string_equal(lot_table_cell(quotas, r, 2), lot_table_cell(quotas, r, 3));
        seats = (int64_t)strtol(lot_table_cell(quotas, r, 2), NULL, 10);
    }
    assert_true(seats > 0);
    lot_table_free(quotas);
    return seats;
}

static json_t *select_and_read(const lot_run_folder *folder, const char *objective, lot_text *words)
{
    lot_ran ran =
        RUN(folder, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "7",
            "--out", "out", "--objective", objective, "--pseudonyms-from", "key", "--json");
    if (ran.code != 0)
        fail_msg("ended %d: %s", ran.code, lot_text_string(&ran.err));
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_non_null(object);
    json_t *leak = json_incref(json_object_get(object, "leak"));
    assert_non_null(leak);
    json_decref(object);
    *words = ran.err;
    lot_text_free(&ran.out);
    return leak;
}

static long long figure(const json_t *leak, const char *name)
{
    json_t *number = json_object_get(leak, name);
    assert_true(json_is_integer(number));
    return json_integer_value(number);
}

/* Who has the value, by the published folder; and so it is. receipts: who is who. */
static void recover(stranger *who, const lot_run_folder *folder, const lot_table *receipts,
                    const char *value)
{
    bool has[PEOPLE] = {false};
    read_panels(who, folder, "out/publish/lottery.csv", quota_of(folder, value));
    solve(who);
    assert_int_equal(count_cases(who, has), 1);
    for (unsigned p = 0; p < who->people_count; p++) {
        unsigned person = person_of(receipts, who->pids[p]);
        bool sex = strcmp(value, "f") == 0 || strcmp(value, "m") == 0;
        bool truth = sex ? is_woman(person) == (strcmp(value, "f") == 0)
                         : is_old(person) == (strcmp(value, "old") == 0);
        assert_int_equal(has[p], truth);
    }
}

static void everybodys_values_are_found_out(const lot_run_folder *folder, const char *objective)
{
    static stranger who;
    lot_text words;
    write_inputs(folder);
    json_t *leak = select_and_read(folder, objective, &words);
    EXPECT(folder, 0, "receipt", "out/assembly.civiclot", "--all", "--out", "receipts.csv");
    lot_table *receipts = table_of(folder, "receipts.csv");
    recover(&who, folder, receipts, "f");
    recover(&who, folder, receipts, "m");
    recover(&who, folder, receipts, "old");
    recover(&who, folder, receipts, "young");
    assert_int_equal(who.people_count, PEOPLE);
    assert_int_equal(figure(leak, "people"), PEOPLE);
    assert_int_equal(figure(leak, "rank"), who.rank);
    assert_int_equal(figure(leak, "free"), who.free_count);
    assert_int_equal(figure(leak, "exact_values"), 4);
    assert_int_equal(figure(leak, "constant_values"), 4);
    assert_true(json_is_true(json_object_get(leak, "open")));
    lot_run_assert_has(&words, "OF THESE VALUES LEVEL PUBLIC HIDES NOTHING BUT THE NAMES");
    lot_text_free(&words);
    lot_table_free(receipts);
    json_decref(leak);
}

static void a_small_pool_with_exact_quotas_hides_nothing_from_who_solves(void **state)
{
    everybodys_values_are_found_out(*state, "leximin");
}

static void nor_does_it_whatever_the_objective(void **state)
{
    everybodys_values_are_found_out(*state, "nash");
}

/* The quotas allow more, but a fair lottery seats the few as often as can be, on every panel. */
static void wider_quotas_are_no_cure(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv",
                  "id,sex\n1,f\n2,f\n3,m\n4,m\n5,m\n6,m\n7,m\n8,m\n9,m\n10,m\n11,m\n12,m\n");
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,f,2,4\nsex,m,3,5\n");
    lot_ran ran = RUN(folder, "select", "--people", "people.csv", "--quotas", "quotas.csv",
                      "--seats", "7", "--out", "out", "--json");
    assert_int_equal(ran.code, 0);
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_int_equal(figure(json_object_get(object, "leak"), "constant_values"), 2);
    lot_run_assert_has(&ran.err, "2 values have the same number of seats on every one of");
    json_decref(object);
    lot_ran_free(&ran);
}

static void commit_says_it_and_level_full_does_not(void **state)
{
    const lot_run_folder *folder = *state;
    write_inputs(folder);
    EXPECT(folder, 0, "new", "file", "--title", "Leak", "--seats", "7");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "solve", "file", "--tickets", "100");
    EXPECT(folder, 0, "close", "file");
    lot_ran ran = RUN(folder, "commit", "file", "--publish", "public", "--json");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, "Level public tells nobody's values, but");
    lot_run_assert_has(&ran.err, "4 values have the same number of seats on every one of");
    lot_run_assert_has(&ran.err, "(4 by the quotas alone)");
    lot_run_assert_has(&ran.out, "\"leak\":{\"alike\":");
    lot_ran_free(&ran);
    ran = RUN(folder, "commit", "file", "--publish", "full", "--full", "--accept-disclosure",
              "--json");
    assert_int_equal(ran.code, 0);
    assert_null(strstr(ran.err.bytes, "Level public"));
    assert_null(strstr(ran.out.bytes, "leak"));
    lot_ran_free(&ran);
    ran = RUN(folder, "help", "commit");
    lot_run_assert_has(&ran.out, "Fewer panels");
    lot_ran_free(&ran);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_small_pool_with_exact_quotas_hides_nothing_from_who_solves),
        TEST(nor_does_it_whatever_the_objective),
        TEST(wider_quotas_are_no_cure),
        TEST(commit_says_it_and_level_full_does_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
