/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: the CSV file and the summary. The page: tables_page.c. */
#include "report/tables.h"

#include "civiclot/spreadsheet.h"
#include "report/numbers.h"

#include <inttypes.h>

enum { COLUMN = 12 };

static void put_id(lot_text *file, const lot_tables_report *tables, uint32_t member)
{
    const char *id = tables->pool->ids[tables->members[member]];
    lot_text cell = LOT_TEXT_EMPTY;
    if (tables->spreadsheet)
        lot_spreadsheet_put(&cell, id);
    else
        lot_text_put(&cell, id);
    lot_csv_put_cell(file, lot_text_string(&cell), ',');
    lot_text_free_part(file, &cell);
}

lot_status lot_tables_csv(lot_text *file, const lot_tables_report *tables, lot_error *error)
{
    const lot_seating *seating = tables->seating;
    if (tables->spreadsheet)
        lot_spreadsheet_begin(file, LOT_UTF8);
    lot_text_put(file, "id");
    for (uint32_t s = 1; s <= seating->sessions_count; s++)
        lot_text_format(file, ",session_%" PRIu32, s);
    lot_text_put(file, "\n");
    for (uint32_t m = 0; m < seating->people_count; m++) {
        put_id(file, tables, m);
        for (uint32_t s = 0; s < seating->sessions_count; s++)
            lot_text_format(file, ",%" PRIu32, lot_seating_group(seating, s, m) + 1);
        lot_text_put(file, "\n");
    }
    return lot_text_check(file, error);
}

void lot_tables_put_groups(lot_text *text, uint32_t people_count, uint32_t groups_count)
{
    uint32_t largest = lot_seating_size(people_count, groups_count, 0);
    uint32_t least = lot_seating_size(people_count, groups_count, groups_count - 1);
    lot_count_put(text, groups_count, "group", "groups");
    lot_text_put(text, " of ");
    lot_number_put(text, least);
    if (largest == least)
        return;
    lot_text_put(text, " to ");
    lot_number_put(text, largest);
}

/* A cell that was built, to the right of its column. */
static void put_cell(lot_text *text, lot_text *cell)
{
    lot_text_format(text, "  %*s", COLUMN, lot_text_string(cell));
    lot_text_free_part(text, cell);
}

/* here; the mean of what random splits sum to; what no seating betters. */
static void put_row(lot_text *text, const char *words, uint64_t here, uint64_t splits_sum,
                    uint32_t splits_count, uint64_t bound)
{
    lot_text cells[3] = {LOT_TEXT_EMPTY, LOT_TEXT_EMPTY, LOT_TEXT_EMPTY};
    lot_number_put(&cells[0], here);
    lot_decimal_put(&cells[1], splits_sum, splits_count, 1);
    lot_number_put(&cells[2], bound);
    lot_text_format(text, "%-40s", words);
    for (size_t i = 0; i < 3; i++)
        put_cell(text, &cells[i]);
    lot_text_put(text, "\n");
}

static void put_figures(lot_text *text, const lot_seating *seating)
{
    const lot_seating_measure *here = &seating->measure;
    const lot_seating_splits *splits = &seating->splits;
    const lot_seating_bound *bound = &seating->bound;
    lot_text_format(text, "%-40s  %*s  %*s  %*s\n", "", COLUMN, "here", COLUMN, "at random", COLUMN,
                    "bound");
    put_row(text, "off the panel's shares (fewer is better)", here->deviation, splits->deviation,
            splits->count, bound->deviation);
    put_row(text, "pairs of people who meet (more)", here->met, splits->met, splits->count,
            bound->met);
    put_row(text, "meetings of who has met before (fewer)", here->repeats, splits->repeats,
            splits->count, bound->repeats);
    put_row(text, "others met by who meets fewest (more)", here->fewest, splits->fewest,
            splits->count, bound->fewest);
}

static void put_notes(lot_text *text, const lot_seating *seating)
{
    const lot_seating_measure *here = &seating->measure;
    const lot_seating_bound *bound = &seating->bound;
    bool met = here->met == bound->met;
    lot_text_put(text,
                 "\nOff the shares: people by whom a group has more of a value than its share "
                 "of the panel\nrounded up, or fewer than that rounded down; over all groups "
                 "and sessions.\n");
    lot_count_put(text, here->fewest_count, "person meets", "people meet");
    lot_text_put(text, " fewest others; who is not kept together meets at most ");
    lot_count_put(text, here->most, "time", "times");
    lot_text_format(
        text, ".\nAt random: the mean of %" PRIu32 " splits by chance alone, which keep no rule.\n",
        seating->splits.count);
    if (met && here->deviation == bound->deviation)
        lot_text_put(text,
                     "Bound: no seating mirrors the panel better, or lets more pairs meet.\n");
    else
        lot_text_put(text,
                     "Bound: no seating betters it, and perhaps none reaches it. This seating "
                     "was found by a search:\nthere may be better ones.\n");
}

static void put_kept(lot_text *text, const lot_tables_report *tables)
{
    if (tables->absent_count > 0) {
        lot_text_put(text, "Absent, and not seated: ");
        lot_count_put(text, tables->absent_count, "person", "people");
        lot_text_put(text, ".\n");
    }
    if (tables->rules_count > 0) {
        lot_text_put(text, "Kept in every session: ");
        lot_count_put(text, tables->rules_count, "rule", "rules");
        lot_text_put(text, " of who sits together or apart.\n");
    }
}

lot_status lot_tables_summary(lot_text *text, const lot_tables_report *tables, lot_error *error)
{
    const lot_seating *seating = tables->seating;
    lot_count_put(text, seating->people_count, "person", "people");
    lot_text_put(text, " in ");
    lot_tables_put_groups(text, seating->people_count, seating->groups_count);
    lot_text_put(text, ", ");
    lot_count_put(text, seating->sessions_count, "session", "sessions");
    lot_text_format(text, "\nSeed: %s\n\n", tables->seed);
    put_figures(text, seating);
    put_notes(text, seating);
    put_kept(text, tables);
    return lot_text_check(text, error);
}
