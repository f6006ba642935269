/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plan scarce: bars as in bars.c, 1,000 wide and stretched. All have one scale: SCALE people for
 * each seat that a value must have fill the width, and more are cut off there.
 */
#include "core/array.h"
#include "report/numbers.h"
#include "report/page.h"
#include "report/plan_pictures.h"

#include <inttypes.h>
#include <stdlib.h>

enum { WIDTH = 1000, HEIGHT = 22, SCALE = 12 };

/* Where so many people for `min` seats are. */
static uint64_t place(uint32_t people, uint32_t min)
{
    uint64_t x = (uint64_t)WIDTH * people / ((uint64_t)min * SCALE);
    return x < WIDTH ? x : WIDTH;
}

static void put_line(lot_text *page, uint64_t x, const char *colour, int width)
{
    lot_text_format(page,
                    "<line x1=\"%" PRIu64 "\" x2=\"%" PRIu64 "\" y1=\"0\" y2=\"%d\" stroke=\"%s\" "
                    "stroke-width=\"%d\" vector-effect=\"non-scaling-stroke\"/>",
                    x, x, HEIGHT, colour, width);
}

static void put_picture(lot_text *page, const lot_quotas *quotas, const lot_quota *row,
                        const lot_range *range)
{
    uint64_t low = place(range->low, row->min);
    uint64_t high = place(range->high, row->min);
    lot_text_format(page,
                    "<svg role=\"img\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" "
                    "overflow=\"visible\"><title>",
                    WIDTH, HEIGHT);
    lot_html_put(page, quotas->features[row->feature].name);
    lot_text_put(page, ": ");
    lot_html_put(page, row->value);
    lot_text_format(page,
                    "</title><desc>%" PRIu32 " to %" PRIu32 " register, mostly %" PRIu32
                    ", for at least %" PRIu32 " seats</desc>",
                    range->low, range->high, range->middle, row->min);
    lot_text_format(page,
                    "<rect x=\"%" PRIu64 "\" y=\"5\" width=\"%" PRIu64
                    "\" height=\"12\" fill=\"#7fa9c6\"/>",
                    low, high > low ? high - low : 2);
    put_line(page, place(range->middle, row->min), "#0b5c8e", 4);
    put_line(page, WIDTH / SCALE, "#c24d00", 3);
    lot_text_put(page, "</svg>");
}

static void put_row(lot_text *page, const lot_plan_report *report, const lot_outlook *outlook,
                    uint32_t q)
{
    const lot_quotas *quotas = report->scenario->quotas;
    const lot_quota *row = &quotas->rows[q];
    const lot_range *range = &outlook->values[q];
    lot_text_put(page, "<tr><th scope=\"row\">");
    lot_html_put(page, quotas->features[row->feature].name);
    lot_text_put(page, ": ");
    lot_html_put(page, row->value);
    lot_text_put(page, "</th><td class=\"bar\">");
    put_picture(page, quotas, row, range);
    lot_text_format(page, "</td><td>%" PRIu32, row->min);
    if (row->max != row->min)
        lot_text_format(page, "&ndash;%" PRIu32, row->max);
    lot_text_put(page, "</td><td class=\"drawn\">");
    lot_number_put(page, range->middle);
    lot_text_put(page, "</td><td>");
    lot_number_put(page, range->low);
    lot_text_put(page, "&ndash;");
    lot_number_put(page, range->high);
    lot_text_put(page, "</td><td>");
    lot_decimal_put(page, (uint64_t)outlook->scarce[q] * 100, outlook->simulations, 1);
    lot_text_put(page, "&nbsp;%</td></tr>\n");
}

lot_status lot_plan_put_scarce(lot_text *page, const lot_plan_report *report,
                               const lot_outlook *outlook, lot_error *error)
{
    const lot_quotas *quotas = report->scenario->quotas;
    uint32_t *order = lot_array_new(quotas->count, sizeof *order);
    if (order == NULL)
        return LOT_NO_MEMORY(error);
    lot_plan_rank_scarce(order, report, outlook);
    lot_text_format(
        page, "<ul class=\"legend\">\n<li><span class=\"key band\"></span>who registers, for "
              "each seat of the minimum: 8 of 10 pools</li>\n<li><span class=\"key line\">"
              "</span>half of the pools have no more</li>\n<li><span class=\"key tick\"></span>"
              "one person for each such seat: less is too few</li>\n</ul>\n<table "
              "class=\"quotas\">\n<thead><tr><th scope=\"col\">Scarcest first</th><td "
              "class=\"bar\"></td><th scope=\"col\">Seats</th><th scope=\"col\">Median</th>"
              "<th scope=\"col\">8 of 10</th><th scope=\"col\">Too few</th></tr></thead>\n"
              "<tbody>\n");
    for (uint32_t i = 0; i < quotas->count; i++)
        if (quotas->rows[order[i]].min > 0)
            put_row(page, report, outlook, order[i]);
    lot_text_format(page,
                    "</tbody>\n</table>\n<p class=\"note\">The width of a picture is %d people for "
                    "each seat; what is more ends at its edge.</p>\n",
                    SCALE);
    free(order);
    return LOT_OK;
}
