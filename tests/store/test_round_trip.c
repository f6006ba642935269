/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was kept comes back as it was. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "store/members.h"
#include "support/input.h"
#include "support/kept.h"
#include "support/made_proof.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Both tables are written out to the same bytes. */
static void assert_same_table(const lot_table *a, const lot_table *b)
{
    assert_string_equal(lot_table_name(a), lot_table_name(b));
    assert_memory_equal(lot_table_get_form(a), lot_table_get_form(b), sizeof(lot_table_form));
    assert_string_equal(lot_table_header_record(a), lot_table_header_record(b));
    assert_int_equal(lot_table_rows_count(a), lot_table_rows_count(b));
    for (uint32_t r = 0; r < lot_table_rows_count(a); r++) {
        assert_string_equal(lot_table_record(a, r), lot_table_record(b, r));
        assert_int_equal(lot_table_row_number(a, r), lot_table_row_number(b, r));
    }
}

static void people_come_back_with_their_columns(void **state)
{
    lot_kept *kept = *state;
    lot_table *people;
    lot_saved_columns saved;
    lot_assembly *assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_load_people(&people, &saved, assembly, NULL), LOT_OK);
    assert_same_table(people, kept->made->people);
    assert_string_equal(saved.columns.id, "id");
    assert_int_equal(saved.columns.household_count, 2);
    assert_string_equal(saved.columns.household[0], "address");
    assert_string_equal(saved.columns.household[1], "postcode");
    lot_table_free(people);
    lot_saved_columns_free(&saved);
    lot_saved_columns_free(NULL);
    lot_assembly_close(assembly);
}

/* Saves `csv` as the people and gives back what is loaded again. */
static lot_table *save_and_load(lot_kept *kept, const char *csv, lot_saved_columns *saved)
{
    const lot_pool_columns columns = {.id = NULL, .household = NULL, .household_count = 0};
    lot_problems *problems = lot_problems_new();
    lot_pool *pool;
    lot_table *people = lot_test_table("people.csv", csv);
    lot_table *loaded;
    assert_int_equal(lot_pool_read(&pool, people, NULL, &columns, problems, NULL), LOT_OK);
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_save_people(assembly, people, &columns, pool, NULL), LOT_OK);
    lot_kept_close(assembly);
    assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_load_people(&loaded, saved, assembly, NULL), LOT_OK);
    assert_same_table(loaded, people);
    lot_assembly_close(assembly);
    lot_pool_free(pool);
    lot_problems_free(problems);
    lot_table_free(people);
    return loaded;
}

static void a_spreadsheets_file_comes_back_byte_for_byte(void **state)
{
    lot_saved_columns saved;
    lot_table *people = save_and_load(*state,
                                      "\xef\xbb\xbfname;town\r\n"
                                      "\"Ana \"\"A\"\"; B\";  K\xc3\xb6ln \r\n"
                                      "\r\n"
                                      "\"two\nlines\";\r\n",
                                      &saved);
    assert_int_equal(lot_table_get_form(people)->delimiter, ';');
    assert_int_equal(lot_table_get_form(people)->line_end, LOT_CRLF);
    assert_true(lot_table_get_form(people)->byte_order_mark);
    assert_string_equal(lot_table_record(people, 0), "\"Ana \"\"A\"\"; B\";  K\xc3\xb6ln ");
    assert_null(saved.columns.id);
    assert_int_equal(saved.columns.household_count, 0);
    lot_table_free(people);
    lot_saved_columns_free(&saved);
}

static void quotas_come_back(void **state)
{
    lot_kept *kept = *state;
    lot_quotas *quotas;
    const lot_quotas *made = kept->made->quotas;
    made->rows[0].max_flex = 9;
    made->rows[1].max_flex = LOT_UNBOUNDED;
    made->rows[2].min_flex = 0;
    made->rows[0].priority = 1;
    made->rows[1].priority = LOT_PRIORITY_MOST;
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_save_quotas(assembly, made, NULL), LOT_OK);
    assert_int_equal(lot_assembly_load_quotas(&quotas, assembly, NULL), LOT_OK);
    assert_int_equal(quotas->features_count, made->features_count);
    assert_int_equal(quotas->count, made->count);
    for (uint32_t f = 0; f < made->features_count; f++) {
        assert_string_equal(quotas->features[f].name, made->features[f].name);
        assert_int_equal(quotas->features[f].first, made->features[f].first);
        assert_int_equal(quotas->features[f].values_count, made->features[f].values_count);
    }
    for (uint32_t q = 0; q < made->count; q++) {
        assert_string_equal(quotas->rows[q].value, made->rows[q].value);
        assert_int_equal(quotas->rows[q].feature, made->rows[q].feature);
        assert_int_equal(quotas->rows[q].min, made->rows[q].min);
        assert_int_equal(quotas->rows[q].max, made->rows[q].max);
        assert_int_equal(quotas->rows[q].min_flex, made->rows[q].min_flex);
        assert_int_equal(quotas->rows[q].max_flex, made->rows[q].max_flex);
        assert_int_equal(quotas->rows[q].row, made->rows[q].row);
        assert_int_equal(quotas->rows[q].priority, q == 1 ? LOT_PRIORITY_MOST : 1);
    }
    lot_quotas_free(quotas);
    lot_kept_close(assembly);
}

static void a_new_assembly_has_no_people_quotas_lottery_or_attempts(void **state)
{
    lot_kept *kept = *state;
    lot_assembly *assembly;
    lot_table *people;
    lot_saved_columns columns;
    lot_quotas *quotas;
    lot_saved_lottery lottery;
    uint32_t attempts = 9;
    kept->path[strlen(kept->path) - 1] = '2';
    assert_int_equal(lot_assembly_create(&assembly, kept->path, &kept->info, NULL), LOT_OK);
    assert_int_equal(lot_assembly_load_people(&people, &columns, assembly, NULL), LOT_OK);
    assert_null(people);
    assert_int_equal(lot_assembly_load_quotas(&quotas, assembly, NULL), LOT_OK);
    assert_null(quotas);
    assert_int_equal(lot_assembly_load_lottery(&lottery, assembly, 0, NULL), LOT_OK);
    assert_null(lottery.lottery);
    assert_int_equal(lot_assembly_load_lottery(&lottery, assembly, 5, NULL), LOT_OK);
    assert_null(lottery.lottery);
    assert_int_equal(lot_assembly_count_attempts(&attempts, assembly, NULL), LOT_OK);
    assert_int_equal(attempts, 0);
    lot_assembly_close(assembly);
}

static void everyone_is_kept_with_household_class_and_pid(void **state)
{
    lot_kept *kept = *state;
    const lot_pool *pool = kept->made->pool;
    char sql[256];
    for (uint32_t p = 0; p < pool->people_count; p++) {
        (void)snprintf(
            sql, sizeof sql,
            "SELECT count(*) FROM people JOIN people_classes ON person = position"
            " WHERE position = %u AND id = '%s' AND household = %u AND class = %u AND pid = '%s'",
            (unsigned)p, pool->ids[p], (unsigned)pool->households[p],
            (unsigned)kept->classes->of_person[p], kept->pseudonyms->pids[p].text);
        assert_int_equal(lot_kept_number(kept, sql), 1);
    }
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM classes"), kept->classes->count);
    assert_int_equal(lot_kept_number(kept, "SELECT sum(size) FROM classes"), pool->people_count);
    assert_int_equal(lot_kept_number(kept, "SELECT sum(people) FROM households"),
                     pool->people_count);
    assert_int_equal(
        lot_kept_number(kept, "SELECT sum(copies) FROM kinds WHERE seat_limit > 0") > 0, 1);
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM class_values"),
                     kept->classes->count * 3);
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

static void assert_same_lottery(const lot_saved_lottery *saved, const lot_lottery *made)
{
    assert_int_equal(saved->lottery->tickets, made->tickets);
    assert_int_equal(saved->lottery->rows_count, made->rows_count);
    assert_int_equal(saved->lottery->panels->count, made->panels->count);
    assert_int_equal(saved->lottery->panels->seats, made->panels->seats);
    assert_memory_equal(saved->lottery->first, made->first,
                        (made->rows_count + 1) * sizeof *made->first);
    assert_memory_equal(saved->lottery->panel, made->panel, made->rows_count * sizeof *made->panel);
    assert_memory_equal(saved->lottery->panels->tickets, made->panels->tickets,
                        made->panels->count * sizeof *made->panels->tickets);
    assert_memory_equal(saved->lottery->panels->members, made->panels->members,
                        (size_t)made->panels->count * made->panels->seats *
                            sizeof *made->panels->members);
}

static void a_lottery_comes_back_identical(void **state)
{
    lot_kept *kept = *state;
    lot_saved_lottery saved;
    lot_assembly *assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_load_lottery(&saved, assembly, 0, NULL), LOT_OK);
    assert_int_equal(saved.number, 1);
    assert_same_lottery(&saved, kept->lottery);
    assert_int_equal(saved.finding.objective, LOT_LEXIMIN);
    assert_int_equal(saved.finding.path, LOT_PATH_ROUNDED);
    assert_int_equal(saved.finding.cuts_count, 2);
    assert_int_equal(saved.finding.levels_count, 9);
    assert_true(saved.finding.bound.numerator == UINT64_MAX - 3);
    assert_true(saved.finding.bound.denominator == UINT64_MAX);
    assert_int_equal(saved.finding.distance_millitickets, 1250);
    assert_memory_equal(saved.no_panel, kept->no_panel, kept->classes->count);
    assert_true(saved.finding.gap == UINT64_MAX - 1);
    assert_true(saved.finding.late);
    assert_string_equal(saved.certificate, kept->certificate);
    lot_test_proof_assert_same(saved.proof, kept->proof);
    lot_saved_lottery_free(&saved);
    assert_null(saved.lottery);
    lot_saved_lottery_free(NULL);
    lot_assembly_close(assembly);
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM panel_members WHERE panel = 1"),
                     8);
}

static void the_last_lottery_is_the_current_one_and_the_first_stays(void **state)
{
    lot_kept *kept = *state;
    lot_saved_lottery saved;
    uint32_t number;
    lot_lottery *second = lot_kept_lottery(2000, 2500, 8, 60);
    lot_saved_lottery other = lot_kept_lottery_of(kept);
    other.lottery = second;
    other.certificate = NULL;
    other.finding.objective = LOT_LEGACY;
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_save_classes(assembly, kept->made->pool, kept->classes,
                                               kept->pseudonyms, NULL),
                     LOT_OK);
    assert_int_equal(lot_assembly_save_lottery(assembly, &other, kept->classes, &number, NULL),
                     LOT_OK);
    assert_int_equal(number, 2);
    lot_kept_close(assembly);
    assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_load_lottery(&saved, assembly, 0, NULL), LOT_OK);
    assert_int_equal(saved.number, 2);
    assert_same_lottery(&saved, second);
    assert_int_equal(saved.finding.objective, LOT_LEGACY);
    assert_null(saved.proof);
    assert_null(saved.certificate);
    lot_saved_lottery_free(&saved);
    assert_int_equal(lot_assembly_load_lottery(&saved, assembly, 1, NULL), LOT_OK);
    assert_same_lottery(&saved, kept->lottery);
    lot_saved_lottery_free(&saved);
    lot_assembly_close(assembly);
    lot_lottery_free(second);
}

static void a_lottery_of_replaced_quotas_is_no_longer_current_nor_shown(void **state)
{
    lot_kept *kept = *state;
    lot_saved_lottery saved;
    lot_error error;
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_save_quotas(assembly, kept->made->quotas, NULL), LOT_OK);
    assert_int_equal(lot_assembly_load_lottery(&saved, assembly, 0, NULL), LOT_OK);
    assert_null(saved.lottery);
    assert_int_equal(lot_assembly_load_lottery(&saved, assembly, 1, &error), LOT_BAD_INPUT);
    assert_non_null(strstr(error.message, "out of date"));
    assert_null(saved.lottery);
    lot_kept_close(assembly);
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM lotteries"), 1);
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM people_classes"), 0);
}

/* The parameters of an objective; and a bound of its value, which is no chance. */
static void goldilocks_keeps_its_gamma(void **state)
{
    lot_kept *kept = *state;
    lot_saved_lottery saved = lot_kept_lottery_of(kept);
    uint32_t number;
    saved.certificate = NULL;
    saved.finding.objective = LOT_GOLDILOCKS;
    saved.finding.gamma_millionths = 500000;
    saved.finding.bound = (lot_fraction){9, 2};
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_save_lottery(assembly, &saved, kept->classes, &number, NULL),
                     LOT_OK);
    assert_int_equal(lot_assembly_load_lottery(&saved, assembly, 0, NULL), LOT_OK);
    assert_true(saved.finding.gamma_millionths == 500000);
    assert_true(saved.finding.bound.numerator == 9);
    lot_saved_lottery_free(&saved);
    lot_assembly_close(assembly);
}

static void assert_same_attempt(const lot_attempt *a, const lot_attempt *b)
{
    assert_int_equal(a->number, b->number);
    assert_int_equal(a->lottery, b->lottery);
    assert_int_equal(a->test, b->test);
    assert_int_equal(a->one_run, b->one_run);
    assert_int_equal(a->full, b->full);
    assert_true(lot_digest_equal(&a->manifest, &b->manifest));
    assert_string_equal(a->process_text, b->process_text);
    assert_string_equal(a->folder, b->folder);
    assert_int_equal(a->sources_count, b->sources_count);
    for (uint32_t s = 0; s < a->sources_count; s++)
        assert_string_equal(a->sources[s].name, b->sources[s].name);
}

static void an_attempt_comes_back_before_and_after_its_draw(void **state)
{
    lot_kept *kept = *state;
    const lot_attempt *made = &kept->attempt;
    lot_attempt attempt;
    uint32_t count;
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_add_commit(assembly, made, NULL), LOT_OK);
    assert_int_equal(lot_assembly_load_attempt(&attempt, assembly, 1, NULL), LOT_OK);
    assert_same_attempt(&attempt, made);
    assert_false(attempt.drawn);
    assert_null(attempt.sources[0].value);
    lot_attempt_free(&attempt);

    assert_int_equal(lot_assembly_add_draw(assembly, made, NULL), LOT_OK);
    lot_kept_close(assembly);
    assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_count_attempts(&count, assembly, NULL), LOT_OK);
    assert_int_equal(count, 1);
    assert_int_equal(lot_assembly_load_attempt(&attempt, assembly, 1, NULL), LOT_OK);
    assert_same_attempt(&attempt, made);
    assert_true(attempt.drawn);
    assert_string_equal(attempt.sources[0].value, made->sources[0].value);
    assert_null(attempt.sources[0].nonce);
    assert_string_equal(attempt.sources[1].value, "secret");
    assert_string_equal(attempt.sources[1].nonce, "0123abcd");
    assert_true(lot_digest_equal(&attempt.seed, &made->seed));
    assert_int_equal(attempt.draw.attempt, 1);
    assert_int_equal(attempt.draw.rejected, 2);
    assert_int_equal(attempt.draw.ticket, 4);
    assert_int_equal(attempt.draw.row, 2);
    lot_attempt_free(&attempt);
    lot_attempt_free(NULL);
    lot_assembly_close(assembly);
}

static void an_attempt_nobody_published_has_no_folder_and_a_missing_one_is_refused(void **state)
{
    lot_kept *kept = *state;
    lot_attempt attempt;
    lot_assembly *assembly = lot_kept_open(kept, true);
    free(kept->attempt.folder);
    kept->attempt.folder = NULL;
    kept->attempt.test = kept->attempt.draw.test = true;
    kept->attempt.one_run = true;
    kept->attempt.full = false;
    assert_int_equal(lot_assembly_add_commit(assembly, &kept->attempt, NULL), LOT_OK);
    assert_int_equal(lot_assembly_load_attempt(&attempt, assembly, 1, NULL), LOT_OK);
    assert_null(attempt.folder);
    assert_true(attempt.test);
    assert_true(attempt.one_run);
    assert_false(attempt.full);
    lot_attempt_free(&attempt);
    assert_int_equal(lot_assembly_load_attempt(&attempt, assembly, 2, NULL), LOT_BAD_INPUT);
    assert_null(attempt.process_text);
    lot_assembly_close(assembly);
}

/* The chain as its invariants have it, recomputed from the fields alone. */
typedef struct chain {
    const lot_key *key;
    uint64_t count;
    lot_digest last;
    uint64_t stop_at;
} chain;

static lot_status follow(void *context, const lot_log_entry *entry, lot_error *error)
{
    chain *links = context;
    lot_log_entry again = *entry;
    lot_digest salt;
    assert_int_equal(entry->sequence, links->count + 1);
    assert_true(lot_digest_equal(&entry->previous, &links->last));
    lot_key_derive(&salt, links->key, "civiclot/log-salt/v1", entry->sequence);
    assert_true(lot_digest_equal(&entry->salt, &salt));
    memset(&again.payload_digest, 0, sizeof again.payload_digest);
    memset(&again.digest, 0, sizeof again.digest);
    lot_log_seal(&again);
    assert_true(lot_digest_equal(&entry->payload_digest, &again.payload_digest));
    assert_true(lot_digest_equal(&entry->digest, &again.digest));
    assert_int_equal(strlen(entry->time), 20);
    links->last = entry->digest;
    links->count++;
    if (links->count == links->stop_at)
        return LOT_FAIL(error, LOT_INTERRUPTED, "enough");
    return LOT_OK;
}

static void the_log_is_a_chain(void **state)
{
    lot_kept *kept = *state;
    lot_error error;
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_log(assembly, "new", "{\"seats\":8}", NULL), LOT_OK);
    assert_int_equal(lot_assembly_log(assembly, "import", "{}", NULL), LOT_OK);
    lot_kept_close(assembly);
    assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_log(assembly, "close", "{}", NULL), LOT_OK);
    chain links = {.key = &kept->info.key};
    assert_int_equal(lot_assembly_visit_log(assembly, follow, &links, NULL), LOT_OK);
    assert_int_equal(links.count, 3);
    links = (chain){.key = &kept->info.key, .stop_at = 2};
    assert_int_equal(lot_assembly_visit_log(assembly, follow, &links, &error), LOT_INTERRUPTED);
    assert_string_equal(error.message, "enough");
    assert_int_equal(links.count, 2);
    lot_kept_close(assembly);
}

static void members_are_read_only_as_they_are_written(void **state)
{
    (void)state;
    const uint32_t members[] = {0, 9, 10, 4294967294U};
    uint32_t again[4];
    lot_text json = LOT_TEXT_EMPTY;
    lot_members_put(&json, members, 4);
    assert_string_equal(json.bytes, "[0,9,10,4294967294]");
    assert_true(lot_members_parse(again, 4, UINT32_MAX, json.bytes));
    assert_memory_equal(again, members, sizeof members);
    lot_members_put(&json, members, 1);
    assert_string_equal(json.bytes, "[0]");
    lot_text_free(&json);
    static const char *const wrong[] = {
        "",      "[",     "[]",      "[1]",   "[1,2",   "1,2]",   "[1,2]x",
        "[2,1]", "[1,1]", "[1,2,3]", "[1,3]", "[-1,2]", "[1, 2]", "[1,99999999999999999999]",
        "[,1]",  "[1,]"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(lot_members_parse(again, 2, 3, wrong[i]));
    assert_true(lot_members_parse(again, 2, 3, "[1,2]"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_kept_setup_saved, lot_kept_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(people_come_back_with_their_columns),
        TEST(a_spreadsheets_file_comes_back_byte_for_byte),
        TEST(quotas_come_back),
        TEST(a_new_assembly_has_no_people_quotas_lottery_or_attempts),
        TEST(everyone_is_kept_with_household_class_and_pid),
        TEST(a_lottery_comes_back_identical),
        TEST(the_last_lottery_is_the_current_one_and_the_first_stays),
        TEST(goldilocks_keeps_its_gamma),
        TEST(a_lottery_of_replaced_quotas_is_no_longer_current_nor_shown),
        TEST(an_attempt_comes_back_before_and_after_its_draw),
        TEST(an_attempt_nobody_published_has_no_folder_and_a_missing_one_is_refused),
        TEST(the_log_is_a_chain),
        cmocka_unit_test(members_are_read_only_as_they_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
