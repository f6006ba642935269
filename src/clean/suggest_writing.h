/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggest, writing: how texts of a table are written into a rules file, so that they mean
 * themselves. */
#ifndef CIVICLOT_CLEAN_SUGGEST_WRITING_H
#define CIVICLOT_CLEAN_SUGGEST_WRITING_H

#include "civiclot/text.h"

/* Can a text stand in a line, and be read as it was? LOT_FAILURE: no memory. */
lot_status lot_writing_is_possible(bool *possible, const char *text, lot_error *error);

/* Add a text as a phrase (rule_phrase.h), in quotes where it needs them. */
void lot_writing_put(lot_text *words, const char *text);

/*
 * May a cell of a feature's column be shown, or might it be a date of birth, a postcode, an e-mail
 * address, a number that somebody goes by, or a sentence? Cannot fail.
 */
bool lot_writing_may_show(const char *cell);

#endif
