/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curve: which share of all answers to a mailing has come by which day. */
#ifndef CIVICLOT_CLI_ANSWER_CURVE_H
#define CIVICLOT_CLI_ANSWER_CURVE_H

#include "talk/talk.h"

#include <stdint.h>

typedef struct lot_answer_curve {
    uint32_t count;
    uint32_t *days;   /* [count] rising */
    uint64_t *shares; /* [count] not falling, of the last one */
} lot_answer_curve;

/*
 * Read a curve: the columns day and share. Before the first row it rises from 0 on day 0, between
 * two rows evenly, and after the last nobody answers. LOT_BAD_INPUT with talk's problems.
 * Free it with lot_answer_curve_clear(), also on failure.
 */
lot_status lot_answer_curve_read(lot_answer_curve *out, const char *path, lot_talk *talk,
                                 lot_error *error);

void lot_answer_curve_clear(lot_answer_curve *curve); /* zeroed is fine */

/* What has come by a day, in millionths of the last share. Cannot fail. */
uint64_t lot_answer_curve_at(const lot_answer_curve *curve, uint32_t day);

#endif
