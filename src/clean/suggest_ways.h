/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggest, ways: to write male, female, yes and no. */
#ifndef CIVICLOT_CLEAN_SUGGEST_WAYS_H
#define CIVICLOT_CLEAN_SUGGEST_WAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LOT_WAYS_LINES = 4, LOT_WAYS_EACH = 3 };

/* Way `way` of line `line`, folded. Static. Cannot fail. */
const char *lot_ways_word(size_t line, size_t way);

/*
 * Set *value to the one of the values that is written in a way of the line, where one is written as
 * the line's opposite: M is Male where there are Male and Female, and each once.
 * values: [count] folded. False: there is none. Cannot fail.
 */
bool lot_ways_value(uint32_t *value, const char *const *values, uint32_t count, size_t line);

#endif
