/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Doubles: ids that more than one row has. Each is one problem, however many rows have it; those
 * beyond the first are told together, so that what is told does not grow with the file.
 */
#ifndef CIVICLOT_POOL_DOUBLES_H
#define CIVICLOT_POOL_DOUBLES_H

#include "civiclot/pool.h"
#include "pool/rows.h"

enum { LOT_DOUBLES_SHOWN = 20 };

/* All zeros: none yet. */
typedef struct lot_doubles {
    struct {
        uint32_t first;       /* person who has the id first */
        uint32_t again;       /* and the next one */
        lot_rows rows;        /* of all but the first */
    } ids[LOT_DOUBLES_SHOWN]; /* [count] */
    uint32_t count;
    lot_rows others;
} lot_doubles;

/* Count a person whose id the person `first` has already; in the order of the file. Cannot fail. */
void lot_doubles_meet(lot_doubles *doubles, uint32_t first, uint32_t person, uint32_t row_number);

/* Add a problem for each id. file: as the user named it. */
void lot_doubles_tell(const lot_doubles *doubles, const char *file, const lot_pool *pool,
                      lot_problems *problems);

#endif
