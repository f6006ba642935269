/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot report: what an assembly file holds, as a summary or a page. */
#include "cli/composed.h"
#include "desk/input.h"
#include "desk/outcome.h"
#include "desk/output.h"
#include "talk/command.h"
#include "talk/json.h"
#include "talk/option_lines.h"

static const lot_option options[] = {
    {.name = "out",
     .kind = LOT_OPTION_TEXT,
     .value = "PAGE",
     .help = "write the HTML page here; `-` is standard output"},
    LOT_OPTIONS_COMPOSITION,
    LOT_OPTION_ATTEMPT,
    LOT_OPTION_FORCE,
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
    TRY(lot_output_write(path, &page, talk, error));
    TRY(lot_talk_json(talk, json_pack("{s:[o]}", "written", lot_json_string(path)), error));
done:
    lot_text_free(&page);
    return status;
}

static lot_status check_place(const lot_arguments *arguments, const char *path,
                              const lot_talk *talk, lot_error *error)
{
    if (lot_output_is_stream(path) && talk->json)
        return LOT_FAIL(error, LOT_USAGE, "--out - and --json both want standard output");
    return lot_output_allow(path, lot_argument_operand(arguments, 0),
                            lot_argument_is_given(arguments, "force"), error);
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    const char *page = lot_argument_text(arguments, "out");
    bool composition = lot_argument_is_given(arguments, "composition");
    TRY(lot_composed_check(arguments, error));
    if (page != NULL)
        TRY(check_place(arguments, page, talk, error));
    bench.takes_erased = true;
    TRY(lot_outcome_open(&bench, arguments, talk, error));
    if (!lot_argument_is_given(arguments, "composition")) /* it has no cell of the people file */
        lot_input_tell_formulas(talk, &bench);
    if (composition)
        TRY(lot_composed(&bench, arguments, talk, error));
    else
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
    .notes = "It is of the newest draw, or else of the newest commit, unless --attempt says.\n"
             "--composition is of the panel as it is by now: text, or with --out a page, or CSV\n"
             "where PAGE ends in .csv. Small numbers are for the organiser; --public leaves them\n"
             "out: docs/replacing.md.",
    .run = run,
};
