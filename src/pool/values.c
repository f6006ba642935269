/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values: which quota row a cell counts for. */
#include "pool/values.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "core/distance.h"
#include "pool/message.h"
#include "pool/names.h"

#include <stdlib.h>
#include <unistr.h>

enum { SHOWN_VALUES = 8, NEAR = 2 };

struct lot_values {
    const lot_quotas *quotas;
    const lot_feature *feature;
    lot_names *folded; /* of the quotas, numbered from the feature's first row */
    lot_names *cells;  /* as they stand in the file */
    uint32_t *of_cell; /* [cells count] quota row or LOT_NO_VALUE */
    size_t of_cell_room;
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
    values->quotas = quotas;
    values->feature = &quotas->features[feature];
    values->folded = lot_names_new();
    values->cells = lot_names_new();
    bool good = values->folded != NULL && values->cells != NULL;
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
    free(values->of_cell);
    free(values);
}

lot_status lot_values_find(uint32_t *quota, lot_values *values, const char *cell, lot_error *error)
{
    uint32_t cells_count = lot_names_count(values->cells);
    uint32_t number;
    if (!lot_names_add(&number, values->cells, cell))
        return LOT_NO_MEMORY(error);
    if (number == cells_count) {
        void *of_cell = values->of_cell;
        char *folded = lot_fold(cell);
        if (folded == NULL ||
            lot_array_grow(&of_cell, &values->of_cell_room, cells_count, sizeof(uint32_t)) != 0) {
            free(folded);
            return LOT_NO_MEMORY(error);
        }
        values->of_cell = of_cell;
        uint32_t offset = lot_names_find(values->folded, folded);
        values->of_cell[number] =
            offset == LOT_NO_NAME ? LOT_NO_VALUE : values->feature->first + offset;
        free(folded);
    }
    *quota = values->of_cell[number];
    return LOT_OK;
}

/* The letters of a word, for counting differences; 0 when there are too many to be a slip. */
static size_t spell(ucs4_t letters[LOT_WORD_MOST], const char *word)
{
    const uint8_t *at = (const uint8_t *)word;
    const uint8_t *next;
    size_t count = 0;
    for (; (next = u8_next(&letters[count], at)) != NULL; at = next)
        if (++count == LOT_WORD_MOST)
            return 0;
    return count;
}

/* How far the cell is from a value; SIZE_MAX when too far to be meant. */
static size_t slips(const char *cell, const char *value)
{
    ucs4_t a[LOT_WORD_MOST];
    ucs4_t b[LOT_WORD_MOST];
    char *folded_cell = lot_fold(cell);
    char *folded_value = lot_fold(value);
    size_t a_count = folded_cell != NULL ? spell(a, folded_cell) : 0;
    size_t b_count = folded_value != NULL ? spell(b, folded_value) : 0;
    free(folded_cell);
    free(folded_value);
    if (a_count == 0 || b_count == 0)
        return SIZE_MAX;
    size_t count = lot_distance(a, a_count, b, b_count);
    return count <= NEAR && count * 2 < b_count ? count : SIZE_MAX;
}

void lot_values_put_unknown(lot_text *words, const lot_values *values, const char *cell)
{
    const lot_quota *rows = values->quotas->rows + values->feature->first;
    const char *meant = NULL;
    size_t fewest = SIZE_MAX;
    lot_text_put(words, "'");
    lot_message_put_cell(words, cell);
    lot_text_put(words, "' is not a value in the quotas (there are: ");
    for (uint32_t v = 0; v < values->feature->values_count; v++) {
        if (v <= SHOWN_VALUES)
            lot_text_put(words, v > 0 ? ", " : "");
        if (v < SHOWN_VALUES)
            lot_message_put_cell(words, rows[v].value);
        else if (v == SHOWN_VALUES)
            lot_text_put(words, "...");
        size_t count = slips(cell, rows[v].value);
        if (count < fewest) {
            fewest = count;
            meant = rows[v].value;
        }
    }
    lot_text_put(words, ")");
    if (meant != NULL) {
        lot_text_put(words, ": did you mean ");
        lot_message_put_cell(words, meant);
        lot_text_put(words, "?");
    }
}
