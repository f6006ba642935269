/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Row judge: faults first, then blanks, then the number of cells. */
#include "pool/row_judge.h"

#include "civiclot/fold.h"
#include "pool/encoding.h"

#include <string.h>

bool lot_row_meet_fault(lot_faults *faults, const lot_cutter *cutter, const lot_record *record,
                        uint32_t number)
{
    static const lot_fault of_record[] = {[LOT_RECORD_UNCLOSED] = LOT_FAULT_UNCLOSED,
                                          [LOT_RECORD_AFTER_QUOTE] = LOT_FAULT_AFTER_QUOTE,
                                          [LOT_RECORD_MANY_CELLS] = LOT_FAULT_MANY_CELLS};
    const char *bytes = cutter->text + record->begin;
    size_t length = record->end - record->begin;
    if (memchr(bytes, LOT_UNDECODED, length) != NULL)
        lot_faults_meet(faults, LOT_FAULT_UNDECODED, number);
    else if (memchr(bytes, '\0', length) != NULL)
        lot_faults_meet(faults, LOT_FAULT_NUL, number);
    else if (record->fault != LOT_RECORD_SOUND)
        lot_faults_meet(faults, of_record[record->fault], number);
    else if (length > LOT_TABLE_ROW_BYTES_MAX)
        lot_faults_meet(faults, LOT_FAULT_LONG, number);
    else
        return false;
    return true;
}

bool lot_row_is_blank_from(const lot_cutter *cutter, const lot_record *record, size_t first)
{
    for (size_t i = record->first_cell + first; i < cutter->count; i++) {
        if (!lot_is_blank(lot_cutter_cell(cutter, i)))
            return false;
    }
    return true;
}

bool lot_row_is_sound(lot_faults *faults, const lot_cutter *cutter, const lot_record *record,
                      uint32_t number)
{
    return !lot_row_meet_fault(faults, cutter, record, number) &&
           !lot_row_is_blank_from(cutter, record, 0);
}

bool lot_row_fits(lot_faults *faults, const lot_cutter *cutter, const lot_record *record,
                  uint32_t columns, uint32_t number)
{
    size_t count = cutter->count - record->first_cell;
    if (count >= columns && lot_row_is_blank_from(cutter, record, columns))
        return true;
    lot_faults_meet_count(faults, count, number);
    return false;
}

lot_line_end lot_row_line_end(const lot_cutter *cutter, const lot_record *record)
{
    if (record->next - record->end == 2)
        return LOT_CRLF;
    return record->next > record->end && cutter->text[record->end] == '\r' ? LOT_CR : LOT_LF;
}
