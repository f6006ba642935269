/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a basis to fractions, by hand. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "fair/exact.h"

#include <math.h>

/* An LP and its bounds as fractions: rows without an upper or a lower bound. */
typedef struct program {
    lot_lp *lp;
    lot_exact exact;
} program;

/* max 3x + 2y,  x + y <= 7/2,  2x + y >= 1,  x <= 5/3, with an open end at every row. */
static void program_make(program *p)
{
    static const double entry[3][2] = {{1, 1}, {2, 1}, {1, 0}};
    p->lp = lot_lp_new(true);
    assert_non_null(p->lp);
    (void)lot_lp_add_column(p->lp, 0, INFINITY, 3, false);
    (void)lot_lp_add_column(p->lp, 0, INFINITY, 2, false);
    (void)lot_lp_add_row(p->lp, -INFINITY, 3.5);
    (void)lot_lp_add_row(p->lp, 1, INFINITY);
    (void)lot_lp_add_row(p->lp, -INFINITY, 5.0 / 3);
    for (uint32_t i = 0; i < 3; i++)
        for (uint32_t j = 0; j < 2; j++)
            if (entry[i][j] != 0)
                assert_int_equal(lot_lp_add_entry(p->lp, i, j, entry[i][j], NULL), LOT_OK);
    assert_int_equal(lot_exact_start(&p->exact, 3, 2, NULL), LOT_OK);
    mpq_set_si(p->exact.upper[0], 7, 2);
    mpq_set_si(p->exact.lower[1], 1, 1);
    mpq_set_si(p->exact.upper[2], 5, 3);
    p->exact.bounded[1] = true;
    p->exact.open[1] = true;
}

static void program_free(program *p)
{
    lot_lp_free(p->lp);
    lot_exact_free(&p->exact);
}

static void a_basis_with_open_rows_is_solved_exactly(void **state)
{
    (void)state;
    program p;
    lot_lp_outcome outcome;
    bool optimal;
    program_make(&p);
    assert_int_equal(lot_lp_solve(p.lp, &outcome, NULL), LOT_OK);
    assert_int_equal(lot_exact_solve(&optimal, &p.exact, p.lp, NULL), LOT_OK);
    assert_true(optimal);
    assert_true(mpq_cmp_si(p.exact.value[0], 5, 3) == 0);
    assert_true(mpq_cmp_si(p.exact.value[1], 11, 6) == 0);
    assert_true(mpq_cmp_si(p.exact.dual[0], 2, 1) == 0);
    assert_true(mpq_cmp_si(p.exact.dual[1], 0, 1) == 0);
    assert_true(mpq_cmp_si(p.exact.dual[2], 1, 1) == 0);
    program_free(&p);
}

/* The same basis, where the fractions break a row that the doubles keep: x + y >= 7/2 + 1/10^12. */
static void what_only_doubles_admit_is_not_called_optimal(void **state)
{
    (void)state;
    program p;
    lot_lp_outcome outcome;
    bool optimal;
    program_make(&p);
    assert_int_equal(lot_lp_solve(p.lp, &outcome, NULL), LOT_OK);
    p.exact.bounded[0] = true;
    assert_int_equal(mpq_set_str(p.exact.lower[0], "3500000000001/1000000000000", 10), 0);
    assert_int_equal(lot_exact_solve(&optimal, &p.exact, p.lp, NULL), LOT_OK);
    assert_false(optimal);
    program_free(&p);
}

/* The nearest double, where cutting off would give the one before. */
static void the_nearest_double_is_found(void **state)
{
    (void)state;
    mpq_t rational;
    mpq_init(rational);
    for (long k = 1; k < 200; k++)
        for (long n = -k; n <= k; n++) {
            mpq_set_si(rational, n, (unsigned long)k);
            mpq_canonicalize(rational);
            assert_true(lot_rational_double(rational) == (double)n / (double)k);
        }
    mpq_clear(rational);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_basis_with_open_rows_is_solved_exactly),
        cmocka_unit_test(what_only_doubles_admit_is_not_called_optimal),
        cmocka_unit_test(the_nearest_double_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
