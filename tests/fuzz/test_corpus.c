/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Corpus: the files that the fuzzer begins with, and those that it found. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "civiclot/file.h"
#include "support/readers.h"

#include <dirent.h>
#include <stdlib.h>

static const char corpus[] = "tests/fuzz/corpus";

/* The names in a folder that do not begin with a dot: how many, each handed to `each`. */
static size_t for_each(const char *folder, void (*each)(const char *folder, const char *name))
{
    size_t count = 0;
    const struct dirent *entry;
    DIR *names = opendir(folder);
    assert_non_null(names);
    while ((entry = readdir(names)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        each(folder, entry->d_name);
        count++;
    }
    (void)closedir(names);
    return count;
}

static const lot_test_reader *reader;

/* The name comes first: an assertion of the reader ends the program. */
static void read_one(const char *folder, const char *name)
{
    lot_text bytes = LOT_TEXT_EMPTY;
    char *path = lot_path_join(folder, name);
    assert_non_null(path);
    print_message("reading %s\n", path);
    assert_int_equal(lot_file_read(&bytes, path, NULL), LOT_OK);
    reader->read(lot_text_string(&bytes), bytes.length);
    lot_text_free(&bytes);
    free(path);
}

static void read_kind(const char *folder, const char *name)
{
    char *path = lot_path_join(folder, name);
    assert_non_null(path);
    reader = lot_test_reader_find(name);
    if (reader == NULL)
        fail_msg("%s: there is no reader of that name", path);
    assert_true(for_each(path, read_one) > 0);
    free(path);
}

static void every_file_of_the_corpus_is_read_to_its_end(void **state)
{
    (void)state;
    assert_true(for_each(corpus, read_kind) > 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_of_the_corpus_is_read_to_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
