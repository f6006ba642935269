/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Leak: what a published lottery tells of people whose values are not published. Numbers only.
 *
 * Everybody sees who is on which panel, under pids, and the quotas. Take a value that every panel
 * seats equally often, q of s seats: as its quota says min = max, or as the fairest lottery seats
 * it so, which anyone may guess. Each panel is one equation over x, 1 for who has it, else 0:
 *
 *     sum of x(p) over the panel's members p = q
 *
 *   E1  no x(p) follows from these equations alone: x = q/s for everybody solves them, too. So as
 *       long as there is such a value with 0 < q < s, there are fewer independent panels than
 *       people with tickets;
 *   E2  x(p) = x(p') follows, whichever the value, where the unit vector of p less that of p' is a
 *       sum of multiples of panels, as with two panels that differ in p and p' alone. p and p' are
 *       alike then: who knows the answers of one knows those of the other;
 *   E3  the equations leave people - rank of all x free. Each is 0 or 1, so that 2^(people - rank)
 *       cases hold every x there can be: where these are few, anyone tries all of them.
 * More may follow from x being 0 or 1: what is counted here is the least that is told.
 *
 * Ranks are those modulo the prime 2^61 - 1: not above the true ones, and below them only where the
 * prime divides a determinant of zeros and ones.
 */
#ifndef CIVICLOT_LEAK_H
#define CIVICLOT_LEAK_H

#include "civiclot/disclosure.h"
#include "civiclot/lottery.h"

enum {
    LOT_LEAK_FREE_FEW = 40,             /* free x of which a computer tries all cases */
    LOT_LEAK_CELLS_MOST = 1 << 24,      /* panels times people: more are not computed */
    LOT_LEAK_PRODUCTS_MOST = 1000000000 /* times the smaller of both: a few seconds */
};

typedef struct lot_leak {
    uint32_t people_count; /* with tickets */
    lot_groups by_tickets; /* people of the whole pool with the same number of tickets */
    uint32_t panels_count;
    uint32_t values_count; /* that every panel seats equally often, neither never nor alone */
    uint32_t exact_count;  /* those of them for which the quotas allow one number only */
    bool computed;         /* else it is too large, and what follows is 0 */
    uint32_t rank;         /* independent panels */
    uint32_t free_count;   /* people_count - rank: E3 */
    uint32_t alike_count;  /* people who are alike somebody else: E2; 0 without values */
} lot_leak;

/* Measure it. panels: the lottery's. LOT_FAILURE: no memory. */
lot_status lot_leak_measure(lot_leak *out, const lot_panels *panels, const lot_pool *pool,
                            const lot_quotas *quotas, lot_error *error);

/* Do the panels hide nothing of these values but from who does not compute? See E3. */
static inline bool lot_leak_is_open(const lot_leak *leak)
{
    return leak->computed && leak->values_count > 0 && leak->free_count <= LOT_LEAK_FREE_FEW;
}

#endif
