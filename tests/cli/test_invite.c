/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invitations, end to end: as an organiser, a citizen and a second implementation see them. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/run.h"
#include "support/vectors.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DICE "1234561234561234561234561234561"

static const char addresses[] = "\xEF\xBB\xBF"
                                "house;street;postcode;ward\r\n"
                                "1;Long Lane;E17 4AB;North\r\n"
                                "2;\"Long; Lane\";E17 4AB;North\r\n"
                                "3;Church Hill;E17 4AC;North\r\n"
                                "\r\n"
                                "1;LONG LANE;e174ab;North\r\n"
                                "5;Church Hill;E17 4AC;South;\r\n"
                                "6;B\xC3\xBCrgerstra\xC3\x9F"
                                "e;E17 4AC;South\r\n";

#define INVITE                                                                                     \
    "invite", "addresses.csv", "--address", "house,street,postcode", "--stratum", "ward", "--out"

static void begin(const lot_run_folder *folder)
{
    lot_run_write(folder, "addresses.csv", addresses);
}

/* One case of the second implementation's, by a line of the shell. */
static void run_case(const lot_run_folder *folder, const lot_vectors *line)
{
    char shell[4096], options[512] = "";
    const char *name = lot_vectors_word(line, 1);
    bool strata = strcmp(lot_vectors_word(line, 4), "strata") == 0;
    bool drawn = strcmp(lot_vectors_word(line, 5), "drawn") == 0;
    bool signed_with_key = strcmp(lot_vectors_word(line, 6), "key") == 0;
    bool one_run = strcmp(lot_vectors_word(line, 7), "seed") == 0;
    bool two_sources = strcmp(name, "given") == 0;
    for (size_t w = 8; w < line->count; w++)
        (void)snprintf(options + strlen(options), sizeof options - strlen(options), " %s",
                       lot_vectors_word(line, w));
    (void)snprintf(
        shell, sizeof shell,
        "set -e; export SOURCE_DATE_EPOCH=%s; K='%s'; cp vectors/earlier.csv .\n"
        "\"$0\" invite vectors/addresses.csv --out %s --title 'Erste Losung' --letters %s "
        "--address house,street,postcode --pseudonyms-from key%s %s%s%s %s%s $K\n"
        "if %s; then diff -r vectors/%s %s/draw/publish; exit; fi\n"
        "if %s; then \"$0\" invite-draw %s vectors/addresses.csv --dice " DICE " %s $K; fi\n"
        "diff -r vectors/%s %s/%spublish",
        lot_vectors_word(line, 3), signed_with_key ? "--key vectors/signer.key" : "", name,
        lot_vectors_word(line, 2), options, strata ? "--strata vectors/" : "", strata ? name : "",
        strata ? ".strata.csv" : "",
        one_run ? "--seed 'Hallo, Gl\xC3\xBC"
                  "ck'"
                : "--source dice:31",
        two_sources ? " --source 'text:Lottery numbers of 4 February'" : "",
        one_run ? "true" : "false", name, name, drawn ? "true" : "false", name,
        two_sources ? "--seed '3 9 17 22 40 41'" : "", name, name, drawn ? "draw/" : "");
    lot_run_expect_shell(folder, 0, shell);
}

static void folders_are_those_of_the_second_implementation_byte_for_byte(void **state)
{
    const lot_run_folder *folder = *state;
    lot_vectors line;
    int cases = 0;
    char shell[2048], here[1024];
    assert_non_null(getcwd(here, sizeof here));
    (void)snprintf(shell, sizeof shell, "ln -s '%s/tests/vectors/invitations' vectors", here);
    lot_run_expect_shell(folder, 0, shell);
    lot_vectors_open(&line, "tests/vectors/invitations/cases.txt");
    while (lot_vectors_next(&line)) {
        if (lot_vectors_is(&line, "key")) {
            lot_digest key = lot_vectors_digest(&line, 1);
            char path[512];
            (void)snprintf(path, sizeof path, "%s/key", folder->path);
            FILE *file = fopen(path, "wb");
            assert_non_null(file);
            assert_int_equal(fwrite(key.bytes, 1, sizeof key.bytes, file), sizeof key.bytes);
            assert_int_equal(fclose(file), 0);
        }
        if (!lot_vectors_is(&line, "case"))
            continue;
        run_case(folder, &line);
        cases++;
    }
    lot_vectors_close(&line);
    assert_int_equal(cases, 6);
}

static void what_is_published_names_nobody_and_the_rest_is_private(void **state)
{
    const lot_run_folder *folder = *state;
    begin(folder);
    EXPECT(folder, 0, INVITE, "one", "--letters", "3", "--source", "dice:31");
    EXPECT(folder, 0, "invite-draw", "one", "addresses.csv", "--dice", DICE);
    static const char *const personal[] = {"one/keep.txt", "one/list.bin", "one/left-out.csv",
                                           "one/draw/letters.csv"};
    for (size_t i = 0; i < sizeof personal / sizeof personal[0]; i++)
        assert_int_equal(lot_run_mode(folder, personal[i]), 0600);
    assert_int_equal(lot_run_mode(folder, "one/publish/strata.csv"), 0644);
    lot_run_expect_shell(folder, 1,
                         "grep -riE 'lane|church|e17|4a' one/publish/invitation.txt "
                         "one/draw/publish/draw.txt");
    lot_run_expect_shell(folder, 1, "grep -riE 'lane|church|hill' one/publish one/draw/publish");
    lot_text left = lot_run_read(folder, "one/left-out.csv");
    assert_string_equal(lot_text_string(&left), "row,reason,like_row\n6,same address,2\n");
    lot_text_free(&left);
}

static void letters_are_the_rows_as_they_are(void **state)
{
    const lot_run_folder *folder = *state;
    begin(folder);
    EXPECT(folder, 0, INVITE, "all", "--letters", "5", "--seed", "x");
    lot_text letters = lot_run_read(folder, "all/draw/letters.csv");
    assert_string_equal(lot_text_string(&letters), "\xEF\xBB\xBF"
                                                   "house;street;postcode;ward\r\n"
                                                   "1;Long Lane;E17 4AB;North\r\n"
                                                   "2;\"Long; Lane\";E17 4AB;North\r\n"
                                                   "3;Church Hill;E17 4AC;North\r\n"
                                                   "5;Church Hill;E17 4AC;South;\r\n"
                                                   "6;B\xC3\xBCrgerstra\xC3\x9F"
                                                   "e;E17 4AC;South\r\n");
    lot_text_free(&letters);
}

static void a_draw_is_made_once_and_from_what_was_committed(void **state)
{
    const lot_run_folder *folder = *state;
    begin(folder);
    EXPECT(folder, 0, INVITE, "one", "--letters", "2", "--source", "dice:31", "--source", "text:x");
    WORDS(folder, 2, "--seed is missing: text:x was announced", "invite-draw", "one",
          "addresses.csv", "--dice", DICE);
    WORDS(folder, 2, "the invitation announced no beacon", "invite-draw", "one", "addresses.csv",
          "--dice", DICE, "--seed", "y", "--beacon", "1:" DICE "1");
    lot_run_expect_shell(folder, 0,
                         "sed 's/;Long/;Other/;s/Church/Other/;s/B.*e;/Other;/' "
                         "addresses.csv >changed.csv");
    WORDS(folder, 3, "it has not the address that was listed", "invite-draw", "one", "changed.csv",
          "--dice", DICE, "--seed", "y");
    assert_false(lot_run_is_there(folder, "one/draw"));
    assert_int_equal(lot_run_count(folder, "one"), 4);
    EXPECT(folder, 0, "invite-draw", "one", "addresses.csv", "--dice", DICE, "--seed", "y");
    WORDS(folder, 3, "is not empty", "invite-draw", "one", "addresses.csv", "--dice", DICE,
          "--seed", "z");
    EXPECT(folder, 0, INVITE, "two", "--letters", "2", "--source", "dice:31");
    lot_run_expect_shell(folder, 0, "sed -i 's/letters: 2/letters: 3/' two/publish/invitation.txt");
    WORDS(folder, 3, "two/publish", "invite-draw", "two", "addresses.csv", "--dice", DICE);
    EXPECT(folder, 0, INVITE, "run", "--letters", "2", "--seed", "y");
    WORDS(folder, 3, "drawn in one run", "invite-draw", "run", "addresses.csv", "--seed", "y");
    WORDS(folder, 1, "keep.txt", "invite-draw", "nowhere", "addresses.csv", "--seed", "y");
}

static void what_nobody_could_check_is_not_announced(void **state)
{
    const lot_run_folder *folder = *state;
    begin(folder);
    WORDS(folder, 2, "dice", INVITE, "out", "--letters", "2", "--source", "dice:3");
    EXPECT(folder, 0, INVITE, "weak", "--letters", "2", "--source", "dice:3", "--weak");
    WORDS(folder, 2, "by-hand decides no invitation", INVITE, "out", "--letters", "2", "--source",
          "by-hand");
    WORDS(folder, 2, "operator decides no invitation", INVITE, "out", "--letters", "2", "--source",
          "operator");
    WORDS(folder, 2, "was due on", INVITE, "out", "--letters", "2", "--source",
          "beacon:drand-quicknet:1");
    WORDS(folder, 2, "either --seed", INVITE, "out", "--letters", "2", "--source", "dice:31",
          "--seed", "x");
    assert_false(lot_run_is_there(folder, "out"));
}

static void a_run_that_fails_leaves_nothing(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_write(folder, "addresses.csv",
                  "house,street,postcode,ward\n1,A,X,North\n,A,X,North\n2,A,X,\n1,a,x,South\n"
                  "9,B,X,North\n");
    lot_ran ran = RUN(folder, INVITE, "out", "--letters", "1", "--seed", "x");
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, "addresses.csv, row 3: the first column of --address is blank");
    lot_run_assert_has(&ran.err, "addresses.csv, row 4: the column of --stratum is blank");
    lot_run_assert_has(&ran.err, "addresses.csv, rows 2, 5: another row has the same address");
    lot_ran_free(&ran);
    WORDS(folder, 3, "gets 5 letters and has 4 addresses: give fewer letters\n", "invite",
          "addresses.csv", "--address", "street,house", "--letters", "5", "--out", "out", "--seed",
          "x");
    WORDS(folder, 3, "there is no column 'nowhere'", "invite", "addresses.csv", "--address",
          "nowhere", "--letters", "1", "--out", "out", "--seed", "x");
    WORDS(folder, 2, "--letters N", "invite", "addresses.csv", "--address", "house", "--out",
          "out");
    assert_int_equal(lot_run_count(folder, "."), 1);
    EXPECT(folder, 0, INVITE, "out", "--letters", "1", "--seed", "x", "--leave-out", "--weak");
    WORDS(folder, 3, "is not empty", INVITE, "out", "--letters", "1", "--seed", "x");
}

static void faults_of_the_file_of_strata_are_told_all_at_once(void **state)
{
    const lot_run_folder *folder = *state;
    begin(folder);
    lot_run_write(folder, "strata.csv",
                  "stratum,response,extra\nNorth,0,maybe\nnorth,4.2%,yes\n"
                  "South,120%,\n,1%,\nWest,4.23456%,\n");
    lot_ran ran = RUN(folder, INVITE, "out", "--letters", "2", "--strata", "strata.csv");
    assert_int_equal(ran.code, 3);
    lot_run_assert_has(&ran.err, "strata.csv, row 2, response: write a share above zero, at most "
                                 "100%");
    lot_run_assert_has(&ran.err, "strata.csv, row 2, extra: write yes");
    lot_run_assert_has(&ran.err, "strata.csv, row 3, stratum: this stratum stands above");
    lot_run_assert_has(&ran.err, "strata.csv, row 4, response");
    lot_run_assert_has(&ran.err, "strata.csv, row 6, response");
    lot_run_assert_has(&ran.err, "strata.csv, row 5, stratum: here must be the stratum's name");
    lot_ran_free(&ran);
    lot_run_write(folder, "strata.csv", "stratum,letters,size\nNorth,1,1\n");
    WORDS(folder, 3, "the columns letters and size", INVITE, "out", "--strata", "strata.csv");
    lot_run_write(folder, "strata.csv", "stratum,letters,extra\nNorth,1,yes\n");
    WORDS(folder, 3, "the column extra: the column letters gives them all", INVITE, "out",
          "--strata", "strata.csv");
    lot_run_write(folder, "strata.csv", "stratum,size,extra\nNorth,1,yes\n");
    WORDS(folder, 3, "the column size: in two stages", INVITE, "out", "--strata", "strata.csv",
          "--two-stage", "1", "--letters", "1");
    WORDS(folder, 3, "the column extra: two stages", INVITE, "out", "--strata", "strata.csv",
          "--two-stage", "1", "--letters", "1");
    lot_run_write(folder, "strata.csv", "stratum,letters\nNorth,9\nSouth,1\nWest,1\n");
    WORDS(folder, 3, "the stratum 'North' is given 9 letters and has 3", INVITE, "out", "--strata",
          "strata.csv");
    WORDS(folder, 2, "gives 11 letters", INVITE, "out", "--strata", "strata.csv", "--letters", "5");
    lot_run_write(folder, "strata.csv", "stratum\nNorth\n");
    WORDS(folder, 3, "rows 7, 8: a stratum that the file of --strata does not have", INVITE, "out",
          "--strata", "strata.csv", "--letters", "1");
    WORDS(folder, 2, "--extra", INVITE, "out", "--strata", "strata.csv", "--letters", "2",
          "--extra", "1");
    WORDS(folder, 2, "--stratum COLUMN", "invite", "addresses.csv", "--address", "house",
          "--two-stage", "2", "--letters", "2", "--out", "out");
    assert_int_equal(lot_run_count(folder, "."), 2);
}

static void a_column_of_names_is_not_published_by_mistake(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_expect_shell(folder, 0,
                         "{ echo house,street,name; for i in $(seq 60); do "
                         "echo \"$i,Long Lane,Name $((i / 2))\"; done; } >addresses.csv");
    WORDS(folder, 3, "whose names are published: is --stratum the right column?", "invite",
          "addresses.csv", "--address", "house,street", "--stratum", "name", "--letters", "31",
          "--seed", "x", "--out", "out");
    lot_run_expect_shell(folder, 0,
                         "{ echo stratum; for i in $(seq 0 30); do echo \"Name $i\"; "
                         "done; } >strata.csv");
    EXPECT(folder, 0, "invite", "addresses.csv", "--address", "house,street", "--stratum", "name",
           "--letters", "31", "--seed", "x", "--out", "out", "--strata", "strata.csv");
}

static void who_was_written_to_before_is_not_written_to_again(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_expect_shell(folder, 0,
                         "{ echo house,street,ward; for i in $(seq 40); do "
                         "echo \"$i,Long Lane,W$((i % 2))\"; done; } >addresses.csv");
    EXPECT(folder, 0, "invite", "addresses.csv", "--address", "house,street", "--stratum", "ward",
           "--letters", "15", "--seed", "1", "--out", "first");
    EXPECT(folder, 0, "invite", "addresses.csv", "--address", "house,street", "--stratum", "ward",
           "--letters", "15", "--seed", "2", "--out", "second", "--exclude",
           "first/draw/letters.csv");
    lot_run_expect_shell(folder, 0,
                         "cat first/draw/letters.csv second/draw/letters.csv | sort | uniq -d "
                         ">twice; test \"$(cat twice)\" = house,street,ward && "
                         "grep -q 'earlier: 15' second/publish/invitation.txt && "
                         "test $(grep -c 'earlier mailing' second/left-out.csv) = 15");
}

static void whoever_asks_gets_a_receipt_that_can_be_checked_alone(void **state)
{
    const lot_run_folder *folder = *state;
    begin(folder);
    EXPECT(folder, 0, INVITE, "one", "--letters", "5", "--source", "dice:31");
    EXPECT(folder, 0, "invite-check", "one", "--cell", "3", "--cell", "church hill", "--cell",
           "e174ac", "--out", "receipt");
    assert_int_equal(lot_run_mode(folder, "receipt"), 0600);
    lot_ran ran = RUN(folder, "verify", "one/publish", "--receipt", "receipt");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "was on the list");
    lot_run_assert_has(&ran.out, "with the chance 1/1; nothing is drawn yet");
    lot_ran_free(&ran);
    EXPECT(folder, 0, "invite-draw", "one", "addresses.csv", "--dice", DICE);
    ran = RUN(folder, "verify", "one/draw/publish", "--receipt", "receipt");
    lot_run_assert_has(&ran.out, "it was drawn");
    lot_ran_free(&ran);
    lot_run_expect_shell(folder, 0, "sed -i 's/part: 3/part: 4/' receipt");
    EXPECT(folder, 5, "verify", "one/draw/publish", "--receipt", "receipt");
    WORDS(folder, 3, "not on the list", "invite-check", "one", "--cell", "99", "--cell", "x",
          "--cell", " ");
    WORDS(folder, 2, "has 3 columns, and 1 are given", "invite-check", "one", "--cell", "3");
}

static void one_run_proves_less_and_says_so(void **state)
{
    const lot_run_folder *folder = *state;
    begin(folder);
    WORDS(folder, 0, "The public value was known when the list was made", INVITE, "run",
          "--letters", "2", "--seed", "x");
    lot_ran ran = RUN(folder, "verify", "run/draw/publish", "--json");
    assert_int_equal(ran.code, 0);
    lot_run_assert_has(&ran.out, "{\"id\":\"announced\",\"verdict\":\"NOT PROVEN\"");
    lot_run_assert_has(&ran.out, "\"verified\":true");
    lot_ran_free(&ran);
    WORDS(folder, 2, "leave --rerun out", "verify", "run/draw/publish", "--rerun");
    ran = RUN(folder, INVITE, "json", "--letters", "2", "--seed", "x", "--json");
    lot_run_assert_has(&ran.out, "\"addresses\":5");
    lot_run_assert_has(&ran.out, "\"same_address\":1");
    lot_run_assert_has(&ran.out, "\"chance\":\"1/3\"");
    lot_ran_free(&ran);
}

static void neither_ctrl_c_nor_a_full_disk_leaves_anything(void **state)
{
    const lot_run_folder *folder = *state;
    lot_run_expect_shell(folder, 0,
                         "{ echo house,street,ward; seq -f '%.0f,Long Lane,W' 400000; } "
                         ">addresses.csv");
    lot_ran ran = lot_run_and_signal(folder, SIGINT, 2, "out.partial-",
                                     (const char *const[]){"invite", "addresses.csv", "--address",
                                                           "house,street", "--letters", "5",
                                                           "--seed", "x", "--out", "out", NULL});
    assert_int_equal(ran.code, 130);
    assert_int_equal(lot_run_count(folder, "."), 1);
    lot_ran_free(&ran);
    /* nor does a disk without room */
    lot_run_expect_shell(folder, 1,
                         "ulimit -f 2000; \"$0\" invite addresses.csv --address house,street "
                         "--letters 5 --seed x --out out");
    assert_int_equal(lot_run_count(folder, "."), 1);
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(folders_are_those_of_the_second_implementation_byte_for_byte),
        IN_A_FOLDER(what_is_published_names_nobody_and_the_rest_is_private),
        IN_A_FOLDER(letters_are_the_rows_as_they_are),
        IN_A_FOLDER(a_draw_is_made_once_and_from_what_was_committed),
        IN_A_FOLDER(what_nobody_could_check_is_not_announced),
        IN_A_FOLDER(a_run_that_fails_leaves_nothing),
        IN_A_FOLDER(faults_of_the_file_of_strata_are_told_all_at_once),
        IN_A_FOLDER(a_column_of_names_is_not_published_by_mistake),
        IN_A_FOLDER(who_was_written_to_before_is_not_written_to_again),
        IN_A_FOLDER(whoever_asks_gets_a_receipt_that_can_be_checked_alone),
        IN_A_FOLDER(one_run_proves_less_and_says_so),
        IN_A_FOLDER(neither_ctrl_c_nor_a_full_disk_leaves_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
