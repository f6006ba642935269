/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Announced: fields into lines, and lines compared. */
#include "desk/announced.h"

#include "audit/process.h"
#include "civiclot/fair.h"
#include "desk/proven.h"
#include "desk/terms.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* M of the last attempt before `number` that was no rehearsal; drawn: and that was drawn. */
static lot_status find_previous(lot_digest *previous, bool *found, lot_assembly *assembly,
                                uint32_t number, bool drawn, lot_error *error)
{
    lot_status status = LOT_OK;
    *found = false;
    while (--number > 0 && !*found) {
        lot_attempt before;
        TRY(lot_assembly_load_attempt(&before, assembly, number, error));
        *found = !before.test && (before.drawn || !drawn);
        *previous = before.manifest;
        lot_attempt_free(&before);
    }
done:
    return status;
}

bool lot_announced_key(lot_public_key *key, const lot_attempt *attempt)
{
    static const char name[] = "\npublic-key: ";
    const char *line = strstr(attempt->process_text, name);
    if (line == NULL)
        return false;
    line += strlen(name);
    return lot_public_key_parse(key, line, strcspn(line, "\n"));
}

/* Of an attempt that is made now, the key that was given; of a kept one, the key it names. */
static bool find_key(lot_public_key *key, const lot_workbench *bench)
{
    if (bench->attempt.process_text != NULL)
        return lot_announced_key(key, &bench->attempt);
    if (bench->signer == NULL || bench->attempt.test)
        return false;
    *key = *lot_secret_key_public(bench->signer);
    return true;
}

lot_status lot_announced_make(lot_announced *out, const lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_attempt *attempt = &bench->attempt;
    bool has_previous;
    bool mends = false;
    bool proven = lot_proven_digest(&out->certificate, bench);
    TRY(lot_workbench_seal(bench, error));
    TRY(find_previous(&out->previous, &has_previous, bench->assembly, attempt->number, false,
                      error));
    if (attempt->replacement)
        TRY(find_previous(&out->replaces, &mends, bench->assembly, attempt->number, true, error));
    bool has_key = find_key(&out->public_key, bench);
    lot_assembly_process_id(&out->process_id, &bench->info);
    out->process = (lot_process){
        .process_id = out->process_id.text,
        .attempt = attempt->number,
        .test = attempt->test,
        .one_run = attempt->one_run,
        .title = bench->info.title,
        .seats = bench->info.seats,
        .per_household = bench->info.per_household,
        .objective = bench->lottery.finding.objective,
        .gamma_millionths = bench->lottery.finding.gamma_millionths,
        .tickets = bench->lottery.lottery->tickets,
        .people_count = bench->pool->people_count,
        .pool_root = bench->pseudonyms->root,
        .replaces = mends ? &out->replaces : NULL,
        .solver = lot_solver_name(),
        .sources = attempt->sources,
        .sources_count = attempt->sources_count,
        .reserves = attempt->plan.count > 0 ? &attempt->plan : NULL,
        .certificate = proven ? &out->certificate : NULL,
        .previous = has_previous ? &out->previous : NULL,
        .public_key = has_key ? &out->public_key : NULL,
    };
done:
    return status;
}

lot_publication_basis lot_announced_basis(const lot_workbench *bench)
{
    const lot_reserve_plan *plan = &bench->attempt.plan;
    return (lot_publication_basis){.quotas = lot_terms_of(bench).published,
                                   .standing = bench->mended.standing,
                                   .plan = plan->count > 0 ? plan : NULL,
                                   .pseudonyms = bench->pseudonyms,
                                   .lottery = bench->lottery.lottery};
}

/* Are both lines of the same key, which tells what made the file? */
static bool tell_program(const char *line, const char *other)
{
    static const char *const keys[] = {
        "civiclot-process: ", "civiclot: ", "solver: ", "architecture: "};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (strncmp(line, keys[i], strlen(keys[i])) == 0)
            return strncmp(other, keys[i], strlen(keys[i])) == 0;
    }
    return false;
}

static lot_status compare_lines(const char *kept, const char *now, uint32_t attempt,
                                lot_error *error)
{
    while (*kept != '\0' || *now != '\0') {
        size_t kept_length = strcspn(kept, "\n");
        size_t now_length = strcspn(now, "\n");
        bool same = kept_length == now_length && memcmp(kept, now, now_length) == 0;
        if (!same && !tell_program(kept, now))
            return LOT_FAIL(error, LOT_NOT_VERIFIED,
                            "process.txt of attempt %" PRIu32 " says '%.*s', the assembly file now "
                            "'%.*s': the assembly file was changed",
                            attempt, (int)kept_length, kept, (int)now_length, now);
        kept += kept_length + (kept[kept_length] == '\n');
        now += now_length + (now[now_length] == '\n');
    }
    return LOT_OK;
}

bool lot_announced_is_today(const lot_attempt *attempt)
{
    char first[32];
    int version = lot_process_version(attempt->replacement, attempt->plan.count > 0);
    int length = snprintf(first, sizeof first, "civiclot-process: %d\n", version);
    return strncmp(attempt->process_text, first, (size_t)length) == 0;
}

lot_status lot_announced_need_today(const lot_workbench *bench, lot_error *error)
{
    if (lot_announced_is_today(&bench->attempt))
        return LOT_OK;
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "attempt %" PRIu32 " was committed by an earlier civiclot: commit again",
                    bench->attempt.number);
}

/* Is there a commit before the attempt on the bench that others cannot follow in the log? */
static lot_status find_older(uint32_t *older, const lot_workbench *bench, lot_error *error)
{
    *older = 0;
    for (uint32_t number = bench->attempt.number; --number > 0 && *older == 0;) {
        lot_attempt before;
        lot_status status = lot_assembly_load_attempt(&before, bench->assembly, number, error);
        if (status != LOT_OK)
            return status;
        bool real = !before.test;
        if (real && !lot_announced_is_today(&before))
            *older = number;
        lot_attempt_free(&before);
        if (real)
            break;
    }
    return LOT_OK;
}

lot_status lot_announced_tell_older(const lot_workbench *bench, lot_talk *talk, lot_error *error)
{
    uint32_t older;
    lot_status status = find_older(&older, bench, error);
    if (status == LOT_OK && older > 0)
        lot_talk_say(talk,
                     "Attempt %" PRIu32 ", right before this one, was committed by an earlier "
                     "civiclot, in a form that nobody outside can follow: civiclot-verify says "
                     "FAILED of this folder. One more commit is checked as usual.",
                     older);
    return status;
}

lot_status lot_announced_check(const lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_announced announced;
    lot_text again = LOT_TEXT_EMPTY;
    TRY(lot_announced_make(&announced, bench, error));
    lot_process_put(&again, &announced.process);
    TRY(lot_text_check(&again, error));
    TRY(compare_lines(bench->attempt.process_text, lot_text_string(&again), bench->attempt.number,
                      error));
done:
    lot_text_free(&again);
    return status;
}
