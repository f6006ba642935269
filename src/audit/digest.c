/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Digests: SHA-256, and how it is written down. */
#include "civiclot/digest.h"

#include <sodium.h>
#include <string.h>

void lot_sha256(lot_digest *out, const void *bytes, size_t length)
{
    (void)crypto_hash_sha256(out->bytes, bytes, length);
}

void lot_digest_hex(char hex[LOT_HEX_BYTES], const lot_digest *digest)
{
    (void)sodium_bin2hex(hex, LOT_HEX_BYTES, digest->bytes, sizeof digest->bytes);
}

/* The value of a hexadecimal digit of either case; -1 for anything else. */
static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

bool lot_digest_parse(lot_digest *out, const char *hex)
{
    if (strlen(hex) != LOT_HEX_BYTES - 1)
        return false;
    lot_digest parsed = {{0}};
    for (size_t i = 0; i < sizeof parsed.bytes; i++) {
        int high = hex_value(hex[2 * i]);
        int low = hex_value(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        parsed.bytes[i] = (unsigned char)(high * 16 + low);
    }
    *out = parsed;
    return true;
}

bool lot_digest_equal(const lot_digest *a, const lot_digest *b)
{
    return sodium_memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}
