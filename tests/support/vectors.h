/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Vectors: reading the files of tests/vectors, line by line and word by word.
 *
 * Tests run from the repository's root. A file that is missing or malformed fails the test.
 */
#ifndef CIVICLOT_TESTS_SUPPORT_VECTORS_H
#define CIVICLOT_TESTS_SUPPORT_VECTORS_H

#include "civiclot/digest.h"

#include <stdint.h>
#include <stdio.h>

enum { VECTOR_WORDS_MAX = 64 };

typedef struct lot_vectors {
    FILE *file;
    char *line;
    size_t room;
    size_t count; /* words of the line */
    char *words[VECTOR_WORDS_MAX];
    char *bytes[VECTOR_WORDS_MAX]; /* words decoded by lot_vectors_string(); the line's own */
} lot_vectors;

void lot_vectors_open(lot_vectors *vectors, const char *path);
void lot_vectors_close(lot_vectors *vectors);

/* Go to the next line that says something; false at the end. */
bool lot_vectors_next(lot_vectors *vectors);

/* Is the line's first word `keyword`? */
bool lot_vectors_is(const lot_vectors *vectors, const char *keyword);

/* Word `index` of the line, as it is, as a number, decoded, or as a digest. */
const char *lot_vectors_word(const lot_vectors *vectors, size_t index);
uint64_t lot_vectors_number(const lot_vectors *vectors, size_t index);
uint32_t lot_vectors_small(const lot_vectors *vectors, size_t index);
char *lot_vectors_string(lot_vectors *vectors, size_t index); /* valid until the next line */
lot_digest lot_vectors_digest(const lot_vectors *vectors, size_t index);

/* Fail the test unless the digest is the one that word `index` has. */
void lot_vectors_check_digest(const lot_vectors *vectors, size_t index, const lot_digest *digest);

#endif
