/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Secret keys: the layout of minisign's files, and what is locked in them.
 *
 *     algorithm Ed, lock Sc (scrypt) or two zeros, checksum B2
 *     salt 32, operations u64, memory u64       little endian
 *     key id 8, seed 32, public key 32, checksum 32
 *
 * The last row is XORed with the stream that scrypt makes of the passphrase. The checksum is
 * BLAKE2b-256 of algorithm, key id, seed and public key; minisign leaves it zero without a lock.
 */
#include "civiclot/secret_key.h"

#include "audit/base64.h"
#include "audit/signature.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

enum { CHECKSUM_BYTES = 32 };

struct lot_secret_key {
    lot_public_key public_key;
    unsigned char secret[crypto_sign_SECRETKEYBYTES]; /* seed, then public key */
};

/* The part that is locked. */
struct inside {
    unsigned char id[LOT_KEY_ID_BYTES];
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
    unsigned char checksum[CHECKSUM_BYTES];
};

struct layout {
    unsigned char algorithm[2];
    unsigned char lock[2];
    unsigned char check[2];
    unsigned char salt[crypto_pwhash_scryptsalsa208sha256_SALTBYTES];
    unsigned char operations[8];
    unsigned char memory[8];
    struct inside inside;
};

static_assert(sizeof(struct inside) == 104 && sizeof(struct layout) == 158, "no padding");
static_assert(sizeof(struct layout) <= LOT_BASE64_MOST, "fits");

/* What a file may ask for: eight times the standard in each. */
static const lot_passphrase_cost cost_most = {UINT64_C(1) << 28, UINT64_C(1) << 33};

const lot_passphrase_cost lot_passphrase_cost_standard = {
    crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE,
    crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE};

static const char comment_begin[] = "untrusted comment: ";

char *lot_secret_new(size_t bytes)
{
    char *secret = sodium_malloc(bytes);
    if (secret != NULL)
        sodium_memzero(secret, bytes);
    return secret;
}

void lot_secret_free(char *secret)
{
    sodium_free(secret);
}

void lot_secret_key_free(lot_secret_key *key)
{
    sodium_free(key);
}

const lot_public_key *lot_secret_key_public(const lot_secret_key *key)
{
    return &key->public_key;
}

static lot_secret_key *new_key(void)
{
    return (lot_secret_key *)(void *)lot_secret_new(sizeof(lot_secret_key));
}

lot_status lot_secret_key_make(lot_secret_key **out, lot_error *error)
{
    *out = new_key();
    if (*out == NULL)
        return LOT_NO_MEMORY(error);
    (void)crypto_sign_keypair((*out)->public_key.point, (*out)->secret);
    randombytes_buf((*out)->public_key.id, sizeof(*out)->public_key.id);
    return LOT_OK;
}

static uint64_t read_little(const unsigned char bytes[8])
{
    uint64_t number = 0;
    for (size_t i = 8; i-- > 0;)
        number = number << 8 | bytes[i];
    return number;
}

static void put_little(unsigned char bytes[8], uint64_t number)
{
    for (size_t i = 0; i < 8; i++, number >>= 8)
        bytes[i] = (unsigned char)(number & 0xff);
}

static void make_checksum(unsigned char out[CHECKSUM_BYTES], const struct layout *layout)
{
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, NULL, 0, CHECKSUM_BYTES);
    (void)crypto_generichash_update(&state, layout->algorithm, sizeof layout->algorithm);
    (void)crypto_generichash_update(&state, layout->inside.id, sizeof layout->inside.id);
    (void)crypto_generichash_update(&state, layout->inside.secret, sizeof layout->inside.secret);
    (void)crypto_generichash_final(&state, out, CHECKSUM_BYTES);
    sodium_memzero(&state, sizeof state);
}

/* Lock or unlock: the same stream does both. */
static lot_status turn_lock(struct layout *layout, const char *passphrase, lot_error *error)
{
    lot_status status = LOT_OK;
    unsigned char *inside = (unsigned char *)&layout->inside;
    unsigned char *stream = (unsigned char *)lot_secret_new(sizeof layout->inside);
    uint64_t memory = read_little(layout->memory);
    if (stream == NULL)
        return LOT_NO_MEMORY(error);
    if (crypto_pwhash_scryptsalsa208sha256(stream, sizeof layout->inside, passphrase,
                                           strlen(passphrase), layout->salt,
                                           read_little(layout->operations), (size_t)memory) != 0)
        TRY(LOT_FAIL(error, LOT_FAILURE,
                     "the passphrase asks for up to %llu MiB of memory, which are not free: close "
                     "other programs, or use another machine",
                     (unsigned long long)(memory >> 20)));
    for (size_t i = 0; i < sizeof layout->inside; i++)
        inside[i] ^= stream[i];
done:
    lot_secret_free((char *)stream);
    return status;
}

static bool is_locked(const struct layout *layout)
{
    return memcmp(layout->lock, "Sc", sizeof layout->lock) == 0;
}

/* The second line, which is all that counts. */
static lot_status find_line(const char **line, const lot_key_text *file, lot_error *error)
{
    const size_t length = LOT_BASE64_LENGTH(sizeof(struct layout));
    const char *end = file->bytes + file->length;
    const char *at = memchr(file->bytes, '\n', file->length);
    bool well = at != NULL && file->length > strlen(comment_begin) &&
                memcmp(file->bytes, comment_begin, strlen(comment_begin)) == 0 &&
                (size_t)(end - ++at) >= length;
    for (const char *rest = well ? at + length : end; rest < end; rest++)
        well = well && (*rest == '\n' || *rest == '\r');
    *line = at;
    if (well)
        return LOT_OK;
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "%s is not a secret key of minisign or civiclot keygen: is it the right file?",
                    file->name);
}

static lot_status read_layout(struct layout *layout, const lot_key_text *file, lot_error *error)
{
    static const unsigned char open[2] = {0, 0};
    const char *line;
    lot_status status = find_line(&line, file, error);
    if (status != LOT_OK)
        return status;
    if (!lot_base64_read((unsigned char *)layout, sizeof *layout, line) ||
        memcmp(layout->algorithm, "Ed", 2) != 0 || memcmp(layout->check, "B2", 2) != 0 ||
        (!is_locked(layout) && memcmp(layout->lock, open, sizeof open) != 0))
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "%s, line 2: this is not a secret key as minisign writes it: the file was "
                        "damaged, or needs a newer program",
                        file->name);
    if (is_locked(layout) && (read_little(layout->operations) > cost_most.operations ||
                              read_little(layout->memory) > cost_most.memory_bytes))
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "%s, line 2: its passphrase asks for more work than civiclot does: lock "
                        "the key with lower limits",
                        file->name);
    return LOT_OK;
}

static struct layout *new_layout(void)
{
    return (struct layout *)(void *)lot_secret_new(sizeof(struct layout));
}

lot_status lot_secret_key_is_locked(bool *locked, const lot_key_text *file, lot_error *error)
{
    struct layout *layout = new_layout();
    *locked = false;
    if (layout == NULL)
        return LOT_NO_MEMORY(error);
    lot_status status = read_layout(layout, file, error);
    if (status == LOT_OK)
        *locked = is_locked(layout);
    sodium_free(layout);
    return status;
}

static lot_status unlock(struct layout *layout, const lot_key_text *file, const char *passphrase,
                         lot_error *error)
{
    unsigned char checksum[CHECKSUM_BYTES];
    lot_status status = turn_lock(layout, passphrase, error);
    if (status != LOT_OK)
        return status;
    make_checksum(checksum, layout);
    if (sodium_memcmp(checksum, layout->inside.checksum, sizeof checksum) != 0)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s: the passphrase is wrong", file->name);
    return LOT_OK;
}

/* A secret key whose halves do not belong together would give itself away by signing. */
static lot_status take_key(lot_secret_key *key, const struct layout *layout,
                           const lot_key_text *file, lot_error *error)
{
    (void)crypto_sign_seed_keypair(key->public_key.point, key->secret, layout->inside.secret);
    memcpy(key->public_key.id, layout->inside.id, sizeof key->public_key.id);
    if (sodium_memcmp(key->secret, layout->inside.secret, sizeof key->secret) == 0)
        return LOT_OK;
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "%s, line 2: secret and public key do not belong together: the file was "
                    "damaged",
                    file->name);
}

lot_status lot_secret_key_read(lot_secret_key **out, const lot_key_text *file,
                               const char *passphrase, lot_error *error)
{
    lot_status status = LOT_OK;
    struct layout *layout = new_layout();
    lot_secret_key *key = new_key();
    *out = NULL;
    if (layout == NULL || key == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(read_layout(layout, file, error));
    if (is_locked(layout) && passphrase == NULL)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "%s needs its passphrase", file->name));
    if (is_locked(layout))
        TRY(unlock(layout, file, passphrase, error));
    TRY(take_key(key, layout, file, error));
    *out = key;
    key = NULL;
done:
    sodium_free(layout);
    lot_secret_key_free(key);
    return status;
}

lot_status lot_secret_key_put(char out[LOT_SECRET_FILE_MOST], const lot_secret_key *key,
                              const char *passphrase, const lot_passphrase_cost *cost,
                              lot_error *error)
{
    static const char head[] = "untrusted comment: secret key of civiclot and minisign\n";
    lot_status status = LOT_OK;
    struct layout *layout = new_layout();
    if (layout == NULL)
        return LOT_NO_MEMORY(error);
    memcpy(layout->algorithm, "Ed", 2);
    memcpy(layout->check, "B2", 2);
    memcpy(layout->inside.id, key->public_key.id, sizeof layout->inside.id);
    memcpy(layout->inside.secret, key->secret, sizeof key->secret);
    if (passphrase != NULL) {
        memcpy(layout->lock, "Sc", 2);
        randombytes_buf(layout->salt, sizeof layout->salt);
        put_little(layout->operations, cost->operations);
        put_little(layout->memory, cost->memory_bytes);
        make_checksum(layout->inside.checksum, layout);
        TRY(turn_lock(layout, passphrase, error));
    }
    memcpy(out, head, sizeof head - 1);
    char *line = out + sizeof head - 1;
    lot_base64_put(line, (const unsigned char *)layout, sizeof *layout);
    memcpy(line + LOT_BASE64_LENGTH(sizeof *layout), "\n", 2);
done:
    sodium_free(layout);
    return status;
}

void lot_public_key_put(lot_text *text, const lot_public_key *key)
{
    char base64[LOT_PUBLIC_KEY_LENGTH + 1];
    lot_public_key_text(base64, key);
    lot_text_format(text, "untrusted comment: public key of civiclot and minisign %016llX\n%s\n",
                    (unsigned long long)read_little(key->id), base64);
}

static void put_signature(lot_text *minisig, const lot_signed *file, const lot_secret_key *key)
{
    lot_signature first = {.algorithm = {'E', 'D'}};
    unsigned char prehash[LOT_PREHASH_BYTES];
    unsigned char second[LOT_SIGNATURE_BYTES];
    unsigned char bound[LOT_SIGNATURE_BYTES + LOT_COMMENT_MOST];
    char base64[LOT_BASE64_LENGTH(sizeof first) + 1];
    memcpy(first.id, key->public_key.id, sizeof first.id);
    lot_signed_prehash(prehash, file);
    (void)crypto_sign_detached(first.bytes, NULL, prehash, sizeof prehash, key->secret);
    lot_base64_put(base64, (const unsigned char *)&first, sizeof first);
    lot_text_format(minisig, LOT_SIGNATURE_HEAD "%s\n", base64);
    size_t length = lot_signed_comment(bound, first.bytes, file->comment);
    (void)crypto_sign_detached(second, NULL, bound, length, key->secret);
    lot_base64_put(base64, second, sizeof second);
    lot_text_format(minisig, LOT_TRUSTED_COMMENT "%s\n%s\n", file->comment, base64);
}

lot_status lot_signature_make(lot_text *minisig, const lot_signed *file, const lot_secret_key *key,
                              lot_error *error)
{
    lot_text made = LOT_TEXT_EMPTY;
    lot_error reason;
    lot_status status = LOT_OK;
    put_signature(&made, file, key);
    TRY(lot_text_check(&made, error));
    if (lot_signature_check(file, lot_text_string(&made), made.length, &key->public_key, &reason) !=
        LOT_OK)
        TRY(LOT_FAIL(error, LOT_FAILURE, "internal: a signature does not hold: %s",
                     reason.message));
    lot_text_put(minisig, lot_text_string(&made));
    TRY(lot_text_check(minisig, error));
done:
    lot_text_free(&made);
    return status;
}
