/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Near homes: which addresses are almost the same, and which are not. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/near_homes.h"

#include "support/generate.h"
#include "support/input.h"

#include <string.h>

/* The pairs of a file whose addresses are in these columns. */
static lot_near_homes *find(lot_pool **pool, const char *csv, uint32_t columns_count)
{
    static const char *const household[] = {"address", "postcode"};
    const lot_pool_columns columns = {.household = household, .household_count = columns_count};
    lot_problems *problems = lot_problems_new();
    lot_table *table = lot_test_table("people.csv", csv);
    lot_near_homes *nears = NULL;
    assert_int_equal(lot_pool_read(pool, table, NULL, &columns, problems, NULL), LOT_OK);
    assert_int_equal(lot_near_homes_find(&nears, *pool, table, &columns, NULL, NULL, NULL), LOT_OK);
    lot_table_free(table);
    lot_problems_free(problems);
    return nears;
}

/* Are two addresses near, and why? reasons 0: they are not. */
static void assert_pair(const char *a, const char *a_postcode, const char *b,
                        const char *b_postcode, unsigned reasons)
{
    lot_text csv = LOT_TEXT_EMPTY;
    lot_pool *pool;
    lot_text_format(&csv, "address,postcode\n\"%s\",%s\n\"%s\",%s\n", a, a_postcode, b, b_postcode);
    lot_near_homes *nears = find(&pool, lot_text_string(&csv), 2);
    if (nears->count != (reasons != 0) || (reasons != 0 && nears->pairs[0].reasons != reasons))
        fail_msg("%s, %s and %s, %s: %u", a, a_postcode, b, b_postcode,
                 nears->count == 0 ? 0 : nears->pairs[0].reasons);
    lot_near_homes_free(nears);
    lot_pool_free(pool);
    lot_text_free(&csv);
}

static void slips_are_found_and_named(void **state)
{
    (void)state;
    assert_pair("10 High Lane", "E17 4AB", "10 High Ln.", "E17 4AB", LOT_NEAR_SHORT);
    assert_pair("Room 3, 10 High Road", "E17 4AB", "3/10 High Rd", "E17 4AB", LOT_NEAR_SHORT);
    assert_pair("Flat B, 10 High Road", "E17 4AB", "10b High Road", "E17 4AB", LOT_NEAR_SHORT);
    assert_pair("10 Saint Mary's Rd", "E17 4AB", "10 St Mary's Road", "E17 4AB", LOT_NEAR_SHORT);
    assert_pair("10 High Road", "E17 4AB", "High Road 10", "E17 4AB", LOT_NEAR_ORDER);
    assert_pair("10 High Road", "E17 4AB", "10 Hihg Road", "E17 4AB", LOT_NEAR_SPELLING);
    assert_pair("10 Wiliam Road", "E17 4AB", "10 William Road", "E17 4AB", LOT_NEAR_SPELLING);
    assert_pair("10 Highroad", "E17 4AB", "10 High Road", "E17 4AB", LOT_NEAR_COLUMNS);
    assert_pair("10 A High Road", "E17 4AB", "10A High Road", "E17 4AB", LOT_NEAR_COLUMNS);
    assert_pair("10 High Road E17 4AB", "", "10 High Road", "E17 4AB", LOT_NEAR_COLUMNS);
    assert_pair("10 High Road, E17 4AB", "E17 4AB", "10 High Road", "E17 4AB", LOT_NEAR_SHORT);
    assert_pair("10 High Road", "E17 4AB", "10 High Road, London", "E17 4AB", LOT_NEAR_WORDS);
    assert_pair("10", "E17 4AB", "10 High Road", "E17 4AB", LOT_NEAR_WORDS);
    assert_pair("10 High Road", "E17 OAB", "10 High Road", "E17 0AB", LOT_NEAR_POSTCODE_LOOK);
    assert_pair("10 High Road", "EI7 4AB", "10 High Road", "E17 4AB", LOT_NEAR_POSTCODE_LOOK);
    assert_pair("10 High Road", "E17 4AB", "10 High Road", "E17 4BA", LOT_NEAR_POSTCODE_SLIP);
    assert_pair("10 High Road", "E17 4AB", "10 High Road", "E17 4A", LOT_NEAR_POSTCODE_SLIP);
    assert_pair("10 High Road", "E17 4AB", "10 High Road", "", LOT_NEAR_POSTCODE_MISSING);
    assert_pair("Flat 2, 10 High Road", "E17 4AB", "10 High Road", "E17 4AB", LOT_NEAR_FLAT);
    assert_pair("10a High Road", "E17 4AB", "10 High Road", "E17 4AB", LOT_NEAR_FLAT);
    assert_pair("10 \xc3\x89lys\xc3\xa9"
                "e Road",
                "E17 4AB", "10 Elysee Road", "E17 4AB", LOT_NEAR_SPELLING);
    assert_pair("10 Wiliam Rd", "E17 OAB", "10 William Road", "E17 0AB",
                LOT_NEAR_SPELLING | LOT_NEAR_POSTCODE_LOOK);
}

static void other_homes_are_not_listed(void **state)
{
    (void)state;
    assert_pair("10 High Road", "E17 4AB", "11 High Road", "E17 4AB", 0);
    assert_pair("10 High Road", "E17 4AB", "101 High Road", "E17 4AB", 0);
    assert_pair("Flat 2, 10 High Road", "E17 4AB", "Flat 3, 10 High Road", "E17 4AB", 0);
    assert_pair("10a High Road", "E17 4AB", "10b High Road", "E17 4AB", 0);
    assert_pair("10 High Road", "E17 4AB", "10 Low Street", "E17 4AB", 0);
    assert_pair("10 High Road", "E17 4AB", "10 High Road", "N1 9GU", 0);
    assert_pair("10 High Road", "E17 4AB", "10 Hihg Road", "", 0);
    assert_pair("10 Mill Road", "", "10 Hill Road", "", 0);
    assert_pair("10 3rd Avenue", "E17 4AB", "10 2nd Avenue", "E17 4AB", 0);
    assert_pair("Rose Cottage", "E17 4AB", "Mill House", "E17 4AB", 0);
    assert_pair("Flat 2, 10 Wiliam Road", "E17 4AB", "10 William Road", "E17 4AB", 0);
    assert_pair("", "E17 4AB", "10 High Road", "E17 4AB", 0);
    assert_pair("10 High Road", "E17 4AB", "10 high rd", "e174ab", 0); /* is one household */
}

static void without_postcodes_the_number_and_the_street_must_be_alike(void **state)
{
    (void)state;
    lot_pool *pool;
    lot_near_homes *nears = find(&pool,
                                 "address\n"
                                 "10 William Street\n"
                                 "12 William Street\n"
                                 "10 Wiliam Street\n"
                                 "\xc3\x89lys\xc3\xa9"
                                 "e House 10 E17 4AB\n"
                                 "10 \xc3\xa9lys\xc3\xa9"
                                 "e Hse E174AB\n"
                                 "10 Illiam Street\n",
                                 1);
    assert_int_equal(nears->count, 3);
    assert_int_equal(nears->pairs[0].a, 3); /* order costs least */
    assert_int_equal(nears->pairs[0].b, 4);
    assert_int_equal(nears->pairs[1].a, 0);
    assert_int_equal(nears->pairs[1].b, 2);
    assert_int_equal(nears->pairs[2].a, 0);
    assert_int_equal(nears->pairs[2].b, 5);
    assert_int_equal(nears->more, 0);
    lot_near_homes_free(nears);
    lot_pool_free(pool);
}

static void each_address_is_listed_once_however_many_wrote_it(void **state)
{
    (void)state;
    lot_pool *pool;
    lot_near_homes *nears = find(&pool,
                                 "address,postcode\n"
                                 "10 High Lane,E17 4AB\n"
                                 "10 high lane,E174AB\n"
                                 "10 High Ln,E17 4AB\n"
                                 "10 High Lane,E17 4AB\n"
                                 "10 High Ln,E17 4AB\n",
                                 2);
    assert_int_equal(nears->count, 1);
    assert_int_equal(nears->pairs[0].a, 0);
    assert_int_equal(nears->pairs[0].b, 2);
    lot_near_homes_free(nears);
    lot_pool_free(pool);
}

static void of_thousands_the_most_alike_are_listed_and_the_others_counted(void **state)
{
    (void)state;
    enum { HOUSES = 1500 };
    lot_text csv = LOT_TEXT_EMPTY;
    lot_pool *pool;
    lot_text_put(&csv, "address,postcode\n");
    for (unsigned i = 0; i < HOUSES; i++)
        lot_text_format(&csv, "%u Wiliam Road,E17 4AB\n%u William Road,E17 4AB\n", i, i);
    for (unsigned i = 0; i < 10; i++)
        lot_text_format(&csv, "%u Park Lane,N1 9GU\n%u Park Ln,N1 9GU\n", i, i);
    lot_near_homes *nears = find(&pool, lot_text_string(&csv), 2);
    assert_int_equal(nears->count, LOT_NEAR_MOST);
    assert_int_equal(nears->more, HOUSES + 10 - LOT_NEAR_MOST);
    for (uint32_t i = 0; i < 10; i++) {
        assert_int_equal(nears->pairs[i].reasons, LOT_NEAR_SHORT);
        assert_int_equal(nears->pairs[i].a, 2 * HOUSES + 2 * i);
    }
    assert_int_equal(nears->pairs[10].a, 0);
    assert_int_equal(nears->pairs[LOT_NEAR_MOST - 1].a, 2 * (LOT_NEAR_MOST - 11));
    lot_near_homes_free(nears);
    lot_pool_free(pool);
    lot_text_free(&csv);
}

/* A crowd at one number of one postcode: the work, and what is found, stay in bounds. */
static void a_crowd_is_compared_with_neighbours_alone(void **state)
{
    (void)state;
    enum { CROWD = 4000 };
    lot_text csv = LOT_TEXT_EMPTY;
    lot_pool *pool;
    uint64_t random = 5;
    lot_text_put(&csv, "address,postcode\n");
    for (unsigned i = 0; i < CROWD; i++) {
        char name[13] = {0};
        for (unsigned c = 0; c < 12; c++)
            name[c] = (char)('a' + lot_test_random_below(&random, 26));
        lot_text_format(&csv, "1 %s,X\n", name);
    }
    lot_text_put(&csv, "1 zzzzzzza,X\n1 zzzzzzzb,X\n");
    lot_near_homes *nears = find(&pool, lot_text_string(&csv), 2);
    assert_int_equal(nears->count, 1);
    assert_int_equal(nears->pairs[0].a, CROWD);
    lot_near_homes_free(nears);
    lot_pool_free(pool);
    lot_text_free(&csv);
}

static bool is_first(const void *context, uint32_t a, uint32_t b)
{
    (void)context;
    (void)b;
    return a == 0;
}

static void pairs_that_are_known_are_left_out(void **state)
{
    (void)state;
    static const char *const household[] = {"address", "postcode"};
    const lot_pool_columns columns = {.household = household, .household_count = 2};
    lot_problems *problems = lot_problems_new();
    lot_table *table = lot_test_table("people.csv", "address,postcode\n1 A Lane,X\n1 A Ln,X\n"
                                                    "2 A Lane,X\n2 A Ln,X\n");
    lot_pool *pool;
    lot_near_homes *nears;
    assert_int_equal(lot_pool_read(&pool, table, NULL, &columns, problems, NULL), LOT_OK);
    assert_int_equal(lot_near_homes_find(&nears, pool, table, &columns, is_first, NULL, NULL),
                     LOT_OK);
    assert_int_equal(nears->count, 1);
    assert_int_equal(nears->pairs[0].a, 2);
    lot_near_homes_free(nears);
    lot_pool_free(pool);
    lot_table_free(table);
    lot_problems_free(problems);
}

static void long_and_strange_addresses_do_no_harm(void **state)
{
    (void)state;
    lot_text csv = LOT_TEXT_EMPTY;
    lot_pool *pool;
    lot_text_put(&csv, "address,postcode\n");
    for (unsigned i = 0; i < 4; i++) {
        for (unsigned n = 0; n < 60; n++)
            lot_text_format(&csv, "word%u %u ", n % 7 + i / 2, n);
        lot_text_format(&csv, "last%u,E17 4AB\n", i);
    }
    for (unsigned i = 0; i < 3; i++) {
        for (unsigned n = 0; n < 100; n++)
            lot_text_put(&csv, "long");
        lot_text_format(&csv, "%u,%s\n", i, i == 0 ? "" : "E17 4AB E17 4AB E17 4AB E17 4AB");
    }
    lot_text_put(&csv, "flat,x\nno no no,x\nroom a,x\n10 a,x\n10 a b,x\n- 1 -,x\nE17 4AB,\n");
    lot_near_homes_free(find(&pool, lot_text_string(&csv), 2));
    lot_pool_free(pool);
    lot_text_free(&csv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slips_are_found_and_named),
        cmocka_unit_test(other_homes_are_not_listed),
        cmocka_unit_test(without_postcodes_the_number_and_the_street_must_be_alike),
        cmocka_unit_test(each_address_is_listed_once_however_many_wrote_it),
        cmocka_unit_test(of_thousands_the_most_alike_are_listed_and_the_others_counted),
        cmocka_unit_test(a_crowd_is_compared_with_neighbours_alone),
        cmocka_unit_test(pairs_that_are_known_are_left_out),
        cmocka_unit_test(long_and_strange_addresses_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
