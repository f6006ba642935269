/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sparse systems in fractions: against the solution that they were made from. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "fair/exact.h"
#include "fair/system.h"
#include "support/generate.h"

enum { SIZE_MAX_HERE = 24 };

/* Entries of a made-up system, and the solution that its right-hand side is made from. */
typedef struct made {
    uint32_t size;
    int entry[SIZE_MAX_HERE][SIZE_MAX_HERE];
    mpq_t *solution;
} made;

/* Whole entries from -3 to 3, most of them 0; the diagonal is mostly not. */
static void make(made *m, uint64_t seed)
{
    uint64_t random = seed;
    m->size = 1 + lot_test_random_below(&random, SIZE_MAX_HERE);
    m->solution = lot_rationals_new(m->size);
    assert_non_null(m->solution);
    for (uint32_t i = 0; i < m->size; i++) {
        mpq_set_si(m->solution[i], (long)lot_test_random_below(&random, 41) - 20,
                   1 + lot_test_random_below(&random, 12));
        mpq_canonicalize(m->solution[i]);
        for (uint32_t j = 0; j < m->size; j++) {
            bool some = lot_test_random_below(&random, i == j ? 9 : m->size) < (i == j ? 8 : 2);
            m->entry[i][j] = some ? (int)lot_test_random_below(&random, 7) - 3 : 0;
        }
    }
}

static void set_right(mpq_ptr right, const made *m, uint32_t row)
{
    mpq_t part;
    mpq_init(part);
    for (uint32_t j = 0; j < m->size; j++) {
        mpq_set_si(part, m->entry[row][j], 1);
        mpq_mul(part, part, m->solution[j]);
        mpq_add(right, right, part);
    }
    mpq_clear(part);
}

/* The determinant modulo a prime below 2^31: not 0 means regular. */
static uint64_t determinant(const made *m)
{
    static const uint64_t prime = 2147483647;
    uint64_t a[SIZE_MAX_HERE][SIZE_MAX_HERE];
    uint64_t product = 1;
    for (uint32_t i = 0; i < m->size; i++)
        for (uint32_t j = 0; j < m->size; j++)
            a[i][j] = (uint64_t)(m->entry[i][j] + (int64_t)prime) % prime;
    for (uint32_t c = 0; c < m->size; c++) {
        uint32_t pivot = c;
        while (pivot < m->size && a[pivot][c] == 0)
            pivot++;
        if (pivot == m->size)
            return 0;
        for (uint32_t j = c; j < m->size; j++) {
            uint64_t held = a[c][j];
            a[c][j] = a[pivot][j];
            a[pivot][j] = held;
        }
        product = product * a[c][c] % prime;
        for (uint32_t i = c + 1; i < m->size; i++) { /* a row times the pivot: no division */
            uint64_t times = a[i][c];
            for (uint32_t j = c; j < m->size; j++)
                a[i][j] = (a[i][j] * a[c][c] + (prime - times) * a[c][j]) % prime;
        }
    }
    return product;
}

/* Solve it; true where it was regular, and then the solution is the one that it was made from. */
static bool solve(const made *m)
{
    lot_system *system;
    bool regular;
    assert_int_equal(lot_system_new(&system, m->size, NULL), LOT_OK);
    for (uint32_t i = 0; i < m->size; i++) {
        for (uint32_t j = 0; j < m->size; j++)
            if (m->entry[i][j] != 0)
                assert_int_equal(lot_system_add(system, i, j, m->entry[i][j], NULL), LOT_OK);
        set_right(lot_system_right(system, i), m, i);
    }
    assert_int_equal(lot_system_solve(&regular, system, NULL), LOT_OK);
    for (uint32_t j = 0; regular && j < m->size; j++)
        assert_true(mpq_equal(lot_system_value(system, j), m->solution[j]));
    lot_system_free(system);
    return regular;
}

static void solutions_are_found_and_singular_systems_told(void **state)
{
    (void)state;
    uint32_t regular = 0;
    uint32_t singular = 0;
    for (uint64_t seed = 1; seed <= 1000; seed++) {
        made m;
        make(&m, seed);
        bool solved = solve(&m);
        assert_int_equal(solved, determinant(&m) != 0);
        regular += solved;
        singular += !solved;
        lot_rationals_free(m.solution, m.size);
    }
    assert_true(regular > 200 && singular > 200);
}

static void a_row_that_follows_from_others_has_no_single_solution(void **state)
{
    (void)state;
    made m = {.size = 3, .entry = {{1, 2, 0}, {0, 1, 1}, {1, 3, 1}}};
    m.solution = lot_rationals_new(3);
    assert_non_null(m.solution);
    assert_false(solve(&m));
    m.entry[2][2] = 2;
    mpq_set_si(m.solution[1], -5, 7);
    assert_true(solve(&m));
    lot_rationals_free(m.solution, 3);
}

static void nothing_in_nothing_is_regular(void **state)
{
    (void)state;
    lot_system *system;
    bool regular;
    assert_int_equal(lot_system_new(&system, 0, NULL), LOT_OK);
    assert_int_equal(lot_system_solve(&regular, system, NULL), LOT_OK);
    assert_true(regular);
    lot_system_free(system);
    lot_system_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solutions_are_found_and_singular_systems_told),
        cmocka_unit_test(a_row_that_follows_from_others_has_no_single_solution),
        cmocka_unit_test(nothing_in_nothing_is_regular),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
