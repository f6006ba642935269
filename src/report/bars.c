/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bars. A bar's picture is 1,000 wide and stretched to its cell, so that the text around it keeps
 * its size on a phone; lines keep their width by vector-effect.
 *
 *   R1  all bars of a feature have one scale: `scale` seats fill the width, and no quota, seat or
 *       share of the feature is beyond it.
 */
#include "report/bars.h"

#include "report/numbers.h"
#include "report/page.h"

#include <inttypes.h>

enum { WIDTH = 1000, HEIGHT = 22 };

struct bar {
    const lot_feature *feature;
    const lot_quota *quota;
    uint32_t seats; /* of a panel */
    uint32_t drawn;
    uint32_t pool;
    uint32_t people; /* in the whole pool; at least 1 */
    uint32_t scale;  /* see R1 */
    bool is_drawn;   /* there was a draw */
};

/* Where on the picture numerator / denominator seats are. */
static uint64_t place(const struct bar *bar, uint64_t numerator, uint64_t denominator)
{
    return lot_scale(WIDTH, numerator, denominator * bar->scale);
}

static uint32_t scale_of(const lot_report *report, const lot_feature *feature,
                         const lot_tally *tally)
{
    uint64_t scale = 1;
    uint64_t people = report->pool->people_count;
    for (uint32_t q = feature->first; q < feature->first + feature->values_count; q++) {
        uint64_t seats[] = {report->quotas->rows[q].max, tally->drawn[q], 0};
        if (people > 0) /* rounded up */
            seats[2] = ((uint64_t)tally->pool[q] * report->seats + people - 1) / people;
        for (size_t i = 0; i < sizeof seats / sizeof *seats; i++)
            if (seats[i] > scale)
                scale = seats[i];
    }
    return (uint32_t)scale;
}

static void put_range(lot_text *page, const lot_quota *quota, const char *between)
{
    lot_number_put(page, quota->min);
    if (quota->min == quota->max)
        return;
    lot_text_put(page, between);
    lot_number_put(page, quota->max);
}

static void put_share(lot_text *page, const struct bar *bar)
{
    lot_decimal_put(page, (uint64_t)bar->pool * bar->seats, bar->people, 1);
}

static void put_alternative(lot_text *page, const struct bar *bar)
{
    lot_text_put(page, "<title>");
    lot_html_put(page, bar->feature->name);
    lot_text_put(page, ": ");
    lot_html_put(page, bar->quota->value);
    lot_text_put(page, "</title><desc>");
    if (bar->is_drawn) {
        lot_count_put(page, bar->drawn, "seat", "seats");
        lot_text_put(page, " drawn; ");
    }
    lot_text_put(page, "quota ");
    put_range(page, bar->quota, " to ");
    lot_text_put(page, "; the pool&#39;s share as seats ");
    put_share(page, bar);
    lot_text_put(page, "</desc>");
}

static void put_line(lot_text *page, uint64_t x, const char *colour, int width)
{
    lot_text_format(page,
                    "<line x1=\"%" PRIu64 "\" x2=\"%" PRIu64 "\" y1=\"0\" y2=\"%d\" stroke=\"%s\" "
                    "stroke-width=\"%d\" vector-effect=\"non-scaling-stroke\"/>",
                    x, x, HEIGHT, colour, width);
}

static void put_picture(lot_text *page, const struct bar *bar)
{
    uint64_t min = place(bar, bar->quota->min, 1);
    uint64_t max = place(bar, bar->quota->max, 1);
    lot_text_format(page,
                    "<svg role=\"img\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" "
                    "overflow=\"visible\">",
                    WIDTH, HEIGHT);
    put_alternative(page, bar);
    lot_text_format(page,
                    "<rect x=\"%" PRIu64 "\" y=\"0\" width=\"%" PRIu64
                    "\" height=\"%d\" fill=\"#c9dfee\"/>",
                    min, max - min, HEIGHT);
    put_line(page, min, "#7fa9c6", 2);
    put_line(page, max, "#7fa9c6", 2);
    if (bar->is_drawn)
        lot_text_format(
            page, "<rect x=\"0\" y=\"7\" width=\"%" PRIu64 "\" height=\"8\" fill=\"#0b5c8e\"/>",
            place(bar, bar->drawn, 1));
    put_line(page, place(bar, (uint64_t)bar->pool * bar->seats, bar->people), "#c24d00", 3);
    lot_text_put(page, "</svg>");
}

static void put_row(lot_text *page, const struct bar *bar)
{
    lot_text_put(page, "<tr><th scope=\"row\">");
    lot_html_put(page, bar->quota->value);
    lot_text_put(page, "</th><td class=\"bar\">");
    put_picture(page, bar);
    lot_text_put(page, "</td><td class=\"drawn\">");
    if (bar->is_drawn)
        lot_number_put(page, bar->drawn);
    else
        lot_text_put(page, "&ndash;");
    lot_text_put(page, "</td><td>");
    put_range(page, bar->quota, "&ndash;");
    lot_text_put(page, "</td><td>");
    put_share(page, bar);
    lot_text_put(page, "</td><td>");
    lot_number_put(page, bar->pool);
    lot_text_put(page, "</td></tr>\n");
}

static void put_feature(lot_text *page, const lot_report *report, const lot_feature *feature,
                        const lot_tally *tally)
{
    lot_text_put(page, "<div class=\"feature\">\n<h3>");
    lot_html_put(page, feature->name);
    lot_text_put(page, "</h3>\n<table class=\"quotas\">\n<thead><tr><th scope=\"col\">Value</th>"
                       "<td class=\"bar\"></td><th scope=\"col\">Drawn</th>"
                       "<th scope=\"col\">Quota</th><th scope=\"col\">Pro rata</th>"
                       "<th scope=\"col\">Pool</th></tr></thead>\n<tbody>\n");
    uint32_t people = report->pool->people_count;
    struct bar bar = {.feature = feature,
                      .seats = report->seats,
                      .people = people > 0 ? people : 1,
                      .scale = scale_of(report, feature, tally),
                      .is_drawn = report->draw != NULL};
    for (uint32_t q = feature->first; q < feature->first + feature->values_count; q++) {
        bar.quota = &report->quotas->rows[q];
        bar.drawn = tally->drawn[q];
        bar.pool = tally->pool[q];
        put_row(page, &bar);
    }
    lot_text_put(page, "</tbody>\n</table>\n</div>\n");
}

static void put_legend(lot_text *page, bool is_drawn)
{
    lot_text_put(page, "<ul class=\"legend\">\n");
    if (is_drawn)
        lot_text_put(page, "<li><span class=\"key drawn\"></span>seats drawn</li>\n");
    lot_text_put(page, "<li><span class=\"key band\"></span>quota: least to most seats</li>\n"
                       "<li><span class=\"key tick\"></span>the pool&#39;s share, as seats (pro "
                       "rata)</li>\n</ul>\n");
}

void lot_bars_put(lot_text *page, const lot_report *report, const lot_tally *tally)
{
    if (report->quotas->features_count == 0) {
        lot_text_put(page, "<p>There are no quotas.</p>\n");
        return;
    }
    put_legend(page, report->draw != NULL);
    for (uint32_t f = 0; f < report->quotas->features_count; f++)
        put_feature(page, report, &report->quotas->features[f], tally);
}
