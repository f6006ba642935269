/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Places: which of a stratum's addresses are drawn, and what proves where a leaf stands.
 *
 * The leaves of a stratum are never all in memory: they come one after the other, and a tree takes
 * as many digests as it has levels. docs/protocol-invitations.md, 13.4 and 13.5, has every byte.
 */
#ifndef CIVICLOT_PLACES_H
#define CIVICLOT_PLACES_H

#include "civiclot/digest.h"
#include "civiclot/text.h"

#include <stdint.h>

enum { LOT_PLACES_LEVELS = 33 }; /* of a tree of 2^32 leaves */

/* What places are drawn by. Nothing is owned. */
typedef struct lot_places_basis {
    const lot_digest *manifest; /* M */
    const lot_digest *seed;
} lot_places_basis;

/*
 * The places that are drawn in stratum `number`, from 1, ascending.
 * letters: how many, at most `addresses`. *out: [letters], NULL on failure: no memory.
 */
lot_status lot_places_draw(uint32_t **out, const lot_places_basis *basis, uint32_t number,
                           uint32_t addresses, uint32_t letters, lot_error *error);

/*
 * A tree that is built leaf by leaf. With drawn places, what proves them is added to `proof` as the
 * lines of proof.txt.
 */
typedef struct lot_places_tree {
    uint64_t next;         /* leaves so far */
    uint64_t count;        /* all that there will be; read where places are drawn */
    const uint32_t *drawn; /* [drawn_count] places, ascending; not owned */
    uint32_t drawn_count;
    lot_text *proof;
    lot_digest waiting[LOT_PLACES_LEVELS]; /* level l: a whole tree where bit l of next is set */
} lot_places_tree;

/* Take the next leaf. Cannot fail at once: see T3 of text.h, for `proof`. */
void lot_places_tree_add(lot_places_tree *tree, const lot_digest *leaf);

/* The root over all leaves that came. Once. */
void lot_places_tree_root(lot_digest *out, lot_places_tree *tree);

/* What leads from drawn leaves to the root, as whoever checks it has it. */
typedef struct lot_places_proof {
    uint32_t count;           /* leaves of the tree, at least 1 */
    const uint32_t *drawn;    /* [drawn_count] places, ascending, below count; at least one */
    const lot_digest *leaves; /* [drawn_count] */
    uint32_t drawn_count;
    /* The next digest of the proof; LOT_NOT_VERIFIED where there is none. */
    lot_status (*next)(void *context, lot_digest *digest, lot_error *error);
    void *context;
} lot_places_proof;

/* The root they lead to. Failures are those of `next`. */
lot_status lot_places_proof_root(lot_digest *out, const lot_places_proof *proof, lot_error *error);

#endif
