/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Terms: what the panels of the lottery on the bench must meet. The only place that knows whether
 * they mend a panel: everything that solves, deals, checks or proves asks here.
 *
 *   M1  of a lottery that is no replacement's they are pool, quotas and classes as they are on the
 *       bench;
 *   M2  of a replacement's they have the standing as a feature more, and the numbers of quotas that
 *       hold for it. Pseudonyms, published quotas and values know nothing of that feature.
 */
#ifndef CIVICLOT_DESK_TERMS_H
#define CIVICLOT_DESK_TERMS_H

#include "desk/workbench.h"

/* Nothing is owned. */
typedef struct lot_panel_terms {
    const lot_quotas *published; /* as in quotas.csv, without the standing */
    const lot_quotas *quotas;
    const lot_pool *pool;
    const lot_classes *classes;
} lot_panel_terms;

/* The terms on the bench, until they are set anew. Cannot fail. */
lot_panel_terms lot_terms_of(const lot_workbench *bench);

/*
 * Set the terms of a replacement, of which `published` are the quotas; takes both in any case.
 * LOT_FAILURE: no memory.
 */
lot_status lot_terms_mend(lot_workbench *bench, lot_standing *standing, lot_quotas *published,
                          lot_error *error);

/* Set those of lottery `number` in the assembly file; 0: the current one. */
lot_status lot_terms_load(lot_workbench *bench, uint32_t number, lot_error *error);

/* Back to M1. */
void lot_terms_clear(lot_workbench *bench);

#endif
