/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The summary for the terminal: what a run was, in one screen. Plain text, aligned by code points;
 * control characters of titles and values are shown as '?', so that none reaches the terminal.
 */
#include "civiclot/report.h"

#include "report/aligned.h"
#include "report/callups.h"
#include "report/claims.h"
#include "report/cleaned.h"
#include "report/loss.h"
#include "report/numbers.h"
#include "report/optimum.h"
#include "report/warnings.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { LABEL_WIDTH = 17, NUMBER_WIDTH = 9, LINE_WIDTH = 90 };

/* A line `label  cell`, whose cell the caller adds. */
static void put_label(lot_text *text, const char *label)
{
    lot_text_format(text, "  %s", label);
    lot_spaces_put(text, lot_text_places(label), LABEL_WIDTH);
}

static void put_line(lot_text *text, const char *label, const char *cell)
{
    put_label(text, label);
    lot_plain_put(text, cell);
    lot_text_put(text, "\n");
}

static void put_digest_line(lot_text *text, const char *label, const lot_digest *digest)
{
    char hex[LOT_HEX_BYTES];
    lot_digest_hex(hex, digest);
    put_line(text, label, hex);
}

/* Who stays has no chance to speak of, but the seat. */
static void put_standing(lot_text *text, const lot_report *report)
{
    uint32_t kept = lot_standing_count(report->standing, LOT_KEPT);
    put_label(text, "replacement");
    lot_count_put(text, report->seats - kept, "seat is", "seats are");
    lot_text_put(text, " drawn; ");
    lot_count_put(text, kept, "member stays", "members stay");
    lot_text_put(text, kept == 1 ? ", and sits on every panel\n" : ", and sit on every panel\n");
}

static void put_pool(lot_text *text, const lot_report *report, uint32_t shared_households)
{
    lot_plain_put(text, report->title);
    lot_text_put(text, "\n");
    put_label(text, "people");
    lot_number_put(text, report->pool->people_count);
    lot_text_put(text, "\n");
    if (lot_excluded_count(&report->excluded) > 0) {
        put_label(text, "excluded");
        lot_cleaned_put_excluded(text, report);
        lot_text_put(text, "\n");
    }
    put_label(text, "seats");
    lot_number_put(text, report->seats);
    lot_text_put(text, "\n");
    put_label(text, "classes");
    lot_number_put(text, report->classes->count);
    lot_text_put(text, " of interchangeable people\n");
    put_label(text, "households");
    lot_number_put(text, shared_households);
    lot_text_put(text, " with several registrations; at most ");
    lot_number_put(text, report->per_household);
    lot_text_put(text, " of a household on a panel\n");
    if (report->standing != NULL)
        put_standing(text, report);
}

static void put_chance(lot_text *text, const char *label, uint64_t tickets, uint64_t all)
{
    put_label(text, label);
    lot_percent_put(text, tickets, all, lot_chance_digits(all));
    lot_text_put(text, " (");
    lot_number_put(text, tickets);
    lot_text_put(text, " of ");
    lot_count_put(text, all, "ticket)", "tickets)");
}

/* The bound, on the line of the figure that it is about. */
static void end_measure(lot_text *text, lot_measure line, const lot_report *report,
                        const lot_figures *figures)
{
    if (lot_optimum_measure(report->finding->objective) == line) {
        bool certified = lot_optimum_is_certified(report->finding);
        lot_text_put(text, certified ? "; proven: " : "; bound: ");
        lot_optimum_put_bound(text, report->finding, figures);
        if (!certified)
            lot_text_put(text, "; computed here, not published: NOT PROVEN to outsiders");
    }
    lot_text_put(text, "\n");
}

static void put_goldilocks(lot_text *text, const lot_report *report, const lot_figures *figures)
{
    if (report->finding->objective != LOT_GOLDILOCKS)
        return;
    put_label(text, "gamma");
    lot_decimal_put(text, report->finding->gamma_millionths, 1000000, 6);
    lot_text_put(text, "\n");
    put_label(text, "goldilocks");
    lot_optimum_put_achieved(text, report, figures);
    end_measure(text, LOT_MEASURE_VALUE, report, figures);
}

static void put_proof(lot_text *text, const lot_finding *finding)
{
    put_label(text, finding->late ? "TIME LIMIT" : "proven");
    lot_optimum_put_proof(text, finding);
    if (finding->cuts_count > 0) {
        lot_text_put(text, ";");
        lot_optimum_put_cases(text, finding);
    }
    lot_text_put(text, "\n");
    if (finding->objective == LOT_LEGACY)
        return;
    put_label(text, "distance");
    lot_text_put(text, "everybody's chance is at most ");
    lot_optimum_put_millitickets(text, finding->distance_millitickets);
    lot_text_put(text,
                 finding->late ? " from the computed chance\n" : " from the computed optimum\n");
}

static void put_chances(lot_text *text, const lot_report *report)
{
    uint64_t all = report->lottery->tickets;
    lot_figures figures;
    lot_report_figures(&figures, report);
    put_chance(text, "least chance", figures.least_tickets, all);
    end_measure(text, LOT_MEASURE_LEAST, report, &figures);
    put_chance(text, "greatest chance", figures.called_tickets, all);
    if (figures.kept_count > 0)
        lot_text_put(text, " of those who could be called");
    end_measure(text, LOT_MEASURE_GREATEST, report, &figures);
    put_label(text, "geometric mean");
    lot_text_put(text, "of the chances ");
    lot_percent_put(text, lot_figures_mean(&figures), LOT_MEAN_WHOLE, 2);
    end_measure(text, LOT_MEASURE_MEAN, report, &figures);
    put_goldilocks(text, report, &figures);
    put_proof(text, report->finding);
    put_label(text, "in no panel");
    lot_count_put(text, figures.no_panel_count, "person", "people");
    if (report->standing != NULL)
        lot_text_format(text, ", of whom %" PRIu32 " withdrew",
                        lot_standing_count(report->standing, LOT_WITHDRAWN));
    lot_text_put(text, "\n");
    put_label(text, "no ticket");
    lot_count_put(text, figures.no_ticket_count, "person", "people");
    lot_text_put(text, "\n");
}

static void put_lottery_warning(lot_text *text, const char *statement)
{
    lot_text_format(text, "  WARNING: %s\n", statement);
}

static void put_lottery(lot_text *text, const lot_report *report)
{
    lot_text_put(text, "Lottery\n");
    if (report->lottery == NULL) {
        lot_text_put(text, report->outdated
                               ? "  none any more: people or quotas changed since it was solved: "
                                 "solve again\n"
                               : "  none yet\n");
        return;
    }
    put_label(text, "objective");
    lot_text_format(text, "%s: %s\n", lot_objective_name(report->finding->objective),
                    lot_objective_purpose(report->finding->objective));
    put_label(text, "found");
    lot_optimum_put_path(text, report->finding);
    lot_text_put(text, "\n");
    put_label(text, "tickets");
    lot_number_put(text, report->lottery->tickets);
    lot_text_put(text, ", over ");
    lot_count_put(text, report->lottery->panels->count, "panel", "panels");
    lot_text_put(text, "\n");
    put_chances(text, report);
    lot_warnings_put(text, report, put_lottery_warning);
}

/* Words in lines of at most LINE_WIDTH, the later ones indented. */
static void put_claim(lot_text *text, lot_verdict verdict, const char *statement)
{
    lot_text_format(text, "  %s:", lot_verdict_name(verdict));
    uint32_t column = lot_text_places(lot_verdict_name(verdict)) + 3;
    lot_text word = LOT_TEXT_EMPTY;
    for (const char *rest = statement; *rest != '\0';) {
        size_t length = strcspn(rest, " ");
        lot_text_free_part(text, &word);
        lot_text_add(&word, rest, length);
        uint32_t width = lot_text_places(lot_text_string(&word));
        if (column + 1 + width > LINE_WIDTH) {
            lot_text_put(text, "\n     ");
            column = 5;
        }
        lot_text_put(text, " ");
        lot_plain_put(text, lot_text_string(&word));
        column += 1 + width;
        rest += length + (rest[length] == ' ');
    }
    lot_text_put(text, "\n");
    lot_text_free_part(text, &word);
}

static void put_sources(lot_text *text, const lot_report *report)
{
    for (uint32_t s = 0; s < report->sources_count; s++) {
        put_line(text, "source", report->sources[s].name);
        if (report->sources[s].value != NULL)
            put_line(text, "value", report->sources[s].value);
    }
}

static void put_warning(lot_text *text, uint32_t count, const char *one, const char *many)
{
    if (count == 0)
        return;
    lot_text_put(text, "  WARNING: ");
    lot_count_put(text, count, one, many);
    lot_text_put(text, "\n");
}

static void put_earlier(lot_text *text, const lot_report *report)
{
    put_warning(text, report->attempts_before, "real draw was made before this one",
                "real draws were made before this one");
    put_warning(text, report->attempts_undrawn,
                "real attempt before this one was announced and never drawn",
                "real attempts before this one were announced and never drawn");
}

/* All attempts, where there are several. */
static void put_attempts(lot_text *text, const lot_report *report)
{
    for (uint32_t i = 0; i < report->attempts_count && report->attempts_count > 1; i++) {
        char hex[LOT_HEX_BYTES];
        lot_report_attempt attempt = lot_report_attempt_at(report, i);
        lot_digest_hex(hex, &attempt.manifest);
        lot_text_format(text, "  attempt %-8" PRIu32 " %s, ", attempt.number,
                        attempt.test          ? "test"
                        : attempt.replacement ? "replacement"
                                              : "real");
        if (attempt.drawn)
            lot_text_format(text, "ticket %" PRIu64, attempt.ticket);
        else
            lot_text_put(text, "not drawn");
        lot_text_format(text, ", M %s\n", hex);
    }
}

static void put_draw(lot_text *text, const lot_report *report)
{
    lot_text_put(text, report->test ? "Draw: A TEST, nobody is selected by it\n" : "Draw\n");
    put_earlier(text, report);
    if (report->manifest == NULL) {
        lot_text_put(text, "  none yet\n");
        return;
    }
    put_label(text, "process");
    lot_text_format(text, "%s, attempt %" PRIu32 "\n", report->process_id, report->attempt);
    put_digest_line(text, "manifest M", report->manifest);
    put_sources(text, report);
    if (report->draw != NULL) {
        put_digest_line(text, "seed", report->seed);
        put_label(text, "ticket");
        lot_text_format(text, "%" PRIu64 "\n", report->draw->ticket);
    }
    put_attempts(text, report);
    lot_callups_put_text(text, report);
    lot_claims_put_draw(text, report, put_claim);
}

static void put_right(lot_text *text, const char *cell)
{
    lot_spaces_put(text, lot_text_places(cell), NUMBER_WIDTH);
    lot_text_put(text, cell);
}

static void put_right_number(lot_text *text, uint32_t number)
{
    lot_text cell = LOT_TEXT_EMPTY;
    lot_number_put(&cell, number);
    put_right(text, lot_text_string(&cell));
    lot_text_free_part(text, &cell);
}

static uint32_t widest_value(const lot_quotas *quotas)
{
    uint32_t widest = 0;
    for (uint32_t q = 0; q < quotas->count; q++)
        if (lot_text_places(quotas->rows[q].value) > widest)
            widest = lot_text_places(quotas->rows[q].value);
    return widest < LABEL_WIDTH ? LABEL_WIDTH : widest;
}

static void put_quota(lot_text *text, uint32_t row, const lot_report *report,
                      const lot_tally *tally)
{
    const lot_quota *quota = &report->quotas->rows[row];
    char range[32];
    (void)snprintf(range, sizeof range, "%" PRIu32 "-%" PRIu32, quota->min, quota->max);
    put_right(text, range);
    if (report->draw != NULL)
        put_right_number(text, tally->drawn[row]);
    else
        put_right(text, "-");
    if (report->called != NULL)
        put_right_number(text, tally->now[row]);
    put_right_number(text, tally->pool[row]);
    lot_text_put(text, "\n");
}

static void put_quotas(lot_text *text, const lot_report *report, const lot_tally *tally)
{
    const lot_quotas *quotas = report->quotas;
    uint32_t width = widest_value(quotas);
    lot_text_put(text, "Quotas");
    lot_spaces_put(text, lot_text_places("Quotas"), width + 4);
    put_right(text, "min-max");
    put_right(text, "drawn");
    if (report->called != NULL)
        put_right(text, "now");
    put_right(text, "pool");
    lot_text_put(text, "\n");
    for (uint32_t q = 0; q < quotas->count; q++) {
        const lot_feature *feature = &quotas->features[quotas->rows[q].feature];
        if (feature->first == q) {
            lot_text_put(text, "  ");
            lot_plain_put(text, feature->name);
            lot_text_put(text, "\n");
        }
        lot_text_put(text, "    ");
        lot_plain_put(text, quotas->rows[q].value);
        lot_spaces_put(text, lot_text_places(quotas->rows[q].value), width);
        put_quota(text, q, report, tally);
    }
}

lot_status lot_report_summary(lot_text *text, const lot_report *report, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_tally tally = {NULL, NULL, NULL};
    uint32_t shared_households = 0;
    TRY(lot_claims_check(report, error));
    TRY(lot_tally_make(&tally, report, error));
    TRY(lot_report_shared_households(&shared_households, report, error));
    put_pool(text, report, shared_households);
    put_lottery(text, report);
    put_draw(text, report);
    lot_loss_put_summary(text, report);
    put_quotas(text, report, &tally);
    TRY(lot_text_check(text, error));
done:
    lot_tally_free(&tally);
    return status;
}
