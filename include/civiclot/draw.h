/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The draw: a seed from the manifest and public values, a ticket from the seed.
 * docs/protocol.md, section 4, has every byte.
 */
#ifndef CIVICLOT_DRAW_H
#define CIVICLOT_DRAW_H

#include "civiclot/dropouts.h"
#include "civiclot/lottery.h"
#include "civiclot/pseudonym.h"
#include "civiclot/source.h"

/* The seed. sources: [count], all with values. Cannot fail. */
void lot_seed(lot_digest *out, const lot_digest *manifest, const lot_source *sources,
              uint32_t count);

/*
 * The numbers that a seed gives for one purpose, one after the other. `next` begins as 0 and counts
 * those that were taken, rejected ones too.
 */
typedef struct lot_draw_numbers {
    const char *purpose; /* "panel", "reserve" */
    lot_digest manifest;
    lot_digest seed;
    uint64_t next;
} lot_draw_numbers;

/*
 * Draw a ticket. purpose: "panel". *rejected: how many u were rejected before; may be NULL.
 * Cannot fail.
 */
uint64_t lot_draw_ticket(const char *purpose, const lot_digest *manifest, const lot_digest *seed,
                         uint64_t tickets, uint64_t *rejected);

/* As a stream: its first number is the first of lot_draw_ticket(). Cannot fail. */
lot_stream lot_draw_stream(lot_draw_numbers *numbers);

/*
 * Number the tickets of dealt panels so that everyone's are spread over the whole range: up to
 * 10,000 tickets one row a ticket, above that about 10,000 rows, in the order of
 * SHA-256("civiclot/order/v1\0" || the panel's pids ascending || copy number).
 * Panels that seat the same people become one; the lottery's panels are sorted by their pids.
 * Takes and frees `panels` on success only. LOT_FAILURE when there is no memory.
 */
lot_status lot_number_tickets(lot_lottery **out, lot_panels *panels,
                              const lot_pseudonyms *pseudonyms, lot_error *error);

#endif
