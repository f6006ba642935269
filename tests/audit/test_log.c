/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log: its seals against a second implementation, and its clock. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/log.h"
#include "support/vectors.h"

#include <stdlib.h>
#include <string.h>

/* Seal the entries of the file of vectors again; their lines go to `text`. Returns how many. */
static uint64_t seal_again(lot_text *text, const char *path)
{
    lot_digest previous = {{0}};
    uint64_t count = 0;
    lot_vectors line;
    lot_vectors_open(&line, path);
    while (lot_vectors_next(&line)) {
        char time[LOT_TIME_BYTES];
        char kind[16];
        assert_true(strlen(lot_vectors_word(&line, 2)) < sizeof time);
        assert_true(strlen(lot_vectors_word(&line, 3)) < sizeof kind);
        strcpy(time, lot_vectors_word(&line, 2));
        strcpy(kind, lot_vectors_word(&line, 3));
        lot_log_entry entry = {.sequence = ++count,
                               .time = time,
                               .kind = kind,
                               .payload = lot_vectors_string(&line, 4),
                               .salt = lot_vectors_digest(&line, 5),
                               .previous = previous};
        assert_int_equal(entry.sequence, lot_vectors_number(&line, 1));
        lot_log_seal(&entry);
        lot_vectors_check_digest(&line, 6, &entry.payload_digest);
        lot_vectors_check_digest(&line, 7, &entry.previous);
        lot_vectors_check_digest(&line, 8, &entry.digest);
        lot_log_put_line(text, &entry);
        previous = entry.digest;
    }
    lot_vectors_close(&line);
    return count;
}

static void a_chain_of_entries_is_sealed_as_defined(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    assert_int_equal(seal_again(&text, "tests/vectors/log_reveal.txt"), 8);
    assert_non_null(strstr(lot_text_string(&text), "\n7 2023-08-23T15:59:23Z reveal "));
    lot_text_free(&text);
    assert_int_equal(seal_again(&text, "tests/vectors/log.txt"), 8);
    assert_non_null(strstr(lot_text_string(&text), "\n3 2023-08-02T10:07:09Z quotas "));
    lot_text_free(&text);
}

enum { CHAIN = 4 };

/* Sealed entries, each with the digest of the one before. */
static void make_chain(lot_log_entry entries[CHAIN])
{
    static char time[] = "2024-02-03T10:00:00Z", kind[] = "solve", payload[] = "{}";
    for (uint64_t i = 0; i < CHAIN; i++) {
        entries[i] = (lot_log_entry){
            .sequence = i + 1, .time = time, .kind = kind, .payload = payload, .salt = {{7}}};
        if (i > 0)
            entries[i].previous = entries[i - 1].digest;
        lot_log_seal(&entries[i]);
    }
}

static uint64_t first_broken(const lot_log_entry entries[CHAIN])
{
    lot_log_chain chain = {0};
    for (size_t i = 0; i < CHAIN; i++)
        lot_log_follow(&chain, &entries[i]);
    assert_int_equal(lot_log_check(&chain, NULL), chain.broken_at == 0 ? LOT_OK : LOT_NOT_VERIFIED);
    return chain.broken_at;
}

static void a_chain_holds_until_something_in_it_is_changed(void **state)
{
    (void)state;
    static char other[] = "close";
    lot_log_entry entries[CHAIN];
    make_chain(entries);
    assert_int_equal(first_broken(entries), 0);
    entries[1].kind = other;
    assert_int_equal(first_broken(entries), 2);
    lot_log_seal(&entries[1]); /* sealed anew it holds, but the next does not follow */
    assert_int_equal(first_broken(entries), 3);
    make_chain(entries);
    entries[3].payload = other;
    assert_int_equal(first_broken(entries), 4);
    make_chain(entries);
    entries[0].salt.bytes[0] ^= 1;
    entries[2].sequence = 9;
    assert_int_equal(first_broken(entries), 1);
    make_chain(entries);
    entries[2] = entries[3]; /* cut out */
    assert_int_equal(first_broken(entries), 3);
}

static void check_time(const char *epoch, const char *expected)
{
    char time[LOT_TIME_BYTES] = "";
    assert_int_equal(setenv("SOURCE_DATE_EPOCH", epoch, 1), 0);
    assert_int_equal(lot_log_time(time, NULL), LOT_OK);
    assert_string_equal(time, expected);
}

static void the_environment_can_set_the_time(void **state)
{
    (void)state;
    check_time("0", "1970-01-01T00:00:00Z");
    check_time("951827696", "2000-02-29T12:34:56Z");
    check_time("1706954400", "2024-02-03T10:00:00Z");
    check_time("2147483648", "2038-01-19T03:14:08Z");
    check_time("4107542400", "2100-03-01T00:00:00Z");
    check_time("253402300799", "9999-12-31T23:59:59Z");
}

static void a_time_that_is_no_number_is_a_usage_error(void **state)
{
    (void)state;
    const char *const wrong[] = {
        "", "now", "-1", " 1", "1.5", "1e3", "0x10", "253402300800", "99999999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char time[LOT_TIME_BYTES];
        lot_error error;
        assert_int_equal(setenv("SOURCE_DATE_EPOCH", wrong[i], 1), 0);
        assert_int_equal(lot_log_time(time, &error), LOT_USAGE);
        assert_non_null(strstr(error.message, "SOURCE_DATE_EPOCH"));
    }
}

static void without_the_environment_it_is_now(void **state)
{
    (void)state;
    char time[LOT_TIME_BYTES] = "";
    assert_int_equal(unsetenv("SOURCE_DATE_EPOCH"), 0);
    assert_int_equal(lot_log_time(time, NULL), LOT_OK);
    assert_int_equal(strlen(time), 20);
    assert_true(strcmp(time, "2024-01-01T00:00:00Z") > 0);
    assert_int_equal(time[19], 'Z');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chain_of_entries_is_sealed_as_defined),
        cmocka_unit_test(a_chain_holds_until_something_in_it_is_changed),
        cmocka_unit_test(the_environment_can_set_the_time),
        cmocka_unit_test(a_time_that_is_no_number_is_a_usage_error),
        cmocka_unit_test(without_the_environment_it_is_now),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
