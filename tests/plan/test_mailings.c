/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mailings: whom they reach, in which order, and how many letters there are addresses for. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/letters.h"
#include "civiclot/mailings.h"
#include "support/input.h"
#include "support/planned.h"

#include <stdlib.h>
#include <string.h>

static const char population_csv[] = "feature,value,count\n"
                                     "area,North,1000\n"
                                     "area,South,2000\n"
                                     "area,West,3000\n"
                                     "age,young,2000\n"
                                     "age,old,4000\n";

static lot_mailings *mailings_of(const char *csv, const lot_population *population)
{
    lot_mailings *mailings;
    lot_problems *problems = lot_problems_new();
    lot_table *table = lot_test_table("strata.csv", csv);
    (void)lot_mailings_read(&mailings, table, population, problems, NULL);
    lot_test_assert_problems(problems, NULL, 0);
    lot_table_free(table);
    lot_problems_free(problems);
    return mailings;
}

static void assert_refused(const char *csv, const char *words)
{
    lot_mailings *mailings;
    lot_population *population = lot_planned_population(population_csv);
    lot_problems *problems = lot_problems_new();
    lot_table *table = lot_test_table("strata.csv", csv);
    assert_int_equal(lot_mailings_read(&mailings, table, population, problems, NULL),
                     LOT_BAD_INPUT);
    assert_null(mailings);
    lot_test_assert_problems(problems, &words, 1);
    lot_table_free(table);
    lot_problems_free(problems);
    lot_population_free(population);
}

static void values_of_one_feature_are_any_and_of_several_all(void **state)
{
    (void)state;
    lot_population *population = lot_planned_population(population_csv);
    lot_mailings *mailings = mailings_of("Stratum,Share,Feature,Value\n"
                                         "All,80 %,,\n"
                                         "poor,0.15,area,North\n"
                                         "POOR,,area,south\n"
                                         "young north,5%,area,North\n"
                                         "young north,5%,age,young\n",
                                         population);
    assert_int_equal(mailings->count, 3);
    assert_string_equal(mailings->list[1].name, "poor");
    assert_int_equal(mailings->list[0].share, 800000);
    assert_int_equal(mailings->list[1].share, 150000);
    assert_true(mailings->list[0].people == 6000 * LOT_POPULATION_PARTS);
    assert_true(mailings->list[1].people == 3000 * LOT_POPULATION_PARTS);
    /* a third of 1000, to the parts of a person that rounding leaves */
    assert_true(mailings->list[2].people / LOT_POPULATION_PARTS == 333);
    for (uint32_t c = 0; c < population->cells_count; c++) {
        const char *area = population->values[lot_population_value(population, c, 0)];
        const char *age = population->values[lot_population_value(population, c, 1)];
        assert_int_equal(mailings->list[1].reaches[c], strcmp(area, "West") != 0);
        assert_int_equal(mailings->list[2].reaches[c],
                         strcmp(area, "North") == 0 && strcmp(age, "young") == 0);
    }
    lot_mailings_free(mailings);
    lot_population_free(population);
}

static void letters_keep_to_the_shares_all_along(void **state)
{
    (void)state;
    const uint32_t shares[] = {640000, 200000, 160000};
    lot_mailing list[] = {{.share = shares[0]}, {.share = shares[1]}, {.share = shares[2]}};
    const lot_mailings mailings = {3, list};
    int64_t credit[3] = {0};
    int64_t sent[3] = {0};
    for (int64_t letters = 1; letters <= 5000; letters++) {
        sent[lot_mailings_next(&mailings, credit)]++;
        for (uint32_t m = 0; m < 3; m++)
            assert_true(llabs(sent[m] * 1000000 - letters * (int64_t)shares[m]) < 1000000);
    }
}

static void the_first_mailing_without_an_address_left_ends_the_letters(void **state)
{
    (void)state;
    uint64_t weights[] = {6000 * (uint64_t)LOT_POPULATION_PARTS,
                          500 * (uint64_t)LOT_POPULATION_PARTS};
    const lot_population population = {.cells_count = 2, .weights = weights};
    bool reaches[2][2] = {{true, false}, {false, true}};
    lot_mailing list[] = {{.share = 800000, .people = weights[0], .reaches = reaches[0]},
                          {.share = 200000, .people = weights[1], .reaches = reaches[1]}};
    const lot_mailings mailings = {2, list};
    assert_int_equal(lot_mailings_room(&mailings, &population, LOT_POPULATION_PARTS), 2500);
    assert_int_equal(lot_mailings_room(&mailings, &population, 2 * LOT_POPULATION_PARTS), 1250);
    list[1].share = 0;
    list[0].share = 1000000;
    assert_int_equal(lot_mailings_room(&mailings, &population, LOT_POPULATION_PARTS), 6000);
}

/* 80 % anywhere and 20 % to a part of it: no more letters than all have addresses. */
static void an_address_has_one_letter_where_mailings_overlap_too(void **state)
{
    (void)state;
    uint64_t weights[] = {1000 * (uint64_t)LOT_POPULATION_PARTS,
                          1000 * (uint64_t)LOT_POPULATION_PARTS,
                          1000 * (uint64_t)LOT_POPULATION_PARTS};
    const lot_population population = {.cells_count = 3, .weights = weights};
    bool reaches[3][3] = {{true, true, true}, {false, true, true}, {false, false, true}};
    lot_mailing list[] = {{.share = 800000, .people = 3 * weights[0], .reaches = reaches[0]},
                          {.share = 200000, .people = 2 * weights[0], .reaches = reaches[1]},
                          {.share = 0, .people = weights[0], .reaches = reaches[2]}};
    const lot_mailings mailings = {3, list};
    assert_int_equal(lot_mailings_room(&mailings, &population, LOT_POPULATION_PARTS), 3000);
    /* the two within another share its 2,000 addresses: 80 % of 2,500 letters */
    list[0].share = 200000;
    list[1].share = 500000;
    list[2].share = 300000;
    assert_int_equal(lot_mailings_room(&mailings, &population, LOT_POPULATION_PARTS), 2500);
    /* neither within the other: together they reach 3,000 */
    reaches[0][2] = false;
    list[0] = (lot_mailing){.share = 500000, .people = 2 * weights[0], .reaches = reaches[0]};
    list[2].share = 0;
    assert_int_equal(lot_mailings_room(&mailings, &population, LOT_POPULATION_PARTS), 3000);
}

static void what_is_wrong_with_strata_is_told(void **state)
{
    (void)state;
    assert_refused("stratum,share,feature,value\nall,80%,,\n",
                   "strata.csv: the shares of the strata sum to 80.0000 %, not to 100 %");
    assert_refused("stratum,share,feature,value\nall,100%,,\nall,90%,area,North\n",
                   "strata.csv, row 3: the share is another than on the stratum's first row: leave "
                   "it empty");
    assert_refused("stratum,share,feature,value\nall,many,,\n",
                   "strata.csv, row 2: 'many' is no share of the letters: write 80 % or 0.8");
    assert_refused("stratum,share,feature,value\nall,100%,area,East\n",
                   "strata.csv, row 2: 'East' is no value of 'area' in the population: write it as "
                   "it stands there");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_one_feature_are_any_and_of_several_all),
        cmocka_unit_test(letters_keep_to_the_shares_all_along),
        cmocka_unit_test(the_first_mailing_without_an_address_left_ends_the_letters),
        cmocka_unit_test(an_address_has_one_letter_where_mailings_overlap_too),
        cmocka_unit_test(what_is_wrong_with_strata_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
