/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mending: an assembly with a panel that was drawn, whose members can withdraw. */
#ifndef CIVICLOT_SUPPORT_MENDING_H
#define CIVICLOT_SUPPORT_MENDING_H

#include "support/run.h"

enum { LOT_MENDING_SEATS = 8, LOT_MENDING_ID = 5 };

/* Who is on a panel, by id. */
typedef struct lot_mending_panel {
    char ids[LOT_MENDING_SEATS][LOT_MENDING_ID];
    uint32_t count;
} lot_mending_panel;

/*
 * Write people.csv, 60 people V000 to V059, of whom the first 20 live in pairs, and quotas.csv, and
 * take both into the file `file` for a panel of 8; solve and close it.
 */
void lot_mending_close(const lot_run_folder *folder);

/* The same, committed in the folder `pub` and drawn. */
void lot_mending_draw(const lot_run_folder *folder);

/* The panel as `export --selected` has it. */
lot_mending_panel lot_mending_selected(const lot_run_folder *folder, const char *file);

bool lot_mending_has(const lot_mending_panel *panel, const char *id);

/* How many are on both. */
uint32_t lot_mending_both(const lot_mending_panel *a, const lot_mending_panel *b);

/*
 * Fail unless every panel of the newest draw's lottery has all `kept`, nobody of `gone`, and
 * nobody who lives with somebody else on it.
 */
void lot_mending_assert_panels(const lot_run_folder *folder, const lot_mending_panel *kept,
                               const lot_mending_panel *gone);

#endif
