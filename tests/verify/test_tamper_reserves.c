/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tampering with draws that have reserves: one thing is changed and everything that hangs on it is
 * sealed anew, as in test_tamper.c. Each line of section 12 has a case that breaks it alone: here
 * those of a draw.
 */
#include "support/mended.h"
#include "support/tampering.h"

/* clang-format off */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { RESERVES = 5, PID_LINE = 5 + 16 + 1 };

/* A first draw with reserves, one that is announced without, and one with reserves. */
static const lot_mend chain[] = {{.leave = 1, .others = 1}, {.leave = 1, .reserves = 3}};

/* How what is changed is covered up. */
typedef enum cover { ALL, FINAL } cover;

static void check_covered(uint32_t folder, lot_mended_change *change, cover how, const char *failed,
                          const char *message)
{
    lot_mended mended;
    lot_text whole = LOT_TEXT_EMPTY;
    lot_mended_make_reserved(&mended, RESERVES, chain, 2);
    change(&mended.folders[folder]);
    if (how == ALL)
        lot_sealed_seal(&mended.folders[folder]);
    else
        lot_sealed_final(&mended.folders[folder]);
    if (folder > 0)
        lot_text_format(&whole, "replace/%" PRIu32 "/", folder);
    lot_text_put(&whole, message);
    lot_mended_expect(&mended, failed, whole.bytes);
    lot_text_free(&whole);
    lot_mended_free(&mended);
}

static void check(uint32_t folder, lot_mended_change *change, const char *failed,
                  const char *message)
{
    check_covered(folder, change, ALL, failed, message);
}

static void sealing_anew_changes_nothing(void **state)
{
    (void)state;
    static const lot_verify_request nothing = {.known_count = 0};
    lot_mended mended;
    lot_checks checks;
    lot_error error = {.message = ""};
    lot_mended_make_reserved(&mended, RESERVES, chain, 2);
    for (uint32_t f = 0; f <= 2; f++)
        lot_sealed_seal(&mended.folders[f]);
    if (lot_mended_verify(&checks, &mended, &nothing, &error) != LOT_OK)
        fail_msg("%s", error.message);
    lot_checks_free(&checks);
    lot_mended_free(&mended);
}

static void say_without(lot_sealed *folder)
{
    lot_sealed_change(folder, "process.txt", "civiclot-process: 4\n", "civiclot-process: 2\n");
}

static void say_with(lot_sealed *folder)
{
    lot_sealed_change(folder, "process.txt", "civiclot-process: 3\n", "civiclot-process: 5\n");
}

static void say_first(lot_sealed *folder)
{
    lot_sealed_change(folder, "process.txt", "civiclot-process: 5\n", "civiclot-process: 4\n");
}

static void no_reserves(lot_sealed *folder)
{
    lot_sealed_change(folder, "process.txt", "reserves: 5\n", "reserves: 0\n");
}

static void too_many_reserves(lot_sealed *folder)
{
    lot_sealed_change(folder, "process.txt", "reserves: 5\n", "reserves: 1001\n");
}

static void no_samples(lot_sealed *folder)
{
    lot_sealed_change(folder, "process.txt", "samples: 40\n", "samples: 0\n");
}

static void too_many_samples(lot_sealed *folder)
{
    lot_sealed_change(folder, "process.txt", "samples: 40\n", "samples: 100001\n");
}

static void all_leave(lot_sealed *folder)
{
    lot_sealed_change(folder, "process.txt", "rate: 200000\n", "rate: 1000000\n");
}

static void other_call_up(lot_sealed *folder)
{
    lot_sealed_change(folder, "process.txt", "first in order\n", "last in order\n");
}

static void process_tells_of_reserves_in_its_own_version_alone(void **state)
{
    (void)state;
    check(0, say_without, "manifest", "process.txt, line 18: here must be: reserves: none");
    check(1, say_with, "manifest", "process.txt, line 19: here must be how many reserves are");
    check(2, say_first, "manifest", "process.txt, line 1: here must be, as this is a replacement");
    check(0, no_reserves, "manifest", "process.txt, line 18: here must be how many reserves");
    check(0, too_many_reserves, "manifest", "process.txt, line 18: here must be how many reserves");
    check(0, no_samples, "manifest", "process.txt, line 19: here must be the number of samples");
    check(0, too_many_samples, "manifest", "process.txt, line 19: here must be the number of samp");
    check(0, all_leave, "manifest", "process.txt, line 20: here must be how many of a million");
    check(0, other_call_up, "manifest", "process.txt, line 21: here must be: call-up: least");
}

static void drop_dropouts(lot_sealed *folder)
{
    lot_sealed_drop(folder, "dropouts.csv");
}

static void add_dropouts(lot_sealed *folder)
{
    lot_sealed_put(folder, "dropouts.csv", "", 0);
}

static void turn_rates(lot_sealed *folder)
{
    lot_sealed_change(folder, "dropouts.csv", "sex,woman,150000\nsex,man,300000\n",
                      "sex,man,300000\nsex,woman,150000\n");
}

static void large_rate(lot_sealed *folder)
{
    lot_sealed_change(folder, "dropouts.csv", "150000", "1500000");
}

static void other_rate(lot_sealed *folder)
{
    lot_sealed_change(folder, "dropouts.csv", "150000", "150001");
}

static void other_samples(lot_sealed *folder)
{
    lot_sealed_change(folder, "process.txt", "samples: 40\n", "samples: 41\n");
}

static void unbind_dropouts(lot_sealed *folder)
{
    lot_sealed_replace_line(folder, "manifest.txt", "dropouts.csv", "");
}

static void rates_are_bound_and_well_written(void **state)
{
    (void)state;
    check(0, drop_dropouts, "manifest", "dropouts.csv: it is missing, though process.txt has");
    check(1, add_dropouts, "manifest",
          "dropouts.csv: it is there, but process.txt says 'reserves:");
    check(0, turn_rates, "manifest", "dropouts.csv, line 2: here must be the feature and value");
    check(0, large_rate, "manifest", "dropouts.csv, line 2: here must be how many of a million");
    check(0, other_rate, "seed", "seed.txt: its seed does not follow from M");
    check(0, other_samples, "seed", "seed.txt: its seed does not follow from M");
    check_covered(0, other_rate, FINAL, "manifest", "manifest.txt, line 3: dropouts.csv has anot");
    check_covered(0, unbind_dropouts, FINAL, "manifest",
                  "manifest.txt, line 3: here must be the digest of dropouts.csv");
}

static void drop_reserves(lot_sealed *folder)
{
    lot_sealed_drop(folder, "reserves.txt");
}

static void add_reserves(lot_sealed *folder)
{
    lot_sealed_put(folder, "reserves.txt", "", 0);
}

static void reserves_are_there_with_the_draw_alone(void **state)
{
    (void)state;
    static const lot_mend undrawn[] = {{.leave = 1, .reserves = 3, .undrawn = true}};
    lot_mended mended;
    check(0, drop_reserves, "log", "reserves.txt: it is missing, though draw.txt is there");
    check(1, add_reserves, "log",
          "reserves.txt: it is there, but process.txt says 'reserves: none");
    lot_mended_make_reserved(&mended, RESERVES, undrawn, 1);
    add_reserves(&mended.folders[1]);
    lot_sealed_seal(&mended.folders[1]);
    lot_mended_expect(&mended, "log", "replace/1/reserves.txt: it is there, but draw.txt is miss");
    lot_mended_free(&mended);
}

/* The line of reserve number `reserve`, from 1. */
static char *reserve_line(lot_sealed *folder, unsigned reserve)
{
    char *line = strstr(lot_sealed_file(folder, "reserves.txt")->bytes, "pid: ");
    for (unsigned r = 1; r < reserve; r++)
        line += PID_LINE;
    return line;
}

/* The pid of the n-th reserve is another. */
static void put_reserve(lot_sealed *folder, unsigned reserve, const char *pid)
{
    memcpy(reserve_line(folder, reserve) + 5, pid, LOT_PID_LENGTH);
}

static void other_attempt(lot_sealed *folder)
{
    lot_sealed_change(folder, "reserves.txt", "attempt: 1\n", "attempt: 2\n");
}

static void end_early(lot_sealed *folder)
{
    lot_sealed_file(folder, "reserves.txt")->length--;
}

static void a_stranger(lot_sealed *folder)
{
    put_reserve(folder, 2, "aaaaaaaaaaaaaaaa");
}

static void one_twice(lot_sealed *folder)
{
    put_reserve(folder, 4, reserve_line(folder, 2) + 5);
}

static void one_of_the_panel(lot_sealed *folder)
{
    put_reserve(folder, 5, strstr(lot_sealed_file(folder, "draw.txt")->bytes, "pid: ") + 5);
}

static void who_withdrew(lot_sealed *folder)
{
    const char *at = strstr(lot_sealed_file(folder, "standing.csv")->bytes, ",withdrawn,");
    put_reserve(folder, 1, at - LOT_PID_LENGTH);
}

static void one_more(lot_sealed *folder)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_put(&text, lot_sealed_file(folder, "reserves.txt")->bytes);
    lot_text_put(&text, "pid: aaaaaaaaaaaaaaaa\n");
    lot_sealed_put(folder, "reserves.txt", text.bytes, text.length);
    lot_text_free(&text);
}

static void reserves_are_people_of_the_pool_who_are_free(void **state)
{
    (void)state;
    check(0, other_attempt, "reserves", "reserves.txt: its attempt is not that of process.txt");
    check(0, end_early, "reserves", "reserves.txt, line 7: here must be the pid of a reserve");
    check(0, a_stranger, "reserves", "reserves.txt, line 4: this is nobody in the pool");
    check(0, one_twice, "reserves", "reserves.txt, line 6: this is a reserve already");
    check(0, one_of_the_panel, "reserves", "reserves.txt, line 7: this person is on the panel");
    check(2, who_withdrew, "reserves", "reserves.txt, line 3: this person withdrew");
    check(0, one_more, "reserves", "reserves.txt, line 8: these are more than process.txt allows");
}

static void turn_order(lot_sealed *folder)
{
    char first[LOT_PID_LENGTH];
    memcpy(first, reserve_line(folder, 2) + 5, sizeof first);
    put_reserve(folder, 2, reserve_line(folder, 3) + 5);
    put_reserve(folder, 3, first);
}

static void leave_out_the_last(lot_sealed *folder)
{
    lot_text *text = lot_sealed_file(folder, "reserves.txt");
    text->length -= PID_LINE;
    text->bytes[text->length] = '\0';
}

static void leave_out_the_first(lot_sealed *folder)
{
    char line[SEALED_LINE_BYTES];
    lot_sealed_line(line, folder, "reserves.txt", "pid: ");
    lot_sealed_change(folder, "reserves.txt", line, "");
}

/* The row of openings.csv of a pid. */
static const char *opening(lot_sealed *folder, const char *pid)
{
    char word[LOT_PID_LENGTH + 3];
    (void)snprintf(word, sizeof word, "\n%.16s,", pid);
    const char *row = strstr(lot_sealed_file(folder, "openings.csv")->bytes, word);
    assert_non_null(row);
    return row + 1;
}

/* What the row says of the person, as far as a lot may tell people apart. */
static void read_answers(char answers[SEALED_LINE_BYTES], const char *row)
{
    const char *at = row;
    for (unsigned comma = 0; comma < 3; comma++)
        at = strchr(at, ',') + 1;
    (void)snprintf(answers, SEALED_LINE_BYTES, "%s%.*s", *at == ',' ? "alone" : "housed",
                   (int)(strchr(at, '\n') - strchr(at, ',')), strchr(at, ','));
}

/* Somebody with the same answers, and alone as well, is in the place of reserve number 1 or 2 .. */
static void exchange_twin(lot_sealed *folder)
{
    for (unsigned reserve = 1; reserve <= RESERVES; reserve++) {
        char own[SEALED_LINE_BYTES], other[SEALED_LINE_BYTES], pid[LOT_PID_LENGTH + 1];
        const char *row = lot_sealed_file(folder, "openings.csv")->bytes;
        read_answers(own, opening(folder, reserve_line(folder, reserve) + 5));
        while (*(row = strchr(row, '\n') + 1) != '\0') {
            read_answers(other, row);
            (void)snprintf(pid, sizeof pid, "%.16s", row);
            if (strcmp(own, other) != 0 || strncmp(own, "alone", 5) != 0 ||
                strstr(lot_sealed_file(folder, "reserves.txt")->bytes, pid) != NULL ||
                strstr(lot_sealed_file(folder, "draw.txt")->bytes, pid) != NULL)
                continue;
            put_reserve(folder, reserve, pid);
            return;
        }
    }
    fail_msg("no reserve has a twin");
}

static void reserves_are_those_of_the_seed(void **state)
{
    (void)state;
    check(0, exchange_twin, "reserves", "reserves.txt, line ");
    check(0, turn_order, "reserves", "reserves.txt, line 4: reserve number 2 is ");
    check(0, leave_out_the_last, "reserves",
          "reserves.txt: it has 4 reserves, but by the seed there are 5");
    check(0, leave_out_the_first, "reserves", "reserves.txt, line 3: reserve number 1 is ");
    check(2, turn_order, "reserves", "reserves.txt, line 4: reserve number 2 is ");
}

/* Also where nobody's answers are there. */
static void the_log_binds_reserves(void **state)
{
    (void)state;
    lot_mended mended;
    lot_checks checks;
    lot_digest known;
    char hex[LOT_HEX_BYTES];
    check_covered(0, turn_order, FINAL, "log", "log.txt, line 4: this draw is of something else");
    lot_mended_make_reserved(&mended, RESERVES, NULL, 0);
    lot_sealed *folder = &mended.folders[0];
    lot_sealed_drop(folder, "openings.csv");
    lot_sealed_drop(folder, "certificate.txt");
    const lot_text *log = lot_sealed_file(folder, "log.txt");
    (void)snprintf(hex, sizeof hex, "%.64s", log->bytes + log->length - LOT_HEX_BYTES);
    assert_int_equal(lot_verify_parse_known(&known, hex, NULL), LOT_OK);
    turn_order(folder);
    lot_sealed_seal(folder);
    lot_verify_request request = {.known_count = 0};
    assert_int_equal(lot_mended_verify(&checks, &mended, &request, NULL), LOT_OK);
    lot_checks_free(&checks);
    request = (lot_verify_request){.known = &known, .known_count = 1};
    assert_int_equal(lot_mended_verify(&checks, &mended, &request, NULL), LOT_NOT_VERIFIED);
    assert_string_equal(checks.failed, "known");
    lot_checks_free(&checks);
    lot_mended_free(&mended);
}

/* Every `step`th byte of a file of the first draw, flipped in one place. */
static void flip(const char *file, size_t step, cover how)
{
    static const lot_verify_request nothing = {.known_count = 0};
    lot_mended mended;
    lot_mended_make_reserved(&mended, RESERVES, NULL, 0);
    for (size_t at = 0; at < lot_sealed_file(&mended.folders[0], file)->length; at += step) {
        lot_checks checks;
        lot_error error = {.message = ""};
        char *byte = &lot_sealed_file(&mended.folders[0], file)->bytes[at];
        char kept = *byte;
        *byte = (char)(kept ^ (1 << at % 8));
        if (how == ALL)
            lot_sealed_seal(&mended.folders[0]);
        if (lot_mended_verify(&checks, &mended, &nothing, &error) != LOT_NOT_VERIFIED)
            fail_msg("%s, byte %zu is let through", file, at);
        lot_checks_free(&checks);
        lot_sealed_file(&mended.folders[0], file)->bytes[at] = kept;
    }
    lot_mended_free(&mended);
}

static void no_byte_can_be_changed(void **state)
{
    (void)state;
    flip("dropouts.csv", 1, ALL);
    flip("dropouts.csv", 5, FINAL);
    flip("reserves.txt", 1, ALL);
    flip("reserves.txt", 5, FINAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sealing_anew_changes_nothing),
        cmocka_unit_test(process_tells_of_reserves_in_its_own_version_alone),
        cmocka_unit_test(rates_are_bound_and_well_written),
        cmocka_unit_test(reserves_are_there_with_the_draw_alone),
        cmocka_unit_test(reserves_are_people_of_the_pool_who_are_free),
        cmocka_unit_test(reserves_are_those_of_the_seed),
        cmocka_unit_test(the_log_binds_reserves),
        cmocka_unit_test(no_byte_can_be_changed),
    };
    return cmocka_run_group_tests(tests, lot_tampering_start, NULL);
}
