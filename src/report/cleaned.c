/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cleaned: one table of deeds, told as text and as a page. */
#include "report/cleaned.h"

#include "civiclot/file.h"
#include "core/control.h"
#include "report/numbers.h"
#include "report/page.h"

#include <assert.h>
#include <inttypes.h>
#include <stddef.h>

static const struct deed {
    const char *name;  /* in JSON */
    const char *words; /* behind the number of rows */
    size_t at;         /* of its count in lot_cleaned_feature */
} deeds[LOT_DEEDS] = {
    {"as_written", "as written", offsetof(lot_cleaned_feature, as_written)},
    {"synonyms", "by a synonym", offsetof(lot_cleaned_feature, synonyms)},
    {"looked_up", "looked up", offsetof(lot_cleaned_feature, looked_up)},
    {"bracketed", "put into brackets", offsetof(lot_cleaned_feature, bracketed)},
    {"filled", "blank, filled in", offsetof(lot_cleaned_feature, filled)},
    {"other", "as another value", offsetof(lot_cleaned_feature, other)},
};

const char *lot_deed_name(uint32_t deed)
{
    assert(deed < LOT_DEEDS);
    return deeds[deed].name;
}

uint32_t lot_deed_count(const lot_cleaned_feature *feature, uint32_t deed)
{
    assert(deed < LOT_DEEDS);
    return *(const uint32_t *)(const void *)((const char *)feature + deeds[deed].at);
}

static uint32_t registered(const lot_report *report)
{
    return report->pool->people_count + lot_excluded_count(&report->excluded);
}

/* Lists of households are texts too, and no rules. */
static bool has_rules(const lot_report *report)
{
    return report->texts_count > 0 && report->texts[0].kind == LOT_KEPT_RULES;
}

static void put_feature(lot_text *text, const lot_cleaned_feature *feature)
{
    const char *comma = "";
    lot_text_put(text, "  ");
    lot_text_put_escaped(text, feature->feature);
    lot_text_put(text, ": ");
    for (uint32_t d = 0; d < LOT_DEEDS; d++) {
        uint32_t count = lot_deed_count(feature, d);
        if (count == 0)
            continue;
        lot_text_format(text, "%s%" PRIu32 " %s", comma, count, deeds[d].words);
        comma = ", ";
    }
    lot_text_put(text, "\n");
}

void lot_cleaned_put_excluded(lot_text *text, const lot_report *report)
{
    const char *reason;
    uint32_t count;
    uint32_t row = 0;
    const char *mark = ": ";
    lot_number_put(text, lot_excluded_count(&report->excluded));
    lot_text_put(text, " of ");
    lot_number_put(text, registered(report));
    lot_text_put(text, " registered");
    while (lot_excluded_next_reason(&reason, &count, &row, &report->excluded)) {
        lot_text_format(text, "%s%s ", mark, reason);
        lot_number_put(text, count);
        mark = ", ";
    }
}

void lot_cleaned_put_answers(lot_text *text, const lot_report *report)
{
    if (!has_rules(report))
        lot_text_put(text, "There are no rules: answers count as they are written.\n");
    else if (report->cleaned.features_count > 0)
        lot_text_put(text, "The answers of those in the pool were read by the rules:\n");
    for (uint32_t f = 0; f < report->cleaned.features_count; f++)
        put_feature(text, &report->cleaned.features[f]);
}

void lot_cleaned_put_text(lot_text *text, const lot_report *report)
{
    lot_text_put(text, "Excluded: ");
    lot_cleaned_put_excluded(text, report);
    lot_text_put(text, "\nIn the pool: ");
    lot_number_put(text, report->pool->people_count);
    lot_text_put(text, "\n");
    lot_cleaned_put_answers(text, report);
}

static void put_reasons(lot_text *page, const lot_report *report)
{
    const char *reason;
    uint32_t count;
    uint32_t row = 0;
    if (lot_excluded_count(&report->excluded) == 0)
        return;
    lot_text_put(page, "<table>\n<thead><tr><th scope=\"col\">Why excluded</th>"
                       "<th scope=\"col\" class=\"number\">people</th></tr></thead>\n<tbody>\n");
    while (lot_excluded_next_reason(&reason, &count, &row, &report->excluded)) {
        lot_text_put(page, "<tr><th scope=\"row\">");
        lot_html_put(page, reason);
        lot_text_put(page, "</th><td class=\"number\">");
        lot_number_put(page, count);
        lot_text_put(page, "</td></tr>\n");
    }
    lot_text_put(page, "</tbody>\n</table>\n");
}

/* Was it done to any row? What was not has no column, as there is little room. */
static bool was_done(const lot_cleaned *cleaned, uint32_t deed)
{
    for (uint32_t f = 0; f < cleaned->features_count; f++)
        if (lot_deed_count(&cleaned->features[f], deed) > 0)
            return true;
    return false;
}

static void put_features_head(lot_text *page, const lot_cleaned *cleaned)
{
    lot_text_put(page, "<table class=\"deeds\">\n<thead><tr><th scope=\"col\">How answers were "
                       "read</th>");
    for (uint32_t d = 0; d < LOT_DEEDS; d++)
        if (was_done(cleaned, d))
            lot_text_format(page, "<th scope=\"col\" class=\"number\">%s</th>", deeds[d].words);
    lot_text_put(page, "</tr></thead>\n<tbody>\n");
}

static void put_features(lot_text *page, const lot_cleaned *cleaned)
{
    if (cleaned->features_count == 0)
        return;
    put_features_head(page, cleaned);
    for (uint32_t f = 0; f < cleaned->features_count; f++) {
        lot_text_put(page, "<tr><th scope=\"row\">");
        lot_html_put(page, cleaned->features[f].feature);
        lot_text_put(page, "</th>");
        for (uint32_t d = 0; d < LOT_DEEDS; d++) {
            if (!was_done(cleaned, d))
                continue;
            lot_text_put(page, "<td class=\"number\">");
            lot_number_put(page, lot_deed_count(&cleaned->features[f], d));
            lot_text_put(page, "</td>");
        }
        lot_text_put(page, "</tr>\n");
    }
    lot_text_put(page, "</tbody>\n</table>\n");
}

/*
 * The digest of the rules alone: who knows a few ids or addresses could try out which short list of
 * people, or which decisions about households, another digest is of.
 */
static void put_texts(lot_text *page, const lot_report *report)
{
    if (!has_rules(report))
        return;
    lot_text_put(page, "<p>The files that said so, the rules with their SHA-256:</p>\n<dl>\n");
    for (uint32_t t = 0; t < report->texts_count; t++) {
        char hex[LOT_HEX_BYTES];
        lot_digest digest;
        const lot_kept_text *text = &report->texts[t];
        if (text->kind == LOT_KEPT_HOUSEHOLDS)
            continue;
        lot_text_put(page, "<dt>");
        lot_html_put(page, lot_path_last(text->name));
        lot_text_put(page, "</dt>");
        if (text->kind == LOT_KEPT_RULES) {
            lot_sha256(&digest, lot_text_string(&text->bytes), text->bytes.length);
            lot_digest_hex(hex, &digest);
            lot_text_format(page, "<dd><code>%s</code></dd>", hex);
        }
        lot_text_put(page, "\n");
    }
    lot_text_put(page, "</dl>\n");
}

static void put_form(lot_text *page, const lot_report *report)
{
    lot_text form = LOT_TEXT_EMPTY;
    if (report->form == NULL)
        lot_table_form_describe(&form, lot_table_get_form(report->people));
    lot_text_put(page, "<p>The file of people was read as: ");
    lot_html_put(page, report->form != NULL ? report->form : lot_text_string(&form));
    lot_text_put(page, ".</p>\n");
    lot_text_free_part(page, &form);
}

static void put_withdrawn(lot_text *page, const lot_report *report)
{
    if (report->withdrawn_before == 0)
        return;
    lot_text_put(page, "<p>Withdrawn before the registrations were closed: ");
    lot_number_put(page, report->withdrawn_before);
    lot_text_put(page, ". Nothing is kept of them, and they are not counted here.</p>\n");
}

static void put_homes(lot_text *page, const lot_report *report)
{
    uint32_t decided = report->same_homes + report->other_homes;
    if (decided == 0)
        return;
    lot_text_put(page, "<p>Pairs of addresses that are nearly the same, of which a person decided "
                       "whether they are one household: ");
    lot_number_put(page, decided);
    lot_text_put(page, " (");
    lot_number_put(page, report->same_homes);
    lot_text_put(page, " are, ");
    lot_number_put(page, report->other_homes);
    lot_text_put(page, " are not).</p>\n");
}

void lot_cleaned_put_html(lot_text *page, const lot_report *report)
{
    lot_text_put(page, "<section>\n<h2>How the registrations were read</h2>\n<p>");
    lot_number_put(page, registered(report));
    lot_text_put(page, " people registered, and ");
    if (lot_excluded_count(&report->excluded) == 0)
        lot_text_put(page, "all");
    else
        lot_number_put(page, report->pool->people_count);
    lot_text_put(page, " of them are in the pool that is drawn from. ");
    lot_text_put(page, has_rules(report)
                           ? "Who is excluded, and how answers count, was decided by written "
                             "rules, the same for everybody, before the draw."
                           : "Nobody was excluded, and answers count as they were written.");
    lot_text_put(page, "</p>\n");
    put_form(page, report);
    put_withdrawn(page, report);
    put_homes(page, report);
    put_reasons(page, report);
    put_features(page, &report->cleaned);
    put_texts(page, report);
    lot_text_put(page, "</section>\n");
}
