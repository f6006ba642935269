/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Record: one line of a table, cut into cells as RFC 4180 has it.
 */
#ifndef CIVICLOT_POOL_RECORD_H
#define CIVICLOT_POOL_RECORD_H

#include "civiclot/table.h"

#include <stddef.h>
#include <stdint.h>

/*
 * A text on its way to cells.
 *   K1  the cells cut so far take at most at + 1 bytes: unquoting only shortens, and every cell's
 *       NUL has a delimiter or line end for it in the text, but for the last cell of all.
 */
typedef struct lot_cutter {
    const char *text;
    size_t length; /* at most UINT32_MAX - 1 */
    size_t at;     /* where the next record begins */
    char delimiter;
    char *cells; /* room for length + 1 bytes: see K1; owned by whoever made it */
    size_t cells_bytes;
    uint32_t *starts; /* [count] offset of each cell in `cells`; owned like `cells` */
    size_t count;
    size_t room;
} lot_cutter;

typedef enum lot_record_fault {
    LOT_RECORD_SOUND,
    LOT_RECORD_UNCLOSED,    /* a quote is opened and never closed */
    LOT_RECORD_AFTER_QUOTE, /* text between a closing quote and the delimiter; kept in the cell */
    LOT_RECORD_MANY_CELLS   /* more than LOT_TABLE_COLUMNS_MAX: the rest is passed over */
} lot_record_fault;

typedef struct lot_record {
    size_t begin; /* its bytes are text[begin .. end), the line end is text[end .. next) */
    size_t end;
    size_t next;
    size_t first_cell; /* its cells are starts[first_cell .. cutter.count) */
    lot_record_fault fault;
} lot_record;

/*
 * Cut the record at cutter->at into cells and go on to the next.
 * CR, LF and CRLF end a record; a quote inside a cell that does not begin with one is itself.
 * LOT_FAILURE when there is no memory.
 */
lot_status lot_record_cut(lot_record *record, lot_cutter *cutter, lot_error *error);

/*
 * Cut a record that stands alone, as lot_table_record() gives it. Free the cutter with
 * lot_cutter_free(), also on failure. LOT_FAILURE when there is no memory.
 */
lot_status lot_record_cut_alone(lot_cutter *cutter, const char *record, char delimiter,
                                lot_error *error);

/* Free what a cutter of lot_record_cut_alone() holds. Zeroed is fine. */
void lot_cutter_free(lot_cutter *cutter);

/* Cell `index` of those cut so far. Cannot fail. */
static inline const char *lot_cutter_cell(const lot_cutter *cutter, size_t index)
{
    return cutter->cells + cutter->starts[index];
}

/* Take the record just cut back out of the cells, all but its first `kept` cells. Cannot fail. */
void lot_record_drop(const lot_record *record, lot_cutter *cutter, size_t kept);

/*
 * How many bytes the first `cells` cells of a sound record take, delimiters between included.
 * Cannot fail.
 */
size_t lot_record_span(const char *record, char delimiter, uint32_t cells);

/* Which of comma, semicolon and tab the first record of a text has most of, outside quotes. */
char lot_delimiter_find(const char *text, size_t length);

#endif
