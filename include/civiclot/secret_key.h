/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Secret keys: minisign's own key files, read and written, and signatures made.
 *
 * `minisign -S` takes civiclot's secret keys, and civiclot takes minisign's. They and everything on
 * the way to them stay in memory of lot_secret_new(), which is wiped when it is freed.
 */
#ifndef CIVICLOT_SECRET_KEY_H
#define CIVICLOT_SECRET_KEY_H

#include "civiclot/signature.h"
#include "civiclot/text.h"

#include <stdint.h>

/*
 * Memory for a secret: kept off the disk where the system allows, wiped when freed.
 * NULL when there is none. lot_secret_free(NULL) is fine.
 */
char *lot_secret_new(size_t bytes);
void lot_secret_free(char *secret);

typedef struct lot_secret_key lot_secret_key;

void lot_secret_key_free(lot_secret_key *key); /* NULL is fine */

/* The public key that belongs to it. Cannot fail. */
const lot_public_key *lot_secret_key_public(const lot_secret_key *key);

/* Make a new key at random. *out is NULL on failure: no memory. */
lot_status lot_secret_key_make(lot_secret_key **out, lot_error *error);

/*
 * What finding the passphrase by trying costs, as libsodium's scrypt takes it. Both are stored in
 * the key file, so that every file is read as it was written.
 */
typedef struct lot_passphrase_cost {
    uint64_t operations;
    uint64_t memory_bytes;
} lot_passphrase_cost;

/* minisign's own: seconds of work and 1 GiB of memory for each try. */
extern const lot_passphrase_cost lot_passphrase_cost_standard;

enum {
    LOT_SECRET_FILE_MOST = 2048, /* no secret key file is longer */
    LOT_PASSPHRASE_MOST = 1024,  /* bytes */
};

/* The text of a secret key file, of a public one, and of a passphrase. Nothing is owned. */
typedef struct lot_key_text {
    const char *name; /* of the file, for messages */
    const char *bytes;
    size_t length;
} lot_key_text;

/* Does the file need a passphrase? LOT_BAD_INPUT when it is no secret key file of minisign's. */
lot_status lot_secret_key_is_locked(bool *locked, const lot_key_text *file, lot_error *error);

/*
 * Read a secret key file. passphrase: NULL for one that is not locked.
 * LOT_BAD_INPUT: it is no key file, was damaged, or the passphrase is wrong, which is told apart;
 * LOT_FAILURE: there is not the memory that the file's passphrase asks for. *out is NULL then.
 */
lot_status lot_secret_key_read(lot_secret_key **out, const lot_key_text *file,
                               const char *passphrase, lot_error *error);

/*
 * Write a secret key file into `out`, and a NUL. passphrase: NULL leaves it unlocked, and `cost`
 * counts for nothing. LOT_FAILURE: not the memory that `cost` asks for.
 */
lot_status lot_secret_key_put(char out[LOT_SECRET_FILE_MOST], const lot_secret_key *key,
                              const char *passphrase, const lot_passphrase_cost *cost,
                              lot_error *error);

/* Add the two lines of the public key's file. Cannot fail at once: see T3 of text.h. */
void lot_public_key_put(lot_text *text, const lot_public_key *key);

/*
 * Sign: add the signature file of `file`, the same each time, and hold it against the public key.
 * LOT_FAILURE: no memory, or a machine that computes wrongly.
 */
lot_status lot_signature_make(lot_text *minisig, const lot_signed *file, const lot_secret_key *key,
                              lot_error *error);

#endif
