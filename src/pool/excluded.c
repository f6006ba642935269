/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Excluded: counted by reason. A row's reason is looked for from the row upwards: all rows together
 * come to at most rows x reasons, as the ways from one row to the next one above with its reason
 * never overlap.
 */
#include "civiclot/excluded.h"

#include <stdlib.h>
#include <string.h>

void lot_excluded_free(lot_excluded *excluded)
{
    uint32_t count = lot_excluded_count(excluded);
    for (uint32_t i = 0; excluded->reasons != NULL && i < count; i++)
        free(excluded->reasons[i]);
    free(excluded->reasons);
    lot_table_free(excluded->people);
    *excluded = (lot_excluded){0};
}

uint32_t lot_excluded_count(const lot_excluded *excluded)
{
    return excluded->people != NULL ? lot_table_rows_count(excluded->people) : 0;
}

static bool was_before(const lot_excluded *excluded, uint32_t row)
{
    for (uint32_t r = row; r-- > 0;)
        if (strcmp(excluded->reasons[r], excluded->reasons[row]) == 0)
            return true;
    return false;
}

bool lot_excluded_next_reason(const char **reason, uint32_t *count, uint32_t *row,
                              const lot_excluded *excluded)
{
    uint32_t rows_count = lot_excluded_count(excluded);
    while (*row < rows_count && was_before(excluded, *row))
        (*row)++;
    if (*row == rows_count)
        return false;
    *reason = excluded->reasons[*row];
    *count = 0;
    for (uint32_t r = *row; r < rows_count; r++)
        *count += strcmp(excluded->reasons[r], *reason) == 0;
    (*row)++;
    return true;
}
