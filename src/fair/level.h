/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Level: one step of an objective. With some classes settled at their chances, raise the least
 * chance of the open ones as far as it goes, or lower the greatest:
 *
 *     max z      size[t] z <= x[t]                       for every open class    (LEAST)
 *     min z      x[t] <= size[t] z                       for every open class    (GREATEST)
 *                x[t] = size[t] chance[t]                for every settled class
 *                x[t] <= size[t] limit,  or >= for GREATEST                      where limited
 *
 * over seats x of classes: those that the relaxation allows (relaxed.c), or those that mixtures of
 * panels give (panels.c). What proves z is a bound (civiclot/proof.h); the classes that have a
 * weight of the right sign in it have chance z in every optimum: the level fixes them.
 */
#ifndef CIVICLOT_FAIR_LEVEL_H
#define CIVICLOT_FAIR_LEVEL_H

#include "civiclot/progress.h"
#include "fair/bound.h"
#include "fair/hull.h"

/* What is settled, and what is asked. */
typedef struct lot_levels {
    const lot_model *model;
    mpq_t *chance; /* [classes] of settled classes */
    bool *open;    /* [classes] neither settled nor shut out */
    uint32_t open_count;
    bool least;   /* raise the least; else lower the greatest */
    bool limited; /* by `limit`: a ceiling for LEAST, a floor for GREATEST */
    mpq_t limit;
    bool *bounded; /* [classes] relaxed.c's own: whose bounds mattered before */
} lot_levels;

/* What was found. */
typedef struct lot_level {
    mpq_t z;
    bool *fixes;     /* [classes] of the open ones; some are true */
    lot_bound bound; /* owned */
    bool exact;      /* z is the optimum as a fraction */
} lot_level;

/* All classes that are not shut out are open. LOT_FAILURE: no memory. */
lot_status lot_levels_start(lot_levels *levels, const lot_model *model, lot_error *error);

void lot_levels_clear(lot_levels *levels);

/* LOT_FAILURE: no memory. */
lot_status lot_level_start(lot_level *level, const lot_model *model, lot_error *error);

void lot_level_clear(lot_level *level);

/*
 * Solve a level over the relaxation. LOT_FAILURE: no memory, solver. The relaxation must have a
 * point that agrees with what is settled.
 */
lot_status lot_level_relaxed(lot_level *level, const lot_levels *levels, lot_error *error);

/*
 * Solve a level over mixtures of panels, adding panels to `hull` as they help.
 * LOT_FAILURE: no memory, solver; LOT_INTERRUPTED.
 */
lot_status lot_level_panels(lot_level *level, const lot_levels *levels, lot_hull *hull,
                            const lot_progress *progress, lot_error *error);

#endif
