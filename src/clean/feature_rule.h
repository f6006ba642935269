/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Feature rule: how the cells of one feature are to be read; what stands below `feature NAME`.
 *
 *   Y1  columns are named: where no line says from where, it is the column NAME.
 */
#ifndef CIVICLOT_CLEAN_FEATURE_RULE_H
#define CIVICLOT_CLEAN_FEATURE_RULE_H

#include "clean/brackets.h"
#include "clean/lookup.h"
#include "clean/rule_line.h"
#include "clean/synonyms.h"

typedef enum lot_join { LOT_JOIN_FIRST, LOT_JOIN_ALL, LOT_JOIN_TICKED } lot_join;

typedef enum lot_missing { LOT_MISSING_REJECT, LOT_MISSING_EXCLUDE, LOT_MISSING_VALUE } lot_missing;

/* The lines below a feature that may stand there once. */
typedef enum lot_feature_line {
    LOT_LINE_FROM,
    LOT_LINE_JOIN,
    LOT_LINE_AGE,
    LOT_LINE_BRACKETS,
    LOT_LINE_LOOKUP,
    LOT_LINE_MATCH,
    LOT_LINE_MISSING,
    LOT_LINE_OTHER,
    LOT_FEATURE_LINES
} lot_feature_line;

typedef struct lot_feature_rule {
    char *name;
    lot_rule_place place;              /* of `feature NAME`; the file's name is the rules' */
    uint32_t lines[LOT_FEATURE_LINES]; /* where each stands; 0: nowhere */
    lot_texts from;
    lot_join join;
    lot_synonyms synonyms;
    lot_date age_at; /* with LOT_LINE_AGE */
    lot_brackets brackets;
    lot_lookup lookup;
    lot_missing missing;
    char *missing_value;     /* with LOT_MISSING_VALUE */
    uint32_t missing_reason; /* with LOT_MISSING_EXCLUDE: which of the rules' reasons */
    char *other;             /* or NULL */
} lot_feature_rule;

/* Free what it holds. */
void lot_feature_rule_free(lot_feature_rule *feature);

/*
 * Read one line below a feature.
 * words: the line. reasons: a new one is added. LOT_FAILURE: no memory.
 */
lot_status lot_feature_rule_read(lot_feature_rule *feature, const lot_rule_line *line,
                                 const char *words, lot_texts *reasons, lot_error *error);

/* After its last line: tell what does not go together, and keep Y1. LOT_FAILURE: no memory. */
lot_status lot_feature_rule_end(lot_feature_rule *feature, lot_problems *problems,
                                lot_error *error);

#endif
