/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names: strings, numbered from 0 in the order in which they first come.
 *
 *   N1  strings have the same number when, and only when, they have the same bytes;
 *   N2  the numbers depend on the order of lot_names_add() alone, never on a hash.
 */
#ifndef CIVICLOT_POOL_NAMES_H
#define CIVICLOT_POOL_NAMES_H

#include <stdbool.h>
#include <stdint.h>

#define LOT_NO_NAME UINT32_MAX

typedef struct lot_names lot_names;

/* Make an empty set of names. NULL when there is no memory. Free it with lot_names_free(). */
lot_names *lot_names_new(void);

/* Free the names. NULL is fine. */
void lot_names_free(lot_names *names);

/* How many different names there are: the number of the next new one. Cannot fail. */
uint32_t lot_names_count(const lot_names *names);

/* Set *number to the number of `name`, which is added when it is new. False: no memory. */
bool lot_names_add(uint32_t *number, lot_names *names, const char *name);

/* The number of `name`, or LOT_NO_NAME. Cannot fail. */
uint32_t lot_names_find(const lot_names *names, const char *name);

#endif
