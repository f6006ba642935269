/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV: how one cell is written. */
#include "civiclot/csv.h"

#include <string.h>

void lot_csv_put_cell(lot_text *line, const char *cell, char delimiter)
{
    const char special[] = {delimiter, '"', '\r', '\n', '\0'};
    if (strpbrk(cell, special) == NULL)
        lot_text_put(line, cell);
    else
        lot_csv_put_quoted(line, cell);
}

void lot_csv_put_quoted(lot_text *line, const char *cell)
{
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
