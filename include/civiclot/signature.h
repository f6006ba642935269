/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signatures as minisign has them, and how they are checked: `minisign -Vm FILE -P KEY` does the
 * same. docs/protocol.md, section 8, has every byte. Making them: secret_key.h.
 */
#ifndef CIVICLOT_SIGNATURE_H
#define CIVICLOT_SIGNATURE_H

#include "civiclot/status.h"

#include <stdbool.h>
#include <stddef.h>

/* The trusted comments of the two files that are signed. */
#define LOT_SIGNED_MANIFEST "civiclot manifest"
#define LOT_SIGNED_FINAL "civiclot final"

enum {
    LOT_KEY_ID_BYTES = 8,
    LOT_PUBLIC_KEY_LENGTH = 56,       /* characters of base64 */
    LOT_SIGNATURE_FILE_LENGTH = 1024, /* no signature file is longer */
};

typedef struct lot_public_key {
    unsigned char id[LOT_KEY_ID_BYTES]; /* tells keys apart; not secret, proves nothing */
    unsigned char point[32];            /* Ed25519 */
} lot_public_key;

/*
 * Read the 56 characters that process.txt, a .pub file and `minisign -P` have.
 * text: [length]. False when they are not exactly the way in which a key is written.
 */
bool lot_public_key_parse(lot_public_key *out, const char *text, size_t length);

/* Write them, and a NUL. Cannot fail. */
void lot_public_key_text(char text[LOT_PUBLIC_KEY_LENGTH + 1], const lot_public_key *key);

bool lot_public_key_equal(const lot_public_key *a, const lot_public_key *b);

/* A file that is signed. Nothing is owned. */
typedef struct lot_signed {
    const char *name; /* of the file, for messages */
    const void *bytes;
    size_t length;
    const char *comment; /* LOT_SIGNED_MANIFEST or LOT_SIGNED_FINAL */
} lot_signed;

/*
 * Is `minisig` [length] the signature file of `file` under `key`, byte for byte as protocol.md has
 * it? LOT_NOT_VERIFIED, naming the signature file and saying what differs, when not.
 * Nothing in `minisig` is trusted.
 */
lot_status lot_signature_check(const lot_signed *file, const char *minisig, size_t length,
                               const lot_public_key *key, lot_error *error);

#endif
