/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The numbered panels, to be printed for a public ceremony, and everyone's own numbers.
 * A ticket is written with as many digits as the last one has, so that all stand in one line.
 */
#include "civiclot/report.h"

#include "audit/panel.h"
#include "core/array.h"
#include "report/figures.h"
#include "report/numbers.h"
#include "report/page.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

/* Digits that every ticket is written with. */
static int digits_of(uint64_t tickets)
{
    int digits = 1;
    for (uint64_t last = tickets - 1; last >= 10; last /= 10)
        digits++;
    return digits;
}

static void put_number(lot_text *page, uint64_t ticket, const lot_lottery *lottery)
{
    lot_text_format(page, "%0*" PRIu64, digits_of(lottery->tickets), ticket);
}

/* Add first-last, or the one ticket. */
static void put_numbers(lot_text *page, uint64_t first, uint64_t last, const lot_lottery *lottery)
{
    put_number(page, first, lottery);
    if (last == first)
        return;
    lot_text_put(page, "&ndash;");
    put_number(page, last, lottery);
}

/* The name of a contribution stands without its commitment. */
static void put_contributor(lot_text *page, const lot_source *source)
{
    lot_source_parts parts;
    lot_text name = LOT_TEXT_EMPTY;
    if (lot_source_parse(&parts, source->name, NULL) == LOT_OK)
        lot_text_add(&name, parts.label, parts.label_bytes);
    lot_text_put(page, "the sealed part of ");
    lot_html_put(page, lot_text_string(&name));
    lot_text_free_part(page, &name);
}

static void put_source(lot_text *page, const lot_source *source)
{
    if (lot_source_is(source, LOT_SOURCE_OPERATOR)) {
        lot_text_put(page, "a value that is kept sealed until then (operator)");
        return;
    }
    if (lot_source_is(source, LOT_SOURCE_CONTRIBUTION)) {
        put_contributor(page, source);
        return;
    }
    lot_text_put(page, "the public value <code>");
    lot_html_put(page, source->name);
    lot_text_put(page, "</code>");
}

static void put_how(lot_text *page, const lot_report *report)
{
    enum { EXAMPLE = 811 };
    const lot_lottery *lottery = report->lottery;
    uint64_t example = EXAMPLE < lottery->tickets ? EXAMPLE : lottery->tickets - 1;
    if (lot_sources_by_hand(NULL, report->sources, report->sources_count)) {
        lot_text_put(page, "<p>The ticket will be drawn by hand, before witnesses.</p>\n");
        return;
    }
    lot_text_put(page, "<p>The ticket will be computed from the manifest and ");
    for (uint32_t s = 0; s < report->sources_count; s++) {
        if (s > 0)
            lot_text_put(page, s + 1 < report->sources_count ? ", " : " and ");
        put_source(page, &report->sources[s]);
    }
    if (report->sources_count == 0)
        lot_text_put(page, "a public value that is still to be announced");
    lot_text_put(page, ". Nobody picks it");
    if (lottery->tickets > 1) {
        lot_text_put(page, ": typing ");
        put_number(page, example, lottery);
        lot_text_put(page, " as the public value does not choose ticket ");
        put_number(page, example, lottery);
    }
    lot_text_put(page, ".</p>\n");
}

static void put_drawn(lot_text *page, const lot_report *report)
{
    lot_text_put(page, "<p class=\"banner\"><strong>TICKET ");
    put_number(page, report->draw->ticket, report->lottery);
    lot_text_put(page, report->test ? " WAS DRAWN, AS A TEST.</strong>" : " WAS DRAWN.</strong>");
    lot_text_put(page, " <a href=\"#drawn\">Its panel</a> is marked in the list.</p>\n");
}

static void put_manifest(lot_text *page, const lot_digest *manifest)
{
    char hex[LOT_HEX_BYTES];
    if (manifest == NULL) {
        lot_text_put(page, "<p class=\"banner\"><strong>NOT FIXED YET.</strong> No manifest holds "
                           "this list: it can still change.</p>\n");
        return;
    }
    lot_digest_hex(hex, manifest);
    lot_text_format(page, "<p>Fixed by manifest M <code>%s</code>.</p>\n", hex);
}

/* Tickets from one entry of the index to the next: so many that there are at most 50 entries. */
static uint64_t index_step(uint64_t tickets)
{
    enum { ENTRIES_MAX = 50 };
    static const unsigned factors[] = {2, 5, 10};
    uint64_t power = 1;
    uint64_t step = 1;
    for (unsigned i = 0; step * ENTRIES_MAX < tickets; i = (i + 1) % 3) {
        step = factors[i] * power;
        if (i == 2)
            power *= 10;
    }
    return step;
}

/* Does an entry of the index point to this row? */
static bool is_indexed(const lot_lottery *lottery, uint32_t row)
{
    uint64_t step = index_step(lottery->tickets);
    uint64_t entry = (lottery->first[row] + step - 1) / step * step;
    return entry < lottery->first[row + 1];
}

static void put_index(lot_text *page, const lot_lottery *lottery)
{
    uint64_t step = index_step(lottery->tickets);
    if (step == 1)
        return;
    lot_text_put(page, "<p class=\"index\">From ticket");
    for (uint64_t entry = 0; entry < lottery->tickets; entry += step) {
        uint32_t row = lot_lottery_row(lottery, entry);
        lot_text_format(page, " <a href=\"#row%" PRIu32 "\">", row);
        put_number(page, entry, lottery);
        lot_text_put(page, "</a>");
    }
    lot_text_put(page, "</p>\n");
}

static void put_panel(lot_text *page, const lot_report *report, uint32_t row, lot_pid *pids)
{
    const lot_lottery *lottery = report->lottery;
    uint32_t seats = lottery->panels->seats;
    bool drawn = report->draw != NULL && report->draw->row == row;
    lot_text_put(page, drawn ? "<section class=\"panel drawn\" id=\"drawn\"><h3"
                             : "<section class=\"panel\"><h3");
    if (is_indexed(lottery, row))
        lot_text_format(page, " id=\"row%" PRIu32 "\"", row);
    lot_text_put(page, ">");
    put_numbers(page, lottery->first[row], lottery->first[row + 1] - 1, lottery);
    lot_text_put(page, drawn ? " <strong>DRAWN</strong></h3><p class=\"pids\">"
                             : "</h3><p class=\"pids\">");
    lot_panel_pids(pids, lot_lottery_members(lottery, row), seats, report->pseudonyms);
    for (uint32_t s = 0; s < seats; s++)
        lot_text_format(page, "%s%s", s > 0 ? " " : "", pids[s].text);
    lot_text_put(page, "</p></section>\n");
}

static lot_status put_panels(lot_text *page, const lot_report *report, lot_error *error)
{
    const lot_lottery *lottery = report->lottery;
    lot_pid *pids = lot_array_new(lottery->panels->seats, sizeof *pids);
    if (pids == NULL)
        return LOT_NO_MEMORY(error);
    lot_text_put(page, "<h2>Panels by ticket</h2>\n");
    put_index(page, lottery);
    lot_text_put(page, lottery->rows_count == lottery->tickets ? "<div class=\"panels\">\n"
                                                               : "<div class=\"panels ranges\">\n");
    for (uint32_t r = 0; r < lottery->rows_count; r++)
        put_panel(page, report, r, pids);
    lot_text_put(page, "</div>\n");
    free(pids);
    return LOT_OK;
}

bool lot_report_next_tickets(uint64_t *first, uint64_t *last, uint32_t *row,
                             const lot_report *report, uint32_t person)
{
    const lot_lottery *lottery = report->lottery;
    assert(lottery != NULL);
    uint32_t seats = lottery->panels->seats;
    while (*row < lottery->rows_count &&
           !lot_members_have(lot_lottery_members(lottery, *row), seats, person))
        ++*row;
    if (*row == lottery->rows_count)
        return false;
    *first = lottery->first[*row];
    while (*row < lottery->rows_count &&
           lot_members_have(lot_lottery_members(lottery, *row), seats, person))
        ++*row;
    *last = lottery->first[*row] - 1;
    return true;
}

static void put_tickets(lot_text *page, const lot_report *report, uint32_t person)
{
    const char *between = "";
    uint32_t row = 0;
    uint64_t first, last;
    while (lot_report_next_tickets(&first, &last, &row, report, person)) {
        lot_text_put(page, between);
        put_numbers(page, first, last, report->lottery);
        between = " ";
    }
}

static void put_people(lot_text *page, const lot_report *report)
{
    const lot_pseudonyms *pseudonyms = report->pseudonyms;
    lot_text_put(page, "<h2 id=\"people\">Tickets by person</h2>\n"
                       "<p>Who is not listed is on no panel.</p>\n<dl class=\"people\">\n");
    for (uint32_t i = 0; i < pseudonyms->people_count; i++) {
        uint32_t person = pseudonyms->by_pid[i];
        if (report->tickets[person] == 0)
            continue;
        lot_text_format(page, "<div><dt>%s</dt><dd>", pseudonyms->pids[person].text);
        put_tickets(page, report, person);
        lot_text_put(page, "</dd></div>\n");
    }
    lot_text_put(page, "</dl>\n");
}

lot_status lot_report_panels(lot_text *page, const lot_report *report, lot_error *error)
{
    const lot_lottery *lottery = report->lottery;
    assert(lottery != NULL);
    lot_status status = LOT_OK;
    lot_page_open(page, report->title, "Numbered panels");
    if (report->test)
        lot_page_put_rehearsal(page);
    lot_text_put(page, "<p class=\"lead\">");
    lot_count_put(page, lottery->tickets, "ticket", "tickets");
    lot_text_put(page, ", each with a panel of ");
    lot_count_put(page, lottery->panels->seats, "person", "people");
    lot_text_put(page, " under pseudonyms. The ticket that is drawn decides.</p>\n");
    if (report->draw != NULL)
        put_drawn(page, report);
    else
        put_how(page, report);
    put_manifest(page, report->manifest);
    lot_text_put(page, "<p>To find your tickets, look up your pseudonym in the list of "
                       "<a href=\"#people\">tickets by person</a> at the end.</p>\n");
    TRY(put_panels(page, report, error));
    put_people(page, report);
    lot_page_close(page);
    TRY(lot_text_check(page, error));
done:
    return status;
}

lot_status lot_report_tickets_of(lot_text *text, const lot_report *report, uint32_t person,
                                 lot_error *error)
{
    const char *between = "";
    uint32_t row = 0;
    uint64_t first, last;
    while (lot_report_next_tickets(&first, &last, &row, report, person)) {
        lot_text_format(text, "%s%" PRIu64, between, first);
        if (last > first)
            lot_text_format(text, "-%" PRIu64, last);
        between = ", ";
    }
    return lot_text_check(text, error);
}
