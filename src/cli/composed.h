/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Composed: the composition of the panel of an assembly file, counted and told. */
#ifndef CIVICLOT_CLI_COMPOSED_H
#define CIVICLOT_CLI_COMPOSED_H

#include "desk/workbench.h"
#include "talk/options.h"
#include "talk/talk.h"

/* Lines of a table of options. */
/* clang-format off */
#define LOT_OPTIONS_COMPOSITION                                                                    \
    {.name = "composition",                                                                        \
     .kind = LOT_OPTION_FLAG,                                                                      \
     .help = "by value: population, pool, drawn, replaced, now, confirmed, attended"},             \
    {.name = "population",                                                                         \
     .kind = LOT_OPTION_TEXT,                                                                      \
     .value = "FILE",                                                                              \
     .help = "with --composition: feature,value,count of the area's people"},                      \
    {.name = "public",                                                                             \
     .kind = LOT_OPTION_FLAG,                                                                      \
     .help = "with --composition: without small numbers, nor any that tell them"}
/* clang-format on */

/* Are the options fit for each other? LOT_USAGE if not. */
lot_status lot_composed_check(const lot_arguments *arguments, lot_error *error);

/*
 * Tell the composition, or write it to --out: a page, or CSV where the path ends so. bench: with
 * the newest draw. LOT_BAD_INPUT where nobody is drawn yet, or with talk's problems.
 */
lot_status lot_composed(lot_workbench *bench, const lot_arguments *arguments, lot_talk *talk,
                        lot_error *error);

#endif
