/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fixed point: the same numbers as GMP's, rounded down, up to the largest that fit. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "lottery/fixed.h"
#include "support/generate.h"

#include <gmp.h>

enum { NUMBERS_COUNT = 20000 };

static const uint64_t fraction_max = UINT64_C(1) << 62;

/* A number below 2^bits, of any length. */
static lot_unsigned_wide random_wide(uint64_t *random, unsigned bits)
{
    lot_unsigned_wide high = lot_test_random(random);
    lot_unsigned_wide number = high << 64 | lot_test_random(random);
    return number >> (128 - bits + lot_test_random_below(random, bits));
}

static void set(mpz_t out, lot_unsigned_wide number)
{
    mpz_set_ui(out, (unsigned long)(number >> 64));
    mpz_mul_2exp(out, out, 64);
    mpz_add_ui(out, out, (unsigned long)number);
}

/* It fits when `fits`, and is numerator / denominator then. Both are changed. */
static void assert_quotient(bool fits, lot_fixed told, mpz_t numerator, mpz_t denominator)
{
    mpz_t own;
    mpz_init(own);
    mpz_fdiv_qr(numerator, denominator, numerator, denominator);
    assert_int_equal(fits, mpz_sizeinbase(numerator, 2) <= 127);
    if (fits) {
        set(own, (lot_unsigned_wide)told.parts);
        assert_int_equal(mpz_cmp(own, numerator), 0);
        assert_int_equal(told.exact, mpz_sgn(denominator) == 0);
    }
    mpz_clear(own);
}

static void products_are_rounded_down_and_too_large_ones_refused(void **state)
{
    (void)state;
    uint64_t random = 1;
    unsigned fit_count = 0;
    mpz_t above, under, factor;
    mpz_inits(above, under, factor, NULL);
    for (unsigned i = 0; i < NUMBERS_COUNT; i++) {
        lot_unsigned_wide number = random_wide(&random, 96);
        lot_fraction fraction = {.denominator = 1 + (uint64_t)random_wide(&random, 62)};
        if (i % 10 == 0)
            fraction.denominator = fraction_max;
        fraction.numerator = i % 7 == 0 ? fraction.denominator
                                        : lot_test_random(&random) % (fraction.denominator + 1);
        lot_fixed told;
        bool fits = lot_fixed_product(&told, number, fraction);
        set(above, number);
        set(factor, fraction.numerator);
        set(under, fraction.denominator);
        mpz_mul(above, above, factor);
        mpz_mul_2exp(above, above, 64);
        assert_quotient(fits, told, above, under);
        fit_count += fits;
    }
    assert_in_range(fit_count, 1, NUMBERS_COUNT - 1);
    mpz_clears(above, under, factor, NULL);
}

static void quotients_are_rounded_down_and_too_large_ones_refused(void **state)
{
    (void)state;
    uint64_t random = 2;
    unsigned fit_count = 0;
    mpz_t above, under;
    mpz_inits(above, under, NULL);
    for (unsigned i = 0; i < NUMBERS_COUNT; i++) {
        unsigned bits = i % 2 == 0 ? 60 : 64;
        lot_wide numerator = (lot_wide)random_wide(&random, 127);
        lot_wide denominator = (lot_wide)random_wide(&random, 127);
        denominator += denominator == 0;
        lot_fixed told;
        bool fits = lot_fixed_quotient(&told, numerator, denominator, bits);
        set(above, (lot_unsigned_wide)numerator);
        set(under, (lot_unsigned_wide)denominator);
        mpz_mul_2exp(above, above, bits);
        assert_quotient(fits, told, above, under);
        fit_count += fits;
    }
    assert_in_range(fit_count, 1, NUMBERS_COUNT - 1);
    mpz_clears(above, under, NULL);
}

static void roots_are_rounded_down(void **state)
{
    (void)state;
    uint64_t random = 3;
    mpz_t square, root, left;
    mpz_inits(square, root, left, NULL);
    for (unsigned i = 0; i < NUMBERS_COUNT; i++) {
        lot_unsigned_wide parts = random_wide(&random, 127);
        if (i % 3 == 0) /* a square */
            parts = (parts >> 96) * (parts >> 96) << 64;
        lot_fixed told = lot_fixed_root((lot_wide)parts);
        set(square, parts);
        mpz_mul_2exp(square, square, 64);
        mpz_sqrtrem(root, left, square);
        assert_int_equal(told.exact, mpz_sgn(left) == 0);
        set(left, (lot_unsigned_wide)told.parts);
        assert_int_equal(mpz_cmp(left, root), 0);
    }
    mpz_clears(square, root, left, NULL);
}

static void fractions_are_compared_exactly(void **state)
{
    (void)state;
    const lot_fraction almost = {fraction_max - 2, fraction_max - 1};
    const lot_fraction closer = {fraction_max - 1, fraction_max};
    assert_int_equal(lot_fraction_compare(almost, closer), -1);
    assert_int_equal(lot_fraction_compare(closer, almost), 1);
    assert_int_equal(lot_fraction_compare(closer, closer), 0);
    assert_int_equal(lot_fraction_compare((lot_fraction){1, 2}, (lot_fraction){2, 4}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_are_rounded_down_and_too_large_ones_refused),
        cmocka_unit_test(quotients_are_rounded_down_and_too_large_ones_refused),
        cmocka_unit_test(roots_are_rounded_down),
        cmocka_unit_test(fractions_are_compared_exactly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
