/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sitting: who of a panel comes, and who is to sit together or apart, as a user wrote it.
 *
 *   Q1  whoever is named is on the panel: else it is a problem, and all problems are told at once;
 *   Q2  a rule about somebody who is absent is passed over, and counted.
 */
#ifndef CIVICLOT_CLI_SITTING_H
#define CIVICLOT_CLI_SITTING_H

#include "desk/workbench.h"
#include "talk/options.h"
#include "talk/talk.h"

#include "civiclot/seating.h"

typedef struct lot_sitting {
    uint32_t *members; /* [members_count] people of the pool who come, in its order */
    uint32_t members_count;
    uint32_t *member_of; /* [people of the pool] index into members; or one of the two below */
    uint32_t absent_count;
    lot_seating_rule *rules; /* [rules_count] of members */
    uint32_t *rows; /* [rules_count] row number in the file of --pairs; 0: from an option */
    uint32_t rules_count;
    size_t rules_room;
    size_t rows_room;
    uint32_t passed_over; /* see Q2 */
    const char *file;     /* of --pairs, or NULL */
} lot_sitting;

#define LOT_NOT_ON_PANEL UINT32_MAX
#define LOT_IS_ABSENT (UINT32_MAX - 1)

/*
 * Take the panel, without those of --absent, and the rules of --together, --apart and --pairs.
 * on_panel: [people of the pool]. LOT_BAD_INPUT with talk's problems; LOT_FAILURE.
 */
lot_status lot_sitting_take(lot_sitting *sitting, const lot_workbench *bench, const bool *on_panel,
                            const lot_arguments *arguments, lot_talk *talk, lot_error *error);

void lot_sitting_free(lot_sitting *sitting);

/* LOT_BAD_INPUT: why no seating keeps the rules, which are told as problems. */
lot_status lot_sitting_refuse(const lot_sitting *sitting, const lot_clash *clash,
                              const lot_seating_task *task, const lot_workbench *bench,
                              lot_problems *problems, lot_error *error);

#endif
