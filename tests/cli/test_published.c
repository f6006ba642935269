/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The published folder: there before anything is told, and completed where a run was stopped. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/little.h"
#include "support/run.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* An assembly file, ready for a commit. */
static void prepare(const lot_run_folder *folder)
{
    lot_little_close(folder, "Assembly");
}

static void a_draw_is_published_even_when_nobody_can_hear_it(void **state)
{
    static const char *const lines[] = {"\"$0\" draw file --seed x >/dev/full",
                                        "\"$0\" draw file --seed x --json >/dev/full"};
    const lot_run_folder *folder = *state;
    if (access("/dev/full", W_OK) != 0) {
        print_message("skipped: there is no /dev/full\n");
        skip();
    }
    prepare(folder);
    for (size_t i = 0; i < 2; i++) {
        EXPECT(folder, 0, "commit", "file", "--publish", "public");
        lot_ran ran = lot_run_shell(folder, lines[i]);
        assert_int_equal(ran.code, 1);
        lot_run_assert_has(&ran.err, "the draw stands (ticket ");
        lot_run_assert_has(&ran.err, "and is published in /");
        lot_run_assert_has(&ran.err, "civiclot report FILE tells it again");
        lot_ran_free(&ran);
        assert_int_equal(lot_run_count(folder, "public"), 9);
        lot_run_expect_shell(folder, 0, "rm -r public");
    }
    EXPECT(folder, 0, "report", "file");
}

static void a_commit_that_nobody_hears_says_that_it_stands(void **state)
{
    const lot_run_folder *folder = *state;
    if (access("/dev/full", W_OK) != 0) {
        print_message("skipped: there is no /dev/full\n");
        skip();
    }
    prepare(folder);
    lot_ran ran = lot_run_shell(folder, "\"$0\" commit file --publish public >/dev/full");
    assert_int_equal(ran.code, 1);
    lot_run_assert_has(&ran.err, "attempt 1 is committed and published in /");
    lot_ran_free(&ran);
    assert_int_equal(lot_run_count(folder, "public"), 7);
}

/* As a run leaves it that was killed between the assembly file and the folder. */
static void a_draw_that_was_stopped_before_its_folder_is_completed(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    lot_run_expect_shell(folder, 0, "cp -p public/log.txt before");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    lot_run_expect_shell(folder, 0,
                         "cp -pr public whole && rm public/draw.txt public/pool.csv && "
                         "cp -p before public/log.txt && cp before public/log.txt.aB3xYz");
    WORDS(folder, 3, "does not tell of it yet: civiclot export FILE --publish DIR completes",
          "draw", "file", "--seed", "x");
    WORDS(folder, 0, "Up to date: public", "export", "file", "--publish", "public");
    lot_run_assert_same(folder, "whole", "public");
    WORDS(folder, 3, "a second draw is a new attempt", "draw", "file", "--seed", "x");
}

static void only_the_attempt_s_own_folder_is_completed(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "first");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    EXPECT(folder, 0, "commit", "file", "--publish", "second");
    EXPECT(folder, 0, "draw", "file", "--seed", "y");
    lot_run_expect_shell(folder, 0, "cp -pr first whole");
    WORDS(folder, 3, "first exists and is not empty", "export", "file", "--publish", "first",
          "--chances", "chances");
    assert_false(lot_run_is_there(folder, "chances"));
    EXPECT(folder, 0, "export", "file", "--publish", "first", "--attempt", "1");
    lot_run_assert_same(folder, "first", "whole");
    lot_run_expect_shell(folder, 0, "echo 'a,b' >>first/pool.csv");
    WORDS(folder, 5, "pool.csv in first differs from the assembly file: it was changed", "export",
          "file", "--publish", "first", "--attempt", "1", "--chances", "chances");
    assert_false(lot_run_is_there(folder, "chances"));
    WORDS(folder, 5, "move it away, and civiclot export FILE --publish DIR puts it back", "export",
          "file", "--publish", "first", "--attempt", "1");
    lot_run_expect_shell(folder, 0, "mv first/pool.csv changed.csv");
    EXPECT(folder, 0, "export", "file", "--publish", "first", "--attempt", "1");
    lot_run_assert_same(folder, "first", "whole");
    lot_run_expect_shell(folder, 0, "echo '{}' >first/manifest.txt");
    WORDS(folder, 3, "first exists and is not empty", "export", "file", "--publish", "first",
          "--attempt", "1");
}

/* Whenever it is written: the entries after it belong to others. */
static void the_log_that_is_published_ends_with_the_attempt_s_own_entry(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "first");
    lot_text committed = lot_run_read(folder, "first/log.txt");
    EXPECT(folder, 0, "draw", "file", "--test");
    EXPECT(folder, 0, "export", "file", "--publish", "again");
    lot_run_assert_same(folder, "first", "again");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    EXPECT(folder, 3, "draw", "file", "--seed", "x");
    EXPECT(folder, 0, "commit", "file", "--publish", "second");
    EXPECT(folder, 0, "draw", "file", "--seed", "y");
    EXPECT(folder, 0, "export", "file", "--publish", "later", "--attempt", "1");
    lot_run_assert_same(folder, "first", "later");
    lot_text drawn = lot_run_read(folder, "first/log.txt");
    assert_int_equal(
        strncmp(lot_text_string(&drawn), lot_text_string(&committed), committed.length), 0);
    const char *last = lot_text_string(&drawn) + drawn.length - 1;
    while (last > drawn.bytes && last[-1] != '\n')
        last--;
    assert_non_null(strstr(last, "Z draw "));
    lot_text_free(&committed);
    lot_text_free(&drawn);
}

static void the_log_says_what_it_cannot_tell(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    lot_ran ran = RUN(folder, "log", "file");
    lot_run_assert_has(&ran.out, "compare the checkpoint with the one\nin the minutes");
    lot_ran_free(&ran);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_draw_is_published_even_when_nobody_can_hear_it),
        TEST(a_commit_that_nobody_hears_says_that_it_stands),
        TEST(a_draw_that_was_stopped_before_its_folder_is_completed),
        TEST(only_the_attempt_s_own_folder_is_completed),
        TEST(the_log_that_is_published_ends_with_the_attempt_s_own_entry),
        TEST(the_log_says_what_it_cannot_tell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
