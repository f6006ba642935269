/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workbook: shared strings first, then the cells that point to them. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/workbook.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum { STRINGS_MOST = 10000 };

struct book {
    lot_text strings[STRINGS_MOST];
    size_t strings_count;
    lot_text cells;
    lot_text value;
    bool inside;  /* t or v, whose characters count */
    bool is_text; /* the cell */
    bool filled;
};

lot_text lot_workbook_member(const lot_text *xlsx, const char *name)
{
    zip_error_t wrong;
    lot_text bytes = LOT_TEXT_EMPTY;
    zip_source_t *source = zip_source_buffer_create(xlsx->bytes, xlsx->length, 0, &wrong);
    assert_non_null(source);
    zip_t *archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &wrong);
    assert_non_null(archive);
    zip_file_t *file = zip_fopen(archive, name, 0);
    assert_non_null(file);
    char block[4096];
    zip_int64_t count;
    while ((count = zip_fread(file, block, sizeof block)) > 0)
        lot_text_add(&bytes, block, (size_t)count);
    assert_int_equal(count, 0);
    (void)zip_fclose(file);
    zip_discard(archive);
    return bytes;
}

static void characters(void *data, const char *bytes, int length)
{
    struct book *book = data;
    if (book->inside)
        lot_text_add(&book->value, bytes, (size_t)length);
}

static void parse(struct book *book, const lot_text *xlsx, const char *name,
                  XML_StartElementHandler start, XML_EndElementHandler end)
{
    lot_text member = lot_workbook_member(xlsx, name);
    XML_Parser parser = XML_ParserCreate(NULL);
    assert_non_null(parser);
    XML_SetUserData(parser, book);
    XML_SetElementHandler(parser, start, end);
    XML_SetCharacterDataHandler(parser, characters);
    assert_int_equal(XML_Parse(parser, member.bytes, (int)member.length, 1), XML_STATUS_OK);
    XML_ParserFree(parser);
    lot_text_free(&member);
}

static void start_string(void *data, const char *name, const char **attributes)
{
    struct book *book = data;
    (void)attributes;
    book->inside = strcmp(name, "t") == 0;
}

/* _x000D_ stands for the character 0D. ISO/IEC 29500-1, 22.9.2.19; here for those below 80. */
static void unescape(lot_text *out, const char *from)
{
    for (; *from != '\0'; from++) {
        bool escape = strncmp(from, "_x00", 4) == 0 && strlen(from) >= 7 && from[6] == '_';
        char byte = escape ? (char)strtoul(from + 2, NULL, 16) : *from;
        lot_text_add(out, &byte, 1);
        from += escape ? 6 : 0;
    }
}

static void end_string(void *data, const char *name)
{
    struct book *book = data;
    book->inside = false;
    if (strcmp(name, "si") != 0)
        return;
    assert_true(book->strings_count < STRINGS_MOST);
    unescape(&book->strings[book->strings_count++], lot_text_string(&book->value));
    lot_text_free(&book->value);
}

static void start_cell(void *data, const char *name, const char **attributes)
{
    struct book *book = data;
    if (strcmp(name, "c") == 0) {
        book->is_text = false;
        book->filled = false;
        for (; *attributes != NULL; attributes += 2)
            book->is_text |= strcmp(attributes[0], "t") == 0 && strcmp(attributes[1], "s") == 0;
    }
    if (strcmp(name, "f") == 0 || strcmp(name, "hyperlink") == 0)
        lot_text_put(&book->cells, "!");
    book->inside = strcmp(name, "v") == 0;
    book->filled |= book->inside;
}

static void end_cell(void *data, const char *name)
{
    struct book *book = data;
    book->inside = false;
    if (strcmp(name, "row") == 0)
        lot_text_put(&book->cells, "\n");
    if (strcmp(name, "c") != 0)
        return;
    const char *value = lot_text_string(&book->value);
    if (!book->filled)
        lot_text_put(&book->cells, "[]");
    else if (book->is_text)
        lot_text_format(&book->cells, "[%s]",
                        lot_text_string(&book->strings[strtoul(value, NULL, 10)]));
    else
        lot_text_format(&book->cells, "<%s>", value);
    lot_text_free(&book->value);
}

lot_text lot_workbook_cells(const lot_text *xlsx)
{
    struct book *book = calloc(1, sizeof *book);
    assert_non_null(book);
    parse(book, xlsx, "xl/sharedStrings.xml", start_string, end_string);
    parse(book, xlsx, "xl/worksheets/sheet1.xml", start_cell, end_cell);
    for (size_t s = 0; s < book->strings_count; s++)
        lot_text_free(&book->strings[s]);
    lot_text cells = book->cells;
    free(book);
    return cells;
}
