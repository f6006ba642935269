/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workers: what they bring, and how they fail. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "plan/workers.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { PIECES = 101, WORDS = 700, NONE = 1000 };

/* Which piece fails, and which kills its process. */
typedef struct mishap {
    uint32_t fails;
    uint32_t dies;
} mishap;

static lot_status square(void *context, uint32_t piece, uint32_t *record,
                         const lot_progress *progress, lot_error *error)
{
    const mishap *m = context;
    (void)progress;
    if (piece == m->fails)
        return LOT_FAIL(error, LOT_FAILURE, "piece %u is broken", piece);
    if (piece == m->dies)
        (void)raise(SIGKILL);
    for (uint32_t w = 0; w < WORDS; w++)
        record[w] = piece * piece + w;
    return LOT_OK;
}

static lot_status work(uint32_t *records, uint32_t workers, const mishap *m, lot_error *error)
{
    mishap copy = *m;
    const lot_job job = {.run = square,
                         .context = &copy,
                         .pieces = PIECES,
                         .words = WORDS,
                         .step = "squaring",
                         .first = 0,
                         .stride = 1};
    lot_status status = lot_workers_do(records, &job, workers, NULL, error);
    assert_int_equal(waitpid(-1, NULL, 0), -1);
    assert_int_equal(errno, ECHILD);
    return status;
}

static void every_piece_is_done_by_however_many(void **state)
{
    (void)state;
    const mishap none = {NONE, NONE};
    for (uint32_t workers = 1; workers <= 130; workers = workers * 3 + 1) {
        uint32_t *records = calloc((size_t)PIECES * WORDS, sizeof *records);
        assert_non_null(records);
        assert_int_equal(work(records, workers, &none, NULL), LOT_OK);
        for (uint32_t i = 0; i < PIECES * WORDS; i++)
            assert_int_equal(records[i], (i / WORDS) * (i / WORDS) + i % WORDS);
        free(records);
    }
}

static void a_share_of_the_pieces_leaves_the_others_alone(void **state)
{
    (void)state;
    mishap none = {NONE, NONE};
    uint32_t *records = calloc((size_t)PIECES * WORDS, sizeof *records);
    assert_non_null(records);
    const lot_job job = {.run = square,
                         .context = &none,
                         .pieces = PIECES,
                         .words = WORDS,
                         .step = "squaring",
                         .first = 2,
                         .stride = 3};
    assert_int_equal(lot_workers_do(records, &job, 2, NULL, NULL), LOT_OK);
    for (uint32_t p = 0; p < PIECES; p++)
        assert_int_equal(records[p * WORDS], p % 3 == 2 ? p * p : 0);
    free(records);
}

static void a_piece_that_fails_tells_why(void **state)
{
    (void)state;
    const mishap broken = {50, NONE};
    uint32_t *records = calloc((size_t)PIECES * WORDS, sizeof *records);
    assert_non_null(records);
    for (uint32_t workers = 1; workers <= 3; workers++) {
        lot_error error = {.message = ""};
        assert_int_equal(work(records, workers, &broken, &error), LOT_FAILURE);
        assert_string_equal(error.message, "piece 50 is broken");
    }
    free(records);
}

static void a_worker_that_dies_is_named(void **state)
{
    (void)state;
    const mishap killed = {NONE, 51};
    uint32_t *records = calloc((size_t)PIECES * WORDS, sizeof *records);
    lot_error error = {.message = ""};
    assert_non_null(records);
    assert_int_equal(work(records, 2, &killed, &error), LOT_FAILURE);
    assert_non_null(strstr(error.message, "was ended by signal 9 (Killed) after 25 of 50 "));
    free(records);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_piece_is_done_by_however_many),
        cmocka_unit_test(a_share_of_the_pieces_leaves_the_others_alone),
        cmocka_unit_test(a_piece_that_fails_tells_why),
        cmocka_unit_test(a_worker_that_dies_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
