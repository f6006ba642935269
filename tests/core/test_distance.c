/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distance: known examples, and what holds of any distance. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "core/distance.h"

#include <string.h>

static size_t distance(const char *a, const char *b)
{
    uint32_t letters_a[LOT_WORD_MOST];
    uint32_t letters_b[LOT_WORD_MOST];
    for (size_t i = 0; a[i] != '\0'; i++)
        letters_a[i] = (unsigned char)a[i];
    for (size_t i = 0; b[i] != '\0'; i++)
        letters_b[i] = (unsigned char)b[i];
    return lot_distance(letters_a, strlen(a), letters_b, strlen(b));
}

static void letters_added_dropped_and_changed_are_counted(void **state)
{
    (void)state;
    assert_int_equal(distance("female", "female"), 0);
    assert_int_equal(distance("femal", "female"), 1);
    assert_int_equal(distance("kitten", "sitting"), 3);
    assert_int_equal(distance("saturday", "sunday"), 3);
    assert_int_equal(distance("flaw", "lawn"), 2);
    assert_int_equal(distance("", "lot"), 3);
    assert_int_equal(distance("", ""), 0);
}

static void both_ways_are_as_far(void **state)
{
    (void)state;
    assert_int_equal(distance("slect", "select"), distance("select", "slect"));
    assert_int_equal(distance("abc", "xabcx"), distance("xabcx", "abc"));
}

static void the_longest_words_are_compared(void **state)
{
    (void)state;
    char a[LOT_WORD_MOST + 1];
    char b[LOT_WORD_MOST + 1];
    memset(a, 'a', LOT_WORD_MOST);
    memset(b, 'b', LOT_WORD_MOST);
    a[LOT_WORD_MOST] = b[LOT_WORD_MOST] = '\0';
    assert_int_equal(distance(a, b), LOT_WORD_MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_added_dropped_and_changed_are_counted),
        cmocka_unit_test(both_ways_are_as_far),
        cmocka_unit_test(the_longest_words_are_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
