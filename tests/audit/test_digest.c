/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Digests: SHA-256 against published values. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/digest.h"

#include <stdio.h>
#include <string.h>

static void digests_of_the_standard_are_found(void **state)
{
    (void)state;
    /* FIPS 180-4 examples */
    const char *const texts[] = {"", "abc",
                                 "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"};
    const char *const hexes[] = {
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        lot_digest digest;
        char hex[LOT_HEX_BYTES];
        lot_sha256(&digest, texts[i], strlen(texts[i]));
        lot_digest_hex(hex, &digest);
        assert_string_equal(hex, hexes[i]);
    }
}

static void a_digest_is_read_back_from_its_digits(void **state)
{
    (void)state;
    lot_digest digest;
    lot_digest again;
    char hex[LOT_HEX_BYTES];
    lot_sha256(&digest, "abc", 3);
    lot_digest_hex(hex, &digest);
    assert_true(lot_digest_parse(&again, hex));
    assert_true(lot_digest_equal(&digest, &again));
    assert_true(lot_digest_parse(
        &again, "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"));
    assert_true(lot_digest_equal(&digest, &again));
    again.bytes[31] ^= 1;
    assert_false(lot_digest_equal(&digest, &again));
}

static void anything_but_64_digits_is_refused(void **state)
{
    (void)state;
    const char *const wrong[] = {
        "",
        "ba78",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad ",
        "ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        " a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "0x7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a\xc3"};
    lot_digest digest;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(lot_digest_parse(&digest, wrong[i]));
}

/* The digest as one large number, modulo `total`, byte by byte. */
static unsigned modulo(const lot_digest *digest, unsigned total)
{
    unsigned rest = 0;
    for (size_t i = 0; i < sizeof digest->bytes; i++)
        rest = (rest * 256 + digest->bytes[i]) % total;
    return rest;
}

/* Source: R. L. Rivest, sampler of election audits: pick_i = 1 + SHA256(seed "," i) mod total. */
static void rivests_published_picks_are_found(void **state)
{
    (void)state;
    const unsigned picks[2][3] = {{905, 573, 160}, {97, 89, 163}};
    for (unsigned seed = 0; seed < 2; seed++) {
        for (unsigned i = 1; i <= 3; i++) {
            char text[16];
            lot_digest digest;
            int length = snprintf(text, sizeof text, "%u,%u", seed, i);
            lot_sha256(&digest, text, (size_t)length);
            assert_int_equal(1 + modulo(&digest, 1000), picks[seed][i - 1]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_of_the_standard_are_found),
        cmocka_unit_test(a_digest_is_read_back_from_its_digits),
        cmocka_unit_test(anything_but_64_digits_is_refused),
        cmocka_unit_test(rivests_published_picks_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
