/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact: from the solver's basis to fractions. See exact.c. */
#ifndef CIVICLOT_FAIR_EXACT_H
#define CIVICLOT_FAIR_EXACT_H

#include "fair/lp.h"

#include <gmp.h>

/* An array of rationals, all 0 at first. NULL when there is no memory. */
mpq_t *lot_rationals_new(size_t count);

/* NULL is fine. */
void lot_rationals_free(mpq_t *rationals, size_t count);

/* The nearest double. Cannot fail. */
double lot_rational_double(mpq_srcptr rational);

/*
 * The exact solution that belongs to an LP's last basis.
 * The LP: maximise c x, lower <= A x <= upper, x >= 0, with whole A and c, and these bounds.
 */
typedef struct lot_exact {
    uint32_t rows_count;
    uint32_t columns_count;
    mpq_t *lower;   /* [rows_count] given */
    mpq_t *upper;   /* [rows_count] given */
    bool *bounded;  /* [rows_count] given: does `lower` bound? */
    bool *open;     /* [rows_count] given: does `upper` not bound? */
    mpq_t *value;   /* [columns_count] found */
    mpq_t *dual;    /* [rows_count] found */
    mpq_t *reduced; /* [columns_count] found: c - dual A */
} lot_exact;

/* Make room for an LP of that size; bounds are to be written. LOT_FAILURE: no memory. */
lot_status lot_exact_start(lot_exact *exact, uint32_t rows_count, uint32_t columns_count,
                           lot_error *error);

void lot_exact_free(lot_exact *exact);

/*
 * Solve the basis exactly and check it: *optimal is true when value is feasible and dual proves it
 * optimal, both in fractions. LOT_FAILURE: no memory.
 */
lot_status lot_exact_solve(bool *optimal, lot_exact *exact, const lot_lp *lp, lot_error *error);

#endif
