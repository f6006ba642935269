/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the database itself refuses, whoever asks: invariants B2 and B3. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/kept.h"

#include <stdio.h>
#include <string.h>

/* Each of the statements is refused with these words. */
static void assert_refused(lot_kept *kept, const char *words, const char *const *sql)
{
    for (; *sql != NULL; sql++) {
        const char *refusal = lot_kept_sql(kept, *sql);
        if (refusal == NULL)
            fail_msg("not refused: %s", *sql);
        else if (strstr(refusal, words) == NULL)
            fail_msg("%s: %s", *sql, refusal);
    }
}

static void assert_taken(lot_kept *kept, const char *sql)
{
    const char *refusal = lot_kept_sql(kept, sql);
    if (refusal != NULL)
        fail_msg("%s: %s", sql, refusal);
}

/* Two entries in the log; attempt 1 committed and drawn, a rehearsal or not. */
static void draw(lot_kept *kept, bool test)
{
    lot_assembly *assembly = lot_kept_open(kept, true);
    kept->attempt.test = kept->attempt.draw.test = test;
    assert_int_equal(lot_assembly_log(assembly, "commit", "{}", NULL), LOT_OK);
    assert_int_equal(lot_assembly_add_commit(assembly, &kept->attempt, NULL), LOT_OK);
    assert_int_equal(lot_assembly_log(assembly, "draw", "{}", NULL), LOT_OK);
    assert_int_equal(lot_assembly_add_draw(assembly, &kept->attempt, NULL), LOT_OK);
    lot_kept_close(assembly);
}

static void the_log_only_grows(void **state)
{
    lot_kept *kept = *state;
    draw(kept, true);
    assert_refused(
        kept, "the log only grows",
        (const char *const[]){"UPDATE log SET kind = 'x'", "UPDATE OR REPLACE log SET sequence = 1",
                              "DELETE FROM log", "DELETE FROM log WHERE sequence = 2", NULL});
    assert_refused(
        kept, "not the next one",
        (const char *const[]){
            "INSERT OR REPLACE INTO log SELECT * FROM log WHERE sequence = 2",
            "INSERT OR IGNORE INTO log SELECT * FROM log WHERE sequence = 1",
            "INSERT INTO log SELECT 4, time, kind, payload, salt, payload_digest, digest, digest"
            " FROM log WHERE sequence = 2",
            "INSERT INTO log SELECT NULL, time, kind, payload, salt, payload_digest, digest, digest"
            " FROM log WHERE sequence = 2",
            NULL});
    assert_refused(
        kept, "does not follow the last one",
        (const char *const[]){"INSERT INTO log SELECT 3, time, kind, payload, salt, payload_digest,"
                              " previous, digest FROM log WHERE sequence = 2",
                              NULL});
    assert_taken(kept, "INSERT INTO log SELECT 3, time, kind, payload, salt, payload_digest,"
                       " digest, digest FROM log WHERE sequence = 2");
}

static void the_first_entry_follows_zeros(void **state)
{
    lot_kept *kept = *state;
    assert_refused(kept, "does not follow the last one",
                   (const char *const[]){"INSERT INTO log VALUES (1, 't', 'k', '{}', zeroblob(32),"
                                         " zeroblob(32), randomblob(32), zeroblob(32))",
                                         NULL});
    assert_taken(kept, "INSERT INTO log VALUES (1, 't', 'k', '{}', zeroblob(32),"
                       " zeroblob(32), zeroblob(32), zeroblob(32))");
}

static void commits_and_their_sources_never_change(void **state)
{
    lot_kept *kept = *state;
    draw(kept, true);
    assert_refused(kept, "a commit never changes",
                   (const char *const[]){"UPDATE commits SET test = 0", "DELETE FROM commits",
                                         "UPDATE commit_sources SET name = 'text:mine'",
                                         "DELETE FROM commit_sources WHERE position = 1",
                                         "INSERT INTO commit_sources VALUES (1, 2, 'text:more')",
                                         "REPLACE INTO commit_sources VALUES (1, 0, 'text:mine')",
                                         NULL});
    assert_refused(kept, "not the next one",
                   (const char *const[]){
                       "REPLACE INTO commits SELECT * FROM commits",
                       "INSERT INTO commits SELECT 3, lottery, test, one_run, manifest, process,"
                       " folder FROM commits",
                       NULL});
}

static void draws_and_their_sources_never_change(void **state)
{
    lot_kept *kept = *state;
    draw(kept, true);
    assert_refused(
        kept, "a draw never changes",
        (const char *const[]){"UPDATE draws SET ticket = 5", "DELETE FROM draws",
                              "UPDATE draw_sources SET value = '9'", "DELETE FROM draw_sources",
                              "INSERT INTO draw_sources VALUES (1, 2, 'x', NULL)",
                              "REPLACE INTO draw_sources VALUES (1, 0, 'x', NULL)", NULL});
    assert_refused(kept, "drawn already",
                   (const char *const[]){"REPLACE INTO draws SELECT * FROM draws",
                                         "INSERT INTO draws SELECT * FROM draws", NULL});
    assert_refused(kept, "no commit to draw on",
                   (const char *const[]){
                       "INSERT INTO draws SELECT 2, seed, rejected, ticket, row FROM draws", NULL});
    assert_taken(kept, "INSERT INTO commits SELECT 2, lottery, test, one_run, manifest, process,"
                       " folder FROM commits");
    assert_refused(kept, "does not draw this row",
                   (const char *const[]){
                       "INSERT INTO draws SELECT 2, seed, rejected, 0, row FROM draws",
                       "INSERT INTO draws SELECT 2, seed, rejected, 99, 99 FROM draws", NULL});
    assert_taken(kept, "INSERT INTO draws SELECT 2, seed, rejected, ticket, row FROM draws");
}

static void a_lottery_never_changes(void **state)
{
    lot_kept *kept = *state;
    assert_refused(kept, "a lottery never changes",
                   (const char *const[]){
                       "UPDATE lotteries SET tickets = 1", "DELETE FROM lotteries",
                       "UPDATE panels SET members = '[]'", "DELETE FROM panels WHERE panel = 1",
                       "INSERT INTO panels VALUES (1, 3, 1, '[1]')",
                       "REPLACE INTO panels VALUES (1, 0, 1, '[1]')",
                       "UPDATE lottery_rows SET panel = 0", "DELETE FROM lottery_rows",
                       "INSERT INTO lottery_rows VALUES (1, 9, 99, 99, 0)",
                       "UPDATE no_panel_classes SET class = 3", "DELETE FROM no_panel_classes",
                       "INSERT INTO no_panel_classes VALUES (1, 0)", NULL});
    assert_refused(kept, "not the next one",
                   (const char *const[]){"REPLACE INTO lotteries SELECT * FROM lotteries", NULL});
}

static void the_assembly_itself_only_closes(void **state)
{
    lot_kept *kept = *state;
    assert_refused(kept, "never change",
                   (const char *const[]){"UPDATE assembly SET key = randomblob(32)",
                                         "UPDATE assembly SET seats = 9",
                                         "UPDATE assembly SET title = 'Other'", NULL});
    assert_refused(kept, "a file holds one assembly",
                   (const char *const[]){"DELETE FROM assembly",
                                         "REPLACE INTO assembly SELECT * FROM assembly", NULL});
    assert_taken(kept, "UPDATE assembly SET closed = 1");
    assert_refused(kept, "stays closed",
                   (const char *const[]){"UPDATE assembly SET closed = 0", NULL});
}

static const char *const people_changes[] = {
    "DELETE FROM people",
    "DELETE FROM people WHERE position = 3",
    "UPDATE people SET record = record || 'x' WHERE position = 3",
    "UPDATE people SET id = 'someone else' WHERE position = 3",
    "INSERT INTO people (position, row, id, record) VALUES (99, 101, 'ghost', 'ghost')",
    "REPLACE INTO people (position, row, id, record) VALUES (3, 101, 'ghost', 'ghost')",
    "DELETE FROM people_file",
    "UPDATE people_file SET header = 'x'",
    "REPLACE INTO people_file SELECT * FROM people_file",
    "DELETE FROM household_columns",
    "UPDATE household_columns SET name = 'x'",
    "INSERT INTO household_columns VALUES (9, 'x')",
    NULL};

static const char *const quota_changes[] = {"DELETE FROM quotas",
                                            "UPDATE quotas SET min = 0",
                                            "REPLACE INTO quotas SELECT * FROM quotas",
                                            "DELETE FROM features",
                                            "UPDATE features SET name = 'x'",
                                            "INSERT INTO features VALUES (99, 'x')",
                                            NULL};

static const char *const class_changes[] = {
    "UPDATE people_classes SET pid = 'aaaaaaaaaaaaaaaa' WHERE person = 3",
    "UPDATE people_classes SET household = 0 WHERE person = 3",
    "UPDATE people_classes SET class = 0 WHERE person = 3",
    "DELETE FROM people_classes WHERE person = 3",
    "REPLACE INTO people_classes SELECT * FROM people_classes WHERE person = 3",
    "INSERT INTO people_classes VALUES (99, 'aaaaaaaaaaaaaaaa', 0, 0)",
    NULL};

static void after_a_rehearsal_everything_may_change_still(void **state)
{
    lot_kept *kept = *state;
    draw(kept, true);
    lot_assembly *assembly = lot_kept_open(kept, true);
    const lot_test_case *made = kept->made;
    assert_int_equal(
        lot_assembly_save_people(assembly, made->people, &made->columns, made->pool, NULL), LOT_OK);
    assert_int_equal(lot_assembly_save_quotas(assembly, made->quotas, NULL), LOT_OK);
    lot_kept_close(assembly);
}

static void once_closed_people_stay_but_quotas_and_classes_may_change(void **state)
{
    lot_kept *kept = *state;
    lot_error error;
    const lot_test_case *made = kept->made;
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_set_closed(assembly, NULL), LOT_OK);
    lot_kept_close(assembly);
    assert_refused(kept, "registration is closed", people_changes);
    assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_save_quotas(assembly, made->quotas, NULL), LOT_OK);
    assert_int_equal(
        lot_assembly_save_classes(assembly, made->pool, kept->classes, kept->pseudonyms, NULL),
        LOT_OK);
    assert_int_equal(lot_assembly_commit(assembly, NULL), LOT_OK);
    assert_int_equal(
        lot_assembly_save_people(assembly, made->people, &made->columns, made->pool, &error),
        LOT_FAILURE);
    assert_non_null(strstr(error.message, "registration is closed"));
    lot_assembly_close(assembly);
}

static void once_committed_neither_people_nor_quotas_change(void **state)
{
    lot_kept *kept = *state;
    lot_error error;
    draw(kept, false);
    assert_refused(kept, "a draw was committed to", people_changes);
    assert_refused(kept, "a draw was committed to", quota_changes);
    assert_refused(kept, "a draw was committed to", class_changes);
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_save_quotas(assembly, kept->made->quotas, &error), LOT_FAILURE);
    assert_non_null(strstr(error.message, "a draw was committed to"));
    lot_assembly_close(assembly);
}

static void solving_again_after_a_commit_keeps_the_same_classes(void **state)
{
    lot_kept *kept = *state;
    const lot_saved_lottery lottery = lot_kept_lottery_of(kept);
    uint32_t number;
    draw(kept, false);
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_save_classes(assembly, kept->made->pool, kept->classes,
                                               kept->pseudonyms, NULL),
                     LOT_OK);
    assert_int_equal(lot_assembly_save_lottery(assembly, &lottery, kept->classes, &number, NULL),
                     LOT_OK);
    assert_int_equal(number, 2);
    lot_kept_close(assembly);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_kept_setup_saved, lot_kept_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_log_only_grows),
        TEST(the_first_entry_follows_zeros),
        TEST(commits_and_their_sources_never_change),
        TEST(draws_and_their_sources_never_change),
        TEST(a_lottery_never_changes),
        TEST(the_assembly_itself_only_closes),
        TEST(after_a_rehearsal_everything_may_change_still),
        TEST(once_closed_people_stay_but_quotas_and_classes_may_change),
        TEST(once_committed_neither_people_nor_quotas_change),
        TEST(solving_again_after_a_commit_keeps_the_same_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
