/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bars: every quota beside who was drawn. One table a feature, one bar a value; the bar shows
 * nothing that does not stand in its row as a number.
 */
#ifndef CIVICLOT_REPORT_BARS_H
#define CIVICLOT_REPORT_BARS_H

#include "report/figures.h"

/* Add the legend and the tables. Before the draw: quotas and pool alone. */
void lot_bars_put(lot_text *page, const lot_report *report, const lot_tally *tally);

#endif
