/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plan JSON: what `civiclot plan --json` prints. */
#ifndef CIVICLOT_CLI_PLAN_JSON_H
#define CIVICLOT_CLI_PLAN_JSON_H

#include "cli/planning.h"

#include <jansson.h>

/* All of it. NULL: no memory. */
json_t *lot_plan_json(const lot_plan_report *report);

/* The same of plans that no number of letters saves. reasons: lines. */
json_t *lot_plan_unreachable_json(const lot_planning *planning, const char *reasons);

#endif
