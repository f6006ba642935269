/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Leaf: what pool.csv commits to of one person, and what opens it. docs/protocol.md, section 2.
 */
#ifndef CIVICLOT_AUDIT_LEAF_H
#define CIVICLOT_AUDIT_LEAF_H

#include "audit/hash.h"

/* Everything in a leaf but the values. */
typedef struct lot_leaf {
    lot_pid pid;
    lot_digest salt;
    lot_digest id_commitment;
    lot_pid household; /* its tag; "" for who is alone */
} lot_leaf;

/*
 * The hashes that everyone has, fed as far as they are the same for all: half of what a keyed hash
 * of something short costs is its key. Wipe it with sodium_memzero(): it is as good as the key.
 */
typedef struct lot_leaf_maker {
    lot_hash household;
    lot_hash pid;
    lot_hash salt;
    lot_hash id_salt;
} lot_leaf_maker;

void lot_leaf_begin(lot_leaf_maker *out, const lot_key *key);

/* The pid of who has this id. */
void lot_leaf_pid(lot_pid *out, const lot_leaf_maker *maker, const char *id);

/* What keeps an id from being guessed: wipe it with sodium_memzero() where nobody is told. */
void lot_leaf_id_salt(lot_digest *out, const lot_leaf_maker *maker, const char *id);

/* The id as a leaf binds it: idc. */
void lot_leaf_commit_id(lot_digest *out, const lot_digest *id_salt, const char *id);

/* Make a leaf: wipe it with sodium_memzero() where it is not published. */
void lot_leaf_make(lot_leaf *out, const lot_leaf_maker *maker, const lot_pid *pid, const char *id,
                   const lot_pid *household);

/* The leaf of a person of the pool, of who is erased too: see erased.h. Wipe it likewise. */
void lot_leaf_of(lot_leaf *out, const lot_leaf_maker *maker, const lot_pool *pool,
                 const lot_pseudonyms *pseudonyms, uint32_t person, const lot_pid *household);

/* Begin the leaf's hash; the values follow as fields, in the order of the features. */
void lot_leaf_start(lot_hash *hash, const lot_leaf *leaf);

/*
 * The tag of everyone's household. tags: [people_count] out.
 * pseudonyms: their pids and by_pid are read. LOT_FAILURE: no memory.
 */
lot_status lot_leaf_tags(lot_pid *tags, const lot_leaf_maker *maker, const lot_pool *pool,
                         const lot_pseudonyms *pseudonyms, lot_error *error);

#endif
