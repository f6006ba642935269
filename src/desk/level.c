/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Level: told before it is published. */
#include "desk/level.h"

#include "desk/terms.h"

#include "civiclot/disclosure.h"
#include "civiclot/leak.h"

#include <inttypes.h>

const char *lot_level_name(bool full)
{
    return full ? "full" : "public";
}

lot_status lot_level_take(bool *full, const lot_arguments *arguments, lot_error *error)
{
    *full = lot_argument_is_given(arguments, "full");
    if (*full || !lot_argument_is_given(arguments, "accept-disclosure"))
        return LOT_OK;
    return LOT_FAIL(error, LOT_USAGE, "--accept-disclosure says nothing without --full");
}

static void describe(lot_text *words, const lot_disclosure *found, bool homes)
{
    lot_text_format(words,
                    "Level full publishes everyone's values under a pseudonym%s:\n"
                    "  %" PRIu32 " of %" PRIu32 " people have values that nobody else has;\n",
                    homes ? ", and who lives together" : "", found->by_values.unique,
                    found->people_count);
    if (homes)
        lot_text_format(words,
                        "  %" PRIu32 " of %" PRIu32 " are the only ones with theirs and those of "
                        "whom they live with;\n",
                        found->by_home.unique, found->people_count);
    lot_text_format(words,
                    "  %" PRIu32 " of %" PRIu32 " groups of people with the same values are below "
                    "%d people",
                    found->by_values.small, found->by_values.count, LOT_SMALL_GROUP);
    if (homes)
        lot_text_format(words, " (%" PRIu32 " of %" PRIu32 " with their households)",
                        found->by_home.small, found->by_home.count);
    lot_text_put(words,
                 ".\nWho knows somebody's values can find that row, and what else is in it.");
}

lot_status lot_level_accept(const lot_workbench *bench, const lot_arguments *arguments,
                            lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_disclosure found;
    lot_text words = LOT_TEXT_EMPTY;
    if (!lot_argument_is_given(arguments, "full"))
        return LOT_OK;
    TRY(lot_disclosure_count(&found, bench->pool, error));
    describe(&words, &found, bench->pool->households_count < found.people_count);
    TRY(lot_text_check(&words, error));
    if (lot_argument_is_given(arguments, "accept-disclosure")) {
        lot_talk_say(talk, "%s", words.bytes);
        goto done;
    }
    lot_text_put(&words, "\n");
    TRY(lot_text_check(&words, error));
    lot_talk_insist(talk, words.bytes);
    TRY(LOT_FAIL(error, LOT_USAGE,
                 "--full needs --accept-disclosure, from who may decide that all this is told"));
done:
    lot_text_free(&words);
    return status;
}

lot_status lot_level_open(lot_workbench *bench, lot_error *error)
{
    const lot_disclosed disclosed = {.key = &bench->info.key,
                                     .pool = bench->pool,
                                     .quotas = bench->quotas,
                                     .pseudonyms = bench->pseudonyms,
                                     .certificate = bench->lottery.certificate};
    return lot_publication_open(&bench->publication, &disclosed, error);
}

static void describe_tickets(lot_text *words, const lot_leak *leak, uint32_t people_count)
{
    lot_text_format(words,
                    "Level public tells nobody's values, but tickets and panels tell something: "
                    "%" PRIu32 " of %" PRIu32 " people have a number of tickets that nobody else "
                    "has, and %" PRIu32 " of %" PRIu32 " groups with the same number are below %d "
                    "people.",
                    leak->by_tickets.unique, people_count, leak->by_tickets.small,
                    leak->by_tickets.count, LOT_SMALL_GROUP);
}

/* Bluntly, where it is as good as told. */
static void describe_equations(lot_text *words, const lot_leak *leak)
{
    if (leak->values_count == 0) {
        lot_text_put(words, "No value has the same number of seats on every panel.");
        return;
    }
    lot_text_format(words,
                    "%" PRIu32 " value%s the same number of seats on every one of %" PRIu32
                    " panel%s (%" PRIu32 " by the quotas alone): ",
                    leak->values_count, leak->values_count == 1 ? " has" : "s have",
                    leak->panels_count, leak->panels_count == 1 ? "" : "s", leak->exact_count);
    if (!leak->computed)
        lot_text_format(words,
                        "what follows from that was not computed, as there are too many panels "
                        "and people (%" PRIu32 ").",
                        leak->people_count);
    else if (lot_leak_is_open(leak))
        lot_text_format(
            words,
            "that leaves %" PRIu32 " of %" PRIu32 " people open, so whoever tries all "
            "cases can find out who has them, and who has not. OF THESE VALUES LEVEL PUBLIC "
            "HIDES NOTHING BUT THE NAMES: see civiclot help commit.",
            leak->free_count, leak->people_count);
    else
        lot_text_format(words,
                        "anyone can compute of %" PRIu32 " of %" PRIu32 " people somebody else who "
                        "answered as they did there, and perhaps more: see civiclot help commit.",
                        leak->alike_count, leak->people_count);
}

static json_t *leak_json(const lot_leak *leak)
{
    json_t *object = json_pack(
        "{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:b}", "people", (json_int_t)leak->people_count,
        "ticket_groups", (json_int_t)leak->by_tickets.count, "small_ticket_groups",
        (json_int_t)leak->by_tickets.small, "unique_tickets", (json_int_t)leak->by_tickets.unique,
        "panels", (json_int_t)leak->panels_count, "constant_values", (json_int_t)leak->values_count,
        "exact_values", (json_int_t)leak->exact_count, "computed", (int)leak->computed);
    if (object == NULL || !leak->computed)
        return object;
    (void)json_object_set_new(object, "rank", json_integer(leak->rank));
    (void)json_object_set_new(object, "free", json_integer(leak->free_count));
    (void)json_object_set_new(object, "alike", json_integer(leak->alike_count));
    (void)json_object_set_new(object, "open", json_boolean(lot_leak_is_open(leak)));
    return object;
}

lot_status lot_level_tell_leak(json_t *object, const lot_workbench *bench, lot_talk *talk,
                               lot_error *error)
{
    lot_status status = LOT_OK;
    lot_leak leak;
    lot_text words = LOT_TEXT_EMPTY;
    if (bench->attempt.full)
        return LOT_OK;
    TRY(lot_leak_measure(&leak, bench->lottery.lottery->panels, bench->pool,
                         lot_terms_of(bench).published, error));
    describe_tickets(&words, &leak, bench->pool->people_count);
    lot_text_put(&words, "\n");
    describe_equations(&words, &leak);
    TRY(lot_text_check(&words, error));
    lot_talk_say(talk, "%s", words.bytes);
    if (object != NULL && json_object_set_new(object, "leak", leak_json(&leak)) != 0)
        TRY(LOT_NO_MEMORY(error));
done:
    lot_text_free(&words);
    return status;
}
