/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes: what rows of a stream have as addresses, under an invitation's key. */
#ifndef CIVICLOT_INVITE_CODES_H
#define CIVICLOT_INVITE_CODES_H

#include "civiclot/pseudonym.h"
#include "pool/household.h"
#include "pool/stream.h"

/* Which columns of every file make up an address. */
typedef struct lot_address_names {
    const char *const *names; /* [count], at least one */
    uint32_t count;
} lot_address_names;

typedef struct lot_codes {
    const lot_key *key;
    const lot_stream *stream;
    uint32_t *columns; /* [count] */
    uint32_t count;
    lot_home_maker maker;
    lot_text address; /* of the row at hand */
} lot_codes;

/*
 * Make ready for the rows of a stream. A column that is not there is added to `problems`:
 * LOT_BAD_INPUT. LOT_FAILURE: no memory. End it with lot_codes_end() in either case.
 */
lot_status lot_codes_start(lot_codes *codes, const lot_key *key, const lot_stream *stream,
                           const lot_address_names *names, lot_problems *problems,
                           lot_error *error);

void lot_codes_end(lot_codes *codes);

/*
 * The code of the row at hand. *there: has it an address? codes->address has it then.
 * LOT_FAILURE: no memory.
 */
lot_status lot_codes_next(bool *there, lot_digest *code, lot_codes *codes, lot_error *error);

/*
 * The address that cells make up, as those of a row of these columns do: see 13.1.
 * cells: [names->count] UTF-8. address: starts empty, and stays so where there is none.
 * LOT_FAILURE: no memory.
 */
lot_status lot_address_of_cells(lot_text *address, const lot_address_names *names,
                                const char *const *cells, lot_error *error);

/* A set of codes of rows, sorted. Begins as {0}; free it with lot_code_set_free(). */
typedef struct lot_code_set {
    lot_digest *codes; /* [count] */
    size_t count;
    size_t room;
} lot_code_set;

/* Add all addresses of a file, an earlier mailing; rows without one are passed over. */
lot_status lot_code_set_read(lot_code_set *set, const lot_key *key, const char *path,
                             const lot_address_names *names, lot_problems *problems,
                             lot_error *error);

/* Sort it, before lot_code_set_has(). */
void lot_code_set_sort(lot_code_set *set);

bool lot_code_set_has(const lot_code_set *set, const lot_digest *code);

void lot_code_set_free(lot_code_set *set);

#endif
