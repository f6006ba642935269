/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Objective: its name and parameters as published files have them: `goldilocks gamma=0.5`. */
#ifndef CIVICLOT_AUDIT_OBJECTIVE_H
#define CIVICLOT_AUDIT_OBJECTIVE_H

#include "audit/lines.h"

#include "civiclot/lottery.h"

/* Add it. gamma_millionths: written where the objective has one, as the shortest decimal. */
void lot_objective_put(lot_text *text, lot_objective objective, uint64_t gamma_millionths);

/* Take it. *gamma_millionths is 0 where the objective has none. */
bool lot_objective_take(lot_lines *lines, lot_objective *objective, uint64_t *gamma_millionths);

#endif
