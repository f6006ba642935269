/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Openings: what the leaves commit to, told; and what does not open them, refused. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/certificate.h"
#include "civiclot/file.h"
#include "civiclot/openings.h"
#include "support/example.h"
#include "support/generate.h"
#include "support/made_proof.h"

#include <stdlib.h>
#include <string.h>

/* The folder of tests/vectors/publication/, and its quotas. */
typedef struct fixture {
    lot_example example;
    lot_text openings;
    lot_text pool;
} fixture;

static lot_text read_vectors(const char *path)
{
    lot_text file = LOT_TEXT_EMPTY;
    assert_int_equal(lot_file_read(&file, path, NULL), LOT_OK);
    return file;
}

static int setup(void **state)
{
    fixture *fix = calloc(1, sizeof *fix);
    assert_non_null(fix);
    assert_int_equal(lot_audit_start(NULL), LOT_OK);
    lot_example_read(&fix->example, false);
    fix->openings = read_vectors("tests/vectors/publication/openings.csv");
    fix->pool = read_vectors("tests/vectors/publication/pool.csv");
    *state = fix;
    return 0;
}

static int teardown(void **state)
{
    fixture *fix = *state;
    lot_text_free(&fix->openings);
    lot_text_free(&fix->pool);
    lot_example_free(&fix->example);
    free(fix);
    return 0;
}

static void a_stranger_sorts_the_people_as_the_organiser_does(void **state)
{
    fixture *fix = *state;
    lot_openings openings;
    lot_classes *classes;
    lot_membership *members;
    lot_proof *proof;
    lot_text certificate = read_vectors("tests/vectors/certificate.txt");
    const lot_quotas *quotas = &fix->example.quotas;
    assert_int_equal(lot_openings_read(&openings, &fix->openings, &fix->pool, quotas, NULL),
                     LOT_OK);
    assert_int_equal(openings.pool->people_count, 8);
    assert_int_equal(openings.pool->households_count, 5);
    for (uint32_t p = 0; p < 8; p++)
        assert_string_equal(openings.pool->ids[p], openings.pids[p].text);
    assert_int_equal(lot_classes_new(&classes, openings.pool, 1, NULL), LOT_OK);
    assert_int_equal(lot_membership_new(&members, classes, openings.pids, NULL), LOT_OK);
    assert_int_equal(lot_certificate_read(&proof, &certificate, members, quotas->count, NULL),
                     LOT_OK);
    assert_int_equal(proof->objective, LOT_GOLDILOCKS);
    assert_true(proof->gamma_millionths == 500000);
    assert_int_equal(proof->absent[0], 6);
    assert_int_equal(proof->absent[1], 2);
    assert_int_equal(proof->rounds[0].kind, LOT_ROUND_BAND);
    assert_true(proof->rounds[0].times == 3);
    assert_true(proof->rounds[0].bound.scales[0] == UINT64_MAX);
    assert_true(proof->rounds[0].bound.weights[1].weight == INT64_MIN);
    assert_int_equal(proof->rounds[1].bound.nodes_count, 5);
    assert_int_equal(proof->rounds[1].bound.nodes[0].above, 2);
    assert_int_equal(proof->rounds[1].bound.nodes[2].above, 4);
    assert_true(proof->rounds[1].bound.multipliers[2 * 6 + 3] == -7);
    lot_proof_free(proof);
    lot_membership_free(members);
    lot_classes_free(classes);
    lot_openings_free(&openings);
    lot_text_free(&certificate);
}

/* Pools of other shapes: what is written opens, and tells the same classes. */
static void what_is_written_is_read_as_the_same_pool(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 8; seed++) {
        const lot_test_shape shape = {.seed = seed,
                                      .people_count = 60 + (uint32_t)seed * 40,
                                      .seats = 5,
                                      .features_count = 3,
                                      .values_per_feature = 3,
                                      .band = 1,
                                      .household_percent = (uint32_t)seed * 12};
        lot_test_case *made = lot_test_case_make(&shape);
        lot_pseudonyms *pseudonyms;
        lot_classes *classes, *again;
        lot_membership *members, *told;
        lot_key key;
        lot_openings openings;
        lot_text text = LOT_TEXT_EMPTY, pool = LOT_TEXT_EMPTY, a = LOT_TEXT_EMPTY, b = a;
        memset(&key, (int)seed, sizeof key);
        assert_int_equal(lot_pseudonyms_new(&pseudonyms, &key, made->pool, made->quotas, NULL),
                         LOT_OK);
        lot_text_put(&pool, "pid,leaf\n");
        for (uint32_t i = 0; i < made->pool->people_count; i++) {
            char hex[LOT_HEX_BYTES];
            lot_digest_hex(hex, &pseudonyms->leaves[pseudonyms->by_pid[i]]);
            lot_text_format(&pool, "%s,%s\n", pseudonyms->pids[pseudonyms->by_pid[i]].text, hex);
        }
        assert_int_equal(lot_openings_put(&text, &key, made->pool, made->quotas, pseudonyms, NULL),
                         LOT_OK);
        assert_int_equal(lot_openings_read(&openings, &text, &pool, made->quotas, NULL), LOT_OK);
        assert_int_equal(openings.pool->households_count, made->pool->households_count);
        uint32_t per_household = 1 + (uint32_t)(seed % 2);
        assert_int_equal(lot_classes_new(&classes, made->pool, per_household, NULL), LOT_OK);
        assert_int_equal(lot_classes_new(&again, openings.pool, per_household, NULL), LOT_OK);
        assert_int_equal(lot_membership_new(&members, classes, pseudonyms->pids, NULL), LOT_OK);
        assert_int_equal(lot_membership_new(&told, again, openings.pids, NULL), LOT_OK);
        lot_proof *proof = lot_test_proof_make(&(lot_test_proof){
            .seats = 5, .quotas_count = 9, .classes_count = classes->count, .splits_most = 1});
        lot_certificate_put(&a, proof, members);
        lot_certificate_put(&b, proof, told);
        assert_string_equal(a.bytes, b.bytes);
        lot_proof_free(proof);
        lot_text_free(&a);
        lot_text_free(&b);
        lot_text_free(&text);
        lot_text_free(&pool);
        lot_membership_free(members);
        lot_membership_free(told);
        lot_classes_free(classes);
        lot_classes_free(again);
        lot_openings_free(&openings);
        lot_pseudonyms_free(pseudonyms);
        lot_test_case_free(made);
    }
}

/* `text` with the first `from` replaced. */
static lot_text replaced(const lot_text *text, const char *from, const char *to)
{
    lot_text out = LOT_TEXT_EMPTY;
    const char *at = strstr(text->bytes, from);
    assert_non_null(at);
    lot_text_add(&out, text->bytes, (size_t)(at - text->bytes));
    lot_text_put(&out, to);
    lot_text_put(&out, at + strlen(from));
    return out;
}

static void refused(const fixture *fix, const lot_text *openings, const lot_text *pool,
                    const char *words)
{
    lot_error error;
    lot_openings out;
    lot_status status = lot_openings_read(&out, openings, pool, &fix->example.quotas, &error);
    if (status != LOT_NOT_VERIFIED)
        fail_msg("%d instead of: %s", (int)status, words);
    if (strstr(error.message, words) == NULL)
        fail_msg("\"%s\" instead of: %s", error.message, words);
    assert_null(out.pids);
    assert_null(out.pool);
}

static void a_changed_opening_is_refused_with_its_line(void **state)
{
    static const char *const changes[][3] = {
        {",male,other", ",female,other", "openings.csv, line 3: this is not what pool.csv"},
        {"\"North, inner\"", "other", "openings.csv, line 5: this is not what pool.csv"},
        {",24zej6lkuploq4m4,", ",,", "openings.csv, line 2: this is not what pool.csv"},
        {"1d5a55ce", "1d5a55cf", "openings.csv, line 3: this is not what pool.csv"},
        {"e529dc56", "E529dc56", "openings.csv, line 3: here must be a pid"},
        {"23adrvjckzznuwvt", "24adrvjckzznuwvt", "line 2: pool.csv has another pid"},
        {"3fqerecwgtsjjoqu", "23adrvjckzznuwvt", "line 3: the pids do not ascend"},
        {"male,other", "male,elsewhere", "line 2: a value has no quota"},
        {"male,other", "\"male\",other", "a value has no quota"},
        {"male,other", "male,other,", "a column is missing or too many"},
        {"male,other", "male", "a column is missing or too many"},
        {"male,other\n", "male,other\r\n", "a column is missing or too many"},
        {"gender,ward", "ward,gender", "line 1: the columns are not those of the quotas"},
        {"gender,ward", "gender", "line 1: the columns"},
    };
    const fixture *fix = *state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        lot_text changed = replaced(&fix->openings, changes[i][0], changes[i][1]);
        refused(fix, &changed, &fix->pool, changes[i][2]);
        lot_text_free(&changed);
    }
}

static void another_pool_is_refused(void **state)
{
    static const char *const changes[][3] = {
        {"pid,leaf", "leaf,pid", "pool.csv, line 1"},
        {"3fqerecwgtsjjoqu,", "3fqerecwgtsjjoqu;", "pool.csv, line 3: here must be a pid"},
        {"3fqerecwgtsjjoqu", "3fqerecwgtsjjoqv", "openings.csv, line 3: pool.csv has another pid"},
        {"\nt5k", "\nt5kiotqunz4a4j2m,00\nt5k", "pool.csv, line 9: here must be"},
    };
    fixture *fix = *state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        lot_text changed = replaced(&fix->pool, changes[i][0], changes[i][1]);
        refused(fix, &fix->openings, &changed, changes[i][2]);
        lot_text_free(&changed);
    }
    const char *last = strstr(fix->openings.bytes, "t5kiotqunz4a4j3m");
    lot_text fewer = LOT_TEXT_EMPTY;
    lot_text_add(&fewer, fix->openings.bytes, (size_t)(last - fix->openings.bytes));
    refused(fix, &fewer, &fix->pool, "pool.csv, line 9: openings.csv has no such person");
    last = strstr(fix->pool.bytes, "t5kiotqunz4a4j3m");
    fix->pool.length = (size_t)(last - fix->pool.bytes);
    refused(fix, &fix->openings, &fix->pool, "openings.csv, line 9: pool.csv has no such person");
    lot_text_free(&fewer);
}

/* All of it is read, wherever it ends or whatever byte is another: it is refused. */
static void no_part_and_no_other_byte_opens_the_pool(void **state)
{
    fixture *fix = *state;
    lot_openings out;
    lot_text part = fix->openings;
    for (part.length = 0; part.length < fix->openings.length; part.length++)
        assert_int_equal(lot_openings_read(&out, &part, &fix->pool, &fix->example.quotas, NULL),
                         LOT_NOT_VERIFIED);
    for (size_t at = 0; at < part.length; at++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            part.bytes[at] = (char)(part.bytes[at] ^ (1 << bit));
            assert_int_equal(lot_openings_read(&out, &part, &fix->pool, &fix->example.quotas, NULL),
                             LOT_NOT_VERIFIED);
            part.bytes[at] = (char)(part.bytes[at] ^ (1 << bit));
        }
    }
}

/* `text` without the line of this person. */
static lot_text without(const lot_text *text, const char *pid)
{
    lot_text out = LOT_TEXT_EMPTY;
    const char *line = strstr(text->bytes, pid);
    assert_non_null(line);
    lot_text_add(&out, text->bytes, (size_t)(line - text->bytes));
    lot_text_put(&out, strchr(line, '\n') + 1);
    return out;
}

/* Every leaf opens, but one person is left alone in a household. */
static void a_household_of_one_is_refused(void **state)
{
    const fixture *fix = *state;
    lot_text openings = without(&fix->openings, "s46qr2ae4egvykbi");
    lot_text pool = without(&fix->pool, "s46qr2ae4egvykbi");
    refused(fix, &openings, &pool, "73i2huvat4qsdfdz: nobody else is of that household");
    lot_text_free(&openings);
    lot_text_free(&pool);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_stranger_sorts_the_people_as_the_organiser_does),
        TEST(what_is_written_is_read_as_the_same_pool),
        TEST(a_changed_opening_is_refused_with_its_line),
        TEST(another_pool_is_refused),
        TEST(no_part_and_no_other_byte_opens_the_pool),
        TEST(a_household_of_one_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
