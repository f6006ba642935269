/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plan page: the answer first, then the picture, who is scarce, what binds, and all plans; what was
 * assumed stands right under the answer.
 */
#include "civiclot/plan_report.h"

#include "civiclot/version.h"
#include "report/numbers.h"
#include "report/page.h"
#include "report/plan_pictures.h"
#include "report/plan_tell.h"

#include <inttypes.h>
#include <stdlib.h>

/* What binds is told of so many bounds. */
enum { BOUNDS_TOLD = 12, ENOUGH_PERCENT = 95 };

/* Put a piece of words, escaped, and free it. */
static void put_words(lot_text *page, lot_text *words)
{
    lot_html_put_sentence(page, lot_text_string(words));
    lot_text_free_part(page, words);
}

static void put_percent(lot_text *page, uint64_t part, uint64_t whole, unsigned digits)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_percent_put(&words, part, whole, digits);
    put_words(page, &words);
}

/* The plan that is looked at more closely: the first that is enough, else the largest. */
static const lot_outlook *choose(const lot_plan_report *report)
{
    uint32_t count = report->scenario->letters_count;
    for (uint32_t k = 0; k < count; k++) {
        const lot_outlook *outlook = report->outlooks[k];
        if ((uint64_t)outlook->feasible * 100 >= (uint64_t)outlook->simulations * ENOUGH_PERCENT)
            return outlook;
    }
    return count > 0 ? report->outlooks[count - 1] : NULL;
}

static const lot_needed *find_needed(const lot_plan_report *report)
{
    for (uint32_t i = 0; i < report->needed_count; i++)
        if (report->needed[i].percent == ENOUGH_PERCENT)
            return &report->needed[i];
    return NULL;
}

static void put_answer(lot_text *page, const lot_plan_report *report, const lot_outlook *chosen)
{
    const lot_needed *needed = find_needed(report);
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_put(page, "<p class=\"lead\">");
    if (chosen == NULL) {
        lot_text_put(&words, "Unreachable: there are addresses for ");
        lot_count_put(&words, report->room, "letter", "letters");
        lot_text_put(&words, " at most.");
    } else if (needed != NULL && needed->letters > 0) {
        lot_text_put(&words, "For a panel to exist in 95 of 100 cases it takes ");
        lot_plan_put_needed(&words, report, needed);
        lot_text_put(&words, ".");
    } else if (needed != NULL) {
        lot_text_put(&words, "95 of 100 cases are out of reach: ");
        lot_plan_put_needed(&words, report, needed);
        lot_text_put(&words, ".");
    }
    put_words(page, &words);
    lot_text_put(page, "</p>\n");
}

static void open_tile(lot_text *page, const char *words)
{
    lot_text_format(page, "<div><dt>%s</dt><dd>", words);
}

static void put_tiles(lot_text *page, const lot_outlook *chosen)
{
    lot_text_put(page, "<dl class=\"tiles\">\n");
    open_tile(page, "letters, of the plan looked at below");
    lot_number_put(page, chosen->letters);
    lot_text_put(page, "</dd></div>\n");
    open_tile(page, "of the simulated pools have a panel");
    put_percent(page, chosen->feasible, chosen->simulations, 1);
    lot_text_put(page, "</dd></div>\n");
    open_tile(page, "people register, in half of the pools no more");
    lot_number_put(page, chosen->people.middle);
    lot_text_put(page, "</dd></div>\n");
    open_tile(page, "least chance, in half of the pools no more");
    if (chosen->feasible > 0)
        put_percent(page, chosen->least.middle, 1000000000, 2);
    else
        lot_text_put(page, "&ndash;");
    lot_text_put(page, "</dd></div>\n</dl>\n");
}

static void put_lines(lot_text *page, const char *lines)
{
    lot_text_put(page, "<ul>\n<li>");
    for (const char *c = lines; *c != '\0'; c++) {
        char piece[2] = {*c, '\0'};
        if (*c == '\n')
            lot_text_put(page, c[1] != '\0' ? "</li>\n<li>" : "");
        else
            lot_html_put(page, piece);
    }
    lot_text_put(page, "</li>\n</ul>\n");
}

static void put_assumptions(lot_text *page, const lot_plan_report *report)
{
    lot_text lines = LOT_TEXT_EMPTY;
    lot_text_put(page, "<section>\n<h2>What is assumed</h2>\n");
    lot_plan_put_assumptions(&lines, report);
    put_lines(page, lot_text_string(&lines));
    lot_text_free_part(page, &lines);
    if (*report->notices != '\0') {
        lot_text_put(page, "<p>About the tables of the population:</p>\n");
        put_lines(page, report->notices);
    }
    lot_text_put(page, "</section>\n");
}

static void put_needed(lot_text *page, const lot_plan_report *report)
{
    lot_text_put(page, "<table>\n<thead><tr><th scope=\"col\">A panel exists in</th>"
                       "<th scope=\"col\">Letters</th></tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < report->needed_count; i++) {
        lot_text words = LOT_TEXT_EMPTY;
        lot_text_format(page,
                        "<tr><th scope=\"row\">%" PRIu32 "&nbsp;%%</th><td "
                        "style=\"white-space:normal\">",
                        report->needed[i].percent);
        lot_plan_put_needed(&words, report, &report->needed[i]);
        put_words(page, &words);
        lot_text_put(page, "</td></tr>\n");
    }
    lot_text_put(page, "</tbody>\n</table>\n");
}

static void put_plan_row(lot_text *page, const lot_plan_report *report, const lot_outlook *outlook)
{
    lot_text words = LOT_TEXT_EMPTY;
    uint64_t cost = lot_plan_cost(report, outlook->letters);
    lot_text_put(page, "<tr><th scope=\"row\" style=\"white-space:nowrap\">");
    lot_number_put(page, outlook->letters);
    lot_text_put(page, "</th><td>");
    put_percent(page, outlook->feasible, outlook->simulations, 1);
    lot_text_put(page, "</td><td>");
    lot_plan_put_interval(&words, &outlook->chance);
    put_words(page, &words);
    lot_text_put(page, "</td><td>");
    if (outlook->feasible > 0)
        put_percent(page, outlook->least.middle, 1000000000, 2);
    else
        lot_text_put(page, "&ndash;");
    lot_text_put(page, "</td><td>");
    lot_number_put(page, outlook->people.low);
    lot_text_put(page, "&ndash;");
    lot_number_put(page, outlook->people.high);
    if (cost > 0) {
        lot_text_put(page, "</td><td>");
        lot_plan_put_amount(page, cost);
    }
    lot_text_put(page, "</td></tr>\n");
}

static void put_plans_table(lot_text *page, const lot_plan_report *report)
{
    lot_text_put(page, "<table class=\"deeds\">\n<thead><tr><th "
                       "scope=\"col\">Letters</th><th scope=\"col\">A panel exists</th><th "
                       "scope=\"col\">Interval, 95&nbsp;%</th><th scope=\"col\">Least chance, "
                       "median</th><th scope=\"col\">Registrations, 8 of 10</th>");
    if (lot_plan_cost(report, 1) > 0)
        lot_text_put(page, "<th scope=\"col\">Cost</th>");
    lot_text_put(page, "</tr></thead>\n<tbody>\n");
    for (uint32_t k = 0; k < report->scenario->letters_count; k++)
        put_plan_row(page, report, report->outlooks[k]);
    lot_text_put(page, "</tbody>\n</table>\n");
    lot_text_put(page,
                 "<p class=\"note\">Least chance: no lottery gives everybody in the pool more; "
                 "of the pools that have a panel.</p>\n");
}

static void put_plans(lot_text *page, const lot_plan_report *report)
{
    lot_text_put(page, "<section>\n<h2>All plans</h2>\n");
    for (uint32_t i = 0; i < report->beyond_count; i++) {
        lot_text_put(page, "<p>");
        lot_count_put(page, report->beyond[i], "letter", "letters");
        lot_text_put(page, ": unreachable, there are addresses for ");
        lot_count_put(page, report->room, "letter", "letters");
        lot_text_put(page, " at most.</p>\n");
    }
    if (report->scenario->letters_count > 0)
        put_plans_table(page, report);
    lot_text_put(page, "</section>\n");
}

static void put_binding(lot_text *page, const lot_plan_report *report, const lot_outlook *outlook)
{
    const lot_quotas *quotas = report->scenario->quotas;
    uint32_t order[BOUNDS_TOLD];
    uint32_t count = lot_plan_choose_binding(order, BOUNDS_TOLD, report, outlook);
    lot_text_put(page, "<section>\n<h2>Which quotas bind</h2>\n<table class=\"deeds\">\n<thead><tr>"
                       "<th scope=\"col\">Quota</th><th scope=\"col\">Among what leaves no panel, "
                       "of all pools</th><th scope=\"col\">Keeps the least chance down, of all "
                       "pools</th></tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < count; i++) {
        lot_text words = LOT_TEXT_EMPTY;
        lot_text_put(page, "<tr><th scope=\"row\">");
        lot_plan_put_bound(&words, quotas, order[i]);
        put_words(page, &words);
        lot_text_put(page, "</th><td>");
        put_percent(page, outlook->collide[order[i]], outlook->simulations, 1);
        lot_text_put(page, "</td><td>");
        put_percent(page, outlook->limit[order[i]], outlook->simulations, 1);
        lot_text_put(page, "</td></tr>\n");
    }
    if (outlook->few > 0) {
        lot_text_put(page, "<tr><th scope=\"row\">fewer people than seats</th><td>");
        put_percent(page, outlook->few, outlook->simulations, 1);
        lot_text_put(page, "</td><td></td></tr>\n");
    }
    lot_text_put(page, "</tbody>\n</table>\n</section>\n");
}

static void put_split(lot_text *page, const lot_plan_report *report)
{
    const lot_split *split = report->split;
    lot_text words = LOT_TEXT_EMPTY;
    if (split == NULL)
        return;
    lot_text_put(page, "<section>\n<h2>Where the letters should go</h2>\n<p>");
    lot_plan_put_split(&words, report);
    put_words(page, &words);
    lot_text_put(page,
                 "</p>\n<table class=\"narrow\">\n<thead><tr><th scope=\"col\">Stratum</th><th "
                 "scope=\"col\">Best</th><th scope=\"col\">Given</th></tr></thead>\n<tbody>\n");
    for (uint32_t m = 0; m < split->count; m++) {
        lot_text_put(page, "<tr><th scope=\"row\">");
        lot_html_put(page, report->scenario->mailings->list[m].name);
        lot_text_put(page, "</th><td>");
        put_percent(page, split->shares[m], LOT_MAILINGS_ONE, 1);
        lot_text_put(page, "</td><td>");
        put_percent(page, report->scenario->mailings->list[m].share, LOT_MAILINGS_ONE, 1);
        lot_text_put(page, "</td></tr>\n");
    }
    lot_text_put(page, "</tbody>\n</table>\n</section>\n");
}

/* What is told of the plan that is looked at more closely. */
static lot_status put_chosen(lot_text *page, const lot_plan_report *report,
                             const lot_outlook *chosen, lot_error *error)
{
    lot_status status;
    lot_text_put(page, "<section>\n<h2>Letters, and the chance of a panel</h2>\n");
    lot_plan_put_curve(page, report);
    put_needed(page, report);
    lot_text_put(page, "</section>\n<section>\n<h2>Who will be scarce, with ");
    lot_count_put(page, chosen->letters, "letter", "letters");
    lot_text_put(page, "</h2>\n");
    TRY(lot_plan_put_scarce(page, report, chosen, error));
    lot_text_put(page, "</section>\n");
    put_binding(page, report, chosen);
done:
    return status;
}

lot_status lot_plan_put_page(lot_text *page, const lot_plan_report *report, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_outlook *chosen = choose(report);
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "Letters for a panel of %" PRIu32 " seats", report->scenario->seats);
    lot_page_open(page, lot_text_string(&words), "Plan");
    lot_text_free_part(page, &words);
    put_answer(page, report, chosen);
    if (chosen != NULL)
        put_tiles(page, chosen);
    if (chosen != NULL)
        TRY(put_chosen(page, report, chosen, error));
    put_split(page, report);
    put_plans(page, report);
    put_assumptions(page, report);
    lot_text_put(page, "<footer>civiclot " LOT_VERSION
                       ". The same files, options and seed give this page again.</footer>\n");
    lot_page_close(page);
    TRY(lot_text_check(page, error));
done:
    return status;
}
