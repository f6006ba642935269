/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measure: how good a seating is, counted anew from who sits where; and what none can better. */
#ifndef CIVICLOT_SEATING_MEASURE_H
#define CIVICLOT_SEATING_MEASURE_H

#include "seating/blocks.h"

/* groups: [sessions][people]. LOT_FAILURE: no memory. */
lot_status lot_seating_measure_groups(lot_seating_measure *out, const lot_seating_task *task,
                                      const lot_blocks *blocks, const uint32_t *groups,
                                      lot_error *error);

/* Cannot fail, but for want of memory. */
lot_status lot_seating_bound_find(lot_seating_bound *out, const lot_seating_task *task,
                                  const lot_blocks *blocks, lot_error *error);

#endif
