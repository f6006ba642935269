/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * report.html: one selection on one page, for those who were and were not drawn. At every station,
 * from the first quotas to the draw, it tells what there is and what is still to come.
 * Nobody is named but by pid.
 */
#include "civiclot/report.h"

#include "audit/panel.h"
#include "civiclot/version.h"
#include "core/array.h"
#include "report/bars.h"
#include "report/callups.h"
#include "report/claims.h"
#include "report/cleaned.h"
#include "report/curve.h"
#include "report/figures.h"
#include "report/loss.h"
#include "report/numbers.h"
#include "report/optimum.h"
#include "report/page.h"
#include "report/recipe.h"
#include "report/warnings.h"

#include <stdlib.h>

static void put_banner(lot_text *page, const char *cry, uint32_t count, const char *one,
                       const char *many)
{
    if (count == 0)
        return;
    lot_text_format(page, "<p class=\"banner\"><strong>%s</strong> ", cry);
    lot_count_put(page, count, one, many);
    lot_text_put(page, "</p>\n");
}

static void put_warning(lot_text *page, const char *statement)
{
    lot_text_put(page, "<p class=\"banner\"><strong>WARNING:</strong> ");
    lot_html_put_sentence(page, statement);
    lot_text_put(page, ".</p>\n");
}

static void put_banners(lot_text *page, const lot_report *report)
{
    if (report->test)
        lot_page_put_rehearsal(page);
    if (report->finding != NULL && report->finding->objective == LOT_LEGACY)
        lot_text_put(page, "<p class=\"banner\"><strong>FOR COMPARISON ONLY.</strong> Its chances "
                           "are those of a simulation (legacy). Nothing is proven of how fair they "
                           "are.</p>\n");
    lot_warnings_put(page, report, put_warning);
    put_banner(page, "NOT THE FIRST DRAW.", report->attempts_before,
               "real draw was made before this one. Ask the organiser why it does not count.",
               "real draws were made before this one. Ask the organiser why they do not count.");
    put_banner(page, "NOT THE FIRST ATTEMPT.", report->attempts_undrawn,
               "attempt before this one was announced and never drawn. Its result could have been "
               "computed and disliked. Ask the organiser why it was given up.",
               "attempts before this one were announced and never drawn. Their results could have "
               "been computed and disliked. Ask the organiser why they were given up.");
}

static void put_ticketless(lot_text *words, const lot_figures *figures, bool past)
{
    uint32_t count = figures->no_ticket_count;
    lot_count_put(words, count, "person", "people");
    lot_text_format(words, " who can sit on a panel %s no ticket",
                    past         ? "had"
                    : count == 1 ? "has"
                                 : "have");
}

/* Where the objective is about the greatest chance, that is told, too. */
static void put_range(lot_text *words, const lot_report *report, const lot_figures *figures)
{
    uint64_t all = report->lottery->tickets;
    bool past = report->draw != NULL;
    if (figures->no_ticket_count > 0) {
        lot_text_put(words, " In this lottery ");
        put_ticketless(words, figures, past);
        lot_text_format(words, ", and so no chance, and nobody's chance %s above ",
                        past ? "was" : "is");
        lot_percent_put(words, figures->called_tickets, all, lot_chance_digits(all));
        return;
    }
    lot_text_format(words, " In this lottery %s %s a chance of at least ",
                    lot_optimum_everybody(figures), past ? "had" : "has");
    lot_percent_put(words, figures->least_tickets, all, lot_chance_digits(all));
    if (lot_optimum_measure(report->finding->objective) == LOT_MEASURE_LEAST)
        return;
    lot_text_put(words, " and at most ");
    lot_percent_put(words, figures->called_tickets, all, lot_chance_digits(all));
}

/* What nash and goldilocks seek, and how much of it there is; ends where the bound goes on. */
static void put_aim(lot_text *words, const lot_report *report, const lot_figures *figures)
{
    const lot_finding *finding = report->finding;
    if (finding->objective == LOT_NASH) {
        lot_text_put(words, ". The chances are shared so that their geometric mean, an average "
                            "that suffers most from small chances, becomes as large as can be; ");
        lot_optimum_put_achieved(words, report, figures);
    } else if (finding->objective == LOT_GOLDILOCKS) {
        lot_text_put(words, ". The chances are shared so that none is much too high or much too "
                            "low. Both are measured by one value, the smaller the better, in which "
                            "a low chance weighs gamma = ");
        lot_decimal_put(words, finding->gamma_millionths, 1000000, 6);
        lot_text_put(words, " times as much as a high one; ");
        lot_optimum_put_achieved(words, report, figures);
    }
    lot_text_put(words, "; ");
}

static void put_fairness(lot_text *words, const lot_report *report)
{
    const lot_finding *finding = report->finding;
    lot_figures figures;
    lot_report_figures(&figures, report);
    put_range(words, report, &figures);
    if (finding->objective == LOT_LEGACY) {
        lot_text_put(words, ". It is a simulation for comparison only: nothing is proven of how "
                            "fair it is.");
        return;
    }
    bool certified = lot_optimum_is_certified(finding);
    put_aim(words, report, &figures);
    lot_text_put(words, certified ? "it is proven that " : "as computed, ");
    lot_optimum_put_bound(words, finding, &figures);
    lot_text_put(words, certified ? "."
                                  : ": that is NOT PROVEN to outsiders, as no certificate of it is "
                                    "published.");
    if (finding->late)
        lot_text_put(words, " A time limit ended the search, so a fairer lottery may exist.");
}

static void put_ticket(lot_text *words, const lot_report *report)
{
    lot_text_put(words, " Ticket ");
    lot_number_put(words, report->draw->ticket);
    lot_text_put(words, " of ");
    lot_number_put(words, report->lottery->tickets);
    lot_text_put(words, " decided. It follows from the published files, and everyone can work it "
                        "out again.");
}

/* Whose places they are, and that nobody else's is in question. */
static void put_mended(lot_text *words, uint32_t kept)
{
    lot_text_put(words, ", in the places of members who withdrew");
    if (kept == 0)
        return;
    lot_text_put(words, "; ");
    lot_count_put(words, kept, "other member of the panel stays",
                  "other members of the panel stay");
    lot_text_put(words, ", and what is said of chances is about everybody else");
}

static void put_lead(lot_text *page, const lot_report *report)
{
    lot_text words = LOT_TEXT_EMPTY;
    uint32_t kept = report->standing != NULL ? lot_standing_count(report->standing, LOT_KEPT) : 0;
    bool one = report->seats - kept == 1;
    lot_count_put(&words, report->seats - kept, "person", "people");
    lot_text_put(&words, report->draw == NULL ? (one ? " is to be" : " are to be")
                                              : (one ? " was" : " were"));
    lot_text_put(&words, " drawn by lot from ");
    lot_count_put(&words, report->pool->people_count, "volunteer", "volunteers");
    if (report->standing != NULL)
        put_mended(&words, kept);
    lot_text_put(&words, ".");
    if (report->lottery == NULL)
        lot_text_put(&words, report->outdated ? " People or quotas changed since the lottery was "
                                                "worked out: it has to be worked out again."
                                              : " The lottery has not been worked out yet.");
    else
        put_fairness(&words, report);
    if (report->draw != NULL)
        put_ticket(&words, report);
    else
        lot_text_put(&words, " Nobody has been drawn yet.");
    lot_text_put(page, "<p class=\"lead\">");
    lot_html_put_sentence(page, lot_text_string(&words));
    lot_text_put(page, "</p>\n");
    lot_text_free_part(page, &words);
}

static void put_tile(lot_text *page, const char *name, uint64_t number)
{
    lot_text_format(page, "<div><dt>%s</dt><dd>", name);
    lot_number_put(page, number);
    lot_text_put(page, "</dd></div>\n");
}

static void put_tiles(lot_text *page, const lot_report *report)
{
    lot_text_put(page, "<dl class=\"tiles\">\n");
    put_tile(page, "volunteers", report->pool->people_count);
    put_tile(page, "seats", report->seats);
    if (report->lottery != NULL) {
        put_tile(page, "panels in the lottery", report->lottery->panels->count);
        put_tile(page, "tickets", report->lottery->tickets);
    }
    lot_text_put(page, "</dl>\n");
}

static void put_quotas(lot_text *page, const lot_report *report, const lot_tally *tally)
{
    lot_text_put(page, report->draw != NULL ? "<section>\n<h2>Who was drawn</h2>\n"
                                            : "<section>\n<h2>What a panel must look like</h2>\n");
    lot_bars_put(page, report, tally);
    lot_text_put(page, "</section>\n");
}

static void put_shut_out(lot_text *page, const lot_report *report)
{
    lot_figures figures;
    lot_report_figures(&figures, report);
    lot_text_put(page, "<p class=\"note\">");
    if (report->finding->objective == LOT_LEGACY)
        lot_text_put(page, figures.no_ticket_count + figures.no_panel_count == 0
                               ? "Everybody sits on some of these panels."
                               : "Who has no ticket here was never picked by the simulation: that "
                                 "proves nothing about what panels there are.");
    else if (figures.no_panel_count == 0)
        lot_text_put(page, "Everybody in the pool can sit on a panel.");
    else {
        lot_count_put(page, figures.no_panel_count, "person", "people");
        lot_text_put(page, report->standing != NULL
                               ? " of the pool can sit on no panel: they withdrew, live with a "
                                 "member who stays, or no set of people with them and all who "
                                 "stay meets the quotas. Their chance is 0."
                               : " of the pool can sit on no panel: no set of people with them "
                                 "meets the quotas. Their chance is 0.");
    }
    if (figures.no_ticket_count > 0) {
        lot_text_put(page, " ");
        put_ticketless(page, &figures, false);
        lot_text_put(page, ".");
    }
    if (figures.kept_count > 0) {
        lot_text_put(page, " ");
        lot_count_put(page, figures.kept_count, "member stays", "members stay");
        lot_text_put(page, figures.kept_count == 1 ? ", and sits on every panel."
                                                   : ", and sit on every panel.");
    }
    if (figures.certain_count > 0) {
        lot_text_put(page, " ");
        lot_count_put(page, figures.certain_count, "person sits", "people sit");
        lot_text_put(page, " on every panel.");
    }
    lot_text_put(page, "</p>\n");
}

static void put_objective(lot_text *page, lot_objective objective)
{
    lot_text_put(page,
                 "<p>The quotas make chances unequal: where few volunteers stand for many seats, "
                 "each of them is drawn more often. ");
    if (objective == LOT_LEGACY)
        lot_text_put(page, "These chances are estimates: a simulation picked a panel anew for "
                           "every ticket with the greedy algorithm of older tools (legacy). They "
                           "are for comparison only.</p>\n");
    else
        lot_text_format(page,
                        "Among all lotteries that keep the quotas, one is sought with %s (%s). "
                        "People with the same answers and the same kind of household have the "
                        "same chance, to one ticket.</p>\n",
                        lot_objective_purpose(objective), lot_objective_name(objective));
}

static lot_status put_chances(lot_text *page, const lot_report *report, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text_put(page, "<section>\n<h2>Everyone&#39;s chance</h2>\n");
    put_objective(page, report->finding->objective);
    TRY(lot_curve_put(page, report, error));
    put_shut_out(page, report);
    lot_text_put(page, "</section>\n");
done:
    return status;
}

static void put_claim(lot_text *page, lot_verdict verdict, const char *statement)
{
    static const char *const classes[] = {"proven", "not-proven", "not-checked"};
    lot_text_format(page, "<li><span class=\"verdict %s\">%s</span><p>", classes[verdict],
                    lot_verdict_name(verdict));
    lot_html_put_sentence(page, statement);
    lot_text_put(page, "</p></li>\n");
}

static void put_claims(lot_text *page, const lot_report *report)
{
    lot_text_put(page, "<section>\n<h2>What is proven, and what is not</h2>\n"
                       "<ul class=\"claims\">\n");
    lot_claims_put_lottery(page, report, put_claim);
    lot_claims_put_draw(page, report, put_claim);
    lot_text_put(page, "</ul>\n</section>\n");
}

static void put_attempts(lot_text *page, const lot_report *report)
{
    lot_text_put(page, "<h3>All attempts</h3>\n<table class=\"attempts\">\n<thead><tr>"
                       "<th scope=\"col\">Attempt</th><th scope=\"col\">Draw</th>"
                       "<th scope=\"col\">Ticket</th><th scope=\"col\">Manifest M</th></tr>"
                       "</thead>\n<tbody>\n");
    for (uint32_t i = 0; i < report->attempts_count; i++) {
        char hex[LOT_HEX_BYTES];
        lot_report_attempt attempt = lot_report_attempt_at(report, i);
        lot_digest_hex(hex, &attempt.manifest);
        lot_text_put(page, "<tr><th scope=\"row\">");
        lot_number_put(page, attempt.number);
        lot_text_format(page, "</th><td>%s</td><td>",
                        attempt.test          ? "test"
                        : attempt.replacement ? "replacement"
                                              : "real");
        if (attempt.drawn)
            lot_number_put(page, attempt.ticket);
        else
            lot_text_put(page, "not drawn");
        lot_text_format(page, "</td><td><code>%s</code></td></tr>\n", hex);
    }
    lot_text_put(page, "</tbody>\n</table>\n");
}

static void put_draw(lot_text *page, const lot_report *report)
{
    lot_text_put(page, report->draw != NULL ? "<section>\n<h2>How the draw was made</h2>\n"
                                            : "<section>\n<h2>How the draw will be made</h2>\n");
    if (report->manifest == NULL)
        lot_text_put(page,
                     "<p>Before the draw, pool, quotas and lottery are fixed by a digest, M, "
                     "that is given to others. Only then a public value appears. M and the "
                     "value together decide the ticket. None of this has happened yet.</p>\n");
    lot_facts_put(page, report);
    if (report->attempts_count > 1)
        put_attempts(page, report);
    lot_text_put(page, "</section>\n");
}

static lot_status put_panel(lot_text *page, const lot_report *report, lot_error *error)
{
    uint32_t seats = report->lottery->panels->seats;
    lot_pid *pids = lot_array_new(seats, sizeof *pids);
    if (pids == NULL)
        return LOT_NO_MEMORY(error);
    lot_panel_pids(pids, lot_report_drawn(report), seats, report->pseudonyms);
    lot_text_put(page, "<section>\n<h2>The panel drawn</h2>\n<p>Under pseudonyms. Who is who, only "
                       "the organiser and the person know.</p>\n<p class=\"pids\">");
    for (uint32_t s = 0; s < seats; s++)
        lot_text_format(page, "%s%s", s > 0 ? "\n" : "", pids[s].text);
    lot_text_put(page, "</p>\n</section>\n");
    free(pids);
    return LOT_OK;
}

static void put_small_print(lot_text *page)
{
    lot_text_put(page, "<footer><p>civiclot " LOT_VERSION ". The rules of the process, solver and "
                       "architecture stand in process.txt of the published folder. All numbers on "
                       "this page are integers or rounded from integers. Nobody is named on it."
                       "</p></footer>\n");
}

lot_status lot_report_html(lot_text *page, const lot_report *report, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_tally tally = {NULL, NULL, NULL};
    TRY(lot_claims_check(report, error));
    TRY(lot_tally_make(&tally, report, error));
    lot_page_open(page, report->title, "Selection by lot");
    put_banners(page, report);
    put_lead(page, report);
    put_tiles(page, report);
    lot_cleaned_put_html(page, report);
    put_quotas(page, report, &tally);
    if (report->lottery != NULL) {
        TRY(put_chances(page, report, error));
        put_claims(page, report);
    }
    put_draw(page, report);
    if (report->draw != NULL)
        TRY(put_panel(page, report, error));
    TRY(lot_callups_put_html(page, report, &tally, error));
    lot_loss_put_page(page, report);
    if (report->manifest != NULL)
        lot_recipe_put(page, report);
    put_small_print(page);
    lot_page_close(page);
    TRY(lot_text_check(page, error));
done:
    lot_tally_free(&tally);
    return status;
}
