/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Anonymised copies: what stays, what goes, and that they are the same to civiclot. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/anonymise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BYTES(string) (string), sizeof(string) - 1
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const address[] = {"Street", "Postcode"};
static const lot_pool_columns no_columns = {0};
static const lot_pool_columns own_columns = {
    .id = "Ref", .household = address, .household_count = 2};

static lot_copies_made anonymise(const char *people, size_t people_length, const char *quotas,
                                 size_t quotas_length, const lot_pool_columns *columns)
{
    lot_copies_made copies;
    lot_error error;
    const lot_original first = {"people.csv", people, people_length};
    const lot_original second = {"quotas.csv", quotas, quotas_length};
    if (lot_anonymise(&copies, &first, quotas != NULL ? &second : NULL, columns, &error) != LOT_OK)
        fail_msg("%s", error.message);
    return copies;
}

static void assert_bytes(const lot_text *copy, const char *expected, size_t length)
{
    assert_int_equal(copy->length, length);
    assert_memory_equal(lot_text_string(copy), expected, length);
}

static void names_go_and_features_ids_and_households_stay(void **state)
{
    (void)state;
    static const char people[] = "Ref,Full name,Gender,Street,Postcode,age\n"
                                 "a1,Zebulon Quux,Female,12 High St,E17 4AB,16-24\n"
                                 "a2,Yolanda Quux, female ,12 HIGH ST.,e174ab,65+\n"
                                 "a1,Xaver,Femal,,E17 4AB,\n"
                                 "A1,Ulla,Male,12 High St,E17 4AC,16-24\n"
                                 "007,Tim,femal,-,,65+\n"
                                 "7,Tom,male,,,65+\n";
    static const char quotas[] = "category,name,min,max,priority,note\n"
                                 "gender,Female,1,12%,3,secret\ngender,Male,two,3,,\n"
                                 "Age,16-24,1,2,1,\nAGE,65+,\"1,5\",2,1,\n";
    lot_copies_made copies = anonymise(BYTES(people), BYTES(quotas), &own_columns);
    assert_bytes(&copies.quotas.bytes, BYTES("category,name,min,max,priority,column-6\n"
                                             "feature-1,v1,1,12%,3,x\nfeature-1,v2,xxx,3,,\n"
                                             "feature-2,v1,1,2,1,\nFEATURE-2,v2,\"1,5\",2,1,\n"));
    assert_bytes(&copies.people.bytes, BYTES("id,column-2,FEATURE-1,address-1,address-2,FEATURE-2\n"
                                             "P1,x,v1,home-1,x,v1\n"
                                             "P2,x, V1 ,home-1,x,v2\n"
                                             "P1,x,unknown-1,,x,\n"
                                             "P01,x,v2,home-3,x,v1\n"
                                             "P3,x,unknown-1,-,,v2\n"
                                             "P03,x,V2,,,v2\n"));
    assert_true(copies.same_households && copies.has_ids);
    assert_int_equal(copies.people_count, 6);
    assert_int_equal(copies.households_count, 5);
    assert_int_equal(copies.addresses_count, 2);
    lot_copies_made_free(&copies);
}

static void the_form_of_every_cell_and_line_stays(void **state)
{
    (void)state;
    static const char people[] = "\xEF\xBB\xBFid;\"sex\"; note\r\n\r\n"
                                 "\"a\";f;\"one, \"\"two\"\"\n three;\"\n"
                                 ";;\r\r\nb;\"\";  ;; \r\n"
                                 "c;\" m\"; =1+1\r\"\";m;x@y";
    static const char quotas[] = "feature\tvalue\tmin\tmax\r\"sex\"\tf\t0\t1\r\rsex\tm\t0\t1";
    lot_copies_made copies = anonymise(BYTES(people), BYTES(quotas), &no_columns);
    assert_bytes(&copies.quotas.bytes,
                 BYTES("feature\tvalue\tmin\tmax\r\"feature-1\"\tv1\t0\t1\r\rfeature-1\tv2\t0\t1"));
    assert_bytes(&copies.people.bytes, BYTES("\xEF\xBB\xBFid;\"feature-1\"; column-3\r\n\r\n"
                                             "\"P1\";v1;\"x,x\"\"x\"\"\nx;\"\n"
                                             ";;\r\r\nP2;\"\";  ;; \r\n"
                                             "P3;\" v2\"; =x\r\"\";v2;x"));
    lot_copies_made_free(&copies);
}

static void what_is_passed_over_before_and_behind_the_rows_stays(void **state)
{
    (void)state;
    static const char people[] = "sep=;\r\nid;name\r\n7;Zeb, Q\r\n\x1A";
    lot_copies_made copies = anonymise(BYTES(people), NULL, 0, &no_columns);
    assert_false(copies.people.by_characters);
    assert_bytes(&copies.people.bytes, BYTES("sep=;\r\nid;column-2\r\nP1;x,x\r\n\x1A"));
    lot_copies_made_free(&copies);
}

static void what_is_no_table_is_copied_character_by_character(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        size_t length;
        const char *copy;
        size_t copy_length;
    } cases[] = {
        {BYTES("id,name\n1,\"Zeb Quux\n2,Yo"), BYTES("xx,xxxx\n9,\"xxx xxxx\n9,xx")},
        {BYTES("id,name\r\n1,Quux, Zeb\r\n"), BYTES("xx,xxxx\r\n9,xxxx, xxx\r\n")},
        {BYTES("\xEF\xBB\xBFid,n\n1,Z\xC3\xA4\xC3\xB6\xFE\n"),
         BYTES("\xEF\xBB\xBFxx,x\n9,x\xC3\xA9\xC3\xA9\xFF\n")},
        {BYTES("id,n\n1,\xE4\xF6,\n2\n"), BYTES("xx,x\n9,\xE9\xE9,\n9\n")},
        {BYTES("id,n\n1,a\0b\n"), BYTES("xx,x\n9,x\0x\n")},
        {BYTES("sep=;\nid;n\n1\n"), BYTES("sep=;\nxx;x\n9\n")},
        {BYTES("sep=|\nid|n\n1|a\n"), BYTES("sep=|\nxx|x\n9|x\n")},
        {BYTES("\xFF\xFEi\0d\0,\0n\0\n\0Z\0\0\xD8q\0z"),
         BYTES("\xFF\xFEx\0x\0,\0x\0\n\0x\0\0\xDCx\0\0")},
        {BYTES(""), BYTES("")},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        lot_copies_made copies = anonymise(cases[i].file, cases[i].length, NULL, 0, &own_columns);
        assert_true(copies.people.by_characters);
        assert_bytes(&copies.people.bytes, cases[i].copy, cases[i].copy_length);
        assert_int_equal(copies.quotas.bytes.length, 0);
        lot_copies_made_free(&copies);
    }
}

static void a_file_that_is_no_text_is_refused(void **state)
{
    (void)state;
    lot_copies_made copies;
    lot_error error;
    const lot_original people = {"people.xlsx", BYTES("PK\x03\x04 and so on")};
    assert_int_equal(lot_anonymise(&copies, &people, NULL, &no_columns, &error), LOT_BAD_INPUT);
    assert_non_null(strstr(error.message, "people.xlsx: is a spreadsheet"));
    lot_copies_made_free(&copies);
}

/* What civiclot makes of the two files. */
typedef struct reading {
    lot_table *people;
    lot_table *quotas_table;
    lot_quotas *quotas;
    lot_pool *pool;
    size_t problems[3]; /* of each step */
} reading;

static reading read_both(const char *people, size_t people_length, const char *quotas,
                         size_t quotas_length, const lot_pool_columns *columns)
{
    reading r = {0};
    lot_problems *problems = lot_problems_new();
    (void)lot_table_parse(&r.people, "people.csv", people, people_length, problems, NULL);
    r.problems[0] = lot_problems_count(problems);
    (void)lot_table_parse(&r.quotas_table, "quotas.csv", quotas, quotas_length, problems, NULL);
    if (r.quotas_table != NULL)
        (void)lot_quotas_read(&r.quotas, r.quotas_table, 2, problems, NULL);
    r.problems[1] = lot_problems_count(problems);
    if (r.people != NULL)
        (void)lot_pool_read(&r.pool, r.people, r.quotas, columns, problems, NULL);
    r.problems[2] = lot_problems_count(problems);
    lot_problems_free(problems);
    return r;
}

static void reading_free(reading *r)
{
    lot_table_free(r->people);
    lot_table_free(r->quotas_table);
    lot_quotas_free(r->quotas);
    lot_pool_free(r->pool);
}

static void assert_same_form(const lot_table *a, const lot_table *b)
{
    assert_int_equal(a != NULL, b != NULL);
    if (a == NULL)
        return;
    const lot_table_form *x = lot_table_get_form(a);
    const lot_table_form *y = lot_table_get_form(b);
    assert_int_equal(x->encoding, y->encoding);
    assert_int_equal(x->byte_order_mark, y->byte_order_mark);
    assert_int_equal(x->delimiter, y->delimiter);
    assert_int_equal(x->line_end, y->line_end);
    assert_int_equal(lot_table_columns_count(a), lot_table_columns_count(b));
    assert_int_equal(lot_table_rows_count(a), lot_table_rows_count(b));
    for (uint32_t r = 0; r < lot_table_rows_count(a); r++)
        assert_int_equal(lot_table_row_number(a, r), lot_table_row_number(b, r));
}

static void assert_same_pool(const lot_pool *a, const lot_pool *b)
{
    assert_int_equal(a != NULL, b != NULL);
    if (a == NULL)
        return;
    assert_int_equal(a->people_count, b->people_count);
    assert_int_equal(a->features_count, b->features_count);
    assert_int_equal(a->households_count, b->households_count);
    assert_int_equal(a->ids_are_rows, b->ids_are_rows);
    size_t count = a->people_count;
    assert_memory_equal(a->households, b->households, count * sizeof *a->households);
    if (a->features_count > 0)
        assert_memory_equal(a->values, b->values, count * a->features_count * sizeof *a->values);
}

/* Returns whether it was a pool in the end. */
static bool assert_same_answer(const char *people, size_t people_length, const char *quotas,
                               size_t quotas_length, const lot_pool_columns *columns)
{
    static const char *const of_copy[] = {"address-1", "address-2"};
    lot_copies_made copies = anonymise(people, people_length, quotas, quotas_length, columns);
    const lot_pool_columns columns_of_copy = {.id = columns->id != NULL ? "id" : NULL,
                                              .household = of_copy,
                                              .household_count = columns->household_count};
    reading before = read_both(people, people_length, quotas, quotas_length, columns);
    reading after = read_both(lot_text_string(&copies.people.bytes), copies.people.bytes.length,
                              lot_text_string(&copies.quotas.bytes), copies.quotas.bytes.length,
                              &columns_of_copy);
    assert_same_form(before.people, after.people);
    assert_same_form(before.quotas_table, after.quotas_table);
    bool pool = before.pool != NULL;
    assert_int_equal(before.problems[0], after.problems[0]);
    if (before.quotas_table != NULL) {
        assert_int_equal(before.problems[1], after.problems[1]);
        assert_int_equal(before.problems[2], after.problems[2]);
        assert_same_pool(before.pool, after.pool);
    }
    reading_free(&before);
    reading_free(&after);
    lot_copies_made_free(&copies);
    return pool;
}

static const char good_quotas[] = "feature,value,min,max\nsex,f,0,2\nsex,m,0,2\n";

static void encodings_stay_although_their_letters_go(void **state)
{
    (void)state;
    static const struct {
        const char *people;
        size_t length;
    } cases[] = {
        {BYTES("Ref,sex,n,Street,Postcode\n1,f,Zo\xEB,,\n2,m,,,\n")},
        {BYTES("Ref,sex,n\xE9,Street,Postcode\n1,f,Zo,,\n2,m,,,\n")},
        {BYTES("Ref,sex,n,Street,Postcode\n\xE9,f,Zo,,\n2,m,,,\n")},
        {BYTES("Ref,sex,n,Street,Postcode\n1,f,Zo,Chauss\xE9"
               "e 1,\n2,m,,Chauss\xC9"
               "e 1,\n")},
        {BYTES("Ref,sex,n,Street,Postcode\n1,f,Zo,a,\xE9\n2,m,,a,\xC9\n3,m,,King\x92s,b\n4,m,,"
               "Kings,B\n")},
        {BYTES("Ref,sex,n,Street\xE9,Street,Postcode\n1,f,a,b,c,d\n")},
        {BYTES("Ref,sex,n,Street,Postcode\n1,f,Zo\xC3\xAB,,\n2,m,,,\n")},
        {BYTES("\xFF\xFER\0e\0f\0,\0s\0e\0x\0,\0S\0t\0r\0e\0e\0t\0,\0P\0o\0s\0t\0c\0o\0d\0e\0\n\0"
               "a\0,\0f\0,\0b\0,\0\xEB\0\n\0")},
        {BYTES("\0R\0e\0f\0,\0s\0e\0x\0,\0S\0t\0r\0e\0e\0t\0,\0P\0o\0s\0t\0c\0o\0d\0e\0\n\0"
               "a\0,\0f\0,\0b\0,\0\xEB\0\n")},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_true(
            assert_same_answer(cases[i].people, cases[i].length, BYTES(good_quotas), &own_columns));
}

static uint32_t random_below(uint64_t *state, uint32_t bound)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % bound;
}

/* Some of a few tokens each, so that much of it is a table and some of it is a pool. */
static void put_random(lot_text *file, uint64_t *state, const char *const *tokens, uint32_t count)
{
    for (uint32_t n = random_below(state, 12); n > 0; n--)
        lot_text_put(file, tokens[random_below(state, count)]);
}

static const char *random_cell(uint64_t *state, uint32_t column)
{
    static const char *const cells[5][6] = {
        {"a", "A", "07", "7", " b ", ""},
        {"f", " F", "\"m\"", "M\xC2\xA0", "fm", ""},
        {"12 High St", "12, High St", "\"12 high-st.\"", "-", "", "\xC3\x89 1"},
        {"E17 4AB", "e174ab", "", "E17", "-", "\"e17\n4ab\""},
        {"=1+1", "\"a \"\"b\"\",\"", "x;y", "\t", "-5", "\"\n\""},
    };
    if (column == 0 && random_below(state, 6) > 0) {
        static const char *const ids[] = {"p", "q", "r", "s", "t", "u", "v", "w"};
        return ids[random_below(state, 8)];
    }
    return cells[column][random_below(state, column == 1 && random_below(state, 4) > 0 ? 4 : 6)];
}

static void put_random_people(lot_text *people, uint64_t *state)
{
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    const char *end = ends[random_below(state, 3)];
    lot_text_format(people, "%sRef,sex,Street,Postcode,note%s",
                    random_below(state, 2) == 0 ? "\xEF\xBB\xBF" : "", end);
    for (uint32_t row = random_below(state, 5); row > 0; row--) {
        for (uint32_t c = 0; c < 5; c++)
            lot_text_format(people, "%s%s", c > 0 ? "," : "", random_cell(state, c));
        lot_text_format(people, "%s%s", random_below(state, 8) == 0 ? ", " : "", end);
        if (random_below(state, 8) == 0)
            lot_text_put(people, end);
    }
}

static void random_files_are_the_same_to_civiclot(void **state)
{
    (void)state;
    static const char *const of_people[] = {"Ref", ",",  "sex", "\n", "\"", "f",       "m",
                                            " ",   "\n", ",",   "a",  "7",  "\xC3\xA9"};
    static const char *const of_quotas[] = {
        "sex,f,0,2\n", "sex,m,0,2\n", "Sex,F ,1,2\n", "age,old,0,2\n", ",,,\n",
        "sex,m,x,2\n", "\n",          "\"",           "sex,,0,1\n"};
    uint64_t seed = 7;
    uint32_t pools = 0;
    for (uint32_t i = 0; i < 4000; i++) {
        lot_text people = LOT_TEXT_EMPTY;
        lot_text quotas = LOT_TEXT_EMPTY;
        if (i % 4 == 0)
            put_random(&people, &seed, of_people, COUNT(of_people));
        else
            put_random_people(&people, &seed);
        lot_text_put(&quotas, i % 2 == 0 ? good_quotas : "feature,value,min,max\n");
        if (i % 2 == 1)
            put_random(&quotas, &seed, of_quotas, COUNT(of_quotas));
        pools +=
            assert_same_answer(lot_text_string(&people), people.length, lot_text_string(&quotas),
                               quotas.length, i % 3 == 0 ? &no_columns : &own_columns);
        lot_text_free(&people);
        lot_text_free(&quotas);
    }
    assert_true(pools > 200);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Every run of four letters or four digits of the file; none may be in its copy. */
static void assert_none_survives(const char *file, const lot_text *copy)
{
    for (const char *at = file; *at != '\0';) {
        size_t length = 0;
        while (is_letter(at[length]))
            length++;
        if (length == 0)
            length = strspn(at, "0123456789");
        char word[64] = "";
        assert_true(length < sizeof word);
        memcpy(word, at, length);
        if (length >= 4 && strstr(lot_text_string(copy), word) != NULL)
            fail_msg("'%s' is in the copy", word);
        at += length > 0 ? length : 1;
    }
}

static void no_word_of_the_original_is_in_the_copy(void **state)
{
    (void)state;
    static const char quotas[] = "feature,value,min,max,who decided\n"
                                 "gender,female,1,2,Councillor Smith\ngender,male,1,2,\n";
    static const char *const names[] = {"Zebulon", "Yolanda", "Xaver", "Wilma", "Quux", "Ulla"};
    lot_text people = LOT_TEXT_EMPTY;
    uint64_t seed = 1;
    lot_text_put(&people, "id,Mother's maiden name,gender,Street,Postcode,e-mail\n");
    for (uint32_t p = 0; p < 400; p++) {
        const char *name = names[random_below(&seed, 6)];
        lot_text_format(&people, "reg%u,\"%s, %s\",%s,%u %s Road,E%uAB,%s@mail.example\n", 1000 + p,
                        name, names[random_below(&seed, 6)],
                        p % 3 == 0   ? "female"
                        : p % 3 == 1 ? "MALE"
                                     : "woman",
                        5000 + p, name, 6000 + p, name);
    }
    for (int broken = 0; broken < 2; broken++) {
        lot_copies_made copies =
            anonymise(lot_text_string(&people), people.length, BYTES(quotas), &own_columns);
        assert_int_equal(copies.people.by_characters, broken);
        lot_text_put(&people, "\"unclosed");
        assert_none_survives(lot_text_string(&people), &copies.people.bytes);
        assert_none_survives("female male gender Councillor Smith decided", &copies.quotas.bytes);
        lot_copies_made_free(&copies);
    }
    lot_text_free(&people);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_go_and_features_ids_and_households_stay),
        cmocka_unit_test(the_form_of_every_cell_and_line_stays),
        cmocka_unit_test(what_is_passed_over_before_and_behind_the_rows_stays),
        cmocka_unit_test(what_is_no_table_is_copied_character_by_character),
        cmocka_unit_test(a_file_that_is_no_text_is_refused),
        cmocka_unit_test(encodings_stay_although_their_letters_go),
        cmocka_unit_test(random_files_are_the_same_to_civiclot),
        cmocka_unit_test(no_word_of_the_original_is_in_the_copy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
