/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Advice: what would help where there is no panel, in words, as JSON and as a new quota file.
 */
#ifndef CIVICLOT_DESK_ADVICE_H
#define CIVICLOT_DESK_ADVICE_H

#include "desk/workbench.h"
#include "talk/talk.h"

/* Add the changes, numbered from 1, in words. */
void lot_advice_describe(lot_text *words, const lot_changes *changes, const lot_workbench *bench);

/*
 * [{"kind": "quotas", "cost": 1.333333, "targets": [{"feature": "age", "value": "16-29", "bound":
 * "min", "from": 6, "to": 5}]}, ...]. Kinds that leave the quotas as they are have cost null, no
 * targets, and what changes: "per_household", "seats", or "people" with their "values".
 */
json_t *lot_advice_json(const lot_changes *changes, const lot_quotas *quotas);

/* The kinds that could not be searched to the end, and are not among the changes: ["seats", ...].
 */
json_t *lot_advice_unsearched_json(const lot_changes *changes);

/*
 * Write the quotas with change `number`, from 1, to the new file `path`, say so, and log it where
 * there is an assembly file. LOT_BAD_INPUT when there is no such change, it changes no quota, or
 * something is there already.
 */
lot_status lot_advice_apply(lot_workbench *bench, const lot_changes *changes, uint32_t number,
                            const char *path, lot_talk *talk, lot_error *error);

/*
 * Make change `number`, from 1, in the quotas that the changes are of. LOT_BAD_INPUT when there is
 * no such change, or it changes no quota.
 */
lot_status lot_advice_take(lot_quotas *quotas, const lot_changes *changes, uint32_t number,
                           lot_error *error);

/*
 * Add a quota file in this program's own form: whatever else an old file held is not in it.
 * change: that is made in it; NULL: none.
 */
void lot_advice_put_quotas(lot_text *file, const lot_quotas *quotas, const lot_change *change);

/*
 * How many of the changes are of quotas: the only ones that help a replacement, whose seats and
 * people stay as they are. Cannot fail.
 */
uint32_t lot_advice_of_quotas(const lot_changes *changes);

#endif
