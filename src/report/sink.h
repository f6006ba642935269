/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sink: where a list for the organiser goes, cell by cell: CSV, CSV for a spreadsheet, XLSX. What
 * stands in a list is decided once, in lists.c, whatever it is written as.
 *
 *   S1  a list's first row is its header;
 *   S2  what goes wrong under way is kept in the sink: build the whole list, then ask once.
 */
#ifndef CIVICLOT_REPORT_SINK_H
#define CIVICLOT_REPORT_SINK_H

#include "civiclot/report.h"

/* In place of a row of a table: its header. */
#define LOT_HEADER_ROW UINT32_MAX

typedef struct lot_sink lot_sink;

struct lot_sink {
    /* Put a whole row: the table's record. extra: NULL, or one more cell. */
    lot_status (*put_record)(lot_sink *sink, const lot_table *table, uint32_t row,
                             const char *extra, lot_error *error);
    /* Put one cell of a row that is of no table. */
    void (*put_text)(lot_sink *sink, const char *cell);
    void (*put_number)(lot_sink *sink, uint64_t number);
    void (*put_chance)(lot_sink *sink, uint64_t tickets, uint64_t all);
    void (*end_row)(lot_sink *sink);
};

/* Put a whole row cell by cell: a put_record for who has no use for the record. */
lot_status lot_sink_put_cells(lot_sink *sink, const lot_table *table, uint32_t row,
                              const char *extra, lot_error *error);

/* Put the whole list, in the order of the people file, or of reserves. Failures: the sink's. */
lot_status lot_list_put(lot_sink *sink, const lot_report *report, lot_list list, lot_error *error);

#endif
