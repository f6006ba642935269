/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places: against chance, and against the tree that is built as a whole. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "audit/merkle.h"
#include "civiclot/places.h"

#include <stdlib.h>
#include <string.h>

enum { LEAVES_MOST = 70 };

static const lot_digest manifest = {{1, 2, 3}};

static void make_seed(lot_digest *seed, uint32_t number)
{
    const unsigned char bytes[] = {(unsigned char)(number >> 16), (unsigned char)(number >> 8),
                                   (unsigned char)number};
    lot_sha256(seed, bytes, sizeof bytes);
}

static uint32_t *draw(uint32_t seed_number, uint32_t number, uint32_t addresses, uint32_t letters)
{
    lot_digest seed;
    uint32_t *places = NULL;
    make_seed(&seed, seed_number);
    const lot_places_basis basis = {&manifest, &seed};
    assert_int_equal(lot_places_draw(&places, &basis, number, addresses, letters, NULL), LOT_OK);
    return places;
}

/*
 * 6,000 seeds; each of 10 places is drawn 6000 n / 10 times, give or take. Of a place that is drawn
 * with the chance p the deviations squared, over 6000 p (1 - p), sum up to chi-squared with 9
 * degrees of freedom times 10 / 9: beyond 31 once in a thousand. The seeds are fixed.
 */
static void each_place_is_drawn_as_often_as_every_other(void **state)
{
    (void)state;
    enum { SEEDS = 6000, PLACES = 10 };
    for (uint32_t letters = 1; letters < PLACES; letters++) {
        double chance = (double)letters / PLACES, squares = 0;
        long counts[PLACES] = {0};
        for (uint32_t s = 0; s < SEEDS; s++) {
            uint32_t *places = draw(s, letters, PLACES, letters);
            for (uint32_t l = 0; l < letters; l++)
                counts[places[l]]++;
            free(places);
        }
        for (int p = 0; p < PLACES; p++) {
            double off = (double)counts[p] - SEEDS * chance;
            squares += off * off / (SEEDS * chance * (1 - chance));
        }
        assert_true(squares < 31);
        assert_true(squares > 1); /* nor evener than chance is */
    }
}

/* All 20 sets of 3 of 6: 8,000 seeds, chi-squared with 19 degrees of freedom. */
static void each_set_of_places_is_as_likely_as_every_other(void **state)
{
    (void)state;
    enum { SEEDS = 8000, SETS = 20, EXPECTED = SEEDS / SETS };
    long counts[1 << 6] = {0};
    double squares = 0;
    for (uint32_t s = 0; s < SEEDS; s++) {
        uint32_t *places = draw(s, 1, 6, 3);
        counts[1 << places[0] | 1 << places[1] | 1 << places[2]]++;
        free(places);
    }
    for (int set = 0, found = 0; set < 1 << 6; set++) {
        if (counts[set] == 0)
            continue;
        squares += (double)((counts[set] - EXPECTED) * (counts[set] - EXPECTED)) / EXPECTED;
        assert_true(++found <= SETS);
    }
    assert_true(squares < 43.8);
}

static void places_ascend_and_are_different(void **state)
{
    (void)state;
    for (uint32_t addresses = 1; addresses < 40; addresses++) {
        for (uint32_t letters = 0; letters <= addresses; letters++) {
            uint32_t *places = draw(addresses, 7, addresses, letters);
            for (uint32_t l = 0; l < letters; l++) {
                assert_true(places[l] < addresses);
                assert_true(l == 0 || places[l - 1] < places[l]);
            }
            free(places);
        }
    }
}

static void strata_and_seeds_have_places_of_their_own(void **state)
{
    (void)state;
    uint32_t *one = draw(1, 1, 1000, 20), *same = draw(1, 1, 1000, 20);
    uint32_t *other = draw(1, 2, 1000, 20), *later = draw(2, 1, 1000, 20);
    assert_memory_equal(one, same, 20 * sizeof *one);
    assert_memory_not_equal(one, other, 20 * sizeof *one);
    assert_memory_not_equal(one, later, 20 * sizeof *one);
    free(one);
    free(same);
    free(other);
    free(later);
}

/* A proof as it is read: lines of hexadecimal digits. */
typedef struct reading {
    const char *at;
    uint32_t taken;
} reading;

static lot_status next(void *context, lot_digest *digest, lot_error *error)
{
    reading *from = context;
    char hex[LOT_HEX_BYTES] = "";
    if (strlen(from->at) < LOT_HEX_BYTES)
        return LOT_FAIL(error, LOT_NOT_VERIFIED, "there is no more");
    memcpy(hex, from->at, LOT_HEX_BYTES - 1);
    assert_true(lot_digest_parse(digest, hex));
    from->at += LOT_HEX_BYTES;
    from->taken++;
    return LOT_OK;
}

static void make_leaves(lot_digest leaves[LEAVES_MOST])
{
    for (uint32_t i = 0; i < LEAVES_MOST; i++)
        make_seed(&leaves[i], 1000 + i);
}

/* Build the tree with these places drawn. proof: starts empty. */
static void build(lot_digest *root, lot_text *proof, const lot_digest *leaves, uint32_t count,
                  const uint32_t *drawn, uint32_t drawn_count)
{
    lot_places_tree tree = {
        .count = count, .drawn = drawn, .drawn_count = drawn_count, .proof = proof};
    for (uint32_t i = 0; i < count; i++)
        lot_places_tree_add(&tree, &leaves[i]);
    lot_places_tree_root(root, &tree);
}

static void check_proof(const lot_digest *leaves, uint32_t count, const uint32_t *drawn,
                        uint32_t drawn_count, const lot_digest *root)
{
    lot_digest made, drawn_leaves[LEAVES_MOST], found;
    lot_text proof = LOT_TEXT_EMPTY;
    build(&made, &proof, leaves, count, drawn, drawn_count);
    assert_true(lot_digest_equal(&made, root));
    for (uint32_t d = 0; d < drawn_count; d++)
        drawn_leaves[d] = leaves[drawn[d]];
    reading from = {lot_text_string(&proof), 0};
    const lot_places_proof check = {.count = count,
                                    .drawn = drawn,
                                    .leaves = drawn_leaves,
                                    .drawn_count = drawn_count,
                                    .next = next,
                                    .context = &from};
    assert_int_equal(lot_places_proof_root(&found, &check, NULL), LOT_OK);
    assert_true(lot_digest_equal(&found, root));
    assert_int_equal(*from.at, '\0'); /* nothing is told that nobody needs */
    if (drawn_count == 1)
        assert_int_equal(from.taken, lot_merkle_path_count(drawn[0], count));
    lot_text_free(&proof);
}

static void drawn_leaves_lead_to_the_root_whatever_the_tree(void **state)
{
    (void)state;
    lot_digest leaves[LEAVES_MOST], root;
    uint32_t drawn[LEAVES_MOST];
    make_leaves(leaves);
    for (uint32_t count = 1; count <= LEAVES_MOST; count++) {
        lot_merkle_root(&root, leaves, NULL, count);
        for (uint32_t place = 0; place < count; place++)
            check_proof(leaves, count, &place, 1, &root);
        for (uint32_t letters = 1; letters <= count; letters += 1 + letters / 3) {
            uint32_t *places = draw(count, letters, count, letters);
            memcpy(drawn, places, letters * sizeof *drawn);
            free(places);
            check_proof(leaves, count, drawn, letters, &root);
        }
    }
}

static void a_leaf_at_another_place_leads_elsewhere(void **state)
{
    (void)state;
    lot_digest leaves[LEAVES_MOST], root, found;
    lot_text proof = LOT_TEXT_EMPTY;
    const uint32_t drawn[2] = {3, 17}, moved[2] = {3, 16};
    make_leaves(leaves);
    build(&root, &proof, leaves, 21, drawn, 2);
    const lot_digest shown[2] = {leaves[3], leaves[17]}, swapped[2] = {leaves[17], leaves[3]};
    reading from = {lot_text_string(&proof), 0};
    lot_places_proof check = {.count = 21,
                              .drawn = moved,
                              .leaves = shown,
                              .drawn_count = 2,
                              .next = next,
                              .context = &from};
    assert_int_equal(lot_places_proof_root(&found, &check, NULL), LOT_OK);
    assert_false(lot_digest_equal(&found, &root));
    from = (reading){lot_text_string(&proof), 0};
    check.drawn = drawn;
    check.leaves = swapped;
    assert_int_equal(lot_places_proof_root(&found, &check, NULL), LOT_OK);
    assert_false(lot_digest_equal(&found, &root));
    from = (reading){lot_text_string(&proof) + LOT_HEX_BYTES, 0};
    check.leaves = shown;
    assert_int_equal(lot_places_proof_root(&found, &check, NULL), LOT_NOT_VERIFIED);
    lot_text_free(&proof);
}

static void a_tree_without_leaves_has_the_root_of_nothing(void **state)
{
    (void)state;
    lot_digest root, nothing;
    lot_places_tree tree = {.next = 0};
    lot_places_tree_root(&root, &tree);
    lot_sha256(&nothing, "", 0);
    assert_true(lot_digest_equal(&root, &nothing));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_place_is_drawn_as_often_as_every_other),
        cmocka_unit_test(each_set_of_places_is_as_likely_as_every_other),
        cmocka_unit_test(places_ascend_and_are_different),
        cmocka_unit_test(strata_and_seeds_have_places_of_their_own),
        cmocka_unit_test(drawn_leaves_lead_to_the_root_whatever_the_tree),
        cmocka_unit_test(a_leaf_at_another_place_leads_elsewhere),
        cmocka_unit_test(a_tree_without_leaves_has_the_root_of_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
