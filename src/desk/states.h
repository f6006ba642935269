/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * States: who is where after a draw: docs/replacing.md. They are kept nowhere: they follow from
 * draws and events.
 *
 *   Z1  the panel is that of the newest draw; it began with the first draw, the newest draw over
 *       everybody, and the replacements after it mend it one after the other; so do call-ups, which
 *       seat whom they call in the places of those who withdrew by then;
 *   Z2  who confirmed, or was there, did so for the panel that was drawn then: what was told before
 *       the first draw says nothing of its panel. Who withdrew did so for good;
 *   Z3  who withdrew from the panel is replaced once others were drawn or called up, however many
 *       those were: a seat that stays vacant is nobody's.
 */
#ifndef CIVICLOT_DESK_STATES_H
#define CIVICLOT_DESK_STATES_H

#include "desk/workbench.h"

typedef enum lot_state {
    LOT_STATE_POOL,
    LOT_STATE_SELECTED,
    LOT_STATE_CONFIRMED,
    LOT_STATE_WITHDRAWN,
    LOT_STATE_REPLACED,
    LOT_STATE_ATTENDED
} lot_state;

enum { LOT_STATES_COUNT = LOT_STATE_ATTENDED + 1 };

/* One person. */
typedef struct lot_whereabouts {
    lot_state state;
    lot_state before; /* of who withdrew: what they were */
    bool seated;      /* on the panel, withdrawn or not, and not replaced */
    bool called;      /* to this panel, from the reserves that were drawn with it */
    bool named;       /* a replacement or a call-up says they withdrew */
    bool replaced;
    char reason[LOT_REASON_MOST + 1]; /* of who withdrew; else empty */
    char date[LOT_DATE_BYTES];        /* of their last event; else empty */
} lot_whereabouts;

typedef struct lot_states {
    uint32_t people_count;
    lot_whereabouts *people; /* [people_count] */
    uint32_t first;          /* the attempt that is the first draw; 0: nothing is drawn */
    uint32_t newest;         /* the newest draw; 0 */
} lot_states;

/* "pool", "selected", ... as docs/replacing.md has it. Static. Cannot fail. */
const char *lot_state_name(lot_state state);

/* Find out, once pool and attempts are on the bench. Free with lot_states_free(). */
lot_status lot_states_load(lot_states *out, lot_workbench *bench, lot_error *error);

void lot_states_free(lot_states *states); /* frees what it holds, not itself */

/* How many are in the state. Cannot fail. */
uint32_t lot_states_count(const lot_states *states, lot_state state);

/* How many of the panel's seats nobody has by now; 0 where nothing is drawn. Cannot fail. */
uint32_t lot_states_vacant(const lot_states *states, uint32_t seats);

/*
 * The standing of a replacement or a call-up that is made now: who stays, and everyone who ever
 * withdrew. LOT_BAD_INPUT where no seat is vacant. Free *out with lot_standing_free().
 */
lot_status lot_states_settle(lot_standing **out, const lot_states *states, uint32_t seats,
                             lot_error *error);

/*
 * Let the event happen to the person, where it may: LOT_BAD_INPUT, saying why, where not. *happens
 * is false where it changes nothing. id: for the message.
 */
lot_status lot_states_happen(bool *happens, lot_states *states, const lot_event *event,
                             const char *id, lot_error *error);

/*
 * Set bench->withdrawn and bench->called, of the attempt on the bench: as it is by now, where it is
 * the newest draw, else as it was drawn.
 */
lot_status lot_states_place(lot_workbench *bench, lot_error *error);

#endif
