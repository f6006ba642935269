/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tampering: what is changed in a good folder, and which check must find it.
 *
 * tests/verify/test_tamper*.c are tables of it.
 */
#ifndef CIVICLOT_SUPPORT_TAMPERING_H
#define CIVICLOT_SUPPORT_TAMPERING_H

#include "support/sealed.h"

#define LOT_TAMPER_FOLDERS "tests/vectors/folders/"

enum { LOT_EDITS_MOST = 3, LOT_TAMPER_PATH_BYTES = 128 };

/* What is made again after the change: everything, final.txt alone, or nothing. */
typedef enum lot_seal { SEAL_ALL, SEAL_FINAL, SEAL_NOTHING } lot_seal;

typedef struct lot_edit {
    const char *file;
    const char *from; /* NULL: the whole file */
    const char *to;   /* NULL: the file is dropped */
} lot_edit;

typedef struct lot_tampering {
    const char *folder; /* of LOT_TAMPER_FOLDERS */
    lot_edit edits[LOT_EDITS_MOST];
    const char *failed;  /* the statement */
    const char *message; /* part of it */
    lot_seal seal;
} lot_tampering;

/* Tamper, and fail the test unless the verifier fails that statement with that message. */
void lot_tampering_check(const lot_tampering *t);

#define TAMPER_ALL(cases)                                                                          \
    for (size_t i = 0; i < sizeof(cases) / sizeof *(cases); i++)                                   \
    lot_tampering_check(&(cases)[i])

/* cmocka's group setup of programs that verify. */
int lot_tampering_start(void **state);

#endif
