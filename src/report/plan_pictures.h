/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of plans. Each shows nothing that does not stand beside it as a number. */
#ifndef CIVICLOT_REPORT_PLAN_PICTURES_H
#define CIVICLOT_REPORT_PLAN_PICTURES_H

#include "civiclot/plan_report.h"

/* Add the chance of success against letters, with its legend. Needs an outlook. */
void lot_plan_put_curve(lot_text *page, const lot_plan_report *report);

/* Add who will be scarce in a plan: of each value with a minimum, people for each such seat. */
lot_status lot_plan_put_scarce(lot_text *page, const lot_plan_report *report,
                               const lot_outlook *outlook, lot_error *error);

#endif
