/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tampering with replacements, as in test_tamper_standing.c: here files, manifest and log, and
 * every byte.
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

#include <stdio.h>
#include <string.h>

static const lot_verify_request nothing = {.known_count = 0};

static void change_time(lot_sealed *folder)
{
    lot_sealed_change(folder, "log.txt", "T10:01:00Z", "T10:01:01Z");
}

/* The log without its first line: the others are numbered and chained anew. */
static void drop_entry(lot_sealed *folder)
{
    lot_text *log = lot_sealed_file(folder, "log.txt");
    lot_text text = LOT_TEXT_EMPTY;
    unsigned number = 1;
    for (const char *at = strchr(log->bytes, '\n') + 1; *at != '\0'; at = strchr(at, '\n') + 1) {
        const char *rest = strchr(at, ' ');
        lot_text_format(&text, "%u", number++);
        lot_text_add(&text, rest, (size_t)(strchr(at, '\n') + 1 - rest));
    }
    lot_sealed_put(folder, "log.txt", text.bytes, text.length);
    lot_text_free(&text);
}

static void cut_log(lot_sealed *folder)
{
    lot_text *log = lot_sealed_file(folder, "log.txt");
    log->length = (size_t)(strchr(log->bytes, '\n') + 1 - log->bytes);
    log->bytes[log->length] = '\0';
}

static void the_log_goes_on_from_the_folder_before(void **state)
{
    (void)state;
    lot_mended_check(1, change_time, "standing",
                     "log.txt: it does not begin with the lines of log.txt in");
    lot_mended_check(1, drop_entry, "standing",
                     "log.txt: it does not begin with the lines of log.txt in");
    lot_mended_check(1, cut_log, "standing", "log.txt: it does not begin with the lines");
    lot_mended_check(2, change_time, "standing",
                     "log.txt: it does not begin with the lines of log.txt in");
}

/* Also of one that was never drawn: else what was announced there could be forgotten. */
static void no_announcement_is_left_out_of_the_log(void **state)
{
    (void)state;
    static const lot_mend undrawn[] = {{.leave = 1, .undrawn = true}, {.leave = 1}};
    static const lot_mend alone[] = {{.leave = 2}};
    lot_mended mended, other;
    lot_mended_make(&mended, undrawn, 2);
    lot_mended_make(&other, alone, 1);
    lot_sealed_free(&mended.folders[2]);
    mended.folders[2] = other.folders[1];
    other.count = 0;
    lot_mended_expect(&mended, "standing", "replace/2/log.txt: it does not begin with the lines");
    lot_mended_free(&other);
    lot_sealed_free(&mended.folders[2]);
    mended.folders[2] = (lot_sealed){.count = 0};
    for (size_t i = 0; i < mended.folders[1].count; i++)
        lot_sealed_put(&mended.folders[2], mended.folders[1].names[i],
                       mended.folders[1].files[i].bytes, mended.folders[1].files[i].length);
    lot_mended_expect(&mended, "log", "this commit is of the folder before");
    lot_mended_free(&mended);
}

static void change_version(lot_sealed *folder)
{
    lot_sealed_change(folder, "process.txt", "civiclot-process: 3\n", "civiclot-process: 2\n");
}

static void change_to_later(lot_sealed *folder)
{
    lot_sealed_change(folder, "process.txt", "civiclot-process: 3\n", "civiclot-process: 4\n");
}

static void change_to_test(lot_sealed *folder)
{
    lot_sealed_change(folder, "process.txt", "draw: real\n", "draw: test\n");
}

static void drop_replaces(lot_sealed *folder)
{
    lot_sealed_replace_line(folder, "process.txt", "replaces: ", "");
}

static void drop_standing(lot_sealed *folder)
{
    lot_sealed_drop(folder, "standing.csv");
}

static void empty_process(lot_sealed *folder)
{
    lot_sealed_put(folder, "process.txt", "", 0);
}

static void the_files_of_a_replacement_are_its_own(void **state)
{
    (void)state;
    lot_mended_check(1, change_version, "manifest",
                     "process.txt, line 1: here must be, as this is a repl");
    lot_mended_check(2, change_to_later, "manifest",
                     "process.txt, line 1: here must be, as this is a repl");
    lot_mended_check(1, empty_process, "manifest",
                     "process.txt, line 1: here must be, as this is a repl");
    lot_mended_check(1, change_to_test, "manifest",
                     "process.txt, line 4: here must be: draw: real, as a");
    lot_mended_check(1, drop_replaces, "manifest",
                     "process.txt, line 13: here must be M of the draw whose");
    lot_mended_check(1, drop_standing, "files", "standing.csv: it is missing");
}

static void the_manifest_has_a_line_for_standing(void **state)
{
    (void)state;
    lot_mended mended;
    lot_mended_make(&mended, lot_mended_two, 2);
    lot_sealed_replace_line(&mended.folders[1], "manifest.txt", "standing.csv", "");
    lot_sealed_final(&mended.folders[1]);
    lot_mended_expect(&mended, "manifest",
                      "replace/1/manifest.txt, line 4: here must be the digest of "
                      "standing.csv");
    lot_mended_free(&mended);
}

static void what_is_a_replacements_alone_is_not_of_a_first_draw(void **state)
{
    (void)state;
    lot_mended mended;
    lot_checks checks;
    lot_mended_make(&mended, lot_mended_two, 2);
    lot_sealed_put(&mended.folders[0], "standing.csv", "", 0);
    lot_sealed_final(&mended.folders[0]);
    lot_mended_expect(&mended, "files", "standing.csv: only a replacement has it");
    lot_mended_free(&mended);
    lot_mended_make(&mended, lot_mended_two, 2);
    lot_sealed first = mended.folders[0];
    mended.folders[0] = mended.folders[1];
    assert_int_equal(lot_mended_verify(&checks, &mended, &nothing, NULL), LOT_BAD_INPUT);
    lot_checks_free(&checks);
    mended.folders[0] = first;
    lot_mended_free(&mended);
}

static void nothing_is_mended_before_it_is_drawn_or_after_a_test(void **state)
{
    (void)state;
    static const char *const firsts[] = {"undrawn", "rehearsal"};
    static const char *const failed[] = {"files", "standing"};
    static const char *const words[] = {"replace: it is there, but nothing is drawn yet",
                                        "replace/1/process.txt: the draw before was a test"};
    for (size_t i = 0; i < 2; i++) {
        lot_mended mended;
        char path[LOT_TAMPER_PATH_BYTES];
        lot_mended_make(&mended, lot_mended_two, 1);
        lot_sealed_free(&mended.folders[0]);
        (void)snprintf(path, sizeof path, LOT_TAMPER_FOLDERS "%s", firsts[i]);
        lot_sealed_load(&mended.folders[0], path);
        lot_mended_expect(&mended, failed[i], words[i]);
        lot_mended_free(&mended);
    }
}

/* How what is changed is covered up. */
typedef enum cover { NOTHING, FINAL, ALL } cover;

static void expect_no(lot_mended *mended, const char *file, size_t at, cover how)
{
    lot_checks checks;
    lot_error error = {.message = ""};
    if (how == FINAL)
        lot_sealed_final(&mended->folders[1]);
    if (how == ALL)
        lot_sealed_seal(&mended->folders[1]);
    lot_status status = lot_mended_verify(&checks, mended, &nothing, &error);
    if (status != LOT_NOT_VERIFIED || strncmp(error.message, "replace/1/", 10) != 0)
        fail_msg("%s, byte %zu: status %d: %s", file, at, (int)status, error.message);
    lot_checks_free(&checks);
}

/* Every `step`th byte of a file of the replacement, flipped in `bits` places. */
static void flip(lot_mended *mended, const char *file, size_t step, unsigned bits, cover how)
{
    for (size_t at = 0; at < lot_sealed_file(&mended->folders[1], file)->length; at += step)
        for (unsigned bit = 0; bit < bits; bit++) {
            char *byte = &lot_sealed_file(&mended->folders[1], file)->bytes[at];
            char kept = *byte;
            *byte = (char)(kept ^ (1 << (at + bit) % 8));
            expect_no(mended, file, at, how);
            lot_sealed_file(&mended->folders[1], file)->bytes[at] = kept;
        }
}

/* Sealed anew or not: what follows from M does not follow any more. */
static void no_byte_of_standing_can_be_changed(void **state)
{
    (void)state;
    for (int how = NOTHING; how <= ALL; how++) {
        lot_mended mended;
        lot_mended_make(&mended, lot_mended_two, 1);
        flip(&mended, "standing.csv", 1, 8, (cover)how);
        lot_mended_free(&mended);
    }
}

static void no_byte_of_a_replacement_can_be_changed(void **state)
{
    (void)state;
    lot_mended mended;
    lot_mended_make(&mended, lot_mended_two, 1);
    for (size_t f = 0; f < mended.folders[1].count; f++) {
        char name[64];
        (void)snprintf(name, sizeof name, "%s", mended.folders[1].names[f]);
        flip(&mended, name, 7, 1, NOTHING);
    }
    lot_mended_free(&mended);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_log_goes_on_from_the_folder_before),
        cmocka_unit_test(no_announcement_is_left_out_of_the_log),
        cmocka_unit_test(the_files_of_a_replacement_are_its_own),
        cmocka_unit_test(the_manifest_has_a_line_for_standing),
        cmocka_unit_test(what_is_a_replacements_alone_is_not_of_a_first_draw),
        cmocka_unit_test(nothing_is_mended_before_it_is_drawn_or_after_a_test),
        cmocka_unit_test(no_byte_of_standing_can_be_changed),
        cmocka_unit_test(no_byte_of_a_replacement_can_be_changed),
    };
    return cmocka_run_group_tests(tests, lot_tampering_start, NULL);
}
