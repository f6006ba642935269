/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates: written, read, and what anyone may write instead of them. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/certificate.h"
#include "core/array.h"
#include "support/generate.h"
#include "support/made_proof.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* An assembly with households, and a proof of one. */
typedef struct fixture {
    lot_test_case *made;
    lot_classes *classes;
    lot_pseudonyms *pseudonyms;
    lot_membership *members;
    bool *no_panel; /* every fifth class */
    lot_proof *proof;
    lot_text text;
} fixture;

static void make(fixture *fix, uint64_t seed, uint32_t people, lot_objective objective)
{
    const lot_test_shape shape = {.seed = seed,
                                  .people_count = people,
                                  .seats = 4,
                                  .features_count = 2,
                                  .values_per_feature = 2 + (uint32_t)(seed % 2),
                                  .band = 1,
                                  .household_percent = 40};
    lot_key key;
    *fix = (fixture){.made = lot_test_case_make(&shape), .text = LOT_TEXT_EMPTY};
    memset(&key, 3, sizeof key);
    assert_int_equal(lot_audit_start(NULL), LOT_OK);
    assert_int_equal(lot_classes_new(&fix->classes, fix->made->pool, 1, NULL), LOT_OK);
    assert_int_equal(
        lot_pseudonyms_new(&fix->pseudonyms, &key, fix->made->pool, fix->made->quotas, NULL),
        LOT_OK);
    assert_int_equal(lot_membership_new(&fix->members, fix->classes, fix->pseudonyms->pids, NULL),
                     LOT_OK);
    fix->no_panel = lot_array_new(fix->classes->count, sizeof *fix->no_panel);
    for (uint32_t t = 1; t < fix->classes->count; t += 5)
        fix->no_panel[t] = true;
    fix->proof = lot_test_proof_make(
        &(lot_test_proof){.seed = seed,
                          .objective = objective,
                          .gamma_millionths = objective == LOT_GOLDILOCKS ? 500000 : 0,
                          .seats = 4,
                          .quotas_count = fix->made->quotas->count,
                          .classes_count = fix->classes->count,
                          .no_panel = fix->no_panel,
                          .splits_most = 5});
    lot_certificate_put(&fix->text, fix->proof, fix->members);
    assert_int_equal(lot_text_check(&fix->text, NULL), LOT_OK);
}

static void clear(fixture *fix)
{
    lot_text_free(&fix->text);
    lot_proof_free(fix->proof);
    free(fix->no_panel);
    lot_membership_free(fix->members);
    lot_pseudonyms_free(fix->pseudonyms);
    lot_classes_free(fix->classes);
    lot_test_case_free(fix->made);
}

/* Read bytes from memory of exactly that length, so that a byte too many is noticed. */
static lot_status parse(lot_proof **proof, lot_membership **members, const char *bytes,
                        size_t length, lot_error *error)
{
    char *copy = lot_array_new(length, 1);
    assert_non_null(copy);
    if (length > 0)
        memcpy(copy, bytes, length);
    lot_status status = lot_certificate_parse(proof, members, copy, length, error);
    free(copy);
    return status;
}

static void assert_refused(const char *bytes, size_t length, const char *words)
{
    lot_error error;
    lot_proof *proof;
    lot_membership *members;
    lot_status status = parse(&proof, &members, bytes, length, &error);
    if (status != LOT_NOT_VERIFIED)
        fail_msg("%d for %.*s", (int)status, (int)length, bytes);
    assert_null(proof);
    assert_null(members);
    assert_int_equal(strncmp(error.message, "certificate.txt, line ", 22), 0);
    if (strstr(error.message, words) == NULL)
        fail_msg("\"%s\" without \"%s\"", error.message, words);
}

static void a_proof_comes_back_and_is_written_the_same(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        fixture fix;
        lot_error error = {.message = ""};
        lot_proof *proof;
        lot_membership *members;
        lot_text again = LOT_TEXT_EMPTY;
        make(&fix, seed, 30, (lot_objective)(seed % LOT_OBJECTIVES_COUNT));
        if (parse(&proof, &members, fix.text.bytes, fix.text.length, &error) != LOT_OK)
            fail_msg("%s", error.message);
        lot_test_proof_assert_same(proof, fix.proof);
        lot_certificate_put(&again, proof, members);
        assert_string_equal(again.bytes, fix.text.bytes);
        lot_text_free(&again);
        lot_membership_free(members);
        lot_proof_free(proof);
        assert_int_equal(
            lot_certificate_read(&proof, &fix.text, fix.members, fix.made->quotas->count, &error),
            LOT_OK);
        lot_test_proof_assert_same(proof, fix.proof);
        lot_proof_free(proof);
        clear(&fix);
    }
}

/* Everyone once, with whom they share values and kind of household. */
static void everyone_stands_in_their_class_by_pid(void **state)
{
    (void)state;
    fixture fix;
    make(&fix, 8, 40, LOT_LEXIMIN);
    const lot_membership *members = fix.members;
    assert_int_equal(members->people_count, 40);
    assert_int_equal(members->first[members->classes_count], 40);
    for (uint32_t t = 0; t < members->classes_count; t++) {
        assert_int_equal(members->kind[t], fix.classes->kind[t]);
        assert_int_equal(members->first[t + 1] - members->first[t], fix.classes->size[t]);
        for (uint32_t i = members->first[t] + 1; i < members->first[t + 1]; i++)
            assert_true(strcmp(members->pids[i - 1].text, members->pids[i].text) < 0);
    }
    for (uint32_t p = 0; p < 40; p++) {
        uint32_t class = fix.classes->of_person[p];
        uint32_t found = 0;
        for (uint32_t i = members->first[class]; i < members->first[class + 1]; i++)
            found += strcmp(members->pids[i].text, fix.pseudonyms->pids[p].text) == 0;
        assert_int_equal(found, 1);
    }
    clear(&fix);
}

static void no_part_of_a_certificate_is_one(void **state)
{
    (void)state;
    fixture fix;
    make(&fix, 6, 12, LOT_GOLDILOCKS);
    for (size_t length = 0; length < fix.text.length; length++)
        assert_refused(fix.text.bytes, length, "");
    lot_text_put(&fix.text, "\n");
    assert_refused(fix.text.bytes, fix.text.length, "behind the last round");
    clear(&fix);
}

/* Whatever byte stands in the place of another: what is read is what is written so. */
static void no_byte_is_read_otherwise_than_written(void **state)
{
    (void)state;
    static const char bytes[] = "\0\n -0123456789/:.abkz\xff";
    fixture fix;
    size_t read = 0;
    make(&fix, 6, 8, LOT_GOLDILOCKS);
    for (size_t at = 0; at < fix.text.length; at++) {
        char before = fix.text.bytes[at];
        for (size_t i = 0; i < sizeof bytes - 1; i++) {
            lot_proof *proof;
            lot_membership *members;
            lot_text again = LOT_TEXT_EMPTY;
            lot_error error;
            fix.text.bytes[at] = bytes[i];
            lot_status status = parse(&proof, &members, fix.text.bytes, fix.text.length, &error);
            if (status != LOT_OK) {
                assert_int_equal(status, LOT_NOT_VERIFIED);
                continue;
            }
            lot_certificate_put(&again, proof, members);
            assert_int_equal(again.length, fix.text.length);
            assert_memory_equal(again.bytes, fix.text.bytes, again.length);
            read++;
            lot_text_free(&again);
            lot_membership_free(members);
            lot_proof_free(proof);
        }
        fix.text.bytes[at] = before;
    }
    assert_true(read > fix.text.length); /* the same byte again, at least, and other numbers */
    clear(&fix);
}

static const char head[] = "civiclot-certificate: 1\nobjective: leximin\nseats: 2\n"
                           "per-household: 1\npeople: 2\nquotas: 3\n";
static const char class_0[] = "class 0 kind 0 round 0 chance 1/2 people 1\npid aaaaaaaaaaaaaaaa\n";
static const char class_1[] = "class 1 kind 1 round none chance 0/1 people 1\n"
                              "pid 7777777777777777\n";
static const char leaf[] = "leaf scale 1 seats 0 quotas 0\n";

/* A small certificate, of which one line is another. */
static void assert_small(bool well, const char *counts, const char *classes, const char *absent,
                         const char *round, const char *words)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_format(&text, "%s%s%s%s%s", head, counts, classes, absent, round);
    if (well) {
        lot_proof *proof;
        lot_membership *members;
        assert_int_equal(parse(&proof, &members, text.bytes, text.length, NULL), LOT_OK);
        lot_proof_free(proof);
        lot_membership_free(members);
    } else {
        assert_refused(text.bytes, text.length, words);
    }
    lot_text_free(&text);
}

#define COUNTS "kinds: 2\nclasses: 2\nabsent: 1\nrounds: 1\n"
#define LEAF "leaf scale 1 seats 0 quotas 0\n"
#define ABSENT "absent 1\nbound upper 0 weights 1\nweight 1 1\n" LEAF
#define ROUND "round 0 least times 1\nbound upper 1 weights 1\nweight 0 1\n"

static void what_makes_no_sense_is_refused_with_its_line(void **state)
{
    (void)state;
    char both[512];
    (void)snprintf(both, sizeof both, "%s%s", class_0, class_1);
    assert_small(true, COUNTS, both, ABSENT, ROUND LEAF, "");
    assert_small(false, COUNTS, both, ABSENT, ROUND "leaf scale 0 seats 0 quotas 0\n",
                 "line 22: the leaf");
    assert_small(false, COUNTS, both, ABSENT, ROUND "leaf scale 1 seats -0 quotas 0\n", "leaf");
    assert_small(false, COUNTS, both, ABSENT, ROUND "leaf scale 1 seats 0 quotas 4\n", "leaf");
    assert_small(false, COUNTS, both, ABSENT, ROUND "leaf scale 1 seats 0 quotas 1\nquota 3 1\n",
                 "line 23: the quota");
    assert_small(false, COUNTS, both, ABSENT, ROUND "leaf scale 1 seats 0 quotas 1\nquota 1 0\n",
                 "quota");
    assert_small(false, COUNTS, both, ABSENT,
                 ROUND "leaf scale 1 seats 0 quotas 2\nquota 1 1\nquota 1 1\n", "do not ascend");
    assert_small(false, COUNTS, both, ABSENT,
                 ROUND "leaf scale 1 seats 0 quotas 2\nquota 2 1\nquota 3 1\n", "quota");
    assert_small(true, COUNTS, both, ABSENT, ROUND "split class 0 at 0\n" LEAF LEAF, "");
    assert_small(false, COUNTS, both, ABSENT, ROUND "split class 2 at 0\n" LEAF LEAF, "split");
    assert_small(false, COUNTS, both, ABSENT, ROUND LEAF LEAF, "behind the last round");
    assert_small(false, COUNTS, both, ABSENT,
                 "round 0 least times 2\nbound upper 1 weights 0\n" LEAF, "line 19: the round");
    assert_small(false, COUNTS, both, ABSENT,
                 "round 0 best times 1\nbound upper 1 weights 0\n" LEAF, "round");
    assert_small(false, COUNTS, both, ABSENT,
                 "round 0 least times 1\nbound upper 1 weights 2\nweight 1 1\nweight 0 1\n" LEAF,
                 "line 22: the classes of the weights do not ascend");
    assert_small(false, COUNTS, both, ABSENT,
                 "round 0 least times 1\nbound upper 1 weights 1\nweight 0 0\n" LEAF, "weight");
    assert_small(false, COUNTS, both, "absent 0\nbound upper 0 weights 0\n" LEAF, ROUND LEAF,
                 "line 15: here must be a class that has no round");
    assert_small(false, "kinds: 2\nclasses: 2\nabsent: 2\nrounds: 1\n", both, ABSENT, ROUND LEAF,
                 "as many classes without a round");
    assert_small(false, "kinds: 1\nclasses: 2\nabsent: 1\nrounds: 1\n", both, ABSENT, ROUND LEAF,
                 "as many kinds, classes and people");
    (void)snprintf(both, sizeof both, "%s%s", class_0,
                   "class 1 kind 1 round none chance 1/2 people 1\npid 7777777777777777\n");
    assert_small(false, COUNTS, both, ABSENT, ROUND LEAF, "no round but a chance");
    (void)snprintf(both, sizeof both, "%s%s",
                   "class 0 kind 0 round 0 chance 0/1 people 1\npid aaaaaaaaaaaaaaaa\n", class_1);
    assert_small(true, COUNTS, both, ABSENT, ROUND LEAF, ""); /* can sit, but has no chance */
    (void)snprintf(both, sizeof both, "%s%s",
                   "class 0 kind 0 round 0 chance 2/4 people 1\npid aaaaaaaaaaaaaaaa\n", class_1);
    assert_small(false, COUNTS, both, ABSENT, ROUND LEAF, "line 11: the class");
    (void)snprintf(both, sizeof both, "%s%s",
                   "class 0 kind 0 round 1 chance 1/2 people 1\npid aaaaaaaaaaaaaaaa\n", class_1);
    assert_small(false, COUNTS, both, ABSENT, ROUND LEAF, "the class");
    assert_small(false, "kinds: 1\nclasses: 1\nabsent: 0\nrounds: 1\n",
                 "class 0 kind 0 round 0 chance 1/2 people 2\n"
                 "pid aaaaaaaaaaaaaaaa\npid aaaaaaaaaaaaaaaa\n",
                 "", ROUND LEAF, "line 13: the pids of a class do not ascend");
}

/* The most memory this program ever took, in kilobytes. */
static long peak(void)
{
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return usage.ru_maxrss;
}

static void a_count_takes_no_memory(void **state)
{
    (void)state;
    long before = peak();
    static const char *const counts[] = {
        "kinds: 4294967294\nclasses: 4294967294\nabsent: 4294967294\nrounds: 4294967294\n",
        "kinds: 2\nclasses: 2\nabsent: 1\nrounds: 4294967294\n", COUNTS};
    static const char *const rounds[] = {"", ROUND,
                                         "round 0 least times 1\nbound upper 1 weights 2\n"};
    for (size_t i = 0; i < 3; i++) {
        lot_text text = LOT_TEXT_EMPTY;
        lot_text_format(&text, "%s%s%s%s%s%s", head, counts[i], class_0, class_1, ABSENT,
                        rounds[i]);
        assert_refused(text.bytes, text.length, "");
        lot_text_free(&text);
    }
    assert_true(peak() - before < 8192);
}

/* Many leaves that say nothing, each with as many quotas as can be: see the limits. */
static void more_multipliers_than_the_limit_are_refused(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_format(&text,
                    "civiclot-certificate: 1\nobjective: leximin\nseats: 2\nper-household: 1\n"
                    "people: 2\nquotas: %d\n" COUNTS "%s%s" ABSENT ROUND,
                    LOT_CERTIFICATE_QUOTAS_MAX, class_0, class_1);
    for (int i = 0; i < 1000; i++)
        lot_text_format(&text, "split class 0 at 0\n%s", leaf);
    assert_refused(text.bytes, text.length, "more leaves than this civiclot reads");
    lot_text_free(&text);
}

static void a_tree_may_be_of_any_depth(void **state)
{
    (void)state;
    enum { DEPTH = 200000 };
    lot_proof *proof;
    lot_membership *members;
    lot_text text = LOT_TEXT_EMPTY;
    lot_text again = LOT_TEXT_EMPTY;
    lot_text_format(&text, "%s" COUNTS "%s%s" ABSENT ROUND, head, class_0, class_1);
    for (int i = 0; i < DEPTH; i++)
        lot_text_put(&text, "split class 0 at 0\n");
    assert_refused(text.bytes, text.length, "a leaf or a split");
    for (int i = 0; i <= DEPTH; i++)
        lot_text_put(&text, leaf);
    assert_int_equal(parse(&proof, &members, text.bytes, text.length, NULL), LOT_OK);
    assert_int_equal(proof->rounds[0].bound.nodes_count, 2 * DEPTH + 1);
    assert_int_equal(proof->rounds[0].bound.nodes[0].above, 2 * DEPTH);
    assert_int_equal(proof->rounds[0].bound.nodes[DEPTH - 1].above, DEPTH + 1);
    lot_certificate_put(&again, proof, members);
    assert_true(again.length == text.length && memcmp(again.bytes, text.bytes, text.length) == 0);
    lot_text_free(&again);
    lot_text_free(&text);
    lot_proof_free(proof);
    lot_membership_free(members);
}

static void a_certificate_of_others_is_refused(void **state)
{
    (void)state;
    fixture fix;
    lot_error error;
    lot_proof *proof;
    make(&fix, 4, 20, LOT_LEXIMIN);
    uint32_t quotas_count = fix.made->quotas->count;
    assert_int_equal(lot_certificate_read(&proof, &fix.text, fix.members, quotas_count + 1, &error),
                     LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "says 'quotas: "));
    assert_null(proof);
    fix.members->pids[19].text[3] ^= 1;
    assert_int_equal(lot_certificate_read(&proof, &fix.text, fix.members, quotas_count, &error),
                     LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "other people"));
    fix.members->people_count--;
    assert_int_equal(lot_certificate_read(&proof, &fix.text, fix.members, quotas_count, &error),
                     LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "says 'people: 20', but it is 19"));
    assert_null(proof);
    clear(&fix);
}

static void gamma_is_the_shortest_decimal(void **state)
{
    (void)state;
    static const struct {
        uint64_t millionths;
        const char *line;
    } cases[] = {{1000000, "goldilocks gamma=1\n"},
                 {500000, "goldilocks gamma=0.5\n"},
                 {1, "goldilocks gamma=0.000001\n"},
                 {0, "goldilocks gamma=0\n"},
                 {12340050, "goldilocks gamma=12.34005\n"}};
    fixture fix;
    make(&fix, 2, 8, LOT_GOLDILOCKS);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lot_proof *proof;
        lot_text text = LOT_TEXT_EMPTY;
        fix.proof->gamma_millionths = cases[i].millionths;
        lot_certificate_put(&text, fix.proof, fix.members);
        assert_non_null(strstr(text.bytes, cases[i].line));
        assert_int_equal(
            lot_certificate_read(&proof, &text, fix.members, fix.made->quotas->count, NULL),
            LOT_OK);
        assert_true(proof->gamma_millionths == cases[i].millionths);
        lot_proof_free(proof);
        lot_text_free(&text);
    }
    clear(&fix);
    static const char *const wrong[] = {"gamma=0.50",      "gamma=.5", "gamma=1.", "gamma=1.0",
                                        "gamma=0.0000001", "gamma=-1", "gamma=01"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        lot_text text = LOT_TEXT_EMPTY;
        lot_text_format(&text, "civiclot-certificate: 1\nobjective: goldilocks %s\n", wrong[i]);
        assert_refused(text.bytes, text.length, "line 2: the objective");
        lot_text_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_count_takes_no_memory),
        cmocka_unit_test(a_proof_comes_back_and_is_written_the_same),
        cmocka_unit_test(everyone_stands_in_their_class_by_pid),
        cmocka_unit_test(no_part_of_a_certificate_is_one),
        cmocka_unit_test(no_byte_is_read_otherwise_than_written),
        cmocka_unit_test(what_makes_no_sense_is_refused_with_its_line),
        cmocka_unit_test(more_multipliers_than_the_limit_are_refused),
        cmocka_unit_test(a_tree_may_be_of_any_depth),
        cmocka_unit_test(a_certificate_of_others_is_refused),
        cmocka_unit_test(gamma_is_the_shortest_decimal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
