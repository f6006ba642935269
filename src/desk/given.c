/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Given: taken from the command line, and held against what was announced. */
#include "desk/given.h"

#include "core/array.h"
#include "desk/sources.h"
#include "talk/words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The kinds that an option of `draw` feeds, in the order in which values stand in `given`. */
static const struct feed {
    lot_source_kind kind;
    const char *option;
    const char *what;
} feeds[] = {
    {LOT_SOURCE_DICE, "dice", "dice"},
    {LOT_SOURCE_BEACON, "beacon", "beacon"},
    {LOT_SOURCE_TEXT, "seed", "text source"},
    {LOT_SOURCE_BY_HAND, "ticket", "ticket drawn by hand"},
};

enum { FEEDS_COUNT = sizeof feeds / sizeof feeds[0] };

void lot_given_free(lot_given *given)
{
    for (uint32_t i = 0; given->values != NULL && i < given->count; i++)
        lot_pulse_free(&given->values[i].pulse);
    free(given->values);
    lot_told_free(&given->told);
    *given = (lot_given){.values = NULL};
}

/* A copy without spaces and commas. NULL: no memory. */
static char *pack_dice(const char *typed)
{
    char *digits = lot_string_copy(typed);
    size_t length = 0;
    for (const char *at = typed; digits != NULL && *at != '\0'; at++) {
        if (*at != ' ' && *at != '\t' && *at != ',')
            digits[length++] = *at;
    }
    if (digits != NULL)
        digits[length] = '\0';
    return digits;
}

/* A copy without leading zeros, which balls have. NULL: no memory. */
static char *pack_ticket(const char *typed)
{
    typed += strspn(typed, " ");
    while (typed[0] == '0' && typed[1] >= '0' && typed[1] <= '9')
        typed++;
    return lot_string_copy(typed);
}

static lot_status take_value(lot_pulse *out, lot_source_kind kind, const char *typed,
                             lot_error *error)
{
    switch (kind) {
    case LOT_SOURCE_BEACON:
        return lot_pulse_read(out, typed, error);
    case LOT_SOURCE_TEXT:
        return lot_words_tidy(&out->value, "--seed", typed, error);
    case LOT_SOURCE_DICE:
        out->value = pack_dice(typed);
        break;
    case LOT_SOURCE_BY_HAND:
        out->value = pack_ticket(typed);
        break;
    case LOT_SOURCE_CONTRIBUTION:
    case LOT_SOURCE_OPERATOR:
        break;
    }
    return out->value != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

lot_status lot_given_take(lot_given *out, const lot_arguments *arguments, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *const *typed;
    size_t room = 0;
    *out = (lot_given){.values = NULL};
    for (size_t f = 0; f < FEEDS_COUNT; f++) {
        if (!lot_argument_is_known(arguments, feeds[f].option))
            continue;
        uint32_t count = lot_argument_list(&typed, arguments, feeds[f].option);
        for (uint32_t i = 0; i < count; i++) {
            void *values = out->values;
            if (lot_array_grow(&values, &room, out->count, sizeof *out->values) != 0)
                TRY(LOT_NO_MEMORY(error));
            out->values = values;
            out->values[out->count] = (lot_given_value){.kind = feeds[f].kind};
            TRY(take_value(&out->values[out->count++].pulse, feeds[f].kind, typed[i], error));
        }
    }
    if (lot_argument_is_known(arguments, "reveal")) {
        uint32_t files = lot_argument_list(&typed, arguments, "reveal");
        TRY(lot_told_read(&out->told, typed, files, error));
    }
done:
    if (status != LOT_OK)
        lot_given_free(out);
    return status;
}

/* What a rehearsal calls the source of value `index`. */
static void put_name(lot_text *name, const lot_given *given, uint32_t index)
{
    enum { DRAND_DIGITS = 64 };
    const lot_given_value *value = &given->values[index];
    uint32_t number = 1;
    for (uint32_t i = 0; i < index; i++)
        number += given->values[i].kind == value->kind;
    size_t length = strlen(value->pulse.value);
    if (value->kind == LOT_SOURCE_DICE)
        lot_text_format(name, "dice:%zu", length);
    else if (value->kind == LOT_SOURCE_BEACON)
        lot_text_format(name, "beacon:%s:%" PRIu64,
                        length == DRAND_DIGITS ? "drand-rehearsal" : "rehearsal",
                        value->pulse.round);
    else if (value->kind == LOT_SOURCE_BY_HAND)
        lot_text_put(name, "by-hand");
    else if (number == 1)
        lot_text_put(name, "text:seed");
    else
        lot_text_format(name, "text:seed %" PRIu32, number);
}

lot_status lot_given_announce(lot_source **out, uint32_t *out_count, const lot_given *given,
                              lot_error *error)
{
    static const char *const operators[] = {"operator"};
    lot_status status = LOT_OK;
    uint32_t count = given->count + given->told.count;
    char **names = lot_array_new(count, sizeof *names);
    *out = NULL;
    if (names == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < count; i++) {
        lot_text name = LOT_TEXT_EMPTY;
        if (i < given->count)
            put_name(&name, given, i);
        else
            name.bytes = lot_reveal_source(&given->told.reveals[i - given->count]);
        names[i] = name.bytes;
        if (name.failed || name.bytes == NULL)
            TRY(LOT_NO_MEMORY(error));
    }
    TRY(lot_sources_read(out, out_count, count > 0 ? (const char *const *)names : operators,
                         count > 0 ? count : 1, error));
done:
    for (uint32_t i = 0; names != NULL && i < count; i++)
        free(names[i]);
    free(names);
    return status;
}

static uint32_t count_announced(const lot_given_for *wanted, lot_source_kind kind)
{
    uint32_t count = 0;
    for (uint32_t s = 0; s < wanted->sources_count; s++)
        count += lot_source_is(&wanted->sources[s], kind);
    return count;
}

static uint32_t count_given(const lot_given *given, lot_source_kind kind)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < given->count; i++)
        count += given->values[i].kind == kind;
    return count;
}

/* Value `number`, from 0, of that kind; NULL where there are fewer. */
static const lot_given_value *find_given(const lot_given *given, lot_source_kind kind,
                                         uint32_t number)
{
    for (uint32_t i = 0; i < given->count; i++) {
        if (given->values[i].kind == kind && number-- == 0)
            return &given->values[i];
    }
    return NULL;
}

/* Of a signed drand round the randomness is the hash of the signature. */
static bool is_forged(const lot_source_parts *parts, const lot_pulse *pulse)
{
    char hex[LOT_HEX_BYTES];
    if (!pulse->is_signed || !lot_beacon_is_of(parts, "drand"))
        return false;
    lot_digest_hex(hex, &pulse->signature);
    return strcmp(hex, pulse->value) != 0;
}

static void check_value(const lot_given_for *wanted, const lot_source *source,
                        const struct feed *feed, const lot_pulse *pulse, lot_problems *problems)
{
    lot_source_parts parts;
    lot_error reason;
    lot_source filled = {.name = source->name, .value = pulse->value};
    if (lot_source_parse(&parts, source->name, &reason) != LOT_OK)
        lot_problems_add(problems, "%s", reason.message);
    else if (parts.kind == LOT_SOURCE_BEACON && parts.round != pulse->round)
        lot_problems_add(problems,
                         "--beacon: this is round %" PRIu64 ", but %s was announced: only that "
                         "round counts",
                         pulse->round, source->name);
    else if (parts.kind == LOT_SOURCE_BEACON && is_forged(&parts, pulse))
        lot_problems_add(problems,
                         "--beacon: the randomness of %s is not the SHA-256 of its signature: "
                         "one of them was changed",
                         source->name);
    else if (lot_source_check_value(&filled, wanted->process_id, wanted->tickets, &reason) !=
             LOT_OK)
        lot_problems_add(problems, "--%s: %s; %zu characters were given", feed->option,
                         reason.message, strlen(pulse->value));
}

static void check_kind(const lot_given_for *wanted, const lot_given *given, const struct feed *feed,
                       lot_problems *problems)
{
    uint32_t announced = count_announced(wanted, feed->kind);
    uint32_t there = count_given(given, feed->kind);
    uint32_t number = 0;
    if (announced == 0 && there > 0)
        lot_problems_add(problems, "%s announced no %s: leave --%s out", wanted->who, feed->what,
                         feed->option);
    else if (there > announced)
        lot_problems_add(problems,
                         "--%s was given %" PRIu32 " times: there must be one for each of the "
                         "%" PRIu32 " announced",
                         feed->option, there, announced);
    for (uint32_t s = 0; s < wanted->sources_count; s++) {
        const lot_source *source = &wanted->sources[s];
        if (!lot_source_is(source, feed->kind))
            continue;
        const lot_given_value *value = find_given(given, feed->kind, number++);
        if (value == NULL)
            lot_problems_add(problems, "--%s is missing: %s was announced", feed->option,
                             source->name);
        else
            check_value(wanted, source, feed, &value->pulse, problems);
    }
}

void lot_given_check_for(const lot_given_for *wanted, const lot_given *given,
                         lot_problems *problems)
{
    for (size_t f = 0; f < FEEDS_COUNT; f++)
        check_kind(wanted, given, &feeds[f], problems);
}

void lot_given_check(const lot_workbench *bench, const lot_given *given, lot_problems *problems)
{
    char who[32];
    lot_pid process_id;
    lot_assembly_process_id(&process_id, &bench->info);
    (void)snprintf(who, sizeof who, "attempt %" PRIu32, bench->attempt.number);
    lot_given_check_for(&(lot_given_for){.who = who,
                                         .process_id = process_id.text,
                                         .tickets = bench->lottery.lottery->tickets,
                                         .sources = bench->attempt.sources,
                                         .sources_count = bench->attempt.sources_count},
                        given, problems);
}

lot_status lot_given_fill_sources(lot_source *sources, uint32_t count, const lot_given *given,
                                  lot_error *error)
{
    uint32_t numbers[LOT_SOURCE_KINDS] = {0};
    for (uint32_t s = 0; s < count; s++) {
        lot_source *source = &sources[s];
        for (size_t f = 0; f < FEEDS_COUNT; f++) {
            if (!lot_source_is(source, feeds[f].kind))
                continue;
            const lot_given_value *value =
                find_given(given, feeds[f].kind, numbers[feeds[f].kind]++);
            source->value = value != NULL ? lot_string_copy(value->pulse.value) : NULL;
            if (source->value == NULL)
                return LOT_NO_MEMORY(error);
        }
    }
    return LOT_OK;
}

lot_status lot_given_fill(lot_attempt *attempt, const lot_given *given, lot_error *error)
{
    return lot_given_fill_sources(attempt->sources, attempt->sources_count, given, error);
}
