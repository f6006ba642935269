/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Near homes: only addresses that share a key are compared, and in a crowd of those only
 * neighbours.
 *
 *   B1  the keys: postcode, as it looks, with the house number; all words with all numbers, in any
 *       order; and, where there is no postcode, the house number with the beginning, or the end,
 *       of the longest word;
 *   B2  a key's addresses are compared with at most WINDOW that follow them, in alphabetical order:
 *       the work grows with the number of addresses, not with its square;
 *   B3  no more than FOUND_MOST pairs are held at a time: then the least alike of them go.
 */
#include "civiclot/near_homes.h"

#include "alike/alike.h"
#include "core/array.h"

#include <stdlib.h>
#include <string.h>

enum { KEYS = 4, WINDOW = 40, FOUND_MOST = 1 << 20, END_LETTERS = 3 };

/* An address under one of its keys. */
typedef struct entry {
    uint64_t key;
    const lot_address *address;
} entry;

typedef struct search {
    lot_address_reader reader;
    uint32_t *columns;      /* [household_count] */
    lot_address *addresses; /* [addresses_count] */
    uint32_t addresses_count;
    entry *entries; /* [entries_count] */
    size_t entries_count;
    lot_near_pair *found; /* [found_count] */
    size_t found_count;
    size_t found_room;
    uint64_t left_off;
} search;

/* The addresses of everyone who gave one, each once. */
static lot_status read_addresses(search *s, const lot_pool *pool, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t household = 0;
    s->addresses = lot_array_new(pool->households_count, sizeof *s->addresses);
    if (s->addresses == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t p = 0; p < pool->people_count; p++) {
        if (pool->households[p] != household)
            continue;
        household++; /* P3 */
        lot_address *address = &s->addresses[s->addresses_count];
        TRY(lot_address_read(address, &s->reader, p, error));
        if (address->text != NULL)
            s->addresses_count++;
    }
done:
    return status;
}

/* The house number's digits, the last that there are; else the letter of a flat, or nothing. */
static uint64_t hash_house(uint64_t hash, const lot_address *address)
{
    char digits[LOT_ADDRESS_BYTES + 1] = "";
    for (unsigned i = address->numbers_count; i-- > 0;) {
        const char *number = lot_address_number(address, i);
        size_t length = strspn(number, "0123456789");
        if (length == 0)
            continue;
        memcpy(digits, number, length);
        digits[length] = '\0';
        return lot_address_hash(hash, digits);
    }
    return lot_address_hash(hash, address->numbers_count > 0 ? lot_address_number(address, 0) : "");
}

static uint64_t hash_postcode(const lot_address *address)
{
    char look[LOT_ADDRESS_BYTES + 1];
    size_t length = 0;
    for (const char *at = lot_address_postcode(address); *at != '\0'; at++)
        look[length++] = lot_address_look(*at);
    look[length] = '\0';
    return hash_house(lot_address_hash(LOT_HASH_START + 1, look), address);
}

/* Sums do not depend on the order. */
static uint64_t hash_everything(const lot_address *address)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < address->words_count; i++)
        sum += lot_address_hash(LOT_HASH_START + 2, lot_address_word(address, i));
    for (unsigned i = 0; i < address->numbers_count; i++)
        sum += lot_address_hash(LOT_HASH_START + 3, lot_address_number(address, i));
    return sum;
}

/* The longest word that is a name; NULL: none is long enough. */
static const char *longest_name(const lot_address *address)
{
    const char *longest = NULL;
    size_t most = END_LETTERS;
    for (unsigned i = 0; i < address->words_count; i++) {
        const char *word = lot_address_word(address, i);
        if (strlen(word) > most && !lot_address_is_type(word)) {
            longest = word;
            most = strlen(word);
        }
    }
    return longest;
}

static void add_entry(search *s, uint64_t key, const lot_address *address)
{
    s->entries[s->entries_count++] = (entry){key, address};
}

/* B1. */
static void add_keys(search *s, const lot_address *address)
{
    if (address->words_count > 0)
        add_entry(s, hash_everything(address), address);
    if (lot_address_postcode(address)[0] != '\0') {
        add_entry(s, hash_postcode(address), address);
        return;
    }
    const char *name = longest_name(address);
    if (name == NULL)
        return;
    char beginning[END_LETTERS + 1] = {0};
    memcpy(beginning, name, END_LETTERS);
    uint64_t house = hash_house(LOT_HASH_START + 4, address);
    add_entry(s, lot_address_hash(house, beginning), address);
    add_entry(s, lot_address_hash(house + 1, name + strlen(name) - END_LETTERS), address);
}

static int compare_entries(const void *a, const void *b)
{
    const entry *x = a;
    const entry *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->address->person < y->address->person ? -1 : x->address->person > y->address->person;
}

static int compare_words(const lot_address *x, const lot_address *y)
{
    for (unsigned i = 0; i < x->words_count && i < y->words_count; i++) {
        int order = strcmp(lot_address_word(x, i), lot_address_word(y, i));
        if (order != 0)
            return order;
    }
    return (int)x->words_count - (int)y->words_count;
}

static int compare_spelling(const void *a, const void *b)
{
    const entry *x = a;
    const entry *y = b;
    int order = compare_words(x->address, y->address);
    return order != 0 ? order : compare_entries(a, b);
}

static int compare_places(const void *a, const void *b)
{
    const lot_near_pair *x = a;
    const lot_near_pair *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

static int compare_costs(const void *a, const void *b)
{
    const lot_near_pair *x = a;
    const lot_near_pair *y = b;
    return x->cost != y->cost ? (x->cost < y->cost ? -1 : 1) : compare_places(a, b);
}

/* Every pair once, the most alike first, and at most `most` of them. */
static void settle(search *s, size_t most)
{
    size_t kept = 0;
    if (s->found_count == 0)
        return;
    qsort(s->found, s->found_count, sizeof *s->found, compare_places);
    for (size_t i = 0; i < s->found_count; i++)
        if (kept == 0 || compare_places(&s->found[kept - 1], &s->found[i]) != 0)
            s->found[kept++] = s->found[i];
    qsort(s->found, kept, sizeof *s->found, compare_costs);
    s->left_off += kept > most ? kept - most : 0;
    s->found_count = kept > most ? most : kept;
}

static lot_status add_pair(search *s, const lot_near_pair *pair, lot_error *error)
{
    if (s->found_count == FOUND_MOST)
        settle(s, FOUND_MOST / 2);
    void *found = s->found;
    if (lot_array_grow(&found, &s->found_room, s->found_count, sizeof *s->found) != 0)
        return LOT_NO_MEMORY(error);
    s->found = found;
    s->found[s->found_count++] = *pair;
    return LOT_OK;
}

/* Whom a pair need not be told to. */
typedef struct filter {
    lot_near_known *known; /* or NULL */
    const void *context;
} filter;

static lot_status compare_crowd(search *s, entry *crowd, size_t count, const filter *those,
                                lot_error *error)
{
    lot_status status = LOT_OK;
    if (count > WINDOW)
        qsort(crowd, count, sizeof *crowd, compare_spelling);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count && j <= i + WINDOW; j++) {
            const lot_address *x = crowd[i].address;
            const lot_address *y = crowd[j].address;
            bool turned = x->person > y->person;
            lot_near_pair pair = {.a = turned ? y->person : x->person,
                                  .b = turned ? x->person : y->person};
            if (x != y && lot_alike(&pair, x, y) &&
                (those->known == NULL || !those->known(those->context, pair.a, pair.b)))
                TRY(add_pair(s, &pair, error));
        }
    }
done:
    return status;
}

static lot_status search_pairs(search *s, const filter *those, lot_error *error)
{
    lot_status status = LOT_OK;
    s->entries = lot_array_new((size_t)s->addresses_count * KEYS, sizeof *s->entries);
    if (s->entries == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < s->addresses_count; i++)
        add_keys(s, &s->addresses[i]);
    qsort(s->entries, s->entries_count, sizeof *s->entries, compare_entries);
    for (size_t i = 0, end; i < s->entries_count; i = end) {
        for (end = i + 1; end < s->entries_count && s->entries[end].key == s->entries[i].key;)
            end++;
        TRY(compare_crowd(s, s->entries + i, end - i, those, error));
    }
    settle(s, LOT_NEAR_MOST);
done:
    return status;
}

static lot_status begin(search *s, const lot_table *people, const lot_pool_columns *columns,
                        lot_error *error)
{
    lot_status status = LOT_OK;
    s->columns = lot_array_new(columns->household_count, sizeof *s->columns);
    if (s->columns == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t c = 0; c < columns->household_count; c++)
        TRY(lot_table_find_column(&s->columns[c], NULL, people, columns->household[c], error));
    TRY(lot_address_reader_start(&s->reader, people, s->columns, columns->household_count, error));
done:
    return status;
}

static void end(search *s)
{
    lot_address_reader_end(&s->reader);
    for (uint32_t i = 0; i < s->addresses_count; i++)
        free(s->addresses[i].text);
    free(s->addresses);
    free(s->columns);
    free(s->entries);
    free(s->found);
}

lot_status lot_near_homes_find(lot_near_homes **out, const lot_pool *pool, const lot_table *people,
                               const lot_pool_columns *columns, lot_near_known *known,
                               const void *context, lot_error *error)
{
    lot_status status = LOT_OK;
    search s = {.addresses_count = 0};
    *out = NULL;
    lot_near_homes *nears = lot_array_new(1, sizeof *nears);
    if (nears == NULL)
        return LOT_NO_MEMORY(error);
    if (columns->household_count > 0) {
        TRY(begin(&s, people, columns, error));
        TRY(read_addresses(&s, pool, error));
        TRY(search_pairs(&s, &(filter){known, context}, error));
    }
    *nears = (lot_near_homes){s.found, (uint32_t)s.found_count, s.left_off};
    s.found = NULL;
    *out = nears;
    nears = NULL;
done:
    end(&s);
    free(nears);
    return status;
}

void lot_near_homes_free(lot_near_homes *nears)
{
    if (nears == NULL)
        return;
    free(nears->pairs);
    free(nears);
}

void lot_near_homes_put_reasons(lot_text *words, uint16_t reasons)
{
    static const struct {
        lot_near_reason reason;
        const char *words;
    } all[] = {
        {LOT_NEAR_COLUMNS, "the same letters, otherwise divided"},
        {LOT_NEAR_SHORT, "an abbreviation, or a word such as flat or room"},
        {LOT_NEAR_ORDER, "another order"},
        {LOT_NEAR_SPELLING, "a letter or two"},
        {LOT_NEAR_WORDS, "one has more words"},
        {LOT_NEAR_FLAT, "one has the number of a flat"},
        {LOT_NEAR_POSTCODE_LOOK, "letters and digits that look alike in the postcode"},
        {LOT_NEAR_POSTCODE_SLIP, "a character of the postcode"},
        {LOT_NEAR_POSTCODE_MISSING, "one has no postcode"},
    };
    const char *between = "";
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if ((reasons & all[i].reason) == 0)
            continue;
        lot_text_put(words, between);
        lot_text_put(words, all[i].words);
        between = "; ";
    }
}
