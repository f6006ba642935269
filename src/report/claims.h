/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Claims: what a report may say, each with how far it is proven.
 *
 *   C1  PROVEN      shown in integers, which no solver need be trusted for. Panels and draw are
 *                   done again while the report is written; the bound was when it was found;
 *   C2  NOT PROVEN  may well be so, but nothing here shows it;
 *   C3  NOT CHECKED can be checked, but not from these files: by whom and how is said.
 * A report never claims more than that, and never says only "OK".
 */
#ifndef CIVICLOT_REPORT_CLAIMS_H
#define CIVICLOT_REPORT_CLAIMS_H

#include "civiclot/verdict.h"
#include "report/figures.h"

/* How one form of report writes a claim. statement: one or two plain sentences. */
typedef void lot_claim_put(lot_text *text, lot_verdict verdict, const char *statement);

/*
 * Re-do what is claimed to be proven: every panel against quotas and households, the seed from M
 * and the values, the ticket from the seed, the panel from the ticket.
 * LOT_NOT_VERIFIED when the draw differs, LOT_FAILURE when a panel does: then no report is written.
 */
lot_status lot_claims_check(const lot_report *report, lot_error *error);

/* Put the claims about the lottery; none before there is one. */
void lot_claims_put_lottery(lot_text *text, const lot_report *report, lot_claim_put *put);

/* Put the claims about the draw; none before the commit. */
void lot_claims_put_draw(lot_text *text, const lot_report *report, lot_claim_put *put);

#endif
