/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is sought: objectives, as rounds. */
#ifndef CIVICLOT_FAIR_OBJECTIVE_H
#define CIVICLOT_FAIR_OBJECTIVE_H

#include "fair/rounds.h"

/*
 * Find the chances that are best by the objective; everyone is settled then. LOT_LEGACY: a bug.
 * LOT_FAILURE: no memory, solver; LOT_INTERRUPTED.
 */
lot_status lot_rounds_solve(lot_rounds *rounds, const lot_fair_options *wish,
                            const lot_domain *domain, lot_error *error);

/* The objectives that have a file of their own. */
lot_status lot_rounds_goldilocks(lot_rounds *rounds, uint64_t gamma_millionths,
                                 const lot_domain *domain, lot_error *error);
lot_status lot_rounds_nash(lot_rounds *rounds, const lot_domain *domain, lot_error *error);

#endif
