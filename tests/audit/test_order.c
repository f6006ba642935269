/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of tickets, against a second implementation. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/draw.h"
#include "civiclot/text.h"
#include "core/array.h"
#include "support/vectors.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE_MAX = 12, PANELS_MAX = 12, SEATS_MAX = 3, ROWS_MAX = 16 };

/* One case of order.txt, as its lines are read. */
typedef struct order_case {
    lot_pid pids[PEOPLE_MAX];
    uint32_t people_count;
    uint32_t members[PANELS_MAX * SEATS_MAX];
    uint64_t tickets[PANELS_MAX];
    uint32_t panels_count;
    uint32_t seats;
    char rows[ROWS_MAX][128];
    uint32_t rows_count; /* listed in the file */
} order_case;

static lot_panels *copy_panels(const order_case *given, bool backwards)
{
    lot_panels *panels = lot_array_new(1, sizeof *panels);
    assert_non_null(panels);
    panels->count = given->panels_count;
    panels->seats = given->seats;
    panels->members = lot_array_new(PANELS_MAX * SEATS_MAX, sizeof *panels->members);
    panels->tickets = lot_array_new(PANELS_MAX, sizeof *panels->tickets);
    assert_true(panels->members != NULL && panels->tickets != NULL);
    for (uint32_t p = 0; p < panels->count; p++) {
        uint32_t from = backwards ? panels->count - 1 - p : p;
        memcpy(panels->members + p * panels->seats, given->members + from * panels->seats,
               panels->seats * sizeof *panels->members);
        panels->tickets[p] = given->tickets[from];
    }
    return panels;
}

static int compare_strings(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* One row as order.txt has it, its parts separated by `separator`. */
static void put_row(lot_text *text, const lot_lottery *lottery, uint32_t row, lot_pid *pids,
                    char separator)
{
    const uint32_t *members = lot_lottery_members(lottery, row);
    char *names[SEATS_MAX];
    for (uint32_t s = 0; s < lottery->panels->seats; s++)
        names[s] = pids[members[s]].text;
    qsort(names, lottery->panels->seats, sizeof *names, compare_strings);
    lot_text_format(text, "%" PRIu64 "%c%" PRIu64, lottery->first[row], separator,
                    lottery->first[row + 1] - 1);
    for (uint32_t s = 0; s < lottery->panels->seats; s++)
        lot_text_format(text, "%c%s", separator, names[s]);
}

static void check_case(order_case *given, const lot_vectors *line, bool backwards)
{
    lot_pseudonyms pseudonyms = {.people_count = given->people_count, .pids = given->pids};
    lot_lottery *lottery = NULL;
    assert_int_equal(lot_number_tickets(&lottery, copy_panels(given, backwards), &pseudonyms, NULL),
                     LOT_OK);
    assert_int_equal(lottery->rows_count, lot_vectors_number(line, 1));
    lot_text rows = LOT_TEXT_EMPTY;
    for (uint32_t r = 0; r < lottery->rows_count; r++) {
        put_row(&rows, lottery, r, given->pids, ',');
        lot_text_put(&rows, "\n");
    }
    for (uint32_t r = 0; r < given->rows_count; r++) {
        lot_text row = LOT_TEXT_EMPTY;
        put_row(&row, lottery, r, given->pids, ' ');
        assert_string_equal(lot_text_string(&row), given->rows[r]);
        lot_text_free(&row);
    }
    lot_digest digest;
    lot_sha256(&digest, rows.bytes, rows.length);
    lot_vectors_check_digest(line, 2, &digest);
    lot_text_free(&rows);
    lot_lottery_free(lottery);
}

static void read_panel(order_case *given, const lot_vectors *line)
{
    assert_true(given->panels_count < PANELS_MAX);
    assert_int_equal(line->count, 2 + given->seats);
    uint32_t panel = given->panels_count++;
    given->tickets[panel] = lot_vectors_number(line, 1);
    for (uint32_t s = 0; s < given->seats; s++)
        given->members[panel * given->seats + s] = lot_vectors_small(line, 2 + s);
}

static void read_row(order_case *given, const lot_vectors *line)
{
    assert_true(given->rows_count < ROWS_MAX);
    char *row = given->rows[given->rows_count++];
    for (size_t i = 1; i < line->count; i++) {
        if (i > 1)
            strcat(row, " ");
        strcat(row, lot_vectors_word(line, i));
    }
}

static void check_all(bool backwards)
{
    order_case given;
    int checked = 0;
    lot_vectors line;
    lot_vectors_open(&line, "tests/vectors/order.txt");
    while (lot_vectors_next(&line)) {
        if (lot_vectors_is(&line, "case")) {
            memset(&given, 0, sizeof given);
            given.seats = lot_vectors_small(&line, 2);
            assert_true(given.seats <= SEATS_MAX && lot_vectors_small(&line, 1) <= PEOPLE_MAX);
        } else if (lot_vectors_is(&line, "person")) {
            memcpy(given.pids[given.people_count++].text, lot_vectors_word(&line, 1),
                   LOT_PID_LENGTH + 1);
        } else if (lot_vectors_is(&line, "panel")) {
            read_panel(&given, &line);
        } else if (lot_vectors_is(&line, "row")) {
            read_row(&given, &line);
        } else {
            check_case(&given, &line, backwards);
            checked++;
        }
    }
    lot_vectors_close(&line);
    assert_int_equal(checked, 5);
}

static void tickets_are_numbered_as_defined(void **state)
{
    (void)state;
    check_all(false);
}

static void the_order_of_panels_changes_nothing(void **state)
{
    (void)state;
    check_all(true);
}

/* O2: the panels too, not their rows alone. */
static void equal_panels_become_one_with_the_tickets_of_both(void **state)
{
    (void)state;
    order_case given = {.pids = {{"c"}, {"b"}, {"a"}},
                        .people_count = 3,
                        .members = {0, 1, 1, 2, 0, 1},
                        .tickets = {2, 3, 4},
                        .panels_count = 3,
                        .seats = 2};
    lot_pseudonyms pseudonyms = {.people_count = 3, .pids = given.pids};
    lot_lottery *lottery = NULL;
    assert_int_equal(lot_number_tickets(&lottery, copy_panels(&given, false), &pseudonyms, NULL),
                     LOT_OK);
    assert_int_equal(lottery->tickets, 9);
    assert_int_equal(lottery->rows_count, 9);
    assert_int_equal(lottery->panels->count, 2);
    assert_int_equal(lottery->panels->tickets[0], 3);
    assert_int_equal(lottery->panels->tickets[1], 6);
    const uint32_t members[] = {1, 2, 0, 1};
    assert_memory_equal(lottery->panels->members, members, sizeof members);
    lot_lottery_free(lottery);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tickets_are_numbered_as_defined),
        cmocka_unit_test(the_order_of_panels_changes_nothing),
        cmocka_unit_test(equal_panels_become_one_with_the_tickets_of_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
