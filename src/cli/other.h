/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other: answers that no table of the population counts, as --other gives them. */
#ifndef CIVICLOT_CLI_OTHER_H
#define CIVICLOT_CLI_OTHER_H

#include "civiclot/worksheet.h"
#include "talk/options.h"

typedef struct lot_others {
    lot_uncounted *list; /* [count] */
    uint32_t count;
    char **texts; /* [count] what the list points into */
} lot_others;

/*
 * Read --other: VALUE:MIN-MAX, or FEATURE:VALUE:MIN-MAX where what is before the first colon is a
 * feature of the population. LOT_USAGE where it is neither. Free it with lot_others_free(), also on
 * failure.
 */
lot_status lot_others_read(lot_others *others, const lot_arguments *arguments,
                           const lot_population *population, lot_error *error);

/* Free the others. Zeroed is fine. */
void lot_others_free(lot_others *others);

#endif
