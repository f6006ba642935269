/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a proof claims, against every panel of a tiny pool, and against the formulas of
 * civiclot/proof.h in GMP's numbers of 1024 bits. Shares nothing with the checker.
 */
#ifndef CIVICLOT_ORACLE_CLAIMS_H
#define CIVICLOT_ORACLE_CLAIMS_H

#include "civiclot/proof.h"
#include "oracle/brute.h"

/* Does the bound hold for every panel? */
bool lot_claims_bound_holds(const lot_bound *bound, const lot_brute *brute,
                            const lot_classes *classes);

/*
 * Is `gap`, in 2^-60, at least the largest distance of any round, and at most that, a little
 * longer? The proof must have the form that proof.h asks for.
 */
bool lot_claims_gap_is_right(uint64_t gap, const lot_proof *proof, const lot_classes *classes);

#endif
