/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quantity: how many people a cell of a statistical table says there are, or which share of them.
 */
#ifndef CIVICLOT_PLAN_QUANTITY_H
#define CIVICLOT_PLAN_QUANTITY_H

#include <stdbool.h>
#include <stdint.h>

/* More people than live on earth: what is above is no count. */
#define LOT_QUANTITY_MOST UINT64_C(10000000000)

typedef enum lot_quantity_fault {
    LOT_QUANTITY_SOUND,
    LOT_QUANTITY_EMPTY,
    LOT_QUANTITY_NO_NUMBER,
    LOT_QUANTITY_NEGATIVE,
    LOT_QUANTITY_DOUBTFUL, /* 12.345 is twelve and a bit, or twelve thousand */
    LOT_QUANTITY_LARGE
} lot_quantity_fault;

/*
 * Read a count: `141951`, `141,951`, `141 951`, `12.5`, in billionths; digits beyond are cut off.
 * words: tidy. Cannot fail but by what it returns: then *parts is 0.
 */
lot_quantity_fault lot_count_parse(uint64_t *parts, const char *words);

/* The same of a share: `51.2 %`, `51,2`, `0.512`; *percent: whether the sign is there. */
lot_quantity_fault lot_part_parse(uint64_t *parts, bool *percent, const char *words);

#endif
