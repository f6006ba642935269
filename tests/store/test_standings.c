/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replacements and events: what is kept comes back, and what is there does not change. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/file.h"
#include "core/array.h"
#include "support/kept.h"
#include "support/tamper.h"

#include <stdlib.h>
#include <string.h>

/* Closed, committed and drawn. */
static void draw(lot_kept *kept, bool test)
{
    lot_assembly *assembly = lot_kept_open(kept, true);
    kept->attempt.test = test;
    kept->attempt.full = false;
    kept->attempt.draw.test = test;
    assert_int_equal(lot_assembly_set_closed(assembly, NULL), LOT_OK);
    assert_int_equal(lot_assembly_add_commit(assembly, &kept->attempt, NULL), LOT_OK);
    assert_int_equal(lot_assembly_add_draw(assembly, &kept->attempt, NULL), LOT_OK);
    lot_kept_close(assembly);
}

/* Seven are kept, two withdrew. */
static lot_standing *settle(void)
{
    lot_standing *standing;
    assert_int_equal(lot_standing_new(&standing, 60, NULL), LOT_OK);
    for (uint32_t p = 0; p < 9; p++)
        standing->places[p * 6] = p < 7 ? LOT_KEPT : LOT_WITHDRAWN;
    standing->reasons[42] = lot_string_copy("ill");
    standing->reasons[48] = lot_string_copy("moved-away");
    return standing;
}

/* A lottery with its standing and other numbers; it is one of these classes only by its size. */
static void save(lot_kept *kept, const lot_standing *standing)
{
    lot_quotas *quotas;
    uint32_t number;
    lot_saved_lottery lottery = lot_kept_lottery_of(kept);
    lottery.certificate = NULL;
    lottery.proof = NULL;
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_load_quotas(&quotas, assembly, NULL), LOT_OK);
    quotas->rows[1].min = 0;
    quotas->rows[1].max = 8;
    const lot_settled settled = {standing, quotas};
    assert_int_equal(
        lot_assembly_save_replacement(assembly, &lottery, &settled, kept->classes, &number, NULL),
        LOT_OK);
    assert_int_equal(number, 2);
    lot_kept_close(assembly);
    lot_quotas_free(quotas);
}

static void a_replacement_comes_back_and_is_not_the_current_lottery(void **state)
{
    lot_kept *kept = *state;
    lot_standing *standing = settle(), *again;
    lot_quotas *quotas;
    lot_membership *members;
    lot_saved_lottery lottery;
    draw(kept, false);
    save(kept, standing);
    lot_assembly *assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_load_standing(&again, assembly, 2, 60, NULL), LOT_OK);
    for (uint32_t p = 0; p < 60; p++) {
        assert_int_equal(again->places[p], standing->places[p]);
        if (standing->reasons[p] != NULL)
            assert_string_equal(again->reasons[p], standing->reasons[p]);
    }
    lot_standing_free(again);
    assert_int_equal(lot_assembly_load_quotas(&quotas, assembly, NULL), LOT_OK);
    assert_int_equal(lot_assembly_settle_quotas(quotas, assembly, 2, NULL), LOT_OK);
    assert_int_equal(quotas->rows[1].max, 8);
    assert_int_equal(quotas->rows[0].max, kept->made->quotas->rows[0].max);
    assert_int_equal(lot_membership_new(&members, kept->classes, kept->pseudonyms->pids, NULL),
                     LOT_OK);
    const lot_scope scope = {members, quotas->count + LOT_PLACES_COUNT};
    assert_int_equal(lot_assembly_load_replacement(&lottery, assembly, 2, &scope, NULL), LOT_OK);
    assert_int_equal(lottery.lottery->tickets, kept->lottery->tickets);
    lot_saved_lottery_free(&lottery);
    assert_int_equal(lot_assembly_load_lottery(&lottery, assembly, 0, NULL), LOT_OK);
    assert_int_equal(lottery.number, 1);
    lot_saved_lottery_free(&lottery);
    members->classes_count--;
    assert_int_equal(lot_assembly_load_replacement(&lottery, assembly, 2, &scope, NULL),
                     LOT_BAD_INPUT);
    lot_membership_free(members);
    lot_quotas_free(quotas);
    lot_assembly_close(assembly);
    lot_standing_free(standing);
}

static void assert_refused(lot_kept *kept, const char *words, const char *sql)
{
    const char *said = lot_kept_sql(kept, sql);
    if (said == NULL || strstr(said, words) == NULL)
        fail_msg("%s: %s", sql, said != NULL ? said : "it was taken");
}

static void who_is_kept_and_who_withdrew_never_changes(void **state)
{
    static const char sealed[] = "a lottery never changes once it was kept";
    lot_kept *kept = *state;
    lot_standing *standing = settle();
    draw(kept, false);
    save(kept, standing);
    assert_refused(kept, sealed, "INSERT INTO standings VALUES (2, 1, 'kept', NULL)");
    assert_refused(kept, sealed, "INSERT INTO standings VALUES (1, 1, 'kept', NULL)");
    assert_refused(kept, sealed, "REPLACE INTO standings VALUES (2, 0, 'withdrawn', 'x')");
    assert_refused(kept, sealed, "UPDATE standings SET reason = 'well'");
    assert_refused(kept, sealed, "DELETE FROM standings");
    assert_refused(kept, sealed, "INSERT INTO lottery_quotas VALUES (2, 0, 0, 8)");
    assert_refused(kept, sealed, "UPDATE lottery_quotas SET max = 7");
    assert_refused(kept, sealed, "DELETE FROM lottery_quotas");
    lot_standing_free(standing);
}

static void without_a_draw_there_is_nothing_to_mend(void **state)
{
    static const char words[] = "nothing is drawn yet";
    lot_kept *kept = *state;
    assert_refused(kept, words, "INSERT INTO standings VALUES (2, 1, 'kept', NULL)");
    draw(kept, true);
    assert_refused(kept, words, "INSERT INTO standings VALUES (2, 1, 'kept', NULL)");
    assert_refused(kept, words, "INSERT INTO lottery_quotas VALUES (2, 0, 0, 8)");
}

/* Set the file aside, or put it back. */
static void copy_file(const lot_kept *kept, const char *name, bool back)
{
    lot_text bytes = LOT_TEXT_EMPTY;
    char *aside = lot_path_join(kept->folder, name);
    assert_int_equal(lot_file_read(&bytes, back ? aside : kept->path, NULL), LOT_OK);
    assert_int_equal(
        lot_file_write(back ? kept->path : aside, bytes.bytes, bytes.length, 0600, NULL), LOT_OK);
    lot_text_free(&bytes);
    free(aside);
}

static void a_standing_that_nobody_wrote_is_damage(void **state)
{
    static const char *const changes[] = {
        "UPDATE standings SET reason = 'Broke a leg' WHERE person = 42",
        "UPDATE standings SET reason = NULL WHERE person = 42",
        "UPDATE standings SET place = 'kept' WHERE person = 42",
        "DELETE FROM standings WHERE place = 'withdrawn'",
        "UPDATE standings SET person = 60 WHERE person = 42",
    };
    lot_kept *kept = *state;
    lot_standing *standing = settle();
    draw(kept, false);
    save(kept, standing);
    lot_standing_free(standing);
    copy_file(kept, "whole", false);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        lot_assembly *assembly;
        lot_test_tamper(kept->path, changes[i]);
        /* refused as a whole where the tables themselves can tell, else when it is loaded */
        lot_status status = lot_assembly_open(&assembly, kept->path, false, NULL);
        if (status == LOT_OK)
            status = lot_assembly_load_standing(&standing, assembly, 2, 60, NULL);
        assert_int_equal(status, LOT_BAD_INPUT);
        lot_assembly_close(assembly);
        copy_file(kept, "whole", true);
    }
}

static void events_come_back_in_their_order_and_only_grow(void **state)
{
    lot_kept *kept = *state;
    lot_event *events;
    uint32_t count;
    const lot_event told[] = {
        {.person = 7, .kind = LOT_WITHDREW, .reason = "ill", .date = "2024-02-29", .attempt = 1},
        {.person = 7, .kind = LOT_REINSTATED, .date = "2024-03-01"},
    };
    lot_assembly *assembly = lot_kept_open(kept, true);
    lot_error error;
    assert_int_equal(lot_assembly_add_events(assembly, told, 2, &error), LOT_FAILURE);
    assert_non_null(strstr(error.message, "registration is still open"));
    lot_assembly_close(assembly);
    draw(kept, false);
    assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_add_events(assembly, told, 2, NULL), LOT_OK);
    lot_kept_close(assembly);
    assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_load_events(&events, &count, assembly, 60, NULL), LOT_OK);
    assert_int_equal(count, 2);
    for (uint32_t e = 0; e < 2; e++) {
        assert_int_equal(events[e].person, told[e].person);
        assert_int_equal(events[e].kind, told[e].kind);
        assert_string_equal(events[e].reason, told[e].reason);
        assert_string_equal(events[e].date, told[e].date);
        assert_int_equal(events[e].attempt, told[e].attempt);
    }
    free(events);
    lot_assembly_close(assembly);
    assert_refused(kept, "never changes", "UPDATE events SET person = 8");
    assert_refused(kept, "never changes", "DELETE FROM events");
    assert_refused(kept, "not the next one",
                   "INSERT INTO events VALUES (4, 1, 'confirmed', NULL, '2024-01-01', 1)");
    assert_refused(kept, "not the next one",
                   "REPLACE INTO events VALUES (2, 1, 'confirmed', NULL, '2024-01-01', 1)");
    assert_refused(kept, "CHECK",
                   "INSERT INTO events VALUES (3, 1, 'withdrawn', NULL, '2024-01-01', 1)");
    assert_refused(kept, "CHECK",
                   "INSERT INTO events VALUES (3, 1, 'asleep', NULL, '2024-01-01', 1)");
    /* an event that the log does not tell of */
    assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_check_log(assembly, NULL), LOT_NOT_VERIFIED);
    lot_assembly_close(assembly);
}

static void who_sat_on_the_panel_that_was_drawn_is_told(void **state)
{
    lot_kept *kept = *state;
    uint32_t members[8];
    draw(kept, false);
    lot_assembly *assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_load_drawn(members, assembly, 1, 8, 60, NULL), LOT_OK);
    assert_memory_equal(members, lot_lottery_members(kept->lottery, kept->attempt.draw.row),
                        sizeof members);
    assert_int_equal(lot_assembly_load_drawn(members, assembly, 2, 8, 60, NULL), LOT_BAD_INPUT);
    lot_assembly_close(assembly);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_kept_setup_saved, lot_kept_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_replacement_comes_back_and_is_not_the_current_lottery),
        TEST(who_is_kept_and_who_withdrew_never_changes),
        TEST(without_a_draw_there_is_nothing_to_mend),
        TEST(a_standing_that_nobody_wrote_is_damage),
        TEST(events_come_back_in_their_order_and_only_grow),
        TEST(who_sat_on_the_panel_that_was_drawn_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
