/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims: the only place that says how far something is proven. */
#include "report/claims.h"

#include "core/wide.h"
#include "report/numbers.h"
#include "report/optimum.h"

#include <assert.h>
#include <inttypes.h>

static lot_status check_draw(const lot_report *report, lot_error *error)
{
    const lot_draw_basis basis = {.process_id = report->process_id,
                                  .manifest = report->manifest,
                                  .lottery = report->lottery,
                                  .sources = report->sources,
                                  .sources_count = report->sources_count};
    return lot_draw_check(report->draw, report->seed, &basis, error);
}

lot_status lot_claims_check(const lot_report *report, lot_error *error)
{
    if (report->lottery == NULL)
        return LOT_OK;
    lot_status status = lot_panels_check(report->lottery->panels, report->pool, report->quotas,
                                         report->seats, report->per_household, error);
    if (status == LOT_OK && report->draw != NULL)
        status = check_draw(report, error);
    return status;
}

/* Put a claim whose statement was built, and free it. */
static void put_built(lot_text *text, lot_claim_put *put, lot_verdict verdict, lot_text *statement)
{
    put(text, verdict, lot_text_string(statement));
    lot_text_free_part(text, statement);
}

static void put_panels(lot_text *text, const lot_report *report, lot_claim_put *put)
{
    lot_text words = LOT_TEXT_EMPTY;
    uint32_t count = report->lottery->panels->count;
    lot_text_put(&words, count == 1 ? "the only panel" : "each of the ");
    if (count > 1)
        lot_count_put(&words, count, "panel", "panels");
    lot_text_put(&words, " fills ");
    lot_count_put(&words, report->seats, "seat", "seats");
    lot_text_put(&words, ", meets every quota and seats at most ");
    lot_count_put(&words, report->per_household, "person", "people");
    lot_text_put(&words, " of a household: checked person by person while this was written.");
    put_built(text, put, LOT_PROVEN, &words);
}

/* How far the measure of chances is from its bound, in thousandths of a ticket, rounded up. */
static uint64_t gap_millitickets(const lot_report *report, const lot_figures *figures)
{
    const lot_fraction *bound = &report->finding->bound;
    lot_unsigned_wide whole = (lot_unsigned_wide)report->lottery->tickets * 1000;
    lot_unsigned_wide numerator = whole * bound->numerator;
    lot_unsigned_wide least = (lot_unsigned_wide)figures->least_tickets * 1000;
    lot_unsigned_wide greatest = (lot_unsigned_wide)figures->greatest_tickets * 1000;
    if (lot_optimum_measure(report->finding->objective) == LOT_MEASURE_LEAST) {
        lot_unsigned_wide most = (numerator + bound->denominator - 1) / bound->denominator;
        return most > least ? (uint64_t)(most - least) : 0;
    }
    lot_unsigned_wide fewest = numerator / bound->denominator;
    return greatest > fewest ? (uint64_t)(greatest - fewest) : 0;
}

/* What the first round proves of the chances; others can check it where there is a certificate. */
static void put_bound(lot_text *text, const lot_report *report, const lot_figures *figures,
                      lot_claim_put *put)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_measure measure = lot_optimum_measure(report->finding->objective);
    bool certified = lot_optimum_is_certified(report->finding);
    if (!certified)
        lot_text_put(&words, "to outsiders: ");
    lot_optimum_put_bound(&words, report->finding, figures);
    lot_text_put(&words, "; ");
    lot_optimum_put_achieved(&words, report, figures);
    if (lot_optimum_bounds_chances(report->finding->objective)) {
        uint64_t gap = gap_millitickets(report, figures);
        const char *beside =
            measure == LOT_MEASURE_LEAST ? ", below that by at most " : ", above that by at most ";
        lot_text_put(&words, gap == 0 ? ", just that" : beside);
        if (gap > 0)
            lot_optimum_put_millitickets(&words, gap);
    }
    lot_text_put(&words, certified ? ". The proof is in integers; no solver need be trusted."
                                   : ". The bound was computed here; no certificate of it is "
                                     "published.");
    if (measure == LOT_MEASURE_VALUE)
        lot_text_put(&words, " The value is people / seats times the greatest chance, plus gamma "
                             "times seats / people over the least.");
    put_built(text, put, certified ? LOT_PROVEN : LOT_NOT_PROVEN, &words);
}

static void put_distance(lot_text *words, const lot_finding *finding)
{
    lot_text_put(words, " They are computed: ");
    lot_optimum_put_path(words, finding);
    lot_text_put(words, ". Everybody's chance is at most ");
    lot_optimum_put_millitickets(words, finding->distance_millitickets);
    lot_text_put(words, finding->late ? " from the computed one." : " from the computed optimum.");
}

/* "Achieved ..., bound ...": all that can be said where the search did not end. */
static void put_late(lot_text *words, const lot_report *report, const lot_figures *figures)
{
    lot_text_format(
        words,
        "that the chances are the fairest by %s: the time limit came first, and this is "
        "the best that was found. Achieved: ",
        lot_objective_name(report->finding->objective));
    lot_optimum_put_achieved(words, report, figures);
    lot_text_put(words, "; the bound computed by then: ");
    lot_optimum_put_bound(words, report->finding, figures);
    lot_text_put(words, ". Another run may end with another lottery.");
}

static void put_optimum(lot_text *text, const lot_report *report, const lot_figures *figures,
                        lot_claim_put *put)
{
    const lot_finding *finding = report->finding;
    bool proven = lot_optimum_is_proven(finding);
    lot_text words = LOT_TEXT_EMPTY;
    if (finding->late)
        put_late(&words, report, figures);
    else {
        lot_text_format(&words, "that %s the fairest by %s: ",
                        finding->objective == LOT_NASH ? "the chances are" : "every chance is",
                        lot_objective_name(finding->objective));
        lot_optimum_put_proof(&words, finding);
        lot_text_put(&words, proven ? "." : ", which is too much to call it proven.");
        lot_optimum_put_cases(&words, finding);
    }
    put_distance(&words, finding);
    put_built(text, put, proven ? LOT_PROVEN : LOT_NOT_PROVEN, &words);
}

static void put_legacy(lot_text *text, lot_claim_put *put)
{
    put(text, LOT_NOT_PROVEN,
        "that the chances are fair. They are estimates by a simulation: for every ticket, the "
        "greedy algorithm of older tools (legacy) picked a panel anew. It is for comparison only; "
        "another objective makes a lottery whose fairness is proven.");
}

static void put_no_panel(lot_text *text, const lot_report *report, const lot_figures *figures,
                         lot_claim_put *put)
{
    bool proven = lot_optimum_is_certified(report->finding);
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_put(&words, "that ");
    lot_count_put(&words, figures->no_panel_count, "person", "people");
    lot_text_put(&words, " can sit on no panel at all");
    if (report->finding->objective == LOT_LEGACY)
        lot_text_put(&words, ": none was found that meets the quotas with them.");
    else
        lot_text_put(&words, proven ? ": shown in integers for each of them."
                                    : ": computed here, but no certificate of it is published.");
    put_built(text, put, proven ? LOT_PROVEN : LOT_NOT_PROVEN, &words);
}

/* What outsiders would need to check: at level `full` they have it. */
static void put_outsiders(lot_text *text, const lot_report *report, lot_claim_put *put)
{
    bool certified = lot_optimum_is_certified(report->finding);
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_put(&words, report->full ? "by outsiders yet. " : "by outsiders. ");
    lot_text_put(&words, certified ? "Quotas, households and the bound rest on people's answers, "
                                   : "Quotas and households rest on people's answers, ");
    if (!report->full)
        lot_text_put(&words, "which are not published; an auditor who may see them can check.");
    else {
        lot_text_put(&words, "which are published under pseudonyms: openings.csv. ");
        if (certified)
            lot_text_put(&words, "The proof is published, too: certificate.txt, whose hash stands "
                                 "in process.txt. ");
        lot_text_put(&words, "Anyone can check; civiclot's docs/protocol.md says how.");
    }
    put_built(text, put, LOT_NOT_CHECKED, &words);
}

void lot_claims_put_lottery(lot_text *text, const lot_report *report, lot_claim_put *put)
{
    if (report->lottery == NULL)
        return;
    lot_figures figures;
    lot_report_figures(&figures, report);
    put_panels(text, report, put);
    if (report->finding->objective == LOT_LEGACY)
        put_legacy(text, put);
    else {
        put_bound(text, report, &figures, put);
        put_optimum(text, report, &figures, put);
    }
    if (figures.no_panel_count > 0)
        put_no_panel(text, report, &figures, put);
    put_outsiders(text, report, put);
    put(text, LOT_NOT_CHECKED,
        "that the pool holds everybody who registered, once, and nobody else. Everybody who has a "
        "receipt can check their own.");
}

static void put_contribution(lot_text *text, const lot_source *source,
                             const lot_source_parts *parts, lot_claim_put *put)
{
    bool absent = lot_source_is_absent(source);
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_put(&words, absent ? "that " : "the value of ");
    lot_text_add(&words, parts->label, parts->label_bytes);
    lot_text_put(&words, absent ? " has a part in the seed: none was told in time (ABSENT)."
                                : " is what was committed to in the manifest.");
    put_built(text, put, absent ? LOT_NOT_PROVEN : LOT_PROVEN, &words);
}

/* Values that were made public: only who was there, or looks it up, can tell. */
static void put_public(lot_text *text, const lot_source *source, const lot_source_parts *parts,
                       lot_claim_put *put)
{
    lot_text words = LOT_TEXT_EMPTY;
    if (parts->kind == LOT_SOURCE_BY_HAND)
        lot_text_format(&words,
                        "witnesses must confirm ticket %s: it was drawn by hand, and no file can "
                        "show that.",
                        source->value);
    else if (parts->kind == LOT_SOURCE_BEACON) {
        lot_text_format(&words, "compare the value with round %" PRIu64 " of ", parts->round);
        lot_text_add(&words, parts->label, parts->label_bytes);
        lot_text_put(&words, ", which the beacon publishes for good.");
    } else
        lot_text_format(&words, "compare the value of %s with what was made public.", source->name);
    if (parts->kind == LOT_SOURCE_TEXT)
        lot_text_put(&words, " Nobody can count how many values it could have had.");
    put_built(text, put, LOT_NOT_CHECKED, &words);
}

static void put_source(lot_text *text, const lot_source *source, lot_claim_put *put)
{
    lot_source_parts parts;
    if (lot_source_is(source, LOT_SOURCE_OPERATOR))
        put(text, LOT_NOT_PROVEN,
            "the value came from this machine (operator): it proves nothing to outsiders.");
    else if (lot_source_parse(&parts, source->name, NULL) != LOT_OK)
        put(text, LOT_NOT_PROVEN, "a source has a name that no source has.");
    else if (parts.kind == LOT_SOURCE_CONTRIBUTION)
        put_contribution(text, source, &parts, put);
    else
        put_public(text, source, &parts, put);
}

static void put_reveals(lot_text *text, const lot_report *report, lot_claim_put *put)
{
    bool contributed = false;
    for (uint32_t s = 0; s < report->sources_count; s++)
        contributed = contributed || lot_source_is(&report->sources[s], LOT_SOURCE_CONTRIBUTION);
    if (contributed)
        put(text, LOT_NOT_PROVEN,
            "that the contributions were told before the public value. Whoever was given the "
            "checkpoint of the reveal before can tell.");
}

/* How many values the public sources could have had. */
static void put_outcomes(lot_text *text, const lot_report *report, lot_claim_put *put)
{
    uint32_t dice;
    char number[LOT_OUTCOMES_BYTES];
    lot_text words = LOT_TEXT_EMPTY;
    switch (lot_sources_outcomes(&dice, report->sources, report->sources_count)) {
    case LOT_OUTCOMES_NONE:
        put(text, LOT_NOT_PROVEN,
            "that chance decided: no public source was announced, so whoever knew the others' "
            "values before the manifest could choose what they lead to.");
        break;
    case LOT_OUTCOMES_FEW:
        lot_outcomes_number(number, dice);
        lot_text_format(&words,
                        "that nobody tried all outcomes beforehand: %" PRIu32
                        " %s %s, few enough to choose a manifest by what they lead to.",
                        dice, dice == 1 ? "die has" : "dice have", number);
        put_built(text, put, LOT_NOT_PROVEN, &words);
        break;
    case LOT_OUTCOMES_MANY:
        lot_text_format(&words,
                        "%" PRIu32 " dice have more outcomes than anybody can try: 6 to the power "
                        "of %" PRIu32 ".",
                        dice, dice);
        put_built(text, put, LOT_PROVEN, &words);
        break;
    case LOT_OUTCOMES_UNCOUNTED:
        break;
    }
}

/* What was done again while the report was written. */
static void put_drawn(lot_text *text, const lot_report *report, lot_claim_put *put)
{
    if (lot_sources_by_hand(NULL, report->sources, report->sources_count))
        put(text, LOT_PROVEN,
            "the ticket is the value of by-hand, the panel follows from the ticket, and the seed "
            "from M and the value: done again while this was written.");
    else
        put(text, LOT_PROVEN,
            "the seed follows from M and the values of the sources, the ticket from the seed, the "
            "panel from the ticket: done again while this was written.");
}

static void put_undrawn(lot_text *text, const lot_report *report, lot_claim_put *put)
{
    bool one = report->attempts_undrawn == 1;
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_put(&words, "that no result was disliked. ");
    lot_count_put(&words, report->attempts_undrawn, "announced attempt", "announced attempts");
    lot_text_format(&words,
                    " before this one %s never drawn: %s result could have been computed and "
                    "disliked.",
                    one ? "was" : "were", one ? "its" : "their");
    put_built(text, put, LOT_NOT_PROVEN, &words);
}

void lot_claims_put_draw(lot_text *text, const lot_report *report, lot_claim_put *put)
{
    if (report->manifest == NULL)
        return;
    if (report->draw != NULL)
        put_drawn(text, report, put);
    if (report->one_run)
        put(text, LOT_NOT_PROVEN,
            "the public value was known when the manifest was made. The run could have been "
            "repeated until its result was liked.");
    else
        put(text, LOT_NOT_PROVEN,
            "that M existed before the public value. Whoever was given M before can tell.");
    if (report->attempts_before > 0)
        put(text, LOT_NOT_PROVEN,
            "that the draw was not repeated until its result was liked: there were draws before "
            "this one.");
    if (report->attempts_undrawn > 0)
        put_undrawn(text, report, put);
    if (report->draw == NULL)
        return;
    for (uint32_t s = 0; s < report->sources_count; s++)
        put_source(text, &report->sources[s], put);
    put_reveals(text, report, put);
    put_outcomes(text, report, put);
}
