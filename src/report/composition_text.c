/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Composition as text for the terminal, aligned by code points, and as CSV. */
#include "core/array.h"
#include "report/aligned.h"
#include "report/composition_columns.h"

#include "civiclot/csv.h"

#include <inttypes.h>
#include <stdlib.h>

/* What is laid out, and how wide its columns are. */
typedef struct layout {
    const lot_composition *composition;
    lot_composition_column *columns; /* [count] */
    uint32_t *widths;                /* [count] */
    uint32_t count;
    uint32_t label; /* width of the values' names */
} layout;

static void widen(uint32_t *width, lot_text *cell)
{
    uint32_t wide = lot_text_places(lot_text_string(cell));
    *width = *width > wide ? *width : wide;
    lot_text_free(cell);
}

static void measure_column(layout *l, uint32_t c)
{
    lot_text cell = LOT_TEXT_EMPTY;
    lot_composition_put_head(&cell, l->composition, l->columns[c]);
    widen(&l->widths[c], &cell);
    lot_composition_put_total(&cell, l->composition, l->columns[c]);
    widen(&l->widths[c], &cell);
    for (uint32_t q = 0; q < l->composition->quotas->count; q++) {
        lot_composition_put_cell(&cell, l->composition, q, l->columns[c]);
        widen(&l->widths[c], &cell);
    }
}

static void measure(layout *l)
{
    const lot_quotas *quotas = l->composition->quotas;
    for (uint32_t c = 0; c < l->count; c++)
        measure_column(l, c);
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        uint32_t wide = lot_text_places(quotas->features[f].name);
        l->label = l->label > wide ? l->label : wide;
    }
    for (uint32_t q = 0; q < quotas->count; q++) {
        uint32_t wide = lot_text_places(quotas->rows[q].value) + 2;
        l->label = l->label > wide ? l->label : wide;
    }
}

/* Each cell to the right of its column. */
static void put_right(lot_text *text, lot_text *cell, uint32_t width)
{
    lot_text_put(text, "  ");
    lot_spaces_put(text, lot_text_places(lot_text_string(cell)), width);
    lot_text_put(text, lot_text_string(cell));
    lot_text_free_part(text, cell);
}

static void put_label(lot_text *text, const layout *l, const char *indent, const char *label)
{
    lot_text_put(text, indent);
    lot_plain_put(text, label);
    lot_spaces_put(text, lot_text_places(indent) + lot_text_places(label), l->label);
}

static void put_head(lot_text *text, const layout *l)
{
    put_label(text, l, "", "");
    for (uint32_t c = 0; c < l->count; c++) {
        lot_text cell = LOT_TEXT_EMPTY;
        lot_composition_put_head(&cell, l->composition, l->columns[c]);
        put_right(text, &cell, l->widths[c]);
    }
    lot_text_put(text, "\n");
    put_label(text, l, "", "people");
    for (uint32_t c = 0; c < l->count; c++) {
        lot_text cell = LOT_TEXT_EMPTY;
        lot_composition_put_total(&cell, l->composition, l->columns[c]);
        put_right(text, &cell, l->widths[c]);
    }
    lot_text_put(text, "\n");
}

static void put_feature(lot_text *text, const layout *l, const lot_feature *feature)
{
    lot_plain_put(text, feature->name);
    lot_text_put(text, "\n");
    for (uint32_t q = feature->first; q < feature->first + feature->values_count; q++) {
        put_label(text, l, "  ", l->composition->quotas->rows[q].value);
        for (uint32_t c = 0; c < l->count; c++) {
            lot_text cell = LOT_TEXT_EMPTY;
            lot_composition_put_cell(&cell, l->composition, q, l->columns[c]);
            put_right(text, &cell, l->widths[c]);
        }
        lot_text_put(text, "\n");
    }
}

/* By value they would tell of the few people by whom they differ. */
static void put_totals(lot_text *text, const lot_composition *composition)
{
    for (uint32_t s = 0; s < LOT_STAGES_COUNT; s++) {
        if (!lot_composition_is_total_only(composition, (lot_stage)s))
            continue;
        lot_text_format(text, "%s: ", lot_stage_name((lot_stage)s));
        lot_composition_put_people(text, composition, (lot_stage)s);
        lot_text_put(text, s == LOT_STAGE_NOW
                               ? " (too few to be told by value).\n"
                               : " (not by value: that would tell of those by whom it differs from "
                                 "now).\n");
    }
}

static void put_notes(lot_text *text, const lot_composition *composition)
{
    for (uint32_t c = 0; c < composition->changes_count; c++) {
        lot_text_format(text, "%s%s %" PRIu32 ": ", c == 0 ? "\n" : "",
                        composition->changes[c].callup > 0 ? "Call-up" : "Replacement",
                        lot_composition_change_number(composition, c));
        lot_composition_put_change(text, &composition->changes[c]);
        lot_text_put(text, ".\n");
    }
    uint32_t vacant = composition->seats - composition->totals[LOT_STAGE_NOW];
    if (vacant > 0)
        lot_text_format(text, "Seats that nobody has now: %" PRIu32 ".\n", vacant);
    if (lot_composition_has_other_quotas(composition))
        lot_text_put(text, "The quotas are those of the last draw; the first draw had "
                           "others.\n");
    put_totals(text, composition);
    if (composition->marks != NULL)
        lot_text_format(text,
                        "\n<%d: fewer than five, or none. withheld: not shown, so that no small "
                        "number can be found by\ntaking others from a total.\n",
                        LOT_SMALL_GROUP);
}

lot_status lot_composition_text(lot_text *text, const lot_composition *composition,
                                lot_error *error)
{
    lot_status status;
    layout l = {.composition = composition};
    TRY(lot_composition_list(&l.columns, &l.count, composition, error));
    l.widths = lot_array_new(l.count, sizeof *l.widths);
    if (l.widths == NULL)
        TRY(LOT_NO_MEMORY(error));
    measure(&l);
    put_head(text, &l);
    for (uint32_t f = 0; f < composition->quotas->features_count; f++)
        put_feature(text, &l, &composition->quotas->features[f]);
    put_notes(text, composition);
    TRY(lot_text_check(text, error));
done:
    free(l.columns);
    free(l.widths);
    return status;
}

static void put_csv_change(lot_text *file, const lot_composition *c, uint32_t change)
{
    const char *name = c->changes[change].callup > 0 ? "call_up" : "replacement";
    uint32_t number = lot_composition_change_number(c, change);
    lot_text_format(file, ",%s_%" PRIu32 "_left,%s_%" PRIu32 "_came", name, number, name, number);
}

/* One column for people is up to two for a spreadsheet: numbers stand alone there. */
static void put_csv_head(lot_text *file, const lot_composition *composition,
                         lot_composition_column column)
{
    switch (column.kind) {
    case LOT_COLUMN_QUOTA:
        lot_text_put(file, ",min,max");
        break;
    case LOT_COLUMN_POPULATION:
        lot_text_put(file, ",population");
        break;
    case LOT_COLUMN_STAGE:
        lot_text_format(file, ",%s", lot_stage_name((lot_stage)column.index));
        break;
    case LOT_COLUMN_CHANGE:
        put_csv_change(file, composition, column.index);
        break;
    }
}

static void put_csv_cell(lot_text *file, const lot_composition *c, uint32_t value,
                         lot_composition_column column)
{
    switch (column.kind) {
    case LOT_COLUMN_QUOTA:
        lot_text_format(file, ",%" PRIu32 ",%" PRIu32, c->quotas->rows[value].min,
                        c->quotas->rows[value].max);
        break;
    case LOT_COLUMN_POPULATION:
        lot_text_put(file, ",");
        if (c->population[value] != LOT_NOBODY_COUNTED)
            lot_composition_put_cell(file, c, value, column);
        break;
    case LOT_COLUMN_STAGE:
        lot_text_put(file, ",");
        lot_composition_put_cell(file, c, value, column);
        break;
    case LOT_COLUMN_CHANGE:
        lot_text_format(file, ",%" PRIu32 ",%" PRIu32, c->changes[column.index].left[value],
                        c->changes[column.index].joined[value]);
        break;
    }
}

lot_status lot_composition_csv(lot_text *file, const lot_composition *composition, lot_error *error)
{
    lot_status status;
    lot_composition_column *columns = NULL;
    uint32_t count;
    const lot_quotas *quotas = composition->quotas;
    TRY(lot_composition_list(&columns, &count, composition, error));
    lot_text_put(file, "feature,value");
    for (uint32_t c = 0; c < count; c++)
        put_csv_head(file, composition, columns[c]);
    lot_text_put(file, "\n");
    for (uint32_t q = 0; q < quotas->count; q++) {
        lot_csv_put_cell(file, quotas->features[quotas->rows[q].feature].name, ',');
        lot_text_put(file, ",");
        lot_csv_put_cell(file, quotas->rows[q].value, ',');
        for (uint32_t c = 0; c < count; c++)
            put_csv_cell(file, composition, q, columns[c]);
        lot_text_put(file, "\n");
    }
    TRY(lot_text_check(file, error));
done:
    free(columns);
    return status;
}
