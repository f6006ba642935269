/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replacements, from the draw whose members withdraw to what a verifier says of all folders. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/generate.h"
#include "support/mending.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "V001,V002", the first so many of a panel. */
static const char *join(const lot_mending_panel *panel, uint32_t count)
{
    static char list[LOT_MENDING_SEATS * LOT_MENDING_ID];
    list[0] = '\0';
    for (uint32_t i = 0; i < count; i++) {
        strcat(list, i > 0 ? "," : "");
        strcat(list, panel->ids[i]);
    }
    return list;
}

/* The members of a panel from `first` on, and below `end`. */
static lot_mending_panel part(const lot_mending_panel *panel, uint32_t first, uint32_t end)
{
    lot_mending_panel out = {.count = end - first};
    memcpy(out.ids, panel->ids + first, (end - first) * sizeof out.ids[0]);
    return out;
}

/* What the verifier says; the folder must be in order. */
static lot_ran verified(const lot_run_folder *folder, const char *published)
{
    lot_ran ran = RUN(folder, "verify", published);
    if (ran.code != 0)
        fail_msg("%s\n%s", lot_text_string(&ran.out), lot_text_string(&ran.err));
    return ran;
}

static void assert_verified(const lot_run_folder *folder, const char *published, const char *words)
{
    lot_ran ran = verified(folder, published);
    lot_run_assert_has(&ran.out, words);
    lot_ran_free(&ran);
}

static void one_is_replaced_and_all_others_stay(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_mending_panel before = lot_mending_selected(folder, "file");
    lot_mending_panel kept = part(&before, 1, before.count), gone = part(&before, 0, 1);
    EXPECT(folder, 0, "mark", "file", "--id", gone.ids[0], "--as", "withdrawn", "--reason", "ill");
    lot_mending_panel now = lot_mending_selected(folder, "file");
    assert_int_equal(now.count, before.count - 1);
    EXPECT(folder, 0, "tables", "file", "--groups", "2", "--sessions", "1", "--out", "seats.csv");
    lot_text seats = lot_run_read(folder, "seats.csv");
    assert_null(strstr(lot_text_string(&seats), gone.ids[0]));
    lot_run_assert_has(&seats, kept.ids[0]);
    lot_text_free(&seats);
    WORDS(folder, 0, "Seats to be drawn: 1. Members who stay: 7.", "replace", "file", "--source",
          "dice:31", "--weak");
    assert_verified(folder, "pub", "(ill)");
    EXPECT(folder, 0, "draw", "file", "--dice", "1234561234561234561234561234561");
    lot_mending_assert_panels(folder, &kept, &gone);
    now = lot_mending_selected(folder, "file");
    assert_int_equal(now.count, before.count);
    assert_int_equal(lot_mending_both(&before, &now), before.count - 1);
    assert_verified(folder, "pub", "held in vain");
    WORDS(folder, 3, "withdrew and is replaced", "mark", "file", "--id", gone.ids[0], "--as",
          "reinstated");
    WORDS(folder, 3, "nobody of the panel withdrew", "replace", "file");
    WORDS(folder, 3, "to replace members of its panel civiclot replace", "draw", "file", "--seed",
          "x");
}

static void several_seats_and_two_in_a_row_are_proven(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_mending_panel before = lot_mending_selected(folder, "file");
    EXPECT(folder, 0, "replace", "file", "--dropout", join(&before, 3), "--reason", "no-answer",
           "--source", "text:lotto");
    EXPECT(folder, 0, "draw", "file", "--seed", "77");
    lot_mending_panel second = lot_mending_selected(folder, "file");
    assert_int_equal(lot_mending_both(&before, &second), 5);
    EXPECT(folder, 0, "replace", "file", "--dropout", join(&second, 2), "--reason", "moved-away",
           "--source", "text:lotto");
    EXPECT(folder, 0, "draw", "file", "--seed", "78");
    lot_mending_panel kept = part(&second, 2, second.count), gone = part(&before, 0, 3);
    lot_mending_assert_panels(folder, &kept, &gone);
    gone = part(&second, 0, 2);
    lot_mending_assert_panels(folder, &kept, &gone);
    lot_ran ran = verified(folder, "pub");
    lot_run_assert_has(&ran.out,
                       "held in vain: there was 1 real one, drawn, and mended by the next");
    lot_run_assert_has(&ran.out,
                       "held in vain: there were 2 real ones, drawn, and mended by the next");
    lot_ran_free(&ran);
    ran = RUN(folder, "export", "file", "--remaining", "-");
    lot_run_assert_has(&ran.out, ",withdrawn\n");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "log", "file");
}

static void one_that_was_never_drawn_stays_and_the_next_mends_the_same_panel(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_mending_panel before = lot_mending_selected(folder, "file");
    EXPECT(folder, 0, "replace", "file", "--dropout", join(&before, 1), "--reason", "ill");
    WORDS(folder, 3, "is withdrawn by a replacement that was committed", "mark", "file", "--id",
          before.ids[0], "--as", "reinstated");
    WORDS(folder, 0, "Attempt 2 was committed and never drawn, and will not be any more", "replace",
          "file", "--dropout", before.ids[1], "--reason", "ill");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    lot_mending_panel kept = part(&before, 2, before.count), gone = part(&before, 0, 2);
    lot_mending_assert_panels(folder, &kept, &gone);
    assert_false(lot_run_is_there(folder, "pub/replace/1/draw.txt"));
    assert_true(lot_run_is_there(folder, "pub/replace/2/draw.txt"));
    assert_verified(folder, "pub", "NOT PROVEN   that");
}

static void in_one_run_it_says_so(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_mending_panel before = lot_mending_selected(folder, "file");
    WORDS(folder, 2, "--seed is a value that is known already", "replace", "file", "--seed", "1",
          "--source", "dice:31");
    WORDS(folder, 0, "The public value was known when the manifest was made", "replace", "file",
          "--dropout", join(&before, 2), "--reason", "ill", "--seed", "99");
    lot_mending_panel now = lot_mending_selected(folder, "file");
    assert_int_equal(lot_mending_both(&before, &now), 6);
    lot_text process = lot_run_read(folder, "pub/replace/1/process.txt");
    lot_run_assert_has(&process, "civiclot-process: 3\n");
    lot_run_assert_has(&process, "\norder: one run\n");
    lot_text_free(&process);
    assert_verified(folder, "pub", "PROVEN");
    lot_ran ran = RUN(folder, "report", "file");
    lot_run_assert_has(&ran.out, "2 seats are drawn; 6 members stay, and sit on every panel");
    lot_run_assert_has(&ran.out, "  attempt 2        replacement, ticket ");
    assert_null(strstr(lot_text_string(&ran.out), "greatest chance  100.0"));
    assert_null(strstr(lot_text_string(&ran.out), "real draw was made before"));
    lot_ran_free(&ran);
}

/* The certificate and everybody's answers, checked and solved again by the verifier. */
static void in_full_the_fairness_is_proven_and_solved_again(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "pub", "--full", "--accept-disclosure");
    EXPECT(folder, 0, "draw", "file", "--seed", "first");
    lot_mending_panel before = lot_mending_selected(folder, "file");
    WORDS(folder, 2, "--full needs --accept-disclosure", "replace", "file", "--dropout",
          join(&before, 2), "--reason", "ill", "--full");
    EXPECT(folder, 0, "replace", "file", "--dropout", join(&before, 2), "--reason", "ill", "--full",
           "--accept-disclosure");
    EXPECT(folder, 0, "draw", "file", "--seed", "second");
    assert_verified(folder, "pub", "PROVEN       no lottery is fairer by leximin");
    lot_ran ran = RUN(folder, "verify", "pub", "--rerun");
    assert_int_equal(ran.code, 0);
    const char *second = strstr(lot_text_string(&ran.out), "replace/1:");
    assert_non_null(second);
    assert_non_null(strstr(second, "PROVEN       no lottery is fairer by leximin"));
    assert_non_null(strstr(second, "PROVEN       solved again from"));
    lot_ran_free(&ran);
}

/* Three people who alone are young: when two of them leave, the quotas cannot be met. */
static void prepare_tight(const lot_run_folder *folder)
{
    lot_run_write(folder, "people.csv",
                  "id,age\nV000,young\nV001,young\nV002,young\nV003,old\nV004,old\nV005,old\n"
                  "V006,old\nV007,old\n");
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nage,young,2,2\nage,old,2,2\n");
    EXPECT(folder, 0, "new", "file", "--title", "Tight", "--seats", "4");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "solve", "file", "--tickets", "60");
    EXPECT(folder, 0, "close", "file");
    EXPECT(folder, 0, "commit", "file", "--publish", "pub");
    EXPECT(folder, 0, "draw", "file", "--seed", "first");
}

static void where_no_panel_keeps_everybody_it_says_why_and_the_decision_is_seen(void **state)
{
    const lot_run_folder *folder = *state;
    prepare_tight(folder);
    lot_mending_panel before = lot_mending_selected(folder, "file");
    const char *list = join(&before, 2);
    lot_run_expect_shell(folder, 0, "cp -r pub whole && cp file old");
    lot_ran ran = RUN(folder, "replace", "file", "--dropout", list, "--reason", "ill");
    assert_int_equal(ran.code, 4);
    lot_run_assert_has(&ran.err, "age young: at least 2 seats (3 volunteers)");
    lot_run_assert_has(&ran.err, "  2 members stay\n  2 seats to be drawn\nWhy: only 1 volunteer");
    lot_run_assert_has(&ran.err, "more than one of age young, staying and newly drawn");
    lot_run_assert_has(&ran.err, "lower the minimum of age young from 2 to 1");
    lot_run_assert_has(&ran.err, "civiclot replace FILE --quotas QUOTAS");
    assert_null(strstr(lot_text_string(&ran.err), "standing"));
    assert_null(strstr(lot_text_string(&ran.err), "recruit"));
    lot_ran_free(&ran);
    lot_run_assert_same(folder, "pub", "whole");
    lot_mending_panel now = lot_mending_selected(folder, "file");
    assert_int_equal(lot_mending_both(&before, &now), 4);
    ran = RUN(folder, "log", "file");
    lot_run_assert_has(&ran.out, "\"command\":\"replace\",\"exit\":4");
    lot_ran_free(&ran);
    lot_run_expect_shell(folder, 0, "cp file logged");
    lot_run_write(folder, "broken.csv", "feature,value,min,max\nage,young,2,1\n");
    EXPECT(folder, 3, "replace", "file", "--dropout", list, "--reason", "ill", "--quotas",
           "broken.csv");
    lot_run_expect_shell(folder, 0, "cmp file logged");
    lot_run_write(folder, "other.csv", "feature,value,min,max\nage,young,1,2\nage,odd,2,3\n");
    WORDS(folder, 3, "age odd is not among the quotas of the first draw", "replace", "file",
          "--dropout", list, "--reason", "ill", "--quotas", "other.csv");
    lot_run_write(folder, "decided.csv", "feature,value,min,max\nage,old,2,3\nage,young,1,2\n");
    WORDS(folder, 0, "Numbers of the quotas that are others than before: 2", "replace", "file",
          "--dropout", list, "--reason", "ill", "--quotas", "decided.csv");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    lot_text quotas = lot_run_read(folder, "pub/replace/1/quotas.csv");
    assert_string_equal(lot_text_string(&quotas),
                        "feature,value,min,max\nage,young,1,2\nage,old,2,3\n");
    lot_text_free(&quotas);
    assert_verified(
        folder, "pub",
        "NOT PROVEN   that quotas and objective are those of the panel before: 2 numbers");
    ran = RUN(folder, "log", "file");
    lot_run_assert_has(&ran.out, "\"quotas_changed\":2");
    lot_ran_free(&ran);
    /* the panel that is mended next has these quotas */
    now = lot_mending_selected(folder, "file");
    EXPECT(folder, 0, "replace", "file", "--dropout", now.ids[3], "--reason", "ill", "--seed", "y");
    lot_run_expect_shell(folder, 0, "cmp pub/replace/1/quotas.csv pub/replace/2/quotas.csv");
    assert_verified(folder, "pub", "replace/2:");
}

static void a_copy_of_the_assembly_makes_the_same_manifest(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_mending_panel before = lot_mending_selected(folder, "file");
    lot_run_expect_shell(folder, 0, "cp -r pub twin && cp file copy");
    EXPECT(folder, 0, "replace", "file", "--dropout", join(&before, 2), "--reason", "ill");
    EXPECT(folder, 0, "replace", "copy", "--dropout", join(&before, 2), "--reason", "ill",
           "--publish", "twin");
    lot_run_expect_shell(folder, 0, "cmp pub/replace/1/manifest.txt twin/replace/1/manifest.txt");
}

/* As a run leaves it that was ended between the assembly file and the folder. */
static void a_folder_that_did_not_appear_is_published_by_an_export(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_mending_panel before = lot_mending_selected(folder, "file");
    EXPECT(folder, 0, "replace", "file", "--dropout", join(&before, 1), "--reason", "ill");
    lot_run_expect_shell(folder, 0, "cp -r pub whole && rm -r pub/replace");
    WORDS(folder, 3, "pub/replace/1 is missing, the replacement before", "replace", "file",
          "--dropout", before.ids[1], "--reason", "ill");
    WORDS(folder, 3, "is a place for a replacement, and attempt 1 is none", "export", "file",
          "--attempt", "1", "--publish", "pub/replace/1");
    EXPECT(folder, 0, "export", "file", "--attempt", "2", "--publish", "pub/replace/1");
    lot_run_assert_same(folder, "pub", "whole");
    WORDS(folder, 3, "is not the place of attempt 2: that is replace/1", "export", "file",
          "--attempt", "2", "--publish", "pub/replace/2");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    EXPECT(folder, 0, "replace", "file", "--dropout", before.ids[1], "--reason", "ill", "--seed",
           "y");
    lot_run_expect_shell(folder, 0, "cp -r pub both && rm -r pub/replace/2");
    EXPECT(folder, 0, "export", "file", "--publish", "pub/replace/2");
    lot_run_assert_same(folder, "pub", "both");
    WORDS(folder, 0, "Up to date", "export", "file", "--publish", "pub/replace/2");
    assert_verified(folder, "pub", "replace/2:");
}

static void what_is_not_asked_for_is_as_in_the_draw_before(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_mending_panel before = lot_mending_selected(folder, "file");
    WORDS(folder, 0, "The objective is another than before. Everybody will see it.", "replace",
          "file", "--dropout", join(&before, 1), "--reason", "ill", "--seed", "1", "--objective",
          "goldilocks", "--gamma", "0.5", "--tickets", "90");
    before = lot_mending_selected(folder, "file");
    EXPECT(folder, 0, "replace", "file", "--dropout", join(&before, 1), "--reason", "ill", "--seed",
           "2");
    lot_text process = lot_run_read(folder, "pub/replace/2/process.txt");
    lot_run_assert_has(&process, "\nobjective: goldilocks gamma=0.5\ntickets: 90\n");
    lot_text_free(&process);
    assert_verified(folder, "pub", "replace/2:");
    WORDS(folder, 2, "--gamma needs --objective goldilocks", "replace", "file", "--gamma", "1");
}

static void without_the_folder_of_the_first_draw_nothing_is_committed(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_mending_panel before = lot_mending_selected(folder, "file");
    lot_run_expect_shell(folder, 0, "mv pub elsewhere");
    WORDS(folder, 3, "is not the published folder of attempt 1 with its draw", "replace", "file",
          "--dropout", join(&before, 1), "--reason", "ill");
    EXPECT(folder, 0, "replace", "file", "--dropout", join(&before, 1), "--reason", "ill",
           "--publish", "elsewhere");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    assert_verified(folder, "elsewhere", "replace/1:");
}

static void a_panel_that_was_selected_in_one_run_is_mended(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder);
    EXPECT(folder, 0, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "8",
           "--household", "address", "--seed", "1", "--out", "result");
    lot_mending_panel before = lot_mending_selected(folder, "result/assembly.civiclot");
    EXPECT(folder, 0, "replace", "result/assembly.civiclot", "--dropout", join(&before, 2),
           "--reason", "ill", "--seed", "2");
    assert_verified(folder, "result/publish", "replace/1:");
}

static void another_first_draw_begins_anew(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_mending_panel before = lot_mending_selected(folder, "file");
    EXPECT(folder, 0, "mark", "file", "--id", before.ids[5], "--as", "confirmed");
    EXPECT(folder, 0, "replace", "file", "--dropout", join(&before, 2), "--reason", "ill", "--seed",
           "1");
    WORDS(folder, 0, "Attempt 2 has a panel. This commit is another draw over everybody", "commit",
          "file", "--publish", "second");
    EXPECT(folder, 0, "draw", "file", "--seed", "again");
    lot_ran ran = RUN(folder, "mark", "file");
    lot_run_assert_has(&ran.out, "confirmed  0");
    lot_run_assert_has(&ran.out, "replaced   0");
    lot_ran_free(&ran);
    before = lot_mending_selected(folder, "file");
    EXPECT(folder, 0, "replace", "file", "--dropout", before.ids[2], "--reason", "ill", "--seed",
           "3");
    assert_true(lot_run_is_there(folder, "second/replace/1/draw.txt"));
    assert_false(lot_run_is_there(folder, "pub/replace/2"));
    assert_verified(folder, "second", "replace/1:");
    assert_verified(folder, "pub", "replace/1:");
}

/* So many that solving takes a while. */
static void prepare_large(const lot_run_folder *folder)
{
    const lot_test_shape shape = {.seed = 5,
                                  .people_count = 600,
                                  .seats = 40,
                                  .features_count = 5,
                                  .values_per_feature = 4,
                                  .band = 1,
                                  .skew = 2,
                                  .household_percent = 20};
    lot_test_case *made = lot_test_case_make(&shape);
    lot_run_write(folder, "people.csv", lot_text_string(&made->people_csv));
    lot_run_write(folder, "quotas.csv", lot_text_string(&made->quotas_csv));
    lot_test_case_free(made);
    EXPECT(folder, 0, "new", "file", "--title", "Large", "--seats", "40");
    EXPECT(folder, 0, "import", "file", "people.csv", "--household", "address,postcode");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "solve", "file", "--objective", "maximin");
    EXPECT(folder, 0, "close", "file");
    EXPECT(folder, 0, "commit", "file", "--publish", "pub");
    EXPECT(folder, 0, "draw", "file", "--seed", "first");
    lot_run_expect_shell(folder, 0,
                         "\"$0\" export file --selected - | sed -n 2,5p | cut -d, -f1 | "
                         "sed 1s/^/id\\\\n/ >gone.csv && \"$0\" mark file --from gone.csv --as "
                         "withdrawn --reason ill && cp -r pub before");
}

static void a_run_that_is_ended_leaves_what_was_there_before_or_all_of_it(void **state)
{
    const lot_run_folder *folder = *state;
    static const int signals[] = {SIGTERM, SIGKILL, SIGKILL};
    static const char *const signs[] = {"sign", "sign", "pub.partial-"};
    prepare_large(folder);
    lot_run_write(folder, "sign", "");
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        lot_ran ran = lot_run_and_signal(folder, signals[i], 1, signs[i],
                                         (const char *const[]){"replace", "file", NULL});
        bool all = lot_run_is_there(folder, "pub/replace/1");
        lot_ran_free(&ran);
        if (all)
            break;
        lot_run_assert_same(folder, "pub", "before");
        EXPECT(folder, 0, "log", "file");
        lot_run_expect_shell(folder, 0, "rm -rf pub.partial-*");
    }
    if (!lot_run_is_there(folder, "pub/replace/1")) {
        lot_ran ran = RUN(folder, "export", "file", "--attempt", "2", "--publish", "pub/replace/1");
        if (ran.code != 0)
            EXPECT(folder, 0, "replace", "file");
        lot_ran_free(&ran);
    }
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    assert_verified(folder, "pub", "replace/1:");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_is_replaced_and_all_others_stay),
        TEST(several_seats_and_two_in_a_row_are_proven),
        TEST(one_that_was_never_drawn_stays_and_the_next_mends_the_same_panel),
        TEST(in_one_run_it_says_so),
        TEST(in_full_the_fairness_is_proven_and_solved_again),
        TEST(where_no_panel_keeps_everybody_it_says_why_and_the_decision_is_seen),
        TEST(a_copy_of_the_assembly_makes_the_same_manifest),
        TEST(a_folder_that_did_not_appear_is_published_by_an_export),
        TEST(what_is_not_asked_for_is_as_in_the_draw_before),
        TEST(without_the_folder_of_the_first_draw_nothing_is_committed),
        TEST(a_panel_that_was_selected_in_one_run_is_mended),
        TEST(another_first_draw_begins_anew),
        TEST(a_run_that_is_ended_leaves_what_was_there_before_or_all_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
