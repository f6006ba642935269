/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signature: what both who checks and who makes a signature need to know of its file. */
#ifndef CIVICLOT_AUDIT_SIGNATURE_H
#define CIVICLOT_AUDIT_SIGNATURE_H

#include "civiclot/signature.h"

enum { LOT_SIGNATURE_BYTES = 64, LOT_PREHASH_BYTES = 64 };

/* The first line of every signature file, and how the third begins. */
#define LOT_SIGNATURE_HEAD "untrusted comment: civiclot: check with minisign -V\n"
#define LOT_TRUSTED_COMMENT "trusted comment: "

/* A signature as base64 has it, without padding between its parts. */
typedef struct lot_signature {
    unsigned char algorithm[2]; /* ED: of the BLAKE2b-512 of the file */
    unsigned char id[LOT_KEY_ID_BYTES];
    unsigned char bytes[LOT_SIGNATURE_BYTES];
} lot_signature;

/* BLAKE2b-512 of the file's bytes. Cannot fail. */
void lot_signed_prehash(unsigned char out[LOT_PREHASH_BYTES], const lot_signed *file);

/* No trusted comment is longer. */
enum { LOT_COMMENT_MOST = 64 };

/*
 * What the second signature signs: the first one's bytes, then the comment. Returns how many bytes.
 * Cannot fail.
 */
size_t lot_signed_comment(unsigned char out[LOT_SIGNATURE_BYTES + LOT_COMMENT_MOST],
                          const unsigned char signature[LOT_SIGNATURE_BYTES], const char *comment);

#endif
