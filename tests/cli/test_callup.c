/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reserves called up, from the draw that has them to what a verifier says of all folders. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/mending.h"
#include "support/tamper.h"

#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The folder must be in order, and this must be said of it. */
static void assert_verified(const lot_run_folder *folder, const char *published, const char *words)
{
    lot_ran ran = RUN(folder, "verify", published);
    if (ran.code != 0)
        fail_msg("%s\n%s", lot_text_string(&ran.out), lot_text_string(&ran.err));
    lot_run_assert_has(&ran.out, words);
    lot_ran_free(&ran);
}

static void assert_says(const lot_run_folder *folder, const char *words, const char *const *command)
{
    lot_ran ran = lot_run(folder, command);
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, words);
    lot_ran_free(&ran);
}
#define SAYS(folder, has, ...)                                                                     \
    assert_says((folder), (has), (const char *const[]){__VA_ARGS__, NULL})

static void replace(const lot_run_folder *folder, const char *list)
{
    EXPECT(folder, 0, "replace", "file", "--dropout", list, "--reason", "ill",
           "--accept-deviation");
}

/* That is in callup.txt of replace/N, and everything is in order. */
static void assert_called(const lot_run_folder *folder, const char *number, const char *words)
{
    char name[64];
    (void)snprintf(name, sizeof name, "pub/replace/%s/callup.txt", number);
    lot_text callup = lot_run_read(folder, name);
    lot_run_assert_has(&callup, words);
    lot_text_free(&callup);
    assert_verified(folder, "pub", "the right ones to call up");
}

/* Who is new on the second panel. */
static lot_mending_panel new_on(const lot_mending_panel *before, const lot_mending_panel *now)
{
    lot_mending_panel out = {.count = 0};
    for (uint32_t i = 0; i < now->count; i++)
        if (!lot_mending_has(before, now->ids[i]))
            memcpy(out.ids[out.count++], now->ids[i], LOT_MENDING_ID);
    return out;
}

static void reserves_take_the_places_and_it_is_proven(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw_reserves(folder, "6");
    lot_mending_panel before = lot_mending_selected(folder, "file");
    lot_mending_panel reserves = lot_mending_reserves(folder, "file");
    assert_int_equal(reserves.count, 6);
    lot_ran ran = RUN(folder, "replace", "file", "--dropout", lot_mending_join(&before, 2),
                      "--reason", "ill", "--accept-deviation");
    assert_int_equal(ran.code, 0);
    lot_mending_panel now = lot_mending_selected(folder, "file");
    lot_mending_panel called = new_on(&before, &now);
    assert_int_equal(lot_mending_both(&before, &now), 6);
    assert_int_equal(lot_mending_both(&reserves, &called), called.count);
    assert_true(called.count > 0);
    for (uint32_t i = 0; i < called.count; i++)
        lot_run_assert_has(&ran.out, called.ids[i]);
    lot_run_assert_has(&ran.out, "Reserves still at hand: ");
    lot_run_assert_has(&ran.out, "pub/replace/1\n");
    lot_ran_free(&ran);
    assert_int_equal(lot_run_count(folder, "pub/replace/1"), 4);
    assert_verified(folder, "pub", "the right ones to call up");
    SAYS(folder, "reserve", "mark", "file", "--list");
    SAYS(folder, "call-up 1: ", "log", "file");
    SAYS(folder, "panel by now     8 of 8 seats", "report", "file");
    WORDS(folder, 3, "nobody of the panel withdrew", "replace", "file");
    WORDS(folder, 3, "withdrew and is replaced", "mark", "file", "--id", before.ids[0], "--as",
          "reinstated");
    EXPECT(folder, 0, "mark", "file", "--id", called.ids[0], "--as", "confirmed");
}

static void everything_shows_the_panel_as_it_is_by_now(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw_reserves(folder, "6");
    lot_mending_panel before = lot_mending_selected(folder, "file");
    replace(folder, before.ids[0]);
    lot_mending_panel now = lot_mending_selected(folder, "file");
    lot_mending_panel called = new_on(&before, &now);
    EXPECT(folder, 0, "tables", "file", "--groups", "2", "--sessions", "1", "--out", "seats.csv");
    lot_text seats = lot_run_read(folder, "seats.csv");
    assert_null(strstr(lot_text_string(&seats), before.ids[0]));
    lot_run_assert_has(&seats, called.ids[0]);
    lot_text_free(&seats);
    lot_ran ran = RUN(folder, "export", "file", "--remaining", "-", "--attempt", "1");
    lot_run_assert_has(&ran.out, before.ids[0]);
    lot_run_assert_has(&ran.out, ",withdrawn\n");
    lot_run_assert_has(&ran.out, ",reserve\n");
    assert_null(strstr(lot_text_string(&ran.out), called.ids[0]));
    lot_ran_free(&ran);
    ran = RUN(folder, "report", "file", "--json");
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_int_equal(json_array_size(json_object_get(object, "panel")), 8);
    assert_int_equal(json_array_size(json_object_get(object, "call_ups")), 1);
    json_decref(object);
    lot_ran_free(&ran);
    /* a later assembly leaves out who was on it at any time */
    EXPECT(folder, 0, "past", "file", "--by", "id", "--out", "members.txt");
    lot_text members = lot_run_read(folder, "members.txt");
    lot_run_assert_has(&members, "\ncount: 9\n");
    lot_text_free(&members);
    EXPECT(folder, 0, "report", "file", "--out", "report.html");
    lot_text page = lot_run_read(folder, "report.html");
    lot_run_assert_has(&page, "<h2>The panel as it is by now</h2>");
    lot_run_assert_has(&page, "8 of 8 seats are taken.");
    assert_null(strstr(lot_text_string(&page), called.ids[0]));
    lot_text_free(&page);
}

static void where_the_quotas_are_missed_it_says_what_and_changes_nothing(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw_tight(folder);
    lot_run_expect_shell(folder, 0, "cp -r pub whole");
    lot_mending_panel before = lot_mending_selected(folder, "file");
    const char *young = lot_mending_join(&before, 2);
    lot_ran ran = RUN(folder, "replace", "file", "--dropout", young, "--reason", "ill");
    assert_int_equal(ran.code, 4);
    lot_run_assert_has(&ran.err, "Reserves at hand: 2. With the best of them, 1 person, the panel "
                                 "would miss:\n  age young: 1 seat, at least 2\n"
                                 "  sex f: 1 seat, at least 2\n  1 seat vacant\n");
    lot_run_assert_has(&ran.err, "a deviation of 3; without them it is 6.");
    lot_run_assert_has(&ran.err, "--accept-deviation");
    lot_run_assert_has(&ran.err, "--fresh");
    assert_int_equal(ran.out.length, 0);
    lot_ran_free(&ran);
    lot_run_assert_same(folder, "pub", "whole");
    SAYS(folder, "selected   4", "mark", "file");
    SAYS(folder, "\"command\":\"replace\",\"exit\":4", "log", "file");
    ran = RUN(folder, "replace", "file", "--dropout", young, "--reason", "ill", "--json");
    json_t *object = json_loads(lot_text_string(&ran.out), 0, NULL);
    assert_int_equal(json_integer_value(json_object_get(object, "deviation")), 3);
    assert_int_equal(json_array_size(json_object_get(object, "missed")), 2);
    assert_int_equal(json_array_size(json_object_get(object, "best")), 1);
    assert_false(json_is_true(json_object_get(object, "done")));
    json_decref(object);
    lot_ran_free(&ran);
    replace(folder, young);
    assert_called(folder, "1", "\ndeviation: 3\nproven: yes\n");
    SAYS(folder, "replaced   2", "mark", "file");
    SAYS(folder, "age young: 1 seat, at least 2", "report", "file", "--out", "-");
    WORDS(folder, 0, "Seats without anybody: 1", "mark", "file");
    /* nobody can help now: a draw has to, by other numbers */
    WORDS(folder, 4, "None of them brings the panel nearer to its quotas", "replace", "file");
    lot_run_write(folder, "decided.csv",
                  "feature,value,min,max\nage,young,1,2\nage,old,2,3\nsex,f,1,2\nsex,m,2,3\n");
    EXPECT(folder, 0, "replace", "file", "--fresh", "--quotas", "decided.csv", "--seed", "x",
           "--reserves", "1", "--full", "--accept-disclosure");
    /* and these hold for the reserves that were drawn with it */
    before = lot_mending_selected(folder, "file");
    assert_int_equal(before.count, 4);
    SAYS(folder, "The panel then keeps all its quotas.", "replace", "file", "--dropout",
         before.ids[3], "--reason", "ill");
    assert_called(folder, "3", "\ndeviation: 0\nproven: yes\n");
}

static void where_no_reserve_helps_nobody_is_called(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw_tight(folder);
    lot_run_expect_shell(folder, 0, "cp -r pub whole");
    lot_mending_panel before = lot_mending_selected(folder, "file");
    lot_mending_panel reserves = lot_mending_reserves(folder, "file");
    uint32_t young = strcmp(reserves.ids[0], "V003") < 0 ? 0 : 1;
    EXPECT(folder, 0, "mark", "file", "--id", reserves.ids[young], "--as", "withdrawn", "--reason",
           "no-answer");
    lot_ran ran = RUN(folder, "replace", "file", "--dropout", before.ids[0], "--reason", "ill",
                      "--accept-deviation");
    assert_int_equal(ran.code, 4);
    lot_run_assert_has(&ran.err, "Reserves at hand: 1. None of them brings the panel nearer");
    assert_null(strstr(lot_text_string(&ran.err), "FILE --accept-deviation"));
    lot_run_assert_has(&ran.err, "FILE --fresh");
    lot_ran_free(&ran);
    lot_run_assert_same(folder, "pub", "whole");
    SAYS(folder, "withdrawn  1", "mark", "file");
}

/* One of three young is left to take the place of another. */
static void where_one_person_can_be_drawn_it_is_said_before_the_draw(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw_tight(folder);
    lot_mending_panel before = lot_mending_selected(folder, "file");
    lot_mending_panel reserves = lot_mending_reserves(folder, "file");
    WORDS(folder, 3, "or as a reserve who is not called up", "mark", "file", "--id",
          reserves.ids[0], "--as", "confirmed");
    EXPECT(folder, 0, "mark", "file", "--id", before.ids[0], "--as", "withdrawn", "--reason",
           "ill");
    WORDS(folder, 3, "withdrew already: leave them out", "replace", "file", "--dropout",
          before.ids[0], "--reason", "ill");
    lot_ran ran = RUN(folder, "replace", "file", "--fresh");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.err, "WARNING: there is only one panel: the draw will decide nothing");
    assert_null(strstr(lot_text_string(&ran.err), " 1 panels"));
    lot_ran_free(&ran);
}

static void what_is_for_a_draw_goes_with_fresh(void **state)
{
    const lot_run_folder *folder = *state;
    static const char *const options[][2] = {{"--source", "dice:31"},    {"--seed", "x"},
                                             {"--quotas", "quotas.csv"}, {"--tickets", "60"},
                                             {"--objective", "nash"},    {"--reserves", "3"}};
    lot_mending_draw_reserves(folder, "6");
    lot_mending_panel before = lot_mending_selected(folder, "file");
    lot_run_expect_shell(folder, 0, "cp file old");
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        char words[64];
        (void)snprintf(words, sizeof words, "%s goes with --fresh", options[i][0]);
        WORDS(folder, 2, words, "replace", "file", "--dropout", before.ids[0], "--reason", "ill",
              options[i][0], options[i][1]);
    }
    WORDS(folder, 2, "give one of them", "replace", "file", "--fresh", "--accept-deviation");
    lot_run_expect_shell(folder, 0, "cmp file old");
}

static void fresh_draws_anew_and_the_list_ends_with_the_draw(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw_reserves(folder, "6");
    lot_mending_panel first = lot_mending_selected(folder, "file");
    lot_mending_panel old = lot_mending_reserves(folder, "file");
    replace(folder, first.ids[0]);
    lot_mending_panel second = lot_mending_selected(folder, "file");
    WORDS(folder, 0, "They are passed over, and their list ends with the new draw.", "replace",
          "file", "--dropout", second.ids[0], "--reason", "ill", "--fresh", "--full",
          "--accept-disclosure", "--reserves", "3");
    EXPECT(folder, 0, "draw", "file", "--seed", "anew");
    lot_mending_panel third = lot_mending_selected(folder, "file");
    assert_int_equal(lot_mending_both(&second, &third), 7);
    lot_mending_panel list = lot_mending_reserves(folder, "file");
    assert_int_equal(list.count, 3);
    assert_true(lot_mending_both(&old, &list) < 3 || old.count > 3);
    replace(folder, third.ids[7]);
    lot_mending_panel fourth = lot_mending_selected(folder, "file");
    lot_mending_panel called = new_on(&third, &fourth);
    assert_int_equal(lot_mending_both(&list, &called), called.count);
    assert_verified(folder, "pub", "replace/3:");
    SAYS(folder, "call-up 2 ", "report", "file");
    lot_ran ran = RUN(folder, "report", "file", "--attempt", "1");
    lot_run_assert_has(&ran.out, "call-up 1 ");
    assert_null(strstr(lot_text_string(&ran.out), "panel by now"));
    lot_ran_free(&ran);
    /* as that draw left it */
    ran = RUN(folder, "export", "file", "--selected", "-", "--attempt", "1");
    lot_run_assert_has(&ran.out, first.ids[0]);
    lot_ran_free(&ran);
}

static void who_says_no_is_not_called_and_does_not_stay(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw_reserves(folder, "6");
    lot_mending_panel before = lot_mending_selected(folder, "file");
    lot_mending_panel reserves = lot_mending_reserves(folder, "file");
    EXPECT(folder, 0, "mark", "file", "--id", reserves.ids[0], "--as", "withdrawn", "--reason",
           "no-answer");
    EXPECT(folder, 0, "mark", "file", "--id", reserves.ids[3], "--as", "withdrawn", "--reason",
           "no-answer");
    EXPECT(folder, 0, "mark", "file", "--id", reserves.ids[3], "--as", "reinstated");
    replace(folder, lot_mending_join(&before, 2));
    lot_mending_panel now = lot_mending_selected(folder, "file");
    assert_false(lot_mending_has(&now, reserves.ids[0]));
    WORDS(folder, 3, "is withdrawn by a replacement that was committed", "mark", "file", "--id",
          reserves.ids[0], "--as", "reinstated");
    lot_mending_panel called = new_on(&before, &now);
    /* whom it calls may say no as well, and then leave for good */
    replace(folder, called.ids[0]);
    lot_mending_panel third = lot_mending_selected(folder, "file");
    assert_false(lot_mending_has(&third, called.ids[0]));
    assert_true(lot_mending_both(&now, &third) == now.count - 1);
    assert_verified(folder, "pub", "replace/2:");
    SAYS(folder, "call-up 2: ", "log", "file");
}

static void households_and_quotas_are_kept_over_many_call_ups(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw_reserves(folder, "8");
    lot_mending_panel none = {.count = 0};
    uint32_t calls = 0;
    for (uint32_t i = 0; i < 4; i++) {
        lot_mending_panel now = lot_mending_selected(folder, "file");
        replace(folder, now.ids[i % now.count]);
        lot_mending_panel after = lot_mending_selected(folder, "file");
        calls += new_on(&now, &after).count;
        if (after.count == LOT_MENDING_SEATS)
            lot_mending_assert_panel(&after, &none, &none);
    }
    assert_true(calls >= 4);
    assert_verified(folder, "pub", "replace/4:");
}

static void a_commit_that_waits_is_over_once_reserves_are_called(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw_reserves(folder, "6");
    lot_mending_panel before = lot_mending_selected(folder, "file");
    EXPECT(folder, 0, "replace", "file", "--dropout", before.ids[0], "--reason", "ill", "--fresh");
    WORDS(folder, 0, "Attempt 2 was committed and never drawn, and will not be any more", "replace",
          "file", "--accept-deviation");
    WORDS(folder, 3, "was committed and not drawn when reserves were called up (call-up 1)", "draw",
          "file", "--seed", "x");
    assert_false(lot_run_is_there(folder, "pub/replace/1/draw.txt"));
    assert_true(lot_run_is_there(folder, "pub/replace/2/callup.txt"));
    WORDS(folder, 3, "was never drawn: call-up 1 came in its place", "export", "file", "--attempt",
          "2", "--selected", "-");
    assert_verified(folder, "pub", "NOT PROVEN   that");
    lot_mending_panel now = lot_mending_selected(folder, "file");
    EXPECT(folder, 0, "replace", "file", "--dropout", now.ids[1], "--reason", "ill", "--fresh",
           "--seed", "y");
    assert_verified(folder, "pub", "replace/3:");
}

/* As a run leaves it that was ended between the assembly file and the folder. */
static void a_folder_that_did_not_appear_is_published_by_an_export(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw_reserves(folder, "6");
    lot_mending_panel before = lot_mending_selected(folder, "file");
    replace(folder, before.ids[0]);
    lot_run_expect_shell(folder, 0, "cp -r pub whole && rm -r pub/replace");
    WORDS(folder, 3, "pub/replace/1 is missing, the replacement before", "replace", "file",
          "--dropout", before.ids[1], "--reason", "ill", "--accept-deviation");
    WORDS(folder, 2, "--call-up N goes with --publish DIR", "export", "file", "--call-up", "1",
          "--selected", "-");
    WORDS(folder, 3, "there is no call-up 2: there are 1", "export", "file", "--call-up", "2",
          "--publish", "pub/replace/1");
    WORDS(folder, 3, "is not the place of call-up 1: that is replace/1", "export", "file",
          "--call-up", "1", "--publish", "pub/replace/2");
    WORDS(folder, 3, "pub is not the place of a call-up", "export", "file", "--call-up", "1",
          "--publish", "pub");
    EXPECT(folder, 0, "export", "file", "--call-up", "1", "--publish", "pub/replace/1");
    lot_run_assert_same(folder, "pub", "whole");
    lot_run_expect_shell(folder, 0, "rm pub/replace/1/final.txt pub/replace/1/standing.csv");
    WORDS(folder, 0, "Up to date", "export", "file", "--call-up", "1", "--publish",
          "pub/replace/1");
    lot_run_assert_same(folder, "pub", "whole");
    lot_run_expect_shell(folder, 0, "echo >>pub/replace/1/standing.csv");
    WORDS(folder, 5, "standing.csv in pub/replace/1 differs", "export", "file", "--call-up", "1",
          "--publish", "pub/replace/1");
    lot_run_expect_shell(folder, 0, "cp whole/replace/1/standing.csv pub/replace/1/");
    /* where a draw comes after it, and another call-up */
    lot_mending_panel now = lot_mending_selected(folder, "file");
    EXPECT(folder, 0, "replace", "file", "--dropout", now.ids[1], "--reason", "ill", "--fresh",
           "--reserves", "2", "--seed", "y");
    now = lot_mending_selected(folder, "file");
    replace(folder, now.ids[1]);
    lot_run_expect_shell(folder, 0, "rm -r whole && cp -r pub whole && rm -r pub/replace");
    WORDS(folder, 3, "that is replace/2", "export", "file", "--attempt", "2", "--publish",
          "pub/replace/1");
    EXPECT(folder, 0, "export", "file", "--call-up", "1", "--publish", "pub/replace/1");
    EXPECT(folder, 0, "export", "file", "--attempt", "2", "--publish", "pub/replace/2");
    EXPECT(folder, 0, "export", "file", "--call-up", "2", "--publish", "pub/replace/3");
    lot_run_assert_same(folder, "pub", "whole");
}

/* Whatever the moment: before, or after. */
static void assert_before_or_after(const lot_run_folder *folder)
{
    lot_ran ran = RUN(folder, "log", "file");
    assert_int_equal(ran.code, 0);
    bool called = strstr(lot_text_string(&ran.out), "call-up 1: ") != NULL;
    lot_ran_free(&ran);
    lot_mending_panel now = lot_mending_selected(folder, "file");
    lot_run_expect_shell(folder, 0, "rm -rf pub.partial-*");
    if (!called) {
        lot_run_assert_same(folder, "pub", "before");
        SAYS(folder, "withdrawn  0", "mark", "file");
        assert_int_equal(now.count, 8);
        return;
    }
    SAYS(folder, "replaced   2", "mark", "file");
    if (!lot_run_is_there(folder, "pub/replace/1"))
        EXPECT(folder, 0, "export", "file", "--call-up", "1", "--publish", "pub/replace/1");
    assert_verified(folder, "pub", "replace/1:");
}

static void a_run_that_is_killed_leaves_the_panel_as_it_was_or_as_it_will_be(void **state)
{
    const lot_run_folder *folder = *state;
    static const char *const signs[] = {"pub.partial-", "file-journal"};
    char list[2 * LOT_MENDING_ID];
    lot_mending_draw_reserves(folder, "6");
    lot_mending_panel before = lot_mending_selected(folder, "file");
    (void)snprintf(list, sizeof list, "%s", lot_mending_join(&before, 2));
    lot_run_expect_shell(folder, 0, "cp -r pub before && cp file old");
    for (unsigned i = 0; i < 4; i++) {
        char line[200];
        lot_run_expect_shell(folder, 0,
                             "rm -rf pub file file-journal && cp -r before pub && "
                             "cp old file");
        const char *const words[] = {"replace",  "file", "--dropout",          list,
                                     "--reason", "ill",  "--accept-deviation", NULL};
        if (i < 2) {
            lot_ran ran = lot_run_and_signal(folder, SIGKILL, 1, signs[i], words);
            lot_ran_free(&ran);
        } else {
            (void)snprintf(line, sizeof line,
                           "\"$0\" replace file --dropout %s --reason ill --accept-deviation "
                           ">out 2>&1 & sleep 0.0%02u; kill -9 $!; wait $!; true",
                           list, 8 * i);
            lot_run_expect_shell(folder, 0, line);
        }
        assert_before_or_after(folder);
    }
}

static void of_two_at_once_both_are_kept_one_after_the_other(void **state)
{
    const lot_run_folder *folder = *state;
    char line[300];
    lot_mending_draw_reserves(folder, "8");
    lot_mending_panel before = lot_mending_selected(folder, "file");
    (void)snprintf(line, sizeof line,
                   "\"$0\" replace file --dropout %s --reason ill --accept-deviation >a 2>&1 & "
                   "\"$0\" replace file --dropout %s --reason ill --accept-deviation >b 2>&1; "
                   "one=$?; wait $!; [ $one$? = 00 ]",
                   before.ids[0], before.ids[1]);
    lot_run_expect_shell(folder, 0, line);
    lot_mending_panel now = lot_mending_selected(folder, "file");
    assert_int_equal(lot_mending_both(&before, &now), 6);
    assert_verified(folder, "pub", "replace/2:");
}

static void who_is_erased_is_never_called_and_what_was_published_stays(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw_reserves(folder, "6");
    lot_mending_panel before = lot_mending_selected(folder, "file");
    lot_mending_panel reserves = lot_mending_reserves(folder, "file");
    EXPECT(folder, 0, "erase", "file", "--id", reserves.ids[0]);
    replace(folder, lot_mending_join(&before, 2));
    lot_mending_panel now = lot_mending_selected(folder, "file");
    assert_false(lot_mending_has(&now, reserves.ids[0]));
    lot_mending_panel called = new_on(&before, &now);
    EXPECT(folder, 0, "erase", "file", "--id", called.ids[0]);
    lot_run_expect_shell(folder, 0, "cp -r pub whole && rm -r pub/replace");
    EXPECT(folder, 0, "export", "file", "--call-up", "1", "--publish", "pub/replace/1");
    lot_run_assert_same(folder, "pub", "whole");
    EXPECT(folder, 0, "replace", "file", "--accept-deviation");
    assert_verified(folder, "pub", "(erased)");
    EXPECT(folder, 0, "erase", "file");
    lot_run_expect_shell(folder, 0, "rm -r whole && cp -r pub whole && rm -r pub/replace");
    EXPECT(folder, 0, "export", "file", "--call-up", "1", "--publish", "pub/replace/1");
    EXPECT(folder, 0, "export", "file", "--call-up", "2", "--publish", "pub/replace/2");
    lot_run_assert_same(folder, "pub", "whole");
    SAYS(folder, "call-up 2 ", "report", "file");
    SAYS(folder, "call-up 2: ", "log", "file");
}

static void a_call_up_is_signed_by_the_key_that_it_names(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder);
    EXPECT(folder, 0, "keygen", "secret", "--no-passphrase");
    EXPECT(folder, 0, "keygen", "other", "--no-passphrase");
    EXPECT(folder, 0, "commit", "file", "--publish", "pub", "--reserves", "6", "--key", "secret");
    EXPECT(folder, 0, "draw", "file", "--seed", "first", "--key", "secret");
    lot_mending_panel before = lot_mending_selected(folder, "file");
    EXPECT(folder, 0, "replace", "file", "--dropout", before.ids[0], "--reason", "ill",
           "--accept-deviation", "--key", "secret");
    assert_true(lot_run_is_there(folder, "pub/replace/1/final.txt.minisig"));
    assert_verified(folder, "pub", "replace/1:");
    lot_run_expect_shell(folder, 0, "cp -r pub whole && rm -r pub/replace");
    WORDS(folder, 3, "--key is to be the secret key that belongs to it", "export", "file",
          "--call-up", "1", "--publish", "pub/replace/1", "--key", "other");
    EXPECT(folder, 0, "export", "file", "--call-up", "1", "--publish", "pub/replace/1");
    lot_run_assert_same(folder, "pub", "whole");
}

static void a_copy_of_the_assembly_calls_the_same_people_with_the_same_bytes(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw_reserves(folder, "6");
    lot_mending_panel before = lot_mending_selected(folder, "file");
    lot_run_expect_shell(folder, 0, "cp -r pub twin && cp file copy");
    const char *list = lot_mending_join(&before, 2);
    EXPECT(folder, 0, "SOURCE_DATE_EPOCH=1900000000", "replace", "file", "--dropout", list,
           "--reason", "ill", "--accept-deviation");
    EXPECT(folder, 0, "SOURCE_DATE_EPOCH=1900000000", "replace", "copy", "--dropout", list,
           "--reason", "ill", "--accept-deviation", "--publish", "twin");
    lot_run_assert_same(folder, "pub/replace/1", "twin/replace/1");
}

/* Who changes the file without its log is found out by whoever asks it anything. */
static void a_call_up_that_was_changed_is_noticed(void **state)
{
    static const struct {
        const char *sql, *words;
    } harms[] = {
        {"DELETE FROM callups; DELETE FROM callup_people; DELETE FROM callup_standings",
         "more or fewer call-ups than there are"},
        {"UPDATE callups SET callup = replace(callup, 'proven: yes', 'proven: no')",
         "it tells of another call-up than there is"},
        {"UPDATE callups SET behind = 2", "a call-up does not stand where it belongs"},
        {"UPDATE callups SET deviation = deviation + 1", "is not what its callup.txt says"},
        {"UPDATE callups SET proven = 1 - proven", "is not what its callup.txt says"},
        {"UPDATE callup_people SET person = (SELECT person FROM reserves WHERE attempt = 1 AND"
         " person NOT IN (SELECT person FROM callup_people))",
         "is not what its callup.txt says"},
        {"UPDATE callup_standings SET reason = 'moved-away' WHERE place = 'withdrawn'",
         "is not what its callup.txt says"},
        {"DELETE FROM callup_standings WHERE place = 'withdrawn'", "replace"},
    };
    const lot_run_folder *folder = *state;
    char path[512];
    lot_mending_draw_reserves(folder, "6");
    lot_mending_panel before = lot_mending_selected(folder, "file");
    replace(folder, before.ids[0]);
    EXPECT(folder, 0, "replace", "file", "--dropout", before.ids[1], "--reason", "ill", "--fresh");
    lot_run_expect_shell(folder, 0, "cp file whole");
    (void)snprintf(path, sizeof path, "%s/file", folder->path);
    for (size_t i = 0; i < sizeof harms / sizeof *harms; i++) {
        lot_test_tamper(path, harms[i].sql);
        for (size_t c = 0; c < 2; c++) {
            lot_ran ran = RUN(folder, c == 0 ? "mark" : i % 2 == 0 ? "replace" : "report", "file");
            assert_true(ran.code == 5 || ran.code == 3);
            lot_run_assert_has(&ran.err, harms[i].words);
            lot_ran_free(&ran);
        }
        lot_run_expect_shell(folder, 0, "cp whole file");
    }
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reserves_take_the_places_and_it_is_proven),
        TEST(everything_shows_the_panel_as_it_is_by_now),
        TEST(where_the_quotas_are_missed_it_says_what_and_changes_nothing),
        TEST(where_no_reserve_helps_nobody_is_called),
        TEST(where_one_person_can_be_drawn_it_is_said_before_the_draw),
        TEST(what_is_for_a_draw_goes_with_fresh),
        TEST(fresh_draws_anew_and_the_list_ends_with_the_draw),
        TEST(who_says_no_is_not_called_and_does_not_stay),
        TEST(households_and_quotas_are_kept_over_many_call_ups),
        TEST(a_commit_that_waits_is_over_once_reserves_are_called),
        TEST(a_folder_that_did_not_appear_is_published_by_an_export),
        TEST(a_run_that_is_killed_leaves_the_panel_as_it_was_or_as_it_will_be),
        TEST(of_two_at_once_both_are_kept_one_after_the_other),
        TEST(who_is_erased_is_never_called_and_what_was_published_stays),
        TEST(a_call_up_is_signed_by_the_key_that_it_names),
        TEST(a_call_up_that_was_changed_is_noticed),
        TEST(a_copy_of_the_assembly_calls_the_same_people_with_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
