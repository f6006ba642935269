/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Certificate: what writing and reading share.
 *
 * The reader believes nobody:
 *   V1  a count in the file is never believed: arrays grow with the lines that fill them, and a
 *       count only says how many lines must follow;
 *   V2  every index is in its array, every list in its order, before anything follows it;
 *   V3  what is taken is what lot_certificate_put() writes, byte by byte: see lines.h.
 */
#ifndef CIVICLOT_AUDIT_CERTIFICATE_H
#define CIVICLOT_AUDIT_CERTIFICATE_H

#include "audit/lines.h"

#include "civiclot/certificate.h"

enum { LOT_CERTIFICATE_ROUNDS = LOT_ROUND_BAND + 1 };

/* The word for each kind of round. */
extern const char *const lot_certificate_rounds[LOT_CERTIFICATE_ROUNDS];

typedef struct lot_certificate_reader {
    lot_lines lines;
    lot_proof *proof;
    lot_membership *members;
    uint64_t multipliers; /* in the whole file, at most LOT_CERTIFICATE_MULTIPLIERS_MAX */
    lot_error *error;
} lot_certificate_reader;

/* LOT_NOT_VERIFIED: the line at hand, and what is wrong there. */
lot_status lot_certificate_refuse(const lot_certificate_reader *in, const char *what);

/* Make room for one more item of an array: see V1. LOT_FAILURE: no memory. */
lot_status lot_certificate_grow(lot_certificate_reader *in, void **array, size_t *room,
                                size_t count, size_t bytes);

/* Take a bound and its tree. bound: empty; what is in it on failure is for who frees it. */
lot_status lot_certificate_take_bound(lot_certificate_reader *in, lot_bound *bound);

#endif
