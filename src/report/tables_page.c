/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables, as a page to print: a list for each door and table, and one for everybody.
 *
 * It is for the organiser: ids, and the columns of the people file that were asked for.
 */
#include "pool/record.h"
#include "report/numbers.h"
#include "report/page.h"
#include "report/tables.h"

#include <inttypes.h>

/* The cells of one person that are shown. */
static lot_status put_shown(lot_text *page, const lot_tables_report *tables, uint32_t person,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    lot_cutter cutter = {.count = 0};
    TRY(lot_record_cut_alone(&cutter, lot_table_record(tables->people, person),
                             lot_table_get_form(tables->people)->delimiter, error));
    for (uint32_t c = 0; c < tables->columns_count; c++) {
        lot_text_put(page, "<td style=\"text-align:left\">");
        if (tables->columns[c] < cutter.count)
            lot_html_put(page, lot_cutter_cell(&cutter, tables->columns[c]));
        lot_text_put(page, "</td>");
    }
done:
    lot_cutter_free(&cutter);
    return status;
}

static void put_id(lot_text *page, const lot_tables_report *tables, uint32_t member)
{
    lot_text_put(page, "<tr><th scope=\"row\">");
    lot_html_put(page, tables->pool->ids[tables->members[member]]);
    lot_text_put(page, "</th>");
}

static lot_status put_group(lot_text *page, const lot_tables_report *tables, uint32_t session,
                            uint32_t group, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_seating *seating = tables->seating;
    lot_text_format(page, "<section class=\"panel\"><h3>Table %" PRIu32 "</h3><table><tbody>\n",
                    group + 1);
    for (uint32_t m = 0; m < seating->people_count; m++) {
        if (lot_seating_group(seating, session, m) != group)
            continue;
        put_id(page, tables, m);
        if (tables->columns_count > 0)
            TRY(put_shown(page, tables, tables->members[m], error));
        lot_text_put(page, "</tr>\n");
    }
    lot_text_put(page, "</tbody></table></section>\n");
done:
    return status;
}

static lot_status put_session(lot_text *page, const lot_tables_report *tables, uint32_t session,
                              lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text_format(page, "<h2%s>Session %" PRIu32 "</h2>\n<div class=\"panels\">\n",
                    session > 0 ? " style=\"break-before:page\"" : "", session + 1);
    for (uint32_t g = 0; g < tables->seating->groups_count; g++)
        TRY(put_group(page, tables, session, g, error));
    lot_text_put(page, "</div>\n");
done:
    return status;
}

static lot_status put_everybody(lot_text *page, const lot_tables_report *tables, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_seating *seating = tables->seating;
    lot_text_put(page, "<h2 style=\"break-before:page\">Who sits where</h2>\n<table><thead><tr>"
                       "<th scope=\"col\">id</th>");
    for (uint32_t c = 0; c < tables->columns_count; c++) {
        lot_text_put(page, "<th scope=\"col\" style=\"text-align:left\">");
        lot_html_put(page, lot_table_header(tables->people, tables->columns[c]));
        lot_text_put(page, "</th>");
    }
    for (uint32_t s = 1; s <= seating->sessions_count; s++)
        lot_text_format(page, "<th scope=\"col\">Session %" PRIu32 "</th>", s);
    lot_text_put(page, "</tr></thead><tbody>\n");
    for (uint32_t m = 0; m < seating->people_count; m++) {
        put_id(page, tables, m);
        if (tables->columns_count > 0)
            TRY(put_shown(page, tables, tables->members[m], error));
        for (uint32_t s = 0; s < seating->sessions_count; s++)
            lot_text_format(page, "<td>%" PRIu32 "</td>", lot_seating_group(seating, s, m) + 1);
        lot_text_put(page, "</tr>\n");
    }
    lot_text_put(page, "</tbody></table>\n");
done:
    return status;
}

lot_status lot_tables_page(lot_text *page, const lot_tables_report *tables, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_seating *seating = tables->seating;
    lot_page_open(page, tables->title != NULL ? tables->title : "Tables", "Tables");
    lot_text_put(page, "<p class=\"lead\">");
    lot_count_put(page, seating->people_count, "person", "people");
    lot_text_put(page, " in ");
    lot_tables_put_groups(page, seating->people_count, seating->groups_count);
    lot_text_put(page, ", ");
    lot_count_put(page, seating->sessions_count, "session", "sessions");
    lot_text_put(page, ".</p>\n<p class=\"note\">For the organiser: it says who is who. Seed: ");
    lot_html_put(page, tables->seed);
    lot_text_put(page, "</p>\n");
    for (uint32_t s = 0; s < seating->sessions_count; s++)
        TRY(put_session(page, tables, s, error));
    TRY(put_everybody(page, tables, error));
    lot_page_close(page);
    TRY(lot_text_check(page, error));
done:
    return status;
}
