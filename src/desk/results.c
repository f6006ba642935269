/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results: one table of files, and one object. */
#include "desk/results.h"

#include "core/folder.h"
#include "desk/reserving.h"
#include "desk/workbook.h"
#include "report/loss.h"
#include "report/numbers.h"
#include "report/optimum.h"
#include "talk/json.h"

#include <inttypes.h>

enum kind { ORIGINAL, CSV_COPY, XLSX_COPY };

struct result_file {
    const char *name;
    enum kind kind;
    lot_result_put *put;
    lot_list list; /* of an XLSX copy; of reserves always: there may be none */
};

static const struct result_file files[] = {
    {"selected.csv", ORIGINAL, lot_report_selected, 0},
    {"remaining.csv", ORIGINAL, lot_report_remaining, 0},
    {"reserves.csv", ORIGINAL, lot_report_reserves, LOT_LIST_RESERVES},
    {"chances.csv", ORIGINAL, lot_report_chances, 0},
    {"lottery.csv", ORIGINAL, lot_report_lottery, 0},
    {"report.html", ORIGINAL, lot_report_html, 0},
    {"selected-spreadsheet.csv", CSV_COPY, lot_report_selected, 0},
    {"remaining-spreadsheet.csv", CSV_COPY, lot_report_remaining, 0},
    {"reserves-spreadsheet.csv", CSV_COPY, lot_report_reserves, LOT_LIST_RESERVES},
    {"chances-spreadsheet.csv", CSV_COPY, lot_report_chances, 0},
    {"selected.xlsx", XLSX_COPY, NULL, LOT_LIST_SELECTED},
    {"remaining.xlsx", XLSX_COPY, NULL, LOT_LIST_REMAINING},
    {"reserves.xlsx", XLSX_COPY, NULL, LOT_LIST_RESERVES},
    {"chances.xlsx", XLSX_COPY, NULL, LOT_LIST_CHANCES},
};

static lot_status write_result(const char *folder, const struct result_file *file,
                               lot_report *report, lot_error *error)
{
    lot_status status;
    lot_text bytes = LOT_TEXT_EMPTY;
    report->spreadsheet = file->kind == CSV_COPY;
    TRY(file->kind == XLSX_COPY ? lot_workbook_make(&bytes, report, file->list, folder, error)
                                : file->put(&bytes, report, error));
    TRY(lot_folder_write(folder, file->name, &bytes, LOT_MODE_PERSONAL, error));
done:
    lot_text_free(&bytes);
    return status;
}

lot_status lot_results_write(const char *folder, const lot_workbench *bench,
                             const lot_copies *copies, const lot_progress *progress,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    lot_report report;
    lot_pid process_id;
    size_t count = sizeof files / sizeof files[0];
    lot_workbench_report(&report, &process_id, bench);
    for (size_t i = 0; i < count; i++) {
        if ((files[i].kind == CSV_COPY && !copies->csv) ||
            (files[i].kind == XLSX_COPY && !copies->xlsx) ||
            (files[i].list == LOT_LIST_RESERVES && report.reserves == NULL))
            continue;
        TRY(lot_progress_report(progress, "writing", i, count, error));
        TRY(write_result(folder, &files[i], &report, error));
    }
done:
    return status;
}

/* "82/1000" as a string. */
static json_t *ratio(uint64_t numerator, uint64_t denominator)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%" PRIu64 "/%" PRIu64, numerator, denominator);
    json_t *string = words.failed ? NULL : json_string(words.bytes);
    lot_text_free(&words);
    return string;
}

json_t *lot_results_decimal(uint64_t number, uint64_t whole, unsigned digits, lot_towards towards)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_decimal_put_towards(&words, number, whole, digits, towards);
    json_t *string = words.failed ? NULL : json_string(words.bytes);
    lot_text_free(&words);
    return string;
}

static json_t *list_ids(const lot_report *report,
                        bool (*belongs)(const lot_report *report, uint32_t person))
{
    json_t *ids = json_array();
    for (uint32_t person = 0; person < report->pool->people_count; person++) {
        if (belongs(report, person))
            (void)json_array_append_new(ids, lot_json_string(report->pool->ids[person]));
    }
    return ids;
}

/* Of what the bound is one; NULL: there is none. */
static const char *bound_of(lot_objective objective)
{
    static const char *const names[] = {
        [LOT_MEASURE_LEAST] = "least_chance",
        [LOT_MEASURE_GREATEST] = "greatest_chance",
        [LOT_MEASURE_MEAN] = "geometric_mean_ratio",
        [LOT_MEASURE_VALUE] = "goldilocks",
        [LOT_MEASURE_NONE] = NULL,
    };
    return names[lot_optimum_measure(objective)];
}

json_t *lot_results_proof(const lot_finding *finding)
{
    if (finding->objective == LOT_LEGACY)
        return json_pack("{s:b, s:b, s:n, s:n}", "proven", 0, "comparison_only", 1, "bound",
                         "bound_of");
    bool certified = lot_optimum_is_certified(finding);
    json_t *gap = certified
                      ? lot_results_decimal(finding->gap, UINT64_C(1) << 60, 18, LOT_TOWARDS_UP)
                      : json_null();
    return json_pack(
        "{s:b, s:b, s:b, s:o, s:s, s:o, s:I, s:I, s:o}", "proven",
        (int)lot_optimum_is_proven(finding), "late", (int)finding->late, "bound_proven",
        (int)certified, "bound", ratio(finding->bound.numerator, finding->bound.denominator),
        "bound_of", bound_of(finding->objective), "proof_gap", gap, "rounds",
        (json_int_t)finding->levels_count, "case_distinctions", (json_int_t)finding->cuts_count,
        "distance_tickets",
        lot_results_decimal(finding->distance_millitickets, 1000, 3, LOT_TOWARDS_NEAREST));
}

static int put_goldilocks(json_t *object, const lot_report *report, const lot_figures *figures)
{
    uint64_t value;
    if (report->finding->objective != LOT_GOLDILOCKS)
        return 0;
    json_t *gamma =
        lot_results_decimal(report->finding->gamma_millionths, 1000000, 6, LOT_TOWARDS_NEAREST);
    json_t *number = lot_figures_goldilocks(&value, figures, report)
                         ? lot_results_decimal(value, 1000000, 6, LOT_TOWARDS_NEAREST)
                         : json_null();
    return json_object_set_new(object, "gamma", gamma) |
           json_object_set_new(object, "goldilocks", number);
}

static int put_lottery(json_t *object, const lot_report *report)
{
    const lot_finding *finding = report->finding;
    uint64_t tickets = report->lottery->tickets;
    lot_figures figures;
    lot_report_figures(&figures, report);
    json_t *part = json_pack(
        "{s:I, s:s, s:s, s:o, s:o, s:o, s:I, s:o, s:I}", "tickets", (json_int_t)tickets,
        "objective", lot_objective_name(finding->objective), "path", lot_path_name(finding->path),
        "least_chance", ratio(figures.least_tickets, tickets), "greatest_chance",
        ratio(figures.greatest_tickets, tickets), "geometric_mean",
        lot_results_decimal(lot_figures_mean(&figures), LOT_MEAN_WHOLE, 4, LOT_TOWARDS_NEAREST),
        "panels", (json_int_t)report->lottery->panels->count, "no_panel",
        list_ids(report, lot_report_in_no_panel), "without_ticket",
        (json_int_t)figures.no_ticket_count);
    json_t *proven = lot_results_proof(finding);
    if (part != NULL && report->standing != NULL) {
        (void)json_object_set_new(part, "kept", json_integer(figures.kept_count));
        (void)json_object_set_new(
            part, "withdrawn", json_integer(lot_standing_count(report->standing, LOT_WITHDRAWN)));
    }
    int result = json_object_update(object, part) | json_object_update(object, proven) |
                 put_goldilocks(object, report, &figures);
    json_decref(part);
    json_decref(proven);
    return result;
}

static json_t *list_values(const lot_report *report)
{
    json_t *values = json_array();
    for (uint32_t s = 0; s < report->sources_count; s++)
        (void)json_array_append_new(values, lot_json_string(report->sources[s].value));
    return values;
}

static json_t *list_called(const lot_report_callup *callup, const lot_pool *pool)
{
    json_t *ids = json_array();
    for (uint32_t i = 0; i < callup->called_count; i++)
        (void)json_array_append_new(ids, lot_json_string(pool->ids[callup->called[i]]));
    return ids;
}

/* Those of this draw. */
static json_t *list_callups(const lot_report *report)
{
    json_t *list = json_array();
    for (uint32_t c = 0; c < report->callups_count; c++) {
        const lot_report_callup *callup = &report->callups[c];
        if (callup->attempt != report->attempt)
            continue;
        (void)json_array_append_new(
            list, json_pack("{s:I, s:o, s:I, s:b}", "call_up", (json_int_t)callup->number, "called",
                            list_called(callup, report->pool), "deviation",
                            (json_int_t)callup->deviation, "proven", (int)callup->proven));
    }
    return list;
}

static int put_draw(json_t *object, const lot_report *report)
{
    json_t *part = json_pack("{s:o, s:o, s:o, s:I}", "sources",
                             lot_json_sources(report->sources, report->sources_count), "values",
                             list_values(report), "seed", lot_json_digest(report->seed), "ticket",
                             (json_int_t)report->draw->ticket);
    int result = json_object_update(object, part);
    if (!report->test)
        result |= json_object_set_new(object, "panel", list_ids(report, lot_report_has_seat)) |
                  json_object_set_new(object, "call_ups", list_callups(report));
    if (report->test) /* a rehearsal names nobody */
        result |= json_object_set_new(object, "test", json_true());
    else
        result |= json_object_set_new(object, "selected", list_ids(report, lot_report_is_selected));
    json_decref(part);
    return result;
}

json_t *lot_results_loss(const lot_reserve_curve *curve)
{
    json_t *means = json_array();
    for (uint32_t n = 0; n <= curve->most; n++)
        (void)json_array_append_new(means, lot_results_decimal(curve->deviation[n], curve->samples,
                                                               6, LOT_TOWARDS_NEAREST));
    uint32_t knee = lot_loss_knee(curve);
    return json_pack("{s:o, s:o}", "deviation", means, "knee",
                     knee > 0 ? json_integer(knee) : json_null());
}

static int put_reserves(json_t *object, const lot_report *report)
{
    json_t *part = lot_reserving_json(report->plan);
    if (part != NULL && report->reserves != NULL) {
        json_t *ids = json_array();
        json_t *loss = lot_results_loss(report->reserves->curve);
        for (uint32_t i = 0; i < report->reserves->count; i++)
            (void)json_array_append_new(
                ids, lot_json_string(report->pool->ids[report->reserves->people[i]]));
        (void)json_object_set_new(part, "ids", ids);
        (void)json_object_update(part, loss);
        json_decref(loss);
    }
    return json_object_set_new(object, "reserves", part);
}

json_t *lot_results_json(const lot_workbench *bench)
{
    lot_report report;
    lot_pid process_id;
    lot_workbench_report(&report, &process_id, bench);
    json_t *object = json_pack("{s:s, s:s, s:I, s:I}", "title", report.title, "process",
                               report.process_id, "people", (json_int_t)report.pool->people_count,
                               "seats", (json_int_t)report.seats);
    int wrong = object == NULL;
    if (!wrong && report.lottery != NULL)
        wrong = put_lottery(object, &report);
    if (!wrong && report.manifest != NULL)
        wrong = json_object_set_new(object, "attempt", json_integer(report.attempt)) |
                json_object_set_new(object, "manifest", lot_json_digest(report.manifest));
    if (!wrong && report.draw != NULL)
        wrong = put_draw(object, &report);
    if (!wrong && report.plan != NULL)
        wrong = put_reserves(object, &report);
    if (!wrong)
        return object;
    json_decref(object);
    return NULL;
}
