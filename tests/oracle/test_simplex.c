/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exact simplex, on programs with known answers, and by its own proof on random ones. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "oracle/simplex.h"
#include "support/generate.h"

enum { ROWS_MAX = 8 };

/* columns: fractions in words, rows_count a column, column after column; costs likewise. */
typedef struct words {
    uint32_t rows_count;
    uint32_t columns_count;
    const char *const *right;
    const char *const *columns;
    const int *costs;
} words;

static mpq_ptr read_fractions(const char *const *from, uint32_t count)
{
    mpq_ptr made = lot_fractions_new(count);
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(mpq_set_str(made + i, from[i], 10), 0);
    return made;
}

static lot_simplex *read_program(const words *w)
{
    mpq_ptr right = read_fractions(w->right, w->rows_count);
    mpq_ptr columns = read_fractions(w->columns, w->rows_count * w->columns_count);
    lot_simplex *simplex = lot_simplex_new(w->rows_count, right);
    for (uint32_t j = 0; j < w->columns_count; j++)
        assert_int_equal(lot_simplex_add(simplex, columns + j * w->rows_count, w->costs[j]), j);
    lot_fractions_free(right, w->rows_count);
    lot_fractions_free(columns, w->rows_count * w->columns_count);
    return simplex;
}

static void check_value(const lot_simplex *simplex, uint32_t column, const char *expected)
{
    mpq_t value;
    mpq_t wanted;
    mpq_inits(value, wanted, NULL);
    lot_simplex_value(value, simplex, column);
    assert_int_equal(mpq_set_str(wanted, expected, 10), 0);
    assert_true(mpq_equal(value, wanted));
    mpq_clears(value, wanted, NULL);
}

static void check_dual(const lot_simplex *simplex, uint32_t row, const char *expected)
{
    mpq_t wanted;
    mpq_init(wanted);
    assert_int_equal(mpq_set_str(wanted, expected, 10), 0);
    assert_true(mpq_equal(lot_simplex_dual(simplex) + row, wanted));
    mpq_clear(wanted);
}

/* 3x + 2y, x + y <= 4, x + 3y <= 6, x <= 3, with a slack each: x = 3, y = 1. */
static void the_best_corner_is_found(void **state)
{
    (void)state;
    const words w = {3, 5, (const char *const[]){"4", "6", "3"},
                     (const char *const[]){"1", "1", "1", "1", "3", "0", "1", "0", "0", "0", "1",
                                           "0", "0", "0", "1"},
                     (const int[]){3, 2, 0, 0, 0}};
    lot_simplex *simplex = read_program(&w);
    assert_int_equal(lot_simplex_maximise(simplex, NULL, NULL), LOT_SIMPLEX_OPTIMAL);
    check_value(simplex, 0, "3");
    check_value(simplex, 1, "1");
    check_dual(simplex, 0, "2");
    check_dual(simplex, 1, "0");
    check_dual(simplex, 2, "1");
    lot_simplex_free(simplex);
}

/* Beale's example, on which the plain simplex method goes around for ever; its optimum is 1/20. */
static void a_program_that_makes_others_cycle_ends(void **state)
{
    (void)state;
    const words w = {3, 7, (const char *const[]){"0", "0", "1"},
                     (const char *const[]){"1/4",   "1/2", "0", "-60", "-90", "0", "-1/25",
                                           "-1/50", "1",   "9", "3",   "0",   "1", "0",
                                           "0",     "0",   "1", "0",   "0",   "0", "1"},
                     (const int[]){75, -15000, 2, -600, 0, 0, 0}};
    lot_simplex *simplex = read_program(&w);
    assert_int_equal(lot_simplex_maximise(simplex, NULL, NULL), LOT_SIMPLEX_OPTIMAL);
    check_value(simplex, 0, "1/25");
    check_value(simplex, 2, "1");
    check_dual(simplex, 2, "5");
    lot_simplex_free(simplex);
}

/* x + y = 2, x + y = 2 again, -x + y = -1: the second row says nothing new. */
static void rows_may_repeat_and_be_negative(void **state)
{
    (void)state;
    const words w = {3, 2, (const char *const[]){"2", "2", "-1"},
                     (const char *const[]){"1", "1", "-1", "1", "1", "1"}, (const int[]){1, 5}};
    lot_simplex *simplex = read_program(&w);
    assert_int_equal(lot_simplex_maximise(simplex, NULL, NULL), LOT_SIMPLEX_OPTIMAL);
    check_value(simplex, 0, "3/2");
    check_value(simplex, 1, "1/2");
    lot_simplex_free(simplex);
}

/* x + y = 1, x - y = 2 */
static void what_cannot_be_met_is_told(void **state)
{
    (void)state;
    const words w = {2, 2, (const char *const[]){"1", "2"},
                     (const char *const[]){"1", "1", "1", "-1"}, (const int[]){1, 1}};
    lot_simplex *simplex = read_program(&w);
    assert_int_equal(lot_simplex_maximise(simplex, NULL, NULL), LOT_SIMPLEX_INFEASIBLE);
    lot_simplex_free(simplex);
}

/* x - y = 1, maximise y */
static void what_has_no_end_is_told(void **state)
{
    (void)state;
    const words w = {1, 2, (const char *const[]){"1"}, (const char *const[]){"1", "-1"},
                     (const int[]){0, 1}};
    lot_simplex *simplex = read_program(&w);
    assert_int_equal(lot_simplex_maximise(simplex, NULL, NULL), LOT_SIMPLEX_UNBOUNDED);
    lot_simplex_free(simplex);
}

/* A random program that one x >= 0 is known to meet, all x of which sum to at most 20. */
typedef struct random_program {
    uint32_t rows_count;
    uint32_t columns_count;
    mpq_ptr right;
    mpq_ptr columns;
    int costs[24];
    uint32_t handed_out; /* columns from here on are found, not added; their cost is 0 */
} random_program;

static void make_program(random_program *r, uint64_t seed)
{
    uint64_t state = seed;
    r->rows_count = 2 + lot_test_random_below(&state, ROWS_MAX - 2);
    r->columns_count = r->rows_count + lot_test_random_below(&state, 12);
    r->right = lot_fractions_new(r->rows_count);
    r->columns = lot_fractions_new(r->rows_count * r->columns_count);
    r->handed_out = r->columns_count / 2;
    mpq_t part;
    mpq_init(part);
    for (uint32_t j = 0; j < r->columns_count; j++) {
        mpq_ptr column = r->columns + j * r->rows_count;
        uint32_t x = lot_test_random_below(&state, 3) / 2; /* most are 0: degenerate */
        r->costs[j] = j < r->handed_out ? (int)lot_test_random_below(&state, 9) - 4 : 0;
        for (uint32_t i = 0; i + 1 < r->rows_count; i++) {
            mpq_set_si(column + i, (long)lot_test_random_below(&state, 7) - 3,
                       1 + lot_test_random_below(&state, 3));
            mpq_canonicalize(column + i);
        }
        mpq_set_si(column + r->rows_count - 1, 1, 1);
        mpq_set_ui(part, x, 1);
        for (uint32_t i = 0; i < r->rows_count; i++) {
            mpq_t product;
            mpq_init(product);
            mpq_mul(product, part, column + i);
            mpq_add(r->right + i, r->right + i, product);
            mpq_clear(product);
        }
    }
    mpq_clear(part);
}

/* sum of left[i] right[i] */
static void multiply(mpq_ptr sum, mpq_srcptr left, mpq_srcptr right, uint32_t count)
{
    mpq_t product;
    mpq_init(product);
    mpq_set_si(sum, 0, 1);
    for (uint32_t i = 0; i < count; i++) {
        mpq_mul(product, left + i, right + i);
        mpq_add(sum, sum, product);
    }
    mpq_clear(product);
}

typedef struct finding {
    const random_program *program;
    uint32_t found_count;
    uint32_t found[24];
} finding;

static bool find_last(void *context, mpq_ptr column, mpq_srcptr dual)
{
    finding *f = context;
    const random_program *r = f->program;
    mpq_t sum;
    mpq_init(sum);
    bool helps = false;
    for (uint32_t j = r->columns_count; j-- > r->handed_out && !helps;) {
        multiply(sum, dual, r->columns + j * r->rows_count, r->rows_count);
        helps = mpq_sgn(sum) < 0;
        if (!helps)
            continue;
        for (uint32_t i = 0; i < r->rows_count; i++)
            mpq_set(column + i, r->columns + j * r->rows_count + i);
        f->found[f->found_count++] = j;
    }
    mpq_clear(sum);
    return helps;
}

/* The rows are met, no column helps, and the value is that of the duals: so it is the optimum. */
static void check_proof(const lot_simplex *simplex, const finding *f)
{
    const random_program *r = f->program;
    mpq_srcptr dual = lot_simplex_dual(simplex);
    mpq_ptr left = lot_fractions_new(r->rows_count);
    mpq_t x;
    mpq_t sum;
    mpq_t value;
    mpq_inits(x, sum, value, NULL);
    for (uint32_t c = 0; c < r->handed_out + f->found_count; c++) {
        uint32_t j = c < r->handed_out ? c : f->found[c - r->handed_out];
        lot_simplex_value(x, simplex, c);
        assert_true(mpq_sgn(x) >= 0);
        for (uint32_t i = 0; i < r->rows_count; i++) {
            mpq_mul(sum, x, r->columns + j * r->rows_count + i);
            mpq_add(left + i, left + i, sum);
        }
        mpq_set_si(sum, r->costs[j], 1);
        mpq_mul(sum, sum, x);
        mpq_add(value, value, sum);
    }
    for (uint32_t i = 0; i < r->rows_count; i++)
        assert_true(mpq_equal(left + i, r->right + i));
    for (uint32_t j = 0; j < r->columns_count; j++) {
        multiply(sum, dual, r->columns + j * r->rows_count, r->rows_count);
        assert_true(mpq_cmp_si(sum, r->costs[j], 1) >= 0);
    }
    multiply(sum, dual, r->right, r->rows_count);
    assert_true(mpq_equal(sum, value));
    mpq_clears(x, sum, value, NULL);
    lot_fractions_free(left, r->rows_count);
}

static void random_programs_are_solved_with_proof(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        random_program r;
        make_program(&r, seed);
        finding f = {.program = &r};
        lot_simplex *simplex = lot_simplex_new(r.rows_count, r.right);
        for (uint32_t j = 0; j < r.handed_out; j++)
            (void)lot_simplex_add(simplex, r.columns + j * r.rows_count, r.costs[j]);
        assert_int_equal(lot_simplex_maximise(simplex, find_last, &f), LOT_SIMPLEX_OPTIMAL);
        check_proof(simplex, &f);
        lot_simplex_free(simplex);
        lot_fractions_free(r.right, r.rows_count);
        lot_fractions_free(r.columns, r.rows_count * r.columns_count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_corner_is_found),
        cmocka_unit_test(a_program_that_makes_others_cycle_ends),
        cmocka_unit_test(rows_may_repeat_and_be_negative),
        cmocka_unit_test(what_cannot_be_met_is_told),
        cmocka_unit_test(what_has_no_end_is_told),
        cmocka_unit_test(random_programs_are_solved_with_proof),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
