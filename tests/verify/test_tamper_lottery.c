/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tampering with lottery.csv, and at level `full` with openings and certificate. */
#include "civiclot/digest.h"
#include "support/tampering.h"

/* clang-format off */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <string.h>

#define ROW_0 "0,0,3fqerecwgtsjjoqu,nd7vtv6qhlpvcccy,sdp3f5zsdi6qo6b3\n"
#define ROW_1 "1,1,3fqerecwgtsjjoqu,73i2huvat4qsdfdz,lbcqu2lkso4fzhk3\n"

#define ONE_TICKET                                                                                 \
    {                                                                                              \
        "process.txt", "tickets: 10001", "tickets: 1"                                              \
    }

#define LOTTERY_HEAD "first,last,member_1,member_2,member_3\n"

static void the_lottery_has_no_hole_and_stands_in_its_order(void **state)
{
    (void)state;
    static const lot_tampering cases[] = {
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
    TAMPER_ALL(cases);
}

static void openings_and_panels_are_held_against_leaves_quotas_and_households(void **state)
{
    (void)state;
    static const lot_tampering cases[] = {
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
    TAMPER_ALL(cases);
}

static void certificates_are_those_of_the_terms_and_prove_what_they_say(void **state)
{
    (void)state;
    static const lot_tampering cases[] = {
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
    TAMPER_ALL(cases);
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
    lot_sealed_load(&sealed, LOT_TAMPER_FOLDERS "big-pieces");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lottery_has_no_hole_and_stands_in_its_order),
        cmocka_unit_test(openings_and_panels_are_held_against_leaves_quotas_and_households),
        cmocka_unit_test(certificates_are_those_of_the_terms_and_prove_what_they_say),
        cmocka_unit_test(a_certificate_that_others_made_does_not_pass_for_this_assembly),
    };
    return cmocka_run_group_tests(tests, lot_tampering_start, NULL);
}
