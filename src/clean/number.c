/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Number: digits before and behind a point. */
#include "clean/number.h"

#include <stddef.h>
#include <string.h>

static size_t digits_at(const char *at)
{
    size_t count = 0;
    while (lot_plain_is_digit(at[count]))
        count++;
    return count;
}

bool lot_number_read(lot_number *out, const char *cell)
{
    lot_plain plain;
    *out = (lot_number){0};
    if (!lot_plain_make(&plain, cell))
        return false;
    const char *at = plain.text;
    out->negative = *at == '-';
    at += *at == '-' || *at == '+';
    size_t whole = digits_at(at);
    const char *end = at + whole;
    size_t part = *end == '.' ? digits_at(end + 1) : 0;
    const char *behind = end + (part > 0 ? 1 : 0);
    if (whole + part == 0 || behind[part] != '\0')
        return false;
    for (; whole > 0 && *at == '0'; whole--)
        at++;
    while (part > 0 && behind[part - 1] == '0')
        part--;
    memcpy(out->whole, at, whole);
    memcpy(out->part, behind, part);
    out->negative = out->negative && whole + part > 0;
    return true;
}

bool lot_number_digits(uint32_t *number, const char **at)
{
    const char *from = *at;
    uint64_t value = 0;
    for (; lot_plain_is_digit(**at); (*at)++)
        if (value <= LOT_WHOLE_MOST)
            value = value * 10 + (uint64_t)(**at - '0');
    *number = (uint32_t)(value <= LOT_WHOLE_MOST ? value : 0);
    return *at != from && value <= LOT_WHOLE_MOST;
}

bool lot_number_whole(uint32_t *number, const char *cell)
{
    lot_plain plain;
    const char *at = plain.text;
    return lot_plain_make(&plain, cell) && lot_number_digits(number, &at) && *at == '\0';
}

/* Without their signs. By N1 the longer whole is the greater one. */
static int compare_sizes(const lot_number *left, const lot_number *right)
{
    size_t left_whole = strlen(left->whole);
    size_t right_whole = strlen(right->whole);
    if (left_whole != right_whole)
        return left_whole < right_whole ? -1 : 1;
    int whole = strcmp(left->whole, right->whole);
    return whole != 0 ? whole : strcmp(left->part, right->part);
}

int lot_number_compare(const lot_number *left, const lot_number *right)
{
    if (left->negative != right->negative)
        return left->negative ? -1 : 1;
    return left->negative ? compare_sizes(right, left) : compare_sizes(left, right);
}
