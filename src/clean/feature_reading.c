/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Feature reading: a synonym first; then table, age and brackets, one after the other; then a
 * synonym of what those made; and where one of them could do nothing, `other`.
 */
#include "clean/feature_reading.h"

#include "civiclot/fold.h"
#include "clean/number.h"
#include "core/array.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_BYTES = 16 };

/* A cell while it is read. */
typedef struct cell_reader {
    lot_reading *reading;
    char number[NUMBER_BYTES]; /* holds an age in words */
    const char *text;          /* what the cell is by now */
    lot_read_cell result;
} cell_reader;

/* Fold the values that the quotas have of this feature. *values stays NULL where they have not. */
static lot_status fold_values(lot_names **values, const char *name, const lot_quotas *quotas,
                              lot_error *error)
{
    uint32_t number;
    char *wanted = lot_fold(name);
    bool good = wanted != NULL;
    for (uint32_t q = 0; good && q < quotas->count; q++) {
        char *feature = lot_fold(quotas->features[quotas->rows[q].feature].name);
        char *value = lot_fold(quotas->rows[q].value);
        good = feature != NULL && value != NULL;
        if (good && strcmp(feature, wanted) == 0) {
            if (*values == NULL)
                *values = lot_names_new();
            good = *values != NULL && lot_names_add(&number, *values, value);
        }
        free(feature);
        free(value);
    }
    free(wanted);
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

/* Fold the names of the brackets. */
static lot_status fold_brackets(lot_reading *reading, lot_error *error)
{
    const lot_brackets *brackets = &reading->feature->brackets;
    bool good = true;
    for (uint32_t b = 0; good && b < brackets->count; b++) {
        uint32_t number;
        char *name = lot_fold(brackets->rows[b].name);
        good = name != NULL && lot_names_add(&number, reading->brackets, name);
        free(name);
    }
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

lot_status lot_reading_begin(lot_reading *reading, const lot_reading_of *of, lot_problems *problems,
                             lot_error *error)
{
    lot_status status;
    *reading = (lot_reading){.feature = of->feature,
                             .dates = of->dates,
                             .cells = lot_names_new(),
                             .brackets = lot_names_new()};
    if (reading->cells == NULL || reading->brackets == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(fold_brackets(reading, error));
    if (of->quotas != NULL && of->feature->other != NULL)
        TRY(fold_values(&reading->quota_values, of->feature->name, of->quotas, error));
    TRY(lot_feature_text_bind(&reading->source, of->feature, of->people, problems, error));
done:
    return status;
}

void lot_reading_free(lot_reading *reading)
{
    lot_feature_text_free(&reading->source);
    lot_names_free(reading->quota_values);
    lot_names_free(reading->brackets);
    lot_names_free(reading->cells);
    free(reading->of_cell);
    lot_texts_free(&reading->values);
    *reading = (lot_reading){0};
}

/* Refuse the cell: what it is said to be stands no longer. */
static void refuse(cell_reader *cell, lot_refusal refusal)
{
    cell->result = (lot_read_cell){.made = LOT_MADE_REFUSED, .refusal = refusal};
}

/* Set *value to what `text` is a synonym of, or to NULL. */
static lot_status find_synonym(const char **value, const lot_reading *reading, const char *text,
                               lot_error *error)
{
    char *folded = lot_fold(text);
    if (folded == NULL)
        return LOT_NO_MEMORY(error);
    *value = lot_synonyms_find(&reading->feature->synonyms, folded);
    free(folded);
    return LOT_OK;
}

static void take_age(cell_reader *cell)
{
    static const lot_refusal faults[] = {
        [LOT_DATE_NONE] = LOT_REFUSED_NO_DATE,
        [LOT_DATE_AMBIGUOUS] = LOT_REFUSED_AMBIGUOUS,
        [LOT_DATE_SHORT_YEAR] = LOT_REFUSED_SHORT_YEAR,
    };
    lot_date born;
    lot_date_fault fault = lot_date_read(&born, cell->text, cell->reading->dates);
    if (fault != LOT_DATE_SOUND) {
        refuse(cell, faults[fault]);
        return;
    }
    int32_t age = lot_date_age(&born, &cell->reading->feature->age_at);
    if (age < 0 || age > LOT_AGE_MOST) {
        refuse(cell, age < 0 ? LOT_REFUSED_UNBORN : LOT_REFUSED_TOO_OLD);
        return;
    }
    (void)snprintf(cell->number, sizeof cell->number, "%" PRId32, age);
    cell->text = cell->number;
    cell->result.made = LOT_MADE_BRACKETED;
}

static void take_bracket(cell_reader *cell)
{
    uint32_t number;
    if (!lot_number_whole(&number, cell->text)) {
        refuse(cell, LOT_REFUSED_NO_NUMBER);
        return;
    }
    const char *name = lot_brackets_find(&cell->reading->feature->brackets, number);
    if (name == NULL) {
        refuse(cell, LOT_REFUSED_NO_BRACKET);
        cell->result.number = number;
        return;
    }
    cell->text = name;
    cell->result.made = LOT_MADE_BRACKETED;
}

/* Lookup, age and brackets, as far as the feature has them and none refuses. */
static lot_status convert(cell_reader *cell, lot_error *error)
{
    const lot_feature_rule *feature = cell->reading->feature;
    if (feature->lookup.file != NULL) {
        const char *value;
        lot_status status = lot_lookup_find(&value, &feature->lookup, cell->text, error);
        if (status != LOT_OK)
            return status;
        if (value == NULL) {
            refuse(cell, LOT_REFUSED_NOT_IN_TABLE);
            return LOT_OK;
        }
        cell->text = value;
        cell->result.made = LOT_MADE_LOOKED_UP;
    }
    if (feature->lines[LOT_LINE_AGE] != 0)
        take_age(cell);
    if (feature->brackets.count > 0 && cell->result.made != LOT_MADE_REFUSED)
        take_bracket(cell);
    return LOT_OK;
}

/* Is the text what this feature's own rules would make: a value with synonyms, a bracket? */
static bool is_own_value(const lot_reading *reading, const char *folded)
{
    return lot_synonyms_has_value(&reading->feature->synonyms, folded) ||
           lot_names_find(reading->brackets, folded) != LOT_NO_NAME;
}

/*
 * What no rule could make something of: one of the feature's values already, or `other`. Before
 * there are quotas that wait for it, it stays as it is.
 */
static lot_status settle(cell_reader *cell, const char *raw, lot_error *error)
{
    const lot_reading *reading = cell->reading;
    bool refused = cell->result.made == LOT_MADE_REFUSED;
    if (!refused && reading->quota_values == NULL)
        return LOT_OK;
    char *folded = lot_fold(raw);
    if (folded == NULL)
        return LOT_NO_MEMORY(error);
    bool own = is_own_value(reading, folded);
    bool waits = reading->feature->other != NULL && reading->quota_values == NULL;
    bool in_quotas = reading->quota_values != NULL &&
                     lot_names_find(reading->quota_values, folded) != LOT_NO_NAME;
    free(folded);
    if (in_quotas || (refused && (own || waits))) {
        cell->text = raw;
        cell->result = (lot_read_cell){.made = LOT_MADE_AS_WRITTEN};
    } else if (reading->quota_values != NULL) {
        cell->text = reading->feature->other;
        cell->result = (lot_read_cell){.made = LOT_MADE_OTHER};
    }
    return LOT_OK;
}

static void take_blank(cell_reader *cell)
{
    const lot_feature_rule *feature = cell->reading->feature;
    cell->text = feature->missing_value;
    if (feature->missing == LOT_MISSING_REJECT)
        refuse(cell, LOT_REFUSED_BLANK);
    else
        cell->result.made =
            feature->missing == LOT_MISSING_VALUE ? LOT_MADE_FILLED : LOT_MADE_EXCLUDED;
}

static lot_status read_text(cell_reader *cell, lot_error *error)
{
    const char *raw = cell->text;
    const char *value = NULL;
    lot_status status;
    if (lot_is_blank(raw)) {
        take_blank(cell);
        return LOT_OK;
    }
    TRY(find_synonym(&value, cell->reading, raw, error));
    if (value != NULL) {
        cell->text = value;
        cell->result.made = LOT_MADE_SYNONYM;
        return LOT_OK;
    }
    TRY(convert(cell, error));
    if (cell->result.made == LOT_MADE_REFUSED || cell->result.made == LOT_MADE_AS_WRITTEN)
        return settle(cell, raw, error);
    TRY(find_synonym(&value, cell->reading, cell->text, error));
    cell->text = value != NULL ? value : cell->text;
done:
    return status;
}

/* Understand a cell that is seen for the first time. */
static lot_status understand(lot_read_cell *result, lot_reading *reading, const char *text,
                             lot_error *error)
{
    cell_reader cell = {.reading = reading, .text = text};
    lot_status status = read_text(&cell, error);
    if (status == LOT_OK && cell.result.made < LOT_MADE_EXCLUDED)
        status = lot_texts_meet(&cell.result.value, &reading->values, cell.text, error);
    *result = cell.result;
    return status;
}

lot_status lot_reading_row(uint32_t *cell, lot_reading *reading, uint32_t row, lot_error *error)
{
    const char *text;
    uint32_t count = lot_names_count(reading->cells);
    lot_status status = lot_feature_text_read(&text, &reading->source, row, error);
    if (status != LOT_OK)
        return status;
    if (!lot_names_add(cell, reading->cells, text))
        return LOT_NO_MEMORY(error);
    if (*cell < count)
        return LOT_OK;
    void *of_cell = reading->of_cell;
    if (lot_array_grow(&of_cell, &reading->of_cell_room, count, sizeof(lot_read_cell)) != 0)
        return LOT_NO_MEMORY(error);
    reading->of_cell = of_cell;
    return understand(&reading->of_cell[count], reading, text, error);
}
