/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reserves, against every set of people of small pools. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/reserves.h"
#include "core/array.h"
#include "oracle/callup.h"
#include "support/generate.h"

#include <stdlib.h>
#include <string.h>

enum { SEATS = 8, SAMPLES = 30, MOST = 3 };

static uint64_t number(void *context)
{
    return lot_test_random(context);
}

/* A panel, who may be a reserve, and samples of who leaves. */
typedef struct scene {
    lot_test_case *made;
    lot_candidates *candidates;
    lot_dropouts *dropouts;
    lot_reserve_question question;
} scene;

static void draw(scene *s, uint32_t samples, uint64_t seed)
{
    const lot_quotas *quotas = s->made->quotas;
    size_t features = quotas->features_count;
    uint32_t *panel = lot_array_new(s->made->shape.seats * features, sizeof *panel);
    uint32_t rate = seed % 2 == 0 ? 200000 : 80000;
    lot_dropout_rates rates = {rate, lot_array_new(quotas->count, sizeof *rates.of_value)};
    const lot_stream stream = {number, &seed};
    for (uint32_t q = 0; q < quotas->count; q++)
        rates.of_value[q] = rate;
    for (uint32_t i = 0; i < s->made->shape.seats; i++)
        memcpy(panel + i * features, s->made->pool->values + s->made->witness[i] * features,
               features * sizeof *panel);
    assert_int_equal(lot_dropouts_draw(&s->dropouts, quotas, panel, s->made->shape.seats, &rates,
                                       samples, &stream, NULL),
                     LOT_OK);
    free(panel);
    free(rates.of_value);
}

static scene scene_make(const lot_test_shape *shape, uint32_t per_household, uint32_t samples)
{
    scene s = {.made = lot_test_case_make(shape)};
    const lot_taken taken = {s.made->witness, shape->seats, NULL};
    assert_int_equal(lot_candidates_new(&s.candidates, s.made->pool, &taken, per_household, NULL),
                     LOT_OK);
    draw(&s, samples, shape->seed);
    s.question = (lot_reserve_question){s.made->quotas, shape->seats, s.candidates, s.dropouts};
    return s;
}

static lot_test_shape small_shape(uint64_t seed)
{
    return (lot_test_shape){.seed = seed,
                            .people_count = 20,
                            .seats = SEATS,
                            .features_count = 1 + (uint32_t)(seed % 3),
                            .values_per_feature = 2 + (uint32_t)(seed % 2),
                            .band = (uint32_t)(seed / 2 % 2),
                            .skew = (uint32_t)(seed % 4),
                            .household_percent = (uint32_t)(seed % 5) * 20};
}

static void scene_free(scene *s)
{
    lot_test_case_free(s->made);
    lot_candidates_free(s->candidates);
    lot_dropouts_free(s->dropouts);
}

static lot_reserve_curve *choose(const scene *s, uint32_t most)
{
    lot_reserve_curve *curve;
    assert_int_equal(lot_reserves_choose(&curve, &s->question, most, NULL, NULL), LOT_OK);
    return curve;
}

static void small_pools_get_the_best_of_all_reserves_and_no_bound_is_above_them(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        const lot_test_shape shape = small_shape(seed);
        uint32_t per_household = 1 + (uint32_t)(seed % 7 == 0);
        scene s = scene_make(&shape, per_household, SAMPLES);
        lot_reserve_curve *curve = choose(&s, MOST);
        for (uint32_t n = 0; n <= MOST; n++) {
            uint64_t ways;
            uint64_t bound;
            uint64_t least =
                lot_oracle_reserves(&ways, s.made->pool, s.made->quotas, s.made->witness, SEATS,
                                    per_household, s.dropouts, n);
            if (ways == 0) {
                assert_true(curve->most < n);
                continue;
            }
            assert_true(curve->most >= n);
            assert_true(curve->exact[n]);
            assert_true(curve->proven[n]);
            assert_int_equal(curve->deviation[n], least);
            assert_int_equal(
                lot_reserves_bound(&bound, &s.question, curve->types[n], n, 400, NULL, NULL),
                LOT_OK);
            assert_true(bound <= least);
        }
        lot_reserve_curve_free(curve);
        scene_free(&s);
    }
}

/* Is it the better choice? Of these numbers of each type there are people. */
static bool comes_first(const scene *s, const uint32_t *x, const uint32_t *y)
{
    uint64_t left[2] = {0};
    uint64_t people[2] = {0};
    const uint32_t *const both[2] = {x, y};
    for (uint32_t b = 0; b < 2; b++) {
        assert_int_equal(lot_reserves_deviation(&left[b], NULL, &s->question, both[b], MOST,
                                                LOT_CALL_UP_STEPS, NULL),
                         LOT_OK);
        for (uint32_t i = 0; i < MOST; i++)
            people[b] += s->candidates->size[both[b][i]];
    }
    if (left[0] != left[1])
        return left[0] < left[1];
    if (people[0] != people[1])
        return people[0] > people[1];
    for (uint32_t i = 0; i < MOST; i++)
        if (x[i] != y[i])
            return x[i] < y[i];
    return false;
}

static void of_choices_as_good_that_of_most_people_is_taken_and_else_the_first(void **state)
{
    (void)state;
    uint32_t looked = 0;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        const lot_test_shape shape = small_shape(seed);
        scene s = scene_make(&shape, 1, SAMPLES);
        lot_reserve_curve *curve = choose(&s, MOST);
        uint32_t types = s.candidates->count;
        bool is_whole = curve->most == MOST; /* there are so many people */
        looked += is_whole;
        assert_true(!is_whole || curve->proven[MOST]);
        for (uint32_t way = is_whole ? types * types * types : 0; way-- > 0;) {
            const uint32_t other[MOST] = {way / types / types, way / types % types, way % types};
            bool fits = other[0] <= other[1] && other[1] <= other[2];
            if (fits)
                assert_int_equal(lot_candidates_suffice(&fits, s.candidates, other, MOST, NULL),
                                 LOT_OK);
            if (fits && comes_first(&s, other, curve->types[MOST]))
                fail_msg("seed %u: %u %u %u", (unsigned)seed, other[0], other[1], other[2]);
        }
        lot_reserve_curve_free(curve);
        scene_free(&s);
    }
    assert_true(looked >= 30);
}

static void who_lives_with_the_panel_is_no_reserve_where_the_household_binds(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        lot_test_shape shape = small_shape(seed);
        shape.household_percent = 80;
        uint32_t per_household = 1 + (uint32_t)(seed % 3 == 0);
        scene s = scene_make(&shape, per_household, 1);
        uint64_t ways;
        (void)lot_oracle_reserves(&ways, s.made->pool, s.made->quotas, s.made->witness, SEATS,
                                  per_household, s.dropouts, 1);
        assert_int_equal(s.candidates->classes->people_count, ways);
        scene_free(&s);
    }
}

/* Are there people for the types? Everyone is tried. */
static bool people_exist(const lot_candidates *candidates, const lot_pool *pool,
                         const uint32_t *types, uint32_t count, uint32_t *chosen, uint32_t at)
{
    size_t bytes = pool->features_count * sizeof *pool->values;
    if (at == count)
        return true;
    for (uint32_t i = 0; i < candidates->classes->people_count; i++) {
        uint32_t person = candidates->people[i];
        bool may = memcmp(pool->values + (size_t)person * pool->features_count,
                          lot_candidates_values(candidates, types[at]), bytes) == 0;
        for (uint32_t j = 0; j < at; j++)
            may = may && pool->households[chosen[j]] != pool->households[person];
        chosen[at] = person;
        if (may && people_exist(candidates, pool, types, count, chosen, at + 1))
            return true;
    }
    return false;
}

static void types_suffice_exactly_when_there_are_people_of_different_households(void **state)
{
    (void)state;
    uint32_t answers[2] = {0, 0};
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        lot_test_shape shape = small_shape(seed);
        shape.household_percent = 100;
        shape.people_count = 24;
        scene s = scene_make(&shape, 1, 1);
        uint32_t types[5];
        uint32_t chosen[5];
        uint32_t count = 1 + lot_test_random_below(&random, 5);
        bool suffice;
        for (uint32_t i = 0; i < count && s.candidates->count > 0; i++)
            types[i] = lot_test_random_below(&random, s.candidates->count);
        if (s.candidates->count > 0) {
            assert_int_equal(lot_candidates_suffice(&suffice, s.candidates, types, count, NULL),
                             LOT_OK);
            assert_int_equal(suffice,
                             people_exist(s.candidates, s.made->pool, types, count, chosen, 0));
            answers[suffice]++;
        }
        scene_free(&s);
    }
    assert_true(answers[0] > 20 && answers[1] > 20);
}

static void seats_are_shared_by_lot_among_everyone_of_a_type_within_their_households(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        uint64_t random = seed;
        lot_test_shape shape = small_shape(seed);
        shape.household_percent = 100;
        shape.people_count = 24;
        scene s = scene_make(&shape, 1, 1);
        const lot_classes *classes = s.candidates->classes;
        const lot_stream stream = {number, &random};
        uint32_t types[3];
        bool suffice = false;
        for (uint32_t i = 0; i < 3 && s.candidates->count > 0; i++)
            types[i] = lot_test_random_below(&random, s.candidates->count);
        if (s.candidates->count > 0)
            assert_int_equal(lot_candidates_suffice(&suffice, s.candidates, types, 3, NULL),
                             LOT_OK);
        uint32_t *seats = lot_array_new(classes->count, sizeof *seats);
        if (suffice) {
            assert_int_equal(lot_candidates_share(seats, s.candidates, types, 3, &stream, NULL),
                             LOT_OK);
            uint32_t sum = 0;
            for (uint32_t h = 0; h < classes->kinds_count; h++) {
                const lot_kind *kind = &classes->kinds[h];
                uint32_t in_kind = 0;
                for (uint32_t t = kind->first; t < kind->first + kind->classes_count; t++) {
                    assert_true(seats[t] <= classes->cap[t]);
                    in_kind += seats[t];
                }
                assert_true(in_kind <= kind->limit);
                sum += in_kind;
            }
            assert_int_equal(sum, 3);
        }
        free(seats);
        scene_free(&s);
    }
}

static void a_seat_moves_to_another_household_where_that_makes_room(void **state)
{
    (void)state;
    uint32_t values[] = {0, 1, 0, 2};
    uint32_t households[] = {0, 0, 1, 1};
    const lot_pool pool = {.people_count = 4,
                           .features_count = 1,
                           .households_count = 2,
                           .values = values,
                           .households = households};
    const uint32_t types[] = {0, 1, 2};
    lot_candidates *candidates;
    bool suffice;
    assert_int_equal(lot_candidates_new(&candidates, &pool, &(lot_taken){0}, 1, NULL), LOT_OK);
    assert_int_equal(lot_candidates_suffice(&suffice, candidates, types, 2, NULL), LOT_OK);
    assert_true(suffice);
    assert_int_equal(lot_candidates_suffice(&suffice, candidates, types, 3, NULL), LOT_OK);
    assert_false(suffice);
    lot_candidates_free(candidates);
}

static void people_alone_and_in_households_have_the_same_chance(void **state)
{
    (void)state;
    /* nobody sits yet; four of the value: one alone, one with another value, two together */
    uint32_t values[] = {0, 0, 1, 0, 0};
    uint32_t households[] = {0, 1, 1, 2, 2};
    const lot_pool pool = {.people_count = 5,
                           .features_count = 1,
                           .households_count = 3,
                           .values = values,
                           .households = households};
    lot_candidates *candidates;
    uint64_t random = 1;
    const lot_stream stream = {number, &random};
    const uint32_t type = 0;
    uint32_t counts[3] = {0};
    assert_int_equal(lot_candidates_new(&candidates, &pool, &(lot_taken){0}, 1, NULL), LOT_OK);
    for (uint32_t i = 0; i < 4000; i++) {
        uint32_t by_class[4] = {0};
        assert_int_equal(lot_candidates_share(by_class, candidates, &type, 1, &stream, NULL),
                         LOT_OK);
        const uint32_t *of = candidates->classes->of_person;
        counts[0] += by_class[of[0]];
        counts[1] += by_class[of[1]];
        counts[2] += by_class[of[3]];
    }
    assert_in_range(counts[0], 850, 1150);
    assert_in_range(counts[1], 850, 1150);
    assert_in_range(counts[2], 1850, 2150);
    lot_candidates_free(candidates);
}

static void a_curve_never_rises_and_does_not_depend_on_how_far_it_goes(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        const lot_test_shape shape = {.seed = seed,
                                      .people_count = 90,
                                      .seats = 20,
                                      .features_count = 4,
                                      .values_per_feature = 3,
                                      .household_percent = 30};
        scene s = scene_make(&shape, 1, 100);
        lot_reserve_curve *far = choose(&s, 6);
        lot_reserve_curve *near = choose(&s, 4);
        assert_int_equal(far->most, 6);
        for (uint32_t n = 1; n <= 6; n++) {
            assert_true(far->exact[n]);
            assert_true(far->deviation[n] <= far->deviation[n - 1]);
            bool suffice;
            assert_int_equal(lot_candidates_suffice(&suffice, s.candidates, far->types[n], n, NULL),
                             LOT_OK);
            assert_true(suffice);
        }
        for (uint32_t n = 0; n <= 4; n++) {
            assert_int_equal(near->deviation[n], far->deviation[n]);
            if (n > 0)
                assert_memory_equal(near->types[n], far->types[n], n * sizeof **near->types);
        }
        uint32_t knee = lot_reserves_knee(far, LOT_KNEE_PARTS);
        assert_true(knee >= 1 && knee <= 6);
        lot_reserve_curve_free(far);
        lot_reserve_curve_free(near);
        scene_free(&s);
    }
}

static void nobody_is_chosen_where_everybody_sits(void **state)
{
    (void)state;
    const lot_test_shape shape = {
        .seed = 1, .people_count = 8, .seats = 8, .features_count = 2, .values_per_feature = 2};
    scene s = scene_make(&shape, 1, 50);
    lot_reserve_curve *curve = choose(&s, 3);
    assert_int_equal(curve->most, 0);
    assert_int_equal(lot_reserves_knee(curve, LOT_KNEE_PARTS), 0);
    lot_reserve_curve_free(curve);
    scene_free(&s);
}

static void the_knee_is_where_the_last_reserve_saves_a_tenth_of_what_the_first_did(void **state)
{
    (void)state;
    uint64_t deviation[] = {1000, 600, 400, 360, 330, 320};
    const lot_reserve_curve curve = {.most = 5, .samples = 10, .deviation = deviation};
    assert_int_equal(lot_reserves_knee(&curve, 10), 3);
    assert_int_equal(lot_reserves_knee(&curve, 2), 2);
    assert_int_equal(lot_reserves_knee(&curve, 1), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_pools_get_the_best_of_all_reserves_and_no_bound_is_above_them),
        cmocka_unit_test(of_choices_as_good_that_of_most_people_is_taken_and_else_the_first),
        cmocka_unit_test(who_lives_with_the_panel_is_no_reserve_where_the_household_binds),
        cmocka_unit_test(types_suffice_exactly_when_there_are_people_of_different_households),
        cmocka_unit_test(seats_are_shared_by_lot_among_everyone_of_a_type_within_their_households),
        cmocka_unit_test(a_seat_moves_to_another_household_where_that_makes_room),
        cmocka_unit_test(people_alone_and_in_households_have_the_same_chance),
        cmocka_unit_test(a_curve_never_rises_and_does_not_depend_on_how_far_it_goes),
        cmocka_unit_test(nobody_is_chosen_where_everybody_sits),
        cmocka_unit_test(the_knee_is_where_the_last_reserve_saves_a_tenth_of_what_the_first_did),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
