/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot invite: list the addresses that may be invited, and publish what the first lottery rests
 * on, before the public value is known; with --seed all of it in one run, which proves less.
 */
#include "core/folder.h"
#include "desk/input.h"
#include "desk/invited.h"
#include "desk/signing.h"
#include "desk/sources.h"
#include "talk/command.h"
#include "talk/option_lines.h"
#include "talk/table_file.h"
#include "talk/words.h"

#include "civiclot/file.h"
#include "civiclot/log.h"
#include "civiclot/version.h"
#include "core/array.h"
#include "invite/strata.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const lot_option options[] = {
    {.name = "address",
     .kind = LOT_OPTION_NAMES,
     .value = "COLUMN[,...]",
     .required = true,
     .help = "the columns that make up an address: rows that share one get one letter"},
    {.name = "out",
     .kind = LOT_OPTION_TEXT,
     .value = "DIR",
     .required = true,
     .help = "the folder of results: new or empty"},
    {.name = "letters",
     .kind = LOT_OPTION_NUMBER,
     .value = "N",
     .help = "how many letters; not needed where the file of --strata gives them",
     .least = 1,
     .greatest = LOT_LETTERS_MOST},
    {.name = "stratum",
     .kind = LOT_OPTION_TEXT,
     .value = "COLUMN",
     .help = "the column that says which stratum an address is in; else all are one"},
    {.name = "strata",
     .kind = LOT_OPTION_TEXT,
     .value = "FILE",
     .help = "stratum, and one of letters, response, size, population, share; and extra"},
    {.name = "extra",
     .kind = LOT_OPTION_NUMBER,
     .value = "N",
     .help = "so many of the letters go to the strata that --strata marks as extra alone",
     .least = 1,
     .greatest = LOT_LETTERS_MOST},
    {.name = "two-stage",
     .kind = LOT_OPTION_NUMBER,
     .value = "K",
     .help = "the strata are municipalities: draw K portions of letters by size among them",
     .least = 1,
     .greatest = LOT_LETTERS_MOST},
    {.name = "exclude",
     .kind = LOT_OPTION_LIST,
     .value = "FILE",
     .help = "an earlier mailing, with the same columns: its addresses get no letter; repeatable"},
    {.name = "leave-out",
     .kind = LOT_OPTION_FLAG,
     .help = "go on without the rows that have no address or stratum, and say so to everybody"},
    {.name = "source",
     .kind = LOT_OPTION_LIST,
     .value = "SOURCE",
     .help = "dice:COUNT, beacon:NAME:ROUND or text:WHAT; repeatable; text:seed if not given"},
    {.name = "seed",
     .kind = LOT_OPTION_TEXT,
     .value = "TEXT",
     .help = "draw at once with this public value, which then proves less"},
    {.name = "title", .kind = LOT_OPTION_TEXT, .value = "TEXT", .help = "what it is called"},
    LOT_OPTION_WEAK,
    LOT_OPTION_PSEUDONYMS,
    LOT_OPTION_KEY,
    LOT_OPTION_PASSPHRASE_FILE,
    LOT_OPTIONS_END,
};

static lot_status take_sources(lot_invitation *it, const lot_arguments *arguments, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *const *names;
    lot_error why = {.message = ""};
    uint32_t count = lot_argument_list(&names, arguments, "source");
    it->one_run = lot_argument_is_given(arguments, "seed");
    if (it->one_run && count > 0)
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "either --seed, for all in one run, or --source, for a value to come"));
    TRY(lot_sources_read(&it->sources, &it->sources_count, names, count, error));
    for (uint32_t s = 0; s < it->sources_count; s++)
        if (lot_invitation_check_source(it->sources[s].name, &why) != LOT_OK)
            TRY(LOT_FAIL(error, LOT_USAGE, "--source: %s", why.message));
    if (!lot_argument_is_given(arguments, "weak"))
        TRY(lot_sources_need_strong(it->sources, it->sources_count, false, error));
    TRY(lot_sources_need_ahead(it->sources, it->sources_count, error));
    if (it->one_run)
        TRY(lot_words_tidy(&it->sources[0].value, "--seed", lot_argument_text(arguments, "seed"),
                           error));
done:
    return status;
}

static lot_status copy_columns(lot_invited *invited, const lot_arguments *arguments,
                               lot_error *error)
{
    lot_status status = LOT_OK;
    const char *const *names;
    uint32_t count = lot_argument_list(&names, arguments, "address");
    invited->columns = lot_array_new(count, sizeof *invited->columns);
    if (invited->columns == NULL)
        return LOT_NO_MEMORY(error);
    for (; invited->columns_count < count; invited->columns_count++)
        TRY(lot_words_tidy(&invited->columns[invited->columns_count], "--address",
                           names[invited->columns_count], error));
done:
    return status;
}

static lot_status take_options(lot_invited *invited, const lot_arguments *arguments,
                               lot_error *error)
{
    lot_status status = LOT_OK;
    lot_invitation *it = &invited->it;
    char time[LOT_TIME_BYTES];
    const char *title = lot_argument_text(arguments, "title");
    bool staged = lot_argument_is_given(arguments, "two-stage");
    TRY(lot_folder_check(lot_argument_text(arguments, "out"), error));
    TRY(take_sources(it, arguments, error));
    TRY(copy_columns(invited, arguments, error));
    TRY(lot_words_tidy(&it->title, "--title", title != NULL ? title : "Invitation", error));
    TRY(lot_log_time(time, error));
    it->time = lot_string_copy(time);
    it->version = lot_string_copy(LOT_VERSION);
    if (it->time == NULL || it->version == NULL)
        TRY(LOT_NO_MEMORY(error));
    it->letters = (uint32_t)lot_argument_number(arguments, "letters");
    it->extra = (uint32_t)lot_argument_number(arguments, "extra");
    it->portions = (uint32_t)lot_argument_number(arguments, "two-stage");
    it->rule = staged ? LOT_LETTERS_TWO_STAGE : LOT_LETTERS_BY_ADDRESSES;
    if ((staged || lot_argument_is_given(arguments, "strata")) &&
        !lot_argument_is_given(arguments, "stratum"))
        TRY(LOT_FAIL(error, LOT_USAGE, "--stratum COLUMN must say which stratum an address is in"));
    TRY(lot_input_key(&invited->key, lot_argument_text(arguments, "pseudonyms-from"), error));
    lot_process_id(&it->process_id, &invited->key);
done:
    return status;
}

static lot_status read_strata(lot_invitation *it, const char *path, lot_talk *talk,
                              lot_error *error)
{
    lot_status status = LOT_OK;
    lot_table *table = NULL;
    TRY(lot_table_file_read(&table, path, talk, error));
    TRY(lot_strata_read(it, table, talk->problems, error));
done:
    lot_table_free(table);
    return status;
}

/* The letters, as the options and the file of strata say together. */
static lot_status settle_letters(lot_invitation *it, lot_error *error)
{
    uint64_t given = 0;
    bool marked = false;
    for (uint32_t h = 0; h < it->strata_count; h++) {
        given += it->strata[h].letters;
        marked = marked || it->strata[h].extra;
    }
    if (it->rule == LOT_LETTERS_GIVEN && it->letters == 0 && given <= LOT_LETTERS_MOST)
        it->letters = (uint32_t)given;
    if (it->rule == LOT_LETTERS_GIVEN && it->letters != given)
        return LOT_FAIL(error, LOT_USAGE,
                        "--letters: the file of --strata gives %" PRIu64 " letters in all", given);
    if (it->letters == 0)
        return LOT_FAIL(error, LOT_USAGE, "--letters N must say how many letters there are");
    if (it->extra > 0 && (!marked || it->extra > it->letters))
        return LOT_FAIL(error, LOT_USAGE,
                        "--extra: the file of --strata must mark strata in a column `extra`, give "
                        "no letters itself, and there cannot be more extra letters than letters");
    if (it->extra == 0 && marked)
        return LOT_FAIL(error, LOT_USAGE,
                        "the file of --strata marks strata as extra: --extra N must say how many "
                        "letters are for them alone");
    if (it->portions > it->letters)
        return LOT_FAIL(error, LOT_USAGE, "--two-stage: there are fewer letters than portions");
    return LOT_OK;
}

static lot_status make_list(lot_invited *invited, const char *folder,
                            const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_list_wish wish = {
        .path = lot_argument_operand(arguments, 0),
        .columns = {(const char *const *)invited->columns, invited->columns_count},
        .stratum = lot_argument_text(arguments, "stratum"),
        .leave_out = lot_argument_is_given(arguments, "leave-out"),
        .key = &invited->key,
        .folder = folder};
    wish.earlier_count = lot_argument_list(&wish.earlier, arguments, "exclude");
    return lot_list_make(&invited->it, &wish, &talk->progress, talk->problems, error);
}

/* Given letters are what a stratum gets, and no more than it has addresses. */
static lot_status check_given(const lot_invitation *it, lot_problems *problems, const char *path,
                              lot_error *error)
{
    size_t before = lot_problems_count(problems);
    for (uint32_t h = 0; h < it->strata_count; h++)
        if (it->strata[h].letters > it->strata[h].addresses)
            lot_problems_add(problems,
                             "%s: the stratum '%.300s' is given %" PRIu32 " letters and has "
                             "%" PRIu32 " addresses",
                             path, it->strata[h].name, it->strata[h].letters,
                             it->strata[h].addresses);
    return lot_problems_refuse(problems, before, path, error);
}

static lot_status share(lot_invitation *it, const lot_arguments *arguments, lot_talk *talk,
                        lot_error *error)
{
    if (it->rule == LOT_LETTERS_GIVEN)
        return check_given(it, talk->problems, lot_argument_text(arguments, "strata"), error);
    if (it->rule == LOT_LETTERS_TWO_STAGE)
        return lot_invitation_check_portions(it, error);
    return lot_invitation_share(it, error);
}

/* Everything that the folder holds, in the place where it is built. */
static lot_status build(lot_invited *invited, const char *folder, const lot_arguments *arguments,
                        lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_invitation *it = &invited->it;
    char *draw = lot_path_join(folder, "draw");
    if (draw == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(make_list(invited, folder, arguments, talk, error));
    TRY(share(it, arguments, talk, error));
    TRY(lot_talk_step(talk, "publishing", error));
    TRY(lot_sources_need_ahead(it->sources, it->sources_count, error));
    TRY(lot_invited_bind(invited, error));
    TRY(lot_invited_keep(invited, folder, error));
    TRY(lot_invited_publish(invited, folder, error));
    if (!it->one_run)
        goto done;
    TRY(lot_talk_step(talk, "drawing", error));
    TRY(lot_folder_make(folder, "draw", error));
    TRY(lot_invited_draw(invited, folder, &talk->progress, error));
    TRY(lot_invited_write_letters(invited, lot_argument_operand(arguments, 0), draw, talk, error));
    TRY(lot_invited_publish(invited, draw, error));
done:
    free(draw);
    return status;
}

static void tell_limits(const lot_invitation *it, lot_talk *talk)
{
    if (it->left_out > 0)
        lot_talk_say(talk,
                     "%" PRIu32 " rows are left out for a fault: left-out.csv names them, and "
                     "their number is published",
                     it->left_out);
    if (it->one_run)
        lot_talk_say(talk, "The public value was known when the list was made: only civiclot "
                           "invite, then the value, then civiclot invite-draw proves more.");
    else
        lot_talk_say(talk, "Next: publish the folder publish, give M to others, and when the "
                           "public value is there: civiclot invite-draw");
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_invited invited = {.columns = NULL};
    lot_workbench bench = {0}; /* for its signer */
    lot_folder folder = {NULL, NULL};
    const char *strata = lot_argument_text(arguments, "strata");
    const char *out = lot_argument_text(arguments, "out");
    TRY(take_options(&invited, arguments, error));
    TRY(lot_signing_take(&bench, arguments, talk, error));
    invited.signer = bench.signer;
    invited.it.has_key = bench.signer != NULL;
    if (bench.signer != NULL)
        invited.it.key = *lot_secret_key_public(bench.signer);
    if (strata != NULL)
        TRY(read_strata(&invited.it, strata, talk, error));
    TRY(settle_letters(&invited.it, error));
    TRY(lot_folder_begin(&folder, out, error));
    TRY(build(&invited, folder.partial, arguments, talk, error));
    TRY(lot_talk_step(talk, "writing", error));
    TRY(lot_folder_finish(&folder, error));
    tell_limits(&invited.it, talk);
    TRY(lot_invited_tell(&invited, out, talk, error));
done:
    lot_folder_abandon(&folder);
    lot_workbench_clear(&bench);
    lot_invited_clear(&invited);
    return status;
}

const lot_command lot_command_invite = {
    .name = "invite",
    .purpose = "the first lottery: list addresses, and announce how letters are drawn",
    .operands = "ADDRESSES",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .notes = "ADDRESSES is a CSV file of any length. DIR is written whole or not at all: publish/ "
             "is for\neverybody, the rest for you alone: keep.txt, list.bin and left-out.csv. Keep "
             "ADDRESSES as it is.\nciviclot invite-draw draws from DIR once the public value is "
             "known. See docs/inviting.md.",
    .run = run,
};
