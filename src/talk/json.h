/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON: what scripts read from stdout, and what the log's payloads are made of. Keys are sorted, so
 * that the same run writes the same bytes.
 */
#ifndef CIVICLOT_TALK_JSON_H
#define CIVICLOT_TALK_JSON_H

#include "civiclot/draw.h"
#include "civiclot/excluded.h"
#include "civiclot/fair.h"
#include "civiclot/rules.h"
#include "civiclot/text.h"

#include <jansson.h>

/* Add the object as one line, without its line end. object: NULL means no memory: LOT_FAILURE. */
lot_status lot_json_write(lot_text *line, const json_t *object, lot_error *error);

/* A string. What is no UTF-8 (a path, say) has its other bytes replaced by question marks. */
json_t *lot_json_string(const char *text);

/* 64 hexadecimal digits. */
json_t *lot_json_digest(const lot_digest *digest);

/* How many are excluded for each reason: {"under-16": 9, ...}. */
json_t *lot_json_excluded(const lot_excluded *excluded);

/* What the rules did: {"features": [...], "excluded": {...}}. */
json_t *lot_json_cleaned(const lot_cleaned *cleaned, const lot_excluded *excluded);

/* The names of sources [count]. */
json_t *lot_json_sources(const lot_source *sources, uint32_t count);

/* [{"feature": "age", "value": "16-29", "bound": "min", "seats": 6}, {"household": [3, 17]}, ...]
 */
json_t *lot_json_conflict(const lot_conflict *conflict, const lot_quotas *quotas,
                          const lot_pool *pool);

/*
 * The proof of a conflict: {"cases": 1, "seats": a, "quotas": [{"feature", "value", "times": b},
 * ...]}, the multipliers of proof.h; of several cases only how many.
 */
json_t *lot_json_proof(const lot_conflict *conflict, const lot_quotas *quotas);

#endif
