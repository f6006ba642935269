/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes out of the file when people are erased, what stays, and what the database refuses. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/file.h"
#include "core/array.h"
#include "support/kept.h"
#include "support/tamper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATE "2024-02-29"

static const char *const canaries[] = {"RULECANARY", "NAMECANARY", "RECORDCANARY"};

/* Closed with a log, with a text that people are read by, and two of them excluded. */
static void save(lot_kept *kept)
{
    lot_error error;
    char root[LOT_HEX_BYTES];
    lot_text payload = LOT_TEXT_EMPTY;
    lot_kept_save(kept);
    assert_null(lot_kept_sql(
        kept, "INSERT INTO cleaning VALUES (0, 2, 'NAMECANARY', CAST('RULECANARY' AS BLOB));"
              "INSERT INTO excluded VALUES (0, 100, 'RECORDCANARY 0', 'late');"
              "INSERT INTO excluded VALUES (1, 101, 'RECORDCANARY 1', 'late')"));
    lot_digest_hex(root, &kept->pseudonyms->root);
    lot_text_format(&payload, "{\"root\":\"%s\"}", root);
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_set_closed(assembly, &error), LOT_OK);
    assert_int_equal(lot_assembly_log(assembly, "close", lot_text_string(&payload), &error),
                     LOT_OK);
    lot_kept_close(assembly);
    lot_text_free(&payload);
}

/* Erase people first .. last, and all or none of the excluded. */
static void erase(lot_kept *kept, uint32_t first, uint32_t last, bool excluded)
{
    static const uint32_t both[] = {0, 1};
    lot_error error;
    lot_erased *erased;
    bool *who = lot_array_new(60, sizeof *who);
    for (uint32_t p = first; p <= last; p++)
        who[p] = true;
    assert_int_equal(
        lot_erased_make(&erased, &kept->info.key, kept->made->pool, kept->pseudonyms, who, &error),
        LOT_OK);
    lot_assembly *assembly = lot_kept_open(kept, true);
    const lot_erasing erasing = {erased, both, excluded ? 2 : 0, DATE};
    if (lot_assembly_erase(assembly, &erasing, &error) != LOT_OK)
        fail_msg("%s", error.message);
    lot_kept_close(assembly);
    lot_erased_free(erased);
    free(who);
}

static bool holds(const lot_kept *kept, const char *words)
{
    lot_text bytes = LOT_TEXT_EMPTY;
    size_t length = strlen(words);
    bool found = false;
    assert_int_equal(lot_file_read(&bytes, kept->path, NULL), LOT_OK);
    for (size_t i = 0; !found && i + length <= bytes.length; i++)
        found = memcmp(bytes.bytes + i, words, length) == 0;
    lot_text_free(&bytes);
    return found;
}

/* The pool, classes and pseudonyms that were made, from a file without the records. */
static lot_status load(lot_kept *kept, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_table *people = NULL;
    lot_saved_columns columns = {0};
    lot_assembly_info info = {0};
    lot_quotas *quotas = NULL;
    lot_erased *erased = NULL;
    lot_pool *pool = NULL;
    lot_classes *classes = NULL;
    lot_pseudonyms *pseudonyms = NULL;
    lot_assembly *assembly = lot_kept_open(kept, false);
    status = lot_assembly_get_info(&info, assembly, error);
    if (status == LOT_OK)
        status = lot_assembly_load_people(&people, &columns, assembly, error);
    if (status == LOT_OK)
        status = lot_assembly_load_quotas(&quotas, assembly, error);
    if (status == LOT_OK)
        status = lot_assembly_load_erased(&erased, assembly, error);
    if (status == LOT_OK) {
        assert_non_null(erased);
        status =
            lot_assembly_load_kept_pool(&pool, assembly, people, &columns.columns, quotas, error);
    }
    if (status == LOT_OK) {
        assert_int_equal(lot_classes_new(&classes, pool, 1, error), LOT_OK);
        assert_int_equal(lot_pseudonyms_keep(&pseudonyms, &info.key, pool, erased, error), LOT_OK);
        assert_int_equal(lot_pseudonyms_seal(pseudonyms, &info.key, pool, quotas, error), LOT_OK);
        status = lot_assembly_check_classes(assembly, pool, classes, pseudonyms, error);
    }
    if (status == LOT_OK)
        assert_memory_equal(pseudonyms->leaves, kept->pseudonyms->leaves,
                            60 * sizeof *pseudonyms->leaves);
    lot_pseudonyms_free(pseudonyms);
    lot_classes_free(classes);
    lot_pool_free(pool);
    lot_erased_free(erased);
    lot_quotas_free(quotas);
    lot_assembly_info_free(&info);
    lot_saved_columns_free(&columns);
    lot_table_free(people);
    lot_assembly_close(assembly);
    return status;
}

static void assert_loads(lot_kept *kept)
{
    lot_error error;
    if (load(kept, &error) != LOT_OK)
        fail_msg("%s", error.message);
}

static void assert_damaged(lot_kept *kept, const char *sql)
{
    lot_error error = {.message = ""};
    lot_test_tamper(kept->path, sql);
    lot_status status = load(kept, &error);
    if (status != LOT_BAD_INPUT || strstr(error.message, "damaged") == NULL)
        fail_msg("%s: %d %s", sql, (int)status, error.message);
}

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
#define REFUSED(kept, words, ...)                                                                  \
    assert_refused((kept), (words), (const char *const[]){__VA_ARGS__, NULL})

static void records_and_ids_go_and_leaves_stay_what_they_were(void **state)
{
    lot_kept *kept = *state;
    const char *record = lot_table_record(kept->made->people, 7);
    save(kept);
    assert_true(holds(kept, record));
    erase(kept, 7, 9, false);
    assert_loads(kept);
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM people WHERE record = ''"), 3);
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM people WHERE id = ' ' ||"
                                           " (SELECT pid FROM people_classes"
                                           " WHERE person = position)"),
                     3);
    erase(kept, 30, 31, true);
    assert_loads(kept);
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_rewrite(assembly, NULL), LOT_OK);
    lot_assembly_close(assembly);
    assert_loads(kept);
    assert_false(holds(kept, record));
    for (size_t i = 0; i < sizeof canaries / sizeof *canaries; i++)
        assert_false(holds(kept, canaries[i]));
    assert_true(holds(kept, lot_table_record(kept->made->people, 10)));
}

static void the_key_goes_last_and_nothing_needs_it_any_more(void **state)
{
    lot_kept *kept = *state;
    char key[LOT_KEY_BYTES + 1] = "";
    lot_pid process;
    memcpy(key, kept->info.key.bytes, LOT_KEY_BYTES);
    save(kept);
    lot_process_id(&process, &kept->info.key);
    erase(kept, 0, 58, true);
    REFUSED(kept, "the key goes last",
            "INSERT INTO erased_key VALUES (1, '0123456789abcdef', '2024-02-29')");
    erase(kept, 59, 59, false);
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_erase_key(assembly, DATE, &process, NULL), LOT_OK);
    lot_kept_close(assembly);
    assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_rewrite(assembly, NULL), LOT_OK);
    lot_assembly_info info;
    lot_pid kept_process;
    assert_int_equal(lot_assembly_get_info(&info, assembly, NULL), LOT_OK);
    assert_string_equal(info.erased, DATE);
    lot_assembly_process_id(&kept_process, &info);
    assert_string_equal(kept_process.text, process.text);
    lot_assembly_info_free(&info);
    lot_assembly_close(assembly);
    assert_false(holds(kept, key));
    assert_loads(kept);
    assembly = lot_kept_open(kept, true);
    assert_int_not_equal(lot_assembly_log(assembly, "failed", "{}", NULL), LOT_OK);
    lot_assembly_close(assembly);
}

static void nothing_but_an_erasure_changes_the_people(void **state)
{
    lot_kept *kept = *state;
    save(kept);
    static const char *const closed[] = {
        "UPDATE people SET record = '' WHERE position = 3",
        "UPDATE people SET id = ' ' || (SELECT pid FROM people_classes WHERE person = position),"
        " record = '' WHERE position = 3",
        "DELETE FROM people WHERE position = 3",
        "UPDATE excluded SET record = ''",
        "DELETE FROM excluded",
        "DELETE FROM cleaning",
        "UPDATE cleaning SET bytes = x''",
        NULL};
    assert_refused(kept, "registration is closed", closed);
    erase(kept, 7, 7, false);
    REFUSED(kept, "registration is closed", closed[0], closed[1], closed[2], closed[3], closed[4],
            "UPDATE people SET record = 'x' WHERE position = 7",
            "UPDATE people SET id = 'x', record = '' WHERE position = 7",
            "UPDATE people SET row = 0 WHERE position = 7",
            "UPDATE people SET id = ' x', record = '' WHERE position = 7",
            "INSERT INTO cleaning VALUES (0, 2, 'x', x'')");
    REFUSED(kept, "what is erased stays erased", "DELETE FROM erased",
            "UPDATE erased SET date = '2000-01-01'",
            "REPLACE INTO erased SELECT person, salt, zeroblob(32), household, date FROM erased",
            "DELETE FROM people_classes", "UPDATE people_classes SET household = 0");
    REFUSED(kept, "only who has a pseudonym",
            "INSERT INTO erased SELECT 60, salt, id_commitment, household, date FROM erased");
    REFUSED(kept, "never change", "UPDATE assembly SET key = zeroblob(32)",
            "UPDATE assembly SET key = randomblob(32)", "UPDATE assembly SET title = 'x'");
}

static void after_a_commit_people_are_still_erased_and_nothing_else(void **state)
{
    lot_kept *kept = *state;
    save(kept);
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_add_commit(assembly, &kept->attempt, NULL), LOT_OK);
    lot_kept_close(assembly);
    erase(kept, 0, 1, true);
    assert_loads(kept);
    assert_non_null(lot_kept_sql(kept, "UPDATE people SET record = '' WHERE position = 3"));
    assert_non_null(lot_kept_sql(kept, "UPDATE excluded SET reason = 'x'"));
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM cleaning"), 0);
}

static void nobody_is_erased_while_the_registrations_are_open(void **state)
{
    lot_kept *kept = *state;
    lot_kept_save(kept);
    REFUSED(kept, "registration is still open",
            "INSERT INTO erased VALUES (3, zeroblob(32), zeroblob(32), '', '2024-02-29')",
            "INSERT INTO erased_excluded VALUES (0, '2024-02-29')");
    REFUSED(kept, "the key goes last",
            "INSERT INTO erased_key VALUES (1, '0123456789abcdef', '2024-02-29')");
}

static void a_file_that_lacks_more_or_less_than_was_erased_is_damaged(void **state)
{
    lot_kept *kept = *state;
    save(kept);
    erase(kept, 7, 9, true);
    assert_loads(kept);
    static const char *const changes[][2] = {
        {"UPDATE people SET record = '' WHERE position = 3",
         "UPDATE people SET record = 'x' WHERE position = 3"},
        {"UPDATE people SET record = 'x' WHERE position = 7",
         "UPDATE people SET record = '' WHERE position = 7"},
        {"UPDATE people SET id = ' x' WHERE position = 7",
         "UPDATE people SET id = ' ' || (SELECT pid FROM people_classes WHERE person = 7)"
         " WHERE position = 7"},
        {"UPDATE excluded SET record = 'x' WHERE position = 1",
         "UPDATE excluded SET record = '' WHERE position = 1"},
        {"INSERT INTO cleaning VALUES (0, 2, 'x', x'')", "DELETE FROM cleaning"},
        {"UPDATE assembly SET closed = 0", "UPDATE assembly SET closed = 1"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        assert_damaged(kept, changes[i][0]);
        lot_test_tamper(kept->path, changes[i][1]);
    }
    assert_damaged(kept, "UPDATE erased SET salt = zeroblob(32) WHERE person = 8");
}

static void another_answer_of_somebody_is_not_the_pool_that_was_closed(void **state)
{
    lot_kept *kept = *state;
    save(kept);
    erase(kept, 7, 9, false);
    assert_damaged(kept, "UPDATE people_classes SET class = (SELECT class FROM people_classes"
                         " WHERE class IS NOT (SELECT class FROM people_classes WHERE person = 3)"
                         " LIMIT 1) WHERE person = 3");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_kept_setup, lot_kept_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(records_and_ids_go_and_leaves_stay_what_they_were),
        TEST(the_key_goes_last_and_nothing_needs_it_any_more),
        TEST(nothing_but_an_erasure_changes_the_people),
        TEST(after_a_commit_people_are_still_erased_and_nothing_else),
        TEST(nobody_is_erased_while_the_registrations_are_open),
        TEST(a_file_that_lacks_more_or_less_than_was_erased_is_damaged),
        TEST(another_answer_of_somebody_is_not_the_pool_that_was_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
