/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Members: a panel's people as the file keeps them, a JSON array: [3,17,20].
 *
 * One text a panel: a row a seat took 2 s and more for a lottery of 10,000 panels with 110 seats,
 * this takes 0.1 s. And JSON, as SQL can still look into it: see the view panel_members.
 */
#ifndef CIVICLOT_STORE_MEMBERS_H
#define CIVICLOT_STORE_MEMBERS_H

#include "civiclot/text.h"

#include <stdint.h>

/* Write the array over what `json` held. members: [count]. See T3 of text.h. */
void lot_members_put(lot_text *json, const uint32_t *members, uint32_t count);

/*
 * Read the array. members: [count] out.
 * False unless it is exactly `count` numbers, ascending, below `people_count`.
 */
bool lot_members_parse(uint32_t *members, uint32_t count, uint32_t people_count, const char *json);

#endif
