/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tampering with the log, the attempts it tells of, and the draw. */
#include "support/tampering.h"

/* clang-format off */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

static void logs_that_were_edited_are_refused_with_their_line(void **state)
{
    (void)state;
    static const lot_tampering cases[] = {
        /* not sealed: the chain itself */
        {"dice",
         {{"log.txt", " new ", " net "}},
         "log",
         "log.txt, line 1: the entry was changed",
         SEAL_FINAL},
        {"dice",
         {{"log.txt", "2 2023", "3 2023"}},
         "log",
         "line 2: the entry's number",
         SEAL_FINAL},
        {"dice",
         {{"log.txt", "2023-08-01T", "2023-02-29T"}},
         "log",
         "line 1: here must be a time",
         SEAL_FINAL},
        {"dice",
         {{"log.txt", "T10:00:00Z", "T24:00:00Z"}},
         "log",
         "line 1: here must be a time",
         SEAL_FINAL},
        {"dice", {{"log.txt", " new ", " New "}}, "log", "line 1: here must be a time", SEAL_FINAL},
        {"dice",
         {{"log.txt", " 8cc279", " 8CC279"}},
         "log",
         "line 1: here must be three",
         SEAL_FINAL},
        {"rehearsal",
         {{"log.txt", " test-draw ", " commit "}},
         "log",
         "its last entry is no test draw",
         SEAL_ALL},
        {"dice",
         {{"log.txt", " draw ", " test-draw "}},
         "log",
         "no entry of this attempt's draw",
         SEAL_ALL},
        {"rehearsal",
         {{"seed.txt", NULL, NULL}, {"draw.txt", NULL, NULL}},
         "log",
         "the test was drawn",
         SEAL_ALL},
        /* sealed: what the entries are of */
        {"dice", {{"log.txt", " commit ", " omit "}}, "log", "it has no commit", SEAL_ALL},
        {"dice", {{"log.txt", " draw ", " reveal "}}, "log", "nothing is to be revealed", SEAL_ALL},
        {"dice",
         {{"log.txt", " draw ", " drew "}},
         "log",
         "draw.txt is there, but no entry",
         SEAL_ALL},
        {"contributions",
         {{"log.txt", " reveal ", " other "}},
         "log",
         "no entry that they were revealed",
         SEAL_ALL},
        {"contributions",
         {{"seed.txt", "value: 7", "value: 8"}},
         "log",
         "line 7: this reveal",
         SEAL_ALL},
        {"undrawn",
         {{"log.txt", "\n6 2023",
           "\n6 2023-08-09T10:00:00Z commit " ZEROS " " ZEROS " " ZEROS "\n7 2023"},
          {"log.txt", "\n7 2023-08-23T15:59:23Z commit ", "\n7 2023-08-23T15:59:23Z other "}},
         "log",
         "line 7: the log goes on behind",
         SEAL_ALL},
        {"undrawn",
         {{"log.txt", " close ", " commit "}},
         "attempts",
         "attempt 1, but the log counts 2",
         SEAL_ALL},
    };
    TAMPER_ALL(cases);
}

static void the_attempts_before_are_those_of_the_log(void **state)
{
    (void)state;
    static const lot_tampering cases[] = {
        {"second-attempt",
         {{"process.txt", "previous: c4fa25ae", "previous: 04fa25ae"}},
         "attempts",
         "its 'previous' is not what log.txt, line",
         SEAL_ALL},
        {"second-attempt",
         {{"process.txt",
           "previous: c4fa25ae6196b0a52131050b339c508e04dd15bc1da75bce0ab010ff3206d51b",
           "previous: none"}},
         "attempts",
         "but the log has an attempt before",
         SEAL_ALL},
        {"dice",
         {{"process.txt", "previous: none",
           "previous: c4fa25ae6196b0a52131050b339c508e04dd15bc1da75bce0ab010ff3206d51b"}},
         "attempts",
         "but the log has none",
         SEAL_ALL},
        {"after-rehearsal",
         {{"log.txt", " test-draw ", " other "}},
         "attempts",
         "but the log counts 1",
         SEAL_ALL},
        {"undrawn",
         {{"log.txt", " solve ", " test-draw "}},
         "attempts",
         "but the log counts 2",
         SEAL_ALL},
    };
    TAMPER_ALL(cases);
}

static void seeds_and_draws_that_do_not_follow_are_refused(void **state)
{
    (void)state;
    static const lot_tampering cases[] = {
        {"dice", {{"seed.txt", "-seed: 1", "-seed: 2"}}, "log", "seed.txt, line 1", SEAL_ALL},
        {"dice", {{"seed.txt", "dice:31", "dice:32"}}, "log", "seed.txt, line 2", SEAL_ALL},
        {"dice", {{"seed.txt", "value: ", "value: \x7f"}}, "log", "seed.txt, line 3", SEAL_ALL},
        {"dice", {{"seed.txt", "\nseed: ", "\nseed: x"}}, "log", "seed.txt, line 4", SEAL_ALL},
        {"contributions",
         {{"seed.txt", "nonce: 2", "nonce: x"}},
         "log",
         "seed.txt, line 4",
         SEAL_ALL},
        {"dice", {{"draw.txt", "-draw: 1", "-draw: 3"}}, "log", "draw.txt, line 1", SEAL_ALL},
        {"dice", {{"draw.txt", "attempt: 1", "attempt: 2"}}, "log", "draw.txt, line 2", SEAL_ALL},
        {"dice", {{"draw.txt", "draw: real", "draw: test"}}, "log", "draw.txt, line 3", SEAL_ALL},
        {"dice",
         {{"draw.txt", "purpose: panel", "purpose: reserve"}},
         "log",
         "draw.txt, line 4",
         SEAL_ALL},
        {"dice",
         {{"draw.txt", "rejected: 0", "rejected: 00"}},
         "log",
         "draw.txt, line 5",
         SEAL_ALL},
        {"dice", {{"draw.txt", "ticket: ", "ticket: 1"}}, "log", "draw.txt, line 6", SEAL_ALL},
        {"dice", {{"seed.txt", "value: ", "value: 7"}}, "source", "seed.txt", SEAL_ALL},
        {"contributions", {{"seed.txt", "nonce: 2", "nonce: 3"}}, "source", "seed.txt", SEAL_ALL},
        {"dice",
         {{"draw.txt", "rejected: 0", "rejected: 1"}},
         "ticket",
         "1 numbers were rejected, but 0",
         SEAL_ALL},
        {"contributions",
         {{"draw.txt", "ticket: 6", "ticket: 7"}},
         "ticket",
         "its ticket is 7, but the seed gives 6",
         SEAL_ALL},
        {"contributions", {{"draw.txt", "panel: 6-6", "panel: 6-7"}}, "panel", "line 8", SEAL_ALL},
        {"contributions",
         {{"draw.txt", "pid: lbcqu2lkso4fzhk3", "pid: 23adrvjckzznuwvt"}},
         "panel",
         "not those of lottery.csv, line 8",
         SEAL_ALL},
        {"contributions",
         {{"draw.txt", "pid: lbcqu2lkso4fzhk3\n", ""}},
         "log",
         "draw.txt, line 10",
         SEAL_ALL},
        {"by-hand",
         {{"draw.txt", "rejected: 0", "rejected: 1"}},
         "ticket",
         "1 numbers were rejected",
         SEAL_ALL},
    };
    TAMPER_ALL(cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logs_that_were_edited_are_refused_with_their_line),
        cmocka_unit_test(the_attempts_before_are_those_of_the_log),
        cmocka_unit_test(seeds_and_draws_that_do_not_follow_are_refused),
    };
    return cmocka_run_group_tests(tests, lot_tampering_start, NULL);
}
