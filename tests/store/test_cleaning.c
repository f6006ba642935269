/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people are read by is kept byte by byte, and so is who is excluded. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "core/array.h"
#include "support/kept.h"

#include <stdlib.h>
#include <string.h>

static lot_kept_text text_of(lot_kept_kind kind, const char *name, const char *bytes, size_t length)
{
    lot_kept_text text = {.kind = kind, .name = lot_string_copy(name)};
    lot_text_add(&text.bytes, bytes, length);
    return text;
}

/* Take the first two people out of the table as excluded. */
static lot_excluded take_out(lot_table *people)
{
    bool *leaves = lot_array_new(lot_table_rows_count(people), sizeof *leaves);
    lot_excluded excluded = {.reasons = lot_array_new(2, sizeof(char *))};
    leaves[0] = leaves[1] = true;
    assert_int_equal(lot_table_part(&excluded.people, people, leaves, NULL), LOT_OK);
    excluded.reasons[0] = lot_string_copy("under-16");
    excluded.reasons[1] = lot_string_copy("councillor");
    free(leaves);
    return excluded;
}

static void save(lot_kept *kept, const lot_excluded *excluded)
{
    static const char odd[] = "a\0b\xFF\n";
    lot_kept_text *texts = lot_array_new(3, sizeof *texts);
    texts[0] = text_of(LOT_KEPT_RULES, "rules.txt", "civiclot-map: 1\n", 16);
    texts[1] = text_of(LOT_KEPT_TABLE, "wards.csv", odd, sizeof odd - 1);
    texts[2] = text_of(LOT_KEPT_HOUSEHOLDS, "review.csv", "", 0);
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_save_cleaning(assembly, texts, 3, excluded, NULL), LOT_OK);
    lot_kept_close(assembly);
    lot_kept_texts_free(texts, 3);
}

static void texts_come_back_byte_by_byte(void **state)
{
    lot_kept *kept = *state;
    lot_kept_text *texts;
    uint32_t count;
    save(kept, &(lot_excluded){0});
    lot_assembly *assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_load_texts(&texts, &count, assembly, NULL), LOT_OK);
    assert_int_equal(count, 3);
    assert_int_equal(texts[0].kind, LOT_KEPT_RULES);
    assert_string_equal(texts[0].name, "rules.txt");
    assert_int_equal(texts[1].kind, LOT_KEPT_TABLE);
    assert_int_equal(texts[1].bytes.length, 5);
    assert_memory_equal(texts[1].bytes.bytes, "a\0b\xFF\n", 5);
    assert_int_equal(texts[2].kind, LOT_KEPT_HOUSEHOLDS);
    assert_int_equal(texts[2].bytes.length, 0);
    lot_kept_texts_free(texts, count);
    lot_assembly_close(assembly);
}

static void who_is_excluded_comes_back_with_row_and_reason(void **state)
{
    lot_kept *kept = *state;
    lot_excluded loaded;
    char *first = lot_string_copy(lot_table_record(kept->made->people, 0));
    uint32_t number = lot_table_row_number(kept->made->people, 1);
    lot_excluded excluded = take_out(kept->made->people);
    save(kept, &excluded);
    lot_assembly *assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_load_excluded(&loaded, kept->made->people, assembly, NULL),
                     LOT_OK);
    assert_int_equal(lot_excluded_count(&loaded), 2);
    assert_string_equal(lot_table_record(loaded.people, 0), first);
    assert_int_equal(lot_table_row_number(loaded.people, 1), number);
    assert_string_equal(loaded.reasons[0], "under-16");
    assert_string_equal(loaded.reasons[1], "councillor");
    lot_assembly_close(assembly);
    lot_excluded_free(&loaded);
    lot_excluded_free(&excluded);
    free(first);
}

static void other_people_forget_what_those_before_were_read_by(void **state)
{
    lot_kept *kept = *state;
    const lot_test_case *made = kept->made;
    save(kept, &(lot_excluded){0});
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM cleaning"), 3);
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(
        lot_assembly_save_people(assembly, made->people, &made->columns, made->pool, NULL), LOT_OK);
    lot_kept_close(assembly);
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM cleaning"), 0);
}

static void after_closing_nothing_of_it_changes(void **state)
{
    lot_kept *kept = *state;
    lot_excluded excluded = take_out(kept->made->people);
    save(kept, &excluded);
    assert_null(lot_kept_sql(kept, "UPDATE assembly SET closed = 1"));
    static const char *const changes[] = {
        "DELETE FROM cleaning",
        "UPDATE cleaning SET bytes = x'00'",
        "INSERT INTO cleaning VALUES (9, 0, 'x', x'00')",
        "DELETE FROM excluded",
        "UPDATE excluded SET reason = 'x'",
        "INSERT INTO excluded VALUES (9, 99, 'x', 'x')",
    };
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        const char *words = lot_kept_sql(kept, changes[i]);
        assert_non_null(words);
        assert_non_null(strstr(words, "registration is closed"));
    }
    lot_excluded_free(&excluded);
}

/* As many comparisons as rows times rows would be more than anybody waits for. */
static void many_rows_that_follow_each_other_are_counted_too(void **state)
{
    (void)state;
    enum { ROWS = 400000 };
    lot_table *people = NULL;
    lot_problems *problems = lot_problems_new();
    lot_text bytes = LOT_TEXT_EMPTY;
    char **reasons = calloc(ROWS, sizeof *reasons);
    assert_non_null(reasons);
    lot_text_put(&bytes, "id\n");
    for (int i = 0; i < ROWS; i++) {
        reasons[i] = i < ROWS / 2 ? "late" : "under-16";
        lot_text_put(&bytes, "1\n");
    }
    assert_int_equal(lot_table_parse(&people, "p", bytes.bytes, bytes.length, problems, NULL),
                     LOT_OK);
    const lot_excluded excluded = {people, reasons};
    const char *reason;
    uint32_t count;
    uint32_t row = 0;
    assert_true(lot_excluded_next_reason(&reason, &count, &row, &excluded));
    assert_int_equal(count, ROWS / 2);
    assert_true(lot_excluded_next_reason(&reason, &count, &row, &excluded));
    assert_string_equal(reason, "under-16");
    assert_int_equal(count, ROWS / 2);
    assert_false(lot_excluded_next_reason(&reason, &count, &row, &excluded));
    lot_table_free(people);
    lot_problems_free(problems);
    lot_text_free(&bytes);
    free(reasons);
}

static void reasons_are_counted_in_order_of_first_appearance(void **state)
{
    (void)state;
    lot_table *people = NULL;
    lot_problems *problems = lot_problems_new();
    static const char bytes[] = "id\n1\n2\n3\n";
    char *reasons[] = {"late", "under-16", "late"};
    assert_int_equal(lot_table_parse(&people, "p", bytes, sizeof bytes - 1, problems, NULL),
                     LOT_OK);
    const lot_excluded excluded = {people, reasons};
    const char *reason;
    uint32_t count;
    uint32_t row = 0;
    assert_true(lot_excluded_next_reason(&reason, &count, &row, &excluded));
    assert_string_equal(reason, "late");
    assert_int_equal(count, 2);
    assert_true(lot_excluded_next_reason(&reason, &count, &row, &excluded));
    assert_string_equal(reason, "under-16");
    assert_int_equal(count, 1);
    assert_false(lot_excluded_next_reason(&reason, &count, &row, &excluded));
    lot_table_free(people);
    lot_problems_free(problems);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_kept_setup_saved, lot_kept_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(texts_come_back_byte_by_byte),
        TEST(who_is_excluded_comes_back_with_row_and_reason),
        TEST(other_people_forget_what_those_before_were_read_by),
        TEST(after_closing_nothing_of_it_changes),
        cmocka_unit_test(many_rows_that_follow_each_other_are_counted_too),
        cmocka_unit_test(reasons_are_counted_in_order_of_first_appearance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
