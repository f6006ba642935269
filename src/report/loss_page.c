/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Loss, on a page: a bar for 0, 1, 2 ... reserves. As in curve.c the outer picture holds lines and
 * text, placed in percent, and the bars are in an inner one that is stretched.
 */
#include "report/loss.h"

#include "report/axis.h"
#include "report/numbers.h"
#include "report/page.h"

#include <inttypes.h>

enum { HEIGHT = 10000, SLOT = 10, SEAT = 100 /* the axis is in hundredths of a seat */ };

struct loss {
    const lot_reserve_curve *curve;
    uint32_t knee;
    uint32_t bars;
    uint64_t top; /* of the axis, in units of SEAT */
};

static uint64_t mean(const struct loss *loss, uint32_t n)
{
    return lot_scale(SEAT, loss->curve->deviation[n], loss->curve->samples);
}

static struct loss loss_make(const lot_reserve_curve *curve)
{
    struct loss loss = {.curve = curve, .knee = lot_loss_knee(curve), .bars = curve->most + 1};
    uint64_t most = mean(&loss, 0) + 1;
    uint64_t step = lot_axis_step(most);
    loss.top = (most + step - 1) / step * step;
    return loss;
}

static void put_deviation_axis(lot_text *page, const struct loss *loss)
{
    uint64_t step = lot_axis_step(loss->top);
    for (uint64_t at = 0; at <= loss->top; at += step) {
        lot_text_put(page, "<line class=\"grid\" x1=\"0\" x2=\"100%\"");
        lot_axis_put_place(page, "y1", loss->top - at, loss->top);
        lot_axis_put_place(page, "y2", loss->top - at, loss->top);
        lot_text_put(page, "/>\n<text x=\"-8\" dy=\"4\" text-anchor=\"end\"");
        lot_axis_put_place(page, "y", loss->top - at, loss->top);
        lot_text_put(page, ">");
        lot_decimal_put(page, at, SEAT, step % SEAT == 0 ? 0 : step % 10 == 0 ? 1 : 2);
        lot_text_put(page, "</text>\n");
    }
}

static void put_reserves_axis(lot_text *page, const struct loss *loss)
{
    uint64_t step = lot_axis_step(loss->bars);
    for (uint64_t n = 0; n < loss->bars; n += step) {
        lot_text_put(page, "<text y=\"100%\" dy=\"20\" text-anchor=\"middle\"");
        lot_axis_put_place(page, "x", 2 * n + 1, 2 * (uint64_t)loss->bars);
        lot_text_put(page, ">");
        lot_number_put(page, n);
        lot_text_put(page, "</text>\n");
    }
    lot_text_put(page, "<text x=\"50%\" y=\"100%\" dy=\"44\" text-anchor=\"middle\">reserves"
                       "</text>\n");
}

static void put_bars(lot_text *page, const struct loss *loss)
{
    lot_text_format(page,
                    "<svg aria-hidden=\"true\" width=\"100%%\" height=\"100%%\" "
                    "viewBox=\"0 0 %" PRIu64 " %d\" preserveAspectRatio=\"none\">\n",
                    (uint64_t)loss->bars * SLOT, HEIGHT);
    for (uint32_t n = 0; n < loss->bars; n++) {
        uint64_t height = lot_scale(HEIGHT, mean(loss, n), loss->top);
        lot_text_format(page,
                        "<rect x=\"%" PRIu64 "\" y=\"%" PRIu64 "\" width=\"%d\" height=\"%" PRIu64
                        "\" fill=\"%s\"/>\n",
                        (uint64_t)n * SLOT + 1, HEIGHT - height, SLOT - 2, height,
                        n == loss->knee && n > 0 ? "#c24d00" : "#0b5c8e");
    }
    lot_text_put(page, "</svg>\n");
}

static void put_picture(lot_text *page, const struct loss *loss)
{
    lot_text_put(page, "<svg role=\"img\"><title>Deviation from the quotas, by reserves</title>"
                       "<desc>On average ");
    lot_loss_put_mean(page, loss->curve, 0);
    lot_text_put(page, " seats without reserves");
    for (uint32_t n = 1; n < loss->bars; n++) {
        lot_text_put(page, n + 1 == loss->bars ? " and " : ", ");
        lot_loss_put_mean(page, loss->curve, n);
        lot_text_format(page, " with %" PRIu32, n);
    }
    lot_text_put(page, ".</desc>\n");
    put_deviation_axis(page, loss);
    put_reserves_axis(page, loss);
    put_bars(page, loss);
    lot_text_put(page, "</svg>\n");
}

static void put_legend(lot_text *page, const struct loss *loss)
{
    lot_text_put(page, "<ul class=\"legend\">\n<li><span class=\"key drawn\"></span>seats by which "
                       "quotas are missed, on average, when members drop out and reserves are "
                       "called up</li>\n");
    if (loss->knee > 0)
        lot_text_put(page, "<li><span class=\"key tick\"></span>the knee: the last reserve that "
                           "helps a tenth as much as the first, or more</li>\n");
    lot_text_put(page, "</ul>\n");
}

static void put_curve(lot_text *page, const lot_reserve_curve *curve)
{
    const struct loss loss = loss_make(curve);
    lot_text_put(page, "<figure class=\"curve\">\n");
    put_picture(page, &loss);
    put_legend(page, &loss);
    lot_text_put(page, "</figure>\n");
}

static void put_lead(lot_text *page, const lot_report *report)
{
    const lot_reserve_plan *plan = report->plan;
    bool drawn = report->reserves != NULL;
    lot_text_put(page, "<p>");
    if (!drawn)
        lot_text_put(page, "Up to ");
    lot_count_put(page, drawn ? report->reserves->count : plan->count, "person", "people");
    lot_text_put(page, drawn ? " of the pool were" : " of the pool are to be");
    lot_text_put(page, " drawn as reserves, with the same seed as the panel. When members "
                       "withdraw, reserves are called up who bring it nearest to the quotas; "
                       "where several do, the first in order. Which kinds of people are in reserve "
                       "was chosen over ");
    lot_count_put(page, plan->samples, "sample", "samples");
    lot_text_put(page, " of who may drop out; who they are, and their order, is by lot.</p>\n");
}

static bool are_equal(const lot_reserve_plan *plan, uint32_t quotas)
{
    for (uint32_t q = 0; q < quotas; q++)
        if (plan->rates.of_value[q] != plan->rates.overall)
            return false;
    return true;
}

static void put_rates(lot_text *page, const lot_report *report)
{
    const lot_quotas *quotas = report->quotas;
    const lot_dropout_rates *rates = &report->plan->rates;
    lot_text_put(page, "<h3>Drop-outs that were assumed</h3>\n<p>");
    lot_percent_put(page, rates->overall, LOT_RATE_ONE, 1);
    if (are_equal(report->plan, quotas->count)) {
        lot_text_put(page, " of everybody.</p>\n");
        return;
    }
    lot_text_put(page, " of all, and by answer:</p>\n<table class=\"narrow\">\n<thead><tr>"
                       "<th scope=\"col\">Answer</th><th scope=\"col\">Drop out</th></tr></thead>\n"
                       "<tbody>\n");
    for (uint32_t q = 0; q < quotas->count; q++) {
        lot_text_put(page, "<tr><th scope=\"row\">");
        lot_html_put(page, quotas->features[quotas->rows[q].feature].name);
        lot_text_put(page, ": ");
        lot_html_put(page, quotas->rows[q].value);
        lot_text_put(page, "</th><td>");
        lot_percent_put(page, rates->of_value[q], LOT_RATE_ONE, 1);
        lot_text_put(page, "</td></tr>\n");
    }
    lot_text_put(page, "</tbody>\n</table>\n");
}

static void put_people(lot_text *page, const lot_report *report)
{
    const lot_reserve_list *reserves = report->reserves;
    lot_text_put(page, "<h3>The reserves, in their order</h3>\n<p class=\"pids\">");
    for (uint32_t i = 0; i < reserves->count; i++)
        lot_text_format(page, "%s%s", i > 0 ? "\n" : "",
                        report->pseudonyms->pids[reserves->people[i]].text);
    lot_text_put(page, "</p>\n");
}

void lot_loss_put_page(lot_text *page, const lot_report *report)
{
    if (report->plan == NULL)
        return;
    lot_text_put(page, "<section>\n<h2>Reserves</h2>\n");
    put_lead(page, report);
    if (report->reserves != NULL) {
        put_curve(page, report->reserves->curve);
        put_people(page, report);
    }
    put_rates(page, report);
    lot_text_put(page, "</section>\n");
}
