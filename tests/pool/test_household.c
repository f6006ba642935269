/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Households: which addresses are the same. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "pool/household.h"

#include "support/generate.h"
#include "support/input.h"

#include <stdlib.h>

/* Group the rows of a file by all of its columns and compare with `expected` [count]. */
static void assert_groups_by(bool older, const char *csv, const uint32_t *expected, uint32_t count)
{
    lot_table *table = lot_test_table("people.csv", csv);
    uint32_t columns[] = {0, 1, 2};
    uint32_t *households = calloc(count, sizeof *households);
    assert_non_null(households);
    uint32_t households_count = 0;
    uint32_t greatest = 0;
    assert_int_equal(lot_table_rows_count(table), count);
    assert_int_equal(
        lot_households_group(households, &households_count, table,
                             &(lot_address_columns){columns, lot_table_columns_count(table), older},
                             NULL),
        LOT_OK);
    for (uint32_t row = 0; row < count; row++) {
        assert_int_equal(households[row], expected[row]);
        greatest = expected[row] > greatest ? expected[row] : greatest;
    }
    assert_int_equal(households_count, greatest + 1);
    free(households);
    lot_table_free(table);
}

static void assert_groups(const char *csv, const uint32_t *expected, uint32_t count)
{
    assert_groups_by(false, csv, expected, count);
}

static void case_punctuation_and_spaces_do_not_count(void **state)
{
    (void)state;
    assert_groups("address\n"
                  "\"Flat 2, 10 High St\"\n"
                  "  FLAT 2/10  high st. \n"
                  "Flat 2-10 High\xc2\xa0St\n"
                  "Flat 21 0 High St\n"
                  "Flat 2 10 High Stairs\n",
                  (const uint32_t[]){0, 0, 0, 1, 2}, 5);
}

static void numbers_do_not_run_together(void **state)
{
    (void)state;
    assert_groups("address\n1 11 X\n11 1 X\n111 X\n\"1, 11 X\"\n", (const uint32_t[]){0, 1, 2, 0},
                  4);
}

static void apostrophes_vanish_however_they_are_written(void **state)
{
    (void)state;
    assert_groups("address\n"
                  "3 King's Road\n3 Kings Road\n3 King\xe2\x80\x99s road\n3 King s Road\n",
                  (const uint32_t[]){0, 0, 0, 1}, 4);
}

static void letters_beyond_ascii_count_as_they_fold(void **state)
{
    (void)state;
    assert_groups("address\n"
                  "5 Stra\xc3\x9f"
                  "e\n"
                  "5 STRASSE\n"
                  "5 \xc3\x89lys\xc3\xa9"
                  "e\n"
                  "5 E\xcc\x81LYSE\xcc\x81"
                  "E\n"
                  "5 Elysee\n"
                  "5 \xe2\x80\x93 Elysee\n",
                  (const uint32_t[]){0, 0, 1, 1, 2, 2}, 6);
}

static void a_postcode_has_no_spaces(void **state)
{
    (void)state;
    assert_groups("street,Post Code\n"
                  "1 High St,E17 4AB\n"
                  "1 high st,e174ab\n"
                  "1 high st,E17-4AB\n"
                  "1 high st,E17 4AC\n",
                  (const uint32_t[]){0, 0, 0, 1}, 4);
    assert_groups("ZIP\n12 345\n12345\n", (const uint32_t[]){0, 0}, 2);
    assert_groups("street\n12 345\n12345\n", (const uint32_t[]){0, 1}, 2);
}

static void who_gives_no_address_is_alone(void **state)
{
    (void)state;
    assert_groups("street,town,id\n"
                  ",,*\n"
                  "1 High St,Hull,*\n"
                  " - ,.,*\n"
                  "\xc2\xa0,,*\n"
                  "1 High St,Hull,*\n"
                  ",,*\n",
                  (const uint32_t[]){0, 1, 2, 3, 1, 4}, 6);
}

static void a_town_or_postcode_alone_is_no_address(void **state)
{
    (void)state;
    assert_groups("street,city\n"
                  ",London\n"
                  "1 High St,London\n"
                  "?,London\n"
                  "1 High St,\n"
                  "1 High St,London\n"
                  "1 high st,-\n",
                  (const uint32_t[]){0, 1, 2, 3, 1, 3}, 6);
    assert_groups("postcode,address\n"
                  "E17 4AB,\n"
                  "e174ab,\n"
                  ",1 High St\n"
                  ",1 High St\n",
                  (const uint32_t[]){0, 0, 1, 2}, 4);
}

static void a_part_of_an_address_is_an_address(void **state)
{
    (void)state;
    assert_groups("street,town\n"
                  "1 High St,\n"
                  ",1 High St\n"
                  "1 High St,-\n"
                  "1,High St\n"
                  "1 High,St\n",
                  (const uint32_t[]){0, 1, 0, 2, 3}, 5);
}

static void without_columns_everyone_is_alone(void **state)
{
    (void)state;
    lot_table *table = lot_test_table("people.csv", "street\na\na\na\n");
    uint32_t households[3];
    uint32_t households_count = 0;
    const lot_address_columns none = {0};
    assert_int_equal(lot_households_group(households, &households_count, table, &none, NULL),
                     LOT_OK);
    assert_int_equal(households_count, 3);
    for (uint32_t row = 0; row < 3; row++)
        assert_int_equal(households[row], row);
    lot_table_free(table);
}

static void many_households_are_numbered_in_order_of_first_appearance(void **state)
{
    (void)state;
    enum { ROWS = 2000, ADDRESSES = 700 };
    uint64_t random = 7;
    lot_text csv = LOT_TEXT_EMPTY;
    uint32_t expected[ROWS];
    uint32_t number[ADDRESSES] = {0}; /* + 1 */
    uint32_t seen = 0;
    lot_text_put(&csv, "address\n");
    for (uint32_t row = 0; row < ROWS; row++) {
        uint32_t address = lot_test_random_below(&random, ADDRESSES);
        if (number[address] == 0)
            number[address] = ++seen;
        expected[row] = number[address] - 1;
        switch (row % 3) {
        case 0:
            lot_text_format(&csv, "House %u\n", address);
            break;
        case 1:
            lot_text_format(&csv, "\"HOUSE, %u\"\n", address);
            break;
        default:
            lot_text_format(&csv, " house - %u.\n", address);
        }
    }
    assert_groups(lot_text_string(&csv), expected, ROWS);
    lot_text_free(&csv);
}

static void what_only_announces_a_number_does_not_count(void **state)
{
    (void)state;
    assert_groups("address\n"
                  "\"Flat 2, 10 High Road\"\n"
                  "2/10 High Road\n"
                  "\"flat2, No. 10, high rd\"\n"
                  "Apt. no 2 - 10 High Road\n"
                  "\"Apartment 2, Number 10 High Road\"\n"
                  "Unit 2 10 HIGH ROAD\n"
                  "\"Room 2, 10 High Road\"\n"
                  "\"Flat A, 10 High Road\"\n"
                  "\"A, 10 High Road\"\n"
                  "\"Flat 2a, 10 High Road\"\n",
                  (const uint32_t[]){0, 0, 0, 0, 0, 0, 1, 2, 3, 4}, 10);
    assert_groups("address\nFlat\nUnit\nNo\n\"No, flat\"\nNottingham 2\n2\nFlat 2\n"
                  "Flats 2\nFlat no\n",
                  (const uint32_t[]){0, 1, 2, 3, 4, 5, 5, 6, 7}, 9);
}

static void only_abbreviations_that_mean_one_thing_are_written_out(void **state)
{
    (void)state;
    assert_groups("address\n"
                  "3 Church St\n"
                  "3 Church Street\n"
                  "3 St Church\n"
                  "3 Street Church\n"
                  "St. Johns Rd 4\n"
                  "St Johns Road 4\n"
                  "Saint Johns Road 4\n"
                  "5 Grove Ave\n"
                  "5 Grove Avenue\n"
                  "5 Grove Av\n"
                  "6 Mill Dr\n"
                  "6 Mill Drive\n"
                  "3rd Street\n"
                  "3 Street\n",
                  (const uint32_t[]){0, 0, 1, 2, 3, 3, 4, 5, 5, 6, 7, 8, 9, 2 + 8}, 14);
}

static void by_the_older_rule_every_word_counts(void **state)
{
    (void)state;
    assert_groups_by(true,
                     "address\n"
                     "\"Flat 2, 10 High Road\"\n"
                     "2/10 High Road\n"
                     "flat 2-10 HIGH road\n"
                     "flat 2/10 High Rd\n",
                     (const uint32_t[]){0, 1, 0, 2}, 4);
}

static void words_of_a_postcode_all_count(void **state)
{
    (void)state;
    assert_groups("street,postcode\n1 High Street,No 1\n1 High St,1\n1 High St,no1\n",
                  (const uint32_t[]){0, 1, 0}, 3);
}

static void joined_households_are_numbered_in_order_of_first_appearance(void **state)
{
    (void)state;
    uint32_t households[] = {0, 1, 2, 3, 1, 4};
    lot_pool pool = {.people_count = 6, .households_count = 5, .households = households};
    const uint32_t a[] = {5, 4, 3};
    const uint32_t b[] = {2, 5, 3};
    assert_int_equal(lot_pool_join(&pool, a, b, 3, NULL), LOT_OK);
    const uint32_t expected[] = {0, 1, 1, 2, 1, 1};
    assert_memory_equal(households, expected, sizeof expected);
    assert_int_equal(pool.households_count, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_punctuation_and_spaces_do_not_count),
        cmocka_unit_test(numbers_do_not_run_together),
        cmocka_unit_test(apostrophes_vanish_however_they_are_written),
        cmocka_unit_test(letters_beyond_ascii_count_as_they_fold),
        cmocka_unit_test(a_postcode_has_no_spaces),
        cmocka_unit_test(who_gives_no_address_is_alone),
        cmocka_unit_test(a_town_or_postcode_alone_is_no_address),
        cmocka_unit_test(a_part_of_an_address_is_an_address),
        cmocka_unit_test(without_columns_everyone_is_alone),
        cmocka_unit_test(many_households_are_numbered_in_order_of_first_appearance),
        cmocka_unit_test(what_only_announces_a_number_does_not_count),
        cmocka_unit_test(only_abbreviations_that_mean_one_thing_are_written_out),
        cmocka_unit_test(by_the_older_rule_every_word_counts),
        cmocka_unit_test(words_of_a_postcode_all_count),
        cmocka_unit_test(joined_households_are_numbered_in_order_of_first_appearance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
