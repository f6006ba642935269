/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Past: the hash of who somebody is, a sorted list of them, and its file.
 *
 *   hash = HMAC(key, "civiclot/past/v1\0" || field(part) || field(part) || ...)
 */
#include "clean/past.h"

#include "audit/hash.h"
#include "audit/lines.h"
#include "civiclot/fold.h"
#include "core/array.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_WORD "civiclot-past:"

enum { PHONE_DIGITS_LEAST = 7 };

struct lot_past {
    lot_key key;
    lot_hash begun; /* the key and the label have been fed */
    uint32_t parts;
    lot_digest *hashes; /* [count] */
    uint32_t count;
    size_t room;
};

lot_status lot_past_new(lot_past **out, const lot_key *key, uint32_t parts, lot_error *error)
{
    assert(parts >= 1 && parts <= LOT_PAST_PARTS_MOST);
    lot_past *past = lot_array_new(1, sizeof *past);
    *out = past;
    if (past == NULL)
        return LOT_NO_MEMORY(error);
    past->key = *key;
    past->parts = parts;
    lot_hash_start_keyed(&past->begun, key);
    lot_hash_label(&past->begun, "civiclot/past/v1");
    return LOT_OK;
}

void lot_past_free(lot_past *past)
{
    if (past == NULL)
        return;
    lot_digest unused;
    lot_hash_finish(&unused, &past->begun); /* which wipes it */
    lot_key_wipe(&past->key);
    free(past->hashes);
    free(past);
}

uint32_t lot_past_parts(const lot_past *past)
{
    return past->parts;
}

uint32_t lot_past_count(const lot_past *past)
{
    return past->count;
}

/* Make a folded part its digits, where it is a phone number: 00 before them is +. */
static void shorten_phone(char *part)
{
    size_t digits = 0;
    for (const char *at = part; *at != '\0'; at++) {
        if (strchr("0123456789 ()./-", *at) == NULL && !(*at == '+' && at == part))
            return;
        digits += *at >= '0' && *at <= '9';
    }
    if (digits < PHONE_DIGITS_LEAST)
        return;
    char *to = part;
    const char *from = part;
    if (strncmp(part, "00", 2) == 0) {
        *to++ = '+';
        from += 2;
    }
    for (; *from != '\0'; from++)
        if (*from == '+' || (*from >= '0' && *from <= '9'))
            *to++ = *from;
    *to = '\0';
}

/* P1. *out is NULL where it is not read; the caller frees it. */
static lot_status read_part(char **out, lot_past_reading *reading, const char *cell,
                            lot_date_order order, lot_error *error)
{
    lot_date date;
    *out = NULL;
    *reading = lot_is_blank(cell) ? LOT_PAST_BLANK : LOT_PAST_READ;
    lot_date_fault fault = lot_date_read(&date, cell, order);
    if (fault == LOT_DATE_AMBIGUOUS)
        *reading = LOT_PAST_AMBIGUOUS;
    if (*reading != LOT_PAST_READ)
        return LOT_OK;
    if (fault == LOT_DATE_SOUND) {
        lot_text iso = LOT_TEXT_EMPTY;
        lot_date_put(&iso, &date);
        *out = iso.bytes;
        return lot_text_check(&iso, error);
    }
    *out = lot_fold(cell);
    if (*out == NULL)
        return LOT_NO_MEMORY(error);
    shorten_phone(*out);
    return LOT_OK;
}

/* A blank part outweighs an ambiguous one: who is not named needs no order of dates. */
static lot_status hash_cells(lot_digest *out, lot_past_reading *reading, const lot_past *past,
                             const char *const *cells, lot_date_order order, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_hash hash = past->begun;
    *reading = LOT_PAST_READ;
    for (uint32_t i = 0; i < past->parts && *reading != LOT_PAST_BLANK; i++) {
        char *part;
        lot_past_reading read;
        TRY(read_part(&part, &read, cells[i], order, error));
        if (part != NULL)
            lot_hash_field(&hash, part);
        if (read != LOT_PAST_READ)
            *reading = read;
        free(part);
    }
done:
    lot_hash_finish(out, &hash);
    return status;
}

lot_status lot_past_add(lot_past_reading *reading, lot_past *past, const char *const *cells,
                        lot_date_order order, lot_error *error)
{
    lot_digest hash;
    void *hashes = past->hashes;
    lot_status status = hash_cells(&hash, reading, past, cells, order, error);
    if (status != LOT_OK || *reading != LOT_PAST_READ)
        return status;
    if (lot_array_grow(&hashes, &past->room, past->count, sizeof hash) != 0)
        return LOT_NO_MEMORY(error);
    past->hashes = hashes;
    past->hashes[past->count++] = hash;
    return LOT_OK;
}

static int compare(const void *left, const void *right)
{
    return memcmp(left, right, sizeof(lot_digest));
}

void lot_past_sort(lot_past *past)
{
    uint32_t kept = 0;
    if (past->count > 1)
        qsort(past->hashes, past->count, sizeof *past->hashes, compare);
    for (uint32_t i = 0; i < past->count; i++)
        if (i == 0 || compare(&past->hashes[kept - 1], &past->hashes[i]) != 0)
            past->hashes[kept++] = past->hashes[i];
    past->count = kept;
}

lot_status lot_past_has(bool *has, lot_past_reading *reading, const lot_past *past,
                        const char *const *cells, lot_date_order order, lot_error *error)
{
    lot_digest hash;
    *has = false;
    lot_status status = hash_cells(&hash, reading, past, cells, order, error);
    if (status == LOT_OK && *reading == LOT_PAST_READ && past->count > 0)
        *has = bsearch(&hash, past->hashes, past->count, sizeof hash, compare) != NULL;
    return status;
}

void lot_past_put(lot_text *file, const lot_past *past)
{
    char hex[LOT_HEX_BYTES];
    lot_digest key;
    static_assert(sizeof key.bytes == sizeof past->key.bytes, "a key is written as a digest is");
    memcpy(key.bytes, past->key.bytes, sizeof key.bytes);
    lot_digest_hex(hex, &key);
    lot_text_format(file, FIRST_WORD " 1\nkey: %s\nparts: %" PRIu32 "\ncount: %" PRIu32 "\n", hex,
                    past->parts, past->count);
    for (uint32_t i = 0; i < past->count; i++) {
        lot_digest_hex(hex, &past->hashes[i]);
        lot_text_put(file, hex);
        lot_text_put(file, "\n");
    }
}

bool lot_past_is_list(const char *bytes, size_t length)
{
    static const char mark[] = "\xef\xbb\xbf";
    if (length >= sizeof mark - 1 && memcmp(bytes, mark, sizeof mark - 1) == 0) {
        bytes += sizeof mark - 1;
        length -= sizeof mark - 1;
    }
    return length >= sizeof FIRST_WORD - 1 && memcmp(bytes, FIRST_WORD, sizeof FIRST_WORD - 1) == 0;
}

/* The lines before the hashes; what is wrong there, or NULL. */
static const char *take_head(lot_key *key, uint32_t *parts, uint32_t *count, lot_lines *lines)
{
    lot_digest digest;
    if (!lot_lines_word(lines, FIRST_WORD " 1\n"))
        return "it is no list of this version, or an editor changed its line ends";
    if (!lot_lines_key_digest(lines, "key: ", &digest))
        return "`key: ` and 64 hexadecimal digits were expected";
    memcpy(key->bytes, digest.bytes, sizeof key->bytes);
    if (!lot_lines_key_index(lines, "parts: ", parts, 1, LOT_PAST_PARTS_MOST))
        return "`parts: ` and how many there are were expected";
    if (!lot_lines_key_index(lines, "count: ", count, 0, UINT32_MAX))
        return "`count: ` and how many people there are were expected";
    return NULL;
}

/* The hashes, for which there is room; what is wrong there, or NULL. */
static const char *take_hashes(lot_past *past, uint32_t count, lot_lines *lines)
{
    for (; past->count < count; past->count++) {
        lot_digest *hash = &past->hashes[past->count];
        lot_lines before = *lines;
        if (!lot_lines_key_digest(lines, "", hash))
            return "64 hexadecimal digits were expected, once for each of the people";
        if (past->count > 0 && compare(hash - 1, hash) >= 0) {
            *lines = before;
            return "the hashes must ascend";
        }
    }
    return lot_lines_at_end(lines) ? NULL : "nothing was expected behind the last of the people";
}

lot_status lot_past_parse(lot_past **out, const char *name, const char *bytes, size_t length,
                          lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lines lines = lot_lines_begin(name, bytes, length);
    lot_key key;
    uint32_t parts, count;
    *out = NULL;
    const char *wrong = take_head(&key, &parts, &count, &lines);
    if (wrong == NULL && count > length / (LOT_HEX_BYTES - 1))
        wrong = "there are fewer people than `count` says";
    if (wrong == NULL) {
        TRY(lot_past_new(out, &key, parts, error));
        (*out)->hashes = lot_array_new(count, sizeof *(*out)->hashes);
        if ((*out)->hashes == NULL)
            TRY(LOT_NO_MEMORY(error));
        (*out)->room = count;
        wrong = take_hashes(*out, count, &lines);
    }
    if (wrong != NULL) {
        lot_problems_add(problems,
                         "%s, line %" PRIu64 ": %s: write the list anew with civiclot past", name,
                         lines.line, wrong);
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "%s: no list of past members", name));
    }
done:
    lot_key_wipe(&key);
    if (status != LOT_OK) {
        lot_past_free(*out);
        *out = NULL;
    }
    return status;
}
