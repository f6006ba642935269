/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorter: more records than a block of any bucket holds. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "invite/sorter.h"
#include "support/run.h"

#include <string.h>

typedef struct record {
    uint32_t key, check;
} record;

typedef struct seen {
    uint32_t count, last;
    uint64_t sum;
} seen;

static int compare(const void *a, const void *b)
{
    uint32_t left = ((const record *)a)->key, right = ((const record *)b)->key;
    return left < right ? -1 : left > right;
}

static lot_status visit(void *context, const unsigned char *bytes, lot_error *error)
{
    seen *s = context;
    record r;
    (void)error;
    memcpy(&r, bytes, sizeof r);
    assert_true(s->count == 0 || s->last <= r.key);
    assert_int_equal(r.check, ~r.key);
    s->last = r.key;
    s->sum += r.key;
    s->count++;
    return LOT_OK;
}

/* The buckets of `spread` bits of the key's highest 8. */
static void sort(const lot_run_folder *folder, uint32_t count, uint32_t mask)
{
    lot_sorter *sorter;
    seen s = {0};
    uint64_t sum = 0;
    uint32_t key = 1;
    assert_int_equal(lot_sorter_new(&sorter, folder->path, sizeof(record), compare, NULL), LOT_OK);
    for (uint32_t i = 0; i < count; i++) {
        key = key * 1664525 + 1013904223;
        const record r = {key & mask, ~(key & mask)};
        sum += r.key;
        assert_int_equal(lot_sorter_add(sorter, r.key >> 24, &r, NULL), LOT_OK);
    }
    assert_int_equal(lot_run_count(folder, "."), 0); /* its file has no name */
    assert_int_equal(lot_sorter_walk(sorter, visit, &s, NULL), LOT_OK);
    assert_int_equal(s.count, count);
    assert_int_equal(s.sum, sum);
    lot_sorter_free(sorter);
}

static void records_come_in_order_however_they_are_spread(void **state)
{
    sort(*state, 300000, UINT32_MAX);
    sort(*state, 5000, 0x01ffffff); /* two buckets alone */
    sort(*state, 1024, 0x00ffffff); /* one block, just full */
    sort(*state, 0, 0);
}

static lot_status stop(void *context, const unsigned char *bytes, lot_error *error)
{
    (void)bytes;
    (void)error;
    return ++*(int *)context == 3 ? LOT_INTERRUPTED : LOT_OK;
}

static void a_walk_ends_where_it_is_told_to(void **state)
{
    const lot_run_folder *folder = *state;
    lot_sorter *sorter;
    int count = 0;
    const record r = {0, 0};
    assert_int_equal(lot_sorter_new(&sorter, folder->path, sizeof r, compare, NULL), LOT_OK);
    for (int i = 0; i < 10; i++)
        assert_int_equal(lot_sorter_add(sorter, 0, &r, NULL), LOT_OK);
    assert_int_equal(lot_sorter_walk(sorter, stop, &count, NULL), LOT_INTERRUPTED);
    assert_int_equal(count, 3);
    lot_sorter_free(sorter);
    lot_sorter_free(NULL);
    assert_int_equal(lot_sorter_new(&sorter, "/nowhere", sizeof r, compare, NULL), LOT_FAILURE);
    assert_null(sorter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(records_come_in_order_however_they_are_spread,
                                        lot_run_setup, lot_run_teardown),
        cmocka_unit_test_setup_teardown(a_walk_ends_where_it_is_told_to, lot_run_setup,
                                        lot_run_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
