/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trial: one simulation of a scenario, and the record that it leaves.
 *
 * A record is words of 32 bits: the letters from which on a panel exists, 0 where there is none up
 * to the horizon; then for each number of letters of the scenario a view:
 *
 *     least, people, stay, people of each quota row, bits of what binds
 *
 *   V1  least is 0 where there is no panel, else 1 more than the least chance in billionths;
 *   V2  bit 2 q is the minimum of quota q, 2 q + 1 its maximum, the last that people are fewer than
 *       seats. Where there is no panel: all minima that too few people are there for, or where
 *       there is none of these, a conflict; else the bounds that the least chance rests on.
 */
#ifndef CIVICLOT_PLAN_TRIAL_H
#define CIVICLOT_PLAN_TRIAL_H

#include "plan/registrations.h"

enum { LOT_VIEW_LEAST, LOT_VIEW_PEOPLE, LOT_VIEW_STAY, LOT_VIEW_VALUES };

#define LOT_TRIAL_BILLIONTHS UINT64_C(1000000000)

/* How many words the bits take, a view, a record. */
static inline uint32_t lot_bits_words(const lot_scenario *scenario)
{
    return (2 * scenario->quotas->count + 1 + 31) / 32;
}

static inline uint32_t lot_view_words(const lot_scenario *scenario)
{
    return LOT_VIEW_VALUES + scenario->quotas->count + lot_bits_words(scenario);
}

static inline uint32_t lot_record_words(const lot_scenario *scenario)
{
    return 1 + scenario->letters_count * lot_view_words(scenario);
}

/* The view of letters[plan] in a record. */
static inline const uint32_t *lot_record_view(const uint32_t *record, const lot_scenario *scenario,
                                              uint32_t plan)
{
    return record + 1 + (size_t)plan * lot_view_words(scenario);
}

/* Is bit `bit` set in the view? */
static inline bool lot_view_binds(const uint32_t *view, const lot_scenario *scenario, uint32_t bit)
{
    return view[LOT_VIEW_VALUES + scenario->quotas->count + bit / 32] >> bit % 32 & 1;
}

/*
 * Run simulation `simulation` into record [lot_record_words()], which is zeros.
 * LOT_FAILURE: no memory, solver; LOT_INTERRUPTED.
 */
lot_status lot_trial_run(uint32_t *record, const lot_post *post, uint32_t simulation,
                         const lot_progress *progress, lot_error *error);

/* A glance: is there a panel with letters[0], or how many seats lack people; the least chance. */
enum { LOT_GLANCE_PANEL, LOT_GLANCE_MISSING, LOT_GLANCE_LEAST, LOT_GLANCE_WORDS };

/* The same of letters[0] alone: record [LOT_GLANCE_WORDS], the least chance in billionths. */
lot_status lot_trial_glance(uint32_t *record, const lot_post *post, uint32_t simulation,
                            const lot_progress *progress, lot_error *error);

#endif
