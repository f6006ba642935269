/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Curve. The outer picture is as wide as the page and holds lines and text, placed in percent; the
 * steps are in an inner one that is stretched: x is the person, y the chance. So the text keeps its
 * size on a phone, and every coordinate is an integer.
 */
#include "report/curve.h"

#include "core/array.h"
#include "report/axis.h"
#include "report/numbers.h"
#include "report/optimum.h"
#include "report/page.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    WHOLE = 10000, /* a chance of 1: chances on the axis are in hundredths of a percent */
    HEIGHT = 10000 /* of the inner picture */
};

struct curve {
    uint64_t *tickets; /* [people] ascending */
    uint32_t people;
    uint32_t seats;
    uint64_t all; /* tickets of the lottery */
    const lot_finding *finding;
    bool bounded; /* the bound is a chance, and has a line */
    uint64_t top; /* of the chances' axis, in units of WHOLE */
};

static int by_size(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static lot_status curve_make(struct curve *out, const lot_report *report, lot_error *error)
{
    const lot_finding *finding = report->finding;
    uint32_t people = report->pool->people_count;
    assert(people > 0);
    *out = (struct curve){.tickets = lot_array_new(people, sizeof *out->tickets),
                          .people = people,
                          .seats = report->seats,
                          .all = report->lottery->tickets,
                          .finding = finding,
                          .bounded = lot_optimum_bounds_chances(finding->objective)};
    if (out->tickets == NULL)
        return LOT_NO_MEMORY(error);
    memcpy(out->tickets, report->tickets, people * sizeof *out->tickets);
    qsort(out->tickets, people, sizeof *out->tickets, by_size);

    const uint64_t shown[] = {
        lot_scale(WHOLE, out->tickets[people - 1], out->all),
        lot_scale(WHOLE, report->seats, people),
        out->bounded ? lot_scale(WHOLE, finding->bound.numerator, finding->bound.denominator) : 0,
    };
    uint64_t most = 1;
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        most = shown[i] > most ? shown[i] : most;
    uint64_t step = lot_axis_step(most);
    out->top = (most + step - 1) / step * step;
    return LOT_OK;
}

/* How far below the top, of HEIGHT, the chance numerator / denominator is. */
static uint64_t depth(const struct curve *curve, uint64_t numerator, uint64_t denominator)
{
    uint64_t up = lot_scale((uint64_t)HEIGHT * WHOLE / curve->top, numerator, denominator);
    return up < HEIGHT ? HEIGHT - up : 0;
}

/* A line over the whole width at so much chance. */
static void put_level(lot_text *page, const struct curve *curve, const char *class,
                      uint64_t numerator, uint64_t denominator)
{
    uint64_t y = depth(curve, numerator, denominator);
    lot_text_format(page, "<line class=\"%s\" x1=\"0\" x2=\"100%%\"", class);
    lot_axis_put_place(page, "y1", y, HEIGHT);
    lot_axis_put_place(page, "y2", y, HEIGHT);
    lot_text_put(page, "/>\n");
}

static void put_chances_axis(lot_text *page, const struct curve *curve)
{
    uint64_t step = lot_axis_step(curve->top);
    for (uint64_t at = 0; at <= curve->top; at += step) {
        put_level(page, curve, "grid", at, WHOLE);
        lot_text_put(page, "<text x=\"-8\" dy=\"4\" text-anchor=\"end\"");
        lot_axis_put_place(page, "y", curve->top - at, curve->top);
        lot_text_put(page, ">");
        lot_decimal_put(page, at, WHOLE / 100, step % 100 == 0 ? 0 : step % 10 == 0 ? 1 : 2);
        lot_text_put(page, "&nbsp;%</text>\n");
    }
}

static void put_people_axis(lot_text *page, const struct curve *curve)
{
    uint64_t step = lot_axis_step(curve->people);
    for (uint64_t at = 0; at <= curve->people; at += step) {
        lot_text_put(page, "<text y=\"100%\" dy=\"20\" text-anchor=\"middle\"");
        lot_axis_put_place(page, "x", at, curve->people);
        lot_text_put(page, ">");
        lot_number_put(page, at);
        lot_text_put(page, "</text>\n");
    }
    lot_text_put(page, "<text x=\"50%\" y=\"100%\" dy=\"44\" text-anchor=\"middle\">people, by "
                       "rising chance</text>\n");
}

/* The steps as a path; people with as many tickets as the one before make it no longer. */
static void put_path(lot_text *page, const struct curve *curve, const char *class, bool closed)
{
    lot_text_format(page, "<path class=\"%s\" d=\"M0 %" PRIu64, class,
                    depth(curve, curve->tickets[0], curve->all));
    for (uint32_t p = 1; p < curve->people; p++)
        if (curve->tickets[p] != curve->tickets[p - 1])
            lot_text_format(page, "H%" PRIu32 "V%" PRIu64, p,
                            depth(curve, curve->tickets[p], curve->all));
    lot_text_format(page, "H%" PRIu32, curve->people);
    if (closed)
        lot_text_format(page, "V%dH0Z", HEIGHT);
    lot_text_put(page, "\"/>\n");
}

static void put_chance(lot_text *page, const struct curve *curve, uint64_t tickets)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_percent_put(&words, tickets, curve->all, lot_chance_digits(curve->all));
    lot_html_put_sentence(page, lot_text_string(&words));
    lot_text_free_part(page, &words);
}

static void put_alternative(lot_text *page, const struct curve *curve)
{
    lot_text_put(page, "<title>Everyone&#39;s chance, from the smallest to the greatest</title>"
                       "<desc>A line of ");
    lot_count_put(page, curve->people, "person", "people");
    lot_text_put(page, ". It rises from ");
    put_chance(page, curve, curve->tickets[0]);
    lot_text_put(page, " to ");
    put_chance(page, curve, curve->tickets[curve->people - 1]);
    lot_text_put(page, ". The table below has its numbers.</desc>\n");
}

static void put_picture(lot_text *page, const struct curve *curve)
{
    lot_text_put(page, "<svg role=\"img\">");
    put_alternative(page, curve);
    put_chances_axis(page, curve);
    put_people_axis(page, curve);
    lot_text_format(page,
                    "<svg aria-hidden=\"true\" width=\"100%%\" height=\"100%%\" "
                    "viewBox=\"0 0 %" PRIu32 " %d\" preserveAspectRatio=\"none\" "
                    "overflow=\"visible\">\n",
                    curve->people, HEIGHT);
    put_path(page, curve, "area", true);
    put_path(page, curve, "steps", false);
    lot_text_put(page, "</svg>\n");
    put_level(page, curve, "equal", curve->seats, curve->people);
    if (curve->bounded)
        put_level(page, curve, "bound", curve->finding->bound.numerator,
                  curve->finding->bound.denominator);
    lot_text_put(page, "</svg>\n");
}

static void put_legend(lot_text *page, const struct curve *curve, const lot_report *report)
{
    lot_figures figures;
    lot_text words = LOT_TEXT_EMPTY;
    lot_report_figures(&figures, report);
    lot_text_put(page, "<ul class=\"legend\">\n<li><span class=\"key line\"></span>each "
                       "person&#39;s chance</li>\n<li><span class=\"key equal\"></span>");
    lot_text_put(&words, "the same for everybody: ");
    lot_percent_put(&words, curve->seats, curve->people, 2);
    lot_html_put_sentence(page, lot_text_string(&words));
    lot_text_free_part(page, &words);
    lot_text_put(page, "</li>\n");
    if (curve->bounded) {
        lot_text_put(&words, lot_optimum_is_certified(curve->finding)
                                 ? "proven: "
                                 : "computed, NOT PROVEN to outsiders: ");
        lot_optimum_put_bound(&words, curve->finding, &figures);
        lot_text_put(page, "<li><span class=\"key bound\"></span>");
        lot_html_put_sentence(page, lot_text_string(&words));
        lot_text_put(page, "</li>\n");
    }
    lot_text_put(page, "</ul>\n");
    lot_text_free_part(page, &words);
}

/* The same in numbers, at some places of the line. */
static void put_table(lot_text *page, const struct curve *curve)
{
    static const struct {
        const char *words;
        uint32_t percent; /* of the people have this chance or less */
    } places[] = {
        {"the smallest chance", 0},          {"a tenth of the people have at most", 10},
        {"a quarter have at most", 25},      {"half have at most", 50},
        {"three quarters have at most", 75}, {"nine tenths have at most", 90},
        {"the greatest chance", 100},
    };
    lot_text_put(page, "<table class=\"narrow\">\n<thead><tr><th scope=\"col\">Chances</th>"
                       "<th scope=\"col\">Tickets</th><th scope=\"col\">Chance</th></tr></thead>\n"
                       "<tbody>\n");
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        uint64_t count = ((uint64_t)curve->people * places[i].percent + 99) / 100;
        uint64_t tickets = curve->tickets[count > 0 ? count - 1 : 0];
        lot_text_format(page, "<tr><th scope=\"row\">%s</th><td>", places[i].words);
        lot_number_put(page, tickets);
        lot_text_put(page, "</td><td>");
        put_chance(page, curve, tickets);
        lot_text_put(page, "</td></tr>\n");
    }
    lot_text_put(page, "</tbody>\n</table>\n");
}

lot_status lot_curve_put(lot_text *page, const lot_report *report, lot_error *error)
{
    lot_status status = LOT_OK;
    struct curve curve;
    TRY(curve_make(&curve, report, error));
    lot_text_put(page, "<figure class=\"curve\">\n");
    put_picture(page, &curve);
    put_legend(page, &curve, report);
    lot_text_put(page, "</figure>\n");
    put_table(page, &curve);
    TRY(lot_text_check(page, error));
done:
    free(curve.tickets);
    return status;
}
