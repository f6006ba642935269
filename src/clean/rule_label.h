/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule label: the words that a line of a rules file may begin with, before a colon. */
#ifndef CIVICLOT_CLEAN_RULE_LABEL_H
#define CIVICLOT_CLEAN_RULE_LABEL_H

#include "clean/rule_line.h"

typedef enum lot_label {
    LOT_LABEL_FROM, /* the first are those of features, numbered as lot_feature_line */
    LOT_LABEL_JOIN,
    LOT_LABEL_AGE,
    LOT_LABEL_BRACKETS,
    LOT_LABEL_LOOKUP,
    LOT_LABEL_MATCH,
    LOT_LABEL_MISSING,
    LOT_LABEL_OTHER,
    LOT_LABEL_VERSION,
    LOT_LABEL_ID,
    LOT_LABEL_HOUSEHOLD,
    LOT_LABEL_DATES,
    LOT_LABEL_SAME_PERSON,
    LOT_LABELS,
    LOT_LABEL_NONE = LOT_LABELS
} lot_label;

/*
 * Set *label to that which a line begins with, and *rest to what is behind its colon; or to
 * LOT_LABEL_NONE. LOT_FAILURE: no memory.
 */
lot_status lot_label_find(lot_label *label, const char **rest, const char *words, lot_error *error);

/* How it is written. Static. Cannot fail. */
const char *lot_label_words(lot_label label);

/* Refuse a line that is none, saying which may be meant. LOT_FAILURE: no memory. */
lot_status lot_label_refuse(const lot_rule_line *line, const char *words, lot_error *error);

#endif
