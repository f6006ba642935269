/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loss, in lines of text. */
#include "report/loss.h"

#include "report/numbers.h"

#include <inttypes.h>

enum { BAR_WIDTH = 50, LABEL_WIDTH = 17 };

uint32_t lot_report_reserve_place(const lot_report *report, uint32_t person)
{
    const lot_reserve_list *reserves = report->reserves;
    bool gone = report->withdrawn != NULL && report->withdrawn[person];
    for (uint32_t i = 0; reserves != NULL && !gone && i < reserves->count; i++)
        if (reserves->people[i] == person)
            return lot_report_has_seat(report, person) ? 0 : i + 1;
    return 0;
}

void lot_loss_put_mean(lot_text *text, const lot_reserve_curve *curve, uint32_t n)
{
    lot_decimal_put(text, curve->deviation[n], curve->samples, 2);
}

uint32_t lot_loss_knee(const lot_reserve_curve *curve)
{
    uint32_t knee = lot_reserves_knee(curve, LOT_KNEE_PARTS);
    return knee < curve->most ? knee : 0;
}

static void put_right(lot_text *text, const lot_text *cell, size_t width)
{
    for (size_t i = cell->length; i < width; i++)
        lot_text_put(text, " ");
    lot_text_put(text, lot_text_string(cell));
}

static void put_point(lot_text *text, const lot_reserve_curve *curve, uint32_t n, bool is_knee)
{
    lot_text cell = LOT_TEXT_EMPTY;
    uint64_t most = curve->deviation[0] > 0 ? curve->deviation[0] : 1;
    uint64_t bar = lot_scale(BAR_WIDTH, curve->deviation[n], most);
    lot_text_format(&cell, "%" PRIu32, n);
    put_right(text, &cell, 8);
    lot_text_free_part(text, &cell);
    lot_loss_put_mean(&cell, curve, n);
    put_right(text, &cell, 11);
    lot_text_free_part(text, &cell);
    if (bar > 0 || is_knee)
        lot_text_put(text, "  ");
    for (uint64_t i = 0; i < bar && i < BAR_WIDTH; i++)
        lot_text_put(text, "#");
    lot_text_put(text, is_knee ? (bar > 0 ? " knee\n" : "knee\n") : "\n");
}

lot_status lot_report_loss(lot_text *text, const lot_reserve_curve *curve, lot_error *error)
{
    uint32_t knee = lot_loss_knee(curve);
    lot_text_put(text, "reserves  deviation\n");
    for (uint32_t n = 0; n <= curve->most; n++)
        put_point(text, curve, n, n == knee && knee > 0);
    if (knee > 0)
        lot_text_format(text,
                        "The knee is at %" PRIu32 ": the last reserve that lowers the deviation by "
                        "a tenth or more of what\nthe first lowers it by.\n",
                        knee);
    else if (lot_reserves_knee(curve, LOT_KNEE_PARTS) > 0)
        lot_text_put(text,
                     "The last of them still lowers the deviation by a tenth or more of what "
                     "the first lowers it by:\nthe knee is not reached. --most N looks at more.\n");
    else
        lot_text_put(text, "No reserve lowers the deviation.\n");
    return lot_text_check(text, error);
}

static void put_label(lot_text *text, const char *label)
{
    lot_text_format(text, "  %-*s", LABEL_WIDTH, label);
}

static void put_curve(lot_text *text, const lot_reserve_curve *curve)
{
    put_label(text, "deviation");
    lot_text_put(text, "from the quotas after drop-outs, on average: ");
    lot_loss_put_mean(text, curve, 0);
    lot_text_put(text, " seats without reserves, ");
    lot_loss_put_mean(text, curve, curve->most);
    lot_text_put(text, " with them\n");
}

void lot_loss_put_summary(lot_text *text, const lot_report *report)
{
    const lot_reserve_plan *plan = report->plan;
    if (plan == NULL)
        return;
    lot_text_put(text, "Reserves\n");
    put_label(text, report->reserves != NULL ? "drawn" : "to be drawn");
    if (report->reserves == NULL)
        lot_text_put(text, "up to ");
    lot_count_put(text, report->reserves != NULL ? report->reserves->count : plan->count, "person",
                  "people");
    lot_text_put(text, ", on ");
    lot_count_put(text, plan->samples, "sample", "samples");
    lot_text_put(text, " of who drops out\n");
    put_label(text, "drop-outs");
    lot_percent_put(text, plan->rates.overall, LOT_RATE_ONE, 1);
    lot_text_put(text, " of all; by value as in dropouts.csv\n");
    if (report->reserves != NULL)
        put_curve(text, report->reserves->curve);
}
