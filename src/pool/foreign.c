/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Foreign: told by their first bytes. */
#include "pool/foreign.h"

#include <string.h>

const char *lot_foreign_words(const char *bytes, size_t length)
{
    static const struct {
        const char *begin;
        size_t length;
        const char *words;
    } kinds[] = {
        {"PK\x03\x04", 4,
         "is a spreadsheet (XLSX, ODS) or another ZIP file: open it and save the sheet as CSV in "
         "UTF-8"},
        {"\xD0\xCF\x11\xE0", 4,
         "is an old spreadsheet (XLS), or one that is protected by a password: open it and save it "
         "as XLSX without one, or the sheet as CSV in UTF-8"},
        {"%PDF-", 5, "is a PDF file: ask for the table that it was made from, as CSV"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (length >= kinds[i].length && memcmp(bytes, kinds[i].begin, kinds[i].length) == 0)
            return kinds[i].words;
    return NULL;
}

const char *lot_foreign_text_words(const char *text)
{
    if (strncmp(text, "sep=", 4) != 0 && strncmp(text, "SEP=", 4) != 0)
        return NULL;
    if (text[4] != '\0' && (text[5] == '\r' || text[5] == '\n'))
        return "its first line (sep=) is for a spreadsheet alone: remove it, so that the column "
               "names come first";
    return NULL;
}
