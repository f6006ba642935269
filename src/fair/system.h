/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Square systems of linear equations in fractions, sparse ones: system.c. */
#ifndef CIVICLOT_FAIR_SYSTEM_H
#define CIVICLOT_FAIR_SYSTEM_H

#include "civiclot/status.h"

#include <gmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lot_system lot_system;

/* size equations in size unknowns, all zero. LOT_FAILURE: no memory. */
lot_status lot_system_new(lot_system **out, uint32_t size, lot_error *error);

void lot_system_free(lot_system *system); /* NULL is fine */

/*
 * Add an entry, once for each place and with rising columns in a row. value: not 0.
 * LOT_FAILURE: no memory.
 */
lot_status lot_system_add(lot_system *system, uint32_t row, uint32_t column, double value,
                          lot_error *error);

/* The right-hand side of a row, to be written before solving. Cannot fail. */
mpq_ptr lot_system_right(lot_system *system, uint32_t row);

/*
 * Solve; *regular is false when there is no single solution. Entries are used up.
 * LOT_FAILURE: no memory.
 */
lot_status lot_system_solve(bool *regular, lot_system *system, lot_error *error);

/* An unknown, once solved. Cannot fail. */
mpq_srcptr lot_system_value(const lot_system *system, uint32_t column);

#endif
