/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot: fair, provable selection of panels. One table of commands; everything else is theirs.
 *
 * The exit code is the lot_status that a command ends with.
 */
#include "talk/command.h"
#include "talk/interrupt.h"
#include "talk/nearest.h"

#include "civiclot/pseudonym.h"
#include "civiclot/version.h"

#include <stdio.h>
#include <string.h>

static const lot_command *const commands[] = {
    /* clang-format off */
    &lot_command_invite,
    &lot_command_invite_draw,
    &lot_command_invite_check,
    &lot_command_select,
    &lot_command_plan,
    &lot_command_new,
    &lot_command_import,
    &lot_command_withdraw,
    &lot_command_quotas,
    &lot_command_watch,
    &lot_command_check,
    &lot_command_surplus,
    &lot_command_compare,
    &lot_command_solve,
    &lot_command_reserves,
    &lot_command_close,
    &lot_command_contribute,
    &lot_command_commit,
    &lot_command_reveal,
    &lot_command_draw,
    &lot_command_mark,
    &lot_command_replace,
    &lot_command_erase,
    &lot_command_report,
    &lot_command_log,
    &lot_command_export,
    &lot_command_tables,
    &lot_command_verify,
    &lot_command_receipt,
    &lot_command_past,
    &lot_command_keygen,
    &lot_command_publish_page,
    &lot_command_anonymise,
    /* clang-format on */
};

enum { COMMANDS_COUNT = sizeof commands / sizeof commands[0] };

static const lot_command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMANDS_COUNT; i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    }
    return NULL;
}

static lot_status unknown_command(const char *name, lot_error *error)
{
    const char *names[COMMANDS_COUNT + 1] = {"help"};
    for (size_t i = 0; i < COMMANDS_COUNT; i++)
        names[i + 1] = commands[i]->name;
    const char *nearest = lot_nearest_name(name, names, COMMANDS_COUNT + 1);
    return LOT_FAIL(error, LOT_USAGE, "there is no command '%s'%s%s%s: see civiclot help", name,
                    nearest != NULL ? " (did you mean " : "", nearest != NULL ? nearest : "",
                    nearest != NULL ? "?)" : "");
}

static void put_overview(lot_text *text)
{
    lot_text_put(text, "civiclot selects panels by lot: fair chances, and a draw that anyone can "
                       "check.\n\nUsage: civiclot COMMAND [options]\n\n");
    for (size_t i = 0; i < COMMANDS_COUNT; i++)
        lot_text_format(text, "  %-12s  %s\n", commands[i]->name, commands[i]->purpose);
    lot_text_put(text, "\nciviclot help COMMAND tells its options; civiclot --version the version."
                       "\nExit codes: 0 done, 1 failure, 2 usage, 3 bad input, 4 no panel can meet "
                       "the quotas,\n5 verification failed, 130 interrupted.\n");
}

/* Help is a result, also with --json. command: NULL for the overview. */
static lot_status print_help(lot_talk *talk, const lot_command *command, lot_error *error)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_status status = LOT_OK;
    if (command != NULL)
        lot_command_help(&text, command);
    else
        put_overview(&text);
    TRY(lot_text_check(&text, error));
    TRY(lot_talk_bytes(talk, text.bytes, text.length, error));
done:
    lot_text_free(&text);
    return status;
}

static lot_status no_command(lot_talk *talk, lot_error *error)
{
    lot_text text = LOT_TEXT_EMPTY;
    put_overview(&text);
    lot_talk_insist(talk, lot_text_string(&text));
    lot_text_free(&text);
    return LOT_FAIL(error, LOT_USAGE, "which command?");
}

static lot_status help(lot_talk *talk, size_t count, char *const *words, lot_error *error)
{
    if (count == 0)
        return print_help(talk, NULL, error);
    const lot_command *command = find_command(words[0]);
    if (command == NULL)
        return unknown_command(words[0], error);
    return print_help(talk, command, error);
}

static lot_status run_command(const lot_command *command, lot_talk *talk, size_t count,
                              char *const *words, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_arguments *arguments = NULL;
    TRY(lot_arguments_parse(&arguments, command, count, words, error));
    talk->json = lot_argument_is_given(arguments, "json");
    talk->quiet = lot_argument_is_given(arguments, "quiet");
    if (lot_argument_is_given(arguments, "help"))
        TRY(print_help(talk, command, error));
    else
        TRY(command->run(arguments, talk, error));
done:
    lot_arguments_free(arguments);
    return status;
}

/* words: [count] what follows the program's name. */
static lot_status run(lot_talk *talk, size_t count, char *const *words, lot_error *error)
{
    if (count == 0)
        return no_command(talk, error);
    if (strcmp(words[0], "help") == 0 || strcmp(words[0], "--help") == 0 ||
        strcmp(words[0], "-h") == 0)
        return help(talk, count - 1, words + 1, error);
    if (strcmp(words[0], "--version") == 0)
        return lot_talk_bytes(talk, "civiclot " LOT_VERSION "\n",
                              strlen("civiclot " LOT_VERSION "\n"), error);
    const lot_command *command = find_command(words[0]);
    if (command == NULL)
        return unknown_command(words[0], error);
    lot_status status = lot_audit_start(error);
    return status != LOT_OK ? status : run_command(command, talk, count - 1, words + 1, error);
}

/* So that a command line that cannot be parsed still fails as its caller wants to read it. */
static bool wants_json(size_t count, char *const *words)
{
    for (size_t i = 0; i < count && strcmp(words[i], "--") != 0; i++) {
        if (strcmp(words[i], "--json") == 0)
            return true;
    }
    return false;
}

int main(int count, char **words)
{
    lot_talk talk = {0};
    lot_error error = {.message = ""};
    size_t after = count > 0 ? (size_t)count - 1 : 0;
    lot_interrupt_catch();
    lot_status status = lot_talk_start(&talk, &error);
    talk.json = wants_json(after, words + 1);
    if (status == LOT_OK)
        status = run(&talk, after, words + 1, &error);
    if (status != LOT_OK)
        lot_talk_failure(&talk, status, &error);
    lot_talk_end(&talk);
    return (int)status;
}
