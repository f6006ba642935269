/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verify: the order of the checks, as docs/protocol.md, section 10, has it.
 *
 * The table below is the whole of it: who reads it knows what is checked, and the file of that
 * name says how.
 */
#include "verify/verifier.h"

#include <stdlib.h>

static const struct turn {
    const char *id;
    lot_verify_step *step;
} turns[] = {
    {"files", lot_verify_files},
    {"manifest", lot_verify_process}, /* says nothing yet: the signature's key is in it */
    {"signature", lot_verify_signature},
    {"manifest", lot_verify_manifest},
    {"rehearsal", lot_verify_rehearsal},
    {"pool", lot_verify_pool},
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
    {"receipt", lot_verify_receipt},
    {"rerun", lot_verify_rerun},
};

enum { TURNS = sizeof turns / sizeof turns[0] };

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
    lot_openings_free(&v->openings);
    lot_proof_free(v->proof);
    lot_classes_free(v->classes);
    free(v->draw.pids);
    free(v->history.entries);
}

/* A message may have words of the folder. */
static void give_error(lot_error *out, const lot_error *own)
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
    lot_verifier v = {.dossier = dossier, .request = request, .checks = out, .error = &own};
    *out = (lot_checks){.items = NULL};
    for (unsigned t = 0; t < TURNS && status == LOT_OK; t++) {
        v.id = turns[t].id;
        status = turns[t].step(&v);
    }
    if (status == LOT_NOT_VERIFIED)
        out->failed = v.id;
    if (error != NULL)
        give_error(error, &own);
    clear(&v);
    return status;
}
