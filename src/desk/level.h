/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Level: what of an attempt is published. `public` names nobody's values; `full` opens every leaf
 * and shows the certificate, so that a stranger can check all of it, and may find out who is who.
 */
#ifndef CIVICLOT_DESK_LEVEL_H
#define CIVICLOT_DESK_LEVEL_H

#include "desk/workbench.h"
#include "talk/options.h"
#include "talk/talk.h"

#define LOT_OPTION_FULL                                                                            \
    {                                                                                              \
        .name = "full", .kind = LOT_OPTION_FLAG,                                                   \
        .help = "publish everyone's values, and the certificate"                                   \
    }

#define LOT_OPTION_ACCEPT_DISCLOSURE                                                               \
    {                                                                                              \
        .name = "accept-disclosure", .kind = LOT_OPTION_FLAG,                                      \
        .help = "with --full: what that tells of people is accepted"                               \
    }

/* Is --full given? LOT_USAGE when --accept-disclosure is, without it. */
lot_status lot_level_take(bool *full, const lot_arguments *arguments, lot_error *error);

/*
 * With --full, say how many people their values alone tell apart. LOT_USAGE, after that, when
 * --accept-disclosure is not given. Needs the pool; nothing is written before this.
 */
lot_status lot_level_accept(const lot_workbench *bench, const lot_arguments *arguments,
                            lot_talk *talk, lot_error *error);

/* Add to bench->publication what level `full` has more. */
lot_status lot_level_open(lot_workbench *bench, lot_error *error);

/*
 * At level `public`, of the attempt on the bench: say what ticket counts and panels tell all the
 * same, and add it to the object as "leak". At level `full` nothing. object: may be NULL.
 * LOT_FAILURE: no memory.
 */
lot_status lot_level_tell_leak(json_t *object, const lot_workbench *bench, lot_talk *talk,
                               lot_error *error);

/* "full" or "public". Static. */
const char *lot_level_name(bool full);

#endif
