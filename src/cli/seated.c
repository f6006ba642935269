/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seated: texts first, then the log's transaction around the files. */
#include "cli/seated.h"

#include "civiclot/file.h"
#include "desk/journal.h"
#include "desk/output.h"
#include "desk/results.h"
#include "talk/json.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

lot_status lot_seated_make_texts(lot_seated *run, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_tables_report *report = &run->report;
    report->title = run->bench->info.title;
    report->seed = run->seed;
    report->seating = run->seating;
    report->people = run->bench->people;
    report->pool = run->bench->pool;
    report->members = run->sitting.members;
    report->absent_count = run->sitting.absent_count;
    report->rules_count = run->sitting.rules_count;
    TRY(lot_tables_csv(&run->csv, report, error));
    lot_sha256(&run->digest, lot_text_string(&run->csv), run->csv.length);
    report->spreadsheet = lot_argument_is_given(run->arguments, "spreadsheet");
    if (report->spreadsheet) {
        lot_text_free(&run->csv);
        TRY(lot_tables_csv(&run->csv, report, error));
    }
    if (lot_seated_option(run, "page") != NULL)
        TRY(lot_tables_page(&run->page, report, error));
done:
    return status;
}

static json_t *log_entry(const lot_seated *run)
{
    const lot_seating_task *task = &run->task;
    return json_pack("{s:I, s:s, s:I, s:I, s:I, s:I, s:I, s:o}", "attempt",
                     (json_int_t)run->bench->attempt.number, "seed", run->seed, "groups",
                     (json_int_t)task->groups_count, "sessions", (json_int_t)task->sessions_count,
                     "people", (json_int_t)task->people_count, "absent",
                     (json_int_t)run->sitting.absent_count, "rules", (json_int_t)task->rules_count,
                     "digest", lot_json_digest(&run->digest));
}

/* Write one file; *made: it is new, and goes again where a later step fails. */
static lot_status write_file(bool *made, const char *path, const lot_text *bytes, lot_talk *talk,
                             lot_error *error)
{
    struct stat there;
    *made = false;
    if (path == NULL)
        return LOT_OK;
    bool was_there = lot_output_is_stream(path) || lstat(path, &there) == 0;
    lot_status status = lot_output_write(path, bytes, talk, error);
    *made = status == LOT_OK && !was_there;
    return status;
}

lot_status lot_seated_write(lot_seated *run, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench writer = {0};
    bool made[2] = {false, false};
    if (run->bench->assembly != NULL) {
        TRY(lot_assembly_rollback(run->bench->assembly, error));
        TRY(lot_assembly_open(&writer.assembly, run->bench->path, true, error));
        TRY(lot_journal(&writer, "tables", log_entry(run), error));
    }
    TRY(write_file(&made[0], lot_seated_option(run, "out"), &run->csv, run->talk, error));
    TRY(write_file(&made[1], lot_seated_option(run, "page"), &run->page, run->talk, error));
    if (writer.assembly != NULL)
        TRY(lot_assembly_commit(writer.assembly, error));
done:
    if (status != LOT_OK && made[0])
        lot_file_remove(lot_seated_option(run, "out"));
    if (status != LOT_OK && made[1])
        lot_file_remove(lot_seated_option(run, "page"));
    lot_workbench_clear(&writer);
    return status;
}

static json_t *mean(uint64_t sum, uint32_t count)
{
    return lot_results_decimal(sum, count, 2, LOT_TOWARDS_NEAREST);
}

/* [[[ID, ...], ...], ...]: sessions, groups, ids */
static json_t *list_tables(const lot_seated *run)
{
    const lot_seating *seating = run->seating;
    json_t *sessions = json_array();
    for (uint32_t s = 0; s < seating->sessions_count; s++) {
        json_t *groups = json_array();
        for (uint32_t g = 0; g < seating->groups_count; g++)
            (void)json_array_append_new(groups, json_array());
        for (uint32_t m = 0; m < seating->people_count; m++)
            (void)json_array_append_new(
                json_array_get(groups, lot_seating_group(seating, s, m)),
                lot_json_string(run->bench->pool->ids[run->sitting.members[m]]));
        (void)json_array_append_new(sessions, groups);
    }
    return sessions;
}

static json_t *as_json(const lot_seated *run)
{
    const lot_seating *seating = run->seating;
    const lot_seating_measure *here = &seating->measure;
    const lot_seating_bound *bound = &seating->bound;
    const lot_seating_splits *splits = &seating->splits;
    json_t *object = log_entry(run);
    json_t *written = json_array();
    static const char *const outputs[] = {"out", "page"};
    for (size_t i = 0; i < 2; i++)
        if (lot_seated_option(run, outputs[i]) != NULL)
            (void)json_array_append_new(written,
                                        lot_json_string(lot_seated_option(run, outputs[i])));
    json_t *more = json_pack(
        "{s:{s:I, s:I, s:I, s:I, s:I, s:I}, s:{s:I, s:o, s:o, s:o, s:o}, s:{s:I, s:I, s:I, s:I}, "
        "s:I, s:o, s:o}",
        "here", "off_shares", (json_int_t)here->deviation, "pairs_met", (json_int_t)here->met,
        "repeats", (json_int_t)here->repeats, "fewest_met", (json_int_t)here->fewest,
        "fewest_met_people", (json_int_t)here->fewest_count, "most_meetings",
        (json_int_t)here->most, "at_random", "splits", (json_int_t)splits->count, "off_shares",
        mean(splits->deviation, splits->count), "pairs_met", mean(splits->met, splits->count),
        "repeats", mean(splits->repeats, splits->count), "fewest_met",
        mean(splits->fewest, splits->count), "bound", "off_shares", (json_int_t)bound->deviation,
        "pairs_met", (json_int_t)bound->met, "repeats", (json_int_t)bound->repeats, "fewest_met",
        (json_int_t)bound->fewest, "rules_passed_over", (json_int_t)run->sitting.passed_over,
        "tables", list_tables(run), "written", written);
    int wrong = json_object_update(object, more);
    if (run->bench->assembly == NULL)
        wrong |= json_object_del(object, "attempt");
    json_decref(more);
    if (wrong == 0)
        return object;
    json_decref(object);
    return NULL;
}

lot_status lot_seated_tell(lot_seated *run, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    if (run->sitting.passed_over > 0)
        lot_talk_say(run->talk, "%" PRIu32 " rule%s about somebody who is absent: passed over",
                     run->sitting.passed_over, run->sitting.passed_over == 1 ? " is" : "s are");
    if (lot_seated_option(run, "out") == NULL && lot_seated_option(run, "page") == NULL &&
        !run->talk->json)
        lot_talk_say(run->talk,
                     "Nothing is written: the same with --seed '%s' and --out PATH or "
                     "--page PAGE writes this seating",
                     run->seed);
    TRY(lot_tables_summary(&words, &run->report, error));
    bool taken = (lot_seated_option(run, "out") != NULL &&
                  lot_output_is_stream(lot_seated_option(run, "out"))) ||
                 (lot_seated_option(run, "page") != NULL &&
                  lot_output_is_stream(lot_seated_option(run, "page")));
    if (taken) /* standard output is a file, then */
        lot_talk_say(run->talk, "%s", lot_text_string(&words));
    else
        TRY(lot_talk_text(run->talk, &words, error));
    TRY(lot_talk_json(run->talk, as_json(run), error));
done:
    lot_text_free(&words);
    return status;
}
