/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot withdraw: people who registered and want to be forgotten, before registration ends.
 *
 * Their records leave the file, of the pool or of the excluded, and nothing in the log names them.
 */
#include "desk/cleaning.h"
#include "desk/journal.h"
#include "desk/outcome.h"
#include "desk/steps.h"
#include "talk/command.h"
#include "talk/option_lines.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "pool/names.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const lot_option options[] = {
    {.name = "id",
     .kind = LOT_OPTION_NAMES,
     .value = "ID[,...]",
     .required = true,
     .help = "who withdraws; where there is no column of ids, their row numbers"},
    LOT_OPTIONS_END,
};

/* Those who withdraw, by their ids. */
typedef struct leavers {
    lot_names *ids;  /* tidied, in the order in which they were given */
    uint32_t *found; /* [ids] rows with this id */
    bool *leaves;    /* [rows] */
} leavers;

static void leavers_free(leavers *who)
{
    lot_names_free(who->ids);
    free(who->found);
    free(who->leaves);
}

static lot_status leavers_new(leavers *who, const lot_workbench *bench, const char *const *ids,
                              uint32_t ids_count, lot_error *error)
{
    *who = (leavers){.ids = lot_names_new(),
                     .found = lot_array_new(ids_count, sizeof *who->found),
                     .leaves =
                         lot_array_new(lot_table_rows_count(bench->people), sizeof *who->leaves)};
    bool good = who->ids != NULL && who->found != NULL && who->leaves != NULL;
    for (uint32_t i = 0; good && i < ids_count; i++) {
        uint32_t number;
        char *id = lot_tidy(ids[i]);
        good = id != NULL && lot_names_add(&number, who->ids, id);
        free(id);
    }
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

/* The id of a row; NULL: no memory. */
static char *id_of(const lot_workbench *bench, uint32_t row)
{
    lot_text number = LOT_TEXT_EMPTY;
    if (!bench->pool->ids_are_rows)
        return lot_tidy(lot_table_cell(bench->people, row, bench->pool->id_column));
    lot_text_format(&number, "%" PRIu32, lot_table_row_number(bench->people, row));
    return number.failed ? NULL : number.bytes;
}

/* All rows with one of the ids: who is excluded may have the id of somebody in the pool. */
static lot_status mark(leavers *who, const lot_workbench *bench, lot_error *error)
{
    for (uint32_t row = 0; row < lot_table_rows_count(bench->people); row++) {
        char *id = id_of(bench, row);
        if (id == NULL)
            return LOT_NO_MEMORY(error);
        uint32_t number = lot_names_find(who->ids, id);
        free(id);
        if (number == LOT_NO_NAME)
            continue;
        who->leaves[row] = true;
        who->found[number]++;
    }
    return LOT_OK;
}

/* An id that nobody has is a problem. */
static void tell_nobodys(const leavers *who, const lot_workbench *bench, const char *const *ids,
                         uint32_t ids_count, lot_problems *problems)
{
    for (uint32_t i = 0; i < ids_count; i++) {
        char *id = lot_tidy(ids[i]);
        uint32_t number = id != NULL ? lot_names_find(who->ids, id) : LOT_NO_NAME;
        free(id);
        if (number != LOT_NO_NAME && who->found[number] > 0)
            continue;
        lot_problems_add(problems, "nobody has the id '%s': %s", ids[i],
                         bench->pool->ids_are_rows
                             ? "there is no column of ids, so that they are the row numbers"
                             : "it must be as in the people file, with the same capitals");
    }
}

/* Take them out of everybody, and free their rows. */
static lot_status take_out(uint32_t *count, lot_workbench *bench, const lot_arguments *arguments,
                           lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_table *gone = NULL;
    leavers who = {0};
    const char *const *ids;
    uint32_t ids_count = lot_argument_list(&ids, arguments, "id");
    TRY(leavers_new(&who, bench, ids, ids_count, error));
    TRY(mark(&who, bench, error));
    tell_nobodys(&who, bench, ids, ids_count, problems);
    TRY(lot_problems_refuse(problems, 0, "--id", error));
    lot_table_forget_derived(bench->people);
    TRY(lot_table_part(&gone, bench->people, who.leaves, error));
    *count = lot_table_rows_count(gone);
    if (lot_table_rows_count(bench->people) == 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "nobody would be left: begin a new assembly file with civiclot new"));
done:
    lot_table_free(gone);
    leavers_free(&who);
    return status;
}

static lot_status withdraw(uint32_t *count, lot_workbench *bench, const lot_arguments *arguments,
                           lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_cleaning_everybody(bench, error));
    TRY(take_out(count, bench, arguments, talk->problems, error));
    TRY(lot_cleaning_pool(bench, talk->problems, error));
    lot_table_keep_records(bench->people);
    TRY(lot_step_keep_people(bench, error));
    TRY(lot_step_classes(bench, error));
    TRY(lot_journal(bench, "withdraw",
                    json_pack("{s:I, s:I}", "withdrawn", (json_int_t)*count, "people",
                              (json_int_t)bench->pool->people_count),
                    error));
    TRY(lot_assembly_load_lottery(&bench->lottery, bench->assembly, 0, error));
    TRY(lot_talk_step(talk, "withdrawing", error));
    TRY(lot_assembly_commit(bench->assembly, error));
done:
    return status;
}

static lot_status tell(const lot_workbench *bench, uint32_t count, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "Withdrawn: %" PRIu32 ". In the pool: %" PRIu32 " people.\n", count,
                    bench->pool->people_count);
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk,
                      json_pack("{s:I, s:I}", "withdrawn", (json_int_t)count, "people",
                                (json_int_t)bench->pool->people_count),
                      error));
    if (bench->pool->people_count < bench->info.seats)
        lot_talk_say(talk, "Note: %" PRIu32 " people are not enough for %" PRIu32 " seats.",
                     bench->pool->people_count, bench->info.seats);
    lot_outcome_tell_outdated(bench, talk);
done:
    lot_text_free(&words);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    uint32_t count = 0;
    TRY(lot_workbench_open(&bench, lot_argument_operand(arguments, 0), true, error));
    TRY(lot_step_need_open(&bench, "withdraw", error));
    if (bench.people == NULL)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "there are no people yet: civiclot import comes first"));
    TRY(withdraw(&count, &bench, arguments, talk, error));
    TRY(tell(&bench, count, talk, error));
done:
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_withdraw = {
    .name = "withdraw",
    .purpose = "take people out for good who no longer want to be drawn, before registration ends",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .notes = "Their records are removed from the file and overwritten there; copies of the file\n"
             "that were made before still have them. The log says how many, and names nobody:\n"
             "so an import of a file that has them still takes them in again.\n"
             "Where somebody excluded has the id of somebody in the pool, both leave.",
    .run = run,
};
