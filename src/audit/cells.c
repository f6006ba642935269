/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells: written once, sorted, and looked up. */
#include "audit/cells.h"

#include "core/array.h"

#include <stdlib.h>
#include <string.h>

static int compare_bytes(const char *a, size_t a_length, const char *b, size_t b_length)
{
    int order = memcmp(a, b, a_length < b_length ? a_length : b_length);
    return order != 0 ? order : (a_length > b_length) - (a_length < b_length);
}

static int compare_cells(const void *a, const void *b)
{
    const lot_cell *left = a;
    const lot_cell *right = b;
    return compare_bytes(left->written, left->length, right->written, right->length);
}

lot_status lot_cells_make(lot_cells *out, const lot_quotas *quotas, lot_error *error)
{
    *out = (lot_cells){.cells = lot_array_new(quotas->count, sizeof *out->cells)};
    if (out->cells == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t q = 0; q < quotas->count; q++) {
        lot_text written = LOT_TEXT_EMPTY;
        lot_csv_put_cell(&written, quotas->rows[q].value, ',');
        lot_text_add(&written, "", 0); /* so that an empty value, too, is a string */
        out->cells[out->count++] = (lot_cell){written.bytes, written.length, q};
        lot_status status = lot_text_check(&written, error);
        if (status != LOT_OK)
            return status;
    }
    for (uint32_t f = 0; f < quotas->features_count; f++)
        qsort(out->cells + quotas->features[f].first, quotas->features[f].values_count,
              sizeof *out->cells, compare_cells);
    return LOT_OK;
}

void lot_cells_free(lot_cells *cells)
{
    for (uint32_t c = 0; c < cells->count; c++)
        free(cells->cells[c].written);
    free(cells->cells);
    *cells = (lot_cells){NULL, 0};
}

/* Behind the cell that begins here: at its comma, LF, or the file's end. */
static const char *find_end(const lot_lines *lines)
{
    bool quoted = false;
    const char *at = lines->at;
    for (; at < lines->end && (quoted || (*at != ',' && *at != '\n')); at++)
        quoted = quoted != (*at == '"');
    return at;
}

/* The place of these bytes among a feature's cells; NULL where no value is written so. */
static const lot_cell *find_cell(const lot_cells *cells, const lot_feature *feature,
                                 const char *written, size_t length)
{
    uint32_t low = feature->first;
    uint32_t high = low + feature->values_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const lot_cell *cell = &cells->cells[middle];
        int order = compare_bytes(cell->written, cell->length, written, length);
        if (order == 0)
            return cell;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

bool lot_cells_take(lot_lines *lines, const lot_cells *cells, const lot_feature *feature,
                    uint32_t *row)
{
    const char *end = find_end(lines);
    if (end == lines->end)
        return false;
    const lot_cell *found = find_cell(cells, feature, lines->at, (size_t)(end - lines->at));
    if (found == NULL)
        return false;
    *row = found->row;
    lines->at = end;
    return true;
}
