/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Standing: whose place on a panel is settled before a replacement is drawn: docs/protocol.md,
 * section 11.
 *
 *   S1  one standing for everyone of the pool, and a reason for those who withdrew;
 *   S2  somebody withdrew, and fewer people are kept than there are seats.
 *
 * Standing is one more feature, with exact quotas, so that whatever holds of any lottery holds of a
 * replacement's: who is kept is on every panel, who withdrew on none.
 */
#ifndef CIVICLOT_STANDING_H
#define CIVICLOT_STANDING_H

#include "civiclot/pool.h"

/* In the order of the quotas that the feature has. */
typedef enum lot_place { LOT_KEPT, LOT_WITHDRAWN, LOT_OPEN } lot_place;

enum { LOT_PLACES_COUNT = 3, LOT_REASON_MOST = 32 };

/* "kept", "withdrawn", "open". Static. Cannot fail. */
const char *lot_place_name(lot_place place);

typedef struct lot_standing {
    uint32_t people_count;
    lot_place *places; /* [people_count] */
    char **reasons;    /* [people_count] of those who withdrew; else NULL */
} lot_standing;

/* Everyone open. *out is NULL on failure; free it with lot_standing_free(). */
lot_status lot_standing_new(lot_standing **out, uint32_t people_count, lot_error *error);

/* Free it. NULL is fine. */
void lot_standing_free(lot_standing *standing);

/* How many have the place. Cannot fail. */
uint32_t lot_standing_count(const lot_standing *standing, lot_place place);

/* May it be published as a reason: 1 to LOT_REASON_MOST of a-z, 0-9, '-'? Cannot fail. */
bool lot_reason_is_code(const char *text);

/* The quotas with three rows more behind them, for panels of `seats`. Free *out as any. */
lot_status lot_standing_quotas(lot_quotas **out, const lot_standing *standing,
                               const lot_quotas *quotas, uint32_t seats, lot_error *error);

/* The feature that lot_standing_quotas() added; quotas->features_count: none. Cannot fail. */
uint32_t lot_standing_feature(const lot_quotas *quotas);

/* The pool with the feature behind its own; households stay as they are. Free *out as any. */
lot_status lot_standing_pool(lot_pool **out, const lot_standing *standing, const lot_pool *pool,
                             const lot_quotas *quotas, lot_error *error);

#endif
