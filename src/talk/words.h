/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words: what a user typed that is more than a number or a path. All refuse with LOT_USAGE.
 */
#ifndef CIVICLOT_TALK_WORDS_H
#define CIVICLOT_TALK_WORDS_H

#include "civiclot/lottery.h"
#include "civiclot/status.h"

/*
 * Tidy (NFC) text of one line without control characters, for titles and public values.
 * what: how to call it in the message: "--title". The caller frees *out, NULL on failure.
 */
lot_status lot_words_tidy(char **out, const char *what, const char *text, lot_error *error);

/* The objective of that name; NULL: leximin. */
lot_status lot_words_objective(lot_objective *out, const char *name, lot_error *error);

/* A plain decimal from 0.000001 to 1000 with at most six digits after its point, in millionths. */
lot_status lot_words_gamma(uint64_t *millionths, const char *text, lot_error *error);

#endif
