/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damage: a byte, a digit, a line or an end. */
#include "support/damage.h"

#include <string.h>

static bool flip(lot_text *file, size_t at)
{
    if (at >= file->length)
        return false;
    file->bytes[at] ^= 1;
    return true;
}

static bool flip_first(lot_text *file)
{
    return flip(file, 0);
}

static bool flip_middle(lot_text *file)
{
    return flip(file, file->length / 2);
}

static bool flip_last(lot_text *file)
{
    return file->length > 1 && flip(file, file->length - 2);
}

/* From a place on, the next digit becomes another. */
static bool change_digit(lot_text *file, size_t from)
{
    for (size_t i = from; i < file->length; i++) {
        if (file->bytes[i] >= '0' && file->bytes[i] <= '9') {
            file->bytes[i] = (char)('0' + (file->bytes[i] - '0' + 1) % 10);
            return true;
        }
    }
    return false;
}

static bool change_digit_early(lot_text *file)
{
    return change_digit(file, file->length / 4);
}

static bool change_digit_late(lot_text *file)
{
    return change_digit(file, file->length * 3 / 4);
}

/* The beginning of the line that holds `at`, and of the one behind it. */
static void find_line(const lot_text *file, size_t at, size_t *begin, size_t *end)
{
    *begin = at;
    while (*begin > 0 && file->bytes[*begin - 1] != '\n')
        (*begin)--;
    *end = at;
    while (*end < file->length && file->bytes[*end] != '\n')
        (*end)++;
    *end += *end < file->length;
}

static bool drop_line(lot_text *file, size_t at)
{
    size_t begin, end;
    if (file->length == 0)
        return false;
    find_line(file, at, &begin, &end);
    memmove(file->bytes + begin, file->bytes + end, file->length - end + 1);
    file->length -= end - begin;
    return true;
}

static bool drop_first_line(lot_text *file)
{
    return drop_line(file, 0);
}

static bool drop_middle_line(lot_text *file)
{
    return drop_line(file, file->length / 2);
}

static bool drop_last_line(lot_text *file)
{
    return file->length > 0 && drop_line(file, file->length - 1);
}

/* The line in the middle and the one behind it, the other way round; or twice the first of them. */
static bool rewrite_middle(lot_text *file, bool swap)
{
    size_t begin, end, after = 0, unused;
    if (file->length == 0)
        return false;
    find_line(file, file->length / 2, &begin, &end);
    if (end < file->length)
        find_line(file, end, &unused, &after);
    if (end >= file->length || after == end)
        return false;
    lot_text changed = LOT_TEXT_EMPTY;
    lot_text_add(&changed, file->bytes, begin);
    lot_text_add(&changed, file->bytes + (swap ? end : begin), swap ? after - end : end - begin);
    lot_text_add(&changed, file->bytes + begin, end - begin);
    lot_text_add(&changed, file->bytes + (swap ? after : end), file->length - (swap ? after : end));
    lot_text_free(file);
    *file = changed;
    return true;
}

static bool swap_lines(lot_text *file)
{
    return rewrite_middle(file, true);
}

static bool double_line(lot_text *file)
{
    return rewrite_middle(file, false);
}

static bool cut(lot_text *file, size_t length)
{
    if (file->length <= length)
        return false;
    file->bytes[length] = '\0';
    file->length = length;
    return true;
}

static bool cut_half(lot_text *file)
{
    return cut(file, file->length / 2);
}

static bool cut_last_byte(lot_text *file)
{
    return file->length > 0 && cut(file, file->length - 1);
}

static bool empty(lot_text *file)
{
    return cut(file, 0);
}

static bool add_line(lot_text *file)
{
    lot_text_put(file, "x\n");
    return true;
}

static bool add_nothing(lot_text *file)
{
    lot_text_add(file, "", 1);
    return true;
}

static bool use_windows_lines(lot_text *file)
{
    lot_text changed = LOT_TEXT_EMPTY;
    for (size_t i = 0; i < file->length; i++) {
        if (file->bytes[i] == '\n')
            lot_text_put(&changed, "\r");
        lot_text_add(&changed, file->bytes + i, 1);
    }
    lot_text_free(file);
    *file = changed;
    return true;
}

const lot_damage lot_damages[LOT_DAMAGES_COUNT] = {
    {"first byte", flip_first},
    {"middle byte", flip_middle},
    {"last byte", flip_last},
    {"early digit", change_digit_early},
    {"late digit", change_digit_late},
    {"without first line", drop_first_line},
    {"without a line", drop_middle_line},
    {"without last line", drop_last_line},
    {"lines swapped", swap_lines},
    {"line twice", double_line},
    {"half of it", cut_half},
    {"without last byte", cut_last_byte},
    {"empty", empty},
    {"with a line more", add_line},
    {"with a zero byte", add_nothing},
    {"lines of Windows", use_windows_lines},
};
