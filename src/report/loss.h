/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Loss: what reserves leave of the quotas unmet when members drop out, the more reserves the less.
 */
#ifndef CIVICLOT_REPORT_LOSS_H
#define CIVICLOT_REPORT_LOSS_H

#include "civiclot/report.h"

/* Add the mean deviation with n reserves, in seats: "1.07". */
void lot_loss_put_mean(lot_text *text, const lot_reserve_curve *curve, uint32_t n);

/* The knee, where more reserves than that are looked at; 0: it is not seen. Cannot fail. */
uint32_t lot_loss_knee(const lot_reserve_curve *curve);

/* The section of the summary; nothing where the draw has no reserves. */
void lot_loss_put_summary(lot_text *text, const lot_report *report);

/* The section of the page: curve, rates, pseudonyms; nothing where the draw has no reserves. */
void lot_loss_put_page(lot_text *page, const lot_report *report);

#endif
