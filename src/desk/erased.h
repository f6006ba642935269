/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Erased: what opens differently where records are gone. From the first person who is erased on,
 * the pool is not read from the records, but as it was kept when the registrations closed.
 */
#ifndef CIVICLOT_DESK_ERASED_H
#define CIVICLOT_DESK_ERASED_H

#include "desk/workbench.h"

/* LOT_BAD_INPUT, saying since when, where everybody is erased; not where bench->takes_erased. */
lot_status lot_erased_need_people(const lot_workbench *bench, lot_error *error);

/* Put the pool that was kept on the bench, which has people and bench->erased. */
lot_status lot_erased_pool(lot_workbench *bench, lot_error *error);

#endif
