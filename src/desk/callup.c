/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Call-up: planned, then kept, logged and published. What is said of it: callup_told.c. */
#include "desk/callup.h"

#include "core/array.h"
#include "desk/journal.h"
#include "desk/mending.h"
#include "desk/signing.h"
#include "talk/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void lot_callup_plan_free(lot_callup_plan *plan)
{
    lot_callup_free(&plan->callup);
    lot_quotas_free(plan->quotas);
    lot_attempt_free(&plan->draw);
    lot_called_free(&plan->found);
    free(plan->held);
    *plan = (lot_callup_plan){.quotas = NULL};
}

/* Quotas and reserves of the draw. */
static lot_status load(lot_callup_plan *plan, lot_workbench *bench, uint32_t number,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_assembly_load_quotas(&plan->quotas, bench->assembly, error));
    TRY(lot_assembly_load_attempt(&plan->draw, bench->assembly, number, error));
    TRY(lot_assembly_settle_quotas(plan->quotas, bench->assembly, plan->draw.lottery, error));
    TRY(lot_assembly_load_reserves(&plan->draw, bench->assembly, bench->pool->people_count,
                                   plan->quotas->count, error));
done:
    return status;
}

static lot_calling calling_of(const lot_callup_plan *plan, const lot_workbench *bench)
{
    return (lot_calling){.quotas = plan->quotas,
                         .seats = bench->info.seats,
                         .pool = bench->pool,
                         .standing = plan->callup.standing,
                         .reserves = plan->draw.reserves.people,
                         .reserves_count = plan->draw.reserves.count};
}

lot_status lot_callup_plan_make(lot_callup_plan *plan, lot_workbench *bench,
                                const lot_states *states, lot_error *error)
{
    lot_status status = LOT_OK;
    char time[LOT_TIME_BYTES];
    *plan = (lot_callup_plan){.callup = {.number = bench->callups_count + 1,
                                         .attempt = states->newest,
                                         .behind = bench->attempts_count}};
    TRY(lot_states_settle(&plan->callup.standing, states, bench->info.seats, error));
    TRY(lot_log_time(time, error));
    (void)snprintf(plan->callup.date, LOT_DATE_BYTES, "%.*s", LOT_DATE_BYTES - 1, time);
    TRY(load(plan, bench, states->newest, error));
    const lot_calling calling = calling_of(plan, bench);
    plan->found.at_hand = lot_calling_at_hand(&calling);
done:
    if (status != LOT_OK)
        lot_callup_plan_free(plan);
    return status;
}

lot_status lot_callup_plan_search(lot_callup_plan *plan, const lot_workbench *bench,
                                  lot_error *error)
{
    lot_status status = LOT_OK;
    lot_callup *callup = &plan->callup;
    const lot_called *found = &plan->found;
    const lot_calling calling = calling_of(plan, bench);
    TRY(lot_calling_find(&plan->found, &calling, error));
    plan->held = lot_array_new(plan->quotas->count, sizeof *plan->held);
    callup->called = lot_array_new(found->count, sizeof *callup->called);
    if (plan->held == NULL || callup->called == NULL)
        TRY(LOT_NO_MEMORY(error));
    lot_calling_tally(plan->held, &calling, found->people, found->count);
    memcpy(callup->called, found->people, found->count * sizeof *callup->called);
    callup->called_count = found->count;
    callup->deviation = found->deviation;
    callup->proven = found->proven;
done:
    return status;
}

/* callup.txt, and where it goes. */
static lot_status complete(lot_callup *callup, const lot_workbench *bench, const char *place,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    lot_callup_texts texts = {.callup = LOT_TEXT_EMPTY};
    const lot_public_key *key = bench->signer != NULL ? lot_secret_key_public(bench->signer) : NULL;
    TRY(lot_callup_put_own(&texts, bench, callup, key, error));
    callup->text = lot_string_copy(lot_text_string(&texts.callup));
    callup->folder = lot_string_copy(place);
    if (callup->text == NULL || callup->folder == NULL)
        TRY(LOT_NO_MEMORY(error));
done:
    lot_callup_texts_free(&texts);
    return status;
}

/* What everyone can check goes into the log. */
static lot_status keep(lot_callup_texts *texts, const lot_callup *callup, lot_workbench *bench,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    lot_digest digest;
    lot_sha256(&digest, callup->text, strlen(callup->text));
    TRY(lot_assembly_add_callup(bench->assembly, callup, error));
    TRY(lot_journal(bench, "call-up", json_pack("{s:o}", "callup", lot_json_digest(&digest)),
                    error));
    TRY(lot_callup_texts_make(texts, bench, callup, error));
    TRY(lot_signing_keep(bench, &texts->final, &texts->signature, error));
done:
    return status;
}

static lot_status refuse_folder(lot_status status, uint32_t number, const char *place,
                                lot_error *error)
{
    return LOT_FAIL(error, status,
                    "%s cannot be written, but call-up %" PRIu32
                    " stands: civiclot export FILE --call-up %" PRIu32 " --publish %s publishes it",
                    place, number, number, place);
}

lot_status lot_callup_do(lot_callup_texts *texts, lot_callup_plan *plan, lot_workbench *bench,
                         const char *place, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_folder folder = {NULL, NULL};
    char *inside = NULL;
    *texts = (lot_callup_texts){.callup = LOT_TEXT_EMPTY};
    TRY(lot_workbench_seal(bench, error));
    TRY(lot_mending_begin(&folder, &inside, place, error));
    TRY(complete(&plan->callup, bench, place, error));
    TRY(keep(texts, &plan->callup, bench, error));
    TRY(lot_callup_write(inside, texts, error));
    TRY(lot_talk_step(talk, "calling up", error));
    TRY(lot_assembly_commit(bench->assembly, error));
    status = lot_folder_finish(&folder, error);
    if (status != LOT_OK)
        TRY(refuse_folder(status, plan->callup.number, place, error));
done:
    free(inside);
    lot_folder_abandon(&folder);
    return status;
}
