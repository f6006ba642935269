/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Call-ups: who came to the panel after its draw, and how the panel is by now. */
#ifndef CIVICLOT_REPORT_CALLUPS_H
#define CIVICLOT_REPORT_CALLUPS_H

#include "report/figures.h"

/* Add a line for each call-up of the draw, and one for the panel by now; without any, nothing. */
void lot_callups_put_text(lot_text *text, const lot_report *report);

/* Add a section of the page; where nobody was called up, nothing. LOT_FAILURE: no memory. */
lot_status lot_callups_put_html(lot_text *page, const lot_report *report, const lot_tally *tally,
                                lot_error *error);

#endif
