/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lookup: a table that says what a cell becomes: for a postcode its ward.
 *
 *   K1  a key has one value; rows of which one of the two is blank are passed over.
 */
#ifndef CIVICLOT_CLEAN_LOOKUP_H
#define CIVICLOT_CLEAN_LOOKUP_H

#include "civiclot/table.h"
#include "clean/texts.h"

typedef struct lot_lookup {
    char *file; /* as the rules name it; NULL: there is no lookup */
    char *key;  /* column; NULL: the first two of the table */
    char *value;
    bool by_postcode;
    lot_names *keys;  /* folded; NULL until the table is given */
    uint32_t *of_key; /* [keys count] which of the values */
    size_t of_key_room;
    lot_texts values; /* each different one once */
} lot_lookup;

/* Free what it holds. */
void lot_lookup_free(lot_lookup *lookup);

/* Take the table; what it had before is forgotten. Wrong content: problems and LOT_BAD_INPUT. */
lot_status lot_lookup_give(lot_lookup *lookup, const lot_table *table, lot_problems *problems,
                           lot_error *error);

/*
 * Set *value to what a cell becomes, or to NULL. Needs the table. LOT_FAILURE: no memory.
 * value: the lookup's own, until another table is given.
 */
lot_status lot_lookup_find(const char **value, const lot_lookup *lookup, const char *cell,
                           lot_error *error);

#endif
