/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dropouts.csv and reserves.txt are read as they are written, and in no other way. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "audit/reserve_files.h"

#include <string.h>

#define A "aaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbb"
#define HEAD "feature,value,rate\n"
#define RESERVES "civiclot-reserves: 1\n"

static char sex[] = "sex", woman[] = "woman", man[] = "man", job[] = "job, or none",
            none[] = "a \"none\"";
static lot_feature features[] = {{sex, 0, 2}, {job, 2, 1}};
static lot_quota rows[] = {{.value = woman}, {.value = man}, {.feature = 1, .value = none}};
static const lot_quotas quotas = {2, 3, features, rows};

static lot_status read_rates(uint32_t *rates, const char *bytes, lot_error *error)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_put(&text, bytes);
    lot_status status = lot_dropouts_csv_read(rates, &text, &quotas, error);
    lot_text_free(&text);
    return status;
}

static void rates_that_are_written_are_read_back(void **state)
{
    (void)state;
    const uint32_t rates[] = {0, 1000000, 123456};
    uint32_t again[3];
    lot_text text = LOT_TEXT_EMPTY;
    lot_dropouts_csv_put(&text, &quotas, rates);
    assert_string_equal(text.bytes, HEAD "sex,woman,0\nsex,man,1000000\n"
                                         "\"job, or none\",\"a \"\"none\"\"\",123456\n");
    assert_int_equal(read_rates(again, text.bytes, NULL), LOT_OK);
    assert_memory_equal(again, rates, sizeof rates);
    lot_text_free(&text);
}

static void every_other_way_to_write_rates_is_refused_with_its_line(void **state)
{
    (void)state;
#define LAST "\"job, or none\",\"a \"\"none\"\"\",1\n"
    static const struct {
        const char *bytes;
        const char *line;
    } wrong[] = {
        {"", "line 1: the columns"},
        {"feature,value,rate", "line 1: the columns"},
        {"\xef\xbb\xbf" HEAD "sex,woman,0\nsex,man,1\n" LAST, "line 1: the columns"},
        {HEAD, "line 2: here must be the feature and value"},
        {HEAD "sex,woman,0\n", "line 3: here must be the feature and value"},
        {HEAD "sex,man,1\nsex,woman,0\n" LAST, "line 2: here must be the feature and value"},
        {HEAD "sex,woman,0\nsex,men,1\n" LAST, "line 3: here must be the feature and value"},
        {HEAD "sex,woman,1000001\nsex,man,1\n" LAST, "line 2: here must be how many"},
        {HEAD "sex,woman,\nsex,man,1\n" LAST, "line 2: here must be how many"},
        {HEAD "sex,woman,01\nsex,man,1\n" LAST, "line 2: here must be how many"},
        {HEAD "sex,woman,0.1\nsex,man,1\n" LAST, "line 2: here must be how many"},
        {HEAD "sex,woman,-1\nsex,man,1\n" LAST, "line 2: here must be how many"},
        {HEAD "sex,woman,0\r\nsex,man,1\r\n" LAST, "line 2: here must be how many"},
        {HEAD "sex,woman,0\nsex,man,1\n" LAST "\n", "line 5: quotas.csv has no row for this"},
        {HEAD "sex,woman,0\nsex,man,1\n\"job, or none\",\"a \"\"none\"\"\",1", "line 4: here must"},
        {HEAD "sex,woman,0\nsex,man,1\njob, or none,\"a \"\"none\"\"\",1\n", "line 4: here must"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        uint32_t rates[3];
        lot_error error = {.message = ""};
        assert_int_equal(read_rates(rates, wrong[i].bytes, &error), LOT_NOT_VERIFIED);
        if (strstr(error.message, "dropouts.csv, ") == NULL ||
            strstr(error.message, wrong[i].line) == NULL)
            fail_msg("%zu: %s", i, error.message);
    }
}

static lot_status read_reserves(lot_reserves_txt *out, const char *bytes, lot_error *error)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_put(&text, bytes);
    lot_status status = lot_reserves_txt_read(out, &text, error);
    lot_text_free(&text);
    return status;
}

static void reserves_that_are_written_are_read_back_in_their_order(void **state)
{
    (void)state;
    lot_pid pids[] = {{B}, {A}};
    lot_reserves_txt again;
    lot_text text = LOT_TEXT_EMPTY;
    const lot_reserves_txt reserves = {.attempt = 4, .count = 2, .pids = pids};
    lot_reserves_txt_put(&text, &reserves);
    assert_string_equal(text.bytes, RESERVES "attempt: 4\npid: " B "\npid: " A "\n");
    assert_int_equal(read_reserves(&again, text.bytes, NULL), LOT_OK);
    assert_int_equal(again.attempt, 4);
    assert_int_equal(again.count, 2);
    assert_string_equal(again.pids[0].text, B);
    assert_string_equal(again.pids[1].text, A);
    lot_reserves_txt_free(&again);
    assert_int_equal(read_reserves(&again, RESERVES "attempt: 1\n", NULL), LOT_OK);
    assert_int_equal(again.count, 0);
    lot_reserves_txt_free(&again);
    lot_text_free(&text);
}

static void every_other_way_to_write_reserves_is_refused_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        const char *line;
    } wrong[] = {
        {"", "line 1: here"},
        {"civiclot-reserves: 2\nattempt: 1\n", "line 1: here"},
        {RESERVES, "line 2: here"},
        {RESERVES "attempt: 0\n", "line 2: here"},
        {RESERVES "attempt: 1", "line 2: here"},
        {RESERVES "attempt: 01\n", "line 2: here"},
        {RESERVES "attempt: 4294967296\n", "line 2: here"},
        {RESERVES "attempt: 1\npid: " A, "line 3: here"},
        {RESERVES "attempt: 1\npid: " A "\npid: AAAAAAAAAAAAAAAA\n", "line 4: here"},
        {RESERVES "attempt: 1\npid: " A " \n", "line 3: here"},
        {RESERVES "attempt: 1\npid: " A "\n\n", "line 4: here"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        lot_reserves_txt out;
        lot_error error = {.message = ""};
        assert_int_equal(read_reserves(&out, wrong[i].bytes, &error), LOT_NOT_VERIFIED);
        if (strstr(error.message, "reserves.txt, ") == NULL ||
            strstr(error.message, wrong[i].line) == NULL)
            fail_msg("%zu: %s", i, error.message);
        lot_reserves_txt_free(&out);
    }
}

static void a_thousand_reserves_are_read_and_no_more(void **state)
{
    (void)state;
    lot_reserves_txt out;
    lot_error error = {.message = ""};
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_put(&text, RESERVES "attempt: 1\n");
    for (uint32_t i = 0; i < LOT_RESERVES_MOST; i++)
        lot_text_put(&text, "pid: " A "\n");
    assert_int_equal(read_reserves(&out, text.bytes, NULL), LOT_OK);
    assert_int_equal(out.count, LOT_RESERVES_MOST);
    lot_reserves_txt_free(&out);
    lot_text_put(&text, "pid: " A "\n");
    assert_int_equal(read_reserves(&out, text.bytes, &error), LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "line 1003: there are never more than 1000"));
    lot_reserves_txt_free(&out);
    lot_text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_that_are_written_are_read_back),
        cmocka_unit_test(every_other_way_to_write_rates_is_refused_with_its_line),
        cmocka_unit_test(reserves_that_are_written_are_read_back_in_their_order),
        cmocka_unit_test(every_other_way_to_write_reserves_is_refused_with_its_line),
        cmocka_unit_test(a_thousand_reserves_are_read_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
