/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws that others have published, with the figures that they printed. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/digest.h"
#include "civiclot/source.h"
#include "support/md5.h"

#include <stdio.h>
#include <string.h>

/* The number that the bytes write, most significant first, modulo `divisor`. */
static uint32_t remainder_of(const unsigned char *bytes, size_t count, uint32_t divisor)
{
    uint64_t rest = 0;
    for (size_t i = 0; i < count; i++)
        rest = (rest << 8 | bytes[i]) % divisor;
    return (uint32_t)rest;
}

static void assert_hex(const unsigned char *bytes, size_t count, const char *hex)
{
    char text[2 * LOT_DIGEST_BYTES + 1];
    for (size_t i = 0; i < count; i++)
        (void)snprintf(text + 2 * i, 3, "%02X", bytes[i]);
    assert_string_equal(text, hex);
}

static void md5_of_rfc_1321_is_what_it_prints(void **state)
{
    (void)state;
    static const char *const printed[][2] = {
        {"", "D41D8CD98F00B204E9800998ECF8427E"},
        {"abc", "900150983CD24FB0D6963F7D28E17F72"},
        {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
         "D174AB98D277D9F5A5611C2C9F419D9F"},
        {"12345678901234567890123456789012345678901234567890123456789012345678901234567890",
         "57EDF4A22BE3C955AC49DA2E2107B67A"}};
    for (size_t i = 0; i < sizeof printed / sizeof *printed; i++) {
        unsigned char digest[LOT_MD5_BYTES];
        lot_md5(digest, printed[i][0], strlen(printed[i][0]));
        assert_hex(digest, sizeof digest, printed[i][1]);
    }
}

/*
 * RFC 3797, section 6: 25 people, of whom the one at place MD5(i || key || i) mod (those left) is
 * taken; i is two bytes, from 0. The table is the RFC's own.
 */
static void the_nominations_committee_of_rfc_3797_is_drawn_again(void **state)
{
    (void)state;
    static const char key[] = "9319./2.5.8.10.12./9.18.26.34.41.45./";
    static const struct {
        const char *md5;
        uint32_t selected;
    } printed[] = {
        {"990DD0A5692A029A98B5E01AA28F3459", 17}, {"3691E55CB63FCC37914430B2F70B5EC6", 7},
        {"FE814EDF564C190AC1D25753979990FA", 2},  {"1863CCACEB568C31D7DDBDF1D4E91387", 16},
        {"F4AB33DF4889F0AF29C513905BE1D758", 25}, {"13EAEB529F61ACFB9A29D0BA3A60DE4A", 23},
        {"992DB77C382CA2BDB9727001F3CDCCD9", 8},  {"63AB4258ECA922976811C7F55C383CE7", 24},
        {"DFBC5AC97CED01B3A6E348E3CC63F40D", 19}, {"31CB111C4A4EBE9287CEAE16FE51B909", 13},
        {"07FA46C122F164C215BBC72793B189A3", 22}, {"AC52F8D75CCBE2E61AFEB3387637D501", 5},
        {"53306F73E14FC0B2FBF434218D25948E", 18}, {"B5D1403501A81F9A47318BE7893B347C", 9},
        {"85B10B356AA06663EF1B1B407765100A", 1},  {"3269E6CE559ABD57E2BA6AAB495EB9BD", 4},
    };
    uint32_t people[25];
    uint32_t left = 25;
    for (uint32_t p = 0; p < left; p++)
        people[p] = p + 1;
    for (size_t i = 0; i < sizeof printed / sizeof *printed; i++) {
        unsigned char text[sizeof key + 3] = {0};
        unsigned char digest[LOT_MD5_BYTES];
        const size_t end = sizeof text - 2;
        text[1] = text[end + 1] = (unsigned char)i;
        memcpy(text + 2, key, sizeof key - 1);
        lot_md5(digest, text, sizeof text);
        assert_hex(digest, sizeof digest, printed[i].md5);
        const uint32_t place = remainder_of(digest, sizeof digest, left);
        assert_int_equal(people[place], printed[i].selected);
        left--;
        memmove(people + place, people + place + 1, (left - place) * sizeof *people);
    }
}

/* R. L. Rivest, sampler.py: pick i, from 1, is 1 + SHA-256(seed "," i) mod total. */
static void the_picks_of_rivests_sampler_come_out(void **state)
{
    (void)state;
    static const struct {
        const char *seed;
        uint32_t picks[3];
    } printed[] = {{"1", {97, 89, 163}}, {"0", {905, 573, 160}}};
    for (size_t s = 0; s < sizeof printed / sizeof *printed; s++)
        for (uint32_t i = 0; i < 3; i++) {
            char text[16];
            lot_digest digest;
            (void)snprintf(text, sizeof text, "%s,%u", printed[s].seed, i + 1);
            lot_sha256(&digest, text, strlen(text));
            assert_int_equal(1 + remainder_of(digest.bytes, sizeof digest.bytes, 1000),
                             printed[s].picks[i]);
        }
}

/* Rounds of drand's chain `quicknet` as its relays give them. */
static void the_randomness_of_drand_is_the_hash_of_its_signature(void **state)
{
    (void)state;
    static const char *const printed[][2] = {
        /* round 1 */
        {"b55e7cb2d5c613ee0b2e28d6750aabbb78c39dcc96bd9d38c2c2e12198df9557"
         "1de8e8e402a0cc48871c7089a2b3af4b",
         "1466A6CD24E327188770752F6134001C64D6EFCC590CCC26B721611AD96F165A"},
        /* round 1000 */
        {"b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
         "e342b73a8dd2bacbe47e4b6b63ed5e39",
         "FE290BECA10872EF2FB164D2AA4442DE4566183EC51C56FF3CD603D930E54FDD"}};
    for (size_t r = 0; r < sizeof printed / sizeof *printed; r++) {
        unsigned char signature[48];
        lot_digest digest;
        for (size_t i = 0; i < sizeof signature; i++) {
            unsigned byte;
            assert_int_equal(sscanf(printed[r][0] + 2 * i, "%2x", &byte), 1);
            signature[i] = (unsigned char)byte;
        }
        lot_sha256(&digest, signature, sizeof signature);
        assert_hex(digest.bytes, sizeof digest.bytes, printed[r][1]);
    }
}

/* genesis_time 1692803367, period 3; round 27946612 is that of 2026-04-20T00:00:00Z. */
static void a_round_of_drand_is_due_when_drand_says(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint64_t due;
    } printed[] = {{"beacon:drand-quicknet:1", 1692803367},
                   {"beacon:drand-quicknet:8", 1692803367 + 3 * 7},
                   {"beacon:drand-quicknet:1000", 1692806364},
                   {"beacon:drand-quicknet:27946612", 1776643200},
                   {"beacon:drand-quicknet:27961627", 1776643200 + 45045}};
    for (size_t i = 0; i < sizeof printed / sizeof *printed; i++) {
        lot_source_parts parts;
        uint64_t due;
        assert_int_equal(lot_source_parse(&parts, printed[i].name, NULL), LOT_OK);
        assert_true(lot_beacon_due(&due, &parts));
        assert_int_equal(due, printed[i].due);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(md5_of_rfc_1321_is_what_it_prints),
        cmocka_unit_test(the_nominations_committee_of_rfc_3797_is_drawn_again),
        cmocka_unit_test(the_picks_of_rivests_sampler_come_out),
        cmocka_unit_test(the_randomness_of_drand_is_the_hash_of_its_signature),
        cmocka_unit_test(a_round_of_drand_is_due_when_drand_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
