/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who can sit on a panel at all: reach.c. */
#ifndef CIVICLOT_FAIR_REACH_H
#define CIVICLOT_FAIR_REACH_H

#include "civiclot/lottery.h"
#include "fair/model.h"

/*
 * Shut out (cap 0) the classes that have no seat anywhere in Q. *shut: how many.
 * Q must not be empty. LOT_FAILURE: no memory, solver.
 */
lot_status lot_reach_relaxed(uint32_t *shut, lot_model *model, lot_error *error);

/*
 * Shut out the classes that are in no panel, by branch and bound for each that is in none of
 * `known`. *shut: how many. LOT_FAILURE: no memory, solver; LOT_INTERRUPTED.
 */
lot_status lot_reach_panels(uint32_t *shut, lot_model *model, const lot_compositions *known,
                            const lot_progress *progress, lot_error *error);

#endif
