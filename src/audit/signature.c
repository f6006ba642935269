/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signature: public keys, and signatures held against them.
 *
 *   N1  a signature file has one way only to be written: it is taken whole, byte for byte;
 *   N2  libsodium checks as RFC 8032 has it, with s below the group's order, and takes neither a
 *       key nor an R of small order.
 *
 * Nothing here knows a secret key: who only verifies links this, libsodium and libc.
 */
#include "audit/signature.h"

#include "audit/base64.h"
#include "audit/lines.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* A public key as base64 has it. */
struct public_bytes {
    unsigned char algorithm[2]; /* Ed */
    lot_public_key key;
};

static_assert(sizeof(struct public_bytes) == 42 && sizeof(lot_signature) == 74, "no padding");
static_assert(LOT_BASE64_LENGTH(sizeof(struct public_bytes)) == LOT_PUBLIC_KEY_LENGTH, "its text");
static_assert(sizeof((lot_public_key){{0}, {0}}.point) == crypto_sign_PUBLICKEYBYTES, "Ed25519");
static_assert((int)LOT_SIGNATURE_BYTES == (int)crypto_sign_BYTES, "Ed25519");

bool lot_public_key_parse(lot_public_key *out, const char *text, size_t length)
{
    struct public_bytes bytes;
    if (length != LOT_PUBLIC_KEY_LENGTH ||
        !lot_base64_read((unsigned char *)&bytes, sizeof bytes, text) ||
        memcmp(bytes.algorithm, "Ed", sizeof bytes.algorithm) != 0)
        return false;
    *out = bytes.key;
    return true;
}

void lot_public_key_text(char text[LOT_PUBLIC_KEY_LENGTH + 1], const lot_public_key *key)
{
    const struct public_bytes bytes = {{'E', 'd'}, *key};
    lot_base64_put(text, (const unsigned char *)&bytes, sizeof bytes);
}

bool lot_public_key_equal(const lot_public_key *a, const lot_public_key *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

void lot_signed_prehash(unsigned char out[LOT_PREHASH_BYTES], const lot_signed *file)
{
    (void)crypto_generichash(out, LOT_PREHASH_BYTES, file->bytes, file->length, NULL, 0);
}

size_t lot_signed_comment(unsigned char out[LOT_SIGNATURE_BYTES + LOT_COMMENT_MOST],
                          const unsigned char signature[LOT_SIGNATURE_BYTES], const char *comment)
{
    size_t length = strlen(comment);
    assert(length <= LOT_COMMENT_MOST);
    memcpy(out, signature, LOT_SIGNATURE_BYTES);
    memcpy(out + LOT_SIGNATURE_BYTES, comment, length);
    return LOT_SIGNATURE_BYTES + length;
}

/* `bytes` bytes of base64 and the line's end. */
static bool take_base64(lot_lines *lines, unsigned char *out, size_t bytes)
{
    size_t length = LOT_BASE64_LENGTH(bytes);
    if ((size_t)(lines->end - lines->at) < length || !lot_base64_read(out, bytes, lines->at))
        return false;
    lines->at += length;
    return lot_lines_word(lines, "\n");
}

/* N1 */
static lot_status take_file(lot_signature *first, unsigned char second[LOT_SIGNATURE_BYTES],
                            lot_lines *lines, const char *comment, lot_error *error)
{
    if (!lot_lines_word(lines, LOT_SIGNATURE_HEAD))
        return lot_lines_refuse(lines, "it is not the comment that civiclot writes", error);
    if (!take_base64(lines, (unsigned char *)first, sizeof *first) ||
        memcmp(first->algorithm, "ED", sizeof first->algorithm) != 0)
        return lot_lines_refuse(lines, "it is no signature", error);
    if (!lot_lines_word(lines, LOT_TRUSTED_COMMENT) || !lot_lines_word(lines, comment) ||
        !lot_lines_word(lines, "\n"))
        return lot_lines_refuse(lines, "it is not the trusted comment of this file", error);
    if (!take_base64(lines, second, LOT_SIGNATURE_BYTES))
        return lot_lines_refuse(lines, "it is no signature", error);
    if (!lot_lines_at_end(lines))
        return lot_lines_refuse(lines, "there is more than a signature", error);
    return LOT_OK;
}

/* N2 */
static lot_status check_both(const lot_signature *first,
                             const unsigned char second[LOT_SIGNATURE_BYTES],
                             const lot_signed *file, const lot_public_key *key, lot_error *error)
{
    unsigned char prehash[LOT_PREHASH_BYTES];
    unsigned char bound[LOT_SIGNATURE_BYTES + LOT_COMMENT_MOST];
    char text[LOT_PUBLIC_KEY_LENGTH + 1];
    lot_public_key_text(text, key);
    if (memcmp(first->id, key->id, sizeof key->id) != 0)
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "%s.minisig, line 2: the signature is of another key than %s", file->name,
                        text);
    lot_signed_prehash(prehash, file);
    if (crypto_sign_verify_detached(first->bytes, prehash, sizeof prehash, key->point) != 0)
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "%s.minisig, line 2: the signature of %s does not hold under the key %s",
                        file->name, file->name, text);
    size_t length = lot_signed_comment(bound, first->bytes, file->comment);
    if (crypto_sign_verify_detached(second, bound, length, key->point) != 0)
        return LOT_FAIL(
            error, LOT_NOT_VERIFIED,
            "%s.minisig, line 4: the signature of the comment does not hold under the key %s",
            file->name, text);
    return LOT_OK;
}

lot_status lot_signature_check(const lot_signed *file, const char *minisig, size_t length,
                               const lot_public_key *key, lot_error *error)
{
    lot_signature first;
    unsigned char second[LOT_SIGNATURE_BYTES];
    char name[64];
    (void)snprintf(name, sizeof name, "%s.minisig", file->name);
    lot_lines lines = lot_lines_begin(name, minisig, length);
    lot_status status = take_file(&first, second, &lines, file->comment, error);
    return status != LOT_OK ? status : check_both(&first, second, file, key, error);
}
