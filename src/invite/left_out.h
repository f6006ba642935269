/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Left out: the rows that are not on the list, each with its reason, for the organiser alone. */
#ifndef CIVICLOT_INVITE_LEFT_OUT_H
#define CIVICLOT_INVITE_LEFT_OUT_H

#include "civiclot/problems.h"
#include "civiclot/table.h"

#include <stdint.h>

/* The first two are as they should be; the others are faults of the file. */
typedef enum lot_left_reason {
    LOT_LEFT_SAME_ADDRESS,
    LOT_LEFT_EARLIER,
    LOT_LEFT_NO_ADDRESS,
    LOT_LEFT_NO_STRATUM,
    LOT_LEFT_UNKNOWN_STRATUM,
    LOT_LEFT_TWO_STRATA
} lot_left_reason;

enum { LOT_LEFT_REASONS = LOT_LEFT_TWO_STRATA + 1, LOT_LEFT_SHOWN = 3 };

/* How many there are for each reason, and the first of them. Begins as {0}. */
typedef struct lot_left_counts {
    uint32_t count[LOT_LEFT_REASONS];
    uint32_t first[LOT_LEFT_REASONS][LOT_LEFT_SHOWN]; /* ascending, as many as there are */
} lot_left_counts;

typedef struct lot_left_out lot_left_out;

/* folder: where work under way lies. LOT_FAILURE. Free it with lot_left_out_free(). */
lot_status lot_left_out_new(lot_left_out **out, const char *folder, lot_error *error);

/* NULL is fine. */
void lot_left_out_free(lot_left_out *left);

/* Leave a row out, in any order. like: the row that has its address; 0: none. LOT_FAILURE. */
lot_status lot_left_out_add(lot_left_out *left, uint32_t row, lot_left_reason reason, uint32_t like,
                            lot_error *error);

const lot_left_counts *lot_left_out_counts(const lot_left_out *left);

/* How many are out for a fault of the file. Cannot fail. */
uint32_t lot_left_out_faults(const lot_left_out *left);

/* Add a problem for each fault that rows have, with the first of them. name: of the file. */
void lot_left_out_tell(const lot_left_out *left, const char *name, lot_problems *problems);

/* Write left-out.csv, by row, into the folder, which is `to`. Once, last. LOT_FAILURE. */
lot_status lot_left_out_write(lot_left_out *left, const char *to, lot_error *error);

#endif
