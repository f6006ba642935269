/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spoilt, inside: what spoilt.c finds, and spoilt_words.c tells. */
#ifndef CIVICLOT_POOL_SPOILT_INSIDE_H
#define CIVICLOT_POOL_SPOILT_INSIDE_H

#include "civiclot/spoilt.h"
#include "pool/rows.h"

/* What may be wrong with a cell. */
typedef enum lot_spoilt_kind {
    LOT_SPOILT_SHORTENED,
    LOT_SPOILT_MOJIBAKE,
    LOT_SPOILT_LOST,
    LOT_SPOILT_ERROR,
    LOT_SPOILT_KINDS
} lot_spoilt_kind;

struct lot_spoilt {
    const lot_table *table;
    uint32_t columns;
    lot_rows *rows;      /* [LOT_SPOILT_KINDS * columns] a kind's columns after another's */
    lot_rows mixed_utf8; /* of a table read as Windows-1252: with mojibake */
    lot_rows mixed_1252; /* and with other characters beyond ASCII */
};

#endif
