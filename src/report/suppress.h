/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Suppress: which counts of a small table must not be shown, so that none of them can be found.
 *
 * The table is one feature: a row for each value, a column for the pool and one for its panel. Its
 * reader knows both totals, and bounds that everybody knows, as from quotas.
 *
 *   P1  a count below LOT_SMALL_GROUP, 0 too, is never shown, unless what the reader knows before
 *       leaves only this one;
 *   P2  a cell that says "fewer than 5" may still be everything from 0 to 4, as far as its own
 *       bounds allow it;
 *   P3  a cell that is withheld may still be at least two numbers, but where what the reader knows
 *       before leaves only one;
 *   P4  so may the number of those of a value who are in the pool and not on the panel, where they
 *       are fewer than 5.
 *
 * They are kept by moves: people of one value become people of another, on the panel or off it, and
 * all that is shown stays true. For each suppressed cell and each number that it must be able to
 * be, a move is found; where there is none, the fewest cells that allow one are withheld, too.
 * Where none do, the cell is withheld instead of small, so that less is said of it; then its whole
 * column; and in the end both: then the table tells nothing.
 */
#ifndef CIVICLOT_REPORT_SUPPRESS_H
#define CIVICLOT_REPORT_SUPPRESS_H

#include "civiclot/composition.h"

/* The columns. */
enum { LOT_KNOWN_POOL, LOT_KNOWN_PANEL, LOT_KNOWN_COLUMNS };

/* What everybody knows of one feature: the row of a value is [LOT_KNOWN_COLUMNS]. */
typedef struct lot_known {
    uint32_t count;                /* values */
    bool shown[LOT_KNOWN_COLUMNS]; /* columns that are shown at all */
    const uint32_t *counts;        /* [count] rows: the truth, of which only the totals are known */
    const uint32_t *least;         /* [count] rows: no count is below, */
    const uint32_t *most;          /* nor above */
} lot_known;

/* marks: [known->count] rows, out; of columns that are not shown LOT_MARK_SHOWN. Cannot fail. */
void lot_suppress(lot_mark *marks, const lot_known *known);

#endif
