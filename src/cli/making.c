/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making: as JSON. Counts and shares of seats are numbers that a reader gets as they are written.
 */
#include "cli/making.h"

#include "desk/advice.h"
#include "desk/counted.h"
#include "talk/json.h"

static json_t *row_json(const lot_worksheet *worksheet, uint32_t row)
{
    const lot_worksheet_row *of = &worksheet->rows[row];
    json_t *object =
        json_pack("{s:o, s:o, s:I, s:I, s:b, s:b}", "feature",
                  lot_json_string(worksheet->population->features[of->feature].name), "value",
                  lot_json_string(of->value), "min", (json_int_t)of->seats.min, "max",
                  (json_int_t)of->seats.max, "tie", of->seats.tied, "raised", of->seats.raised);
    if (!of->counted)
        return object;
    /* billionths and hundredths: a number that a reader gets as it is */
    (void)json_object_set_new(object, "count", json_real((double)of->count / LOT_COUNT_PARTS));
    (void)json_object_set_new(object, "exact_seats",
                              json_real((double)lot_worksheet_exact(worksheet, row) / 100));
    return object;
}

static json_t *quotas_json(const lot_making *making)
{
    json_t *list = json_array();
    for (uint32_t row = 0; row < making->worksheet->rows_count; row++)
        (void)json_array_append_new(list, row_json(making->worksheet, row));
    return list;
}

static json_t *fit_json(const lot_population *population)
{
    const lot_population_fit *fit = &population->fit;
    return json_pack("{s:I, s:b, s:f, s:o, s:f, s:I}", "rounds", (json_int_t)fit->rounds, "settled",
                     fit->settled, "difference", (double)fit->difference / LOT_POPULATION_PARTS,
                     "table", fit->table != NULL ? lot_json_string(fit->table) : json_null(),
                     "people", (double)population->total / LOT_POPULATION_PARTS, "cells",
                     (json_int_t)population->cells_count);
}

static const char *const methods[] = {[LOT_APPORTION_BOUNDS] = "bounds",
                                      [LOT_APPORTION_LARGEST_REMAINDER] = "largest-remainder",
                                      [LOT_APPORTION_SAINTE_LAGUE] = "sainte-lague"};

json_t *lot_making_json(const lot_making *making, const lot_changes *changes)
{
    static const char *const panels[] = {[LOT_FOUND_WHOLE] = "exists",
                                         [LOT_FOUND_PARTS] = "rare",
                                         [LOT_FOUND_NONE] = "none",
                                         [LOT_FOUND_OUT_NOTHING] = "unknown"};
    json_t *object =
        json_pack("{s:I, s:s, s:s, s:o, s:o, s:o}", "seats", (json_int_t)making->bench.info.seats,
                  "method", methods[making->worksheet->rule.method], "panel", panels[making->found],
                  "quotas", quotas_json(making), "fit", fit_json(making->population), "notices",
                  lot_counted_lines_json(lot_text_string(&making->notices)));
    if (making->found != LOT_FOUND_OUT_NOTHING)
        (void)json_object_set_new(object, "feasible",
                                  json_boolean(making->found != LOT_FOUND_NONE));
    if (changes == NULL)
        return object;
    (void)json_object_set_new(
        object, "conflict",
        lot_json_conflict(making->bench.conflict, making->bench.quotas, making->bench.pool));
    (void)json_object_set_new(object, "changes", lot_advice_json(changes, making->bench.quotas));
    return object;
}
