/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who of a draw's reserves is called, against every way there is. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/calling.h"
#include "core/array.h"
#include "oracle/callup.h"
#include "support/generate.h"

#include <stdlib.h>
#include <string.h>

enum { RESERVES = 8, SEATS = 12 };

/* A panel of which some left, and eight others in reserve, two of whom may not be called. */
typedef struct scene {
    lot_test_case *made;
    lot_standing *standing;
    uint32_t reserves[RESERVES];
    lot_calling calling;
} scene;

static bool is_seated(const scene *s, uint32_t person)
{
    for (uint32_t i = 0; i < SEATS; i++)
        if (s->made->witness[i] == person)
            return true;
    return false;
}

/* The first of the panel always leaves; the third reserve too, and the fifth sits already. */
static void settle(scene *s, uint64_t *random)
{
    uint32_t count = 0;
    assert_int_equal(lot_standing_new(&s->standing, s->made->pool->people_count, NULL), LOT_OK);
    for (uint32_t i = 0; i < SEATS; i++) {
        bool leaves = i == 0 || i == 1 || lot_test_random_below(random, 100) < 30;
        s->standing->places[s->made->witness[i]] = leaves ? LOT_WITHDRAWN : LOT_KEPT;
    }
    for (uint32_t p = 0; count < RESERVES; p = (p + 7) % s->made->pool->people_count)
        if (!is_seated(s, p))
            s->reserves[count++] = p;
    s->standing->places[s->reserves[2]] = LOT_WITHDRAWN;
    s->standing->places[s->reserves[4]] = LOT_KEPT;
}

static void scene_make(scene *s, uint64_t seed)
{
    uint64_t random = seed;
    const lot_test_shape shape = {.seed = seed,
                                  .people_count = 41,
                                  .seats = SEATS,
                                  .features_count = 1 + lot_test_random_below(&random, 4),
                                  .values_per_feature = 2 + lot_test_random_below(&random, 3),
                                  .band = (uint32_t)(seed % 2),
                                  .skew = lot_test_random_below(&random, 4)};
    s->made = lot_test_case_make(&shape);
    settle(s, &random);
    s->calling = (lot_calling){.quotas = s->made->quotas,
                               .seats = SEATS,
                               .pool = s->made->pool,
                               .standing = s->standing,
                               .reserves = s->reserves,
                               .reserves_count = RESERVES};
}

static void scene_free(scene *s)
{
    lot_standing_free(s->standing);
    lot_test_case_free(s->made);
}

/* Compare with every way to call those at hand: all but reserves 2 and 4. */
static void compare(const scene *s, const lot_called *called)
{
    static const uint32_t at_hand[] = {0, 1, 3, 5, 6, 7};
    const lot_pool *pool = s->made->pool;
    const uint32_t *values[6];
    uint64_t least;
    uint32_t *left = lot_array_new(s->made->quotas->count, sizeof *left);
    lot_calling_tally(left, &s->calling, NULL, 0);
    const lot_vacancy vacancy = {s->made->quotas, SEATS, left,
                                 lot_standing_count(s->standing, LOT_KEPT)};
    for (uint32_t i = 0; i < 6; i++)
        values[i] = pool->values + (size_t)s->reserves[at_hand[i]] * pool->features_count;
    uint32_t set = lot_oracle_call_up(&least, &vacancy, values, 6), count = 0;
    for (uint32_t i = 0; i < 6; i++)
        if (set >> i & 1)
            assert_int_equal(called->people[count++], s->reserves[at_hand[i]]);
    assert_int_equal(called->count, count);
    assert_int_equal(called->deviation, least);
    assert_int_equal(called->before,
                     lot_oracle_deviation(s->made->quotas, SEATS, left, vacancy.seated));
    assert_int_equal(called->vacant, SEATS - vacancy.seated - count);
    free(left);
}

static void of_those_at_hand_the_right_ones_are_called_in_their_order(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        scene s;
        lot_called called;
        scene_make(&s, seed);
        assert_int_equal(lot_calling_find(&called, &s.calling, NULL), LOT_OK);
        assert_int_equal(called.at_hand, RESERVES - 2);
        assert_true(called.proven);
        compare(&s, &called);
        lot_called_free(&called);
        scene_free(&s);
    }
}

static void priorities_do_not_count(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        scene s;
        lot_called called, again;
        scene_make(&s, seed);
        assert_int_equal(lot_calling_find(&called, &s.calling, NULL), LOT_OK);
        for (uint32_t q = 0; q < s.made->quotas->count; q++)
            s.made->quotas->rows[q].priority = 1 + q * 13 % LOT_PRIORITY_MOST;
        assert_int_equal(lot_calling_find(&again, &s.calling, NULL), LOT_OK);
        assert_int_equal(called.count, again.count);
        assert_memory_equal(called.people, again.people, called.count * sizeof *called.people);
        assert_int_equal(called.deviation, again.deviation);
        assert_int_equal(s.made->quotas->rows[1].priority, 14);
        lot_called_free(&called);
        lot_called_free(&again);
        scene_free(&s);
    }
}

static void where_nobody_is_at_hand_nobody_is_called(void **state)
{
    (void)state;
    scene s;
    lot_called called;
    scene_make(&s, 3);
    for (uint32_t r = 0; r < RESERVES; r++)
        s.standing->places[s.reserves[r]] = LOT_WITHDRAWN;
    assert_int_equal(lot_calling_at_hand(&s.calling), 0);
    assert_int_equal(lot_calling_find(&called, &s.calling, NULL), LOT_OK);
    assert_int_equal(called.at_hand, 0);
    assert_int_equal(called.count, 0);
    assert_int_equal(called.deviation, called.before);
    lot_called_free(&called);
    s.calling.reserves_count = 0;
    assert_int_equal(lot_calling_find(&called, &s.calling, NULL), LOT_OK);
    assert_int_equal(called.count, 0);
    lot_called_free(&called);
    scene_free(&s);
}

static void a_row_is_off_by_seats_below_or_above(void **state)
{
    (void)state;
    const lot_quota row = {.min = 2, .max = 3};
    assert_int_equal(lot_quota_off(&row, 0), 2);
    assert_int_equal(lot_quota_off(&row, 2), 0);
    assert_int_equal(lot_quota_off(&row, 3), 0);
    assert_int_equal(lot_quota_off(&row, 7), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_those_at_hand_the_right_ones_are_called_in_their_order),
        cmocka_unit_test(priorities_do_not_count),
        cmocka_unit_test(where_nobody_is_at_hand_nobody_is_called),
        cmocka_unit_test(a_row_is_off_by_seats_below_or_above),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
