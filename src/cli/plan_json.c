/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plan JSON. Shares and chances are numbers of at most nine digits, rounded in whole numbers. */
#include "cli/plan_json.h"

#include "core/array.h"
#include "core/wide.h"
#include "desk/counted.h"
#include "talk/json.h"

#include <stdlib.h>

static const uint64_t million = 1000000;
static const uint64_t billion = 1000000000;

/* part / whole, in millionths. */
static json_t *share(uint64_t part, uint64_t whole)
{
    lot_unsigned_wide parts = ((lot_unsigned_wide)part * million + whole / 2) / whole;
    return json_real((double)(uint64_t)parts / (double)million);
}

static json_t *interval(lot_interval i)
{
    return json_pack("[o, o]", share(i.low, million), share(i.high, million));
}

static json_t *chances(const lot_range *range, uint32_t count)
{
    if (count == 0)
        return json_null();
    return json_pack("{s:o, s:o, s:o, s:o}", "mean",
                     json_real((double)(range->sum / count) / (double)billion), "p10",
                     json_real((double)range->low / (double)billion), "p50",
                     json_real((double)range->middle / (double)billion), "p90",
                     json_real((double)range->high / (double)billion));
}

static json_t *people(const lot_range *range, uint32_t simulations)
{
    return json_pack("{s:o, s:I, s:I, s:I}", "mean", share(range->sum, simulations), "p10",
                     (json_int_t)range->low, "p50", (json_int_t)range->middle, "p90",
                     (json_int_t)range->high);
}

/* An amount in hundredths. */
static json_t *amount(uint64_t hundredths)
{
    return hundredths == 0 ? json_null() : json_real((double)hundredths / 100.0);
}

static json_t *name_of(const lot_quotas *quotas, uint32_t q)
{
    return json_pack("{s:o, s:o}", "feature",
                     lot_json_string(quotas->features[quotas->rows[q].feature].name), "value",
                     lot_json_string(quotas->rows[q].value));
}

/* Bounds that bind in any simulation, most often first. */
static json_t *binding(const lot_plan_report *report, const lot_outlook *outlook)
{
    const lot_quotas *quotas = report->scenario->quotas;
    json_t *list = json_array();
    uint32_t *order = lot_array_new(2 * (size_t)quotas->count, sizeof *order);
    if (order == NULL) {
        json_decref(list);
        return NULL;
    }
    lot_plan_rank_binding(order, report, outlook);
    for (uint32_t i = 0; i < 2 * quotas->count; i++) {
        uint32_t collide = outlook->collide[order[i]];
        uint32_t limit = outlook->limit[order[i]];
        const lot_quota *row = &quotas->rows[order[i] / 2];
        if (collide + limit == 0)
            break;
        json_t *object = name_of(quotas, order[i] / 2);
        json_t *more = json_pack(
            "{s:s, s:I, s:o, s:o, s:o}", "bound", order[i] % 2 == 0 ? "min" : "max", "seats",
            (json_int_t)(order[i] % 2 == 0 ? row->min : row->max), "share",
            share((uint64_t)collide + limit, outlook->simulations), "prevents",
            share(collide, outlook->simulations), "limits", share(limit, outlook->simulations));
        (void)json_object_update(object, more);
        json_decref(more);
        (void)json_array_append_new(list, object);
    }
    free(order);
    return list;
}

static json_t *values(const lot_plan_report *report, const lot_outlook *outlook)
{
    const lot_quotas *quotas = report->scenario->quotas;
    json_t *list = json_array();
    for (uint32_t q = 0; q < quotas->count; q++) {
        json_t *object = name_of(quotas, q);
        json_t *more = json_pack("{s:I, s:I, s:o, s:o}", "min", (json_int_t)quotas->rows[q].min,
                                 "max", (json_int_t)quotas->rows[q].max, "registered",
                                 people(&outlook->values[q], outlook->simulations), "below_min",
                                 share(outlook->scarce[q], outlook->simulations));
        (void)json_object_update(object, more);
        json_decref(more);
        (void)json_array_append_new(list, object);
    }
    return list;
}

static json_t *plan_of(const lot_plan_report *report, const lot_outlook *outlook)
{
    uint32_t n = outlook->simulations;
    return json_pack("{s:I, s:b, s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "letters",
                     (json_int_t)outlook->letters, "reachable", (int)(outlook->feasible > 0),
                     "feasible", share(outlook->feasible, n), "feasible_interval",
                     interval(outlook->chance), "feasible_count", (json_int_t)outlook->feasible,
                     "least_chance", chances(&outlook->least, outlook->feasible), "registered",
                     people(&outlook->people, n), "would_come", people(&outlook->stay, n),
                     "too_few_people", share(outlook->few, n), "binding", binding(report, outlook),
                     "values", values(report, outlook), "cost",
                     amount(lot_plan_cost(report, outlook->letters)));
}

static json_t *plans(const lot_plan_report *report)
{
    json_t *list = json_array();
    for (uint32_t k = 0; k < report->scenario->letters_count; k++)
        (void)json_array_append_new(list, plan_of(report, report->outlooks[k]));
    for (uint32_t i = 0; i < report->beyond_count; i++)
        (void)json_array_append_new(list, json_pack("{s:I, s:b, s:i, s:n, s:[], s:s}", "letters",
                                                    (json_int_t)report->beyond[i], "reachable", 0,
                                                    "feasible", 0, "least_chance", "binding",
                                                    "reason", "there are not so many addresses"));
    return list;
}

static json_t *letters_or_null(uint32_t letters)
{
    return letters == 0 ? json_null() : json_integer(letters);
}

static json_t *needed(const lot_plan_report *report)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < report->needed_count; i++) {
        const lot_needed *n = &report->needed[i];
        (void)json_array_append_new(
            list, json_pack("{s:o, s:o, s:[o, o], s:o}", "chance", share(n->percent, 100),
                            "letters", letters_or_null(n->letters), "interval",
                            letters_or_null(n->low), letters_or_null(n->high), "cost",
                            amount(n->letters > 0 ? lot_plan_cost(report, n->letters) : 0)));
    }
    return list;
}

static json_t *split(const lot_plan_report *report)
{
    const lot_split *s = report->split;
    if (s == NULL)
        return json_null();
    json_t *strata = json_array();
    for (uint32_t m = 0; m < s->count; m++)
        (void)json_array_append_new(
            strata, json_pack("{s:o, s:o, s:o}", "stratum",
                              lot_json_string(report->scenario->mailings->list[m].name), "share",
                              share(s->shares[m], million), "given",
                              share(report->scenario->mailings->list[m].share, million)));
    return json_pack("{s:I, s:o, s:o, s:o, s:b, s:I}", "letters", (json_int_t)s->letters,
                     "feasible", share(s->feasible, s->simulations), "feasible_given",
                     s->feasible_given == UINT32_MAX ? json_null()
                                                     : share(s->feasible_given, s->simulations),
                     "strata", strata, "settled", (int)s->settled, "tried", (json_int_t)s->tried);
}

static json_t *assumptions(const lot_plan_report *report)
{
    lot_text lines = LOT_TEXT_EMPTY;
    lot_plan_put_assumptions(&lines, report);
    json_t *list = lines.failed ? NULL : lot_counted_lines_json(lot_text_string(&lines));
    lot_text_free(&lines);
    return list;
}

json_t *lot_plan_json(const lot_plan_report *report)
{
    const lot_scenario *scenario = report->scenario;
    return json_pack("{s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:o}", "seats",
                     (json_int_t)scenario->seats, "simulations", (json_int_t)scenario->simulations,
                     "seed", lot_json_string(report->seed), "assumptions", assumptions(report),
                     "notices", lot_counted_lines_json(report->notices), "plans", plans(report),
                     "needed", needed(report), "best_split", split(report), "horizon",
                     (json_int_t)scenario->horizon, "addresses",
                     report->addresses_known ? json_integer(report->room) : json_null());
}

json_t *lot_plan_unreachable_json(const lot_planning *planning, const char *reasons)
{
    json_t *list = json_array();
    for (uint32_t k = 0; k < planning->letters_count; k++)
        (void)json_array_append_new(list, json_pack("{s:I, s:b, s:i, s:n, s:[]}", "letters",
                                                    (json_int_t)planning->letters[k], "reachable",
                                                    0, "feasible", 0, "least_chance", "binding"));
    return json_pack("{s:o, s:o}", "plans", list, "unreachable", lot_counted_lines_json(reasons));
}
