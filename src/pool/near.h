/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Near: which of some words was meant by one that is misspelt. */
#ifndef CIVICLOT_POOL_NEAR_H
#define CIVICLOT_POOL_NEAR_H

#include <stddef.h>
#include <stdint.h>

#define LOT_NONE_NEAR UINT32_MAX

/*
 * Set *near to the index of the one word that is at most two letters away, and by no more than half
 * of the letters of either; LOT_NONE_NEAR where there is none, or where two are equally near.
 * word, words: [count], folded. Cannot fail.
 */
void lot_near_find(uint32_t *near, const char *word, const char *const *words, uint32_t count);

#endif
