/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random: numbers for simulations, the same everywhere for the same seed. Never for a draw.
 * Source: SplitMix64, Steele, Lea, Flood 2014.
 */
#ifndef CIVICLOT_CORE_RANDOM_H
#define CIVICLOT_CORE_RANDOM_H

#include <stdint.h>

/* The next of 2^64 numbers. *state starts as any seed. Cannot fail. */
uint64_t lot_random(uint64_t *state);

/* A number below `limit`, which is at least 1, each as likely as the other. Cannot fail. */
uint64_t lot_random_below(uint64_t *state, uint64_t limit);

#endif
