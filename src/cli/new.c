/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot new: make an assembly file. */
#include "desk/input.h"
#include "desk/steps.h"
#include "talk/command.h"
#include "talk/json.h"
#include "talk/option_lines.h"
#include "talk/words.h"

#include <inttypes.h>

static const lot_option options[] = {
    {.name = "title",
     .kind = LOT_OPTION_TEXT,
     .value = "TEXT",
     .required = true,
     .help = "what the reports call it"},
    LOT_OPTION_SEATS(true),
    LOT_OPTION_PER_HOUSEHOLD,
    LOT_OPTION_PSEUDONYMS,
    LOT_OPTIONS_END,
};

static lot_status tell(const lot_workbench *bench, const char *path, lot_talk *talk,
                       lot_error *error)
{
    lot_pid process_id;
    lot_text words = LOT_TEXT_EMPTY;
    lot_status status = LOT_OK;
    lot_process_id(&process_id, &bench->info.key);
    lot_text_format(&words, "%s: %s, %" PRIu32 " seats, process %s\n", path, bench->info.title,
                    bench->info.seats, process_id.text);
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk,
                      json_pack("{s:o, s:s, s:I, s:I, s:s}", "file", lot_json_string(path), "title",
                                bench->info.title, "seats", (json_int_t)bench->info.seats,
                                "per_household", (json_int_t)bench->info.per_household, "process",
                                process_id.text),
                      error));
done:
    lot_text_free(&words);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    const char *path = lot_argument_operand(arguments, 0);
    bench.info.seats = (uint32_t)lot_argument_number(arguments, "seats");
    bench.info.per_household = (uint32_t)lot_argument_number(arguments, "per-household");
    TRY(lot_words_tidy(&bench.info.title, "--title", lot_argument_text(arguments, "title"), error));
    TRY(lot_input_key(&bench.info.key, lot_argument_text(arguments, "pseudonyms-from"), error));
    TRY(lot_step_new(&bench, path, error));
    TRY(lot_assembly_commit(bench.assembly, error));
    TRY(tell(&bench, path, talk, error));
done:
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_new = {
    .name = "new",
    .purpose = "make an assembly file",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .run = run,
};
