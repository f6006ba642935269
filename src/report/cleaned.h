/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cleaned: what was read, mapped and excluded, told as counts alone, so that everybody may read it.
 */
#ifndef CIVICLOT_REPORT_CLEANED_H
#define CIVICLOT_REPORT_CLEANED_H

#include "civiclot/report.h"

/* What a rule may have done to a row, in the order in which it is told. */
enum { LOT_DEEDS = 6 };

/* One of them: its name in JSON, and how many rows of a feature it was done to. Cannot fail. */
const char *lot_deed_name(uint32_t deed);
uint32_t lot_deed_count(const lot_cleaned_feature *feature, uint32_t deed);

/* Add how the answers were read, as lines; where there were no rules, one line that says so. */
void lot_cleaned_put_answers(lot_text *text, const lot_report *report);

/* Add who is excluded, who is left, and how the answers were read, as lines. */
void lot_cleaned_put_text(lot_text *text, const lot_report *report);

/* Add "12 of 412 registered: under-16 9, councillor 3". */
void lot_cleaned_put_excluded(lot_text *text, const lot_report *report);

/* Add the section of a page. */
void lot_cleaned_put_html(lot_text *page, const lot_report *report);

#endif
