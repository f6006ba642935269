/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Openings: openings.csv, what everyone's leaf in pool.csv is the hash of, but for the id.
 *
 * Published at level `full` only: it tells everyone's values, under pids. docs/protocol.md has
 * every column. Who reads it needs no key, and believes nothing that no leaf says.
 */
#ifndef CIVICLOT_OPENINGS_H
#define CIVICLOT_OPENINGS_H

#include "civiclot/pseudonym.h"
#include "civiclot/text.h"

/*
 * Write it: everyone of the pool, sorted by pid. LOT_FAILURE: no memory.
 */
lot_status lot_openings_put(lot_text *text, const lot_key *key, const lot_pool *pool,
                            const lot_quotas *quotas, const lot_pseudonyms *pseudonyms,
                            lot_error *error);

/* A pool as its openings tell it. Free with lot_openings_free(). */
typedef struct lot_openings {
    lot_pid *pids;  /* [pool->people_count] ascending */
    lot_pool *pool; /* in this order; ids are the pids, rows the rows of openings.csv */
} lot_openings;

void lot_openings_free(lot_openings *openings); /* frees what it holds, not itself */

/*
 * Read openings.csv, of anyone, and hold every leaf against pool.csv. quotas: as quotas.csv has
 * them. LOT_NOT_VERIFIED, naming the line, when a file is not written as it must be, when a value
 * has no quota, when a household has one member, or when a leaf is another; LOT_FAILURE: no
 * memory.
 */
lot_status lot_openings_read(lot_openings *out, const lot_text *openings_csv,
                             const lot_text *pool_csv, const lot_quotas *quotas, lot_error *error);

#endif
