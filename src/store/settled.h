/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settled: who is kept and who withdrew, of a replacement's lottery, and its numbers of quotas. */
#ifndef CIVICLOT_STORE_SETTLED_H
#define CIVICLOT_STORE_SETTLED_H

#include "store/statement.h"

/* Keep what belongs to lottery `number`, before its own row seals it. */
lot_status lot_settled_save(lot_assembly *assembly, uint32_t number, const lot_settled *settled,
                            lot_error *error);

/*
 * Read standings of the rows person, place, reason that the query gives. *out is NULL where there
 * are none. LOT_BAD_INPUT, as damaged, when they break S2 of standing.h.
 */
lot_status lot_settled_read(lot_standing **out, lot_assembly *assembly, lot_statement *query,
                            uint32_t people_count, lot_error *error);

/*
 * Keep a row for everyone who is not open. insert: of number, person, place, reason.
 */
lot_status lot_settled_write(lot_statement *insert, uint32_t number, const lot_standing *standing,
                             lot_error *error);

#endif
