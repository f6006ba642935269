/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plan report: what trials say of plans, for whoever decides how many letters go out. Words, and a
 * page with pictures; both say first what was assumed, as all else stands and falls with it.
 */
#ifndef CIVICLOT_PLAN_REPORT_H
#define CIVICLOT_PLAN_REPORT_H

#include "civiclot/outlook.h"
#include "civiclot/split.h"

typedef struct lot_plan_report {
    const lot_scenario *scenario;
    const char *seed;
    const char *response; /* how it was given, for people: "4%", "response.csv" */
    const char *by_value; /* likewise; NULL: everybody answers alike */
    const char *dropouts; /* likewise; NULL: none were given */
    const char *made;     /* NULL: the quotas were given; else how they were made */
    const char *notices;  /* lines about the population's tables */
    uint64_t household;   /* people at an address, in LOT_POPULATION_PARTS */
    bool addresses_known; /* the population is counted, not only shares of it */
    uint32_t room;        /* letters until no address is left */
    uint64_t letter_cost; /* in hundredths of the currency; 0: not told */
    uint64_t seat_cost;
    lot_outlook *const *outlooks; /* [scenario->letters_count] */
    const uint32_t *beyond;       /* [beyond_count] plans of more letters than `room` */
    uint32_t beyond_count;
    const uint32_t *enough; /* [enough_count] of lot_trials_enough() */
    uint32_t enough_count;
    const lot_needed *needed; /* [needed_count] */
    uint32_t needed_count;
    const lot_split *split; /* NULL: not looked for */
} lot_plan_report;

/* Add all of it as text. */
void lot_plan_put_text(lot_text *words, const lot_plan_report *report);

/* Add it as an HTML page that stands alone. LOT_FAILURE: no memory. */
lot_status lot_plan_put_page(lot_text *page, const lot_plan_report *report, lot_error *error);

/* Add what was assumed, a sentence a line. */
void lot_plan_put_assumptions(lot_text *lines, const lot_plan_report *report);

/* What most often leaves no panel: a bound of a quota, or that people are too few. */
void lot_plan_put_obstacle(lot_text *words, const lot_quotas *quotas, const lot_outlook *outlook);

/* What a plan of so many letters costs, in hundredths; 0: not told. Cannot fail. */
uint64_t lot_plan_cost(const lot_plan_report *report, uint32_t letters);

/* Values in the order in which they are short of people, by an outlook: [quotas->count], written.
 */
void lot_plan_rank_scarce(uint32_t *order, const lot_plan_report *report,
                          const lot_outlook *outlook);

/* Bounds, 2 q or 2 q + 1, in the order in which they bind: [2 * quotas->count], written. */
void lot_plan_rank_binding(uint32_t *order, const lot_plan_report *report,
                           const lot_outlook *outlook);

/*
 * The bounds to tell where there is only place for `most`: half of it for those that most often
 * prevent a panel, the rest for those that most often keep the least chance down; what either
 * leaves free the other gets. How many: at most `most`. told: [most], written.
 */
uint32_t lot_plan_choose_binding(uint32_t *told, uint32_t most, const lot_plan_report *report,
                                 const lot_outlook *outlook);

#endif
