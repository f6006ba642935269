/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables, end to end: a panel is drawn, and seated. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/run.h"

#include "civiclot/digest.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE = 24, SEATS = 12 };

static const char quotas[] = "feature,value,min,max\n"
                             "sex,f,6,6\nsex,m,6,6\nage,young,4,4\nage,old,8,8\n";

/* p0 .. p23 with the names Name0 Surname ..., of both sexes and ages. */
static void write_people(const lot_run_folder *folder)
{
    lot_text people = LOT_TEXT_EMPTY;
    lot_text_put(&people, "id,name,sex,age\n");
    for (unsigned p = 0; p < PEOPLE; p++)
        lot_text_format(&people, "p%u,Name%u <Surname>,%s,%s\n", p, p, p % 2 == 0 ? "f" : "m",
                        p % 3 == 0 ? "young" : "old");
    lot_run_write(folder, "people.csv", people.bytes);
    lot_run_write(folder, "quotas.csv", quotas);
    lot_text_free(&people);
}

/* The assembly file `r/assembly.civiclot`, drawn; and r/selected.csv. */
static void prepare(const lot_run_folder *folder)
{
    write_people(folder);
    EXPECT(folder, 0, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "12",
           "--tickets", "20", "--seed", "x", "--out", "r");
}

#define FILE_NAME "r/assembly.civiclot"
#define TABLES(folder, ...)                                                                        \
    EXPECT(folder, 0, "tables", FILE_NAME, "--groups", "3", "--sessions", "3", "--seed", "s",      \
           __VA_ARGS__)

static lot_text log_of(const lot_run_folder *folder)
{
    lot_ran ran = RUN(folder, "log", FILE_NAME);
    assert_int_equal(ran.code, 0);
    lot_text_free(&ran.err);
    return ran.out;
}

/* The ids of r/selected.csv, which are copied; how many there are. */
static unsigned read_selected(char ids[PEOPLE][8], const lot_run_folder *folder)
{
    unsigned count = 0;
    lot_text file = lot_run_read(folder, "r/selected.csv");
    for (char *line = strchr(file.bytes, '\n'); line != NULL && line[1] == 'p';
         line = strchr(line + 1, '\n')) {
        size_t length = strcspn(line + 1, ",");
        memcpy(ids[count], line + 1, length);
        ids[count++][length] = '\0';
    }
    lot_text_free(&file);
    return count;
}

/* Groups of sessions, by row of the file; ids as they stand there. */
struct seats {
    unsigned count;
    char ids[PEOPLE][8];
    unsigned groups[PEOPLE][3];
};

static void read_seats(struct seats *out, const lot_run_folder *folder, const char *name)
{
    lot_text file = lot_run_read(folder, name);
    const char *line = file.bytes;
    *out = (struct seats){.count = 0};
    assert_memory_equal(line, "id,session_1,session_2,session_3\n", 33);
    for (line = strchr(line, '\n') + 1; *line != '\0'; line = strchr(line, '\n') + 1) {
        unsigned *groups = out->groups[out->count];
        assert_int_equal(sscanf(line, "%7[^,],%u,%u,%u\n", out->ids[out->count], &groups[0],
                                &groups[1], &groups[2]),
                         4);
        out->count++;
    }
    lot_text_free(&file);
}

static unsigned row_of(const struct seats *seats, const char *id)
{
    unsigned row = 0;
    while (row < seats->count && strcmp(seats->ids[row], id) != 0)
        row++;
    assert_true(row < seats->count);
    return row;
}

/* In how many of the sessions are both in one group? */
static unsigned meetings_of(const struct seats *seats, const char *a, const char *b)
{
    unsigned count = 0;
    for (unsigned s = 0; s < 3; s++)
        count += seats->groups[row_of(seats, a)][s] == seats->groups[row_of(seats, b)][s];
    return count;
}

static void the_panel_is_seated_and_only_the_log_grows(void **state)
{
    const lot_run_folder *folder = *state;
    struct seats seats;
    char ids[PEOPLE][8];
    lot_digest digest;
    char hex[LOT_HEX_BYTES];
    prepare(folder);
    EXPECT(folder, 0, "export", FILE_NAME, "--selected", "s1", "--remaining", "r1", "--lottery",
           "l1");
    lot_text before = log_of(folder);
    TABLES(folder, "--out", "t.csv");
    lot_text after = log_of(folder);
    EXPECT(folder, 0, "export", FILE_NAME, "--selected", "s2", "--remaining", "r2", "--lottery",
           "l2");
    EXPECT(folder, 0, "verify", "r/publish");
    for (unsigned i = 0; i < 3; i++) {
        static const char *const pairs[][2] = {{"s1", "s2"}, {"r1", "r2"}, {"l1", "l2"}};
        lot_text a = lot_run_read(folder, pairs[i][0]);
        lot_text b = lot_run_read(folder, pairs[i][1]);
        assert_string_equal(a.bytes, b.bytes);
        lot_text_free(&a);
        lot_text_free(&b);
    }
    assert_int_equal(lot_run_mode(folder, "t.csv"), 0600);
    read_seats(&seats, folder, "t.csv");
    assert_int_equal(read_selected(ids, folder), SEATS);
    assert_int_equal(seats.count, SEATS);
    for (unsigned i = 0; i < SEATS; i++)
        assert_string_equal(seats.ids[i], ids[i]);
    /* the entry has the digest of the file, and names nobody */
    lot_text file = lot_run_read(folder, "t.csv");
    lot_sha256(&digest, file.bytes, file.length);
    lot_digest_hex(hex, &digest);
    assert_null(strstr(before.bytes, "tables"));
    const char *entry = strstr(after.bytes, "tables");
    assert_non_null(entry);
    assert_non_null(strstr(entry, hex));
    assert_non_null(strstr(entry, "\"seed\":\"s\""));
    for (unsigned i = 0; i < SEATS; i++)
        assert_null(strstr(entry, ids[i]));
    assert_null(strstr(entry, "Name"));
    lot_text_free(&file);
    lot_text_free(&before);
    lot_text_free(&after);
}

static void each_group_mirrors_the_panel(void **state)
{
    const lot_run_folder *folder = *state;
    struct seats seats;
    prepare(folder);
    TABLES(folder, "--out", "t.csv");
    read_seats(&seats, folder, "t.csv");
    for (unsigned s = 0; s < 3; s++) {
        unsigned size[4] = {0}, women[4] = {0}, young[4] = {0};
        for (unsigned i = 0; i < seats.count; i++) {
            unsigned person = (unsigned)strtoul(seats.ids[i] + 1, NULL, 10);
            unsigned group = seats.groups[i][s];
            assert_in_range(group, 1, 3);
            size[group]++;
            women[group] += person % 2 == 0;
            young[group] += person % 3 == 0;
        }
        for (unsigned g = 1; g <= 3; g++) {
            assert_int_equal(size[g], 4);
            assert_int_equal(women[g], 2);
            assert_in_range(young[g], 1, 2);
        }
    }
}

static void a_seed_makes_the_same_seating_again(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    TABLES(folder, "--out", "a");
    TABLES(folder, "--out", "b");
    EXPECT(folder, 0, "tables", FILE_NAME, "--groups", "3", "--sessions", "3", "--seed", "other",
           "--out", "c");
    lot_ran ran =
        RUN(folder, "tables", FILE_NAME, "--groups", "3", "--sessions", "3", "--out", "d");
    assert_int_equal(ran.code, 0);
    char seed[32] = "";
    const char *told = strstr(ran.out.bytes, "\nSeed: ");
    assert_non_null(told);
    memcpy(seed, told + strlen("\nSeed: "), 16);
    EXPECT(folder, 0, "tables", FILE_NAME, "--groups", "3", "--sessions", "3", "--seed", seed,
           "--out", "e");
    /* who comes may be a file alone: of people in the same order, the same seating */
    EXPECT(folder, 0, "tables", "--people", "r/selected.csv", "--quotas", "quotas.csv", "--groups",
           "3", "--sessions", "3", "--seed", "s", "--out", "f");
    lot_text a = lot_run_read(folder, "a"), b = lot_run_read(folder, "b");
    lot_text c = lot_run_read(folder, "c"), d = lot_run_read(folder, "d");
    lot_text e = lot_run_read(folder, "e"), f = lot_run_read(folder, "f");
    assert_string_equal(a.bytes, b.bytes);
    assert_string_not_equal(a.bytes, c.bytes);
    assert_string_equal(d.bytes, e.bytes);
    assert_string_equal(a.bytes, f.bytes);
    lot_text *all[] = {&a, &b, &c, &d, &e, &f};
    for (size_t i = 0; i < 6; i++)
        lot_text_free(all[i]);
    lot_ran_free(&ran);
}

static void who_is_absent_is_not_seated_and_rules_about_them_are_passed_over(void **state)
{
    const lot_run_folder *folder = *state;
    struct seats seats;
    char ids[PEOPLE][8], pair[32], two[32], absent[32];
    prepare(folder);
    (void)read_selected(ids, folder);
    (void)snprintf(pair, sizeof pair, "%s+%s", ids[0], ids[5]);
    (void)snprintf(two, sizeof two, "%s+%s,%s+%s", ids[1], ids[2], ids[1], ids[4]);
    (void)snprintf(absent, sizeof absent, "%s,%s", ids[4], ids[9]);
    WORDS(folder, 0, "1 rule is about somebody who is absent", "tables", FILE_NAME, "--groups", "3",
          "--sessions", "3", "--seed", "s", "--out", "t", "--absent", absent, "--together", pair,
          "--apart", two);
    read_seats(&seats, folder, "t");
    assert_int_equal(seats.count, SEATS - 2);
    for (unsigned i = 0; i < seats.count; i++)
        assert_true(strcmp(seats.ids[i], ids[4]) != 0 && strcmp(seats.ids[i], ids[9]) != 0);
    assert_int_equal(meetings_of(&seats, ids[0], ids[5]), 3);
    assert_int_equal(meetings_of(&seats, ids[1], ids[2]), 0);
}

static void rules_of_a_file_are_kept_and_all_its_problems_told(void **state)
{
    const lot_run_folder *folder = *state;
    struct seats seats;
    char ids[PEOPLE][8];
    lot_text good = LOT_TEXT_EMPTY;
    prepare(folder);
    (void)read_selected(ids, folder);
    lot_text_format(&good, "Rule;Person;Other;why\nTogether;%s; %s ;sisters\nAPART;%s;%s;\n",
                    ids[0], ids[1], ids[0], ids[2]);
    lot_run_write(folder, "pairs.csv", good.bytes);
    TABLES(folder, "--out", "t", "--pairs", "pairs.csv");
    read_seats(&seats, folder, "t");
    assert_int_equal(meetings_of(&seats, ids[0], ids[1]), 3);
    assert_int_equal(meetings_of(&seats, ids[0], ids[2]), 0);
    lot_text_format(&good, "near;%s;Zoe Quux;\ntogether;%s;%s;\n", ids[3], ids[4], ids[4]);
    lot_run_write(folder, "pairs.csv", good.bytes);
    lot_ran ran = RUN(folder, "tables", FILE_NAME, "--groups", "3", "--sessions", "3", "--absent",
                      "nobody", "--together", "p1", "--pairs", "pairs.csv", "--out", "t2");
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, "--absent: nobody has the id 'nobody'");
    lot_run_assert_has(&ran.err, "pairs.csv row 4, column 'Other': nobody among the people");
    lot_run_assert_has(&ran.err, "pairs.csv row 4, column 'Rule': it must be together or apart");
    lot_run_assert_has(&ran.err, "pairs.csv row 5: it is twice the same person");
    assert_null(strstr(ran.err.bytes, "Quux"));
    assert_false(lot_run_is_there(folder, "t2"));
    lot_ran_free(&ran);
    lot_run_write(folder, "pairs.csv", "a,b\nx,y\n");
    WORDS(folder, 3, "there must be one column 'person': the header is person,other,rule", "tables",
          FILE_NAME, "--groups", "3", "--sessions", "3", "--pairs", "pairs.csv");
    lot_text_free(&good);
}

static void what_cannot_be_is_refused_with_the_reason_and_changes_nothing(void **state)
{
    const lot_run_folder *folder = *state;
    char ids[PEOPLE][8], chain[64], pair[32];
    prepare(folder);
    (void)read_selected(ids, folder);
    lot_text before = lot_run_read(folder, FILE_NAME);
    (void)snprintf(chain, sizeof chain, "%s+%s+%s+%s+%s", ids[0], ids[1], ids[2], ids[3], ids[4]);
    (void)snprintf(pair, sizeof pair, "%s+%s", ids[0], ids[2]);
    WORDS(folder, 3, "5 people are to sit together, and a group has 4", "tables", FILE_NAME,
          "--groups", "3", "--sessions", "3", "--together", chain, "--out", "t");
    WORDS(folder, 3, "two people are to sit together and apart", "tables", FILE_NAME, "--groups",
          "2", "--sessions", "3", "--together", chain, "--apart", pair, "--out", "t");
    WORDS(folder, 3, "needs more groups", "tables", FILE_NAME, "--groups", "4", "--sessions", "3",
          "--apart", chain, "--out", "t");
    WORDS(folder, 3, "13 groups are more than the 12 people", "tables", FILE_NAME, "--groups", "13",
          "--sessions", "3", "--out", "t");
    WORDS(folder, 3, "the people file has no column 'nick'", "tables", FILE_NAME, "--groups", "3",
          "--sessions", "3", "--page", "t", "--show", "nick");
    WORDS(folder, 2, "not XLSX", "tables", FILE_NAME, "--groups", "3", "--sessions", "3", "--out",
          "t.xlsx");
    WORDS(folder, 2, "needs an assembly FILE, or else --people and --quotas", "tables", "--groups",
          "3", "--sessions", "3");
    WORDS(folder, 3, "is the assembly file itself", "tables", FILE_NAME, "--groups", "3",
          "--sessions", "3", "--out", FILE_NAME, "--force");
    WORDS(folder, 3, "people.csv is read itself", "tables", "--people", "people.csv", "--quotas",
          "quotas.csv", "--groups", "3", "--sessions", "3", "--out", "people.csv", "--force");
    WORDS(folder, 1, "nowhere", "tables", FILE_NAME, "--groups", "3", "--sessions", "3", "--out",
          "t", "--page", "nowhere/page.html");
    /* the list is written when the page turns out to be a folder: it goes again */
    lot_run_expect_shell(folder, 0, "mkdir folder");
    EXPECT(folder, 1, "tables", FILE_NAME, "--groups", "3", "--sessions", "3", "--out", "t",
           "--page", "folder", "--force");
    assert_false(lot_run_is_there(folder, "t"));
    assert_false(lot_run_is_there(folder, "t.xlsx"));
    lot_text after = lot_run_read(folder, FILE_NAME);
    assert_int_equal(before.length, after.length);
    assert_memory_equal(before.bytes, after.bytes, before.length);
    lot_text_free(&before);
    lot_text_free(&after);
}

static void before_the_draw_and_after_a_rehearsal_nobody_is_seated(void **state)
{
    const lot_run_folder *folder = *state;
    write_people(folder);
    EXPECT(folder, 0, "new", "file", "--title", "T", "--seats", "12");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "solve", "file", "--tickets", "20");
    EXPECT(folder, 0, "close", "file");
    WORDS(folder, 3, "no panel is drawn yet", "tables", "file", "--groups", "3", "--sessions", "2");
    EXPECT(folder, 0, "draw", "file", "--test", "--seed", "x");
    WORDS(folder, 3, "no panel is drawn yet", "tables", "file", "--groups", "3", "--sessions", "2");
    WORDS(folder, 3, "is a rehearsal", "tables", "file", "--groups", "3", "--sessions", "2",
          "--attempt", "1");
}

static void people_are_seated_whatever_bounds_the_quotas_have(void **state)
{
    const lot_run_folder *folder = *state;
    write_people(folder);
    /* of the 24 there are more than any of these bounds allows */
    EXPECT(folder, 0, "tables", "--people", "people.csv", "--quotas", "quotas.csv", "--groups", "5",
           "--sessions", "2", "--out", "t");
    lot_run_write(folder, "shares.csv",
                  "feature,value,min,max\nsex,f,50%,50%\nsex,m,?,\nage,young,,\nage,old,1,0\n");
    EXPECT(folder, 0, "tables", "--people", "people.csv", "--quotas", "shares.csv", "--groups", "5",
           "--sessions", "2", "--out", "t2");
    lot_run_write(folder, "short.csv",
                  "feature,value,min,max\nsex,f,0,9\nage,young,0,9\nage,old,0,"
                  "9\n");
    EXPECT(folder, 3, "tables", "--people", "people.csv", "--quotas", "short.csv", "--groups", "5",
           "--sessions", "2", "--out", "t3");
    assert_false(lot_run_is_there(folder, "t3"));
}

static void a_page_shows_ids_and_names_only_where_they_are_asked_for(void **state)
{
    const lot_run_folder *folder = *state;
    char ids[PEOPLE][8], name[256];
    prepare(folder);
    (void)read_selected(ids, folder);
    (void)snprintf(name, sizeof name, ">Name%s &lt;Surname&gt;</td>", ids[3] + 1);
    TABLES(folder, "--page", "plain.html");
    TABLES(folder, "--page", "names.html", "--show", "NAME,age");
    assert_int_equal(lot_run_mode(folder, "names.html"), 0600);
    lot_text plain = lot_run_read(folder, "plain.html");
    lot_text names = lot_run_read(folder, "names.html");
    lot_run_assert_has(&plain, ids[3]);
    lot_run_assert_has(&plain, "Session 3");
    lot_run_assert_has(&plain, "Table 3");
    assert_null(strstr(plain.bytes, "Surname"));
    assert_null(strstr(plain.bytes, "http"));
    lot_run_assert_has(&names, name);
    lot_run_assert_has(&names, ">young</td>");
    lot_text_free(&plain);
    lot_text_free(&names);
}

static void no_spreadsheet_runs_an_id(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", "id,sex\n=1+1,f\n@b,m\n\"c,d\",f\n");
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\n");
    EXPECT(folder, 0, "tables", "--people", "people.csv", "--quotas", "quotas.csv", "--groups", "1",
           "--sessions", "1", "--out", "plain", "--seed", "s");
    EXPECT(folder, 0, "tables", "--people", "people.csv", "--quotas", "quotas.csv", "--groups", "1",
           "--sessions", "1", "--out", "safe", "--seed", "s", "--spreadsheet");
    lot_text plain = lot_run_read(folder, "plain");
    lot_text safe = lot_run_read(folder, "safe");
    assert_string_equal(plain.bytes, "id,session_1\n=1+1,1\n@b,1\n\"c,d\",1\n");
    lot_run_assert_has(&safe, "id,session_1\n'=1+1,1\n'@b,1\n\"c,d\",1\n");
    lot_text_free(&plain);
    lot_text_free(&safe);
}

static void an_object_tells_the_seating_and_what_it_is_worth(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_ran ran = RUN(folder, "tables", FILE_NAME, "--groups", "3", "--sessions", "3", "--seed",
                      "s", "--json");
    assert_int_equal(ran.code, 0);
    json_t *object = json_loads(ran.out.bytes, 0, NULL);
    assert_non_null(object);
    json_t *here = json_object_get(object, "here");
    json_t *bound = json_object_get(object, "bound");
    json_int_t met = json_integer_value(json_object_get(here, "pairs_met"));
    json_int_t most = json_integer_value(json_object_get(bound, "pairs_met"));
    double random = strtod(
        json_string_value(json_object_get(json_object_get(object, "at_random"), "pairs_met")),
        NULL);
    assert_true(met <= most && met > 0 && (double)met > random);
    json_t *tables = json_object_get(object, "tables");
    assert_int_equal(json_array_size(tables), 3);
    assert_int_equal(json_array_size(json_array_get(json_array_get(tables, 0), 0)), 4);
    assert_int_equal(json_integer_value(json_object_get(object, "attempt")), 1);
    json_decref(object);
    lot_ran_free(&ran);
}

#define END_TO_END(test) cmocka_unit_test_setup_teardown(test, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        END_TO_END(the_panel_is_seated_and_only_the_log_grows),
        END_TO_END(each_group_mirrors_the_panel),
        END_TO_END(a_seed_makes_the_same_seating_again),
        END_TO_END(who_is_absent_is_not_seated_and_rules_about_them_are_passed_over),
        END_TO_END(rules_of_a_file_are_kept_and_all_its_problems_told),
        END_TO_END(what_cannot_be_is_refused_with_the_reason_and_changes_nothing),
        END_TO_END(before_the_draw_and_after_a_rehearsal_nobody_is_seated),
        END_TO_END(people_are_seated_whatever_bounds_the_quotas_have),
        END_TO_END(a_page_shows_ids_and_names_only_where_they_are_asked_for),
        END_TO_END(no_spreadsheet_runs_an_id),
        END_TO_END(an_object_tells_the_seating_and_what_it_is_worth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
