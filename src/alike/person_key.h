/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Person key: which columns say who somebody is, and when two cells of them say the same. */
#ifndef CIVICLOT_ALIKE_PERSON_KEY_H
#define CIVICLOT_ALIKE_PERSON_KEY_H

#include "civiclot/duplicates.h"

/* What a column holds, by its name. */
typedef enum lot_person_column {
    LOT_PERSON_OTHER,
    LOT_PERSON_EMAIL,
    LOT_PERSON_PHONE,
    LOT_PERSON_NAME,
    LOT_PERSON_FIRST_NAME,
    LOT_PERSON_LAST_NAME,
    LOT_PERSON_BIRTH
} lot_person_column;

/* LOT_FAILURE: no memory. */
lot_status lot_person_column_find(lot_person_column *kind, const char *header, lot_error *error);

/*
 * Add to a key what a cell of such a column says. *blank: it says nothing (D1).
 * False: no memory; see also T3 of text.h.
 */
bool lot_person_put(lot_text *key, bool *blank, lot_person_column kind, const char *cell);

#endif
