/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tampering: one thing is changed in a good folder and everything that hangs on it is sealed anew,
 * so that the check which is meant for it is the one that fails. Here: files, manifest and pool.
 */
#include "support/tampering.h"

/* clang-format off */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <stdio.h>

/* A folder that is only sealed anew holds: else nothing below would show anything. */
static void sealing_anew_changes_nothing(void **state)
{
    (void)state;
    static const char *const folders[] = {"contributions", "big-pieces", "dice", "undrawn",
                                          "second-attempt"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char path[LOT_TAMPER_PATH_BYTES];
        lot_sealed sealed;
        lot_checks checks;
        lot_error error = {.message = ""};
        lot_verify_request request = {.known_count = 0};
        (void)snprintf(path, sizeof path, LOT_TAMPER_FOLDERS "%s", folders[i]);
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
    static const lot_tampering cases[] = {
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
    TAMPER_ALL(cases);
}

static void terms_that_are_not_well_written_are_refused_with_their_line(void **state)
{
    (void)state;
    static const lot_tampering cases[] = {
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
    TAMPER_ALL(cases);
}

static void quotas_that_are_not_well_written_are_refused_with_their_line(void **state)
{
    (void)state;
    static const lot_tampering cases[] = {
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
    TAMPER_ALL(cases);
}

static void what_the_manifest_or_final_txt_says_of_others_must_be_so(void **state)
{
    (void)state;
    static const lot_tampering cases[] = {
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
    TAMPER_ALL(cases);
}

static void signatures_are_there_where_a_key_is_named_and_hold(void **state)
{
    (void)state;
    static const lot_tampering cases[] = {
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
    TAMPER_ALL(cases);
}

static void the_pool_is_the_one_of_the_terms(void **state)
{
    (void)state;
    static const lot_tampering cases[] = {
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
    TAMPER_ALL(cases);
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
    };
    return cmocka_run_group_tests(tests, lot_tampering_start, NULL);
}
