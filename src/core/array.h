/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Arrays with checked sizes, and two helpers that everything shares: a copy, a divisor.
 */
#ifndef CIVICLOT_CORE_ARRAY_H
#define CIVICLOT_CORE_ARRAY_H

#include <stddef.h>
#include <stdint.h>

/*
 * `count` zeroed items of `bytes` each; never NULL for count 0.
 * NULL when there is no memory or the size overflows. The caller frees it.
 */
void *lot_array_new(size_t count, size_t bytes);

/*
 * Resize to `count` items. NULL when it cannot; `array` is then as it was.
 * New items are not initialised.
 */
void *lot_array_resize(void *array, size_t count, size_t bytes);

/*
 * Make room for one more item after `count`, doubling: *array and *room change together.
 * Returns 0, or -1 when there is no memory; both are then as they were.
 */
int lot_array_grow(void **array, size_t *room, size_t count, size_t bytes);

/* A copy of a string, or NULL when there is no memory. The caller frees it. */
char *lot_string_copy(const char *string);

/* Greatest common divisor; 0 only of 0 and 0. */
uint64_t lot_gcd(uint64_t a, uint64_t b);

#endif
