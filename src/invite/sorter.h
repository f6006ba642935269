/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sorter: very many small records, in order, in memory that hardly grows with them.
 *
 * Records go into buckets, which lie in one file without a name, and each bucket is sorted when its
 * turn comes: so the memory is that of the largest bucket, and nothing is left on the disk, however
 * the program ends.
 *
 *   S1  the records of a bucket are before those of all later buckets: whoever adds them sees to
 * it.
 */
#ifndef CIVICLOT_INVITE_SORTER_H
#define CIVICLOT_INVITE_SORTER_H

#include "civiclot/status.h"

#include <stddef.h>
#include <stdint.h>

enum { LOT_SORTER_BUCKETS = 256 };

typedef struct lot_sorter lot_sorter;

/* Compares two records, as qsort() has it. */
typedef int lot_sorter_compare(const void *a, const void *b);

/*
 * Make one of records of so many bytes. folder: where the file without a name lies. LOT_FAILURE: it
 * cannot be made, or no memory. Free it with lot_sorter_free().
 */
lot_status lot_sorter_new(lot_sorter **out, const char *folder, size_t record_bytes,
                          lot_sorter_compare *compare, lot_error *error);

/* NULL is fine. */
void lot_sorter_free(lot_sorter *sorter);

/* Add a record. LOT_FAILURE: the disk is full, say, or no memory. */
lot_status lot_sorter_add(lot_sorter *sorter, uint32_t bucket, const void *record,
                          lot_error *error);

/* Give all records to `visit`, ascending, until it does not return LOT_OK. Once. */
lot_status lot_sorter_walk(lot_sorter *sorter,
                           lot_status (*visit)(void *context, const unsigned char *record,
                                               lot_error *error),
                           void *context, lot_error *error);

#endif
