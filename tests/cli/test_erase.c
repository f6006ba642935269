/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erasing one person or everybody: no byte of them is left, and all that was published verifies. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/generate.h"
#include "support/mending.h"
#include "support/tamper.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE = 60, IN_PAIRS = 20 };

/* What the key is made of here, so that it is known; and what stands in rules and decisions. */
static const char secret[] = "KEYCANARY-0123456789-0123456789x";

static const char rules[] = "civiclot-map: 1\n"
                            "# RULECANARY\n"
                            "require consent: consent is yes\n"
                            "exclude staff: id is V009\n";

/* The rules, with so many more comments that they take pages of their own. */
static void write_rules(const lot_run_folder *folder, const char *begin)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_put(&text, begin);
    for (unsigned i = 0; i < 300; i++)
        lot_text_put(&text, "# RULECANARY, and more of the same to fill pages with\n");
    lot_run_write(folder, "rules.txt", lot_text_string(&text));
    lot_text_free(&text);
}

/*
 * People with a canary in every column; V007 and V008 did not consent, and V009 is excluded by a
 * rule that names the id.
 */
static void close_with(const lot_run_folder *folder, bool rows)
{
    static const char *const ages[] = {"young", "mid", "old"};
    uint64_t random = 3;
    lot_text people = LOT_TEXT_EMPTY;
    lot_text_format(&people, "%sname,mail,address,sex,age,consent\n", rows ? "" : "id,");
    for (unsigned i = 0; i < PEOPLE; i++) {
        if (!rows)
            lot_text_format(&people, "V%03u,", i);
        lot_text_format(&people,
                        "NAMECANARY%03u,MAILCANARY%03u@x.org,%u STREETCANARY%03u,%s,%s,%s\n", i, i,
                        i < IN_PAIRS ? i / 2 : i, i < IN_PAIRS ? i / 2 : i,
                        lot_test_random_below(&random, 2) == 0 ? "f" : "m",
                        ages[lot_test_random_below(&random, 3)], i == 7 || i == 8 ? "no" : "yes");
    }
    lot_run_write(folder, "people.csv", lot_text_string(&people));
    lot_text_free(&people);
    lot_run_write(folder, "quotas.csv",
                  "feature,value,min,max\nsex,f,3,5\nsex,m,3,5\nage,young,2,3\nage,mid,2,3\n"
                  "age,old,2,4\n");
    write_rules(folder, rows ? "civiclot-map: 1\nrequire consent: consent is yes\n" : rules);
    lot_run_write(folder, "decisions.csv",
                  "id 1,id 2,address 1,address 2,same\n"
                  "V020,V021,20 STREETCANARY020,21 STREETCANARY021,yes\n"
                  "V021,V022,21 STREETCANARY021,22 STREETCANARY022,yes\n");
    lot_run_write(folder, "key", secret);
    EXPECT(folder, 0, "new", "file", "--title", "Erasing", "--seats", "8", "--pseudonyms-from",
           "key");
    if (rows)
        EXPECT(folder, 0, "import", "file", "people.csv", "--household", "address", "--map",
               "rules.txt");
    else
        EXPECT(folder, 0, "import", "file", "people.csv", "--household", "address", "--map",
               "rules.txt", "--households", "decisions.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    EXPECT(folder, 0, "solve", "file", "--tickets", "120");
    EXPECT(folder, 0, "close", "file");
}

static void prepare(const lot_run_folder *folder)
{
    close_with(folder, false);
}

/* The same, committed and drawn. */
static void prepare_drawn(const lot_run_folder *folder)
{
    prepare(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "pub", "--source", "text:lotto");
    EXPECT(folder, 0, "draw", "file", "--seed", "first");
}

/* Was the file written anew, so that no page of it is free? Its header counts them at byte 36. */
static void assert_rewritten(const lot_run_folder *folder)
{
    lot_text bytes = lot_run_read(folder, "file");
    assert_memory_equal(bytes.bytes + 36, "\0\0\0", 4);
    lot_text_free(&bytes);
    assert_false(lot_run_is_there(folder, "file-journal"));
}

static bool holds(const lot_run_folder *folder, const char *name, const char *words)
{
    lot_text bytes = lot_run_read(folder, name);
    size_t length = strlen(words);
    bool found = false;
    for (size_t i = 0; !found && i + length <= bytes.length; i++)
        found = memcmp(bytes.bytes + i, words, length) == 0;
    lot_text_free(&bytes);
    return found;
}

/* Does the file have anything of person `number`, in any column? */
static bool holds_person(const lot_run_folder *folder, unsigned number)
{
    static const char *const before[] = {"V", "NAMECANARY", "MAILCANARY"};
    bool found = false;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        char words[32];
        (void)snprintf(words, sizeof words, "%s%03u", before[i], number);
        found = found || holds(folder, "file", words);
    }
    return found;
}

static void assert_nobody(const lot_run_folder *folder)
{
    static const char *const canaries[] = {"CANARY", "STREET", "@x.org", "V0", secret};
    for (size_t i = 0; i < sizeof canaries / sizeof *canaries; i++)
        if (holds(folder, "file", canaries[i]))
            fail_msg("%s is still in the file", canaries[i]);
    assert_rewritten(folder);
}

static void assert_verified(const lot_run_folder *folder, const char *published)
{
    EXPECT(folder, 0, "log", "file");
    EXPECT(folder, 0, "verify", published);
}

static unsigned number_of(const char *id)
{
    return (unsigned)strtoul(id + 1, NULL, 10);
}

static void one_person_leaves_no_trace_and_all_others_stay(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    assert_true(holds(folder, "file", "RULECANARY") && holds(folder, "file", "V020,V021"));
    WORDS(folder, 0, "The rules and tables", "erase", "file", "--id", "V021,V040,V007");
    for (unsigned i = 0; i < PEOPLE; i++)
        assert_int_equal(holds_person(folder, i), i != 21 && i != 40 && i != 7);
    assert_false(holds(folder, "file", "RULECANARY"));
    assert_rewritten(folder);
    EXPECT(folder, 0, "log", "file");
    lot_ran ran = RUN(folder, "report", "file");
    lot_run_assert_has(&ran.out, "57\n");
    lot_run_assert_has(&ran.out, "3 of 60 registered: consent 2, staff 1");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "check", "file");
    EXPECT(folder, 0, "solve", "file", "--tickets", "150");
    WORDS(folder, 3, "nobody has the id 'V021'", "receipt", "file", "--id", "V021");
    EXPECT(folder, 0, "receipt", "file", "--id", "V022", "--out", "receipt.txt");
    EXPECT(folder, 0, "receipt", "file", "--all", "--out", "receipts.csv");
    assert_false(holds(folder, "receipts.csv", "V021"));
    assert_true(holds(folder, "receipts.csv", "V020"));
    EXPECT(folder, 0, "commit", "file", "--publish", "pub");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    assert_verified(folder, "pub");
    EXPECT(folder, 0, "verify", "pub", "--receipt", "receipt.txt");
}

static void between_commit_and_draw_an_erased_person_changes_nothing_that_is_published(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "pub", "--full", "--accept-disclosure",
           "--source", "text:lotto");
    EXPECT(folder, 0, "receipt", "file", "--id", "V030", "--out", "receipt.txt");
    lot_run_expect_shell(folder, 0, "cp -r pub before");
    EXPECT(folder, 0, "erase", "file", "--id", "V030,V031,V008");
    lot_run_assert_same(folder, "pub", "before");
    EXPECT(folder, 0, "draw", "file", "--seed", "4711");
    assert_verified(folder, "pub");
    /* whoever has the receipt from before checks it still */
    EXPECT(folder, 0, "verify", "pub", "--receipt", "receipt.txt");
    EXPECT(folder, 0, "export", "file", "--selected", "selected.csv", "--remaining",
           "remaining.csv", "--chances", "chances.csv");
    assert_false(holds(folder, "selected.csv", "V030") || holds(folder, "remaining.csv", "V030"));
    assert_false(holds(folder, "remaining.csv", "erased") ||
                 holds(folder, "remaining.csv", "V008"));
    assert_true(holds(folder, "remaining.csv", "V007"));
    lot_run_expect_shell(folder, 0, "test $(cat selected.csv remaining.csv | wc -l) = 59");
    EXPECT(folder, 0, "export", "file", "--publish", "again");
    lot_run_assert_same(folder, "pub", "again");
}

static void who_is_erased_is_replaced_and_never_drawn_again(void **state)
{
    const lot_run_folder *folder = *state;
    char list[LOT_MENDING_ID * 3];
    prepare_drawn(folder);
    lot_mending_panel before = lot_mending_selected(folder, "file");
    (void)snprintf(list, sizeof list, "%s,%s", before.ids[0], before.ids[5]);
    EXPECT(folder, 0, "mark", "file", "--id", before.ids[5], "--as", "withdrawn", "--reason",
           "ill");
    WORDS(folder, 0, "Seats that they leave: 1", "erase", "file", "--id", list);
    assert_false(holds_person(folder, number_of(before.ids[0])));
    assert_false(holds_person(folder, number_of(before.ids[5])));
    WORDS(folder, 3, "nobody has the id", "mark", "file", "--id", before.ids[0], "--as",
          "reinstated");
    EXPECT(folder, 0, "replace", "file", "--source", "text:lotto");
    EXPECT(folder, 0, "draw", "file", "--seed", "second");
    lot_mending_panel now = lot_mending_selected(folder, "file");
    assert_int_equal(now.count, LOT_MENDING_SEATS);
    assert_int_equal(lot_mending_both(&before, &now), LOT_MENDING_SEATS - 2);
    lot_ran ran = RUN(folder, "verify", "pub");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "(erased)");
    lot_run_assert_has(&ran.out, "(ill)");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "log", "file");
}

static void the_same_person_twice_is_told_and_changes_nothing(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "erase", "file", "--id", "V030");
    lot_run_expect_shell(folder, 0, "cp file before");
    WORDS(folder, 0, "'V030' was erased on 2", "erase", "file", "--id", "V030");
    lot_run_expect_shell(folder, 0,
                         "\"$0\" log file >a 2>&1; \"$0\" log before >b 2>&1; "
                         "sed -i s/before/file/ b; cmp a b");
    WORDS(folder, 3, "nobody has the id 'V999'", "erase", "file", "--id", "V031,V999");
    assert_true(holds_person(folder, 31));
    assert_false(holds(folder, "file", "V999"));
    EXPECT(folder, 0, "erase", "file", "--id", "V031,V030,V031");
    assert_false(holds_person(folder, 31));
    EXPECT(folder, 2, "erase", "file", "--id", "V030", "--undrawn");
}

static void everybody_leaves_no_trace_and_the_publication_stays_true(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    EXPECT(folder, 0, "commit", "file", "--publish", "pub", "--full", "--accept-disclosure",
           "--source", "operator", "--source", "dice:31");
    EXPECT(folder, 0, "draw", "file", "--dice", "1234561234561234561234561234561");
    EXPECT(folder, 0, "export", "file", "--panels", "panels.html");
    lot_run_expect_shell(folder, 0, "\"$0\" report file >before.txt");
    EXPECT(folder, 0, "erase", "file");
    assert_nobody(folder);
    lot_run_expect_shell(folder, 0, "\"$0\" report file >after.txt");
    assert_verified(folder, "pub");
    EXPECT(folder, 0, "export", "file", "--publish", "again", "--panels", "panels-2.html");
    lot_run_assert_same(folder, "pub", "again");
    lot_run_expect_shell(folder, 0, "cmp panels.html panels-2.html && diff before.txt after.txt");
    EXPECT(folder, 0, "report", "file", "--out", "report.html");
    WORDS(folder, 0, "Everybody was erased on 2", "erase", "file");
    WORDS(folder, 0, "Everybody was erased on 2", "erase", "file", "--id", "V001");
    EXPECT(folder, 0, "log", "file");
}

static void without_people_everything_else_says_so(void **state)
{
    const lot_run_folder *folder = *state;
    static const char words[] = "the people were erased on 2";
    prepare_drawn(folder);
    EXPECT(folder, 0, "erase", "file");
    lot_run_expect_shell(folder, 0, "cp file before");
    WORDS(folder, 3, words, "import", "file", "people.csv");
    WORDS(folder, 3, words, "withdraw", "file", "--id", "V001");
    WORDS(folder, 3, words, "quotas", "file", "quotas.csv");
    WORDS(folder, 3, words, "check", "file");
    WORDS(folder, 3, words, "compare", "file");
    WORDS(folder, 3, words, "solve", "file");
    WORDS(folder, 3, words, "close", "file");
    WORDS(folder, 3, words, "commit", "file", "--publish", "other");
    WORDS(folder, 3, words, "draw", "file", "--seed", "x");
    WORDS(folder, 3, words, "draw", "file", "--test", "--seed", "x");
    WORDS(folder, 3, words, "mark", "file");
    WORDS(folder, 3, words, "replace", "file");
    WORDS(folder, 3, words, "receipt", "file", "--id", "V001");
    WORDS(folder, 3, words, "past", "file", "--by", "name", "--out", "past.csv");
    WORDS(folder, 3, words, "export", "file", "--selected", "-");
    WORDS(folder, 3, words, "export", "file", "--tickets-of", "V001");
    lot_run_expect_shell(folder, 0, "cmp file before");
}

static void nothing_is_given_up_by_mistake(void **state)
{
    const lot_run_folder *folder = *state;
    prepare(folder);
    WORDS(folder, 3, "nothing is drawn yet", "erase", "file");
    EXPECT(folder, 0, "commit", "file", "--publish", "pub", "--source", "text:lotto");
    WORDS(folder, 3, "attempt 1 is committed and not drawn", "erase", "file");
    assert_true(holds_person(folder, 1));
    EXPECT(folder, 0, "erase", "file", "--undrawn");
    assert_nobody(folder);
    assert_verified(folder, "pub");
    EXPECT(folder, 0, "report", "file");
}

static void while_registrations_are_open_people_withdraw_instead(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "people.csv", "id,sex\na,f\nb,m\nc,m\n");
    lot_run_write(folder, "quotas.csv", "feature,value,min,max\nsex,f,0,2\nsex,m,0,2\n");
    EXPECT(folder, 0, "new", "file", "--title", "Open", "--seats", "2");
    WORDS(folder, 3, "still open: civiclot withdraw", "erase", "file");
    EXPECT(folder, 0, "import", "file", "people.csv");
    EXPECT(folder, 0, "quotas", "file", "quotas.csv");
    WORDS(folder, 3, "still open: civiclot withdraw", "erase", "file", "--id", "a");
    WORDS(folder, 3, "still open: civiclot withdraw", "erase", "file", "--undrawn");
}

/* Row numbers are the ids: those of the excluded count, too. */
static void without_ids_people_are_named_by_row(void **state)
{
    const lot_run_folder *folder = *state;
    close_with(folder, true);
    EXPECT(folder, 0, "erase", "file", "--id", "32,9");
    assert_false(holds(folder, "file", "NAMECANARY030") || holds(folder, "file", "NAMECANARY007"));
    assert_true(holds(folder, "file", "NAMECANARY031"));
    WORDS(folder, 0, "'32' was erased on 2", "erase", "file", "--id", "32");
    EXPECT(folder, 0, "commit", "file", "--publish", "pub");
    EXPECT(folder, 0, "draw", "file", "--seed", "x");
    assert_verified(folder, "pub");
}

/* Whenever it is killed: all are there or none, and once more makes up for what is missing. */
static void a_killed_erasure_was_or_was_not(void **state)
{
    const lot_run_folder *folder = *state;
    static const char *const words[] = {"erase", "file", NULL};
    prepare_drawn(folder);
    lot_run_expect_shell(folder, 0, "cp file whole");
    for (unsigned round = 0; round < 4; round++) {
        lot_run_expect_shell(folder, 0, "cp whole file");
        lot_ran ran = lot_run_and_signal(folder, SIGKILL, 1, "file-journal", words);
        lot_ran_free(&ran);
        EXPECT(folder, 0, "log", "file");
        EXPECT(folder, 0, "report", "file");
        ran = RUN(folder, "mark", "file", "--list");
        assert_true(ran.code == 0 || strstr(lot_text_string(&ran.err), "were erased") != NULL);
        lot_ran_free(&ran);
        EXPECT(folder, 0, "erase", "file");
        assert_nobody(folder);
        assert_verified(folder, "pub");
    }
}

/* There is room for what is erased, and none for the journal of a file that is written anew. */
static void a_file_that_was_not_written_anew_is_so_by_erasing_once_more(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_draw(folder);
    lot_run_expect_shell(
        folder, 0,
        "cp file whole; size=$(($(stat -c %s file) / 512)); trap '' XFSZ\n"
        "for less in 0 8 16 24 32 40 48 56 64 80 96 112 128; do cp whole file\n"
        "(ulimit -f $((size - less)); \"$0\" erase file --id V030) 2>says && continue\n"
        "grep -q 'they are erased, but file was not written anew' says && exit 0\n"
        "done; cat says >&2; exit 1");
    assert_verified(folder, "pub");
    WORDS(folder, 0, "'V030' was erased on 2", "erase", "file", "--id", "V030");
    assert_false(holds_person(folder, 30));
    assert_rewritten(folder);
    assert_verified(folder, "pub");
}

static void an_erasure_that_was_taken_out_of_the_log_is_missed(void **state)
{
    const lot_run_folder *folder = *state;
    char path[512];
    prepare_drawn(folder);
    EXPECT(folder, 0, "erase", "file", "--id", "V030,V007");
    (void)snprintf(path, sizeof path, "%s/file", folder->path);
    lot_test_tamper(path, "DELETE FROM log WHERE kind = 'erase'");
    WORDS(folder, 5, "it tells of others who were erased", "log", "file");
    WORDS(folder, 5, "it tells of others who were erased", "erase", "file");
}

static void what_select_wrote_can_be_erased(void **state)
{
    const lot_run_folder *folder = *state;
    lot_mending_close(folder);
    EXPECT(folder, 0, "select", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "8",
           "--household", "address", "--seed", "x", "--out", "out");
    EXPECT(folder, 0, "erase", "out/assembly.civiclot", "--id", "V030");
    EXPECT(folder, 0, "erase", "out/assembly.civiclot");
    assert_false(holds(folder, "out/assembly.civiclot", "V0"));
    EXPECT(folder, 0, "verify", "out/publish");
    EXPECT(folder, 0, "export", "out/assembly.civiclot", "--publish", "again");
    lot_run_assert_same(folder, "out/publish", "again");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_person_leaves_no_trace_and_all_others_stay),
        TEST(between_commit_and_draw_an_erased_person_changes_nothing_that_is_published),
        TEST(who_is_erased_is_replaced_and_never_drawn_again),
        TEST(the_same_person_twice_is_told_and_changes_nothing),
        TEST(everybody_leaves_no_trace_and_the_publication_stays_true),
        TEST(without_people_everything_else_says_so),
        TEST(nothing_is_given_up_by_mistake),
        TEST(while_registrations_are_open_people_withdraw_instead),
        TEST(without_ids_people_are_named_by_row),
        TEST(a_killed_erasure_was_or_was_not),
        TEST(a_file_that_was_not_written_anew_is_so_by_erasing_once_more),
        TEST(an_erasure_that_was_taken_out_of_the_log_is_missed),
        TEST(what_select_wrote_can_be_erased),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
