/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prospect: the insight told. */
#include "cli/prospect.h"

#include "report/numbers.h"
#include "talk/json.h"

#include <inttypes.h>
#include <math.h>

enum { LINES_MOST = 20, ROWS_MOST = 20 };

static void put_parts(lot_text *words, const lot_conflict_part *parts, uint32_t count,
                      const lot_quotas *quotas)
{
    for (uint32_t i = 0; i < count; i++) {
        const lot_quota *quota = &quotas->rows[parts[i].quota];
        bool min = parts[i].part == LOT_PART_MIN;
        lot_text_format(words, "%s%s %s at %s %" PRIu32, i == 0 ? "" : ", ",
                        quotas->features[quota->feature].name, quota->value, min ? "least" : "most",
                        min ? quota->min : quota->max);
    }
}

static void put_rows(lot_text *words, uint32_t class, const lot_workbench *bench)
{
    const lot_classes *classes = bench->classes;
    const uint32_t *members = classes->members + classes->first_member[class];
    uint32_t count = classes->size[class];
    lot_text_put(words, count == 1 ? "row " : "rows ");
    for (uint32_t i = 0; i < count && i < ROWS_MOST; i++)
        lot_text_format(words, "%s%" PRIu32, i == 0 ? "" : ", ", bench->pool->rows[members[i]]);
    if (count > ROWS_MOST)
        lot_text_format(words, " and %" PRIu32 " more", count - ROWS_MOST);
}

static void put_shut_out(lot_text *words, const lot_insight *insight, const lot_workbench *bench)
{
    uint64_t people = 0;
    for (uint32_t i = 0; i < insight->shut_out_count; i++)
        people += bench->classes->size[insight->shut_out[i].class];
    if (people == 0) {
        if (!insight->shut_out_all)
            lot_text_put(words, "Some people may be on no panel: that could not be found out "
                                "quickly. civiclot solve finds out.\n");
        return;
    }
    lot_count_put(words, people, "person is", "people are");
    lot_text_put(words, " on no panel that meets the quotas, and would have no chance:\n");
    for (uint32_t i = 0; i < insight->shut_out_count && i < LINES_MOST; i++) {
        const lot_shut_out *shut = &insight->shut_out[i];
        lot_text_put(words, "  ");
        put_rows(words, shut->class, bench);
        lot_text_put(words, shut->parts_count > 0 ? ": by " : "");
        put_parts(words, shut->parts, shut->parts_count, bench->quotas);
        lot_text_put(words, "\n");
    }
    if (insight->shut_out_count > LINES_MOST)
        lot_text_format(words, "  and %" PRIu32 " more such groups\n",
                        insight->shut_out_count - LINES_MOST);
    if (!insight->shut_out_all)
        lot_text_put(words, "There may be more of them: that could not be found out quickly. "
                            "civiclot solve finds out.\n");
}

void lot_prospect_describe(lot_text *words, const lot_insight *insight, const lot_workbench *bench)
{
    const lot_quotas *quotas = bench->quotas;
    lot_text_format(words, "At most about 10^%.0f panels meet the quotas.\n",
                    ceil(insight->log10_panels));
    lot_text_put(words, "The least chance of a lottery can be at most ");
    lot_bound_put(words, insight->least_chance.numerator, insight->least_chance.denominator);
    lot_text_put(words, ".\n");
    if (insight->tight_count > 0) {
        lot_text_put(words, "Tight, so that it is no more: ");
        put_parts(words, insight->tight, insight->tight_count, quotas);
        lot_text_put(words, ".\n");
    }
    put_shut_out(words, insight, bench);
    for (uint32_t i = 0; i < insight->certain_count; i++) {
        const lot_quota *quota = &quotas->rows[insight->certain[i].quota];
        uint32_t people = insight->certain[i].people;
        lot_text_format(words,
                        "WARNING: all with %s %s are certain to be picked: your lot is no lot for "
                        "%s %" PRIu32 " %s.\n",
                        quotas->features[quota->feature].name, quota->value,
                        people == 1 ? "this" : "these", people, people == 1 ? "person" : "people");
    }
    if (!insight->certain_all)
        lot_text_put(words, "There may be more values whose people are all certain to be picked: "
                            "that could not be found out quickly.\n");
}

static json_t *value_json(const lot_quotas *quotas, uint32_t quota)
{
    return json_pack("{s:o, s:o}", "feature",
                     lot_json_string(quotas->features[quotas->rows[quota].feature].name), "value",
                     lot_json_string(quotas->rows[quota].value));
}

static json_t *parts_json(const lot_conflict_part *parts, uint32_t count, const lot_quotas *quotas)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < count; i++) {
        const lot_quota *quota = &quotas->rows[parts[i].quota];
        bool min = parts[i].part == LOT_PART_MIN;
        json_t *object = value_json(quotas, parts[i].quota);
        (void)json_object_set_new(object, "bound", json_string(min ? "min" : "max"));
        (void)json_object_set_new(object, "seats",
                                  json_integer((json_int_t)(min ? quota->min : quota->max)));
        (void)json_array_append_new(list, object);
    }
    return list;
}

static json_t *shut_out_json(const lot_insight *insight, const lot_workbench *bench)
{
    const lot_classes *classes = bench->classes;
    json_t *list = json_array();
    for (uint32_t i = 0; i < insight->shut_out_count; i++) {
        const lot_shut_out *shut = &insight->shut_out[i];
        json_t *rows = json_array();
        for (uint32_t m = 0; m < classes->size[shut->class]; m++)
            (void)json_array_append_new(
                rows,
                json_integer((json_int_t)bench->pool
                                 ->rows[classes->members[classes->first_member[shut->class] + m]]));
        (void)json_array_append_new(
            list, json_pack("{s:o, s:o}", "rows", rows, "quotas",
                            parts_json(shut->parts, shut->parts_count, bench->quotas)));
    }
    return list;
}

void lot_prospect_json(json_t *object, const lot_insight *insight, const lot_workbench *bench)
{
    const lot_quotas *quotas = bench->quotas;
    json_t *certain = json_array();
    for (uint32_t i = 0; i < insight->certain_count; i++) {
        json_t *value = value_json(quotas, insight->certain[i].quota);
        (void)json_object_set_new(value, "people",
                                  json_integer((json_int_t)insight->certain[i].people));
        (void)json_array_append_new(certain, value);
    }
    (void)json_object_set_new(object, "certain", certain);
    (void)json_object_set_new(object, "log10_panels_at_most",
                              json_integer((json_int_t)ceil(insight->log10_panels)));
    (void)json_object_set_new(object, "least_chance_at_most",
                              json_pack("{s:I, s:I}", "numerator",
                                        (json_int_t)insight->least_chance.numerator, "denominator",
                                        (json_int_t)insight->least_chance.denominator));
    (void)json_object_set_new(object, "tight",
                              parts_json(insight->tight, insight->tight_count, quotas));
    (void)json_object_set_new(object, "no_panel", shut_out_json(insight, bench));
    (void)json_object_set_new(object, "no_panel_all", json_boolean(insight->shut_out_all));
    (void)json_object_set_new(object, "certain_all", json_boolean(insight->certain_all));
}
