/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggest, ways: each line has its opposite beside it. */
#include "clean/suggest_ways.h"

#include <string.h>

static const char *const ways[LOT_WAYS_LINES][LOT_WAYS_EACH] = {
    {"m", "male", "man"},
    {"f", "female", "woman"},
    {"y", "yes", "true"},
    {"n", "no", "false"},
};

const char *lot_ways_word(size_t line, size_t way)
{
    return ways[line][way];
}

static bool is_way(const char *folded, size_t line)
{
    for (size_t w = 0; w < LOT_WAYS_EACH; w++)
        if (strcmp(folded, ways[line][w]) == 0)
            return true;
    return false;
}

/* How many values are written as the line has it; *value: the last of them. */
static uint32_t count_values(uint32_t *value, const char *const *values, uint32_t count,
                             size_t line)
{
    uint32_t found = 0;
    for (uint32_t v = 0; v < count; v++) {
        if (!is_way(values[v], line))
            continue;
        *value = v;
        found++;
    }
    return found;
}

bool lot_ways_value(uint32_t *value, const char *const *values, uint32_t count, size_t line)
{
    uint32_t opposite;
    return count_values(&opposite, values, count, line ^ 1) == 1 &&
           count_values(value, values, count, line) == 1;
}
