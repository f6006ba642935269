/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Encoding: between the bytes of a file and UTF-8.
 *
 *   E1  every encoding is one to one on what it can decode: decoded and encoded again, a file has
 *       the bytes it had;
 *   E2  what it cannot decode leaves LOT_UNDECODED, so nobody mistakes it for text;
 *   E3  decoding ends soon after LOT_TABLE_BYTES_MAX: what is longer is no table, and may be three
 *       times as long as the file.
 * Windows-1252 is as the web reads it: the five bytes without a character are controls, which is
 * what makes it one to one. Source: WHATWG Encoding Standard, index windows-1252.
 */
#include "pool/encoding.h"

#include "pool/table_inside.h"

#include <stdint.h>
#include <string.h>

enum {
    REPLACEMENT = 0xFFFD,
    SURROGATES = 0xD800,
    LOW_SURROGATES = 0xDC00,
    AFTER_SURROGATES = 0xE000,
    CHARACTER_BYTES_MAX = 4,
    BLOCK_BYTES = 4096
};

/* The characters of bytes 80 to 9F. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

/* Read the character at s, [length] and not empty: its bytes, 1 to 4, or 0 when it is not valid. */
static size_t read_utf8(uint32_t *character, const unsigned char *s, size_t length)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (s[0] < 0x80) {
        *character = s[0];
        return 1;
    }
    size_t bytes = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
    if (s[0] < 0xC2 || s[0] > 0xF4 || bytes > length)
        return 0;
    uint32_t value = s[0] & (0x7Fu >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (s[i] & 0x3Fu);
    }
    if (value < least[bytes] || value > 0x10FFFF ||
        (value >= SURROGATES && value < AFTER_SURROGATES))
        return 0;
    *character = value;
    return bytes;
}

/* How many bytes from `bytes` on are ASCII, eight at a time; at most seven more are. */
static size_t skip_ascii(const char *bytes, size_t length)
{
    size_t at = 0;
    for (uint64_t eight; length - at >= sizeof eight; at += sizeof eight) {
        memcpy(&eight, bytes + at, sizeof eight);
        if ((eight & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    return at;
}

size_t lot_utf8_valid_bytes(const char *bytes, size_t length)
{
    size_t at = skip_ascii(bytes, length);
    while (at < length) {
        uint32_t character;
        size_t read = read_utf8(&character, (const unsigned char *)bytes + at, length - at);
        if (read == 0)
            break;
        at += read;
        at += skip_ascii(bytes + at, length - at);
    }
    return at;
}

static void put_byte(lot_text *text, uint32_t byte)
{
    char c = (char)(unsigned char)byte;
    lot_text_add(text, &c, 1);
}

/* Decoded characters on their way to a text, which takes them by the block. */
typedef struct block {
    lot_text *utf8;
    size_t length;
    char bytes[BLOCK_BYTES];
} block;

/* True while more is wanted: see E3. */
static bool flush(block *out)
{
    lot_text_add(out->utf8, out->bytes, out->length);
    out->length = 0;
    return out->utf8->length <= LOT_TABLE_BYTES_MAX && !out->utf8->failed;
}

/* There is room for one character more. */
static bool has_room(block *out)
{
    return out->length + CHARACTER_BYTES_MAX <= BLOCK_BYTES || flush(out);
}

static void put_utf8(block *out, uint32_t character)
{
    if (character < 0x80) {
        out->bytes[out->length++] = (char)character;
        return;
    }
    unsigned bytes = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    unsigned shift = 6 * (bytes - 1);
    out->bytes[out->length++] =
        (char)(unsigned char)((0xF00u >> bytes & 0xFFu) | character >> shift);
    while (shift > 0) {
        shift -= 6;
        out->bytes[out->length++] = (char)(unsigned char)(0x80 | (character >> shift & 0x3F));
    }
}

static void put_undecoded(block *out)
{
    out->bytes[out->length++] = (char)(unsigned char)LOT_UNDECODED;
}

/*
 * UTF-16 without a mark: delimiters, line ends, digits and most letters have a zero byte, always
 * on the same side. A third of all units is far more than stray zeros in an 8-bit file make.
 */
static bool looks_like_utf16(lot_encoding *encoding, const char *bytes, size_t length)
{
    size_t pairs = length < 4096 ? length / 2 : 2048;
    size_t first = 0;
    size_t second = 0;
    for (size_t i = 0; i < pairs; i++) {
        first += bytes[2 * i] == '\0';
        second += bytes[2 * i + 1] == '\0';
    }
    bool little = second > first;
    size_t many = little ? second : first;
    size_t few = little ? first : second;
    *encoding = little ? LOT_UTF16_LITTLE : LOT_UTF16_BIG;
    return many > 0 && 3 * many >= pairs && 8 * few <= many;
}

static bool starts_with(const char *bytes, size_t length, const char *mark)
{
    return length >= strlen(mark) && memcmp(bytes, mark, strlen(mark)) == 0;
}

static const char *mark_of(lot_encoding encoding)
{
    switch (encoding) {
    case LOT_UTF8:
        return "\xEF\xBB\xBF";
    case LOT_UTF16_LITTLE:
        return "\xFF\xFE";
    case LOT_UTF16_BIG:
        return "\xFE\xFF";
    case LOT_WINDOWS_1252:
        break;
    }
    return "";
}

void lot_encoding_find(lot_table_form *form, const char *bytes, size_t length)
{
    static const lot_encoding marked[] = {LOT_UTF8, LOT_UTF16_LITTLE, LOT_UTF16_BIG};
    form->byte_order_mark = true;
    for (size_t i = 0; i < sizeof marked / sizeof *marked; i++) {
        form->encoding = marked[i];
        if (starts_with(bytes, length, mark_of(form->encoding)))
            return;
    }
    form->byte_order_mark = false;
    if (looks_like_utf16(&form->encoding, bytes, length))
        return;
    bool valid = lot_utf8_valid_bytes(bytes, length) == length;
    form->encoding = valid ? LOT_UTF8 : LOT_WINDOWS_1252;
}

/* In place: one byte stands for one byte. */
static void decode_utf8(char *bytes, size_t length)
{
    for (;;) {
        size_t valid = lot_utf8_valid_bytes(bytes, length);
        if (valid == length)
            return;
        bytes[valid] = (char)(unsigned char)LOT_UNDECODED;
        bytes += valid + 1;
        length -= valid + 1;
    }
}

static void decode_windows_1252(block *out, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length && has_room(out); i++) {
        uint32_t byte = (unsigned char)bytes[i];
        put_utf8(out, byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80] : byte);
    }
}

static uint32_t unit_at(const char *bytes, bool little)
{
    uint32_t first = (unsigned char)bytes[0];
    uint32_t second = (unsigned char)bytes[1];
    return little ? second << 8 | first : first << 8 | second;
}

static bool is_low_surrogate(uint32_t unit)
{
    return unit >= LOW_SURROGATES && unit < AFTER_SURROGATES;
}

static void decode_utf16(block *out, const char *bytes, size_t length, bool little)
{
    size_t at = 0;
    while (has_room(out) && length - at >= 2) {
        uint32_t unit = unit_at(bytes + at, little);
        at += 2;
        if (unit < SURROGATES || unit >= AFTER_SURROGATES) {
            put_utf8(out, unit);
            continue;
        }
        uint32_t next = length - at >= 2 ? unit_at(bytes + at, little) : 0;
        if (is_low_surrogate(unit) || !is_low_surrogate(next)) {
            put_undecoded(out);
            continue;
        }
        put_utf8(out, 0x10000 + ((unit - SURROGATES) << 10) + (next - LOW_SURROGATES));
        at += 2;
    }
    if (length - at == 1)
        put_undecoded(out);
}

void lot_decode_in_place(lot_text *text, const lot_table_form *form)
{
    size_t mark = form->byte_order_mark ? strlen(mark_of(form->encoding)) : 0;
    if (text->length == 0)
        return;
    if (form->encoding == LOT_UTF8) {
        text->length -= mark;
        memmove(text->bytes, text->bytes + mark, text->length + 1);
        decode_utf8(text->bytes, text->length);
        return;
    }
    lot_text utf8 = LOT_TEXT_EMPTY;
    block out = {.utf8 = &utf8, .length = 0};
    if (form->encoding == LOT_WINDOWS_1252)
        decode_windows_1252(&out, text->bytes, text->length);
    else
        decode_utf16(&out, text->bytes + mark, text->length - mark,
                     form->encoding == LOT_UTF16_LITTLE);
    (void)flush(&out);
    utf8.failed = utf8.failed || text->failed;
    lot_text_free(text);
    *text = utf8;
}

void lot_decode(lot_text *utf8, const lot_table_form *form, const char *bytes, size_t length)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_text_add(&text, bytes, length);
    lot_decode_in_place(&text, form);
    lot_text_add(utf8, lot_text_string(&text), text.length);
    lot_text_free_part(utf8, &text);
}

void lot_encode_mark(lot_text *file, lot_encoding encoding)
{
    lot_text_put(file, mark_of(encoding));
}

enum { NO_BYTE = 0x100 };

/* The character in Windows-1252, or NO_BYTE. */
static uint32_t windows_1252_byte(uint32_t character)
{
    if (character < 0x80 || (character >= 0xA0 && character <= 0xFF))
        return character;
    for (uint32_t i = 0; i < 32; i++)
        if (windows_1252[i] == character)
            return 0x80 + i;
    return NO_BYTE;
}

static void put_windows_1252(lot_text *file, uint32_t character)
{
    uint32_t byte = windows_1252_byte(character);
    put_byte(file, byte != NO_BYTE ? byte : '?');
}

bool lot_encoding_holds(lot_encoding encoding, const char *utf8, size_t length)
{
    for (size_t at = 0; encoding == LOT_WINDOWS_1252 && at < length;) {
        uint32_t character = REPLACEMENT;
        size_t read = read_utf8(&character, (const unsigned char *)utf8 + at, length - at);
        if (windows_1252_byte(character) == NO_BYTE)
            return false;
        at += read > 0 ? read : 1;
    }
    return true;
}

static void put_unit(lot_text *file, uint32_t unit, bool little)
{
    put_byte(file, little ? unit & 0xFF : unit >> 8);
    put_byte(file, little ? unit >> 8 : unit & 0xFF);
}

static void put_utf16(lot_text *file, uint32_t character, bool little)
{
    if (character < 0x10000) {
        put_unit(file, character, little);
        return;
    }
    put_unit(file, SURROGATES + ((character - 0x10000) >> 10), little);
    put_unit(file, LOW_SURROGATES + ((character - 0x10000) & 0x3FF), little);
}

void lot_encode(lot_text *file, lot_encoding encoding, const char *utf8, size_t length)
{
    if (encoding == LOT_UTF8) {
        lot_text_add(file, utf8, length);
        return;
    }
    for (size_t at = 0; at < length;) {
        uint32_t character = REPLACEMENT;
        size_t read = read_utf8(&character, (const unsigned char *)utf8 + at, length - at);
        at += read > 0 ? read : 1;
        if (encoding == LOT_WINDOWS_1252)
            put_windows_1252(file, character);
        else
            put_utf16(file, character, encoding == LOT_UTF16_LITTLE);
    }
}
