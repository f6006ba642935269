/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plan curve: as in curve.c the outer picture holds lines and text, placed in percent, and the line
 * itself is in an inner one that is stretched. All coordinates are integers.
 */
#include "report/numbers.h"
#include "report/page.h"
#include "report/plan_pictures.h"

#include <inttypes.h>

enum { WIDTH = 1000, HEIGHT = 1000, POINTS = 250, STEPS_MOST = 6 };

struct curve {
    const lot_plan_report *report;
    uint64_t right; /* letters at the right edge */
    uint64_t step;  /* of their axis */
};

/* The smallest of 1, 2, 5, 10, 20 ... of which STEPS_MOST reach `most`. */
static uint64_t step_for(uint64_t most)
{
    static const uint64_t factors[] = {1, 2, 5};
    uint64_t power = 1;
    size_t i = 0;
    while (factors[i] * power * STEPS_MOST < most) {
        i = (i + 1) % 3;
        if (i == 0)
            power *= 10;
    }
    return factors[i] * power;
}

/* All plans, and all numbers that are needed, are on the picture. */
static struct curve make_curve(const lot_plan_report *report)
{
    const lot_scenario *scenario = report->scenario;
    uint64_t most = scenario->letters[scenario->letters_count - 1];
    for (uint32_t i = 0; i < report->needed_count; i++)
        if (report->needed[i].letters > most)
            most = report->needed[i].letters;
    struct curve curve = {.report = report, .step = step_for(most + most / 20)};
    curve.right = (most + most / 20 + curve.step - 1) / curve.step * curve.step;
    return curve;
}

static void put_percent_of(lot_text *page, const char *attribute, uint64_t part, uint64_t whole)
{
    lot_text_format(page, " %s=\"", attribute);
    lot_decimal_put(page, part * 100, whole, 3);
    lot_text_put(page, "%\"");
}

static void put_axes(lot_text *page, const struct curve *curve)
{
    for (uint64_t percent = 0; percent <= 100; percent += 20) {
        lot_text_put(page, "<line x1=\"0\" x2=\"100%\"");
        put_percent_of(page, "y1", 100 - percent, 100);
        put_percent_of(page, "y2", 100 - percent, 100);
        lot_text_put(page, "/>\n<text x=\"-8\" dy=\"4\" text-anchor=\"end\"");
        put_percent_of(page, "y", 100 - percent, 100);
        lot_text_format(page, ">%" PRIu64 "&nbsp;%%</text>\n", percent);
    }
    for (uint64_t at = 0; at <= curve->right; at += curve->step) {
        lot_text_put(page, "<text y=\"100%\" dy=\"20\" text-anchor=\"middle\"");
        put_percent_of(page, "x", at, curve->right);
        lot_text_put(page, ">");
        lot_number_put(page, at);
        lot_text_put(page, "</text>\n");
    }
    lot_text_put(page,
                 "<text x=\"50%\" y=\"100%\" dy=\"44\" text-anchor=\"middle\">letters</text>\n");
}

/* The share of pools with a panel at some places, joined by lines. */
static void put_line(lot_text *page, const struct curve *curve, const char *class, bool closed)
{
    const lot_plan_report *report = curve->report;
    lot_text_format(page, "<path class=\"%s\" d=\"M0 %d", class, HEIGHT);
    for (uint64_t i = 1; i <= POINTS; i++) {
        uint64_t letters = curve->right * i / POINTS;
        if (letters > report->scenario->horizon)
            letters = report->scenario->horizon;
        uint64_t panels = lot_enough_by(report->enough, report->enough_count, (uint32_t)letters);
        lot_text_format(page, "L%" PRIu64 " %" PRIu64, (uint64_t)WIDTH * i / POINTS,
                        HEIGHT - lot_scale(HEIGHT, panels, report->scenario->simulations));
    }
    if (closed)
        lot_text_format(page, "V%dH0Z", HEIGHT);
    lot_text_put(page, "\"/>\n");
}

/* Each plan's interval, as a stroke from its low to its high end. */
static void put_plans(lot_text *page, const struct curve *curve)
{
    const lot_plan_report *report = curve->report;
    for (uint32_t k = 0; k < report->scenario->letters_count; k++) {
        const lot_outlook *outlook = report->outlooks[k];
        lot_text_put(page, "<line style=\"stroke:#c24d00;stroke-width:5\"");
        put_percent_of(page, "x1", outlook->letters, curve->right);
        put_percent_of(page, "x2", outlook->letters, curve->right);
        put_percent_of(page, "y1", 1000000 - outlook->chance.low, 1000000);
        put_percent_of(page, "y2", 1000000 - outlook->chance.high, 1000000);
        lot_text_put(page, "/>\n");
    }
}

/* A dashed line down from the curve where 95 % is reached. */
static void put_target(lot_text *page, const struct curve *curve)
{
    for (uint32_t i = 0; i < curve->report->needed_count; i++) {
        const lot_needed *needed = &curve->report->needed[i];
        if (needed->percent != 95 || needed->letters == 0)
            continue;
        lot_text_put(page, "<line class=\"equal\" y1=\"5%\" y2=\"100%\"");
        put_percent_of(page, "x1", needed->letters, curve->right);
        put_percent_of(page, "x2", needed->letters, curve->right);
        lot_text_put(page, "/>\n");
    }
}

void lot_plan_put_curve(lot_text *page, const lot_plan_report *report)
{
    const struct curve curve = make_curve(report);
    lot_text_put(page, "<figure class=\"curve\">\n<svg role=\"img\"><title>Chance that a panel "
                       "exists, against letters sent</title><desc>It rises from nothing with no "
                       "letters to ");
    lot_percent_put(page,
                    lot_enough_by(report->enough, report->enough_count,
                                  (uint32_t)(curve.right < report->scenario->horizon
                                                 ? curve.right
                                                 : report->scenario->horizon)),
                    report->scenario->simulations, 1);
    lot_text_put(page, " with ");
    lot_count_put(page, curve.right, "letter", "letters");
    lot_text_put(page, ". The tables have its numbers.</desc>\n");
    put_axes(page, &curve);
    lot_text_format(page,
                    "<svg aria-hidden=\"true\" width=\"100%%\" height=\"100%%\" "
                    "viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" overflow=\"visible\">\n",
                    WIDTH, HEIGHT);
    put_line(page, &curve, "area", true);
    put_line(page, &curve, "steps", false);
    lot_text_put(page, "</svg>\n");
    put_target(page, &curve);
    put_plans(page, &curve);
    lot_text_put(page,
                 "</svg>\n<ul class=\"legend\">\n<li><span class=\"key line\"></span>share of "
                 "the simulated pools in which a panel exists</li>\n<li><span class=\"key "
                 "tick\"></span>the plans, with the interval of each</li>\n<li><span "
                 "class=\"key equal\"></span>95 % are reached</li>\n</ul>\n</figure>\n");
}
