/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Composition as a page that stands alone: numbers by value, and nobody. */
#include "civiclot/version.h"
#include "report/composition_columns.h"
#include "report/numbers.h"
#include "report/page.h"

#include <inttypes.h>
#include <stdlib.h>

static void put_cell(lot_text *page, const char *tag, lot_text *cell)
{
    lot_text_format(page, "<%s>", tag);
    lot_html_put_sentence(page, lot_text_string(cell));
    lot_text_put(page, tag[0] == 't' && tag[1] == 'h' ? "</th>" : "</td>");
    lot_text_free_part(page, cell);
}

static void put_row(lot_text *page, const lot_composition *composition,
                    const lot_composition_column *columns, uint32_t count, uint32_t value)
{
    lot_text_put(page, "<tr><th scope=\"row\">");
    lot_html_put(page, composition->quotas->rows[value].value);
    lot_text_put(page, "</th>");
    for (uint32_t c = 0; c < count; c++) {
        lot_text cell = LOT_TEXT_EMPTY;
        lot_composition_put_cell(&cell, composition, value, columns[c]);
        put_cell(page, "td", &cell);
    }
    lot_text_put(page, "</tr>\n");
}

static void put_feature(lot_text *page, const lot_composition *composition,
                        const lot_composition_column *columns, uint32_t count,
                        const lot_feature *feature)
{
    lot_text_put(page, "<h3>");
    lot_html_put(page, feature->name);
    lot_text_put(page, "</h3>\n<div style=\"overflow-x:auto\"><table>\n"
                       "<thead><tr><th scope=\"col\" style=\"width:26%\">Value</th>");
    for (uint32_t c = 0; c < count; c++) {
        lot_text cell = LOT_TEXT_EMPTY;
        lot_composition_put_head(&cell, composition, columns[c]);
        put_cell(page, "th scope=\"col\"", &cell);
    }
    lot_text_put(page, "</tr></thead>\n<tbody>\n");
    for (uint32_t q = feature->first; q < feature->first + feature->values_count; q++)
        put_row(page, composition, columns, count, q);
    lot_text_put(page, "</tbody>\n</table></div>\n");
}

static lot_status put_features(lot_text *page, const lot_composition *composition, lot_error *error)
{
    lot_status status;
    lot_composition_column *columns = NULL;
    uint32_t count;
    TRY(lot_composition_list(&columns, &count, composition, error));
    lot_text_put(page, "<section>\n<h2>By value</h2>\n");
    for (uint32_t f = 0; f < composition->quotas->features_count; f++)
        put_feature(page, composition, columns, count, &composition->quotas->features[f]);
    lot_text_put(page, "</section>\n");
done:
    free(columns);
    return status;
}

static void put_tile(lot_text *page, const lot_composition *composition, lot_stage stage,
                     const char *label)
{
    lot_text people = LOT_TEXT_EMPTY;
    if (composition->totals[stage] == 0)
        return;
    lot_composition_put_people(&people, composition, stage);
    lot_text_format(page, "<div><dt>%s</dt><dd>", label);
    lot_html_put(page, composition->marks != NULL && composition->totals[stage] < LOT_SMALL_GROUP
                           ? "<5"
                           : lot_text_string(&people));
    lot_text_put(page, "</dd></div>\n");
    lot_text_free_part(page, &people);
}

static void put_tiles(lot_text *page, const lot_composition *composition)
{
    lot_text_put(page, "<dl class=\"tiles\">\n");
    put_tile(page, composition, LOT_STAGE_POOL, "people in the pool");
    put_tile(page, composition, LOT_STAGE_NOW, "on the panel now");
    put_tile(page, composition, LOT_STAGE_CONFIRMED, "of them confirmed");
    put_tile(page, composition, LOT_STAGE_ATTENDED, "of them were there");
    lot_text_put(page, "</dl>\n");
}

/* By whom: reserves, others, or both. */
static const char *how_replaced(const lot_composition *composition)
{
    uint32_t callups = 0;
    for (uint32_t c = 0; c < composition->changes_count; c++)
        callups += composition->changes[c].callup > 0;
    if (composition->changes_count == 0)
        return ". Nobody was replaced.";
    if (callups == 0)
        return ". Those who dropped out were replaced by lot.";
    return callups == composition->changes_count
               ? ". In the places of those who dropped out reserves were called up, who had been "
                 "drawn with the panel."
               : ". In the places of those who dropped out reserves were called up, who had been "
                 "drawn with the panel, and others were drawn by lot.";
}

static void put_lead(lot_text *page, const lot_composition *composition)
{
    uint32_t vacant = composition->seats - composition->totals[LOT_STAGE_NOW];
    lot_text_put(page, "<p class=\"lead\">A panel of ");
    lot_number_put(page, composition->seats);
    lot_text_put(page, " was drawn by lot from ");
    lot_count_put(page, composition->totals[LOT_STAGE_POOL], "person", "people");
    lot_text_put(page, how_replaced(composition));
    if (vacant > 0) {
        lot_text_put(page, " ");
        lot_count_put(page, vacant, "seat has", "seats have");
        lot_text_put(page, " nobody now.");
    }
    lot_text_put(page, "</p>\n");
}

static void put_changes(lot_text *page, const lot_composition *composition)
{
    if (composition->changes_count == 0)
        return;
    lot_text_put(page, "<section>\n<h2>Replacements</h2>\n<table>\n<thead><tr>"
                       "<th scope=\"col\">Replacement</th>"
                       "<th scope=\"col\">Left</th><th scope=\"col\">Came</th>"
                       "<th scope=\"col\">Why they left</th></tr></thead>\n<tbody>\n");
    for (uint32_t c = 0; c < composition->changes_count; c++) {
        const lot_composition_change *change = &composition->changes[c];
        lot_text_format(page, "<tr><th scope=\"row\">%s %" PRIu32,
                        change->callup > 0 ? "call-up" : "replacement",
                        lot_composition_change_number(composition, c));
        if (change->callup == 0)
            lot_text_format(page, " (attempt %" PRIu32 ")", change->attempt);
        lot_text_format(
            page, "</th><td>%" PRIu32 "</td><td>%" PRIu32 "</td><td style=\"white-space:normal\">",
            change->left_count, change->joined_count);
        for (uint32_t r = 0; r < change->reasons_count; r++) {
            lot_text_put(page, r == 0 ? "" : ", ");
            lot_html_put(page, change->reasons[r].reason);
            lot_text_format(page, "&nbsp;%" PRIu32, change->reasons[r].people);
        }
        lot_text_put(page, "</td></tr>\n");
    }
    lot_text_put(page, "</tbody>\n</table>\n</section>\n");
}

static void put_columns(lot_text *page, const lot_composition *composition)
{
    lot_text_put(page, "<section>\n<h2>What the columns are</h2>\n<p><b>quota</b>: how many of the "
                       "panel&#39;s seats the value may hold, least to most");
    lot_text_put(page, lot_composition_has_other_quotas(composition)
                           ? ", as for the last draw; the first draw had other quotas. "
                           : ". ");
    if (composition->population != NULL)
        lot_text_put(page, "<b>population</b>: its share of the people of the area, of the table "
                           "that the organiser gave; ? where that has no such value. ");
    lot_text_put(page, "<b>pool</b>: people who could be drawn. <b>drawn</b>: by the first draw. ");
    if (composition->changes_count > 0 && composition->marks == NULL)
        lot_text_put(page,
                     "<b>call-up</b>, <b>repl.</b>: who left (&minus;) and who came (+) by each "
                     "call-up of reserves, and each replacement that was drawn. ");
    lot_text_put(page,
                 "<b>now</b>: on the panel by now, without who withdrew. <b>confirmed</b>: of "
                 "those, who said yes or was there. <b>attended</b>: of those, who was "
                 "there.</p>\n");
    if (composition->marks != NULL)
        lot_text_put(page,
                     "<p><b>&lt;5</b> means fewer than five, or none: so few people could be "
                     "recognised, and that nobody gave an answer tells something of everybody. "
                     "<b>withheld</b> is not shown so that none of these can be found by taking "
                     "other numbers from a total, from another column or from the quotas. What the "
                     "quotas alone tell is shown. Who was drawn, confirmed or was there is told by "
                     "value where these are the same people as are on the panel now; otherwise the "
                     "few by whom they differ would be seen.</p>\n");
    lot_text_put(page, "</section>\n");
}

static void put_small_print(lot_text *page, const lot_composition *composition)
{
    lot_text_put(page, "<footer><p>civiclot " LOT_VERSION ". Process ");
    lot_html_put(page, composition->process_id);
    lot_text_put(
        page, composition->marks != NULL
                  ? ". All numbers on this page are counts. Nobody is named on it.</p></footer>\n"
                  : ". For the organiser: small numbers are shown. Nobody is named on "
                    "it.</p></footer>\n");
}

lot_status lot_composition_html(lot_text *page, const lot_composition *composition,
                                lot_error *error)
{
    lot_status status;
    lot_page_open(page, composition->title, "The final composition");
    if (composition->marks == NULL)
        lot_text_put(page, "<p class=\"banner\"><strong>NOT FOR THE PUBLIC.</strong> Small numbers "
                           "are shown. For the public: report --composition --public.</p>\n");
    put_lead(page, composition);
    put_tiles(page, composition);
    TRY(put_features(page, composition, error));
    put_changes(page, composition);
    put_columns(page, composition);
    put_small_print(page, composition);
    lot_page_close(page);
    TRY(lot_text_check(page, error));
done:
    return status;
}
