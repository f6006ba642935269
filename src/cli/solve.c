/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot solve: find the fairest lottery and keep it. */
#include "desk/aim.h"
#include "desk/journal.h"
#include "desk/outcome.h"
#include "desk/steps.h"
#include "talk/command.h"
#include "talk/option_lines.h"

static const lot_option options[] = {LOT_OPTION_OBJECTIVE,  LOT_OPTION_GAMMA,
                                     LOT_OPTION_TICKETS,    LOT_OPTION_TIME_LIMIT,
                                     LOT_OPTION_DUMP_MODEL, LOT_OPTIONS_END};

static lot_status solve(lot_workbench *bench, lot_aim *aim, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_workbench_need_seats(bench, talk->problems, error));
    TRY(lot_aim_dump_model(aim, bench, talk, error));
    lot_aim_start(aim);
    TRY(lot_step_solve(bench, &aim->fair, error));
    if (bench->conflict != NULL)
        TRY(lot_outcome_no_panel(bench, false, talk, error));
    TRY(lot_talk_step(talk, "keeping the lottery", error));
    TRY(lot_assembly_commit(bench->assembly, error));
done:
    lot_journal_failed(bench, "solve", status, error);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    lot_aim aim;
    TRY(lot_aim_take(&aim, arguments, talk, error));
    TRY(lot_aim_choose(&aim, lot_argument_text(arguments, "objective"), error));
    TRY(lot_aim_take_model(&aim, arguments, error));
    TRY(lot_workbench_open(&bench, lot_argument_operand(arguments, 0), true, error));
    TRY(solve(&bench, &aim, talk, error));
    lot_aim_tell_late(&bench.lottery.finding, talk);
    TRY(lot_outcome_tell(&bench, talk, error));
done:
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_solve = {
    .name = "solve",
    .purpose = "find the fairest lottery over panels that meet the quotas",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .run = run,
};
