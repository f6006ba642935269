/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counted: a population, read from the files that a command line names. */
#ifndef CIVICLOT_DESK_COUNTED_H
#define CIVICLOT_DESK_COUNTED_H

#include "civiclot/population.h"
#include "talk/options.h"
#include "talk/talk.h"

/* From which options: names of options of the command's table. */
typedef struct lot_counted_options {
    const char *files;    /* its files, a list of names */
    const char *features; /* the features to read; NULL: the command has no such option */
    const char *sheet;    /* of spreadsheets; NULL: likewise */
} lot_counted_options;

/*
 * Read the population, and say what there is to know about its tables. notices: the same, as lines.
 * Problems of all files are told in one pass. *out is NULL on failure; free it with
 * lot_population_free().
 */
lot_status lot_counted_read(lot_population **out, const lot_counted_options *options,
                            const lot_arguments *arguments, lot_text *notices, lot_talk *talk,
                            lot_error *error);

/* Say each of the lines, without its LF, as talk. Cannot fail. */
void lot_counted_say(lot_talk *talk, const char *lines);

/* The lines as a list of strings. NULL: no memory. */
json_t *lot_counted_lines_json(const char *lines);

#endif
