/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dealing, on compositions of random panels with random tickets: no solver, no quotas that bind.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "core/array.h"
#include "support/generate.h"
#include "support/input.h"

#include "civiclot/lottery.h"

#include <stdlib.h>
#include <string.h>

enum { TICKETS_MAX = 1000000 };

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static uint32_t *random_order(uint64_t *random, uint32_t count)
{
    uint32_t *order = lot_array_new(count, sizeof *order);
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    lot_test_shuffle(random, order, count);
    return order;
}

/* A panel as it comes: people in random order whose household may send one more. */
static void choose_panel(uint32_t *classes_out, const lot_test_case *made,
                         const lot_classes *classes, uint64_t *random)
{
    uint32_t *order = random_order(random, made->pool->people_count);
    uint32_t *sent = lot_array_new(made->pool->households_count, sizeof *sent);
    uint32_t count = 0;
    for (uint32_t i = 0; i < made->pool->people_count && count < made->shape.seats; i++) {
        uint32_t *household = &sent[made->pool->households[order[i]]];
        if (*household == classes->per_household)
            continue;
        ++*household;
        classes_out[count++] = classes->of_person[order[i]];
    }
    assert_int_equal(count, made->shape.seats);
    qsort(classes_out, count, sizeof *classes_out, by_number);
    free(order);
    free(sent);
}

static lot_compositions *random_compositions(uint32_t count, const lot_test_case *made,
                                             const lot_classes *classes, uint64_t *random)
{
    lot_compositions *compositions = lot_array_new(1, sizeof *compositions);
    uint32_t seats = made->shape.seats;
    compositions->count = count;
    compositions->seats = seats;
    compositions->classes = lot_array_new((size_t)count * seats, sizeof *compositions->classes);
    compositions->tickets = lot_array_new(count, sizeof *compositions->tickets);
    for (uint32_t j = 0; j < count; j++) {
        uint32_t most = lot_test_random_below(random, 2) == 0 ? 5 : TICKETS_MAX;
        choose_panel(compositions->classes + (size_t)j * seats, made, classes, random);
        compositions->tickets[j] = 1 + lot_test_random_below(random, most);
    }
    return compositions;
}

static lot_test_case *random_case(uint64_t *random)
{
    lot_test_shape shape = {.seed = lot_test_random(random)};
    shape.seats = 1 + lot_test_random_below(random, 12);
    shape.people_count = 2 * shape.seats + lot_test_random_below(random, 30);
    shape.features_count = lot_test_random_below(random, 3);
    shape.values_per_feature = 2;
    shape.household_percent = lot_test_random_below(random, 101);
    lot_test_case *made = lot_test_case_make(&shape);
    for (uint32_t q = 0; q < made->quotas->count; q++) { /* that nothing binds */
        made->quotas->rows[q].min = 0;
        made->quotas->rows[q].max = shape.seats;
    }
    return made;
}

/* The pool of a few people of the kinds a to d, and quotas that bind nothing. */
static lot_pool *read_pool(const char *csv, uint32_t seats, lot_quotas **quotas)
{
    static const char *const household[] = {"home"};
    const lot_pool_columns columns = {.id = "id", .household = household, .household_count = 1};
    lot_pool *pool = NULL;
    lot_problems *problems = lot_problems_new();
    lot_table *people = lot_test_table("people.csv", csv);
    lot_table *table = lot_test_table("quotas.csv", "feature,value,min,max\nkind,a,0,99\n"
                                                    "kind,b,0,99\nkind,c,0,99\nkind,d,0,99\n");
    assert_int_equal(lot_quotas_read(quotas, table, seats, problems, NULL), LOT_OK);
    assert_int_equal(lot_pool_read(&pool, people, *quotas, &columns, problems, NULL), LOT_OK);
    lot_table_free(table);
    lot_table_free(people);
    lot_problems_free(problems);
    return pool;
}

/* Households that are all alike: their kind has many copies, and up to four classes. */
static lot_test_case *alike_case(uint64_t *random)
{
    uint32_t size = 2 + lot_test_random_below(random, 3);
    uint32_t households = 2 + lot_test_random_below(random, 8);
    char kinds[4];
    lot_text csv = LOT_TEXT_EMPTY;
    lot_test_case *made = lot_array_new(1, sizeof *made);
    for (uint32_t i = 0; i < size; i++)
        kinds[i] = (char)('a' + lot_test_random_below(random, 4));
    lot_text_put(&csv, "id,kind,home\n");
    for (uint32_t p = 0; p < size * households; p++)
        lot_text_format(&csv, "%u,%c,%u\n", p, kinds[p % size], p / size + 1);
    made->shape.seats = 1 + lot_test_random_below(random, households);
    made->pool = read_pool(lot_text_string(&csv), made->shape.seats, &made->quotas);
    lot_text_free(&csv);
    return made;
}

/* On every ticket the panel has the classes of the ticket's composition. */
static void assert_seats_kept(const lot_panels *panels, const lot_compositions *compositions,
                              const lot_classes *classes)
{
    uint32_t seats = compositions->seats;
    uint32_t *dealt = lot_array_new(seats, sizeof *dealt);
    uint32_t panel = 0;
    uint64_t left = 0;
    for (uint32_t j = 0; j < compositions->count; j++) {
        for (uint64_t ticket = 0, step; ticket < compositions->tickets[j]; ticket += step) {
            if (left == 0) {
                assert_true(panel < panels->count);
                left = panels->tickets[panel];
                for (uint32_t s = 0; s < seats; s++)
                    dealt[s] = classes->of_person[panels->members[(size_t)panel * seats + s]];
                qsort(dealt, seats, sizeof *dealt, by_number);
                panel++;
            }
            assert_memory_equal(dealt, compositions->classes + (size_t)j * seats,
                                seats * sizeof *dealt);
            step = compositions->tickets[j] - ticket;
            step = left < step ? left : step;
            left -= step;
        }
    }
    assert_int_equal(left, 0);
    assert_int_equal(panel, panels->count);
    free(dealt);
}

static void assert_even(const lot_panels *panels, const lot_classes *classes)
{
    uint64_t *tickets = lot_array_new(classes->people_count, sizeof *tickets);
    lot_panels_count_tickets(tickets, panels, classes->people_count);
    for (uint32_t t = 0; t < classes->count; t++) {
        uint64_t least = UINT64_MAX;
        uint64_t most = 0;
        for (uint32_t i = classes->first_member[t]; i < classes->first_member[t + 1]; i++) {
            uint64_t own = tickets[classes->members[i]];
            least = own < least ? own : least;
            most = own > most ? own : most;
        }
        if (most > least + 1)
            fail_msg("a class has from %llu to %llu tickets", (unsigned long long)least,
                     (unsigned long long)most);
    }
    free(tickets);
}

static void everyone_of_a_class_sits_equally_often_and_nobody_twice_at_once(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (unsigned i = 0; i < 800; i++) {
        lot_test_case *made = i % 2 == 0 ? random_case(&random) : alike_case(&random);
        uint32_t per_household = 1 + i / 2 % 3;
        lot_classes *classes = NULL;
        lot_panels *panels = NULL;
        lot_error error = {.message = ""};
        assert_int_equal(lot_classes_new(&classes, made->pool, per_household, NULL), LOT_OK);
        uint32_t *order = random_order(&random, made->pool->people_count);
        lot_compositions *compositions =
            random_compositions(1 + lot_test_random_below(&random, 20), made, classes, &random);
        assert_int_equal(lot_deal(&panels, compositions, classes, order, NULL), LOT_OK);
        if (lot_panels_check(panels, made->pool, made->quotas, made->shape.seats, per_household,
                             &error) != LOT_OK)
            fail_msg("%s", error.message);
        assert_seats_kept(panels, compositions, classes);
        assert_even(panels, classes);
        /* households of many classes may need a cut more */
        uint32_t more = i % 2 == 0 ? 0 : made->pool->households_count;
        assert_true(panels->count <= compositions->count + made->pool->people_count + more);
        lot_panels_free(panels);
        lot_compositions_free(compositions);
        lot_classes_free(classes);
        free(order);
        lot_test_case_free(made);
    }
}

/* The class of the first `count` people has 1, 1 and 2 seats on three tickets, b the others. */
static void share_one_one_and_two(const char *csv, uint32_t count, uint64_t least, uint64_t most)
{
    lot_quotas *quotas = NULL;
    lot_pool *pool = read_pool(csv, 2, &quotas);
    lot_classes *classes = NULL;
    lot_panels *panels = NULL;
    uint32_t order[8] = {0, 1, 2, 3, 4, 5, 6, 7};
    uint64_t tickets[8] = {1, 1, 1};
    assert_int_equal(lot_classes_new(&classes, pool, 2, NULL), LOT_OK);
    uint32_t a = classes->of_person[0];
    uint32_t b = classes->of_person[count];
    assert_int_equal(classes->size[a], count);
    uint32_t seats[] = {a, b, a, b, a, a};
    qsort(seats, 2, sizeof *seats, by_number);
    qsort(seats + 2, 2, sizeof *seats, by_number);
    const lot_compositions compositions = {3, 2, seats, tickets};
    assert_int_equal(lot_deal(&panels, &compositions, classes, order, NULL), LOT_OK);
    assert_int_equal(lot_panels_check(panels, pool, quotas, 2, 2, NULL), LOT_OK);
    lot_panels_count_tickets(tickets, panels, pool->people_count);
    for (uint32_t p = 0; p < count; p++)
        assert_in_range(tickets[p], least, most);
    lot_panels_free(panels);
    lot_classes_free(classes);
    lot_pool_free(pool);
    lot_quotas_free(quotas);
}

/* Laid end to end and cut in halves, the second member would have both seats of the last ticket. */
static void two_members_share_one_one_and_two_seats(void **state)
{
    (void)state;
    share_one_one_and_two("id,kind,home\n0,a,\n1,a,\n2,b,\n3,b,\n", 2, 2, 2);
    share_one_one_and_two("id,kind,home\n0,a,x\n1,a,x\n2,a,x\n3,b,\n4,b,\n", 3, 1, 2);
}

/* The case's people file, its rows in another order: row i is row rows[i] of the case. */
static lot_pool *read_shuffled(const lot_test_case *made, const uint32_t *rows)
{
    lot_pool *pool = NULL;
    lot_text csv = LOT_TEXT_EMPTY;
    lot_problems *problems = lot_problems_new();
    lot_text_format(&csv, "%s\n", lot_table_header_record(made->people));
    for (uint32_t i = 0; i < made->pool->people_count; i++)
        lot_text_format(&csv, "%s\n", lot_table_record(made->people, rows[i]));
    lot_table *people = lot_test_table("people.csv", lot_text_string(&csv));
    assert_int_equal(lot_pool_read(&pool, people, made->quotas, &made->columns, problems, NULL),
                     LOT_OK);
    lot_table_free(people);
    lot_text_free(&csv);
    lot_problems_free(problems);
    return pool;
}

/* Deal with the people in `order` of the case, whose row order is `rows`; members as in the case.
 */
static lot_panels *deal_shuffled(const lot_test_case *made, const lot_compositions *compositions,
                                 const uint32_t *order, const uint32_t *rows)
{
    lot_panels *panels = NULL;
    lot_classes *classes = NULL;
    lot_pool *pool = read_shuffled(made, rows);
    uint32_t count = pool->people_count;
    uint32_t *place = lot_array_new(count, sizeof *place);
    uint32_t *moved = lot_array_new(count, sizeof *moved);
    for (uint32_t i = 0; i < count; i++)
        place[rows[i]] = i;
    for (uint32_t i = 0; i < count; i++)
        moved[i] = place[order[i]];
    assert_int_equal(lot_classes_new(&classes, pool, 1, NULL), LOT_OK);
    assert_int_equal(lot_deal(&panels, compositions, classes, moved, NULL), LOT_OK);
    for (uint32_t p = 0; p < panels->count; p++) {
        uint32_t *members = panels->members + (size_t)p * panels->seats;
        for (uint32_t s = 0; s < panels->seats; s++)
            members[s] = rows[members[s]];
        qsort(members, panels->seats, sizeof *members, by_number);
    }
    free(place);
    free(moved);
    lot_classes_free(classes);
    lot_pool_free(pool);
    return panels;
}

static bool are_same(const lot_panels *a, const lot_panels *b)
{
    size_t members = (size_t)a->count * a->seats;
    return a->count == b->count &&
           memcmp(a->tickets, b->tickets, a->count * sizeof *a->tickets) == 0 &&
           memcmp(a->members, b->members, members * sizeof *a->members) == 0;
}

static void panels_depend_on_the_order_given_and_not_on_that_of_the_file(void **state)
{
    (void)state;
    uint64_t random = 2;
    unsigned others = 0;
    for (unsigned i = 0; i < 60; i++) {
        lot_test_case *made = random_case(&random);
        uint32_t count = made->pool->people_count;
        lot_classes *classes = NULL;
        lot_panels *panels = NULL;
        assert_int_equal(lot_classes_new(&classes, made->pool, 1, NULL), LOT_OK);
        lot_compositions *compositions = random_compositions(10, made, classes, &random);
        uint32_t *order = random_order(&random, count);
        uint32_t *rows = random_order(&random, count);
        assert_int_equal(lot_deal(&panels, compositions, classes, order, NULL), LOT_OK);
        lot_panels *shuffled = deal_shuffled(made, compositions, order, rows);
        assert_true(are_same(panels, shuffled));
        lot_panels *other = deal_shuffled(made, compositions, rows, rows);
        others += !are_same(panels, other);
        lot_panels_free(other);
        lot_panels_free(shuffled);
        lot_panels_free(panels);
        free(rows);
        free(order);
        lot_compositions_free(compositions);
        lot_classes_free(classes);
        lot_test_case_free(made);
    }
    assert_true(others > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everyone_of_a_class_sits_equally_often_and_nobody_twice_at_once),
        cmocka_unit_test(two_members_share_one_one_and_two_seats),
        cmocka_unit_test(panels_depend_on_the_order_given_and_not_on_that_of_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
