/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The composition of a panel: counted, and what of it the public sees. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/composition.h"
#include "support/input.h"

#include <string.h>

enum { PEOPLE = 60, SEATS = 20 };

/* A pool of 60: every third person is a man, every sixth is young; the first 20 are drawn. */
typedef struct scene {
    lot_quotas *quotas;
    lot_pool pool;
    uint32_t values[PEOPLE * 2];
    lot_composition *composition;
} scene;

static lot_quotas *read_quotas(const char *csv)
{
    lot_table *table = lot_test_table("quotas.csv", csv);
    lot_problems *problems = lot_problems_new();
    lot_quotas *quotas;
    assert_int_equal(lot_quotas_read(&quotas, table, SEATS, problems, NULL), LOT_OK);
    lot_problems_free(problems);
    lot_table_free(table);
    return quotas;
}

static void add_range(scene *s, lot_stage stage, uint32_t first, uint32_t end)
{
    for (uint32_t p = first; p < end; p++)
        lot_composition_add(s->composition, stage, &s->pool, p);
}

static void scene_make_of(scene *s, uint32_t changes, const char *quotas)
{
    s->quotas = read_quotas(quotas);
    for (uint32_t p = 0; p < PEOPLE; p++) {
        s->values[p * 2] = p % 3 == 0 ? 1 : 0;
        s->values[p * 2 + 1] = p % 6 == 0 ? 2 : 3;
    }
    s->pool = (lot_pool){.people_count = PEOPLE, .features_count = 2, .values = s->values};
    assert_int_equal(lot_composition_new(&s->composition, s->quotas, changes, NULL), LOT_OK);
    s->composition->title = "Scene";
    s->composition->process_id = "pid";
    s->composition->seats = SEATS;
    add_range(s, LOT_STAGE_POOL, 0, PEOPLE);
    add_range(s, LOT_STAGE_DRAWN, 0, SEATS);
}

static void scene_make(scene *s, uint32_t changes)
{
    scene_make_of(s, changes,
                  "feature,value,min,max\nsex,f,10,20\nsex,m,0,10\nage,young,1,6\n"
                  "age,old,14,19\n");
}

static void scene_clear(scene *s)
{
    lot_composition_free(s->composition);
    lot_quotas_free(s->quotas);
}

static void assert_shown(const scene *s, uint32_t value, lot_stage stage, const char *words)
{
    lot_text cell = LOT_TEXT_EMPTY;
    lot_composition_put(&cell, s->composition, value, stage);
    assert_string_equal(lot_text_string(&cell), words);
    lot_text_free(&cell);
}

static void a_panel_that_nobody_left_is_shown_in_all_its_columns(void **state)
{
    (void)state;
    scene s;
    scene_make(&s, 0);
    add_range(&s, LOT_STAGE_NOW, 0, SEATS);
    add_range(&s, LOT_STAGE_CONFIRMED, 0, SEATS);
    assert_int_equal(lot_composition_suppress(s.composition, NULL), LOT_OK);
    assert_true(s.composition->shown[LOT_STAGE_DRAWN]);
    assert_true(s.composition->shown[LOT_STAGE_CONFIRMED]);
    assert_false(s.composition->shown[LOT_STAGE_ATTENDED]);
    assert_shown(&s, 0, LOT_STAGE_DRAWN, "13");
    assert_shown(&s, 1, LOT_STAGE_NOW, "7");
    assert_shown(&s, 2, LOT_STAGE_NOW, "<5"); /* 4 of 20 */
    assert_shown(&s, 2, LOT_STAGE_DRAWN, "<5");
    assert_shown(&s, 3, LOT_STAGE_CONFIRMED, "withheld");
    assert_shown(&s, 2, LOT_STAGE_POOL, "10");
    scene_clear(&s);
}

static void columns_that_a_few_people_differ_by_are_told_in_all_only(void **state)
{
    (void)state;
    scene s;
    scene_make(&s, 1);
    assert_int_equal(lot_composition_add_left(s.composition, 0, &s.pool, 0, "ill", NULL), LOT_OK);
    lot_composition_add_joined(s.composition, 0, &s.pool, 30);
    add_range(&s, LOT_STAGE_NOW, 1, SEATS);
    add_range(&s, LOT_STAGE_NOW, 30, 31);
    add_range(&s, LOT_STAGE_CONFIRMED, 1, SEATS);
    add_range(&s, LOT_STAGE_CONFIRMED, 30, 31);
    add_range(&s, LOT_STAGE_ATTENDED, 2, SEATS);
    assert_int_equal(lot_composition_suppress(s.composition, NULL), LOT_OK);
    assert_false(s.composition->shown[LOT_STAGE_DRAWN]);
    assert_true(s.composition->shown[LOT_STAGE_CONFIRMED]);
    assert_false(s.composition->shown[LOT_STAGE_ATTENDED]);
    lot_text text = LOT_TEXT_EMPTY;
    assert_int_equal(lot_composition_text(&text, s.composition, NULL), LOT_OK);
    assert_non_null(
        strstr(lot_text_string(&text),
               "Replacement 1: 1 left (ill 1), 1 came.\n"
               "drawn: 20 (not by value: that would tell of those by whom it differs from now).\n"
               "attended: 18 (not by value: "));
    assert_null(strstr(lot_text_string(&text), "repl."));
    lot_text_free(&text);
    scene_clear(&s);
}

/* 4 young by the quotas alone; then one is replaced by somebody old. */
static void quotas_tell_less_once_a_call_up_missed_them(void **state)
{
    (void)state;
    static const char quotas[] = "feature,value,min,max\nsex,f,10,20\nsex,m,0,10\n"
                                 "age,young,4,4\nage,old,16,16\n";
    scene s;
    scene_make_of(&s, 0, quotas);
    add_range(&s, LOT_STAGE_NOW, 0, SEATS);
    assert_int_equal(lot_composition_suppress(s.composition, NULL), LOT_OK);
    assert_shown(&s, 2, LOT_STAGE_NOW, "4");
    scene_clear(&s);
    scene_make_of(&s, 1, quotas);
    s.composition->changes[0].callup = 1;
    s.composition->missed = 2;
    assert_int_equal(lot_composition_add_left(s.composition, 0, &s.pool, 0, "ill", NULL), LOT_OK);
    lot_composition_add_joined(s.composition, 0, &s.pool, 31);
    add_range(&s, LOT_STAGE_NOW, 1, SEATS);
    add_range(&s, LOT_STAGE_NOW, 31, 32);
    assert_int_equal(lot_composition_suppress(s.composition, NULL), LOT_OK);
    assert_shown(&s, 2, LOT_STAGE_NOW, "<5");
    assert_shown(&s, 3, LOT_STAGE_NOW, "withheld");
    scene_clear(&s);
}

static void a_pool_with_few_people_off_the_panel_is_told_in_all_only(void **state)
{
    (void)state;
    scene s;
    scene_make(&s, 0);
    s.composition->totals[LOT_STAGE_POOL] = SEATS + 2;
    memset(s.composition->counts, 0, 4 * LOT_STAGES_COUNT * sizeof *s.composition->counts);
    s.composition->totals[LOT_STAGE_POOL] = s.composition->totals[LOT_STAGE_DRAWN] = 0;
    add_range(&s, LOT_STAGE_POOL, 0, SEATS + 2);
    add_range(&s, LOT_STAGE_DRAWN, 0, SEATS);
    add_range(&s, LOT_STAGE_NOW, 0, SEATS);
    assert_int_equal(lot_composition_suppress(s.composition, NULL), LOT_OK);
    assert_false(s.composition->shown[LOT_STAGE_POOL]);
    assert_true(s.composition->shown[LOT_STAGE_NOW]);
    scene_clear(&s);
}

static void of_a_group_below_five_not_even_the_total_is_told(void **state)
{
    (void)state;
    scene s;
    scene_make(&s, 0);
    add_range(&s, LOT_STAGE_NOW, 0, SEATS);
    add_range(&s, LOT_STAGE_ATTENDED, 0, 3);
    assert_int_equal(lot_composition_suppress(s.composition, NULL), LOT_OK);
    lot_text text = LOT_TEXT_EMPTY;
    assert_int_equal(lot_composition_html(&text, s.composition, NULL), LOT_OK);
    assert_non_null(strstr(lot_text_string(&text), "<dt>of them were there</dt><dd>&lt;5</dd>"));
    assert_null(strstr(lot_text_string(&text), "<dt>of them confirmed")); /* nobody was marked */
    lot_text_free(&text);
    scene_clear(&s);
}

static void the_organiser_sees_everything(void **state)
{
    (void)state;
    scene s;
    scene_make(&s, 1);
    assert_int_equal(lot_composition_add_left(s.composition, 0, &s.pool, 0, "moved", NULL), LOT_OK);
    assert_int_equal(lot_composition_add_left(s.composition, 0, &s.pool, 1, "ill", NULL), LOT_OK);
    lot_composition_add_joined(s.composition, 0, &s.pool, 30);
    add_range(&s, LOT_STAGE_NOW, 2, SEATS);
    add_range(&s, LOT_STAGE_NOW, 30, 31);
    lot_text text = LOT_TEXT_EMPTY;
    assert_int_equal(lot_composition_csv(&text, s.composition, NULL), LOT_OK);
    assert_string_equal(lot_text_string(&text),
                        "feature,value,min,max,pool,drawn,replacement_1_left,replacement_1_came,"
                        "now\n"
                        "sex,f,10,20,40,13,1,0,12\nsex,m,0,10,20,7,1,1,7\n"
                        "age,young,1,6,10,4,1,1,4\nage,old,14,19,50,16,1,0,15\n");
    lot_text_free(&text);
    assert_int_equal(lot_composition_text(&text, s.composition, NULL), LOT_OK);
    assert_non_null(strstr(lot_text_string(&text),
                           "Replacement 1: 2 left (ill 1, moved 1), 1 came.\n"
                           "Seats that nobody has now: 1.\n"));
    lot_text_free(&text);
    scene_clear(&s);
}

static void assert_population(const char *csv, lot_status expected, const char *words)
{
    scene s;
    scene_make(&s, 0);
    lot_table *table = lot_test_table("population.csv", csv);
    lot_problems *problems = lot_problems_new();
    assert_int_equal(lot_composition_read_population(s.composition, table, problems, NULL),
                     expected);
    lot_test_assert_problems(problems, &words, words != NULL ? 1 : 0);
    if (expected == LOT_OK) {
        assert_int_equal(s.composition->population[0], 300);
        assert_int_equal(s.composition->population[1], 100);
        assert_true(s.composition->population[2] == LOT_NOBODY_COUNTED);
        assert_int_equal(s.composition->population_of[0], 410);
    }
    lot_problems_free(problems);
    lot_table_free(table);
    scene_clear(&s);
}

static void a_population_is_found_by_the_names_of_the_quotas(void **state)
{
    (void)state;
    assert_population("feature,value,count,base\nSEX,F,300,all\nsex,m,100,all\nsex,x,10,all\n"
                      "ward,North,7,all\n",
                      LOT_OK, NULL);
    assert_population("feature,value,count\nsex,f,300\nsex,F,1\n", LOT_BAD_INPUT,
                      "population.csv, row 3: its feature and value stand in a row before: add the "
                      "counts up");
    assert_population("feature,value,count\nsex,f,many\n", LOT_BAD_INPUT,
                      "population.csv, row 2, column count: write a whole number of people");
    assert_population("feature,value,share\nsex,f,150%\n", LOT_BAD_INPUT,
                      "population.csv, row 2, column share: write a share: 12.5% or 0.125");
}

static void names_of_values_do_no_harm_on_the_page(void **state)
{
    (void)state;
    scene s;
    scene_make(&s, 0);
    add_range(&s, LOT_STAGE_NOW, 0, SEATS);
    s.composition->title = "<script>";
    lot_text text = LOT_TEXT_EMPTY;
    assert_int_equal(lot_composition_html(&text, s.composition, NULL), LOT_OK);
    assert_null(strstr(lot_text_string(&text), "<script"));
    assert_null(strstr(lot_text_string(&text), "http"));
    lot_text_free(&text);
    scene_clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_panel_that_nobody_left_is_shown_in_all_its_columns),
        cmocka_unit_test(columns_that_a_few_people_differ_by_are_told_in_all_only),
        cmocka_unit_test(quotas_tell_less_once_a_call_up_missed_them),
        cmocka_unit_test(a_pool_with_few_people_off_the_panel_is_told_in_all_only),
        cmocka_unit_test(of_a_group_below_five_not_even_the_total_is_told),
        cmocka_unit_test(the_organiser_sees_everything),
        cmocka_unit_test(a_population_is_found_by_the_names_of_the_quotas),
        cmocka_unit_test(names_of_values_do_no_harm_on_the_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
