/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workbench: loading from the assembly file, and handing on as a report. */
#include "desk/workbench.h"

#include "core/array.h"
#include "desk/cleaning.h"
#include "desk/erased.h"
#include "desk/homes.h"
#include "desk/terms.h"

#include <inttypes.h>
#include <stdlib.h>

void lot_workbench_clear(lot_workbench *bench)
{
    lot_publication_free(&bench->publication);
    lot_secret_key_free(bench->signer);
    lot_attempt_free(&bench->attempt);
    free(bench->attempts);
    free(bench->tickets);
    free(bench->withdrawn);
    free(bench->called);
    lot_workbench_forget_callups(bench);
    lot_terms_clear(bench);
    lot_saved_lottery_free(&bench->lottery);
    lot_conflict_free(bench->conflict);
    lot_pseudonyms_free(bench->pseudonyms);
    lot_classes_free(bench->classes);
    lot_pool_free(bench->pool);
    lot_erased_free(bench->erased);
    lot_quotas_free(bench->quotas);
    lot_homes_clear(&bench->homes);
    lot_duplicates_free(bench->duplicates);
    lot_cleaned_free(&bench->cleaned);
    lot_excluded_free(&bench->excluded);
    lot_rules_free(bench->rules);
    lot_kept_texts_free(bench->texts, bench->texts_count);
    lot_saved_columns_free(&bench->saved);
    lot_table_free(bench->people);
    lot_text_free(&bench->people_file.form);
    lot_text_free(&bench->quotas_file.form);
    lot_assembly_info_free(&bench->info);
    lot_assembly_close(bench->assembly);
    *bench = (lot_workbench){0};
}

void lot_workbench_describe_people(lot_text *words, const lot_workbench *bench)
{
    if (bench->people_file.form.length > 0)
        lot_text_put(words, bench->people_file.form.bytes);
    else
        lot_table_form_describe(words, lot_table_get_form(bench->people));
}

/* People that were imported before are read again: they were in order then. */
static lot_status restore_pool(lot_workbench *bench, const char *path, lot_error *error)
{
    lot_error reason;
    lot_problems *problems = lot_problems_new();
    if (problems == NULL)
        return LOT_NO_MEMORY(error);
    lot_status status = lot_cleaning_restore(bench, problems, &reason);
    if (status == LOT_OK)
        status = lot_cleaning_pool(bench, problems, &reason);
    if (status != LOT_OK)
        status = LOT_FAIL(
            error, status, status == LOT_BAD_INPUT ? "%s is damaged: %s" : "%s: %s", path,
            lot_problems_kept(problems) > 0 ? lot_problems_at(problems, 0) : reason.message);
    lot_problems_free(problems);
    return status;
}

lot_status lot_workbench_open_to_replace(lot_workbench *bench, const char *path,
                                         uint32_t *people_count, lot_error *error)
{
    lot_status status = LOT_OK;
    bench->path = path;
    TRY(lot_assembly_open(&bench->assembly, path, true, error));
    TRY(lot_assembly_get_info(&bench->info, bench->assembly, error));
    TRY(lot_erased_need_people(bench, error));
    TRY(lot_assembly_load_quotas(&bench->quotas, bench->assembly, error));
    TRY(lot_assembly_load_texts(&bench->texts, &bench->texts_count, bench->assembly, error));
    TRY(lot_assembly_count_people(people_count, bench->assembly, error));
done:
    return status;
}

static lot_status load_people(lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_assembly_load_people(&bench->people, &bench->saved, bench->assembly, error));
    bench->columns = bench->saved.columns;
    if (bench->people == NULL)
        return LOT_OK;
    TRY(lot_assembly_load_texts(&bench->texts, &bench->texts_count, bench->assembly, error));
    TRY(lot_assembly_load_excluded(&bench->excluded, bench->people, bench->assembly, error));
done:
    return status;
}

static lot_status make_pool(lot_workbench *bench, const char *path, lot_error *error)
{
    lot_status status = lot_assembly_load_erased(&bench->erased, bench->assembly, error);
    if (status != LOT_OK || bench->people == NULL)
        return status;
    return bench->erased != NULL ? lot_erased_pool(bench, error) : restore_pool(bench, path, error);
}

lot_status lot_workbench_open(lot_workbench *bench, const char *path, bool write, lot_error *error)
{
    lot_status status = LOT_OK;
    bench->path = path;
    TRY(lot_assembly_open(&bench->assembly, path, write, error));
    TRY(lot_assembly_get_info(&bench->info, bench->assembly, error));
    TRY(lot_erased_need_people(bench, error));
    TRY(load_people(bench, error));
    TRY(lot_assembly_load_quotas(&bench->quotas, bench->assembly, error));
    TRY(make_pool(bench, path, error));
    if (bench->people != NULL && bench->quotas != NULL)
        TRY(lot_workbench_sort(bench, error));
    if (bench->people != NULL)
        TRY(lot_assembly_check_classes(bench->assembly, bench->pool, bench->classes,
                                       bench->pseudonyms, error));
done:
    return status;
}

lot_status lot_workbench_sort(lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_classes_free(bench->classes);
    lot_pseudonyms_free(bench->pseudonyms);
    bench->classes = NULL;
    bench->pseudonyms = NULL;
    TRY(lot_classes_new(&bench->classes, bench->pool, bench->info.per_household, error));
    TRY(lot_pseudonyms_keep(&bench->pseudonyms, &bench->info.key, bench->pool, bench->erased,
                            error));
    if (bench->erased != NULL) /* what was kept is held against the root */
        TRY(lot_workbench_seal(bench, error));
done:
    return status;
}

lot_status lot_workbench_seal(const lot_workbench *bench, lot_error *error)
{
    return lot_pseudonyms_seal(bench->pseudonyms, &bench->info.key, bench->pool, bench->quotas,
                               error);
}

lot_status lot_workbench_need_open(const lot_workbench *bench, lot_error *error)
{
    if (!bench->info.closed)
        return LOT_OK;
    return LOT_FAIL(error, LOT_BAD_INPUT, "the registrations are closed already");
}

lot_status lot_workbench_need_pool(const lot_workbench *bench, lot_error *error)
{
    if (bench->people == NULL)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "there are no people yet: civiclot import comes first");
    if (bench->quotas == NULL)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "there are no quotas yet: civiclot quotas comes first");
    return LOT_OK;
}

void lot_workbench_tell_few_people(const lot_workbench *bench, uint32_t people_count,
                                   lot_problems *problems)
{
    lot_problems_add(problems,
                     "the panel has %" PRIu32 " seats, but only %" PRIu32
                     " people registered: fewer seats or more people are needed",
                     bench->info.seats, people_count);
}

lot_status lot_workbench_need_seats(const lot_workbench *bench, lot_problems *problems,
                                    lot_error *error)
{
    lot_status status = lot_workbench_need_pool(bench, error);
    if (status != LOT_OK || bench->pool->people_count >= bench->info.seats)
        return status;
    lot_workbench_tell_few_people(bench, bench->pool->people_count, problems);
    return LOT_FAIL(error, LOT_BAD_INPUT, "there are more seats than people");
}

lot_status lot_workbench_need_lottery(const lot_workbench *bench, lot_error *error)
{
    if (bench->lottery.lottery != NULL)
        return LOT_OK;
    if (bench->lottery.outdated)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "people or quotas changed since the lottery was solved: solve again with "
                        "civiclot solve");
    return LOT_FAIL(error, LOT_BAD_INPUT, "there is no lottery yet: civiclot solve comes first");
}

lot_status lot_workbench_need_attempt(const lot_workbench *bench, lot_error *error)
{
    if (bench->attempt.number > 0)
        return LOT_OK;
    return LOT_FAIL(error, LOT_BAD_INPUT, "nothing is committed yet: civiclot commit comes first");
}

lot_status lot_workbench_count_tickets(lot_workbench *bench, lot_error *error)
{
    free(bench->tickets);
    bench->tickets = lot_array_new(bench->pool->people_count, sizeof *bench->tickets);
    if (bench->tickets == NULL)
        return LOT_NO_MEMORY(error);
    lot_panels_count_tickets(bench->tickets, bench->lottery.lottery->panels,
                             bench->pool->people_count);
    return LOT_OK;
}

lot_status lot_workbench_take_lottery(lot_workbench *bench, uint32_t number, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_membership *members = NULL;
    lot_saved_lottery_free(&bench->lottery);
    TRY(lot_terms_load(bench, number, error));
    if (bench->mended.standing == NULL) {
        TRY(lot_assembly_load_lottery(&bench->lottery, bench->assembly, number, error));
        goto done;
    }
    TRY(lot_membership_new(&members, bench->mended.classes, bench->pseudonyms->pids, error));
    const lot_scope scope = {members, bench->mended.quotas->count};
    TRY(lot_assembly_load_replacement(&bench->lottery, bench->assembly, number, &scope, error));
done:
    lot_membership_free(members);
    return status;
}

lot_status lot_workbench_load_lottery(lot_workbench *bench, uint32_t number, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_workbench_need_pool(bench, error));
    TRY(lot_workbench_take_lottery(bench, number, error));
    TRY(lot_workbench_need_lottery(bench, error));
    TRY(lot_workbench_count_tickets(bench, error));
done:
    return status;
}

void lot_workbench_report(lot_report *report, lot_pid *process_id, const lot_workbench *bench)
{
    const lot_attempt *attempt = &bench->attempt;
    const lot_panel_terms terms = lot_terms_of(bench);
    bool solved = bench->lottery.lottery != NULL;
    lot_assembly_process_id(process_id, &bench->info);
    *report = (lot_report){
        .title = bench->info.title,
        .seats = bench->info.seats,
        .per_household = bench->info.per_household,
        .people = bench->people,
        .excluded = bench->excluded,
        .cleaned = bench->cleaned,
        .texts = bench->texts,
        .texts_count = bench->texts_count,
        .form = bench->people_file.form.length > 0 ? bench->people_file.form.bytes : NULL,
        .withdrawn_before = bench->withdrawn_before,
        .same_homes = bench->homes.same,
        .other_homes = bench->homes.not_same,
        .quotas = terms.published,
        .pool = bench->pool,
        .classes = terms.classes,
        .standing = bench->mended.standing,
        .withdrawn = bench->withdrawn,
        .called = bench->called,
        .pseudonyms = bench->pseudonyms,
        .lottery = bench->lottery.lottery,
        .outdated = bench->lottery.outdated,
        .finding = solved ? &bench->lottery.finding : NULL,
        .proof = bench->lottery.proof,
        .no_panel = bench->lottery.no_panel,
        .tickets = bench->tickets,
        .process_id = process_id->text,
        .attempt = attempt->number,
        .test = attempt->test,
        .one_run = attempt->one_run,
        .full = attempt->number > 0 && attempt->full && !attempt->test,
        .manifest = attempt->number > 0 ? &attempt->manifest : NULL,
        .sources = attempt->sources,
        .sources_count = attempt->sources_count,
        .seed = attempt->drawn ? &attempt->seed : NULL,
        .draw = attempt->drawn ? &attempt->draw : NULL,
        .plan = attempt->plan.rates.of_value != NULL ? &attempt->plan : NULL,
        .reserves = attempt->reserves.people != NULL && !attempt->test ? &attempt->reserves : NULL,
        .attempts_before = bench->draws_before,
        .attempts_undrawn = bench->undrawn_before,
        .attempts = bench->attempts,
        .attempts_count = bench->attempts_count,
        .callups = bench->called_up,
        .callups_count = bench->callups_count,
    };
}
