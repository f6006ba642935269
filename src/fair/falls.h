/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Falls: how much an LP's optimum falls for each unit by which a class is pushed down or up, as
 * branch and bound has seen it so far. The class whose two sides fall most is split.
 * Source: pseudo-costs, Benichou and others 1971.
 */
#ifndef CIVICLOT_FAIR_FALLS_H
#define CIVICLOT_FAIR_FALLS_H

#include <stdbool.h>
#include <stdint.h>

/* All zero at first. */
typedef struct lot_fall {
    double down; /* sums of falls for each unit */
    double up;
    uint32_t downs; /* how often */
    uint32_t ups;
} lot_fall;

/* Learn that pushing the class from a broken value up or down made the optimum fall so much. */
void lot_fall_learn(lot_fall *fall, double value, bool up, double fell);

/* How much is to be expected of a split at a broken value; both sides count. Cannot fail. */
double lot_fall_score(const lot_fall *fall, double value);

#endif
