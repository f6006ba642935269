/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rules, inside: what a rules file says, as rules.c reads it and clean.c does it.
 */
#ifndef CIVICLOT_CLEAN_RULES_INSIDE_H
#define CIVICLOT_CLEAN_RULES_INSIDE_H

#include "civiclot/rules.h"
#include "clean/feature_rule.h"

/* A line `exclude` or `require`. */
typedef struct lot_person_rule {
    bool require; /* whom it does not hold for is taken out */
    uint32_t reason;
    lot_condition *condition;
} lot_person_rule;

struct lot_rules {
    char *name;
    char *id;            /* or NULL */
    lot_texts household; /* columns */
    lot_date_order dates;
    lot_texts *same_columns; /* [same_count] the columns of each set */
    lot_columns *same;       /* [same_count] the same, to be given out */
    uint32_t same_count;
    size_t same_room;
    size_t same_columns_room;
    lot_feature_rule *features; /* [features_count] */
    uint32_t features_count;
    size_t features_room;
    lot_person_rule *people; /* [people_count] in the order of the file */
    uint32_t people_count;
    size_t people_room;
    lot_texts reasons; /* each once */
    lot_texts files;   /* each once */
};

#endif
