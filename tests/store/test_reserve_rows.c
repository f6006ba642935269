/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reserves and call-ups: what is kept comes back, and what is there does not change. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/callups.h"
#include "core/array.h"
#include "support/kept.h"

#include <stdlib.h>
#include <string.h>

enum { RESERVES = 3 };

static const uint32_t people[RESERVES] = {59, 7, 30};

/* Of people and a curve that no draw has: the store keeps what it is given. */
static void plan(lot_kept *kept)
{
    lot_attempt *attempt = &kept->attempt;
    uint32_t quotas = kept->made->quotas->count;
    attempt->plan = (lot_reserve_plan){4, 500, {90000, lot_array_new(quotas, sizeof(uint32_t))}};
    for (uint32_t q = 0; q < quotas; q++)
        attempt->plan.rates.of_value[q] = q == 0 ? LOT_RATE_ONE : 1000 * q;
    lot_reserve_curve *curve = lot_array_new(1, sizeof *curve);
    *curve = (lot_reserve_curve){.most = RESERVES,
                                 .samples = 500,
                                 .deviation = lot_array_new(RESERVES + 1, sizeof(uint64_t)),
                                 .proven = lot_array_new(RESERVES + 1, sizeof(bool)),
                                 .exact = lot_array_new(RESERVES + 1, sizeof(bool))};
    for (uint32_t n = 0; n <= RESERVES; n++) {
        curve->deviation[n] = 100 - 10 * n;
        curve->proven[n] = n < 2;
        curve->exact[n] = n < 3;
    }
    attempt->reserves =
        (lot_reserve_list){RESERVES, lot_array_new(RESERVES, sizeof(uint32_t)), curve};
    memcpy(attempt->reserves.people, people, sizeof people);
}

static void draw(lot_kept *kept)
{
    lot_assembly *assembly = lot_kept_open(kept, true);
    plan(kept);
    assert_int_equal(lot_assembly_set_closed(assembly, NULL), LOT_OK);
    assert_int_equal(lot_assembly_add_commit(assembly, &kept->attempt, NULL), LOT_OK);
    assert_int_equal(lot_assembly_add_draw(assembly, &kept->attempt, NULL), LOT_OK);
    lot_kept_close(assembly);
}

static lot_callup callup_make(void)
{
    lot_callup callup = {.number = 1,
                         .attempt = 1,
                         .behind = 1,
                         .called = lot_array_new(2, sizeof(uint32_t)),
                         .called_count = 2,
                         .deviation = 3,
                         .proven = true,
                         .date = "2024-02-29",
                         .text = lot_string_copy("civiclot-callup: 1\n"),
                         .folder = lot_string_copy("/somewhere/publish/replace/1")};
    callup.called[0] = 7;
    callup.called[1] = 30;
    assert_int_equal(lot_standing_new(&callup.standing, 60, NULL), LOT_OK);
    for (uint32_t p = 0; p < 8; p++)
        callup.standing->places[p * 7] = p < 6 ? LOT_KEPT : LOT_WITHDRAWN;
    callup.standing->reasons[42] = lot_string_copy("ill");
    callup.standing->reasons[49] = lot_string_copy("moved-away");
    return callup;
}

static void call_up(lot_kept *kept)
{
    lot_callup callup = callup_make();
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_add_callup(assembly, &callup, NULL), LOT_OK);
    lot_kept_close(assembly);
    lot_callup_free(&callup);
}

static void reserves_come_back_in_their_order_with_plan_and_curve(void **state)
{
    lot_kept *kept = *state;
    lot_attempt attempt;
    uint32_t quotas = kept->made->quotas->count;
    draw(kept);
    lot_assembly *assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_load_attempt(&attempt, assembly, 1, NULL), LOT_OK);
    assert_int_equal(attempt.plan.count, 4);
    assert_int_equal(attempt.plan.samples, 500);
    assert_int_equal(attempt.plan.rates.overall, 90000);
    assert_int_equal(lot_assembly_load_reserves(&attempt, assembly, 60, quotas, NULL), LOT_OK);
    assert_memory_equal(attempt.plan.rates.of_value, kept->attempt.plan.rates.of_value,
                        quotas * sizeof(uint32_t));
    assert_int_equal(attempt.reserves.count, RESERVES);
    assert_memory_equal(attempt.reserves.people, people, sizeof people);
    for (uint32_t n = 0; n <= RESERVES; n++) {
        assert_int_equal(attempt.reserves.curve->deviation[n], 100 - 10 * n);
        assert_int_equal(attempt.reserves.curve->proven[n], n < 2);
        assert_int_equal(attempt.reserves.curve->exact[n], n < 3);
    }
    assert_int_equal(attempt.reserves.curve->samples, 500);
    lot_attempt_free(&attempt);
    lot_assembly_close(assembly);
}

static lot_status load(lot_kept *kept, uint32_t people_count, uint32_t quotas_count)
{
    lot_attempt attempt;
    lot_assembly *assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_load_attempt(&attempt, assembly, 1, NULL), LOT_OK);
    lot_status status =
        lot_assembly_load_reserves(&attempt, assembly, people_count, quotas_count, NULL);
    lot_attempt_free(&attempt);
    lot_assembly_close(assembly);
    return status;
}

static void reserves_of_other_people_or_quotas_are_refused(void **state)
{
    lot_kept *kept = *state;
    uint32_t quotas = kept->made->quotas->count;
    draw(kept);
    assert_int_equal(load(kept, 60, quotas), LOT_OK);
    assert_int_equal(load(kept, 59, quotas), LOT_BAD_INPUT);
    assert_int_equal(load(kept, 60, quotas - 1), LOT_BAD_INPUT);
    assert_int_equal(load(kept, 60, quotas + 1), LOT_BAD_INPUT);
}

static void a_call_up_comes_back(void **state)
{
    lot_kept *kept = *state;
    lot_callup made = callup_make(), again;
    uint32_t count;
    draw(kept);
    call_up(kept);
    lot_assembly *assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_count_callups(&count, assembly, NULL), LOT_OK);
    assert_int_equal(count, 1);
    assert_int_equal(lot_assembly_load_callup(&again, assembly, 1, 60, NULL), LOT_OK);
    assert_int_equal(again.attempt, 1);
    assert_int_equal(again.behind, 1);
    assert_int_equal(again.deviation, 3);
    assert_true(again.proven);
    assert_string_equal(again.date, made.date);
    assert_string_equal(again.text, made.text);
    assert_string_equal(again.folder, made.folder);
    assert_int_equal(again.called_count, 2);
    assert_memory_equal(again.called, made.called, 2 * sizeof(uint32_t));
    for (uint32_t p = 0; p < 60; p++)
        assert_int_equal(again.standing->places[p], made.standing->places[p]);
    assert_string_equal(again.standing->reasons[49], "moved-away");
    lot_callup_free(&again);
    assert_int_equal(lot_assembly_load_callup(&again, assembly, 1, 40, NULL), LOT_BAD_INPUT);
    assert_int_equal(lot_assembly_load_callup(&again, assembly, 2, 60, NULL), LOT_BAD_INPUT);
    lot_assembly_close(assembly);
    lot_callup_free(&made);
}

static void assert_refused(lot_kept *kept, const char *words, const char *sql)
{
    const char *said = lot_kept_sql(kept, sql);
    if (said == NULL || strstr(said, words) == NULL)
        fail_msg("%s: %s", sql, said != NULL ? said : "it was taken");
}

static void what_was_announced_drawn_and_called_never_changes(void **state)
{
    static const char commit[] = "a commit never changes", drawn[] = "a draw never changes";
    static const char called[] = "a call-up never changes";
    lot_kept *kept = *state;
    draw(kept);
    call_up(kept);
    assert_refused(kept, commit, "REPLACE INTO reserve_plans VALUES (1, 5, 500, 1)");
    assert_refused(kept, commit, "UPDATE dropout_rates SET rate = 1 WHERE quota = 1");
    assert_refused(kept, commit, "DELETE FROM dropout_rates");
    assert_refused(kept, drawn, "INSERT INTO reserves VALUES (1, 3, 1)");
    assert_refused(kept, drawn, "UPDATE reserves SET person = 1 WHERE place = 0");
    assert_refused(kept, drawn, "DELETE FROM reserves WHERE place = 2");
    assert_refused(kept, drawn, "UPDATE reserve_curves SET deviation = 0");
    assert_refused(kept, called, "UPDATE callups SET proven = 0");
    assert_refused(kept, called, "DELETE FROM callups");
    assert_refused(kept, called, "REPLACE INTO callup_people VALUES (1, 0, 59)");
    assert_refused(kept, called, "INSERT INTO callup_standings VALUES (1, 1, 'kept', NULL)");
    assert_refused(kept, "not the next one",
                   "INSERT INTO callups VALUES (1, 1, 1, 0, 1, '2024-02-29', 'x', NULL)");
    assert_refused(kept, "newest draw",
                   "INSERT INTO callups VALUES (2, 2, 1, 0, 1, '2024-02-29', 'x', NULL)");
    assert_refused(kept, "newest attempt",
                   "INSERT INTO callups VALUES (2, 1, 2, 0, 1, '2024-02-29', 'x', NULL)");
    assert_refused(kept, "only reserves",
                   "INSERT INTO callup_people VALUES (2, 0, 1);"
                   "INSERT INTO callups VALUES (2, 1, 1, 0, 1, '2024-02-29', 'x', NULL)");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_kept_setup_saved, lot_kept_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reserves_come_back_in_their_order_with_plan_and_curve),
        TEST(reserves_of_other_people_or_quotas_are_refused),
        TEST(a_call_up_comes_back),
        TEST(what_was_announced_drawn_and_called_never_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
