/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms: the bench's own, or those with the standing. */
#include "desk/terms.h"

lot_panel_terms lot_terms_of(const lot_workbench *bench)
{
    const lot_mended *mended = &bench->mended;
    if (mended->standing == NULL)
        return (lot_panel_terms){bench->quotas, bench->quotas, bench->pool, bench->classes};
    return (lot_panel_terms){mended->published, mended->quotas, mended->pool, mended->classes};
}

void lot_terms_clear(lot_workbench *bench)
{
    lot_mended *mended = &bench->mended;
    lot_classes_free(mended->classes);
    lot_pool_free(mended->pool);
    lot_quotas_free(mended->quotas);
    lot_quotas_free(mended->published);
    lot_standing_free(mended->standing);
    *mended = (lot_mended){.standing = NULL};
}

lot_status lot_terms_mend(lot_workbench *bench, lot_standing *standing, lot_quotas *published,
                          lot_error *error)
{
    lot_status status = LOT_OK;
    lot_mended *mended = &bench->mended;
    lot_terms_clear(bench);
    mended->standing = standing;
    mended->published = published;
    TRY(lot_standing_quotas(&mended->quotas, standing, published, bench->info.seats, error));
    TRY(lot_standing_pool(&mended->pool, standing, bench->pool, published, error));
    TRY(lot_classes_new(&mended->classes, mended->pool, bench->info.per_household, error));
done:
    if (status != LOT_OK)
        lot_terms_clear(bench);
    return status;
}

lot_status lot_terms_load(lot_workbench *bench, uint32_t number, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_standing *standing = NULL;
    lot_quotas *published = NULL;
    lot_terms_clear(bench);
    if (number == 0)
        return LOT_OK;
    TRY(lot_assembly_load_standing(&standing, bench->assembly, number, bench->pool->people_count,
                                   error));
    if (standing == NULL)
        goto done;
    TRY(lot_assembly_load_quotas(&published, bench->assembly, error));
    TRY(lot_assembly_settle_quotas(published, bench->assembly, number, error));
    status = lot_terms_mend(bench, standing, published, error);
    standing = NULL;
    published = NULL;
done:
    lot_quotas_free(published);
    lot_standing_free(standing);
    return status;
}
