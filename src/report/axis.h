/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Axis: numbers along a picture. */
#ifndef CIVICLOT_REPORT_AXIS_H
#define CIVICLOT_REPORT_AXIS_H

#include "civiclot/text.h"

#include <stdint.h>

/* The smallest of 1, 2, 5, 10, 20 ... of which few reach `most`. Cannot fail. */
uint64_t lot_axis_step(uint64_t most);

/* Add ` attribute="P%"` for part / whole. whole: at least 1. */
void lot_axis_put_place(lot_text *page, const char *attribute, uint64_t part, uint64_t whole);

#endif
