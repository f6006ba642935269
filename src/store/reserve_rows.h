/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reserve rows: what a commit announces of reserves, and who was drawn. */
#ifndef CIVICLOT_STORE_RESERVE_ROWS_H
#define CIVICLOT_STORE_RESERVE_ROWS_H

#include "store/connection.h"

/* Keep the plan of an attempt, if it has one, before its own row seals it. */
lot_status lot_plan_save(lot_assembly *assembly, const lot_attempt *attempt, lot_error *error);

/* Load it, without rates of values. */
lot_status lot_plan_load(lot_attempt *attempt, lot_assembly *assembly, lot_error *error);

/* Keep the reserves of an attempt with a plan, and their curve, before its draw seals them. */
lot_status lot_reserve_rows_save(lot_assembly *assembly, const lot_attempt *attempt,
                                 lot_error *error);

#endif
