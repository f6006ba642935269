/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members: by hand, as this runs once for every seat of every panel. */
#include "store/members.h"

static void put_number(lot_text *text, uint32_t number)
{
    char digits[10]; /* 4294967295 */
    size_t first = sizeof digits;
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    lot_text_add(text, digits + first, sizeof digits - first);
}

void lot_members_put(lot_text *json, const uint32_t *members, uint32_t count)
{
    json->length = 0;
    lot_text_put(json, "[");
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            lot_text_put(json, ",");
        put_number(json, members[i]);
    }
    lot_text_put(json, "]");
}

/* Read digits at *cursor and leave it behind them. */
static bool parse_number(uint32_t *number, uint32_t below, const char **cursor)
{
    uint64_t value = 0;
    const char *digit = *cursor;
    for (; *digit >= '0' && *digit <= '9' && value < below; digit++)
        value = value * 10 + (uint64_t)(*digit - '0');
    if (digit == *cursor || value >= below)
        return false;
    *number = (uint32_t)value;
    *cursor = digit;
    return true;
}

bool lot_members_parse(uint32_t *members, uint32_t count, uint32_t people_count, const char *json)
{
    if (*json++ != '[')
        return false;
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0 && *json++ != ',')
            return false;
        if (!parse_number(&members[i], people_count, &json))
            return false;
        if (i > 0 && members[i] <= members[i - 1])
            return false;
    }
    return json[0] == ']' && json[1] == '\0';
}
