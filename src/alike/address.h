/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Address: a row's address taken to pieces, to compare it with others that are almost the same.
 *
 *   A1  words and numbers stand in the order of the address; what only announces a number (flat,
 *       room, no) is none of them, street types are written out, a postcode is apart;
 *   A2  a number begins with a digit, or is the one letter that numbers a flat (flat B);
 *   A3  words, numbers and postcode are offsets into `text`, which has at most LOT_ADDRESS_BYTES
 *       bytes: what does not fit is left off.
 */
#ifndef CIVICLOT_ALIKE_ADDRESS_H
#define CIVICLOT_ALIKE_ADDRESS_H

#include "pool/household.h"

enum { LOT_ADDRESS_WORDS = 16, LOT_ADDRESS_NUMBERS = 6, LOT_ADDRESS_BYTES = 250 };

typedef struct lot_address {
    uint32_t person; /* the first who wrote it */
    char *text;      /* owned */
    uint8_t words[LOT_ADDRESS_WORDS];
    uint8_t numbers[LOT_ADDRESS_NUMBERS];
    uint8_t words_count;
    uint8_t numbers_count;
    uint8_t postcode;  /* "" where there is none */
    uint64_t letters;  /* hash of all letters and digits as they were written, in order */
    uint64_t sequence; /* hash of words and numbers in order, written out */
} lot_address;

/* How the columns of addresses are read. */
typedef struct lot_address_reader {
    const lot_table *people;
    const uint32_t *columns; /* [count] */
    bool *postcode;          /* [count] */
    uint32_t count;
    lot_text words; /* room */
    lot_text text;
} lot_address_reader;

/* Make ready; columns: [count]. LOT_FAILURE: no memory. */
lot_status lot_address_reader_start(lot_address_reader *reader, const lot_table *people,
                                    const uint32_t *columns, uint32_t count, lot_error *error);

void lot_address_reader_end(lot_address_reader *reader);

/*
 * Take the address of row `person` to pieces. address->text is NULL, and all the rest of it
 * nothing, where the first column is blank: that is no address. LOT_FAILURE: no memory.
 */
lot_status lot_address_read(lot_address *address, lot_address_reader *reader, uint32_t person,
                            lot_error *error);

static inline const char *lot_address_word(const lot_address *address, uint32_t word)
{
    return address->text + address->words[word];
}

static inline const char *lot_address_number(const lot_address *address, uint32_t number)
{
    return address->text + address->numbers[number];
}

static inline const char *lot_address_postcode(const lot_address *address)
{
    return address->text + address->postcode;
}

/* What letter or digit a character of a postcode looks like: O as 0, I and L as 1. Cannot fail. */
char lot_address_look(char c);

/* Is the word a type of street, written out? Cannot fail. */
bool lot_address_is_type(const char *word);

/* A hash that is the same everywhere, to go on with from `hash` (at first LOT_HASH_START). */
#define LOT_HASH_START UINT64_C(0xcbf29ce484222325)
uint64_t lot_address_hash(uint64_t hash, const char *string);

#endif
