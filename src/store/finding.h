/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding: the proof of a lottery, and what else is known of it. */
#ifndef CIVICLOT_STORE_FINDING_H
#define CIVICLOT_STORE_FINDING_H

#include "store/connection.h"

/* Keep what belongs to lottery `number`, before its own row seals it. */
lot_status lot_finding_save(lot_assembly *assembly, uint32_t number, const lot_saved_lottery *saved,
                            lot_error *error);

/*
 * Load it: gamma, gap and late of saved->finding, proof and certificate. saved: all else is there.
 * scope: what a replacement's lottery is over; NULL: the people and classes in the file.
 * LOT_BAD_INPUT, as damaged, when the certificate is not one of this lottery.
 */
lot_status lot_finding_load(lot_saved_lottery *saved, lot_assembly *assembly, uint32_t number,
                            uint32_t seats, const lot_scope *scope, lot_error *error);

#endif
