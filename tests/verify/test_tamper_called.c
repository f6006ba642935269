/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tampering with call-ups, as in test_tamper_callup.c: here whom they call, under which key, and
 * every byte.
 */
#include "civiclot/secret_key.h"
#include "support/mended.h"
#include "support/tampering.h"

/* clang-format off */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { RESERVES = 5, PID_BYTES = LOT_PID_LENGTH + 1 };

static const lot_mend chain[] = {{.call_up = true, .leave = 2, .others = 1},
                                 {.call_up = true, .leave = 1}};

/* How what is changed is covered up. */
typedef enum cover { FINAL, NOTHING } cover;

/* Change the first call-up, seal it, and expect that it fails `called`. */
static void check(lot_mended_change *change, const char *message)
{
    lot_mended mended;
    lot_text whole = LOT_TEXT_EMPTY;
    lot_mended_make_reserved(&mended, RESERVES, chain, 1);
    change(&mended.folders[1]);
    lot_sealed_seal(&mended.folders[1]);
    lot_text_format(&whole, "replace/1/%s", message);
    lot_mended_expect(&mended, "called", whole.bytes);
    lot_text_free(&whole);
    lot_mended_free(&mended);
}

/* Reserve number `reserve`, from 0. */
static void read_reserve(char pid[PID_BYTES], const lot_mended *mended, unsigned reserve)
{
    lot_sealed first = mended->folders[0];
    const char *at = strstr(lot_sealed_file(&first, "reserves.txt")->bytes, "pid: ");
    (void)snprintf(pid, PID_BYTES, "%.16s", at + reserve * (PID_BYTES + 5) + 5);
}

/* callup.txt of the folder calls these reserves; -1 ends them. */
static void call(lot_mended *mended, uint32_t folder, const int *reserves)
{
    lot_text text = LOT_TEXT_EMPTY;
    const char *old = lot_sealed_file(&mended->folders[folder], "callup.txt")->bytes;
    const char *people = strstr(old, "pid: ");
    lot_text_add(&text, old, people != NULL ? (size_t)(people - old) : strlen(old));
    for (; *reserves >= 0; reserves++) {
        char pid[PID_BYTES];
        read_reserve(pid, mended, (unsigned)*reserves);
        lot_text_format(&text, "pid: %s\n", pid);
    }
    lot_sealed_put(&mended->folders[folder], "callup.txt", text.bytes, text.length);
    lot_text_free(&text);
}

/* Which reserves the first call-up calls: -1 ends them. */
static void read_called(int called[RESERVES + 1], lot_mended *mended, uint32_t folder)
{
    unsigned count = 0;
    for (unsigned r = 0; r < RESERVES; r++) {
        char pid[PID_BYTES];
        read_reserve(pid, mended, r);
        if (strstr(lot_sealed_file(&mended->folders[folder], "callup.txt")->bytes, pid) != NULL)
            called[count++] = (int)r;
    }
    called[count] = -1;
}

static bool has(const int *reserves, int reserve)
{
    for (; *reserves >= 0; reserves++)
        if (*reserves == reserve)
            return true;
    return false;
}

/* A reserve who is not called; `from` on. */
static int uncalled(const int *called, int from)
{
    while (has(called, from))
        from++;
    return from;
}

typedef enum change { LESS, OTHER, MORE, TURNED, TWICE, NOBODY } change;

/* Change whom the first call-up calls, two of five, and expect what is told; openings: are there.
 */
static void check_called(change how, bool openings, const char *message)
{
    int called[RESERVES + 1];
    lot_mended mended;
    lot_mended_make_reserved(&mended, RESERVES, chain, 1);
    read_called(called, &mended, 1);
    assert_true(called[1] >= 0 && called[2] < 0);
    int other = uncalled(called, 0);
    const int first = called[0], second = called[1];
    const int all[][RESERVES] = {
        [LESS] = {first, -1},
        [OTHER] = {other < second ? other : second, other < second ? second : other, -1},
        [MORE] = {0, 1, 2, -1},
        [TURNED] = {second, first, -1},
        [TWICE] = {first, first, -1},
        [NOBODY] = {-1}};
    call(&mended, 1, all[how]);
    lot_sealed_seal(&mended.folders[1]);
    if (!openings) {
        lot_sealed_drop(&mended.folders[0], "openings.csv");
        lot_sealed_drop(&mended.folders[0], "certificate.txt");
        lot_sealed_final(&mended.folders[0]);
    }
    if (message != NULL)
        lot_mended_expect(&mended, "called", message);
    else {
        static const lot_verify_request nothing = {.known_count = 0};
        lot_checks checks;
        assert_int_equal(lot_mended_verify(&checks, &mended, &nothing, NULL), LOT_OK);
        lot_checks_free(&checks);
    }
    lot_mended_free(&mended);
}

static void whoever_is_called_is_at_hand_and_in_order(void **state)
{
    (void)state;
    for (int openings = 0; openings <= 1; openings++) {
        check_called(MORE, openings, "replace/1/callup.txt, line 11: more are called than there");
        check_called(TURNED, openings, "callup.txt, line 10: this reserve does not stand behind");
        check_called(TWICE, openings, "callup.txt, line 10: this reserve does not stand behind");
    }
}

static void whoever_is_called_is_the_right_one(void **state)
{
    (void)state;
    check_called(LESS, true, "replace/1/callup.txt, line 10: the right ones to call are others:");
    check_called(OTHER, true, "callup.txt, line ");
    check_called(NOBODY, true, "replace/1/callup.txt, line 9: the right ones to call are others:");
    check_called(LESS, false, NULL); /* nobody can tell without the answers */
    check_called(OTHER, false, NULL);
}

static void a_stranger(lot_sealed *folder)
{
    lot_sealed_replace_line(folder, "callup.txt", "pid: ", "pid: aaaaaaaaaaaaaaaa\n");
}

static void who_is_kept(lot_sealed *folder)
{
    char line[SEALED_LINE_BYTES];
    const char *kept = strstr(lot_sealed_file(folder, "standing.csv")->bytes, ",kept,");
    (void)snprintf(line, sizeof line, "pid: %.16s\n", kept - LOT_PID_LENGTH);
    lot_sealed_replace_line(folder, "callup.txt", "pid: ", line);
}

static void a_stranger_is_not_called(void **state)
{
    (void)state;
    check(a_stranger, "callup.txt, line 9: this is no reserve of the draw before");
    check(who_is_kept, "callup.txt, line 9: this is no reserve of the draw before");
}

/* Called before, and kept; or withdrawn since. */
static void nobody_is_called_twice(void **state)
{
    (void)state;
    static const lot_mend declined[] = {{.call_up = true, .leave = 1, .refuse = 2}};
    int called[RESERVES + 1];
    const int declines[] = {1, -1};
    lot_mended mended;
    lot_mended_make_reserved(&mended, RESERVES, chain, 2);
    read_called(called, &mended, 1);
    for (int i = 0; i < 2; i++) {
        const int again[] = {called[i], -1};
        call(&mended, 2, again);
        lot_sealed_seal(&mended.folders[2]);
        lot_mended_expect(&mended, "called",
                          "replace/2/callup.txt, line 9: this reserve is kept or");
    }
    lot_mended_free(&mended);
    lot_mended_make_reserved(&mended, RESERVES, declined, 1);
    call(&mended, 1, declines);
    lot_sealed_seal(&mended.folders[1]);
    lot_mended_expect(&mended, "called", "callup.txt, line 9: this reserve is kept or withdrew");
    lot_mended_free(&mended);
}

static void change_a_byte(lot_sealed *folder)
{
    lot_sealed_change(folder, "callup.txt", "deviation: ", "deviation: 1");
}

static void give_up(lot_sealed *folder)
{
    lot_sealed_change(folder, "callup.txt", "proven: yes\n", "proven: no\n");
}

static void deviation_and_proof_are_those_of_the_search(void **state)
{
    (void)state;
    check(change_a_byte, "callup.txt, line 6: the deviation of this panel is ");
    check(give_up, "callup.txt, line 7: with so few at hand the search always ends");
}

static void name_key(lot_sealed *folder, const lot_secret_key *key)
{
    char text[LOT_PUBLIC_KEY_LENGTH + 1], line[SEALED_LINE_BYTES];
    lot_public_key_text(text, lot_secret_key_public(key));
    (void)snprintf(line, sizeof line, "public-key: %s\n", text);
    lot_sealed_replace_line(folder, "callup.txt", "public-key: ", line);
    lot_sealed_seal(folder);
}

static void sign(lot_sealed *folder, const char *comment, const lot_secret_key *key)
{
    lot_text minisig = LOT_TEXT_EMPTY;
    const lot_text *bytes = lot_sealed_file(folder, "final.txt");
    const lot_signed about = {"final.txt", bytes->bytes, bytes->length, comment};
    assert_int_equal(lot_signature_make(&minisig, &about, key, NULL), LOT_OK);
    lot_sealed_put(folder, "final.txt.minisig", minisig.bytes, minisig.length);
    lot_text_free(&minisig);
}

static void say_signature(const lot_mended *mended, const char *public_key, lot_verdict verdict,
                          const char *words)
{
    lot_checks checks;
    lot_error error = {.message = ""};
    const lot_verify_request request = {.public_key = public_key};
    (void)lot_mended_verify(&checks, mended, &request, &error);
    for (uint32_t i = 0; i < checks.count; i++) {
        const lot_check *said = &checks.items[i];
        if (said->replacement != 1 || strcmp(said->id, "signature") != 0)
            continue;
        if (said->verdict != verdict || strstr(said->text, words) == NULL)
            fail_msg("%s %s", lot_verdict_name(said->verdict), said->text);
        lot_checks_free(&checks);
        return;
    }
    fail_msg("nothing is said: %s", error.message);
}

static void final_is_signed_under_the_key_of_the_call_up(void **state)
{
    (void)state;
    lot_secret_key *key = NULL, *other = NULL;
    lot_mended mended;
    assert_int_equal(lot_secret_key_make(&key, NULL), LOT_OK);
    assert_int_equal(lot_secret_key_make(&other, NULL), LOT_OK);
    lot_mended_make_reserved(&mended, RESERVES, chain, 1);
    lot_sealed *folder = &mended.folders[1];
    say_signature(&mended, NULL, LOT_NOT_PROVEN, "who published this: the folder is not signed");
    sign(folder, LOT_SIGNED_FINAL, key);
    lot_mended_expect(&mended, "signature",
                      "final.txt.minisig: it is there, but callup.txt says 'public-key: none'");
    lot_sealed_drop(folder, "final.txt.minisig");
    name_key(folder, key);
    lot_mended_expect(&mended, "signature",
                      "final.txt.minisig: it is missing, but callup.txt names a key");
    sign(folder, LOT_SIGNED_FINAL, key);
    say_signature(&mended, NULL, LOT_NOT_CHECKED, "whose key it is: the signature holds under ");
    say_signature(&mended, NULL, LOT_NOT_CHECKED, ". The folder before is not signed");
    sign(folder, LOT_SIGNED_MANIFEST, key);
    lot_mended_expect(&mended, "signature", "replace/1/");
    sign(folder, LOT_SIGNED_FINAL, other);
    lot_mended_expect(&mended, "signature", "replace/1/");
    lot_mended_free(&mended);
    lot_secret_key_free(key);
    lot_secret_key_free(other);
}

/* Every `step`th byte of a file of the call-up, flipped in one place. */
static void flip(const char *file, size_t step, cover how)
{
    static const lot_verify_request nothing = {.known_count = 0};
    lot_mended mended;
    lot_mended_make_reserved(&mended, RESERVES, chain, 1);
    lot_sealed_drop(&mended.folders[0], "openings.csv"); /* it is quicker so */
    lot_sealed_drop(&mended.folders[0], "certificate.txt");
    lot_sealed_final(&mended.folders[0]);
    lot_sealed *folder = &mended.folders[1];
    for (size_t at = 0; at < lot_sealed_file(folder, file)->length; at += step) {
        lot_checks checks;
        lot_error error = {.message = ""};
        char *byte = &lot_sealed_file(folder, file)->bytes[at];
        char kept = *byte;
        *byte = (char)(kept ^ (1 << at % 8));
        if (how == FINAL)
            lot_sealed_final(folder);
        lot_status status = lot_mended_verify(&checks, &mended, &nothing, &error);
        if (status != LOT_NOT_VERIFIED || strncmp(error.message, "replace/1/", 10) != 0)
            fail_msg("%s, byte %zu: status %d: %s", file, at, (int)status, error.message);
        lot_checks_free(&checks);
        lot_sealed_file(folder, file)->bytes[at] = kept;
    }
    lot_mended_free(&mended);
}

static void no_byte_of_a_call_up_can_be_changed(void **state)
{
    (void)state;
    flip("callup.txt", 1, FINAL);
    flip("callup.txt", 3, NOTHING);
    flip("standing.csv", 1, FINAL);
    flip("log.txt", 3, FINAL);
    flip("final.txt", 1, NOTHING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_is_called_is_at_hand_and_in_order),
        cmocka_unit_test(whoever_is_called_is_the_right_one),
        cmocka_unit_test(a_stranger_is_not_called),
        cmocka_unit_test(nobody_is_called_twice),
        cmocka_unit_test(deviation_and_proof_are_those_of_the_search),
        cmocka_unit_test(final_is_signed_under_the_key_of_the_call_up),
        cmocka_unit_test(no_byte_of_a_call_up_can_be_changed),
    };
    return cmocka_run_group_tests(tests, lot_tampering_start, NULL);
}
