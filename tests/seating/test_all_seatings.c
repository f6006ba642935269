/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All seatings of a few people, one after the other: what the search finds must be the best of
 * them, and where rules clash none of them may keep those, but some all but any one.
 *
 * A session is an arrangement: who sits where. The meetings of an arrangement are a set of pairs,
 * as bits; what is counted here is counted from those.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/seating.h"
#include "core/random.h"

#include <string.h>

enum { PEOPLE_MOST = 7, FEATURES = 2, ARRANGEMENTS_MOST = 3000, SESSIONS_MOST = 3, RULES_MOST = 4 };

struct small {
    lot_seating_task task;
    uint32_t values[PEOPLE_MOST * FEATURES];
    lot_seating_rule rules[RULES_MOST];
    uint32_t count; /* arrangements that keep the rules */
    uint32_t meetings[ARRANGEMENTS_MOST];
    uint64_t deviation[ARRANGEMENTS_MOST];
};

static uint32_t pair_bit(uint32_t a, uint32_t b)
{
    return UINT32_C(1) << (a > b ? a * (a - 1) / 2 + b : b * (b - 1) / 2 + a);
}

static uint64_t deviation_of(const lot_seating_task *task, const uint32_t *group)
{
    uint64_t sum = 0;
    for (uint32_t g = 0; g < task->groups_count; g++) {
        for (uint32_t v = 0; v < task->values_count; v++) {
            uint32_t size = 0, all = 0, here = 0;
            for (uint32_t p = 0; p < task->people_count; p++) {
                bool has = task->values[p * FEATURES] == v || task->values[p * FEATURES + 1] == v;
                size += group[p] == g;
                all += has;
                here += has && group[p] == g;
            }
            /* here and size * all / people are a whole person apart, or more */
            while (here * task->people_count >= size * all + task->people_count) {
                here--;
                sum++;
            }
            while (here * task->people_count + task->people_count <= size * all) {
                here++;
                sum++;
            }
        }
    }
    return sum;
}

static bool keeps(const lot_seating_task *task, const uint32_t *group, uint32_t without)
{
    for (uint32_t r = 0; r < task->rules_count; r++) {
        bool one = group[task->rules[r].a] == group[task->rules[r].b];
        if (r != without && one != task->rules[r].together)
            return false;
    }
    return true;
}

/* List all arrangements that keep the rules, but for rule `without`. */
static void arrange(struct small *small, uint32_t *group, uint32_t *size, uint32_t person,
                    uint32_t without)
{
    const lot_seating_task *task = &small->task;
    if (person == task->people_count) {
        if (!keeps(task, group, without))
            return;
        assert_true(small->count < ARRANGEMENTS_MOST);
        uint32_t meetings = 0;
        for (uint32_t a = 0; a < person; a++)
            for (uint32_t b = 0; b < a; b++)
                meetings |= group[a] == group[b] ? pair_bit(a, b) : 0;
        small->meetings[small->count] = meetings;
        small->deviation[small->count++] = deviation_of(task, group);
        return;
    }
    for (uint32_t g = 0; g < task->groups_count; g++) {
        if (size[g] ==
            task->people_count / task->groups_count + (g < task->people_count % task->groups_count))
            continue;
        size[g]++;
        group[person] = g;
        arrange(small, group, size, person + 1, without);
        size[g]--;
    }
}

static uint32_t count_arrangements(struct small *small, uint32_t without)
{
    uint32_t group[PEOPLE_MOST];
    uint32_t size[PEOPLE_MOST] = {0};
    small->count = 0;
    arrange(small, group, size, 0, without);
    return small->count;
}

static unsigned ones(uint32_t bits)
{
    unsigned count = 0;
    for (; bits != 0; bits &= bits - 1)
        count++;
    return count;
}

/* Deviation, repeats and spread as one number. */
static uint64_t worth(uint64_t deviation, uint64_t repeats, uint64_t spread)
{
    return deviation * 1000000 + repeats * 1000 + spread;
}

/* The best of all seatings: chosen holds the arrangements of the sessions so far. */
static uint64_t best_of(const struct small *small, uint32_t *chosen, uint32_t session)
{
    uint64_t best = UINT64_MAX;
    if (session == small->task.sessions_count) {
        uint64_t deviation = 0;
        uint32_t met = 0;
        unsigned meetings = 0, spread = 0;
        for (uint32_t s = 0; s < session; s++) {
            deviation += small->deviation[chosen[s]];
            meetings += ones(small->meetings[chosen[s]]);
            met |= small->meetings[chosen[s]];
            for (uint32_t t = 0; t < s; t++)
                spread += ones(small->meetings[chosen[s]] & small->meetings[chosen[t]]);
        }
        return worth(deviation, meetings - ones(met), spread);
    }
    /* the order of sessions does not matter */
    for (uint32_t i = session > 0 ? chosen[session - 1] : 0; i < small->count; i++) {
        chosen[session] = i;
        uint64_t found = best_of(small, chosen, session + 1);
        best = found < best ? found : best;
    }
    return best;
}

static void make(struct small *small, uint64_t *random)
{
    static const uint32_t shapes[][3] = {{6, 2, 3}, {7, 2, 3}, {6, 3, 3}, {5, 2, 3},
                                         {7, 3, 2}, {4, 2, 3}, {5, 3, 3}};
    const uint32_t *shape = shapes[lot_random_below(random, sizeof shapes / sizeof shapes[0])];
    *small =
        (struct small){.task = {.people_count = shape[0],
                                .groups_count = shape[1],
                                .sessions_count = shape[2],
                                .features_count = FEATURES,
                                .values_count = 5,
                                .seed = "small",
                                .steps = 30000,
                                .rules_count = (uint32_t)lot_random_below(random, RULES_MOST)}};
    small->task.values = small->values;
    small->task.rules = small->rules;
    for (uint32_t p = 0; p < shape[0]; p++) {
        small->values[p * FEATURES] = (uint32_t)lot_random_below(random, 2);
        small->values[p * FEATURES + 1] = 2 + (uint32_t)lot_random_below(random, 3);
    }
    for (uint32_t r = 0; r < small->task.rules_count; r++) {
        uint32_t a = (uint32_t)lot_random_below(random, shape[0]);
        uint32_t b = (uint32_t)lot_random_below(random, shape[0] - 1);
        small->rules[r] =
            (lot_seating_rule){a, b < a ? b : b + 1, lot_random_below(random, 2) == 0};
    }
}

/* Those rules, and none of them less, cannot be kept. */
static void check_clash(struct small *small, const lot_clash *clash)
{
    lot_seating_rule left[RULES_MOST];
    for (uint32_t i = 0; i < clash->count; i++)
        left[i] = small->rules[clash->rules[i]];
    memcpy(small->rules, left, clash->count * sizeof *left);
    small->task.rules_count = clash->count;
    assert_int_equal(count_arrangements(small, UINT32_MAX), 0);
    for (uint32_t r = 0; r < clash->count; r++)
        assert_true(count_arrangements(small, r) > 0);
}

static void the_search_finds_the_best_of_all_seatings(void **state)
{
    (void)state;
    static struct small small;
    uint64_t random = 77;
    unsigned seated = 0, clashes = 0;
    for (unsigned i = 0; i < 150; i++) {
        lot_seating *seating;
        lot_clash clash;
        uint32_t chosen[SESSIONS_MOST];
        make(&small, &random);
        assert_int_equal(lot_seating_new(&seating, &clash, &small.task, NULL), LOT_OK);
        bool there_is = count_arrangements(&small, UINT32_MAX) > 0;
        assert_int_equal(there_is, seating != NULL);
        if (there_is) {
            uint64_t best = best_of(&small, chosen, 0);
            const lot_seating_measure *found = &seating->measure;
            assert_int_equal(worth(found->deviation, found->repeats, found->spread), best);
            assert_true(worth(seating->bound.deviation, 0, 0) <= best);
            seated++;
        } else {
            check_clash(&small, &clash);
            clashes++;
        }
        lot_clash_free(&clash);
        lot_seating_free(seating);
    }
    print_message("%u tasks seated as well as can be, %u whose rules clash\n", seated, clashes);
    assert_true(seated > 50 && clashes > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_search_finds_the_best_of_all_seatings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
