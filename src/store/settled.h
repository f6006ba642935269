/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settled: who is kept and who withdrew, of a replacement's lottery, and its numbers of quotas. */
#ifndef CIVICLOT_STORE_SETTLED_H
#define CIVICLOT_STORE_SETTLED_H

#include "store/connection.h"

/* Keep what belongs to lottery `number`, before its own row seals it. */
lot_status lot_settled_save(lot_assembly *assembly, uint32_t number, const lot_settled *settled,
                            lot_error *error);

#endif
