/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Warnings: what a lottery is that nobody may overlook: people who could sit and have no ticket,
 * and a single panel, which leaves the draw nothing to decide.
 */
#ifndef CIVICLOT_REPORT_WARNINGS_H
#define CIVICLOT_REPORT_WARNINGS_H

#include "report/figures.h"

/* How one form of report writes a warning. statement: one sentence, without a full stop. */
typedef void lot_warning_put(lot_text *text, const char *statement);

/* Put the warnings about the lottery; none before there is one. */
void lot_warnings_put(lot_text *text, const lot_report *report, lot_warning_put *put);

#endif
