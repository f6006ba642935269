/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replacements: a panel that is mended, and mended again, and what the verifier says of it. */
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

#include <stdio.h>
#include <string.h>

/* What was made, what was given, and what the verifier said. */
typedef struct said {
    lot_mended mended;
    lot_checks checks;
    lot_error error;
    lot_status status;
} said;

static const lot_verify_request nothing = {.known_count = 0};

static void verify(said *out, const lot_verify_request *request)
{
    out->error.message[0] = '\0';
    out->status = lot_mended_verify(&out->checks, &out->mended, request, &out->error);
}

static void make(said *out, const lot_mend *mends, uint32_t count)
{
    lot_mended_make(&out->mended, mends, count);
    verify(out, &nothing);
}

static void end(said *out)
{
    lot_checks_free(&out->checks);
    lot_mended_free(&out->mended);
}

/* The statement of a folder, or NULL. */
static const lot_check *find(const said *s, uint32_t replacement, const char *id)
{
    for (uint32_t i = 0; i < s->checks.count; i++)
        if (s->checks.items[i].replacement == replacement && strcmp(s->checks.items[i].id, id) == 0)
            return &s->checks.items[i];
    return NULL;
}

static void expect(const said *s, uint32_t replacement, const char *id, lot_verdict verdict,
                   const char *words)
{
    const lot_check *check = find(s, replacement, id);
    if (check == NULL)
        fail_msg("replace/%u says no %s: %s", (unsigned)replacement, id, s->error.message);
    if (check->verdict != verdict || strstr(check->text, words) == NULL)
        fail_msg("replace/%u: %s: %s, but not %s with '%s'", (unsigned)replacement,
                 lot_verdict_name(check->verdict), check->text, lot_verdict_name(verdict), words);
}

static void every_folder_is_checked_by_the_same_statements(void **state)
{
    (void)state;
    static const lot_mend mends[] = {{.leave = 2, .others = 1}, {.leave = 1}};
    static const char *const ids[] = {
        "files",    "signature", "manifest", "pool",    "standing", "registrations",
        "lottery",  "panels",    "fairness", "tickets", "log",      "announced",
        "attempts", "source",    "outcomes", "seed",    "ticket",   "panel"};
    enum { COUNT = sizeof ids / sizeof *ids };
    said s;
    uint32_t at = 0;
    make(&s, mends, 2);
    assert_int_equal(s.status, LOT_OK);
    assert_int_equal(s.checks.replacements, 2);
    for (uint32_t folder = 0; folder <= 2; folder++)
        for (uint32_t i = 0; i < COUNT; i++) {
            if (folder == 0 && strcmp(ids[i], "standing") == 0)
                continue;
            assert_string_equal(s.checks.items[at].id, ids[i]);
            assert_int_equal(s.checks.items[at].replacement, folder);
            at++;
        }
    assert_int_equal(s.checks.count, at);
    expect(&s, 1, "standing", LOT_PROVEN, "seats the 4 of 6 people of the panel before");
    expect(&s, 1, "standing", LOT_PROVEN,
           "nobody of the 3 who withdrew. 3 of these are named here first: ");
    expect(&s, 1, "standing", LOT_PROVEN, "(no-answer; not of the panel)");
    expect(&s, 2, "standing", LOT_PROVEN,
           "nobody of the 4 who withdrew. 1 of these is named here first: ");
    expect(&s, 1, "fairness", LOT_PROVEN, "no lottery is fairer by leximin");
    expect(&s, 2, "fairness", LOT_PROVEN, "no lottery is fairer by leximin");
    expect(&s, 1, "panels", LOT_PROVEN, "meets all 4 quotas");
    expect(&s, 2, "panel", LOT_PROVEN, "the 6 people in draw.txt");
    end(&s);
}

static void statements_stand_under_their_folder(void **state)
{
    (void)state;
    static const lot_mend mends[] = {{.leave = 1}, {.leave = 1}};
    said s;
    lot_text text = LOT_TEXT_EMPTY;
    make(&s, mends, 2);
    lot_checks_put(&text, &s.checks, "");
    const char *first = strstr(lot_text_string(&text), "\nreplace/1:\nPROVEN       all 12 files");
    assert_non_null(first);
    assert_non_null(strstr(first, "\nreplace/2:\nPROVEN       all 12 files"));
    assert_non_null(strstr(first, " NOT PROVEN, 6 NOT CHECKED\n"));
    lot_text_free(&text);
    lot_checks_put_json(&text, &s.checks, "");
    assert_non_null(strstr(text.bytes, "}],\"replacements\":[{\"folder\":\"replace/1\","
                                       "\"statements\":[{\"id\":\"files\","));
    assert_non_null(strstr(text.bytes, "}]},{\"folder\":\"replace/2\",\"statements\":[{\"id\":"));
    assert_non_null(strstr(text.bytes, "}]}],\"proven\":"));
    lot_text_free(&text);
    end(&s);
    make(&s, NULL, 0);
    assert_int_equal(s.status, LOT_OK);
    lot_checks_put_json(&text, &s.checks, "");
    assert_null(strstr(text.bytes, "replacements"));
    assert_non_null(strstr(text.bytes, "}],\"proven\":"));
    lot_text_free(&text);
    end(&s);
}

static void a_failure_names_the_folder(void **state)
{
    (void)state;
    static const lot_mend mends[] = {{.leave = 1}, {.leave = 1}};
    said s;
    lot_text text = LOT_TEXT_EMPTY;
    lot_mended_make(&s.mended, mends, 2);
    lot_sealed_put(&s.mended.folders[2], "notes.txt", "", 0);
    verify(&s, &nothing);
    assert_int_equal(s.status, LOT_NOT_VERIFIED);
    assert_string_equal(s.checks.failed, "files");
    assert_string_equal(s.error.message,
                        "replace/2/notes.txt: no published folder has such an entry");
    lot_checks_put(&text, &s.checks, s.error.message);
    assert_non_null(strstr(text.bytes, "\nreplace/2:\nFAILED: replace/2/notes.txt: no"));
    lot_text_free(&text);
    lot_checks_put_json(&text, &s.checks, s.error.message);
    assert_non_null(strstr(text.bytes, "{\"folder\":\"replace/2\",\"statements\":[]}],"));
    assert_non_null(
        strstr(text.bytes, "\"failure\":{\"statement\":\"files\",\"text\":\"replace/2/"));
    assert_non_null(strstr(text.bytes, ",\"folder\":\"replace/2\"}}\n"));
    lot_text_free(&text);
    end(&s);
}

static void attempts_that_no_folder_shows_are_not_forgotten(void **state)
{
    (void)state;
    static const lot_mend mended[] = {{.leave = 1, .rehearsed = true}, {.leave = 1}};
    static const lot_mend lost[] = {{.leave = 1, .lost = true}, {.leave = 1}};
    static const lot_mend hidden[] = {{.leave = 1}, {.leave = 1, .hidden = true}};
    static const lot_mend unshown[] = {{.leave = 1, .unshown = true}, {.leave = 1}};
    said s;
    make(&s, mended, 2);
    expect(&s, 1, "attempts", LOT_PROVEN,
           "there was 1 real one, drawn, and mended by the next, "
           "and 1 rehearsal");
    expect(&s, 2, "attempts", LOT_PROVEN,
           "there were 2 real ones, drawn, and mended by the next, "
           "and 1 rehearsal");
    end(&s);
    make(&s, lost, 2);
    expect(&s, 1, "attempts", LOT_NOT_PROVEN, "1 that were drawn, 1 that were announced and not");
    expect(&s, 2, "attempts", LOT_NOT_PROVEN, "2 that were drawn, 1 that were announced and not");
    end(&s);
    make(&s, hidden, 2);
    expect(&s, 1, "attempts", LOT_PROVEN, "no attempt before this one was held in vain");
    expect(&s, 2, "attempts", LOT_NOT_PROVEN, "3 that were drawn, 0 that were announced and not");
    end(&s);
    make(&s, unshown, 2);
    expect(&s, 2, "attempts", LOT_NOT_PROVEN, "2 that were drawn, 0 that were announced and not");
    end(&s);
}

/* It keeps its folder; the next one mends the same panel, and says that one was held in vain. */
static void a_replacement_that_was_never_drawn_stays_where_it_is(void **state)
{
    (void)state;
    static const lot_mend mends[] = {{.leave = 1, .undrawn = true}, {.leave = 2}, {.leave = 1}};
    said s;
    make(&s, mends, 3);
    assert_int_equal(s.status, LOT_OK);
    expect(&s, 1, "undrawn", LOT_NOT_CHECKED, "there is no draw yet");
    expect(&s, 1, "attempts", LOT_PROVEN, "no attempt before this one was held in vain");
    expect(&s, 2, "standing", LOT_PROVEN, "seats the 4 of 6 people of the panel before");
    expect(&s, 2, "standing", LOT_PROVEN, "2 of these are named here first");
    expect(&s, 2, "attempts", LOT_NOT_PROVEN, "1 that were drawn, 1 that were announced and not");
    expect(&s, 3, "attempts", LOT_NOT_PROVEN, "2 that were drawn, 1 that were announced and not");
    end(&s);
}

static void other_numbers_in_the_quotas_are_counted(void **state)
{
    (void)state;
    static const lot_mend mends[] = {{.leave = 1, .quotas = lot_mended_quotas_eased},
                                     {.leave = 1, .quotas = lot_mended_quotas_eased},
                                     {.leave = 1}};
    said s;
    make(&s, mends, 3);
    assert_int_equal(s.status, LOT_OK);
    expect(&s, 1, "standing", LOT_NOT_PROVEN,
           "that quotas and objective are those of the panel before: 3 numbers of quotas.csv are "
           "others. "
           "Every panel seats the 5 of 6");
    expect(&s, 2, "standing", LOT_PROVEN, "every panel seats the 5 of 6");
    expect(&s, 3, "standing", LOT_NOT_PROVEN, "3 numbers of quotas.csv are others");
    end(&s);
}

static void another_objective_is_said(void **state)
{
    (void)state;
    static const lot_mend mends[] = {{.leave = 1, .objective = LOT_MAXIMIN},
                                     {.leave = 1, .objective = LOT_MAXIMIN}};
    said s;
    make(&s, mends, 2);
    assert_int_equal(s.status, LOT_OK);
    expect(&s, 1, "standing", LOT_NOT_PROVEN,
           "panel before: the objective of process.txt is another, it was leximin. Every panel");
    expect(&s, 1, "fairness", LOT_PROVEN, "no lottery is fairer by maximin");
    expect(&s, 2, "standing", LOT_PROVEN, "every panel seats");
    end(&s);
}

static void sign(lot_sealed *folder, const char *file, const char *comment,
                 const lot_secret_key *key)
{
    char name[64];
    lot_text minisig = LOT_TEXT_EMPTY;
    const lot_text *bytes = lot_sealed_file(folder, file);
    const lot_signed about = {file, bytes->bytes, bytes->length, comment};
    assert_int_equal(lot_signature_make(&minisig, &about, key, NULL), LOT_OK);
    (void)snprintf(name, sizeof name, "%s.minisig", file);
    lot_sealed_put(folder, name, minisig.bytes, minisig.length);
    lot_text_free(&minisig);
}

/* Its seed follows no more, but that is found later. */
static void sign_all(lot_sealed *folder, const lot_secret_key *key)
{
    char text[LOT_PUBLIC_KEY_LENGTH + 1], line[SEALED_LINE_BYTES];
    lot_public_key_text(text, lot_secret_key_public(key));
    (void)snprintf(line, sizeof line, "public-key: %s\n", text);
    lot_sealed_replace_line(folder, "process.txt", "public-key: ", line);
    lot_sealed_seal(folder);
    sign(folder, "manifest.txt", LOT_SIGNED_MANIFEST, key);
    lot_sealed_final(folder);
    sign(folder, "final.txt", LOT_SIGNED_FINAL, key);
}

/* Who adds a replacement to a folder that is not theirs has another key, or none. */
static void a_replacement_under_another_key_says_so(void **state)
{
    (void)state;
    lot_secret_key *key = NULL;
    said s;
    assert_int_equal(lot_secret_key_make(&key, NULL), LOT_OK);
    lot_mended_make(&s.mended, lot_mended_two, 1);
    verify(&s, &nothing);
    expect(&s, 1, "signature", LOT_NOT_PROVEN, "is caught by a known digest alone");
    assert_null(strstr(find(&s, 1, "signature")->text, "The folder before"));
    lot_checks_free(&s.checks);
    sign_all(&s.mended.folders[1], key);
    verify(&s, &nothing);
    expect(&s, 1, "signature", LOT_NOT_CHECKED, ". The folder before is not signed");
    lot_checks_free(&s.checks);
    lot_sealed_free(&s.mended.folders[0]);
    lot_sealed_load(&s.mended.folders[0], LOT_TAMPER_FOLDERS "full-signed");
    verify(&s, &nothing);
    expect(&s, 1, "signature", LOT_NOT_CHECKED, ". It is another key than in the folder before");
    lot_secret_key_free(key);
    end(&s);
    lot_mended_make(&s.mended, lot_mended_two, 1);
    lot_sealed_free(&s.mended.folders[0]);
    lot_sealed_load(&s.mended.folders[0], LOT_TAMPER_FOLDERS "full-signed");
    verify(&s, &nothing);
    expect(&s, 1, "signature", LOT_NOT_PROVEN, "alone. The folder before is");
    end(&s);
}

static void a_known_digest_may_be_of_any_folder(void **state)
{
    (void)state;
    static const lot_mend mends[] = {{.leave = 1}, {.leave = 1}};
    said s;
    make(&s, mends, 2);
    lot_digest known[] = {lot_mended_manifest(&s.mended, 1), lot_mended_manifest(&s.mended, 0)};
    lot_verify_request request = {.known = known, .known_count = 1};
    lot_checks_free(&s.checks);
    verify(&s, &request);
    assert_int_equal(s.status, LOT_OK);
    assert_null(find(&s, 0, "known"));
    expect(&s, 0, "announced", LOT_NOT_PROVEN, "that M existed");
    expect(&s, 1, "known", LOT_PROVEN, "the digest known from elsewhere is in this folder");
    expect(&s, 1, "announced", LOT_PROVEN, "M existed");
    assert_null(find(&s, 2, "known"));
    request.known_count = 2;
    lot_checks_free(&s.checks);
    verify(&s, &request);
    expect(&s, 0, "known", LOT_PROVEN, "of the 2 digests known from elsewhere 1 is in this folder");
    expect(&s, 0, "announced", LOT_PROVEN, "M existed");
    known[1].bytes[0] ^= 1;
    lot_checks_free(&s.checks);
    verify(&s, &request);
    assert_int_equal(s.status, LOT_NOT_VERIFIED);
    assert_string_equal(s.checks.failed, "known");
    assert_int_equal(s.checks.replacements, 2);
    assert_non_null(strstr(s.error.message, "replace/2/log.txt: the known digest "));
    end(&s);
}

static void a_receipt_is_held_against_every_folder(void **state)
{
    (void)state;
    static const lot_mend mends[] = {{.leave = 1}};
    unsigned kept = 0, withdrawn = 0;
    said s;
    make(&s, mends, 1);
    for (uint32_t place = 0; place < LOT_MENDED_PEOPLE; place++) {
        lot_text receipt = LOT_TEXT_EMPTY;
        lot_mended_receipt(&receipt, place);
        const lot_verify_request request = {.receipt = receipt.bytes,
                                            .receipt_length = receipt.length};
        lot_checks_free(&s.checks);
        verify(&s, &request);
        assert_int_equal(s.status, LOT_OK);
        const char *first = find(&s, 0, "receipt")->text;
        const char *then = find(&s, 1, "receipt")->text;
        bool drawn = strstr(first, "; they were drawn") != NULL;
        kept += strstr(then, " 60 of 60 tickets draw them; they are kept") != NULL;
        withdrawn += strstr(then, " 0 of 60 tickets draw them; they withdrew") != NULL;
        assert_int_equal(drawn, strstr(then, "kept") != NULL || strstr(then, "withdrew") != NULL);
        lot_text_free(&receipt);
    }
    assert_int_equal(kept, 5);
    assert_int_equal(withdrawn, 1);
    lot_text receipt = LOT_TEXT_EMPTY;
    lot_mended_receipt(&receipt, 3);
    receipt.bytes[receipt.length - 2] ^= 1;
    const lot_verify_request request = {.receipt = receipt.bytes, .receipt_length = receipt.length};
    lot_checks_free(&s.checks);
    verify(&s, &request);
    assert_string_equal(s.checks.failed, "receipt");
    assert_int_equal(s.checks.replacements, 0);
    lot_text_free(&receipt);
    end(&s);
}

static unsigned count_of(const char *text, const char *part)
{
    unsigned count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
        count++;
    return count;
}

static void a_long_list_of_who_withdrew_is_cut_but_not_in_json(void **state)
{
    (void)state;
    static const lot_mend mends[] = {{.leave = 1, .others = 22}};
    said s;
    lot_text json = LOT_TEXT_EMPTY;
    make(&s, mends, 1);
    expect(&s, 1, "standing", LOT_PROVEN, "23 of these are named here first: ");
    expect(&s, 1, "standing", LOT_PROVEN, ", and 3 more (--json names all)");
    const lot_check *check = find(&s, 1, "standing");
    assert_int_equal(count_of(check->text, " ("), 21);
    lot_checks_put_json(&json, &s.checks, "");
    assert_null(strstr(json.bytes, "--json names all"));
    assert_int_equal(count_of(json.bytes, " (no-answer; not of the panel)"), 22);
    assert_int_equal(count_of(json.bytes, " (ill)"), 1);
    lot_text_free(&json);
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_folder_is_checked_by_the_same_statements),
        cmocka_unit_test(statements_stand_under_their_folder),
        cmocka_unit_test(a_failure_names_the_folder),
        cmocka_unit_test(attempts_that_no_folder_shows_are_not_forgotten),
        cmocka_unit_test(a_replacement_that_was_never_drawn_stays_where_it_is),
        cmocka_unit_test(other_numbers_in_the_quotas_are_counted),
        cmocka_unit_test(another_objective_is_said),
        cmocka_unit_test(a_replacement_under_another_key_says_so),
        cmocka_unit_test(a_known_digest_may_be_of_any_folder),
        cmocka_unit_test(a_receipt_is_held_against_every_folder),
        cmocka_unit_test(a_long_list_of_who_withdrew_is_cut_but_not_in_json),
    };
    return cmocka_run_group_tests(tests, lot_tampering_start, NULL);
}
