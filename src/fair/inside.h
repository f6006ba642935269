/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the relaxation: what of it is always an equation, and a point off all else. */
#ifndef CIVICLOT_FAIR_INSIDE_H
#define CIVICLOT_FAIR_INSIDE_H

#include "fair/model.h"

typedef struct lot_inside {
    const lot_model *model;
    double *x;     /* [classes] a point with room to every side that can have some */
    bool *asked;   /* [classes] the LP gives the cap room, too */
    bool *full;    /* [classes] x is always the cap */
    bool *tight;   /* [rows] always an equation */
    bool *counted; /* [rows] looked at: households join when they are violated */
    double *at;    /* [rows] the sum of a row that is tight */
} lot_inside;

/* Seats and quotas are counted. LOT_FAILURE: no memory. */
lot_status lot_inside_start(lot_inside *inside, const lot_model *model, lot_error *error);

void lot_inside_clear(lot_inside *inside);

/* Find it, for the rows that are counted. LOT_FAILURE: no memory, solver. */
lot_status lot_inside_find(lot_inside *inside, lot_error *error);

/* Count the rows that x breaks by more than `noise`; how many. Cannot fail. */
uint32_t lot_inside_count_broken(lot_inside *inside, double noise);

#endif
