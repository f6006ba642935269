/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panels beside a panel: swap.c. */
#ifndef CIVICLOT_FAIR_SWAP_H
#define CIVICLOT_FAIR_SWAP_H

#include "fair/model.h"

/*
 * See the classes of a panel, and those of which somebody can take a member's seat so that it is a
 * panel still: seen [classes->count] becomes true. panel: [classes->count], admitted by the model,
 * whose rows are those of lot_model_new(). *news: some were not seen before. LOT_FAILURE: no
 * memory.
 */
lot_status lot_swap_see(bool *seen, bool *news, const lot_model *model, const int64_t *panel,
                        lot_error *error);

#endif
