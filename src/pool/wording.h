/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Wording: the words of a cell, whatever stands between them.
 *
 *   G1  a word is a run of letters, marks and digits, folded (fold.h); apostrophes vanish, as
 * people write both King's and Kings; everything else only parts words.
 */
#ifndef CIVICLOT_POOL_WORDING_H
#define CIVICLOT_POOL_WORDING_H

#include "civiclot/text.h"

/*
 * Add the cell's words. spaced: with one space between them, or with nothing, as in a postcode.
 * False: no memory; see also T3 of text.h.
 */
bool lot_wording_put(lot_text *words, const char *cell, bool spaced);

#endif
