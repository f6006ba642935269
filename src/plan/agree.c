/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Agree: offices change small counts to protect people, so that tables of the same people differ by
 * a few; tables of different people differ by many, and that is for the reader to mend.
 */
#include "plan/agree.h"

#include "core/array.h"
#include "core/wide.h"
#include "pool/message.h"

#include <inttypes.h>
#include <stdlib.h>

/* Totals more than a hundredth apart, and fits more than a thousandth off, are more than noise. */
enum { WIDE_PERCENT = 1, FAR = 1000 };

static uint64_t people(uint64_t count)
{
    return (count + LOT_COUNT_PARTS / 2) / LOT_COUNT_PARTS;
}

/* The table with the fewest people, or NULL where all have shares. */
static const lot_count_table *smallest(const lot_counts *counts)
{
    const lot_count_table *least = NULL;
    for (size_t t = 0; t < counts->tables_count; t++) {
        const lot_count_table *table = &counts->tables[t];
        if (!table->shares &&
            (least == NULL || lot_count_table_total(table) < lot_count_table_total(least)))
            least = table;
    }
    return least;
}

static void tell_wide(lot_text *notices, const lot_counts *counts, const lot_count_table *least,
                      uint64_t limit)
{
    bool any = false;
    for (size_t t = 0; t < counts->tables_count; t++) {
        const lot_count_table *table = &counts->tables[t];
        uint64_t total = lot_count_table_total(table);
        if (table->shares || total <= limit)
            continue;
        if (!any)
            lot_text_format(notices,
                            "warning: tables count different people. %s has %" PRIu64
                            ", but these have more: ",
                            least->name, people(lot_count_table_total(least)));
        lot_text_format(notices, "%s%s %" PRIu64, any ? ", " : "", table->name, people(total));
        any = true;
    }
    if (any)
        lot_text_put(notices, ". Count only those whom you would seat (of 16 and over, say) in all "
                              "tables; until then each share is of its own table's total\n");
}

static void tell_totals(lot_text *notices, const lot_counts *counts)
{
    const lot_count_table *least = smallest(counts);
    if (least == NULL) {
        lot_text_put(notices, "the tables have shares only: a million people are assumed\n");
        return;
    }
    uint64_t total = lot_count_table_total(least);
    uint64_t limit = total + total / 100 * WIDE_PERCENT;
    uint64_t most = total;
    for (size_t t = 0; t < counts->tables_count; t++) {
        uint64_t other = lot_count_table_total(&counts->tables[t]);
        if (!counts->tables[t].shares && other <= limit && other > most)
            most = other;
    }
    if (most > total)
        lot_text_format(notices,
                        "totals differ from table to table, by %" PRIu64
                        " at most: each share is of its own table's total\n",
                        people(most - total) > 0 ? people(most - total) : 1);
    tell_wide(notices, counts, least, limit);
}

/* Shares are to add up to 1 or to 100, give or take half a hundredth for rounding. */
static void tell_shares(lot_text *notices, const lot_counts *counts)
{
    for (size_t t = 0; t < counts->tables_count; t++) {
        const lot_count_table *table = &counts->tables[t];
        uint64_t total = lot_count_table_total(table);
        uint64_t whole = total > 2 * LOT_COUNT_PARTS ? 100 * LOT_COUNT_PARTS : LOT_COUNT_PARTS;
        uint64_t difference = total > whole ? total - whole : whole - total;
        if (!table->shares || difference <= whole / 200)
            continue;
        uint64_t hundredths = (uint64_t)((lot_unsigned_wide)total * 10000 / whole);
        lot_text_format(notices,
                        "warning: %s: the shares add up to %" PRIu64 ".%02" PRIu64
                        "%%: is a row missing? They are read as shares of their sum\n",
                        table->name, hundredths / 100, hundredths % 100);
    }
}

static void put_value(lot_text *words, const lot_counts *counts, uint32_t feature, uint32_t value)
{
    lot_message_put_cell(words, counts->features[feature].name);
    lot_text_put(words, ", ");
    lot_message_put_cell(words, counts->features[feature].values[value]);
}

/* Does the table count anybody with the value? *has: whether it counts by the feature at all. */
static bool counts_any(bool *has, const lot_count_table *table, uint32_t feature, uint32_t value)
{
    uint32_t at = 0;
    while (at < table->features_count && table->features[at] != feature)
        at++;
    *has = at < table->features_count;
    for (uint32_t c = 0; *has && c < lot_count_table_cells(table); c++)
        if (table->cells[(size_t)c * table->features_count + at] == value && table->counts[c] > 0)
            return true;
    return false;
}

/* A value that one table counts and another does not. */
static void tell_value(lot_text *notices, const lot_counts *counts, uint32_t feature,
                       uint32_t value)
{
    const lot_count_table *with = NULL;
    const lot_count_table *without = NULL;
    for (size_t t = 0; t < counts->tables_count; t++) {
        bool has;
        bool any = counts_any(&has, &counts->tables[t], feature, value);
        if (any && with == NULL)
            with = &counts->tables[t];
        if (has && !any && without == NULL)
            without = &counts->tables[t];
    }
    if (without == NULL)
        return;
    lot_text_put(notices, with != NULL ? "warning: " : "");
    put_value(notices, counts, feature, value);
    if (with != NULL)
        lot_text_format(notices,
                        ": %s counts people, and %s none: is it written in another way there? "
                        "Nobody is taken to have it\n",
                        with->name, without->name);
    else
        lot_text_put(notices, ": nobody is counted\n");
}

/* Does every value of the feature at `of` go with one value of the feature at `at` alone? */
static bool is_nested(const lot_count_table *table, uint32_t of, uint32_t at, uint32_t *partner,
                      uint32_t count)
{
    for (uint32_t v = 0; v < count; v++)
        partner[v] = LOT_NO_NAME;
    for (uint32_t c = 0; c < lot_count_table_cells(table); c++) {
        const uint32_t *cell = &table->cells[(size_t)c * table->features_count];
        if (table->counts[c] == 0)
            continue;
        if (partner[cell[of]] != LOT_NO_NAME && partner[cell[of]] != cell[at])
            return false;
        partner[cell[of]] = cell[at];
    }
    return true;
}

/* Wards of areas and the like: most combinations are empty, and are meant to be. */
static lot_status find_nested(bool *nested, const lot_counts *counts, const lot_count_table *table,
                              lot_error *error)
{
    *nested = false;
    for (uint32_t of = 0; of < table->features_count; of++) {
        uint32_t count = lot_names_count(counts->features[table->features[of]].known);
        uint32_t *partner = lot_array_new(count, sizeof *partner);
        if (partner == NULL)
            return LOT_NO_MEMORY(error);
        for (uint32_t at = 0; at < table->features_count && !*nested; at++)
            *nested = at != of && is_nested(table, of, at, partner, count);
        free(partner);
    }
    return LOT_OK;
}

/* Combinations of a cross-table that count nobody, where each of its values counts somebody. */
static lot_status tell_empty(lot_text *notices, const lot_counts *counts,
                             const lot_count_table *table, lot_error *error)
{
    bool nested;
    uint64_t combinations = 1;
    uint32_t filled = 0;
    lot_status status = find_nested(&nested, counts, table, error);
    if (status != LOT_OK || nested || table->features_count == 1)
        return status;
    for (uint32_t f = 0; f < table->features_count; f++) {
        uint32_t any = 0;
        for (uint32_t v = 0; v < lot_names_count(counts->features[table->features[f]].known); v++) {
            bool has;
            any += counts_any(&has, table, table->features[f], v);
        }
        combinations *= any;
    }
    for (uint32_t c = 0; c < lot_count_table_cells(table); c++)
        filled += table->counts[c] > 0;
    if (combinations > filled)
        lot_text_format(notices,
                        "%s: %" PRIu64 " of %" PRIu64
                        " combinations have nobody, by a count of 0 or since no row has them\n",
                        table->name, combinations - filled, combinations);
    return LOT_OK;
}

/* In a thousandth of a person. */
static void put_people(lot_text *words, uint64_t parts)
{
    uint64_t thousandths = (parts * 1000 + LOT_POPULATION_PARTS / 2) / LOT_POPULATION_PARTS;
    lot_text_format(words, "%" PRIu64 ".%03" PRIu64, thousandths / 1000, thousandths % 1000);
}

/* Is there a feature that several tables count by? */
static bool are_joined(const lot_counts *counts)
{
    uint32_t tables[LOT_POPULATION_FEATURES_MOST] = {0};
    bool joined = false;
    for (size_t t = 0; t < counts->tables_count; t++)
        for (uint32_t f = 0; f < counts->tables[t].features_count; f++)
            joined = ++tables[counts->tables[t].features[f]] > 1 || joined;
    return joined;
}

static void tell_fit(lot_text *notices, const lot_counts *counts, const lot_population *population)
{
    const lot_population_fit *fit = &population->fit;
    bool far = fit->difference > population->total / FAR;
    if (!are_joined(counts))
        return;
    lot_text_format(notices,
                    "%stables joined by proportional fitting, %" PRIu32
                    " round%s: the largest difference left is ",
                    far ? "warning: " : "", fit->rounds, fit->rounds == 1 ? "" : "s");
    put_people(notices, fit->difference);
    lot_text_put(notices, " people");
    if (fit->table != NULL)
        lot_text_format(notices, ", from %s", fit->table);
    lot_text_put(notices, far            ? ": the tables contradict each other\n"
                          : fit->settled ? "\n"
                                         : ": by so much the tables differ\n");
}

/* People whom a table counts and who are in no row of values that all tables allow. */
static lot_status tell_lost(lot_text *notices, const lot_counts *counts,
                            const lot_population *population, lot_error *error)
{
    bool *there = lot_array_new(population->values_count, sizeof *there);
    if (there == NULL)
        return LOT_NO_MEMORY(error);
    size_t numbers = (size_t)population->cells_count * population->features_count;
    for (size_t i = 0; i < numbers; i++)
        there[population->cells[i]] = true;
    for (uint32_t f = 0; f < counts->features_count; f++) {
        const lot_feature *feature = &population->features[f];
        for (uint32_t v = 0; v < feature->values_count; v++) {
            if (there[feature->first + v] || population->counts[feature->first + v] == 0)
                continue;
            lot_text_put(notices, "warning: ");
            put_value(notices, counts, f, v);
            lot_text_format(notices,
                            ": %" PRIu64 " people of %s are lost: no row of values is left for "
                            "them that all tables allow\n",
                            people(population->counts[feature->first + v]), population->tables[f]);
        }
    }
    free(there);
    return LOT_OK;
}

lot_status lot_agree_tell(lot_text *notices, const lot_counts *counts,
                          const lot_population *population, lot_error *error)
{
    lot_status status = LOT_OK;
    tell_totals(notices, counts);
    tell_shares(notices, counts);
    for (uint32_t f = 0; f < counts->features_count; f++)
        for (uint32_t v = 0; v < lot_names_count(counts->features[f].known); v++)
            tell_value(notices, counts, f, v);
    for (size_t t = 0; t < counts->tables_count; t++)
        TRY(tell_empty(notices, counts, &counts->tables[t], error));
    TRY(tell_lost(notices, counts, population, error));
    tell_fit(notices, counts, population);
    TRY(lot_text_check(notices, error));
done:
    return status;
}
