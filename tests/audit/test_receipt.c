/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receipts: made for everyone, and worth nothing once a byte of them was changed. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/file.h"
#include "civiclot/receipt.h"
#include "support/example.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A pool, and what a folder publishes of it. */
typedef struct published {
    lot_example example;
    lot_pseudonyms *pseudonyms;
    lot_receipt_maker *maker;
    lot_pid process_id;
    lot_pid *pids;
    lot_digest *leaves;
    lot_receipt_basis basis;
} published;

static void publish(published *out)
{
    lot_example_read(&out->example, true);
    const lot_example *from = &out->example;
    assert_int_equal(
        lot_pseudonyms_new(&out->pseudonyms, &from->key, &from->pool, &from->quotas, NULL), LOT_OK);
    assert_int_equal(lot_receipt_maker_new(&out->maker, &from->key, &from->pool, &from->quotas,
                                           out->pseudonyms, NULL),
                     LOT_OK);
    uint32_t count = from->pool.people_count;
    out->pids = calloc(count, sizeof *out->pids);
    out->leaves = calloc(count, sizeof *out->leaves);
    assert_true(out->pids != NULL && out->leaves != NULL);
    for (uint32_t i = 0; i < count; i++) {
        out->pids[i] = out->pseudonyms->pids[out->pseudonyms->by_pid[i]];
        out->leaves[i] = out->pseudonyms->leaves[out->pseudonyms->by_pid[i]];
    }
    lot_process_id(&out->process_id, &from->key);
    out->basis = (lot_receipt_basis){.process_id = out->process_id.text,
                                     .people_count = count,
                                     .pool_root = out->pseudonyms->root,
                                     .pids = out->pids,
                                     .leaves = out->leaves,
                                     .quotas = &from->quotas};
}

static void forget(published *out)
{
    free(out->pids);
    free(out->leaves);
    lot_receipt_maker_free(out->maker);
    lot_pseudonyms_free(out->pseudonyms);
    lot_example_free(&out->example);
}

static lot_text receipt_of(const published *from, uint32_t person)
{
    lot_receipt receipt;
    lot_text text = LOT_TEXT_EMPTY;
    assert_int_equal(lot_receipt_make(&receipt, from->maker, person, NULL), LOT_OK);
    lot_receipt_put(&text, &receipt);
    lot_receipt_free(&receipt);
    assert_int_equal(lot_text_check(&text, NULL), LOT_OK);
    return text;
}

/* Read and check. error.message is empty before. */
static lot_status verify(const published *with, const char *bytes, size_t length, lot_error *error)
{
    lot_receipt receipt;
    error->message[0] = '\0';
    lot_status status = lot_receipt_read(&receipt, "receipt.txt", bytes, length, error);
    if (status != LOT_OK)
        return status;
    status = lot_receipt_check(&receipt, "receipt.txt", &with->basis, error);
    lot_receipt_free(&receipt);
    return status;
}

static void everyones_receipt_opens_their_leaf_and_is_read_byte_for_byte(void **state)
{
    (void)state;
    published pool;
    publish(&pool);
    for (uint32_t p = 0; p < pool.example.pool.people_count; p++) {
        lot_text text = receipt_of(&pool, p);
        lot_text again = LOT_TEXT_EMPTY;
        lot_receipt receipt;
        lot_error error = {.message = ""};
        assert_int_equal(lot_receipt_read(&receipt, "r", text.bytes, text.length, &error), LOT_OK);
        assert_int_equal(lot_receipt_check(&receipt, "r", &pool.basis, &error), LOT_OK);
        assert_string_equal(receipt.id, pool.example.pool.ids[p]);
        assert_string_equal(receipt.pid.text, pool.pseudonyms->pids[p].text);
        assert_int_equal(pool.pseudonyms->by_pid[receipt.index], p);
        lot_receipt_put(&again, &receipt);
        assert_string_equal(text.bytes, lot_text_string(&again));
        lot_receipt_free(&receipt);
        lot_text_free(&text);
        lot_text_free(&again);
    }
    forget(&pool);
}

static lot_text vector(const char *name)
{
    lot_text path = LOT_TEXT_EMPTY;
    lot_text bytes = LOT_TEXT_EMPTY;
    lot_text_format(&path, "tests/vectors/receipts/%s.txt", name);
    assert_int_equal(lot_file_read(&bytes, path.bytes, NULL), LOT_OK);
    lot_text_free(&path);
    return bytes;
}

static void receipts_are_those_of_a_second_implementation(void **state)
{
    (void)state;
    published pool;
    lot_error error;
    publish(&pool);
    for (uint32_t i = 0; i < pool.example.pool.people_count; i++) {
        char name[] = "person-0";
        name[strlen(name) - 1] = (char)('0' + i);
        lot_text expected = vector(name);
        lot_text text = receipt_of(&pool, pool.example.place[i]);
        assert_string_equal(text.bytes, expected.bytes);
        assert_int_equal(verify(&pool, expected.bytes, expected.length, &error), LOT_OK);
        lot_text_free(&expected);
        lot_text_free(&text);
    }
    forget(&pool);
}

static void what_a_second_implementation_holds_for_wrong_is_refused(void **state)
{
    (void)state;
    static const struct wrong {
        const char *name, *told;
    } wrong[] = {
        {"bad-process", "line 2: "},
        {"bad-pool", "line "},
        {"bad-id", "line 5: "},
        {"bad-household", "line 5: "},
        {"bad-value", "line 5: "},
        {"bad-index", "line 6: "},
        {"bad-index-behind", "line 14: "},
        {"bad-path-long", "line 18: "},
        {"bad-path-short", "line 17: "},
    };
    published pool;
    lot_error error;
    publish(&pool);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        lot_text text = vector(wrong[i].name);
        assert_int_equal(verify(&pool, text.bytes, text.length, &error), LOT_NOT_VERIFIED);
        if (strstr(error.message, wrong[i].told) == NULL)
            fail_msg("%s: %s", wrong[i].name, error.message);
        lot_text_free(&text);
    }
    forget(&pool);
}

/* Other verifiers have no word for such bytes, even where a leaf was made of them. */
static void an_id_that_is_no_text_is_refused(void **state)
{
    (void)state;
    published pool;
    lot_error error;
    publish(&pool);
    lot_text text = vector("person-2");
    char *id = strstr(text.bytes, "id: Zo");
    assert_non_null(id);
    id[strlen("id: Z")] = (char)0xff;
    assert_int_equal(verify(&pool, text.bytes, text.length, &error), LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "line 5: it must be id:"));
    lot_text_free(&text);
    forget(&pool);
}

static void no_byte_can_be_changed_and_the_line_is_named(void **state)
{
    (void)state;
    published pool;
    publish(&pool);
    for (uint32_t p = 0; p < pool.example.pool.people_count; p++) {
        lot_text text = receipt_of(&pool, p);
        for (size_t i = 0; i < text.length; i++) {
            static const char others[] = {'a', '7', '\n', '\r', ' ', '\0', '\x7f'};
            char before = text.bytes[i];
            lot_error error;
            for (size_t o = 0; o < sizeof others; o++) {
                text.bytes[i] = others[o];
                /* the last end of line says nothing: it may be of any kind */
                bool last = i + 1 == text.length && strchr(" \r\n", others[o]) != NULL;
                if (others[o] == before || (last && others[o] != '\0'))
                    continue;
                assert_int_equal(verify(&pool, text.bytes, text.length, &error), LOT_NOT_VERIFIED);
                assert_non_null(strstr(error.message, "receipt.txt, line "));
            }
            text.bytes[i] = before;
        }
        lot_text_free(&text);
    }
    forget(&pool);
}

static void no_receipt_is_cut_short_or_goes_on(void **state)
{
    (void)state;
    published pool;
    publish(&pool);
    lot_text text = receipt_of(&pool, 1);
    lot_error error;
    for (size_t length = 0; length + 1 < text.length; length++) {
        char *cut = malloc(length > 0 ? length : 1); /* so that reading behind it is seen */
        assert_non_null(cut);
        memcpy(cut, text.bytes, length);
        assert_int_equal(verify(&pool, cut, length, &error), LOT_NOT_VERIFIED);
        free(cut);
    }
    lot_text_put(&text, "\nend\n");
    assert_int_equal(verify(&pool, text.bytes, text.length, &error), LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "no longer is the path of this index"));
    lot_text_free(&text);
    forget(&pool);
}

/* The text with the line that begins with `key` replaced, or left out where there is no other. */
static lot_text with_line(const lot_text *text, const char *key, const char *line)
{
    lot_text out = LOT_TEXT_EMPTY;
    const char *at = strstr(text->bytes, key);
    assert_non_null(at);
    lot_text_add(&out, text->bytes, (size_t)(at - text->bytes));
    if (line != NULL)
        lot_text_format(&out, "%s\n", line);
    lot_text_put(&out, strchr(at, '\n') + 1);
    return out;
}

/* What no slip, but somebody who knows the form writes. */
static void well_formed_lies_are_told_with_their_line(void **state)
{
    (void)state;
    static const struct lie {
        const char *key, *line, *told;
    } lies[] = {
        {"process: ", "process: aaaaaaaaaaaaaaaa", "line 2: the folder is of another process"},
        {"pool: ", "pool: 9", "line 18: it must be proof:"},
        {"pool: ", "pool: 0", "line 14: it must be feature:, or index: and a number below"},
        {"pool: ", "pool: 4294967296", "line 3: it must be pool:"},
        {"pool: ", "pool: 08", "line 3: it must be pool:"},
        {"id: ", "id: 99", "line 5: id, salt, idsalt, household and values"},
        {"id: ", "id: ", "line 5: it must be id:"},
        {"pid: ", "pid: aaaaaaaaaaaaaaaa", "line 6: pool.csv has another pid"},
        {"household: ", "household: aaaaaaaaaaaaaaaa", "line 5: id, salt, idsalt, household"},
        {"household: ", "household: ", "line 9: it must be household:"},
        {"feature: ", "feature: sex", "line 10: it is not the feature that comes next"},
        {"value: ", "value: other", "line 11: quotas.csv has no such value"},
        {"value: ", "value: female\nfeature: ward\nvalue: other",
         "line 14: it is not the feature that comes next"},
        {"index: ", "index: 8", "line 14: it must be feature:, or index:"},
        {"proof: ", NULL, "line 17: it must be proof:"},
    };
    published pool;
    publish(&pool);
    lot_text text = receipt_of(&pool, 7); /* 1001, who is a man: the pool stands backwards */
    assert_non_null(strstr(text.bytes, "\nid: 1001\n"));
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        lot_text lie = with_line(&text, lies[i].key, lies[i].line);
        lot_error error;
        assert_int_equal(verify(&pool, lie.bytes, lie.length, &error), LOT_NOT_VERIFIED);
        if (strstr(error.message, lies[i].told) == NULL)
            fail_msg("%s: %s", lies[i].line != NULL ? lies[i].line : "gone", error.message);
        lot_text_free(&lie);
    }
    lot_text_free(&text);
    forget(&pool);
}

/* A true value of another person, a true place of another: each alone is not theirs. */
static void another_value_that_has_a_quota_is_not_theirs(void **state)
{
    (void)state;
    published pool;
    publish(&pool);
    lot_text text = receipt_of(&pool, 7);
    bool female = strstr(text.bytes, "value: female\n") != NULL;
    lot_text lie = with_line(&text, "value: ", female ? "value: male" : "value: female");
    lot_error error;
    assert_int_equal(verify(&pool, lie.bytes, lie.length, &error), LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "line 5: "));
    lot_text_free(&lie);
    lot_text_free(&text);
    forget(&pool);
}

static void a_path_to_another_root_is_seen_though_the_leaf_is_right(void **state)
{
    (void)state;
    published pool;
    publish(&pool);
    lot_receipt receipt;
    lot_error error;
    assert_int_equal(lot_receipt_make(&receipt, pool.maker, 3, NULL), LOT_OK);
    assert_true(receipt.proof_count > 0);
    receipt.proof[receipt.proof_count - 1].bytes[0] ^= 1;
    assert_int_equal(lot_receipt_check(&receipt, "r", &pool.basis, &error), LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "r, line 15: the path"));
    lot_receipt_free(&receipt);
    forget(&pool);
}

static void a_pool_of_another_size_or_root_is_another_pool(void **state)
{
    (void)state;
    published pool;
    publish(&pool);
    lot_text text = receipt_of(&pool, 2);
    lot_error error;
    pool.basis.people_count++;
    assert_int_equal(verify(&pool, text.bytes, text.length, &error), LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "line 3: the folder's pool has another number"));
    pool.basis.people_count--;
    pool.basis.pool_root.bytes[31] ^= 1;
    assert_int_equal(verify(&pool, text.bytes, text.length, &error), LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "line 4: the folder's pool has another root"));
    lot_text_free(&text);
    forget(&pool);
}

static void what_mail_and_editors_do_to_a_text_leaves_the_receipt_good(void **state)
{
    (void)state;
    published pool;
    lot_error error;
    publish(&pool);
    lot_text text = receipt_of(&pool, 0);
    lot_text windows = LOT_TEXT_EMPTY;
    lot_text_put(&windows, "\xef\xbb\xbf\r\n");
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '\n')
            lot_text_put(&windows, "\r");
        lot_text_add(&windows, &text.bytes[i], 1);
    }
    lot_text_put(&windows, " \r\n\r\n");
    assert_int_equal(verify(&pool, windows.bytes, windows.length, &error), LOT_OK);
    assert_int_equal(verify(&pool, text.bytes, text.length - 1, &error), LOT_OK);
    lot_text_free(&text);
    lot_text_free(&windows);
    forget(&pool);
}

static void a_carriage_return_within_a_line_is_refused(void **state)
{
    (void)state;
    published pool;
    lot_error error;
    publish(&pool);
    lot_text text = receipt_of(&pool, 0);
    lot_text bent = LOT_TEXT_EMPTY;
    lot_text_add(&bent, text.bytes, text.length - 3);
    lot_text_put(&bent, "\r");
    lot_text_put(&bent, text.bytes + text.length - 3);
    assert_int_equal(verify(&pool, bent.bytes, bent.length, &error), LOT_NOT_VERIFIED);
    assert_int_equal(verify(&pool, "\r\n \n", 4, &error), LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "line 1: it must be civiclot-receipt: 1"));
    lot_text_free(&text);
    lot_text_free(&bent);
    forget(&pool);
}

static void an_endless_receipt_is_refused(void **state)
{
    (void)state;
    lot_text text = LOT_TEXT_EMPTY;
    lot_receipt receipt;
    lot_error error;
    while (text.length <= LOT_RECEIPT_MOST)
        lot_text_put(&text, "feature: f\nvalue: v\n");
    assert_int_equal(lot_receipt_read(&receipt, "r", text.bytes, text.length, &error),
                     LOT_NOT_VERIFIED);
    assert_non_null(strstr(error.message, "too long"));
    lot_text_free(&text);
}

static void an_id_of_two_lines_has_no_receipt(void **state)
{
    (void)state;
    published pool;
    publish(&pool);
    assert_true(lot_receipt_has_room(pool.maker, 0));
    char *kept = pool.example.pool.ids[0];
    pool.example.pool.ids[0] = (char[]){"1\nid: 2"};
    assert_false(lot_receipt_has_room(pool.maker, 0));
    pool.example.pool.ids[0] = kept;
    forget(&pool);
}

static int start(void **state)
{
    (void)state;
    return lot_audit_start(NULL) == LOT_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everyones_receipt_opens_their_leaf_and_is_read_byte_for_byte),
        cmocka_unit_test(receipts_are_those_of_a_second_implementation),
        cmocka_unit_test(what_a_second_implementation_holds_for_wrong_is_refused),
        cmocka_unit_test(an_id_that_is_no_text_is_refused),
        cmocka_unit_test(no_byte_can_be_changed_and_the_line_is_named),
        cmocka_unit_test(no_receipt_is_cut_short_or_goes_on),
        cmocka_unit_test(well_formed_lies_are_told_with_their_line),
        cmocka_unit_test(another_value_that_has_a_quota_is_not_theirs),
        cmocka_unit_test(a_path_to_another_root_is_seen_though_the_leaf_is_right),
        cmocka_unit_test(a_pool_of_another_size_or_root_is_another_pool),
        cmocka_unit_test(what_mail_and_editors_do_to_a_text_leaves_the_receipt_good),
        cmocka_unit_test(a_carriage_return_within_a_line_is_refused),
        cmocka_unit_test(an_endless_receipt_is_refused),
        cmocka_unit_test(an_id_of_two_lines_has_no_receipt),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
