/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mailing: lists of made-up addresses, and who gets a letter over thousands of seeds. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "core/array.h"
#include "invite/mailing.h"
#include "support/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MOST = 64 };

static const lot_key key = {{7, 7, 7}};
static const char *const columns[] = {"house", "street"};

/* What a list is made from, and what comes of it. */
typedef struct trial {
    const lot_run_folder *folder;
    lot_invitation it;
    lot_problems *problems;
    lot_list_wish wish;
    char path[320], inside[320];
} trial;

static void begin(trial *t, const lot_run_folder *folder, const char *csv)
{
    *t = (trial){.folder = folder, .problems = lot_problems_new()};
    lot_run_write(folder, "addresses.csv", csv);
    lot_run_expect_shell(folder, 0, "rm -rf list; mkdir list");
    (void)snprintf(t->path, sizeof t->path, "%s/addresses.csv", folder->path);
    (void)snprintf(t->inside, sizeof t->inside, "%s/list", folder->path);
    t->wish = (lot_list_wish){.path = t->path,
                              .columns = {columns, 2},
                              .stratum = "ward",
                              .key = &key,
                              .folder = t->inside};
}

static lot_status list(trial *t)
{
    return lot_list_make(&t->it, &t->wish, NULL, t->problems, NULL);
}

static void end(trial *t)
{
    lot_invitation_free(&t->it);
    lot_problems_free(t->problems);
}

/* Rows 2 .. count + 1, of which every seventh has the address of the row before. */
static void make_csv(char *csv, size_t room, uint32_t count)
{
    size_t length = (size_t)snprintf(csv, room, "house,street,ward\n");
    for (uint32_t i = 0; i < count; i++) {
        uint32_t home = i % 7 == 6 ? i - 1 : i;
        length += (size_t)snprintf(csv + length, room - length, "%" PRIu32 ",Long Lane,%s\n", home,
                                   home % 2 == 0   ? "North"
                                   : home % 3 == 0 ? "South"
                                                   : "East");
    }
    assert_true(length < room);
}

static void draw_seed(lot_mailing *mailing, trial *t, uint32_t number)
{
    lot_digest seed;
    const lot_digest manifest = {{9}};
    char words[32];
    (void)snprintf(words, sizeof words, "seed %" PRIu32, number);
    lot_sha256(&seed, words, strlen(words));
    const lot_places_basis basis = {&manifest, &seed};
    assert_int_equal(
        lot_mailing_draw(mailing, &t->it, &(lot_mailing_list){t->inside, NULL}, &basis, NULL),
        LOT_OK);
}

/*
 * Chi-squared of a stratum, as in tests/audit/test_places.c: the sum of the squares is that of
 * degrees of freedom one below the addresses, times addresses over that. Bounds: once in a
 * thousand.
 */
static void check_stratum(const lot_stratum *stratum, double squares)
{
    static const double bounds[] = {0,    10.8, 13.8, 16.3, 18.5, 20.5, 22.5, 24.3,
                                    26.1, 27.9, 29.6, 31.3, 32.9, 34.5, 36.1, 37.7,
                                    39.3, 40.8, 42.3, 43.8, 45.3, 46.8};
    uint32_t freedom = stratum->addresses - 1;
    assert_true(freedom < sizeof bounds / sizeof bounds[0]);
    double chi = squares * freedom / stratum->addresses;
    if (chi > bounds[freedom])
        fail_msg("%s: chi-squared is %f", stratum->name, chi);
    assert_true(chi > 0.1);
}

static void over_many_seeds_every_address_gets_its_stated_chance(void **state)
{
    enum { SEEDS = 3000, ROWS = 42 };
    char csv[4096];
    trial t;
    long counts[ROWS_MOST] = {0};
    uint32_t stratum_of[ROWS_MOST] = {0};
    double squares[3] = {0};
    make_csv(csv, sizeof csv, ROWS);
    begin(&t, *state, csv);
    assert_int_equal(list(&t), LOT_OK);
    assert_int_equal(t.it.same_address, 6);
    assert_int_equal(t.it.strata_count, 3);
    t.it.letters = 13;
    assert_int_equal(lot_invitation_share(&t.it, NULL), LOT_OK);
    for (uint32_t s = 0; s < SEEDS; s++) {
        lot_mailing mailing;
        draw_seed(&mailing, &t, s);
        assert_int_equal(mailing.count, 13);
        for (uint32_t l = 0; l < mailing.count; l++) {
            counts[mailing.letters[l].row]++;
            stratum_of[mailing.letters[l].row] = mailing.letters[l].stratum;
        }
        lot_mailing_free(&mailing);
    }
    uint32_t invited = 0;
    for (uint32_t row = 0; row < ROWS_MOST; row++) {
        if (counts[row] == 0)
            continue;
        lot_letter_chance chance = lot_invitation_chance(&t.it, stratum_of[row]);
        double p = (double)chance.of / (double)chance.among;
        double off = (double)counts[row] - SEEDS * p;
        squares[stratum_of[row]] += off * off / (SEEDS * p * (1 - p));
        invited++;
    }
    assert_int_equal(invited, ROWS - 6); /* of two rows with one address one alone */
    for (uint32_t h = 0; h < 3; h++)
        check_stratum(&t.it.strata[h], squares[h]);
    end(&t);
}

static void over_all_starts_two_stages_give_everybody_the_same_chance(void **state)
{
    (void)state;
    lot_stratum strata[] = {{.addresses = 40}, {.addresses = 12}, {.addresses = 7},
                            {.addresses = 0},  {.addresses = 90}, {.addresses = 31}};
    enum { STRATA = sizeof strata / sizeof strata[0] };
    uint64_t sums[STRATA] = {0};
    lot_invitation it = {.rule = LOT_LETTERS_TWO_STAGE,
                         .letters = 33,
                         .portions = 11,
                         .addresses = 180,
                         .strata = strata,
                         .strata_count = STRATA};
    assert_int_equal(lot_invitation_check_portions(&it, NULL), LOT_OK);
    for (uint64_t start = 0; start < it.addresses; start++) {
        uint64_t letters = 0;
        lot_invitation_deal(&it, start);
        for (uint32_t h = 0; h < STRATA; h++) {
            assert_true(strata[h].letters <= strata[h].addresses);
            sums[h] += strata[h].letters;
            letters += strata[h].letters;
        }
        assert_int_equal(letters, it.letters);
    }
    /* of an address: the mean of letters / addresses over all starts is letters / all */
    for (uint32_t h = 0; h < STRATA; h++)
        assert_int_equal(sums[h] * it.addresses,
                         (uint64_t)strata[h].addresses * it.letters * it.addresses);
}

static void portions_that_a_municipality_cannot_take_are_refused(void **state)
{
    (void)state;
    lot_error error = {.message = ""};
    lot_stratum strata[] = {{.name = (char[]){"Big"}, .addresses = 100},
                            {.name = (char[]){"Small"}, .addresses = 4}};
    lot_invitation it = {.rule = LOT_LETTERS_TWO_STAGE,
                         .letters = 50,
                         .portions = 10,
                         .addresses = 104,
                         .strata = strata,
                         .strata_count = 2};
    assert_int_equal(lot_invitation_check_portions(&it, &error), LOT_BAD_INPUT);
    assert_non_null(strstr(error.message, "'Small' may get 5 letters and has 4 addresses"));
    it.letters = 49;
    assert_int_equal(lot_invitation_check_portions(&it, &error), LOT_BAD_INPUT);
    assert_non_null(strstr(error.message, "give 40 or 50 letters"));
}

static void the_order_of_the_rows_changes_nothing_that_is_published(void **state)
{
    trial a, b;
    lot_text first = LOT_TEXT_EMPTY, second = LOT_TEXT_EMPTY;
    begin(&a, *state,
          "house,street,ward\n1,Long Lane,north\n2,Long Lane,NORTH\n1,\"long  lane\",North\n"
          "3,Long Lane,South\n");
    assert_int_equal(list(&a), LOT_OK);
    begin(&b, *state,
          "ward,street,house\nSouth,Long Lane,3\nNorth,long lane,1\nnorth,Long Lane,1\n"
          "NORTH,Long Lane,2\n");
    assert_int_equal(list(&b), LOT_OK);
    lot_invitation_put_strata(&first, &a.it);
    lot_invitation_put_strata(&second, &b.it);
    assert_string_equal(lot_text_string(&first), lot_text_string(&second));
    assert_string_equal(a.it.strata[0].name, "NORTH");
    assert_int_equal(a.it.strata[0].addresses, 2);
    assert_int_equal(a.it.same_address, 1);
    lot_text_free(&first);
    lot_text_free(&second);
    end(&a);
    end(&b);
}

static void all_rows_with_a_fault_are_told_and_none_is_dropped_unnamed(void **state)
{
    static const char csv[] = "house,street,ward\n1,A,North\n,B,North\n2,C,\n1,a,South\n3,D,South\n"
                              "3,D,South\n\n4,E,North\n";
    trial t;
    begin(&t, *state, csv);
    assert_int_equal(list(&t), LOT_BAD_INPUT);
    assert_int_equal(lot_problems_count(t.problems), 4);
    assert_non_null(strstr(lot_problems_at(t.problems, 0), "row 3: the first column of --address"));
    assert_non_null(strstr(lot_problems_at(t.problems, 1), "row 4: the column of --stratum"));
    assert_non_null(strstr(lot_problems_at(t.problems, 2), "rows 2, 5: another row has the same"));
    assert_non_null(strstr(lot_problems_at(t.problems, 3), "--leave-out"));
    end(&t);
    begin(&t, *state, csv);
    t.wish.leave_out = true;
    assert_int_equal(list(&t), LOT_OK);
    assert_int_equal(t.it.rows, 7);
    assert_int_equal(t.it.left_out, 4);
    assert_int_equal(t.it.addresses, 2);
    lot_text left = lot_run_read(*state, "list/left-out.csv");
    assert_string_equal(lot_text_string(&left),
                        "row,reason,like_row\n2,two strata,\n3,no address,\n4,no stratum,\n"
                        "5,two strata,\n7,same address,6\n");
    assert_int_equal(lot_run_mode(*state, "list/left-out.csv"), 0600);
    assert_int_equal(lot_run_mode(*state, "list/list.bin"), 0600);
    assert_int_equal(lot_run_count(*state, "list"), 2); /* nothing that was sorted is left */
    lot_text_free(&left);
    end(&t);
}

static void addresses_of_earlier_mailings_get_no_letter(void **state)
{
    trial t;
    char earlier[320];
    const char *const files[] = {earlier};
    begin(&t, *state, "house,street,ward\n1,A Road,North\n2,A Road,North\n3,A Road,North\n");
    lot_run_write(*state, "earlier.csv", "name;street;house\nX;a rd;2\nY;a rd;99\n;;\n");
    (void)snprintf(earlier, sizeof earlier, "%s/earlier.csv", t.folder->path);
    t.wish.earlier = files;
    t.wish.earlier_count = 1;
    assert_int_equal(list(&t), LOT_OK);
    assert_int_equal(t.it.earlier, 1);
    assert_int_equal(t.it.addresses, 2);
    end(&t);
}

static void a_list_that_was_changed_is_not_drawn_from(void **state)
{
    trial t;
    lot_mailing mailing;
    lot_error error = {.message = ""};
    const lot_digest digest = {{1}};
    const lot_places_basis basis = {&digest, &digest};
    begin(&t, *state, "house,street,ward\n1,A,North\n2,A,North\n3,A,North\n");
    const lot_mailing_list where = {t.inside, NULL};
    assert_int_equal(list(&t), LOT_OK);
    t.it.letters = 1;
    assert_int_equal(lot_invitation_share(&t.it, NULL), LOT_OK);
    lot_run_expect_shell(*state, 0, "printf x | dd of=list/list.bin bs=1 seek=20 conv=notrunc");
    assert_int_equal(lot_mailing_draw(&mailing, &t.it, &where, &basis, &error), LOT_BAD_INPUT);
    assert_non_null(strstr(error.message, "another root"));
    lot_mailing_free(&mailing);
    lot_run_expect_shell(*state, 0, "head -c 70 list/list.bin >x && mv x list/list.bin");
    assert_int_equal(lot_mailing_draw(&mailing, &t.it, &where, &basis, &error), LOT_BAD_INPUT);
    assert_non_null(strstr(error.message, "cut off"));
    lot_mailing_free(&mailing);
    end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(over_many_seeds_every_address_gets_its_stated_chance,
                                        lot_run_setup, lot_run_teardown),
        cmocka_unit_test(over_all_starts_two_stages_give_everybody_the_same_chance),
        cmocka_unit_test(portions_that_a_municipality_cannot_take_are_refused),
        cmocka_unit_test_setup_teardown(the_order_of_the_rows_changes_nothing_that_is_published,
                                        lot_run_setup, lot_run_teardown),
        cmocka_unit_test_setup_teardown(all_rows_with_a_fault_are_told_and_none_is_dropped_unnamed,
                                        lot_run_setup, lot_run_teardown),
        cmocka_unit_test_setup_teardown(addresses_of_earlier_mailings_get_no_letter, lot_run_setup,
                                        lot_run_teardown),
        cmocka_unit_test_setup_teardown(a_list_that_was_changed_is_not_drawn_from, lot_run_setup,
                                        lot_run_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
