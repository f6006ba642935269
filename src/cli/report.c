/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot report: what an assembly file holds, as a summary or a page. */
#include "cli/command.h"
#include "cli/journal.h"
#include "cli/json.h"
#include "cli/option_lines.h"
#include "cli/outcome.h"
#include "cli/results.h"

#include "civiclot/file.h"

#include <string.h>

static const lot_option options[] = {
    {.name = "out",
     .kind = LOT_OPTION_TEXT,
     .value = "PAGE",
     .help = "write the HTML page here; `-` is standard output"},
    LOT_OPTIONS_END,
};

static lot_status write_page(const lot_workbench *bench, const char *path, lot_talk *talk,
                             lot_error *error)
{
    lot_report report;
    lot_pid process_id;
    lot_text page = LOT_TEXT_EMPTY;
    lot_status status = LOT_OK;
    lot_workbench_report(&report, &process_id, bench);
    TRY(lot_report_html(&page, &report, error));
    if (strcmp(path, "-") == 0) {
        TRY(lot_talk_bytes(talk, page.bytes, page.length, error));
        goto done;
    }
    TRY(lot_file_write(path, page.bytes, page.length, LOT_MODE_PERSONAL, error));
    lot_talk_say(talk, "Written: %s", path);
    TRY(lot_talk_json(talk, json_pack("{s:[o]}", "written", lot_json_string(path)), error));
done:
    lot_text_free(&page);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    const char *page = lot_argument_text(arguments, "out");
    if (page != NULL && strcmp(page, "-") == 0 && talk->json)
        TRY(LOT_FAIL(error, LOT_USAGE, "--out - and --json both want standard output"));
    TRY(lot_workbench_open(&bench, lot_argument_operand(arguments, 0), false, error));
    TRY(lot_journal_check(bench.assembly, error));
    TRY(lot_workbench_load_results(&bench, error));
    TRY(page != NULL ? write_page(&bench, page, talk, error)
                     : lot_outcome_tell(&bench, talk, error));
done:
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_report = {
    .name = "report",
    .purpose = "show quotas, chances and how the draw was made",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .run = run,
};
