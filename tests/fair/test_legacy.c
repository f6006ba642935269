/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The greedy algorithm, against the chances of all ways that it can go. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "fair/legacy.h"
#include "fair/model.h"
#include "support/generate.h"
#include "support/input.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE_MAX = 16, TICKETS = 40000 };

typedef struct setting {
    lot_quotas *quotas;
    lot_pool *pool;
    lot_classes *classes;
    uint32_t seats;
} setting;

static void setting_make(setting *s, const char *people_csv, const char *quotas_csv, uint32_t seats,
                         uint32_t per_household)
{
    static const char *const household[] = {"home"};
    lot_table *people = lot_test_table("people.csv", people_csv);
    lot_table *rows = lot_test_table("quotas.csv", quotas_csv);
    lot_problems *problems = lot_problems_new();
    const lot_pool_columns columns = {.id = NULL, .household = household, .household_count = 1};
    s->seats = seats;
    assert_int_equal(lot_quotas_read(&s->quotas, rows, seats, problems, NULL), LOT_OK);
    assert_int_equal(lot_pool_read(&s->pool, people, s->quotas, &columns, problems, NULL), LOT_OK);
    assert_int_equal(lot_classes_new(&s->classes, s->pool, per_household, NULL), LOT_OK);
    lot_table_free(people);
    lot_table_free(rows);
    lot_problems_free(problems);
}

static void setting_free(setting *s)
{
    lot_classes_free(s->classes);
    lot_pool_free(s->pool);
    lot_quotas_free(s->quotas);
}

/* All ways that picking can go, person by person; chances of those that end in a panel. */
typedef struct ways {
    const setting *s;
    double chance[PEOPLE_MAX];
    double success;
} ways;

static uint32_t value_of(const setting *s, uint32_t person, uint32_t feature)
{
    return s->pool->values[(size_t)person * s->quotas->features_count + feature];
}

static bool has(const setting *s, uint32_t person, uint32_t quota)
{
    return value_of(s, person, s->quotas->rows[quota].feature) == quota;
}

static uint32_t count_with(const setting *s, const bool *who, uint32_t quota)
{
    uint32_t count = 0;
    for (uint32_t p = 0; p < s->pool->people_count; p++)
        count += who[p] && has(s, p, quota);
    return count;
}

/* Who may still be picked beside those who are seated. */
static void find_left(bool *left, const setting *s, const bool *seated)
{
    for (uint32_t p = 0; p < s->pool->people_count; p++) {
        uint32_t house = 0;
        left[p] = !seated[p];
        for (uint32_t q = 0; q < s->quotas->count; q++)
            left[p] =
                left[p] && !(has(s, p, q) && count_with(s, seated, q) >= s->quotas->rows[q].max);
        for (uint32_t o = 0; o < s->pool->people_count; o++)
            house += seated[o] && s->pool->households[o] == s->pool->households[p];
        left[p] = left[p] && house < s->classes->per_household;
    }
}

static void go(ways *w, bool *seated, uint32_t count, double probability)
{
    const setting *s = w->s;
    bool left[PEOPLE_MAX];
    if (count == s->seats) {
        bool whole = true;
        for (uint32_t q = 0; q < s->quotas->count; q++)
            whole = whole && count_with(s, seated, q) >= s->quotas->rows[q].min;
        for (uint32_t p = 0; whole && p < s->pool->people_count; p++)
            w->chance[p] += seated[p] ? probability : 0;
        w->success += whole ? probability : 0;
        return;
    }
    find_left(left, s, seated);
    double most = -INFINITY;
    uint32_t value = 0;
    for (uint32_t q = 0; q < s->quotas->count; q++) {
        uint32_t people = count_with(s, left, q);
        double lacks = ((double)s->quotas->rows[q].min - count_with(s, seated, q)) / people;
        if (people > 0 && lacks > most + 1e-12) {
            most = lacks;
            value = q;
        }
    }
    if (isinf(most))
        return;
    double each = probability / count_with(s, left, value);
    for (uint32_t p = 0; p < s->pool->people_count; p++) {
        if (!left[p] || !has(s, p, value))
            continue;
        seated[p] = true;
        go(w, seated, count + 1, each);
        seated[p] = false;
    }
}

static void expect_panels(const setting *s, const lot_compositions *all, uint64_t *held)
{
    lot_model *model;
    int64_t *seats = calloc(s->classes->count, sizeof *seats);
    assert_non_null(seats);
    assert_int_equal(lot_model_new(&model, s->quotas, s->classes, s->seats, true, NULL), LOT_OK);
    for (uint32_t j = 0; j < all->count; j++) {
        memset(seats, 0, s->classes->count * sizeof *seats);
        for (uint32_t i = 0; i < s->seats; i++)
            seats[all->classes[(size_t)j * s->seats + i]]++;
        assert_true(lot_model_admits(model, seats));
        assert_int_equal(all->tickets[j], 1);
        for (uint32_t t = 0; t < s->classes->count; t++)
            held[t] += (uint64_t)seats[t];
    }
    lot_model_free(model);
    free(seats);
}

/* Estimates are within five standard deviations of the chances. */
static void expect_estimates(const setting *s)
{
    ways w = {.s = s};
    bool seated[PEOPLE_MAX] = {false};
    uint64_t held[PEOPLE_MAX] = {0};
    double wanted[PEOPLE_MAX] = {0};
    lot_compositions *all;
    assert_true(s->pool->people_count <= PEOPLE_MAX);
    go(&w, seated, 0, 1);
    assert_true(w.success > 0.1);
    assert_int_equal(lot_legacy(&all, s->quotas, s->classes, s->seats, TICKETS, NULL, NULL),
                     LOT_OK);
    assert_int_equal(all->count, TICKETS);
    expect_panels(s, all, held);
    for (uint32_t p = 0; p < s->pool->people_count; p++)
        wanted[s->classes->of_person[p]] += w.chance[p] / w.success;
    for (uint32_t t = 0; t < s->classes->count; t++) {
        double is = (double)held[t] / TICKETS;
        if (fabs(is - wanted[t]) > 5 * sqrt(s->seats / 4.0 * s->seats / TICKETS))
            fail_msg("class %u has %.5f seats, not %.5f", t, is, wanted[t]);
    }
    lot_compositions_free(all);
}

static const char *const few = "feature,value,min,max\nsex,f,2,2\nsex,m,1,2\nage,young,1,2\n"
                               "age,old,1,3\n";

static void estimates_are_those_of_all_ways_that_it_can_go(void **state)
{
    (void)state;
    setting s;
    setting_make(&s,
                 "id,sex,age,home\n1,f,young,\n2,f,young,\n3,f,old,\n4,m,young,\n5,m,old,\n"
                 "6,m,old,\n7,m,old,\n8,f,old,\n",
                 few, 4, 1);
    expect_estimates(&s);
    setting_free(&s);
}

static void housemates_go_when_the_household_has_its_most(void **state)
{
    (void)state;
    for (uint32_t per_household = 1; per_household <= 2; per_household++) {
        setting s;
        setting_make(&s,
                     "id,sex,age,home\n1,f,young,a\n2,f,young,a\n3,f,old,b\n4,m,young,b\n"
                     "5,m,old,a\n6,m,old,c\n7,m,old,c\n8,f,old,\n9,f,young,d\n10,m,young,d\n",
                     few, 4, per_household);
        expect_estimates(&s);
        setting_free(&s);
    }
}

static void without_features_everybody_is_picked_alike(void **state)
{
    (void)state;
    lot_quotas none = {0};
    uint64_t held[PEOPLE_MAX] = {0};
    setting s;
    lot_compositions *all;
    setting_make(&s, "id,sex,home\n1,f,a\n2,f,a\n3,f,\n4,f,\n5,f,\n",
                 "feature,value,min,max\nsex,f,2,2\n", 2, 1);
    lot_classes alike = *s.classes;
    alike.features_count = 0;
    assert_int_equal(lot_legacy(&all, &none, &alike, 2, TICKETS, NULL, NULL), LOT_OK);
    expect_panels(&s, all, held);
    /* somebody alone is first, or second of four after another such, or second of three */
    double alone = 0;
    for (uint32_t t = 0; t < s.classes->count; t++)
        if (s.classes->per_copy[t] == 1)
            alone += (double)held[t] / TICKETS / s.classes->size[t];
    assert_true(fabs(alone - (1.0 / 5 + 2.0 / 5 / 4 + 2.0 / 5 / 3)) < 0.01);
    lot_compositions_free(all);
    setting_free(&s);
}

static void the_same_panels_come_every_time(void **state)
{
    (void)state;
    setting s;
    lot_compositions *one;
    lot_compositions *two;
    setting_make(&s, "id,sex,age,home\n1,f,young,\n2,f,old,\n3,f,old,\n4,m,young,\n5,m,old,\n", few,
                 3, 1);
    assert_int_equal(lot_legacy(&one, s.quotas, s.classes, 3, 500, NULL, NULL), LOT_OK);
    assert_int_equal(lot_legacy(&two, s.quotas, s.classes, 3, 500, NULL, NULL), LOT_OK);
    assert_memory_equal(one->classes, two->classes, 1500 * sizeof *one->classes);
    lot_compositions_free(one);
    lot_compositions_free(two);
    setting_free(&s);
}

/* Stops when asked for ticket number `context`. */
static bool stop_at(void *context, const char *step, uint64_t done, uint64_t total)
{
    (void)step;
    (void)total;
    return done == *(const uint64_t *)context;
}

static void who_interrupts_gets_the_panels_so_far(void **state)
{
    (void)state;
    setting s;
    lot_compositions *all;
    uint64_t at = 0;
    const lot_progress progress = {stop_at, &at};
    setting_make(&s, "id,sex,age,home\n1,f,young,\n2,f,old,\n3,f,old,\n4,m,young,\n5,m,old,\n", few,
                 3, 1);
    assert_int_equal(lot_legacy(&all, s.quotas, s.classes, 3, 500, &progress, NULL),
                     LOT_INTERRUPTED);
    assert_null(all);
    at = 7;
    assert_int_equal(lot_legacy(&all, s.quotas, s.classes, 3, 500, &progress, NULL),
                     LOT_INTERRUPTED);
    assert_int_equal(all->count, 7);
    lot_compositions_free(all);
    setting_free(&s);
}

/* Two pairs fit together; where both of one are asked for and neither pair has that, none does. */
static void a_panel_that_is_never_found_is_a_failure(void **state)
{
    (void)state;
    setting s;
    lot_compositions *all;
    lot_error error = {{0}, NULL, 0};
    setting_make(&s, "id,f,g,h,home\n1,a,c,e,\n2,b,d,e,\n3,a,d,k,\n4,b,c,k,\n",
                 "feature,value,min,max\nf,a,1,1\nf,b,1,1\ng,c,1,1\ng,d,1,1\nh,e,0,2\nh,k,0,2\n", 2,
                 1);
    lot_status status = lot_legacy(&all, s.quotas, s.classes, 2, 10, NULL, &error);
    assert_int_equal(status, LOT_OK);
    lot_compositions_free(all);
    s.quotas->rows[4].min = 1; /* one of e and one of k: there is none */
    s.quotas->rows[5].min = 1;
    assert_int_equal(lot_legacy(&all, s.quotas, s.classes, 2, 10, NULL, &error), LOT_FAILURE);
    assert_null(all);
    assert_non_null(strstr(error.message, "in 100 attempts"));
    setting_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(estimates_are_those_of_all_ways_that_it_can_go),
        cmocka_unit_test(housemates_go_when_the_household_has_its_most),
        cmocka_unit_test(without_features_everybody_is_picked_alike),
        cmocka_unit_test(the_same_panels_come_every_time),
        cmocka_unit_test(who_interrupts_gets_the_panels_so_far),
        cmocka_unit_test(a_panel_that_is_never_found_is_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
