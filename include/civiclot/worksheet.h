/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Worksheet: quotas made from a population, and how each of them came about.
 *
 *   W1  the rows of one feature stand together, in the population's order; behind the values that
 *       are counted stand those that nobody counted, in the order in which they are given;
 *   W2  within every feature sum(min) <= seats <= sum(max).
 */
#ifndef CIVICLOT_WORKSHEET_H
#define CIVICLOT_WORKSHEET_H

#include "civiclot/apportion.h"
#include "civiclot/population.h"

/* A value that no table counts: who prefers not to say, say. */
typedef struct lot_uncounted {
    const char *feature; /* NULL: every feature */
    const char *value;
    uint32_t min;
    uint32_t max;
} lot_uncounted;

typedef struct lot_worksheet_row {
    uint32_t feature;
    const char *value; /* the population's, or lot_uncounted's */
    bool counted;
    uint64_t count; /* in LOT_COUNT_PARTS; 0 where it is not counted */
    uint64_t total; /* of the feature, in the same */
    lot_apportioned seats;
} lot_worksheet_row;

typedef struct lot_worksheet {
    const lot_population *population; /* must live longer */
    lot_apportion_rule rule;          /* but for `kept`, which every feature has its own of */
    uint32_t rows_count;
    lot_worksheet_row *rows; /* [rows_count] */
} lot_worksheet;

typedef struct lot_worksheet_wish {
    const lot_population *population;
    lot_apportion_rule rule; /* `kept` is not looked at */
    const lot_uncounted *uncounted;
    uint32_t uncounted_count;
} lot_worksheet_wish;

/*
 * Make quotas for rule->seats seats. uncounted: [uncounted_count], their texts live longer.
 * notices: lines, each with its LF: ties, minima that were raised, values that find no seat left.
 * A feature whose minima alone are too many, a value that is counted after all, one of no feature:
 * added to `problems`, all of them, and LOT_BAD_INPUT; no memory LOT_FAILURE.
 * *out is NULL on failure; free it with lot_worksheet_free().
 */
lot_status lot_worksheet_new(lot_worksheet **out, const lot_worksheet_wish *wish, lot_text *notices,
                             lot_problems *problems, lot_error *error);

/* Free the worksheet. NULL is fine. */
void lot_worksheet_free(lot_worksheet *worksheet);

/* What the row's share of the seats is, in hundredths of a seat, rounded. Cannot fail. */
uint64_t lot_worksheet_exact(const lot_worksheet *worksheet, uint32_t row);

/* Add the quotas as CSV: feature,value,min,max. */
void lot_worksheet_put_quotas(lot_text *csv, const lot_worksheet *worksheet);

/*
 * Add everything as CSV, which is a quota file too:
 * feature,value,min,max,count,exact_seats,share,table,note
 */
void lot_worksheet_put_csv(lot_text *csv, const lot_worksheet *worksheet);

/* Add everything as a text for people, feature by feature. */
void lot_worksheet_put_text(lot_text *words, const lot_worksheet *worksheet);

/*
 * The quotas as lot_quotas_read() reads them from what was put: rows as in the worksheet.
 * LOT_FAILURE: no memory. Free *out with lot_quotas_free().
 */
lot_status lot_worksheet_quotas(lot_quotas **out, const lot_worksheet *worksheet, lot_error *error);

#endif
