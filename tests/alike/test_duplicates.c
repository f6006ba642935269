/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Duplicates: which rows may be one person twice. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/duplicates.h"

#include "support/input.h"

#include <string.h>

/* What is told of a file, a line a key that finds something. */
static void assert_told(const char *csv, const lot_person_key *keys, uint32_t keys_count,
                        const char *expected)
{
    lot_table *table = lot_test_table("people.csv", csv);
    lot_duplicates *all = NULL;
    lot_text words = LOT_TEXT_EMPTY;
    assert_int_equal(lot_duplicates_find(&all, table, keys, keys_count, NULL), LOT_OK);
    for (uint32_t i = 0; i < all->keys_count; i++) {
        lot_duplicate_describe(&words, &all->found[i], table);
        if (all->found[i].groups_count > 0)
            lot_text_put(&words, "\n");
    }
    assert_string_equal(lot_text_string(&words), expected);
    lot_text_free(&words);
    lot_duplicates_free(all);
    lot_table_free(table);
}

static void an_email_address_is_the_same_whatever_its_case_and_spaces(void **state)
{
    (void)state;
    assert_told("id,E-Mail Address\n"
                "a,Ann@Example.org\n"
                "b, ann@example.org \n"
                "c,ann.b@example.org\n"
                "d,\xc3\x89lise@example.org\n"
                "e,\xc3\xa9lise@ example.org\n",
                NULL, 0,
                "people.csv: 2 pairs of rows have the same 'E-Mail Address': 2 and 3; 5 and 6: is "
                "each one person twice?\n");
}

static void a_telephone_number_is_the_same_however_it_is_dialled(void **state)
{
    (void)state;
    assert_told("id,Mobile\n"
                "a,+44 (0)7700 900123\n"
                "b,07700 900 123\n"
                "c,0044-7700-900123\n"
                "d,7700900123\n"
                "e,447700900123\n"
                "f,07700 900124\n"
                "g,900123\n"
                "h,900123\n",
                NULL, 0,
                "people.csv: 5 rows have the same 'Mobile': 2, 3, 4, 5 and 1 more: is it one "
                "person twice?\n");
}

static void a_name_counts_with_a_date_of_birth_alone(void **state)
{
    (void)state;
    assert_told("id,First name(s),Surname,D.O.B.\n"
                "a,Ann,O'Neil,1980-02-03\n"
                "b,ANN,ONeil,1980-02-03\n"
                "c,Ann,O'Neil,1981-02-03\n"
                "d,Ann O,Neil,1980-02-03\n",
                NULL, 0,
                "people.csv: 2 rows have the same 'First name(s) + Surname + D.O.B.': 2 and 3: is "
                "it one person twice?\n");
    assert_told("id,Full name,Date of birth\na,Ann B,1 May 1970\nb,ann b,1 May 1970\n", NULL, 0,
                "people.csv: 2 rows have the same 'Full name + Date of birth': 2 and 3: is it one "
                "person twice?\n");
    assert_told("id,name,year\na,Ann B,1970\nb,ann b,1970\n", NULL, 0, "");
}

static void who_says_nothing_is_like_nobody(void **state)
{
    (void)state;
    assert_told("id,email,phone,name,dob\n"
                "a,,,Ann,\n"
                "b,none,0000000000,Ann,\n"
                "c,NONE,0000000000,,1970-01-01\n"
                "d, ,n/a,-,1970-01-01\n"
                "e,,n/a,-,1970-01-01\n",
                NULL, 0, "");
}

static void columns_may_be_said(void **state)
{
    (void)state;
    uint32_t first[] = {1};
    uint32_t second[] = {2, 1};
    const lot_person_key keys[] = {{first, 1}, {second, 2}};
    assert_told("email,code,ref\n"
                "x@y,A-1,1\n"
                "x@y,a 1,2\n"
                "x@y,b,3\n"
                "x@y,\"a,1\",2\n",
                keys, 2,
                "people.csv: 3 rows have the same 'code': 2, 3 and 5: is it one person twice?\n"
                "people.csv: 2 rows have the same 'ref + code': 3 and 5: is it one person "
                "twice?\n");
}

static void of_many_the_first_are_shown_and_all_are_counted(void **state)
{
    (void)state;
    enum { PAIRS = 1200 };
    lot_text csv = LOT_TEXT_EMPTY;
    lot_text_put(&csv, "email\n");
    for (unsigned i = 0; i < PAIRS; i++)
        lot_text_format(&csv, "%u@x\n", i);
    for (unsigned i = 0; i < PAIRS; i++)
        lot_text_format(&csv, "%u@X\n", PAIRS - 1 - i);
    for (unsigned i = 0; i < 50; i++)
        lot_text_put(&csv, "0@x\n");
    assert_told(lot_text_string(&csv), NULL, 0,
                "people.csv: 1200 groups of rows have the same 'email': 2, 2401, 2402, 2403 and "
                "48 more; 3 and 2400; 4 and 2399; 5 and 2398; 6 and 2397; ...: is each one person "
                "twice?\n");
    lot_table *table = lot_test_table("people.csv", lot_text_string(&csv));
    lot_duplicates *all;
    assert_int_equal(lot_duplicates_find(&all, table, NULL, 0, NULL), LOT_OK);
    assert_int_equal(all->found[0].groups_count, PAIRS);
    assert_int_equal(all->found[0].rows_count, 2 * PAIRS + 50);
    assert_int_equal(all->found[0].groups[LOT_DUPLICATES_KEPT - 1].rows[0], 1001);
    lot_duplicates_free(all);
    lot_table_free(table);
    lot_text_free(&csv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_email_address_is_the_same_whatever_its_case_and_spaces),
        cmocka_unit_test(a_telephone_number_is_the_same_however_it_is_dialled),
        cmocka_unit_test(a_name_counts_with_a_date_of_birth_alone),
        cmocka_unit_test(who_says_nothing_is_like_nobody),
        cmocka_unit_test(columns_may_be_said),
        cmocka_unit_test(of_many_the_first_are_shown_and_all_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
