/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rule text: a rules file as its lines.
 *
 *   L1  a line is a tidy string without tabs, and no comment; empty lines and comments are passed
 *       over, and are counted.
 */
#ifndef CIVICLOT_CLEAN_RULE_TEXT_H
#define CIVICLOT_CLEAN_RULE_TEXT_H

#include "civiclot/problems.h"
#include "clean/texts.h"

typedef struct lot_rule_text {
    lot_texts lines;
    uint32_t *numbers; /* [lines.count] */
    size_t numbers_room;
} lot_rule_text;

/*
 * Cut a file into lines, whatever its encoding and line ends are.
 * name: for messages. bytes: [length]. What is no text is told, and its line left out.
 * LOT_FAILURE: no memory. Free it with lot_rule_text_free(), after failure too.
 */
lot_status lot_rule_text_read(lot_rule_text *out, const char *name, const char *bytes,
                              size_t length, lot_problems *problems, lot_error *error);

/* Free the lines. */
void lot_rule_text_free(lot_rule_text *text);

#endif
