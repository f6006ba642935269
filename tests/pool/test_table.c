/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Table: the files that spreadsheets write, and those that went wrong on the way. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/file.h"
#include "civiclot/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The bytes of a string literal, zero bytes in it too. */
#define BYTES(literal) literal, sizeof(literal) - 1

static lot_table *parse(const char *bytes, size_t length)
{
    lot_table *table;
    lot_error error = {0};
    lot_problems *problems = lot_problems_new();
    lot_status status = lot_table_parse(&table, "people.csv", bytes, length, problems, &error);
    if (status != LOT_OK && lot_problems_count(problems) > 0)
        print_message("%s\n", lot_problems_at(problems, 0));
    assert_int_equal(status, LOT_OK);
    assert_int_equal(lot_problems_count(problems), 0);
    lot_problems_free(problems);
    return table;
}

static void assert_cells(const lot_table *table, uint32_t row, const char *first,
                         const char *second)
{
    assert_string_equal(lot_table_cell(table, row, 0), first);
    assert_string_equal(lot_table_cell(table, row, 1), second);
}

/* Parsing must fail with exactly these problems, one a line. */
static void assert_problems(const char *bytes, size_t length, const char *expected)
{
    lot_table *table;
    lot_error error = {0};
    lot_problems *problems = lot_problems_new();
    lot_status status = lot_table_parse(&table, "people.csv", bytes, length, problems, &error);
    lot_text words = LOT_TEXT_EMPTY;
    for (size_t i = 0; i < lot_problems_kept(problems); i++)
        lot_text_format(&words, "%s\n", lot_problems_at(problems, i));
    assert_string_equal(lot_text_string(&words), expected);
    assert_int_equal(status, LOT_BAD_INPUT);
    assert_null(table);
    char count[64];
    (void)snprintf(count, sizeof count, "people.csv: %zu problem%s", lot_problems_count(problems),
                   lot_problems_count(problems) == 1 ? "" : "s");
    assert_string_equal(error.message, count);
    lot_text_free(&words);
    lot_problems_free(problems);
}

static void write_all(lot_text *file, const lot_table *table, const char *extra)
{
    const lot_table_form *form = lot_table_get_form(table);
    lot_table_write_record(file, form, lot_table_header_record(table), extra);
    for (uint32_t row = 0; row < lot_table_rows_count(table); row++)
        lot_table_write_row(file, table, row, extra);
}

static void assert_same_table(const lot_table *a, const lot_table *b)
{
    assert_memory_equal(lot_table_get_form(a), lot_table_get_form(b), sizeof(lot_table_form));
    assert_string_equal(lot_table_name(a), lot_table_name(b));
    assert_string_equal(lot_table_header_record(a), lot_table_header_record(b));
    assert_int_equal(lot_table_columns_count(a), lot_table_columns_count(b));
    assert_int_equal(lot_table_rows_count(a), lot_table_rows_count(b));
    for (uint32_t column = 0; column < lot_table_columns_count(a); column++)
        assert_string_equal(lot_table_header(a, column), lot_table_header(b, column));
    for (uint32_t row = 0; row < lot_table_rows_count(a); row++) {
        assert_int_equal(lot_table_row_number(a, row), lot_table_row_number(b, row));
        assert_string_equal(lot_table_record(a, row), lot_table_record(b, row));
        for (uint32_t column = 0; column < lot_table_columns_count(a); column++)
            assert_string_equal(lot_table_cell(a, row, column), lot_table_cell(b, row, column));
    }
}

static lot_table *restore(const lot_table *table)
{
    uint32_t count = lot_table_rows_count(table);
    const char **records = calloc(count + 1, sizeof *records);
    uint32_t *rows = calloc(count + 1, sizeof *rows);
    assert_non_null(records);
    assert_non_null(rows);
    for (uint32_t row = 0; row < count; row++) {
        records[row] = lot_table_record(table, row);
        rows[row] = lot_table_row_number(table, row);
    }
    lot_table *restored;
    lot_error error = {0};
    lot_status status =
        lot_table_restore(&restored, lot_table_name(table), lot_table_get_form(table),
                          lot_table_header_record(table), records, rows, count, &error);
    assert_string_equal(error.message, "");
    assert_int_equal(status, LOT_OK);
    free(rows);
    free(records);
    return restored;
}

/* Parse a file, check what form it has, write it out again, restore it from its records. */
static void assert_round_trip(const char *bytes, size_t length, const char *form)
{
    lot_table *table = parse(bytes, length);
    lot_text words = LOT_TEXT_EMPTY;
    lot_table_form_describe(&words, lot_table_get_form(table));
    assert_string_equal(lot_text_string(&words), form);
    lot_text_free(&words);
    lot_text file = LOT_TEXT_EMPTY;
    write_all(&file, table, NULL);
    assert_int_equal(file.length, length);
    assert_memory_equal(file.bytes, bytes, length);
    lot_text_free(&file);
    lot_table *restored = restore(table);
    assert_same_table(table, restored);
    lot_table_free(restored);
    lot_table_free(table);
}

static void cells_are_unquoted_and_otherwise_as_they_stand(void **state)
{
    (void)state;
    lot_table *table = parse(BYTES("id , \"n\"\n"
                                   "1,\"Lee, Ann\"\n"
                                   "\"2\",\"say \"\"hi\"\"\"\n"
                                   "3,\"two\r\nlines\"\n"
                                   " 4 ,5\" pipe\n"
                                   "5,\"\"\n"
                                   "6,"));
    assert_int_equal(lot_table_columns_count(table), 2);
    assert_int_equal(lot_table_rows_count(table), 6);
    assert_string_equal(lot_table_header(table, 0), "id ");
    assert_string_equal(lot_table_header(table, 1), " \"n\"");
    assert_cells(table, 0, "1", "Lee, Ann");
    assert_cells(table, 1, "2", "say \"hi\"");
    assert_cells(table, 2, "3", "two\r\nlines");
    assert_cells(table, 3, " 4 ", "5\" pipe");
    assert_cells(table, 4, "5", "");
    assert_cells(table, 5, "6", "");
    assert_string_equal(lot_table_record(table, 1), "\"2\",\"say \"\"hi\"\"\"");
    lot_table_free(table);
    lot_table_free(NULL);
}

static void row_numbers_are_those_of_a_spreadsheet(void **state)
{
    (void)state;
    lot_table *table =
        parse(BYTES("id,n\r\n\r\n1,\"a\r\nb\"\r\n , \r\n,\r\n\"\",\"\"\r\n2,c\r\n\r\n"));
    assert_int_equal(lot_table_rows_count(table), 2);
    assert_int_equal(lot_table_row_number(table, 0), 3);
    assert_int_equal(lot_table_row_number(table, 1), 7);
    assert_cells(table, 1, "2", "c");
    lot_table *restored = restore(table);
    assert_same_table(table, restored);
    lot_table_free(restored);
    lot_table_free(table);
}

static void blank_cells_beyond_the_header_are_passed_over(void **state)
{
    (void)state;
    lot_table *table = parse(BYTES("id,n\n1,\"a,b\",,\n2,c\n3,d, \n"));
    assert_int_equal(lot_table_columns_count(table), 2);
    assert_cells(table, 0, "1", "a,b");
    assert_cells(table, 1, "2", "c");
    assert_cells(table, 2, "3", "d");
    lot_text file = LOT_TEXT_EMPTY;
    write_all(&file, table, NULL);
    assert_string_equal(file.bytes, "id,n\n1,\"a,b\",,\n2,c\n3,d, \n");
    lot_text_free(&file);
    write_all(&file, table, "status");
    assert_string_equal(file.bytes, "id,n,status\n1,\"a,b\",status\n2,c,status\n3,d,status\n");
    lot_text_free(&file);
    lot_table *restored = restore(table);
    assert_same_table(table, restored);
    lot_table_free(restored);
    lot_table_free(table);
}

static void utf8_comes_back_as_it_was(void **state)
{
    (void)state;
    assert_round_trip(BYTES("id,n\n1,\"\"\"Ann\"\"\"\n2,Ren\xC3\xA9\n"), "UTF-8, commas, LF");
    assert_round_trip(BYTES("\xEF\xBB\xBFid;n\r\n1;\"a\n\"\"b\"\r\n2; \xF0\x9F\x8E\xB2\r\n"),
                      "UTF-8 with byte order mark, semicolons, CRLF");
    assert_round_trip(BYTES("id\tn\r1\ta,b\r2\t\r"), "UTF-8, tabs, CR");
    assert_round_trip(BYTES("id\n1\n\"2\"\n"), "UTF-8, commas, LF");
}

static void windows_1252_comes_back_as_it_was(void **state)
{
    (void)state;
    assert_round_trip(BYTES("id;n\r\n1;Ren\xE9 \x80\r\n"), "Windows-1252, semicolons, CRLF");
    lot_table *table = parse(BYTES("id,n\n1,\xE9\x80\x9F\x81\n"));
    assert_string_equal(lot_table_cell(table, 0, 1), "\xC3\xA9\xE2\x82\xAC\xC5\xB8\xC2\x81");
    lot_text file = LOT_TEXT_EMPTY;
    lot_table_write_record(&file, lot_table_get_form(table), "\xE2\x82\xAC\xCE\xB1", "b\xC3\xBC");
    assert_string_equal(file.bytes, "\x80?,b\xFC\n");
    lot_text_free(&file);
    lot_table_free(table);

    char all[300] = "n\n";
    size_t length = 2;
    for (int byte = 1; byte < 256; byte++) {
        if (byte != '\n' && byte != '\r' && byte != '"' && byte != ',')
            all[length++] = (char)byte;
    }
    all[length++] = '\n';
    assert_round_trip(all, length, "Windows-1252, commas, LF");
}

static void utf16_comes_back_as_it_was(void **state)
{
    (void)state;
    assert_round_trip(BYTES("\xFF\xFEi\0;\0n\0\r\0\n\0"
                            "1\0;\0\xAC\x20\r\0\n\0"),
                      "UTF-16 little endian with byte order mark, semicolons, CRLF");
    assert_round_trip(BYTES("\xFE\xFF\0i\0\t\0n\0\n\0"
                            "1\0\t\xD8\x3C\xDF\xB2\0\n"),
                      "UTF-16 big endian with byte order mark, tabs, LF");
    assert_round_trip(BYTES("i\0,\0n\0\n\0"
                            "1\0,\0\xE9\0\n\0"),
                      "UTF-16 little endian, commas, LF");
    assert_round_trip(BYTES("\0i\0,\0n\0\r\0"
                            "1\0,\x04\x10\0\r"),
                      "UTF-16 big endian, commas, CR");
    lot_table *table = parse(BYTES("\xFE\xFF\0i\0,\0n\0\n\0"
                                   "1\0,\xD8\x3C\xDF\xB2"));
    assert_cells(table, 0, "1", "\xF0\x9F\x8E\xB2");
    lot_text file = LOT_TEXT_EMPTY;
    lot_table_write_record(&file, lot_table_get_form(table), "a", "b");
    assert_int_equal(file.length, 10);
    assert_memory_equal(file.bytes, "\xFE\xFF\0a\0,\0b\0\n", 10);
    lot_text_free(&file);
    lot_table_free(table);
}

static char delimiter_of(const char *header)
{
    lot_table *table = parse(header, strlen(header));
    char delimiter = lot_table_get_form(table)->delimiter;
    lot_table_free(table);
    return delimiter;
}

static void the_delimiter_is_the_most_frequent_in_the_header(void **state)
{
    (void)state;
    assert_int_equal(delimiter_of("id,a;b,c\n"), ',');
    assert_int_equal(delimiter_of("id;a,b;c\n"), ';');
    assert_int_equal(delimiter_of("id\ta,b\tc"), '\t');
    assert_int_equal(delimiter_of("id;a,b\n"), ',');
    assert_int_equal(delimiter_of("id\n1\n2\n"), ',');
    assert_int_equal(delimiter_of("\"a;b;\"\";c\",d\n"), ',');
    assert_int_equal(delimiter_of("a;\"b,\n,,\";c\n1;2;3\n"), ';');
    assert_int_equal(delimiter_of("id\n1;2;3\n"), ',');
}

static void the_first_line_end_outside_quotes_is_written(void **state)
{
    (void)state;
    lot_table *table = parse(BYTES("\"i\rd\",n\n1,a\r\n2,b\r3,c"));
    assert_int_equal(lot_table_get_form(table)->line_end, LOT_LF);
    assert_int_equal(lot_table_rows_count(table), 3);
    assert_string_equal(lot_table_header(table, 0), "i\rd");
    assert_cells(table, 0, "1", "a");
    assert_cells(table, 1, "2", "b");
    assert_cells(table, 2, "3", "c");
    lot_table_free(table);
    table = parse(BYTES("id,n"));
    assert_int_equal(lot_table_get_form(table)->line_end, LOT_LF);
    assert_int_equal(lot_table_rows_count(table), 0);
    lot_table_free(table);
}

static void a_file_without_a_header_is_refused(void **state)
{
    (void)state;
    const char *empty = "people.csv: the file is empty: its first row must name the columns\n";
    const char *headless = "people.csv, row 1: no header: the first row must name the columns\n";
    assert_problems(BYTES(""), empty);
    assert_problems(BYTES("\xEF\xBB\xBF"), empty);
    assert_problems(BYTES("\xFF\xFE"), empty);
    assert_problems(BYTES("\nid,n\n1,2\n"), headless);
    assert_problems(BYTES(" , ,\n1,2,3\n"), headless);
    assert_problems(BYTES("\r\n\r\n"), headless);
}

static void a_file_that_is_no_delimited_text_is_told_by_what_it_is(void **state)
{
    (void)state;
    assert_problems(BYTES("PK\x03\x04\x14\0\x06\0"),
                    "people.csv: is a spreadsheet (XLSX, ODS) or another ZIP file: open it and "
                    "save the sheet as CSV in UTF-8\n");
    assert_problems(
        BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        "people.csv: is an old spreadsheet (XLS), or one that is protected by a password: open "
        "it and save it as XLSX without one, or the sheet as CSV in UTF-8\n");
    assert_problems(BYTES("%PDF-1.7\n"), "people.csv: is a PDF file: ask for the table that it was "
                                         "made from, as CSV\n");
    assert_problems(BYTES("\0\0\0\x20"
                          "ftypisom\0\0\x02\0"),
                    "people.csv: is a picture, a sound or a video, not a table: name another "
                    "file\n");
    assert_problems(BYTES("SQLite format 3\0\x10\0"),
                    "people.csv: is a database, maybe an assembly file: name the file of people\n");
    assert_problems(BYTES("sep=|\r\nid|n\r\n1|a\r\n"),
                    "people.csv: its first line (sep=) names a delimiter that is not read: save it "
                    "with commas, semicolons or tabs\n");
    /* a column may bear such a name */
    lot_table *table = parse(BYTES("sep=a,PK\n1,2\n"));
    assert_int_equal(lot_table_rows_count(table), 1);
    lot_table_free(table);
    lot_table_free(parse(BYTES("sep=\n1\n")));
    lot_table_free(parse(BYTES("PK\n1\n")));
}

static void a_first_line_that_names_the_delimiter_is_passed_over(void **state)
{
    (void)state;
    lot_table *table = parse(BYTES("sep=;\r\nid;a,b,c\r\n1;x\r\n"));
    assert_int_equal(lot_table_get_form(table)->delimiter, ';');
    assert_string_equal(lot_table_header_record(table), "id;a,b,c");
    assert_string_equal(lot_table_record(table, 0), "1;x");
    assert_int_equal(lot_table_row_number(table, 0), 2);
    assert_cells(table, 0, "1", "x");
    lot_table_free(table);
    table = parse(BYTES("\xFF\xFEs\0e\0p\0=\0\t\0\n\0i\0d\0\n\0x\0\n\0"));
    assert_int_equal(lot_table_get_form(table)->delimiter, '\t');
    assert_int_equal(lot_table_rows_count(table), 1);
    lot_table_free(table);
    table = parse(BYTES("SEP=,,,\nid;n,b,c\n1,2,3\n"));
    assert_string_equal(lot_table_header(table, 0), "id;n");
    lot_table_free(table);
    assert_problems(BYTES("sep=;\n"),
                    "people.csv: the file is empty: its first row must name the columns\n");
}

static void the_mark_that_ends_some_files_is_no_row_and_no_text(void **state)
{
    (void)state;
    lot_table *table = parse(BYTES("id,n\r\n1,a\r\n\x1A"));
    assert_int_equal(lot_table_rows_count(table), 1);
    lot_table_free(table);
    table = parse(BYTES("id,n\n1,a\x1A\x1A"));
    assert_cells(table, 0, "1", "a");
    lot_table_free(table);
    table = parse(BYTES("id,n\n1,\x1A\n")); /* inside it is text as any other */
    assert_cells(table, 0, "1", "\x1A");
    lot_table_free(table);
}

static void a_title_above_the_header_is_told_as_one(void **state)
{
    (void)state;
    const char *padded = "people.csv, row 1: it names one column, but row 3 has several cells: is "
                         "row 1 a title? Remove what is above the row that names the columns\n";
    assert_problems(BYTES("Registrations 2024,,\n,,\nid,gender,age\n1,Female,30\n"), padded);
    assert_problems(BYTES("Registrations 2024\n\nid,gender,age\n1,Female,30\n"), padded);
    /* one name over rows of one cell is a header, and a row with a comma too many a row */
    lot_table_free(parse(BYTES("id,,\n1,,\n2,x,\n")));
    assert_problems(
        BYTES("id\n1\n2,5\n"),
        "people.csv, row 3: 2 cells, but the header has 1: put quotes around cells that "
        "hold a comma\n");
}

static void thousands_of_broken_rows_are_one_problem_of_each_kind(void **state)
{
    (void)state;
    lot_text file = LOT_TEXT_EMPTY;
    lot_text_put(&file, "id,n\n");
    for (int row = 2; row <= 5000; row++)
        lot_text_put(&file, row % 5 == 0   ? "1,2,3\n"
                            : row % 5 == 1 ? "1\n"
                            : row % 5 == 2 ? "\"a\"b,2\n"
                            : row % 5 == 3 ? "1,\0012\n"
                                           : "1,2,3,4\n");
    assert_problems(
        file.bytes, file.length,
        "people.csv, 1000 rows, first 2, 7, 12: text after a closing quote: quote the "
        "whole cell, and double the quotes inside it\n"
        "people.csv, 1000 rows, first 4, 9, 14: 4 cells, but the header has 2: put "
        "quotes around cells that hold a comma\n"
        "people.csv, 1000 rows, first 5, 10, 15: 3 cells, but the header has 2: put "
        "quotes around cells that hold a comma\n"
        "people.csv, 999 rows, first 6, 11, 16: 1 cell, but the header has 2: is a line "
        "broken, or a comma missing?\n");
    lot_text_free(&file);
}

static void more_numbers_of_cells_than_can_be_told_are_told_together(void **state)
{
    (void)state;
    lot_text file = LOT_TEXT_EMPTY;
    lot_table *table;
    lot_problems *problems = lot_problems_new();
    lot_text_put(&file, "id,n\n");
    for (int row = 2; row <= 14; row++) {
        for (int cell = 0; cell < row; cell++)
            lot_text_put(&file, "x,");
        lot_text_put(&file, "x\n");
    }
    assert_int_equal(lot_table_parse(&table, "people.csv", file.bytes, file.length, problems, NULL),
                     LOT_BAD_INPUT);
    assert_int_equal(lot_problems_count(problems), 11);
    assert_string_equal(lot_problems_at(problems, 10),
                        "people.csv, rows 12, 13, 14: another number of cells than the header, "
                        "which has 2");
    lot_problems_free(problems);
    lot_text_free(&file);
}

static void what_no_table_needs_takes_no_memory(void **state)
{
    (void)state;
    const char *many =
        "people.csv, row 1: more than 16384 cells in one row: is it the right file?\n"
        "people.csv, row 2: 2 cells, but the header has 16385: is a line broken, or a "
        "comma missing?\n";
    size_t commas = 1 << 20;
    lot_text file = LOT_TEXT_EMPTY;
    lot_text_put(&file, "id");
    for (size_t i = 0; i < commas; i++)
        lot_text_put(&file, ",");
    lot_text_put(&file, "\n1,2\n");
    assert_problems(file.bytes, file.length, many);
    lot_text_free(&file);
    lot_text_put(&file, "id\n1\n");
    for (size_t i = 0; i <= LOT_TABLE_ROW_BYTES_MAX; i++)
        lot_text_put(&file, "x");
    assert_problems(
        file.bytes, file.length,
        "people.csv, row 3: more than 4194304 bytes in one row: is it the right file?\n");
    lot_text_free(&file);
}

static void all_broken_rows_are_told_with_their_numbers(void **state)
{
    (void)state;
    assert_problems(
        BYTES("id,n,x\n1,2\n1,2,3\n\n1,2,3,4\n\"a\"b,2,3\n7\n8,2,3\n1,\"2\n3\n"),
        "people.csv, row 2: 2 cells, but the header has 3: is a line broken, or a comma "
        "missing?\n"
        "people.csv, row 5: 4 cells, but the header has 3: put quotes around cells "
        "that hold a comma\n"
        "people.csv, row 6: text after a closing quote: quote the whole cell, and "
        "double the quotes inside it\n"
        "people.csv, row 7: 1 cell, but the header has 3: is a line broken, or a comma "
        "missing?\n"
        "people.csv, row 9: a quote is opened and never closed, so the rest of the "
        "file is one cell: close or remove it\n");
}

static void a_broken_header_does_not_hide_broken_rows(void **state)
{
    (void)state;
    assert_problems(BYTES("\"id\"x;n\n1;2\n3\n"),
                    "people.csv, row 1: text after a closing quote: quote the whole cell, and "
                    "double the quotes inside it\n"
                    "people.csv, row 3: 1 cell, but the header has 2: is a line broken, or a "
                    "semicolon missing?\n");
    assert_problems(BYTES("id,\"n\n1,2\n"),
                    "people.csv, row 1: a quote is opened and never closed, so the rest of the "
                    "file is one cell: close or remove it\n");
}

static void a_nul_character_is_refused(void **state)
{
    (void)state;
    const char *row_3 = "people.csv, row 3: a NUL character, which no text has: save the file "
                        "again as CSV in UTF-8\n";
    assert_problems(BYTES("id,name\n1,ann\n2,b\0b\n3,eve\n"), row_3);
    assert_problems(BYTES("\xFF\xFEi\0\n\0"
                          "1\0\n\0"
                          "2\0\0\0\n\0"
                          "3\0\n\0"),
                    row_3);
}

static void broken_encodings_are_refused(void **state)
{
    (void)state;
    const char *utf16 =
        "people.csv, row 2: not valid UTF-16: save the file again as CSV in UTF-8\n";
    assert_problems(BYTES("\xFF\xFEi\0\n\0"
                          "1\0\n"),
                    utf16); /* odd length */
    assert_problems(BYTES("\xFF\xFEi\0\n\0"
                          "1\0\x3C\xD8\n\0"),
                    utf16); /* high alone */
    assert_problems(BYTES("\xFE\xFF\0i\0\n\xDF\xB2\0\n\0"
                          "1\0\n"),
                    utf16);                                   /* low alone */
    assert_problems(BYTES("\xFF\xFEi\0\n\0\x3C\xD8"), utf16); /* high at the end */
    assert_problems(BYTES("\xEF\xBB\xBFid,n\n1,\xC3\xA9\n2,\xE9\n\xED\xA0\x80,\xC0\xAF\n"),
                    "people.csv, rows 3, 4: not valid UTF-8: save the file again as CSV in "
                    "UTF-8\n");
}

static void a_file_of_a_gigabyte_is_refused_unread(void **state)
{
    (void)state;
    assert_problems("", (size_t)1 << 30,
                    "people.csv: larger than 402653184 bytes: is it the right file? If so, leave "
                    "off the columns that the selection does not need\n");
}

static void a_cell_of_a_megabyte_is_a_cell(void **state)
{
    (void)state;
    size_t size = (size_t)1 << 20;
    lot_text file = LOT_TEXT_EMPTY;
    lot_text_put(&file, "id,n\n1,\"");
    for (size_t i = 0; i < size; i++)
        lot_text_put(&file, i % 3 == 0 ? "\"\"" : "\n");
    lot_text_put(&file, "\"\n");
    assert_round_trip(file.bytes, file.length, "UTF-8, commas, LF");
    lot_table *table = parse(file.bytes, file.length);
    assert_int_equal(strlen(lot_table_cell(table, 0, 1)), size);
    lot_table_free(table);
    lot_text_free(&file);
}

/* The column of that name must be `column`, and as often there as `matches`. */
static void assert_found(const lot_table *table, const char *name, uint32_t column,
                         uint32_t matches)
{
    uint32_t found;
    uint32_t count;
    assert_int_equal(lot_table_find_column(&found, &count, table, name, NULL), LOT_OK);
    assert_int_equal(found, column);
    assert_int_equal(count, matches);
    assert_int_equal(lot_table_find_column(&found, NULL, table, name, NULL), LOT_OK);
    assert_int_equal(found, column);
}

static void columns_are_found_by_their_folded_name(void **state)
{
    (void)state;
    lot_table *table = parse(BYTES("\xEF\xBB\xBFName, ID\xC2\xA0,\xC3\x89tage,id,,\n"));
    assert_found(table, "id", 1, 2);
    assert_found(table, "E\xCC\x81TAGE", 2, 1);
    assert_found(table, "name", 0, 1);
    assert_found(table, "names", LOT_NO_COLUMN, 0);
    assert_int_equal(lot_table_columns_count(table), 6);
    lot_table_free(table);
}

static void records_and_headers_stay_when_the_cells_go(void **state)
{
    (void)state;
    lot_table *table = parse(BYTES("id,\"na\"\"me\"\n1,\"a, b\"\n\n2,c\n"));
    assert_cells(table, 0, "1", "a, b");
    lot_table_keep_records(table);
    lot_table_keep_records(table);
    assert_int_equal(lot_table_rows_count(table), 2);
    assert_string_equal(lot_table_header(table, 0), "id");
    assert_string_equal(lot_table_header(table, 1), "na\"me");
    assert_found(table, "na\"me", 1, 1);
    assert_string_equal(lot_table_header_record(table), "id,\"na\"\"me\"");
    assert_string_equal(lot_table_record(table, 0), "1,\"a, b\"");
    assert_string_equal(lot_table_record(table, 1), "2,c");
    assert_int_equal(lot_table_row_number(table, 1), 4);
    lot_table_free(table);
    table = parse(BYTES("id,name\n"));
    lot_table_keep_records(table);
    assert_string_equal(lot_table_header(table, 1), "name");
    lot_table_free(table);
}

static lot_status restore_two(const char *header, const char *first, uint32_t first_row,
                              const char *second, uint32_t second_row)
{
    const lot_table_form form = {LOT_UTF8, false, ',', LOT_LF};
    const char *records[] = {first, second};
    const uint32_t rows[] = {first_row, second_row};
    lot_table *table;
    lot_error error;
    lot_status status =
        lot_table_restore(&table, "people.csv", &form, header, records, rows, 2, &error);
    assert_true((table != NULL) == (status == LOT_OK));
    lot_table_free(table);
    return status;
}

static void records_that_are_no_table_are_not_restored(void **state)
{
    (void)state;
    assert_int_equal(restore_two("id,n", "1,a", 2, "2,\"b\nc\"", 5), LOT_OK);
    assert_int_equal(restore_two("", "1,a", 2, "2,b", 5), LOT_BAD_INPUT);
    assert_int_equal(restore_two("id,\"n", "1,a", 2, "2,b", 5), LOT_BAD_INPUT);
    assert_int_equal(restore_two("id,n\nx", "1,a", 2, "2,b", 5), LOT_BAD_INPUT);
    assert_int_equal(restore_two("id,n", "1,a\n", 2, "2,b", 5), LOT_BAD_INPUT);
    assert_int_equal(restore_two("id,n", "1,a\r", 2, "2,b", 5), LOT_BAD_INPUT);
    assert_int_equal(restore_two("id,n", "1,\"a", 2, "2,\"b", 5), LOT_BAD_INPUT);
    assert_int_equal(restore_two("id,n", "1", 2, "2,b", 5), LOT_BAD_INPUT);
    assert_int_equal(restore_two("id,n", "", 2, "2,b", 5), LOT_BAD_INPUT);
    assert_int_equal(restore_two("id,n", "1,a", 5, "2,b", 5), LOT_BAD_INPUT);
    assert_int_equal(restore_two("id,n", "1,a", 1, "2,b", 5), LOT_BAD_INPUT);
    assert_int_equal(restore_two("id,n", "1,\xE9", 2, "2,b", 5), LOT_BAD_INPUT);
}

static void a_cell_is_quoted_only_where_it_must_be(void **state)
{
    (void)state;
    const struct {
        const char *cell;
        const char *expected;
    } cases[] = {
        {"", ""},           {"a b", "a b"},   {"a;b", "a;b"},         {"a,b", "\"a,b\""},
        {"a\n", "\"a\n\""}, {"\r", "\"\r\""}, {"a\"b", "\"a\"\"b\""}, {"\"", "\"\"\"\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lot_text line = LOT_TEXT_EMPTY;
        lot_csv_put_cell(&line, cases[i].cell, ',');
        assert_string_equal(lot_text_string(&line), cases[i].expected);
        lot_text_free(&line);
    }
    lot_text line = LOT_TEXT_EMPTY;
    lot_csv_put_cell(&line, "a;b", ';');
    assert_string_equal(line.bytes, "\"a;b\"");
    lot_text_free(&line);
}

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* Whatever the bytes: a table that can be written, read again and restored, or told problems. */
static bool try_bytes(const char *bytes, size_t length)
{
    lot_table *table;
    lot_problems *problems = lot_problems_new();
    lot_status status = lot_table_parse(&table, "people.csv", bytes, length, problems, NULL);
    assert_true((status == LOT_OK) == (lot_problems_count(problems) == 0));
    assert_true(status == LOT_OK || status == LOT_BAD_INPUT);
    lot_problems_free(problems);
    if (table == NULL)
        return false;
    lot_table *restored = restore(table);
    assert_same_table(table, restored);
    lot_table_free(restored);
    lot_text file = LOT_TEXT_EMPTY;
    write_all(&file, table, NULL);
    lot_text_free(&file);
    lot_table_free(table);
    return true;
}

static void random_bytes_never_do_harm(void **state)
{
    (void)state;
    static const char likely[] = "aaaa\"\"\n\n\r,,;;\t \0\xC3\xA9\xEF\xBB\xBF\xFF\xFE\xD8";
    uint64_t seed = 20240229;
    unsigned tables = 0;
    for (int round = 0; round < 8000; round++) {
        char *bytes = malloc(65); /* exact sizes, so that a sanitizer sees a byte too far */
        size_t length = next_random(&seed) % 64;
        char *exact = realloc(bytes, length + 1);
        assert_non_null(exact);
        size_t choice = round % 2 == 0 ? sizeof likely - 1 : 14;
        for (size_t i = 0; i < length; i++) {
            uint64_t random = next_random(&seed) >> 8;
            exact[i] = round % 5 == 4 ? (char)(unsigned char)random : likely[random % choice];
        }
        tables += try_bytes(exact, length);
        free(exact);
    }
    assert_true(tables > 300);
}

static void the_shared_pools_come_back_as_they_were(void **state)
{
    (void)state;
    lot_text file = LOT_TEXT_EMPTY;
    if (lot_file_read(&file, "../shared/data/instances/wf_50/people.csv", NULL) != LOT_OK) {
        lot_text_free(&file);
        print_message("skipped: ../shared/data is not there\n");
        skip();
    }
    lot_table *table = parse(file.bytes, file.length);
    assert_found(table, "id", 0, 1);
    lot_text written = LOT_TEXT_EMPTY;
    write_all(&written, table, NULL);
    assert_string_equal(written.bytes, file.bytes);
    lot_text_free(&written);
    lot_table_free(table);
    lot_text_free(&file);
}

static void a_derived_column_stands_beside_the_files_own(void **state)
{
    (void)state;
    static const char *const values[] = {"Female", "Male"};
    const uint32_t of_row[] = {1, 0};
    uint32_t column;
    uint32_t matches;
    lot_error error;
    lot_table *table = parse(BYTES("id,Gender\n1,m\n2,woman\n"));
    assert_int_equal(lot_table_derive(table, "gender", values, 2, of_row, &error), LOT_OK);
    assert_int_equal(lot_table_find_column(&column, &matches, table, "GENDER", &error), LOT_OK);
    assert_int_equal(matches, 1);
    assert_string_equal(lot_table_cell(table, 0, column), "m");
    assert_int_equal(lot_table_find_derived(&column, table, "id", &error), LOT_OK);
    assert_int_equal(column, LOT_NO_COLUMN);
    assert_int_equal(lot_table_find_derived(&column, table, "GENDER", &error), LOT_OK);
    assert_string_equal(lot_table_header(table, column), "gender");
    assert_string_equal(lot_table_cell(table, 0, column), "Male");
    assert_string_equal(lot_table_cell(table, 1, column), "Female");
    assert_int_equal(lot_table_columns_count(table), 2);
    assert_string_equal(lot_table_cell(table, 0, 1), "m");
    assert_string_equal(lot_table_record(table, 0), "1,m");
    lot_table_free(table);
}

static void rows_move_into_a_table_of_their_own(void **state)
{
    (void)state;
    const bool leaves[] = {true, false, true, false};
    lot_error error;
    lot_table *gone;
    lot_table *table = parse(BYTES("id,name\n1,\"A\"\n\n2,B\n3,\"C, D\"\n4,E\n"));
    assert_int_equal(lot_table_part(&gone, table, leaves, &error), LOT_OK);
    assert_int_equal(lot_table_rows_count(table), 2);
    assert_cells(table, 0, "2", "B");
    assert_cells(table, 1, "4", "E");
    assert_int_equal(lot_table_row_number(table, 0), 4);
    assert_int_equal(lot_table_row_number(table, 1), 6);
    assert_string_equal(lot_table_record(table, 1), "4,E");
    assert_int_equal(lot_table_rows_count(gone), 2);
    assert_cells(gone, 1, "3", "C, D");
    assert_int_equal(lot_table_row_number(gone, 0), 2);
    assert_int_equal(lot_table_row_number(gone, 1), 5);
    assert_string_equal(lot_table_record(gone, 0), "1,\"A\"");
    assert_string_equal(lot_table_header_record(gone), "id,name");
    lot_table_free(gone);
    lot_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_unquoted_and_otherwise_as_they_stand),
        cmocka_unit_test(row_numbers_are_those_of_a_spreadsheet),
        cmocka_unit_test(blank_cells_beyond_the_header_are_passed_over),
        cmocka_unit_test(utf8_comes_back_as_it_was),
        cmocka_unit_test(windows_1252_comes_back_as_it_was),
        cmocka_unit_test(utf16_comes_back_as_it_was),
        cmocka_unit_test(the_delimiter_is_the_most_frequent_in_the_header),
        cmocka_unit_test(the_first_line_end_outside_quotes_is_written),
        cmocka_unit_test(a_file_without_a_header_is_refused),
        cmocka_unit_test(a_file_that_is_no_delimited_text_is_told_by_what_it_is),
        cmocka_unit_test(all_broken_rows_are_told_with_their_numbers),
        cmocka_unit_test(a_broken_header_does_not_hide_broken_rows),
        cmocka_unit_test(a_nul_character_is_refused),
        cmocka_unit_test(broken_encodings_are_refused),
        cmocka_unit_test(a_file_of_a_gigabyte_is_refused_unread),
        cmocka_unit_test(a_first_line_that_names_the_delimiter_is_passed_over),
        cmocka_unit_test(the_mark_that_ends_some_files_is_no_row_and_no_text),
        cmocka_unit_test(a_title_above_the_header_is_told_as_one),
        cmocka_unit_test(thousands_of_broken_rows_are_one_problem_of_each_kind),
        cmocka_unit_test(more_numbers_of_cells_than_can_be_told_are_told_together),
        cmocka_unit_test(what_no_table_needs_takes_no_memory),
        cmocka_unit_test(a_cell_of_a_megabyte_is_a_cell),
        cmocka_unit_test(columns_are_found_by_their_folded_name),
        cmocka_unit_test(records_and_headers_stay_when_the_cells_go),
        cmocka_unit_test(records_that_are_no_table_are_not_restored),
        cmocka_unit_test(a_cell_is_quoted_only_where_it_must_be),
        cmocka_unit_test(random_bytes_never_do_harm),
        cmocka_unit_test(the_shared_pools_come_back_as_they_were),
        cmocka_unit_test(a_derived_column_stands_beside_the_files_own),
        cmocka_unit_test(rows_move_into_a_table_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
