/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pseudonyms and the tree over them, against a second implementation. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/pseudonym.h"
#include "support/example.h"
#include "support/vectors.h"

#include <string.h>

static const char vectors_path[] = "tests/vectors/pseudonym.txt";

static void secrets_derive_from_the_key_as_defined(void **state)
{
    (void)state;
    lot_example example;
    lot_example_read(&example, false);
    int checked = 0;
    lot_vectors vectors;
    lot_vectors_open(&vectors, vectors_path);
    while (lot_vectors_next(&vectors)) {
        if (lot_vectors_is(&vectors, "process")) {
            lot_pid process;
            lot_process_id(&process, &example.key);
            assert_string_equal(process.text, lot_vectors_word(&vectors, 1));
            checked++;
        } else if (lot_vectors_is(&vectors, "derive")) {
            lot_digest secret;
            lot_key_derive(&secret, &example.key, lot_vectors_word(&vectors, 1),
                           lot_vectors_number(&vectors, 2));
            lot_vectors_check_digest(&vectors, 3, &secret);
            checked++;
        }
    }
    assert_int_equal(checked, 4);
    lot_vectors_close(&vectors);
    lot_example_free(&example);
}

/* Every pid, leaf and the root; whichever way the people stand in the pool. */
static void check_pool(bool shuffled)
{
    lot_example example;
    lot_example_read(&example, shuffled);
    lot_pseudonyms *pseudonyms = NULL;
    assert_int_equal(
        lot_pseudonyms_new(&pseudonyms, &example.key, &example.pool, &example.quotas, NULL),
        LOT_OK);
    uint32_t person = 0;
    int roots = 0;
    lot_vectors vectors;
    lot_vectors_open(&vectors, vectors_path);
    while (lot_vectors_next(&vectors)) {
        if (lot_vectors_is(&vectors, "person")) {
            uint32_t place = example.place[person++];
            assert_string_equal(pseudonyms->pids[place].text, lot_vectors_word(&vectors, 4));
            lot_vectors_check_digest(&vectors, 6, &pseudonyms->leaves[place]);
        } else if (lot_vectors_is(&vectors, "root")) {
            lot_vectors_check_digest(&vectors, 1, &pseudonyms->root);
            roots++;
        }
    }
    assert_int_equal(person, pseudonyms->people_count);
    assert_int_equal(roots, 1);
    for (uint32_t i = 1; i < pseudonyms->people_count; i++)
        assert_true(strcmp(pseudonyms->pids[pseudonyms->by_pid[i - 1]].text,
                           pseudonyms->pids[pseudonyms->by_pid[i]].text) < 0);
    lot_vectors_close(&vectors);
    lot_pseudonyms_free(pseudonyms);
    lot_example_free(&example);
}

static void pids_leaves_and_root_are_as_defined(void **state)
{
    (void)state;
    check_pool(false);
}

static void the_order_of_people_and_households_changes_nothing(void **state)
{
    (void)state;
    check_pool(true);
}

static void a_changed_value_changes_only_its_leaf_and_the_root(void **state)
{
    (void)state;
    lot_example example;
    lot_example_read(&example, false);
    lot_pseudonyms *before = NULL;
    lot_pseudonyms *after = NULL;
    assert_int_equal(
        lot_pseudonyms_new(&before, &example.key, &example.pool, &example.quotas, NULL), LOT_OK);
    example.pool.values[0] = 1 - example.pool.values[0];
    assert_int_equal(lot_pseudonyms_new(&after, &example.key, &example.pool, &example.quotas, NULL),
                     LOT_OK);
    for (uint32_t p = 0; p < before->people_count; p++) {
        assert_string_equal(before->pids[p].text, after->pids[p].text);
        assert_int_equal(lot_digest_equal(&before->leaves[p], &after->leaves[p]), p != 0);
    }
    assert_false(lot_digest_equal(&before->root, &after->root));
    lot_pseudonyms_free(before);
    lot_pseudonyms_free(after);
    lot_example_free(&example);
}

static void two_people_of_one_pseudonym_are_refused(void **state)
{
    (void)state;
    char *ids[] = {(char[]){"7"}, (char[]){"8"}, (char[]){"7"}};
    uint32_t households[] = {0, 1, 2};
    lot_pool pool = {
        .people_count = 3, .households_count = 3, .ids = ids, .households = households};
    lot_key key;
    lot_key_make(&key);
    lot_pseudonyms *pseudonyms = NULL;
    lot_error error;
    assert_int_equal(lot_pseudonyms_new(&pseudonyms, &key, &pool, NULL, &error), LOT_FAILURE);
    assert_null(pseudonyms);
    assert_non_null(strstr(error.message, "new key"));
    lot_pseudonyms_free(NULL);
}

static void keys_differ_and_are_wiped(void **state)
{
    (void)state;
    const lot_key nothing = {{0}};
    lot_key first;
    lot_key second;
    lot_key_make(&first);
    lot_key_make(&second);
    assert_memory_not_equal(first.bytes, second.bytes, LOT_KEY_BYTES);
    lot_key_wipe(&first);
    assert_memory_equal(first.bytes, nothing.bytes, LOT_KEY_BYTES);
}

static void merkle_roots_are_those_of_rfc_6962(void **state)
{
    (void)state;
    lot_digest leaves[9];
    lot_digest backwards[9];
    uint32_t order[9];
    uint32_t known = 0;
    uint32_t checked = 0;
    lot_vectors vectors;
    lot_vectors_open(&vectors, "tests/vectors/merkle.txt");
    while (lot_vectors_next(&vectors)) {
        if (lot_vectors_is(&vectors, "leaf")) {
            assert_true(known < 9);
            leaves[known] = lot_vectors_digest(&vectors, 1);
            backwards[8 - known] = leaves[known];
            order[known] = 8 - known;
            known++;
            continue;
        }
        lot_digest root;
        uint32_t count = lot_vectors_small(&vectors, 1);
        assert_true(count <= known);
        lot_merkle_root(&root, leaves, NULL, count);
        lot_vectors_check_digest(&vectors, 2, &root);
        lot_merkle_root(&root, backwards, order, count);
        lot_vectors_check_digest(&vectors, 2, &root);
        checked++;
    }
    assert_int_equal(checked, 10);
    lot_vectors_close(&vectors);
}

static int start(void **state)
{
    (void)state;
    return lot_audit_start(NULL) == LOT_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secrets_derive_from_the_key_as_defined),
        cmocka_unit_test(pids_leaves_and_root_are_as_defined),
        cmocka_unit_test(the_order_of_people_and_households_changes_nothing),
        cmocka_unit_test(a_changed_value_changes_only_its_leaf_and_the_root),
        cmocka_unit_test(two_people_of_one_pseudonym_are_refused),
        cmocka_unit_test(keys_differ_and_are_wiped),
        cmocka_unit_test(merkle_roots_are_those_of_rfc_6962),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
