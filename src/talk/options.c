/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options: one pass over the words of a command line. */
#include "talk/options.h"

#include "core/array.h"
#include "talk/command.h"
#include "talk/nearest.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const lot_option shared[] = {
    {.name = "json", .help = "print one JSON object instead of text"},
    {.name = "quiet", .help = "print results and errors only"},
    {.name = "help", .help = "print this help"},
};

enum { SHARED_COUNT = sizeof shared / sizeof shared[0] };

/* All values that were given for one option. */
struct given {
    char **values;
    size_t count;
    size_t room;
    uint64_t number;
};

struct lot_arguments {
    const lot_command *command;
    size_t own_count;    /* the command's own options come first, the shared ones after them */
    struct given *given; /* [own_count + SHARED_COUNT] */
    struct given operands;
};

static size_t count_own(const lot_command *command)
{
    size_t count = 0;
    while (command->options[count].name != NULL)
        count++;
    return count;
}

static const lot_option *option_at(const lot_command *command, size_t own_count, size_t index)
{
    return index < own_count ? &command->options[index] : &shared[index - own_count];
}

/* The option's index, or own_count + SHARED_COUNT where there is none of that name. */
static size_t find(const lot_arguments *arguments, const char *name, size_t length)
{
    size_t index = 0;
    for (; index < arguments->own_count + SHARED_COUNT; index++) {
        const char *candidate = option_at(arguments->command, arguments->own_count, index)->name;
        if (strncmp(candidate, name, length) == 0 && candidate[length] == '\0')
            break;
    }
    return index;
}

bool lot_argument_is_known(const lot_arguments *arguments, const char *name)
{
    return find(arguments, name, strlen(name)) < arguments->own_count + SHARED_COUNT;
}

static const struct given *look_up(const lot_arguments *arguments, const char *name)
{
    size_t index = find(arguments, name, strlen(name));
    assert(index < arguments->own_count + SHARED_COUNT);
    return &arguments->given[index];
}

static lot_status keep(struct given *into, const char *value, size_t length, lot_error *error)
{
    void *values = into->values;
    if (lot_array_grow(&values, &into->room, into->count, sizeof *into->values) != 0)
        return LOT_NO_MEMORY(error);
    into->values = values;
    char *copy = lot_array_new(length + 1, 1);
    if (copy == NULL)
        return LOT_NO_MEMORY(error);
    memcpy(copy, value, length);
    into->values[into->count++] = copy;
    return LOT_OK;
}

static lot_status keep_names(struct given *into, const lot_option *option, const char *value,
                             lot_error *error)
{
    for (;;) {
        size_t length = strcspn(value, ",");
        if (length == 0)
            return LOT_FAIL(error, LOT_USAGE, "--%s has an empty name between its commas",
                            option->name);
        lot_status status = keep(into, value, length, error);
        if (status != LOT_OK || value[length] == '\0')
            return status;
        value += length + 1;
    }
}

static lot_status keep_number(struct given *into, const lot_option *option, const char *value,
                              lot_error *error)
{
    uint64_t number = 0;
    bool fits = *value != '\0';
    for (const char *digit = value; *digit != '\0' && fits; digit++) {
        fits = *digit >= '0' && *digit <= '9' && number <= option->greatest / 10;
        number = number * 10 + (uint64_t)(*digit - '0');
    }
    if (!fits || number < option->least || number > option->greatest)
        return LOT_FAIL(error, LOT_USAGE,
                        "--%s must be a whole number from %" PRIu64 " to %" PRIu64 ", not '%s'",
                        option->name, option->least, option->greatest, value);
    into->number = number;
    return keep(into, value, strlen(value), error);
}

static lot_status keep_value(struct given *into, const lot_option *option, const char *value,
                             lot_error *error)
{
    if (into->count > 0 && option->kind != LOT_OPTION_LIST)
        return LOT_FAIL(error, LOT_USAGE, "--%s is given twice", option->name);
    if (option->kind != LOT_OPTION_FLAG && *value == '\0')
        return LOT_FAIL(error, LOT_USAGE, "--%s needs a value: %s", option->name, option->value);
    switch (option->kind) {
    case LOT_OPTION_NAMES:
        return keep_names(into, option, value, error);
    case LOT_OPTION_NUMBER:
        return keep_number(into, option, value, error);
    case LOT_OPTION_FLAG:
    case LOT_OPTION_TEXT:
    case LOT_OPTION_LIST:
        break;
    }
    return keep(into, value, strlen(value), error);
}

static lot_status unknown_option(const lot_arguments *arguments, const char *name, size_t length,
                                 lot_error *error)
{
    const char *names[64];
    size_t count = arguments->own_count + SHARED_COUNT;
    assert(count <= sizeof names / sizeof names[0]);
    for (size_t i = 0; i < count; i++)
        names[i] = option_at(arguments->command, arguments->own_count, i)->name;
    char typed[64] = "";
    memcpy(typed, name, length < sizeof typed ? length : sizeof typed - 1);
    const char *nearest = lot_nearest_name(typed, names, count);
    return LOT_FAIL(error, LOT_USAGE, "%s has no option --%s%s%s%s: see civiclot help %s",
                    arguments->command->name, typed, nearest != NULL ? " (did you mean --" : "",
                    nearest != NULL ? nearest : "", nearest != NULL ? "?)" : "",
                    arguments->command->name);
}

/* Take the option words[*at], and the word after it where that is its value. */
static lot_status take_option(lot_arguments *arguments, size_t count, char *const *words,
                              size_t *at, lot_error *error)
{
    const char *name = words[*at] + 2;
    size_t length = strcspn(name, "=");
    size_t index = find(arguments, name, length);
    if (index == arguments->own_count + SHARED_COUNT)
        return unknown_option(arguments, name, length, error);
    const lot_option *option = option_at(arguments->command, arguments->own_count, index);
    const char *value = name[length] == '=' ? name + length + 1 : NULL;
    if (option->kind == LOT_OPTION_FLAG) {
        if (value != NULL)
            return LOT_FAIL(error, LOT_USAGE, "--%s takes no value", option->name);
        return keep_value(&arguments->given[index], option, "", error);
    }
    if (value == NULL) {
        /* what looks like an option is a forgotten value; --name=--value says otherwise */
        bool next = *at + 1 < count && strncmp(words[*at + 1], "--", 2) != 0;
        if (!next)
            return LOT_FAIL(error, LOT_USAGE, "--%s needs a value: %s", option->name,
                            option->value);
        value = words[++*at];
    }
    return keep_value(&arguments->given[index], option, value, error);
}

static lot_status take_words(lot_arguments *arguments, size_t count, char *const *words,
                             lot_error *error)
{
    bool operands_only = false;
    for (size_t at = 0; at < count; at++) {
        lot_status status = LOT_OK;
        const char *word = words[at];
        if (!operands_only && strcmp(word, "--") == 0)
            operands_only = true;
        else if (!operands_only && strncmp(word, "--", 2) == 0)
            status = take_option(arguments, count, words, &at, error);
        else if (!operands_only && word[0] == '-' && word[1] != '\0')
            status = LOT_FAIL(error, LOT_USAGE, "%s has no option %s: see civiclot help %s",
                              arguments->command->name, word, arguments->command->name);
        else
            status = keep(&arguments->operands, word, strlen(word), error);
        if (status != LOT_OK)
            return status;
    }
    return LOT_OK;
}

static lot_status check_complete(const lot_arguments *arguments, lot_error *error)
{
    const lot_command *command = arguments->command;
    lot_text missing = LOT_TEXT_EMPTY;
    for (size_t i = 0; i < arguments->own_count; i++) {
        const lot_option *option = &command->options[i];
        if (option->required && arguments->given[i].count == 0)
            lot_text_format(&missing, "%s--%s %s", missing.length > 0 ? ", " : "", option->name,
                            option->value);
    }
    lot_status status = lot_text_check(&missing, error);
    size_t operands = arguments->operands.count;
    if (status == LOT_OK && operands < command->operands_least)
        status = LOT_FAIL(error, LOT_USAGE, "%s needs %s%s%s: see civiclot help %s", command->name,
                          command->operands, missing.length > 0 ? ", " : "",
                          lot_text_string(&missing), command->name);
    else if (status == LOT_OK && missing.length > 0)
        status = LOT_FAIL(error, LOT_USAGE, "%s needs %s: see civiclot help %s", command->name,
                          lot_text_string(&missing), command->name);
    else if (status == LOT_OK && operands > command->operands_most)
        status = LOT_FAIL(error, LOT_USAGE, "%s does not expect '%s': see civiclot help %s",
                          command->name, arguments->operands.values[command->operands_most],
                          command->name);
    lot_text_free(&missing);
    return status;
}

lot_status lot_arguments_parse(lot_arguments **out, const lot_command *command, size_t count,
                               char *const *words, lot_error *error)
{
    lot_status status = LOT_OK;
    *out = NULL;
    lot_arguments *arguments = lot_array_new(1, sizeof *arguments);
    if (arguments == NULL)
        return LOT_NO_MEMORY(error);
    arguments->command = command;
    arguments->own_count = count_own(command);
    arguments->given = lot_array_new(arguments->own_count + SHARED_COUNT, sizeof(struct given));
    if (arguments->given == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(take_words(arguments, count, words, error));
    if (!lot_argument_is_given(arguments, "help"))
        TRY(check_complete(arguments, error));
    *out = arguments;
    arguments = NULL;
done:
    lot_arguments_free(arguments);
    return status;
}

static void drop(struct given *given)
{
    for (size_t i = 0; i < given->count; i++)
        free(given->values[i]);
    free(given->values);
}

void lot_arguments_free(lot_arguments *arguments)
{
    if (arguments == NULL)
        return;
    for (size_t i = 0; arguments->given != NULL && i < arguments->own_count + SHARED_COUNT; i++)
        drop(&arguments->given[i]);
    free(arguments->given);
    drop(&arguments->operands);
    free(arguments);
}

bool lot_argument_is_given(const lot_arguments *arguments, const char *name)
{
    return look_up(arguments, name)->count > 0;
}

const char *lot_argument_text(const lot_arguments *arguments, const char *name)
{
    const struct given *given = look_up(arguments, name);
    return given->count > 0 ? given->values[0] : NULL;
}

uint64_t lot_argument_number(const lot_arguments *arguments, const char *name)
{
    const struct given *given = look_up(arguments, name);
    if (given->count > 0)
        return given->number;
    size_t index = find(arguments, name, strlen(name));
    return option_at(arguments->command, arguments->own_count, index)->standard;
}

uint32_t lot_argument_list(const char *const **values, const lot_arguments *arguments,
                           const char *name)
{
    const struct given *given = look_up(arguments, name);
    *values = (const char *const *)given->values;
    return (uint32_t)given->count;
}

uint32_t lot_argument_operands(const char *const **values, const lot_arguments *arguments)
{
    *values = (const char *const *)arguments->operands.values;
    return (uint32_t)arguments->operands.count;
}

const char *lot_argument_operand(const lot_arguments *arguments, size_t index)
{
    return index < arguments->operands.count ? arguments->operands.values[index] : NULL;
}

/* One line of help: "  --seats N          seats of the panel (1 to 100000)". */
static void put_option(lot_text *text, const lot_option *option)
{
    lot_text left = LOT_TEXT_EMPTY;
    lot_text_format(&left, "--%s%s%s", option->name, option->value != NULL ? " " : "",
                    option->value != NULL ? option->value : "");
    lot_text_format(text, "  %-27s %s", lot_text_string(&left), option->help);
    if (option->kind == LOT_OPTION_NUMBER)
        lot_text_format(text, " (%" PRIu64 " to %" PRIu64, option->least, option->greatest);
    if (option->kind == LOT_OPTION_NUMBER && option->standard > 0)
        lot_text_format(text, "; %" PRIu64 " if not given", option->standard);
    lot_text_put(text, option->kind == LOT_OPTION_NUMBER ? ")\n" : "\n");
    lot_text_free_part(text, &left);
}

void lot_command_help(lot_text *text, const lot_command *command)
{
    size_t own_count = count_own(command);
    lot_text_format(text, "civiclot %s: %s\n\nUsage: civiclot %s%s%s", command->name,
                    command->purpose, command->name, *command->operands != '\0' ? " " : "",
                    command->operands);
    for (size_t i = 0; i < own_count; i++) {
        if (command->options[i].required)
            lot_text_format(text, " --%s %s", command->options[i].name, command->options[i].value);
    }
    lot_text_put(text, " [options]\n\nOptions:\n");
    for (size_t i = 0; i < own_count + SHARED_COUNT; i++)
        put_option(text, option_at(command, own_count, i));
    if (command->notes != NULL)
        lot_text_format(text, "\n%s\n", command->notes);
}
