/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Proven: the proof of the lottery on the bench, as it is written down.
 *
 * What is kept, checked and published is what a stranger will read: never the proof that the
 * solver handed over, but the one that was read back from its certificate.
 */
#ifndef CIVICLOT_DESK_PROVEN_H
#define CIVICLOT_DESK_PROVEN_H

#include "desk/workbench.h"

/*
 * Write `proof` down as bench->lottery.certificate, and read it back as bench->lottery.proof.
 * proof: NULL, of a lottery that proves nothing, leaves both NULL. LOT_FAILURE: no memory, or the
 * certificate cannot be read back: a bug.
 */
lot_status lot_proven_write(lot_workbench *bench, const lot_proof *proof, lot_error *error);

/*
 * Does the proof on the bench prove what bench->lottery.finding says? Not any, where there is none.
 * LOT_NOT_VERIFIED, saying what it does not prove; LOT_FAILURE: no memory.
 */
lot_status lot_proven_check(const lot_workbench *bench, lot_error *error);

/* The digest of the certificate on the bench; false, where there is none. */
bool lot_proven_digest(lot_digest *out, const lot_workbench *bench);

#endif
