/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chances and panels straight from the model, for tests of what comes after them. */
#ifndef CIVICLOT_SUPPORT_CHANCES_H
#define CIVICLOT_SUPPORT_CHANCES_H

#include "fair/model.h"

/* Leximin over the relaxation: chance [classes->count]. What goes wrong ends the test. */
void lot_test_leximin(double *chance, const lot_model *model);

/*
 * Call `visit` for every composition that the model admits, seats [classes->count], one by one; for
 * small models. Returns how many there are.
 */
uint64_t lot_test_each_panel(const lot_model *model,
                             void (*visit)(const int64_t *seats, void *context), void *context);

#endif
