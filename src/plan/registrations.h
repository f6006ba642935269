/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Registrations: who answers the letters of one simulation, letter by letter.
 *
 *   Q1  the registrations of fewer letters are the first of those of more;
 *   Q2  letter number i to a mailing is answered alike whatever the mailings' shares;
 *   Q3  of no value more people register than live there;
 *   Q4  a simulation depends on its own number and the seed alone, whoever runs it and when.
 */
#ifndef CIVICLOT_PLAN_REGISTRATIONS_H
#define CIVICLOT_PLAN_REGISTRATIONS_H

#include "civiclot/trials.h"

/* The cells that a mailing reaches, and up to which number each of them answers. */
typedef struct lot_reach {
    uint32_t count;
    uint32_t *cells; /* [count] */
    uint64_t *ends;  /* [count] rising, in parts of 2^64; a part is lost at most */
} lot_reach;

/* What all simulations of a scenario share. */
typedef struct lot_post {
    const lot_scenario *scenario;
    lot_reach *reaches; /* [mailings->count] */
    uint32_t *people;   /* [population->values_count] who live there, rounded up */
} lot_post;

typedef struct lot_registration {
    uint32_t letter; /* from 0 */
    uint32_t cell;
    bool stays; /* would come if asked */
} lot_registration;

typedef struct lot_registrations {
    const lot_post *post;
    uint64_t swing;
    uint64_t *streams; /* [2 * mailings] of letters, and of who stays */
    int64_t *credit;   /* [mailings] */
    uint32_t *counts;  /* [population->values_count] */
    uint32_t letters;  /* sent so far */
    lot_registration *list;
    size_t count;
    size_t room;
} lot_registrations;

/* The scenario must outlive it. LOT_FAILURE: no memory. Either way, lot_post_clear() it. */
lot_status lot_post_start(lot_post *post, const lot_scenario *scenario, lot_error *error);

void lot_post_clear(lot_post *post);

/* Begin a simulation. LOT_FAILURE: no memory. Either way, lot_registrations_clear() it. */
lot_status lot_registrations_start(lot_registrations *all, const lot_post *post,
                                   uint32_t simulation, lot_error *error);

void lot_registrations_clear(lot_registrations *all);

/* Send letters until `letters` are sent in all. LOT_FAILURE: no memory. */
lot_status lot_registrations_send(lot_registrations *all, uint32_t letters, lot_error *error);

/* How many registrations so many letters brought, which were sent. Cannot fail. */
size_t lot_registrations_by(const lot_registrations *all, uint32_t letters);

#endif
