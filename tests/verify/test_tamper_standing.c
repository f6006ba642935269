/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tampering with replacements: one thing is changed in the folder of one and everything that hangs
 * on it is sealed anew, as in test_tamper.c. Each line of section 11 has a case that breaks it
 * alone: here standing.csv and what it must agree with.
 */
#include "support/mended.h"
#include "support/tampering.h"

#include "civiclot/pseudonym.h"

/* clang-format off */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdio.h>
#include <string.h>

enum { POOL_HEAD = 9, POOL_LINE = LOT_PID_LENGTH + 1 + 64 + 1 };

static const lot_verify_request nothing = {.known_count = 0};

static void sealing_a_replacement_anew_changes_nothing(void **state)
{
    (void)state;
    lot_mended mended;
    lot_checks checks;
    lot_mended_make(&mended, lot_mended_two, 2);
    for (uint32_t f = 0; f <= 2; f++)
        lot_sealed_seal(&mended.folders[f]);
    assert_int_equal(lot_mended_verify(&checks, &mended, &nothing, NULL), LOT_OK);
    lot_checks_free(&checks);
    lot_mended_free(&mended);
}

static void change_process(lot_sealed *folder)
{
    lot_sealed_replace_line(folder, "process.txt", "\nprocess: ", "process: aaaaaaaaaaaaaaaa\n");
    lot_sealed_replace_line(folder, "final.txt", "\nprocess: ", "process: aaaaaaaaaaaaaaaa\n");
}

static void change_seats(lot_sealed *folder)
{
    lot_sealed_change(folder, "process.txt", "seats: 6\n", "seats: 7\n");
    lot_sealed_put(folder, "quotas.csv", lot_mended_quotas_eased, strlen(lot_mended_quotas_eased));
}

static void change_household(lot_sealed *folder)
{
    lot_sealed_change(folder, "process.txt", "per-household: 1\n", "per-household: 2\n");
}

static void change_replaces(lot_sealed *folder)
{
    char line[SEALED_LINE_BYTES];
    lot_sealed_line(line, folder, "process.txt", "replaces: ");
    line[strlen("replaces: ")] = line[strlen("replaces: ")] == '0' ? '1' : '0';
    lot_sealed_replace_line(folder, "process.txt", "replaces: ", line);
}

/* process.txt gets the root of the leaves in pool.csv. */
static void put_root(lot_sealed *folder, uint32_t people)
{
    lot_digest leaves[LOT_MENDED_PEOPLE], root;
    char hex[LOT_HEX_BYTES], line[SEALED_LINE_BYTES];
    const char *bytes = lot_text_string(lot_sealed_file(folder, "pool.csv"));
    for (uint32_t p = 0; p < people; p++) {
        (void)snprintf(hex, sizeof hex, "%.64s",
                       bytes + POOL_HEAD + (size_t)p * POOL_LINE + LOT_PID_LENGTH + 1);
        assert_true(lot_digest_parse(&leaves[p], hex));
    }
    lot_merkle_root(&root, leaves, NULL, people);
    lot_digest_hex(hex, &root);
    (void)snprintf(line, sizeof line, "pool-root: %s\n", hex);
    lot_sealed_replace_line(folder, "process.txt", "pool-root: ", line);
}

static void shrink_pool(lot_sealed *folder)
{
    lot_text *pool = lot_sealed_file(folder, "pool.csv");
    pool->length -= POOL_LINE;
    pool->bytes[pool->length] = '\0';
    lot_sealed_change(folder, "process.txt", "\npool: 36\n", "\npool: 35\n");
    put_root(folder, LOT_MENDED_PEOPLE - 1);
}

static void change_leaf(lot_sealed *folder)
{
    char *leaf = lot_sealed_file(folder, "pool.csv")->bytes + POOL_HEAD + LOT_PID_LENGTH + 1;
    *leaf = *leaf == '0' ? '1' : '0';
    put_root(folder, LOT_MENDED_PEOPLE);
}

/* A pid is in no leaf that anybody but its owner can open. */
static void change_pid(lot_sealed *folder)
{
    char *last = lot_sealed_file(folder, "pool.csv")->bytes + POOL_HEAD + LOT_PID_LENGTH - 1;
    *last = *last == 'a' ? 'b' : 'a';
}

static void terms_pool_and_replaces_are_those_of_the_panel_before(void **state)
{
    (void)state;
    lot_mended_check(1, change_process, "standing", "process.txt: its process id is not");
    lot_mended_check(1, change_seats, "standing", "process.txt: its number of seats is not");
    lot_mended_check(1, change_household, "standing", "process.txt: its per-household is not");
    lot_mended_check(1, shrink_pool, "standing",
                     "process.txt: its number of people in the pool is not");
    lot_mended_check(1, change_leaf, "standing", "process.txt: its pool-root is not");
    lot_mended_check(1, change_replaces, "standing",
                     "process.txt: its 'replaces' is not M of the newest");
    lot_mended_check(2, change_replaces, "standing",
                     "process.txt: its 'replaces' is not M of the newest");
    lot_mended_check(1, change_pid, "standing", "pool.csv: its bytes are not those of the draw");
}

static void change_feature(lot_sealed *folder)
{
    lot_sealed_change(folder, "quotas.csv", "sex,woman,3,3\nsex,man,", "sax,woman,3,3\nsax,man,");
}

static void change_value(lot_sealed *folder)
{
    lot_sealed_change(folder, "quotas.csv", "age,old", "age,odd");
}

static void change_order(lot_sealed *folder)
{
    lot_sealed_change(folder, "quotas.csv", "woman,3,3\nsex,man,3,3", "man,3,3\nsex,woman,3,3");
}

static void add_row(lot_sealed *folder)
{
    lot_sealed_change(folder, "quotas.csv", "age,old,2,4\n", "age,old,2,4\nage,odd,0,0\n");
}

static void drop_row(lot_sealed *folder)
{
    lot_sealed_change(folder, "quotas.csv", "age,young,2,4\nage,old,2,4\n", "age,young,2,6\n");
}

static void quotas_have_the_same_features_and_values(void **state)
{
    (void)state;
    lot_mended_check(1, change_feature, "standing",
                     "quotas.csv, line 2: here the draw whose panel is mended");
    lot_mended_check(1, change_value, "standing",
                     "quotas.csv, line 5: here the draw whose panel is mended");
    lot_mended_check(1, change_order, "standing",
                     "quotas.csv, line 2: here the draw whose panel is mended");
    lot_mended_check(1, add_row, "standing", "quotas.csv: it has more or fewer rows");
    lot_mended_check(1, drop_row, "standing", "quotas.csv: it has more or fewer rows");
}

static void misspell(lot_sealed *folder)
{
    lot_sealed_change(folder, "standing.csv", ",kept,\n", ",keep,\n");
}

static void tell_a_story(lot_sealed *folder)
{
    lot_sealed_change(folder, "standing.csv", ",ill\n", ",ill and tired\n");
}

static void drop_kept(lot_sealed *folder)
{
    lot_sealed_replace_line(folder, "standing.csv", ",kept,\n", "");
}

static void drop_withdrawn(lot_sealed *folder)
{
    lot_sealed_replace_line(folder, "standing.csv", ",ill\n", "");
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

static void everyone_of_the_panel_before_is_kept_or_withdrawn(void **state)
{
    (void)state;
    lot_mended_check(1, misspell, "standing", "standing.csv, line ");
    lot_mended_check(1, tell_a_story, "standing", "standing.csv, line ");
    lot_mended_check(1, drop_kept, "standing", "standing.csv: ");
    lot_mended_check(1, drop_withdrawn, "standing", "standing.csv: ");
    lot_mended_check(1, keep_another, "standing", "standing.csv: ");
    lot_mended_check(2, forget_another, "standing", "standing.csv: ");
    lot_mended_check(2, change_reason, "standing", "standing.csv: ");
}

/* The same, and what exactly is told. */
static void what_is_wrong_with_a_person_is_told(void **state)
{
    (void)state;
    static const struct {
        lot_mended_change *change;
        uint32_t folder;
        const char *part;
        const char *words;
    } cases[] = {
        {drop_kept, 1, ",kept,", "is missing, though the panel before seats them"},
        {drop_withdrawn, 1, ",ill", "is missing, though the panel before seats them"},
        {keep_another, 1, ",no-answer", "is kept, though the panel before does not seat them"},
        {forget_another, 2, ",no-answer", "withdrew before, and must be withdrawn here as well"},
        {change_reason, 2, ",no-answer", "withdrew before for another reason than stands here"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lot_mended mended;
        char line[SEALED_LINE_BYTES], words[2 * SEALED_LINE_BYTES];
        lot_mended_make(&mended, lot_mended_two, 2);
        lot_sealed_line(line, &mended.folders[cases[i].folder], "standing.csv", cases[i].part);
        cases[i].change(&mended.folders[cases[i].folder]);
        lot_sealed_seal(&mended.folders[cases[i].folder]);
        (void)snprintf(words, sizeof words, "standing.csv: %.16s %s", line, cases[i].words);
        lot_mended_expect(&mended, "standing", words);
        lot_mended_free(&mended);
    }
}

/* Whoever stands behind somebody kept in the third row, in pool.csv and in the row. */
static void unseat_kept(lot_sealed *folder)
{
    char *row = lot_sealed_file(folder, "lottery.csv")->bytes;
    const char *standing = lot_text_string(lot_sealed_file(folder, "standing.csv"));
    const char *pool = lot_text_string(lot_sealed_file(folder, "pool.csv")) + POOL_HEAD;
    for (unsigned line = 1; line < 3; line++)
        row = strchr(row, '\n') + 1;
    const char *end = strchr(row, '\n');
    for (const char *at = pool; strlen(at) >= 2 * (size_t)POOL_LINE; at += POOL_LINE) {
        char kept[LOT_PID_LENGTH + 1], next[LOT_PID_LENGTH + 1], word[LOT_PID_LENGTH + 8];
        (void)snprintf(kept, sizeof kept, "%.16s", at);
        (void)snprintf(next, sizeof next, "%.16s", at + POOL_LINE);
        (void)snprintf(word, sizeof word, "%s,kept,", kept);
        char *seat = strstr(row, kept), *other = strstr(row, next);
        if (strstr(standing, word) == NULL || seat == NULL || seat > end ||
            strstr(standing, next) != NULL || (other != NULL && other < end))
            continue;
        memcpy(seat, next, LOT_PID_LENGTH);
        return;
    }
    fail_msg("nobody can be unseated");
}

/* Somebody of the fourth row withdrew. */
static void withdraw_seated(lot_sealed *folder)
{
    lot_text changed = LOT_TEXT_EMPTY;
    char member[LOT_PID_LENGTH + 1] = "";
    const char *row = lot_text_string(lot_sealed_file(folder, "lottery.csv"));
    const char *line = lot_text_string(lot_sealed_file(folder, "standing.csv"));
    for (unsigned at = 1; at < 4; at++)
        row = strchr(row, '\n') + 1;
    row = strchr(row, ',') + 1;
    do {
        row = strchr(row, ',') + 1;
        (void)snprintf(member, sizeof member, "%.16s", row);
    } while (strstr(line, member) != NULL);
    bool put = false;
    for (; *line != '\0'; line = strchr(line, '\n') + 1) {
        if (!put && strncmp(line, member, LOT_PID_LENGTH) > 0 && strncmp(line, "pid", 3) != 0) {
            lot_text_format(&changed, "%s,withdrawn,ill\n", member);
            put = true;
        }
        lot_text_add(&changed, line, (size_t)(strchr(line, '\n') + 1 - line));
    }
    if (!put)
        lot_text_format(&changed, "%s,withdrawn,ill\n", member);
    lot_sealed_put(folder, "standing.csv", changed.bytes, changed.length);
    lot_text_free(&changed);
}

static void spoil_row(lot_sealed *folder)
{
    lot_sealed_change(folder, "lottery.csv", "\n0,0,", "\n0,00,");
}

static void spoil_order(lot_sealed *folder)
{
    lot_sealed_change(folder, "process.txt", "tickets: 60\n", "tickets: 61\n");
}

static void every_panel_seats_who_is_kept_and_nobody_who_withdrew(void **state)
{
    (void)state;
    lot_mended_check(1, unseat_kept, "standing",
                     "lottery.csv, line 3: the panel seats 3 of the 4 who are");
    lot_mended_check(1, withdraw_seated, "standing", "lottery.csv, line ");
    lot_mended_check(1, spoil_row, "lottery", "lottery.csv, line 2: the last ticket is none");
    lot_mended_check(1, spoil_order, "lottery", "lottery.csv: it ends with ticket 59 of 61");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sealing_a_replacement_anew_changes_nothing),
        cmocka_unit_test(terms_pool_and_replaces_are_those_of_the_panel_before),
        cmocka_unit_test(quotas_have_the_same_features_and_values),
        cmocka_unit_test(everyone_of_the_panel_before_is_kept_or_withdrawn),
        cmocka_unit_test(what_is_wrong_with_a_person_is_told),
        cmocka_unit_test(every_panel_seats_who_is_kept_and_nobody_who_withdrew),
    };
    return cmocka_run_group_tests(tests, lot_tampering_start, NULL);
}
