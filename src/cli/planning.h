/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Planning: what `civiclot plan` was asked, read from its command line and files.
 *
 *   P1  everything that is wrong in the files is told in one pass, as problems.
 */
#ifndef CIVICLOT_CLI_PLANNING_H
#define CIVICLOT_CLI_PLANNING_H

#include "civiclot/plan_report.h"
#include "talk/options.h"
#include "talk/talk.h"

typedef struct lot_planning {
    const lot_arguments *arguments;
    lot_talk *talk;
    lot_text notices; /* about the population, and the quotas that were made of it */
    lot_population *population;
    lot_quotas *quotas;
    lot_rates *rates;   /* --response or --by-value: a file */
    lot_rates *leaving; /* --dropouts: a file */
    uint32_t low, high; /* --response: a rate, or two */
    uint32_t stay_away; /* --dropouts: a rate */
    uint32_t spread;    /* --dispersion, */
    bool spread_told;   /* where it was given */
    lot_response *response;
    lot_mailings *mailings;
    uint32_t *rows;
    uint32_t *leaves;  /* [cells] NULL: nobody */
    uint32_t *letters; /* [letters_count] rising; those beyond the room come last */
    uint32_t letters_count;
    uint32_t beyond_count;
    uint32_t budget_letters;                 /* that --budget pays; 0: it was not given */
    uint64_t household;                      /* people at an address, in LOT_POPULATION_PARTS */
    uint64_t letter_cost, seat_cost, budget; /* in hundredths */
    char *seed;
    uint32_t workers;
    uint32_t room;
    lot_scenario scenario;
} lot_planning;

/* Read everything. Either way, lot_planning_clear() it. LOT_BAD_INPUT with talk's problems. */
lot_status lot_planning_read(lot_planning *planning, const lot_arguments *arguments, lot_talk *talk,
                             lot_error *error);

void lot_planning_clear(lot_planning *planning);

#endif
