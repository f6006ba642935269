/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Review: written, filled in, changed by a spreadsheet, read again, applied and kept. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/review.h"

#include "support/input.h"

#include <stdlib.h>
#include <string.h>

static const char *const household[] = {"address", "postcode"};
static const lot_pool_columns columns = {.id = "id", .household = household, .household_count = 2};

static const char some_people[] = "id,address,postcode\n"
                                  "007,10 High Lane,E17 4AB\n"
                                  "=b,10 High Ln,E17 4AB\n"
                                  "c,\"10, High Lain\",E17 4AB\n"
                                  "d,5 Park Road,N1 9GU\n"
                                  "07,5 Parc Road,N1 9GU\n"
                                  "f,10 high lane,E174AB\n";

/* People and their pool. */
typedef struct setting {
    lot_table *people;
    lot_pool *pool;
    lot_problems *problems;
} setting;

static setting setting_make(const char *csv)
{
    setting s = {lot_test_table("people.csv", csv), NULL, lot_problems_new()};
    assert_int_equal(lot_pool_read(&s.pool, s.people, NULL, &columns, s.problems, NULL), LOT_OK);
    return s;
}

static void setting_free(setting *s)
{
    lot_pool_free(s->pool);
    lot_table_free(s->people);
    lot_problems_free(s->problems);
}

static lot_status read_review(lot_review **review, const setting *s, const char *csv)
{
    lot_table *table = lot_test_table("review.csv", csv);
    lot_status status =
        lot_review_read(review, table, s->pool, s->people, &columns, s->problems, NULL);
    lot_table_free(table);
    return status;
}

/* Read, apply and compare households, [count] of the pool. */
static void assert_households(const char *people, const char *csv, const uint32_t *expected)
{
    setting s = setting_make(people);
    lot_review *review;
    lot_status status = read_review(&review, &s, csv);
    if (status != LOT_OK)
        fail_msg("%s", lot_problems_at(s.problems, 0));
    assert_int_equal(lot_review_apply(s.pool, review, NULL), LOT_OK);
    for (uint32_t p = 0; p < s.pool->people_count; p++)
        assert_int_equal(s.pool->households[p], expected[p]);
    lot_review_free(review);
    setting_free(&s);
}

static void assert_refused(const char *people, const char *csv, const char *const *words,
                           size_t count)
{
    setting s = setting_make(people);
    lot_review *review;
    assert_int_equal(read_review(&review, &s, csv), LOT_BAD_INPUT);
    assert_null(review);
    lot_test_assert_problems(s.problems, words, count);
    setting_free(&s);
}

#define HEADER "id 1,id 2,address 1,address 2,same\n"
#define LANE "\"10 High Lane, E17 4AB\""
#define LN "\"10 High Ln, E17 4AB\""
#define LAIN "\"10, High Lain, E17 4AB\""
#define PARK "\"5 Park Road, N1 9GU\""
#define PARC "\"5 Parc Road, N1 9GU\""

static void pairs_are_written_side_by_side_and_run_in_no_spreadsheet(void **state)
{
    (void)state;
    setting s = setting_make(some_people);
    lot_near_homes *nears;
    lot_text file = LOT_TEXT_EMPTY;
    assert_int_equal(lot_near_homes_find(&nears, s.pool, s.people, &columns, NULL, NULL, NULL),
                     LOT_OK);
    assert_int_equal(lot_review_write(&file, nears, s.pool, s.people, &columns, NULL), LOT_OK);
    assert_string_equal(lot_text_string(&file),
                        "\xef\xbb\xbfrow 1,row 2,id 1,id 2,address 1,address 2,why,same\n"
                        "2,3,007,'=b," LANE "," LN
                        ",\"an abbreviation, or a word such as flat or room\",\n"
                        "5,6,d,07," PARK "," PARC ",a letter or two,\n");
    lot_text_free(&file);
    lot_near_homes_free(nears);
    setting_free(&s);
}

static void who_is_yes_is_one_household_and_the_others_stay(void **state)
{
    (void)state;
    assert_households(some_people, HEADER "007,'=b," LANE "," LN ",yes\nd,07," PARK "," PARC ",\n",
                      (const uint32_t[]){0, 0, 1, 2, 3, 0});
    assert_households(some_people,
                      HEADER "d,07," PARK "," PARC ",Y\nc,f," LAIN "," LANE ",YES\n"
                             "007,=b," LANE "," LN ",N\n",
                      (const uint32_t[]){0, 1, 0, 2, 2, 0});
    assert_households(some_people, HEADER, (const uint32_t[]){0, 1, 2, 3, 4, 0});
}

static void a_spreadsheet_may_change_form_and_order(void **state)
{
    (void)state;
    assert_households(some_people,
                      "\xef\xbb\xbf same ;address 2;address 1;ID 2;notes;ID 1\r\n"
                      "yes;5 Parc Road, N1 9GU;5 PARK Road  N1 9GU;07;;d\r\n"
                      ";;;;;\r\n"
                      "No ;10 High Ln, E17 4AB;10 High Lane, E17 4AB;'=b;x;007\r\n",
                      (const uint32_t[]){0, 1, 2, 3, 3, 0});
    /* files put together by hand */
    assert_households(some_people,
                      HEADER "d,07," PARK "," PARC ",yes\n" HEADER "c,007," LAIN "," LANE ",y\n",
                      (const uint32_t[]){0, 1, 0, 2, 2, 0});
}

static void ids_without_their_zeros_are_known_again_where_only_one_can_be_meant(void **state)
{
    (void)state;
    static const char people[] = "id,address,postcode\n007,1 A Lane,X\n008,1 A Ln,X\n0,2 B Lane,X\n"
                                 "000x,2 B Ln,X\n";
    setting s = setting_make(people);
    lot_review *review;
    assert_int_equal(read_review(&review, &s,
                                 HEADER "7,8,\"1 A Lane, X\",\"1 A Ln, X\",yes\n"
                                        "0,000x,\"2 B Lane, X\",\"2 B Ln, X\",yes\n"),
                     LOT_OK);
    assert_int_equal(review->mended, 1);
    assert_int_equal(lot_review_count(review, LOT_SAME), 2);
    lot_review_free(review);
    setting_free(&s);
    assert_refused(some_people, HEADER "7,d," LANE "," PARK ",yes\n",
                   (const char *const[]){
                       "review.csv, row 2: an id has lost the zeros in front of it, as "
                       "spreadsheets do, and may be that of several people: write the whole id "
                       "again, in a column that is formatted as text"},
                   1);
    /* 7 is somebody, but not who is meant */
    assert_refused("id,address,postcode\n007,1 A Lane,X\n7,9 Z Lane,X\n8,1 A Ln,X\n",
                   HEADER "7,8,\"1 A Lane, X\",\"1 A Ln, X\",yes\n",
                   (const char *const[]){
                       "review.csv, row 2: an address is not what this person's is in the file of "
                       "people: it was changed since, or the id is another's (a spreadsheet takes "
                       "zeros off): remove the row, and decide anew where the pair is listed "
                       "again"},
                   1);
}

static void everything_that_is_wrong_is_told_at_once(void **state)
{
    (void)state;
    assert_refused(
        some_people,
        HEADER "007,nobody," LANE ",x,yes\n"
               "007,c," LANE "," LAIN ",perhaps\n"
               "007,c," LANE "," LAIN ",maybe\n"
               "d,d," PARK "," PARK ",yes\n"
               "1.2E+11,d,x," PARK ",no\n"
               "d,07," PARK "," LN ",yes\n"
               "c,07," LAIN "," PARC ",yes\n"
               "c,07," LAIN "," PARC ",no\n"
               "gone,nobody,x,x,\n",
        (const char *const[]){
            "review.csv, rows 3, 4: what stands in the column 'same' is neither yes nor no: write "
            "one of them, "
            "or leave it blank",
            "review.csv, row 2: 'id 1' or 'id 2' is nobody's in the file of people: who is not in "
            "it any more needs no decision: remove the row",
            "review.csv, row 6: an id is a shortened number such as 1.2E+11, which a spreadsheet "
            "made of it: write the whole id again, in a column that is formatted as text",
            "review.csv, row 5: 'id 1' and 'id 2' are the same person: remove the row",
            "review.csv, row 7: an address is not what this person's is in the file of people: it "
            "was changed since, or the id is another's (a spreadsheet takes zeros off): remove the "
            "row, and decide anew where the pair is listed again",
            "review.csv, row 9: no, but the two are one household by yes in row 8: change one of "
            "these rows"},
        6);
}

static void a_missing_column_is_named(void **state)
{
    (void)state;
    setting s = setting_make(some_people);
    lot_review *review;
    assert_int_equal(read_review(&review, &s, "id 1,id 2,address 1,why\n007,c,x,y\n"),
                     LOT_BAD_INPUT);
    assert_int_equal(lot_problems_count(s.problems), 2);
    assert_non_null(strstr(lot_problems_at(s.problems, 0), "'address 2'"));
    assert_non_null(strstr(lot_problems_at(s.problems, 1), "'same'"));
    setting_free(&s);
}

static void contradictions_are_told_with_the_rows_that_make_them(void **state)
{
    (void)state;
    assert_refused(
        some_people,
        HEADER "c,=b," LAIN "," LN ",yes\n"
               "d,07," PARK "," PARC ",yes\n"
               "c,f," LAIN "," LANE ",no\n"
               "007,=b," LANE "," LN ",yes\n"
               "f,007," LANE "," LANE ",no\n",
        (const char *const[]){
            "review.csv, row 4: no, but the two are one household by yes in rows 2, 5: change one "
            "of these rows",
            "review.csv, row 6: no, but both have the same address, which makes them one "
            "household: remove the row, or mend the address of one of them"},
        2);
}

static void of_many_contradictions_the_first_are_explained(void **state)
{
    (void)state;
    enum { MANY = 200 };
    lot_text people = LOT_TEXT_EMPTY;
    lot_text csv = LOT_TEXT_EMPTY;
    lot_text_put(&people, "id,address,postcode\n");
    lot_text_put(&csv, HEADER);
    for (unsigned i = 0; i < MANY; i++)
        lot_text_format(&people, "p%u,%u A Lane,X\n", i, i);
    for (unsigned i = MANY - 1; i > 0; i--)
        lot_text_format(&csv, "p%u,p%u,\"%u A Lane, X\",\"%u A Lane, X\",yes\n", i, i - 1, i,
                        i - 1);
    for (unsigned i = 100; i < MANY; i++)
        lot_text_format(&csv, "p0,p%u,\"0 A Lane, X\",\"%u A Lane, X\",no\n", i, i);
    setting s = setting_make(lot_text_string(&people));
    lot_review *review;
    assert_int_equal(read_review(&review, &s, lot_text_string(&csv)), LOT_BAD_INPUT);
    assert_int_equal(lot_problems_count(s.problems), 21);
    assert_string_equal(lot_problems_at(s.problems, 0),
                        "review.csv, row 201: no, but the two are one household by yes in 100 "
                        "rows, first 101, 102, 103: change one of these rows");
    assert_string_equal(lot_problems_at(s.problems, 20),
                        "review.csv, 80 rows, first 221, 222, 223: no, too, but one household by "
                        "other rows");
    setting_free(&s);
    lot_text_free(&people);
    lot_text_free(&csv);
}

static void a_pair_is_known_by_its_addresses(void **state)
{
    (void)state;
    setting s = setting_make(some_people);
    lot_review *review;
    assert_int_equal(read_review(&review, &s, HEADER "=b,f," LN "," LANE ",\n"), LOT_OK);
    assert_true(lot_review_knows(review, 0, 1)); /* 007 lives where f does */
    assert_true(lot_review_knows(review, 5, 1));
    assert_false(lot_review_knows(review, 0, 2));
    assert_int_equal(lot_review_count(review, LOT_UNDECIDED), 1);
    lot_review_free(review);
    setting_free(&s);
}

static void what_is_kept_is_decisions_by_ids_and_restores_the_same_households(void **state)
{
    (void)state;
    static const char people[] = "id,address,postcode\n\"a,\"\"1\",1 A Lane,X\nb,1 A Ln,X\n"
                                 "c;d,1 A Lain,X\ne,3 C Road,X\n";
    setting s = setting_make(people);
    lot_review *review;
    lot_review *restored;
    lot_text kept = LOT_TEXT_EMPTY;
    assert_int_equal(read_review(&review, &s,
                                 HEADER "\"a,\"\"1\",c;d,\"1 A Lane, X\",\"1 A Lain, X\",yes\n"
                                        "b,e,\"1 A Ln, X\",\"3 C Road, X\",no\n"
                                        "b,\"a,\"\"1\",\"1 A Ln, X\",\"1 A Lane, X\",\n"),
                     LOT_OK);
    lot_review_keep(&kept, review, s.pool);
    assert_string_equal(lot_text_string(&kept), "id 1,id 2,same\n\"a,\"\"1\",c;d,yes\nb,e,no\n");
    assert_int_equal(lot_review_restore(&restored, kept.bytes, kept.length, s.pool, NULL), LOT_OK);
    assert_int_equal(lot_review_apply(s.pool, restored, NULL), LOT_OK);
    static const uint32_t expected[] = {0, 1, 0, 2};
    assert_memory_equal(s.pool->households, expected, sizeof expected);
    lot_review_free(restored);
    setting_free(&s);
    /* c;d has left: what was said of them is passed over, and not kept again */
    s = setting_make("id,address,postcode\nb,1 A Ln,X\n\"a,\"\"1\",1 A Lane,X\ne,3 C Road,X\n");
    assert_int_equal(lot_review_restore(&restored, kept.bytes, kept.length, s.pool, NULL), LOT_OK);
    assert_int_equal(restored->count, 1);
    lot_text again = LOT_TEXT_EMPTY;
    lot_review_keep(&again, restored, s.pool);
    assert_string_equal(lot_text_string(&again), "id 1,id 2,same\nb,e,no\n");
    lot_text_free(&again);
    lot_review_free(restored);
    lot_review_free(review);
    lot_text_free(&kept);
    setting_free(&s);
}

static void an_id_of_two_lines_is_kept_as_any_other(void **state)
{
    (void)state;
    setting s = setting_make("id,address,postcode\n\"a\nb\",1,x\nc,2,x\nd,3,x\n");
    lot_review *review;
    lot_review *restored;
    lot_text kept = LOT_TEXT_EMPTY;
    assert_int_equal(read_review(&review, &s,
                                 HEADER
                                 "\"a\nb\",c,\"1, x\",\"2, x\",yes\nc,d,\"2, x\",\"3, x\",no\n"),
                     LOT_OK);
    lot_review_keep(&kept, review, s.pool);
    assert_int_equal(lot_review_restore(&restored, kept.bytes, kept.length, s.pool, NULL), LOT_OK);
    assert_int_equal(lot_review_count(restored, LOT_SAME), 1);
    assert_int_equal(lot_review_count(restored, LOT_NOT_SAME), 1);
    assert_true(lot_review_knows(restored, 0, 1));
    lot_review_free(restored);
    lot_review_free(review);
    lot_text_free(&kept);
    setting_free(&s);
}

static void what_was_not_kept_is_refused(void **state)
{
    (void)state;
    static const char *const damaged[] = {
        "",
        "id 1,id 2,same",
        "id 1,id 2\n",
        "id 1,id 2,same\nb,c,yes",
        "id 1,id 2,same\nb,c,perhaps\n",
        "id 1,id 2,same\nb,c\n",
        "id 1,id 2,same\n\n",
        "id 1,id 2,same\n\"b,c,yes\n",
        "id 1,id 2,same\n\xff,c,yes\n",
    };
    setting s = setting_make(some_people);
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        lot_review *review;
        lot_error error;
        assert_int_equal(
            lot_review_restore(&review, damaged[i], strlen(damaged[i]), s.pool, &error),
            LOT_BAD_INPUT);
        assert_null(review);
    }
    setting_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_written_side_by_side_and_run_in_no_spreadsheet),
        cmocka_unit_test(who_is_yes_is_one_household_and_the_others_stay),
        cmocka_unit_test(a_spreadsheet_may_change_form_and_order),
        cmocka_unit_test(ids_without_their_zeros_are_known_again_where_only_one_can_be_meant),
        cmocka_unit_test(everything_that_is_wrong_is_told_at_once),
        cmocka_unit_test(a_missing_column_is_named),
        cmocka_unit_test(contradictions_are_told_with_the_rows_that_make_them),
        cmocka_unit_test(of_many_contradictions_the_first_are_explained),
        cmocka_unit_test(a_pair_is_known_by_its_addresses),
        cmocka_unit_test(what_is_kept_is_decisions_by_ids_and_restores_the_same_households),
        cmocka_unit_test(an_id_of_two_lines_is_kept_as_any_other),
        cmocka_unit_test(what_was_not_kept_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
