/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The numbered panels, to be printed for a public ceremony, and one person's own numbers.
 * A ticket is written with as many digits as the last one has, so that balls or dice drawn one by
 * one spell it.
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

static void put_how(lot_text *page, uint64_t tickets)
{
    static const char *const names[] = {"",     "one", "two",   "three", "four",
                                        "five", "six", "seven", "eight", "nine"};
    static const char letters[] = "abcdefghi";
    int digits = digits_of(tickets);
    assert(digits <= 9); /* LOT_TICKETS_MAX */
    lot_text_format(page,
                    "<p>To draw by hand, in the open: %s ten-sided %s of different colours, or %s "
                    "%s from an urn with 0 to 9, each put back before the next. Say beforehand "
                    "which counts first. The digits",
                    names[digits], digits == 1 ? "die" : "dice", names[digits],
                    digits == 1 ? "ball" : "balls");
    for (int d = 0; d < digits; d++)
        lot_text_format(page, " <code>%c</code>", letters[d]);
    lot_text_format(page, " are ticket <code>%.*s</code>.", digits, letters);
    uint64_t spelled = 1;
    for (int d = 0; d < digits; d++)
        spelled *= 10;
    if (tickets < spelled) {
        lot_text_format(page, " There is no ticket above <code>%" PRIu64 "</code>: ", tickets - 1);
        lot_text_put(page, "draw all digits again when they spell one.");
    }
    lot_text_put(page, "</p>\n");
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

static void put_panel(lot_text *page, const lot_report *report, uint32_t row, lot_pid *pids)
{
    const lot_lottery *lottery = report->lottery;
    int digits = digits_of(lottery->tickets);
    uint32_t seats = lottery->panels->seats;
    uint64_t last = lottery->first[row + 1] - 1;
    lot_text_format(page, "<section class=\"panel\"><h2>%0*" PRIu64, digits, lottery->first[row]);
    if (last > lottery->first[row])
        lot_text_format(page, "&ndash;%0*" PRIu64, digits, last);
    lot_text_put(page, "</h2><p class=\"pids\">");
    lot_panel_pids(pids, lot_lottery_members(lottery, row), seats, report->pseudonyms);
    for (uint32_t s = 0; s < seats; s++)
        lot_text_format(page, "%s%s", s > 0 ? " " : "", pids[s].text);
    lot_text_put(page, "</p></section>\n");
}

lot_status lot_report_panels(lot_text *page, const lot_report *report, lot_error *error)
{
    const lot_lottery *lottery = report->lottery;
    assert(lottery != NULL);
    lot_pid *pids = lot_array_new(lottery->panels->seats, sizeof *pids);
    if (pids == NULL)
        return LOT_NO_MEMORY(error);
    lot_page_open(page, report->title, "Numbered panels");
    if (report->test)
        lot_page_put_rehearsal(page);
    lot_text_put(page, "<p class=\"lead\">");
    lot_count_put(page, lottery->tickets, "ticket", "tickets");
    lot_text_put(page, ", each with a panel of ");
    lot_count_put(page, lottery->panels->seats, "person", "people");
    lot_text_put(page, " under pseudonyms. The ticket that is drawn decides.</p>\n");
    put_how(page, lottery->tickets);
    put_manifest(page, report->manifest);
    for (uint32_t r = 0; r < lottery->rows_count; r++)
        put_panel(page, report, r, pids);
    lot_page_close(page);
    free(pids);
    return lot_text_check(page, error);
}

static void put_range(lot_text *text, uint64_t first, uint64_t last, bool leading)
{
    lot_text_format(text, "%s%" PRIu64, leading ? "" : ", ", first);
    if (last > first)
        lot_text_format(text, "-%" PRIu64, last);
}

lot_status lot_report_tickets_of(lot_text *text, const lot_report *report, uint32_t person,
                                 lot_error *error)
{
    const lot_lottery *lottery = report->lottery;
    assert(lottery != NULL);
    bool leading = true;
    uint32_t row = 0;
    while (row < lottery->rows_count) {
        uint32_t begin = row;
        while (row < lottery->rows_count &&
               lot_members_have(lot_lottery_members(lottery, row), lottery->panels->seats, person))
            row++;
        if (row > begin) {
            put_range(text, lottery->first[begin], lottery->first[row] - 1, leading);
            leading = false;
        } else
            row++;
    }
    return lot_text_check(text, error);
}
