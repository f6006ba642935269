/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outcome: a conflict or a summary, told. */
#include "desk/outcome.h"

#include "desk/advice.h"
#include "desk/journal.h"
#include "desk/reserving.h"
#include "desk/results.h"
#include "desk/terms.h"
#include "desk/unchanged.h"

#include <inttypes.h>

static lot_status describe_conflict(lot_text *words, const lot_workbench *bench, lot_error *error)
{
    const lot_panel_terms terms = lot_terms_of(bench);
    lot_status status = lot_conflict_describe(words, bench->conflict, terms.quotas, terms.classes,
                                              bench->pool->rows, bench->info.seats, error);
    if (status != LOT_OK)
        return status;
    if (words->length > 0 && words->bytes[words->length - 1] != '\n')
        lot_text_put(words, "\n");
    return lot_text_check(words, error);
}

lot_status lot_outcome_no_panel(const lot_workbench *bench, bool asked, lot_talk *talk,
                                lot_error *error)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_status status = LOT_OK;
    TRY(describe_conflict(&words, bench, error));
    if (asked)
        TRY(lot_talk_text(talk, &words, error));
    else
        lot_talk_insist(talk, lot_text_string(&words));
    TRY(lot_talk_json(
        talk,
        json_pack("{s:b, s:o}", "feasible", 0, "conflict",
                  lot_json_conflict(bench->conflict, lot_terms_of(bench).quotas, bench->pool)),
        error));
    TRY(LOT_FAIL(error, LOT_NO_PANEL, "no panel can meet these quotas"));
done:
    lot_text_free(&words);
    return status;
}

lot_status lot_outcome_no_replacement(const lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    lot_changes *changes = NULL;
    const lot_panel_terms terms = lot_terms_of(bench);
    TRY(lot_find_changes(&changes, terms.quotas, terms.classes, bench->info.seats, &talk->progress,
                         error));
    TRY(describe_conflict(&words, bench, error));
    lot_advice_describe(&words, changes, bench);
    TRY(lot_text_check(&words, error));
    lot_talk_insist(talk, lot_text_string(&words));
    json_t *list = lot_advice_json(changes, terms.quotas);
    while (list != NULL && json_array_size(list) > lot_advice_of_quotas(changes))
        (void)json_array_remove(list, json_array_size(list) - 1);
    TRY(lot_talk_json(talk,
                      json_pack("{s:b, s:o, s:o}", "feasible", 0, "conflict",
                                lot_json_conflict(bench->conflict, terms.quotas, bench->pool),
                                "changes", list),
                      error));
    TRY(LOT_FAIL(error, LOT_NO_PANEL,
                 "no panel keeps everybody who stays and meets the quotas: nothing is committed"));
done:
    lot_changes_free(changes);
    lot_text_free(&words);
    return status;
}

void lot_outcome_tell_outdated(const lot_workbench *bench, lot_talk *talk)
{
    if (bench->lottery.outdated)
        lot_talk_say(talk, "People or quotas changed since the lottery was solved: solve again "
                           "with civiclot solve");
}

void lot_outcome_tell_legacy(const lot_workbench *bench, lot_talk *talk)
{
    if (bench->lottery.finding.objective == LOT_LEGACY)
        lot_talk_say(talk, LOT_LEGACY_WARNING);
}

static void tell_newer(const lot_workbench *bench, lot_talk *talk)
{
    uint32_t newer = lot_workbench_newer_commit(bench);
    if (newer > 0)
        lot_talk_say(talk,
                     "Attempt %" PRIu32 " is committed but not drawn yet: this is attempt %" PRIu32
                     ", the newest draw (--attempt chooses)",
                     newer, bench->attempt.number);
}

lot_status lot_outcome_open(lot_workbench *bench, const lot_arguments *arguments, lot_talk *talk,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t wanted = (uint32_t)lot_argument_number(arguments, "attempt");
    TRY(lot_workbench_open(bench, lot_argument_operand(arguments, 0), false, error));
    TRY(lot_journal_check(bench->assembly, error));
    TRY(lot_workbench_load_results(bench, wanted, error));
    TRY(lot_unchanged_inside(bench, error));
    TRY(lot_journal_count_withdrawn(&bench->withdrawn_before, bench->assembly, error));
    TRY(lot_journal_people_form(&bench->people_file.form, bench->assembly, error));
    lot_spreadsheet_count(&bench->formulas, bench->people);
    if (bench->info.erased[0] != '\0')
        lot_talk_say(talk, "The people were erased on %s: this is of what was kept without them",
                     bench->info.erased);
    if (wanted == 0)
        tell_newer(bench, talk);
    lot_outcome_tell_outdated(bench, talk);
done:
    return status;
}

lot_status lot_outcome_summary(lot_text *text, const lot_workbench *bench, lot_error *error)
{
    lot_report report;
    lot_pid process_id;
    lot_workbench_report(&report, &process_id, bench);
    lot_status status = lot_report_summary(text, &report, error);
    lot_reserving_tell(text, bench);
    return status == LOT_OK ? lot_text_check(text, error) : status;
}

lot_status lot_outcome_tell(const lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    lot_text summary = LOT_TEXT_EMPTY;
    lot_status status = LOT_OK;
    TRY(lot_outcome_summary(&summary, bench, error));
    TRY(lot_talk_text(talk, &summary, error));
    TRY(lot_talk_json(talk, lot_results_json(bench), error));
done:
    lot_text_free(&summary);
    return status;
}
