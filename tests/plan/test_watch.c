/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Watch: who is still to come against the exact distribution, and remedies by hand. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/remedy.h"

#include "support/input.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE_MOST = 200 };

/* People, their quotas, and what is asked of them. */
typedef struct scene {
    lot_quotas *quotas;
    lot_pool *pool;
    uint32_t people[PEOPLE_MOST];
    lot_flow flow;
    lot_watch_task task;
} scene;

/* people: `id,feature,...` rows. */
static void set(scene *s, const char *quotas, const char *people, uint32_t seats)
{
    lot_problems *problems = lot_problems_new();
    lot_table *table = lot_test_table("quotas.csv", quotas);
    assert_int_equal(lot_quotas_read(&s->quotas, table, seats, problems, NULL), LOT_OK);
    lot_table_free(table);
    table = lot_test_table("people.csv", people);
    const lot_pool_columns columns = {.id = "id"};
    assert_int_equal(lot_pool_read(&s->pool, table, s->quotas, &columns, problems, NULL), LOT_OK);
    lot_table_free(table);
    lot_problems_free(problems);
    assert_true(s->pool->people_count <= PEOPLE_MOST);
    for (uint32_t p = 0; p < s->pool->people_count; p++)
        s->people[p] = p;
    s->flow = (lot_flow){s->people, s->pool->people_count, s->pool->people_count, 1, 2};
    s->task = (lot_watch_task){.quotas = s->quotas,
                               .pool = s->pool,
                               .per_household = 1,
                               .seats = seats,
                               .flows = &s->flow,
                               .flows_count = 1,
                               .simulations = 100,
                               .seed = 7};
}

static void unset(scene *s)
{
    lot_pool_free(s->pool);
    lot_quotas_free(s->quotas);
}

/* k successes before r failures. */
static double negative_binomial(uint32_t k, uint32_t r, double p)
{
    return exp(lgamma(k + r) - lgamma(k + 1.0) - lgamma(r) + k * log(p) + r * log(1 - p));
}

/* Of five in two days, how many come in one: the quantiles and the mean of the exact numbers. */
static void who_is_still_to_come_is_negative_binomial(void **state)
{
    (void)state;
    scene s;
    set(&s, "feature,value,min,max\nsex,f,0,2\nsex,m,0,2\n", "id,sex\n1,f\n2,f\n3,m\n4,m\n5,f\n",
        2);
    s.task.simulations = 20000;
    lot_watch *watch;
    assert_int_equal(lot_watch_run(&watch, &s.task, NULL, NULL), LOT_OK);
    double below = 0;
    uint32_t quantiles[3] = {0};
    static const double at[] = {0.1, 0.5, 0.9};
    for (uint32_t k = 0; k < 60; k++) {
        below += negative_binomial(k, 5, 1.0 / 3);
        for (size_t q = 0; q < 3; q++)
            quantiles[q] += below < at[q];
    }
    assert_int_equal(watch->people.low, 5 + quantiles[0]);
    assert_int_equal(watch->people.middle, 5 + quantiles[1]);
    assert_int_equal(watch->people.high, 5 + quantiles[2]);
    /* variance r p / (1 - p)^2 = 3.75: four standard errors */
    double mean = (double)watch->people.sum / 20000;
    assert_true(fabs(mean - 7.5) < 4 * sqrt(3.75 / 20000));
    assert_true(watch->expected == 750);
    assert_true(watch->values[0].expected == 450);
    assert_int_equal(watch->values[0].registered, 3);
    assert_int_equal(watch->registered, 5);
    assert_true(watch->panel_now);
    assert_int_equal(watch->feasible, 20000);
    lot_watch_free(watch);
    unset(&s);
}

/* All shares between 0 and 1 are equally likely after one of each: an urn of Polya's oldest fact.
 */
static void shares_are_as_uncertain_as_the_few_who_came(void **state)
{
    (void)state;
    scene s;
    set(&s, "feature,value,min,max\nsex,f,0,1\nsex,m,0,1\n", "id,sex\n1,f\n2,m\n", 1);
    s.flow.more = 1000;
    s.task.simulations = 4000;
    lot_watch *watch;
    assert_int_equal(lot_watch_run(&watch, &s.task, NULL, NULL), LOT_OK);
    /* about 1000 come; a tenth of the simulations has a share of women below 0.1, not 0.48 */
    double low = (double)watch->values[0].range.low / (double)watch->people.middle;
    assert_true(low < 0.2);
    lot_watch_free(watch);
    unset(&s);
}

static void a_value_that_nobody_has_yet_may_still_come(void **state)
{
    (void)state;
    scene s;
    set(&s, "feature,value,min,max\nsex,f,0,2\nsex,m,0,2\nsex,x,1,1\n",
        "id,sex\n1,f\n2,f\n3,m\n4,m\n", 3);
    s.flow.more = 2;
    s.task.simulations = 5000;
    lot_watch *watch;
    assert_int_equal(lot_watch_run(&watch, &s.task, NULL, NULL), LOT_OK);
    assert_int_equal(watch->values[2].registered, 0);
    /* four come, of each a ninth: 44 hundredths; the others have what is left of 8 */
    assert_true(watch->values[2].expected == 44);
    assert_true(watch->values[0].expected == 200 + 177);
    assert_false(watch->panel_now);
    assert_true(watch->values[2].missed > 2500 && watch->values[2].missed < 4500);
    assert_int_equal(watch->feasible, 5000 - watch->values[2].missed);
    lot_watch_free(watch);
    unset(&s);
}

static void the_same_seed_gives_the_same_and_another_does_not(void **state)
{
    (void)state;
    scene s;
    lot_watch *watches[3];
    set(&s, "feature,value,min,max\nsex,f,3,4\nsex,m,0,4\n",
        "id,sex\n1,f\n2,f\n3,m\n4,m\n5,m\n6,m\n", 4);
    s.task.simulations = 300;
    for (size_t i = 0; i < 3; i++) {
        s.task.seed = i < 2 ? 3 : 4;
        assert_int_equal(lot_watch_run(&watches[i], &s.task, NULL, NULL), LOT_OK);
    }
    assert_true(watches[0]->people.sum == watches[1]->people.sum);
    assert_int_equal(watches[0]->feasible, watches[1]->feasible);
    assert_true(watches[0]->people.sum != watches[2]->people.sum);
    assert_int_equal(watches[0]->feasible, 300 - watches[0]->values[0].missed);
    for (size_t i = 0; i < 3; i++)
        lot_watch_free(watches[i]);
    unset(&s);
}

/* Three more of six are one more of two and two more of four. */
static void the_expected_pool_has_every_kind_in_its_share(void **state)
{
    (void)state;
    scene s;
    lot_expected_pool expected;
    set(&s, "feature,value,min,max\nsex,f,4,5\nsex,m,0,5\n",
        "id,sex\n1,f\n2,m\n3,m\n4,f\n5,m\n6,m\n", 5);
    assert_int_equal(lot_watch_expected(&expected, &s.task, NULL, NULL), LOT_OK);
    assert_int_equal(expected.classes->people_count, 9);
    assert_int_equal(expected.classes->size[0], 3);
    assert_int_equal(expected.classes->size[1], 6);
    assert_int_equal(expected.rows[0], 2);
    assert_int_equal(expected.rows[6], 0);
    assert_non_null(expected.conflict);
    assert_int_equal(expected.conflict->parts[0].quota, 0);
    lot_expected_pool_clear(&expected);
    unset(&s);
}

static void letters_are_read_by_area(void **state)
{
    (void)state;
    static const char *const words[] = {
        "letters.csv, row 3, column area: 'west' is no value of that feature in the quotas",
        "letters.csv, row 4, column letters: 'many' is not a number of letters"};
    scene s;
    lot_letters letters;
    lot_problems *problems = lot_problems_new();
    set(&s, "feature,value,min,max\narea,north,0,1\narea,south,0,1\n", "id,area\n1,north\n", 1);
    lot_table *table =
        lot_test_table("letters.csv", "Area,letters\nnorth,\"1,000\"\nSOUTH,200\nnorth,50\n");
    assert_int_equal(lot_letters_read(&letters, table, s.quotas, problems, NULL), LOT_OK);
    assert_true(letters.total == 1250);
    assert_true(letters.sent[0] == 1050);
    assert_int_equal(letters.feature, 0);
    lot_letters_clear(&letters);
    lot_table_free(table);
    table = lot_test_table("letters.csv", "area,letters\nnorth,1\nwest,1\nsouth,many\n");
    assert_int_equal(lot_letters_read(&letters, table, s.quotas, problems, NULL), LOT_BAD_INPUT);
    lot_test_assert_problems(problems, words, 2);
    lot_letters_clear(&letters);
    lot_table_free(table);
    lot_problems_free(problems);
    unset(&s);
}

/*
 * North: 1000 letters, 20 people, 2 of them old; south: 500 letters, 10 people, 5 old. Of all 30,
 * 7 are old. A letter to the south brings 10/500 * (5 * 30 + 10 * 7) / (20 * 30) = 0.00733 old
 * people in the time so far, and half of it in half the time; to the north 20/1000 * (2 * 30 + 70)
 * / 900 = 0.00289.
 */
static void letters_go_where_they_bring_most(void **state)
{
    (void)state;
    scene s;
    lot_text people = LOT_TEXT_EMPTY;
    lot_text_put(&people, "id,age,area\n");
    for (uint32_t i = 0; i < 30; i++)
        lot_text_format(&people, "%u,%s,%s\n", i, i < 2 || i >= 25 ? "old" : "young",
                        i < 20 ? "north" : "south");
    set(&s,
        "feature,value,min,max\nage,young,0,20\nage,old,12,20\narea,north,0,20\narea,south,0,20\n",
        lot_text_string(&people), 20);
    lot_text_free(&people);
    uint64_t sent[] = {0, 0, 1000, 500};
    const lot_letters letters = {1500, 1, sent};
    lot_watched_value values[4] = {0};
    lot_watch watch = {.values = values, .simulations = 100};
    values[1].missed = 60;
    values[1].range.low = 10;
    const lot_remedy_task task = {&s.task, &watch, &letters, 7, 14};
    lot_remedy *remedies;
    uint32_t count;
    assert_int_equal(lot_remedies_find(&remedies, &count, &task, NULL), LOT_OK);
    assert_int_equal(count, 1);
    assert_int_equal(remedies[0].quota, 1);
    assert_int_equal(remedies[0].area, 3);
    assert_true(remedies[0].wanted == 200);
    /* 2 / 0.003667 = 545.5 letters, in steps of 50 */
    assert_true(remedies[0].letters == 550);
    assert_true(remedies[0].brings == 202 || remedies[0].brings == 201);
    assert_int_equal(remedies[0].area_all, 10);
    assert_int_equal(remedies[0].area_have, 5);
    assert_false(remedies[0].far);
    lot_flow flow;
    assert_int_equal(lot_remedy_flow(&flow, &task, 3, 550, NULL), LOT_OK);
    assert_int_equal(flow.people_count, 10);
    /* 10 people of 500 letters: 550 in half the time bring 5.5 */
    assert_true(lot_flow_expected(&flow) == 550);
    free(flow.people);
    free(remedies);
    /* whoever is missed as an area gets letters there, and only seldom missed values none */
    values[1].missed = 9;
    values[2].missed = 100;
    assert_int_equal(lot_remedies_find(&remedies, &count, &task, NULL), LOT_OK);
    assert_int_equal(count, 1);
    assert_int_equal(remedies[0].area, 2);
    assert_true(remedies[0].letters == 100);
    free(remedies);
    unset(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_still_to_come_is_negative_binomial),
        cmocka_unit_test(shares_are_as_uncertain_as_the_few_who_came),
        cmocka_unit_test(a_value_that_nobody_has_yet_may_still_come),
        cmocka_unit_test(the_same_seed_gives_the_same_and_another_does_not),
        cmocka_unit_test(the_expected_pool_has_every_kind_in_its_share),
        cmocka_unit_test(letters_are_read_by_area),
        cmocka_unit_test(letters_go_where_they_bring_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
