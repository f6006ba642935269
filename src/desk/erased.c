/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erased: refused, or made of what was kept. */
#include "desk/erased.h"

lot_status lot_erased_need_people(const lot_workbench *bench, lot_error *error)
{
    if (bench->info.erased[0] == '\0' || bench->takes_erased)
        return LOT_OK;
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "the people were erased on %s: civiclot log, report, export --publish and "
                    "export --panels still tell what was done, nothing else is possible",
                    bench->info.erased);
}

lot_status lot_erased_pool(lot_workbench *bench, lot_error *error)
{
    if (bench->quotas == NULL)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s is damaged: it has no quotas any more",
                        bench->path);
    return lot_assembly_load_kept_pool(&bench->pool, bench->assembly, bench->people,
                                       &bench->columns, bench->quotas, error);
}
