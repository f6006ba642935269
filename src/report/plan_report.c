/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plan report: what was assumed, what it costs, and in which order it is told. */
#include "civiclot/plan_report.h"

#include "core/wide.h"
#include "report/numbers.h"

#include <inttypes.h>

uint64_t lot_plan_cost(const lot_plan_report *report, uint32_t letters)
{
    if (report->letter_cost == 0 && report->seat_cost == 0)
        return 0;
    return report->letter_cost * letters + report->seat_cost * report->scenario->seats;
}

void lot_plan_rank_scarce(uint32_t *order, const lot_plan_report *report,
                          const lot_outlook *outlook)
{
    const lot_quotas *quotas = report->scenario->quotas;
    uint32_t count = quotas->count;
    for (uint32_t q = 0; q < count; q++) {
        uint32_t at = q;
        for (; at > 0; at--) {
            uint32_t before = order[at - 1];
            /* more often below the minimum; else fewer people for each of its seats */
            bool less =
                outlook->scarce[before] != outlook->scarce[q]
                    ? outlook->scarce[before] < outlook->scarce[q]
                    : (lot_unsigned_wide)outlook->values[before].sum * quotas->rows[q].min >
                          (lot_unsigned_wide)outlook->values[q].sum * quotas->rows[before].min;
            if (!less)
                break;
            order[at] = before;
        }
        order[at] = q;
    }
}

void lot_plan_rank_binding(uint32_t *order, const lot_plan_report *report,
                           const lot_outlook *outlook)
{
    uint32_t count = 2 * report->scenario->quotas->count;
    for (uint32_t b = 0; b < count; b++) {
        uint32_t at = b;
        uint64_t rank = (uint64_t)outlook->collide[b] + outlook->limit[b];
        for (; at > 0; at--) {
            uint32_t before = order[at - 1];
            if ((uint64_t)outlook->collide[before] + outlook->limit[before] >= rank)
                break;
            order[at] = before;
        }
        order[at] = b;
    }
}

/* Add the bound that binds most often, of those that are not told yet. False: there is none. */
static bool add_most(uint32_t *told, uint32_t *count, const uint32_t *often, uint32_t bounds)
{
    uint32_t best = bounds;
    for (uint32_t b = 0; b < bounds; b++) {
        bool is_told = false;
        for (uint32_t i = 0; i < *count; i++)
            is_told = is_told || told[i] == b;
        if (!is_told && often[b] > (best < bounds ? often[best] : 0))
            best = b;
    }
    if (best < bounds)
        told[(*count)++] = best;
    return best < bounds;
}

uint32_t lot_plan_choose_binding(uint32_t *told, uint32_t most, const lot_plan_report *report,
                                 const lot_outlook *outlook)
{
    uint32_t bounds = 2 * report->scenario->quotas->count;
    uint32_t count = 0;
    while (count < most / 2 && add_most(told, &count, outlook->collide, bounds))
        continue;
    while (count < most && add_most(told, &count, outlook->limit, bounds))
        continue;
    while (count < most && add_most(told, &count, outlook->collide, bounds))
        continue;
    return count;
}

static void put_rate(lot_text *lines, uint64_t millionths)
{
    lot_percent_put(lines, millionths, LOT_RATES_ONE, millionths % 10000 == 0 ? 0 : 2);
}

static void put_response(lot_text *lines, const lot_plan_report *report)
{
    const lot_response *response = report->scenario->response;
    lot_text_put(lines, "Response: ");
    if (response->cases_count > 1) {
        lot_text_format(lines, "as in one of %" PRIu32 " mailings of %s, ", response->cases_count,
                        report->response);
        put_rate(lines, response->mean);
        lot_text_put(lines, " of the letters on average");
    } else if (response->high > response->low) {
        lot_text_put(lines, "from ");
        put_rate(lines, response->low);
        lot_text_put(lines, " to ");
        put_rate(lines, response->high);
        lot_text_put(lines, " of the letters, all alike likely,");
    } else {
        put_rate(lines, response->mean);
        lot_text_put(lines, " of the letters");
    }
    lot_text_put(lines, " bring a registration, sent evenly.\n");
    lot_text_put(lines, "From mailing to mailing it spreads ");
    if (response->shape == 0) {
        lot_text_put(lines, response->cases_count > 1 || response->high > response->low
                                ? "no further than that.\n"
                                : "not at all: only chance differs.\n");
    } else {
        lot_text_put(lines, "by about ");
        /* 1 / sqrt(shape) */
        uint32_t percent = 0;
        while ((percent + 1) * (percent + 1) * response->shape <= 10000)
            percent++;
        lot_text_format(lines,
                        "%" PRIu32 " %% of its mean (a gamma distribution of shape %" PRIu32
                        "); all letters of a mailing share it.\n",
                        percent, response->shape);
    }
    if (report->by_value != NULL)
        lot_text_format(lines, "Who answers how often is told by %s.\n", report->by_value);
    else
        lot_text_put(lines, "Everybody answers alike: a file of rates by value would be nearer to "
                            "life.\n");
}

static void put_mailings(lot_text *lines, const lot_plan_report *report)
{
    const lot_mailings *mailings = report->scenario->mailings;
    if (mailings->count == 1 && mailings->list[0].share == LOT_MAILINGS_ONE &&
        mailings->list[0].people == report->scenario->population->total) {
        lot_text_put(lines, "Letters go everywhere");
    } else {
        lot_text_put(lines, "Letters go to strata: ");
        for (uint32_t m = 0; m < mailings->count; m++) {
            lot_text_format(lines, "%s\"%s\" ", m > 0 ? ", " : "", mailings->list[m].name);
            put_rate(lines, mailings->list[m].share);
        }
    }
    lot_text_put(lines, "; one to an address, and in a stratum every address is as likely as the "
                        "others");
    if (report->addresses_known) {
        lot_text_put(lines, ". With ");
        lot_decimal_put(lines, report->household, LOT_POPULATION_PARTS,
                        report->household % LOT_POPULATION_PARTS == 0 ? 0 : 2);
        lot_text_put(lines, report->household == LOT_POPULATION_PARTS ? " person" : " people");
        lot_text_put(lines, " at each there are enough for ");
        lot_count_put(lines, report->room, "letter", "letters");
    }
    lot_text_put(lines, ".\n");
}

void lot_plan_put_assumptions(lot_text *lines, const lot_plan_report *report)
{
    const lot_scenario *scenario = report->scenario;
    put_response(lines, report);
    put_mailings(lines, report);
    if (report->dropouts != NULL)
        lot_text_format(lines,
                        "Who registered but would not come if asked: %s. A panel must be found "
                        "among the others; in the lottery are all.\n",
                        report->dropouts);
    else
        lot_text_put(lines, "Everybody who registers would come: --dropouts tells otherwise.\n");
    if (report->made != NULL)
        lot_text_put(lines, "Quotas: of each value its share of the seats, rounded down and up.\n");
    lot_text_put(lines, "Nobody shares a home with another who registers.\n");
    lot_text_format(lines, "Simulated pools: ");
    lot_number_put(lines, scenario->simulations);
    lot_text_format(lines,
                    ", of the seed \"%s\". Intervals are for chance in them alone, not for "
                    "what is assumed.\n",
                    report->seed);
}
