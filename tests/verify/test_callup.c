/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reserves and call-ups that are as they must be, and what the verifier says of them. */
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

/* What was made, and what the verifier said. */
typedef struct said {
    lot_mended mended;
    lot_checks checks;
    lot_error error;
    lot_status status;
} said;

static const lot_verify_request nothing = {.known_count = 0};

/* Two are called, one more when a reserve declines, then a draw with new ones, and one of these. */
static const lot_mend chain[] = {{.call_up = true, .leave = 2, .others = 1},
                                 {.call_up = true, .leave = 1, .refuse = 1},
                                 {.leave = 1, .reserves = 4},
                                 {.call_up = true, .leave = 1}};

static void verify(said *s, const lot_verify_request *request)
{
    lot_checks_free(&s->checks);
    s->error.message[0] = '\0';
    s->status = lot_mended_verify(&s->checks, &s->mended, request, &s->error);
}

static void make(said *s, uint32_t reserves, const lot_mend *mends, uint32_t count)
{
    s->checks = (lot_checks){.items = NULL};
    lot_mended_make_reserved(&s->mended, reserves, mends, count);
    verify(s, &nothing);
}

static void end(said *s)
{
    lot_checks_free(&s->checks);
    lot_mended_free(&s->mended);
}

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
        fail_msg("replace/%u, %s: %s %s, but not %s with '%s'", (unsigned)replacement, id,
                 lot_verdict_name(check->verdict), check->text, lot_verdict_name(verdict), words);
}

/* The statements of a folder from `first` on are these, which end with NULL. */
static void expect_ids(const said *s, uint32_t *at, uint32_t folder, const char *const *ids)
{
    for (; *ids != NULL; ids++, (*at)++) {
        if (*at == s->checks.count)
            fail_msg("no %s in replace/%u: %s", *ids, (unsigned)folder, s->error.message);
        assert_string_equal(s->checks.items[*at].id, *ids);
        assert_int_equal(s->checks.items[*at].replacement, folder);
    }
}

static void a_folder_says_what_is_of_its_kind(void **state)
{
    (void)state;
    static const char *const draw[] = {"files",         "signature", "manifest",  "pool",
                                       "registrations", "lottery",   "panels",    "fairness",
                                       "tickets",       "log",       "announced", "attempts",
                                       "source",        "outcomes",  "seed",      "ticket",
                                       "panel",         "reserves",  NULL};
    static const char *const mend[] = {"files",    "signature",     "manifest", "pool",
                                       "standing", "registrations", "lottery",  "panels",
                                       "fairness", "tickets",       "log",      "announced",
                                       "attempts", "source",        "outcomes", "seed",
                                       "ticket",   "panel",         "reserves", NULL};
    static const char *const callup[] = {"files",    "signature", "standing", "log",
                                         "attempts", "called",    NULL};
    said s;
    uint32_t at = 0;
    make(&s, 5, chain, 4);
    expect_ids(&s, &at, 0, draw);
    expect_ids(&s, &at, 1, callup);
    expect_ids(&s, &at, 2, callup);
    expect_ids(&s, &at, 3, mend);
    expect_ids(&s, &at, 4, callup);
    assert_int_equal(s.checks.count, at);
    assert_int_equal(s.status, LOT_OK);
    end(&s);
}

static void words_tell_what_was_found(void **state)
{
    (void)state;
    said s;
    make(&s, 5, chain, 4);
    expect(&s, 0, "files", LOT_PROVEN, "all 13 files");
    expect(&s, 0, "manifest", LOT_PROVEN, "4 quotas, how often people leave, the pool and");
    expect(&s, 0, "reserves", LOT_PROVEN,
           "the 5 reserves in reserves.txt, in this order, are those");
    expect(&s, 0, "reserves", LOT_PROVEN, "by 40 samples of who leaves");
    expect(&s, 1, "files", LOT_PROVEN, "all 4 files");
    expect(&s, 1, "standing", LOT_PROVEN,
           "4 of 6 people of the panel before are kept, and reserves of attempt 1 are called up. "
           "Of the 3 who withdrew 3 are named here first: ");
    expect(&s, 1, "standing", LOT_PROVEN, "(no-answer; not of the panel)");
    expect(&s, 1, "log", LOT_PROVEN, "the last is this call-up, ");
    expect(&s, 1, "attempts", LOT_PROVEN,
           "there was 1 real attempt, drawn, and 0 call-ups, all in");
    expect(&s, 1, "called", LOT_PROVEN, "of 5 reserves at hand the 2 in callup.txt");
    expect(&s, 2, "attempts", LOT_PROVEN,
           "1 real attempt, drawn, and 1 call-up, all in these folders");
    expect(&s, 2, "standing", LOT_PROVEN, "Of the 5 who withdrew 2 are named here first: ");
    expect(&s, 2, "called", LOT_PROVEN, "of 2 reserves at hand the ");
    expect(&s, 3, "files", LOT_PROVEN, "all 14 files");
    expect(&s, 3, "attempts", LOT_PROVEN,
           "1 real attempt, drawn, and 2 call-ups, all in these folders");
    expect(&s, 3, "reserves", LOT_PROVEN, "the 4 reserves in reserves.txt");
    expect(&s, 4, "attempts", LOT_PROVEN,
           "there were 2 real attempts, drawn, and 2 call-ups, all in");
    expect(&s, 4, "standing", LOT_PROVEN, "reserves of attempt 2 are called up");
    expect(&s, 4, "called", LOT_PROVEN, "of 4 reserves at hand the ");
    end(&s);
}

/* At level `public` nobody's answers are there. */
static void without_answers_it_is_not_checked_who_is_right(void **state)
{
    (void)state;
    said s;
    make(&s, 5, chain, 4);
    for (uint32_t f = 0; f <= 3; f += 3) {
        lot_sealed_drop(&s.mended.folders[f], "openings.csv");
        lot_sealed_drop(&s.mended.folders[f], "certificate.txt");
        lot_sealed_final(&s.mended.folders[f]);
    }
    verify(&s, &nothing);
    assert_int_equal(s.status, LOT_OK);
    expect(&s, 0, "reserves", LOT_NOT_CHECKED, "that the 5 reserves in reserves.txt and their");
    expect(&s, 0, "reserves", LOT_NOT_CHECKED, "in a folder of level full");
    expect(&s, 1, "called", LOT_NOT_CHECKED, "that the 2 called up of 5 reserves at hand are");
    expect(&s, 1, "called", LOT_NOT_CHECKED, "in a folder of level full");
    end(&s);
}

static void a_draw_that_is_not_made_has_no_reserves_yet(void **state)
{
    (void)state;
    static const lot_mend mends[] = {{.leave = 1, .reserves = 3, .undrawn = true},
                                     {.call_up = true, .leave = 1}};
    said s;
    make(&s, 5, mends, 2);
    assert_int_equal(s.status, LOT_OK);
    expect(&s, 1, "undrawn", LOT_NOT_CHECKED, "there is no draw yet");
    assert_null(find(&s, 1, "reserves"));
    expect(&s, 2, "standing", LOT_PROVEN, "reserves of attempt 1 are called up");
    expect(&s, 2, "attempts", LOT_NOT_PROVEN,
           "before this call-up, of attempts, there were 1 that were drawn, 1 that were announced");
    end(&s);
}

static void what_no_folder_shows_is_not_forgotten(void **state)
{
    (void)state;
    static const lot_mend hidden[] = {{.call_up = true, .leave = 1, .hidden_call_up = true},
                                      {.leave = 1}};
    static const lot_mend drawn[] = {{.call_up = true, .leave = 1, .hidden = true}};
    static const lot_mend behind[] = {{.call_up = true, .leave = 1},
                                      {.leave = 1, .hidden_call_up = true}};
    said s;
    make(&s, 5, hidden, 2);
    assert_int_equal(s.status, LOT_OK);
    expect(&s, 0, "attempts", LOT_PROVEN, "no real attempt before");
    expect(&s, 1, "attempts", LOT_NOT_PROVEN, ", and 1 call-up that no folder shows");
    expect(&s, 2, "attempts", LOT_NOT_PROVEN, ", and 1 call-up that no folder shows");
    end(&s);
    make(&s, 5, drawn, 1);
    expect(&s, 1, "attempts", LOT_NOT_PROVEN,
           "there were 2 that were drawn, 0 that were announced");
    end(&s);
    make(&s, 5, behind, 2);
    expect(&s, 1, "attempts", LOT_PROVEN, "was held in vain");
    expect(&s, 2, "attempts", LOT_NOT_PROVEN, ", and 1 call-up that no folder shows");
    end(&s);
}

static void a_rehearsal_between_is_counted_and_no_more(void **state)
{
    (void)state;
    static const lot_mend mends[] = {{.call_up = true, .leave = 1, .rehearsed = true}};
    said s;
    make(&s, 5, mends, 1);
    expect(&s, 1, "attempts", LOT_PROVEN, "folders, and 1 rehearsal");
    end(&s);
}

/* With more than 20 at hand the search still ends here, as many are alike. */
static void everybody_can_be_in_reserve(void **state)
{
    (void)state;
    static const lot_mend mends[] = {{.call_up = true, .leave = 6}};
    said s;
    make(&s, 30, mends, 1);
    assert_int_equal(s.status, LOT_OK);
    expect(&s, 0, "reserves", LOT_PROVEN, " reserves in reserves.txt");
    expect(&s, 1, "standing", LOT_PROVEN, "0 of 6 people of the panel before are kept");
    expect(&s, 1, "called", LOT_PROVEN, "the 6 in callup.txt are the right ones");
    expect(&s, 1, "called", LOT_PROVEN, "come first. The panel then meets every quota");
    end(&s);
}

/* The panel before has fewer people than seats then, and a draw fills them all. */
static void seats_may_stay_vacant_until_a_draw(void **state)
{
    (void)state;
    static const lot_mend mends[] = {{.call_up = true, .leave = 4}, {.leave = 0}};
    said s;
    make(&s, 2, mends, 2);
    if (s.status != LOT_OK)
        fail_msg("%s", s.error.message);
    expect(&s, 1, "called", LOT_PROVEN, "of 2 reserves at hand the 2 in callup.txt are");
    expect(&s, 1, "called", LOT_PROVEN, ", in seats; 2 seats are vacant");
    expect(&s, 2, "standing", LOT_PROVEN, "seats the 4 of 4 people of the panel before who are");
    expect(&s, 2, "standing", LOT_PROVEN, "of the 4 who withdrew. 0 of these are named here first");
    expect(&s, 2, "panel", LOT_PROVEN, "the 6 people in draw.txt");
    end(&s);
}

static void a_known_digest_may_be_an_entry_of_a_call_up(void **state)
{
    (void)state;
    said s;
    make(&s, 5, chain, 2);
    const lot_text *log = lot_sealed_file(&s.mended.folders[1], "log.txt");
    char hex[LOT_HEX_BYTES];
    lot_digest known[2];
    memcpy(hex, log->bytes + log->length - LOT_HEX_BYTES, sizeof hex - 1);
    hex[sizeof hex - 1] = '\0';
    assert_int_equal(lot_verify_parse_known(&known[0], hex, NULL), LOT_OK);
    const lot_text *callup = lot_sealed_file(&s.mended.folders[1], "callup.txt");
    lot_sha256(&known[1], callup->bytes, callup->length);
    lot_verify_request request = {.known = known, .known_count = 1};
    verify(&s, &request);
    assert_int_equal(s.status, LOT_OK);
    assert_null(find(&s, 0, "known"));
    expect(&s, 1, "known", LOT_PROVEN, "the digest known from elsewhere is in this folder");
    expect(&s, 2, "known", LOT_PROVEN, "the digest known from elsewhere is in this folder");
    request.known_count = 2; /* and that of callup.txt, which the minutes have too */
    verify(&s, &request);
    assert_int_equal(s.status, LOT_OK);
    expect(&s, 1, "known", LOT_PROVEN, "all digests known from elsewhere are in this folder");
    known[1] = (lot_digest){{0}};
    verify(&s, &request);
    assert_string_equal(s.checks.failed, "known");
    assert_non_null(strstr(s.error.message, "replace/2/log.txt: the known digest 0000"));
    end(&s);
}

/* How often each of these words is said of anybody in that folder. */
static void count_receipts(const uint32_t *folders, const char *const *words, unsigned *counts,
                           size_t count)
{
    said s;
    make(&s, 5, chain, 4);
    memset(counts, 0, count * sizeof *counts);
    for (uint32_t place = 0; place < LOT_MENDED_PEOPLE; place++) {
        lot_text receipt = LOT_TEXT_EMPTY;
        lot_mended_receipt(&receipt, place);
        const lot_verify_request request = {.receipt = receipt.bytes,
                                            .receipt_length = receipt.length};
        verify(&s, &request);
        assert_int_equal(s.status, LOT_OK);
        for (size_t i = 0; i < count; i++)
            counts[i] += strstr(find(&s, folders[i], "receipt")->text, words[i]) != NULL;
        lot_text_free(&receipt);
    }
    end(&s);
}

static void a_receipt_is_told_what_became_of_its_owner(void **state)
{
    (void)state;
    static const uint32_t folders[] = {0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 3};
    static const char *const words[] = {"; they were drawn",
                                        "; they are reserve number ",
                                        "; they are reserve number 5 of 5",
                                        "with the answers of the receipt; they are kept",
                                        "with the answers of the receipt; they withdrew",
                                        "; they were called up, as reserve number ",
                                        " of 5, and at hand",
                                        "; they are no reserve, and were not called",
                                        " of 5, and at hand",
                                        "; they withdrew",
                                        "; they are reserve number "};
    enum { COUNT = sizeof words / sizeof *words };
    static const unsigned right[COUNT] = {6, 5, 1, 4, 3, 2, 3, 24, 1, 5, 4};
    unsigned counts[COUNT];
    count_receipts(folders, words, counts, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        if (counts[i] != right[i])
            fail_msg("'%s' is said %u times of replace/%u", words[i], counts[i],
                     (unsigned)folders[i]);
}

/* Whoever was given only a part of it is told where the rest is. */
static void a_call_up_alone_is_nothing_to_check(void **state)
{
    (void)state;
    said s;
    lot_checks checks;
    make(&s, 5, chain, 1);
    lot_status status = lot_sealed_verify(&checks, &s.mended.folders[1], &nothing, &s.error);
    assert_int_equal(status, LOT_BAD_INPUT);
    assert_non_null(strstr(s.error.message, "this is the folder of a call-up"));
    lot_checks_free(&checks);
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_says_what_is_of_its_kind),
        cmocka_unit_test(words_tell_what_was_found),
        cmocka_unit_test(without_answers_it_is_not_checked_who_is_right),
        cmocka_unit_test(a_draw_that_is_not_made_has_no_reserves_yet),
        cmocka_unit_test(what_no_folder_shows_is_not_forgotten),
        cmocka_unit_test(a_rehearsal_between_is_counted_and_no_more),
        cmocka_unit_test(everybody_can_be_in_reserve),
        cmocka_unit_test(seats_may_stay_vacant_until_a_draw),
        cmocka_unit_test(a_known_digest_may_be_an_entry_of_a_call_up),
        cmocka_unit_test(a_receipt_is_told_what_became_of_its_owner),
        cmocka_unit_test(a_call_up_alone_is_nothing_to_check),
    };
    return cmocka_run_group_tests(tests, lot_tampering_start, NULL);
}
