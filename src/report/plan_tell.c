/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of sentences about plans. */
#include "report/plan_tell.h"

#include "report/numbers.h"

#include <inttypes.h>

void lot_plan_put_interval(lot_text *words, const lot_interval *interval)
{
    lot_decimal_put_towards(words, interval->low, 10000, 1, LOT_TOWARDS_DOWN);
    lot_text_put(words, " to ");
    lot_decimal_put_towards(words, interval->high, 10000, 1, LOT_TOWARDS_UP);
    lot_text_put(words, " %");
}

void lot_plan_put_amount(lot_text *words, uint64_t hundredths)
{
    lot_number_put(words, hundredths / 100);
    lot_text_format(words, ".%02" PRIu64, hundredths % 100);
}

static void put_letters(lot_text *words, uint32_t letters)
{
    if (letters > 0)
        lot_number_put(words, letters);
    else
        lot_text_put(words, "more than can be told");
}

/* More letters than were looked at. */
static void put_out_of_reach(lot_text *words, const lot_plan_report *report)
{
    const lot_scenario *scenario = report->scenario;
    bool all = report->addresses_known && scenario->horizon == report->room;
    lot_text_put(words,
                 all ? "not reachable by letters: with one to every address, " : "more than ");
    lot_count_put(words, scenario->horizon, "letter", "letters");
    lot_text_put(words, ", a panel exists in ");
    lot_percent_put(words, report->enough_count, scenario->simulations, 1);
}

void lot_plan_put_needed(lot_text *words, const lot_plan_report *report, const lot_needed *needed)
{
    if (needed->letters == 0) {
        put_out_of_reach(words, report);
        return;
    }
    lot_count_put(words, needed->letters, "letter", "letters");
    lot_text_put(words, " (");
    put_letters(words, needed->low);
    lot_text_put(words, " to ");
    put_letters(words, needed->high);
    lot_text_put(words, ")");
    uint64_t cost = lot_plan_cost(report, needed->letters);
    if (cost > 0) {
        lot_text_put(words, ", cost ");
        lot_plan_put_amount(words, cost);
    }
}

void lot_plan_put_bound(lot_text *words, const lot_quotas *quotas, uint32_t bound)
{
    const lot_quota *row = &quotas->rows[bound / 2];
    uint32_t seats = bound % 2 == 0 ? row->min : row->max;
    lot_text_format(words, "%s %s: at %s %" PRIu32 " seat%s", quotas->features[row->feature].name,
                    row->value, bound % 2 == 0 ? "least" : "most", seats, seats == 1 ? "" : "s");
}

void lot_plan_put_obstacle(lot_text *words, const lot_quotas *quotas, const lot_outlook *outlook)
{
    uint32_t most = 0;
    for (uint32_t bound = 0; bound < 2 * quotas->count; bound++)
        most = outlook->collide[bound] > outlook->collide[most] ? bound : most;
    if (outlook->few >= outlook->collide[most])
        lot_text_put(words, "fewer people than seats");
    else
        lot_plan_put_bound(words, quotas, most);
}

void lot_plan_put_split(lot_text *words, const lot_plan_report *report)
{
    const lot_split *split = report->split;
    lot_text_put(words, "Best shares found for ");
    lot_count_put(words, split->letters, "letter", "letters");
    lot_text_put(words, ": a panel exists in ");
    lot_percent_put(words, split->feasible, split->simulations, 1);
    if (split->feasible_given == UINT32_MAX) {
        lot_text_put(words, "; the shares that were given have not addresses enough.");
    } else {
        lot_text_put(words, "; with the shares that were given, in ");
        lot_percent_put(words, split->feasible_given, split->simulations, 1);
        lot_text_put(words, ".");
    }
    lot_text_put(words, split->settled
                            ? " Moving 5 % of the letters between two strata does not help further."
                            : " The search came to its limit: others may be better.");
}
