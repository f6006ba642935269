/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quotas: how many seats of a panel each value of a feature may hold.
 *
 * From lot_quotas_read() until lot_quotas_free(), for a panel of `seats`:
 *   Q1  0 <= min <= max <= seats                for every row;
 *   Q2  sum(min) <= seats <= sum(max)          within every feature;
 *   Q3  the rows of one feature stand together, features and values in the order of the file;
 *   Q4  no two features, and no two values of one feature, fold to the same (fold.h);
 *   Q5  names of features and values are tidy and one line, without control characters.
 * Q1 and Q2 do not promise that a panel exists; only `fair` can tell.
 *
 * A row's index is how a value is named everywhere: in a pool, in a class, in a tally.
 */
#ifndef CIVICLOT_QUOTA_H
#define CIVICLOT_QUOTA_H

#include "civiclot/table.h"

#define LOT_UNBOUNDED UINT32_MAX

enum { LOT_PRIORITY_MOST = 100 };

typedef struct lot_quota {
    uint32_t feature; /* index into lot_quotas.features */
    uint32_t min;
    uint32_t max;
    uint32_t min_flex; /* a relaxation never goes below; 0 where the file does not say */
    uint32_t max_flex; /* nor above; LOT_UNBOUNDED where the file does not say */
    uint32_t row;      /* row number in the file */
    uint32_t priority; /* what a seat of change costs, times; 0: the file does not say: 1 */
    char *value;       /* tidy */
} lot_quota;

typedef struct lot_feature {
    char *name;     /* tidy */
    uint32_t first; /* index of its first quota row */
    uint32_t values_count;
} lot_feature;

typedef struct lot_quotas {
    uint32_t features_count;
    uint32_t count;
    lot_feature *features; /* [features_count] */
    lot_quota *rows;       /* [count] */
} lot_quotas;

/*
 * Read quotas for panels of `seats`.
 * Headers in any case and order: feature,value,min,max[,min_flex,max_flex]; or category,name,...;
 * or category,feature,... . A column priority, from 1 to LOT_PRIORITY_MOST, is read where it is
 * there; other columns are ignored. Max above `seats` is read as `seats`.
 * Wrong content is added to `problems`, all of it, and gives LOT_BAD_INPUT.
 * *out is NULL on failure; free it with lot_quotas_free().
 */
lot_status lot_quotas_read(lot_quotas **out, const lot_table *table, uint32_t seats,
                           lot_problems *problems, lot_error *error);

/*
 * The same of a file whose bounds are shares of the seats, as percentages or from 0 to 1: a minimum
 * is its share of the seats rounded down, a maximum rounded up.
 */
lot_status lot_quotas_read_shares(lot_quotas **out, const lot_table *table, uint32_t seats,
                                  lot_problems *problems, lot_error *error);

/*
 * The same of the features and values alone: bounds are not looked at, and every value may have
 * from none to all of the seats.
 */
lot_status lot_quotas_read_values(lot_quotas **out, const lot_table *table, uint32_t seats,
                                  lot_problems *problems, lot_error *error);

/* Free the quotas. NULL is fine. */
void lot_quotas_free(lot_quotas *quotas);

/*
 * Does a panel with `tally` meet every quota?
 * tally: seats held by each value, [quotas->count].
 * Cannot fail.
 */
bool lot_quotas_admit(const lot_quotas *quotas, const uint32_t *tally);

#endif
