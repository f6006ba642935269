/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Alike: postcode, numbers and words are compared one by one, and what differs is added up.
 *
 *   K1  other numbers are other homes: only order, and a flat that one leaves out, may differ;
 *   K2  without a postcode in either, streets of one name in two places look alike: then words
 *       must be longer for a letter to be a slip.
 */
#include "alike/alike.h"

#include "core/distance.h"

#include <string.h>
#include <unistr.h>

/* What is above this is no slip. One big difference, with a small one beside it. */
enum { COST_MOST = 7 };

/* Add a reason and what it costs; true. */
static bool add(lot_near_pair *near, lot_near_reason reason, unsigned cost)
{
    near->reasons = (uint16_t)(near->reasons | (unsigned)reason);
    near->cost = (uint16_t)(near->cost + cost);
    return true;
}

/* The letters of a string, at most LOT_WORD_MOST + 1: more are too long to be compared. */
typedef struct letters {
    uint32_t at[LOT_WORD_MOST + 1];
    size_t count;
} letters;

static letters letters_of(const char *string)
{
    letters out = {.count = 0};
    const uint8_t *at = (const uint8_t *)string;
    ucs4_t letter;
    while (out.count <= LOT_WORD_MOST && (at = u8_next(&letter, at)) != NULL)
        out.at[out.count++] = letter;
    return out;
}

static size_t slips_between(const letters *a, const letters *b)
{
    return lot_slips(a->at, a->count, b->at, b->count);
}

static bool looks_same(const char *a, const char *b)
{
    for (; *a != '\0' && lot_address_look(*a) == lot_address_look(*b); a++)
        b++;
    return *a == '\0' && *b == '\0';
}

static bool compare_postcodes(lot_near_pair *near, const char *a, const char *b)
{
    if (strcmp(a, b) == 0)
        return true;
    if (a[0] == '\0' || b[0] == '\0')
        return add(near, LOT_NEAR_POSTCODE_MISSING, 4);
    if (looks_same(a, b))
        return add(near, LOT_NEAR_POSTCODE_LOOK, 1);
    const letters x = letters_of(a);
    const letters y = letters_of(b);
    return x.count <= LOT_WORD_MOST && y.count <= LOT_WORD_MOST && slips_between(&x, &y) == 1 &&
           add(near, LOT_NEAR_POSTCODE_SLIP, 4);
}

/* Is `longer` the number `number` with a letter behind it: 12a of 12? */
static bool has_letter(const char *longer, const char *number)
{
    size_t length = strlen(number);
    return strncmp(longer, number, length) == 0 && longer[length] >= 'a' && longer[length] <= 'z' &&
           longer[length + 1] == '\0';
}

/* Are they flat and house, and the house with its letter: B, 10 and 10b? */
static bool is_put_together(const lot_address *two, const lot_address *one)
{
    const char *house = lot_address_number(two, 1);
    const char *flat = lot_address_number(two, 0);
    const char *both = lot_address_number(one, 0);
    size_t length = strlen(house);
    return strncmp(both, house, length) == 0 && strcmp(both + length, flat) == 0;
}

/* How many of a's numbers stand in b too, each of which is met once. */
static unsigned common_numbers(const lot_address *a, const lot_address *b)
{
    bool met[LOT_ADDRESS_NUMBERS] = {false};
    unsigned common = 0;
    for (unsigned i = 0; i < a->numbers_count; i++) {
        for (unsigned j = 0; j < b->numbers_count; j++) {
            if (!met[j] && strcmp(lot_address_number(a, i), lot_address_number(b, j)) == 0) {
                met[j] = true;
                common++;
                break;
            }
        }
    }
    return common;
}

static bool same_numbers_in_order(const lot_address *a, const lot_address *b)
{
    for (unsigned i = 0; i < a->numbers_count; i++)
        if (strcmp(lot_address_number(a, i), lot_address_number(b, i)) != 0)
            return false;
    return true;
}

/* K1. */
static bool compare_numbers(lot_near_pair *near, const lot_address *a, const lot_address *b)
{
    if (a->numbers_count < b->numbers_count)
        return compare_numbers(near, b, a);
    unsigned common = common_numbers(a, b);
    if (a->numbers_count == b->numbers_count) {
        if (common == a->numbers_count)
            return same_numbers_in_order(a, b) || add(near, LOT_NEAR_ORDER, 2);
        const char *x = lot_address_number(a, 0);
        const char *y = lot_address_number(b, 0);
        return a->numbers_count == 1 && (has_letter(x, y) || has_letter(y, x)) &&
               add(near, LOT_NEAR_FLAT, 5);
    }
    if (a->numbers_count == 2 && b->numbers_count == 1 && is_put_together(a, b))
        return add(near, LOT_NEAR_SHORT, 2);
    return b->numbers_count > 0 && common == b->numbers_count &&
           a->numbers_count == b->numbers_count + 1 && add(near, LOT_NEAR_FLAT, 5);
}

/* The words that only one of two addresses has, one behind the other. */
typedef struct rest {
    char words[2 * LOT_ADDRESS_BYTES];
    unsigned count;
    bool digits;
} rest;

static void put_rest(rest *x, const char *word)
{
    size_t length = strlen(x->words);
    memcpy(x->words + length, word, strlen(word) + 1); /* all words together fit: A3 */
    x->count++;
    x->digits = x->digits || strpbrk(word, "0123456789") != NULL;
}

/* Words of which there are as many in both are left off. telling: is one of those a name? */
static void leave_common(rest *x, rest *y, bool *telling, const lot_address *a,
                         const lot_address *b)
{
    bool met[LOT_ADDRESS_WORDS] = {false};
    for (unsigned i = 0; i < a->words_count; i++) {
        const char *word = lot_address_word(a, i);
        unsigned j = 0;
        while (j < b->words_count && (met[j] || strcmp(word, lot_address_word(b, j)) != 0))
            j++;
        if (j == b->words_count) {
            put_rest(x, word);
            continue;
        }
        met[j] = true;
        *telling = *telling || (strlen(word) >= 3 && !lot_address_is_type(word));
    }
    for (unsigned j = 0; j < b->words_count; j++)
        if (!met[j])
            put_rest(y, lot_address_word(b, j));
}

static bool same_words_in_order(const lot_address *a, const lot_address *b)
{
    for (unsigned i = 0; i < a->words_count; i++)
        if (strcmp(lot_address_word(a, i), lot_address_word(b, i)) != 0)
            return false;
    return true;
}

/* Both have words that the other has not: are they a slip? See K2. */
static bool compare_letters(lot_near_pair *near, const rest *x, const rest *y, bool somewhere)
{
    const letters a = letters_of(x->words);
    const letters b = letters_of(y->words);
    if (x->digits || y->digits || a.count > LOT_WORD_MOST || b.count > LOT_WORD_MOST)
        return strcmp(x->words, y->words) == 0 && add(near, LOT_NEAR_COLUMNS, 1);
    size_t shorter = a.count < b.count ? a.count : b.count;
    size_t slips = slips_between(&a, &b);
    if (slips == 0)
        return add(near, LOT_NEAR_COLUMNS, 1);
    if (slips == 1 && shorter >= (somewhere ? 3 : 6))
        return add(near, LOT_NEAR_SPELLING, 3);
    return slips == 2 && shorter >= (somewhere ? 6 : 8) && add(near, LOT_NEAR_SPELLING, 4);
}

static bool compare_words(lot_near_pair *near, const lot_address *a, const lot_address *b,
                          bool somewhere)
{
    rest x = {.count = 0};
    rest y = {.count = 0};
    bool telling = false;
    leave_common(&x, &y, &telling, a, b);
    if (x.count == 0 && y.count == 0)
        return same_words_in_order(a, b) || add(near, LOT_NEAR_ORDER, 2);
    if (x.count > 0 && y.count > 0)
        return compare_letters(near, &x, &y, somewhere);
    bool at_house = somewhere && a->numbers_count > 0 && b->numbers_count > 0;
    return (telling || at_house) && add(near, LOT_NEAR_WORDS, 4);
}

bool lot_alike(lot_near_pair *near, const lot_address *a, const lot_address *b)
{
    const char *x = lot_address_postcode(a);
    const char *y = lot_address_postcode(b);
    near->reasons = 0;
    near->cost = 0;
    if (!compare_postcodes(near, x, y) || !compare_numbers(near, a, b) ||
        !compare_words(near, a, b, x[0] != '\0' && y[0] != '\0'))
        return false;
    if (near->reasons == 0) {
        if (a->letters == b->letters)
            add(near, LOT_NEAR_COLUMNS, 1);
        else if (a->sequence == b->sequence)
            add(near, LOT_NEAR_SHORT, 1);
        else
            add(near, LOT_NEAR_ORDER, 2);
    }
    return near->cost <= COST_MOST;
}
