/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fuzzing the readers of files that come from outside: FUZZ_FILE names one of support/readers.c.
 * A file that is found belongs into tests/fuzz/corpus, where test_corpus reads it ever after.
 */
#include "support/readers.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *count, char ***words);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const lot_test_reader *reader;

int LLVMFuzzerInitialize(int *count, char ***words)
{
    (void)count;
    (void)words;
    const char *name = getenv("FUZZ_FILE");
    reader = name != NULL ? lot_test_reader_find(name) : NULL;
    if (reader == NULL) {
        (void)fprintf(stderr, "FUZZ_FILE names no reader\n");
        exit(2);
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    reader->read((const char *)bytes, length);
    return 0;
}
