/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plan words: the text that `civiclot plan` prints. */
#include "civiclot/plan_report.h"

#include "core/array.h"
#include "report/numbers.h"
#include "report/plan_tell.h"

#include <inttypes.h>
#include <stdlib.h>

/* How many values, and bounds, are told of each plan. */
enum { TOLD = 8 };

/* Put a cell that was built, to the right of its column, and free it. */
static void put_cell(lot_text *words, lot_text *cell, int width)
{
    lot_text_format(words, "  %*s", width, lot_text_string(cell));
    lot_text_free_part(words, cell);
}

static void put_number(lot_text *words, uint64_t number, int width)
{
    lot_text cell = LOT_TEXT_EMPTY;
    lot_number_put(&cell, number);
    put_cell(words, &cell, width);
}

static void put_percent(lot_text *words, uint64_t part, uint64_t whole, unsigned digits, int width)
{
    lot_text cell = LOT_TEXT_EMPTY;
    lot_percent_put(&cell, part, whole, digits);
    put_cell(words, &cell, width);
}

static void put_chances(lot_text *words, const lot_outlook *outlook)
{
    if (outlook->feasible == 0) {
        lot_text_format(words, "  %*s", 28, "-");
        return;
    }
    put_percent(words, outlook->least.low, 1000000000, 2, 8);
    put_percent(words, outlook->least.middle, 1000000000, 2, 8);
    put_percent(words, outlook->least.high, 1000000000, 2, 8);
}

static void put_plan_row(lot_text *words, const lot_plan_report *report, const lot_outlook *outlook)
{
    lot_text cell = LOT_TEXT_EMPTY;
    put_number(words, outlook->letters, 11);
    put_percent(words, outlook->feasible, outlook->simulations, 1, 8);
    lot_plan_put_interval(&cell, &outlook->chance);
    put_cell(words, &cell, 18);
    put_chances(words, outlook);
    put_number(words, outlook->people.low, 8);
    put_number(words, outlook->people.middle, 6);
    put_number(words, outlook->people.high, 6);
    if (lot_plan_cost(report, outlook->letters) > 0) {
        lot_plan_put_amount(&cell, lot_plan_cost(report, outlook->letters));
        put_cell(words, &cell, 14);
    }
    lot_text_put(words, "\n");
}

static void put_plans(lot_text *words, const lot_plan_report *report)
{
    const lot_scenario *scenario = report->scenario;
    if (scenario->letters_count > 0) {
        lot_text_format(words, "\n%13s  %8s  %18s  %28s  %24s%s\n", "", "a panel", "",
                        "least chance", "registrations", "");
        lot_text_format(words, "%13s  %8s  %18s  %8s  %8s  %8s  %8s  %6s  %6s", "letters", "exists",
                        "95 % interval", "p10", "median", "p90", "p10", "median", "p90");
        if (lot_plan_cost(report, 1) > 0)
            lot_text_format(words, "  %14s", "cost");
        lot_text_put(words, "\n");
    }
    for (uint32_t k = 0; k < scenario->letters_count; k++)
        put_plan_row(words, report, report->outlooks[k]);
    for (uint32_t i = 0; i < report->beyond_count; i++) {
        put_number(words, report->beyond[i], 11);
        lot_text_put(words, "  unreachable: there are addresses for ");
        lot_count_put(words, report->room, "letter", "letters");
        lot_text_put(words, " at most\n");
    }
    if (scenario->letters_count > 0)
        lot_text_put(words, "Least chance: no lottery gives all of the pool more; where a panel "
                            "exists. p10: a tenth of the pools have no more.\n");
}

static void put_needed(lot_text *words, const lot_plan_report *report)
{
    if (report->needed_count > 0)
        lot_text_put(words, "\nLetters needed for a panel to exist:\n");
    for (uint32_t i = 0; i < report->needed_count; i++) {
        const lot_needed *needed = &report->needed[i];
        lot_text_format(words, "  in %" PRIu32 " %%: ", needed->percent);
        lot_plan_put_needed(words, report, needed);
        lot_text_put(words, "\n");
    }
}

static void put_binding(lot_text *words, const lot_plan_report *report, const lot_outlook *outlook)
{
    const lot_quotas *quotas = report->scenario->quotas;
    uint32_t order[TOLD];
    uint32_t count = lot_plan_choose_binding(order, TOLD, report, outlook);
    lot_text_put(
        words,
        "  what binds:                                            prevents a panel   keeps the "
        "least chance down\n");
    for (uint32_t i = 0; i < count; i++) {
        uint32_t collide = outlook->collide[order[i]];
        uint32_t limit = outlook->limit[order[i]];
        lot_text cell = LOT_TEXT_EMPTY;
        lot_plan_put_bound(&cell, quotas, order[i]);
        lot_text_format(words, "    %-54s", lot_text_string(&cell));
        lot_text_free_part(words, &cell);
        put_percent(words, collide, outlook->simulations, 1, 11);
        put_percent(words, limit, outlook->simulations, 1, 15);
        lot_text_put(words, "\n");
    }
    if (outlook->few > 0) {
        lot_text_format(words, "    %-54s", "fewer people than seats");
        put_percent(words, outlook->few, outlook->simulations, 1, 11);
        lot_text_put(words, "\n");
    }
}

static void put_scarce(lot_text *words, const lot_plan_report *report, const lot_outlook *outlook,
                       uint32_t *order)
{
    const lot_quotas *quotas = report->scenario->quotas;
    lot_plan_rank_scarce(order, report, outlook);
    lot_text_put(words,
                 "  who is scarce:                           seats     register: p10  median "
                 "   p90   too few in\n");
    for (uint32_t i = 0; i < TOLD && i < quotas->count; i++) {
        const lot_quota *row = &quotas->rows[order[i]];
        const lot_range *range = &outlook->values[order[i]];
        lot_text cell = LOT_TEXT_EMPTY;
        if (row->min == 0)
            continue;
        lot_text_format(&cell, "%s %s", quotas->features[row->feature].name, row->value);
        lot_text_format(words, "    %-35s", lot_text_string(&cell));
        lot_text_free_part(words, &cell);
        lot_text_format(&cell, "%" PRIu32 "-%" PRIu32, row->min, row->max);
        put_cell(words, &cell, 6);
        put_number(words, range->low, 13);
        put_number(words, range->middle, 6);
        put_number(words, range->high, 5);
        put_percent(words, outlook->scarce[order[i]], outlook->simulations, 1, 11);
        lot_text_put(words, "\n");
    }
}

/* What binds and who is scarce, of each plan. */
static void put_details(lot_text *words, const lot_plan_report *report)
{
    uint32_t *order = lot_array_new(report->scenario->quotas->count, sizeof *order);
    words->failed = words->failed || order == NULL;
    for (uint32_t k = 0; k < report->scenario->letters_count && order != NULL; k++) {
        lot_text_put(words, "\n");
        lot_count_put(words, report->outlooks[k]->letters, "letter", "letters");
        lot_text_put(words, "\n");
        put_binding(words, report, report->outlooks[k]);
        put_scarce(words, report, report->outlooks[k], order);
    }
    free(order);
}

static void put_split(lot_text *words, const lot_plan_report *report)
{
    const lot_split *split = report->split;
    if (split == NULL)
        return;
    lot_text_put(words, "\n");
    lot_plan_put_split(words, report);
    lot_text_put(words, "\n");
    for (uint32_t m = 0; m < split->count; m++) {
        const lot_mailing *mailing = &report->scenario->mailings->list[m];
        lot_text_format(words, "  %-40s", mailing->name);
        put_percent(words, split->shares[m], LOT_MAILINGS_ONE, 1, 8);
        lot_text_put(words, " of the letters (given: ");
        lot_percent_put(words, mailing->share, LOT_MAILINGS_ONE, 1);
        lot_text_put(words, ")\n");
    }
}

void lot_plan_put_text(lot_text *words, const lot_plan_report *report)
{
    lot_text_format(words, "Letters for a panel of %" PRIu32 " seats.\n\nAssumed:\n",
                    report->scenario->seats);
    lot_plan_put_assumptions(words, report);
    put_plans(words, report);
    put_needed(words, report);
    put_details(words, report);
    put_split(words, report);
}
