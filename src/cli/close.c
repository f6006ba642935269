/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot close: no more registrations. */
#include "desk/journal.h"
#include "desk/steps.h"
#include "talk/command.h"
#include "talk/json.h"
#include "talk/option_lines.h"

#include <inttypes.h>

static const lot_option options[] = {LOT_OPTIONS_END};

static lot_status tell(const lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    char root[LOT_HEX_BYTES];
    lot_pid process_id;
    lot_text words = LOT_TEXT_EMPTY;
    lot_status status = LOT_OK;
    lot_digest_hex(root, &bench->pseudonyms->root);
    lot_assembly_process_id(&process_id, &bench->info);
    lot_text_format(&words,
                    "Closed with %" PRIu32 " people.\nMerkle root of the pool: %s\n"
                    "Process id, for contributors: %s\n",
                    bench->pool->people_count, root, process_id.text);
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk,
                      json_pack("{s:I, s:s, s:s}", "people", (json_int_t)bench->pool->people_count,
                                "root", root, "process", process_id.text),
                      error));
done:
    lot_text_free(&words);
    return status;
}

static lot_status end_registrations(lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_workbench_need_open(bench, error));
    TRY(lot_workbench_need_seats(bench, talk->problems, error));
    TRY(lot_step_close(bench, error));
    TRY(lot_assembly_commit(bench->assembly, error));
done:
    lot_journal_failed(bench, "close", status, error);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    TRY(lot_workbench_open(&bench, lot_argument_operand(arguments, 0), true, error));
    TRY(end_registrations(&bench, talk, error));
    TRY(tell(&bench, talk, error));
done:
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_close = {
    .name = "close",
    .purpose = "end the registrations: people and quotas are fixed from here on",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .run = run,
};
