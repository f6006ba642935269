/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sample: a whole selection, small enough to know by heart, for tests of reports.
 *
 * Two seats; one woman and one man, one from the north and one from the south. Seven tickets.
 *
 *   person  0 ID-1  f north  shares an address with ID-2      3 tickets
 *           1 ID-2  m north                                   3
 *           2 ID-3  f south                                   3
 *           3 ID-4  m south                                   4
 *           4 ID-5  f north                                   1
 *           5 ID-6  x south  in no panel                      0
 *   row     0: tickets 0-1 {0, 3}   1: 2-4 {1, 2}   2: 5 {3, 4}   3: 6 {0, 3}
 */
#ifndef CIVICLOT_SUPPORT_SAMPLE_H
#define CIVICLOT_SUPPORT_SAMPLE_H

#include "civiclot/report.h"

typedef struct lot_sample {
    lot_report report; /* what a test may take away or change; nothing in it is owned */
    lot_table *people;
    lot_table *quotas_table;
    lot_quotas *quotas;
    lot_pool *pool;
    lot_classes *classes;
    lot_pseudonyms *pseudonyms;
    lot_lottery *lottery;
    lot_finding finding;
    bool *no_panel;
    uint64_t tickets[6];
    lot_pid process_id;
    lot_digest manifest; /* SHA-256 of lot_sample_manifest */
    lot_source source;
    lot_digest seed;
    lot_drawn draw;
} lot_sample;

extern const char lot_sample_people[]; /* the people file */
extern const char lot_sample_manifest[];

/* Make the sample, drawn by a public value: ticket 1. */
lot_sample *lot_sample_new(void);

/* Draw again, from what `source` holds now. */
void lot_sample_draw(lot_sample *sample);

/* Make the source the operator's, with a commitment to its value, and draw again. */
void lot_sample_seal(lot_sample *sample);

/* Free the sample. NULL is fine. */
void lot_sample_free(lot_sample *sample);

#endif
