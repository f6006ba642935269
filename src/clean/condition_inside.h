/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Condition, inside: what condition_parse.c makes of a line, and condition.c asks of the rows.
 *
 *   C1  a cell is understood once: `answers` has what came out, by its number in `cells`; there are
 *       at most REMEMBERED, so that a column in which everybody is different costs no memory;
 *   C2  `is not` is true exactly where `is` is false, for a blank cell too; where a cell cannot be
 *       understood, neither is.
 */
#ifndef CIVICLOT_CLEAN_CONDITION_INSIDE_H
#define CIVICLOT_CLEAN_CONDITION_INSIDE_H

#include "clean/condition.h"
#include "clean/number.h"
#include "clean/past.h"
#include "pool/names.h"
#include "pool/rows.h"

typedef enum lot_condition_kind {
    LOT_CONDITION_VALUES,
    LOT_CONDITION_BLANK,
    LOT_CONDITION_CONTAINS,
    LOT_CONDITION_UNDER,
    LOT_CONDITION_OVER,
    LOT_CONDITION_BEFORE,
    LOT_CONDITION_AFTER,
    LOT_CONDITION_YOUNGER,
    LOT_CONDITION_AT_LEAST,
    LOT_CONDITION_IN_FILE
} lot_condition_kind;

/* What a cell comes to: no or yes, or why it could not be understood. */
typedef enum lot_answer {
    LOT_ANSWER_NO,
    LOT_ANSWER_YES,
    LOT_ANSWER_NO_NUMBER,
    LOT_ANSWER_NO_DATE,
    LOT_ANSWER_AMBIGUOUS,
    LOT_ANSWER_SHORT_YEAR,
    LOT_ANSWER_UNBORN,
    LOT_ANSWER_TOO_OLD,
    LOT_ANSWERS
} lot_answer;

struct lot_condition {
    char *rules; /* the rules file's name */
    uint32_t line;
    char *columns[LOT_PAST_PARTS_MOST];
    uint32_t columns_count;
    lot_condition_kind kind;
    bool negated;
    char **texts; /* [texts_count] folded: VALUES, CONTAINS */
    uint32_t texts_count;
    size_t texts_room;
    lot_number number; /* UNDER, OVER */
    int32_t age;       /* YOUNGER, AT_LEAST */
    lot_date date;     /* BEFORE, AFTER, YOUNGER, AT_LEAST */
    char *file;        /* IN_FILE, and one of these two once it was given */
    lot_names *list;   /* keys of rows, as make_key() in condition.c makes them */
    lot_past *past;

    const lot_table *people;
    uint32_t of_column[LOT_PAST_PARTS_MOST];
    lot_date_order order;
    lot_names *cells;
    unsigned char *answers; /* [cells count] */
    size_t answers_room;
    lot_rows faults[LOT_ANSWERS]; /* by answer, in which rows */
};

#endif
