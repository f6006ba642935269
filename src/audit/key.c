/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Key: an assembly's one secret, and what derives from it without a person.
 *
 * Everything that is derived is an HMAC under a label of its own, so none tells the key or another.
 */
#include "audit/hash.h"

#include <assert.h>

lot_status lot_audit_start(lot_error *error)
{
    if (sodium_init() < 0)
        return LOT_FAIL(error, LOT_FAILURE,
                        "libsodium cannot start: the system gives no random bytes");
    return LOT_OK;
}

void lot_key_make(lot_key *out)
{
    static_assert(LOT_KEY_BYTES >= crypto_auth_hmacsha256_KEYBYTES, "a full key");
    randombytes_buf(out->bytes, sizeof out->bytes);
}

void lot_key_wipe(lot_key *key)
{
    sodium_memzero(key, sizeof *key);
}

void lot_process_id(lot_pid *out, const lot_key *key)
{
    lot_hash hash;
    lot_hash_start_keyed(&hash, key);
    lot_hash_label(&hash, "civiclot/process/v1");
    lot_hash_finish_pid(out, &hash);
}

void lot_key_derive(lot_digest *out, const lot_key *key, const char *label, uint64_t number)
{
    lot_hash hash;
    lot_hash_start_keyed(&hash, key);
    lot_hash_label(&hash, label);
    lot_hash_u64(&hash, number);
    lot_hash_finish(out, &hash);
}
