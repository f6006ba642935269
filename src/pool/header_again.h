/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Header again: rows that are no person but the header, where files were put together by hand. */
#ifndef CIVICLOT_POOL_HEADER_AGAIN_H
#define CIVICLOT_POOL_HEADER_AGAIN_H

#include "civiclot/table.h"

/*
 * Add one problem for all of them, and take them out of the table, so that nothing else is told of
 * them. Of a header with one name nobody can tell. LOT_FAILURE: no memory.
 */
lot_status lot_header_again_drop(lot_table *table, lot_problems *problems, lot_error *error);

#endif
