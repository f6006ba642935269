/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps: from a new assembly to its lottery. Commit and draw: steps_draw.c. */
#include "desk/steps.h"

#include "civiclot/file.h"
#include "desk/journal.h"
#include "desk/proven.h"
#include "desk/terms.h"
#include "talk/json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

lot_status lot_step_new(lot_workbench *bench, const char *path, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_pid process_id;
    lot_assembly_process_id(&process_id, &bench->info);
    TRY(lot_assembly_create(&bench->assembly, path, &bench->info, error));
    TRY(lot_journal(bench, "new",
                    json_pack("{s:s, s:s, s:I, s:I}", "process", process_id.text, "title",
                              bench->info.title, "seats", (json_int_t)bench->info.seats,
                              "per_household", (json_int_t)bench->info.per_household),
                    error));
done:
    return status;
}

/* What each command would change, and what can be done instead. */
static const char *words_when_closed(const char *command)
{
    if (strcmp(command, "withdraw") == 0)
        return "the registrations are closed: the pool is frozen so that the draw can be checked, "
               "and nobody can be taken out any more. Before the draw: begin anew, with civiclot "
               "new and a file without them. After the draw: who was drawn can be replaced, with "
               "civiclot mark and civiclot replace. That "
               "this was tried is in the log, which names nobody";
    if (strcmp(command, "import") == 0)
        return "the registrations are closed: the pool is frozen so that the draw can be checked, "
               "and nobody is taken in any more. Before the draw: begin anew, with civiclot new "
               "and everybody in one file. After the draw it is too late. That this was tried is "
               "in the log, which names nobody";
    return "the registrations are closed: the quotas are frozen so that the draw can be checked. "
           "For others begin anew, with civiclot new. That this was tried is in the log";
}

lot_status lot_step_need_open(lot_workbench *bench, const char *command, lot_error *error)
{
    lot_status status = LOT_OK;
    if (bench->info.closed)
        status = LOT_FAIL(error, LOT_BAD_INPUT, "%s", words_when_closed(command));
    lot_journal_failed(bench, command, status, error);
    return status;
}

/* Of decisions about households no digest: a few ids with yes or no can be guessed from one. */
static json_t *describe_text(const lot_kept_text *text)
{
    lot_digest digest;
    json_t *name = lot_json_string(lot_path_last(text->name));
    if (text->kind == LOT_KEPT_HOUSEHOLDS)
        return json_pack("{s:o}", "name", name);
    lot_sha256(&digest, lot_text_string(&text->bytes), text->bytes.length);
    return json_pack("{s:o, s:o}", "name", name, "sha256", lot_json_digest(&digest));
}

/* The texts that people are read by. */
static json_t *describe_texts(const lot_workbench *bench)
{
    json_t *array = json_array();
    for (uint32_t t = 0; t < bench->texts_count; t++)
        (void)json_array_append_new(array, describe_text(&bench->texts[t]));
    return array;
}

/* Names of columns, and nothing that stands in them. */
static json_t *describe_people(const lot_workbench *bench, const lot_text *form, bool added)
{
    const lot_pool *pool = bench->pool;
    json_t *household = json_array();
    for (uint32_t c = 0; c < bench->columns.household_count; c++)
        (void)json_array_append_new(household, lot_json_string(bench->columns.household[c]));
    json_t *id = pool->ids_are_rows
                     ? json_null()
                     : lot_json_string(lot_table_header(bench->people, pool->id_column));
    return json_pack("{s:I, s:s, s:o, s:o, s:o, s:b, s:o, s:o}", "people",
                     (json_int_t)pool->people_count, "form", lot_text_string(form), "sha256",
                     lot_json_digest(&bench->people_file.digest), "id", id, "household", household,
                     "added", (int)added, "read_by", describe_texts(bench), "excluded",
                     lot_json_excluded(&bench->excluded));
}

lot_status lot_step_people(lot_workbench *bench, bool added, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text form = LOT_TEXT_EMPTY;
    TRY(lot_step_keep_people(bench, error));
    lot_workbench_describe_people(&form, bench);
    TRY(lot_text_check(&form, error));
    TRY(lot_journal(bench, "import", describe_people(bench, &form, added), error));
done:
    lot_text_free(&form);
    return status;
}

lot_status lot_step_keep_people(lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_assembly_save_people(bench->assembly, bench->people, &bench->columns, bench->pool,
                                 error));
    TRY(lot_assembly_save_cleaning(bench->assembly, bench->texts, bench->texts_count,
                                   &bench->excluded, error));
done:
    return status;
}

lot_status lot_step_quotas(lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_assembly_save_quotas(bench->assembly, bench->quotas, error));
    TRY(lot_journal(bench, "quotas",
                    json_pack("{s:I, s:I, s:o, s:o*}", "features",
                              (json_int_t)bench->quotas->features_count, "values",
                              (json_int_t)bench->quotas->count, "sha256",
                              lot_json_digest(&bench->quotas_file.digest), "from_shares",
                              bench->from_shares ? json_true() : NULL),
                    error));
done:
    return status;
}

lot_status lot_step_classes(lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    if (bench->pool == NULL || bench->quotas == NULL)
        return LOT_OK;
    TRY(lot_workbench_sort(bench, error));
    TRY(lot_assembly_save_classes(bench->assembly, bench->pool, bench->classes, bench->pseudonyms,
                                  error));
done:
    return status;
}

/* Seats go to people, people to panels, panels to tickets; every panel is checked in integers. */
static lot_status deal_and_number(lot_workbench *bench, const lot_solution *solution,
                                  const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_panels *panels = NULL;
    const lot_panel_terms terms = lot_terms_of(bench);
    TRY(lot_progress_report(progress, "dealing the seats", 0, 0, error));
    TRY(lot_deal(&panels, solution->compositions, terms.classes, bench->pseudonyms->by_pid, error));
    TRY(lot_progress_report(progress, "checking the panels", 0, 0, error));
    TRY(lot_panels_check(panels, terms.pool, terms.quotas, bench->info.seats,
                         bench->info.per_household, error));
    TRY(lot_progress_report(progress, "numbering the tickets", 0, 0, error));
    TRY(lot_number_tickets(&bench->lottery.lottery, panels, bench->pseudonyms, error));
    panels = NULL;
done:
    lot_panels_free(panels);
    return status;
}

/* How many rows of the quotas have other numbers than those that are kept. */
static uint32_t count_changed(const lot_workbench *bench)
{
    const lot_quotas *now = bench->mended.published;
    uint32_t changed = 0;
    for (uint32_t q = 0; q < now->count; q++)
        changed += now->rows[q].min != bench->quotas->rows[q].min ||
                   now->rows[q].max != bench->quotas->rows[q].max;
    return changed;
}

static void describe_standing(json_t *object, const lot_workbench *bench)
{
    const lot_standing *standing = bench->mended.standing;
    (void)json_object_set_new(object, "kept", json_integer(lot_standing_count(standing, LOT_KEPT)));
    (void)json_object_set_new(object, "withdrawn",
                              json_integer(lot_standing_count(standing, LOT_WITHDRAWN)));
    (void)json_object_set_new(object, "quotas_changed", json_integer(count_changed(bench)));
}

static json_t *describe_lottery(const lot_workbench *bench)
{
    const lot_saved_lottery *saved = &bench->lottery;
    const lot_finding *finding = &saved->finding;
    lot_digest certificate;
    bool proven = lot_proven_digest(&certificate, bench);
    json_t *object = json_pack(
        "{s:I, s:s, s:I, s:s, s:I, s:I, s:o}", "lottery", (json_int_t)saved->number, "objective",
        lot_objective_name(finding->objective), "gamma_millionths",
        (json_int_t)finding->gamma_millionths, "path", lot_path_name(finding->path), "tickets",
        (json_int_t)saved->lottery->tickets, "panels", (json_int_t)saved->lottery->panels->count,
        "certificate", proven ? lot_json_digest(&certificate) : json_null());
    if (object != NULL && bench->mended.standing != NULL)
        describe_standing(object, bench);
    return object;
}

static lot_status save_lottery(lot_workbench *bench, lot_error *error)
{
    lot_saved_lottery *kept = &bench->lottery;
    const lot_panel_terms terms = lot_terms_of(bench);
    const lot_settled settled = {bench->mended.standing, terms.published};
    if (settled.standing == NULL)
        return lot_assembly_save_lottery(bench->assembly, kept, terms.classes, &kept->number,
                                         error);
    return lot_assembly_save_replacement(bench->assembly, kept, &settled, terms.classes,
                                         &kept->number, error);
}

/* What a stranger will read is checked as the stranger will do it. */
static lot_status keep_proof(lot_workbench *bench, const lot_proof *proof, lot_error *error)
{
    lot_error reason;
    lot_status status = lot_proven_write(bench, proof, error);
    if (status != LOT_OK)
        return status;
    status = lot_proven_check(bench, &reason);
    if (status == LOT_OK)
        return LOT_OK;
    return LOT_FAIL(error, LOT_FAILURE, "internal: the proof does not hold as it is written: %s",
                    reason.message);
}

lot_status lot_step_solve(lot_workbench *bench, const lot_fair_options *options, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_solution *solution = NULL;
    lot_saved_lottery *kept = &bench->lottery;
    const lot_panel_terms terms = lot_terms_of(bench);
    TRY(lot_solve(&solution, &bench->conflict, terms.quotas, terms.classes, bench->info.seats,
                  options, error));
    if (solution == NULL)
        goto done;
    TRY(deal_and_number(bench, solution, options->progress, error));
    kept->finding = solution->finding;
    TRY(keep_proof(bench, solution->proof, error));
    kept->no_panel = solution->no_panel;
    solution->no_panel = NULL;
    TRY(lot_progress_report(options->progress, "keeping the lottery", 0, 0, error));
    TRY(save_lottery(bench, error));
    TRY(lot_workbench_count_tickets(bench, error));
    TRY(lot_journal(bench, "solve", describe_lottery(bench), error));
done:
    lot_solution_free(solution);
    return status;
}

lot_status lot_step_close(lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_workbench_seal(bench, error));
    TRY(lot_assembly_set_closed(bench->assembly, error));
    bench->info.closed = true;
    TRY(lot_journal(bench, "close",
                    json_pack("{s:I, s:o}", "people", (json_int_t)bench->pool->people_count, "root",
                              lot_json_digest(&bench->pseudonyms->root)),
                    error));
done:
    return status;
}
