/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feature text: one column as it is, several joined. */
#include "clean/feature_text.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "pool/column.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char between[] = " + ";

/* What somebody writes, or a form exports, into a box that is not ticked. */
static const char *const unticked[] = {"no", "n", "false", "0"};

enum { UNTICKED_COUNT = sizeof unticked / sizeof *unticked, UNTICKED_BYTES_MOST = 16 };

lot_status lot_feature_text_bind(lot_feature_text *source, const lot_feature_rule *feature,
                                 const lot_table *people, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text why = LOT_TEXT_EMPTY;
    uint32_t line = feature->lines[LOT_LINE_FROM];
    *source = (lot_feature_text){.feature = feature, .people = people};
    source->columns = lot_array_new(feature->from.count, sizeof *source->columns);
    if (source->columns == NULL)
        return LOT_NO_MEMORY(error);
    lot_text_format(&why, "line %" PRIu32 " of %s reads it", line != 0 ? line : feature->place.line,
                    feature->place.file);
    lot_text_put(&why, line != 0 ? "" : ", as there is no line `from:` below it");
    TRY(lot_text_check(&why, error));
    for (uint32_t c = 0; c < feature->from.count; c++)
        TRY(lot_column_need(&source->columns[c], people, feature->from.items[c],
                            lot_text_string(&why), problems, error));
done:
    lot_text_free(&why);
    return status;
}

void lot_feature_text_free(lot_feature_text *source)
{
    free(source->columns);
    lot_text_free(&source->joined);
    *source = (lot_feature_text){0};
}

/* A box is ticked unless it is blank or says no. Few are long, and then they are. */
static lot_status is_ticked(bool *ticked, const char *cell, lot_error *error)
{
    *ticked = false;
    if (lot_is_blank(cell))
        return LOT_OK;
    *ticked = true;
    if (strlen(cell) > UNTICKED_BYTES_MOST)
        return LOT_OK;
    char *folded = lot_fold(cell);
    if (folded == NULL)
        return LOT_NO_MEMORY(error);
    for (size_t u = 0; u < UNTICKED_COUNT; u++)
        if (strcmp(folded, unticked[u]) == 0)
            *ticked = false;
    free(folded);
    return LOT_OK;
}

static lot_status join(lot_feature_text *source, uint32_t row, lot_error *error)
{
    bool ticked = source->feature->join == LOT_JOIN_TICKED;
    source->joined.length = 0;
    for (uint32_t c = 0; c < source->feature->from.count; c++) {
        const char *cell = lot_table_cell(source->people, row, source->columns[c]);
        bool said = !ticked && !lot_is_blank(cell);
        if (ticked) {
            lot_status status = is_ticked(&said, cell, error);
            if (status != LOT_OK)
                return status;
        }
        if (!said)
            continue;
        lot_text_put(&source->joined, source->joined.length > 0 ? between : "");
        lot_text_put(&source->joined, ticked ? source->feature->from.items[c] : cell);
    }
    return lot_text_check(&source->joined, error);
}

lot_status lot_feature_text_read(const char **text, lot_feature_text *source, uint32_t row,
                                 lot_error *error)
{
    const lot_feature_rule *feature = source->feature;
    if (feature->from.count > 1 || feature->join == LOT_JOIN_TICKED)
        if (feature->join != LOT_JOIN_FIRST) {
            lot_status status = join(source, row, error);
            *text = source->joined.length > 0 ? source->joined.bytes : "";
            return status;
        }
    for (uint32_t c = 0; c < feature->from.count; c++) {
        *text = lot_table_cell(source->people, row, source->columns[c]);
        if (c + 1 == feature->from.count || !lot_is_blank(*text))
            break;
    }
    return LOT_OK;
}
