/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The integer program of relax.c: relax_model.c. */
#ifndef CIVICLOT_FAIR_RELAX_MODEL_H
#define CIVICLOT_FAIR_RELAX_MODEL_H

#include "civiclot/fair.h"
#include "fair/branch.h"

#define LOT_RELAX_UNITS_MOST UINT64_C(1000000)

/* A search may take so many nodes: fewer, the more columns make a node slow. */
enum {
    LOT_RELAX_NODES_SHORT = 100,
    LOT_RELAX_NODES_LEAST = 1000,
    LOT_RELAX_NODES_MOST = 20000,
    LOT_RELAX_NODES_TIMES_COLUMNS = 4000000
};

typedef struct lot_relaxer {
    const lot_quotas *quotas;
    const lot_classes *classes;
    lot_change_kind kind;
    uint32_t targets_count; /* 2 * quotas */
    uint32_t *order;        /* [quotas] by their row in the file */
    uint32_t *room;         /* [targets] */
    int64_t *cost;          /* [targets] of a seat, in units */
    uint64_t units;         /* in a cost of 1: R1 */
    bool rounded;
    bool limited;        /* a search came to its limit */
    bool unproven;       /* that of the least cost did */
    lot_classes columns; /* classes, then d, then z */
    lot_kind *kinds;
    lot_model *model;
    lot_branch *branch;
    int64_t *taken;     /* [targets] seats chosen for good */
    uint32_t *mark_row; /* [targets] of the model */
    int64_t budget;     /* what the rest may weigh, at most */
    int64_t *weight;    /* [columns.count] */
    int64_t *value;     /* [columns.count] of the best so far */
    int64_t *trial;     /* [columns.count] */
    const lot_progress *progress;
} lot_relaxer;

/* The columns of a target: by how many seats it changes, and whether it does. */
static inline uint32_t lot_relaxer_seats(const lot_relaxer *r, uint32_t target)
{
    return r->classes->count + target;
}

static inline uint32_t lot_relaxer_mark(const lot_relaxer *r, uint32_t target)
{
    return r->classes->count + r->targets_count + target;
}

/*
 * Begin with quotas, classes, kind, targets_count and progress set: find order, rooms and costs.
 * LOT_FAILURE: no memory. Either way, lot_relaxer_clear() it.
 */
lot_status lot_relaxer_start(lot_relaxer *relaxer, uint32_t seats, lot_error *error);

void lot_relaxer_clear(lot_relaxer *relaxer);

/* By how much each target may change. Cannot fail. */
void lot_relaxer_find_rooms(lot_relaxer *relaxer, uint32_t seats);

/* The cost of a seat of a target as a fraction in lowest terms. Cannot fail. */
lot_fraction lot_relaxer_cost(const lot_relaxer *relaxer, uint32_t target);

/* Make model and branch, anew where there were some, from rooms. LOT_FAILURE: no memory. */
lot_status lot_relaxer_make_model(lot_relaxer *relaxer, uint32_t seats, lot_error *error);

#endif
