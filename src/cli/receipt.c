/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot receipt: what volunteers get, so that each can check that they are in the pool.
 *
 * It only reads, and nothing is logged: who asked for whose receipt is nobody's concern.
 */
#include "civiclot/receipt.h"

#include "civiclot/spreadsheet.h"
#include "desk/journal.h"
#include "desk/output.h"
#include "desk/person.h"
#include "talk/command.h"
#include "talk/json.h"
#include "talk/option_lines.h"

#include <inttypes.h>

static const lot_option options[] = {
    {.name = "id",
     .kind = LOT_OPTION_TEXT,
     .value = "ID",
     .help = "the receipt of this person; on standard output if there is no --out"},
    {.name = "all",
     .kind = LOT_OPTION_FLAG,
     .help = "everyone's, as a CSV file: id,pid,index,receipt; needs --out"},
    {.name = "out",
     .kind = LOT_OPTION_TEXT,
     .value = "PATH",
     .help = "write the file here, readable by you only; `-` is standard output"},
    LOT_OPTION_SPREADSHEET("with --all: ids that no spreadsheet runs as formulas"),
    LOT_OPTION_FORCE,
    LOT_OPTIONS_END,
};

static lot_status check_wishes(const lot_arguments *arguments, const lot_talk *talk,
                               lot_error *error)
{
    bool all = lot_argument_is_given(arguments, "all");
    const char *out = lot_argument_text(arguments, "out");
    if (all == lot_argument_is_given(arguments, "id"))
        return LOT_FAIL(error, LOT_USAGE, "whose receipt? --id ID, or --all --out PATH");
    if (!all && lot_argument_is_given(arguments, "spreadsheet"))
        return LOT_FAIL(error, LOT_USAGE, "--spreadsheet needs --all");
    if (all && out == NULL)
        return LOT_FAIL(error, LOT_USAGE, "--all needs --out PATH");
    if (out == NULL)
        return LOT_OK;
    if (lot_output_is_stream(out) && talk->json)
        return LOT_FAIL(error, LOT_USAGE, "--out - and --json both want standard output");
    return lot_output_allow(out, lot_argument_operand(arguments, 0),
                            lot_argument_is_given(arguments, "force"), error);
}

/* Before that, another registration would make every receipt worthless. */
static lot_status check_closed(const lot_workbench *bench, lot_error *error)
{
    lot_status status = lot_workbench_need_pool(bench, error);
    if (status != LOT_OK || bench->info.closed)
        return status;
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "the registrations are still open, and a receipt tells how many people there "
                    "are and the root over all of them: civiclot close comes first");
}

/* Which row, as the id itself may be anything. */
static lot_status refuse_id(const lot_workbench *bench, uint32_t person, lot_error *error)
{
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "row %" PRIu32 ": the id has a line end or another control character inside, "
                    "which cannot stand in a receipt",
                    bench->pool->rows[person]);
}

static lot_status put_receipt(lot_text *text, uint32_t *index, const lot_receipt_maker *maker,
                              uint32_t person, lot_error *error)
{
    lot_receipt receipt;
    lot_status status = lot_receipt_make(&receipt, maker, person, error);
    if (status != LOT_OK)
        return status;
    lot_receipt_put(text, &receipt);
    *index = receipt.index;
    lot_receipt_free(&receipt);
    return lot_text_check(text, error);
}

static lot_status tell_one(const lot_workbench *bench, uint32_t person, uint32_t index,
                           const lot_text *receipt, const char *out, lot_talk *talk,
                           lot_error *error)
{
    json_t *object =
        json_pack("{s:o, s:s, s:I, s:I}", "id", lot_json_string(bench->pool->ids[person]), "pid",
                  bench->pseudonyms->pids[person].text, "index", (json_int_t)index, "people",
                  (json_int_t)bench->pool->people_count);
    if (object != NULL && out != NULL)
        (void)json_object_set_new(object, "written", json_pack("[o]", lot_json_string(out)));
    else if (object != NULL)
        (void)json_object_set_new(object, "receipt", lot_json_string(lot_text_string(receipt)));
    return lot_talk_json(talk, object, error);
}

static lot_status one(const lot_workbench *bench, const lot_receipt_maker *maker, const char *id,
                      const char *out, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    uint32_t person, index;
    TRY(lot_person_find(&person, bench, id, error));
    if (!lot_receipt_has_room(maker, person))
        TRY(refuse_id(bench, person, error));
    TRY(put_receipt(&text, &index, maker, person, error));
    if (out != NULL)
        TRY(lot_output_write(out, &text, talk, error));
    else
        TRY(lot_talk_text(talk, &text, error));
    TRY(tell_one(bench, person, index, &text, out, talk, error));
done:
    lot_text_free(&text);
    return status;
}

/* What is to be said of some rows. */
struct rows {
    uint32_t count;
    uint32_t first; /* row number */
};

/* Everyone's receipts, and what is to be said of them. */
struct everyone {
    const lot_workbench *bench;
    const lot_receipt_maker *maker;
    bool spreadsheet;
    lot_text file;
    struct rows without; /* no receipt */
    struct rows run;     /* a spreadsheet would run the id, */
    struct rows
        split; /* or a line of the receipt, where it does not take the comma to part cells */
};

static void meet(struct rows *rows, const struct everyone *everyone, uint32_t person)
{
    if (rows->count++ == 0)
        rows->first = everyone->bench->pool->rows[person];
}

static void put_id(struct everyone *everyone, uint32_t person)
{
    const char *id = everyone->bench->pool->ids[person];
    lot_text safe = LOT_TEXT_EMPTY;
    if (lot_spreadsheet_runs(id))
        meet(&everyone->run, everyone, person);
    if (everyone->spreadsheet)
        lot_spreadsheet_put(&safe, id);
    lot_csv_put_cell(&everyone->file, everyone->spreadsheet ? lot_text_string(&safe) : id, ',');
    lot_text_free_part(&everyone->file, &safe);
}

/* A row of the file; who has no receipt has an empty cell. A receipt stays what it is. */
static lot_status put_row(struct everyone *everyone, uint32_t person, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    lot_text *file = &everyone->file;
    const lot_workbench *bench = everyone->bench;
    const lot_receipt_maker *maker = everyone->maker;
    put_id(everyone, person);
    lot_text_format(file, ",%s,", bench->pseudonyms->pids[person].text);
    if (lot_receipt_has_room(maker, person)) {
        uint32_t index;
        TRY(put_receipt(&text, &index, maker, person, error));
        lot_text_format(file, "%" PRIu32 ",", index);
        lot_csv_put_cell(file, lot_text_string(&text), ',');
        if (lot_spreadsheet_runs(lot_text_string(&text)))
            meet(&everyone->split, everyone, person);
    } else {
        meet(&everyone->without, everyone, person);
        lot_text_put(file, ",");
    }
    lot_text_put(file, "\n");
done:
    lot_text_free(&text);
    return status;
}

/* Where, and never what: an id may be anybody's name. */
static void warn(const struct everyone *everyone, lot_talk *talk)
{
    const struct rows *without = &everyone->without;
    const struct rows *run = &everyone->run;
    const struct rows *split = &everyone->split;
    if (without->count > 0)
        lot_talk_say(talk,
                     "WARNING: %" PRIu32 " of %" PRIu32 " people have no receipt, the first in row "
                     "%" PRIu32 ": a line end or another control character is in the id",
                     without->count, everyone->bench->pool->people_count, without->first);
    if (run->count > 0 && !everyone->spreadsheet)
        lot_talk_say(talk,
                     "WARNING: a spreadsheet would run %" PRIu32 " of the ids as formulas, the "
                     "first in row %" PRIu32 ": open there only what was written with "
                     "--spreadsheet",
                     run->count, run->first);
    if (split->count > 0)
        lot_talk_say(talk,
                     "WARNING: %" PRIu32 " of the receipts, the first in row %" PRIu32
                     ", must stay as they are, but a spreadsheet that does not take the comma "
                     "between cells would run a part of them: open the file with commas alone",
                     split->count, split->first);
}

static lot_status all(struct everyone *everyone, const char *out, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = everyone->bench->pool->people_count;
    if (everyone->spreadsheet)
        lot_spreadsheet_begin(&everyone->file, LOT_UTF8);
    lot_text_put(&everyone->file, "id,pid,index,receipt\n");
    for (uint32_t p = 0; p < everyone->bench->pool->people_count; p++) {
        if (lot_pool_is_erased(everyone->bench->pool, p))
            count--;
        else
            TRY(put_row(everyone, p, error));
    }
    TRY(lot_output_write(out, &everyone->file, talk, error));
    warn(everyone, talk);
    TRY(lot_talk_json(talk,
                      json_pack("{s:[o], s:I, s:I, s:I}", "written", lot_json_string(out), "people",
                                (json_int_t)count, "without_receipt",
                                (json_int_t)everyone->without.count, "formulas",
                                (json_int_t)everyone->run.count),
                      error));
done:
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    lot_receipt_maker *maker = NULL;
    struct everyone everyone = {.bench = &bench,
                                .spreadsheet = lot_argument_is_given(arguments, "spreadsheet")};
    const char *id = lot_argument_text(arguments, "id");
    const char *out = lot_argument_text(arguments, "out");
    TRY(check_wishes(arguments, talk, error));
    TRY(lot_workbench_open(&bench, lot_argument_operand(arguments, 0), false, error));
    TRY(lot_journal_check(bench.assembly, error));
    TRY(check_closed(&bench, error));
    TRY(lot_workbench_seal(&bench, error));
    TRY(lot_receipt_maker_new(&maker, &bench.info.key, bench.pool, bench.quotas, bench.pseudonyms,
                              error));
    if (bench.pool->ids_are_rows)
        lot_talk_say(talk, "The people file has no column of ids: its row numbers are the ids, and "
                           "stand in the receipts");
    everyone.maker = maker;
    TRY(id != NULL ? one(&bench, maker, id, out, talk, error) : all(&everyone, out, talk, error));
done:
    lot_text_free(&everyone.file);
    lot_receipt_maker_free(maker);
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_receipt = {
    .name = "receipt",
    .purpose = "write what volunteers check their place in the pool with: one's, or everyone's",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .notes =
        "Give the receipts out after close and before the draw: with the published folder they\n"
        "show that their holder is in the pool, once, with which answers, and which tickets are\n"
        "theirs. A receipt names its person and holds their answers: send it to nobody else.\n"
        "For a mail merge take the CSV of --all: its rows stand in the order of the people file,\n"
        "so its columns can be put beside the addresses there, or be looked up by `id`. Attach "
        "the\n"
        "cell `receipt`, which is a whole text of several lines, as receipt.txt in UTF-8; in a\n"
        "letter it can be printed, but who checks it needs every character of it.",
    .run = run,
};
