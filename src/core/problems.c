/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems: a list that counts on when it stops keeping words. */
#include "civiclot/problems.h"

#include "core/array.h"
#include "core/utf8.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { KEPT_MAX = 1000, PROBLEM_BYTES = 1024 };

struct lot_problems {
    char *words[KEPT_MAX];
    size_t kept;
    size_t count;
};

lot_problems *lot_problems_new(void)
{
    return lot_array_new(1, sizeof(lot_problems));
}

void lot_problems_free(lot_problems *problems)
{
    if (problems == NULL)
        return;
    for (size_t i = 0; i < problems->kept; i++)
        free(problems->words[i]);
    free(problems);
}

void lot_problems_add(lot_problems *problems, const char *format, ...)
{
    problems->count++;
    if (problems->kept == KEPT_MAX)
        return;
    char words[PROBLEM_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    if (length >= PROBLEM_BYTES)
        lot_utf8_mend_cut(words);
    char *copy = lot_string_copy(words);
    if (copy != NULL)
        problems->words[problems->kept++] = copy;
}

void lot_problems_take(lot_problems *problems, lot_text *words)
{
    lot_problems_add(problems, "%s", lot_text_string(words));
    lot_text_free(words);
}

size_t lot_problems_count(const lot_problems *problems)
{
    return problems->count;
}

lot_status lot_problems_refuse(const lot_problems *problems, size_t before, const char *name,
                               lot_error *error)
{
    assert(before <= problems->count);
    size_t count = problems->count - before;
    if (count == 0)
        return LOT_OK;
    return LOT_FAIL(error, LOT_BAD_INPUT, "%s: %zu problem%s", name, count, count == 1 ? "" : "s");
}

size_t lot_problems_kept(const lot_problems *problems)
{
    return problems->kept;
}

const char *lot_problems_at(const lot_problems *problems, size_t index)
{
    assert(index < problems->kept);
    return problems->words[index];
}
