/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values: which quota row a cell counts for. */
#include "pool/values.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "pool/names.h"
#include "pool/unknown.h"

#include <stdlib.h>

/* What a cell is: a quota row, or else a group of unknown ones. */
typedef struct meaning {
    uint32_t quota; /* or LOT_NO_VALUE */
    uint32_t group; /* where there is no quota row */
} meaning;

struct lot_values {
    const lot_feature *feature;
    lot_names *folded; /* of the quotas, numbered from the feature's first row */
    lot_names *cells;  /* as they stand in the file */
    meaning *of_cell;  /* [cells count] */
    size_t of_cell_room;
    lot_unknown *unknown;
};

static bool add_folded(lot_names *names, const char *value)
{
    uint32_t number;
    char *folded = lot_fold(value);
    bool added = folded != NULL && lot_names_add(&number, names, folded);
    free(folded);
    return added;
}

lot_status lot_values_new(lot_values **out, const lot_quotas *quotas, uint32_t feature,
                          lot_error *error)
{
    *out = NULL;
    lot_values *values = lot_array_new(1, sizeof *values);
    if (values == NULL)
        return LOT_NO_MEMORY(error);
    values->feature = &quotas->features[feature];
    values->folded = lot_names_new();
    values->cells = lot_names_new();
    values->unknown =
        lot_unknown_new(quotas->rows + values->feature->first, values->feature->values_count);
    bool good = values->folded != NULL && values->cells != NULL && values->unknown != NULL;
    /* By Q4 no two fold to the same, so that numbers and rows run side by side. */
    for (uint32_t v = 0; good && v < values->feature->values_count; v++)
        good = add_folded(values->folded, quotas->rows[values->feature->first + v].value);
    if (!good) {
        lot_values_free(values);
        return LOT_NO_MEMORY(error);
    }
    *out = values;
    return LOT_OK;
}

void lot_values_free(lot_values *values)
{
    if (values == NULL)
        return;
    lot_names_free(values->folded);
    lot_names_free(values->cells);
    lot_unknown_free(values->unknown);
    free(values->of_cell);
    free(values);
}

/* Fold a cell that is seen for the first time. False: no memory. */
static bool understand(meaning *cell_meaning, lot_values *values, const char *cell)
{
    char *folded = lot_fold(cell);
    if (folded == NULL)
        return false;
    uint32_t offset = lot_names_find(values->folded, folded);
    bool good = true;
    *cell_meaning = (meaning){LOT_NO_VALUE, 0};
    if (offset != LOT_NO_NAME)
        cell_meaning->quota = values->feature->first + offset;
    else
        good = lot_unknown_add(&cell_meaning->group, values->unknown, cell, folded);
    free(folded);
    return good;
}

lot_status lot_values_find(uint32_t *quota, lot_values *values, const char *cell,
                           uint32_t row_number, lot_error *error)
{
    uint32_t cells_count = lot_names_count(values->cells);
    uint32_t number;
    if (!lot_names_add(&number, values->cells, cell))
        return LOT_NO_MEMORY(error);
    if (number == cells_count) {
        void *of_cell = values->of_cell;
        if (lot_array_grow(&of_cell, &values->of_cell_room, cells_count, sizeof(meaning)) != 0)
            return LOT_NO_MEMORY(error);
        values->of_cell = of_cell;
        if (!understand(&values->of_cell[number], values, cell))
            return LOT_NO_MEMORY(error);
    }
    const meaning *found = &values->of_cell[number];
    *quota = found->quota;
    if (found->quota == LOT_NO_VALUE)
        lot_unknown_meet(values->unknown, found->group, row_number);
    return LOT_OK;
}

void lot_values_tell(lot_values *values, const char *file, const char *column,
                     uint32_t people_count, lot_problems *problems)
{
    lot_unknown_tell(values->unknown, file, column, people_count, problems);
}
