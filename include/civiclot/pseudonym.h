/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pseudonyms: who is who in the published files, known only to who holds the key.
 *
 * All of an assembly's secrets derive from one key, so deleting it unlinks the publication from the
 * people, and row order changes nothing. docs/protocol.md has every byte.
 */
#ifndef CIVICLOT_PSEUDONYM_H
#define CIVICLOT_PSEUDONYM_H

#include "civiclot/digest.h"
#include "civiclot/pool.h"

enum { LOT_KEY_BYTES = 32, LOT_PID_LENGTH = 16 };

/* An assembly's secret. Wipe it with lot_key_wipe() when done. */
typedef struct lot_key {
    unsigned char bytes[LOT_KEY_BYTES];
} lot_key;

/* A pseudonym: 16 characters of RFC 4648 base-32, lower case, and a NUL. */
typedef struct lot_pid {
    char text[LOT_PID_LENGTH + 1];
} lot_pid;

/* Make libsodium ready. Call once, before anything of audit. LOT_FAILURE when it cannot. */
lot_status lot_audit_start(lot_error *error);

/* 32 random bytes from libsodium. Cannot fail. */
void lot_key_make(lot_key *out);

void lot_key_wipe(lot_key *key);

/* The process id: 16 base-32 characters that depend on the key alone, and do not tell it. */
void lot_process_id(lot_pid *out, const lot_key *key);

/*
 * A secret of its own for one purpose: HMAC-SHA-256(key, label NUL number). For the operator's
 * value and nonce ("civiclot/operator/v1", attempt) and the log's salts.
 * label: ASCII. Cannot fail.
 */
void lot_key_derive(lot_digest *out, const lot_key *key, const char *label, uint64_t number);

/*
 * A pool under its pseudonyms.
 *   A1  by_pid lists the people in ascending order of pid bytes, which are all different.
 */
typedef struct lot_pseudonyms {
    uint32_t people_count;
    lot_pid *pids;      /* [people_count] of person p */
    uint32_t *by_pid;   /* [people_count] see A1 */
    lot_digest *leaves; /* [people_count] of person p: salted hash of id, household and values;
                           NULL until they are sealed */
    lot_digest root;    /* Merkle root over the leaves in by_pid order: RFC 6962; with leaves */
} lot_pseudonyms;

/*
 * Give everyone of a pool a pseudonym, without leaves yet, which take seven times as long.
 * LOT_FAILURE when there is no memory, or two pids are equal (then the key must be made anew: once
 * in 2^59 pools of a million). *out is NULL on failure; free it with lot_pseudonyms_free().
 */
lot_status lot_pseudonyms_name(lot_pseudonyms **out, const lot_key *key, const lot_pool *pool,
                               lot_error *error);

/*
 * Make everyone's leaf, and the root, where they are not there yet. key, pool: as they were named
 * with. LOT_FAILURE: no memory; then there are none.
 */
lot_status lot_pseudonyms_seal(lot_pseudonyms *pseudonyms, const lot_key *key, const lot_pool *pool,
                               const lot_quotas *quotas, lot_error *error);

/* Both, as lot_pseudonyms_name(). */
lot_status lot_pseudonyms_new(lot_pseudonyms **out, const lot_key *key, const lot_pool *pool,
                              const lot_quotas *quotas, lot_error *error);

/* Free the pseudonyms. NULL is fine. */
void lot_pseudonyms_free(lot_pseudonyms *pseudonyms);

/*
 * RFC 6962 Merkle tree hash over `count` leaf hashes (already hashed with their 0x00).
 * leaves: [count]; order: [count] which leaf stands where, or NULL. Cannot fail.
 */
void lot_merkle_root(lot_digest *out, const lot_digest *leaves, const uint32_t *order,
                     uint32_t count);

#endif
