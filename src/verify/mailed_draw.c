/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mailed: the seed, the places that follow from it, and the leaves that stand there. */
#include "verify/mailed.h"

#include "civiclot/places.h"
#include "civiclot/publication.h"

#include <inttypes.h>
#include <stdlib.h>

enum { SEED_MOST = 1 << 20, DRAWN_LINE_LEAST = 69 /* 1,0, a leaf and LF */ };

/* Values of the sources, as seed.txt has them. */
static lot_status take_seed(lot_mailed_verifier *i, lot_lines *lines)
{
    if (!lot_lines_word(lines, "civiclot-seed: 1\n"))
        return lot_lines_refuse(lines, "here must be: civiclot-seed: 1", i->v.error);
    for (uint32_t s = 0; s < i->it.sources_count; s++) {
        lot_source *source = &i->it.sources[s];
        if (!lot_lines_word(lines, "source: ") || !lot_lines_word(lines, source->name) ||
            !lot_lines_word(lines, "\n"))
            return lot_lines_refuse(lines, "here must be the source of invitation.txt", i->v.error);
        if (!lot_lines_key_words(lines, "value: ", &source->value))
            return lot_lines_refuse(lines, "here must be its value", i->v.error);
        if (source->value == NULL)
            return LOT_NO_MEMORY(i->v.error);
        if (!lot_lines_can_hold(source->value))
            return lot_lines_refuse(lines, "before this line the value is no UTF-8", i->v.error);
    }
    if (!lot_lines_key_digest(lines, "seed: ", &i->seed) || !lot_lines_at_end(lines))
        return lot_lines_refuse(lines, "here must be the seed, and nothing behind it", i->v.error);
    return LOT_OK;
}

lot_status lot_mailed_read_seed(lot_mailed_verifier *i)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    if (!lot_mailed_is_drawn(i))
        return LOT_OK;
    TRY(lot_mailed_load(i, LOT_MAILED_SEED, SEED_MOST, &text));
    lot_lines lines =
        lot_lines_begin(lot_mailed_name(LOT_MAILED_SEED), lot_text_string(&text), text.length);
    TRY(take_seed(i, &lines));
done:
    lot_text_free(&text);
    return status;
}

lot_status lot_mailed_verify_seed(lot_mailed_verifier *i)
{
    lot_digest seed;
    char hex[LOT_HEX_BYTES];
    if (!lot_mailed_is_drawn(i))
        return LOT_OK;
    lot_seed(&seed, &i->manifest, i->it.sources, i->it.sources_count);
    if (!lot_digest_equal(&seed, &i->seed))
        return lot_mailed_refuse(i, LOT_MAILED_SEED,
                                 "its seed does not follow from M and the values of the sources");
    lot_digest_hex(hex, &seed);
    return lot_verify_say(&i->v, LOT_PROVEN,
                          "the seed follows from M and the values of the sources: %s", hex);
}

lot_status lot_mailed_verify_portions(lot_mailed_verifier *i)
{
    lot_status status = LOT_OK;
    lot_text draw = LOT_TEXT_EMPTY;
    uint64_t rejected;
    uint32_t drawn = 0;
    if (!lot_mailed_is_drawn(i) || i->it.rule != LOT_LETTERS_TWO_STAGE)
        return LOT_OK;
    uint64_t start = lot_invitation_start(&i->it, &i->manifest, &i->seed, &rejected);
    lot_invitation_deal(&i->it, start);
    lot_invitation_put_draw(&draw, &i->it, start, rejected);
    TRY(lot_mailed_compare(i, LOT_MAILED_DRAW, &draw, "this does not follow from the seed"));
    for (uint32_t h = 0; h < i->it.strata_count; h++)
        drawn += i->it.strata[h].letters > 0;
    TRY(lot_verify_say(&i->v, LOT_PROVEN,
                       "the seed gives %" PRIu32 " portions to %" PRIu32 " of %" PRIu32
                       " municipalities, those of draw.txt",
                       i->it.portions, drawn, i->it.strata_count));
done:
    lot_text_free(&draw);
    return status;
}

/* The letters of a stratum, one after the other. */
typedef struct stratum_letters {
    uint32_t number; /* from 1 */
    uint32_t count;
    uint32_t *places;
    lot_digest *leaves;
} stratum_letters;

static void forget(stratum_letters *letters)
{
    free(letters->places);
    free(letters->leaves);
    letters->places = NULL;
    letters->leaves = NULL;
}

/* A line of drawn.csv for each place that the seed draws. */
static lot_status take_stratum(stratum_letters *letters, lot_mailed_lines *lines,
                               const lot_stratum *stratum)
{
    lot_status status = LOT_OK;
    lot_mailed_verifier *i = lines->i;
    const lot_places_basis basis = {&i->manifest, &i->seed};
    letters->count = stratum->letters;
    letters->leaves = malloc((size_t)letters->count * sizeof *letters->leaves);
    if (letters->leaves == NULL)
        TRY(LOT_NO_MEMORY(i->v.error));
    TRY(lot_places_draw(&letters->places, &basis, letters->number, stratum->addresses,
                        letters->count, i->v.error));
    for (uint32_t l = 0; l < letters->count; l++) {
        lot_lines line;
        uint32_t number, place;
        TRY(lot_mailed_lines_next(&line, lines));
        if (!lot_lines_index(&line, &number, LOT_STRATA_MOST) || !lot_lines_word(&line, ",") ||
            !lot_lines_index(&line, &place, UINT32_MAX) || !lot_lines_word(&line, ",") ||
            !lot_lines_digest(&line, &letters->leaves[l]) || !lot_lines_word(&line, "\n"))
            TRY(lot_lines_refuse(&line, "here must be a stratum, a place and a leaf", i->v.error));
        if (number != letters->number || place != letters->places[l])
            TRY(LOT_FAIL(i->v.error, LOT_NOT_VERIFIED,
                         "drawn.csv, line %" PRIu64 ": the seed draws place %" PRIu32
                         " of stratum %" PRIu32 " here",
                         line.line - 1, letters->places[l], letters->number));
    }
done:
    return status;
}

/* Read drawn.csv, and let `visit` see each stratum with letters. */
static lot_status walk(lot_mailed_verifier *i, lot_mailed_lines *lines,
                       lot_status (*visit)(void *context, const lot_stratum *stratum,
                                           const stratum_letters *letters),
                       void *context)
{
    lot_status status = LOT_OK;
    lot_lines line;
    stratum_letters letters = {.places = NULL};
    lot_mailed_lines_begin(lines, i, LOT_MAILED_DRAWN);
    TRY(lot_mailed_lines_next(&line, lines));
    if (!lot_lines_word(&line, "stratum,place,leaf\n") || !lot_lines_at_end(&line))
        TRY(lot_lines_refuse(&line, "here must be the header", i->v.error));
    for (uint32_t h = 0; h < i->it.strata_count; h++) {
        letters.number = h + 1;
        if (i->it.strata[h].letters == 0)
            continue;
        TRY(take_stratum(&letters, lines, &i->it.strata[h]));
        if (visit != NULL)
            TRY(visit(context, &i->it.strata[h], &letters));
        forget(&letters);
    }
    TRY(lot_mailed_lines_end(lines));
done:
    forget(&letters);
    return status;
}

lot_status lot_mailed_verify_drawn(lot_mailed_verifier *i)
{
    lot_status status = LOT_OK;
    lot_mailed_lines *lines = NULL;
    lot_text draw = LOT_TEXT_EMPTY;
    if (!lot_mailed_is_drawn(i))
        return LOT_OK;
    if (i->it.rule != LOT_LETTERS_TWO_STAGE) {
        lot_invitation_put_draw(&draw, &i->it, 0, 0);
        TRY(lot_mailed_compare(i, LOT_MAILED_DRAW, &draw, "here must be how many letters"));
    }
    /* a few bytes must not set off the work of ten million letters */
    if (i->sizes[LOT_MAILED_DRAWN] / DRAWN_LINE_LEAST < i->it.letters)
        TRY(lot_mailed_refuse(i, LOT_MAILED_DRAWN, "it has fewer lines than there are letters"));
    lines = malloc(sizeof *lines);
    if (lines == NULL)
        TRY(LOT_NO_MEMORY(i->v.error));
    TRY(walk(i, lines, NULL, NULL));
    TRY(lot_verify_say(&i->v, LOT_PROVEN,
                       "the %" PRIu32 " places of drawn.csv are those that the seed draws: in each "
                       "stratum every set of as many places was as likely as every other",
                       i->it.letters));
done:
    free(lines);
    lot_text_free(&draw);
    return status;
}

static lot_status check_root(void *context, const lot_stratum *stratum,
                             const stratum_letters *letters)
{
    lot_mailed_lines *proof_lines = context;
    lot_digest root;
    const lot_places_proof proof = {.count = stratum->addresses,
                                    .drawn = letters->places,
                                    .leaves = letters->leaves,
                                    .drawn_count = letters->count,
                                    .next = lot_mailed_next_digest,
                                    .context = proof_lines};
    lot_error *error = proof_lines->i->v.error;
    lot_status status = lot_places_proof_root(&root, &proof, error);
    if (status == LOT_OK && !lot_digest_equal(&root, &stratum->root))
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "proof.txt, line %" PRIu64
                        ": up to here it does not lead from the leaves of stratum %" PRIu32
                        " to its root: these are other addresses than were listed",
                        proof_lines->line - 1, letters->number);
    return status;
}

lot_status lot_mailed_verify_places(lot_mailed_verifier *i)
{
    lot_status status = LOT_OK;
    lot_mailed_lines *both = NULL; /* of drawn.csv and of proof.txt */
    if (!lot_mailed_is_drawn(i))
        return LOT_OK;
    both = malloc(2 * sizeof *both);
    if (both == NULL)
        return LOT_NO_MEMORY(i->v.error);
    lot_mailed_lines_begin(&both[1], i, LOT_MAILED_PROOF);
    TRY(walk(i, &both[0], check_root, &both[1]));
    TRY(lot_mailed_lines_end(&both[1]));
    TRY(lot_verify_say(&i->v, LOT_PROVEN,
                       "the %" PRIu32 " leaves stand at these places of the list that M binds: "
                       "no other address can be passed off as drawn",
                       i->it.letters));
done:
    free(both);
    return status;
}
