/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flow: tables between bounds, on random bounds that a table meets, and on some that none does. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "core/array.h"
#include "lottery/flow.h"
#include "support/generate.h"

#include <stdlib.h>
#include <string.h>

static uint64_t random_up_to(uint64_t *state, uint64_t most)
{
    return lot_test_random(state) % (most + 1);
}

/* Bounds around a random table: some lines have no slack at all. */
static void make_bounds(lot_flow *flow, uint64_t *state, size_t rows, size_t columns)
{
    assert_int_equal(lot_flow_start(flow, rows, columns, NULL), LOT_OK);
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++) {
            uint64_t cell = random_up_to(state, 3) == 0 ? 0 : random_up_to(state, 1000000);
            flow->most[r * columns + c] = cell + (random_up_to(state, 1) == 0 ? 0 : cell / 2);
            flow->row_least[r] += cell;
            flow->column_least[c] += cell;
        }
    for (size_t r = 0; r < rows; r++) {
        flow->row_most[r] = flow->row_least[r] + random_up_to(state, 2) * 1000;
        flow->row_least[r] -= random_up_to(state, 1) * random_up_to(state, flow->row_least[r]);
    }
    for (size_t c = 0; c < columns; c++) {
        flow->column_most[c] = flow->column_least[c] + random_up_to(state, 2) * 1000;
        flow->column_least[c] -=
            random_up_to(state, 1) * random_up_to(state, flow->column_least[c]);
    }
}

static void assert_within(const lot_flow *flow, const uint64_t *cell)
{
    for (size_t r = 0; r < flow->rows_count; r++) {
        uint64_t sum = 0;
        for (size_t c = 0; c < flow->columns_count; c++) {
            size_t at = r * flow->columns_count + c;
            assert_true(cell[at] <= flow->most[at]);
            sum += cell[at];
        }
        assert_in_range(sum, flow->row_least[r], flow->row_most[r]);
    }
    for (size_t c = 0; c < flow->columns_count; c++) {
        uint64_t sum = 0;
        for (size_t r = 0; r < flow->rows_count; r++)
            sum += cell[r * flow->columns_count + c];
        assert_in_range(sum, flow->column_least[c], flow->column_most[c]);
    }
}

static void a_table_that_exists_is_found(void **state)
{
    (void)state;
    uint64_t random = 5;
    for (unsigned i = 0; i < 500; i++) {
        lot_flow flow;
        size_t rows = 1 + lot_test_random_below(&random, 12);
        size_t columns = 1 + lot_test_random_below(&random, 5);
        uint64_t *cell = lot_array_new(rows * columns, sizeof *cell);
        uint64_t *again = lot_array_new(rows * columns, sizeof *again);
        make_bounds(&flow, &random, rows, columns);
        assert_int_equal(lot_flow_solve(cell, &flow, NULL), LOT_OK);
        assert_within(&flow, cell);
        memset(again, 0xff, rows * columns * sizeof *again);
        assert_int_equal(lot_flow_solve(again, &flow, NULL), LOT_OK);
        assert_memory_equal(cell, again, rows * columns * sizeof *cell);
        lot_flow_free(&flow);
        free(cell);
        free(again);
    }
}

static void an_earlier_choice_is_taken_back_where_it_must_be(void **state)
{
    (void)state;
    lot_flow flow;
    uint64_t cell[4];
    assert_int_equal(lot_flow_start(&flow, 2, 2, NULL), LOT_OK);
    flow.most[0] = flow.most[1] = flow.most[2] = 1; /* the second row has its first cell alone */
    for (size_t line = 0; line < 2; line++) {
        flow.row_least[line] = flow.row_most[line] = 1;
        flow.column_most[line] = 1;
    }
    assert_int_equal(lot_flow_solve(cell, &flow, NULL), LOT_OK);
    assert_memory_equal(cell, ((const uint64_t[]){0, 1, 1, 0}), sizeof cell);
    lot_flow_free(&flow);
}

static void bounds_that_no_table_meets_are_a_failure(void **state)
{
    (void)state;
    lot_flow flow;
    lot_error error;
    uint64_t cell[4];
    assert_int_equal(lot_flow_start(&flow, 2, 2, NULL), LOT_OK);
    flow.most[0] = flow.most[2] = 1;
    for (size_t line = 0; line < 2; line++) {
        flow.row_least[line] = flow.row_most[line] = 1;
        flow.column_most[line] = 1;
    }
    assert_int_equal(lot_flow_solve(cell, &flow, &error), LOT_FAILURE);
    assert_string_equal(error.message, "internal: seats cannot be shared evenly");
    lot_flow_free(&flow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_that_exists_is_found),
        cmocka_unit_test(an_earlier_choice_is_taken_back_where_it_must_be),
        cmocka_unit_test(bounds_that_no_table_meets_are_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
