/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Warnings: each with what can be done about it. */
#include "report/warnings.h"

#include "report/numbers.h"

/* Put a warning about so many people, and what comes after; none where there is nobody. */
static void put_people(lot_text *text, uint32_t count, const char *what, lot_warning_put *put)
{
    lot_text words = LOT_TEXT_EMPTY;
    if (count == 0)
        return;
    lot_count_put(&words, count, "person", "people");
    lot_text_format(&words, " who can sit on a panel %s no ticket%s", count == 1 ? "has" : "have",
                    what);
    put(text, lot_text_string(&words));
    lot_text_free_part(text, &words);
}

void lot_warnings_put(lot_text *text, const lot_report *report, lot_warning_put *put)
{
    lot_figures figures;
    if (report->lottery == NULL)
        return;
    lot_report_figures(&figures, report);
    if (report->lottery->panels->count == 1)
        put(text, "there is only one panel: the draw decides nothing");
    uint32_t rounded = figures.no_ticket_count - figures.no_chance_count;
    put_people(text, figures.no_chance_count, ": this objective gives them a chance of 0", put);
    if (report->finding->objective == LOT_LEGACY)
        put_people(text, rounded, ": legacy picked no panel with them, for any ticket", put);
    else if (report->finding->late)
        put_people(text, rounded, ": use more time (--time-limit) or more tickets (--tickets)",
                   put);
    else
        put_people(text, rounded, ": use more tickets (--tickets)", put);
}
