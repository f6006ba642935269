/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Worksheet: feature by feature, from counts to rows. */
#include "civiclot/worksheet.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "core/wide.h"
#include "pool/message.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The making of one worksheet. */
typedef struct making {
    const lot_worksheet_wish *wish;
    lot_worksheet *worksheet;
    lot_text *notices;
    lot_problems *problems;
    char *folded[LOT_POPULATION_FEATURES_MOST]; /* names of the features */
} making;

void lot_worksheet_free(lot_worksheet *worksheet)
{
    if (worksheet == NULL)
        return;
    free(worksheet->rows);
    free(worksheet);
}

uint64_t lot_worksheet_exact(const lot_worksheet *worksheet, uint32_t row)
{
    const lot_worksheet_row *of = &worksheet->rows[row];
    lot_unsigned_wide hundredths = (lot_unsigned_wide)of->count * worksheet->rule.seats * 100;
    return (uint64_t)((hundredths + of->total / 2) / of->total);
}

static lot_status same(bool *is, const char *folded, const char *text, lot_error *error)
{
    char *other = lot_fold(text);
    if (other == NULL)
        return LOT_NO_MEMORY(error);
    *is = strcmp(folded, other) == 0;
    free(other);
    return LOT_OK;
}

/* Is the uncounted value one of feature f? */
static lot_status is_of(bool *is, const making *make, uint32_t f, const lot_uncounted *uncounted,
                        lot_error *error)
{
    *is = uncounted->feature == NULL;
    return *is ? LOT_OK : same(is, make->folded[f], uncounted->feature, error);
}

static void put_name(lot_text *words, const making *make, uint32_t f, const char *value)
{
    lot_message_put_cell(words, make->wish->population->features[f].name);
    lot_text_put(words, ", ");
    lot_message_put_cell(words, value);
}

/* A value that nobody counted must not be among those that somebody did, or be given twice. */
static lot_status check_new(making *make, uint32_t f, const lot_uncounted *uncounted,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_worksheet *worksheet = make->worksheet;
    char *folded = lot_fold(uncounted->value);
    if (folded == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t row = worksheet->rows_count; row-- > 0 && worksheet->rows[row].feature == f;) {
        bool twice = false;
        TRY(same(&twice, folded, worksheet->rows[row].value, error));
        if (!twice)
            continue;
        lot_text words = LOT_TEXT_EMPTY;
        put_name(&words, make, f, uncounted->value);
        lot_text_put(&words, worksheet->rows[row].counted
                                 ? ": people are counted for it, so its seats follow from that"
                                 : ": it is given twice");
        lot_problems_take(make->problems, &words);
    }
done:
    free(folded);
    return status;
}

/* Add the rows of values that nobody counted. *kept: their minima, *most: their maxima. */
static lot_status add_uncounted(making *make, uint32_t f, uint32_t *kept, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_worksheet *worksheet = make->worksheet;
    *kept = 0;
    for (uint32_t u = 0; u < make->wish->uncounted_count; u++) {
        const lot_uncounted *uncounted = &make->wish->uncounted[u];
        bool is;
        TRY(is_of(&is, make, f, uncounted, error));
        if (!is)
            continue;
        TRY(check_new(make, f, uncounted, error));
        uint32_t max =
            uncounted->max < worksheet->rule.seats ? uncounted->max : worksheet->rule.seats;
        worksheet->rows[worksheet->rows_count++] = (lot_worksheet_row){
            .feature = f, .value = uncounted->value, .seats = {uncounted->min, max, false, false}};
        *kept += uncounted->min;
    }
done:
    return status;
}

/* Add the rows of the values that are counted, without seats so far. */
static void add_counted(making *make, uint32_t f)
{
    const lot_population *population = make->wish->population;
    const lot_feature *feature = &population->features[f];
    lot_worksheet *worksheet = make->worksheet;
    uint64_t total = 0;
    for (uint32_t v = 0; v < feature->values_count; v++)
        total += population->counts[feature->first + v];
    for (uint32_t v = 0; v < feature->values_count; v++)
        worksheet->rows[worksheet->rows_count++] =
            (lot_worksheet_row){.feature = f,
                                .value = population->values[feature->first + v],
                                .counted = true,
                                .count = population->counts[feature->first + v],
                                .total = total};
}

/* An answer that nobody counted has no room for its maximum beside the minima of the feature. */
static void tell_room(making *make, uint32_t f, const lot_worksheet_row *row, uint64_t minima)
{
    uint64_t seats = make->worksheet->rule.seats;
    uint64_t room = minima < seats ? seats - minima : 0;
    if (row->counted || row->seats.max - row->seats.min <= room)
        return;
    lot_text_put(make->notices, "warning: ");
    put_name(make->notices, make, f, row->value);
    if (room == 0)
        lot_text_put(make->notices, ": the minima of the feature take all seats, so that nobody "
                                    "can have one beyond its minimum: a band of 1 would leave "
                                    "room\n");
    else
        lot_text_format(make->notices,
                        ": the minima of the feature leave room for %" PRIu64 ", not its maximum "
                        "of %" PRIu32 "\n",
                        row->seats.min + room, row->seats.max);
}

/* Who is tied, and who can never sit. rows: [count] of one feature. */
static void tell_rows(making *make, uint32_t f, const lot_worksheet_row *rows, uint32_t count)
{
    uint64_t minima = 0;
    bool tied = false;
    for (uint32_t r = 0; r < count; r++) {
        minima += rows[r].seats.min;
        if (!rows[r].seats.tied)
            continue;
        if (!tied)
            lot_message_put_cell(make->notices, make->wish->population->features[f].name);
        lot_text_put(make->notices, tied ? " and " : ": a tie for the last seats between ");
        lot_message_put_cell(make->notices, rows[r].value);
        tied = true;
    }
    if (tied)
        lot_text_put(make->notices, ": their bounds leave open who has one more\n");
    for (uint32_t r = 0; r < count; r++)
        tell_room(make, f, &rows[r], minima);
}

static lot_status make_feature(making *make, uint32_t f, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_worksheet *worksheet = make->worksheet;
    const lot_feature *feature = &make->wish->population->features[f];
    lot_worksheet_row *rows = worksheet->rows + worksheet->rows_count;
    const uint64_t *counts = make->wish->population->counts + feature->first;
    lot_apportion_rule rule = worksheet->rule;
    lot_error refused;
    lot_apportioned *seats = lot_array_new(feature->values_count, sizeof *seats);
    if (seats == NULL)
        TRY(LOT_NO_MEMORY(error));
    add_counted(make, f);
    TRY(add_uncounted(make, f, &rule.kept, error));
    lot_status apportioned = lot_apportion(seats, counts, feature->values_count, &rule, &refused);
    if (apportioned == LOT_BAD_INPUT)
        lot_problems_add(make->problems, "%s: %s: lower them, or raise the seats", feature->name,
                         refused.message);
    else if (apportioned != LOT_OK)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t v = 0; v < feature->values_count; v++)
        rows[v].seats = seats[v];
    if (apportioned == LOT_OK)
        tell_rows(make, f, rows, (uint32_t)(worksheet->rows + worksheet->rows_count - rows));
done:
    free(seats);
    return status;
}

/* Every uncounted value must be of some feature. */
static lot_status check_features(making *make, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t u = 0; u < make->wish->uncounted_count; u++) {
        const lot_uncounted *uncounted = &make->wish->uncounted[u];
        bool found = false;
        for (uint32_t f = 0; f < make->wish->population->features_count && !found; f++)
            TRY(is_of(&found, make, f, uncounted, error));
        if (found)
            continue;
        lot_text words = LOT_TEXT_EMPTY;
        lot_text_put(&words, "no table has a feature '");
        lot_message_put_cell(&words, uncounted->feature);
        lot_text_put(&words, "'");
        lot_problems_take(make->problems, &words);
    }
done:
    return status;
}

static lot_status start(making *make, lot_error *error)
{
    const lot_population *population = make->wish->population;
    size_t most =
        population->values_count + (size_t)population->features_count * make->wish->uncounted_count;
    make->worksheet = lot_array_new(1, sizeof *make->worksheet);
    if (make->worksheet == NULL)
        return LOT_NO_MEMORY(error);
    make->worksheet->population = population;
    make->worksheet->rule = make->wish->rule;
    make->worksheet->rows = lot_array_new(most, sizeof *make->worksheet->rows);
    bool good = make->worksheet->rows != NULL;
    for (uint32_t f = 0; good && f < population->features_count; f++) {
        make->folded[f] = lot_fold(population->features[f].name);
        good = make->folded[f] != NULL;
    }
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

lot_status lot_worksheet_new(lot_worksheet **out, const lot_worksheet_wish *wish, lot_text *notices,
                             lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t before = lot_problems_count(problems);
    making make = {.wish = wish, .notices = notices, .problems = problems};
    *out = NULL;
    TRY(start(&make, error));
    TRY(check_features(&make, error));
    for (uint32_t f = 0; f < wish->population->features_count; f++)
        TRY(make_feature(&make, f, error));
    TRY(lot_problems_refuse(problems, before, "the quotas", error));
    *out = make.worksheet;
    make.worksheet = NULL;
done:
    for (uint32_t f = 0; f < LOT_POPULATION_FEATURES_MOST; f++)
        free(make.folded[f]);
    lot_worksheet_free(make.worksheet);
    return status;
}
