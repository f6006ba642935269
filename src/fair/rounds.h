/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rounds: an objective, level by level, until everyone's chance is settled; with the proof of each.
 */
#ifndef CIVICLOT_FAIR_ROUNDS_H
#define CIVICLOT_FAIR_ROUNDS_H

#include "civiclot/fair.h"
#include "fair/level.h"

/* Over what an objective is solved. */
typedef struct lot_domain {
    lot_hull *hull; /* mixtures of panels; NULL: the relaxation */
    const lot_progress *progress;
} lot_domain;

typedef struct lot_rounds {
    lot_levels levels; /* levels.chance: everybody's at the end */
    uint32_t *round;   /* [classes] that settled the class, or LOT_NO_ROUND */
    lot_round *list;   /* [count] */
    size_t count;
    size_t room;
    uint32_t limit_round; /* that proved levels.limit */
    bool exact;           /* all levels so far */
} lot_rounds;

/* Nothing is settled. LOT_FAILURE: no memory. */
lot_status lot_rounds_start(lot_rounds *rounds, const lot_model *model, lot_error *error);

void lot_rounds_clear(lot_rounds *rounds);

/* Append a round; takes the bound. LOT_FAILURE: no memory. */
lot_status lot_rounds_add(lot_rounds *rounds, lot_round_kind kind, uint64_t times, lot_bound *bound,
                          lot_error *error);

/* Solve one level in the domain. LOT_FAILURE: no memory, solver; LOT_INTERRUPTED. */
lot_status lot_rounds_level(lot_level *level, const lot_rounds *rounds, const lot_domain *domain,
                            lot_error *error);

/*
 * Settle everyone, level by level: raise the least chance where `least`, else lower the greatest.
 * Within levels.limit where there is one: who ends at the limit is settled by limit_round.
 * LOT_FAILURE: no memory, solver; LOT_INTERRUPTED.
 */
lot_status lot_rounds_settle(lot_rounds *rounds, bool least, const lot_domain *domain,
                             lot_error *error);

#endif
