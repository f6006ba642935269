/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plans on several ranks: the program that `make MPI=1` builds is the environment's CIVICLOT_MPI;
 * without it, or without mpirun, there is nothing to test here.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/run.h"

#include <stdio.h>
#include <stdlib.h>

static const char population[] = "feature,value,count\n"
                                 "gender,woman,6000\n"
                                 "gender,man,4000\n"
                                 "area,North,3000\n"
                                 "area,South,7000\n";

static const char strata[] = "stratum,share,feature,value\n"
                             "everywhere,80%,,\n"
                             "north,20%,area,North\n";

/* Lines that begin every script: `on N WORDS` runs it on N ranks, `alone WORDS` as usual. */
#define START                                                                                      \
    "on() { n=$1; shift; mpirun --allow-run-as-root --oversubscribe -n $n \"$CIVICLOT_MPI\" "      \
    "plan --population population.csv --seats 10 --response 5% \"$@\"; }\n"                        \
    "alone() { \"$0\" plan --population population.csv --seats 10 --response 5% \"$@\"; }\n"

static void need_ranks(const lot_run_folder *folder)
{
    lot_run_write(folder, "population.csv", population);
    lot_run_write(folder, "strata.csv", strata);
    if (getenv("CIVICLOT_MPI") != NULL && system("command -v mpirun >/dev/null") == 0)
        return;
    printf("skipped: plans on several ranks need Open MPI: make test-mpi\n");
    skip();
}

static void however_many_ranks_the_numbers_are_the_same(void **state)
{
    const lot_run_folder *folder = *state;
    need_ranks(folder);
    lot_run_expect_shell(
        folder, 0,
        START "alone --letters 300..500:100 --simulations 101 --dropouts 10% --json >0 || exit 9\n"
              "for n in 1 2 3 8; do\n"
              "on $n --letters 300..500:100 --simulations 101 --dropouts 10% --json >$n || exit 8\n"
              "cmp 0 $n || exit 7\n"
              "done");
}

static void the_best_split_and_the_page_are_the_same(void **state)
{
    const lot_run_folder *folder = *state;
    need_ranks(folder);
    lot_run_expect_shell(folder, 0,
                         START
                         "alone --letters 300 --simulations 60 --strata strata.csv --best-split "
                         "--out 0.html >0 || exit 9\n"
                         "on 3 --letters 300 --simulations 60 --strata strata.csv --best-split "
                         "--out 3.html >3 || exit 8\n"
                         "cmp 0 3 && cmp 0.html 3.html");
}

static void what_is_wrong_is_told_once_and_ends_all(void **state)
{
    const lot_run_folder *folder = *state;
    need_ranks(folder);
    lot_run_expect_shell(folder, 0,
                         START "on 3 --letters 20001 2>told; [ $? -eq 4 ] || exit 9\n"
                               "[ $(grep -c 'plan is unreachable' told) -eq 1 ] || exit 8\n"
                               "on 3 --letters many 2>told; [ $? -eq 2 ] || exit 7\n"
                               "[ $(grep -c 'no range like' told) -eq 1 ]");
}

#define TEST(name) cmocka_unit_test_setup_teardown((name), lot_run_setup, lot_run_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(however_many_ranks_the_numbers_are_the_same),
        TEST(the_best_split_and_the_page_are_the_same),
        TEST(what_is_wrong_is_told_once_and_ends_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
