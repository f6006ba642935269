/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Composition columns. */
#include "report/composition_columns.h"

#include "core/array.h"
#include "report/numbers.h"

#include <inttypes.h>
#include <stdlib.h>

lot_status lot_composition_list(lot_composition_column **columns, uint32_t *count,
                                const lot_composition *composition, lot_error *error)
{
    uint32_t changes = composition->marks == NULL ? composition->changes_count : 0;
    lot_composition_column *list =
        lot_array_new((size_t)changes + LOT_STAGES_COUNT + 2, sizeof *list);
    *columns = list;
    *count = 0;
    if (list == NULL)
        return LOT_NO_MEMORY(error);
    list[(*count)++] = (lot_composition_column){LOT_COLUMN_QUOTA, 0};
    if (composition->population != NULL)
        list[(*count)++] = (lot_composition_column){LOT_COLUMN_POPULATION, 0};
    for (uint32_t s = 0; s < LOT_STAGES_COUNT; s++) {
        for (uint32_t c = 0; c < changes && s == LOT_STAGE_NOW; c++)
            list[(*count)++] = (lot_composition_column){LOT_COLUMN_CHANGE, c};
        if (composition->shown[s])
            list[(*count)++] = (lot_composition_column){LOT_COLUMN_STAGE, s};
    }
    return LOT_OK;
}

uint32_t lot_composition_change_number(const lot_composition *composition, uint32_t change)
{
    uint32_t number = 0;
    if (composition->changes[change].callup > 0)
        return composition->changes[change].callup;
    for (uint32_t c = 0; c <= change; c++)
        number += composition->changes[c].callup == 0;
    return number;
}

void lot_composition_put_head(lot_text *text, const lot_composition *composition,
                              lot_composition_column column)
{
    switch (column.kind) {
    case LOT_COLUMN_QUOTA:
        lot_text_put(text, "quota");
        break;
    case LOT_COLUMN_POPULATION:
        lot_text_put(text, "population");
        break;
    case LOT_COLUMN_STAGE:
        lot_text_put(text, lot_stage_name((lot_stage)column.index));
        break;
    case LOT_COLUMN_CHANGE:
        lot_text_format(text, "%s %" PRIu32,
                        composition->changes[column.index].callup > 0 ? "call-up" : "repl.",
                        lot_composition_change_number(composition, column.index));
        break;
    }
}

static void put_quota(lot_text *text, const lot_quota *quota)
{
    lot_text_format(text, "%" PRIu32, quota->min);
    if (quota->max != quota->min)
        lot_text_format(text, "-%" PRIu32, quota->max);
}

static void put_population(lot_text *text, const lot_composition *composition, uint32_t value)
{
    uint64_t people = composition->population[value];
    uint64_t all = composition->population_of[composition->quotas->rows[value].feature];
    if (people == LOT_NOBODY_COUNTED || all == 0)
        lot_text_put(text, "?");
    else
        lot_percent_put(text, people, all, 1);
}

static void put_moved(lot_text *text, uint32_t left, uint32_t joined)
{
    if (left > 0)
        lot_text_format(text, "-%" PRIu32 "%s", left, joined > 0 ? " " : "");
    if (joined > 0)
        lot_text_format(text, "+%" PRIu32, joined);
}

void lot_composition_put(lot_text *text, const lot_composition *composition, uint32_t value,
                         lot_stage stage)
{
    size_t cell = (size_t)value * LOT_STAGES_COUNT + stage;
    switch (composition->marks != NULL ? composition->marks[cell] : LOT_MARK_SHOWN) {
    case LOT_MARK_SHOWN:
        lot_text_format(text, "%" PRIu32, composition->counts[cell]);
        break;
    case LOT_MARK_SMALL:
        lot_text_format(text, "<%d", LOT_SMALL_GROUP);
        break;
    case LOT_MARK_WITHHELD:
    case LOT_MARK_LOOSE:
        lot_text_put(text, "withheld");
        break;
    }
}

void lot_composition_put_cell(lot_text *text, const lot_composition *composition, uint32_t value,
                              lot_composition_column column)
{
    switch (column.kind) {
    case LOT_COLUMN_QUOTA:
        put_quota(text, &composition->quotas->rows[value]);
        break;
    case LOT_COLUMN_POPULATION:
        put_population(text, composition, value);
        break;
    case LOT_COLUMN_STAGE:
        lot_composition_put(text, composition, value, (lot_stage)column.index);
        break;
    case LOT_COLUMN_CHANGE:
        put_moved(text, composition->changes[column.index].left[value],
                  composition->changes[column.index].joined[value]);
        break;
    }
}

void lot_composition_put_total(lot_text *text, const lot_composition *composition,
                               lot_composition_column column)
{
    switch (column.kind) {
    case LOT_COLUMN_QUOTA:
        lot_text_format(text, "%" PRIu32, composition->seats);
        break;
    case LOT_COLUMN_POPULATION:
        break;
    case LOT_COLUMN_STAGE:
        lot_text_format(text, "%" PRIu32, composition->totals[column.index]);
        break;
    case LOT_COLUMN_CHANGE:
        put_moved(text, composition->changes[column.index].left_count,
                  composition->changes[column.index].joined_count);
        break;
    }
}

void lot_composition_put_people(lot_text *text, const lot_composition *composition, lot_stage stage)
{
    uint32_t people = composition->totals[stage];
    if (composition->marks != NULL && people < LOT_SMALL_GROUP)
        lot_text_format(text, "fewer than %d", LOT_SMALL_GROUP);
    else
        lot_number_put(text, people);
}

bool lot_composition_is_total_only(const lot_composition *composition, lot_stage stage)
{
    return composition->marks != NULL && !composition->shown[stage] &&
           composition->totals[stage] > 0;
}

void lot_composition_put_change(lot_text *text, const lot_composition_change *change)
{
    lot_text_format(text, "%" PRIu32 " left", change->left_count);
    for (uint32_t r = 0; r < change->reasons_count; r++)
        lot_text_format(text, "%s%s %" PRIu32, r == 0 ? " (" : ", ", change->reasons[r].reason,
                        change->reasons[r].people);
    lot_text_format(text, "%s, %" PRIu32 " came", change->reasons_count > 0 ? ")" : "",
                    change->joined_count);
}

bool lot_composition_has_other_quotas(const lot_composition *composition)
{
    for (uint32_t q = 0; q < composition->quotas->count; q++)
        if (composition->quotas->rows[q].min != composition->first->rows[q].min ||
            composition->quotas->rows[q].max != composition->first->rows[q].max)
            return true;
    return false;
}
