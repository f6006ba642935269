/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rerun: openings instead of registrations, and then the same steps. */
#include "cli/rerun.h"

#include "civiclot/fair.h"
#include "civiclot/publication.h"
#include "civiclot/version.h"
#include "core/array.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The pids of the openings, which stand in their order already. by_pid: [people_count] room. */
static lot_pseudonyms stand_in(const lot_openings *openings, uint32_t *by_pid)
{
    uint32_t count = openings->pool->people_count;
    for (uint32_t p = 0; p < count; p++)
        by_pid[p] = p;
    return (lot_pseudonyms){.people_count = count, .pids = openings->pids, .by_pid = by_pid};
}

/* *out stays NULL where there is no panel at all. */
static lot_status make_lottery(lot_lottery **out, const lot_premises *premises,
                               const lot_pseudonyms *pseudonyms, const lot_progress *progress,
                               lot_error *error)
{
    lot_status status = LOT_OK;
    lot_classes *classes = NULL;
    lot_solution *solution = NULL;
    lot_conflict *conflict = NULL;
    lot_panels *panels = NULL;
    const lot_fair_options options = {.objective = premises->objective,
                                      .tickets = premises->tickets,
                                      .gamma_millionths = premises->gamma_millionths,
                                      .progress = progress};
    TRY(lot_classes_new(&classes, premises->openings->pool, premises->per_household, error));
    TRY(lot_solve(&solution, &conflict, premises->quotas, classes, premises->seats, &options,
                  error));
    if (solution == NULL)
        goto done;
    TRY(lot_progress_report(progress, "dealing the seats", 0, 0, error));
    TRY(lot_deal(&panels, solution->compositions, classes, pseudonyms->by_pid, error));
    TRY(lot_number_tickets(out, panels, pseudonyms, error));
    panels = NULL;
done:
    lot_panels_free(panels);
    lot_conflict_free(conflict);
    lot_solution_free(solution);
    lot_classes_free(classes);
    return status;
}

static lot_status is_same(bool *same, const lot_lottery *lottery, const lot_pseudonyms *pseudonyms,
                          const lot_digest *published, lot_error *error)
{
    lot_digest digest;
    lot_text text = LOT_TEXT_EMPTY;
    lot_status status = lot_lottery_put(&text, lottery, pseudonyms, error);
    if (status == LOT_OK) {
        lot_sha256(&digest, lot_text_string(&text), text.length);
        *same = lot_digest_equal(&digest, published);
    }
    lot_text_free(&text);
    return status;
}

/* How many people have another number of tickets, and by how many at most. */
static lot_status count_others(uint32_t *others, uint64_t *most, const lot_lottery *lottery,
                               const lot_premises *premises, lot_error *error)
{
    uint32_t count = premises->openings->pool->people_count;
    uint64_t *tickets = lot_array_new(count, sizeof *tickets);
    if (tickets == NULL)
        return LOT_NO_MEMORY(error);
    lot_panels_count_tickets(tickets, lottery->panels, count);
    *others = 0;
    *most = 0;
    for (uint32_t p = 0; p < count; p++) {
        uint64_t a = tickets[p], b = premises->tickets_of[p];
        uint64_t apart = a > b ? a - b : b - a;
        *others += apart > 0;
        *most = apart > *most ? apart : *most;
    }
    free(tickets);
    return LOT_OK;
}

/* Where civiclot or its solver is another, other panels are no fault. */
static lot_status tell_difference(const lot_lottery *lottery, const lot_premises *premises,
                                  lot_text *said, lot_error *error)
{
    uint32_t others = 0;
    uint64_t most = 0;
    bool same_program = strcmp(premises->version, LOT_VERSION) == 0 &&
                        strcmp(premises->solver, lot_solver_name()) == 0;
    lot_status status = count_others(&others, &most, lottery, premises, error);
    if (status != LOT_OK)
        return status;
    if (others == 0)
        lot_text_put(said, "solving again gives everybody the same number of tickets, on other "
                           "panels");
    else
        lot_text_format(said,
                        "solving again gives %" PRIu32 " of %" PRIu32
                        " people another number of tickets, by at most %" PRIu64,
                        others, premises->openings->pool->people_count, most);
    if (same_program)
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "lottery.csv: %s, though process.txt names this very civiclot and solver",
                        lot_text_string(said));
    lot_text_format(said,
                    ". It was made by civiclot %s with %s, this is %s with %s: only the same ones "
                    "make the same bytes",
                    premises->version, premises->solver, LOT_VERSION, lot_solver_name());
    return LOT_OK;
}

lot_status lot_rerun_again(void *context, const lot_premises *premises, lot_verdict *verdict,
                           lot_text *said, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_talk *talk = context;
    lot_lottery *lottery = NULL;
    bool same = false;
    uint32_t *by_pid = lot_array_new(premises->openings->pool->people_count, sizeof *by_pid);
    if (by_pid == NULL)
        TRY(LOT_NO_MEMORY(error));
    lot_pseudonyms pseudonyms = stand_in(premises->openings, by_pid);
    TRY(make_lottery(&lottery, premises, &pseudonyms, &talk->progress, error));
    if (lottery == NULL)
        TRY(LOT_FAIL(error, LOT_FAILURE,
                     "internal: no panel is found, though lottery.csv has some that were checked"));
    TRY(is_same(&same, lottery, &pseudonyms, premises->lottery, error));
    *verdict = same ? LOT_PROVEN : LOT_NOT_PROVEN;
    if (same)
        lot_text_put(said,
                     "solved again from quotas.csv and openings.csv, the lottery is the same, "
                     "byte for byte");
    else
        TRY(tell_difference(lottery, premises, said, error));
done:
    lot_lottery_free(lottery);
    free(by_pid);
    return status;
}
