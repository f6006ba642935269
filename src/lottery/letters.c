/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Letters: shared out by largest remainders, or in portions at equal steps.
 *
 * Two stages, municipalities by size: the addresses stand on a line, one behind the other, and the
 * K portions fall where
 *
 *     start + j x all            j = 0 .. K - 1,
 *
 * K times as finely as addresses: address u is hit where u K <= start + j all < (u + 1) K. Over all
 * starts, start + j all takes every value from 0 to K all - 1 once, so each address is hit K times.
 * Source: W. G. Madow, On the theory of systematic sampling II, Annals of Mathematical Statistics
 * 20 (1949): systematic sampling with unequal probabilities.
 */
#include "civiclot/letters.h"

#include "core/array.h"
#include "core/wide.h"

#include <assert.h>
#include <stdlib.h>

/* What a stratum has over its whole letters. */
typedef struct leftover {
    lot_unsigned_wide remainder;
    uint32_t stratum;
} leftover;

const char *lot_letters_rule_name(lot_letters_rule rule)
{
    static const char *const names[LOT_LETTERS_RULES] = {
        [LOT_LETTERS_BY_ADDRESSES] = "addresses", [LOT_LETTERS_BY_RESPONSE] = "response",
        [LOT_LETTERS_BY_SIZE] = "size",           [LOT_LETTERS_GIVEN] = "given",
        [LOT_LETTERS_TWO_STAGE] = "two-stage",
    };
    return names[rule];
}

uint64_t lot_letters_weight(lot_letters_rule rule, uint32_t addresses, uint64_t measure)
{
    const uint64_t fineness = 1000000000; /* below 2^62 with every address */
    switch (rule) {
    case LOT_LETTERS_BY_RESPONSE:
        assert(measure >= 1 && measure <= LOT_RESPONSE_WHOLE);
        return addresses * fineness / measure;
    case LOT_LETTERS_BY_SIZE:
        return measure;
    case LOT_LETTERS_BY_ADDRESSES:
    case LOT_LETTERS_GIVEN:
    case LOT_LETTERS_TWO_STAGE:
        break;
    }
    return addresses;
}

static int compare_leftovers(const void *a, const void *b)
{
    const leftover *left = a;
    const leftover *right = b;
    if (left->remainder != right->remainder)
        return left->remainder > right->remainder ? -1 : 1;
    return left->stratum < right->stratum ? -1 : left->stratum > right->stratum;
}

lot_status lot_letters_share(uint64_t *letters, const uint64_t *weights, uint32_t count,
                             uint64_t whole, lot_error *error)
{
    assert(whole <= LOT_LETTERS_MOST);
    lot_unsigned_wide sum = 0;
    uint64_t left = whole;
    for (uint32_t h = 0; h < count; h++)
        sum += weights[h];
    if (whole == 0)
        return LOT_OK;
    if (sum == 0)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "no stratum that letters could be shared out to has any weight");
    leftover *leftovers = lot_array_new(count, sizeof *leftovers);
    if (leftovers == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t h = 0; h < count; h++) {
        lot_unsigned_wide part = (lot_unsigned_wide)whole * weights[h];
        letters[h] += (uint64_t)(part / sum);
        left -= (uint64_t)(part / sum);
        leftovers[h] = (leftover){part % sum, h};
    }
    qsort(leftovers, count, sizeof *leftovers, compare_leftovers);
    assert(left < count);
    for (uint64_t i = 0; i < left; i++)
        letters[leftovers[i].stratum]++;
    free(leftovers);
    return LOT_OK;
}

/* How many j from 0 on have start + j all < end, which is a number of K-ths of addresses. */
static lot_unsigned_wide steps_below(lot_unsigned_wide end, uint64_t start, uint64_t all)
{
    return end <= start ? 0 : (end - start + all - 1) / all;
}

uint64_t lot_portions_of(const lot_portions *at, uint64_t start)
{
    assert(start < at->all && at->before + at->addresses <= at->all);
    lot_unsigned_wide begin = (lot_unsigned_wide)at->before * at->portions;
    lot_unsigned_wide end = begin + (lot_unsigned_wide)at->addresses * at->portions;
    return (uint64_t)(steps_below(end, start, at->all) - steps_below(begin, start, at->all));
}

uint64_t lot_portions_most(const lot_portions *at)
{
    lot_unsigned_wide part = (lot_unsigned_wide)at->addresses * at->portions;
    return (uint64_t)((part + at->all - 1) / at->all);
}
