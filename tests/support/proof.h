/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Proofs made by hand, on pools small enough to list every panel, and written as text.
 *
 *   objective NAME   gamma N   seats N
 *   chance CLASS N/D ROUND          ROUND: a number, or - of an absent class
 *   absent CLASS                    the bound that follows proves it
 *   round KIND TIMES                the bound that follows proves it
 *   weight CLASS N   upper N
 *   node CLASS AT ABOVE
 *   leaf NUMBER SCALE [MULTIPLIER:N ...]     MULTIPLIER: seats, or feature.value
 *
 * A class is named by somebody of it, or #N. Whatever goes wrong here fails the test.
 */
#ifndef CIVICLOT_SUPPORT_PROOF_H
#define CIVICLOT_SUPPORT_PROOF_H

#include "civiclot/proof.h"

typedef struct lot_proof_case {
    const char *name;
    const char *people; /* columns id and home */
    const char *quotas;
    uint32_t seats;
    uint32_t per_household;
    const char *text; /* a proof without any gap */
} lot_proof_case;

extern const lot_proof_case lot_proof_cases[];
extern const size_t lot_proof_cases_count;

/* A case's pool. Free with lot_proof_setting_free(). */
typedef struct lot_proof_setting {
    lot_quotas *quotas;
    lot_pool *pool;
    lot_classes *classes;
} lot_proof_setting;

/* The case of that name. */
const lot_proof_case *lot_proof_case_find(const char *name);

void lot_proof_setting_make(lot_proof_setting *setting, const lot_proof_case *made);
void lot_proof_setting_free(lot_proof_setting *setting);

/* Read a proof; every array is exactly as long as its count. Free with lot_proof_free(). */
lot_proof *lot_test_proof(const lot_proof_setting *setting, const char *text);

#endif
