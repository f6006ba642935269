/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Call-up: planned, then kept, logged and published. What is said of it: callup_told.c. */
#include "cli/callup.h"

#include "cli/journal.h"
#include "cli/json.h"
#include "cli/mending.h"
#include "cli/signing.h"
#include "core/array.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void lot_callup_plan_free(lot_callup_plan *plan)
{
    lot_callup_free(&plan->callup);
    lot_quotas_free(plan->quotas);
    free(plan->reserves);
    lot_called_free(&plan->found);
    free(plan->held);
    *plan = (lot_callup_plan){.quotas = NULL};
}

/* Quotas and reserves of the draw. */
static lot_status load(lot_callup_plan *plan, lot_workbench *bench, uint32_t number,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    lot_attempt newest = {0};
    TRY(lot_assembly_load_quotas(&plan->quotas, bench->assembly, error));
    TRY(lot_assembly_load_attempt(&newest, bench->assembly, number, error));
    TRY(lot_assembly_settle_quotas(plan->quotas, bench->assembly, newest.lottery, error));
    TRY(lot_assembly_load_reserves(&plan->reserves, &plan->reserves_count, bench->assembly, number,
                                   bench->pool->people_count, error));
done:
    lot_attempt_free(&newest);
    return status;
}

static lot_status find(lot_callup_plan *plan, const lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_callup *callup = &plan->callup;
    const lot_calling calling = {.quotas = plan->quotas,
                                 .seats = bench->info.seats,
                                 .pool = bench->pool,
                                 .standing = callup->standing,
                                 .reserves = plan->reserves,
                                 .reserves_count = plan->reserves_count};
    TRY(lot_calling_find(&plan->found, &calling, error));
    plan->held = lot_array_new(plan->quotas->count, sizeof *plan->held);
    callup->called = lot_array_new(plan->found.count, sizeof *callup->called);
    if (plan->held == NULL || callup->called == NULL)
        TRY(LOT_NO_MEMORY(error));
    lot_calling_tally(plan->held, &calling, plan->found.people, plan->found.count);
    memcpy(callup->called, plan->found.people, plan->found.count * sizeof *callup->called);
    callup->called_count = plan->found.count;
    callup->deviation = plan->found.deviation;
    callup->proven = plan->found.proven;
done:
    return status;
}

lot_status lot_callup_plan_make(lot_callup_plan *plan, lot_workbench *bench,
                                const lot_states *states, lot_standing *standing, lot_error *error)
{
    lot_status status = LOT_OK;
    *plan = (lot_callup_plan){.callup = {.number = bench->callups_count + 1,
                                         .attempt = states->newest,
                                         .behind = bench->attempts_count,
                                         .standing = standing}};
    TRY(load(plan, bench, states->newest, error));
    TRY(find(plan, bench, error));
done:
    if (status != LOT_OK)
        lot_callup_plan_free(plan);
    return status;
}

/* Onto the bench, and its text with it. */
static lot_status take(lot_callup_plan *plan, lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_callup_texts texts = {.callup = LOT_TEXT_EMPTY};
    const lot_public_key *key =
        bench->signer != NULL ? lot_secret_key_public(bench->signer) : NULL;
    lot_callup *all = lot_array_resize(bench->callups, (size_t)bench->callups_count + 1,
                                       sizeof *bench->callups);
    if (all == NULL)
        TRY(LOT_NO_MEMORY(error));
    bench->callups = all;
    TRY(lot_callup_put_own(&texts, bench, &plan->callup, key, error));
    plan->callup.text = lot_string_copy(lot_text_string(&texts.callup));
    if (plan->callup.text == NULL)
        TRY(LOT_NO_MEMORY(error));
    bench->callups[bench->callups_count++] = plan->callup;
    plan->callup = (lot_callup){.number = 0};
done:
    lot_callup_texts_free(&texts);
    return status;
}

/* What everyone can check goes into the log. */
static lot_status keep(lot_callup_texts *texts, lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_digest digest;
    const lot_callup *callup = &bench->callups[bench->callups_count - 1];
    lot_sha256(&digest, callup->text, strlen(callup->text));
    TRY(lot_assembly_add_callup(bench->assembly, callup, error));
    TRY(lot_journal(bench, "call-up", json_pack("{s:o}", "callup", lot_json_digest(&digest)),
                    error));
    TRY(lot_callup_texts_make(texts, bench, callup, error));
    TRY(lot_signing_keep(bench, &texts->final, &texts->signature, error));
done:
    return status;
}

static lot_status refuse_folder(lot_status status, const lot_workbench *bench, const char *place,
                                lot_error *error)
{
    uint32_t number = bench->callups_count;
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
    TRY(take(plan, bench, error));
    TRY(keep(texts, bench, error));
    TRY(lot_callup_write(inside, texts, error));
    TRY(lot_talk_step(talk, "calling up", error));
    TRY(lot_assembly_commit(bench->assembly, error));
    status = lot_folder_finish(&folder, error);
    if (status != LOT_OK)
        TRY(refuse_folder(status, bench, place, error));
done:
    free(inside);
    lot_folder_abandon(&folder);
    return status;
}
