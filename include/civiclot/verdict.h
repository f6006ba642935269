/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verdict: how far a statement is proven.
 *
 *   PROVEN      shown here, and no person or solver need be trusted for it;
 *   NOT PROVEN  may well be so, but nothing here shows it;
 *   NOT CHECKED can be checked, but not from these files: by whom and how is said.
 */
#ifndef CIVICLOT_VERDICT_H
#define CIVICLOT_VERDICT_H

typedef enum lot_verdict { LOT_PROVEN, LOT_NOT_PROVEN, LOT_NOT_CHECKED } lot_verdict;

enum { LOT_VERDICTS_COUNT = LOT_NOT_CHECKED + 1 };

/* "PROVEN", "NOT PROVEN", "NOT CHECKED". Static. */
const char *lot_verdict_name(lot_verdict verdict);

#endif
