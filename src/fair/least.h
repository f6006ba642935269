/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bound of the least chance: least.c. */
#ifndef CIVICLOT_FAIR_LEAST_H
#define CIVICLOT_FAIR_LEAST_H

#include "civiclot/lottery.h"
#include "fair/model.h"

typedef struct lot_least {
    lot_fraction chance;  /* no lottery gives everyone whose cap is not 0 more: in integers */
    double z;             /* of the LP */
    int64_t *multipliers; /* [1 + quotas] */
    double *worth;        /* [classes] about how much chance one person less takes from all */
} lot_least;

/* LOT_FAILURE: no memory, solver, or the model has no panel. Clear *out with lot_least_clear(). */
lot_status lot_find_least(lot_least *out, const lot_model *model, lot_error *error);

void lot_least_clear(lot_least *least);

#endif
