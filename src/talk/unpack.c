/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unpack: one sheet of a file. */
#include "talk/unpack.h"

#include "civiclot/sheet.h"

#include <string.h>

/* What is to be known is said whether or not the file is good: it may be why it is not. */
static void say_notices(lot_talk *talk, const lot_text *notices)
{
    const char *at = lot_text_string(notices);
    while (*at != '\0') {
        size_t length = strcspn(at, "\n");
        lot_talk_say(talk, "%.*s", (int)length, at);
        at += length + (at[length] == '\n');
    }
}

lot_status lot_unpack(lot_text *bytes, lot_text *form, const char *name, const char *sheet,
                      const char *option, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_sheet read = LOT_SHEET_EMPTY;
    lot_text_free(form);
    if (!lot_sheet_is_archive(lot_text_string(bytes), bytes->length)) {
        if (sheet == NULL)
            return LOT_OK;
        lot_problems_add(talk->problems,
                         "%s: is no XLSX or ODS file and has no sheet '%s': leave out %s", name,
                         sheet, option);
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s: no spreadsheet", name);
    }
    status = lot_sheet_read(&read, name, lot_text_string(bytes), bytes->length, sheet,
                            talk->problems, error);
    say_notices(talk, &read.notices);
    if (read.has_others && option != NULL)
        lot_talk_say(talk, "%s: %s NAME reads another sheet", name, option);
    else if (read.has_others)
        lot_talk_say(talk, "%s: only its first sheet is read", name);
    TRY(status);
    TRY(lot_text_check(&read.form, error));
    lot_text_free(bytes);
    *bytes = read.csv;
    *form = read.form;
    read.csv = read.form = LOT_TEXT_EMPTY;
done:
    lot_sheet_free(&read);
    return status;
}
