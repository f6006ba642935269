/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Table file: read whole, unpacked where it is a spreadsheet. */
#include "talk/table_file.h"

#include "civiclot/file.h"
#include "talk/interrupt.h"
#include "talk/unpack.h"

#include <string.h>

lot_status lot_table_file_read(lot_table **out, const char *path, lot_talk *talk, lot_error *error)
{
    lot_status status;
    lot_text bytes = LOT_TEXT_EMPTY;
    lot_text form = LOT_TEXT_EMPTY;
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    *out = NULL;
    lot_interrupt_release(); /* it may be a pipe that never ends */
    status = lot_file_read(&bytes, path, error);
    if (status == LOT_OK)
        status = lot_unpack(&bytes, &form, name, NULL, NULL, talk, error);
    lot_interrupt_catch();
    TRY(status);
    TRY(lot_table_take(out, name, &bytes, talk->problems, error));
done:
    lot_text_free(&bytes);
    lot_text_free(&form);
    return status;
}
