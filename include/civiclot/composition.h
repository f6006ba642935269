/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Composition: who a panel is made of, by value, from the population to who was there.
 *
 *   N1  attended <= confirmed <= now <= pool, and drawn <= pool, of every value;
 *   N2  the counts of a feature's values sum to the total, in every column.
 */
#ifndef CIVICLOT_COMPOSITION_H
#define CIVICLOT_COMPOSITION_H

#include "civiclot/disclosure.h"
#include "civiclot/standing.h"

/* The columns. */
typedef enum lot_stage {
    LOT_STAGE_POOL,
    LOT_STAGE_DRAWN,     /* by the first draw */
    LOT_STAGE_NOW,       /* on the panel, and did not withdraw */
    LOT_STAGE_CONFIRMED, /* of those: said yes, or was there */
    LOT_STAGE_ATTENDED   /* of those: was there */
} lot_stage;

enum { LOT_STAGES_COUNT = LOT_STAGE_ATTENDED + 1 };

/* "pool", "drawn", "now", "confirmed", "attended". Static. Cannot fail. */
const char *lot_stage_name(lot_stage stage);

/* What is shown in place of a count. */
typedef enum lot_mark {
    LOT_MARK_SHOWN,    /* the count itself */
    LOT_MARK_SMALL,    /* fewer than LOT_SMALL_GROUP, or none */
    LOT_MARK_WITHHELD, /* no small one, but another could be found by it */
    LOT_MARK_LOOSE     /* withheld, whatever it is */
} lot_mark;

/* How many withdrew for a reason. */
typedef struct lot_reason_count {
    char reason[LOT_REASON_MOST + 1];
    uint32_t people;
} lot_reason_count;

/* What one replacement changed, or one call-up of reserves. */
typedef struct lot_composition_change {
    uint32_t attempt;    /* that was drawn; 0: a call-up */
    uint32_t callup;     /* its number; 0: others were drawn */
    uint32_t left_count; /* people */
    uint32_t joined_count;
    uint32_t *left;            /* [quotas->count] people */
    uint32_t *joined;          /* the same */
    lot_reason_count *reasons; /* [reasons_count] of who left, by their codes, ascending */
    uint32_t reasons_count;
} lot_composition_change;

typedef struct lot_composition {
    const char *title; /* these four are not owned */
    const char *process_id;
    const lot_quotas *quotas; /* that hold now */
    const lot_quotas *first;  /* of the first draw: the same rows */
    uint32_t seats;
    uint32_t totals[LOT_STAGES_COUNT];
    uint32_t *counts;                /* [quotas->count][LOT_STAGES_COUNT] */
    lot_composition_change *changes; /* [changes_count] as they followed one another */
    uint32_t changes_count;
    uint64_t missed;      /* the deviation without vacant seats that everybody was told, where the
                             last change is a call-up; else 0 */
    uint64_t *population; /* [quotas->count] people of each value, LOT_NOBODY_COUNTED where it is
                             not known; NULL: of none */
    uint64_t *population_of; /* [features_count] people of all values of the population's table */
    lot_mark *marks;         /* [quotas->count][LOT_STAGES_COUNT] NULL: every count is shown */
    bool shown[LOT_STAGES_COUNT]; /* the column is shown by value */
} lot_composition;

#define LOT_NOBODY_COUNTED UINT64_MAX

/* Empty, with room for so many changes. *out is NULL on failure; free it as below. */
lot_status lot_composition_new(lot_composition **out, const lot_quotas *quotas,
                               uint32_t changes_count, lot_error *error);

void lot_composition_free(lot_composition *composition); /* NULL is fine */

/* Count a person in a column. Cannot fail. */
void lot_composition_add(lot_composition *composition, lot_stage stage, const lot_pool *pool,
                         uint32_t person);

/* Count somebody who left, with a reason, or joined. LOT_FAILURE: no memory. */
lot_status lot_composition_add_left(lot_composition *composition, uint32_t change,
                                    const lot_pool *pool, uint32_t person, const char *reason,
                                    lot_error *error);
void lot_composition_add_joined(lot_composition *composition, uint32_t change, const lot_pool *pool,
                                uint32_t person);

/*
 * Read the population of the quotas' values: feature,value and count, or share, in any order;
 * other features and values, and other columns, are passed over.
 * LOT_BAD_INPUT with problems: a count that is none, or a value twice; LOT_FAILURE: no memory.
 */
lot_status lot_composition_read_population(lot_composition *composition, const lot_table *table,
                                           lot_problems *problems, lot_error *error);

/*
 * For the public: mark what must not be shown, by report/suppress.h. Of the panel's columns `now`
 * is shown by value, and with it those of the same people; groups of a few people not at all.
 * LOT_FAILURE: no memory.
 */
lot_status lot_composition_suppress(lot_composition *composition, lot_error *error);

/* Add a count as it is shown: "12", "<5", "withheld"; see shown and marks. */
void lot_composition_put(lot_text *text, const lot_composition *composition, uint32_t value,
                         lot_stage stage);

/* A table for the terminal. */
lot_status lot_composition_text(lot_text *text, const lot_composition *composition,
                                lot_error *error);

/* The same as CSV: a row for each value. */
lot_status lot_composition_csv(lot_text *file, const lot_composition *composition,
                               lot_error *error);

/* The same as one self-contained page. It names nobody. */
lot_status lot_composition_html(lot_text *page, const lot_composition *composition,
                                lot_error *error);

#endif
