/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tampering with call-ups: one thing is changed in the folder of one and everything that hangs on
 * it is sealed anew, as in test_tamper.c. Each line of section 12 has a case that breaks it alone.
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

enum { RESERVES = 5 };

/* Two call-ups, and a draw that has no reserves. */
static const lot_mend chain[] = {
    {.call_up = true, .leave = 2, .others = 1}, {.call_up = true, .leave = 1}, {.leave = 1}};

/* How what is changed is covered up. */
typedef enum cover { ALL, FINAL, NOTHING } cover;

static void check_covered(uint32_t folder, lot_mended_change *change, cover how, const char *failed,
                          const char *message)
{
    lot_mended mended;
    lot_text whole = LOT_TEXT_EMPTY;
    lot_mended_make_reserved(&mended, RESERVES, chain, 3);
    change(&mended.folders[folder]);
    if (how == ALL)
        lot_sealed_seal(&mended.folders[folder]);
    else if (how == FINAL)
        lot_sealed_final(&mended.folders[folder]);
    lot_text_format(&whole, "replace/%" PRIu32 "/%s", folder, message);
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
    lot_mended_make_reserved(&mended, RESERVES, chain, 3);
    for (uint32_t f = 0; f <= 3; f++)
        lot_sealed_seal(&mended.folders[f]);
    if (lot_mended_verify(&checks, &mended, &nothing, &error) != LOT_OK)
        fail_msg("%s", error.message);
    lot_checks_free(&checks);
    lot_mended_free(&mended);
}

static void drop_standing(lot_sealed *folder)
{
    lot_sealed_drop(folder, "standing.csv");
}

static void drop_final(lot_sealed *folder)
{
    lot_sealed_drop(folder, "final.txt");
}

static void drop_log(lot_sealed *folder)
{
    lot_sealed_drop(folder, "log.txt");
}

static void drop_callup(lot_sealed *folder)
{
    lot_sealed_drop(folder, "callup.txt");
}

static void add_draw(lot_sealed *folder)
{
    lot_sealed_put(folder, "draw.txt", "", 0);
}

static void add_process(lot_sealed *folder)
{
    lot_sealed_put(folder, "process.txt", "", 0);
}

static void add_openings(lot_sealed *folder)
{
    lot_sealed_put(folder, "openings.csv", "", 0);
}

static void change_a_byte(lot_sealed *folder)
{
    lot_sealed_change(folder, "callup.txt", "deviation: ", "deviation: 1");
}

static void list_in_another_order(lot_sealed *folder)
{
    char line[SEALED_LINE_BYTES];
    lot_sealed_line(line, folder, "final.txt", "callup.txt");
    lot_sealed_change(folder, "final.txt", line, "");
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_put(&text, lot_sealed_file(folder, "final.txt")->bytes);
    lot_text_put(&text, line);
    lot_sealed_put(folder, "final.txt", text.bytes, text.length);
    lot_text_free(&text);
}

static void a_call_up_has_its_files_and_no_others(void **state)
{
    (void)state;
    lot_mended mended;
    check_covered(1, drop_standing, FINAL, "files", "standing.csv: it is missing");
    check_covered(1, drop_final, NOTHING, "files", "final.txt: it is missing");
    check_covered(1, drop_log, NOTHING, "files", "log.txt: it is missing");
    check_covered(1, drop_callup, FINAL, "files", "process.txt: it is missing");
    check_covered(1, add_draw, FINAL, "files", "draw.txt: a call-up, which has callup.txt, has no");
    check_covered(1, add_process, FINAL, "files", "process.txt: a call-up, which has callup.txt,");
    check_covered(1, add_openings, FINAL, "files", "openings.csv: a call-up, which has callup.txt");
    check_covered(1, change_a_byte, NOTHING, "files", "callup.txt: its bytes are not those that");
    check_covered(1, list_in_another_order, NOTHING, "files",
                  "final.txt, line 6: here must be the digest of callup.txt");
    lot_mended_make_reserved(&mended, RESERVES, chain, 1);
    lot_sealed_put(&mended.folders[0], "callup.txt", "", 0);
    lot_mended_expect(&mended, "files", "callup.txt: only a call-up has it, and this is the first");
    lot_mended_free(&mended);
}

static void misspell(lot_sealed *folder)
{
    lot_sealed_change(folder, "callup.txt", "civiclot-callup: 1\n", "civiclot-callup: 2\n");
}

static void say_maybe(lot_sealed *folder)
{
    lot_sealed_change(folder, "callup.txt", "proven: yes\n", "proven: maybe\n");
}

static void lengthen(lot_sealed *folder)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_put(&text, lot_sealed_file(folder, "callup.txt")->bytes);
    lot_text_put(&text, "why: it must be\n");
    lot_sealed_put(folder, "callup.txt", text.bytes, text.length);
    lot_text_free(&text);
}

/* Before the signature is looked at, of which nothing is said then. */
static void what_is_not_well_written_fails_first(void **state)
{
    (void)state;
    static const lot_verify_request nothing = {.known_count = 0};
    lot_mended mended;
    lot_checks checks;
    check(1, misspell, "standing", "callup.txt, line 1: here must be: civiclot-callup: 1");
    check(1, say_maybe, "standing", "callup.txt, line 7: here must be: proven");
    check(1, lengthen, "standing", "callup.txt, line 11: here must be: pid");
    lot_mended_make_reserved(&mended, RESERVES, chain, 1);
    misspell(&mended.folders[1]);
    lot_sealed_seal(&mended.folders[1]);
    assert_int_equal(lot_mended_verify(&checks, &mended, &nothing, NULL), LOT_NOT_VERIFIED);
    assert_string_equal(checks.items[checks.count - 1].id, "files");
    assert_int_equal(checks.items[checks.count - 1].replacement, 1);
    lot_checks_free(&checks);
    lot_mended_free(&mended);
}

static void other_process(lot_sealed *folder)
{
    lot_sealed_replace_line(folder, "callup.txt", "\nprocess: ", "process: aaaaaaaaaaaaaaaa\n");
}

static void other_attempt(lot_sealed *folder)
{
    lot_sealed_change(folder, "callup.txt", "attempt: 1\n", "attempt: 2\n");
}

static void flip_digit(lot_sealed *folder, const char *key)
{
    char line[SEALED_LINE_BYTES];
    lot_sealed_line(line, folder, "callup.txt", key);
    size_t at = strlen(key) - (key[0] == '\n');
    line[at] = line[at] == '0' ? '1' : '0';
    lot_sealed_replace_line(folder, "callup.txt", key, line);
}

static void other_replaces(lot_sealed *folder)
{
    flip_digit(folder, "\nreplaces: ");
}

static void other_standing(lot_sealed *folder)
{
    flip_digit(folder, "\nstanding: ");
}

static void other_final_process(lot_sealed *folder)
{
    lot_sealed_replace_line(folder, "final.txt", "\nprocess: ", "process: aaaaaaaaaaaaaaaa\n");
}

static void other_final_attempt(lot_sealed *folder)
{
    lot_sealed_change(folder, "final.txt", "attempt: 1\n", "attempt: 01\n");
}

static void other_final_draw(lot_sealed *folder)
{
    lot_sealed_change(folder, "final.txt", "draw: real\n", "draw: test\n");
}

static void it_is_of_the_draw_before(void **state)
{
    (void)state;
    check(1, other_process, "standing", "callup.txt, line 2: its process is not that of the draw");
    check(1, other_attempt, "standing",
          "callup.txt, line 3: its attempt is not that of the newest");
    check(2, other_attempt, "standing",
          "callup.txt, line 3: its attempt is not that of the newest");
    check(1, other_replaces, "standing", "callup.txt, line 4: this is not M of the newest draw");
    check_covered(1, other_standing, FINAL, "standing",
                  "callup.txt, line 5: this is not the digest of standing.csv");
    check(1, other_final_process, "standing", "final.txt: its process is not that of callup.txt");
    check(1, other_final_attempt, "standing", "final.txt: its attempt is not that of callup.txt");
    check(1, other_final_draw, "standing", "final.txt: here must be draw: real");
}

static void nothing_is_called_up_after_a_test(void **state)
{
    (void)state;
    lot_mended mended;
    lot_mended_make_reserved(&mended, RESERVES, chain, 1);
    lot_sealed_free(&mended.folders[0]);
    lot_sealed_load(&mended.folders[0], LOT_TAMPER_FOLDERS "rehearsal");
    lot_mended_expect(&mended, "standing", "replace/1/callup.txt: the draw before was a test");
    lot_mended_free(&mended);
}

static void drop_kept(lot_sealed *folder)
{
    lot_sealed_replace_line(folder, "standing.csv", ",kept,\n", "");
}

static void keep_another(lot_sealed *folder)
{
    lot_sealed_change(folder, "standing.csv", ",withdrawn,no-answer\n", ",kept,\n");
}

static void forget_another(lot_sealed *folder)
{
    lot_sealed_replace_line(folder, "standing.csv", ",no-answer\n", "");
}

static void change_reason(lot_sealed *folder)
{
    lot_sealed_change(folder, "standing.csv", ",no-answer\n", ",dead\n");
}

static void tell_a_story(lot_sealed *folder)
{
    lot_sealed_change(folder, "standing.csv", ",ill\n", ",ill and tired\n");
}

/* Also of a panel that a call-up left; and what a draw after it may not forget. */
static void standing_goes_on_from_the_panel_before(void **state)
{
    (void)state;
    check(1, drop_kept, "standing", "standing.csv: ");
    check(2, drop_kept, "standing", "standing.csv: ");
    check(1, keep_another, "standing", "standing.csv: ");
    check(1, tell_a_story, "standing", "standing.csv, line ");
    check(2, forget_another, "standing", "standing.csv: ");
    check(2, change_reason, "standing", "standing.csv: ");
    check(3, drop_kept, "standing", "standing.csv: ");
    check(3, forget_another, "standing", "standing.csv: ");
    check(3, change_reason, "standing", "standing.csv: ");
}

static void nobody_is_called_where_nobody_is_at_hand(void **state)
{
    (void)state;
    static const lot_mend refused[] = {{.call_up = true, .leave = 1, .refuse = RESERVES}};
    static const lot_mend none[] = {{.leave = 1}, {.call_up = true, .leave = 1}};
    lot_mended mended;
    lot_mended_make_reserved(&mended, RESERVES, refused, 1);
    lot_mended_expect(&mended, "standing", "replace/1/standing.csv: it leaves no reserve of the");
    lot_mended_free(&mended);
    lot_mended_make_reserved(&mended, RESERVES, none, 2);
    lot_mended_expect(&mended, "standing", "replace/2/standing.csv: it leaves no reserve of the");
    lot_mended_free(&mended);
}

static void change_time(lot_sealed *folder)
{
    lot_sealed_change(folder, "log.txt", "T10:01:00Z", "T10:01:01Z");
}

/* The last line of the log, from its sequence number on. */
static char *last_line(lot_text *log)
{
    char *at = log->bytes + log->length - 1;
    while (at > log->bytes && at[-1] != '\n')
        at--;
    return at;
}

static void drop_own_entry(lot_sealed *folder)
{
    lot_text *log = lot_sealed_file(folder, "log.txt");
    log->length = (size_t)(last_line(log) - log->bytes);
    log->bytes[log->length] = '\0';
}

static void call_it_otherwise(lot_sealed *folder)
{
    lot_text *log = lot_sealed_file(folder, "log.txt");
    memcpy(strstr(last_line(log), "call-up"), "recall-", strlen("recall-"));
}

/* The last two entries change places. */
static void reorder(lot_sealed *folder)
{
    lot_text *log = lot_sealed_file(folder, "log.txt");
    lot_text text = LOT_TEXT_EMPTY;
    char *last = last_line(log), *before = last - 1;
    while (before[-1] != '\n')
        before--;
    lot_text_add(&text, log->bytes, (size_t)(before - log->bytes));
    lot_text_put(&text, last);
    lot_text_add(&text, before, (size_t)(last - before));
    lot_sealed_put(folder, "log.txt", text.bytes, text.length);
    lot_text_free(&text);
}

static void nothing_more_than_before(lot_sealed *folder)
{
    drop_own_entry(folder);
    drop_own_entry(folder);
}

static void the_log_ends_with_the_call_up(void **state)
{
    (void)state;
    check(1, change_time, "log", "log.txt: it does not begin with the lines of log.txt in");
    check(2, change_time, "log", "log.txt: it does not begin with the lines of log.txt in");
    check(1, drop_own_entry, "log", "log.txt, line 5: here must be the entry call-up of this fold");
    check(1, call_it_otherwise, "log", "log.txt, line 6: here must be the entry call-up");
    check_covered(1, reorder, FINAL, "log", "log.txt, line 5: the entry's number is not the next");
    check_covered(2, nothing_more_than_before, FINAL, "log",
                  "log.txt, line 6: here must be the entry call-up of this folder");
    check_covered(1, change_a_byte, FINAL, "log",
                  "log.txt, line 6: this call-up is another than that of callup.txt");
}

/* The second one takes the place of the first. */
static void no_call_up_can_be_dropped_from_the_middle(void **state)
{
    (void)state;
    lot_mended mended;
    lot_mended_make_reserved(&mended, RESERVES, chain, 2);
    lot_sealed_free(&mended.folders[1]);
    mended.folders[1] = mended.folders[2];
    mended.count = 1;
    lot_mended_expect(&mended, "standing", "replace/1/standing.csv: ");
    lot_mended_free(&mended);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sealing_anew_changes_nothing),
        cmocka_unit_test(a_call_up_has_its_files_and_no_others),
        cmocka_unit_test(what_is_not_well_written_fails_first),
        cmocka_unit_test(it_is_of_the_draw_before),
        cmocka_unit_test(nothing_is_called_up_after_a_test),
        cmocka_unit_test(standing_goes_on_from_the_panel_before),
        cmocka_unit_test(nobody_is_called_where_nobody_is_at_hand),
        cmocka_unit_test(the_log_ends_with_the_call_up),
        cmocka_unit_test(no_call_up_can_be_dropped_from_the_middle),
    };
    return cmocka_run_group_tests(tests, lot_tampering_start, NULL);
}
