/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CSV files, byte for byte. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/input.h"
#include "support/sample.h"

#include <string.h>

typedef lot_status write_file(lot_text *file, const lot_report *report, lot_error *error);

static void assert_file(write_file *write, const lot_sample *sample, const char *expected)
{
    lot_text file = LOT_TEXT_EMPTY;
    assert_int_equal(write(&file, &sample->report, NULL), LOT_OK);
    assert_string_equal(lot_text_string(&file), expected);
    assert_int_equal(file.length, strlen(expected));
    lot_text_free(&file);
}

static void selected_holds_the_records_as_they_came(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    assert_file(lot_report_selected, sample,
                "id,name,gender,area,address\r\n"
                "ID-1,Zebulon Quux,f,north,12 High Street\r\n"
                "ID-4, Wilma Quux ,M,south,4 Low Road\r\n");
    lot_sample_free(sample);
}

static void remaining_tells_who_may_still_be_asked(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    assert_file(lot_report_remaining, sample,
                "id,name,gender,area,address,status\r\n"
                "ID-2,\"Quux, Yolanda\",m,north,12 High Street,housemate\r\n"
                "ID-3,Xaver Quux,f,south,3 Low Road,eligible\r\n"
                "ID-5,\"Victor \"\"V\"\" Quux\",f,north,,eligible\r\n"
                "ID-6,Ulla Quux,x,south,,no_panel\r\n");
    lot_sample_free(sample);
}

static void a_housemate_may_be_asked_where_two_of_a_household_may_sit(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text file = LOT_TEXT_EMPTY;
    sample->report.per_household = 2;
    assert_int_equal(lot_report_remaining(&file, &sample->report, NULL), LOT_OK);
    assert_non_null(strstr(lot_text_string(&file), "12 High Street,eligible\r\n"));
    lot_text_free(&file);
    lot_sample_free(sample);
}

static void a_row_with_surplus_cells_has_its_status_under_the_header(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_text file = LOT_TEXT_EMPTY;
    lot_text csv = LOT_TEXT_EMPTY;
    const char *end = strstr(lot_sample_people, "\r\nID-4");
    lot_text_add(&csv, lot_sample_people, (size_t)(end - lot_sample_people));
    lot_text_put(&csv, ",,");
    lot_text_put(&csv, end);
    lot_table *people = lot_test_table("people.csv", lot_text_string(&csv));
    sample->report.people = people;
    assert_int_equal(lot_report_remaining(&file, &sample->report, NULL), LOT_OK);
    assert_non_null(
        strstr(lot_text_string(&file), "\nID-3,Xaver Quux,f,south,3 Low Road,eligible"));
    lot_text_free(&file);
    sample->draw.row = 1;
    assert_int_equal(lot_report_selected(&file, &sample->report, NULL), LOT_OK);
    assert_non_null(strstr(lot_text_string(&file), "\nID-3,Xaver Quux,f,south,3 Low Road,,\r"));
    lot_text_free(&file);
    lot_table_free(people);
    lot_text_free(&csv);
    lot_sample_free(sample);
}

static void before_the_draw_everyone_remains(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    sample->report.draw = NULL;
    assert_file(lot_report_selected, sample, "id,name,gender,area,address\r\n");
    assert_file(lot_report_remaining, sample,
                "id,name,gender,area,address,status\r\n"
                "ID-1,Zebulon Quux,f,north,12 High Street,eligible\r\n"
                "ID-2,\"Quux, Yolanda\",m,north,12 High Street,eligible\r\n"
                "ID-3,Xaver Quux,f,south,3 Low Road,eligible\r\n"
                "ID-4, Wilma Quux ,M,south,4 Low Road,eligible\r\n"
                "ID-5,\"Victor \"\"V\"\" Quux\",f,north,,eligible\r\n"
                "ID-6,Ulla Quux,x,south,,no_panel\r\n");
    lot_sample_free(sample);
}

static void chances_are_tickets_over_all_tickets(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    assert_file(lot_report_chances, sample,
                "id,tickets,chance\n"
                "ID-1,3,0.428571428571\n"
                "ID-2,3,0.428571428571\n"
                "ID-3,3,0.428571428571\n"
                "ID-4,4,0.571428571429\n"
                "ID-5,1,0.142857142857\n"
                "ID-6,0,0.000000000000\n");
    lot_sample_free(sample);
}

static void the_lottery_is_written_by_ids_quoted_where_needed(void **state)
{
    (void)state;
    static char odd_id[] = "ID,\"3\"";
    lot_sample *sample = lot_sample_new();
    char *id = sample->pool->ids[2];
    sample->pool->ids[2] = odd_id;
    assert_file(lot_report_lottery, sample,
                "first,last,member_1,member_2\n"
                "0,1,ID-1,ID-4\n"
                "2,4,ID-2,\"ID,\"\"3\"\"\"\n"
                "5,5,ID-4,ID-5\n"
                "6,6,ID-1,ID-4\n");
    sample->pool->ids[2] = id;
    lot_sample_free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(selected_holds_the_records_as_they_came),
        cmocka_unit_test(remaining_tells_who_may_still_be_asked),
        cmocka_unit_test(a_housemate_may_be_asked_where_two_of_a_household_may_sit),
        cmocka_unit_test(a_row_with_surplus_cells_has_its_status_under_the_header),
        cmocka_unit_test(before_the_draw_everyone_remains),
        cmocka_unit_test(chances_are_tickets_over_all_tickets),
        cmocka_unit_test(the_lottery_is_written_by_ids_quoted_where_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
