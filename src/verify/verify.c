/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verify: the order of the checks, as docs/protocol.md, sections 10 to 12, have it.
 *
 * The two tables below are the whole of it: who reads them knows what is checked, and the file of
 * that name says how. Each folder goes through one of them: the first draw's, and then those of its
 * replacements and call-ups, of which each is held against what the ones before left in the chain.
 */
#include "verify/verifier.h"

#include "core/array.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct turn {
    const char *id;
    lot_verify_step *step;
} turn;

static const turn turns[] = {
    {"files", lot_verify_files},
    {"manifest", lot_verify_process}, /* says nothing yet: the signature's key is in it */
    {"signature", lot_verify_signature},
    {"manifest", lot_verify_manifest},
    {"rehearsal", lot_verify_rehearsal},
    {"pool", lot_verify_pool},
    {"standing", lot_verify_standing},
    {"registrations", lot_verify_registrations},
    {"lottery", lot_verify_lottery},
    {"panels", lot_verify_panels},
    {"fairness", lot_verify_fairness},
    {"tickets", lot_verify_tickets},
    {"log", lot_verify_log},
    {"known", lot_verify_known},
    {"announced", lot_verify_announced},
    {"attempts", lot_verify_attempts},
    {"undrawn", lot_verify_undrawn},
    {"source", lot_verify_sources},
    {"reveals", lot_verify_reveals},
    {"outcomes", lot_verify_outcomes},
    {"seed", lot_verify_seed},
    {"ticket", lot_verify_ticket},
    {"panel", lot_verify_panel},
    {"reserves", lot_verify_reserves},
    {"receipt", lot_verify_receipt},
    {"rerun", lot_verify_rerun},
};

/* Of a call-up. */
static const turn callup_turns[] = {
    {"files", lot_verify_files},
    {"standing", lot_verify_callup}, /* says nothing yet: the signature's key is in it */
    {"signature", lot_verify_signature},
    {"standing", lot_verify_callup_standing},
    {"log", lot_verify_callup_log},
    {"known", lot_verify_known},
    {"attempts", lot_verify_callup_attempts},
    {"called", lot_verify_called},
    {"receipt", lot_verify_receipt},
};

enum {
    TURNS = sizeof turns / sizeof turns[0],
    CALLUP_TURNS = sizeof callup_turns / sizeof callup_turns[0]
};

static void clear(lot_verifier *v)
{
    lot_text_free(&v->final_text);
    free(v->final.process);
    free(v->final.attempt);
    free(v->final.draw);
    free(v->terms.title);
    free(v->terms.version);
    free(v->terms.solver);
    lot_sources_free(v->terms.sources, v->terms.sources_count);
    lot_quotas_free(v->quotas);
    lot_text_free(&v->pool.text);
    free(v->pool.pids);
    free(v->pool.leaves);
    free(v->rows);
    free(v->tickets);
    lot_standing_free(v->standing);
    lot_quotas_free(v->settled_quotas);
    lot_pool_free(v->settled.pool);
    lot_openings_free(&v->openings);
    lot_proof_free(v->proof);
    lot_classes_free(v->classes);
    free(v->draw.pids);
    free(v->draw.people);
    free(v->dropouts);
    free(v->reserves.places);
    lot_callup_file_free(&v->callup);
    free(v->called.places);
    free(v->history.entries);
}

/* Does the message begin with one of the files? */
static bool names_file(const char *message)
{
    for (unsigned file = 0; file < LOT_DOSSIER_FILES; file++) {
        const char *name = lot_dossier_name((lot_dossier_file)file);
        size_t length = strlen(name);
        if (strncmp(message, name, length) == 0 && strchr(":,", message[length]) != NULL)
            return true;
    }
    return false;
}

/* Of a replacement, in which folder it is: "replace/1/pool.csv, line 3: ...". */
static void place_error(lot_error *error, const lot_verifier *v, lot_status status)
{
    const lot_error kept = *error;
    bool failed = status == LOT_NOT_VERIFIED;
    bool named = names_file(kept.message);
    if (v->number == 0 || (!failed && !named))
        return;
    if (failed && strcmp(v->id, turns[0].id) == 0) /* entries of any name are told there */
        named = true;
    (void)lot_fail(error, status, kept.file, kept.line, "replace/%" PRIu32 "%s%s", v->number,
                   named ? "/" : ": ", kept.message);
}

static lot_status run(lot_verifier *v)
{
    lot_status status = LOT_OK;
    bool callup = lot_verifier_is_callup(v);
    const turn *all = callup ? callup_turns : turns;
    for (unsigned t = 0; t < (callup ? CALLUP_TURNS : TURNS) && status == LOT_OK; t++) {
        v->id = all[t].id;
        status = all[t].step(v);
    }
    if (status == LOT_NOT_VERIFIED)
        v->checks->failed = v->id;
    if (status != LOT_OK)
        place_error(v->error, v, status);
    return status;
}

static void forget_seated(lot_seated *seated)
{
    lot_quotas_free(seated->quotas);
    free(seated->reserves.places);
}

static void forget_sitting(lot_sitting *sitting)
{
    lot_standing_free(sitting->standing);
    free(sitting->people.places);
}

static void forget(lot_chain *chain)
{
    forget_seated(&chain->seated);
    forget_sitting(&chain->sitting);
    lot_text_free(&chain->pool.text);
    free(chain->pool.pids);
    free(chain->pool.leaves);
    lot_openings_free(&chain->openings);
    free(chain->found);
}

/* Of a draw. Takes quotas, standing and people. */
static void leave_panel(lot_chain *chain, lot_verifier *v)
{
    chain->drawn++;
    forget_seated(&chain->seated);
    forget_sitting(&chain->sitting);
    chain->seated = (lot_seated){.process_id = v->terms.process_id,
                                 .attempt = v->terms.attempt,
                                 .test = v->terms.test,
                                 .seats = v->terms.seats,
                                 .per_household = v->terms.per_household,
                                 .people_count = v->terms.people_count,
                                 .objective = v->terms.objective,
                                 .gamma_millionths = v->terms.gamma_millionths,
                                 .pool_root = v->terms.pool_root,
                                 .pool = v->digests[LOT_FILE_POOL],
                                 .manifest = v->manifest,
                                 .quotas = v->quotas,
                                 .reserves = v->reserves};
    chain->sitting = (lot_sitting){{v->draw.people, v->terms.seats}, v->standing};
    v->quotas = NULL;
    v->reserves = (lot_people){NULL, 0};
    v->standing = NULL;
    v->draw.people = NULL;
}

/* Of a call-up: who is kept and who is called. Takes standing. */
static lot_status leave_called(lot_chain *chain, lot_verifier *v)
{
    uint32_t most = lot_standing_count(v->standing, LOT_KEPT) + v->called.count;
    lot_people people = {lot_array_new(most, sizeof *people.places), 0};
    if (people.places == NULL)
        return LOT_NO_MEMORY(v->error);
    for (uint32_t p = 0; p < v->pool.count; p++)
        if (v->standing->places[p] == LOT_KEPT || lot_people_find(&v->called, p) < v->called.count)
            people.places[people.count++] = p;
    chain->callups++;
    forget_sitting(&chain->sitting);
    chain->sitting = (lot_sitting){people, v->standing};
    v->standing = NULL;
    return LOT_OK;
}

/* What the next folder is held against. */
static lot_status leave(lot_chain *chain, lot_verifier *v)
{
    bool callup = lot_verifier_is_callup(v);
    chain->attempts += !callup;
    chain->log = v->digests[LOT_FILE_LOG];
    chain->log_length = v->log_length;
    chain->log_entries = v->history.count;
    chain->has_key = v->terms.has_key;
    chain->key = v->terms.key;
    if (v->number == 0) {
        chain->pool = v->pool;
        chain->openings = v->openings;
        v->pool = (lot_listed){.count = 0};
        v->openings = (lot_openings){NULL, NULL};
    }
    if (callup)
        return leave_called(chain, v);
    if (lot_verifier_is_drawn(v))
        leave_panel(chain, v);
    return LOT_OK;
}

/* A call-up has neither pool nor quotas of its own. */
static void lend(lot_verifier *v)
{
    v->pool = v->chain->pool;
    v->quotas = v->chain->seated.quotas;
}

static void give_back(lot_verifier *v)
{
    v->pool = (lot_listed){.count = 0};
    v->quotas = NULL;
}

/* number: of the replacement; 0: the first draw, which `all` is the folder of. */
static lot_status verify_folder(lot_chain *chain, const lot_verifier *all, uint32_t number)
{
    lot_dossier replacement;
    lot_verifier v = *all;
    v.chain = chain;
    v.number = number;
    v.is_last = number == all->dossier->replacements;
    lot_status status = LOT_OK;
    if (number > 0) {
        status = lot_dossier_replacement(&replacement, all->dossier, number, v.error);
        v.dossier = &replacement;
        v.checks->replacements = number;
        v.id = turns[0].id;
        if (status != LOT_OK)
            place_error(v.error, &v, status);
    }
    bool callup = lot_verifier_is_callup(&v);
    if (callup)
        lend(&v);
    if (status == LOT_OK)
        status = run(&v);
    if (status == LOT_OK)
        status = leave(chain, &v);
    if (callup)
        give_back(&v);
    if (number > 0)
        lot_dossier_close(&replacement);
    clear(&v);
    return status;
}

void lot_verify_give_error(lot_error *out, const lot_error *own)
{
    lot_text clean = LOT_TEXT_EMPTY;
    lot_verify_put_clean(&clean, own->message);
    *out = *own;
    (void)lot_fail(out, LOT_OK, own->file, own->line, "%s", lot_text_string(&clean));
    lot_text_free(&clean);
}

lot_status lot_verify(lot_checks *out, const lot_dossier *dossier,
                      const lot_verify_request *request, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_error own = {.message = ""}; /* a message is looked at, whoever wants to read it */
    const lot_verifier v = {.dossier = dossier, .request = request, .checks = out, .error = &own};
    lot_chain chain = {.found = lot_array_new(request->known_count, sizeof *chain.found)};
    *out = (lot_checks){.items = NULL};
    if (chain.found == NULL)
        status = LOT_NO_MEMORY(&own);
    for (uint32_t n = 0; n <= dossier->replacements && status == LOT_OK; n++)
        status = verify_folder(&chain, &v, n);
    if (error != NULL)
        lot_verify_give_error(error, &own);
    forget(&chain);
    return status;
}
