/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checking proofs: those made by hand are accepted, and no change makes them claim more. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "core/array.h"
#include "oracle/claims.h"
#include "support/proof.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GAP_BITS = 60, EXACT_BITS = 50 };

/* The text with the first `from` replaced by `to`. Free it. */
static char *changed(const char *text, const char *from, const char *to)
{
    const char *place = strstr(text, from);
    if (place == NULL)
        fail_msg("not in the proof: %s", from);
    size_t before = (size_t)(place - text);
    lot_text out = LOT_TEXT_EMPTY;
    lot_text_format(&out, "%.*s%s%s", (int)before, text, to, place + strlen(from));
    char *copy = lot_string_copy(lot_text_string(&out));
    lot_text_free(&out);
    return copy;
}

static lot_status check(lot_proof_result *result, const lot_proof_case *made, const char *text,
                        lot_error *error)
{
    lot_proof_setting setting;
    lot_proof_setting_make(&setting, made);
    lot_proof *proof = lot_test_proof(&setting, text);
    lot_status status = lot_proof_check(result, proof, setting.quotas, setting.classes, error);
    if (status == LOT_OK && !lot_claims_gap_is_right(result->gap, proof, setting.classes))
        fail_msg("%s: not the gap: %llu", made->name, (unsigned long long)result->gap);
    lot_proof_free(proof);
    lot_proof_setting_free(&setting);
    return status;
}

static void proofs_made_by_hand_are_accepted_without_a_gap(void **state)
{
    (void)state;
    for (size_t i = 0; i < lot_proof_cases_count; i++) {
        const lot_proof_case *made = &lot_proof_cases[i];
        lot_proof_result result;
        lot_error error = {.message = ""};
        if (check(&result, made, made->text, &error) != LOT_OK)
            fail_msg("%s: %s", made->name, error.message);
        if (result.gap >> (GAP_BITS - EXACT_BITS) != 0)
            fail_msg("%s: a gap of %llu", made->name, (unsigned long long)result.gap);
        assert_int_equal(result.branched, strcmp(made->name, "pairs") == 0 ? 1 : 0);
    }
}

static void the_chances_made_by_hand_are_those_of_all_panels_listed(void **state)
{
    (void)state;
    for (size_t i = 0; i < lot_proof_cases_count; i++) {
        const lot_proof_case *made = &lot_proof_cases[i];
        lot_proof_setting setting;
        static lot_brute brute;
        lot_proof_setting_make(&setting, made);
        lot_proof *proof = lot_test_proof(&setting, made->text);
        lot_brute_solve(&brute, setting.pool, setting.quotas, made->seats, made->per_household);
        for (uint32_t person = 0; person < brute.people_count; person++) {
            lot_fraction chance = proof->chance[setting.classes->of_person[person]];
            double own = (double)chance.numerator / (double)chance.denominator;
            if (fabs(own - brute.chance[person]) > 1e-9)
                fail_msg("%s: %s has %g, not %g", made->name, setting.pool->ids[person],
                         brute.chance[person], own);
        }
        lot_proof_free(proof);
        lot_proof_setting_free(&setting);
    }
}

struct change {
    const char *name; /* of the proof */
    const char *from;
    const char *to;
    const char *words; /* why it is refused; NULL: it is accepted with a gap */
};

static void assert_changes(const struct change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct change *change = &changes[i];
        const lot_proof_case *made = lot_proof_case_find(change->name);
        char *text = changed(made->text, change->from, change->to);
        lot_proof_result result;
        lot_error error = {.message = "accepted"};
        lot_status status = check(&result, made, text, &error);
        free(text);
        if (change->words == NULL) {
            if (status != LOT_OK || result.gap >> (GAP_BITS - EXACT_BITS) == 0)
                fail_msg("%s, %s -> %s: %s, gap %llu", change->name, change->from, change->to,
                         error.message, (unsigned long long)result.gap);
            continue;
        }
        if (status != LOT_NOT_VERIFIED || strstr(error.message, change->words) == NULL)
            fail_msg("%s, %s -> %s: %s", change->name, change->from, change->to, error.message);
        assert_int_equal(result.gap, 0);
    }
}

#define ASSERT_CHANGES(changes) assert_changes((changes), sizeof(changes) / sizeof *(changes))

static void a_proof_of_another_form_is_refused(void **state)
{
    (void)state;
    static const struct change changes[] = {
        {"leximin", "objective leximin", "objective maximin", "round 0: the objective has no"},
        {"leximin", "objective leximin", "objective legacy", "no such objective"},
        {"leximin", "objective leximin", "objective 77", "no such objective"},
        {"leximin", "seats 4", "gamma 1000000\nseats 4", "gamma"},
        {"goldilocks", "gamma 1000000\n", "", "gamma"},
        {"leximin", "seats 4", "seats 0", "no seats"},
        {"leximin", "seats 4", "seats 5", "do not sum"},
        {"leximin", "round least 1", "round floor 1", "round 0: the objective has no"},
        {"leximin", "round least 1", "round 99 1", "round 0: the objective has no"},
        {"leximin", "round least 1", "round least 2", "round 0: it is taken so many times"},
        {"maximin", "round greatest 1", "round floor 1", "round 1: the objective has no"},
        {"minimax", "round ceiling 1", "round greatest 1", "round 0: the objective has no"},
        {"goldilocks in two", "round band 64", "round band 0", "round 0: it is taken so many"},
        {"goldilocks in two", "round least 1", "round band 1", "round 2: the objective has no"},
        {"nash", "round mean 1", "round mean 1\nupper 0\nleaf 0 1\nround mean 1",
         "round 1: the objective has no"},
    };
    ASSERT_CHANGES(changes);
}

static void chances_that_cannot_be_are_refused(void **state)
{
    (void)state;
    static const struct change changes[] = {
        {"leximin", "chance a 1/2", "chance a 1/0", "no fraction"},
        {"leximin", "chance a 1/2", "chance a 3/2", "no fraction"},
        {"leximin", "chance a 1/2", "chance a 2/4", "no fraction"},
        {"leximin", "chance a 1/2", "chance a 1/4611686018427387905", "no fraction"},
        {"leximin", "chance a 1/2", "chance a 18446744073709551615/18446744073709551615",
         "no fraction"},
        {"leximin", "chance a 1/2", "chance a 1/4", "do not sum"},
        {"leximin", "chance d 0/1", "chance d 1/1000000", "do not sum"},
        {"leximin", "chance d 0/1 -", "chance d 1/4611686018427387904 -",
         "in no panel but has a chance"},
        {"leximin", "chance d 0/1 -", "chance d 0/1 0", "must have a round, or"},
        {"leximin", "chance a 1/2 1", "chance a 1/2 -", "must have a round, or"},
        {"leximin", "chance a 1/2 1", "chance a 1/2 2", "unknown round"},
        {"leximin", "chance a 1/2 1", "chance a 1/2 4294967294", "unknown round"},
        {"leximin", "chance a 1/2 1", "chance a 1/2 0",
         "round 0: one of its classes has no weight"},
        {"leximin", "chance b 3/8 0", "chance b 3/8 1", "round 0: it has a weight on a class of a"},
        {"couples", "chance sf 5/8 1\nchance sm 5/8 1", "chance sf 1/2 1\nchance sm 3/4 1",
         "round 1: its classes do not have the same"},
    };
    ASSERT_CHANGES(changes);
}

static void weights_and_bounds_that_are_not_proven_are_refused(void **state)
{
    (void)state;
    static const struct change changes[] = {
        {"leximin", "weight b 1", "weight b 0", "round 0: weight 0 of its bound"},
        {"leximin", "weight b 1", "weight #4 1", "round 0: weight 0 of its bound"},
        {"leximin", "weight b 1", "weight #4294967295 1", "round 0: weight 0 of its bound"},
        {"leximin", "weight b 1\nweight c 1", "weight c 1\nweight b 1", "round 0: weight 1 of"},
        {"leximin", "weight b 1\nweight c 1", "weight b 1\nweight b 1", "round 0: weight 1 of"},
        {"leximin", "weight b 1", "weight b 2", "round 0: leaf 0 of its bound does not"},
        {"leximin", "weight b 1", "weight b 9223372036854775807", "round 0: leaf 0 of its bound"},
        {"leximin", "weight b 1", "weight b -9223372036854775808", "round 0: one of its classes"},
        {"leximin", "weight b 1\n", "", "round 0: one of its classes has no weight"},
        {"leximin", "upper 3", "upper 2", "round 0: leaf 0 of its bound does not"},
        {"leximin", "upper 3", "upper -9223372036854775808", "round 0: leaf 0 of its bound does"},
        {"leximin", "upper 3", "upper 4", NULL},
        {"leximin", "upper 3", "upper 9223372036854775807", "round 0: what it proves is further"},
        {"leximin", "seats:1 kind.a:-1", "seats:1", "round 0: leaf 0 of its bound does not"},
        {"leximin", "seats:1 kind.a:-1", "seats:0 kind.a:-1", "round 0: leaf 0 of its bound does"},
        {"leximin", "seats:1 kind.a:-1", "seats:-9223372036854775808 kind.a:-9223372036854775808",
         "round 0: leaf 0 of its bound does not"},
        {"leximin", "leaf 0 1 seats:1 kind.a:-1", "leaf 0 0 seats:1 kind.a:-1",
         "round 0: the scale of leaf 0"},
        {"leximin", "leaf 0 1 seats:1 kind.a:-1", "leaf 0 2 seats:1 kind.a:-1",
         "round 0: leaf 0 of its bound does not"},
        {"leximin", "weight b 1\nweight c 1\nupper 3\nleaf 0 1",
         "weight b 9223372036854775807\nweight c 1\nupper 3\nleaf 0 18446744073709551615",
         "round 0: a sum of leaf 0 of its bound does not fit"},
        {"threes", "weight hf 1", "weight hf 2", "round 0: leaf 0 of its bound does not"},
        {"threes", "weight hm 1", "weight hm 2", "round 0: leaf 0 of its bound does not"},
        {"threes", "weight hf 1\nweight hm 1\nupper 4", "weight hf 1\nweight hm 3\nupper 7",
         "round 0: leaf 0 of its bound does not"},
        {"threes", "weight hf 1\nweight hm 1\nupper 4", "weight hf 1\nweight hm 3\nupper 8", NULL},
        {"threes", "weight hf 1\nweight hm 1\nupper 4", "weight hf 3\nweight hm 1\nupper 12", NULL},
        {"couples", "weight hf 1\nweight hm 1\nupper 3", "weight hf 1\nweight hm 2\nupper 5",
         "round 0: leaf 0 of its bound does not"},
        {"couples", "weight hf 1\nweight hm 1\nupper 3", "weight hf 1\nweight hm 2\nupper 6", NULL},
    };
    ASSERT_CHANGES(changes);
}

static void absent_classes_are_proven_one_after_the_other(void **state)
{
    (void)state;
    static const struct change changes[] = {
        {"chain", "absent Q\nweight Q 1\nupper 0\nleaf 0 1 z.bad:1\n", "",
         "the absence of class 2: leaf 0 of its bound does not"},
        {"chain", "absent R\nweight R 1\nupper 0\nleaf 0 1 x.x1:-1 y.y1:1\n", "",
         "class 2 must have a round, or be in no panel"},
        {"chain", "z.bad:1", "z.ok:1", "the absence of class 1: leaf 0 of its bound does not"},
        {"chain", "absent Q", "absent #4", "the absence of class 4: it is unknown"},
        {"chain", "absent Q", "absent #4294967295", "it is unknown"},
        {"chain", "absent R\nweight R", "absent Q\nweight Q", "the absence of class 1: it is unk"},
        {"chain", "weight Q 1", "weight Q 2", "the absence of class 1: its bound says something"},
        {"chain", "weight Q 1", "weight P 1", "the absence of class 1: its bound says something"},
        {"chain", "weight Q 1", "weight Q 1\nweight R 1", "the absence of class 1: its bound says"},
        {"chain", "weight Q 1\n", "", "the absence of class 1: its bound says something"},
        {"chain", "weight Q 1\nupper 0", "weight Q 1\nupper 1", "class 1: its bound says some"},
        {"chain", "weight P 1", "weight P 1\nweight Q -1",
         "round 0: it has a weight on a class that is in no panel"},
        {"nash", "weight c 8", "weight c 8\nweight d 8", "round 0: a weight is missing"},
        {"goldilocks", "weight c 64", "weight c 64\nweight d 64",
         "round 0: it has a weight on a class that is in no panel"},
    };
    ASSERT_CHANGES(changes);
}

static void trees_that_are_not_whole_are_refused(void **state)
{
    (void)state;
    static const struct change changes[] = {
        {"pairs", "node s1 0 2", "node s1 0 1", "round 0: the tree of its bound is wrong at"},
        {"pairs", "node s1 0 2", "node s1 0 0", "round 0: the tree of its bound is wrong at"},
        {"pairs", "node s1 0 2", "node s1 0 3", "round 0: the tree of its bound is wrong at"},
        {"pairs", "node s1 0 2", "node s1 0 4294967295", "round 0: the tree of its bound is wrong"},
        {"pairs", "node s2 0 4", "node s2 0 2", "round 0: the tree of its bound is wrong at"},
        {"pairs", "node s1 0 2", "node #5 0 2", "round 0: the tree of its bound is wrong at"},
        {"pairs", "node s1 0 2", "node #4294967294 0 2", "round 0: the tree of its bound is wrong"},
        {"pairs", "node s1 0 2", "node s1 0 2\nnode s1 0 2", "round 0: the tree of its bound is w"},
        {"pairs", "node s1 0 2\n", "", "round 0: leaf 0"},
        {"pairs", "leaf 1 1", "leaf 2 1", "round 0: the tree of its bound is wrong at node 3"},
        {"pairs", "leaf 2 1", "leaf 1 1", "round 0: the tree of its bound is wrong at node 4"},
        {"pairs", "leaf 1 1", "leaf 4294967295 1", "round 0: the tree of its bound is wrong at"},
        {"pairs", "leaf 2 1 12.on:4\n", "", "round 0: the tree of its bound is wrong at node 4"},
        {"pairs", "leaf 2 1 12.on:4", "leaf 2 1 12.on:4\nleaf 3 1 12.on:4", "wrong at node 5"},
        {"pairs", "leaf 2 1 12.on:4", "leaf 2 1 12.on:4\nnode s1 0 6", "wrong at node 5"},
        {"pairs", "leaf 2 1 12.on:4", "leaf 2 1", "round 0: leaf 2 of its bound does not"},
        {"pairs", "node s1 0 2", "node s1 1 2", "round 0: leaf 0 of its bound does not"},
        {"pairs", "node s1 0 2", "node s1 4294967295 2", "round 0: leaf 0 of its bound does not"},
        {"pairs", "node s1 0 2\nleaf 0 2", "node s1 0 2\nleaf 0 1", "round 0: leaf 0 of its bound"},
        {"pairs", "node s1 0 2\nleaf 0 2", "node s1 0 2\nleaf 0 0", "the scale of leaf 0"},
        {"leximin", "leaf 0 1 seats:1 kind.a:-1\n", "", "round 0: the tree of its bound is wrong"},
        {"leximin", "leaf 0 1 seats:1 kind.a:-1", "node b 1 0", "round 0: the tree of its bound"},
    };
    ASSERT_CHANGES(changes);
}

/*
 * Leaf 0 needs that hf stays at most 0 below a node that allows 2; leaves 1 and 3 have empty boxes;
 * leaf 2 that who must sit leaves room for two more; leaf 5 that three and one are too many.
 */
static void boxes_are_those_of_the_whole_way_from_the_root(void **state)
{
    (void)state;
    static const char tree[] = "upper 3\nnode hf 0 4\nnode hf 2 3\nleaf 0 1 sex.f:-10\n"
                               "leaf 1 1 seats:99\nnode hf 2 6\nleaf 2 1\nnode hf 0 8\n"
                               "leaf 3 1 seats:99\nnode hm 0 10\nleaf 4 1\nleaf 5 1 seats:99\n";
    const lot_proof_case *made = lot_proof_case_find("couples");
    lot_proof_result result;
    lot_error error = {.message = ""};
    char *text = changed(made->text, "upper 3\nleaf 0 1\n", tree);
    if (check(&result, made, text, &error) != LOT_OK)
        fail_msg("%s", error.message);
    assert_int_equal(result.gap, 0);
    assert_int_equal(result.branched, 1);
    free(text);
}

static void half_panels_prove_nothing_about_whole_ones(void **state)
{
    (void)state;
    static const struct change changes[] = {
        /* the root alone, in thirds of each of the six pairs: 2 seats, and no fewer */
        {"pairs",
         "node s1 0 2\nleaf 0 2 23.on:1 24.on:1 34.on:1\nnode s2 0 4\n"
         "leaf 1 1 12.on:1 13.on:1 14.on:1\nleaf 2 1 12.on:4\n",
         "leaf 0 3 12.on:1 13.on:1 14.on:1 23.on:1 24.on:1 34.on:1\n",
         "round 0: leaf 0 of its bound does not"},
        {"pairs",
         "upper 1\nnode s1 0 2\nleaf 0 2 23.on:1 24.on:1 34.on:1\nnode s2 0 4\n"
         "leaf 1 1 12.on:1 13.on:1 14.on:1\nleaf 2 1 12.on:4\n",
         "upper 2\nleaf 0 3 12.on:1 13.on:1 14.on:1 23.on:1 24.on:1 34.on:1\n", NULL},
    };
    ASSERT_CHANGES(changes);
}

static void rounds_that_do_not_prove_their_chance_are_refused(void **state)
{
    (void)state;
    static const struct change changes[] = {
        /* b could have a little more than is proven of it */
        {"leximin", "chance a 1/2 1\nchance b 3/8 0\nchance c 3/8 0",
         "chance a 7/16 1\nchance b 25/64 0\nchance c 25/64 0",
         "round 0: it claims more than is possible"},
        {"leximin", "chance a 1/2 1\nchance b 3/8 0\nchance c 3/8 0",
         "chance a 1/1 1\nchance b 1/4 0\nchance c 1/4 0",
         "round 1: it claims more than is possible"},
        {"maximin", "chance a 1/2 1\nchance b 3/8 0\nchance c 3/8 0",
         "chance a 7/16 1\nchance b 25/64 0\nchance c 25/64 0",
         "round 0: it claims more than is possible"},
        {"maximin", "chance a 1/2 1\nchance b 3/8 0\nchance c 3/8 0",
         "chance a 9/16 1\nchance b 23/64 0\nchance c 23/64 0", NULL},
        {"minimax", "chance a 1/2 0\nchance b 3/8 1\nchance c 3/8 1",
         "chance a 7/16 0\nchance b 25/64 1\nchance c 25/64 1",
         "round 0: it claims more than is possible"},
        {"minimax", "chance a 1/2 0\nchance b 3/8 1\nchance c 3/8 1",
         "chance a 9/16 0\nchance b 23/64 1\nchance c 23/64 1", NULL},
        {"maximin", "chance b 3/8 0", "chance b 3/8 1", "round 1: its classes do not have"},
        {"maximin", "chance a 1/2 1", "chance a 1/2 0", "round 0: one of its classes does not"},
        {"maximin", "chance c 3/8 0", "chance c 3/8 1", "round 1: its classes do not have"},
        {"minimax", "chance b 3/8 1", "chance b 3/8 0", "round 0: one of its classes does not"},
        {"maximin", "weight b 1\nweight c 1\nupper 3\nleaf 0 1 seats:1 kind.a:-1",
         "weight b -1\nweight c 1\nupper 4\nleaf 0 1 seats:1", "round 0: a weight is of the wrong"},
        {"maximin", "weight b 1\nweight c 1\nupper 3", "upper 3", "round 0: it has no weight"},
        {"maximin", "round greatest 1\nweight a -1\nupper -1\nleaf 0 1 kind.a:-1",
         "round greatest 1\nweight a 1\nupper 1\nleaf 0 1 kind.a:1",
         "round 1: one of its classes has no weight"},
        {"maximin with a floor",
         "weight a -1\nweight b 1\nweight c 1\nupper 2\nleaf 0 1 seats:1 "
         "kind.a:-2",
         "weight a -1\nweight b -1\nupper -2\nleaf 0 1 kind.a:-1 kind.b:-1",
         "round 1: it has a weight on a class of a later round"},
        {"minimax with a ceiling",
         "round least 1\nweight a -2\nweight b 1\nweight c 1\nupper 1\n"
         "leaf 0 1 seats:1 kind.a:-3",
         "round least 1\nweight a 1\nweight b 1\nweight c 1\nupper 4\nleaf 0 1 seats:1",
         "round 1: it has a weight on a class of a later round"},
        {"leximin", "round least 1\nweight b 1\nweight c 1\nupper 3\nleaf 0 1 seats:1 kind.a:-1",
         "round least 1\nweight a -1\nweight b 1\nweight c 1\nupper 2\nleaf 0 1 seats:1 kind.a:-2",
         "round 0: it has a weight on a class of a later round"},
        {"leximin", "round least 1\nweight a 1\nupper 1\nleaf 0 1 kind.a:1\n", "", "unknown round"},
        {"leximin", "round least 1\n", "round least 1\nupper 0\nleaf 0 1\nround least 1\n",
         "round 0: one of its classes has no weight"},
    };
    ASSERT_CHANGES(changes);
}

static void rounds_come_in_the_order_of_their_chances(void **state)
{
    (void)state;
    static const struct change changes[] = {
        {"couples",
         "chance hf 1/2 0\nchance hm 1/2 0\nchance sf 5/8 1\nchance sm 5/8 1\n"
         "round least 1\nweight hf 1\nweight hm 1\nupper 3\nleaf 0 1\n"
         "round least 1\nweight sf 1\nweight sm 1\nweight hf 1\nweight hm 1\n"
         "upper 8\nleaf 0 1 seats:1\n",
         "chance hf 1/2 1\nchance hm 1/2 1\nchance sf 5/8 0\nchance sm 5/8 0\n"
         "round least 1\nweight sf 1\nweight sm 1\nupper 8\nleaf 0 1 seats:1\n"
         "round least 1\nweight hf 1\nweight hm 1\nupper 3\nleaf 0 1\n",
         "round 1: its chance is below that of the round before"},
        {"couples", "chance hm 1/2 0", "chance hm 1/2 1", "round 0: it has a weight on a class"},
        {"steps",
         "chance a 1/2 1\nchance b 1/3 2\nchance c 1/4 0\n"
         "round floor 1\nweight c 1\nupper 2\nleaf 0 1 kind.c:1\n"
         "round greatest 1\nweight a -1\nupper -1\nleaf 0 1 kind.a:-1\n"
         "round greatest 1\nweight a -1\nweight b -1\nupper -2\nleaf 0 1 kind.a:-1 kind.b:-1\n",
         "chance a 1/2 2\nchance b 1/3 1\nchance c 1/4 0\n"
         "round floor 1\nweight c 1\nupper 2\nleaf 0 1 kind.c:1\n"
         "round greatest 1\nweight b -1\nupper -1\nleaf 0 1 kind.b:-1\n"
         "round greatest 1\nweight a -1\nweight b -1\nupper -2\nleaf 0 1 kind.a:-1 kind.b:-1\n",
         "round 2: its chance is above that of the round before"},
        {"steps", "chance b 1/3 2", "chance b 1/3 1", "round 1: its classes do not have the same"},
    };
    ASSERT_CHANGES(changes);
}

static void means_and_bands_are_measured_and_no_claim_is_too_good(void **state)
{
    (void)state;
    static const struct change changes[] = {
        {"nash", "upper 30", "upper 31", NULL},
        {"nash", "upper 30", "upper 29", "round 0: leaf 0 of its bound does not"},
        {"nash", "weight a 6", "weight a 5", NULL},
        {"nash", "weight a 6", "weight a -6", "round 0: a weight is missing"},
        {"nash", "weight a 6\n", "", "round 0: a weight is missing"},
        {"nash", "weight a 6", "weight a 7", "round 0: leaf 0 of its bound does not"},
        {"nash", "upper 30", "upper 9223372036854775807", "round 0: what it proves is too far"},
        {"nash", "chance a 1/2 0\nchance b 3/8 0\nchance c 3/8 0",
         "chance a 0/1 0\nchance b 1/2 0\nchance c 1/2 0", "round 0: somebody who can be"},
        {"nash", "chance a 1/2 0\nchance b 3/8 0\nchance c 3/8 0",
         "chance a 7/16 0\nchance b 25/64 0\nchance c 25/64 0", NULL},
        {"goldilocks", "upper -33", "upper -32", NULL},
        {"goldilocks", "upper -33", "upper -34", "round 0: leaf 0 of its bound does not"},
        {"goldilocks", "upper -33", "upper 9223372036854775807",
         "round 0: what it proves is not above 0"},
        {"goldilocks", "weight a -225", "weight a -226", NULL},
        {"goldilocks", "weight a -225\n", "", "round 0: leaf 0 of its bound does not"},
        {"goldilocks",
         "weight a -225\nweight b 64\nweight c 64\nupper -33\nleaf 0 1 seats:64 kind.a:-289",
         "weight b 64\nweight c 64\nupper 192\nleaf 0 1 seats:64 kind.a:-64",
         "round 0: it has no weight below 0"},
        {"goldilocks", "weight b 64", "weight b 63", NULL},
        {"goldilocks", "gamma 1000000", "gamma 1000001", NULL},
        {"goldilocks", "gamma 1000000", "gamma 1", NULL},
        {"goldilocks", "gamma 1000000", "gamma 18446744073709551615", NULL},
        {"goldilocks", "chance a 1/2 0\nchance b 3/8 1\nchance c 3/8 1",
         "chance a 7/16 0\nchance b 25/64 1\nchance c 25/64 1",
         "round 0: it claims more than is possible"},
        {"goldilocks", "chance a 1/2 0\nchance b 3/8 1\nchance c 3/8 1",
         "chance a 9/16 0\nchance b 23/64 1\nchance c 23/64 1", NULL},
        {"goldilocks", "chance a 1/2 0", "chance a 1/2 1", "round 1: one of its classes has no"},
        {"goldilocks", "chance b 3/8 1", "chance b 3/8 0", "round 0: one of its classes does not"},
        {"goldilocks in two", "chance a 1/2 1", "chance a 1/2 0", "round 0: one of its classes"},
        {"goldilocks in two", "round band 64", "round band 65", NULL},
        {"goldilocks in two", "round band 225", "round band 224", NULL},
        {"goldilocks in two", "round band 225\nweight a -1\nupper -1",
         "round band 18446744073709551615\nweight a -9223372036854775808\nupper 1",
         "round 1: a number does not fit"},
    };
    ASSERT_CHANGES(changes);
}

/* The change is accepted, and its gap is at most that of rounding. */
static uint64_t check_rounded(const char *name, const char *from, const char *to)
{
    const lot_proof_case *made = lot_proof_case_find(name);
    lot_proof_result result;
    lot_error error = {.message = ""};
    char *text = changed(made->text, from, to);
    if (check(&result, made, text, &error) != LOT_OK)
        fail_msg("%s: %s", name, error.message);
    assert_true(result.gap < 1 << (GAP_BITS - EXACT_BITS));
    free(text);
    return result.gap;
}

/* Chances of so many parts of 2^62 or 10^16: that is told as a gap; of 10^15 it is too much. */
static void a_chance_may_be_rounded_but_no_more(void **state)
{
    (void)state;
    static const char from[] = "chance hf 2/3 0\nchance hm 2/3 0\nchance sf 5/6 1\nchance sm 5/6 1";
    assert_in_range(check_rounded("threes", from,
                                  "chance hf 3074457345618258603/4611686018427387904 0\n"
                                  "chance hm 3074457345618258603/4611686018427387904 0\n"
                                  "chance sf 3843071682022823253/4611686018427387904 1\n"
                                  "chance sm 3843071682022823253/4611686018427387904 1"),
                    1, 2);
    assert_in_range(check_rounded("threes", from,
                                  "chance hf 6666666666666669/10000000000000000 0\n"
                                  "chance hm 6666666666666669/10000000000000000 0\n"
                                  "chance sf 8333333333333331/10000000000000000 1\n"
                                  "chance sm 8333333333333331/10000000000000000 1"),
                    806, 810);
    static const struct change changes[] = {
        {"threes", "chance hf 2/3 0\nchance hm 2/3 0\nchance sf 5/6 1\nchance sm 5/6 1",
         "chance hf 666666666666669/1000000000000000 0\n"
         "chance hm 666666666666669/1000000000000000 0\n"
         "chance sf 833333333333331/1000000000000000 1\n"
         "chance sm 833333333333331/1000000000000000 1",
         "round 0: it claims more than is possible"},
    };
    ASSERT_CHANGES(changes);
}

/*
 * Of four seats b has one, a and c share the others: 3/20 for each of them. Here a is fixed at b's
 * 1/10 by a weight that is next to nothing, so that c has all the rest: a could have 3/10.
 */
static void nobody_is_fixed_by_a_weight_of_next_to_nothing(void **state)
{
    (void)state;
    static const lot_proof_case light = {
        "light",
        "id,kind,home\nb,b,\nb2,b,\nb3,b,\nb4,b,\nb5,b,\nb6,b,\nb7,b,\nb8,b,\nb9,b,\nb10,b,\n"
        "a,a,\na2,a,\na3,a,\na4,a,\na5,a,\na6,a,\na7,a,\na8,a,\na9,a,\na10,a,\n"
        "c,c,\nc2,c,\nc3,c,\nc4,c,\nc5,c,\nc6,c,\nc7,c,\nc8,c,\nc9,c,\nc10,c,\n",
        "feature,value,min,max\nkind,a,0,3\nkind,b,1,1\nkind,c,0,3\n",
        4,
        1,
        "objective leximin\nseats 4\nchance a 1/10 0\nchance b 1/10 0\nchance c 1/5 1\n"
        "round least 1\nweight a 1\nweight b 36028797018963968\nupper 36028797018963971\n"
        "leaf 0 1 kind.a:1 kind.b:36028797018963968\n"
        "round least 1\nweight a 1\nweight b 1\nweight c 1\nupper 4\nleaf 0 1 seats:1\n"};
    lot_proof_result result;
    lot_error error = {.message = ""};
    assert_int_equal(check(&result, &light, light.text, &error), LOT_OK);
    assert_in_range(result.gap, (UINT64_C(1) << GAP_BITS) / 5, (UINT64_C(1) << GAP_BITS) / 4);
    assert_int_equal(result.gap_round, 0);
}

static void a_proof_of_another_pool_is_refused(void **state)
{
    (void)state;
    lot_proof_setting setting;
    lot_proof_setting other;
    lot_proof_result result;
    lot_error error = {.message = ""};
    const lot_proof_case *made = lot_proof_case_find("chain");
    lot_proof_setting_make(&setting, made);
    lot_proof_setting_make(&other, lot_proof_case_find("pairs"));
    lot_proof *proof = lot_test_proof(&setting, made->text);
    assert_int_equal(lot_proof_check(&result, proof, other.quotas, other.classes, &error),
                     LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "4 classes and 6 quotas, but there are 5 and 12"));
    lot_proof_free(proof);
    lot_proof_free(NULL);
    lot_proof_setting_free(&setting);
    lot_proof_setting_free(&other);
}

/* A chain of turns as long as memory lets it be: nothing recurses. */
static void trees_may_be_of_any_depth(void **state)
{
    (void)state;
    enum { DEPTH = 1000000 };
    lot_proof_setting setting;
    lot_proof_result result;
    lot_error error = {.message = ""};
    const lot_proof_case *made = lot_proof_case_find("leximin");
    lot_proof_setting_make(&setting, made);
    lot_proof *proof = lot_test_proof(&setting, made->text);
    lot_bound *bound = &proof->rounds[0].bound;
    size_t row = (size_t)proof->quotas_count + 1;
    bound->nodes_count = 2 * DEPTH + 1;
    bound->leaves_count = DEPTH + 1;
    bound->nodes = lot_array_resize(bound->nodes, bound->nodes_count, sizeof *bound->nodes);
    bound->scales = lot_array_resize(bound->scales, bound->leaves_count, sizeof *bound->scales);
    bound->multipliers =
        lot_array_resize(bound->multipliers, bound->leaves_count, row * sizeof *bound->multipliers);
    for (uint32_t i = 0; i < DEPTH; i++) /* all below, then the leaves above */
        bound->nodes[i] = (lot_proof_node){bound->weights[0].class, 1, 2 * DEPTH - i, 0};
    for (uint32_t leaf = 0; leaf <= DEPTH; leaf++) {
        bound->nodes[DEPTH + leaf] = (lot_proof_node){LOT_NO_CLASS, 0, 0, leaf};
        bound->scales[leaf] = 1;
        memcpy(bound->multipliers + leaf * row, bound->multipliers,
               row * sizeof *bound->multipliers);
    }
    if (lot_proof_check(&result, proof, setting.quotas, setting.classes, &error) != LOT_OK)
        fail_msg("%s", error.message);
    assert_int_equal(result.branched, 1);
    bound->nodes[0].above--;
    assert_int_equal(lot_proof_check(&result, proof, setting.quotas, setting.classes, &error),
                     LOT_NOT_VERIFIED);
    lot_proof_free(proof);
    lot_proof_setting_free(&setting);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proofs_made_by_hand_are_accepted_without_a_gap),
        cmocka_unit_test(the_chances_made_by_hand_are_those_of_all_panels_listed),
        cmocka_unit_test(a_proof_of_another_form_is_refused),
        cmocka_unit_test(chances_that_cannot_be_are_refused),
        cmocka_unit_test(weights_and_bounds_that_are_not_proven_are_refused),
        cmocka_unit_test(absent_classes_are_proven_one_after_the_other),
        cmocka_unit_test(trees_that_are_not_whole_are_refused),
        cmocka_unit_test(boxes_are_those_of_the_whole_way_from_the_root),
        cmocka_unit_test(half_panels_prove_nothing_about_whole_ones),
        cmocka_unit_test(rounds_that_do_not_prove_their_chance_are_refused),
        cmocka_unit_test(rounds_come_in_the_order_of_their_chances),
        cmocka_unit_test(means_and_bands_are_measured_and_no_claim_is_too_good),
        cmocka_unit_test(a_chance_may_be_rounded_but_no_more),
        cmocka_unit_test(nobody_is_fixed_by_a_weight_of_next_to_nothing),
        cmocka_unit_test(a_proof_of_another_pool_is_refused),
        cmocka_unit_test(trees_may_be_of_any_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
