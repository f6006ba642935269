/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ODS: one table of content.xml. */
#ifndef CIVICLOT_SHEET_ODS_H
#define CIVICLOT_SHEET_ODS_H

#include "sheet/archive.h"
#include "sheet/grid.h"

/* Read the cells of table `number`, from 1 on, into the grid; failures are lot_markup_read()'s. */
lot_status lot_ods_read_table(lot_grid *grid, lot_archive *archive, uint32_t number,
                              lot_error *error);

#endif
