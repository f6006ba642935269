/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rerun: the lottery made a second time, by whoever has a solver, from what was checked. */
#include "verify/verifier.h"

/* A run that a time limit ended proves nothing to others, and no second run ends where it did. */
static bool was_late(const lot_verifier *v)
{
    return !v->terms.has_certificate && v->terms.objective != LOT_LEGACY;
}

static lot_status make_again(lot_verifier *v)
{
    const lot_rerun *rerun = v->request->rerun;
    const lot_terms *terms = &v->terms;
    const lot_premises premises = {.quotas = lot_verifier_quotas(v),
                                   .openings = lot_verifier_openings(v),
                                   .seats = terms->seats,
                                   .per_household = terms->per_household,
                                   .objective = terms->objective,
                                   .gamma_millionths = terms->gamma_millionths,
                                   .tickets = terms->tickets,
                                   .tickets_of = v->tickets,
                                   .lottery = &v->digests[LOT_FILE_LOTTERY],
                                   .version = terms->version,
                                   .solver = terms->solver};
    lot_text said = LOT_TEXT_EMPTY;
    lot_verdict verdict = LOT_NOT_CHECKED;
    lot_status status = LOT_OK;
    TRY(rerun->again(rerun->context, &premises, &verdict, &said, v->error));
    TRY(lot_text_check(&said, v->error));
    TRY(lot_verify_say(v, verdict, "%s", lot_text_string(&said)));
done:
    lot_text_free(&said);
    return status;
}

lot_status lot_verify_rerun(lot_verifier *v)
{
    if (v->request->rerun == NULL)
        return LOT_OK;
    if (v->openings.pool == NULL)
        return lot_verify_say(v, LOT_NOT_CHECKED,
                              "that solving again gives this lottery: people's answers are not "
                              "published. An auditor who may see them can do it, in a folder of "
                              "level full");
    if (was_late(v))
        return lot_verify_say(v, LOT_NOT_CHECKED,
                              "that solving again gives this lottery: a time limit ended the "
                              "search, and no other run ends at the same place");
    return make_again(v);
}
