/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brute force, on problems whose panels and chances were worked out by hand. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "oracle/fairest.h"
#include "oracle/simplex.h"
#include "support/generate.h"
#include "support/input.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static lot_brute brute;

/* Compare with fractions in words: "1/3 2/3 0". */
static void check_chances(mpq_srcptr chance, const char *expected)
{
    char words[200];
    (void)snprintf(words, sizeof words, "%s", expected);
    char *rest = words;
    mpq_t wanted;
    mpq_init(wanted);
    for (uint32_t p = 0; p < brute.people_count; p++) {
        char *word = strtok_r(p == 0 ? words : NULL, " ", &rest);
        assert_non_null(word);
        assert_int_equal(mpq_set_str(wanted, word, 10), 0);
        if (!mpq_equal(chance + p, wanted))
            fail_msg("person %u has %.9f, not %s", p, mpq_get_d(chance + p), word);
    }
    mpq_clear(wanted);
}

typedef void fairest(mpq_ptr chance, const lot_brute *of);

static void check_fairest(fairest *objective, const char *expected)
{
    mpq_ptr chance = lot_fractions_new(brute.people_count);
    objective(chance, &brute);
    check_chances(chance, expected);
    lot_fractions_free(chance, brute.people_count);
}

static void check_nash(const double *expected)
{
    double chance[LOT_BRUTE_PEOPLE_MAX];
    assert_true(lot_fairest_nash(chance, &brute) < 1e-9);
    for (uint32_t p = 0; p < brute.people_count; p++)
        if (fabs(chance[p] - expected[p]) > 2e-7)
            fail_msg("person %u has %.9f, not %.9f", p, chance[p], expected[p]);
}

static void check_goldilocks(const char *gamma_words, double value, const char *expected)
{
    mpq_t gamma;
    lot_goldilocks best;
    mpq_inits(gamma, best.low, best.high, NULL);
    assert_int_equal(mpq_set_str(gamma, gamma_words, 10), 0);
    mpq_ptr chance = lot_fractions_new(brute.people_count);
    lot_fairest_goldilocks(chance, &best, &brute, gamma);
    if (expected != NULL) {
        assert_true(mpq_equal(best.low, best.high));
        check_chances(chance, expected);
    }
    assert_true(fabs(mpq_get_d(best.low) - value) < 1e-14);
    assert_true(fabs(mpq_get_d(best.high) - value) < 1e-14);
    lot_fractions_free(chance, brute.people_count);
    mpq_clears(gamma, best.low, best.high, NULL);
}

/* List the panels of two files. */
static void list(const char *people_csv, const char *quotas_csv, uint32_t seats)
{
    static const char *const household[] = {"home"};
    lot_table *people = lot_test_table("people.csv", people_csv);
    lot_table *rows = lot_test_table("quotas.csv", quotas_csv);
    lot_quotas *quotas = NULL;
    lot_pool *pool = NULL;
    lot_problems *problems = lot_problems_new();
    lot_pool_columns columns = {.id = NULL, .household = household, .household_count = 1};
    assert_int_equal(lot_quotas_read(&quotas, rows, seats, problems, NULL), LOT_OK);
    assert_int_equal(lot_pool_read(&pool, people, quotas, &columns, problems, NULL), LOT_OK);
    lot_brute_list(&brute, pool, quotas, seats, 1);
    lot_pool_free(pool);
    lot_quotas_free(quotas);
    lot_table_free(people);
    lot_table_free(rows);
    lot_problems_free(problems);
}

static const char *const shows = "feature,value,min,max\nage,child,1,2\nage,adult,1,2\n"
                                 "show,simpsons,1,2\nshow,ducktales,1,2\n";

/* lisa-scrooge, marge-louie and marge-dewey are all there are. */
static void the_cartoon_characters_have_their_known_chances(void **state)
{
    (void)state;
    list("id,age,show,home\nlisa,child,simpsons,\nmarge,adult,simpsons,\n"
         "louie,child,ducktales,\ndewey,child,ducktales,\nscrooge,adult,ducktales,\n",
         shows, 2);
    assert_int_equal(brute.panels_count, 3);
    check_fairest(lot_fairest_leximin, "1/3 2/3 1/3 1/3 1/3");
    check_fairest(lot_fairest_maximin, "1/3 2/3 1/3 1/3 1/3");
    check_fairest(lot_fairest_minimax, "1/2 1/2 1/4 1/4 1/2");
    check_nash((const double[]){0.4, 0.6, 0.3, 0.3, 0.4});
}

static void with_households_two_of_them_are_in_no_panel(void **state)
{
    (void)state;
    list("id,age,show,home\nlisa,child,simpsons,a\nmarge,adult,simpsons,c\n"
         "louie,child,ducktales,b\ndewey,child,ducktales,b\nscrooge,adult,ducktales,a\n",
         shows, 2);
    assert_int_equal(brute.panels_count, 2);
    assert_false(brute.reached[0]);
    assert_true(brute.reached[1]);
    check_fairest(lot_fairest_leximin, "0 1 1/2 1/2 0");
    check_fairest(lot_fairest_maximin, "0 1 1/2 1/2 0");
    check_fairest(lot_fairest_minimax, "0 1 1/2 1/2 0");
    check_goldilocks("1", 1.5 + 4.0 / 3, "0 1 1/2 1/2 0");
    check_nash((const double[]){0, 1, 0.5, 0.5, 0});
}

static const char *const traits =
    "id,f1,f2,f3,home\na,v1,v1,v1,\nb,v1,v2,v2,\nc,v2,v1,v2,\nd,v2,v2,v1,\n";

static void who_is_needed_is_certain_and_the_others_share(void **state)
{
    (void)state;
    list(traits,
         "feature,value,min,max\nf1,v1,1,2\nf1,v2,0,2\nf2,v1,1,2\nf2,v2,0,2\n"
         "f3,v1,1,2\nf3,v2,0,2\n",
         2);
    check_fairest(lot_fairest_leximin, "1 1/3 1/3 1/3");
    check_fairest(lot_fairest_maximin, "1 1/3 1/3 1/3");
    check_fairest(lot_fairest_minimax, "1 1/3 1/3 1/3");
    check_nash((const double[]){1, 1.0 / 3, 1.0 / 3, 1.0 / 3});
}

static void what_no_set_can_meet_has_no_panel(void **state)
{
    (void)state;
    list(traits,
         "feature,value,min,max\nf1,v1,1,1\nf1,v2,0,2\nf2,v1,1,1\nf2,v2,0,2\n"
         "f3,v1,1,1\nf3,v2,0,2\n",
         2);
    assert_int_equal(brute.panels_count, 0);
    assert_int_equal(lot_brute_reached_count(&brute), 0);
}

/*
 * All four male liberals sit with grace, or three of them with elinor and frank. With chance g of
 * grace everything else follows: elinor and frank 1 - g, the four (3 + g) / 4.
 *   minimax      (3 + g) / 4 = 1 - g at g = 1/5
 *   goldilocks   7/5 (3 + g) / 4 + gamma 5/7 / g for g in [1/5, 1/2]: g g = gamma 100/49
 *   nash         1 / g + 4 / (3 + g) = 2 / (1 - g) at g = 3/7
 */
static void the_economists_have_their_known_chances(void **state)
{
    (void)state;
    list("id,sex,party,home\nadam,m,lib,\nbrian,m,lib,\ncameron,m,lib,\ndavid,m,lib,\n"
         "elinor,f,lib,\nfrank,m,con,\ngrace,f,con,\n",
         "feature,value,min,max\nsex,f,1,1\nsex,m,4,4\nparty,lib,4,4\nparty,con,1,1\n", 5);
    assert_int_equal(brute.panels_count, 5);
    check_fairest(lot_fairest_leximin, "7/8 7/8 7/8 7/8 1/2 1/2 1/2");
    check_fairest(lot_fairest_maximin, "7/8 7/8 7/8 7/8 1/2 1/2 1/2");
    check_fairest(lot_fairest_minimax, "4/5 4/5 4/5 4/5 4/5 4/5 1/5");
    check_goldilocks("1", 1.225 + 10.0 / 7, "7/8 7/8 7/8 7/8 1/2 1/2 1/2");
    check_goldilocks("49/900", 77.0 / 60, "5/6 5/6 5/6 5/6 2/3 2/3 1/3");
    check_goldilocks("49/1000", 1.05 + 7 * sqrt(0.001), NULL);
    check_goldilocks("1/1000", 1.12 + 1.0 / 280, "4/5 4/5 4/5 4/5 4/5 4/5 1/5");
    check_nash((const double[]){6.0 / 7, 6.0 / 7, 6.0 / 7, 6.0 / 7, 4.0 / 7, 4.0 / 7, 3.0 / 7});
}

/*
 * Ten people a..j and four panels of six:
 *     abcd + fg, share s;    abcd + hi, share t;    abcd + hj, share t (by symmetry);    efghij
 * Then a..d have A = s + 2t, e has 1 - A, f and g 1 - A + s, h 1 - s, i and j 1 - A + t.
 *   leximin      A = 1/2; then f, g, i, j alike: s = t = 1/6
 *   maximin      A = 1/2; then f, g, h alike: s = 1/4, t = 1/8
 *   minimax      a..d, f, g and h alike: A = 2/3, s = 1/3, t = 1/6
 *   goldilocks   with least L = 1 - A in [1/3, 1/2] the greatest is (1 + L) / 2: L L = gamma 18/25
 */
static void objectives_differ_where_they_should(void **state)
{
    (void)state;
    const uint32_t panels[] = {0x06f, 0x18f, 0x28f, 0x3f0};
    lot_brute_of_panels(&brute, 10, panels, 4);
    check_fairest(lot_fairest_leximin, "1/2 1/2 1/2 1/2 1/2 2/3 2/3 5/6 2/3 2/3");
    check_fairest(lot_fairest_maximin, "1/2 1/2 1/2 1/2 1/2 3/4 3/4 3/4 5/8 5/8");
    check_fairest(lot_fairest_minimax, "2/3 2/3 2/3 2/3 1/3 2/3 2/3 2/3 1/2 1/2");
    check_goldilocks("2/9", 1.5, "3/5 3/5 3/5 3/5 2/5 7/10 7/10 7/10 11/20 11/20");
    check_goldilocks("1/4", 5.0 / 6 + sqrt(0.5), NULL);
    check_goldilocks("1", 2.45, "1/2 1/2 1/2 1/2 1/2 3/4 3/4 3/4 5/8 5/8");
    check_goldilocks("1/10", 10.0 / 9 + 0.18, "2/3 2/3 2/3 2/3 1/3 2/3 2/3 2/3 1/2 1/2");
}

/* ab, ac or de: with chance t of a, t * t/2 * t/2 * (1 - t) * (1 - t) is largest at 3/5. */
static void the_largest_product_is_found(void **state)
{
    (void)state;
    const uint32_t panels[] = {0x03, 0x05, 0x18};
    lot_brute_of_panels(&brute, 5, panels, 3);
    check_nash((const double[]){0.6, 0.3, 0.3, 0.4, 0.4});
    check_fairest(lot_fairest_leximin, "2/3 1/3 1/3 1/3 1/3");
    check_fairest(lot_fairest_minimax, "1/2 1/4 1/4 1/2 1/2");
}

/* Written by person instead of by set: seat or pass over each in turn. */
static uint32_t count_panels(const lot_pool *pool, const lot_quotas *quotas, uint32_t person,
                             uint32_t left, uint32_t *tally, uint32_t *housemates,
                             uint32_t per_household)
{
    if (person == pool->people_count)
        return left == 0 && lot_quotas_admit(quotas, tally);
    uint32_t count = count_panels(pool, quotas, person + 1, left, tally, housemates, per_household);
    uint32_t *home = &housemates[pool->households[person]];
    if (left == 0 || *home == per_household)
        return count;
    ++*home;
    for (uint32_t f = 0; f < pool->features_count; f++)
        tally[lot_pool_value(pool, person, f)]++;
    count += count_panels(pool, quotas, person + 1, left - 1, tally, housemates, per_household);
    for (uint32_t f = 0; f < pool->features_count; f++)
        tally[lot_pool_value(pool, person, f)]--;
    --*home;
    return count;
}

static void check_panels(const lot_pool *pool, const lot_quotas *quotas, uint32_t seats,
                         uint32_t per_household)
{
    lot_brute_list(&brute, pool, quotas, seats, per_household);
    uint32_t tally[64] = {0};
    uint32_t housemates[LOT_BRUTE_PEOPLE_MAX] = {0};
    assert_true(quotas->count <= 64);
    assert_int_equal(brute.panels_count,
                     count_panels(pool, quotas, 0, seats, tally, housemates, per_household));
    for (uint32_t j = 0; j < brute.panels_count; j++) {
        assert_int_equal(__builtin_popcount(brute.panels[j]), seats);
        assert_true(j == 0 || brute.panels[j - 1] < brute.panels[j]);
    }
}

static void panels_are_those_that_a_walk_over_people_finds(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        lot_test_shape shape = {.seed = 600 + seed,
                                .people_count = 6 + (uint32_t)(seed % 8),
                                .seats = 2 + (uint32_t)(seed % 5),
                                .features_count = 1 + (uint32_t)(seed % 4),
                                .values_per_feature = 2 + (uint32_t)(seed / 7 % 2),
                                .band = (uint32_t)(seed / 3 % 2),
                                .household_percent = seed % 4 ? 60 : 0};
        lot_test_case *tiny = lot_test_case_make(&shape);
        for (uint32_t per_household = 1; per_household <= 3; per_household++)
            check_panels(tiny->pool, tiny->quotas, shape.seats, per_household);
        lot_test_case_free(tiny);
    }
}

static void without_rules_every_set_is_a_panel(void **state)
{
    (void)state;
    list("id,sex,home\n1,m,\n2,m,\n3,m,\n4,m,\n5,m,\n6,m,\n7,m,\n8,m,\n9,m,\n10,m,\n11,m,\n"
         "12,m,\n13,m,\n14,m,\n",
         "feature,value,min,max\nsex,m,7,7\n", 7);
    assert_int_equal(brute.panels_count, 3432);
    check_fairest(lot_fairest_leximin, "1/2 1/2 1/2 1/2 1/2 1/2 1/2 1/2 1/2 1/2 1/2 1/2 1/2 1/2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cartoon_characters_have_their_known_chances),
        cmocka_unit_test(with_households_two_of_them_are_in_no_panel),
        cmocka_unit_test(who_is_needed_is_certain_and_the_others_share),
        cmocka_unit_test(what_no_set_can_meet_has_no_panel),
        cmocka_unit_test(the_economists_have_their_known_chances),
        cmocka_unit_test(objectives_differ_where_they_should),
        cmocka_unit_test(the_largest_product_is_found),
        cmocka_unit_test(panels_are_those_that_a_walk_over_people_finds),
        cmocka_unit_test(without_rules_every_set_is_a_panel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
