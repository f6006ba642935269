/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "civiclot/plan_report.h"
lot_status lot_plan_put_page(lot_text *page, const lot_plan_report *report, lot_error *error)
{
    lot_text_put(page, report->seed);
    return lot_text_check(page, error);
}
