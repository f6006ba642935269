/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Curve: everyone's chance, in rising order, beside equal chances and the proven bound, where that
 * is about chances: how large the least can be, or how small the greatest.
 */
#ifndef CIVICLOT_REPORT_CURVE_H
#define CIVICLOT_REPORT_CURVE_H

#include "civiclot/report.h"

/* Add the curve, its legend and a table of it. Needs a lottery. LOT_FAILURE: no memory. */
lot_status lot_curve_put(lot_text *page, const lot_report *report, lot_error *error);

#endif
