/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Peers: leximin as the published systems compute it, by column generation over people.
 *
 * An oracle for pools too large for brute force, and the baseline of the benchmark. Knows pools and
 * quotas, shares nothing with src/fair: no classes, no wrapper around GLPK.
 *
 * Source: Flanigan, Goelz, Gupta, Hennig, Procaccia: Fair algorithms for selecting citizens'
 * assemblies, Nature 596 (2021), supplementary information.
 */
#ifndef CIVICLOT_ORACLE_PEERS_H
#define CIVICLOT_ORACLE_PEERS_H

#include "civiclot/pool.h"

/* The tolerance of the published systems, in chance. */
#define LOT_PEERS_TOLERANCE 5e-4

typedef struct lot_peers {
    uint32_t people_count;
    double *chance;          /* [people_count]; 0 for who is in no panel */
    uint32_t levels_count;   /* how often people were fixed */
    uint32_t panels_count;   /* generated */
    uint32_t programs_count; /* integer programs solved */
} lot_peers;

/*
 * Find the leximin chances. At least one panel must exist. What goes wrong ends the program.
 * tolerance: a level ends when no panel has weight above the LP's bound plus this.
 * Free what it holds with lot_peers_free().
 */
void lot_peers_solve(lot_peers *out, const lot_pool *pool, const lot_quotas *quotas, uint32_t seats,
                     uint32_t per_household, double tolerance);

void lot_peers_free(lot_peers *peers);

#endif
