/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What panels tell of people: counted again by the definition, on small pools. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/leak.h"
#include "core/random.h"

#include <stdlib.h>
#include <string.h>

enum { PEOPLE_MOST = 12, PANELS_MOST = 12, SMALL_PRIME = 10007 };

/* One feature of two values, one of three; person p has values[2 p] and values[2 p + 1]. */
typedef struct made {
    lot_quota rows[5];
    lot_feature features[2];
    lot_quotas quotas;
    uint32_t values[2 * PEOPLE_MOST];
    lot_pool pool;
    uint32_t members[PANELS_MOST * PEOPLE_MOST];
    uint64_t tickets[PANELS_MOST];
    lot_panels panels;
} made;

static void begin(made *out, uint32_t people_count, uint32_t seats)
{
    static const uint32_t features[5] = {0, 0, 1, 1, 1};
    memset(out, 0, sizeof *out);
    out->features[0] = (lot_feature){.name = NULL, .first = 0, .values_count = 2};
    out->features[1] = (lot_feature){.name = NULL, .first = 2, .values_count = 3};
    for (uint32_t q = 0; q < 5; q++)
        out->rows[q] = (lot_quota){.feature = features[q], .max = seats};
    out->quotas = (lot_quotas){2, 5, out->features, out->rows};
    out->pool = (lot_pool){.people_count = people_count,
                           .features_count = 2,
                           .households_count = people_count,
                           .values = out->values};
    out->panels = (lot_panels){.seats = seats, .members = out->members, .tickets = out->tickets};
    for (uint32_t p = 0; p < people_count; p++)
        out->values[2 * p + 1] = 2;
}

static void add_panel(made *out, const uint32_t *members, uint64_t tickets)
{
    uint32_t seats = out->panels.seats;
    memcpy(out->members + (size_t)out->panels.count * seats, members, seats * sizeof *members);
    out->tickets[out->panels.count++] = tickets;
}

static lot_leak measure(const made *from)
{
    lot_leak leak;
    assert_int_equal(lot_leak_measure(&leak, &from->panels, &from->pool, &from->quotas, NULL),
                     LOT_OK);
    assert_true(leak.computed);
    return leak;
}

/* 0 sits with each of the others: who is a man is seen, once anybody's answer is. */
static void panels_that_differ_in_one_person_show_two_alike(void **state)
{
    (void)state;
    made pool;
    begin(&pool, 5, 2);
    pool.values[2] = pool.values[4] = pool.values[6] = 1;
    add_panel(&pool, (const uint32_t[]){0, 1}, 3);
    add_panel(&pool, (const uint32_t[]){0, 2}, 2);
    add_panel(&pool, (const uint32_t[]){0, 3}, 2);
    lot_leak leak = measure(&pool);
    assert_int_equal(leak.people_count, 4);
    assert_int_equal(leak.values_count, 2); /* both of the first feature; the second's is alone */
    assert_int_equal(leak.exact_count, 0);
    assert_int_equal(leak.rank, 3);
    assert_int_equal(leak.free_count, 1);
    assert_int_equal(leak.alike_count, 3);
    assert_true(lot_leak_is_open(&leak));
    assert_int_equal(leak.by_tickets.count, 4); /* 7, 3, 2 and 2, 0 */
    assert_int_equal(leak.by_tickets.unique, 3);
    assert_int_equal(leak.by_tickets.small, 4);
}

static void quotas_are_exact_also_where_the_other_values_make_them_so(void **state)
{
    (void)state;
    made pool;
    begin(&pool, 4, 2);
    pool.values[2] = pool.values[6] = 1;
    add_panel(&pool, (const uint32_t[]){0, 1}, 1);
    add_panel(&pool, (const uint32_t[]){2, 3}, 1);
    assert_int_equal(measure(&pool).exact_count, 0);
    pool.rows[0].min = 1;
    assert_int_equal(measure(&pool).exact_count, 0);
    pool.rows[1].min = 1;
    assert_int_equal(measure(&pool).exact_count, 2);
    pool.rows[0].max = pool.rows[1].max = 1;
    pool.rows[0].min = pool.rows[1].min = 0;
    assert_int_equal(measure(&pool).exact_count, 2);
    assert_int_equal(measure(&pool).values_count, 2);
}

static void without_a_value_that_stays_the_same_nothing_is_alike(void **state)
{
    (void)state;
    made pool;
    begin(&pool, 4, 2);
    pool.values[2] = 1;
    add_panel(&pool, (const uint32_t[]){0, 1}, 1);
    add_panel(&pool, (const uint32_t[]){0, 2}, 1);
    lot_leak leak = measure(&pool);
    assert_int_equal(leak.values_count, 0);
    assert_int_equal(leak.alike_count, 0);
    assert_int_equal(leak.rank, 2);
    assert_false(lot_leak_is_open(&leak));
}

/* Four have one ticket each, five have two: four are few, five are not. */
static void groups_are_small_below_five(void **state)
{
    (void)state;
    made pool;
    begin(&pool, 9, 9);
    pool.panels.seats = 1;
    for (uint32_t p = 0; p < 9; p++)
        add_panel(&pool, &p, p < 4 ? 1 : 2);
    lot_leak leak = measure(&pool);
    assert_int_equal(leak.by_tickets.count, 2);
    assert_int_equal(leak.by_tickets.small, 1);
    assert_int_equal(leak.by_tickets.unique, 0);
}

/* The rank modulo a small prime, and as plainly as can be. rows: [count][PEOPLE_MOST] */
static uint32_t rank_of(int64_t rows[][PEOPLE_MOST], uint32_t count)
{
    uint32_t rank = 0;
    for (uint32_t c = 0; c < PEOPLE_MOST; c++) {
        uint32_t found = rank;
        while (found < count && rows[found][c] == 0)
            found++;
        if (found == count)
            continue;
        for (uint32_t k = 0; k < PEOPLE_MOST; k++) {
            int64_t kept = rows[found][k];
            rows[found][k] = rows[rank][k];
            rows[rank][k] = kept;
        }
        for (uint32_t r = rank + 1; r < count; r++) {
            int64_t above = rows[rank][c];
            int64_t below = rows[r][c];
            for (uint32_t k = 0; k < PEOPLE_MOST; k++)
                rows[r][k] =
                    ((rows[r][k] * above - rows[rank][k] * below) % SMALL_PRIME + SMALL_PRIME) %
                    SMALL_PRIME;
        }
        rank++;
    }
    return rank;
}

/* The rank of the panels and, where a is not b, of one more row: a less b; or a alone. */
static uint32_t rank_with(const made *from, bool more, uint32_t a, uint32_t b)
{
    int64_t rows[PANELS_MOST + 1][PEOPLE_MOST];
    uint32_t count = from->panels.count;
    memset(rows, 0, sizeof rows);
    for (uint32_t n = 0; n < count; n++)
        for (uint32_t s = 0; s < from->panels.seats; s++)
            rows[n][from->members[n * from->panels.seats + s]] = 1;
    if (more) {
        rows[count][a] = 1;
        if (a != b)
            rows[count][b] = SMALL_PRIME - 1;
        count++;
    }
    return rank_of(rows, count);
}

static bool on_a_panel(const made *from, uint32_t person)
{
    for (uint32_t i = 0; i < from->panels.count * from->panels.seats; i++)
        if (from->members[i] == person)
            return true;
    return false;
}

/* People of sex 0 first, `women` of them on every panel; each panel drawn anew. */
static void make_random(made *out, uint64_t *random)
{
    uint32_t people = 6 + (uint32_t)lot_random_below(random, 7);
    uint32_t half = people / 2;
    uint32_t women = 1 + (uint32_t)lot_random_below(random, 2);
    uint32_t seats = women + 1 + (uint32_t)lot_random_below(random, 2);
    uint32_t panels = 1 + (uint32_t)lot_random_below(random, PANELS_MOST);
    begin(out, people, seats);
    for (uint32_t p = half; p < people; p++)
        out->values[2 * p] = 1;
    for (uint32_t p = 0; p < people; p++)
        out->values[2 * p + 1] = 2 + (uint32_t)lot_random_below(random, 3);
    for (uint32_t n = 0; n < panels; n++) {
        uint32_t members[PEOPLE_MOST];
        uint32_t count = 0;
        for (uint32_t p = 0; p < people && count < seats; p++) {
            uint32_t left = p < half ? half - p : people - p;
            uint32_t wanted = p < half ? women - count : seats - count;
            if (p < half && count >= women)
                continue;
            if (lot_random_below(random, left) < wanted)
                members[count++] = p;
        }
        assert_int_equal(count, seats);
        add_panel(out, members, 1 + lot_random_below(random, 3));
    }
}

static void check_random(const made *pool)
{
    lot_leak leak = measure(pool);
    uint32_t rank = rank_with(pool, false, 0, 0);
    bool alike[PEOPLE_MOST] = {false};
    assert_int_equal(leak.rank, rank);
    assert_true(leak.values_count >= 2);
    for (uint32_t a = 0; a < pool->pool.people_count; a++) {
        if (!on_a_panel(pool, a))
            continue;
        assert_int_equal(rank_with(pool, true, a, a), rank + 1); /* E1: x(a) does not follow */
        for (uint32_t b = 0; b < pool->pool.people_count; b++) {
            if (b == a || !on_a_panel(pool, b) || rank_with(pool, true, a, b) != rank)
                continue;
            alike[a] = true;
            assert_int_equal(pool->values[2 * a], pool->values[2 * b]); /* and it is true */
        }
    }
    uint32_t count = 0;
    for (uint32_t p = 0; p < PEOPLE_MOST; p++)
        count += alike[p];
    assert_int_equal(leak.alike_count, count);
}

static void random_pools_tell_what_their_definition_says(void **state)
{
    (void)state;
    uint64_t random = 20240203;
    for (int round = 0; round < 500; round++) {
        made pool;
        make_random(&pool, &random);
        check_random(&pool);
    }
}

static void what_would_take_too_long_is_not_computed(void **state)
{
    (void)state;
    enum { MANY = 4200 };
    static uint32_t members[2 * MANY];
    static uint64_t tickets[MANY];
    static uint32_t values[2 * MANY];
    made pool;
    begin(&pool, 2, 2);
    for (uint32_t i = 0; i < MANY; i++) {
        members[2 * i] = i;
        members[2 * i + 1] = (i + MANY / 2) % MANY;
        tickets[i] = 1;
        values[2 * i + 1] = 2;
    }
    pool.pool.people_count = MANY;
    pool.pool.values = values;
    pool.panels.members = members;
    pool.panels.tickets = tickets;
    pool.panels.count = MANY;
    lot_leak leak;
    assert_int_equal(lot_leak_measure(&leak, &pool.panels, &pool.pool, &pool.quotas, NULL), LOT_OK);
    assert_false(leak.computed);
    assert_false(lot_leak_is_open(&leak));
    assert_int_equal(leak.people_count, MANY);
    assert_int_equal(leak.rank, 0);
    assert_int_equal(leak.by_tickets.count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(panels_that_differ_in_one_person_show_two_alike),
        cmocka_unit_test(quotas_are_exact_also_where_the_other_values_make_them_so),
        cmocka_unit_test(without_a_value_that_stays_the_same_nothing_is_alike),
        cmocka_unit_test(groups_are_small_below_five),
        cmocka_unit_test(random_pools_tell_what_their_definition_says),
        cmocka_unit_test(what_would_take_too_long_is_not_computed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
