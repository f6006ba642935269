/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tampering: one thing is changed in a good folder and everything that hangs on it is sealed anew,
 * so that the check which is meant for it is the one that fails.
 */
#include "civiclot/pseudonym.h"
#include "civiclot/verify.h"
#include "support/sealed.h"

/* clang-format off */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdio.h>
#include <string.h>

#define FOLDERS "tests/vectors/folders/"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

enum { EDITS_MOST = 3, PATH_BYTES = 128 };

typedef enum seal { SEAL_ALL, SEAL_FINAL, SEAL_NOTHING } seal;

typedef struct edit {
    const char *file;
    const char *from; /* NULL: the whole file */
    const char *to;   /* NULL: the file is dropped */
} edit;

typedef struct tampering {
    const char *folder;
    edit edits[EDITS_MOST];
    const char *failed;  /* the statement */
    const char *message; /* part of it */
    seal seal;
} tampering;

static void apply(lot_sealed *sealed, const tampering *t)
{
    for (size_t e = 0; e < EDITS_MOST && t->edits[e].file != NULL; e++) {
        const edit *one = &t->edits[e];
        if (one->to == NULL)
            lot_sealed_drop(sealed, one->file);
        else if (one->from == NULL)
            lot_sealed_put(sealed, one->file, one->to, strlen(one->to));
        else
            lot_sealed_change(sealed, one->file, one->from, one->to);
    }
    if (t->seal == SEAL_ALL)
        lot_sealed_seal(sealed);
    else if (t->seal == SEAL_FINAL)
        lot_sealed_final(sealed);
}

static void check_one(const tampering *t)
{
    char path[PATH_BYTES];
    lot_sealed sealed;
    lot_checks checks;
    lot_error error = {.message = ""};
    lot_verify_request request = {.known_count = 0};
    (void)snprintf(path, sizeof path, FOLDERS "%s", t->folder);
    lot_sealed_load(&sealed, path);
    apply(&sealed, t);
    lot_status status = lot_sealed_verify(&checks, &sealed, &request, &error);
    if (status != LOT_NOT_VERIFIED || strcmp(checks.failed, t->failed) != 0 ||
        strstr(error.message, t->message) == NULL)
        fail_msg("%s of %s: status %d, failed %s, but not %s with '%s': %s", t->edits[0].file,
                 t->folder, (int)status, checks.failed != NULL ? checks.failed : "nothing",
                 t->failed, t->message, error.message);
    lot_checks_free(&checks);
    lot_sealed_free(&sealed);
}

#define CHECK_ALL(cases)                                                                           \
    for (size_t i = 0; i < sizeof(cases) / sizeof *(cases); i++)                                   \
    check_one(&(cases)[i])

/* A folder that is only sealed anew holds: else nothing below would show anything. */
static void sealing_anew_changes_nothing(void **state)
{
    (void)state;
    static const char *const folders[] = {"contributions", "big-pieces", "dice", "undrawn",
                                          "second-attempt"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char path[PATH_BYTES];
        lot_sealed sealed;
        lot_checks checks;
        lot_error error = {.message = ""};
        lot_verify_request request = {.known_count = 0};
        (void)snprintf(path, sizeof path, FOLDERS "%s", folders[i]);
        lot_sealed_load(&sealed, path);
        lot_sealed_seal(&sealed);
        assert_int_equal(lot_sealed_verify(&checks, &sealed, &request, &error), LOT_OK);
        lot_checks_free(&checks);
        lot_sealed_free(&sealed);
    }
}

static void files_that_are_missing_changed_or_needless_are_refused(void **state)
{
    (void)state;
    static const tampering cases[] = {
        {"dice", {{"log.txt", NULL, NULL}}, "files", "log.txt: it is missing", SEAL_NOTHING},
        {"dice",
         {{"process.txt", NULL, NULL}},
         "files",
         "process.txt: it is missing",
         SEAL_NOTHING},
        {"dice", {{"seed.txt", NULL, NULL}}, "files", "seed.txt: it is missing", SEAL_FINAL},
        {"dice", {{"draw.txt", NULL, NULL}}, "files", "draw.txt: it is missing", SEAL_FINAL},
        {"big-pieces",
         {{"openings.csv", NULL, NULL}},
         "files",
         "certificate.txt: it is never there without openings.csv",
         SEAL_FINAL},
        {"dice", {{"notes.txt", NULL, ""}}, "files", "notes.txt: no published", SEAL_FINAL},
        {"dice", {{".hidden", NULL, ""}}, "files", ".hidden: no published", SEAL_FINAL},
        {"dice", {{"replace", NULL, ""}}, "files", "replace: no published", SEAL_FINAL},
        {"dice", {{"a\nb", NULL, ""}}, "files", "a\\u000ab: no published", SEAL_FINAL},
        {"dice", {{"pool.csv", "5bca8e", "5bca8f"}}, "files", "pool.csv: its bytes", SEAL_NOTHING},
        {"dice", {{"final.txt", "-final: 1", "-final: 2"}}, "files", "line 1", SEAL_NOTHING},
        {"dice", {{"final.txt", "process: ", "process:"}}, "files", "line 2", SEAL_NOTHING},
        {"dice", {{"final.txt", "attempt: 1\n", ""}}, "files", "line 3", SEAL_NOTHING},
        {"dice", {{"final.txt", "draw: real", "draw: \x7f"}}, "files", "line 4", SEAL_NOTHING},
        {"dice", {{"final.txt", "log: ", "log:  "}}, "files", "line 5", SEAL_NOTHING},
        {"dice", {{"final.txt", "  log.txt\n", " *log.txt\n"}}, "files", "log.txt", SEAL_NOTHING},
        {"dice", {{"final.txt", "log.txt\n", "log.txt"}}, "files", "log.txt", SEAL_NOTHING},
        {"dice", {{"final.txt", "log.txt\n", "log.txt\n\n"}}, "files", "line 14", SEAL_NOTHING},
        {"dice", {{"final.txt", NULL, ""}}, "files", "final.txt, line 1", SEAL_NOTHING},
    };
    CHECK_ALL(cases);
}

static void terms_that_are_not_well_written_are_refused_with_their_line(void **state)
{
    (void)state;
    static const tampering cases[] = {
        {"dice",
         {{"process.txt", "civiclot-process: 2\n", "civiclot-process:2\n"}},
         "manifest",
         "line 1",
         SEAL_ALL},
        {"dice", {{"process.txt", "w4wx", "W4wx"}}, "manifest", "line 2", SEAL_ALL},
        {"dice", {{"process.txt", "attempt: 1", "attempt: 0"}}, "manifest", "line 3", SEAL_ALL},
        {"dice",
         {{"process.txt", "attempt: 1", "attempt: 4294967296"}},
         "manifest",
         "line 3",
         SEAL_ALL},
        {"dice", {{"process.txt", "draw: real", "draw: Real"}}, "manifest", "line 4", SEAL_ALL},
        {"dice",
         {{"process.txt", "order: commit first", "order: commit"}},
         "manifest",
         "line 5",
         SEAL_ALL},
        {"dice", {{"process.txt", "title: B", "title: \x1b"}}, "manifest", "line 6", SEAL_ALL},
        {"dice",
         {{"process.txt", "title: B", "title: \xc0\xaf"}},
         "manifest",
         "no UTF-8",
         SEAL_ALL},
        {"dice", {{"process.txt", "seats: 3", "seats: 03"}}, "manifest", "line 7", SEAL_ALL},
        {"dice", {{"process.txt", "seats: 3", "seats: +3"}}, "manifest", "line 7", SEAL_ALL},
        {"dice",
         {{"process.txt", "seats: 3", "seats: 18446744073709551619"}},
         "manifest",
         "line 7",
         SEAL_ALL},
        {"dice",
         {{"process.txt", "per-household: 1", "per-household: 0"}},
         "manifest",
         "line 8",
         SEAL_ALL},
        {"dice", {{"process.txt", "leximin", "leximax"}}, "manifest", "line 9", SEAL_ALL},
        {"dice", {{"process.txt", "leximin", "goldilocks"}}, "manifest", "line 9", SEAL_ALL},
        {"dice",
         {{"process.txt", "leximin", "goldilocks gamma=0.50"}},
         "manifest",
         "line 9",
         SEAL_ALL},
        {"dice",
         {{"process.txt", "leximin", "goldilocks gamma=0"}},
         "manifest",
         "line 9",
         SEAL_ALL},
        {"dice",
         {{"process.txt", "leximin", "goldilocks gamma=1000.5"}},
         "manifest",
         "line 9",
         SEAL_ALL},
        {"dice",
         {{"process.txt", "tickets: 10", "tickets: 1000000001"}},
         "manifest",
         "line 10",
         SEAL_ALL},
        {"dice", {{"process.txt", "pool: 8", "pool: 0"}}, "manifest", "line 11", SEAL_ALL},
        {"dice",
         {{"process.txt", "pool-root: b", "pool-root: B"}},
         "manifest",
         "line 12",
         SEAL_ALL},
        {"dice",
         {{"process.txt", "civiclot: 0.1.0", "civiclot: "}},
         "manifest",
         "line 13",
         SEAL_ALL},
        {"dice",
         {{"process.txt", "solver: GLPK 5.0", "solver: "}},
         "manifest",
         "line 14",
         SEAL_ALL},
        {"dice", {{"process.txt", "x86_64", "x86-64"}}, "manifest", "line 15", SEAL_ALL},
        {"dice",
         {{"process.txt", "source: dice:31\n", ""}},
         "manifest",
         "line 16: here must be a source",
         SEAL_ALL},
        {"dice", {{"process.txt", "dice:31", "dice:031"}}, "manifest", "line 16", SEAL_ALL},
        {"dice",
         {{"process.txt", "source: dice:31\n", "source: dice:31\nsource: dice:31\n"}},
         "manifest",
         "line 16",
         SEAL_ALL},
        {"dice",
         {{"process.txt", "source: dice:31\n", "source: dice:31\nsource: by-hand\n"}},
         "manifest",
         "line 16",
         SEAL_ALL},
        {"dice", {{"process.txt", "ends without", "ends with"}}, "manifest", "line 17", SEAL_ALL},
        {"dice",
         {{"process.txt", "reserves: none", "reserves: 3"}},
         "manifest",
         "line 18",
         SEAL_ALL},
        {"dice",
         {{"process.txt", "certificate: a", "certificate: "}},
         "manifest",
         "line 19",
         SEAL_ALL},
        {"dice", {{"process.txt", "leximin", "legacy"}}, "manifest", "line 19", SEAL_ALL},
        {"dice",
         {{"process.txt", "previous: none", "previous: no"}},
         "manifest",
         "line 20",
         SEAL_ALL},
        {"dice", {{"process.txt", "key: none", "key: None"}}, "manifest", "line 21", SEAL_ALL},
        {"dice",
         {{"process.txt", "key: none\n", "key: none\r\n"}},
         "manifest",
         "line 21",
         SEAL_ALL},
        {"dice", {{"process.txt", "key: none\n", "key: none"}}, "manifest", "line 21", SEAL_ALL},
        {"dice",
         {{"process.txt", "key: none\n", "key: none\n\n"}},
         "manifest",
         "line 22",
         SEAL_ALL},
        {"dice", {{"process.txt", NULL, "civiclot-process: 2\n"}}, "manifest", "line 2", SEAL_ALL},
        {"dice", {{"process.txt", NULL, ""}}, "manifest", "line 1", SEAL_ALL},
    };
    CHECK_ALL(cases);
}

static void quotas_that_are_not_well_written_are_refused_with_their_line(void **state)
{
    (void)state;
    static const tampering cases[] = {
        {"dice",
         {{"quotas.csv", "feature,value", "value,feature"}},
         "manifest",
         "quotas.csv, line 1",
         SEAL_ALL},
        {"dice", {{"quotas.csv", "female,1", "\"female\",1"}}, "manifest", "line 2", SEAL_ALL},
        {"dice", {{"quotas.csv", "female", ""}}, "manifest", "line 2", SEAL_ALL},
        {"dice", {{"quotas.csv", "female", " female"}}, "manifest", "line 2", SEAL_ALL},
        {"dice", {{"quotas.csv", "female", "female "}}, "manifest", "line 2", SEAL_ALL},
        {"dice", {{"quotas.csv", "female", "fe\tmale"}}, "manifest", "line 2", SEAL_ALL},
        {"dice", {{"quotas.csv", "female", "fe\"male"}}, "manifest", "line 2", SEAL_ALL},
        {"dice", {{"quotas.csv", "female", "fe\xedmale"}}, "manifest", "no UTF-8", SEAL_ALL},
        {"dice", {{"quotas.csv", "female,1,2", "female,01,2"}}, "manifest", "line 2", SEAL_ALL},
        {"dice", {{"quotas.csv", "female,1,2", "female,2,1"}}, "manifest", "line 2", SEAL_ALL},
        {"dice", {{"quotas.csv", "female,1,2", "female,1,4"}}, "manifest", "line 2", SEAL_ALL},
        {"dice", {{"quotas.csv", "female,1,2", "female,1,2,"}}, "manifest", "line 2", SEAL_ALL},
        {"dice",
         {{"quotas.csv", "female,1,2\n", "female,1,2\r\n"}},
         "manifest",
         "line 2",
         SEAL_ALL},
        {"dice",
         {{"quotas.csv", "gender,male", "gender,female"}},
         "manifest",
         "line 3: this feature or value",
         SEAL_ALL},
        {"dice",
         {{"quotas.csv", "ward,other", "gender,other"}},
         "manifest",
         "line 6: this feature or value",
         SEAL_ALL},
        {"dice",
         {{"quotas.csv", "\"North, inner\"", "North, inner"}},
         "manifest",
         "line 4",
         SEAL_ALL},
        {"dice",
         {{"quotas.csv", "\"North, inner\"", "\"North, inner"}},
         "manifest",
         "line 4",
         SEAL_ALL},
        {"dice", {{"quotas.csv", "\"\"alt\"\"", "\"alt\""}}, "manifest", "line 5", SEAL_ALL},
        {"dice",
         {{"quotas.csv", "female,1,2\ngender,male,1,3", "female,2,2\ngender,male,2,3"}},
         "manifest",
         "line 2: no panel",
         SEAL_ALL},
        {"dice",
         {{"quotas.csv", "female,1,2\ngender,male,1,3", "female,1,1\ngender,male,1,1"}},
         "manifest",
         "line 2: no panel",
         SEAL_ALL},
        {"dice", {{"quotas.csv", "other,0,3\n", "other,0,3"}}, "manifest", "line 6", SEAL_ALL},
        {"dice", {{"quotas.csv", NULL, ""}}, "manifest", "line 1", SEAL_ALL},
    };
    CHECK_ALL(cases);
}

static void what_the_manifest_or_final_txt_says_of_others_must_be_so(void **state)
{
    (void)state;
    static const tampering cases[] = {
        {"dice",
         {{"manifest.txt", "  quotas.csv", "  quota.csv"}},
         "manifest",
         "manifest.txt, line 2",
         SEAL_FINAL},
        {"dice",
         {{"quotas.csv", "female,1,2", "female,0,2"}},
         "manifest",
         "manifest.txt, line 2",
         SEAL_FINAL},
        {"dice",
         {{"manifest.txt", "lottery.csv\n", "lottery.csv\n\n"}},
         "manifest",
         "line 5",
         SEAL_FINAL},
        {"dice", {{"final.txt", "w4wx", "w4wy"}}, "manifest", "final.txt: its process", SEAL_FINAL},
        {"dice",
         {{"final.txt", "attempt: 1", "attempt: 2"}},
         "manifest",
         "final.txt: its attempt",
         SEAL_FINAL},
        {"dice",
         {{"final.txt", "draw: real", "draw: test"}},
         "manifest",
         "final.txt: whether",
         SEAL_FINAL},
        /* the seed is of the manifest, and so of every term */
        {"dice", {{"process.txt", "title: B", "title: b"}}, "seed", "seed.txt: its seed", SEAL_ALL},
    };
    CHECK_ALL(cases);
}

static void signatures_are_there_where_a_key_is_named_and_hold(void **state)
{
    (void)state;
    static const tampering cases[] = {
        {"public-signed",
         {{"manifest.txt.minisig", NULL, NULL}},
         "signature",
         "manifest.txt.minisig: it is missing",
         SEAL_FINAL},
        {"public-signed",
         {{"final.txt.minisig", NULL, NULL}},
         "signature",
         "final.txt.minisig: it is missing",
         SEAL_FINAL},
        {"dice",
         {{"final.txt.minisig", NULL, ""}},
         "signature",
         "final.txt.minisig: it is there",
         SEAL_FINAL},
        {"dice",
         {{"manifest.txt.minisig", NULL, ""}},
         "signature",
         "manifest.txt.minisig: it is there",
         SEAL_FINAL},
        {"public-signed",
         {{"manifest.txt.minisig", "civiclot manifest", "civiclot  manifest"}},
         "signature",
         "manifest.txt.minisig",
         SEAL_FINAL},
        {"public-signed",
         {{"log.txt", "new", "net"}},
         "signature",
         "final.txt.minisig",
         SEAL_FINAL},
    };
    CHECK_ALL(cases);
}

static void the_pool_is_the_one_of_the_terms(void **state)
{
    (void)state;
    static const tampering cases[] = {
        {"dice", {{"pool.csv", "pid,leaf", "leaf,pid"}}, "pool", "pool.csv, line 1", SEAL_ALL},
        {"dice", {{"pool.csv", "5bca8e", "5bca8f"}}, "pool", "root of process.txt", SEAL_ALL},
        {"dice", {{"pool.csv", "3fqere", "3fqer1"}}, "pool", "line 3", SEAL_ALL},
        {"dice",
         {{"pool.csv", "3fqere", "23adra"}},
         "pool",
         "line 3: the pids do not ascend",
         SEAL_ALL},
        {"dice", {{"pool.csv", ",8e9a3c", ",8E9a3c"}}, "pool", "line 3", SEAL_ALL},
        {"dice",
         {{"process.txt", "pool: 8", "pool: 9"}},
         "pool",
         "8 people, but process.txt says 9",
         SEAL_ALL},
        {"dice", {{"process.txt", "pool: 8", "pool: 7"}}, "pool", "longer than", SEAL_ALL},
        {"dice", {{"pool.csv", NULL, "pid,leaf\n"}}, "pool", "0 people", SEAL_ALL},
    };
    CHECK_ALL(cases);
}

#define ROW_0 "0,0,3fqerecwgtsjjoqu,nd7vtv6qhlpvcccy,sdp3f5zsdi6qo6b3\n"
#define ROW_1 "1,1,3fqerecwgtsjjoqu,73i2huvat4qsdfdz,lbcqu2lkso4fzhk3\n"

static void the_lottery_has_no_hole_and_stands_in_its_order(void **state)
{
    (void)state;
    static const tampering cases[] = {
        {"dice",
         {{"lottery.csv", "member_3", "member_4"}},
         "lottery",
         "lottery.csv, line 1",
         SEAL_ALL},
        {"dice",
         {{"lottery.csv", "member_3\n", "member_3,member_4\n"}},
         "lottery",
         "line 1",
         SEAL_ALL},
        {"dice",
         {{"lottery.csv", "\n0,0", "\n1,1"}},
         "lottery",
         "line 2: the first ticket",
         SEAL_ALL},
        {"dice", {{"lottery.csv", "\n0,0", "\n00,0"}}, "lottery", "line 2", SEAL_ALL},
        {"dice", {{"lottery.csv", "\n2,2", "\n3,3"}}, "lottery", "line 4", SEAL_ALL},
        {"dice",
         {{"lottery.csv", "\n1,1", "\n1,0"}},
         "lottery",
         "line 3: the last ticket",
         SEAL_ALL},
        {"dice", {{"lottery.csv", "\n9,9", "\n9,10"}}, "lottery", "line 11", SEAL_ALL},
        {"dice",
         {{"lottery.csv", ",nd7v", ",zd7v"}},
         "lottery",
         "line 2: member_2 is nobody",
         SEAL_ALL},
        {"dice",
         {{"lottery.csv", ",nd7vtv6qhlpvcccy,sdp3f5zsdi6qo6b3",
           ",sdp3f5zsdi6qo6b3,nd7vtv6qhlpvcccy"}},
         "lottery",
         "line 2: member_3",
         SEAL_ALL},
        {"dice",
         {{"lottery.csv", ",nd7vtv6qhlpvcccy,sdp3f5zsdi6qo6b3",
           ",sdp3f5zsdi6qo6b3,sdp3f5zsdi6qo6b3"}},
         "lottery",
         "line 2: member_3",
         SEAL_ALL},
        {"dice",
         {{"lottery.csv", ",nd7vtv6qhlpvcccy,sdp3f5zsdi6qo6b3", ",nd7vtv6qhlpvcccy"}},
         "lottery",
         "line 2: here must be a pid",
         SEAL_ALL},
        {"dice",
         {{"lottery.csv", "sdp3f5zsdi6qo6b3\n", "sdp3f5zsdi6qo6b3\r\n"}},
         "lottery",
         "line 2: the line does not end",
         SEAL_ALL},
        {"dice",
         {{"lottery.csv", ROW_0 ROW_1,
           "0,0,3fqerecwgtsjjoqu,73i2huvat4qsdfdz,lbcqu2lkso4fzhk3\n"
           "1,1,3fqerecwgtsjjoqu,nd7vtv6qhlpvcccy,sdp3f5zsdi6qo6b3\n"}},
         "lottery",
         "does not stand where its hash puts it",
         SEAL_ALL},
        {"dice",
         {{"process.txt", "tickets: 10", "tickets: 11"}},
         "lottery",
         "ends with ticket 9 of 11",
         SEAL_ALL},
        {"dice", {{"process.txt", "tickets: 10", "tickets: 9"}}, "lottery", "line 11", SEAL_ALL},
        {"dice",
         {{"process.txt", "seats: 3", "seats: 9"}, {"quotas.csv", NULL, "feature,value,min,max\n"}},
         "lottery",
         "more seats than",
         SEAL_ALL},
        {"dice",
         {{"lottery.csv", NULL, "first,last,member_1,member_2,member_3\n"}},
         "lottery",
         "no row",
         SEAL_ALL},
        {"dice", {{"lottery.csv", NULL, ""}}, "lottery", "line 1", SEAL_ALL},
        {"dice", {{"lottery.csv", "\n9,9", "\n\n9,9"}}, "lottery", "line 11", SEAL_ALL},
        /* a piece has two tickets there, and only the last of a panel has one */
        {"big-pieces",
         {{"lottery.csv", "\n0,1,", "\n0,0,"}, {"lottery.csv", "\n2,3,", "\n1,3,"}},
         "lottery",
         "more or fewer tickets",
         SEAL_ALL},
    };
    CHECK_ALL(cases);
}

#define ONE_TICKET                                                                                 \
    {                                                                                              \
        "process.txt", "tickets: 10001", "tickets: 1"                                              \
    }
#define LOTTERY_HEAD "first,last,member_1,member_2,member_3\n"

static void openings_and_panels_are_held_against_leaves_quotas_and_households(void **state)
{
    (void)state;
    static const tampering cases[] = {
        {"big-pieces",
         {{"openings.csv", "household,gender,ward", "household,ward,gender"}},
         "panels",
         "openings.csv, line 1",
         SEAL_ALL},
        {"big-pieces",
         {{"openings.csv", ",,male,other", ",,female,other"}},
         "panels",
         "openings.csv, line 3",
         SEAL_ALL},
        {"big-pieces",
         {{"openings.csv", ",,male,other", ",,male,others"}},
         "panels",
         "openings.csv, line 3",
         SEAL_ALL},
        {"big-pieces",
         {{"openings.csv", "cde429", "cde428"}},
         "panels",
         "openings.csv, line 2",
         SEAL_ALL},
        {"big-pieces",
         {{"openings.csv", "24zej6", "24zej7"}},
         "panels",
         "openings.csv, line 2",
         SEAL_ALL},
        {"big-pieces",
         {{"quotas.csv", "female,1,2", "female,1,1"}},
         "panels",
         "seats 2 with gender: female",
         SEAL_ALL},
        {"big-pieces",
         {{"quotas.csv", "female,1,2", "female,2,2"}},
         "panels",
         "seats 1 with gender: female",
         SEAL_ALL},
        {"big-pieces",
         {ONE_TICKET,
          {"lottery.csv", NULL,
           LOTTERY_HEAD "0,0,23adrvjckzznuwvt,lbcqu2lkso4fzhk3,sdp3f5zsdi6qo6b3\n"}},
         "panels",
         "lottery.csv, line 2: the panel seats more than 1 of the household",
         SEAL_ALL},
        {"big-pieces",
         {ONE_TICKET,
          {"lottery.csv", NULL,
           LOTTERY_HEAD "0,0,3fqerecwgtsjjoqu,lbcqu2lkso4fzhk3,s46qr2ae4egvykbi\n"}},
         "panels",
         "seats 0 with gender: female",
         SEAL_ALL},
    };
    CHECK_ALL(cases);
}

static void certificates_are_those_of_the_terms_and_prove_what_they_say(void **state)
{
    (void)state;
    static const tampering cases[] = {
        {"big-pieces",
         {{"certificate.txt", NULL, NULL}},
         "fairness",
         "certificate.txt: it is missing",
         SEAL_ALL},
        {"big-pieces",
         {{"certificate.txt", "rounds: 2", "rounds: 3"}},
         "fairness",
         "not the one that process.txt",
         SEAL_ALL},
        {"big-pieces",
         {{"process.txt",
           "certificate: a1aabe61482effb43fe9a8c5b6a0526e55668cf28ac69cf781621397eb0cfbb5",
           "certificate: none"}},
         "fairness",
         "certificate.txt: it is there",
         SEAL_ALL},
        {"big-pieces",
         {{"process.txt", "leximin", "maximin"}},
         "fairness",
         "its objective is not that",
         SEAL_ALL},
        {"big-pieces",
         {{"process.txt", "per-household: 1", "per-household: 2"}},
         "fairness",
         "certificate.txt",
         SEAL_ALL},
    };
    CHECK_ALL(cases);
}

/* Give process.txt the digest of a certificate that is changed, and seal. */
static void check_certificate(const char *from, const char *to, const char *message)
{
    lot_sealed sealed;
    lot_checks checks;
    lot_error error = {.message = ""};
    lot_verify_request request = {.known_count = 0};
    char old[LOT_HEX_BYTES], hex[LOT_HEX_BYTES];
    lot_digest digest;
    lot_sealed_load(&sealed, FOLDERS "big-pieces");
    const lot_text *file = lot_sealed_file(&sealed, "certificate.txt");
    lot_sha256(&digest, file->bytes, file->length);
    lot_digest_hex(old, &digest);
    lot_sealed_change(&sealed, "certificate.txt", from, to);
    file = lot_sealed_file(&sealed, "certificate.txt");
    lot_sha256(&digest, file->bytes, file->length);
    lot_digest_hex(hex, &digest);
    lot_sealed_change(&sealed, "process.txt", old, hex);
    lot_sealed_seal(&sealed);
    assert_int_equal(lot_sealed_verify(&checks, &sealed, &request, &error), LOT_NOT_VERIFIED);
    assert_string_equal(checks.failed, "fairness");
    if (strstr(error.message, message) == NULL)
        fail_msg("not '%s': %s", message, error.message);
    lot_checks_free(&checks);
    lot_sealed_free(&sealed);
}

static void a_certificate_that_others_made_does_not_pass_for_this_assembly(void **state)
{
    (void)state;
    check_certificate("seats: 3", "seats: 4", "its seats are not those");
    check_certificate("pid 3fqerecwgtsjjoqu\npid sdp3f5zsdi6qo6b3\n",
                      "pid 3fqerecwgtsjjoqu\npid t5kiotqunz4a4j3m\n", "certificate.txt");
    check_certificate("chance 2/5", "chance 3/5", "certificate.txt: ");
    check_certificate("chance 2/5", "chance 4/10", "certificate.txt, line 11");
    check_certificate("quotas: 5", "quotas: 6", "certificate.txt");
    check_certificate("rounds: 2", "rounds: 4294967295", "certificate.txt");
    check_certificate("bound upper ", "bound upper 1", "certificate.txt");
}

static void logs_that_were_edited_are_refused_with_their_line(void **state)
{
    (void)state;
    static const tampering cases[] = {
        /* not sealed: the chain itself */
        {"dice",
         {{"log.txt", " new ", " net "}},
         "log",
         "log.txt, line 1: the entry was changed",
         SEAL_FINAL},
        {"dice",
         {{"log.txt", "2 2023", "3 2023"}},
         "log",
         "line 2: the entry's number",
         SEAL_FINAL},
        {"dice",
         {{"log.txt", "2023-08-01T", "2023-02-29T"}},
         "log",
         "line 1: here must be a time",
         SEAL_FINAL},
        {"dice",
         {{"log.txt", "T10:00:00Z", "T24:00:00Z"}},
         "log",
         "line 1: here must be a time",
         SEAL_FINAL},
        {"dice", {{"log.txt", " new ", " New "}}, "log", "line 1: here must be a time", SEAL_FINAL},
        {"dice",
         {{"log.txt", " 8cc279", " 8CC279"}},
         "log",
         "line 1: here must be three",
         SEAL_FINAL},
        {"rehearsal",
         {{"log.txt", " test-draw ", " commit "}},
         "log",
         "its last entry is no test draw",
         SEAL_ALL},
        {"dice",
         {{"log.txt", " draw ", " test-draw "}},
         "log",
         "no entry of this attempt's draw",
         SEAL_ALL},
        {"rehearsal",
         {{"seed.txt", NULL, NULL}, {"draw.txt", NULL, NULL}},
         "log",
         "the test was drawn",
         SEAL_ALL},
        /* sealed: what the entries are of */
        {"dice", {{"log.txt", " commit ", " omit "}}, "log", "it has no commit", SEAL_ALL},
        {"dice", {{"log.txt", " draw ", " reveal "}}, "log", "nothing is to be revealed", SEAL_ALL},
        {"dice",
         {{"log.txt", " draw ", " drew "}},
         "log",
         "draw.txt is there, but no entry",
         SEAL_ALL},
        {"contributions",
         {{"log.txt", " reveal ", " other "}},
         "log",
         "no entry that they were revealed",
         SEAL_ALL},
        {"contributions",
         {{"seed.txt", "value: 7", "value: 8"}},
         "log",
         "line 7: this reveal",
         SEAL_ALL},
        {"undrawn",
         {{"log.txt", "\n6 2023",
           "\n6 2023-08-09T10:00:00Z commit " ZEROS " " ZEROS " " ZEROS "\n7 2023"},
          {"log.txt", "\n7 2023-08-23T15:59:23Z commit ", "\n7 2023-08-23T15:59:23Z other "}},
         "log",
         "line 7: the log goes on behind",
         SEAL_ALL},
        {"undrawn",
         {{"log.txt", " close ", " commit "}},
         "attempts",
         "attempt 1, but the log counts 2",
         SEAL_ALL},
    };
    CHECK_ALL(cases);
}

static void the_attempts_before_are_those_of_the_log(void **state)
{
    (void)state;
    static const tampering cases[] = {
        {"second-attempt",
         {{"process.txt", "previous: c4fa25ae", "previous: 04fa25ae"}},
         "attempts",
         "its 'previous' is not what log.txt, line",
         SEAL_ALL},
        {"second-attempt",
         {{"process.txt",
           "previous: c4fa25ae6196b0a52131050b339c508e04dd15bc1da75bce0ab010ff3206d51b",
           "previous: none"}},
         "attempts",
         "but the log has an attempt before",
         SEAL_ALL},
        {"dice",
         {{"process.txt", "previous: none",
           "previous: c4fa25ae6196b0a52131050b339c508e04dd15bc1da75bce0ab010ff3206d51b"}},
         "attempts",
         "but the log has none",
         SEAL_ALL},
        {"after-rehearsal",
         {{"log.txt", " test-draw ", " other "}},
         "attempts",
         "but the log counts 1",
         SEAL_ALL},
        {"undrawn",
         {{"log.txt", " solve ", " test-draw "}},
         "attempts",
         "but the log counts 2",
         SEAL_ALL},
    };
    CHECK_ALL(cases);
}

static void seeds_and_draws_that_do_not_follow_are_refused(void **state)
{
    (void)state;
    static const tampering cases[] = {
        {"dice", {{"seed.txt", "-seed: 1", "-seed: 2"}}, "log", "seed.txt, line 1", SEAL_ALL},
        {"dice", {{"seed.txt", "dice:31", "dice:32"}}, "log", "seed.txt, line 2", SEAL_ALL},
        {"dice", {{"seed.txt", "value: ", "value: \x7f"}}, "log", "seed.txt, line 3", SEAL_ALL},
        {"dice", {{"seed.txt", "\nseed: ", "\nseed: x"}}, "log", "seed.txt, line 4", SEAL_ALL},
        {"contributions",
         {{"seed.txt", "nonce: 2", "nonce: x"}},
         "log",
         "seed.txt, line 4",
         SEAL_ALL},
        {"dice", {{"draw.txt", "-draw: 1", "-draw: 3"}}, "log", "draw.txt, line 1", SEAL_ALL},
        {"dice", {{"draw.txt", "attempt: 1", "attempt: 2"}}, "log", "draw.txt, line 2", SEAL_ALL},
        {"dice", {{"draw.txt", "draw: real", "draw: test"}}, "log", "draw.txt, line 3", SEAL_ALL},
        {"dice",
         {{"draw.txt", "purpose: panel", "purpose: reserve"}},
         "log",
         "draw.txt, line 4",
         SEAL_ALL},
        {"dice",
         {{"draw.txt", "rejected: 0", "rejected: 00"}},
         "log",
         "draw.txt, line 5",
         SEAL_ALL},
        {"dice", {{"draw.txt", "ticket: ", "ticket: 1"}}, "log", "draw.txt, line 6", SEAL_ALL},
        {"dice", {{"seed.txt", "value: ", "value: 7"}}, "source", "seed.txt", SEAL_ALL},
        {"contributions", {{"seed.txt", "nonce: 2", "nonce: 3"}}, "source", "seed.txt", SEAL_ALL},
        {"dice",
         {{"draw.txt", "rejected: 0", "rejected: 1"}},
         "ticket",
         "1 numbers were rejected, but 0",
         SEAL_ALL},
        {"contributions",
         {{"draw.txt", "ticket: 6", "ticket: 7"}},
         "ticket",
         "its ticket is 7, but the seed gives 6",
         SEAL_ALL},
        {"contributions", {{"draw.txt", "panel: 6-6", "panel: 6-7"}}, "panel", "line 8", SEAL_ALL},
        {"contributions",
         {{"draw.txt", "pid: lbcqu2lkso4fzhk3", "pid: 23adrvjckzznuwvt"}},
         "panel",
         "not those of lottery.csv, line 8",
         SEAL_ALL},
        {"contributions",
         {{"draw.txt", "pid: lbcqu2lkso4fzhk3\n", ""}},
         "log",
         "draw.txt, line 10",
         SEAL_ALL},
        {"by-hand",
         {{"draw.txt", "rejected: 0", "rejected: 1"}},
         "ticket",
         "1 numbers were rejected",
         SEAL_ALL},
    };
    CHECK_ALL(cases);
}

static void words_of_the_folder_cannot_reach_a_terminal(void **state)
{
    (void)state;
    lot_sealed sealed;
    lot_checks checks;
    lot_text text = LOT_TEXT_EMPTY;
    lot_error error = {.message = ""};
    lot_verify_request request = {.known_count = 0};
    lot_sealed_load(&sealed, FOLDERS "undrawn");
    lot_sealed_change(&sealed, "process.txt", "title: ",
                      "title: \xc2\x9b"
                      "2J ");
    lot_sealed_seal(&sealed);
    assert_int_equal(lot_sealed_verify(&checks, &sealed, &request, &error), LOT_OK);
    lot_checks_put_json(&text, &checks, error.message);
    assert_non_null(strstr(text.bytes, "'\\\\u009b2J "));
    assert_null(strstr(text.bytes, "\xc2\x9b"));
    lot_text_free(&text);
    lot_checks_free(&checks);
    lot_sealed_put(&sealed, "\xff\xc2\x9b", "", 0);
    assert_int_equal(lot_sealed_verify(&checks, &sealed, &request, &error), LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "?\\u009b: no published"));
    lot_checks_free(&checks);
    lot_sealed_free(&sealed);
}

/* As strings end there, what is behind one might not be looked at. */
static void a_nul_byte_is_refused_wherever_it_stands(void **state)
{
    (void)state;
    static const char *const names[] = {"process.txt", "quotas.csv", "seed.txt", "openings.csv"};
    lot_sealed sealed;
    lot_sealed_load(&sealed, FOLDERS "certificate-none-full");
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        lot_text *file = lot_sealed_file(&sealed, names[n]);
        for (size_t at = 0; at < file->length; at++) {
            lot_checks checks;
            lot_error error = {.message = ""};
            lot_verify_request request = {.known_count = 0};
            char kept = file->bytes[at];
            file->bytes[at] = '\0';
            lot_sealed_manifest(&sealed);
            lot_sealed_final(&sealed);
            assert_int_equal(lot_sealed_verify(&checks, &sealed, &request, &error),
                             LOT_NOT_VERIFIED);
            if (strstr(error.message, names[n]) == NULL)
                fail_msg("%s, byte %zu: %s", names[n], at, error.message);
            lot_checks_free(&checks);
            file->bytes[at] = kept;
        }
    }
    lot_sealed_free(&sealed);
}

static void huge_and_odd_files_are_refused_without_being_held(void **state)
{
    (void)state;
    static char zeros[1 << 21];
    static const char *const names[] = {"process.txt", "quotas.csv", "pool.csv",
                                        "lottery.csv", "log.txt",    "manifest.txt",
                                        "seed.txt",    "draw.txt",   "final.txt"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        for (int fill = 0; fill < 2; fill++) {
            lot_sealed sealed;
            lot_checks checks;
            lot_error error = {.message = ""};
            lot_verify_request request = {.known_count = 0};
            memset(zeros, fill == 0 ? 0 : '7', sizeof zeros);
            lot_sealed_load(&sealed, FOLDERS "dice");
            lot_sealed_put(&sealed, names[n], zeros, sizeof zeros);
            if (strcmp(names[n], "final.txt") != 0)
                lot_sealed_final(&sealed);
            lot_status status = lot_sealed_verify(&checks, &sealed, &request, &error);
            assert_int_equal(status, LOT_NOT_VERIFIED);
            assert_non_null(strstr(error.message, names[n]));
            lot_checks_free(&checks);
            lot_sealed_free(&sealed);
        }
    }
}

static void another_version_and_no_folder_at_all_are_nothing_to_check(void **state)
{
    (void)state;
    static const struct {
        const char *first_line;
        lot_status status;
    } cases[] = {
        {"civiclot-process: 1\n", LOT_BAD_INPUT},
        {"civiclot-process: 18446744073709551615\n", LOT_BAD_INPUT},
        {"civiclot-process: 18446744073709551616\n", LOT_NOT_VERIFIED},
        {"civiclot-process: 02\n", LOT_NOT_VERIFIED},
        {"civiclot-process: 1", LOT_NOT_VERIFIED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lot_checks checks;
        lot_dossier dossier;
        lot_verify_request request = {.known_count = 0};
        lot_dossier_entry entry = {"process.txt", cases[i].first_line, strlen(cases[i].first_line)};
        lot_dossier_hold(&dossier, &entry, 1);
        assert_int_equal(lot_verify(&checks, &dossier, &request, NULL), cases[i].status);
        lot_checks_free(&checks);
        lot_dossier_hold(&dossier, &entry, 0);
        assert_int_equal(lot_verify(&checks, &dossier, &request, NULL), LOT_BAD_INPUT);
        assert_null(checks.failed);
        lot_checks_free(&checks);
    }
}

static int start(void **state)
{
    (void)state;
    return lot_audit_start(NULL) == LOT_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sealing_anew_changes_nothing),
        cmocka_unit_test(files_that_are_missing_changed_or_needless_are_refused),
        cmocka_unit_test(terms_that_are_not_well_written_are_refused_with_their_line),
        cmocka_unit_test(quotas_that_are_not_well_written_are_refused_with_their_line),
        cmocka_unit_test(what_the_manifest_or_final_txt_says_of_others_must_be_so),
        cmocka_unit_test(signatures_are_there_where_a_key_is_named_and_hold),
        cmocka_unit_test(the_pool_is_the_one_of_the_terms),
        cmocka_unit_test(the_lottery_has_no_hole_and_stands_in_its_order),
        cmocka_unit_test(openings_and_panels_are_held_against_leaves_quotas_and_households),
        cmocka_unit_test(certificates_are_those_of_the_terms_and_prove_what_they_say),
        cmocka_unit_test(a_certificate_that_others_made_does_not_pass_for_this_assembly),
        cmocka_unit_test(logs_that_were_edited_are_refused_with_their_line),
        cmocka_unit_test(the_attempts_before_are_those_of_the_log),
        cmocka_unit_test(seeds_and_draws_that_do_not_follow_are_refused),
        cmocka_unit_test(words_of_the_folder_cannot_reach_a_terminal),
        cmocka_unit_test(a_nul_byte_is_refused_wherever_it_stands),
        cmocka_unit_test(huge_and_odd_files_are_refused_without_being_held),
        cmocka_unit_test(another_version_and_no_folder_at_all_are_nothing_to_check),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
