/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ids alike: ids that are different, and differ only in what gets lost on the way: zeros in front
 * (a spreadsheet takes 007 for 7), and capitals. Maybe it is one person, whom only a human can
 * tell.
 */
#ifndef CIVICLOT_IDS_ALIKE_H
#define CIVICLOT_IDS_ALIKE_H

#include "civiclot/pool.h"

enum { LOT_IDS_ALIKE_SHOWN = 3 };

typedef struct lot_ids_alike {
    uint32_t count; /* people whose id is like that of somebody before */
    struct {
        uint32_t row;             /* row number of such a person */
        uint32_t before;          /* of who has the like first */
    } first[LOT_IDS_ALIKE_SHOWN]; /* as many as there are */
} lot_ids_alike;

/* Find them. Row numbers that serve as ids are never alike. LOT_FAILURE: no memory. */
lot_status lot_ids_alike_find(lot_ids_alike *out, const lot_pool *pool, lot_error *error);

#endif
