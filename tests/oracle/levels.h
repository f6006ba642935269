/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Levels: one after the other, as far as bounds already set allow. See levels.c. */
#ifndef CIVICLOT_ORACLE_LEVELS_H
#define CIVICLOT_ORACLE_LEVELS_H

#include "oracle/mix.h"

/* Raise the least chance, then the next least, and so on, under the ceilings that are set. */
void lot_levels_raise(mpq_ptr chance, lot_mix *mix);

/* Lower the greatest chance, then the next greatest, and so on, above the floors that are set. */
void lot_levels_lower(mpq_ptr chance, lot_mix *mix);

/* Set everybody's floor, or ceiling, to a number; NULL: to z. */
void lot_levels_set_floors(lot_mix *mix, mpq_srcptr at);
void lot_levels_set_ceilings(lot_mix *mix, mpq_srcptr at);

#endif
