/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Date: days that a spreadsheet counts, and dates that it writes out, as 2024-02-03 14:05:00.
 *
 *   D1  a time of day other than midnight is never lost, whatever the format shows; seconds are
 *       rounded;
 *   D2  Excel counts a 29 February 1900, which was not; its day 60 is that, 61 the 1st of March.
 *       With the other origin day 0 is 1904-01-01. Source: ECMA-376, part 1, 18.17.4.
 */
#ifndef CIVICLOT_SHEET_DATE_H
#define CIVICLOT_SHEET_DATE_H

#include "civiclot/text.h"

#include "sheet/format.h"

/*
 * Add the date, time or both that `serial` is under a format of one of these kinds. from_1904: the
 * origin. false, and nothing added: there is no such day (before the origin, after 9999, or D2's).
 */
bool lot_sheet_put_serial(lot_text *text, double serial, lot_format_kind kind, bool from_1904);

/*
 * Add the date that stands in ISO 8601: 2024-02-03, 2024-02-03T14:05:00.5. kind: LOT_FORMAT_DATE
 * leaves midnight off; LOT_FORMAT_DATE_TIME does not. false: it is none.
 */
bool lot_sheet_put_iso(lot_text *text, const char *words, lot_format_kind kind);

/* Add the time that stands as a duration: PT14H05M00S. false: it is none. */
bool lot_sheet_put_duration(lot_text *text, const char *words);

#endif
