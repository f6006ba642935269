/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counts: how a file is laid out.
 *
 * In long form a row names feature and value; in a cross-table every column but that of the counts
 * is a feature, save those that cannot be one: codes beside their names, a total of the row, and
 * what is the same in every row.
 */
#include "plan/counts_inside.h"

#include "civiclot/fold.h"
#include "core/control.h"
#include "pool/column.h"
#include "pool/message.h"
#include "pool/quota_columns.h"

#include <stdlib.h>
#include <string.h>

static const char EXPECTED[] =
    "a table of the population has feature,value,count, or a column for each feature and one of "
    "counts: count, people, population, number, n, observation; or of shares: share, percent, %";

/* By these names, the first that is there. */
static const struct {
    const char *name;
    bool shares;
} count_columns[] = {
    {"count", false},
    {"counts", false},
    {"people", false},
    {"persons", false},
    {"population", false},
    {"residents", false},
    {"usual residents", false},
    {"usual_residents", false},
    {"number", false},
    {"n", false},
    {"observation", false},
    {"observations", false},
    {"obs_value", false},
    {"share", true},
    {"shares", true},
    {"percent", true},
    {"percentage", true},
    {"pct", true},
    {"%", true},
};

static lot_status find_counts(lot_count_layout *layout, const lot_table *table,
                              lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *name = "count";
    bool exists = false;
    for (size_t i = 0; i < sizeof count_columns / sizeof count_columns[0] && !exists; i++) {
        TRY(lot_column_exists(&exists, table, count_columns[i].name, error));
        if (exists) {
            name = count_columns[i].name;
            layout->shares = count_columns[i].shares;
        }
    }
    TRY(lot_column_need(&layout->count, table, name, EXPECTED, problems, error));
done:
    return status;
}

/* Long form: both columns are there. */
static lot_status find_form(lot_count_layout *layout, const lot_table *table,
                            lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *feature;
    const char *value;
    bool has_feature;
    bool has_value;
    TRY(lot_quota_columns(&feature, &value, table, error));
    TRY(lot_column_exists(&has_feature, table, feature, error));
    TRY(lot_column_exists(&has_value, table, value, error));
    layout->is_long = has_feature && has_value;
    if (!layout->is_long)
        goto done;
    TRY(lot_column_need(&layout->feature, table, feature, EXPECTED, problems, error));
    TRY(lot_column_need(&layout->value, table, value, EXPECTED, problems, error));
done:
    return status;
}

/* Features of a long file, in the order of its rows; blank ones are told when rows are read. */
static lot_status enter_long(lot_counts_reader *reader, const lot_table *table,
                             const lot_count_layout *layout, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t number;
    for (uint32_t row = 0; row < lot_table_rows_count(table); row++) {
        const char *name = lot_table_cell(table, row, layout->feature);
        if (!lot_is_blank(name))
            TRY(lot_counts_feature(&number, reader, name, error));
    }
done:
    return status;
}

static bool ends_in(const char *word, const char *end)
{
    size_t length = strlen(word);
    return length > strlen(end) && strcmp(word + length - strlen(end), end) == 0;
}

static const char a_code[] = "a code";

static bool is_constant(const lot_table *table, uint32_t column)
{
    for (uint32_t row = 1; row < lot_table_rows_count(table); row++)
        if (strcmp(lot_table_cell(table, row, column), lot_table_cell(table, 0, column)) != 0)
            return false;
    return lot_table_rows_count(table) > 1;
}

/* Why the column is no feature though it was not left out by name; NULL: it is one. */
static lot_status find_reason(const char **reason, const lot_table *table, uint32_t column,
                              lot_error *error)
{
    char *header = lot_fold(lot_table_header(table, column));
    *reason = NULL;
    if (header == NULL)
        return LOT_NO_MEMORY(error);
    if (ends_in(header, " code") || ends_in(header, "_code"))
        *reason = a_code;
    else if (strcmp(header, "total") == 0)
        *reason = "a total";
    else if (header[0] == '\0')
        *reason = "without a name";
    else if (is_constant(table, column))
        *reason = "the same in every row";
    for (size_t i = 0; i < sizeof count_columns / sizeof count_columns[0] && *reason == NULL; i++)
        if (strcmp(header, count_columns[i].name) == 0)
            *reason = "other numbers";
    free(header);
    return LOT_OK;
}

static void tell_ignored(const lot_counts_reader *reader, const lot_table *table, uint32_t column,
                         const char *reason)
{
    lot_text_format(reader->notices, "%s: column ", lot_table_name(table));
    lot_message_put_cell(reader->notices, lot_table_header(table, column));
    lot_text_format(reader->notices, " is not read: it is %s\n", reason);
}

/* Are these the codes of names in another column: `Age Code` beside `Age`? */
static lot_status has_names(bool *has, const lot_table *table, uint32_t column, lot_error *error)
{
    lot_status status = LOT_OK;
    char *header = lot_fold(lot_table_header(table, column));
    *has = false;
    if (header == NULL)
        return LOT_NO_MEMORY(error);
    if (ends_in(header, " code") || ends_in(header, "_code")) {
        header[strlen(header) - strlen(" code")] = '\0';
        status = lot_column_exists(has, table, header, error);
    }
    free(header);
    return status;
}

/* A column that is no feature. Rows that differ by it alone are added up. */
static lot_status leave_out(lot_counts_reader *reader, lot_count_layout *layout,
                            const lot_table *table, uint32_t column, const char *reason,
                            lot_error *error)
{
    bool harmless;
    lot_status status = has_names(&harmless, table, column, error);
    tell_ignored(reader, table, column, reason);
    layout->narrowed = layout->narrowed || (reason == a_code && !harmless);
    return status;
}

static lot_status take_column(lot_counts_reader *reader, lot_count_layout *layout,
                              const lot_table *table, uint32_t column, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *reason;
    uint32_t feature;
    if (reader->wanted == NULL) {
        TRY(find_reason(&reason, table, column, error));
        if (reason != NULL) {
            TRY(leave_out(reader, layout, table, column, reason, error));
            goto done;
        }
    }
    TRY(lot_counts_feature(&feature, reader, lot_table_header(table, column), error));
    if (feature != LOT_NO_NAME && !lot_is_one_line(lot_table_header(table, column))) {
        lot_problems_add(
            reader->problems,
            "%s, row 1, column %u: the name of the column has a line end, tab or other "
            "control character inside: write it in one line",
            lot_table_name(table), column + 1);
        goto done;
    }
    for (uint32_t c = 0; c < layout->columns_count && feature != LOT_NO_NAME; c++) {
        if (layout->columns[c].feature != feature)
            continue;
        lot_problems_add(reader->problems, "%s: two columns have the same name: rename one of them",
                         lot_table_name(table));
        goto done;
    }
    if (layout->columns_count < LOT_POPULATION_FEATURES_MOST)
        layout->columns[layout->columns_count++] = (lot_count_column){column, feature};
done:
    return status;
}

/* How many of the columns are of features that are asked for. */
static uint32_t count_wanted(const lot_count_layout *layout)
{
    uint32_t count = 0;
    for (uint32_t c = 0; c < layout->columns_count; c++)
        count += layout->columns[c].feature != LOT_NO_NAME;
    return count;
}

static lot_status enter_cross(lot_counts_reader *reader, const lot_table *table,
                              lot_count_layout *layout, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t column = 0; column < lot_table_columns_count(table); column++)
        if (column != layout->count)
            TRY(take_column(reader, layout, table, column, error));
    if (count_wanted(layout) == 0 && reader->wanted == NULL)
        lot_problems_add(reader->problems, "%s: there is no column of a feature: %s",
                         lot_table_name(table), EXPECTED);
done:
    return status;
}

lot_status lot_count_layout_find(lot_counts_reader *reader, size_t at, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_table *table = reader->source->tables[at];
    lot_count_layout *layout = &reader->layouts[at];
    size_t before = lot_problems_count(reader->problems);
    TRY(find_form(layout, table, reader->problems, error));
    TRY(find_counts(layout, table, reader->problems, error));
    if (lot_problems_count(reader->problems) > before)
        goto done;
    TRY(layout->is_long ? enter_long(reader, table, layout, error)
                        : enter_cross(reader, table, layout, error));
done:
    return status;
}

lot_status lot_count_layout_conditions(lot_counts_reader *reader, size_t at, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_table *table = reader->source->tables[at];
    lot_count_layout *layout = &reader->layouts[at];
    for (uint32_t column = 0; layout->is_long && column < lot_table_columns_count(table);
         column++) {
        if (column == layout->feature || column == layout->value || column == layout->count ||
            layout->columns_count == LOT_POPULATION_FEATURES_MOST)
            continue;
        char *folded = lot_fold(lot_table_header(table, column));
        if (folded == NULL)
            TRY(LOT_NO_MEMORY(error));
        uint32_t feature = lot_names_find(reader->counts->known, folded);
        bool known =
            feature != LOT_NO_NAME || lot_names_find(reader->unwanted, folded) != LOT_NO_NAME;
        free(folded);
        if (known)
            layout->columns[layout->columns_count++] = (lot_count_column){column, feature};
    }
done:
    return status;
}
