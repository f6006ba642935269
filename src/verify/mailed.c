/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mailed: the order of the checks, as docs/protocol-invitations.md, 13.7, has it. The table below
 * is the whole of it.
 */
#include "verify/mailed.h"

#include "civiclot/file.h"
#include "core/array.h"

#include <stdlib.h>
#include <unistd.h>

static lot_status verify_sources(lot_mailed_verifier *i)
{
    return lot_verify_sources(&i->v);
}

static lot_status verify_outcomes(lot_mailed_verifier *i)
{
    return lot_verify_outcomes(&i->v);
}

static const struct turn {
    const char *id;
    lot_mailed_step *step;
} turns[] = {
    {"files", lot_mailed_verify_files},
    {"manifest", lot_mailed_read_terms}, /* says nothing yet: the signature's key is in it */
    {"signature", lot_mailed_verify_signature},
    {"manifest", lot_mailed_verify_manifest},
    {"list", lot_mailed_verify_list},
    {"letters", lot_mailed_verify_letters},
    {"chances", lot_mailed_verify_chances},
    {"known", lot_mailed_verify_known},
    {"announced", lot_mailed_verify_announced},
    {"undrawn", lot_mailed_verify_undrawn},
    {"source", lot_mailed_read_seed},
    {"source", verify_sources},
    {"outcomes", verify_outcomes},
    {"seed", lot_mailed_verify_seed},
    {"portions", lot_mailed_verify_portions},
    {"drawn", lot_mailed_verify_drawn},
    {"places", lot_mailed_verify_places},
    {"receipt", lot_mailed_verify_receipt},
};

enum { TURNS = sizeof turns / sizeof turns[0] };

bool lot_verify_is_invitation(const char *folder)
{
    char *path = lot_path_join(folder, lot_mailed_name(LOT_MAILED_TERMS));
    bool there = path != NULL && access(path, F_OK) == 0;
    free(path);
    return there;
}

static lot_status run(lot_mailed_verifier *i, const char *folder)
{
    lot_status status = LOT_OK;
    TRY(lot_mailed_open(i, folder));
    i->dossier.present[LOT_FILE_DRAW] = lot_mailed_is_drawn(i);
    for (unsigned t = 0; t < TURNS; t++) {
        i->v.id = turns[t].id;
        TRY(turns[t].step(i));
    }
done:
    if (status == LOT_NOT_VERIFIED)
        i->v.checks->failed = i->v.id;
    return status;
}

lot_status lot_verify_invitation(lot_checks *out, const char *folder,
                                 const lot_verify_request *request, lot_error *error)
{
    lot_error own = {.message = ""};
    *out = (lot_checks){.items = NULL};
    lot_mailed_verifier *i = lot_array_new(1, sizeof *i);
    if (i == NULL)
        return LOT_NO_MEMORY(error);
    i->v = (lot_verifier){.request = request, .checks = out, .error = &own, .dossier = &i->dossier};
    lot_status status = run(i, folder);
    if (status != LOT_OK)
        lot_verify_give_error(error, &own);
    lot_mailed_close(i);
    free(i);
    return status;
}
