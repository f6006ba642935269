/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Drop-out options: how likely members are to leave, as it is given to every command that asks.
 */
#ifndef CIVICLOT_DESK_DROPOUT_OPTIONS_H
#define CIVICLOT_DESK_DROPOUT_OPTIONS_H

#include "civiclot/dropout_rates.h"
#include "talk/options.h"
#include "talk/talk.h"

/* Two lines of a table of options. */
/* clang-format off */
#define LOT_OPTIONS_DROPOUTS                                                                       \
    {.name = "dropouts",                                                                           \
     .kind = LOT_OPTION_TEXT,                                                                      \
     .value = "RATE|FILE",                                                                         \
     .help = "how many leave: 12%, or a file feature,value,rate (10% if not given)"},              \
    {.name = "dropouts-from",                                                                      \
     .kind = LOT_OPTION_NAMES,                                                                     \
     .value = "FILE[,...]",                                                                        \
     .help = "learn it from earlier assembly files: who of their panels withdrew"}
/* clang-format on */

/* Where rates come from. */
typedef enum lot_dropout_origin {
    LOT_DROPOUTS_USUAL,
    LOT_DROPOUTS_GIVEN,
    LOT_DROPOUTS_FILE,
    LOT_DROPOUTS_LEARNT
} lot_dropout_origin;

/* How likely members are to leave, and how that is known. */
typedef struct lot_dropout_choice {
    lot_dropout_rates rates;
    lot_dropout_origin origin;
    uint32_t panels;    /* learnt from */
    uint32_t members;   /* of them */
    uint32_t left;      /* of these */
    uint32_t *known_of; /* [quotas->features_count] members whose value is one of the quotas';
                           NULL: nothing was learnt */
} lot_dropout_choice;

/* Are the options fit for each other? LOT_USAGE if not. To be asked before anything is read. */
lot_status lot_dropout_options_check(const lot_arguments *arguments, lot_error *error);

/*
 * Take --dropouts or --dropouts-from for these quotas, LOT_RATE_USUAL where neither is given, and
 * say what was learnt. LOT_USAGE: a rate that is none; LOT_BAD_INPUT, with talk's problems: a file
 * that is wrong, or an assembly file in which nobody is drawn yet; else as lot_workbench_open().
 * *out is empty on failure; free it with lot_dropout_choice_free().
 */
lot_status lot_dropout_options_take(lot_dropout_choice *out, const lot_quotas *quotas,
                                    const lot_arguments *arguments, lot_talk *talk,
                                    lot_error *error);

void lot_dropout_choice_free(lot_dropout_choice *choice); /* frees what it holds, not itself */

/*
 * Add where the rates are from, in words for a line: "10 % for everybody, which is usual", "12.9 %
 * for all and by value, learnt from 50 members of 1 panel, 7 of whom left".
 */
void lot_dropout_choice_describe(lot_text *words, const lot_dropout_choice *choice);

/*
 * {"from": "usual", "overall": 0.1, "values": [{"feature", "value", "rate"}, ...]}, and of what was
 * learnt "panels", "members" and "left". from: usual, given, file or learnt.
 */
json_t *lot_dropout_choice_json(const lot_dropout_choice *choice, const lot_quotas *quotas);

#endif
