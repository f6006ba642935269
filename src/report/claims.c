/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims: the only place that says how far something is proven. */
#include "report/claims.h"

#include "core/wide.h"
#include "report/numbers.h"

#include <assert.h>
#include <inttypes.h>

const char *lot_verdict_name(lot_verdict verdict)
{
    static const char *const names[] = {"PROVEN", "NOT PROVEN", "NOT CHECKED"};
    return names[verdict];
}

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

const char *lot_claims_everybody(const lot_figures *figures)
{
    return figures->no_panel_count > 0 ? "everybody who can sit on a panel" : "everybody";
}

void lot_claims_put_bound(lot_text *words, const lot_finding *finding, const lot_figures *figures)
{
    lot_text_format(words, "no lottery can give %s more than ", lot_claims_everybody(figures));
    lot_bound_put(words, finding->bound.numerator, finding->bound.denominator);
}

void lot_claims_put_path(lot_text *words, const lot_finding *finding)
{
    lot_text_put(words, "chances first, then panels that give them");
    if (finding->cuts_count > 0) {
        lot_text_put(words, ", after ");
        lot_count_put(words, finding->cuts_count, "cutting plane", "cutting planes");
    }
    if (finding->path == LOT_PATH_ROUNDED)
        lot_text_put(words, "; the panels' tickets are rounded");
    lot_text_format(words, " (%s)", lot_path_name(finding->path));
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

/* How far below the bound the least chance is, in thousandths of a ticket, rounded up. */
static uint64_t gap_millitickets(const lot_report *report, const lot_figures *figures)
{
    const lot_finding *finding = report->finding;
    lot_unsigned_wide whole = (lot_unsigned_wide)report->lottery->tickets * 1000;
    lot_unsigned_wide bound = (whole * finding->bound.numerator + finding->bound.denominator - 1) /
                              finding->bound.denominator;
    lot_unsigned_wide least = (lot_unsigned_wide)figures->least_tickets * 1000;
    return bound > least ? (uint64_t)(bound - least) : 0;
}

static void put_millitickets(lot_text *words, uint64_t millitickets)
{
    lot_decimal_put(words, millitickets, 1000, 3);
    lot_text_put(words, " tickets");
}

static void put_least_chance(lot_text *text, const lot_report *report, const lot_figures *figures,
                             lot_claim_put *put)
{
    bool by_integers = report->finding->cuts_count == 0;
    uint64_t gap = gap_millitickets(report, figures);
    lot_text words = LOT_TEXT_EMPTY;
    lot_claims_put_bound(&words, report->finding, figures);
    lot_text_put(&words, "; the least chance here is ");
    lot_percent_put(&words, figures->least_tickets, report->lottery->tickets,
                    lot_chance_digits(report->lottery->tickets));
    lot_text_put(&words, gap == 0 ? ", just that" : ", below that by at most ");
    if (gap > 0)
        put_millitickets(&words, gap);
    lot_text_put(&words, by_integers ? ". The proof is in integers; no solver need be trusted."
                                     : ". This bound rests on the solver's branch and bound.");
    put_built(text, put, by_integers ? LOT_PROVEN : LOT_NOT_PROVEN, &words);
}

static void put_other_chances(lot_text *text, const lot_report *report, lot_claim_put *put)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_put(&words,
                 "that the chances above the least one are the fairest. They are computed: ");
    lot_claims_put_path(&words, report->finding);
    lot_text_put(&words, ". Nobody's chance is further than ");
    put_millitickets(&words, report->finding->distance_millitickets);
    lot_text_put(&words, " from the computed optimum.");
    if (report->finding->cuts_count > 0)
        lot_text_put(&words, " A cutting plane rules out chances that no panels can give.");
    put_built(text, put, LOT_NOT_PROVEN, &words);
}

static void put_no_panel(lot_text *text, const lot_figures *figures, lot_claim_put *put)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_put(&words, "that ");
    lot_count_put(&words, figures->no_panel_count, "person", "people");
    lot_text_put(&words, " can sit on no panel at all: the solver found none that meets the quotas "
                         "with them.");
    put_built(text, put, LOT_NOT_PROVEN, &words);
}

void lot_claims_put_lottery(lot_text *text, const lot_report *report, lot_claim_put *put)
{
    if (report->lottery == NULL)
        return;
    lot_figures figures;
    lot_report_figures(&figures, report);
    put_panels(text, report, put);
    put_least_chance(text, report, &figures, put);
    put_other_chances(text, report, put);
    if (figures.no_panel_count > 0)
        put_no_panel(text, &figures, put);
    put(text, LOT_NOT_CHECKED,
        "by outsiders. Quotas, households and the bound rest on people's answers, which are not "
        "published; an auditor who may see them can check.");
    put(text, LOT_NOT_CHECKED,
        "that the pool holds everybody who registered, once, and nobody else.");
}

static void put_source(lot_text *text, const lot_source *source, lot_claim_put *put)
{
    if (lot_source_is_operator(source)) {
        put(text, LOT_NOT_PROVEN,
            "the value came from this machine (operator): it proves nothing to outsiders.");
        return;
    }
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words,
                    "compare the value of %s with what was made public. Nobody can count how many "
                    "values it could have had.",
                    source->name);
    put_built(text, put, LOT_NOT_CHECKED, &words);
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
        put(text, LOT_PROVEN,
            "the seed follows from M and the values of the sources, the ticket from the seed, the "
            "panel from the ticket: done again while this was written.");
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
    for (uint32_t s = 0; s < report->sources_count && report->draw != NULL; s++)
        put_source(text, &report->sources[s], put);
}
