/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hash: feeding a hash as the protocol writes it down. */
#include "audit/hash.h"

#include <assert.h>
#include <string.h>

enum { PID_BYTES = 10, BYTE_BITS = 8, BASE32_BITS = 5 };

void lot_hash_start(lot_hash *hash)
{
    hash->keyed = false;
    (void)crypto_hash_sha256_init(&hash->state.plain);
}

void lot_hash_start_keyed(lot_hash *hash, const lot_key *key)
{
    hash->keyed = true;
    (void)crypto_auth_hmacsha256_init(&hash->state.hmac, key->bytes, sizeof key->bytes);
}

static void feed(lot_hash *hash, const void *bytes, size_t length)
{
    if (hash->keyed)
        (void)crypto_auth_hmacsha256_update(&hash->state.hmac, bytes, length);
    else
        (void)crypto_hash_sha256_update(&hash->state.plain, bytes, length);
}

/* The lowest `width` bytes of a number, the highest of them first. */
static void feed_number(lot_hash *hash, uint64_t number, size_t width)
{
    unsigned char bytes[sizeof number];
    assert(width <= sizeof bytes);
    for (size_t i = width; i-- > 0; number >>= BYTE_BITS)
        bytes[i] = (unsigned char)(number & 0xff);
    feed(hash, bytes, width);
}

void lot_hash_byte(lot_hash *hash, unsigned char byte)
{
    feed(hash, &byte, 1);
}

void lot_hash_label(lot_hash *hash, const char *label)
{
    feed(hash, label, strlen(label) + 1);
}

void lot_hash_digest(lot_hash *hash, const lot_digest *digest)
{
    feed(hash, digest->bytes, sizeof digest->bytes);
}

void lot_hash_pid(lot_hash *hash, const char pid[LOT_PID_LENGTH])
{
    feed(hash, pid, LOT_PID_LENGTH);
}

void lot_hash_u64(lot_hash *hash, uint64_t number)
{
    feed_number(hash, number, sizeof number);
}

void lot_hash_slice(lot_hash *hash, const char *bytes, size_t length)
{
    assert(length <= UINT32_MAX);
    feed_number(hash, length, sizeof(uint32_t));
    feed(hash, bytes, length);
}

void lot_hash_field(lot_hash *hash, const char *string)
{
    lot_hash_slice(hash, string, strlen(string));
}

void lot_hash_bytes(lot_hash *hash, const char *bytes, size_t length)
{
    feed(hash, bytes, length);
}

void lot_hash_finish(lot_digest *out, lot_hash *hash)
{
    if (hash->keyed)
        (void)crypto_auth_hmacsha256_final(&hash->state.hmac, out->bytes);
    else
        (void)crypto_hash_sha256_final(&hash->state.plain, out->bytes);
    sodium_memzero(hash, sizeof *hash);
}

/* 80 bits are 16 digits of 5 bits, without padding. */
static void put_base32(lot_pid *out, const unsigned char bytes[PID_BYTES])
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
    unsigned window = 0;
    unsigned bits = 0;
    size_t written = 0;
    for (size_t i = 0; i < PID_BYTES; i++) {
        window = (window << BYTE_BITS | bytes[i]) & 0xfff;
        for (bits += BYTE_BITS; bits >= BASE32_BITS; written++) {
            bits -= BASE32_BITS;
            out->text[written] = digits[window >> bits & 0x1f];
        }
    }
    assert(written == LOT_PID_LENGTH && bits == 0);
    out->text[written] = '\0';
}

void lot_hash_finish_pid(lot_pid *out, lot_hash *hash)
{
    lot_digest digest;
    lot_hash_finish(&digest, hash);
    put_base32(out, digest.bytes);
    sodium_memzero(&digest, sizeof digest);
}
