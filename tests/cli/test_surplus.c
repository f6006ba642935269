/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot surplus: larger panels, their quotas, and what drop-outs are expected. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/mending.h"

#include <jansson.h>
#include <string.h>

#define FILES "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "8"

static json_t *told(const lot_ran *ran)
{
    json_t *object = json_loads(lot_text_string(&ran->out), 0, NULL);
    assert_non_null(object);
    return object;
}

static json_int_t number(const json_t *object, const char *key)
{
    assert_true(json_is_integer(json_object_get(object, key)));
    return json_integer_value(json_object_get(object, key));
}

static void the_quotas_of_the_larger_panel_are_written_and_have_one(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder);
    lot_ran ran = RUN(folder, "surplus", FILES, "--people-more", "4", "--out", "larger.csv");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "A panel of 12 instead of 8: 4 more.");
    lot_run_assert_has(&ran.out, "    3-5      5-7    sex f\n");
    lot_run_assert_has(&ran.err, "civiclot select --people people.csv --quotas larger.csv "
                                 "--seats 12");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "check", "--people", "people.csv", "--quotas", "larger.csv", "--seats", "12");
    WORDS(folder, 3, "larger.csv", "surplus", FILES, "--out", "larger.csv");
}

static void more_people_fill_the_seats_more_often(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder);
    lot_ran ran = RUN(folder, "surplus", "file", "--json");
    lot_ran again = RUN(folder, "surplus", "file", "--json", "--quiet");
    lot_ran other = RUN(folder, "surplus", "file", "--json", "--seed", "another");
    assert_string_equal(lot_text_string(&ran.out), lot_text_string(&again.out));
    assert_string_not_equal(lot_text_string(&ran.out), lot_text_string(&other.out));
    json_t *object = told(&ran);
    const json_t *rows = json_object_get(object, "rows");
    assert_int_equal(number(object, "more"), 1); /* 9 at 10 % leave 8.1 */
    assert_int_equal(number(json_array_get(rows, 0), "more"), 0);
    for (size_t r = 1; r < json_array_size(rows); r++) {
        const json_t *row = json_array_get(rows, r);
        assert_int_equal(number(row, "more"), r);
        assert_true(number(row, "filled") > number(json_array_get(rows, r - 1), "filled"));
        assert_true(number(row, "quotas") <= number(row, "minima"));
    }
    json_decref(object);
    lot_ran_free(&ran);
    lot_ran_free(&again);
    lot_ran_free(&other);
}

static void nobody_leaves_at_a_rate_of_nought(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder);
    lot_run_write(folder, "rates.csv", "feature,value,rate\noverall,,0\n");
    lot_ran ran = RUN(folder, "surplus", "file", "--dropouts", "rates.csv", "--people-more", "2",
                      "--json", "--samples", "50");
    json_t *object = told(&ran);
    const json_t *rows = json_object_get(object, "rows");
    for (size_t r = 0; r < json_array_size(rows); r++) {
        assert_int_equal(number(json_array_get(rows, r), "filled"), 50);
        assert_int_equal(number(json_array_get(rows, r), "minima"), 50);
    }
    assert_string_equal(
        json_string_value(json_object_get(json_object_get(object, "dropouts"), "from")), "file");
    json_decref(object);
    lot_ran_free(&ran);
}

static void without_a_panel_so_large_it_says_why_and_what_there_is(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder);
    lot_run_write(folder, "few.csv",
                  "id,sex,age\n1,f,young\n2,f,young\n3,f,mid\n4,f,old\n"
                  "5,m,mid\n6,m,old\n7,m,young\n8,m,mid\n9,m,old\n10,m,old\n"
                  "11,m,mid\n12,m,young\n");
    lot_run_write(folder, "half.csv", "feature,value,min,max\nsex,f,4,4\nsex,m,4,4\n");
    lot_ran ran = RUN(folder, "surplus", "--people", "few.csv", "--quotas", "half.csv", "--seats",
                      "8", "--people-more", "2", "--json");
    assert_int_equal(ran.code, 4);
    json_t *object = told(&ran);
    assert_true(json_is_false(json_object_get(object, "feasible")));
    assert_int_equal(number(object, "most"), 1);
    assert_int_equal(json_array_size(json_object_get(object, "conflict")), 1);
    json_decref(object);
    lot_ran_free(&ran);
    ran = RUN(folder, "surplus", "--people", "few.csv", "--quotas", "half.csv", "--seats", "8",
              "--people-more", "2");
    lot_run_assert_has(&ran.out, "  sex f: at least 5 seats (4 volunteers)");
    lot_run_assert_has(&ran.out, "\n  1  lower the minimum of sex f");
    lot_run_assert_has(&ran.out, "9 people, --people-more 1.");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "surplus", "--people", "few.csv", "--quotas", "half.csv", "--seats", "8",
           "--people-more", "2", "--apply", "1", "--out", "mended.csv");
    EXPECT(folder, 0, "check", "--people", "few.csv", "--quotas", "mended.csv", "--seats", "10");
    WORDS(folder, 3, "more people than the 12 who registered", "surplus", "--people", "few.csv",
          "--quotas", "half.csv", "--seats", "8", "--people-more", "5");
    assert_false(lot_run_is_there(folder, "unwanted.csv"));
    EXPECT(folder, 4, "surplus", "--people", "few.csv", "--quotas", "half.csv", "--seats", "8",
           "--people-more", "2", "--out", "unwanted.csv");
    assert_false(lot_run_is_there(folder, "unwanted.csv"));
}

static void a_rate_that_may_be_two_things_is_refused(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder);
    WORDS(folder, 2, "with a percent sign", "surplus", "file", "--dropouts", "12");
    WORDS(folder, 2, "-5% is no rate", "surplus", "file", "--dropouts=-5%");
    WORDS(folder, 2, "nobody is left", "surplus", "file", "--dropouts", "100%");
    WORDS(folder, 2, "give one of them", "surplus", "file", "--dropouts", "12%", "--dropouts-from",
          "file");
    WORDS(folder, 2, "no more people are needed", "surplus", "file", "--dropouts", "0");
    WORDS(folder, 1, "nowhere.csv", "surplus", "file", "--dropouts", "nowhere.csv");
    lot_run_write(folder, "rates.csv", "feature,value,rate\nsex,x,10%\nward,a,10%\n");
    WORDS(folder, 3, "row 3, column feature: 'ward' is no feature", "surplus", "file", "--dropouts",
          "rates.csv");
}

static void how_many_leave_is_learnt_from_earlier_panels(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_mending_panel panel = lot_mending_selected(folder, "file");
    EXPECT(folder, 0, "mark", "file", "--id", panel.ids[0], "--as", "withdrawn", "--reason", "ill");
    EXPECT(folder, 0, "replace", "file", "--dropout", panel.ids[1], "--reason", "ill", "--seed",
           "x");
    /* 10 were members, 2 of them left: (2 + 20 x 10 %) / (10 + 20) */
    lot_run_write(folder, "other.csv",
                  "feature,value,min,max\nSEX,F,3,5\nSEX,M,3,5\nhome,here,0,8\n");
    lot_run_write(folder, "people2.csv",
                  "sex,home\nf,here\nf,here\nf,here\nf,here\nf,here\nm,here\n"
                  "m,here\nm,here\nm,here\nm,here\nm,here\n");
    lot_ran ran = RUN(folder, "surplus", "--people", "people2.csv", "--quotas", "other.csv",
                      "--seats", "8", "--dropouts-from", "file", "--json");
    assert_int_equal(ran.code, 0);
    json_t *object = told(&ran);
    const json_t *dropouts = json_object_get(object, "dropouts");
    assert_int_equal(number(dropouts, "members"), 10);
    assert_int_equal(number(dropouts, "left"), 2);
    assert_true(json_real_value(json_object_get(dropouts, "overall")) == 0.133333);
    const json_t *home = json_array_get(json_object_get(dropouts, "values"), 2);
    assert_true(json_real_value(json_object_get(home, "rate")) == 0.133333);
    lot_run_assert_has(&ran.err, "Nothing was learnt of home: ");
    json_decref(object);
    lot_ran_free(&ran);
    EXPECT(folder, 0, "erase", "file", "--id", panel.ids[2]);
    ran = RUN(folder, "surplus", "--people", "people2.csv", "--quotas", "other.csv", "--seats", "8",
              "--dropouts-from", "file,file");
    lot_run_assert_has(&ran.out, "learnt from 20 members of 2 panels, of whom 6 left");
    lot_run_assert_has(&ran.err, "Of SEX the values of 2 of 20 members tell nothing");
    lot_ran_free(&ran);
}

static void looking_at_earlier_panels_changes_nothing(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_text before = lot_run_read(folder, "file");
    EXPECT(folder, 0, "surplus", "file", "--dropouts-from", "file");
    lot_text after = lot_run_read(folder, "file");
    assert_int_equal(before.length, after.length);
    assert_memory_equal(before.bytes, after.bytes, before.length);
    lot_text_free(&before);
    lot_text_free(&after);
}

static void nothing_is_learnt_where_nobody_is_drawn(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder);
    WORDS(folder, 3, "nobody is drawn yet", "surplus", "file", "--dropouts-from", "file");
    WORDS(folder, 3, "people.csv", "surplus", "file", "--dropouts-from", "people.csv,nowhere");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_quotas_of_the_larger_panel_are_written_and_have_one,
                                        lot_run_setup, lot_run_teardown),
        cmocka_unit_test_setup_teardown(more_people_fill_the_seats_more_often, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(nobody_leaves_at_a_rate_of_nought, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(without_a_panel_so_large_it_says_why_and_what_there_is,
                                        lot_run_setup, lot_run_teardown),
        cmocka_unit_test_setup_teardown(a_rate_that_may_be_two_things_is_refused, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(how_many_leave_is_learnt_from_earlier_panels, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(looking_at_earlier_panels_changes_nothing, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(nothing_is_learnt_where_nobody_is_drawn, lot_run_setup,
                                        lot_run_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
