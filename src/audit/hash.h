/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hash: feeding a hash as the protocol writes it down, so that the code of each hash reads like its
 * definition in docs/protocol.md.
 *
 *   H1  a label is a fixed string and goes in with its NUL, without a length;
 *   H2  digests (32 bytes) and pids (16 bytes) go in as they are;
 *   H3  numbers go in as u64 big endian;
 *   H4  everything of variable length is a field: its length as u32 big endian, then its bytes.
 * So no two different lists of parts feed a hash the same bytes.
 */
#ifndef CIVICLOT_AUDIT_HASH_H
#define CIVICLOT_AUDIT_HASH_H

#include "civiclot/pseudonym.h"

#include <sodium.h>
#include <stdint.h>

/* A hash being fed. A copy of it may be fed on its own. */
typedef struct lot_hash {
    bool keyed;
    union {
        crypto_hash_sha256_state plain;
        crypto_auth_hmacsha256_state hmac;
    } state;
} lot_hash;

/* Begin SHA-256. */
void lot_hash_start(lot_hash *hash);

/* Begin HMAC-SHA-256. */
void lot_hash_start_keyed(lot_hash *hash, const lot_key *key);

void lot_hash_byte(lot_hash *hash, unsigned char byte);
void lot_hash_label(lot_hash *hash, const char *label);            /* H1 */
void lot_hash_digest(lot_hash *hash, const lot_digest *digest);    /* H2 */
void lot_hash_pid(lot_hash *hash, const char pid[LOT_PID_LENGTH]); /* H2 */
void lot_hash_u64(lot_hash *hash, uint64_t number);                /* H3 */
void lot_hash_field(lot_hash *hash, const char *string);           /* H4 */

/* A file's bytes as they come, or pids one behind the other. */
void lot_hash_bytes(lot_hash *hash, const char *bytes, size_t length);

/* H4 of `length` bytes that no NUL ends. */
void lot_hash_slice(lot_hash *hash, const char *bytes, size_t length);

/* Write the digest and wipe `hash`, which must be started again before it is used. */
void lot_hash_finish(lot_digest *out, lot_hash *hash);

/* The same, but the first 10 bytes alone, in RFC 4648 base-32, lower case. */
void lot_hash_finish_pid(lot_pid *out, lot_hash *hash);

#endif
