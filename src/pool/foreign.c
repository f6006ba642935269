/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Foreign: told by their first bytes. */
#include "pool/foreign.h"

#include <stdbool.h>
#include <string.h>

#define NO_TABLE "is a picture, a sound or a video, not a table: name another file"

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
        {"SQLite format 3", 16, "is a database, maybe an assembly file: name the file of people"},
        {"\x1F\x8B", 2, "is compressed (gzip): unpack it first"},
        {"7z\xBC\xAF\x27\x1C", 6, "is compressed (7z): unpack it first"},
        {"Rar!\x1A\x07", 6, "is compressed (RAR): unpack it first"},
        {"{\\rtf", 5, "is a text document (RTF): ask for the table, as CSV"},
        {"\xFF\xD8\xFF", 3, NO_TABLE},
        {"\x89PNG\r\n", 6, NO_TABLE},
        {"GIF8", 4, NO_TABLE},
        {"RIFF", 4, NO_TABLE},
        {"OggS", 4, NO_TABLE},
        {"\x1A\x45\xDF\xA3", 4, NO_TABLE},
        {"\x7F"
         "ELF",
         4, "is a program, not a table: name the file of people"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (length >= kinds[i].length && memcmp(bytes, kinds[i].begin, kinds[i].length) == 0)
            return kinds[i].words;
    if (length >= 8 && memcmp(bytes + 4, "ftyp", 4) == 0)
        return NO_TABLE;
    return NULL;
}

/* sep= in small letters or capitals. */
static bool is_separator_line(const char *text)
{
    return strncmp(text, "sep=", 4) == 0 || strncmp(text, "SEP=", 4) == 0;
}

size_t lot_separator_line(char *delimiter, const char *text)
{
    static const char delimiters[] = {',', ';', '\t'};
    if (!is_separator_line(text) || memchr(delimiters, text[4], sizeof delimiters) == NULL)
        return 0;
    size_t end = 5 + strspn(text + 5, ",;\t"); /* a spreadsheet that saved it filled up its row */
    size_t length = end + (text[end] == '\r');
    length += text[length] == '\n';
    if (length == end && text[end] != '\0')
        return 0;
    *delimiter = text[4];
    return length;
}

const char *lot_foreign_text_words(const char *text)
{
    if (is_separator_line(text) && strchr("\r\n", text[4]) == NULL &&
        strchr("\r\n", text[5]) != NULL)
        return "its first line (sep=) names a delimiter that is not read: save it with commas, "
               "semicolons or tabs";
    return NULL;
}
