/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Row judge: is the record that was just cut a row of its file? The same whether the file is held
 * whole or read as a stream.
 */
#ifndef CIVICLOT_POOL_ROW_JUDGE_H
#define CIVICLOT_POOL_ROW_JUDGE_H

#include "pool/faults.h"
#include "pool/record.h"

/* Count what is wrong with the record whatever the header; true when something is. Cannot fail. */
bool lot_row_meet_fault(lot_faults *faults, const lot_cutter *cutter, const lot_record *record,
                        uint32_t number);

/* Are all its cells blank, from its `first` cell on? Cannot fail. */
bool lot_row_is_blank_from(const lot_cutter *cutter, const lot_record *record, size_t first);

/* Has it no fault, and something that is not blank? Cannot fail. */
bool lot_row_is_sound(lot_faults *faults, const lot_cutter *cutter, const lot_record *record,
                      uint32_t number);

/* Has it the header's number of cells, but for blank ones beyond? Else that is a fault. */
bool lot_row_fits(lot_faults *faults, const lot_cutter *cutter, const lot_record *record,
                  uint32_t columns, uint32_t number);

/* How the record's line ends; LOT_LF where the text ends with it. Cannot fail. */
lot_line_end lot_row_line_end(const lot_cutter *cutter, const lot_record *record);

#endif
