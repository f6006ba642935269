/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quotas from a population: civiclot quotas --from. */
#ifndef CIVICLOT_CLI_QUOTAS_FROM_H
#define CIVICLOT_CLI_QUOTAS_FROM_H

#include "civiclot/fair.h"
#include "talk/options.h"
#include "talk/talk.h"

#define LOT_OPTIONS_QUOTAS_FROM                                                                    \
    {.name = "from",                                                                               \
     .kind = LOT_OPTION_NAMES,                                                                     \
     .value = "FILE[,...]",                                                                        \
     .help = "make quotas from tables of the population: docs/planning.md"},                       \
        {.name = "seats",                                                                          \
         .kind = LOT_OPTION_NUMBER,                                                                \
         .value = "N",                                                                             \
         .help = "with --from, without an assembly FILE: how many seats there are",                \
         .least = 1,                                                                               \
         .greatest = LOT_SEATS_MOST},                                                              \
        {.name = "features",                                                                       \
         .kind = LOT_OPTION_NAMES,                                                                 \
         .value = "NAME[,...]",                                                                    \
         .help = "with --from: only these; all that are counted if not given"},                    \
        {.name = "method",                                                                         \
         .kind = LOT_OPTION_TEXT,                                                                  \
         .value = "NAME",                                                                          \
         .help = "bounds (if not given), largest-remainder or sainte-lague"},                      \
        {.name = "band",                                                                           \
         .kind = LOT_OPTION_NUMBER,                                                                \
         .value = "SEATS",                                                                         \
         .help = "with --from: so many fewer, and so many more, are allowed",                      \
         .least = 0,                                                                               \
         .greatest = LOT_SEATS_MOST},                                                              \
        {.name = "at-least",                                                                       \
         .kind = LOT_OPTION_NUMBER,                                                                \
         .value = "SEATS",                                                                         \
         .help = "with --from: the least for every value that people are counted for",             \
         .least = 0,                                                                               \
         .greatest = LOT_SEATS_MOST},                                                              \
        {.name = "other",                                                                          \
         .kind = LOT_OPTION_LIST,                                                                  \
         .value = "VALUE:MIN-MAX",                                                                 \
         .help = "an answer that no table counts; of one feature: FEATURE:VALUE:MIN-MAX"},         \
        {.name = "out",                                                                            \
         .kind = LOT_OPTION_TEXT,                                                                  \
         .value = "FILE",                                                                          \
         .help = "with --from: where to write the quotas; else standard output"},                  \
        {.name = "apply",                                                                          \
         .kind = LOT_OPTION_NUMBER,                                                                \
         .value = "K",                                                                             \
         .help = "with --from, where no panel exists: write the quotas with change K",             \
         .least = 1,                                                                               \
         .greatest = LOT_CHANGE_KINDS},                                                            \
        {.name = "worksheet",                                                                      \
         .kind = LOT_OPTION_TEXT,                                                                  \
         .value = "FILE",                                                                          \
         .help = "with --from: also the counts and shares behind them, as CSV"},                   \
    {                                                                                              \
        .name = "force", .kind = LOT_OPTION_FLAG, .help = "with --from: replace files that exist"  \
    }

/* Make quotas, check them against the population, and write them. */
lot_status lot_quotas_from(const lot_arguments *arguments, lot_talk *talk, lot_error *error);

/*
 * The same for an assembly file with so many seats, which is the first operand and into which the
 * caller takes them: *quotas, as CSV, to be freed also on failure. LOT_NO_PANEL was told.
 */
lot_status lot_quotas_make(lot_text *quotas, uint32_t seats, const lot_arguments *arguments,
                           lot_talk *talk, lot_error *error);

/* LOT_USAGE when an option of the table above is given that only --from has. */
lot_status lot_quotas_from_refuse(const lot_arguments *arguments, lot_error *error);

#endif
