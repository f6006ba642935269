/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mojibake: what could be UTF-8 once more, and is worth it. */
#include "pool/mojibake.h"

#include "pool/encoding.h"

#include <stddef.h>
#include <stdint.h>
#include <unistr.h>

enum { LEAD_LEAST = 0xC2, LEAD_MOST = 0xF4, PUNCTUATION = 0x80, A_CIRCUMFLEX = 0xE2 };

/* A character that was found in the bytes of others. */
typedef struct sequence {
    const uint8_t *end; /* behind it; NULL: there is none */
    uint32_t character;
    uint32_t lead;   /* its first byte */
    uint32_t second; /* and the next one */
} sequence;

/* The byte of Windows-1252 that stands at *at, beyond ASCII, which is moved on; else 0. */
static uint32_t take_byte(const uint8_t **at)
{
    ucs4_t character;
    if (**at < 0x80)
        return 0;
    const uint8_t *next = u8_next(&character, *at);
    uint32_t byte = next != NULL ? lot_windows_1252_byte(character) : 0;
    if (byte < 0x80 || byte == LOT_NO_BYTE)
        return 0;
    *at = next;
    return byte;
}

static sequence read_sequence(const uint8_t *at)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    sequence s = {.end = NULL};
    s.lead = take_byte(&at);
    if (s.lead < LEAD_LEAST || s.lead > LEAD_MOST)
        return s;
    unsigned bytes = s.lead >= 0xF0 ? 4 : s.lead >= 0xE0 ? 3 : 2;
    s.character = s.lead & (0x7Fu >> bytes);
    for (unsigned i = 1; i < bytes; i++) {
        uint32_t byte = take_byte(&at);
        if ((byte & 0xC0) != 0x80)
            return s;
        s.second = i == 1 ? byte : s.second;
        s.character = s.character << 6 | (byte & 0x3F);
    }
    bool valid = s.character >= least[bytes] && s.character <= 0x10FFFF &&
                 (s.character < 0xD800 || s.character > 0xDFFF);
    s.end = valid ? at : NULL;
    return s;
}

static bool is_written(uint32_t character)
{
    static const struct {
        uint32_t first;
        uint32_t last;
    } ranges[] = {
        {0xA0, 0x17F},      /* Latin */
        {0x2010, 0x203A},   /* dashes, quotation marks */
        {0x20AC, 0x20AC},   /* euro */
        {0x2122, 0x2122},   /* trade mark */
        {0xFEFF, 0xFEFF},   /* byte order mark */
        {0xFFFD, 0xFFFD},   /* what could not be read */
        {0x1F300, 0x1FAFF}, /* emotions */
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (character >= ranges[i].first && character <= ranges[i].last)
            return true;
    return false;
}

static bool is_letter(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Is the second of two characters one that stands behind words? See M2. */
static bool is_doubtful(const sequence *s)
{
    static const uint8_t behind[] = {0x85, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0xAB, 0xBB};
    for (size_t i = 0; s->lead < 0xE0 && i < sizeof behind; i++)
        if (s->second == behind[i])
            return true;
    return false;
}

/* The end of what is mojibake from `at` on, a character beyond ASCII of `text`; NULL: nothing is.
 */
static const uint8_t *mojibake_end(const uint8_t *text, const uint8_t *at)
{
    sequence s = read_sequence(at);
    /* the third byte of a closing quotation mark is often lost */
    if (s.lead == A_CIRCUMFLEX && s.second == PUNCTUATION && s.end == NULL) {
        (void)take_byte(&at);
        (void)take_byte(&at);
        return at;
    }
    if (s.end == NULL)
        return NULL;
    sequence next = read_sequence(s.end);
    if (next.end != NULL)
        return next.end;
    if (!is_written(s.character))
        return NULL;
    bool inside = (at > text && at[-1] >= 'a' && at[-1] <= 'z') || is_letter(*s.end);
    return is_doubtful(&s) && !inside ? NULL : s.end;
}

lot_beyond_ascii lot_mojibake_look(const char *text)
{
    lot_beyond_ascii found = {false, false, false};
    const uint8_t *at = (const uint8_t *)text;
    while (*at != '\0') {
        ucs4_t character = *at;
        if (character < 0x80) {
            at++;
            continue;
        }
        /* C3 begins all that mojibake can begin with */
        const uint8_t *end = *at == 0xC3 ? mojibake_end((const uint8_t *)text, at) : NULL;
        const uint8_t *next = u8_next(&character, at);
        found.mojibake = found.mojibake || end != NULL;
        found.lost = found.lost || character == 0xFFFD;
        found.sound = found.sound || end == NULL;
        at = end != NULL ? end : next != NULL ? next : at + 1;
    }
    return found;
}
