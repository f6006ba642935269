/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Beacons: read from a number and digits, or from JSON. */
#include "desk/beacon.h"

#include "core/array.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* -1: none. */
static int digit_of(char byte)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = byte != '\0' ? strchr(digits, byte) : NULL;
    return at != NULL ? (int)(at - digits) : -1;
}

/* A copy in lower case. NULL: not hexadecimal, or no memory. */
static char *lower_hex(const char *typed)
{
    char *hex = lot_string_copy(typed);
    for (char *at = hex; at != NULL && *at != '\0'; at++) {
        if (*at >= 'A' && *at <= 'F')
            *at = (char)(*at - 'A' + 'a');
        if (digit_of(*at) < 0) {
            free(hex);
            return NULL;
        }
    }
    return hex;
}

/* SHA-256 of the bytes that the digits stand for. False where they stand for none. */
static bool hash_hex(lot_digest *out, const char *typed)
{
    enum { BASE = 16 };
    char *hex = lower_hex(typed);
    size_t length = hex != NULL ? strlen(hex) : 1;
    bool whole = length > 0 && length % 2 == 0;
    unsigned char *bytes = lot_array_new(length / 2 + 1, 1);
    for (size_t i = 0; whole && bytes != NULL && i < length / 2; i++)
        bytes[i] = (unsigned char)(digit_of(hex[2 * i]) * BASE + digit_of(hex[2 * i + 1]));
    if (whole && bytes != NULL)
        lot_sha256(out, bytes, length / 2);
    whole = whole && bytes != NULL;
    free(bytes);
    free(hex);
    return whole;
}

static bool read_json(lot_pulse *out, const char *typed)
{
    json_t *object = json_loads(typed, JSON_REJECT_DUPLICATES, NULL);
    json_t *round = json_object_get(object, "round");
    const char *value = json_string_value(json_object_get(object, "randomness"));
    json_t *signature = json_object_get(object, "signature");
    bool right = json_is_integer(round) && json_integer_value(round) > 0 && value != NULL &&
                 (signature == NULL || json_is_string(signature));
    if (right) {
        out->round = (uint64_t)json_integer_value(round);
        out->value = lower_hex(value);
        out->is_signed = signature != NULL;
        right = out->value != NULL &&
                (!out->is_signed || hash_hex(&out->signature, json_string_value(signature)));
    }
    json_decref(object);
    return right;
}

static bool read_plain(lot_pulse *out, const char *typed)
{
    enum { BASE = 10 };
    const char *at = typed;
    for (; *at >= '0' && *at <= '9'; at++) {
        if (out->round > ((uint64_t)INT64_MAX - 9) / BASE)
            return false;
        out->round = out->round * BASE + (uint64_t)(*at - '0');
    }
    if (at == typed || *at != ':' || at[1] == '\0')
        return false;
    out->value = lower_hex(at + 1);
    return out->value != NULL;
}

lot_status lot_pulse_read(lot_pulse *out, const char *typed, lot_error *error)
{
    *out = (lot_pulse){.round = 0};
    typed += strspn(typed, " \t\r\n");
    if (*typed == '{' ? read_json(out, typed) : read_plain(out, typed))
        return LOT_OK;
    lot_pulse_free(out);
    return LOT_FAIL(error, LOT_USAGE,
                    "--beacon must be ROUND:HEX, or the beacon's JSON with `round` and "
                    "`randomness` as it was published");
}

void lot_pulse_free(lot_pulse *pulse)
{
    free(pulse->value);
    pulse->value = NULL;
}
