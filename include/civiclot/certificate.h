/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Certificate: certificate.txt, a proof (proof.h) and whom it speaks of, by pid.
 *
 * A text of decimal integers, one thing a line, that is read in one pass and can be written in one
 * way only. docs/protocol.md has every line. It proves nothing by being well written: that is for
 * lot_proof_check(), against the quotas and the classes.
 */
#ifndef CIVICLOT_CERTIFICATE_H
#define CIVICLOT_CERTIFICATE_H

#include "civiclot/proof.h"
#include "civiclot/pseudonym.h"
#include "civiclot/text.h"

/* What is read at most: the numbers of a leaf are kept for every quota, also where they are 0. */
enum { LOT_CERTIFICATE_QUOTAS_MAX = 65535, LOT_CERTIFICATE_MULTIPLIERS_MAX = 1 << 25 };

/*
 * Who is of which class.
 *   E1  the classes of a kind stand together, the kinds in order: kind[0] = 0, and kind[t + 1] is
 *       kind[t] or one more, up to kinds_count - 1;
 *   E2  the people of class t are pids[first[t]] .. pids[first[t + 1] - 1], at least one,
 * ascending.
 */
typedef struct lot_membership {
    uint32_t people_count;
    uint32_t per_household;
    uint32_t kinds_count;
    uint32_t classes_count;
    uint32_t *kind;  /* [classes_count] of households: see classes.h */
    uint32_t *first; /* [classes_count + 1] */
    lot_pid *pids;   /* [people_count] */
} lot_membership;

/*
 * The membership of classes. pids: [people_count] of each person.
 * LOT_FAILURE when there is no memory. *out is NULL on failure; free it with lot_membership_free().
 */
lot_status lot_membership_new(lot_membership **out, const lot_classes *classes, const lot_pid *pids,
                              lot_error *error);

void lot_membership_free(lot_membership *members); /* NULL is fine */

/* Write a proof. members: of the classes that it is about. */
void lot_certificate_put(lot_text *text, const lot_proof *proof, const lot_membership *members);

/*
 * Read certificate.txt. bytes: [length], of anyone; no more is allocated than some times its length
 * and what LOT_CERTIFICATE_MULTIPLIERS_MAX numbers take.
 * LOT_NOT_VERIFIED, naming the line, when lot_certificate_put() does not write it so;
 * LOT_FAILURE: no memory. On failure both are NULL; else free them.
 */
lot_status lot_certificate_parse(lot_proof **proof, lot_membership **members, const char *bytes,
                                 size_t length, lot_error *error);

/*
 * The same, of an assembly that is known: LOT_NOT_VERIFIED also when its people, classes or number
 * of quotas are others. certificate: its bytes.
 */
lot_status lot_certificate_read(lot_proof **proof, const lot_text *certificate,
                                const lot_membership *members, uint32_t quotas_count,
                                lot_error *error);

#endif
