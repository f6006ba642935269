/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damage: what happened to the people file on its way here, said before anything is done with it.
 */
#ifndef CIVICLOT_DESK_DAMAGE_H
#define CIVICLOT_DESK_DAMAGE_H

#include "desk/workbench.h"
#include "talk/talk.h"

/*
 * Look through bench->people, which has its cells, and say what is spoilt; bench->columns says
 * where that does harm. Whether or not the file is then taken in: it may be why it is not.
 * LOT_FAILURE: no memory.
 */
lot_status lot_damage_tell(lot_talk *talk, const lot_workbench *bench, lot_error *error);

#endif
