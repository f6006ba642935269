/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Solved: an assembly file whose lottery, and proof of it, were made by hand: a leximin so plain
 * that its proof can be said. Two seats, one for one of four women, one for one of two men. One
 * seat for four: nobody can give all of them more than 1/4; one for two: not more than 1/2.
 */
#ifndef CIVICLOT_SUPPORT_SOLVED_H
#define CIVICLOT_SUPPORT_SOLVED_H

#include "support/run.h"

#include "civiclot/proof.h"

extern const char lot_solved_people[]; /* the people file */
extern const char lot_solved_quotas[]; /* the quotas file */

/* The proof. Free it with lot_proof_free(). */
lot_proof *lot_solved_proof(void);

/* Make people.csv, quotas.csv and the assembly file `file` in the folder, closed. */
void lot_solved_make(const lot_run_folder *folder);

/* The same with another proof, and with what it is said to leave open; log and all. */
void lot_solved_make_with(const lot_run_folder *folder, const lot_proof *proof, uint64_t gap);

#endif
