/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pool: everyone who registered and may be selected.
 *
 * From lot_pool_read() until lot_pool_free():
 *   P1  ids are tidy (fold.h), not blank, and no two are equal; in place of the id of who is erased
 *       (erased.h) stand a blank and the pid, which is nobody's id;
 *   P2  values[p][f] is the index of a quota row of feature f;
 *   P3  households are numbered from 0 in order of first appearance; who left the first of the
 *       household columns blank is alone, until lot_pool_join(): the others may be blank;
 *   P4  people stand in the order of the file.
 */
#ifndef CIVICLOT_POOL_H
#define CIVICLOT_POOL_H

#include "civiclot/quota.h"

/* Which columns of the people file hold what. */
typedef struct lot_pool_columns {
    const char *id;               /* NULL: a column `id`, or else the row number */
    const char *const *household; /* [household_count] columns that make up an address */
    uint32_t household_count;     /* 0: everyone is alone */
    bool older_addresses;         /* compare addresses as civiclot did before flats were known */
} lot_pool_columns;

typedef struct lot_pool {
    uint32_t people_count;
    uint32_t features_count;
    uint32_t households_count;
    bool ids_are_rows;    /* no id column: the row number serves */
    uint32_t id_column;   /* LOT_NO_COLUMN when ids_are_rows */
    char **ids;           /* [people_count] */
    uint32_t *rows;       /* [people_count] row numbers in the file */
    uint32_t *values;     /* [people_count][features_count] */
    uint32_t *households; /* [people_count] */
} lot_pool;

/*
 * Read the people of a table.
 * quotas: NULL before there are any: values are then not read, features_count is 0.
 * A missing column, an unknown or missing value, a blank or double id: added to `problems`, all of
 * them, with row and column name, and LOT_BAD_INPUT. Rows with the same unknown value, or with no
 * value, are one problem.
 * *out is NULL on failure; free it with lot_pool_free().
 */
lot_status lot_pool_read(lot_pool **out, const lot_table *people, const lot_quotas *quotas,
                         const lot_pool_columns *columns, lot_problems *problems, lot_error *error);

/* Free the pool. NULL is fine. */
void lot_pool_free(lot_pool *pool);

/*
 * Make one household of the households of people a[i] and b[i], for each i: P3 holds again.
 * a, b: [count] people. LOT_FAILURE: no memory; the pool is then as it was.
 */
lot_status lot_pool_join(lot_pool *pool, const uint32_t *a, const uint32_t *b, uint32_t count,
                         lot_error *error);

/*
 * Let `person` count for the quota row `value`, of feature `feature`, from now on: what would be if
 * they had answered so. The row that they counted for before. Cannot fail.
 */
uint32_t lot_pool_answer(lot_pool *pool, uint32_t person, uint32_t feature, uint32_t value);

/* Is the person erased? Cannot fail. */
static inline bool lot_pool_is_erased(const lot_pool *pool, uint32_t person)
{
    return pool->ids[person][0] == ' ';
}

/* The quota row that person `person` counts for in feature `feature`. Cannot fail. */
static inline uint32_t lot_pool_value(const lot_pool *pool, uint32_t person, uint32_t feature)
{
    return pool->values[(size_t)person * pool->features_count + feature];
}

#endif
