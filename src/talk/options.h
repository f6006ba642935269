/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Options: each command has one table of them; parsing, ranges and help all derive from it.
 *
 *   O1  an option is given as `--name value` or `--name=value`, a flag as `--name`;
 *   O2  only a list may be given more than once;
 *   O3  after `--` everything is an operand; `-` is one, too;
 *   O4  --json, --quiet and --help belong to every command.
 */
#ifndef CIVICLOT_TALK_OPTIONS_H
#define CIVICLOT_TALK_OPTIONS_H

#include "civiclot/text.h"

#include <stdint.h>

typedef struct lot_command lot_command;

typedef enum lot_option_kind {
    LOT_OPTION_FLAG,
    LOT_OPTION_TEXT,
    LOT_OPTION_NUMBER, /* least .. greatest */
    LOT_OPTION_NAMES,  /* one or several, with commas between them */
    LOT_OPTION_LIST    /* may be given several times */
} lot_option_kind;

typedef struct lot_option {
    const char *name; /* without the dashes */
    lot_option_kind kind;
    const char *value; /* what the help calls the value; NULL for a flag */
    const char *help;
    bool required;
    uint64_t least; /* numbers only */
    uint64_t greatest;
    uint64_t standard; /* where it is not given; 0: there is none */
} lot_option;

/* What was given on a command line. */
typedef struct lot_arguments lot_arguments;

/*
 * Parse the words after the command's name. words: [count].
 * LOT_USAGE when they do not fit the command's table, LOT_FAILURE when there is no memory.
 * Where --help is among them, nothing is required. *out is NULL on failure; free it with
 * lot_arguments_free().
 */
lot_status lot_arguments_parse(lot_arguments **out, const lot_command *command, size_t count,
                               char *const *words, lot_error *error);

/* Free the arguments. NULL is fine. */
void lot_arguments_free(lot_arguments *arguments);

/* Has the command an option of that name? Cannot fail. */
bool lot_argument_is_known(const lot_arguments *arguments, const char *name);

/* The options below must stand in the command's table (or O4): anything else is a bug. */

bool lot_argument_is_given(const lot_arguments *arguments, const char *name);

/* The text, or NULL where it was not given. */
const char *lot_argument_text(const lot_arguments *arguments, const char *name);

/* The number, or the table's standard where it was not given. */
uint64_t lot_argument_number(const lot_arguments *arguments, const char *name);

/* How many names or texts were given; *values: [that many], the arguments' own. */
uint32_t lot_argument_list(const char *const **values, const lot_arguments *arguments,
                           const char *name);

/* Operand `index`, or NULL where there are fewer. */
const char *lot_argument_operand(const lot_arguments *arguments, size_t index);

/* How many operands there are; *values: [that many], the arguments' own. */
uint32_t lot_argument_operands(const char *const **values, const lot_arguments *arguments);

/* Add the help of one command, derived from its table. */
void lot_command_help(lot_text *text, const lot_command *command);

#endif
