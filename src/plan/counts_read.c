/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counts: the rows of all files.
 *
 * First all features, as a column of one file may be a feature of another; then the rows.
 */
#include "plan/counts_inside.h"

#include "civiclot/file.h"
#include "civiclot/fold.h"
#include "core/array.h"
#include "core/control.h"
#include "plan/quantity.h"
#include "pool/message.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char NOT_ONE_LINE[] =
    " has a line end, tab or other control character inside: write it in one line";

/* Where a row stands. */
typedef struct place {
    const lot_table *table;
    const lot_count_layout *layout;
    uint32_t row;
} place;

static void tell_cell(const lot_counts_reader *reader, const place *at, uint32_t column,
                      const char *wrong)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%s, row %u, column ", lot_table_name(at->table),
                    lot_table_row_number(at->table, at->row));
    lot_message_put_cell(&words, lot_table_header(at->table, column));
    lot_text_put(&words, wrong);
    lot_problems_take(reader->problems, &words);
}

static const char *fault_words(lot_quantity_fault fault, bool shares)
{
    switch (fault) {
    case LOT_QUANTITY_EMPTY:
        return " is empty: write a number; 0 where nobody is";
    case LOT_QUANTITY_NEGATIVE:
        return " is below 0: write how many people there are";
    case LOT_QUANTITY_DOUBTFUL:
        return " may be thousands or a fraction: write it without the point";
    case LOT_QUANTITY_LARGE:
        return " is more than all people on earth: write how many there are";
    default:
        return shares ? " is not a share: write 12.5% or 0.125"
                      : " is not a number: write how many people there are; what is kept secret or "
                        "unknown needs an estimate";
    }
}

/* Read the row's number. *good becomes false where there is a problem, and is left alone else. */
static lot_status read_number(lot_count_cell *cell, bool *good, lot_counts_reader *reader,
                              const place *at, lot_error *error)
{
    bool percent = false;
    lot_count_layout *layout = &reader->layouts[cell->source];
    bool shares = at->layout->shares;
    char *words = lot_tidy(lot_table_cell(at->table, at->row, at->layout->count));
    if (words == NULL)
        return LOT_NO_MEMORY(error);
    lot_quantity_fault fault = shares ? lot_part_parse(&cell->count, &percent, words)
                                      : lot_count_parse(&cell->count, words);
    free(words);
    if (fault != LOT_QUANTITY_SOUND) {
        tell_cell(reader, at, at->layout->count, fault_words(fault, shares));
        *good = false;
    }
    layout->percents = layout->percents || percent;
    layout->bare = layout->bare || !percent;
    return LOT_OK;
}

static bool is_total(const char *name)
{
    char *folded = lot_fold(name);
    bool total = folded != NULL && (strcmp(folded, "total") == 0 || strcmp(folded, "all") == 0);
    free(folded);
    return total;
}

/* Read the value that a column names, of a feature; where it is no name, that is a problem. */
static lot_status read_value(lot_count_cell *cell, bool *good, lot_counts_reader *reader,
                             const place *at, lot_count_column of, lot_error *error)
{
    const char *name = lot_table_cell(at->table, at->row, of.column);
    const char *wrong = NULL;
    if (lot_is_blank(name))
        wrong = " is empty: fill it in";
    else if (is_total(name))
        wrong = " is a sum of the other rows: remove the row";
    if (wrong == NULL) {
        char *tidy = lot_tidy(name);
        if (tidy == NULL)
            return LOT_NO_MEMORY(error);
        if (!lot_is_one_line(tidy))
            wrong = NOT_ONE_LINE;
        free(tidy);
    }
    if (wrong != NULL) {
        tell_cell(reader, at, of.column, wrong);
        *good = false;
        return LOT_OK;
    }
    uint32_t place_of = cell->features_count++;
    for (; place_of > 0 && cell->features[place_of - 1] > of.feature; place_of--) {
        cell->features[place_of] = cell->features[place_of - 1];
        cell->values[place_of] = cell->values[place_of - 1];
    }
    cell->features[place_of] = of.feature;
    return lot_counts_value(&cell->values[place_of], &reader->counts->features[of.feature], name,
                            error);
}

/* The columns that name values of features: all of a cross-table's, those filled in of a long. */
static lot_status read_columns(lot_count_cell *cell, bool *good, lot_counts_reader *reader,
                               const place *at, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_count_layout *layout = at->layout;
    for (uint32_t c = 0; c < layout->columns_count; c++) {
        const char *name = lot_table_cell(at->table, at->row, layout->columns[c].column);
        uint32_t feature = layout->columns[c].feature;
        bool own = layout->is_long && cell->features_count > 0 && cell->features[0] == feature;
        if (layout->is_long && (lot_is_blank(name) || own))
            continue;
        if (feature == LOT_NO_NAME)
            cell->narrowed = true;
        else
            TRY(read_value(cell, good, reader, at, layout->columns[c], error));
    }
done:
    return status;
}

/* The feature and value of a long row. *skip: nothing is counted in it, or what is not asked for.
 */
static lot_status read_own(lot_count_cell *cell, bool *skip, bool *good, lot_counts_reader *reader,
                           const place *at, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_count_layout *layout = at->layout;
    const char *name = lot_table_cell(at->table, at->row, layout->feature);
    uint32_t feature;
    *skip = lot_is_blank(name);
    if (*skip && !lot_is_blank(lot_table_cell(at->table, at->row, layout->value)))
        tell_cell(reader, at, layout->feature, " is empty: fill it in");
    if (*skip)
        goto done;
    if (!lot_is_one_line(name)) {
        tell_cell(reader, at, layout->feature, NOT_ONE_LINE);
        *skip = true;
        goto done;
    }
    TRY(lot_counts_feature(&feature, reader, name, error));
    *skip = feature == LOT_NO_NAME;
    if (!*skip)
        TRY(read_value(cell, good, reader, at, (lot_count_column){layout->value, feature}, error));
done:
    return status;
}

static void tell_again(const lot_counts_reader *reader, const place *at, const lot_count_cell *cell,
                       uint32_t before)
{
    const lot_count_feature *features = reader->counts->features;
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%s, row %u: ", lot_table_name(at->table), cell->row_number);
    for (uint32_t f = 0; f < cell->features_count; f++) {
        const lot_count_feature *feature = &features[cell->features[f]];
        lot_text_put(&words, f > 0 ? "; " : "");
        lot_message_put_cell(&words, feature->name);
        lot_text_put(&words, ", ");
        lot_message_put_cell(&words, feature->values[cell->values[f]]);
    }
    lot_text_format(&words, " stands in row %" PRIu32 " already: remove one of the two", before);
    lot_problems_take(reader->problems, &words);
}

static lot_status read_row(lot_counts_reader *reader, const place *at, uint32_t source,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    bool good = true;
    bool skip = false;
    uint32_t before;
    lot_count_cell cell = {.source = source,
                           .shares = at->layout->shares,
                           .narrowed = at->layout->narrowed,
                           .row_number = lot_table_row_number(at->table, at->row)};
    if (at->layout->is_long)
        TRY(read_own(&cell, &skip, &good, reader, at, error));
    if (skip)
        goto done;
    TRY(read_columns(&cell, &good, reader, at, error));
    TRY(read_number(&cell, &good, reader, at, error));
    if (!good || cell.features_count == 0)
        goto done;
    TRY(lot_counts_enter(&before, reader->counts, &cell, error));
    if (before > 0)
        tell_again(reader, at, &cell, before);
done:
    return status;
}

static lot_status read_all(lot_counts_reader *reader, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t before = lot_problems_count(reader->problems);
    for (size_t t = 0; t < reader->source->tables_count; t++)
        TRY(lot_count_layout_find(reader, t, error));
    if (lot_problems_count(reader->problems) > before)
        goto done;
    for (size_t t = 0; t < reader->source->tables_count; t++)
        TRY(lot_count_layout_conditions(reader, t, error));
    for (size_t t = 0; t < reader->source->tables_count; t++) {
        place at = {reader->source->tables[t], &reader->layouts[t], 0};
        for (; at.row < lot_table_rows_count(at.table); at.row++)
            TRY(read_row(reader, &at, (uint32_t)t, error));
        if (at.layout->percents && at.layout->bare)
            lot_problems_add(reader->problems,
                             "%s: some shares have a percent sign and some have none: write all "
                             "alike",
                             lot_table_name(at.table));
    }
done:
    return status;
}

/* J3, and that the sum fits; what is asked for must be there. */
static void check_tables(const lot_counts_reader *reader)
{
    const lot_counts *counts = reader->counts;
    for (size_t t = 0; t < counts->tables_count; t++) {
        const lot_count_table *table = &counts->tables[t];
        uint64_t total = 0;
        bool over = false;
        for (uint32_t c = 0; c < lot_count_table_cells(table) && !over; c++) {
            over = table->counts[c] >= LOT_COUNT_MOST - total;
            total += over ? 0 : table->counts[c];
        }
        if (total == 0 || over)
            lot_problems_add(reader->problems, "%s: the table counts %s", table->name,
                             over ? "more than all people on earth" : "nobody");
    }
    for (uint32_t w = 0; w < reader->source->features_count; w++) {
        char *folded = lot_fold(reader->source->features[w]);
        bool found = folded != NULL && lot_names_find(counts->known, folded) != LOT_NO_NAME;
        free(folded);
        if (found)
            continue;
        lot_text words = LOT_TEXT_EMPTY;
        lot_text_put(&words, "no table has a feature '");
        lot_message_put_cell(&words, reader->source->features[w]);
        lot_text_put(&words, "'");
        lot_problems_take(reader->problems, &words);
    }
}

static lot_status name_tables(const lot_counts_reader *reader, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    for (size_t t = 0; t < reader->counts->tables_count; t++) {
        lot_count_table *table = &reader->counts->tables[t];
        lot_text_begin_again(&words);
        for (uint32_t f = 0; f < table->features_count; f++) {
            lot_text_put(&words, f > 0 ? " by " : "");
            lot_message_put_cell(&words, reader->counts->features[table->features[f]].name);
        }
        const char *file = lot_table_name(reader->source->tables[table->source]);
        lot_text_format(&words, " (%s)", lot_path_last(file));
        TRY(lot_text_check(&words, error));
        table->name = lot_string_copy(lot_text_string(&words));
        if (table->name == NULL)
            TRY(LOT_NO_MEMORY(error));
    }
done:
    lot_text_free(&words);
    return status;
}

/* The features that are asked for, folded. */
static lot_status take_wanted(lot_counts_reader *reader, lot_error *error)
{
    uint32_t number;
    reader->unwanted = lot_names_new();
    if (reader->unwanted == NULL)
        return LOT_NO_MEMORY(error);
    if (reader->source->features_count == 0)
        return LOT_OK;
    reader->wanted = lot_names_new();
    bool good = reader->wanted != NULL;
    for (uint32_t w = 0; good && w < reader->source->features_count; w++) {
        char *folded = lot_fold(reader->source->features[w]);
        good = folded != NULL && lot_names_add(&number, reader->wanted, folded);
        free(folded);
    }
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

lot_status lot_counts_read(lot_counts **out, const lot_population_source *source, lot_text *notices,
                           lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t before = lot_problems_count(problems);
    lot_counts_reader reader = {.source = source, .notices = notices, .problems = problems};
    assert(source->tables_count > 0);
    *out = NULL;
    reader.counts = lot_array_new(1, sizeof *reader.counts);
    reader.layouts = lot_array_new(source->tables_count, sizeof *reader.layouts);
    if (reader.counts == NULL || reader.layouts == NULL)
        TRY(LOT_NO_MEMORY(error));
    reader.counts->known = lot_names_new();
    if (reader.counts->known == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(take_wanted(&reader, error));
    TRY(read_all(&reader, error));
    TRY(name_tables(&reader, error));
    if (lot_problems_count(problems) == before)
        check_tables(&reader);
    if (lot_problems_count(problems) == before && reader.counts->tables_count == 0)
        lot_problems_add(problems, "%s: no row counts anybody", lot_table_name(source->tables[0]));
    TRY(lot_problems_refuse(problems, before,
                            source->tables_count > 1 ? "the tables of the population"
                                                     : lot_table_name(source->tables[0]),
                            error));
    *out = reader.counts;
    reader.counts = NULL;
done:
    lot_counts_free(reader.counts);
    lot_names_free(reader.wanted);
    lot_names_free(reader.unwanted);
    free(reader.layouts);
    return status;
}
