/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unchanged: made again, byte by byte. */
#include "desk/unchanged.h"

#include "desk/announced.h"
#include "desk/level.h"
#include "desk/proven.h"
#include "desk/published.h"
#include "desk/reserving.h"
#include "desk/signing.h"
#include "desk/terms.h"

#include <inttypes.h>
#include <string.h>

static lot_status check_proof(const lot_workbench *bench, lot_error *error)
{
    lot_error reason;
    lot_status status = lot_proven_check(bench, &reason);
    if (status == LOT_OK)
        return LOT_OK;
    if (status != LOT_NOT_VERIFIED)
        return LOT_FAIL(error, status, "%s", reason.message);
    return LOT_FAIL(error, LOT_NOT_VERIFIED,
                    "the proof in %s does not prove what it should any more: it was changed "
                    "outside civiclot (%s)",
                    bench->path, reason.message);
}

static lot_status check_panels(const lot_workbench *bench, lot_error *error)
{
    /* how lot_panels_check() begins to tell of what is a bug where nobody touched the lottery */
    static const char bug[] = "internal: ";
    lot_error reason;
    const lot_lottery *lottery = bench->lottery.lottery;
    const lot_panel_terms terms = lot_terms_of(bench);
    if (lottery == NULL ||
        lot_panels_check(lottery->panels, terms.pool, terms.quotas, bench->info.seats,
                         bench->info.per_household, &reason) == LOT_OK)
        return LOT_OK;
    if (strncmp(reason.message, bug, strlen(bug)) != 0)
        return LOT_FAIL(error, LOT_FAILURE, "%s", reason.message);
    return LOT_FAIL(error, LOT_NOT_VERIFIED,
                    "the lottery in %s does not meet its quotas any more: it was changed outside "
                    "civiclot (%s)",
                    bench->path, reason.message + strlen(bug));
}

lot_status lot_unchanged_lottery(const lot_workbench *bench, lot_error *error)
{
    lot_status status = check_panels(bench, error);
    return status == LOT_OK ? check_proof(bench, error) : status;
}

static lot_status make_again(lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_reserving_load(bench, error));
    TRY(lot_announced_check(bench, error));
    lot_publication_free(&bench->publication);
    bench->publication = (lot_publication){0};
    const lot_publication_basis basis = lot_announced_basis(bench);
    TRY(lot_publication_remake(&bench->publication, bench->attempt.process_text, &basis, error));
    if (bench->attempt.full)
        TRY(lot_level_open(bench, error));
    TRY(lot_signing_manifest(bench, error));
done:
    return status;
}

static lot_status check_bound(const lot_workbench *bench, lot_error *error)
{
    if (lot_digest_equal(&bench->publication.digest, &bench->attempt.manifest))
        return LOT_OK;
    return LOT_FAIL(error, LOT_NOT_VERIFIED,
                    "the people, the quotas or the lottery are not those that attempt %" PRIu32
                    " committed: the assembly file was changed",
                    bench->attempt.number);
}

static lot_status check_draw(const lot_workbench *bench, lot_error *error)
{
    const lot_attempt *attempt = &bench->attempt;
    lot_pid process_id;
    lot_assembly_process_id(&process_id, &bench->info);
    const lot_draw_basis basis = {.process_id = process_id.text,
                                  .manifest = &attempt->manifest,
                                  .lottery = bench->lottery.lottery,
                                  .sources = attempt->sources,
                                  .sources_count = attempt->sources_count};
    return attempt->drawn ? lot_draw_check(&attempt->draw, &attempt->seed, &basis, error) : LOT_OK;
}

/* published: compare with the folder before M, so that what differs has a name. */
static lot_status check(lot_workbench *bench, bool published, lot_error *error)
{
    lot_status status = LOT_OK;
    if (bench->attempt.number > 0) {
        TRY(lot_workbench_need_lottery(bench, error));
        TRY(make_again(bench, error));
        if (published && lot_published_is_there(&bench->attempt))
            TRY(lot_published_compare(bench->attempt.folder, bench, error));
        TRY(check_bound(bench, error));
        TRY(check_draw(bench, error));
    }
    TRY(lot_unchanged_lottery(bench, error));
done:
    return status;
}

lot_status lot_unchanged_inside(lot_workbench *bench, lot_error *error)
{
    return check(bench, false, error);
}

lot_status lot_unchanged(lot_workbench *bench, lot_error *error)
{
    lot_status status = check(bench, true, error);
    if (status == LOT_OK && lot_published_is_there(&bench->attempt))
        status = lot_published_check_undrawn(bench->attempt.folder, bench, error);
    return status;
}
