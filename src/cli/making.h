/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making: quotas on their way from a population to a file, and what is told of them. */
#ifndef CIVICLOT_CLI_MAKING_H
#define CIVICLOT_CLI_MAKING_H

#include "civiclot/worksheet.h"
#include "cli/other.h"
#include "desk/workbench.h"
#include "talk/options.h"
#include "talk/talk.h"

/* What is known of panels. */
typedef enum lot_panel_found {
    LOT_FOUND_WHOLE, /* one of whole people */
    LOT_FOUND_PARTS, /* one that needs people of whom there is less than one */
    LOT_FOUND_NONE,
    LOT_FOUND_OUT_NOTHING /* the population has too many combinations to ask */
} lot_panel_found;

typedef struct lot_making {
    const lot_arguments *arguments;
    lot_talk *talk;
    bool kept; /* the quotas go into an assembly file */
    lot_population *population;
    lot_others others;
    lot_worksheet *worksheet;
    lot_text notices;
    lot_workbench bench; /* the quotas, and everybody as its pool */
    lot_changes *changes;
    lot_panel_found found;
} lot_making;

/* All of it as JSON. changes: NULL where there is a panel. */
json_t *lot_making_json(const lot_making *making, const lot_changes *changes);

#endif
