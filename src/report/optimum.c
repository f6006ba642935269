/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Optimum: bounds, what is achieved of them, and what a proof leaves open. */
#include "report/optimum.h"

#include "report/numbers.h"

#include <assert.h>

/* A part of 1 in finding.gap. */
static const uint64_t whole = UINT64_C(1) << 60;

lot_measure lot_optimum_measure(lot_objective objective)
{
    static const lot_measure measures[LOT_OBJECTIVES_COUNT] = {
        [LOT_LEXIMIN] = LOT_MEASURE_LEAST,    [LOT_MAXIMIN] = LOT_MEASURE_LEAST,
        [LOT_NASH] = LOT_MEASURE_MEAN,        [LOT_GOLDILOCKS] = LOT_MEASURE_VALUE,
        [LOT_MINIMAX] = LOT_MEASURE_GREATEST, [LOT_LEGACY] = LOT_MEASURE_NONE,
    };
    assert((unsigned)objective < LOT_OBJECTIVES_COUNT);
    return measures[objective];
}

bool lot_optimum_bounds_chances(lot_objective objective)
{
    lot_measure measure = lot_optimum_measure(objective);
    return measure == LOT_MEASURE_LEAST || measure == LOT_MEASURE_GREATEST;
}

bool lot_optimum_is_proven(const lot_finding *finding)
{
    return !finding->late && lot_gap_is_proven(finding->objective, finding->gap);
}

bool lot_optimum_is_certified(const lot_finding *finding)
{
    return finding->objective != LOT_LEGACY && !finding->late && finding->gap != UINT64_MAX;
}

const char *lot_optimum_everybody(const lot_figures *figures)
{
    return figures->no_panel_count > 0 ? "everybody who can sit on a panel" : "everybody";
}

/*
 * The bound is a ratio of the best geometric mean to that of the computed chances: the optimum's,
 * or where a time limit came first those that this lottery has before its tickets are rounded.
 */
static void put_mean_bound(lot_text *words, const lot_finding *finding)
{
    const lot_fraction *bound = &finding->bound;
    const char *whose =
        finding->late ? "the chances of this lottery, unrounded" : "the computed chances";
    if (bound->numerator == 0) {
        lot_text_put(words, "how large a geometric mean can be is not known: that of this lottery "
                            "is 0, as somebody has no chance");
        return;
    }
    if (bound->numerator <= bound->denominator) {
        lot_text_format(words, "no lottery has a larger geometric mean than %s", whose);
        return;
    }
    lot_text_put(words, "no lottery has a geometric mean more than ");
    lot_part_put(words, bound->numerator - bound->denominator, bound->denominator);
    lot_text_format(words, " above that of %s", whose);
}

void lot_optimum_put_bound(lot_text *words, const lot_finding *finding, const lot_figures *figures)
{
    const lot_fraction *bound = &finding->bound;
    switch (lot_optimum_measure(finding->objective)) {
    case LOT_MEASURE_LEAST:
        lot_text_format(words, "no lottery can give %s more than ", lot_optimum_everybody(figures));
        lot_bound_put(words, bound->numerator, bound->denominator);
        return;
    case LOT_MEASURE_GREATEST:
        lot_text_put(words, "no lottery can keep everybody's chance below ");
        lot_lower_bound_put(words, bound->numerator, bound->denominator);
        return;
    case LOT_MEASURE_MEAN:
        put_mean_bound(words, finding);
        return;
    case LOT_MEASURE_VALUE:
        lot_text_put(words, "no lottery has a goldilocks value below ");
        lot_decimal_put_towards(words, bound->numerator, bound->denominator, 6, LOT_TOWARDS_DOWN);
        return;
    case LOT_MEASURE_NONE:
        break;
    }
    assert(finding->objective != LOT_LEGACY); /* it has no bound */
}

static void put_value(lot_text *words, const lot_report *report, const lot_figures *figures)
{
    uint64_t millionths;
    if (lot_figures_goldilocks(&millionths, figures, report))
        lot_decimal_put(words, millionths, 1000000, 6);
    else
        lot_text_put(words, "without end, as somebody has no ticket");
}

void lot_optimum_put_achieved(lot_text *words, const lot_report *report, const lot_figures *figures)
{
    uint64_t all = report->lottery->tickets;
    switch (lot_optimum_measure(report->finding->objective)) {
    case LOT_MEASURE_LEAST:
        lot_text_put(words, "the least chance here is ");
        lot_percent_put(words, figures->least_tickets, all, lot_chance_digits(all));
        return;
    case LOT_MEASURE_GREATEST:
        lot_text_put(words, "the greatest chance here is ");
        lot_percent_put(words, figures->greatest_tickets, all, lot_chance_digits(all));
        return;
    case LOT_MEASURE_MEAN:
        lot_text_put(words, "the geometric mean here is ");
        lot_percent_put(words, lot_figures_mean(figures), LOT_MEAN_WHOLE, 2);
        return;
    case LOT_MEASURE_VALUE:
        lot_text_put(words, "the value here is ");
        put_value(words, report, figures);
        return;
    case LOT_MEASURE_NONE:
        break;
    }
    assert(report->finding->objective != LOT_LEGACY); /* nothing of it is measured */
}

/* "10^-9", or more than a power of ten says. */
static void put_gap(lot_text *words, const lot_finding *finding)
{
    if (lot_optimum_is_proven(finding))
        lot_power_put(words, finding->gap, whole);
    else
        lot_part_put(words, finding->gap, whole);
}

void lot_optimum_put_proof(lot_text *words, const lot_finding *finding)
{
    if (finding->objective == LOT_LEGACY) {
        lot_text_put(words, "none: a simulation, for comparison only");
        return;
    }
    if (finding->late) {
        lot_text_put(words, "nothing to outsiders: the time limit came first, so this is the best "
                            "that was found, and cannot be repeated");
        return;
    }
    if (finding->objective == LOT_NASH || finding->levels_count <= 1)
        lot_text_format(words, "%s in integers", lot_objective_name(finding->objective));
    else {
        lot_text_put(words, "each of ");
        lot_number_put(words, finding->levels_count);
        lot_text_format(words, " rounds of %s in integers", lot_objective_name(finding->objective));
    }
    if (finding->gap == 0)
        lot_text_put(words, ", exactly");
    else {
        lot_text_put(words, ", to within ");
        put_gap(words, finding);
    }
}

void lot_optimum_put_cases(lot_text *words, const lot_finding *finding)
{
    if (finding->cuts_count == 0)
        return;
    lot_text_put(words, " ");
    lot_number_put(words, finding->cuts_count);
    lot_text_format(words,
                    " of the bounds %s a case distinction (branch and bound), written out in the "
                    "certificate.",
                    finding->cuts_count == 1 ? "needs" : "need");
}

void lot_optimum_put_path(lot_text *words, const lot_finding *finding)
{
    static const char *const ways[] = {
        [LOT_PATH_DIRECT] = "chances first, then panels that give them",
        [LOT_PATH_CUTS] = "chances and panels together, as the quotas alone allow more chances "
                          "than panels can give",
        [LOT_PATH_ROUNDED] = "chances first, then panels that give them, whose tickets are rounded",
        [LOT_PATH_SIMULATED] = "a panel for every ticket, each picked anew by the greedy algorithm "
                               "of older tools",
    };
    assert((unsigned)finding->path < sizeof ways / sizeof *ways);
    lot_text_format(words, "%s (%s)", ways[finding->path], lot_path_name(finding->path));
}

void lot_optimum_put_millitickets(lot_text *words, uint64_t millitickets)
{
    lot_decimal_put(words, millitickets, 1000, 3);
    lot_text_put(words, " tickets");
}
