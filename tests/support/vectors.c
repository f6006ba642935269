/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vectors: reading the files of tests/vectors. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/vectors.h"
#include "core/array.h"

#include <stdlib.h>
#include <string.h>

void lot_vectors_open(lot_vectors *vectors, const char *path)
{
    memset(vectors, 0, sizeof *vectors);
    vectors->file = fopen(path, "rb");
    if (vectors->file == NULL)
        fail_msg("%s cannot be opened: run tests from the repository's root", path);
}

static void forget_line(lot_vectors *vectors)
{
    for (size_t i = 0; i < vectors->count; i++) {
        free(vectors->bytes[i]);
        vectors->bytes[i] = NULL;
    }
    vectors->count = 0;
}

void lot_vectors_close(lot_vectors *vectors)
{
    forget_line(vectors);
    free(vectors->line);
    (void)fclose(vectors->file);
}

bool lot_vectors_next(lot_vectors *vectors)
{
    do {
        forget_line(vectors);
        if (getline(&vectors->line, &vectors->room, vectors->file) < 0)
            return false;
    } while (vectors->line[0] == '#' || vectors->line[0] == '\n');
    char *rest = NULL;
    for (char *word = strtok_r(vectors->line, " \n", &rest); word != NULL;
         word = strtok_r(NULL, " \n", &rest)) {
        assert_true(vectors->count < VECTOR_WORDS_MAX);
        vectors->words[vectors->count++] = word;
    }
    assert_true(vectors->count > 0);
    return true;
}

const char *lot_vectors_word(const lot_vectors *vectors, size_t index)
{
    assert_true(index < vectors->count);
    return vectors->words[index];
}

bool lot_vectors_is(const lot_vectors *vectors, const char *keyword)
{
    return strcmp(lot_vectors_word(vectors, 0), keyword) == 0;
}

uint64_t lot_vectors_number(const lot_vectors *vectors, size_t index)
{
    char *end = NULL;
    unsigned long long number = strtoull(lot_vectors_word(vectors, index), &end, 10);
    assert_int_equal(*end, '\0');
    return number;
}

uint32_t lot_vectors_small(const lot_vectors *vectors, size_t index)
{
    uint64_t number = lot_vectors_number(vectors, index);
    assert_true(number <= UINT32_MAX);
    return (uint32_t)number;
}

char *lot_vectors_string(lot_vectors *vectors, size_t index)
{
    const char *hex = lot_vectors_word(vectors, index);
    size_t length = strcmp(hex, "-") == 0 ? 0 : strlen(hex) / 2;
    char *string = lot_array_new(length + 1, 1);
    assert_non_null(string);
    for (size_t i = 0; i < length; i++) {
        char pair[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
        string[i] = (char)strtoul(pair, NULL, 16);
    }
    free(vectors->bytes[index]);
    vectors->bytes[index] = string;
    return string;
}

lot_digest lot_vectors_digest(const lot_vectors *vectors, size_t index)
{
    lot_digest digest;
    assert_true(lot_digest_parse(&digest, lot_vectors_word(vectors, index)));
    return digest;
}

void lot_vectors_check_digest(const lot_vectors *vectors, size_t index, const lot_digest *digest)
{
    char hex[LOT_HEX_BYTES];
    lot_digest_hex(hex, digest);
    assert_string_equal(hex, lot_vectors_word(vectors, index));
}
