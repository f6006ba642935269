/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of tight pools. */
#include "support/tight.h"

#include <string.h>

/* Seed, people, seats, features, values, band, skew, percent who share an address. */
const lot_test_tight lot_test_tight_pools[LOT_TEST_TIGHT_COUNT] = {
    {"tight-50", {4, 50, 15, 8, 3, 0, 1, 0}},
    {"tight-50-shared", {6, 50, 15, 6, 3, 0, 1, 30}},
    {"tight-60-shared", {2, 60, 20, 7, 3, 0, 1, 20}},
    {"tight-60-shared-2", {4, 60, 20, 7, 3, 0, 1, 20}},
    {"tight-80", {2, 80, 24, 8, 3, 0, 1, 0}},
    {"tight-80-shared", {3, 80, 20, 6, 4, 0, 1, 30}},
    {"tight-100", {2, 100, 30, 8, 3, 0, 1, 0}},
    {"tight-120-shared", {2, 120, 30, 8, 3, 0, 1, 25}},
};

const lot_test_shape *lot_test_tight_find(const char *name)
{
    for (size_t i = 0; i < LOT_TEST_TIGHT_COUNT; i++)
        if (strcmp(lot_test_tight_pools[i].name, name) == 0)
            return &lot_test_tight_pools[i].shape;
    return NULL;
}
