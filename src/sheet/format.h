/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Format: what a number format of XLSX says that a number is.
 * Source: ECMA-376, part 1, 18.8.30 and 18.8.31 (numFmt).
 */
#ifndef CIVICLOT_SHEET_FORMAT_H
#define CIVICLOT_SHEET_FORMAT_H

enum { LOT_MASK_BYTES = 64 };

typedef enum lot_format_kind {
    LOT_FORMAT_NUMBER,
    LOT_FORMAT_DATE,
    LOT_FORMAT_DATE_TIME,
    LOT_FORMAT_TIME,
    LOT_FORMAT_ELAPSED, /* hours that go on after 24 */
    LOT_FORMAT_PERCENT,
    LOT_FORMAT_MASK /* with leading zeros: see lot_numeral_put_masked() */
} lot_format_kind;

typedef struct lot_format {
    lot_format_kind kind;
    char mask[LOT_MASK_BYTES]; /* of LOT_FORMAT_MASK, else "" */
} lot_format;

/* The kind of a format that a file only numbers, since every program has it. Cannot fail. */
lot_format_kind lot_format_of_number(unsigned number);

/* Read a format's code, its part for positive numbers. Cannot fail: unknown things are numbers. */
void lot_format_of_code(lot_format *out, const char *code);

#endif
