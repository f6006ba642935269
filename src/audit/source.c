/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sources: names read by the byte, for who announces them and for who checks that. */
#include "civiclot/source.h"

#include "audit/lines.h"
#include "core/wide.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    if (!lot_lines_can_hold(name))
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

bool lot_beacon_is_of(const lot_source_parts *beacon, const char *family)
{
    size_t length = strlen(family);
    return beacon->kind == LOT_SOURCE_BEACON && beacon->label_bytes >= length &&
           memcmp(beacon->label, family, length) == 0;
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
