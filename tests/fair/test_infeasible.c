/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pools without a panel: conflicts, their proofs and words, and the smallest changes. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/infeasible.h"
#include "support/input.h"

#include <stdlib.h>
#include <string.h>

static void what_is_found_for_random_pools_is_what_the_oracle_says(void **state)
{
    (void)state;
    lot_test_seen seen = {0};
    for (uint64_t seed = 1; seen.pools < 60; seed++) {
        lot_test_infeasible pool;
        if (lot_test_infeasible_make(&pool, seed)) {
            bool exists = true;
            assert_int_equal(lot_panel_exists(&exists, pool.oracle.quotas, pool.classes,
                                              pool.oracle.seats, NULL, NULL),
                             LOT_OK);
            assert_false(exists);
            assert_true(lot_test_infeasible_check(&seen, &pool));
        }
        lot_test_infeasible_free(&pool);
    }
    assert_true(seen.households > 3);
    assert_true(seen.branched > 0);
    assert_true(seen.unrelaxable > 0);
    assert_true(seen.several > 10);
    assert_true(seen.recruits > 10);
    assert_true(seen.housemates > 3);
    assert_true(seen.seats > 0);
}

/* A pool from CSV, and what is found for it. */
typedef struct written {
    lot_table *people_table;
    lot_table *quotas_table;
    lot_quotas *quotas;
    lot_pool *pool;
    lot_classes *classes;
    lot_conflict *conflict;
    lot_changes *changes;
    uint32_t seats;
} written;

static void read_written(written *w, const char *people, const char *quotas, uint32_t seats)
{
    static const char *const address[] = {"address"};
    lot_problems *problems = lot_problems_new();
    lot_pool_columns columns = {.household = address, .household_count = 1};
    *w = (written){.seats = seats};
    w->people_table = lot_test_table("people.csv", people);
    w->quotas_table = lot_test_table("quotas.csv", quotas);
    assert_int_equal(lot_quotas_read(&w->quotas, w->quotas_table, seats, problems, NULL), LOT_OK);
    assert_int_equal(lot_pool_read(&w->pool, w->people_table, w->quotas, &columns, problems, NULL),
                     LOT_OK);
    lot_problems_free(problems);
    assert_int_equal(lot_classes_new(&w->classes, w->pool, 1, NULL), LOT_OK);
    assert_int_equal(lot_find_conflict(&w->conflict, w->quotas, w->classes, seats, NULL, NULL),
                     LOT_OK);
    assert_non_null(w->conflict);
    assert_int_equal(lot_find_changes(&w->changes, w->quotas, w->classes, seats, NULL, NULL),
                     LOT_OK);
}

static void free_written(written *w)
{
    lot_changes_free(w->changes);
    lot_conflict_free(w->conflict);
    lot_classes_free(w->classes);
    lot_pool_free(w->pool);
    lot_quotas_free(w->quotas);
    lot_table_free(w->people_table);
    lot_table_free(w->quotas_table);
}

static void expect_words(const written *w, const char *words)
{
    lot_text text = LOT_TEXT_EMPTY;
    assert_int_equal(lot_conflict_describe(&text, w->conflict, w->quotas, w->classes, w->pool->rows,
                                           w->seats, NULL),
                     LOT_OK);
    assert_string_equal(lot_text_string(&text), words);
    lot_text_free(&text);
}

static const char disabled_people[] = "id,address,disability,area\n"
                                      "1,a,yes,North\n2,a,yes,North\n3,b,yes,North\n4,,yes,North\n"
                                      "5,,yes,South\n6,,yes,South\n7,,no,South\n8,,no,South\n"
                                      "9,,no,North\n10,,no,South\n";

static void the_reason_is_told_with_its_numbers(void **state)
{
    (void)state;
    written w;
    read_written(&w, disabled_people,
                 "feature,value,min,max\ndisability,yes,6,8\ndisability,no,0,8\n"
                 "area,North,0,3\narea,South,0,8\n",
                 8);
    expect_words(&w, "No panel of 8 exists. These cannot all be met together:\n"
                     "  disability yes: at least 6 seats (6 volunteers)\n"
                     "  area North: at most 3 seats (5 volunteers)\n"
                     "Why: only 2 volunteers are disability yes and not area North, so at most 5 "
                     "seats, not 6, can go to disability yes.\n"
                     "Loosen any one of them, or recruit more volunteers.\n");
    free_written(&w);
}

static void a_household_in_a_conflict_is_named_by_its_rows(void **state)
{
    (void)state;
    written w;
    read_written(&w, disabled_people,
                 "feature,value,min,max\ndisability,yes,6,8\ndisability,no,0,8\n"
                 "area,North,0,8\narea,South,0,8\n",
                 8);
    assert_int_equal(w.conflict->count, 2);
    assert_int_equal(w.conflict->parts[1].part, LOT_PART_HOUSEHOLD);
    expect_words(&w, "No panel of 8 exists. These cannot all be met together:\n"
                     "  disability yes: at least 6 seats (6 volunteers)\n"
                     "  at most 1 of a household: the rows 2 and 3\n"
                     "Why: with at most 1 of a household, only 5 volunteers can sit that are "
                     "disability yes, so at most 5 seats, not 6, can go to disability yes.\n"
                     "Loosen any one of them, or recruit more volunteers.\n");
    assert_int_equal(w.changes->list[0].cost, 1333333);
    assert_int_equal(w.changes->list[1].kind, LOT_CHANGE_HOUSEHOLD);
    assert_int_equal(w.changes->list[1].number, 2);
    free_written(&w);
}

/* Of 1, 2, 3 each two must send one together: halves of them could, but nobody is a half. */
static void what_only_whole_people_rule_out_is_proven_by_cases(void **state)
{
    (void)state;
    written w;
    read_written(&w, "id,address,p,q,r\n1,,x,x,n\n2,,x,n,x\n3,,n,x,x\n4,,n,n,n\n5,,n,n,n\n",
                 "feature,value,min,max\np,x,1,1\np,n,0,2\nq,x,1,1\nq,n,0,2\nr,x,1,1\nr,n,0,2\n",
                 2);
    lot_text text = LOT_TEXT_EMPTY;
    assert_int_equal(
        lot_conflict_describe(&text, w.conflict, w.quotas, w.classes, w.pool->rows, 2, NULL),
        LOT_OK);
    assert_true(w.conflict->proof.leaves_count > 1);
    assert_non_null(strstr(lot_text_string(&text), "but not with whole people"));
    assert_int_equal(lot_conflict_check(w.conflict, w.quotas, w.classes, 2, NULL), LOT_OK);
    lot_text_free(&text);
    free_written(&w);
}

static void a_proof_that_was_changed_does_not_hold(void **state)
{
    (void)state;
    written w;
    read_written(&w, disabled_people,
                 "feature,value,min,max\ndisability,yes,6,8\ndisability,no,0,8\n"
                 "area,North,0,3\narea,South,0,8\n",
                 8);
    for (uint32_t i = 0; i <= w.quotas->count; i++) {
        int64_t before = w.conflict->proof.multipliers[i];
        if (before == 0)
            continue;
        w.conflict->proof.multipliers[i] = 0;
        assert_int_equal(lot_conflict_check(w.conflict, w.quotas, w.classes, 8, NULL),
                         LOT_NOT_VERIFIED);
        w.conflict->proof.multipliers[i] = before;
    }
    assert_int_equal(lot_conflict_check(w.conflict, w.quotas, w.classes, 8, NULL), LOT_OK);
    w.conflict->count = 1; /* a part is missing */
    assert_int_equal(lot_conflict_check(w.conflict, w.quotas, w.classes, 8, NULL),
                     LOT_NOT_VERIFIED);
    w.conflict->count = 2;
    free_written(&w);
}

/* peers.md: infeasible, cannot be relaxed. */
static void the_golden_pool_without_room_cannot_be_relaxed(void **state)
{
    (void)state;
    written w;
    read_written(&w, "id,address,f1,f2,f3\na,,v1,v1,v1\nb,,v1,v2,v2\nc,,v2,v1,v2\nd,,v2,v2,v1\n",
                 "feature,value,min,max,min_flex,max_flex\nf1,v1,1,1,1,1\nf1,v2,0,2,0,2\n"
                 "f2,v1,1,1,1,1\nf2,v2,0,2,0,2\nf3,v1,1,1,1,1\nf3,v2,0,2,0,2\n",
                 2);
    for (uint32_t i = 0; i < w.changes->count; i++)
        assert_true(w.changes->list[i].kind > LOT_CHANGE_MAXIMA);
    free_written(&w);
}

/* With flex the cheapest is to raise one maximum, the first in the file. */
static void ties_go_to_the_target_that_comes_first_in_the_file(void **state)
{
    (void)state;
    written w;
    read_written(&w, "id,address,f1,f2,f3\na,,v1,v1,v1\nb,,v1,v2,v2\nc,,v2,v1,v2\nd,,v2,v2,v1\n",
                 "feature,value,min,max\nf1,v1,1,1\nf1,v2,0,2\nf2,v1,1,1\nf2,v2,0,2\n"
                 "f3,v1,1,1\nf3,v2,0,2\n",
                 2);
    const lot_change *first = &w.changes->list[0];
    assert_int_equal(first->cost, 1000000);
    assert_int_equal(first->gap, 0);
    assert_int_equal(first->targets_count, 1);
    assert_int_equal(first->targets[0].quota, 0);
    assert_int_equal(first->targets[0].part, LOT_PART_MAX);
    free_written(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_found_for_random_pools_is_what_the_oracle_says),
        cmocka_unit_test(the_reason_is_told_with_its_numbers),
        cmocka_unit_test(a_household_in_a_conflict_is_named_by_its_rows),
        cmocka_unit_test(what_only_whole_people_rule_out_is_proven_by_cases),
        cmocka_unit_test(a_proof_that_was_changed_does_not_hold),
        cmocka_unit_test(the_golden_pool_without_room_cannot_be_relaxed),
        cmocka_unit_test(ties_go_to_the_target_that_comes_first_in_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
