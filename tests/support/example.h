/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Example: the small pool that tests/vectors/pseudonym.txt describes. */
#ifndef CIVICLOT_TESTS_SUPPORT_EXAMPLE_H
#define CIVICLOT_TESTS_SUPPORT_EXAMPLE_H

#include "civiclot/pseudonym.h"

/*
 * The pool of pseudonym.txt, in the order of the file or, shuffled, in another.
 * Owned by this; free with lot_example_free().
 */
typedef struct lot_example {
    lot_key key;
    lot_quotas quotas;
    lot_pool pool;
    uint32_t *place; /* [people_count] where the file's person i stands in the pool */
} lot_example;

void lot_example_read(lot_example *example, bool shuffled);
void lot_example_free(lot_example *example);

#endif
