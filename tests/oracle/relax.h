/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is there a panel, and what is the cheapest change of quotas after which there is one: over
 * people, one by one, not over classes. Tiny pools by listing all sets of people, larger ones by an
 * integer program with a binary for each person. Shares no code with src/fair/relax.c and
 * conflict.c.
 */
#ifndef CIVICLOT_ORACLE_RELAX_H
#define CIVICLOT_ORACLE_RELAX_H

#include "civiclot/pool.h"

/* The question; `apart`: NULL, or [households] for which there is no rule. */
typedef struct lot_oracle {
    const lot_pool *pool;
    const lot_quotas *quotas;
    uint32_t seats;
    uint32_t per_household;
    const bool *apart;
    bool minima; /* may go down */
    bool maxima; /* may go up */
} lot_oracle;

/* Target 2q is the minimum of quota q, 2q + 1 its maximum. */
typedef struct lot_oracle_change {
    bool found;
    double cost;
    uint32_t *seats; /* [2 * quotas] by how many; all sets of people only: the first by the order */
} lot_oracle_change;

/* Integer program. What goes wrong ends the test program. */
bool lot_oracle_has_panel(const lot_oracle *asked);
void lot_oracle_cost(lot_oracle_change *out, const lot_oracle *asked);

/* All sets of people: pools of at most LOT_BRUTE_PEOPLE_MAX. Free out->seats. */
bool lot_oracle_has_panel_by_sets(const lot_oracle *asked);
void lot_oracle_change_by_sets(lot_oracle_change *out, const lot_oracle *asked);

#endif
