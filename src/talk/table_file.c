/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Table file: read whole, unpacked where it is a spreadsheet. */
#include "talk/table_file.h"

#include "civiclot/file.h"
#include "civiclot/sheet.h"
#include "pool/foreign.h"
#include "talk/interrupt.h"
#include "talk/unpack.h"

#include <string.h>

/* A spreadsheet is unpacked first. */
static const char *find_foreign(const char *bytes, size_t length)
{
    return lot_sheet_is_archive(bytes, length) ? NULL : lot_foreign_words(bytes, length);
}

lot_status lot_table_file_bytes(lot_text *bytes, const char *path, lot_error *error)
{
    static const lot_file_wish wish = {
        .most = LOT_TABLE_BYTES_MAX,
        .advice = "is it the right file? If so, leave off the columns that the selection does not "
                  "need",
        .foreign = find_foreign};
    lot_interrupt_release();
    lot_status status = lot_file_read_known(bytes, path, &wish, error);
    lot_interrupt_catch();
    return status;
}

lot_status lot_table_file_read(lot_table **out, const char *path, lot_talk *talk, lot_error *error)
{
    lot_status status;
    lot_text bytes = LOT_TEXT_EMPTY;
    lot_text form = LOT_TEXT_EMPTY;
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    *out = NULL;
    TRY(lot_table_file_bytes(&bytes, path, error));
    lot_interrupt_release(); /* a spreadsheet may take seconds */
    status = lot_unpack(&bytes, &form, name, NULL, NULL, talk, error);
    lot_interrupt_catch();
    TRY(status);
    TRY(lot_table_take(out, name, &bytes, talk->problems, error));
done:
    lot_text_free(&bytes);
    lot_text_free(&form);
    return status;
}
