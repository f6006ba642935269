/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Receipt: what one volunteer gets before the draw, and checks against the published folder alone:
 * that they are in the pool, once, and with which values. docs/protocol.md, section 9.
 *
 * From lot_receipt_read() or lot_receipt_make() until lot_receipt_free():
 *   R1  index < people_count, and proof_count is what the audit path of `index` among people_count
 *       leaves has;
 *   R2  id, names and values are not empty and hold no byte below 0x20 and no 0x7f.
 * A text has one receipt, and a receipt one text: lot_receipt_put() gives what was read, byte for
 * byte. A receipt names a person: none of it but line numbers is in any message.
 *
 * Reading and checking need libsodium and libc only, and no key.
 */
#ifndef CIVICLOT_RECEIPT_H
#define CIVICLOT_RECEIPT_H

#include "civiclot/pseudonym.h"
#include "civiclot/text.h"

/* No receipt is longer: who reads one from a file need not read more. */
#define LOT_RECEIPT_MOST ((size_t)1 << 20)

enum { LOT_RECEIPT_PROOF_MOST = 32 };

/* What a person answered to one question. */
typedef struct lot_receipt_answer {
    char *feature;
    char *value;
} lot_receipt_answer;

/* Strings and answers are owned; free with lot_receipt_free(). */
typedef struct lot_receipt {
    lot_pid process_id;
    uint32_t people_count;
    lot_digest pool_root;
    char *id;
    lot_pid pid;
    lot_digest salt;
    lot_digest id_salt;
    lot_pid household;           /* its tag; "" for who is alone */
    lot_receipt_answer *answers; /* [answers_count] in the order of quotas.csv */
    uint32_t answers_count;
    uint32_t index; /* the place in pool.csv, from 0 */
    uint32_t proof_count;
    lot_digest proof[LOT_RECEIPT_PROOF_MOST]; /* the leaf's neighbour first */
} lot_receipt;

/* Wipe what the receipt holds and free it, not itself. */
void lot_receipt_free(lot_receipt *receipt);

/* Write it. Cannot fail at once: see text.h, T3. */
void lot_receipt_put(lot_text *text, const lot_receipt *receipt);

/*
 * Read a receipt, of anyone. bytes: [length], not kept. name: of the file, for messages.
 * A byte order mark, line ends of Windows, and blank space around the text are passed over.
 * LOT_NOT_VERIFIED, naming the line, when it is not written as it must be; LOT_FAILURE: no memory.
 * *out is empty on failure.
 */
lot_status lot_receipt_read(lot_receipt *out, const char *name, const char *bytes, size_t length,
                            lot_error *error);

/* What a published folder says of its pool. Nothing is owned. */
typedef struct lot_receipt_basis {
    const char *process_id; /* process.txt */
    uint32_t people_count;
    lot_digest pool_root;
    const lot_pid *pids;      /* [people_count] pool.csv, in its order */
    const lot_digest *leaves; /* [people_count] */
    const lot_quotas *quotas; /* quotas.csv: features, first, values_count and value are read */
} lot_receipt_basis;

/*
 * Does the receipt open a leaf of this pool? Process id, count and root are the pool's; features
 * are those of the quotas, each with a value that has one; id, pid, salts, household and values
 * give the leaf that stands at `index` under this pid; and the path leads from it to the root.
 * Whose tickets are whose follows from receipt->pid, as it is in lottery.csv.
 * LOT_NOT_VERIFIED, naming the first line that is not so; name: of the file, for messages.
 */
lot_status lot_receipt_check(const lot_receipt *receipt, const char *name,
                             const lot_receipt_basis *basis, lot_error *error);

/* Makes the receipts of one pool; it is as good as the key. */
typedef struct lot_receipt_maker lot_receipt_maker;

/*
 * Make ready for the receipts of a pool, which all must outlive it. LOT_FAILURE: no memory.
 * *out is NULL on failure; free it with lot_receipt_maker_free().
 */
lot_status lot_receipt_maker_new(lot_receipt_maker **out, const lot_key *key, const lot_pool *pool,
                                 const lot_quotas *quotas, const lot_pseudonyms *pseudonyms,
                                 lot_error *error);

/* Wipe and free it. NULL is fine. */
void lot_receipt_maker_free(lot_receipt_maker *maker);

/*
 * Can the person's id stand in a receipt? One with a line end or another control character inside
 * cannot: R2. Cannot fail.
 */
bool lot_receipt_has_room(const lot_receipt_maker *maker, uint32_t person);

/*
 * Make the receipt of `person`, whose id can stand in one. LOT_FAILURE: no memory; *out is then
 * empty.
 */
lot_status lot_receipt_make(lot_receipt *out, const lot_receipt_maker *maker, uint32_t person,
                            lot_error *error);

#endif
