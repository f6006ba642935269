/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Given: the values of the sources, as `draw` was given them.
 *
 * Each option feeds the announced sources of its kind, in their order. Whatever is missing, too
 * much or not of its form is told at once, before anything is drawn.
 */
#ifndef CIVICLOT_DESK_GIVEN_H
#define CIVICLOT_DESK_GIVEN_H

#include "desk/beacon.h"
#include "desk/told.h"
#include "talk/options.h"

typedef struct lot_given_value {
    lot_source_kind kind; /* dice, beacon, text or by-hand */
    lot_pulse pulse;      /* .value: as docs/protocol.md wants it; the rest of beacons only */
} lot_given_value;

typedef struct lot_given {
    lot_given_value *values; /* [count] in the order of each option */
    uint32_t count;
    lot_told told; /* contributors' files */
} lot_given;

/* The options that give values that became public. */
#define LOT_OPTIONS_PUBLIC                                                                         \
    {.name = "dice",                                                                               \
     .kind = LOT_OPTION_LIST,                                                                      \
     .value = "DIGITS",                                                                            \
     .help = "what the announced dice showed: 1 to 6; spaces and commas do not count"},            \
        {.name = "beacon",                                                                         \
         .kind = LOT_OPTION_LIST,                                                                  \
         .value = "VALUE",                                                                         \
         .help = "ROUND:HEX, or the round's JSON as the beacon published it"},                     \
    {                                                                                              \
        .name = "seed", .kind = LOT_OPTION_LIST, .value = "TEXT",                                  \
        .help = "the value of an announced text; each option once for each source of its kind"     \
    }

/* The options of `draw` that give values, for its table. */
#define LOT_OPTIONS_GIVEN                                                                          \
    LOT_OPTIONS_PUBLIC,                                                                            \
        {.name = "ticket",                                                                         \
         .kind = LOT_OPTION_LIST,                                                                  \
         .value = "N",                                                                             \
         .help = "the ticket, where it was drawn by hand"},                                        \
    {                                                                                              \
        .name = "reveal", .kind = LOT_OPTION_LIST, .value = "FILE",                                \
        .help = "a contributor's file, where civiclot reveal did not take them before"             \
    }

/*
 * Take those of the options that the command has, in the form that the protocol wants. LOT_USAGE;
 * LOT_BAD_INPUT of files.
 */
lot_status lot_given_take(lot_given *out, const lot_arguments *arguments, lot_error *error);

/*
 * The sources that would have been announced for these values, without them: for a rehearsal.
 * None given: the operator's.
 */
lot_status lot_given_announce(lot_source **out, uint32_t *out_count, const lot_given *given,
                              lot_error *error);

/*
 * Add a problem for every value that is missing, too much or not of its form, for the public
 * sources of bench->attempt.
 */
void lot_given_check(const lot_workbench *bench, const lot_given *given, lot_problems *problems);

/* For whom values are given. Nothing is owned. */
typedef struct lot_given_for {
    const char *who; /* "attempt 3" */
    const char *process_id;
    uint64_t tickets;
    const lot_source *sources; /* [sources_count] */
    uint32_t sources_count;
} lot_given_for;

/* The same for whoever announced the sources. */
void lot_given_check_for(const lot_given_for *wanted, const lot_given *given,
                         lot_problems *problems);

/* Give the public sources their values, which were checked. */
lot_status lot_given_fill_sources(lot_source *sources, uint32_t count, const lot_given *given,
                                  lot_error *error);

/* Give the public sources of the attempt their values, which lot_given_check() passed. */
lot_status lot_given_fill(lot_attempt *attempt, const lot_given *given, lot_error *error);

void lot_given_free(lot_given *given); /* frees what it holds, not itself */

#endif
