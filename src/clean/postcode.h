/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Postcode: a British postcode and what it is part of: a unit E17 4AB, its sector E17 4, its
 * district E17.
 */
#ifndef CIVICLOT_CLEAN_POSTCODE_H
#define CIVICLOT_CLEAN_POSTCODE_H

#include <stdbool.h>
#include <stddef.h>

enum { LOT_POSTCODE_BYTES = 12 };

typedef enum lot_postcode_level {
    LOT_POSTCODE_NONE, /* it has not the form of a postcode */
    LOT_POSTCODE_UNIT,
    LOT_POSTCODE_SECTOR,
    LOT_POSTCODE_DISTRICT
} lot_postcode_level;

/*
 * Read a cell as a postcode and write it with small letters and one space: "e17 4ab". The spaces in
 * it do not matter, but where they alone tell the sector E1 7 from the district E17.
 * postcode: untouched where it is none. Cannot fail.
 */
lot_postcode_level lot_postcode_read(char postcode[LOT_POSTCODE_BYTES], const char *cell);

/* Cut a postcode down to what it is part of, and return its level. Of a unit or sector only. */
lot_postcode_level lot_postcode_widen(char *postcode, lot_postcode_level level);

#endif
