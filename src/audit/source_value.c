/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of sources: each of its form, and what was committed to. */
#include "civiclot/source.h"

#include "audit/hash.h"
#include "audit/lines.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

enum { DRAND_VALUE = 64, NIST_VALUE = 128 }; /* hexadecimal digits */

static lot_status check_dice(const char *value, const lot_source_parts *parts, lot_error *error)
{
    size_t digits = strspn(value, "123456");
    if (value[digits] == '\0' && digits == parts->dice)
        return LOT_OK;
    if (value[digits] != '\0')
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "the value of dice:%" PRIu32 " must be %" PRIu32
                        " digits from 1 to 6, and digit %zu is none of these",
                        parts->dice, parts->dice, digits + 1);
    return LOT_FAIL(error, LOT_NOT_VERIFIED,
                    "the value of dice:%" PRIu32 " must be %" PRIu32 " digits from 1 to 6",
                    parts->dice, parts->dice);
}

static lot_status check_beacon(const char *value, const lot_source_parts *parts, const char *name,
                               lot_error *error)
{
    size_t digits = strspn(value, "0123456789abcdef");
    size_t fixed = lot_beacon_is_of(parts, "drand")  ? DRAND_VALUE
                   : lot_beacon_is_of(parts, "nist") ? NIST_VALUE
                                                     : 0;
    bool right = fixed > 0 ? digits == fixed
                           : digits % 2 == 0 && digits >= LOT_BEACON_VALUE_LEAST &&
                                 digits <= LOT_BEACON_VALUE_MOST;
    if (right && value[digits] == '\0')
        return LOT_OK;
    if (fixed > 0)
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "the value of %s must be %zu lower-case hexadecimal digits", name, fixed);
    return LOT_FAIL(error, LOT_NOT_VERIFIED,
                    "the value of %s must be an even number of lower-case hexadecimal digits, from "
                    "%d to %d",
                    name, LOT_BEACON_VALUE_LEAST, LOT_BEACON_VALUE_MOST);
}

/* label: what the commitment says whose it is, [label_bytes]. */
static void commit_to(lot_digest *out, const char *process_id, const char *label,
                      size_t label_bytes, const lot_digest *nonce, const char *value)
{
    assert(strlen(process_id) == LOT_PID_LENGTH);
    lot_hash hash;
    lot_hash_start(&hash);
    lot_hash_label(&hash, "civiclot/contribution/v1");
    lot_hash_pid(&hash, process_id);
    lot_hash_slice(&hash, label, label_bytes);
    lot_hash_digest(&hash, nonce);
    lot_hash_field(&hash, value);
    lot_hash_finish(out, &hash);
}

void lot_contribution_commit(lot_digest *out, const char *process_id, const char *name,
                             const lot_digest *nonce, const char *value)
{
    commit_to(out, process_id, name, strlen(name), nonce, value);
}

static bool is_digest(lot_digest *out, const char *hex)
{
    lot_lines lines = lot_lines_begin("digest", hex, strlen(hex));
    return lot_lines_digest(&lines, out) && lot_lines_at_end(&lines);
}

/* Does the commitment open with this value and nonce? */
static lot_status check_sealed(const lot_source *source, const char *process_id,
                               const lot_source_parts *parts, lot_error *error)
{
    static const char operators[] = "operator";
    bool own = parts->kind == LOT_SOURCE_OPERATOR;
    lot_digest nonce, commitment, value;
    if (source->nonce == NULL || !is_digest(&nonce, source->nonce))
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "the nonce of %s must be 64 lower-case hexadecimal digits", source->name);
    if (own && !is_digest(&value, source->value))
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "the value of %s must be 64 lower-case hexadecimal digits", source->name);
    commit_to(&commitment, process_id, own ? operators : parts->label,
              own ? strlen(operators) : parts->label_bytes, &nonce, source->value);
    if (lot_digest_equal(&commitment, &parts->commitment))
        return LOT_OK;
    return LOT_FAIL(error, LOT_NOT_VERIFIED,
                    "value and nonce of %s are not those that were committed to", source->name);
}

static lot_status check_by_hand(const char *value, uint64_t tickets, lot_error *error)
{
    uint64_t ticket;
    lot_lines digits = lot_lines_begin("ticket", value, strlen(value));
    assert(tickets >= 1);
    if (lot_lines_number(&digits, &ticket, tickets - 1) && lot_lines_at_end(&digits))
        return LOT_OK;
    return LOT_FAIL(error, LOT_NOT_VERIFIED,
                    "the ticket drawn by hand must be a number from 0 to %" PRIu64
                    ", without leading zeros",
                    tickets - 1);
}

static lot_status check_unsealed(const lot_source *source, const lot_source_parts *parts,
                                 uint64_t tickets, lot_error *error)
{
    switch (parts->kind) {
    case LOT_SOURCE_DICE:
        return check_dice(source->value, parts, error);
    case LOT_SOURCE_BEACON:
        return check_beacon(source->value, parts, source->name, error);
    case LOT_SOURCE_BY_HAND:
        return check_by_hand(source->value, tickets, error);
    case LOT_SOURCE_TEXT:
    case LOT_SOURCE_CONTRIBUTION:
    case LOT_SOURCE_OPERATOR:
        break;
    }
    return LOT_OK;
}

lot_status lot_source_check_value(const lot_source *source, const char *process_id,
                                  uint64_t tickets, lot_error *error)
{
    lot_source_parts parts;
    lot_status status = LOT_OK;
    TRY(lot_source_parse(&parts, source->name, error));
    if (source->value == NULL || !lot_lines_can_hold(source->value))
        TRY(LOT_FAIL(error, LOT_NOT_VERIFIED,
                     "the value of %s must be one line of valid UTF-8 without control characters, "
                     "and not empty",
                     source->name));
    bool opened = lot_source_is_sealed(source) && !lot_source_is_absent(source);
    if (!opened && source->nonce != NULL)
        TRY(LOT_FAIL(error, LOT_NOT_VERIFIED, "the value of %s must not have a nonce",
                     source->name));
    if (!opened)
        TRY(check_unsealed(source, &parts, tickets, error));
    else
        TRY(check_sealed(source, process_id, &parts, error));
done:
    return status;
}

bool lot_sources_by_hand(uint64_t *ticket, const lot_source *sources, uint32_t count)
{
    if (count != 1 || !lot_source_is(&sources[0], LOT_SOURCE_BY_HAND))
        return false;
    if (ticket != NULL) {
        lot_lines digits = lot_lines_begin("ticket", sources[0].value, strlen(sources[0].value));
        bool read = lot_lines_number(&digits, ticket, UINT64_MAX);
        assert(read);
        (void)read;
    }
    return true;
}

void lot_reveals_digest(lot_digest *out, const lot_source *sources, uint32_t count)
{
    lot_hash hash;
    lot_hash_start(&hash);
    lot_hash_label(&hash, "civiclot/reveals/v1");
    for (uint32_t s = 0; s < count; s++) {
        if (!lot_source_is(&sources[s], LOT_SOURCE_CONTRIBUTION))
            continue;
        assert(sources[s].value != NULL);
        lot_hash_field(&hash, sources[s].name);
        lot_hash_field(&hash, sources[s].value);
    }
    lot_hash_finish(out, &hash);
}
