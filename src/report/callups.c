/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Call-ups: by pid alone, as everything that a report shows of people. */
#include "report/callups.h"

#include "report/numbers.h"
#include "report/page.h"

#include <inttypes.h>

static uint32_t count_seated(const lot_report *report)
{
    uint32_t count = 0;
    for (uint32_t p = 0; p < report->pool->people_count; p++)
        count += lot_report_has_seat(report, p);
    return count;
}

static bool is_own(const lot_report *report, const lot_report_callup *callup)
{
    return report->draw != NULL && callup->attempt == report->attempt;
}

void lot_callups_put_text(lot_text *text, const lot_report *report)
{
    for (uint32_t c = 0; c < report->callups_count; c++) {
        const lot_report_callup *callup = &report->callups[c];
        if (!is_own(report, callup))
            continue;
        lot_text_format(text, "  call-up %-8" PRIu32 " ", callup->number);
        lot_count_put(text, callup->called_count, "reserve", "reserves");
        lot_text_format(text, " called, quotas missed by %" PRIu64 "%s\n", callup->deviation,
                        callup->proven ? "" : " (not proven the least)");
    }
    if (report->called != NULL)
        lot_text_format(text, "  panel by now     %" PRIu32 " of %" PRIu32 " seats\n",
                        count_seated(report), report->seats);
}

static void put_pid(lot_text *page, const lot_report *report, uint32_t person, bool first)
{
    lot_text_format(page, "%s%s", first ? "" : "\n", report->pseudonyms->pids[person].text);
}

static void put_table(lot_text *page, const lot_report *report)
{
    lot_text_put(page, "<table class=\"attempts\">\n<thead><tr><th scope=\"col\">Call-up</th>"
                       "<th scope=\"col\">Missed</th>"
                       "<th scope=\"col\">Who was called up</th></tr></thead>\n<tbody>\n");
    for (uint32_t c = 0; c < report->callups_count; c++) {
        const lot_report_callup *callup = &report->callups[c];
        if (!is_own(report, callup))
            continue;
        lot_text_put(page, "<tr><th scope=\"row\">");
        lot_number_put(page, callup->number);
        lot_text_put(page, "</th><td>");
        lot_number_put(page, callup->deviation);
        lot_text_format(page, "%s</td><td class=\"pids\">",
                        callup->proven ? "" : ", not proven the least");
        for (uint32_t i = 0; i < callup->called_count; i++)
            put_pid(page, report, callup->called[i], i == 0);
        lot_text_put(page, "</td></tr>\n");
    }
    lot_text_put(page, "</tbody>\n</table>\n");
}

/* What the panel lacks, value by value; nothing is good news too. */
static void put_missed(lot_text *page, const lot_report *report, const lot_tally *tally)
{
    uint32_t count = 0;
    for (uint32_t q = 0; q < report->quotas->count; q++) {
        const lot_quota *row = &report->quotas->rows[q];
        bool low = tally->now[q] < row->min;
        if (!low && tally->now[q] <= row->max)
            continue;
        lot_text_put(page,
                     count++ == 0 ? "<p>The panel misses its quotas:</p>\n<ul>\n<li>" : "<li>");
        lot_html_put(page, report->quotas->features[row->feature].name);
        lot_text_put(page, " ");
        lot_html_put(page, row->value);
        lot_text_put(page, ": ");
        lot_count_put(page, tally->now[q], "seat", "seats");
        lot_text_format(page, ", at %s %" PRIu32 "</li>\n", low ? "least" : "most",
                        low ? row->min : row->max);
    }
    lot_text_put(page, count > 0 ? "</ul>\n" : "<p>The panel keeps all quotas.</p>\n");
}

lot_status lot_callups_put_html(lot_text *page, const lot_report *report, const lot_tally *tally,
                                lot_error *error)
{
    uint32_t seated = count_seated(report);
    bool first = true;
    if (report->called == NULL)
        return LOT_OK;
    lot_text_put(page,
                 "<section>\n<h2>The panel as it is by now</h2>\n<p>Members withdrew after "
                 "the draw, and reserves who had been drawn with the panel were called up in "
                 "their places. Who of them follows from who withdrew, by a rule that was "
                 "announced before the draw: nobody chose. <i>Missed</i> is by how many seats "
                 "the panel was outside its quotas then.</p>\n");
    put_table(page, report);
    lot_text_put(page, "<p>");
    lot_number_put(page, seated);
    lot_text_put(page, " of ");
    lot_count_put(page, report->seats, "seat is", "seats are");
    lot_text_put(page, " taken.</p>\n");
    put_missed(page, report, tally);
    lot_text_put(page, "<p class=\"pids\">");
    for (uint32_t i = 0; i < report->pool->people_count; i++) {
        uint32_t person = report->pseudonyms->by_pid[i];
        if (!lot_report_has_seat(report, person))
            continue;
        put_pid(page, report, person, first);
        first = false;
    }
    lot_text_put(page, "</p>\n</section>\n");
    return lot_text_check(page, error);
}
