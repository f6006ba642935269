/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nearest name: what somebody who mistyped may have meant. */
#ifndef CIVICLOT_TALK_NEAREST_H
#define CIVICLOT_TALK_NEAREST_H

#include <stddef.h>

/*
 * The name among names [count] that is nearest to what was typed, or NULL when none is near: at
 * most half of the letters may be wrong.
 */
const char *lot_nearest_name(const char *typed, const char *const *names, size_t count);

#endif
