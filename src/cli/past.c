/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot past: who was drawn, as hashes, for the rules of a later assembly.
 *
 * It only reads, and nothing is logged, as with every other file that is exported: the log is
 * published, and what an organiser takes out of their own records is no part of the draw.
 */
#include "clean/past.h"

#include "clean/rule_phrase.h"
#include "desk/outcome.h"
#include "desk/output.h"
#include "pool/column.h"
#include "pool/rows.h"
#include "talk/command.h"
#include "talk/json.h"
#include "talk/option_lines.h"

#include <inttypes.h>

static const lot_option options[] = {
    {.name = "by",
     .kind = LOT_OPTION_TEXT,
     .value = "COLUMN[+...]",
     .required = true,
     .help = "what tells who somebody is: \"E-mail\", or \"First name + Last name + Date of "
             "birth\""},
    {.name = "out",
     .kind = LOT_OPTION_TEXT,
     .value = "PATH",
     .required = true,
     .help = "write the list here, readable by you only; `-` is standard output"},
    {.name = "dates",
     .kind = LOT_OPTION_TEXT,
     .value = "ORDER",
     .help = "how 03/04/1990 is to be read: day/month/year or month/day/year"},
    LOT_OPTION_ATTEMPT,
    LOT_OPTION_FORCE,
    LOT_OPTIONS_END,
};

/* The columns of --by. */
typedef struct identity {
    lot_phrase names[LOT_PAST_PARTS_MOST];
    uint32_t columns[LOT_PAST_PARTS_MOST];
    uint32_t count;
    lot_date_order order;
} identity;

/* Members who are not in the list, and why. */
typedef struct left_out {
    lot_rows blank;
    lot_rows ambiguous;
    uint32_t same; /* as another member */
} left_out;

static void identity_clear(identity *who)
{
    for (uint32_t i = 0; i < who->count; i++)
        lot_phrase_free(&who->names[i]);
}

static lot_status take_names(identity *who, const char *by, lot_error *error)
{
    static const lot_phrase_end end = {"+", NULL};
    for (const char *at = by;; at++) {
        lot_phrase_fault fault;
        if (who->count == LOT_PAST_PARTS_MOST)
            return LOT_FAIL(error, LOT_USAGE, "--by: %d columns are the most", LOT_PAST_PARTS_MOST);
        lot_status status = lot_phrase_read(&who->names[who->count], &fault, &at, &end, error);
        if (status != LOT_OK)
            return status;
        if (fault != LOT_PHRASE_SOUND)
            return LOT_FAIL(error, LOT_USAGE, "--by: the name of a column: %s",
                            lot_phrase_fault_words(fault));
        who->count++;
        if (*at == '\0')
            return LOT_OK;
    }
}

static lot_status take_order(identity *who, const char *order, lot_error *error)
{
    if (order == NULL)
        return LOT_OK;
    if (!lot_date_order_read(&who->order, order))
        return LOT_FAIL(error, LOT_USAGE, "--dates is day/month/year or month/day/year, not '%s'",
                        order);
    return LOT_OK;
}

static lot_status take_wishes(identity *who, const lot_arguments *arguments, const lot_talk *talk,
                              lot_error *error)
{
    lot_status status = LOT_OK;
    const char *out = lot_argument_text(arguments, "out");
    TRY(take_names(who, lot_argument_text(arguments, "by"), error));
    TRY(take_order(who, lot_argument_text(arguments, "dates"), error));
    if (lot_output_is_stream(out) && talk->json)
        TRY(LOT_FAIL(error, LOT_USAGE, "--out - and --json both want standard output"));
    TRY(lot_output_allow(out, lot_argument_operand(arguments, 0),
                         lot_argument_is_given(arguments, "force"), error));
done:
    return status;
}

static lot_status need_draw(const lot_workbench *bench, lot_error *error)
{
    const lot_attempt *attempt = &bench->attempt;
    if (attempt->number != 0 && attempt->test)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "attempt %" PRIu32 " is a rehearsal: nobody was selected by it",
                        attempt->number);
    if (!attempt->drawn)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s: nobody is drawn yet", bench->path);
    return LOT_OK;
}

static lot_status find_columns(identity *who, const lot_workbench *bench, lot_talk *talk,
                               lot_error *error)
{
    lot_status status = LOT_OK;
    size_t before = lot_problems_count(talk->problems);
    for (uint32_t i = 0; i < who->count; i++)
        TRY(lot_column_need(&who->columns[i], bench->people, who->names[i].text, "--by names it",
                            talk->problems, error));
    TRY(lot_problems_refuse(talk->problems, before, lot_table_name(bench->people), error));
done:
    return status;
}

static lot_status add_members(lot_past *past, left_out *out, const identity *who,
                              const lot_report *report, lot_error *error)
{
    for (uint32_t p = 0; p < report->pool->people_count; p++) {
        const char *cells[LOT_PAST_PARTS_MOST];
        lot_past_reading reading;
        bool called = report->called != NULL && report->called[p];
        if ((!called && !lot_report_is_selected(report, p)) || lot_pool_is_erased(report->pool, p))
            continue;
        for (uint32_t i = 0; i < who->count; i++)
            cells[i] = lot_table_cell(report->people, p, who->columns[i]);
        lot_status status = lot_past_add(&reading, past, cells, who->order, error);
        if (status != LOT_OK)
            return status;
        if (reading == LOT_PAST_BLANK)
            lot_rows_meet(&out->blank, report->pool->rows[p]);
        if (reading == LOT_PAST_AMBIGUOUS)
            lot_rows_meet(&out->ambiguous, report->pool->rows[p]);
    }
    out->same = lot_past_count(past);
    lot_past_sort(past);
    out->same -= lot_past_count(past);
    return LOT_OK;
}

/* A list that holds nobody, or half of the people by dates that nobody can read, helps nobody. */
static lot_status check_list(const lot_past *past, const left_out *out, const lot_workbench *bench,
                             lot_talk *talk, lot_error *error)
{
    lot_text words = LOT_TEXT_EMPTY;
    if (out->ambiguous.count > 0) {
        lot_text_format(&words, "%s: ", lot_table_name(bench->people));
        lot_rows_put(&words, &out->ambiguous);
        lot_text_put(&words, ": in a date day or month may come first: say so with --dates "
                             "day/month/year or --dates month/day/year");
        lot_problems_take(talk->problems, &words);
        return LOT_FAIL(error, LOT_BAD_INPUT, "the dates of %" PRIu32 " members cannot be read",
                        out->ambiguous.count);
    }
    if (lot_past_count(past) == 0)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "every member has left one of the columns of --by blank: name others");
    return LOT_OK;
}

static lot_status tell(const lot_past *past, const left_out *out, const lot_workbench *bench,
                       const char *path, lot_talk *talk, lot_error *error)
{
    if (out->blank.count > 0) {
        lot_text words = LOT_TEXT_EMPTY;
        lot_rows_put(&words, &out->blank);
        lot_talk_say(talk,
                     "WARNING: %" PRIu32 " of the members are not in the list, as one of the "
                     "columns is blank: %s: %s",
                     out->blank.count, lot_table_name(bench->people), lot_text_string(&words));
        lot_text_free(&words);
    }
    if (out->same > 0)
        lot_talk_say(talk,
                     "WARNING: %" PRIu32 " of the members cannot be told from another by these "
                     "columns",
                     out->same);
    lot_talk_say(talk, "%" PRIu32 " members of attempt %" PRIu32 " are in the list",
                 lot_past_count(past), bench->attempt.number);
    return lot_talk_json(talk,
                         json_pack("{s:[o], s:I, s:I, s:I, s:I}", "written", lot_json_string(path),
                                   "attempt", (json_int_t)bench->attempt.number, "listed",
                                   (json_int_t)lot_past_count(past), "blank",
                                   (json_int_t)out->blank.count, "same", (json_int_t)out->same),
                         error);
}

static lot_status write_list(const lot_workbench *bench, const identity *who, const char *path,
                             lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_past *past = NULL;
    lot_text file = LOT_TEXT_EMPTY;
    left_out out = {0};
    lot_report report;
    lot_pid process_id;
    lot_key key;
    lot_key_make(&key);
    TRY(lot_past_new(&past, &key, who->count, error));
    lot_workbench_report(&report, &process_id, bench);
    TRY(add_members(past, &out, who, &report, error));
    TRY(check_list(past, &out, bench, talk, error));
    lot_past_put(&file, past);
    TRY(lot_output_write(path, &file, talk, error));
    TRY(tell(past, &out, bench, path, talk, error));
done:
    lot_key_wipe(&key);
    lot_past_free(past);
    lot_text_free(&file);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    identity who = {0};
    TRY(take_wishes(&who, arguments, talk, error));
    TRY(lot_outcome_open(&bench, arguments, talk, error));
    TRY(need_draw(&bench, error));
    TRY(find_columns(&who, &bench, talk, error));
    TRY(write_list(&bench, &who, lot_argument_text(arguments, "out"), talk, error));
done:
    identity_clear(&who);
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_past = {
    .name = "past",
    .purpose = "write who was drawn, as hashes, so that a later assembly can leave them out",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .notes =
        "FILE is the earlier assembly. The list goes into the rules of the later one, with as\n"
        "many columns in the same order as --by has:\n"
        "\n"
        "    exclude past-member: E-mail is in members-2021.txt\n"
        "\n"
        "Dates and phone numbers are the same however they are written; of other columns case\n"
        "and spaces do not matter. It is of the newest draw, unless --attempt says.\n"
        "It holds no names, but who has it can test whether somebody they think of is in it:\n"
        "hand it on to whoever draws the next panel, and do not publish it.",
    .run = run,
};
