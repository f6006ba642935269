/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws with reserves, from the curve before the commit to what a verifier says. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/mending.h"
#include "support/tamper.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static void assert_prints(const lot_run_folder *folder, const char *has, const char *const *words)
{
    lot_ran ran = lot_run(folder, words);
    if (ran.code != 0)
        fail_msg("%s", lot_text_string(&ran.err));
    lot_run_assert_has(&ran.out, has);
    lot_ran_free(&ran);
}
#define PRINTS(folder, has, ...)                                                                   \
    assert_prints((folder), (has), (const char *const[]){__VA_ARGS__, NULL})

/* Closed, committed with reserves and drawn. */
static void draw(const lot_run_folder *folder, const char *count)
{
    lot_mending_close(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "pub", "--reserves", count, "--full",
           "--accept-disclosure");
    EXPECT(folder, 0, "draw", "file", "--seed", "first");
}

static void tamper(const lot_run_folder *folder, const char *name, const char *sql)
{
    lot_text path = LOT_TEXT_EMPTY;
    lot_text_format(&path, "%s/%s", folder->path, name);
    lot_test_tamper(lot_text_string(&path), sql);
    lot_text_free(&path);
}

static unsigned count_lines(const lot_text *text)
{
    unsigned count = 0;
    for (const char *c = lot_text_string(text); *c != '\0'; c++)
        count += *c == '\n';
    return count;
}

static void reserves_are_announced_drawn_exported_and_proven(void **state)
{
    const lot_run_folder *folder = *state;
    draw(folder, "5");
    lot_text process = lot_run_read(folder, "pub/process.txt");
    assert_ptr_equal(strstr(lot_text_string(&process), "civiclot-process: 4\n"),
                     lot_text_string(&process));
    lot_run_assert_has(&process, "\nreserves: 5\ndropout-samples: 500\ndropout-rate: 100000\n");
    lot_text_free(&process);
    lot_text reserves = lot_run_read(folder, "pub/reserves.txt");
    assert_int_equal(count_lines(&reserves), 2 + 5);
    lot_text_free(&reserves);
    PRINTS(folder, "the 5 reserves in reserves.txt, in this order, are those whom the seed gives",
           "verify", "pub");
    EXPECT(folder, 0, "export", "file", "--reserves", "reserves.csv", "--remaining", "rest.csv");
    assert_int_equal(lot_run_mode(folder, "reserves.csv"), 0600);
    lot_run_expect_shell(folder, 0, "test $(grep -c ',reserve$' rest.csv) = 5");
    lot_run_expect_shell(folder, 0,
                         "sed 1d reserves.csv | cut -d, -f5 | tr '\\n' ' ' >places && "
                         "test \"$(cat places)\" = '1 2 3 4 5 '");
    lot_run_expect_shell(folder, 0,
                         "cut -d, -f1-4 reserves.csv | sed 1d >rows && "
                         "test $(grep -cxFf rows people.csv) = 5");
    EXPECT(folder, 0, "export", "file", "--reserves", "reserves.xlsx");
    EXPECT(folder, 0, "export", "file", "--publish", "again");
    lot_run_assert_same(folder, "pub", "again");
}

static void the_organiser_is_told_who_is_in_reserve_by_id_and_all_others_by_pid(void **state)
{
    const lot_run_folder *folder = *state;
    draw(folder, "4");
    PRINTS(folder, "\nReserves, in their order: V", "report", "file");
    PRINTS(folder, "\"reserves\":{\"deviation\":[", "report", "file", "--json");
    lot_run_expect_shell(folder, 0,
                         "\"$0\" report file --json | sed 's/.*\"ids\":\\[//;s/\\].*//;s/\"//g' |"
                         " tr ',' '\\n' >ids; \"$0\" export file --reserves - | sed 1d |"
                         " cut -d, -f1 | cmp - ids");
    lot_run_expect_shell(folder, 0,
                         "\"$0\" mark file --list | grep -x \"$(sed -n 3p ids)  pool  reserve 3\"");
    EXPECT(folder, 0, "report", "file", "--out", "page.html");
    lot_run_expect_shell(folder, 0,
                         "for pid in $(sed -n 's/^pid: //p' pub/reserves.txt); do"
                         " grep -q $pid page.html || exit 1; done");
    lot_run_expect_shell(folder, 1, "grep -rq V0 pub page.html");
    lot_text page = lot_run_read(folder, "page.html");
    lot_run_assert_has(&page, "<title>Deviation from the quotas, by reserves</title>");
    lot_run_assert_has(&page, "Drop-outs that were assumed</h3>\n<p>10.0 % of everybody");
    lot_text_free(&page);
}

/* Who withdrew is no reserve any more; the others keep their places. */
static void a_reserve_who_withdrew_is_on_no_list(void **state)
{
    const lot_run_folder *folder = *state;
    draw(folder, "3");
    lot_run_expect_shell(folder, 0,
                         "\"$0\" export file --reserves - | sed -n 2p | cut -d, -f1 >id");
    lot_run_expect_shell(folder, 0,
                         "\"$0\" mark file --id $(cat id) --as withdrawn --reason ill --quiet");
    lot_run_expect_shell(folder, 0, "\"$0\" export file --reserves left.csv --quiet");
    lot_run_expect_shell(folder, 0,
                         "sed 1d left.csv | cut -d, -f5 | tr '\\n' ' ' >places && "
                         "test \"$(cat places)\" = '2 3 '");
    lot_run_expect_shell(folder, 1, "grep -q $(cat id) left.csv");
    PRINTS(folder, "  reserve 1\n", "mark", "file", "--list");
}

static void rates_of_values_are_published_and_chosen_by(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder);
    lot_run_write(folder, "rates.csv",
                  "feature,value,rate\noverall,,20%\nage,young,90%\nsex,f,0\n");
    EXPECT(folder, 0, "commit", "file", "--publish", "pub", "--reserves", "3", "--dropouts",
           "rates.csv", "--samples", "50", "--full", "--accept-disclosure");
    lot_text rates = lot_run_read(folder, "pub/dropouts.csv");
    assert_string_equal(lot_text_string(&rates), "feature,value,rate\nsex,f,0\nsex,m,200000\n"
                                                 "age,young,900000\nage,mid,200000\n"
                                                 "age,old,200000\n");
    lot_text_free(&rates);
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    PRINTS(folder, "by 50 samples of who leaves", "verify", "pub");
    EXPECT(folder, 0, "report", "file", "--out", "page.html");
    lot_text page = lot_run_read(folder, "page.html");
    lot_run_assert_has(&page, "<th scope=\"row\">age: young</th><td>90.0 %</td>");
    lot_text_free(&page);
}

static void what_was_changed_after_the_commit_or_the_draw_is_found(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "pub", "--reserves", "3");
    lot_run_expect_shell(folder, 0, "cp -r pub kept && sed -i 's/100000/100001/' pub/dropouts.csv");
    WORDS(folder, 5, "dropouts.csv in ", "draw", "file", "--seed", "x");
    lot_run_expect_shell(folder, 0, "rm -r pub && mv kept pub && cp file other");
    tamper(folder, "other", "UPDATE dropout_rates SET rate = 100001 WHERE quota = 0");
    WORDS(folder, 5, "the assembly file was changed", "draw", "other", "--seed", "x");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    lot_run_expect_shell(folder, 0, "cp file other");
    tamper(folder, "other",
           "UPDATE reserves SET place = 10 - place; UPDATE reserves SET place = place - 8");
    WORDS(folder, 5, "it tells of other reserves than there are", "report", "other");
    lot_run_expect_shell(folder, 0, "cp file other");
    tamper(folder, "other", "UPDATE reserve_plans SET samples = 3");
    WORDS(folder, 5, "it tells of other reserves that were announced", "report", "other");
}

static void what_does_not_fit_is_refused_before_anything_happens(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder);
    lot_run_expect_shell(folder, 0, "cp file before");
    WORDS(folder, 2, "--dropouts goes with --reserves N", "commit", "file", "--publish", "p",
          "--dropouts", "12%");
    WORDS(folder, 2, "--samples goes with --reserves N", "commit", "file", "--publish", "p",
          "--samples", "9");
    WORDS(folder, 2, "--reserves", "commit", "file", "--publish", "p", "--reserves", "0");
    WORDS(folder, 2, "--reserves", "commit", "file", "--publish", "p", "--reserves", "1001");
    WORDS(folder, 2, "below 100%", "commit", "file", "--publish", "p", "--reserves", "2",
          "--dropouts", "100%");
    lot_run_write(folder, "rates.csv", "feature,value,rate\nsex,x,10%\n");
    EXPECT(folder, 3, "commit", "file", "--publish", "p", "--reserves", "2", "--dropouts",
           "rates.csv");
    assert_false(lot_run_is_there(folder, "p"));
    EXPECT(folder, 0, "commit", "file", "--publish", "p");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    WORDS(folder, 3, "attempt 1 has none", "export", "file", "--reserves", "r.csv");
}

static void more_reserves_than_people_are_as_many_as_there_are(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", "id,sex\nV1,f\nV2,f\nV3,m\nV4,m\nV5,m\n");
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,f,1,2\nsex,m,1,2\n");
    EXPECT(folder, 0, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "3",
           "--reserves", "9", "--full", "--accept-disclosure", "--out", "out");
    PRINTS(folder, "Fewer than the 9 announced: nobody else is left.", "report",
           "out/assembly.civiclot");
    PRINTS(folder, "the 2 reserves in reserves.txt", "verify", "out/publish");
    lot_run_expect_shell(folder, 0, "test $(wc -l <out/reserves.csv) = 3");
}

/* Reserves follow from who is in the pool, not from how the file has them. */
static void the_order_of_the_file_changes_no_reserve(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder); /* for its files */
    lot_run_write(folder, "key", "0123456789abcdef0123456789abcdef");
    lot_run_expect_shell(folder, 0, "(head -1 people.csv; sed 1d people.csv | sort -r) >other.csv");
    EXPECT(folder, 0, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "8",
           "--household", "address", "--reserves", "6", "--seed", "a", "--pseudonyms-from", "key",
           "--xlsx", "--spreadsheet", "--out", "one");
    lot_run_expect_shell(folder, 0,
                         "for out in two three; do \"$0\" select --people other.csv --quotas"
                         " quotas.csv --seats 8 --household address --reserves 6 --seed a"
                         " --pseudonyms-from key --quiet --out $out >/dev/null"
                         " || exit 1; done");
    lot_run_expect_shell(folder, 0, "cmp one/publish/reserves.txt two/publish/reserves.txt");
    lot_run_expect_shell(folder, 0, "cmp two/reserves.csv three/reserves.csv");
    lot_run_expect_shell(folder, 0, "cmp one/reserves.csv two/reserves.csv");
    lot_run_expect_shell(folder, 1, "cmp -s one/chances.csv two/chances.csv"); /* its own order */
    lot_run_expect_shell(folder, 0, "test -s one/reserves.xlsx -a -s one/reserves-spreadsheet.csv");
}

static void the_curve_is_shown_before_and_after_the_draw(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder);
    PRINTS(folder, "of each of 5 panels", "reserves", "file", "--most", "6");
    PRINTS(folder, "reserves  deviation\n       0 ", "reserves", "file", "--most", "6");
    PRINTS(folder, "of each of 2 panels", "reserves", "file", "--panels", "2", "--most", "1");
    PRINTS(folder, "over\n500 samples of who drops out, of 1 panel that", "reserves", "file",
           "--panels", "1", "--most", "1");
    PRINTS(folder, "the knee is not reached. --most N", "reserves", "file", "--most", "1");
    PRINTS(folder, "No reserve lowers the deviation", "reserves", "file", "--dropouts", "0%");
    EXPECT(folder, 0, "commit", "file", "--publish", "pub", "--reserves", "4");
    PRINTS(folder, "Drop-outs: as attempt 1 announced", "reserves", "file");
    EXPECT(folder, 0, "draw", "file", "--seed", "first");
    PRINTS(folder, ", of the panel of attempt 1.\n", "reserves", "file");
    lot_run_expect_shell(
        folder, 0,
        "\"$0\" reserves file --most 4 --json | sed 's/.*deviation\":\\(\\[[^]]*\\]"
        "\\).*/\\1/' >a; \"$0\" report file --json | sed 's/.*deviation\":\\(\\[[^]]"
        "*\\]\\).*/\\1/' >b; test -s a && cmp a b");
    PRINTS(folder, "Drop-outs: 30 % of everybody, as given", "reserves", "file", "--dropouts",
           "30%");
    lot_run_expect_shell(folder, 0,
                         "cp file before; \"$0\" reserves file >/dev/null; cmp file before");
}

static void a_draw_that_is_killed_is_made_or_not(void **state)
{
    const lot_run_folder *folder = *state;
    static const char *const signs[] = {"sign", "file-journal", "file-journal"};
    static const int signals[] = {SIGINT, SIGKILL, SIGTERM};
    lot_mending_close(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "pub", "--reserves", "8", "--samples",
           "20000");
    lot_run_write(folder, "sign", "");
    for (size_t i = 0; i < 3; i++) {
        lot_ran ran =
            lot_run_and_signal(folder, signals[i], 1, signs[i],
                               (const char *const[]){"draw", "file", "--seed", "x", NULL});
        lot_ran_free(&ran);
        EXPECT(folder, 0, "log", "file");
    }
    lot_ran ran = RUN(folder, "draw", "file", "--seed", "x");
    assert_true(ran.code == 0 || ran.code == 3);
    lot_ran_free(&ran);
    EXPECT(folder, 0, "export", "file", "--publish", "pub");
    EXPECT(folder, 0, "verify", "pub");
    lot_run_expect_shell(folder, 0, "test $(grep -c ^pid: pub/reserves.txt) = 8");
}

/* A replacement that is drawn anew has reserves of its own, and nobody who withdrew. */
static void a_replacement_has_reserves_too(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "pub", "--full", "--accept-disclosure");
    EXPECT(folder, 0, "draw", "file", "--seed", "first");
    lot_mending_panel before = lot_mending_selected(folder, "file");
    EXPECT(folder, 0, "replace", "file", "--dropout", before.ids[0], "--reason", "ill",
           "--reserves", "4", "--full", "--accept-disclosure");
    EXPECT(folder, 0, "draw", "file", "--seed", "second");
    lot_text process = lot_run_read(folder, "pub/replace/1/process.txt");
    assert_ptr_equal(strstr(lot_text_string(&process), "civiclot-process: 5\n"),
                     lot_text_string(&process));
    lot_text_free(&process);
    PRINTS(folder, "the 4 reserves in reserves.txt", "verify", "pub");
    lot_ran ran = RUN(folder, "export", "file", "--reserves", "-");
    assert_null(strstr(lot_text_string(&ran.out), before.ids[0]));
    lot_ran_free(&ran);
}

/* Of a sparse file of 1 TiB not a byte more than its first block is read. */
static void a_file_far_too_long_for_rates_is_refused_before_it_is_read(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder);
    lot_run_expect_shell(folder, 0,
                         "printf 'feature,value,rate\\n' >rates.csv; "
                         "truncate -s 1T rates.csv");
    lot_ran ran = RUN(folder, "reserves", "file", "--dropouts", "rates.csv");
    assert_int_equal(ran.code, 1);
    lot_run_assert_has(&ran.err, "rates.csv: longer than 402653184 bytes (it has 1099511627776)");
    lot_ran_free(&ran);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_far_too_long_for_rates_is_refused_before_it_is_read),
        TEST(reserves_are_announced_drawn_exported_and_proven),
        TEST(the_organiser_is_told_who_is_in_reserve_by_id_and_all_others_by_pid),
        TEST(a_reserve_who_withdrew_is_on_no_list),
        TEST(rates_of_values_are_published_and_chosen_by),
        TEST(what_was_changed_after_the_commit_or_the_draw_is_found),
        TEST(what_does_not_fit_is_refused_before_anything_happens),
        TEST(more_reserves_than_people_are_as_many_as_there_are),
        TEST(the_order_of_the_file_changes_no_reserve),
        TEST(the_curve_is_shown_before_and_after_the_draw),
        TEST(a_draw_that_is_killed_is_made_or_not),
        TEST(a_replacement_has_reserves_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
