/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sources: announced, and not too weak or too late. */
#include "desk/sources.h"

#include "civiclot/log.h"
#include "core/array.h"
#include "talk/words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Until the commit, which alone can make it. */
static const char unsealed_operator[] =
    LOT_OPERATOR_PREFIX "0000000000000000000000000000000000000000000000000000000000000000";

static lot_status check_list(const lot_source *sources, uint32_t count, lot_error *error)
{
    lot_error reason;
    if (lot_sources_check(sources, count, &reason) == LOT_OK)
        return LOT_OK;
    return LOT_FAIL(error, LOT_USAGE, "%s", reason.message);
}

static lot_status read_name(char **name, const char *typed, lot_error *error)
{
    if (strcmp(typed, "operator") == 0) {
        *name = lot_string_copy(unsealed_operator);
        return *name != NULL ? LOT_OK : LOT_NO_MEMORY(error);
    }
    if (strncmp(typed, LOT_OPERATOR_PREFIX, strlen(LOT_OPERATOR_PREFIX)) == 0)
        return LOT_FAIL(error, LOT_USAGE,
                        "--source operator stands alone: its commitment is made by the commit");
    return lot_words_tidy(name, "--source", typed, error);
}

lot_status lot_sources_read(lot_source **out, uint32_t *out_count, const char *const *names,
                            uint32_t count, lot_error *error)
{
    static const char *const standard[] = {"text:seed"};
    lot_status status = LOT_OK;
    *out = NULL;
    if (count == 0) {
        names = standard;
        count = 1;
    }
    lot_source *sources = lot_array_new(count, sizeof *sources);
    if (sources == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < count; i++) {
        TRY(read_name(&sources[i].name, names[i], error));
        for (uint32_t before = 0; before < i; before++) {
            if (strcmp(sources[before].name, sources[i].name) == 0)
                TRY(LOT_FAIL(error, LOT_USAGE, "the source %s is announced twice", names[i]));
        }
    }
    TRY(check_list(sources, count, error));
    *out = sources;
    *out_count = count;
    sources = NULL;
done:
    lot_sources_free(sources, count);
    return status;
}

lot_status lot_sources_need_strong(const lot_source *sources, uint32_t count, bool committed,
                                   lot_error *error)
{
    uint32_t dice;
    char number[LOT_OUTCOMES_BYTES];
    if (lot_sources_outcomes(&dice, sources, count) != LOT_OUTCOMES_FEW)
        return LOT_OK;
    lot_outcomes_number(number, dice);
    return LOT_FAIL(error, LOT_USAGE,
                    "%" PRIu32 " %s %s outcomes: whoever makes the manifest can try them all and "
                    "choose what they lead to. %s dice:%d or more; a ticket of a few dice or balls "
                    "is by-hand; --weak goes on all the same",
                    dice, dice == 1 ? "die has" : "dice have", number,
                    committed ? "Commit again, with" : "Announce", LOT_DICE_ENOUGH);
}

/* The first beacon whose round is due already, with its date; NULL: none is known to be. */
static lot_status find_due(const lot_source **out, char date[LOT_TIME_BYTES],
                           const lot_source *sources, uint32_t count, lot_error *error)
{
    lot_status status = LOT_OK;
    uint64_t now, due;
    *out = NULL;
    TRY(lot_log_now(&now, error));
    for (uint32_t s = 0; s < count && *out == NULL; s++) {
        lot_source_parts parts;
        TRY(lot_source_parse(&parts, sources[s].name, error));
        if (!lot_beacon_due(&due, &parts))
            continue;
        if (lot_log_date(date, due, NULL) != LOT_OK)
            TRY(LOT_FAIL(error, LOT_USAGE,
                         "%s is due after the year 9999: announce an earlier round",
                         sources[s].name));
        if (due <= now)
            *out = &sources[s];
    }
done:
    return status;
}

lot_status lot_sources_need_ahead(const lot_source *sources, uint32_t count, lot_error *error)
{
    const lot_source *due;
    char date[LOT_TIME_BYTES];
    lot_status status = find_due(&due, date, sources, count, error);
    if (status == LOT_OK && due != NULL)
        return LOT_FAIL(error, LOT_USAGE,
                        "%s was due on %s, so its value is known: announce a round that is still "
                        "to come",
                        due->name, date);
    return status;
}

lot_status lot_sources_need_due(const lot_source *sources, uint32_t count, lot_error *error)
{
    lot_status status = LOT_OK;
    uint64_t now, due;
    char date[LOT_TIME_BYTES];
    TRY(lot_log_now(&now, error));
    for (uint32_t s = 0; s < count; s++) {
        lot_source_parts parts;
        TRY(lot_source_parse(&parts, sources[s].name, error));
        if (!lot_beacon_due(&due, &parts) || due <= now)
            continue;
        TRY(lot_log_date(date, due, error));
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "%s is due on %s: before that nobody can have its value. Draw then; if it is "
                     "later already, set this machine's clock",
                     sources[s].name, date));
    }
done:
    return status;
}

lot_status lot_sources_tell_late(const lot_source *sources, uint32_t count, lot_talk *talk,
                                 lot_error *error)
{
    const lot_source *due;
    char date[LOT_TIME_BYTES];
    lot_status status = find_due(&due, date, sources, count, error);
    if (status == LOT_OK && due != NULL)
        lot_talk_say(talk,
                     "%s was due on %s: it is too late to prove that the contributions were told "
                     "before it",
                     due->name, date);
    return status;
}

static lot_status tell_beacon(const lot_source *source, const lot_source_parts *parts,
                              lot_talk *talk, lot_error *error)
{
    uint64_t due;
    char date[LOT_TIME_BYTES];
    if (!lot_beacon_due(&due, parts)) {
        lot_talk_say(talk,
                     "%s: when this round is due is not known here. Make sure that it is still to "
                     "come",
                     source->name);
        return LOT_OK;
    }
    lot_status status = lot_log_date(date, due, error);
    if (status == LOT_OK)
        lot_talk_say(talk, "%s is due on %s", source->name, date);
    return status;
}

lot_status lot_sources_tell(const lot_source *sources, uint32_t count, lot_talk *talk,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    bool contributed = false;
    for (uint32_t s = 0; s < count; s++) {
        lot_source_parts parts;
        TRY(lot_source_parse(&parts, sources[s].name, error));
        contributed = contributed || parts.kind == LOT_SOURCE_CONTRIBUTION;
        if (parts.kind == LOT_SOURCE_BEACON)
            TRY(tell_beacon(&sources[s], &parts, talk, error));
        if (parts.kind == LOT_SOURCE_BY_HAND)
            lot_talk_say(talk, "by-hand: the ticket itself is drawn, as balls for instance, and "
                               "nothing but its witnesses can prove that it was");
    }
    if (contributed)
        lot_talk_say(talk, "Next, before the public value appears: civiclot reveal FILE REVEAL..., "
                           "with the files that the contributors made");
done:
    return status;
}

void lot_source_put_short(lot_text *text, const lot_source *source)
{
    size_t length = strlen(source->name);
    if (lot_source_is_sealed(source))
        length = (size_t)(strrchr(source->name, ':') - source->name);
    lot_text_add(text, source->name, length);
}
