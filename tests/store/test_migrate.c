/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of an older civiclot is what it was, in the tables of today. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/callups.h"
#include "store/schema.h"
#include "support/kept.h"

#include <stdio.h>
#include <stdlib.h>

/* In the order in which the triggers take them: what seals comes last. */
static const char fill_format_1[] =
    "PRAGMA foreign_keys = OFF;"
    "INSERT INTO people_file SELECT one, name, encoding, byte_order_mark, delimiter, line_end,"
    " header, id_column FROM today.people_file;"
    "INSERT INTO household_columns SELECT * FROM today.household_columns;"
    "INSERT INTO people SELECT position, row, id, record, pid, household, class FROM today.people"
    " LEFT JOIN today.people_classes ON person = position;"
    "INSERT INTO households SELECT household, count(*) FROM today.people_classes GROUP BY 1;"
    "INSERT INTO features SELECT * FROM today.features;"
    "INSERT INTO quotas SELECT position, feature, value, min, max, min_flex, max_flex, row"
    " FROM today.quotas;"
    "INSERT INTO kinds SELECT * FROM today.kinds;"
    "INSERT INTO classes SELECT * FROM today.classes;"
    "INSERT INTO class_values SELECT * FROM today.class_values;"
    "INSERT INTO panels SELECT * FROM today.panels;"
    "INSERT INTO lottery_rows SELECT * FROM today.lottery_rows;"
    "INSERT INTO no_panel_classes SELECT * FROM today.no_panel_classes;"
    "INSERT INTO lotteries SELECT * FROM today.lotteries;"
    "INSERT INTO commit_sources SELECT * FROM today.commit_sources;"
    "INSERT INTO commits SELECT * FROM today.commits;"
    "INSERT INTO log SELECT * FROM today.log;"
    "INSERT INTO assembly SELECT * FROM today.assembly;"
    "COMMIT;";

static void execute(sqlite3 *database, const char *sql)
{
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(database));
}

/* Put a file of format 1 that holds the same in the place of the file. */
static void make_format_1(lot_kept *kept)
{
    char attach[256];
    char before[160];
    (void)snprintf(before, sizeof before, "%s.before", kept->path);
    (void)snprintf(attach, sizeof attach, "ATTACH '%s' AS today", kept->path);
    lot_assembly assembly = {.path = before, .write = true};
    assert_int_equal(sqlite3_open(before, &assembly.database), SQLITE_OK);
    execute(assembly.database, attach);
    assert_int_equal(lot_schema_migrate(&assembly, 0, 1, NULL), LOT_OK);
    execute(assembly.database, fill_format_1);
    assert_int_equal(sqlite3_close(assembly.database), SQLITE_OK);
    assert_int_equal(rename(before, kept->path), 0);
}

static void commit(lot_kept *kept, bool test)
{
    lot_assembly *assembly = lot_kept_open(kept, true);
    kept->attempt.test = test;
    assert_int_equal(lot_assembly_set_closed(assembly, NULL), LOT_OK);
    assert_int_equal(lot_assembly_add_commit(assembly, &kept->attempt, NULL), LOT_OK);
    lot_kept_close(assembly);
}

static void assert_same_people(const lot_table *people, const lot_table *made)
{
    assert_int_equal(lot_table_rows_count(people), lot_table_rows_count(made));
    for (uint32_t p = 0; p < lot_table_rows_count(made); p++) {
        assert_string_equal(lot_table_record(people, p), lot_table_record(made, p));
        assert_int_equal(lot_table_row_number(people, p), lot_table_row_number(made, p));
    }
}

/* People, classes and lottery are those that were made. */
static void assert_whole(lot_kept *kept, bool write)
{
    lot_table *people = NULL;
    lot_saved_columns columns;
    lot_saved_lottery lottery;
    lot_assembly *assembly = lot_kept_open(kept, write);
    assert_int_equal(lot_assembly_load_people(&people, &columns, assembly, NULL), LOT_OK);
    assert_same_people(people, kept->made->people);
    assert_int_equal(lot_assembly_check_classes(assembly, kept->made->pool, kept->classes,
                                                kept->pseudonyms, NULL),
                     LOT_OK);
    assert_int_equal(lot_assembly_load_lottery(&lottery, assembly, 0, NULL), LOT_OK);
    assert_int_equal(lottery.lottery->tickets, kept->lottery->tickets);
    lot_saved_lottery_free(&lottery);
    lot_saved_columns_free(&columns);
    lot_table_free(people);
    if (write)
        lot_kept_close(assembly);
    else
        lot_assembly_close(assembly);
}

static void a_file_of_format_1_is_whole_and_stays_so_until_it_is_written(void **state)
{
    lot_kept *kept = *state;
    make_format_1(kept);
    assert_int_equal(lot_kept_number(kept, "SELECT count(class) FROM people"), 60);
    assert_whole(kept, false);
    assert_int_equal(lot_kept_number(kept, "PRAGMA user_version"), 1);
    assert_whole(kept, true);
    assert_int_equal(lot_kept_number(kept, "PRAGMA user_version"), LOT_SCHEMA_VERSION);
    assert_whole(kept, true);
}

static void a_committed_file_of_format_1_is_brought_up_to_date_and_stays_sealed(void **state)
{
    lot_kept *kept = *state;
    commit(kept, false);
    make_format_1(kept);
    assert_whole(kept, true);
    assert_int_equal(lot_kept_number(kept, "PRAGMA user_version"), LOT_SCHEMA_VERSION);
    assert_non_null(lot_kept_sql(kept, "DELETE FROM people"));
    assert_non_null(lot_kept_sql(kept, "DELETE FROM people_classes"));
    assert_non_null(lot_kept_sql(kept, "UPDATE people SET record = 'x' WHERE position = 3"));
}

static void people_without_classes_stay_without(void **state)
{
    lot_kept *kept = *state;
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_save_quotas(assembly, kept->made->quotas, NULL), LOT_OK);
    lot_kept_close(assembly);
    make_format_1(kept);
    lot_kept_close(lot_kept_open(kept, true));
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM people"), 60);
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM people_classes"), 0);
}

static void a_file_of_format_1_with_other_triggers_is_refused(void **state)
{
    lot_kept *kept = *state;
    lot_assembly *assembly;
    make_format_1(kept);
    assert_null(lot_kept_sql(kept, "DROP TRIGGER people_delete_committed"));
    assert_int_equal(lot_assembly_open(&assembly, kept->path, true, NULL), LOT_BAD_INPUT);
}

/* Put the triggers of a version in the place of those that are there. */
static void take_triggers(lot_kept *kept, uint32_t version, const char *sql)
{
    static const char triggers[] = "SELECT sql, name FROM sqlite_schema WHERE type = 'trigger'";
    char path[] = "model";
    lot_assembly model = {.path = path, .write = true};
    sqlite3 *database;
    sqlite3_stmt *query;
    lot_text drop = LOT_TEXT_EMPTY;
    assert_int_equal(sqlite3_open(kept->path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, triggers, -1, &query, NULL), SQLITE_OK);
    while (sqlite3_step(query) == SQLITE_ROW)
        lot_text_format(&drop, "DROP TRIGGER %s;", (const char *)sqlite3_column_text(query, 1));
    (void)sqlite3_finalize(query);
    execute(database, lot_text_string(&drop));
    execute(database, sql);
    assert_int_equal(sqlite3_open(":memory:", &model.database), SQLITE_OK);
    assert_int_equal(lot_schema_migrate(&model, 0, version, NULL), LOT_OK);
    assert_int_equal(sqlite3_prepare_v2(model.database, triggers, -1, &query, NULL), SQLITE_OK);
    while (sqlite3_step(query) == SQLITE_ROW)
        execute(database, (const char *)sqlite3_column_text(query, 0));
    (void)sqlite3_finalize(query);
    assert_int_equal(sqlite3_close(model.database), SQLITE_OK);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
    lot_text_free(&drop);
}

#define NOT_OF_FORMAT_6                                                                            \
    "DROP TABLE callup_people; DROP TABLE callup_standings; DROP TABLE callups;"                   \
    "DROP TABLE reserve_curves; DROP TABLE reserves; DROP TABLE dropout_rates;"                    \
    "DROP TABLE reserve_plans;"
#define NOT_OF_FORMAT_5                                                                            \
    NOT_OF_FORMAT_6                                                                                \
    "DROP TABLE erased_key; DROP TABLE erased_excluded; DROP TABLE erased;"                        \
    "DROP TABLE events; DROP TABLE standings; DROP TABLE lottery_quotas;"
#define NOT_OF_FORMAT_4                                                                            \
    NOT_OF_FORMAT_5                                                                                \
    "DROP TABLE cleaning; DROP TABLE excluded; ALTER TABLE people_file DROP COLUMN address_rule;"
#define NOT_OF_FORMAT_3                                                                            \
    NOT_OF_FORMAT_4                                                                                \
    "DROP TABLE signatures; DROP TABLE reveals; ALTER TABLE quotas DROP COLUMN priority;"

/* Format 2 had neither proofs nor levels: its lotteries claim nothing, its commits are public. */
static void a_file_of_format_2_is_brought_up_to_date(void **state)
{
    lot_kept *kept = *state;
    lot_saved_lottery saved;
    lot_attempt attempt;
    kept->attempt.full = false;
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_add_commit(assembly, &kept->attempt, NULL), LOT_OK);
    lot_kept_close(assembly);
    take_triggers(kept, 2,
                  NOT_OF_FORMAT_3 "DROP TABLE findings; DROP TABLE full_commits;"
                                  " PRAGMA user_version = 2");
    for (int writes = 0; writes < 2; writes++) {
        assembly = lot_kept_open(kept, writes > 0);
        assert_int_equal(lot_assembly_load_lottery(&saved, assembly, 0, NULL), LOT_OK);
        assert_null(saved.proof);
        assert_true(saved.finding.gap == UINT64_MAX);
        assert_false(saved.finding.late);
        assert_int_equal(lot_assembly_load_attempt(&attempt, assembly, 1, NULL), LOT_OK);
        assert_false(attempt.full);
        lot_attempt_free(&attempt);
        lot_saved_lottery_free(&saved);
        if (writes > 0)
            lot_kept_close(assembly);
        else
            lot_assembly_close(assembly);
        assert_int_equal(lot_kept_number(kept, "PRAGMA user_version"),
                         writes > 0 ? LOT_SCHEMA_VERSION : 2);
    }
}

/* Format 3 had neither signatures nor reveals. */
static void a_file_of_format_3_is_brought_up_to_date_and_takes_signatures(void **state)
{
    lot_kept *kept = *state;
    char *minisig;
    const lot_digest *digest = &kept->attempt.manifest;
    commit(kept, false);
    take_triggers(kept, 3, NOT_OF_FORMAT_3 "PRAGMA user_version = 3");
    assert_whole(kept, false);
    assert_int_equal(lot_kept_number(kept, "PRAGMA user_version"), 3);
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_find_signature(&minisig, assembly, digest, NULL), LOT_OK);
    assert_null(minisig);
    assert_int_equal(lot_assembly_add_signature(assembly, digest, "a\nb\n", NULL), LOT_OK);
    lot_kept_close(assembly);
    assert_int_equal(lot_kept_number(kept, "PRAGMA user_version"), LOT_SCHEMA_VERSION);
    assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_find_signature(&minisig, assembly, digest, NULL), LOT_OK);
    assert_string_equal(minisig, "a\nb\n");
    free(minisig);
    lot_assembly_close(assembly);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_kept_setup_saved, lot_kept_teardown)

/* Format 4 excluded nobody, and its households are compared as they were made. */
static void a_file_of_format_4_keeps_its_households(void **state)
{
    lot_kept *kept = *state;
    lot_table *people;
    lot_saved_columns columns;
    take_triggers(kept, 4, NOT_OF_FORMAT_4 "PRAGMA user_version = 4");
    lot_assembly *assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_load_people(&people, &columns, assembly, NULL), LOT_OK);
    assert_true(columns.columns.older_addresses);
    lot_saved_columns_free(&columns);
    lot_table_free(people);
    lot_assembly_close(assembly);
    assert_int_equal(lot_kept_number(kept, "PRAGMA user_version"), 4);
}

/* Format 5 knew first draws alone, and nothing of what happens after them. */
static void a_file_of_format_5_has_first_draws_alone_and_takes_events(void **state)
{
    lot_kept *kept = *state;
    lot_attempt attempt;
    lot_standing *standing;
    commit(kept, false);
    take_triggers(kept, 5, NOT_OF_FORMAT_5 "PRAGMA user_version = 5");
    assert_whole(kept, false);
    assert_int_equal(lot_kept_number(kept, "PRAGMA user_version"), 5);
    const lot_event event = {.person = 3, .kind = LOT_CONFIRMED, .date = "2024-02-29"};
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_load_attempt(&attempt, assembly, 1, NULL), LOT_OK);
    assert_false(attempt.replacement);
    lot_attempt_free(&attempt);
    assert_int_equal(lot_assembly_load_standing(&standing, assembly, 1, 60, NULL), LOT_OK);
    assert_null(standing);
    assert_int_equal(lot_assembly_add_events(assembly, &event, 1, NULL), LOT_OK);
    lot_kept_close(assembly);
    assert_int_equal(lot_kept_number(kept, "PRAGMA user_version"), LOT_SCHEMA_VERSION);
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM events"), 1);
    assert_whole(kept, true);
}

/* Format 6 knew draws without reserves alone. */
static void a_file_of_format_6_has_no_reserves_and_takes_them(void **state)
{
    lot_kept *kept = *state;
    lot_attempt attempt;
    uint32_t count;
    commit(kept, false);
    take_triggers(kept, 6, NOT_OF_FORMAT_6 "PRAGMA user_version = 6");
    assert_whole(kept, false);
    assert_int_equal(lot_kept_number(kept, "PRAGMA user_version"), 6);
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_load_attempt(&attempt, assembly, 1, NULL), LOT_OK);
    assert_int_equal(attempt.plan.count, 0);
    assert_int_equal(lot_assembly_load_reserves(&attempt, assembly, 60, 9, NULL), LOT_OK);
    assert_null(attempt.reserves.people);
    lot_attempt_free(&attempt);
    assert_int_equal(lot_assembly_count_callups(&count, assembly, NULL), LOT_OK);
    assert_int_equal(count, 0);
    lot_kept_close(assembly);
    assert_int_equal(lot_kept_number(kept, "PRAGMA user_version"), LOT_SCHEMA_VERSION);
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM reserves"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_of_format_1_is_whole_and_stays_so_until_it_is_written),
        TEST(a_committed_file_of_format_1_is_brought_up_to_date_and_stays_sealed),
        TEST(a_file_of_format_2_is_brought_up_to_date),
        TEST(a_file_of_format_4_keeps_its_households),
        TEST(a_file_of_format_3_is_brought_up_to_date_and_takes_signatures),
        TEST(a_file_of_format_5_has_first_draws_alone_and_takes_events),
        TEST(a_file_of_format_6_has_no_reserves_and_takes_them),
        TEST(people_without_classes_stay_without),
        TEST(a_file_of_format_1_with_other_triggers_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
