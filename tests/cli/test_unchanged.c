/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An assembly file that was changed behind civiclot's back: nothing is told or written out of it.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/little.h"
#include "support/run.h"
#include "support/solved.h"
#include "support/tamper.h"

#include <stdio.h>
#include <string.h>

/* An assembly file, ready for a commit. */
static void prepare(const lot_run_folder *folder)
{
    lot_little_close(folder, "Assembly");
}

static void tamper(const lot_run_folder *folder, const char *sql)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/file", folder->path);
    lot_test_tamper(path, sql);
}

/* Copy the assembly file, or put the copy back. */
static void copy(const lot_run_folder *folder, const char *from, const char *to)
{
    lot_ran ran = lot_run_other(folder, ".", (const char *const[]){"cp", from, to, NULL});
    assert_int_equal(ran.code, 0);
    lot_ran_free(&ran);
}

/* Run, and expect exit code 5 and words on stderr. */
static void refuse(const lot_run_folder *folder, const char *words, const char *const *command)
{
    lot_ran ran = lot_run(folder, command);
    if (ran.code != 5)
        fail_msg("%s ended %d: %s", command[0], ran.code, lot_text_string(&ran.err));
    assert_int_equal(ran.out.length, 0);
    lot_run_assert_has(&ran.err, words);
    lot_ran_free(&ran);
}
#define REFUSE(folder, words, ...)                                                                 \
    refuse((folder), (words), (const char *const[]){__VA_ARGS__, NULL})

/* Figures that follow from the proof and the lottery, each changed on its own. */
static void a_figure_that_the_proof_does_not_say_is_refused(void **state)
{
    const lot_run_folder *folder = *state;
    static const char *const harms[] = {
        "UPDATE lotteries SET distance_millitickets = distance_millitickets + 500",
        "UPDATE lotteries SET bound_numerator = '1', bound_denominator = '9'",
        "UPDATE lotteries SET levels = levels + 1",
        "UPDATE lotteries SET cuts = 7",
    };
    prepare(folder);
    copy(folder, "file", "kept");
    for (size_t i = 0; i < sizeof harms / sizeof *harms; i++) {
        copy(folder, "kept", "file");
        tamper(folder, harms[i]);
        REFUSE(folder, "proof", "commit", "file", "--publish", "public");
        REFUSE(folder, "proof", "report", "file");
    }
    copy(folder, "kept", "file");
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
}

/* The log binds names of sources too, but not what draws in one run or rehearsals rest on. */
static void what_was_announced_is_compared_line_by_line(void **state)
{
    static const struct {
        const char *sql, *words;
    } harms[] = {
        {"UPDATE commits SET one_run = 1", "says 'order: commit first', the assembly file now"},
        {"UPDATE commits SET process = replace(process, 'text:lotto', 'text:other')",
         "says 'source: text:other', the assembly file now 'source: text:lotto'"},
        {"UPDATE commits SET process = replace(process, 'title: A', 'title: B')",
         "says 'title: Bssembly', the assembly file now 'title: Assembly'"},
        {"UPDATE commits SET process = replace(process, 'seats: 2', 'seats: 3')",
         "says 'seats: 3', the assembly file now 'seats: 2'"},
        {"UPDATE commits SET process = process || 'more: 1' || char(10)", "says 'more: 1'"},
        {"UPDATE commits SET process = replace(process, 'solver: ', 'solver: G')",
         "solver: the people, the quotas or the lottery are not those"},
    };
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public", "--source", "text:lotto");
    copy(folder, "file", "whole");
    for (size_t i = 0; i < sizeof harms / sizeof harms[0]; i++) {
        const char *words = harms[i].words;
        bool program = strncmp(words, "solver: ", 8) == 0;
        tamper(folder, harms[i].sql);
        REFUSE(folder, program ? words + 8 : words, "report", "file");
        REFUSE(folder, program ? words + 8 : words, "export", "file", "--chances", "chances");
        REFUSE(folder, program ? "process.txt in " : words, "draw", "file", "--seed", "x");
        assert_false(lot_run_is_there(folder, "chances"));
        assert_false(lot_run_is_there(folder, "public/draw.txt"));
        copy(folder, "whole", "file");
    }
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
}

static void sources_that_were_taken_away_or_renamed_stop_the_draw(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public", "--source", "text:lotto");
    copy(folder, "file", "whole");
    tamper(folder, "DELETE FROM commit_sources");
    REFUSE(folder, "sources", "draw", "file");
    REFUSE(folder, "sources", "report", "file");
    copy(folder, "whole", "file");
    tamper(folder, "UPDATE commit_sources SET name = 'text:other'");
    REFUSE(folder, "sources", "draw", "file", "--seed", "x");
    assert_false(lot_run_is_there(folder, "public/draw.txt"));
}

/* A rehearsal's sources are not in the log. */
static void a_rehearsal_with_other_sources_is_not_told(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "draw", "file", "--test", "--seed", "x");
    EXPECT(folder, 0, "report", "file", "--attempt", "1");
    tamper(folder, "UPDATE commit_sources SET name = 'text:other'");
    REFUSE(folder, "says 'source: text:seed', the assembly file now 'source: text:other'", "report",
           "file", "--attempt", "1");
}

static void a_draw_that_does_not_follow_is_neither_told_nor_written(void **state)
{
    static const struct {
        const char *sql, *words;
    } harms[] = {
        {"UPDATE draws SET rejected = rejected + 1", "passed over"},
        {"UPDATE draw_sources SET value = 'y' WHERE position = 0", "the seed of attempt 1"},
        {"UPDATE draw_sources SET nonce = nonce WHERE 0;"
         "UPDATE draw_sources SET nonce = iif(nonce LIKE '0%', '1', '0') || substr(nonce, 2)"
         " WHERE position = 1",
         "value and nonce of operator:"},
        {"UPDATE draw_sources SET nonce = NULL", "must be 64 lower-case hexadecimal digits"},
        {"UPDATE draw_sources SET nonce = 'x' WHERE position = 0",
         "the value of text:lotto must not have a nonce"},
    };
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public", "--source", "text:lotto", "--source",
           "operator");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    copy(folder, "file", "whole");
    for (size_t i = 0; i < sizeof harms / sizeof harms[0]; i++) {
        tamper(folder, harms[i].sql);
        REFUSE(folder, harms[i].words, "report", "file");
        REFUSE(folder, harms[i].words, "report", "file", "--out", "page");
        REFUSE(folder, harms[i].words, "export", "file", "--selected", "selected");
        REFUSE(folder, harms[i].words, "export", "file", "--publish", "again");
        REFUSE(folder, harms[i].words, "export", "file", "--publish", "public");
        assert_false(lot_run_is_there(folder, "page"));
        assert_false(lot_run_is_there(folder, "selected"));
        assert_false(lot_run_is_there(folder, "again"));
        copy(folder, "whole", "file");
    }
    EXPECT(folder, 0, "export", "file", "--selected", "selected");
}

/* The ticket is in the log, the row is not; or seed and ticket are changed in both. */
static void another_panel_than_the_ticket_s_is_neither_told_nor_written(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    tamper(folder,
           "UPDATE draws SET row = (SELECT min(row) FROM lottery_rows WHERE row <> draws.row),"
           " ticket = (SELECT first FROM lottery_rows WHERE row <> draws.row ORDER BY row)");
    REFUSE(folder, "", "report", "file");
    REFUSE(folder, "", "export", "file", "--selected", "selected", "--publish", "again");
    assert_false(lot_run_is_there(folder, "selected"));
    assert_false(lot_run_is_there(folder, "again"));
}

static void a_lottery_that_breaks_its_quotas_is_never_committed_or_drawn(void **state)
{
    static const char words[] = "the lottery in file does not meet its quotas any more: it was "
                                "changed outside civiclot";
    const lot_run_folder *folder = *state;
    prepare(folder);
    copy(folder, "file", "whole");
    tamper(folder, "UPDATE quotas SET min = 0, max = 0 WHERE position = 0;"
                   "UPDATE quotas SET max = 2 WHERE position = 1");
    REFUSE(folder, words, "commit", "file", "--publish", "public");
    REFUSE(folder, words, "draw", "file", "--test");
    REFUSE(folder, words, "report", "file");
    REFUSE(folder, words, "export", "file", "--chances", "chances");
    assert_false(lot_run_is_there(folder, "public"));
    assert_false(lot_run_is_there(folder, "chances"));
    copy(folder, "whole", "file");
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    tamper(folder, "UPDATE quotas SET min = 0, max = 0 WHERE position = 0;"
                   "UPDATE quotas SET max = 2 WHERE position = 1");
    REFUSE(folder, "quotas.csv in ", "draw", "file", "--seed", "x");
}

static void a_copy_from_before_the_draw_draws_no_second_time(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    copy(folder, "file", "before");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    lot_text drawn = lot_run_read(folder, "public/draw.txt");
    REFUSE(folder, "holds draw.txt, but attempt 1 is not drawn in before: it is a copy from before",
           "draw", "before", "--seed", "y");
    REFUSE(folder, "holds draw.txt", "export", "before", "--publish", "public");
    lot_text after = lot_run_read(folder, "public/draw.txt");
    assert_string_equal(lot_text_string(&drawn), lot_text_string(&after));
    lot_text_free(&drawn);
    lot_text_free(&after);
}

static void a_draw_that_was_taken_out_is_not_made_again(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "public");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    tamper(folder, "DELETE FROM draw_sources; DELETE FROM draws");
    REFUSE(folder, "draws", "draw", "file", "--seed", "y");
}

/* The certificate is well written, and the log knows no other: only sums say that it is false. */
static void a_proof_that_does_not_hold_is_not_committed(void **state)
{
    const lot_run_folder *folder = *state;
    lot_proof *proof = lot_solved_proof();
    proof->rounds[0].bound.upper = 0;
    lot_solved_make_with(folder, proof, 0);
    lot_ran ran = RUN(folder, "commit", "file", "--publish", "public");
    assert_int_equal(ran.code, 5);
    lot_run_assert_has(&ran.err, "does not prove what it should any more");
    lot_ran_free(&ran);
    assert_false(lot_run_is_there(folder, "public"));
    lot_proof_free(proof);
}

static void a_gap_that_is_told_smaller_is_not_committed(void **state)
{
    const lot_run_folder *folder = *state;
    lot_proof *proof = lot_solved_proof();
    proof->rounds[0].bound.upper = 2;
    lot_solved_make_with(folder, proof, 0);
    lot_ran ran = RUN(folder, "commit", "file", "--publish", "public");
    assert_int_equal(ran.code, 5);
    lot_run_assert_has(&ran.err, "/ 2^60, not 0 / 2^60)");
    lot_ran_free(&ran);
    lot_proof_free(proof);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_figure_that_the_proof_does_not_say_is_refused),
        TEST(a_proof_that_does_not_hold_is_not_committed),
        TEST(a_gap_that_is_told_smaller_is_not_committed),
        TEST(what_was_announced_is_compared_line_by_line),
        TEST(sources_that_were_taken_away_or_renamed_stop_the_draw),
        TEST(a_rehearsal_with_other_sources_is_not_told),
        TEST(a_draw_that_does_not_follow_is_neither_told_nor_written),
        TEST(another_panel_than_the_ticket_s_is_neither_told_nor_written),
        TEST(a_lottery_that_breaks_its_quotas_is_never_committed_or_drawn),
        TEST(a_copy_from_before_the_draw_draws_no_second_time),
        TEST(a_draw_that_was_taken_out_is_not_made_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
