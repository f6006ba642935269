/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a conflict asks, for its check and its words: conflict.c, conflict_words.c. */
#ifndef CIVICLOT_FAIR_CONFLICT_H
#define CIVICLOT_FAIR_CONFLICT_H

#include "fair/question.h"

/*
 * The question that has the conflict's parts and no others, ready. LOT_FAILURE: no memory.
 * Free with lot_question_free().
 */
lot_status lot_conflict_question(lot_question **out, const lot_conflict *conflict,
                                 const lot_quotas *quotas, const lot_classes *classes,
                                 uint32_t seats, lot_error *error);

#endif
