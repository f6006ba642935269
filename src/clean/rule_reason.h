/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule reason: the code of why people are taken out, which may be published. */
#ifndef CIVICLOT_CLEAN_RULE_REASON_H
#define CIVICLOT_CLEAN_RULE_REASON_H

#include "clean/rule_line.h"

/*
 * Set *reason to the number of a code among the reasons, to which it is added when it is new.
 * words: the code, spaces around it passed over. One that is none is told, and *reason is 0.
 * LOT_FAILURE: no memory.
 */
lot_status lot_reason_add(uint32_t *reason, lot_texts *reasons, const lot_rule_line *line,
                          const char *words, lot_error *error);

#endif
