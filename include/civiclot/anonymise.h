/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Anonymise: copies of a people file and its quotas for a bug report: the same to civiclot, and
 * without what anybody wrote.
 *
 *   A1  a copy has the encoding, byte order mark, delimiter, quotes, line ends and blank lines of
 *       its file, and as many cells; blank cells, and white space around a cell, stay;
 *   A2  ids become P1, P2, ...; two are equal where they were; where they differed in case or
 *       leading zeros alone, in leading zeros alone: P1, P01;
 *   A3  features become feature-1, ..., their values v1, ..., in capitals where they are spelled in
 *       another way than the quotas first do, or unknown-1, ..., the same in both files: a cell
 *       counts for the same quota row as before, or for none;
 *   A4  the household columns become address-1, ..., and households stay what they are;
 *   A5  any other column becomes column-7, by its number, and what stands in it x, with the commas,
 *       semicolons, tabs, quotes and line ends in it; a formula is one still;
 *   A6  bounds and priorities in the quotas stay;
 *   A7  a file that is no table is copied character by character: letters become x, digits 9, and
 *       everything else stays, but that bytes which are no text become others that are none.
 *
 * The files are copied as they stand; what rules make of them is not looked at.
 */
#ifndef CIVICLOT_ANONYMISE_H
#define CIVICLOT_ANONYMISE_H

#include "civiclot/pool.h"

/* A file as it came. */
typedef struct lot_original {
    const char *name; /* as the user named it */
    const char *bytes;
    size_t length;
} lot_original;

typedef struct lot_copy {
    lot_text bytes;
    bool by_characters; /* A7 */
} lot_copy;

typedef struct lot_copies_made {
    lot_copy people;
    lot_copy quotas;           /* empty where there are none */
    uint32_t people_count;     /* 0 with people.by_characters, as are those below */
    uint32_t households_count; /* 0 where no columns were named, or one of them is missing */
    uint32_t addresses_count;  /* household columns that there are: address-1, ... */
    bool has_ids;              /* the column id */
    bool same_households;      /* A4 holds: the copy was read again */
} lot_copies_made;

/*
 * Make the copies. quotas: NULL: there are none, and no column is a feature.
 * columns: as lot_pool_read() takes them; one that is missing stays missing.
 * LOT_BAD_INPUT when a file is no delimited text at all; LOT_FAILURE: no memory. Free *out with
 * lot_copies_made_free(), also on failure.
 */
lot_status lot_anonymise(lot_copies_made *out, const lot_original *people,
                         const lot_original *quotas, const lot_pool_columns *columns,
                         lot_error *error);

void lot_copies_made_free(lot_copies_made *copies);

#endif
