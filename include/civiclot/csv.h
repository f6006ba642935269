/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV: how one cell of a delimited line is written, as RFC 4180 has it. */
#ifndef CIVICLOT_CSV_H
#define CIVICLOT_CSV_H

#include "civiclot/text.h"

/* Add one cell to a CSV line, quoted only where RFC 4180 needs it. */
void lot_csv_put_cell(lot_text *line, const char *cell, char delimiter);

/* Add one cell in quotes, whatever is in it. */
void lot_csv_put_quoted(lot_text *line, const char *cell);

#endif
