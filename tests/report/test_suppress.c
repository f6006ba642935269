/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Suppression, against a reader who tries everything: of small tables all that agree with what is
 * shown and with what everybody knows are listed, and no suppressed cell may be found.
 */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "report/suppress.h"
#include "support/generate.h"

#include <stdio.h>
#include <string.h>

enum { COLUMNS = LOT_KNOWN_COLUMNS, VALUES = 6, SMALL_MOST = LOT_SMALL_GROUP - 1 };

/* A table with what is known of it, and what each cell could be: bit n for n. */
typedef struct puzzle {
    uint32_t count;
    uint32_t truth[VALUES * COLUMNS];
    uint32_t least[VALUES * COLUMNS];
    uint32_t most[VALUES * COLUMNS];
    uint32_t totals[COLUMNS];
    bool shown[COLUMNS];
    lot_mark marks[VALUES * COLUMNS];
    uint64_t could[VALUES * COLUMNS];
    uint64_t off[VALUES]; /* what pool less panel could be */
    uint64_t tables;
} puzzle;

static lot_known known_of(const puzzle *p)
{
    return (lot_known){.count = p->count,
                       .shown = {p->shown[0], p->shown[1]},
                       .counts = p->truth,
                       .least = p->least,
                       .most = p->most};
}

/* The reader: every number for the cell that its mark allows. */
static void bounds(uint32_t *low, uint32_t *high, const puzzle *p, uint32_t cell, bool looks)
{
    *low = p->least[cell];
    *high = p->most[cell];
    if (!looks)
        return;
    if (p->marks[cell] == LOT_MARK_SHOWN)
        *low = *high = p->truth[cell];
    if (p->marks[cell] == LOT_MARK_SMALL && *high > SMALL_MOST)
        *high = SMALL_MOST;
    if (p->marks[cell] == LOT_MARK_WITHHELD && *low < LOT_SMALL_GROUP)
        *low = LOT_SMALL_GROUP;
}

/* Nobody is on the panel who is not in the pool. */
static bool is_possible(const puzzle *p, const uint32_t *table)
{
    for (uint32_t v = 0; v < p->count && p->shown[LOT_KNOWN_POOL] && p->shown[LOT_KNOWN_PANEL]; v++)
        if (table[v * COLUMNS + LOT_KNOWN_PANEL] > table[v * COLUMNS + LOT_KNOWN_POOL])
            return false;
    return true;
}

/* Fill the cells from `cell` on in every way, column by column. */
static void fill(puzzle *p, uint32_t *table, uint32_t cell, uint32_t left, bool looks)
{
    uint32_t column = cell / p->count;
    uint32_t value = cell % p->count;
    if (column == COLUMNS) {
        if (!is_possible(p, table))
            return;
        p->tables++;
        for (uint32_t c = 0; c < p->count * COLUMNS; c++)
            p->could[c] |= UINT64_C(1) << table[c];
        for (uint32_t v = 0; v < p->count && p->shown[0] && p->shown[1]; v++)
            p->off[v] |= UINT64_C(1) << (table[v * COLUMNS + LOT_KNOWN_POOL] -
                                         table[v * COLUMNS + LOT_KNOWN_PANEL]);
        return;
    }
    if (!p->shown[column]) {
        fill(p, table, cell + p->count, p->totals[column + 1 < COLUMNS ? column + 1 : 0], looks);
        return;
    }
    uint32_t at = value * COLUMNS + column;
    uint32_t low, high;
    bounds(&low, &high, p, at, looks);
    bool last = value + 1 == p->count;
    if (last && (left < low || left > high))
        return;
    for (uint32_t n = last ? left : low; n <= (last ? left : high) && n <= left; n++) {
        table[at] = n;
        fill(p, table, cell + 1, last ? p->totals[column + 1 < COLUMNS ? column + 1 : 0] : left - n,
             looks);
    }
    table[at] = 0;
}

static void try_everything(puzzle *p, bool looks)
{
    uint32_t table[VALUES * COLUMNS] = {0};
    memset(p->could, 0, sizeof p->could);
    memset(p->off, 0, sizeof p->off);
    p->tables = 0;
    fill(p, table, 0, p->totals[0], looks);
    assert_true(p->tables > 0);
}

static uint32_t count_bits(uint64_t bits)
{
    uint32_t count = 0;
    for (; bits != 0; bits &= bits - 1)
        count++;
    return count;
}

static void describe(const puzzle *p)
{
    for (uint32_t v = 0; v < p->count; v++) {
        for (uint32_t s = 0; s < COLUMNS; s++)
            if (p->shown[s])
                print_message("  %2u%c[%u-%u]", p->truth[v * COLUMNS + s],
                              " sWL"[p->marks[v * COLUMNS + s]], p -> least[v * COLUMNS + s],
                              p -> most[v * COLUMNS + s]);
        print_message("\n");
    }
}

static void give_up(const puzzle *p, const char *what, uint32_t value)
{
    describe(p);
    fail_msg("%s of value %u is found", what, value);
}

static bool is_safe(const puzzle *p, uint32_t cell, uint64_t before, bool tells_nothing)
{
    const uint64_t small = (UINT64_C(1) << LOT_SMALL_GROUP) - 1;
    uint64_t could = p->could[cell];
    switch (p->marks[cell]) {
    case LOT_MARK_SHOWN:
        return p->truth[cell] >= LOT_SMALL_GROUP || count_bits(before) == 1; /* P1 */
    case LOT_MARK_SMALL:
        return could == (before & small) && count_bits(could) > 1; /* P2 */
    case LOT_MARK_WITHHELD:
    case LOT_MARK_LOOSE:
        break;
    }
    return count_bits(could) > 1 || count_bits(before) == 1 || tells_nothing; /* P3 */
}

/* What nobody may find out. Returns how many cells that are large enough are shown. */
static uint32_t assert_safe(puzzle *p)
{
    puzzle before = *p;
    uint32_t shown = 0;
    try_everything(&before, false);
    try_everything(p, true);
    bool tells_nothing = p->tables == before.tables;
    for (uint32_t c = 0; c < p->count * COLUMNS; c++) {
        if (!p->shown[c % COLUMNS])
            continue;
        if (!is_safe(p, c, before.could[c], tells_nothing))
            give_up(p, c % COLUMNS == LOT_KNOWN_POOL ? "pool" : "panel", c / COLUMNS);
        shown += p->marks[c] == LOT_MARK_SHOWN && p->truth[c] >= LOT_SMALL_GROUP;
    }
    for (uint32_t v = 0; v < p->count && p->shown[0] && p->shown[1]; v++) { /* P4 */
        uint32_t off =
            p->truth[v * COLUMNS + LOT_KNOWN_POOL] - p->truth[v * COLUMNS + LOT_KNOWN_PANEL];
        if (off < LOT_SMALL_GROUP && count_bits(p->off[v]) == 1 && count_bits(before.off[v]) > 1)
            give_up(p, "who is off the panel", v);
    }
    return shown;
}

/* What quotas of `slack` around the truth, and totals, leave. */
static void make_bounds(puzzle *p, uint32_t column, uint32_t slack, uint64_t *random)
{
    uint64_t least = 0, most = 0;
    for (uint32_t v = 0; v < p->count; v++) {
        uint32_t truth = p->truth[v * COLUMNS + column];
        uint32_t down = slack == 0 ? 0 : lot_test_random_below(random, slack + 1);
        uint32_t up = slack == 0 ? 0 : lot_test_random_below(random, slack + 1);
        p->least[v * COLUMNS + column] = truth > down ? truth - down : 0;
        p->most[v * COLUMNS + column] =
            truth + up < p->totals[column] ? truth + up : p->totals[column];
        least += p->least[v * COLUMNS + column];
        most += p->most[v * COLUMNS + column];
    }
    for (uint32_t v = 0; v < p->count; v++) {
        uint32_t *low = &p->least[v * COLUMNS + column];
        uint32_t *high = &p->most[v * COLUMNS + column];
        uint64_t others_most = most - *high, others_least = least - *low;
        uint32_t at_least =
            p->totals[column] > others_most ? p->totals[column] - (uint32_t)others_most : 0;
        uint32_t at_most = p->totals[column] - (uint32_t)others_least;
        *low = *low > at_least ? *low : at_least;
        *high = *high < at_most ? *high : at_most;
    }
}

/* large: most of a value on the panel; off: of a value that are not. */
static void make(puzzle *p, const uint32_t shape[3], unsigned columns, uint64_t *random)
{
    *p = (puzzle){.count = shape[0]};
    for (uint32_t c = 0; c < COLUMNS; c++)
        p->shown[c] = (columns >> c & 1) == 1;
    for (uint32_t v = 0; v < p->count; v++) {
        uint32_t *row = p->truth + v * COLUMNS;
        row[LOT_KNOWN_PANEL] = lot_test_random_below(random, shape[1] + 1);
        row[LOT_KNOWN_POOL] = row[LOT_KNOWN_PANEL] + lot_test_random_below(random, shape[2] + 1);
    }
    for (uint32_t c = 0; c < COLUMNS; c++)
        for (uint32_t v = 0; v < p->count; v++)
            p->totals[c] += p->truth[v * COLUMNS + c];
    make_bounds(p, LOT_KNOWN_POOL, 100, random);
    make_bounds(p, LOT_KNOWN_PANEL,
                lot_test_random_below(random, 3) == 0 ? 100 : lot_test_random_below(random, 4),
                random);
}

static void try_many(const uint32_t shape[3], unsigned columns, uint32_t times)
{
    uint64_t random = 17 + columns * 31 + shape[0];
    uint32_t shown = 0, large = 0;
    for (uint32_t t = 0; t < times; t++) {
        puzzle p;
        make(&p, shape, columns, &random);
        const lot_known known = known_of(&p);
        lot_suppress(p.marks, &known);
        shown += assert_safe(&p);
        for (uint32_t c = 0; c < p.count * COLUMNS; c++)
            large += p.shown[c % COLUMNS] && p.truth[c] >= LOT_SMALL_GROUP;
    }
    print_message("    %u values: %u of %u large counts are shown\n", shape[0], shown, large);
}

#define SHAPE(...) ((const uint32_t[]){__VA_ARGS__})

enum { BOTH = 1U << LOT_KNOWN_POOL | 1U << LOT_KNOWN_PANEL };

static void nothing_follows_from_totals_and_quotas(void **state)
{
    (void)state;
    try_many(SHAPE(1, 12, 0), 1U << LOT_KNOWN_PANEL, 500);
    try_many(SHAPE(2, 14, 0), 1U << LOT_KNOWN_PANEL, 3000);
    try_many(SHAPE(3, 14, 0), 1U << LOT_KNOWN_PANEL, 3000);
    try_many(SHAPE(4, 10, 0), 1U << LOT_KNOWN_PANEL, 3000);
    try_many(SHAPE(5, 8, 0), 1U << LOT_KNOWN_PANEL, 1000);
}

static void nothing_follows_from_the_pool_beside_its_panel(void **state)
{
    (void)state;
    try_many(SHAPE(2, 12, 14), BOTH, 3000);
    try_many(SHAPE(2, 9, 5), BOTH, 3000);
    try_many(SHAPE(3, 8, 7), BOTH, 1500);
    try_many(SHAPE(3, 8, 3), BOTH, 1500);
    try_many(SHAPE(4, 6, 3), BOTH, 150);
}

/* Rows of truth, one column, quotas as they are given. */
static void suppress_column(puzzle *p, uint32_t count, const uint32_t *truth, const uint32_t *least,
                            const uint32_t *most)
{
    *p = (puzzle){.count = count};
    p->shown[LOT_KNOWN_PANEL] = true;
    for (uint32_t v = 0; v < count; v++) {
        p->truth[v * COLUMNS + LOT_KNOWN_PANEL] = truth[v];
        p->totals[LOT_KNOWN_PANEL] += truth[v];
    }
    for (uint32_t v = 0; v < count; v++) {
        p->least[v * COLUMNS + LOT_KNOWN_PANEL] = least != NULL ? least[v] : 0;
        p->most[v * COLUMNS + LOT_KNOWN_PANEL] =
            most != NULL ? most[v] : p->totals[LOT_KNOWN_PANEL];
    }
    const lot_known known = known_of(p);
    lot_suppress(p->marks, &known);
}

static lot_mark mark(const puzzle *p, uint32_t value)
{
    return p->marks[value * COLUMNS + LOT_KNOWN_PANEL];
}

static void another_with_the_smallest_quota_is_withheld_with_a_small_one(void **state)
{
    (void)state;
    puzzle p;
    suppress_column(&p, 4, (const uint32_t[]){20, 3, 22, 30}, (const uint32_t[]){17, 0, 15, 25},
                    (const uint32_t[]){26, 6, 25, 35});
    assert_int_equal(mark(&p, 0), LOT_MARK_SHOWN);
    assert_int_equal(mark(&p, 1), LOT_MARK_SMALL);
    assert_int_equal(mark(&p, 2), LOT_MARK_WITHHELD);
    assert_int_equal(mark(&p, 3), LOT_MARK_SHOWN);
}

static void none_at_all_is_as_small_as_any(void **state)
{
    (void)state;
    puzzle p;
    suppress_column(&p, 3, (const uint32_t[]){0, 12, 30}, NULL, NULL);
    assert_int_equal(mark(&p, 0), LOT_MARK_SMALL);
    assert_int_equal(mark(&p, 1), LOT_MARK_WITHHELD);
}

static void what_quotas_tell_is_shown(void **state)
{
    (void)state;
    puzzle p;
    suppress_column(&p, 3, (const uint32_t[]){0, 3, 17}, (const uint32_t[]){0, 3, 17},
                    (const uint32_t[]){0, 3, 17});
    for (uint32_t v = 0; v < 3; v++)
        assert_int_equal(mark(&p, v), LOT_MARK_SHOWN);
}

static void fewer_than_five_is_not_said_where_that_is_four(void **state)
{
    (void)state;
    puzzle p;
    suppress_column(&p, 3, (const uint32_t[]){4, 9, 17}, (const uint32_t[]){4, 7, 15},
                    (const uint32_t[]){6, 10, 18});
    assert_int_equal(mark(&p, 0), LOT_MARK_LOOSE);
    assert_int_equal(mark(&p, 1), LOT_MARK_WITHHELD);
    assert_int_equal(mark(&p, 2), LOT_MARK_SHOWN);
}

static void nothing_needs_to_be_withheld_where_nothing_is_small(void **state)
{
    (void)state;
    puzzle p;
    suppress_column(&p, 3, (const uint32_t[]){5, 9, 17}, NULL, NULL);
    for (uint32_t v = 0; v < 3; v++)
        assert_int_equal(mark(&p, v), LOT_MARK_SHOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_with_the_smallest_quota_is_withheld_with_a_small_one),
        cmocka_unit_test(none_at_all_is_as_small_as_any),
        cmocka_unit_test(what_quotas_tell_is_shown),
        cmocka_unit_test(fewer_than_five_is_not_said_where_that_is_four),
        cmocka_unit_test(nothing_needs_to_be_withheld_where_nothing_is_small),
        cmocka_unit_test(nothing_follows_from_totals_and_quotas),
        cmocka_unit_test(nothing_follows_from_the_pool_beside_its_panel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
