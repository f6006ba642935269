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

/* What is done in all simulations. */
typedef struct task {
    lot_status (*run)(void *context, uint32_t piece, uint32_t *record, const lot_progress *progress,
                      lot_error *error);
    const char *step;
    uint32_t words; /* of a record */
} task;

/* Do it on all ranks, and give all of them all records. */
static lot_status do_task(uint32_t *records, const task *what, const lot_scenario *scenario,
                          uint32_t workers, const lot_progress *progress, lot_error *error)
{
    lot_ranks ranks = lot_ranks_now();
    lot_post post = {0};
    const lot_job job = {.run = what->run,
                         .context = &post,
                         .pieces = scenario->simulations,
                         .words = what->words,
                         .step = what->step,
                         .first = ranks.rank,
                         .stride = ranks.count};
    lot_status status = lot_post_start(&post, scenario, error);
    if (status == LOT_OK)
        status = lot_workers_do(records, &job, workers, progress, error);
    lot_post_clear(&post);
    return lot_ranks_share(records, (size_t)job.pieces * job.words, status, error);
}

lot_status lot_trials_run(lot_trials **out, const lot_scenario *scenario, uint32_t workers,
                          const lot_progress *progress, lot_error *error)
{
    assert(scenario->letters_count > 0 && scenario->simulations > 0);
    assert(scenario->horizon >= scenario->letters[scenario->letters_count - 1]);
    *out = NULL;
    lot_status status = LOT_OK;
    lot_trials *trials = NULL;
    TRY(make_room(&trials, scenario, error));
    const task simulate = {run_trial, "simulating pools", trials->words};
    TRY(do_task(trials->records, &simulate, scenario, workers, progress, error));
    *out = trials;
    trials = NULL;
done:
    lot_trials_free(trials);
    return status;
}

static lot_status run_glance(void *context, uint32_t piece, uint32_t *record,
                             const lot_progress *progress, lot_error *error)
{
    return lot_trial_glance(record, context, piece, progress, error);
}

lot_status lot_trials_glance(lot_glances *sums, const lot_scenario *scenario, uint32_t workers,
                             const lot_progress *progress, lot_error *error)
{
    const task glance = {run_glance, "comparing splits", LOT_GLANCE_WORDS};
    size_t words = (size_t)scenario->simulations * LOT_GLANCE_WORDS;
    uint32_t *records = lot_array_new(words, sizeof *records);
    *sums = (lot_glances){0};
    if (records == NULL)
        return LOT_NO_MEMORY(error);
    lot_status status = do_task(records, &glance, scenario, workers, progress, error);
    for (size_t i = 0; i < words && status == LOT_OK; i += LOT_GLANCE_WORDS) {
        sums->panels += records[i + LOT_GLANCE_PANEL];
        sums->missing += records[i + LOT_GLANCE_MISSING];
        sums->least += records[i + LOT_GLANCE_LEAST];
    }
    free(records);
    return status;
}

void lot_trials_free(lot_trials *trials)
{
    if (trials == NULL)
        return;
    free(trials->records);
    free(trials);
}
