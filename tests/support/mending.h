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

/* The same in full, with so many reserves: "6". */
void lot_mending_draw_reserves(const lot_run_folder *folder, const char *count);

/*
 * Eight people, V000 to V002 young women and five old men, and a panel of two each, drawn in `pub`
 * with two reserves: one of each. Who is young runs out, and nobody can stand in for them.
 */
void lot_mending_draw_tight(const lot_run_folder *folder);

/* The panel as `export --selected` has it. */
lot_mending_panel lot_mending_selected(const lot_run_folder *folder, const char *file);

/* Who is in reserve and at hand, in their order: `export --reserves`. */
lot_mending_panel lot_mending_reserves(const lot_run_folder *folder, const char *file);

/* "V001,V002": the first so many. Static, until the next. */
const char *lot_mending_join(const lot_mending_panel *panel, uint32_t count);

bool lot_mending_has(const lot_mending_panel *panel, const char *id);

/* How many are on both. */
uint32_t lot_mending_both(const lot_mending_panel *a, const lot_mending_panel *b);

/* Fail unless 8 people sit on it, among them all `kept` and nobody of `gone`, each of a home. */
void lot_mending_assert_panel(const lot_mending_panel *panel, const lot_mending_panel *kept,
                              const lot_mending_panel *gone);

/*
 * Fail unless every panel of the newest draw's lottery has all `kept`, nobody of `gone`, and
 * nobody who lives with somebody else on it.
 */
void lot_mending_assert_panels(const lot_run_folder *folder, const lot_mending_panel *kept,
                               const lot_mending_panel *gone);

#endif
