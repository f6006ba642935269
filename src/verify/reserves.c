/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reserves: of a draw with reserves, who they are; and where everybody's answers are published,
 * drawn again from M and seed: docs/protocol.md, section 12.
 *
 *   W1  numbers in process.txt say how long drawing again takes, and anybody may have written them:
 *       beyond some it is left out.
 */
#include "verify/verifier.h"

#include "audit/reserve_files.h"
#include "civiclot/draw.h"
#include "civiclot/reserve_draw.h"
#include "core/array.h"
#include "core/wide.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    DROPOUTS_MOST = 1 << 24,
    RESERVES_MOST = 1 << 16,
    ROWS_MOST = 10000,
    NUMBERS_MOST = 20000000,  /* samples x (seats + rows) */
    ANSWERS_MOST = 100000000, /* seats x features */
};

/* Reserves x reserves x samples x people x features: minutes, by what was measured. */
static const lot_unsigned_wide WORK_MOST = UINT64_C(100000000000);

uint32_t lot_people_find(const lot_people *people, uint32_t place)
{
    uint32_t i = 0;
    while (i < people->count && people->places[i] != place)
        i++;
    return i;
}

lot_status lot_verify_read_dropouts(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    if (!v->terms.with_reserves)
        return LOT_OK;
    v->dropouts = lot_array_new(v->quotas->count, sizeof *v->dropouts);
    if (v->dropouts == NULL)
        return LOT_NO_MEMORY(v->error);
    TRY(lot_verify_load(v, LOT_FILE_DROPOUTS, DROPOUTS_MOST, &text));
    TRY(lot_dropouts_csv_read(v->dropouts, &text, v->quotas, v->error));
done:
    lot_text_free(&text);
    return status;
}

lot_status lot_verify_find_reserves(const lot_verifier *v)
{
    bool there = v->dossier->present[LOT_FILE_RESERVES];
    if (there == (v->terms.with_reserves && lot_verifier_is_drawn(v)))
        return LOT_OK;
    return lot_verify_refuse(v, LOT_FILE_RESERVES,
                             there && v->terms.with_reserves
                                 ? "it is there, but draw.txt is missing"
                             : there ? "it is there, but process.txt says 'reserves: none'"
                                     : "it is missing, though draw.txt is there and process.txt "
                                       "has reserves");
}

static lot_status refuse_reserve(const lot_verifier *v, uint32_t reserve, const char *what)
{
    return LOT_FAIL(v->error, LOT_NOT_VERIFIED, "reserves.txt, line %" PRIu32 ": %s",
                    LOT_RESERVES_TXT_FIRST + reserve, what);
}

/* What is wrong with the next reserve, or NULL; they are taken then. */
static const char *take_reserve(lot_verifier *v, const lot_pid *pid)
{
    const lot_people panel = {v->draw.people, v->terms.seats};
    uint32_t place = lot_verifier_find(v, 0, pid->text);
    if (place == v->pool.count)
        return "this is nobody in the pool";
    if (lot_people_find(&v->reserves, place) < v->reserves.count)
        return "this is a reserve already";
    if (lot_people_find(&panel, place) < panel.count)
        return "this person is on the panel";
    if (v->standing != NULL && v->standing->places[place] == LOT_WITHDRAWN)
        return "this person withdrew";
    v->reserves.places[v->reserves.count++] = place;
    return NULL;
}

static lot_status read_reserves(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    lot_reserves_txt said = {.pids = NULL};
    TRY(lot_verify_load(v, LOT_FILE_RESERVES, RESERVES_MOST, &text));
    TRY(lot_reserves_txt_read(&said, &text, v->error));
    v->reserves.places = lot_array_new(said.count, sizeof *v->reserves.places);
    if (v->reserves.places == NULL)
        TRY(LOT_NO_MEMORY(v->error));
    if (said.attempt != v->terms.attempt)
        TRY(lot_verify_refuse(v, LOT_FILE_RESERVES, "its attempt is not that of process.txt"));
    for (uint32_t i = 0; i < said.count; i++) {
        const char *wrong = i < v->terms.reserves ? take_reserve(v, &said.pids[i])
                                                  : "these are more than process.txt allows";
        if (wrong != NULL)
            TRY(refuse_reserve(v, i, wrong));
    }
done:
    lot_reserves_txt_free(&said);
    lot_text_free(&text);
    return status;
}

/* W1 */
static bool is_too_large(const lot_verifier *v)
{
    const lot_terms *terms = &v->terms;
    lot_unsigned_wide samples = terms->samples;
    lot_unsigned_wide pairs = samples * terms->reserves * terms->reserves;
    return v->quotas->count > ROWS_MOST ||
           samples * ((uint64_t)terms->seats + v->quotas->count) > NUMBERS_MOST ||
           pairs * v->pool.count * v->quotas->features_count > WORK_MOST ||
           (uint64_t)terms->seats * v->quotas->features_count > ANSWERS_MOST;
}

static lot_status compare_reserves(const lot_verifier *v, const lot_reserve_list *again)
{
    const lot_people *said = &v->reserves;
    for (uint32_t i = 0; i < said->count && i < again->count; i++)
        if (said->places[i] != again->people[i])
            return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                            "reserves.txt, line %" PRIu32 ": reserve number %" PRIu32
                            " is %s, but by the seed it is %s",
                            LOT_RESERVES_TXT_FIRST + i, i + 1, v->pool.pids[said->places[i]].text,
                            v->pool.pids[again->people[i]].text);
    if (said->count != again->count)
        return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                        "reserves.txt: it has %" PRIu32 " reserve%s, but by the seed there are "
                        "%" PRIu32,
                        said->count, lot_plural(said->count), again->count);
    return LOT_OK;
}

static lot_status draw_again(lot_verifier *v)
{
    lot_status status = LOT_OK;
    const lot_terms *terms = &v->terms;
    lot_reserve_list again = {0};
    const lot_reserve_plan plan = {.count = terms->reserves,
                                   .samples = terms->samples,
                                   .rates = {terms->dropout_rate, v->dropouts}};
    lot_draw_numbers numbers = {.purpose = "reserve", .manifest = v->manifest, .seed = v->seed};
    const lot_stream stream = lot_draw_stream(&numbers);
    bool *withdrawn = lot_array_new(v->pool.count, sizeof *withdrawn);
    if (withdrawn == NULL)
        TRY(LOT_NO_MEMORY(v->error));
    for (uint32_t p = 0; p < v->pool.count && v->standing != NULL; p++)
        withdrawn[p] = v->standing->places[p] == LOT_WITHDRAWN;
    const lot_reserve_terms what = {.pool = v->openings.pool,
                                    .quotas = v->quotas,
                                    .panel = v->draw.people,
                                    .seats = terms->seats,
                                    .per_household = terms->per_household,
                                    .withdrawn = withdrawn,
                                    .plan = &plan};
    TRY(lot_reserves_draw(&again, &what, &stream, NULL, v->error));
    TRY(compare_reserves(v, &again));
done:
    lot_reserve_list_free(&again);
    free(withdrawn);
    return status;
}

lot_status lot_verify_reserves(lot_verifier *v)
{
    lot_status status = LOT_OK;
    if (!v->terms.with_reserves || !lot_verifier_is_drawn(v))
        return LOT_OK;
    TRY(read_reserves(v));
    if (v->openings.pool == NULL) {
        TRY(lot_verify_say(v, LOT_NOT_CHECKED,
                           "that the %" PRIu32 " reserve%s in reserves.txt and their order follow "
                           "from the seed: people's answers are not published. An auditor who may "
                           "see them can check it, in a folder of level full",
                           v->reserves.count, lot_plural(v->reserves.count)));
        goto done;
    }
    if (is_too_large(v)) {
        TRY(lot_verify_say(v, LOT_NOT_CHECKED,
                           "that the %" PRIu32 " reserve%s in reserves.txt and their order follow "
                           "from the seed: choosing so many with so many samples takes longer than "
                           "this verifier goes on",
                           v->reserves.count, lot_plural(v->reserves.count)));
        goto done;
    }
    TRY(draw_again(v));
    TRY(lot_verify_say(
        v, LOT_PROVEN,
        "the %" PRIu32 " reserve%s in reserves.txt, in this order, %s those whom "
        "the seed gives: by %" PRIu32 " samples of who leaves, the choice for these, "
        "and the lot%s",
        v->reserves.count, lot_plural(v->reserves.count), v->reserves.count == 1 ? "is" : "are",
        v->terms.samples, v->terms.test ? ". It was a test: nobody is selected" : ""));
done:
    return status;
}
