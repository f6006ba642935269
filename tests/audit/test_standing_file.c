/* SPDX-License-Identifier: GPL-3.0-or-later */
/* standing.csv is read as it is written, and in no other way. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "audit/standing_file.h"
#include "core/array.h"
#include "support/sample.h"

#include <string.h>

#define A "aaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbb"
#define C "cccccccccccccccc"

static const lot_pid pids[] = {{A}, {B}, {C}};

static lot_status read(lot_standing **out, const char *bytes, lot_error *error)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_put(&text, bytes);
    lot_status status = lot_standing_read(out, &text, pids, 3, 2, error);
    lot_text_free(&text);
    return status;
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    lot_sample *sample = lot_sample_new();
    lot_standing *standing;
    lot_standing *again;
    lot_pid sorted[6];
    lot_text text = LOT_TEXT_EMPTY;
    for (uint32_t i = 0; i < 6; i++)
        sorted[i] = sample->pseudonyms->pids[sample->pseudonyms->by_pid[i]];
    assert_int_equal(lot_standing_new(&standing, 6, NULL), LOT_OK);
    standing->places[2] = LOT_KEPT;
    standing->places[4] = LOT_WITHDRAWN;
    standing->reasons[4] = lot_string_copy("no-answer");
    lot_standing_put(&text, standing, sample->pseudonyms);
    assert_int_equal(lot_standing_read(&again, &text, sorted, 6, 2, NULL), LOT_OK);
    for (uint32_t i = 0; i < 6; i++) {
        uint32_t person = sample->pseudonyms->by_pid[i];
        assert_int_equal(again->places[i], standing->places[person]);
        if (person == 4)
            assert_string_equal(again->reasons[i], "no-answer");
        else
            assert_null(again->reasons[i]);
    }
    lot_standing_free(again);
    lot_standing_free(standing);
    lot_text_free(&text);
    lot_sample_free(sample);
}

static void every_other_way_to_write_it_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "pid,standing,reason",
        "pid,standing,reason\r\n" A ",withdrawn,ill\r\n",
        "pid,standing,reason\n",
        "pid,standing,reason\n" A ",kept,\n",
        "pid,standing,reason\n" A ",kept,\n" B ",kept,\n" C ",withdrawn,ill\n",
        "pid,standing,reason\n" A ",withdrawn,\n",
        "pid,standing,reason\n" A ",withdrawn\n",
        "pid,standing,reason\n" A ",withdrawn,Ill\n",
        "pid,standing,reason\n" A ",withdrawn,ill",
        "pid,standing,reason\n" A ",withdrawn,abcdefghijklmnopqrstuvwxyz0123456\n",
        "pid,standing,reason\n" A ",kept,ill\n" B ",withdrawn,ill\n",
        "pid,standing,reason\n" A ",open,\n" B ",withdrawn,ill\n",
        "pid,standing,reason\n" B ",withdrawn,ill\n" A ",kept,\n",
        "pid,standing,reason\n" B ",withdrawn,ill\n" B ",withdrawn,ill\n",
        "pid,standing,reason\ndddddddddddddddd,withdrawn,ill\n",
        "pid,standing,reason\n" A ",withdrawn,ill\n\n",
    };
    lot_standing *standing;
    lot_error error;
    assert_int_equal(
        read(&standing, "pid,standing,reason\n" A ",withdrawn,ill\n" B ",kept,\n", &error), LOT_OK);
    lot_standing_free(standing);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(read(&standing, wrong[i], &error), LOT_NOT_VERIFIED);
        assert_null(standing);
        assert_non_null(strstr(error.message, "standing.csv, line "));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(every_other_way_to_write_it_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
