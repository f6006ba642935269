/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The draw, against a second implementation and against chance. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/draw.h"
#include "core/array.h"
#include "support/vectors.h"

#include <string.h>

static const char vectors_path[] = "tests/vectors/draw.txt";

static void check_commitment(lot_vectors *line)
{
    lot_digest commitment;
    lot_digest nonce = lot_vectors_digest(line, 3);
    lot_contribution_commit(&commitment, lot_vectors_word(line, 1), lot_vectors_string(line, 2),
                            &nonce, lot_vectors_string(line, 4));
    lot_vectors_check_digest(line, 5, &commitment);
}

static void check_seed(lot_vectors *line)
{
    lot_source sources[3];
    lot_digest seed;
    lot_digest manifest = lot_vectors_digest(line, 1);
    uint32_t count = lot_vectors_small(line, 2);
    assert_true(count <= 3);
    for (uint32_t s = 0; s < count; s++)
        sources[s] = (lot_source){.name = lot_vectors_string(line, 3 + 2 * s),
                                  .value = lot_vectors_string(line, 4 + 2 * s)};
    lot_seed(&seed, &manifest, sources, count);
    lot_vectors_check_digest(line, 3 + 2 * count, &seed);
}

static void check_draw(lot_vectors *line)
{
    lot_digest manifest = lot_vectors_digest(line, 2);
    lot_digest seed = lot_vectors_digest(line, 3);
    uint64_t rejected = UINT64_MAX;
    uint64_t ticket = lot_draw_ticket(lot_vectors_string(line, 1), &manifest, &seed,
                                      lot_vectors_number(line, 4), &rejected);
    assert_int_equal(rejected, lot_vectors_number(line, 5));
    assert_int_equal(ticket, lot_vectors_number(line, 6));
    assert_int_equal(lot_draw_ticket(lot_vectors_string(line, 1), &manifest, &seed,
                                     lot_vectors_number(line, 4), NULL),
                     ticket);
}

static void check_accept(lot_vectors *line)
{
    const uint64_t untouched = 12345;
    uint64_t ticket = untouched;
    uint64_t u = lot_vectors_number(line, 1);
    uint64_t tickets = lot_vectors_number(line, 2);
    bool accepted = lot_stream_accept(&ticket, u, tickets);
    assert_string_equal(accepted ? "yes" : "no", lot_vectors_word(line, 3));
    assert_int_equal(ticket, accepted ? u % tickets : untouched);
}

static void check_lines(const char *keyword, void (*check)(lot_vectors *line), int at_least)
{
    int checked = 0;
    lot_vectors vectors;
    lot_vectors_open(&vectors, vectors_path);
    while (lot_vectors_next(&vectors)) {
        if (!lot_vectors_is(&vectors, keyword))
            continue;
        check(&vectors);
        checked++;
    }
    lot_vectors_close(&vectors);
    assert_true(checked >= at_least);
}

static void commitments_are_as_defined(void **state)
{
    (void)state;
    check_lines("commitment", check_commitment, 3);
}

static void seeds_of_none_to_three_sources_are_as_defined(void **state)
{
    (void)state;
    check_lines("seed", check_seed, 7);
}

static void tickets_are_drawn_as_defined(void **state)
{
    (void)state;
    check_lines("draw", check_draw, 84);
}

static void only_numbers_that_would_favour_small_tickets_are_rejected(void **state)
{
    (void)state;
    check_lines("accept", check_accept, 50);
}

/* A generator that counts down from 2^64 - 1: of 10 tickets, the first six numbers are rejected. */
static void a_rejected_number_is_followed_by_the_next(void **state)
{
    (void)state;
    uint64_t ticket = 0;
    uint64_t rejected = 0;
    uint64_t u = UINT64_MAX;
    while (!lot_stream_accept(&ticket, u - rejected, 10))
        rejected++;
    assert_int_equal(rejected, 6);
    assert_int_equal(ticket, 9);
}

static void moving_a_byte_between_fields_changes_the_seed(void **state)
{
    (void)state;
    lot_digest manifest = {{0}};
    lot_digest first;
    lot_digest second;
    lot_source source = {.name = (char[]){"text:a"}, .value = (char[]){"bc"}};
    lot_seed(&first, &manifest, &source, 1);
    source = (lot_source){.name = (char[]){"text:ab"}, .value = (char[]){"c"}};
    lot_seed(&second, &manifest, &source, 1);
    assert_false(lot_digest_equal(&first, &second));
}

/*
 * 20,000 seeds, each of ten remainders 2,000 times, give or take: chi-squared with 9 degrees of
 * freedom is beyond 27.9 once in a thousand. The seeds are fixed, so the outcome is too.
 */
static void tickets_are_spread_evenly(void **state)
{
    (void)state;
    enum { SEEDS = 20000, REMAINDERS = 10, EXPECTED = SEEDS / REMAINDERS };
    long counts[REMAINDERS] = {0};
    lot_digest manifest = {{0}};
    for (uint32_t i = 0; i < SEEDS; i++) {
        lot_digest seed;
        const unsigned char number[] = {(unsigned char)(i >> 8), (unsigned char)(i & 0xff)};
        lot_sha256(&seed, number, sizeof number);
        counts[lot_draw_ticket("panel", &manifest, &seed, 1000, NULL) % REMAINDERS]++;
    }
    long squares = 0;
    for (int r = 0; r < REMAINDERS; r++)
        squares += (counts[r] - EXPECTED) * (counts[r] - EXPECTED);
    assert_true(squares < 28L * EXPECTED);
    assert_true(squares > 0);
}

static void sources_are_freed_with_and_without_values(void **state)
{
    (void)state;
    lot_source *sources = lot_array_new(2, sizeof *sources);
    assert_non_null(sources);
    sources[0].name = lot_string_copy("text:seed");
    sources[1].name = lot_string_copy("operator:");
    sources[1].value = lot_string_copy("1");
    sources[1].nonce = lot_string_copy("2");
    lot_sources_free(sources, 2);
    lot_sources_free(NULL, 0);
}

static void a_stream_gives_the_numbers_of_a_draw_one_after_the_other(void **state)
{
    (void)state;
    lot_draw_numbers numbers = {.purpose = "reserve"};
    memset(&numbers.manifest, 7, sizeof numbers.manifest);
    memset(&numbers.seed, 9, sizeof numbers.seed);
    const lot_stream stream = lot_draw_stream(&numbers);
    const uint64_t limit = UINT64_C(3) << 62; /* every fourth number is rejected */
    uint64_t rejected;
    uint64_t ticket =
        lot_draw_ticket("reserve", &numbers.manifest, &numbers.seed, limit, &rejected);
    assert_int_equal(lot_stream_below(&stream, limit), ticket);
    assert_int_equal(numbers.next, rejected + 1);
    (void)lot_stream_below(&stream, 1);
    assert_int_equal(numbers.next, rejected + 2);
    numbers.next = 0;
    numbers.purpose = "panel";
    assert_int_not_equal(lot_stream_below(&stream, limit), ticket);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commitments_are_as_defined),
        cmocka_unit_test(seeds_of_none_to_three_sources_are_as_defined),
        cmocka_unit_test(tickets_are_drawn_as_defined),
        cmocka_unit_test(only_numbers_that_would_favour_small_tickets_are_rejected),
        cmocka_unit_test(a_rejected_number_is_followed_by_the_next),
        cmocka_unit_test(moving_a_byte_between_fields_changes_the_seed),
        cmocka_unit_test(tickets_are_spread_evenly),
        cmocka_unit_test(sources_are_freed_with_and_without_values),
        cmocka_unit_test(a_stream_gives_the_numbers_of_a_draw_one_after_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
