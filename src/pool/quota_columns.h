/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quota columns: by which names a quota file calls them. */
#ifndef CIVICLOT_POOL_QUOTA_COLUMNS_H
#define CIVICLOT_POOL_QUOTA_COLUMNS_H

#include "civiclot/table.h"

/*
 * Find out which column names the feature and which the value. Static names, of columns that need
 * not be there. LOT_FAILURE: no memory.
 */
lot_status lot_quota_columns(const char **feature, const char **value, const lot_table *table,
                             lot_error *error);

#endif
