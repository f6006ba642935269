/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Erase, as this room shares it: the row that stands for a record that is gone.
 */
#ifndef CIVICLOT_STORE_ERASE_H
#define CIVICLOT_STORE_ERASE_H

#include "store/connection.h"

/*
 * What is read in place of a record that is gone: a row of so many cells, "erased" and blanks.
 * NULL: no memory. The caller frees it.
 */
char *lot_erased_record(uint32_t columns, char delimiter);

#endif
