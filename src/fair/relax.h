/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cheapest change of quotas: relax.c. */
#ifndef CIVICLOT_FAIR_RELAX_H
#define CIVICLOT_FAIR_RELAX_H

#include "civiclot/fair.h"

/*
 * Find the cheapest change of quotas: of minima, maxima or both, by change->kind. *found is false
 * when none that is allowed helps, or, with change->gap above 0, when the search for any took too
 * many steps. LOT_FAILURE: no memory, solver; LOT_INTERRUPTED. Free change->targets.
 */
lot_status lot_relax(lot_change *change, bool *found, const lot_quotas *quotas,
                     const lot_classes *classes, uint32_t seats, const lot_progress *progress,
                     lot_error *error);

#endif
