/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sources: the values that the seed is made of, and what they are worth. */
#include "verify/verifier.h"

#include <inttypes.h>

static lot_status say_sealed(lot_verifier *v, const lot_source *source,
                             const lot_source_parts *parts)
{
    if (parts->kind == LOT_SOURCE_OPERATOR)
        return lot_verify_say(v, LOT_NOT_PROVEN,
                              "that the organiser's own value was not chosen: it is the one that "
                              "was committed to, but who made it knew it");
    int length = parts->label_bytes < 200 ? (int)parts->label_bytes : 200;
    if (lot_source_is_absent(source))
        return lot_verify_say(v, LOT_NOT_PROVEN,
                              "that %.*s contributed: the value was not told in time, and ABSENT "
                              "stands in its place",
                              length, parts->label);
    return lot_verify_say(v, LOT_PROVEN, "%.*s contributed the value that was committed to before",
                          length, parts->label);
}

static lot_status say_source(lot_verifier *v, const lot_source *source,
                             const lot_source_parts *parts)
{
    switch (parts->kind) {
    case LOT_SOURCE_CONTRIBUTION:
    case LOT_SOURCE_OPERATOR:
        return say_sealed(v, source, parts);
    case LOT_SOURCE_BY_HAND:
        return lot_verify_say(v, LOT_NOT_CHECKED,
                              "that ticket %s was drawn by hand: witnesses must confirm it",
                              source->value);
    case LOT_SOURCE_DICE:
    case LOT_SOURCE_BEACON:
    case LOT_SOURCE_TEXT:
        break;
    }
    return lot_verify_say(
        v, LOT_NOT_CHECKED,
        "that the value of %.300s is %.600s: compare it with what was made public", source->name,
        source->value);
}

static lot_status check_source(const lot_verifier *v, const lot_source *source)
{
    lot_error why = {.message = ""};
    lot_status status =
        lot_source_check_value(source, v->terms.process_id.text, v->terms.tickets, &why);
    if (status == LOT_OK)
        return LOT_OK;
    return LOT_FAIL(v->error, status, "seed.txt: %.900s", why.message);
}

lot_status lot_verify_sources(lot_verifier *v)
{
    lot_status status = LOT_OK;
    const lot_terms *terms = &v->terms;
    if (!lot_verifier_is_drawn(v))
        return LOT_OK;
    for (uint32_t s = 0; s < terms->sources_count; s++)
        TRY(check_source(v, &terms->sources[s]));
    for (uint32_t s = 0; s < terms->sources_count; s++) {
        lot_source_parts parts;
        TRY(lot_source_parse(&parts, terms->sources[s].name, v->error));
        TRY(say_source(v, &terms->sources[s], &parts));
    }
done:
    return status;
}

lot_status lot_verify_outcomes(lot_verifier *v)
{
    uint32_t dice;
    char number[LOT_OUTCOMES_BYTES];
    if (!lot_verifier_is_drawn(v))
        return LOT_OK;
    switch (lot_sources_outcomes(&dice, v->terms.sources, v->terms.sources_count)) {
    case LOT_OUTCOMES_UNCOUNTED:
        return LOT_OK;
    case LOT_OUTCOMES_NONE:
        return lot_verify_say(
            v, LOT_NOT_PROVEN,
            "that the result was open: the seed holds no public value at all, and "
            "who made the others could try them");
    case LOT_OUTCOMES_MANY:
        return lot_verify_say(
            v, LOT_PROVEN, "%" PRIu32 " dice have 6^%" PRIu32 " outcomes: nobody can try them all",
            dice, dice);
    case LOT_OUTCOMES_FEW:
        break;
    }
    lot_outcomes_number(number, dice);
    return lot_verify_say(v, LOT_NOT_PROVEN,
                          "that no manifest was chosen for its result: %" PRIu32
                          " dice have %s outcomes only, and from 31 dice on nobody could try them "
                          "all",
                          dice, number);
}
