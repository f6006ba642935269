/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Question: is there a panel, when some quotas or households' rules are left out, or somebody?
 *
 * A question starts as the one that quotas, people and seats ask. Its parts may be changed at will;
 * lot_question_sort() makes it ready again, and then it can be asked.
 *
 *   Q1  people who differ only in values without a bound are of one class: such values of a feature
 *       count as one, so that less is asked the fewer quotas hold;
 *   Q2  "there is no panel" is said only with a bound that lot_bound_check() accepts for the
 *       question's own quotas and classes.
 */
#ifndef CIVICLOT_FAIR_QUESTION_H
#define CIVICLOT_FAIR_QUESTION_H

#include "civiclot/fair.h"
#include "fair/branch.h"

typedef struct lot_question {
    lot_quotas quotas; /* rows are the question's own, names are not */
    lot_pool everyone; /* people with their values and households as they came, numbers alone */
    bool *apart;       /* [households] the rule does not hold for this household */
    bool *gone;        /* [people] left the pool */
    uint32_t seats;
    uint32_t per_household;
    lot_pool people;      /* of everyone, who is not gone; their values merged by Q1 */
    uint32_t *place;      /* [people.people_count] of everyone */
    lot_classes *classes; /* of `people` */
    const lot_progress *progress;
} lot_question;

/*
 * The question that these ask, ready. Quotas' names must outlive it.
 * LOT_FAILURE: no memory. Free with lot_question_free().
 */
lot_status lot_question_new(lot_question **out, const lot_quotas *quotas,
                            const lot_classes *classes, uint32_t seats,
                            const lot_progress *progress, lot_error *error);

void lot_question_free(lot_question *question); /* NULL is fine */

/* Leave out the minimum, or the maximum, of a quota. Cannot fail. */
void lot_question_free_min(lot_question *question, uint32_t quota);
void lot_question_free_max(lot_question *question, uint32_t quota);

/* Is there anything to leave out? */
bool lot_question_has_min(const lot_question *question, uint32_t quota);
bool lot_question_has_max(const lot_question *question, uint32_t quota);

/* Make ready after a change. LOT_FAILURE: no memory. */
lot_status lot_question_sort(lot_question *question, lot_error *error);

/*
 * Is there a panel? BOUND, that there is none, only with a proof: see Q2; LIMIT: the search took
 * too many steps. bound: NULL, or the proof when there is no panel; clear it with
 * lot_bound_clear(). LOT_FAILURE: no memory, solver; LOT_INTERRUPTED.
 */
lot_status lot_question_ask(const lot_question *question, lot_decision *answer, lot_bound *bound,
                            lot_error *error);

/* LOT_NOT_VERIFIED when the bound does not prove that there is no panel. */
lot_status lot_question_check(const lot_question *question, const lot_bound *bound,
                              lot_error *error);

#endif
