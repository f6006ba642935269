/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stream: row by row the same as a table that is held whole, wherever its blocks end. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/file.h"
#include "pool/encoding.h"
#include "pool/stream.h"
#include "support/run.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 1 << 20 };

static char *write_file(const lot_run_folder *folder, const char *bytes, size_t length)
{
    char *path = lot_path_join(folder->path, "file.csv");
    assert_non_null(path);
    assert_int_equal(lot_file_write(path, bytes, length, 0600, NULL), LOT_OK);
    return path;
}

static void same_problems(const lot_problems *a, const lot_problems *b)
{
    assert_int_equal(lot_problems_count(a), lot_problems_count(b));
    for (size_t i = 0; i < lot_problems_kept(a); i++)
        assert_string_equal(lot_problems_at(a, i), lot_problems_at(b, i));
}

static void same_row(const lot_stream *stream, const lot_table *table, uint32_t row)
{
    assert_int_equal(lot_stream_row(stream), lot_table_row_number(table, row));
    assert_string_equal(lot_stream_record(stream), lot_table_record(table, row));
    for (uint32_t c = 0; c < lot_table_columns_count(table); c++)
        assert_string_equal(lot_stream_cell(stream, c), lot_table_cell(table, row, c));
}

static lot_status read_stream(lot_stream **stream, const char *path, const lot_table *table,
                              lot_problems *problems)
{
    bool there = true;
    uint32_t row = 0;
    lot_status status = lot_stream_open(stream, path, problems, NULL);
    for (; status == LOT_OK && there; row++) {
        status = lot_stream_next(&there, *stream, NULL);
        if (status == LOT_OK && there && table != NULL)
            same_row(*stream, table, row);
    }
    if (status == LOT_OK && table != NULL)
        assert_int_equal(row - 1, lot_table_rows_count(table));
    return status == LOT_OK ? lot_stream_end(*stream, problems, NULL) : status;
}

/* Read the bytes both ways; the table must be good where `good`. */
static void check(const lot_run_folder *folder, const char *bytes, size_t length, bool good)
{
    lot_table *table = NULL;
    lot_stream *stream = NULL;
    lot_problems *of_table = lot_problems_new(), *of_stream = lot_problems_new();
    char *path = write_file(folder, bytes, length);
    lot_status status = lot_table_parse(&table, path, bytes, length, of_table, NULL);
    assert_int_equal(status, good ? LOT_OK : LOT_BAD_INPUT);
    assert_int_equal(read_stream(&stream, path, table, of_stream), status);
    same_problems(of_table, of_stream);
    if (good) {
        lot_text a = LOT_TEXT_EMPTY, b = LOT_TEXT_EMPTY;
        lot_table_form_describe(&a, lot_table_get_form(table));
        lot_table_form_describe(&b, lot_stream_form(stream));
        assert_string_equal(lot_text_string(&a), lot_text_string(&b));
        assert_string_equal(lot_table_header(table, 0),
                            lot_table_header(lot_stream_header(stream), 0));
        lot_text_free(&a);
        lot_text_free(&b);
    }
    lot_stream_close(stream);
    lot_table_free(table);
    lot_problems_free(of_table);
    lot_problems_free(of_stream);
    free(path);
}

static void check_text(const lot_run_folder *folder, const char *text, bool good)
{
    check(folder, text, strlen(text), good);
}

static void small_files_are_read_as_tables_are(void **state)
{
    const lot_run_folder *folder = *state;
    check_text(folder, "a,b\n1,2\n\n3,4", true);
    check_text(folder, "a;b\r\n1;\"x;\r\ny\"\r\n3;4,5\r\n", true);
    check_text(folder, "a\tb\r1\t2\r", true);
    check_text(folder, "sep=;\na;b\n1;2,3\n", true);
    check_text(folder,
               "\xEF\xBB\xBF"
               "a,b\n1,\xC3\xA4\n",
               true);
    check_text(folder,
               "a,b\nStra\xDF"
               "e,2\n",
               true);
    check_text(folder, "a,b\n1,2,,\n \n3,4\n\x1A", true);
    check(folder, "a\0,\0b\0\n\0001\0,\0002\0\n\0", 16, true);
}

static void what_a_table_refuses_a_stream_refuses_in_the_same_words(void **state)
{
    const lot_run_folder *folder = *state;
    check_text(folder, "", false);
    check_text(folder, ",,\n1,2,3\n", false);
    check_text(folder, "a,b\n1\n1,2,3\n4\n", false);
    check_text(folder, "a,b\n1,\"2\n3,4\n", false);
    check_text(folder, "a,b\n\"1\"x,2\n", false);
    check(folder, "a,b\n1,2\0\n", 9, false);
    check_text(folder,
               "\xEF\xBB\xBF"
               "a,b\n1,\xC3\n",
               false);
    check_text(folder, "PK\003\004 what a spreadsheet begins with", false);
}

/* Rows that end everywhere around the end of a block, with every kind of line end. */
static void what_a_block_cuts_in_two_is_put_together(void **state)
{
    const lot_run_folder *folder = *state;
    static const char *const rows[] = {"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80,\"x\"\"y\r\nz\"\r\n",
                                       "one,two\r\n", "\"a\",\xC3\xBC\n"};
    for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++) {
        for (size_t back = 0; back < strlen(rows[r]) + 2; back++) {
            lot_text file = LOT_TEXT_EMPTY;
            lot_text_put(&file, "a,b\r\n");
            while (file.length < BLOCK - back - 100)
                lot_text_put(&file, "0123456789012345678901234567890123456789,x\r\n");
            while (file.length < BLOCK - back - 2)
                lot_text_put(&file, "\n");
            for (int i = 0; i < 3; i++)
                lot_text_put(&file, rows[r]);
            check(folder, file.bytes, file.length, true);
            lot_text_free(&file);
        }
    }
}

static void utf_16_is_cut_between_its_units(void **state)
{
    const lot_run_folder *folder = *state;
    static const lot_encoding both[] = {LOT_UTF16_LITTLE, LOT_UTF16_BIG};
    for (int e = 0; e < 2; e++) {
        for (size_t odd = 0; odd < 6; odd++) {
            lot_text file = LOT_TEXT_EMPTY, text = LOT_TEXT_EMPTY;
            lot_text_put(&text, "name,b\n");
            for (size_t i = 0; i < odd; i++)
                lot_text_put(&text, "\n");
            while (text.length < BLOCK + 4000)
                lot_text_put(&text, "\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80 row,x\n");
            lot_encode_mark(&file, both[e]);
            lot_encode(&file, both[e], text.bytes, text.length);
            check(folder, file.bytes, file.length, true);
            lot_text_free(&file);
            lot_text_free(&text);
        }
    }
}

static void the_last_byte_of_a_long_file_decides_its_encoding(void **state)
{
    const lot_run_folder *folder = *state;
    lot_text file = LOT_TEXT_EMPTY;
    lot_text_put(&file, "a,b\n");
    while (file.length < (size_t)2 * BLOCK)
        lot_text_put(&file, "stra\xC3\x9F"
                            "e,2\n");
    check(folder, file.bytes, file.length, true);
    lot_text_put(&file, "\xC3");
    lot_text_put(&file, ",1\n");
    check(folder, file.bytes, file.length, true); /* Windows-1252, all of it */
    lot_text_free(&file);
}

static void a_quote_that_is_never_closed_does_not_fill_the_memory(void **state)
{
    const lot_run_folder *folder = *state;
    lot_text file = LOT_TEXT_EMPTY;
    lot_stream *stream = NULL;
    lot_problems *problems = lot_problems_new();
    lot_text_put(&file, "a,b\n1,2\n\"3,4\n");
    while (file.length < (size_t)12 * BLOCK)
        lot_text_put(&file, "0123456789012345678901234567890123456789,x\n");
    char *path = write_file(folder, file.bytes, file.length);
    assert_int_equal(read_stream(&stream, path, NULL, problems), LOT_BAD_INPUT);
    assert_int_equal(lot_problems_count(problems), 1);
    assert_non_null(strstr(lot_problems_at(problems, 0), "row 3: a quote is opened"));
    lot_stream_close(stream);
    lot_problems_free(problems);
    lot_text_free(&file);
    free(path);
}

static void what_is_no_file_on_a_disk_is_refused(void **state)
{
    (void)state;
    lot_stream *stream = NULL;
    lot_error error = {.message = ""};
    lot_problems *problems = lot_problems_new();
    assert_int_equal(lot_stream_open(&stream, "/dev/null", problems, &error), LOT_BAD_INPUT);
    assert_non_null(strstr(error.message, "no file on a disk"));
    assert_int_equal(lot_stream_open(&stream, "/nowhere.csv", problems, &error), LOT_FAILURE);
    assert_null(stream);
    lot_problems_free(problems);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(small_files_are_read_as_tables_are, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(what_a_table_refuses_a_stream_refuses_in_the_same_words,
                                        lot_run_setup, lot_run_teardown),
        cmocka_unit_test_setup_teardown(what_a_block_cuts_in_two_is_put_together, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(utf_16_is_cut_between_its_units, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(the_last_byte_of_a_long_file_decides_its_encoding,
                                        lot_run_setup, lot_run_teardown),
        cmocka_unit_test_setup_teardown(a_quote_that_is_never_closed_does_not_fill_the_memory,
                                        lot_run_setup, lot_run_teardown),
        cmocka_unit_test(what_is_no_file_on_a_disk_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
