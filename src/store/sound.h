/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sound: is a file what civiclot made? Asked once, before anything in it is believed.
 */
#ifndef CIVICLOT_STORE_SOUND_H
#define CIVICLOT_STORE_SOUND_H

#include "store/connection.h"

/*
 * Check a file that was just opened, inside its transaction.
 * LOT_BAD_INPUT when it is of another program or of a newer civiclot, when it is damaged, and when
 * its tables, indexes, views or triggers are not exactly those of its version.
 * One of an older civiclot is then migrated.
 */
lot_status lot_sound_check(lot_assembly *assembly, lot_error *error);

#endif
