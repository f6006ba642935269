/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Watched: what civiclot watch found out, and how it is told. */
#ifndef CIVICLOT_CLI_WATCHED_H
#define CIVICLOT_CLI_WATCHED_H

#include "civiclot/remedy.h"
#include "cli/pace.h"

typedef struct lot_watched {
    const lot_arguments *arguments;
    lot_talk *talk;
    lot_workbench bench;
    lot_letters letters;
    lot_pace pace;
    lot_watch_task task;
    lot_flow *flows; /* [task.flows_count] the first is without more letters */
    lot_watch *watch;
    lot_expected_pool expected;
    lot_remedy *remedies; /* [remedies_count] */
    uint32_t remedies_count;
    uint64_t more_letters;   /* of all remedies together */
    lot_watch *with_letters; /* the same with them; NULL: there are none */
} lot_watched;

/* Tell all of it, as text or JSON. */
lot_status lot_watched_tell(const lot_watched *watched, lot_error *error);

#endif
