/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trials: simulations given to ranks, and in each to workers; records come together again. */
#include "plan/trials_inside.h"

#include "core/array.h"
#include "plan/ranks.h"
#include "plan/workers.h"

#include <assert.h>
#include <stdlib.h>

uint64_t lot_trials_seed(const char *text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    return hash;
}

static lot_status run_trial(void *context, uint32_t piece, uint32_t *record,
                            const lot_progress *progress, lot_error *error)
{
    return lot_trial_run(record, context, piece, progress, error);
}

static lot_status make_room(lot_trials **out, const lot_scenario *scenario, lot_error *error)
{
    lot_trials *trials = lot_array_new(1, sizeof *trials);
    if (trials == NULL)
        return LOT_NO_MEMORY(error);
    trials->scenario = scenario;
    trials->words = lot_record_words(scenario);
    *out = trials;
    uint64_t bytes = (uint64_t)trials->words * sizeof *trials->records * scenario->simulations;
    if (bytes > LOT_TRIALS_BYTES_MOST)
        return LOT_FAIL(error, LOT_USAGE,
                        "so many simulations of so many plans take more than 2 GB of memory: take "
                        "fewer");
    trials->records =
        lot_array_new((size_t)scenario->simulations * trials->words, sizeof *trials->records);
    return trials->records != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

lot_status lot_trials_run(lot_trials **out, const lot_scenario *scenario, uint32_t workers,
                          const lot_progress *progress, lot_error *error)
{
    assert(scenario->letters_count > 0 && scenario->simulations > 0);
    assert(scenario->horizon >= scenario->letters[scenario->letters_count - 1]);
    *out = NULL;
    lot_status status = LOT_OK;
    lot_trials *trials = NULL;
    lot_post post = {0};
    lot_ranks ranks = lot_ranks_now();
    TRY(make_room(&trials, scenario, error));
    TRY(lot_post_start(&post, scenario, error));
    const lot_job job = {.run = run_trial,
                         .context = &post,
                         .pieces = scenario->simulations,
                         .words = trials->words,
                         .step = "simulating pools",
                         .first = ranks.rank,
                         .stride = ranks.count};
    status = lot_workers_do(trials->records, &job, workers, progress, error);
    TRY(lot_ranks_share(trials->records, (size_t)scenario->simulations * trials->words, status,
                        error));
    *out = trials;
    trials = NULL;
done:
    lot_post_clear(&post);
    lot_trials_free(trials);
    return status;
}

void lot_trials_free(lot_trials *trials)
{
    if (trials == NULL)
        return;
    free(trials->records);
    free(trials);
}
