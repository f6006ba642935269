/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much reserves help, in lines of text. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "report/loss.h"

#include <string.h>

static void assert_lines(uint64_t *deviation, uint32_t most, const char *expected)
{
    const lot_reserve_curve curve = {.most = most, .samples = 10, .deviation = deviation};
    lot_text text = LOT_TEXT_EMPTY;
    assert_int_equal(lot_report_loss(&text, &curve, NULL), LOT_OK);
    assert_string_equal(lot_text_string(&text), expected);
    lot_text_free(&text);
}

static void a_bar_stands_for_each_number_and_the_knee_is_marked(void **state)
{
    (void)state;
    uint64_t deviation[] = {100, 60, 30, 26, 25, 0};
    assert_lines(deviation, 4,
                 "reserves  deviation\n"
                 "       0      10.00  ##################################################\n"
                 "       1       6.00  ##############################\n"
                 "       2       3.00  ###############\n"
                 "       3       2.60  ############# knee\n"
                 "       4       2.50  ############\n"
                 "The knee is at 3: the last reserve that lowers the deviation by a tenth or more "
                 "of what\nthe first lowers it by.\n");
}

static void a_knee_at_the_end_is_not_claimed(void **state)
{
    (void)state;
    uint64_t deviation[] = {100, 60, 0};
    assert_lines(deviation, 2,
                 "reserves  deviation\n"
                 "       0      10.00  ##################################################\n"
                 "       1       6.00  ##############################\n"
                 "       2       0.00\n"
                 "The last of them still lowers the deviation by a tenth or more of what the first "
                 "lowers it by:\nthe knee is not reached. --most N looks at more.\n");
}

static void where_nobody_leaves_nothing_helps(void **state)
{
    (void)state;
    uint64_t deviation[] = {0, 0};
    assert_lines(deviation, 1,
                 "reserves  deviation\n       0       0.00\n       1       0.00\n"
                 "No reserve lowers the deviation.\n");
    assert_lines(deviation, 0,
                 "reserves  deviation\n       0       0.00\nNo reserve lowers the deviation.\n");
}

static void large_sums_stay_whole(void **state)
{
    (void)state;
    uint64_t deviation[] = {UINT64_C(100000000000), UINT64_C(50000000000)};
    const lot_reserve_curve curve = {.most = 1, .samples = 100000, .deviation = deviation};
    lot_text text = LOT_TEXT_EMPTY;
    assert_int_equal(lot_report_loss(&text, &curve, NULL), LOT_OK);
    assert_non_null(strstr(lot_text_string(&text), "1000000.00  #"));
    lot_text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bar_stands_for_each_number_and_the_knee_is_marked),
        cmocka_unit_test(a_knee_at_the_end_is_not_claimed),
        cmocka_unit_test(where_nobody_leaves_nothing_helps),
        cmocka_unit_test(large_sums_stay_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
