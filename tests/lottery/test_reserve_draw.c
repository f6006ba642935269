/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reserves by lot: equal chances, whatever the file's order, within households. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/reserve_draw.h"
#include "core/array.h"
#include "support/generate.h"

#include <stdlib.h>
#include <string.h>

enum { RESERVES = 4, MOST_PEOPLE = 200 };

static uint64_t number(void *context)
{
    return lot_test_random(context);
}

/* A made-up assembly whose witness is the drawn panel. */
typedef struct scene {
    lot_test_case *made;
    lot_reserve_plan plan;
    lot_reserve_terms terms;
} scene;

static scene scene_make(const lot_test_shape *shape, uint32_t per_household)
{
    scene s = {.made = lot_test_case_make(shape)};
    s.plan = (lot_reserve_plan){
        RESERVES, 6, {200000, lot_array_new(s.made->quotas->count, sizeof(uint32_t))}};
    for (uint32_t q = 0; q < s.made->quotas->count; q++)
        s.plan.rates.of_value[q] = 200000;
    s.terms = (lot_reserve_terms){.pool = s.made->pool,
                                  .quotas = s.made->quotas,
                                  .panel = s.made->witness,
                                  .seats = shape->seats,
                                  .per_household = per_household};
    return s;
}

static void scene_free(scene *s)
{
    free(s->plan.rates.of_value);
    lot_test_case_free(s->made);
}

static lot_reserve_list draw(const scene *s, uint64_t seed)
{
    lot_reserve_list list;
    lot_reserve_terms terms = s->terms;
    const lot_stream stream = {number, &seed};
    terms.plan = &s->plan;
    assert_int_equal(lot_reserves_draw(&list, &terms, &stream, NULL, NULL), LOT_OK);
    assert_int_equal(list.count, list.curve->most);
    return list;
}

/* How many of the person's household are in the pool, on the panel, and so on. */
static uint32_t count_home(const lot_pool *pool, uint32_t person, const uint32_t *people,
                           uint32_t count)
{
    uint32_t home = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t other = people != NULL ? people[i] : i;
        home += pool->households[other] == pool->households[person];
    }
    return home;
}

static void reserves_keep_the_household_rule_and_neither_sit_nor_withdrew(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        const lot_test_shape shape = {.seed = seed,
                                      .people_count = 40,
                                      .seats = 10,
                                      .features_count = 2,
                                      .values_per_feature = 2,
                                      .household_percent = 80};
        uint32_t per_household = 1 + (uint32_t)(seed % 2);
        bool withdrawn[MOST_PEOPLE] = {false};
        scene s = scene_make(&shape, per_household);
        for (uint32_t p = 0; p < 40; p += 3)
            withdrawn[p] = true;
        s.terms.withdrawn = withdrawn;
        lot_reserve_list list = draw(&s, seed);
        uint32_t both[10 + RESERVES];
        memcpy(both, s.made->witness, 10 * sizeof *both);
        memcpy(both + 10, list.people, list.count * sizeof *both);
        for (uint32_t i = 0; i < list.count; i++) {
            assert_false(withdrawn[list.people[i]]);
            assert_true(count_home(s.made->pool, list.people[i], both, 10 + list.count) <=
                        per_household);
            for (uint32_t j = 0; j < 10 + i; j++)
                assert_int_not_equal(both[j], list.people[i]);
        }
        lot_reserve_list_free(&list);
        scene_free(&s);
    }
}

/* The same people in another order, with households numbered otherwise. */
static void neither_the_order_of_the_file_nor_the_numbers_of_households_matter(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        const lot_test_shape shape = {.seed = seed,
                                      .people_count = 60,
                                      .seats = 10,
                                      .features_count = 2,
                                      .values_per_feature = 3,
                                      .household_percent = 60};
        scene s = scene_make(&shape, 1 + (uint32_t)(seed % 2));
        lot_reserve_list list = draw(&s, seed);
        lot_pool *pool = s.made->pool;
        uint32_t by_pid[MOST_PEOPLE], place[MOST_PEOPLE], panel[10], homes[MOST_PEOPLE];
        uint32_t values[MOST_PEOPLE * 2], households[MOST_PEOPLE];
        uint64_t random = seed;
        for (uint32_t p = 0; p < 60; p++)
            homes[p] = by_pid[p] = p;
        lot_test_shuffle(&random, by_pid, 60); /* by_pid[i]: where person i stands in the other */
        lot_test_shuffle(&random, homes, pool->households_count);
        for (uint32_t p = 0; p < 60; p++) {
            place[by_pid[p]] = p;
            households[by_pid[p]] = homes[pool->households[p]];
            memcpy(values + (size_t)by_pid[p] * 2, pool->values + (size_t)p * 2,
                   2 * sizeof *values);
        }
        for (uint32_t i = 0; i < 10; i++)
            panel[9 - i] = by_pid[s.made->witness[i]];
        lot_pool other = {.people_count = 60,
                          .features_count = 2,
                          .households_count = pool->households_count,
                          .values = values,
                          .households = households};
        s.terms.pool = &other;
        s.terms.by_pid = by_pid;
        s.terms.panel = panel;
        lot_reserve_list again = draw(&s, seed);
        assert_int_equal(again.count, list.count);
        for (uint32_t i = 0; i < list.count; i++)
            assert_int_equal(place[again.people[i]], list.people[i]);
        lot_reserve_list_free(&again);
        lot_reserve_list_free(&list);
        scene_free(&s);
    }
}

/* Whoever could be a reserve is alike when values and household are: told by counting anew. */
static bool are_alike(const scene *s, uint32_t a, uint32_t b)
{
    const lot_pool *pool = s->made->pool;
    size_t features = pool->features_count;
    uint32_t in_a = count_home(pool, a, NULL, pool->people_count);
    if (in_a != count_home(pool, b, NULL, pool->people_count))
        return false;
    if (memcmp(pool->values + a * features, pool->values + b * features,
               features * sizeof *pool->values) != 0)
        return false;
    return in_a == 1;
}

/* Chi-squared against equal counts, times their mean. */
static uint64_t spread(const uint32_t *counts, uint32_t count, uint64_t mean)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += (counts[i] > mean ? counts[i] - mean : mean - counts[i]) *
               (counts[i] > mean ? counts[i] - mean : mean - counts[i]);
    return sum;
}

/* [person][place]: how often each was drawn in each place of the order. */
static void draw_often(const scene *s, uint32_t counts[MOST_PEOPLE][RESERVES], uint64_t first,
                       uint64_t times)
{
    for (uint64_t seed = first; seed < first + times; seed++) {
        lot_reserve_list list = draw(s, seed * 1000003);
        for (uint32_t i = 0; i < list.count; i++)
            counts[list.people[i]][i]++;
        lot_reserve_list_free(&list);
    }
}

static void people_alike_have_equal_chances_of_every_place(void **state)
{
    (void)state;
    static uint32_t counts[MOST_PEOPLE][RESERVES];
    const lot_test_shape shape = {.seed = 5,
                                  .people_count = 24,
                                  .seats = 6,
                                  .features_count = 1,
                                  .values_per_feature = 2,
                                  .household_percent = 40};
    scene s = scene_make(&shape, 1);
    uint32_t groups = 0;
    memset(counts, 0, sizeof counts);
    draw_often(&s, counts, 1, 6000);
    for (uint32_t a = 0; a < 24; a++) {
        uint32_t cells[MOST_PEOPLE * RESERVES];
        uint32_t count = 0;
        uint64_t sum = 0;
        for (uint32_t b = 0; b < 24; b++) {
            bool sits = false;
            for (uint32_t i = 0; i < 6; i++)
                sits = sits || s.made->witness[i] == b;
            for (uint32_t i = 0; i < RESERVES && !sits && are_alike(&s, a, b); i++) {
                sum += counts[b][i];
                cells[count++] = counts[b][i];
            }
        }
        if (count <= RESERVES)
            continue;
        groups++;
        assert_true(sum / count > 50);
        /* chi-squared, which equal chances keep near the number of cells */
        assert_true(spread(cells, count, sum / count) < sum / count * (2 * count + 20));
    }
    assert_true(groups >= 2);
    scene_free(&s);
}

/* Two kinds of household, each person with a housemate: who of them is as likely as the other. */
static void people_of_households_alike_have_equal_chances(void **state)
{
    (void)state;
    /* 0 sits; three homes of values 0 and 1, two of values 0, 0 and 1; seats for 1 and 0 */
    uint32_t values[] = {0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1};
    uint32_t households[] = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4, 5, 5, 5};
    const lot_pool pool = {.people_count = 13,
                           .features_count = 1,
                           .households_count = 6,
                           .values = values,
                           .households = households};
    char name[] = "trait", a[] = "a", b[] = "b";
    lot_feature feature = {name, 0, 2};
    lot_quota rows[] = {{.max = 1, .min = 1, .value = a}, {.max = 1, .value = b}};
    const lot_quotas quotas = {1, 2, &feature, rows};
    uint32_t rate[] = {500000, 500000};
    const lot_reserve_plan plan = {4, 3, {500000, rate}};
    const uint32_t panel[] = {0};
    uint32_t counts[13] = {0};
    const lot_reserve_terms terms = {.pool = &pool,
                                     .quotas = &quotas,
                                     .panel = panel,
                                     .seats = 1,
                                     .per_household = 1,
                                     .plan = &plan};
    for (uint64_t seed = 1; seed <= 6000; seed++) {
        uint64_t random = seed;
        const lot_stream stream = {number, &random};
        lot_reserve_list list;
        assert_int_equal(lot_reserves_draw(&list, &terms, &stream, NULL, NULL), LOT_OK);
        assert_int_equal(list.count, 4);
        for (uint32_t i = 0; i < list.count; i++)
            counts[list.people[i]]++;
        lot_reserve_list_free(&list);
    }
    const uint32_t alike[][4] = {{1, 3, 5, 5}, {2, 4, 6, 6}, {7, 8, 10, 11}, {9, 12, 12, 12}};
    for (size_t group = 0; group < 4; group++) {
        for (size_t i = 1; i < 4; i++) {
            uint32_t first = counts[alike[group][0]], other = counts[alike[group][i]];
            uint32_t apart = first > other ? first - other : other - first;
            assert_true((uint64_t)apart * apart <= 20 * ((uint64_t)first + other));
        }
    }
}

/* A stream of given numbers, each below the next limit. */
typedef struct script {
    uint64_t numbers[2];
    uint32_t next;
} script;

static uint64_t scripted(void *context)
{
    script *s = context;
    return s->numbers[s->next++];
}

static void every_two_of_four_stand_in_front_once_for_every_two_numbers(void **state)
{
    (void)state;
    uint32_t seen[4][4] = {{0}};
    for (uint64_t first = 0; first < 4; first++) {
        for (uint64_t second = 0; second < 3; second++) {
            uint32_t items[] = {0, 1, 2, 3};
            script s = {{first, second}, 0};
            const lot_stream stream = {scripted, &s};
            lot_lot_front(items, 4, 2, &stream);
            seen[items[0]][items[1]]++;
        }
    }
    for (uint32_t a = 0; a < 4; a++)
        for (uint32_t b = 0; b < 4; b++)
            assert_int_equal(seen[a][b], a == b ? 0 : 1);
}

static void fewer_are_drawn_where_there_are_no_more_people(void **state)
{
    (void)state;
    const lot_test_shape shape = {
        .seed = 1, .people_count = 8, .seats = 6, .features_count = 1, .values_per_feature = 2};
    scene s = scene_make(&shape, 1);
    lot_reserve_list list = draw(&s, 1);
    assert_int_equal(list.count, 2);
    lot_reserve_list_free(&list);
    bool withdrawn[8];
    memset(withdrawn, true, sizeof withdrawn);
    s.terms.withdrawn = withdrawn;
    list = draw(&s, 1);
    assert_int_equal(list.count, 0);
    lot_reserve_list_free(&list);
    scene_free(&s);
}

static void the_curve_alone_is_that_of_the_draw(void **state)
{
    (void)state;
    const lot_test_shape shape = {.seed = 7,
                                  .people_count = 60,
                                  .seats = 12,
                                  .features_count = 3,
                                  .values_per_feature = 3,
                                  .household_percent = 30};
    scene s = scene_make(&shape, 1);
    lot_reserve_list list = draw(&s, 3);
    lot_reserve_curve *curve;
    uint64_t random = 3;
    const lot_stream stream = {number, &random};
    s.terms.plan = &s.plan;
    s.plan.count = RESERVES + 2;
    assert_int_equal(lot_reserves_curve(&curve, &s.terms, &stream, NULL, NULL), LOT_OK);
    assert_int_equal(curve->most, RESERVES + 2);
    assert_memory_equal(curve->deviation, list.curve->deviation,
                        (RESERVES + 1) * sizeof *curve->deviation);
    lot_reserve_curve_free(curve);
    lot_reserve_list_free(&list);
    scene_free(&s);
}

static bool stop(void *context, const char *step, uint64_t done, uint64_t total)
{
    (void)context, (void)step, (void)done, (void)total;
    return true;
}

static void it_stops_when_it_is_told_to(void **state)
{
    (void)state;
    const lot_test_shape shape = {
        .seed = 1, .people_count = 40, .seats = 10, .features_count = 2, .values_per_feature = 2};
    scene s = scene_make(&shape, 1);
    lot_reserve_list list;
    uint64_t random = 1;
    const lot_stream stream = {number, &random};
    const lot_progress progress = {stop, NULL};
    s.terms.plan = &s.plan;
    assert_int_equal(lot_reserves_draw(&list, &s.terms, &stream, &progress, NULL), LOT_INTERRUPTED);
    assert_null(list.people);
    scene_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reserves_keep_the_household_rule_and_neither_sit_nor_withdrew),
        cmocka_unit_test(neither_the_order_of_the_file_nor_the_numbers_of_households_matter),
        cmocka_unit_test(people_alike_have_equal_chances_of_every_place),
        cmocka_unit_test(people_of_households_alike_have_equal_chances),
        cmocka_unit_test(every_two_of_four_stand_in_front_once_for_every_two_numbers),
        cmocka_unit_test(fewer_are_drawn_where_there_are_no_more_people),
        cmocka_unit_test(the_curve_alone_is_that_of_the_draw),
        cmocka_unit_test(it_stops_when_it_is_told_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
