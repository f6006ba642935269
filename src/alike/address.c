/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Address: words, numbers and the postcode, cell after cell. */
#include "alike/address.h"

#include "core/array.h"
#include "pool/wording.h"

#include <stdlib.h>
#include <string.h>

/* What is short for what, where it is compared to list and not to join. */
static const char *const written_out[][2] = {
    {"av", "avenue"},     {"ave", "avenue"},   {"blvd", "boulevard"}, {"cl", "close"},
    {"cres", "crescent"}, {"crt", "court"},    {"ct", "court"},       {"dr", "drive"},
    {"est", "estate"},    {"gdn", "garden"},   {"gdns", "gardens"},   {"gr", "grove"},
    {"gro", "grove"},     {"hse", "house"},    {"hwy", "highway"},    {"ln", "lane"},
    {"pk", "park"},       {"pl", "place"},     {"rd", "road"},        {"rw", "row"},
    {"sq", "square"},     {"st", "street"},    {"str", "street"},     {"tce", "terrace"},
    {"ter", "terrace"},   {"terr", "terrace"}, {"wk", "walk"},        {"wy", "way"},
};

bool lot_address_is_type(const char *word)
{
    for (size_t i = 0; i < sizeof written_out / sizeof written_out[0]; i++)
        if (strcmp(written_out[i][1], word) == 0)
            return true;
    return false;
}

char lot_address_look(char c)
{
    return (char)(c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c);
}

uint64_t lot_address_hash(uint64_t hash, const char *string)
{
    for (; *string != '\0'; string++)
        hash = (hash ^ (unsigned char)*string) * UINT64_C(0x100000001b3);
    return (hash ^ 0xFF) * UINT64_C(0x100000001b3); /* where the string ends */
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* 10, 10b; but 3rd is a word. */
static bool is_number(const char *word)
{
    static const char *const ordinals[] = {"st", "nd", "rd", "th"};
    size_t digits = strspn(word, "0123456789");
    for (size_t i = 0; i < sizeof ordinals / sizeof ordinals[0]; i++)
        if (strcmp(word + digits, ordinals[i]) == 0)
            return false;
    return digits > 0;
}

/* How long the beginning of the word is that only announces a number; 0: it does not. */
static size_t announces(const char *word)
{
    static const char *const names[] = {"flat", "apartment", "apt", "unit", "room", "number", "no"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t length = strlen(names[i]);
        if (strncmp(word, names[i], length) == 0 &&
            (word[length] == '\0' || is_digit(word[length])))
            return length;
    }
    return 0;
}

/* e17, ec1a: the first half of a British postcode; or all of it, e174ab. */
static bool is_outward(const char *word, size_t length)
{
    size_t letters = 0;
    while (letters < length && is_letter(word[letters]))
        letters++;
    if (letters < 1 || letters > 2 || length < letters + 1 || length > letters + 2)
        return false;
    return is_digit(word[letters]) &&
           (length == letters + 1 || is_digit(word[letters + 1]) || is_letter(word[letters + 1]));
}

static bool is_inward(const char *word)
{
    return is_digit(word[0]) && is_letter(word[1]) && is_letter(word[2]) && word[3] == '\0';
}

static bool is_postcode(const char *word)
{
    size_t length = strlen(word);
    return length >= 5 && length <= 7 && is_outward(word, length - 3) &&
           is_inward(word + length - 3);
}

lot_status lot_address_reader_start(lot_address_reader *reader, const lot_table *people,
                                    const uint32_t *columns, uint32_t count, lot_error *error)
{
    lot_status status = LOT_OK;
    *reader = (lot_address_reader){.people = people,
                                   .columns = columns,
                                   .postcode = lot_array_new(count, sizeof *reader->postcode),
                                   .count = count};
    if (reader->postcode == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t c = 0; c < count; c++)
        TRY(lot_household_is_postcode(&reader->postcode[c], lot_table_header(people, columns[c]),
                                      error));
done:
    return status;
}

void lot_address_reader_end(lot_address_reader *reader)
{
    free(reader->postcode);
    lot_text_free(&reader->words);
    lot_text_free(&reader->text);
}

/* Keep a string; 0, which is "", where it does not fit (A3). */
static uint8_t keep(lot_text *text, const char *string)
{
    size_t at = text->length;
    size_t length = strlen(string);
    if (at + length + 1 > LOT_ADDRESS_BYTES)
        return 0;
    lot_text_add(text, string, length + 1);
    return (uint8_t)at;
}

static void keep_number(lot_address *address, lot_text *text, const char *number)
{
    uint8_t at = address->numbers_count < LOT_ADDRESS_NUMBERS ? keep(text, number) : 0;
    address->sequence = lot_address_hash(address->sequence, number);
    if (at > 0)
        address->numbers[address->numbers_count++] = at;
}

/* first: no name stands before the word. "St" is Saint then. */
static void keep_word(lot_address *address, lot_text *text, const char *word, bool first)
{
    for (size_t i = 0; i < sizeof written_out / sizeof written_out[0]; i++) {
        if (strcmp(word, written_out[i][0]) == 0) {
            word = first && strcmp(word, "st") == 0 ? "saint" : written_out[i][1];
            break;
        }
    }
    uint8_t at = address->words_count < LOT_ADDRESS_WORDS ? keep(text, word) : 0;
    address->sequence = lot_address_hash(address->sequence, word);
    if (at > 0)
        address->words[address->words_count++] = at;
}

/* The last postcode counts: a second one may be a name that looks like one. */
static void keep_postcode(lot_address *address, lot_text *text, const char *postcode)
{
    uint8_t at = keep(text, postcode);
    if (at > 0)
        address->postcode = at;
}

/* What a cell's words are, one behind the other. */
typedef struct walk {
    char *word;
    char *next;   /* NULL: none */
    bool numbers; /* the last was a number: what follows begins a name */
    bool announced;
} walk;

static void part_off(walk *w)
{
    char *space = strchr(w->word, ' ');
    if (space != NULL)
        *space = '\0';
    w->next = space != NULL ? space + 1 : NULL;
}

/* Length of the next word, which is not parted off yet. */
static size_t next_length(const walk *w)
{
    return w->next == NULL ? 0 : strcspn(w->next, " ");
}

/* Put the next word behind this one. */
static void take_next(walk *w)
{
    size_t length = strlen(w->word);
    size_t next = next_length(w);
    memmove(w->word + length, w->next, next);
    w->next = w->next[next] == ' ' ? w->next + next + 1 : NULL;
    w->word[length + next] = '\0';
}

static bool take_postcode(lot_address *address, lot_text *text, walk *w)
{
    size_t length = strlen(w->word);
    if (is_postcode(w->word)) {
        keep_postcode(address, text, w->word);
        return true;
    }
    if (next_length(w) != 3 || !is_outward(w->word, length))
        return false;
    char inward[4] = {0};
    memcpy(inward, w->next, 3);
    if (!is_inward(inward))
        return false;
    take_next(w);
    keep_postcode(address, text, w->word);
    return true;
}

static void take_word(lot_address *address, lot_text *text, walk *w)
{
    size_t passed = announces(w->word);
    bool follows = next_length(w) == 1 || (w->next != NULL && is_digit(w->next[0])) ||
                   (w->next != NULL && announces(w->next) > 0);
    if (passed > 0 && w->word[passed] == '\0' && follows) {
        w->announced = true;
        return;
    }
    if (passed > 0 && w->word[passed] != '\0')
        w->word += passed;
    bool lettered = w->announced && w->word[1] == '\0';
    if (lettered || is_number(w->word)) {
        /* 10 A is 10a */
        if (is_digit(w->word[0]) && next_length(w) == 1 && is_letter(w->next[0]))
            take_next(w);
        keep_number(address, text, w->word);
        w->numbers = true;
    } else {
        keep_word(address, text, w->word, w->numbers);
        w->numbers = false;
    }
    w->announced = false;
}

/* The words of a cell that is no postcode's. words: changed. */
static void take_cell(lot_address *address, lot_text *text, char *words)
{
    walk w = {.next = words, .numbers = true};
    while (w.next != NULL && *w.next != '\0') {
        w.word = w.next;
        part_off(&w);
        if (!take_postcode(address, text, &w))
            take_word(address, text, &w);
    }
}

/* Go on with the hash of what was written, without the spaces. */
static uint64_t hash_letters(uint64_t hash, const char *words)
{
    for (; *words != '\0'; words++)
        if (*words != ' ')
            hash = (hash ^ (unsigned char)*words) * UINT64_C(0x100000001b3);
    return hash;
}

lot_status lot_address_read(lot_address *address, lot_address_reader *reader, uint32_t person,
                            lot_error *error)
{
    *address =
        (lot_address){.person = person, .letters = LOT_HASH_START, .sequence = LOT_HASH_START};
    reader->text.length = 0;
    lot_text_add(&reader->text, "", 1);
    for (uint32_t c = 0; c < reader->count; c++) {
        const char *cell = lot_table_cell(reader->people, person, reader->columns[c]);
        reader->words.length = 0;
        if (!lot_wording_put(&reader->words, cell, !reader->postcode[c]) || reader->words.failed)
            return LOT_NO_MEMORY(error);
        if (reader->words.length == 0 && c == 0)
            return LOT_OK;
        if (reader->words.length == 0)
            continue;
        address->letters = hash_letters(address->letters, reader->words.bytes);
        if (reader->postcode[c])
            keep_postcode(address, &reader->text, reader->words.bytes);
        else
            take_cell(address, &reader->text, reader->words.bytes);
    }
    if (reader->text.failed)
        return LOT_NO_MEMORY(error);
    address->text = lot_array_new(reader->text.length, 1);
    if (address->text == NULL)
        return LOT_NO_MEMORY(error);
    memcpy(address->text, reader->text.bytes, reader->text.length);
    return LOT_OK;
}
