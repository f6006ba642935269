/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Level: told before it is published. */
#include "cli/level.h"

#include "civiclot/disclosure.h"

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
