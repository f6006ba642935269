/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decided: row by row, found by feature and value. */
#include "cli/decided.h"

#include "civiclot/fold.h"
#include "talk/table_file.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* *good is false when there is no memory. */
static bool same_words(const char *a, const char *b, bool *good)
{
    char *folded = lot_fold(a);
    char *other = lot_fold(b);
    *good = *good && folded != NULL && other != NULL;
    bool same = folded != NULL && other != NULL && strcmp(folded, other) == 0;
    free(folded);
    free(other);
    return same;
}

/* The row of `quotas` that is about the same value; quotas->count: none. */
static uint32_t find_row(const lot_quotas *quotas, const lot_quotas *other, uint32_t row,
                         bool *good)
{
    const lot_quota *wanted = &other->rows[row];
    const char *feature = other->features[wanted->feature].name;
    uint32_t q = 0;
    while (q < quotas->count &&
           !(same_words(quotas->features[quotas->rows[q].feature].name, feature, good) &&
             same_words(quotas->rows[q].value, wanted->value, good)))
        q++;
    return q;
}

lot_status lot_decided_put(uint32_t *changed, lot_quotas *quotas, const lot_quotas *decided,
                           lot_problems *problems, lot_error *error)
{
    size_t before = lot_problems_count(problems);
    bool good = true;
    *changed = 0;
    for (uint32_t d = 0; d < decided->count && good; d++) {
        const lot_quota *row = &decided->rows[d];
        uint32_t q = find_row(quotas, decided, d, &good);
        if (q == quotas->count) {
            lot_problems_add(problems,
                             "--quotas row %" PRIu32
                             ": %s %s is not among the quotas of the first draw",
                             row->row, decided->features[row->feature].name, row->value);
            continue;
        }
        *changed += (uint32_t)(quotas->rows[q].min != row->min) +
                    (uint32_t)(quotas->rows[q].max != row->max);
        quotas->rows[q].min = row->min;
        quotas->rows[q].max = row->max;
    }
    if (!good)
        return LOT_NO_MEMORY(error);
    if (decided->count != quotas->count)
        lot_problems_add(problems,
                         "--quotas has %" PRIu32 " values, and the first draw %" PRIu32
                         ": only the numbers may be others",
                         decided->count, quotas->count);
    return lot_problems_refuse(problems, before, "--quotas", error);
}

lot_status lot_decided_read(lot_quotas **out, const char *path, uint32_t seats, lot_talk *talk,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    lot_table *table = NULL;
    TRY(lot_table_file_read(&table, path, talk, error));
    TRY(lot_quotas_read(out, table, seats, talk->problems, error));
done:
    lot_table_free(table);
    return status;
}
