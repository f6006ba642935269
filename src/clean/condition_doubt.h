/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Condition, doubt: values of a condition that look like one of its words, written with a slip. */
#ifndef CIVICLOT_CLEAN_CONDITION_DOUBT_H
#define CIVICLOT_CLEAN_CONDITION_DOUBT_H

#include <stdbool.h>

/* Does a word stand in a phrase, a space before and behind it? word: small. Cannot fail. */
bool lot_keyword_is_inside(const char *phrase, const char *word);

/*
 * Why a value without quotes is likely meant to be another condition, as `yonger than 16`, and what
 * to do; NULL: it is a value. Static. Cannot fail.
 */
const char *lot_keyword_doubt(const char *value);

#endif
