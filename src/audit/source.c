/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sources: read by the byte, for who writes a seed and for who checks one. */
#include "civiclot/source.h"

#include "audit/hash.h"
#include "audit/lines.h"
#include "core/utf8.h"
#include "core/wide.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DRAND_VALUE = 64, NIST_VALUE = 128 }; /* hexadecimal digits */

/* quicknet's first round, and the seconds from one to the next. */
enum { QUICKNET_FIRST = 1692803367, QUICKNET_SECONDS = 3 };

/* How each kind's name begins, and the whole form, for messages. */
static const struct {
    const char *name;
    const char *prefix;
    const char *form;
} kinds[LOT_SOURCE_KINDS] = {
    [LOT_SOURCE_DICE] = {"dice", "dice:", "dice:COUNT, with a COUNT from 1 to 1000"},
    [LOT_SOURCE_BEACON] = {"beacon", "beacon:",
                           "beacon:NAME:ROUND, with a NAME of 1 to 64 of a-z, 0-9 and -, and a "
                           "ROUND from 1 on without leading zeros"},
    [LOT_SOURCE_TEXT] = {"text", "text:", "text:WHAT, with a WHAT that is not empty"},
    [LOT_SOURCE_CONTRIBUTION] = {"contribution", "contribution:",
                                 "contribution:NAME:COMMITMENT, with a NAME that is not empty and "
                                 "a COMMITMENT of 64 lower-case hexadecimal digits"},
    [LOT_SOURCE_OPERATOR] = {"operator", LOT_OPERATOR_PREFIX,
                             "operator:COMMITMENT, with 64 lower-case hexadecimal digits"},
    [LOT_SOURCE_BY_HAND] = {"by-hand", "by-hand", "by-hand alone"},
};

const char *lot_source_kind_name(lot_source_kind kind)
{
    return kinds[kind].name;
}

static bool begins(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool lot_source_is(const lot_source *source, lot_source_kind kind)
{
    return begins(source->name, kinds[kind].prefix);
}

bool lot_source_is_sealed(const lot_source *source)
{
    return lot_source_is(source, LOT_SOURCE_CONTRIBUTION) ||
           lot_source_is(source, LOT_SOURCE_OPERATOR);
}

bool lot_source_is_absent(const lot_source *source)
{
    return lot_source_is(source, LOT_SOURCE_CONTRIBUTION) && source->value != NULL &&
           strcmp(source->value, LOT_ABSENT) == 0;
}

/* Valid UTF-8 without a byte that ends or garbles a line; not empty. */
static bool is_line(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            return false;
    }
    return *text != '\0' && lot_utf8_is_valid(text);
}

/* The bytes up to the next colon, which is passed; false where there is none, or nothing before. */
static bool take_label(lot_source_parts *out, lot_lines *rest)
{
    const char *colon = memchr(rest->at, ':', (size_t)(rest->end - rest->at));
    if (colon == NULL || colon == rest->at)
        return false;
    out->label = rest->at;
    out->label_bytes = (size_t)(colon - rest->at);
    rest->at = colon + 1;
    return true;
}

static bool is_beacon_name(const lot_source_parts *parts)
{
    for (size_t i = 0; i < parts->label_bytes; i++) {
        char byte = parts->label[i];
        if (!(byte >= 'a' && byte <= 'z') && !(byte >= '0' && byte <= '9') && byte != '-')
            return false;
    }
    return parts->label_bytes <= LOT_BEACON_NAME_MOST;
}

/* What follows the prefix of the kind, to the end. */
static bool take_parts(lot_source_parts *out, lot_lines *rest)
{
    switch (out->kind) {
    case LOT_SOURCE_DICE:
        return lot_lines_index(rest, &out->dice, LOT_DICE_MOST) && out->dice > 0;
    case LOT_SOURCE_BEACON:
        return take_label(out, rest) && is_beacon_name(out) &&
               lot_lines_number(rest, &out->round, INT64_MAX) && out->round > 0;
    case LOT_SOURCE_TEXT:
        out->label = rest->at;
        out->label_bytes = (size_t)(rest->end - rest->at);
        rest->at = rest->end;
        return out->label_bytes > 0;
    case LOT_SOURCE_CONTRIBUTION:
        return take_label(out, rest) && lot_lines_digest(rest, &out->commitment);
    case LOT_SOURCE_OPERATOR:
        return lot_lines_digest(rest, &out->commitment);
    case LOT_SOURCE_BY_HAND:
        return true;
    }
    return false;
}

lot_status lot_source_parse(lot_source_parts *out, const char *name, lot_error *error)
{
    if (!is_line(name))
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "a source's name must be one line of valid UTF-8 without control "
                        "characters, and not empty");
    for (unsigned kind = 0; kind < LOT_SOURCE_KINDS; kind++) {
        lot_lines rest = lot_lines_begin(name, name, strlen(name));
        if (!lot_lines_word(&rest, kinds[kind].prefix))
            continue;
        *out = (lot_source_parts){.kind = (lot_source_kind)kind};
        if (take_parts(out, &rest) && lot_lines_at_end(&rest))
            return LOT_OK;
        return LOT_FAIL(error, LOT_NOT_VERIFIED, "the source %s is not of the form %s", name,
                        kinds[kind].form);
    }
    return LOT_FAIL(error, LOT_NOT_VERIFIED,
                    "there is no source '%s': there are dice:COUNT, beacon:NAME:ROUND, text:WHAT, "
                    "contribution:NAME:COMMITMENT, operator and by-hand",
                    name);
}

/* Are both contributions of one name? */
static bool is_same_contributor(const lot_source_parts *one, const char *other_name)
{
    lot_source_parts other;
    return one->kind == LOT_SOURCE_CONTRIBUTION &&
           lot_source_parse(&other, other_name, NULL) == LOT_OK &&
           other.kind == LOT_SOURCE_CONTRIBUTION && other.label_bytes == one->label_bytes &&
           memcmp(other.label, one->label, one->label_bytes) == 0;
}

static lot_status check_against(const lot_source *sources, uint32_t before,
                                const lot_source_parts *parts, const char *name, lot_error *error)
{
    for (uint32_t s = 0; s < before; s++) {
        if (strcmp(sources[s].name, name) == 0)
            return LOT_FAIL(error, LOT_NOT_VERIFIED, "the source %s is announced twice", name);
        if (is_same_contributor(parts, sources[s].name))
            return LOT_FAIL(error, LOT_NOT_VERIFIED,
                            "%s: of one name there is one contribution, but this is the second",
                            name);
    }
    return LOT_OK;
}

lot_status lot_sources_check(const lot_source *sources, uint32_t count, lot_error *error)
{
    lot_status status = LOT_OK;
    if (count == 0)
        TRY(LOT_FAIL(error, LOT_NOT_VERIFIED,
                     "no source is announced: there must be one at least"));
    if (count > LOT_SOURCES_MOST)
        TRY(LOT_FAIL(error, LOT_NOT_VERIFIED,
                     "%" PRIu32 " sources are announced: there may be %d at most", count,
                     LOT_SOURCES_MOST));
    for (uint32_t s = 0; s < count; s++) {
        lot_source_parts parts;
        TRY(lot_source_parse(&parts, sources[s].name, error));
        if (parts.kind == LOT_SOURCE_BY_HAND && count > 1)
            TRY(LOT_FAIL(error, LOT_NOT_VERIFIED,
                         "by-hand is announced beside other sources: a ticket that is drawn by "
                         "hand leaves nothing for them to decide: announce it alone"));
        TRY(check_against(sources, s, &parts, sources[s].name, error));
    }
done:
    return status;
}

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

static bool is_family(const lot_source_parts *parts, const char *prefix)
{
    return parts->label_bytes >= strlen(prefix) &&
           memcmp(parts->label, prefix, strlen(prefix)) == 0;
}

static lot_status check_beacon(const char *value, const lot_source_parts *parts, const char *name,
                               lot_error *error)
{
    size_t digits = strspn(value, "0123456789abcdef");
    size_t fixed = is_family(parts, "drand")  ? DRAND_VALUE
                   : is_family(parts, "nist") ? NIST_VALUE
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
    if (source->value == NULL || !is_line(source->value))
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

lot_outcomes lot_sources_outcomes(uint32_t *dice, const lot_source *sources, uint32_t count)
{
    bool counted = true;
    *dice = 0;
    for (uint32_t s = 0; s < count; s++) {
        lot_source_parts parts;
        if (lot_source_is_sealed(&sources[s]))
            continue;
        if (lot_source_parse(&parts, sources[s].name, NULL) == LOT_OK &&
            parts.kind == LOT_SOURCE_DICE)
            *dice += parts.dice;
        else
            counted = false;
    }
    if (!counted)
        return LOT_OUTCOMES_UNCOUNTED;
    return *dice == 0                ? LOT_OUTCOMES_NONE
           : *dice < LOT_DICE_ENOUGH ? LOT_OUTCOMES_FEW
                                     : LOT_OUTCOMES_MANY;
}

void lot_outcomes_number(char digits[LOT_OUTCOMES_BYTES], uint32_t dice)
{
    enum { SIDES = 6, BASE = 10 };
    lot_unsigned_wide number = 1;
    char reversed[LOT_OUTCOMES_BYTES];
    size_t length = 0;
    assert(dice < LOT_DICE_ENOUGH);
    for (uint32_t d = 0; d < dice; d++)
        number *= SIDES;
    for (; number > 0; number /= BASE)
        reversed[length++] = (char)('0' + (int)(number % BASE));
    for (size_t i = 0; i < length; i++)
        digits[i] = reversed[length - 1 - i];
    digits[length] = '\0';
}

bool lot_beacon_due(uint64_t *seconds, const lot_source_parts *beacon)
{
    static const char quicknet[] = "drand-quicknet";
    if (beacon->kind != LOT_SOURCE_BEACON || beacon->label_bytes != strlen(quicknet) ||
        memcmp(beacon->label, quicknet, beacon->label_bytes) != 0)
        return false;
    lot_unsigned_wide due =
        (lot_unsigned_wide)QUICKNET_SECONDS * (beacon->round - 1) + QUICKNET_FIRST;
    *seconds = due < UINT64_MAX ? (uint64_t)due : UINT64_MAX;
    return true;
}

void lot_source_clear(lot_source *source)
{
    free(source->name);
    free(source->value);
    free(source->nonce);
    *source = (lot_source){NULL, NULL, NULL};
}

void lot_sources_free(lot_source *sources, uint32_t count)
{
    if (sources == NULL)
        return;
    for (uint32_t s = 0; s < count; s++)
        lot_source_clear(&sources[s]);
    free(sources);
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
