/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV: how one cell is written. */
#include "civiclot/table.h"

#include <string.h>

void lot_csv_put_cell(lot_text *line, const char *cell, char delimiter)
{
    const char special[] = {delimiter, '"', '\r', '\n', '\0'};
    if (strpbrk(cell, special) == NULL) {
        lot_text_put(line, cell);
        return;
    }
    lot_text_put(line, "\"");
    for (;;) {
        size_t length = strcspn(cell, "\"");
        lot_text_add(line, cell, length);
        if (cell[length] == '\0')
            break;
        lot_text_put(line, "\"\"");
        cell += length + 1;
    }
    lot_text_put(line, "\"");
}
