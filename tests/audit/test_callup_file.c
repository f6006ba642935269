/* SPDX-License-Identifier: GPL-3.0-or-later */
/* callup.txt is read as it is written, and in no other way. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "audit/callup_file.h"

#include <string.h>

#define A "aaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbb"
#define ONES "1111111111111111111111111111111111111111111111111111111111111111"
#define TWOS "2222222222222222222222222222222222222222222222222222222222222222"
#define KEY "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"

#define HEAD "civiclot-callup: 1\n"
#define PROCESS "process: " A "\n"
#define ATTEMPT "attempt: 3\n"
#define REPLACES "replaces: " ONES "\n"
#define STANDING "standing: " TWOS "\n"
#define DEVIATION "deviation: 4\n"
#define PROVEN "proven: yes\n"
#define SIGNED "public-key: " KEY "\n"
#define UNSIGNED "public-key: none\n"
#define ALL_BUT_KEY HEAD PROCESS ATTEMPT REPLACES STANDING DEVIATION PROVEN

static lot_status read(lot_callup_file *out, const char *bytes, lot_error *error)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_put(&text, bytes);
    lot_status status = lot_callup_read(out, &text, error);
    lot_text_free(&text);
    return status;
}

/* What is read of it is written as it was. */
static void assert_read(const char *bytes)
{
    lot_callup_file callup;
    lot_text again = LOT_TEXT_EMPTY;
    assert_int_equal(read(&callup, bytes, NULL), LOT_OK);
    lot_callup_put(&again, &callup);
    assert_string_equal(again.bytes, bytes);
    lot_text_free(&again);
    lot_callup_file_free(&callup);
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    lot_callup_file callup;
    assert_read(ALL_BUT_KEY UNSIGNED);
    assert_read(ALL_BUT_KEY SIGNED "pid: " B "\npid: " A "\n");
    assert_read(HEAD PROCESS "attempt: 4294967295\n" REPLACES STANDING
                             "deviation: 1000000000000000\nproven: no\n" UNSIGNED "pid: " A "\n");
    assert_int_equal(read(&callup, ALL_BUT_KEY SIGNED "pid: " B "\npid: " A "\n", NULL), LOT_OK);
    assert_string_equal(callup.process_id.text, A);
    assert_int_equal(callup.attempt, 3);
    assert_int_equal(callup.replaces.bytes[0], 0x11);
    assert_int_equal(callup.standing.bytes[31], 0x22);
    assert_int_equal(callup.deviation, 4);
    assert_true(callup.proven && callup.is_signed);
    assert_int_equal(callup.pids_count, 2);
    assert_string_equal(callup.pids[0].text, B);
    lot_callup_file_free(&callup);
}

static void every_other_way_to_write_it_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        HEAD,
        "civiclot-callup: 2\n" PROCESS ATTEMPT REPLACES STANDING DEVIATION PROVEN UNSIGNED,
        HEAD ATTEMPT PROCESS REPLACES STANDING DEVIATION PROVEN UNSIGNED,
        HEAD PROCESS "attempt: 0\n" REPLACES STANDING DEVIATION PROVEN UNSIGNED,
        HEAD PROCESS "attempt: 03\n" REPLACES STANDING DEVIATION PROVEN UNSIGNED,
        HEAD PROCESS ATTEMPT STANDING DEVIATION PROVEN UNSIGNED,
        HEAD PROCESS ATTEMPT "replaces: none\n" STANDING DEVIATION PROVEN UNSIGNED,
        HEAD PROCESS ATTEMPT REPLACES DEVIATION PROVEN UNSIGNED,
        HEAD PROCESS ATTEMPT REPLACES STANDING PROVEN UNSIGNED,
        HEAD PROCESS ATTEMPT REPLACES STANDING "deviation: -1\n" PROVEN UNSIGNED,
        HEAD PROCESS ATTEMPT REPLACES STANDING "deviation: 1000000000000001\n" PROVEN UNSIGNED,
        HEAD PROCESS ATTEMPT REPLACES STANDING DEVIATION "proven: maybe\n" UNSIGNED,
        ALL_BUT_KEY,
        ALL_BUT_KEY "public-key: \n",
        ALL_BUT_KEY "public-key: None\n",
        ALL_BUT_KEY "public-key: " A "\n",
        ALL_BUT_KEY UNSIGNED "\n",
        ALL_BUT_KEY UNSIGNED "pid: " A,
        ALL_BUT_KEY UNSIGNED "pid: " A "b\n",
        ALL_BUT_KEY UNSIGNED "pid: \n",
        ALL_BUT_KEY UNSIGNED "pid: " A "\r\n",
    };
    lot_callup_file callup;
    lot_error error;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(read(&callup, wrong[i], &error), LOT_NOT_VERIFIED);
        assert_non_null(strstr(error.message, "callup.txt, line "));
        lot_callup_file_free(&callup);
    }
}

static void more_than_there_can_be_reserves_are_refused(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_callup_file callup;
    lot_error error;
    lot_text_put(&text, ALL_BUT_KEY UNSIGNED);
    for (uint32_t i = 0; i < LOT_RESERVES_MOST; i++)
        lot_text_put(&text, "pid: " A "\n");
    assert_read(text.bytes);
    lot_text_put(&text, "pid: " A "\n");
    assert_int_equal(lot_callup_read(&callup, &text, &error), LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "line 1009: more people are called"));
    lot_callup_file_free(&callup);
    lot_text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(every_other_way_to_write_it_is_refused),
        cmocka_unit_test(more_than_there_can_be_reserves_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
