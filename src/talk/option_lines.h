/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Option lines: lines of option tables that several commands have, written once.
 */
#ifndef CIVICLOT_TALK_OPTION_LINES_H
#define CIVICLOT_TALK_OPTION_LINES_H

#include "talk/options.h"

#include "civiclot/lottery.h"

enum {
    LOT_SEATS_MOST = 100000,
    LOT_TICKETS_STANDARD = 1000,
    LOT_ATTEMPTS_MOST = 1000000,
    LOT_SECONDS_MOST = 1000000
};

#define LOT_OPTION_PEOPLE(needed)                                                                  \
    {                                                                                              \
        .name = "people", .kind = LOT_OPTION_TEXT, .value = "FILE", .required = (needed),          \
        .help = "who registered: CSV, XLSX or ODS with a header"                                   \
    }

#define LOT_OPTION_QUOTAS(needed)                                                                  \
    {                                                                                              \
        .name = "quotas", .kind = LOT_OPTION_TEXT, .value = "FILE", .required = (needed),          \
        .help = "CSV, XLSX or ODS: feature,value,min,max"                                          \
    }

#define LOT_OPTION_SHEET(words)                                                                    \
    {                                                                                              \
        .name = "sheet", .kind = LOT_OPTION_TEXT, .value = "NAME", .help = (words)                 \
    }

#define LOT_OPTION_QUOTAS_SHEET                                                                    \
    {                                                                                              \
        .name = "quotas-sheet", .kind = LOT_OPTION_TEXT, .value = "NAME",                          \
        .help = "quotas in XLSX or ODS: the sheet to read; else the first"                         \
    }

#define LOT_OPTION_FROM_SHARES                                                                     \
    {                                                                                              \
        .name = "from-shares", .kind = LOT_OPTION_FLAG,                                            \
        .help = "min and max are shares (12.5% or 0.125): min rounded down, max up"                \
    }

#define LOT_OPTION_SEATS(needed)                                                                   \
    {                                                                                              \
        .name = "seats", .kind = LOT_OPTION_NUMBER, .value = "N", .required = (needed),            \
        .help = "how many to select", .least = 1, .greatest = LOT_SEATS_MOST                       \
    }

#define LOT_OPTION_ID                                                                              \
    {                                                                                              \
        .name = "id", .kind = LOT_OPTION_TEXT, .value = "COLUMN",                                  \
        .help = "the column that names people; else `id`, else the row number"                     \
    }

#define LOT_OPTION_HOUSEHOLD                                                                       \
    {                                                                                              \
        .name = "household", .kind = LOT_OPTION_NAMES, .value = "COLUMN[,...]",                    \
        .help = "the columns that make up an address; who leaves the first blank is alone"         \
    }

#define LOT_OPTION_MAP                                                                             \
    {                                                                                              \
        .name = "map", .kind = LOT_OPTION_TEXT, .value = "RULES",                                  \
        .help = "how cells are to be read, and who is excluded: docs/registrations.md"             \
    }

#define LOT_OPTION_HOUSEHOLDS                                                                      \
    {                                                                                              \
        .name = "households", .kind = LOT_OPTION_TEXT, .value = "FILE",                            \
        .help = "addresses that are almost the same: written; once filled in, read again"          \
    }

#define LOT_OPTION_PER_HOUSEHOLD                                                                   \
    {                                                                                              \
        .name = "per-household", .kind = LOT_OPTION_NUMBER, .value = "N",                          \
        .help = "most of one household on a panel", .least = 1, .greatest = LOT_SEATS_MOST,        \
        .standard = 1                                                                              \
    }

#define LOT_OPTION_OBJECTIVE                                                                       \
    {                                                                                              \
        .name = "objective", .kind = LOT_OPTION_TEXT, .value = "NAME",                             \
        .help = "leximin (if not given), maximin, nash, goldilocks, minimax, or legacy"            \
    }

#define LOT_OPTION_TICKETS                                                                         \
    {                                                                                              \
        .name = "tickets", .kind = LOT_OPTION_NUMBER, .value = "N",                                \
        .help = "how finely chances are divided", .least = 1, .greatest = LOT_TICKETS_MAX,         \
        .standard = LOT_TICKETS_STANDARD                                                           \
    }

#define LOT_OPTION_GAMMA                                                                           \
    {                                                                                              \
        .name = "gamma", .kind = LOT_OPTION_TEXT, .value = "DECIMAL",                              \
        .help = "goldilocks: how much a low chance weighs (0.000001 to 1000; 1 if not given)"      \
    }

#define LOT_OPTION_TIME_LIMIT                                                                      \
    {                                                                                              \
        .name = "time-limit", .kind = LOT_OPTION_NUMBER, .value = "SECONDS",                       \
        .help = "limit on the search: what follows still takes its time; not repeatable",          \
        .least = 1, .greatest = LOT_SECONDS_MOST                                                   \
    }

#define LOT_OPTION_DUMP_MODEL                                                                      \
    {                                                                                              \
        .name = "dump-model", .kind = LOT_OPTION_TEXT, .value = "FILE",                            \
        .help = "first write what a panel must meet, for another solver (CPLEX LP)"                \
    }

#define LOT_OPTION_PSEUDONYMS                                                                      \
    {                                                                                              \
        .name = "pseudonyms-from", .kind = LOT_OPTION_TEXT, .value = "FILE",                       \
        .help = "32 secret bytes that fix every random byte"                                       \
    }

#define LOT_OPTION_ATTEMPT                                                                         \
    {                                                                                              \
        .name = "attempt", .kind = LOT_OPTION_NUMBER, .value = "N",                                \
        .help = "not the newest draw, but this attempt", .least = 1, .greatest = LOT_ATTEMPTS_MOST \
    }

#define LOT_OPTION_FORCE                                                                           \
    {                                                                                              \
        .name = "force", .kind = LOT_OPTION_FLAG, .help = "replace files that are there"           \
    }

#define LOT_OPTION_SPREADSHEET(words)                                                              \
    {                                                                                              \
        .name = "spreadsheet", .kind = LOT_OPTION_FLAG, .help = (words)                            \
    }

#define LOT_OPTION_WEAK                                                                            \
    {                                                                                              \
        .name = "weak", .kind = LOT_OPTION_FLAG,                                                   \
        .help = "go on with so few dice that all their outcomes can be tried"                      \
    }

/* How a table of options ends. */
#define LOT_OPTIONS_END                                                                            \
    {                                                                                              \
        .name = NULL                                                                               \
    }

#endif
