/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seating: against known cases, against all seatings there are, and on random tasks. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/digest.h"
#include "civiclot/seating.h"
#include "civiclot/text.h"
#include "core/random.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE_MOST = 40, VALUES_MOST = 12, FEATURES = 2, RULES_MOST = 8 };

/* A task and everything it points to. */
struct made {
    lot_seating_task task;
    uint32_t values[PEOPLE_MOST * FEATURES];
    lot_seating_rule rules[RULES_MOST];
};

static void plain(struct made *made, uint32_t people, uint32_t groups, uint32_t sessions)
{
    *made = (struct made){.task = {.people_count = people,
                                   .groups_count = groups,
                                   .sessions_count = sessions,
                                   .seed = "a seed"}};
    made->task.values = made->values;
    made->task.rules = made->rules;
}

static void add_rule(struct made *made, uint32_t a, uint32_t b, bool together)
{
    assert_true(made->task.rules_count < RULES_MOST);
    made->rules[made->task.rules_count++] = (lot_seating_rule){a, b, together};
}

/* Two features, of `first` and of `second` values. */
static void give_values(struct made *made, uint32_t first, uint32_t second, uint64_t *random)
{
    made->task.features_count = FEATURES;
    made->task.values_count = first + second;
    for (uint32_t p = 0; p < made->task.people_count; p++) {
        made->values[p * FEATURES] = (uint32_t)lot_random_below(random, first);
        made->values[p * FEATURES + 1] = first + (uint32_t)lot_random_below(random, second);
    }
}

static lot_seating *seat(const struct made *made)
{
    lot_seating *seating;
    lot_clash clash;
    lot_error error = {.message = ""};
    if (lot_seating_new(&seating, &clash, &made->task, &error) != LOT_OK)
        fail_msg("%s", error.message);
    assert_non_null(seating);
    assert_null(clash.rules);
    return seating;
}

/* Sizes and rules, in every session; and that no bound is bettered. */
static void check_kept(const lot_seating *seating, const lot_seating_task *task)
{
    const lot_seating_measure *measure = &seating->measure;
    const lot_seating_bound *bound = &seating->bound;
    uint32_t small = task->people_count / task->groups_count;
    for (uint32_t s = 0; s < task->sessions_count; s++) {
        uint32_t sizes[PEOPLE_MOST] = {0};
        for (uint32_t p = 0; p < task->people_count; p++) {
            assert_in_range(lot_seating_group(seating, s, p), 0, task->groups_count - 1);
            sizes[lot_seating_group(seating, s, p)]++;
        }
        for (uint32_t g = 0; g < task->groups_count; g++)
            assert_int_equal(sizes[g], small + (g < task->people_count % task->groups_count));
        for (uint32_t r = 0; r < task->rules_count; r++) {
            bool one = lot_seating_group(seating, s, task->rules[r].a) ==
                       lot_seating_group(seating, s, task->rules[r].b);
            assert_int_equal(one, task->rules[r].together);
        }
    }
    assert_true(measure->deviation >= bound->deviation);
    assert_true(measure->met <= bound->met);
    assert_true(measure->repeats >= bound->repeats);
    assert_true(measure->spread >= bound->spread);
    assert_true(measure->fewest <= bound->fewest);
    assert_true(bound->met + bound->repeats == measure->met + measure->repeats);
}

static void everybody_meets_everybody_where_geometry_allows_it(void **state)
{
    (void)state;
    static const uint32_t cases[][3] = {{4, 2, 3}, {9, 3, 4}, {16, 4, 5}, {25, 5, 6}, {8, 4, 7}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct made made;
        uint64_t people = cases[i][0];
        plain(&made, cases[i][0], cases[i][1], cases[i][2]);
        lot_seating *seating = seat(&made);
        print_message("%u people, %u groups, %u sessions: %" PRIu64 " of %" PRIu64 " pairs met\n",
                      cases[i][0], cases[i][1], cases[i][2], seating->measure.met,
                      people * (people - 1) / 2);
        assert_int_equal(seating->measure.met, people * (people - 1) / 2);
        assert_int_equal(seating->measure.repeats, 0);
        assert_int_equal(seating->measure.most, 1);
        assert_int_equal(seating->measure.fewest, people - 1);
        assert_int_equal(seating->measure.fewest_count, people);
        check_kept(seating, &made.task);
        lot_seating_free(seating);
    }
}

static void where_repeats_are_forced_the_bound_says_how_many(void **state)
{
    (void)state;
    /* two groups of four: in each session after the first, each group has two pairs again */
    struct made made;
    plain(&made, 8, 2, 3);
    lot_seating *seating = seat(&made);
    assert_int_equal(seating->bound.repeats, 8);
    assert_int_equal(seating->measure.repeats, 8);
    assert_int_equal(seating->measure.met, 28);
    lot_seating_free(seating);
    plain(&made, 8, 2, 2);
    seating = seat(&made);
    assert_int_equal(seating->bound.repeats, 4);
    assert_int_equal(seating->measure.repeats, 4);
    assert_int_equal(seating->bound.spread, 4);
    lot_seating_free(seating);
}

static void hard_golfers_come_near(void **state)
{
    (void)state;
    /* both have a perfect seating: Kirkman's schoolgirls, and the golfers of Good Sunday */
    static const uint32_t cases[][4] = {{15, 5, 7, 92}, {32, 8, 10, 92}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct made made;
        plain(&made, cases[i][0], cases[i][1], cases[i][2]);
        lot_seating *seating = seat(&made);
        print_message("%u people, %u groups, %u sessions: %" PRIu64 " of %" PRIu64 " pairs met\n",
                      cases[i][0], cases[i][1], cases[i][2], seating->measure.met,
                      seating->bound.met);
        assert_true(seating->measure.met * 100 >= seating->bound.met * cases[i][3]);
        assert_true(seating->measure.met * 100 > seating->splits.met * 110 / seating->splits.count);
        check_kept(seating, &made.task);
        lot_seating_free(seating);
    }
}

static void groups_of_one_and_one_group_are_seatings_too(void **state)
{
    (void)state;
    struct made made;
    plain(&made, 5, 5, 3);
    lot_seating *seating = seat(&made);
    assert_int_equal(seating->measure.met, 0);
    assert_int_equal(seating->bound.met, 0);
    check_kept(seating, &made.task);
    lot_seating_free(seating);
    plain(&made, 5, 1, 3);
    seating = seat(&made);
    assert_int_equal(seating->measure.met, 10);
    assert_int_equal(seating->measure.repeats, 20);
    assert_int_equal(seating->bound.repeats, 20);
    assert_int_equal(seating->measure.spread, 30);
    assert_int_equal(seating->measure.most, 3);
    check_kept(seating, &made.task);
    lot_seating_free(seating);
    plain(&made, 1, 1, 2);
    seating = seat(&made);
    assert_int_equal(seating->measure.met, 0);
    lot_seating_free(seating);
}

static void groups_mirror_the_panel_before_all_pairs_meet(void **state)
{
    (void)state;
    /* four women, four men; two sessions of four pairs: always a woman with a man */
    struct made made;
    plain(&made, 8, 4, 5);
    made.task.features_count = 1;
    made.task.values_count = 2;
    for (uint32_t p = 0; p < 8; p++)
        made.values[p] = p % 2;
    lot_seating *seating = seat(&made);
    for (uint32_t s = 0; s < 5; s++) {
        uint32_t women[4] = {0};
        for (uint32_t p = 0; p < 8; p += 2)
            women[lot_seating_group(seating, s, p)]++;
        for (uint32_t g = 0; g < 4; g++)
            assert_int_equal(women[g], 1);
    }
    assert_int_equal(seating->measure.deviation, 0);
    assert_int_equal(seating->measure.met, 16); /* of 28: the others are of one sex */
    assert_int_equal(seating->measure.repeats, 4);
    lot_seating_free(seating);
}

static void what_is_too_much_in_a_block_is_in_the_bound(void **state)
{
    (void)state;
    /* two of four women kept together, where a group of four has one by its share */
    struct made made;
    plain(&made, 16, 4, 3);
    made.task.features_count = 1;
    made.task.values_count = 2;
    for (uint32_t p = 0; p < 16; p++)
        made.values[p] = p >= 4;
    add_rule(&made, 0, 1, true);
    lot_seating *seating = seat(&made);
    assert_int_equal(seating->bound.deviation, 3);
    /* one woman too many and a man too few there, a woman too few and a man too many elsewhere */
    assert_int_equal(seating->measure.deviation, 12);
    check_kept(seating, &made.task);
    lot_seating_free(seating);
}

static void the_same_seed_seats_alike_everywhere(void **state)
{
    (void)state;
    struct made made;
    uint64_t random = 1;
    lot_digest digest;
    char hex[LOT_HEX_BYTES];
    plain(&made, 23, 4, 3);
    give_values(&made, 2, 5, &random);
    add_rule(&made, 3, 17, true);
    add_rule(&made, 17, 5, false);
    made.task.steps = 20000;
    lot_seating *a = seat(&made);
    lot_seating *b = seat(&made);
    size_t bytes = (size_t)23 * 3 * sizeof *a->groups;
    assert_memory_equal(a->groups, b->groups, bytes);
    assert_memory_equal(&a->splits, &b->splits, sizeof a->splits);
    lot_text text = LOT_TEXT_EMPTY;
    for (size_t i = 0; i < (size_t)23 * 3; i++)
        lot_text_format(&text, "%" PRIu32 " ", a->groups[i]);
    lot_sha256(&digest, text.bytes, text.length);
    lot_digest_hex(hex, &digest);
    /* of one run; any compiler and machine has to come to it */
    assert_string_equal(hex, "05367718c5f4111376ae56947244fb4baa2bfc3570490929ebb610e9046cc291");
    lot_text_free(&text);
    lot_seating_free(b);
    made.task.seed = "another seed";
    b = seat(&made);
    assert_memory_not_equal(a->groups, b->groups, bytes);
    lot_seating_free(a);
    lot_seating_free(b);
}

/* Rules among all people, each pair at random. */
static void give_rules(struct made *made, uint32_t count, uint64_t *random)
{
    for (uint32_t r = 0; r < count; r++) {
        uint32_t a = (uint32_t)lot_random_below(random, made->task.people_count);
        uint32_t b = (uint32_t)lot_random_below(random, made->task.people_count - 1);
        add_rule(made, a, b < a ? b : b + 1, lot_random_below(random, 2) == 0);
    }
}

static void rules_are_kept_in_a_thousand_random_tasks(void **state)
{
    (void)state;
    uint64_t random = 5;
    unsigned refused = 0;
    for (unsigned i = 0; i < 1000; i++) {
        struct made made;
        lot_seating *seating;
        lot_clash clash;
        uint32_t people = 2 + (uint32_t)lot_random_below(&random, 30);
        uint32_t groups = 1 + (uint32_t)lot_random_below(&random, people);
        plain(&made, people, groups, 1 + (uint32_t)lot_random_below(&random, 4));
        give_values(&made, 2, 4, &random);
        give_rules(&made, (uint32_t)lot_random_below(&random, 7), &random);
        made.task.steps = 2000;
        assert_int_equal(lot_seating_new(&seating, &clash, &made.task, NULL), LOT_OK);
        if (seating != NULL)
            check_kept(seating, &made.task);
        else
            assert_true(clash.count > 0);
        refused += seating == NULL;
        lot_clash_free(&clash);
        lot_seating_free(seating);
    }
    print_message("%u of 1000 tasks have no seating\n", refused);
    assert_in_range(refused, 100, 600);
}

/* The rules that clash, as "0 2 3 "; and why. */
static lot_clash_reason clash_of(char *rules, const struct made *made, uint32_t *size)
{
    lot_seating *seating;
    lot_clash clash;
    lot_text text = LOT_TEXT_EMPTY;
    assert_int_equal(lot_seating_new(&seating, &clash, &made->task, NULL), LOT_OK);
    assert_null(seating);
    for (uint32_t i = 0; i < clash.count; i++)
        lot_text_format(&text, "%" PRIu32 " ", clash.rules[i]);
    strcpy(rules, lot_text_string(&text));
    *size = clash.size;
    lot_clash_reason reason = clash.reason;
    lot_text_free(&text);
    lot_clash_free(&clash);
    return reason;
}

static void together_and_apart_is_refused_with_the_chain_that_does_it(void **state)
{
    (void)state;
    struct made made;
    char rules[64];
    uint32_t size;
    plain(&made, 12, 3, 2);
    add_rule(&made, 7, 8, true); /* has nothing to do with it */
    add_rule(&made, 0, 1, true);
    add_rule(&made, 4, 5, false);
    add_rule(&made, 1, 2, true);
    add_rule(&made, 2, 0, false);
    assert_int_equal(clash_of(rules, &made, &size), LOT_CLASH_BOTH);
    assert_string_equal(rules, "1 3 4 ");
}

static void a_chain_that_no_group_holds_is_refused_with_its_length(void **state)
{
    (void)state;
    struct made made;
    char rules[64];
    uint32_t size;
    plain(&made, 10, 4, 2); /* groups of 3, 3, 2, 2 */
    for (uint32_t p = 0; p < 4; p++)
        add_rule(&made, p, p + 1, true);
    add_rule(&made, 8, 9, false);
    assert_int_equal(clash_of(rules, &made, &size), LOT_CLASH_SIZE);
    assert_string_equal(rules, "1 2 3 ");
    assert_int_equal(size, 4);
}

static void more_kept_apart_than_there_are_groups_are_refused(void **state)
{
    (void)state;
    struct made made;
    char rules[64];
    uint32_t size;
    plain(&made, 9, 2, 1);
    add_rule(&made, 0, 1, false);
    add_rule(&made, 1, 2, false);
    add_rule(&made, 5, 6, true);
    add_rule(&made, 0, 2, false);
    assert_int_equal(clash_of(rules, &made, &size), LOT_CLASH_APART);
    assert_string_equal(rules, "0 1 3 ");
}

static void pairs_that_groups_have_no_room_for_are_refused(void **state)
{
    (void)state;
    struct made made;
    char rules[64];
    uint32_t size;
    plain(&made, 6, 2, 1); /* three pairs in two groups of three */
    add_rule(&made, 0, 1, true);
    add_rule(&made, 2, 3, true);
    add_rule(&made, 4, 5, true);
    assert_int_equal(clash_of(rules, &made, &size), LOT_CLASH_PACKING);
    assert_string_equal(rules, "0 1 2 ");
}

static bool stop(void *context, const char *step, uint64_t done, uint64_t total)
{
    (void)step;
    (void)done;
    (void)total;
    return --*(unsigned *)context == 0;
}

static void who_asks_to_stop_is_heard(void **state)
{
    (void)state;
    struct made made;
    lot_seating *seating;
    lot_clash clash;
    unsigned left = 3;
    const lot_progress progress = {stop, &left};
    plain(&made, 20, 5, 5);
    made.task.progress = &progress;
    assert_int_equal(lot_seating_new(&seating, &clash, &made.task, NULL), LOT_INTERRUPTED);
    assert_null(seating);
    lot_clash_free(&clash);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_meets_everybody_where_geometry_allows_it),
        cmocka_unit_test(where_repeats_are_forced_the_bound_says_how_many),
        cmocka_unit_test(hard_golfers_come_near),
        cmocka_unit_test(groups_of_one_and_one_group_are_seatings_too),
        cmocka_unit_test(groups_mirror_the_panel_before_all_pairs_meet),
        cmocka_unit_test(what_is_too_much_in_a_block_is_in_the_bound),
        cmocka_unit_test(the_same_seed_seats_alike_everywhere),
        cmocka_unit_test(rules_are_kept_in_a_thousand_random_tasks),
        cmocka_unit_test(together_and_apart_is_refused_with_the_chain_that_does_it),
        cmocka_unit_test(a_chain_that_no_group_holds_is_refused_with_its_length),
        cmocka_unit_test(more_kept_apart_than_there_are_groups_are_refused),
        cmocka_unit_test(pairs_that_groups_have_no_room_for_are_refused),
        cmocka_unit_test(who_asks_to_stop_is_heard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
