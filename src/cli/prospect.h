/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Prospect: what can be told of quotas that some panel meets, in words and as JSON.
 */
#ifndef CIVICLOT_CLI_PROSPECT_H
#define CIVICLOT_CLI_PROSPECT_H

#include "civiclot/insight.h"
#include "civiclot/robust.h"
#include "desk/workbench.h"

#include <jansson.h>

/* Add the insight in words. */
void lot_prospect_describe(lot_text *words, const lot_insight *insight, const lot_workbench *bench);

/*
 * Set in `object`: log10_panels_at_most, least_chance_at_most {numerator, denominator}, tight
 * [{feature, value, bound, seats}], no_panel [{rows, quotas}], certain [{feature, value, people}],
 * and no_panel_all and certain_all: whether these two are complete.
 */
void lot_prospect_json(json_t *object, const lot_insight *insight, const lot_workbench *bench);

/* The same of what the pool can bear; in `object` as "robust". */
void lot_prospect_describe_robust(lot_text *words, const lot_robust *robust,
                                  const lot_workbench *bench);
void lot_prospect_json_robust(json_t *object, const lot_robust *robust, const lot_workbench *bench);

#endif
