/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random numbers for simulations. */
#include "core/random.h"

uint64_t lot_random(uint64_t *state)
{
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mixed = *state;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

uint64_t lot_random_below(uint64_t *state, uint64_t limit)
{
    uint64_t odd = (UINT64_MAX % limit + 1) % limit; /* 2^64 modulo limit */
    uint64_t number;
    do
        number = lot_random(state);
    while (number > UINT64_MAX - odd);
    return number % limit;
}
