/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tight: made-up assemblies whose every quota is exact, min = max. Few panels meet them, and what
 * the polytope promises they often cannot keep: here solving is hard. For tests and the benchmark.
 */
#ifndef CIVICLOT_SUPPORT_TIGHT_H
#define CIVICLOT_SUPPORT_TIGHT_H

#include "support/generate.h"

typedef struct lot_test_tight {
    const char *name; /* tight-PEOPLE, and what is special about it */
    lot_test_shape shape;
} lot_test_tight;

enum { LOT_TEST_TIGHT_COUNT = 8 };

extern const lot_test_tight lot_test_tight_pools[LOT_TEST_TIGHT_COUNT];

/* The shape of that name; NULL where there is none. */
const lot_test_shape *lot_test_tight_find(const char *name);

#endif
