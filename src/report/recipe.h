/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Recipe: how the draw was made, and how anyone makes it again with sha256sum and a page of Python.
 * The byte rules are the protocol's: docs/protocol.md.
 */
#ifndef CIVICLOT_REPORT_RECIPE_H
#define CIVICLOT_REPORT_RECIPE_H

#include "civiclot/report.h"

/* Add the facts of the draw, as far as there are any yet. */
void lot_facts_put(lot_text *page, const lot_report *report);

/* Add the commands that check the draw. Needs a manifest; the seed and ticket, once drawn. */
void lot_recipe_put(lot_text *page, const lot_report *report);

#endif
