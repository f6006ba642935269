/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables and problems as tests need them. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/input.h"

#include "civiclot/file.h"

#include <stdlib.h>
#include <string.h>

static lot_table *parse(const char *name, const char *bytes, size_t length)
{
    lot_table *table = NULL;
    lot_problems *problems = lot_problems_new();
    assert_non_null(problems);
    lot_status status = lot_table_parse(&table, name, bytes, length, problems, NULL);
    lot_test_assert_problems(problems, NULL, 0);
    assert_int_equal(status, LOT_OK);
    lot_problems_free(problems);
    return table;
}

lot_table *lot_test_table(const char *name, const char *csv)
{
    return parse(name, csv, strlen(csv));
}

lot_table *lot_test_table_at(const char *folder, const char *name)
{
    lot_text bytes = LOT_TEXT_EMPTY;
    lot_table *table = NULL;
    char *path = lot_path_join(folder, name);
    assert_non_null(path);
    if (lot_file_read(&bytes, path, NULL) == LOT_OK)
        table = parse(name, bytes.bytes, bytes.length);
    free(path);
    lot_text_free(&bytes);
    return table;
}

void lot_test_assert_problems(const lot_problems *problems, const char *const *words, size_t count)
{
    size_t kept = lot_problems_kept(problems);
    bool same = kept == count;
    for (size_t i = 0; same && i < count; i++)
        same = strcmp(lot_problems_at(problems, i), words[i]) == 0;
    if (same)
        return;
    for (size_t i = 0; i < kept; i++)
        print_error("told:     %s\n", lot_problems_at(problems, i));
    for (size_t i = 0; i < count; i++)
        print_error("expected: %s\n", words[i]);
    fail_msg("%s", "not the problems that were expected");
}
