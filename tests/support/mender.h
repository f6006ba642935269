/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mender: how support/mended.c makes one folder after the other: who there is, how far it has come,
 * and the log of it.
 */
#ifndef CIVICLOT_SUPPORT_MENDER_H
#define CIVICLOT_SUPPORT_MENDER_H

#include "support/mended.h"

#include "civiclot/publication.h"
#include "civiclot/reserve_draw.h"

/* Who there is. */
typedef struct lot_world {
    lot_key key;
    lot_table *people, *table;
    lot_quotas *quotas;
    lot_pool *pool;
    lot_pseudonyms *pseudonyms;
    lot_pid process_id;
} lot_world;

/* 36 people: a third is young, and shares a door with somebody who is not. */
void lot_world_begin(lot_world *world);
void lot_world_end(lot_world *world);

/* Read quotas for six seats. Free both. */
lot_quotas *lot_world_quotas(lot_table **table, const char *csv);

/* How far it has come. */
typedef struct lot_mender {
    lot_world *world;
    lot_text log; /* all of it */
    lot_log_entry last;
    uint32_t attempts; /* numbers that are taken */
    bool has_previous;
    lot_digest previous;
    lot_digest mended;                /* M of the newest draw */
    uint32_t attempt;                 /* and its number */
    uint32_t panel[LOT_MENDED_SEATS]; /* [panel_count] people of the panel by now */
    uint32_t panel_count;
    uint32_t reserves[LOT_MENDED_RESERVES]; /* [reserves_count] of the newest draw, in order */
    uint32_t reserves_count;
    lot_standing *standing;  /* of the panel's folder; NULL: the first draw */
    lot_standing *published; /* of the folder at hand; NULL: it is the first draw */
} lot_mender;

/* Log an entry; payload: of a kind that everyone can check, or anything. */
void lot_mender_log(lot_mender *m, const char *kind, const char *payload);

void lot_mender_log_commit(lot_mender *m, const lot_digest *manifest);

/* reserves: reserves.txt; NULL: none are drawn. */
void lot_mender_log_draw(lot_mender *m, const lot_digest *manifest, const lot_digest *seed,
                         uint64_t ticket, const lot_text *reserves);

/* The same, of attempts and call-ups that are in no folder. */
void lot_mender_log_others(lot_mender *m, const lot_mend *how);

/* Put log.txt and final.txt. attempt: that final.txt names. */
void lot_mender_seal(const lot_mender *m, lot_sealed *out, uint32_t attempt);

/* The plan of a draw. rates: [LOT_MENDED_ROWS] to work in. */
lot_reserve_plan lot_mender_plan(uint32_t *rates, const lot_mend *how);

/* Draw reserves of the panel that was drawn from the quotas, and put reserves.txt. */
void lot_mender_reserves(lot_mender *m, lot_sealed *out, const lot_quotas *quotas,
                         const lot_digest *seed, const lot_mend *how);

/* Call up reserves for who is kept in m->published, and make the folder. */
void lot_mender_call_up(lot_mender *m, lot_sealed *out);

#endif
