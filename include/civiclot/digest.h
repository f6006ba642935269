/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Digests: SHA-256, and how fields enter it. docs/protocol.md has every byte.
 *
 * Digests, keys and pids enter a hash as they are, numbers as u64 big endian; every field of
 * variable length has its length before it, as u32 big endian, the empty one too.
 */
#ifndef CIVICLOT_DIGEST_H
#define CIVICLOT_DIGEST_H

#include "civiclot/status.h"

#include <stdbool.h>
#include <stddef.h>

enum { LOT_DIGEST_BYTES = 32, LOT_HEX_BYTES = 65 };

typedef struct lot_digest {
    unsigned char bytes[LOT_DIGEST_BYTES];
} lot_digest;

/* SHA-256 of `length` bytes. Cannot fail. */
void lot_sha256(lot_digest *out, const void *bytes, size_t length);

/* Lower-case hexadecimal digits and a NUL. Cannot fail. */
void lot_digest_hex(char hex[LOT_HEX_BYTES], const lot_digest *digest);

/* Read 64 hexadecimal digits, nothing else. False when it is not that. */
bool lot_digest_parse(lot_digest *out, const char *hex);

bool lot_digest_equal(const lot_digest *a, const lot_digest *b);

#endif
