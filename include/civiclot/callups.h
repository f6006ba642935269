/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Call-ups, as the assembly file keeps them: append-only, each with what was published of it.
 */
#ifndef CIVICLOT_CALLUPS_H
#define CIVICLOT_CALLUPS_H

#include "civiclot/assembly.h"

/* Reserves called up in the places of who withdrew. */
typedef struct lot_callup {
    uint32_t number;  /* from 1, over all draws */
    uint32_t attempt; /* the draw whose reserves are called: the newest that is no rehearsal */
    uint32_t behind;  /* the newest attempt when it was made */
    lot_standing *standing;
    uint32_t *called; /* [called_count] people, in the order of the reserves */
    uint32_t called_count;
    uint64_t deviation; /* below 2^63 */
    bool proven;
    char date[LOT_DATE_BYTES]; /* YYYY-MM-DD */
    char *text;                /* callup.txt */
    char *folder;              /* where it was published; NULL: nowhere */
} lot_callup;

void lot_callup_free(lot_callup *callup); /* frees what it holds, not itself */

/* Append a call-up; its number must be the next. Only reserves of the attempt may be called. */
lot_status lot_assembly_add_callup(lot_assembly *assembly, const lot_callup *callup,
                                   lot_error *error);

/* How many call-ups there are. */
lot_status lot_assembly_count_callups(uint32_t *count, lot_assembly *assembly, lot_error *error);

/*
 * Load call-up `number`, 1 .. count. people_count: how many are in the pool.
 * LOT_BAD_INPUT, as damaged, when it is not as it is written, or breaks S2 of standing.h.
 */
lot_status lot_assembly_load_callup(lot_callup *callup, lot_assembly *assembly, uint32_t number,
                                    uint32_t people_count, lot_error *error);

#endif
