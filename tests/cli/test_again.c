/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders that civiclot publishes, made a second time by tests/vectors/again.py, byte for byte. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/text.h"
#include "support/run.h"

#include <stdlib.h>
#include <unistd.h>

static lot_ran run_again(const lot_run_folder *folder, const char *first, const char *second)
{
    char root[1024];
    lot_text program = LOT_TEXT_EMPTY;
    assert_non_null(getcwd(root, sizeof root));
    lot_text_format(&program, "%s/tests/vectors/again.py", root);
    lot_ran ran = lot_run_other(
        folder, ".",
        (const char *const[]){"python3", "-B", lot_text_string(&program), first, second, NULL});
    lot_text_free(&program);
    return ran;
}

/* Fail unless the second implementation makes the same bytes of the published folder `name`. */
static void assert_again(const lot_run_folder *folder, const char *name)
{
    lot_ran ran = run_again(folder, name, NULL);
    if (ran.code != 0)
        fail_msg("%s%s", lot_text_string(&ran.out), lot_text_string(&ran.err));
    lot_ran_free(&ran);
}

/* The example's people, quotas and keys in the folder. */
static void put_example(const lot_run_folder *folder)
{
    if (system("command -v python3 >/dev/null") != 0) {
        print_message("skipped: no python3 to make published folders a second time\n");
        skip();
    }
    lot_ran ran = run_again(folder, "--people", ".");
    assert_int_equal(ran.code, 0);
    lot_ran_free(&ran);
}

/* An assembly with the example's people, closed. */
static void close_assembly(const lot_run_folder *folder, const char *objective, const char *tickets)
{
    put_example(folder);
    EXPECT(folder, 0, "new", "file", "--title", "R\xc3\xa4te, \"2024\": all", "--seats", "3",
           "--pseudonyms-from", "key");
    EXPECT(folder, 0, "import", "file", "people.csv", "--household", "home");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "solve", "file", "--objective", objective, "--tickets", tickets);
    EXPECT(folder, 0, "close", "file");
}

static void a_folder_of_one_run_is_made_again(void **state)
{
    const lot_run_folder *folder = *state;
    static const char *const objectives[] = {"leximin", "maximin",    "minimax",
                                             "nash",    "goldilocks", "legacy"};
    put_example(folder);
    for (size_t o = 0; o < sizeof objectives / sizeof *objectives; o++) {
        lot_text out = LOT_TEXT_EMPTY;
        lot_text published = LOT_TEXT_EMPTY;
        lot_text_format(&out, "out-%s", objectives[o]);
        lot_text_format(&published, "out-%s/publish", objectives[o]);
        EXPECT(folder, 0, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats",
               "3", "--out", lot_text_string(&out), "--household", "home", "--tickets", "10",
               "--seed", "3 7 21", "--pseudonyms-from", "key", "--objective", objectives[o],
               "--full", "--accept-disclosure");
        assert_again(folder, lot_text_string(&published));
        lot_text_free(&out);
        lot_text_free(&published);
    }
}

static void a_signed_folder_is_made_again_before_and_after_its_draw(void **state)
{
    const lot_run_folder *folder = *state;
    close_assembly(folder, "leximin", "10");
    EXPECT(folder, 0, "commit", "file", "--publish", "p", "--key", "sign.key", "--source",
           "text:a: b", "--source", "operator");
    assert_true(lot_run_is_there(folder, "p/final.txt.minisig"));
    assert_again(folder, "p");
    EXPECT(folder, 0, "draw", "file", "--seed", "x \xe2\x80\x94 y", "--key", "sign.key");
    assert_true(lot_run_is_there(folder, "p/draw.txt"));
    assert_again(folder, "p");
}

/* The contributors' files are the vectors'; again.py writes them too. */
static void every_kind_of_source_is_made_again(void **state)
{
    const lot_run_folder *folder = *state;
    close_assembly(folder, "leximin", "10");
    lot_text ann = lot_run_read(folder, "ann.source");
    lot_text cenek = lot_run_read(folder, "cenek.source");
    EXPECT(folder, 0, "commit", "file", "--publish", "first", "--source", lot_text_string(&ann),
           "--source", lot_text_string(&cenek), "--source", "dice:31", "--source", "operator");
    lot_text_free(&ann);
    lot_text_free(&cenek);
    assert_again(folder, "first");
    EXPECT(folder, 0, "reveal", "file", "ann.txt", "--absent",
           "\xc4\x8c"
           "en\xc4\x9bk");
    assert_again(folder, "first");
    EXPECT(folder, 0, "draw", "file", "--dice", "1234561234561234561234561234561");
    assert_again(folder, "first");
    EXPECT(folder, 0, "commit", "file", "--publish", "second", "--source", "by-hand");
    EXPECT(folder, 0, "draw", "file", "--ticket", "9");
    assert_again(folder, "second");
    EXPECT(folder, 0, "commit", "file", "--publish", "third", "--source", "dice:3", "--source",
           "beacon:city:7", "--source", "text:it");
    EXPECT(folder, 0, "draw", "file", "--beacon", "7:0123456789abcdef0123456789abcdef", "--seed",
           " d ", "--dice", "6, 6 6");
    assert_again(folder, "third");
}

static void later_attempts_with_rehearsals_between_are_made_again(void **state)
{
    const lot_run_folder *folder = *state;
    close_assembly(folder, "maximin", "10");
    EXPECT(folder, 0, "draw", "file", "--test", "--seed", "rehearse");
    EXPECT(folder, 0, "commit", "file", "--publish", "first");
    EXPECT(folder, 0, "draw", "file", "--seed", "1");
    EXPECT(folder, 0, "commit", "file", "--publish", "second");
    EXPECT(folder, 0, "commit", "file", "--publish", "third", "--full", "--accept-disclosure");
    EXPECT(folder, 0, "draw", "file", "--test", "--seed", "rehearse");
    EXPECT(folder, 0, "draw", "file", "--seed", "3");
    EXPECT(folder, 0, "export", "file", "--publish", "exported", "--attempt", "2");
    assert_again(folder, "first");
    assert_again(folder, "second");
    assert_again(folder, "third");
    lot_run_assert_same(folder, "first", "exported");
}

static void pieces_of_several_tickets_are_made_again(void **state)
{
    const lot_run_folder *folder = *state;
    close_assembly(folder, "goldilocks", "20000");
    EXPECT(folder, 0, "commit", "file", "--publish", "p");
    EXPECT(folder, 0, "draw", "file", "--seed", "z");
    assert_again(folder, "p");
}

static void a_changed_byte_is_not_made_again(void **state)
{
    const lot_run_folder *folder = *state;
    close_assembly(folder, "leximin", "10");
    EXPECT(folder, 0, "commit", "file", "--publish", "p");
    lot_run_write(folder, "p/pool.csv", "pid,leaf\n");
    lot_ran ran = run_again(folder, "p", NULL);
    assert_int_equal(ran.code, 1);
    lot_run_assert_has(&ran.out, "p/pool.csv is not what");
    lot_ran_free(&ran);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_folder_of_one_run_is_made_again),
        IN_FOLDER(a_signed_folder_is_made_again_before_and_after_its_draw),
        IN_FOLDER(every_kind_of_source_is_made_again),
        IN_FOLDER(later_attempts_with_rehearsals_between_are_made_again),
        IN_FOLDER(pieces_of_several_tickets_are_made_again),
        IN_FOLDER(a_changed_byte_is_not_made_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
