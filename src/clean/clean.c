/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Clean: the order in which rules are done.
 *
 *   find the columns of all lines -> take out whom a line excludes -> read the features of those
 *   who stay -> take out whose blank excludes them -> tell what was refused of those who stay ->
 *   part the table -> derive a column for each feature
 *
 * Nothing of the table changes before all that can be refused was.
 */
#include "clean/rules_inside.h"

#include "clean/feature_reading.h"
#include "clean/feature_refused.h"
#include "core/array.h"

#include <stdlib.h>

/* A table while it is cleaned. */
typedef struct cleaner {
    lot_table *people;
    uint32_t rows_count;
    lot_rules *rules;
    const lot_quotas *quotas;
    lot_problems *problems;
    lot_reading *readings; /* [features_count] */
    uint32_t **cells;      /* [features_count][rows] the reading's number of each row's cell */
    lot_refused *refused;  /* [features_count] */
    bool *leaves;          /* [rows] */
    uint32_t *reasons;     /* [rows] why, of those who leave */
    uint32_t leaves_count;
} cleaner;

void lot_cleaned_free(lot_cleaned *cleaned)
{
    lot_table_free(cleaned->excluded);
    free(cleaned->reasons);
    free(cleaned->features);
    *cleaned = (lot_cleaned){0};
}

static void clear(cleaner *c)
{
    for (uint32_t f = 0; c->readings != NULL && f < c->rules->features_count; f++)
        lot_reading_free(&c->readings[f]);
    for (uint32_t f = 0; c->cells != NULL && f < c->rules->features_count; f++)
        free(c->cells[f]);
    free(c->readings);
    free(c->cells);
    free(c->refused);
    free(c->leaves);
    free(c->reasons);
}

static lot_status make_room(cleaner *c, lot_error *error)
{
    uint32_t features = c->rules->features_count;
    c->readings = lot_array_new(features, sizeof *c->readings);
    c->cells = lot_array_new(features, sizeof *c->cells);
    c->refused = lot_array_new(features, sizeof *c->refused);
    c->leaves = lot_array_new(c->rows_count, sizeof *c->leaves);
    c->reasons = lot_array_new(c->rows_count, sizeof *c->reasons);
    bool good = c->readings != NULL && c->cells != NULL && c->refused != NULL &&
                c->leaves != NULL && c->reasons != NULL;
    for (uint32_t f = 0; good && f < features; f++) {
        c->cells[f] = lot_array_new(c->rows_count, sizeof **c->cells);
        good = c->cells[f] != NULL;
    }
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

/* Find the columns of all lines; what is missing is told of all of them. */
static lot_status bind(cleaner *c, lot_error *error)
{
    const lot_rules *rules = c->rules;
    size_t before = lot_problems_count(c->problems);
    lot_status status = LOT_OK;
    for (uint32_t p = 0; p < rules->people_count; p++) {
        status = lot_condition_bind(rules->people[p].condition, c->people, rules->dates,
                                    c->problems, error);
        if (status != LOT_OK && status != LOT_BAD_INPUT)
            return status;
    }
    for (uint32_t f = 0; f < rules->features_count; f++) {
        const lot_reading_of of = {&rules->features[f], c->people, rules->dates, c->quotas};
        TRY(lot_reading_begin(&c->readings[f], &of, c->problems, error));
    }
    TRY(lot_problems_refuse(c->problems, before, lot_table_name(c->people), error));
done:
    return status;
}

static void take_out(cleaner *c, uint32_t row, uint32_t reason)
{
    c->leaves[row] = true;
    c->reasons[row] = reason;
    c->leaves_count++;
}

/* The first line that takes a person out counts, and the others are not asked. */
static lot_status ask_lines(cleaner *c, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t row = 0; row < c->rows_count; row++) {
        for (uint32_t p = 0; !c->leaves[row] && p < c->rules->people_count; p++) {
            const lot_person_rule *rule = &c->rules->people[p];
            bool holds;
            TRY(lot_condition_holds(&holds, rule->condition, row, error));
            if (holds != rule->require)
                take_out(c, row, rule->reason);
        }
    }
done:
    return status;
}

/* Read one feature of those who are still there. */
static lot_status read_feature(cleaner *c, uint32_t f, lot_error *error)
{
    lot_reading *reading = &c->readings[f];
    lot_status status = LOT_OK;
    for (uint32_t row = 0; row < c->rows_count; row++) {
        if (c->leaves[row])
            continue;
        TRY(lot_reading_row(&c->cells[f][row], reading, row, error));
        if (reading->of_cell[c->cells[f][row]].made == LOT_MADE_EXCLUDED)
            take_out(c, row, reading->feature->missing_reason);
    }
done:
    return status;
}

/* Where a row is counted. */
static void count_row(lot_cleaned_feature *counts, lot_made made)
{
    switch (made) {
    case LOT_MADE_AS_WRITTEN:
        counts->as_written++;
        break;
    case LOT_MADE_SYNONYM:
        counts->synonyms++;
        break;
    case LOT_MADE_LOOKED_UP:
        counts->looked_up++;
        break;
    case LOT_MADE_BRACKETED:
        counts->bracketed++;
        break;
    case LOT_MADE_FILLED:
        counts->filled++;
        break;
    case LOT_MADE_OTHER:
        counts->other++;
        break;
    case LOT_MADE_EXCLUDED:
    case LOT_MADE_REFUSED:
        break;
    }
}

/* Count what was done with a feature; its cells become the values of those who stay, in order. */
static void settle_feature(cleaner *c, uint32_t f, lot_cleaned_feature *counts)
{
    const lot_reading *reading = &c->readings[f];
    uint32_t *cells = c->cells[f];
    uint32_t stayed = 0;
    *counts = (lot_cleaned_feature){.feature = reading->feature->name};
    for (uint32_t row = 0; row < c->rows_count; row++) {
        if (c->leaves[row])
            continue;
        const lot_read_cell *cell = &reading->of_cell[cells[row]];
        if (cell->made == LOT_MADE_REFUSED)
            lot_refused_meet(&c->refused[f], cell, lot_table_row_number(c->people, row));
        count_row(counts, cell->made);
        cells[stayed++] = cell->value;
    }
    lot_refused_tell(&c->refused[f], reading, c->problems);
}

/* All that the rules say of the rows; the table stays as it is. */
static lot_status judge(lot_cleaned *out, cleaner *c, lot_error *error)
{
    size_t before = lot_problems_count(c->problems);
    uint32_t features = c->rules->features_count;
    lot_status status;
    TRY(ask_lines(c, error));
    for (uint32_t f = 0; f < features; f++)
        TRY(read_feature(c, f, error));
    for (uint32_t p = 0; p < c->rules->people_count; p++)
        lot_condition_tell(c->rules->people[p].condition, c->problems);
    out->features = lot_array_new(features, sizeof *out->features);
    if (out->features == NULL)
        TRY(LOT_NO_MEMORY(error));
    out->features_count = features;
    for (uint32_t f = 0; f < features; f++)
        settle_feature(c, f, &out->features[f]);
    TRY(lot_problems_refuse(c->problems, before, lot_table_name(c->people), error));
done:
    return status;
}

/* Move out those who leave, and their reasons with them. */
static lot_status part(lot_cleaned *out, cleaner *c, lot_error *error)
{
    uint32_t moved = 0;
    if (c->leaves_count == 0)
        return LOT_OK;
    out->reasons = lot_array_new(c->leaves_count, sizeof *out->reasons);
    if (out->reasons == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t row = 0; row < c->rows_count; row++)
        if (c->leaves[row])
            out->reasons[moved++] = c->reasons[row];
    return lot_table_part(&out->excluded, c->people, c->leaves, error);
}

static lot_status derive(cleaner *c, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t f = 0; status == LOT_OK && f < c->rules->features_count; f++) {
        const lot_texts *values = &c->readings[f].values;
        status = lot_table_derive(c->people, c->rules->features[f].name, lot_texts_items(values),
                                  values->count, c->cells[f], error);
    }
    return status;
}

lot_status lot_clean(lot_cleaned *out, lot_table *people, lot_rules *rules,
                     const lot_quotas *quotas, lot_problems *problems, lot_error *error)
{
    lot_status status;
    cleaner c = {.people = people,
                 .rows_count = lot_table_rows_count(people),
                 .rules = rules,
                 .quotas = quotas,
                 .problems = problems};
    *out = (lot_cleaned){.read = c.rows_count};
    TRY(make_room(&c, error));
    TRY(bind(&c, error));
    TRY(judge(out, &c, error));
    TRY(part(out, &c, error));
    TRY(derive(&c, error));
done:
    clear(&c);
    if (status != LOT_OK)
        lot_cleaned_free(out);
    return status;
}
