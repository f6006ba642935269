/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ODS: which tables content.xml has, and the one that is read.
 *
 * Which one that is, is known where it begins, so content.xml is gone through once; but a name that
 * is only alike (in small letters, say) is found when all names are known, and then twice.
 * Source: OpenDocument 1.3, part 3.
 */
#include "sheet/ods.h"

#include "core/array.h"
#include "sheet/book.h"
#include "sheet/markup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HIDING_MOST = 10000 };

enum { DOCUMENT = 1, STYLES, STYLE, PROPERTIES, BODY, SPREADSHEET, TABLE };

/* content.xml while it is read. */
typedef struct reading {
    const char *sheet;   /* that is asked for; NULL: the first that is not hidden */
    uint32_t number;     /* of the table that is to be read; 0: it is still to be found */
    bool is_open;        /* the table */
    lot_ods_table table; /* its cells */
    lot_book book;
    uint32_t tables; /* how many there were, also those that are no sheets */
    char *style;     /* that is open, if it is a table's */
    char **hiding;   /* styles that hide a table */
    size_t hiding_count;
    size_t hiding_room;
} reading;

static lot_status enter_style(reading *r, const lot_attributes *attributes, lot_error *error)
{
    const char *family = lot_markup_get(attributes, LOT_SPACE_STYLE, "family");
    const char *name = lot_markup_get(attributes, LOT_SPACE_STYLE, "name");
    free(r->style);
    r->style = NULL;
    if (family == NULL || name == NULL || strcmp(family, "table") != 0)
        return LOT_OK;
    r->style = lot_string_copy(name);
    return r->style != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

static lot_status enter_properties(reading *r, const lot_attributes *attributes, lot_error *error)
{
    const char *display = lot_markup_get(attributes, LOT_SPACE_TABLE, "display");
    void *hiding = r->hiding;
    if (r->style == NULL || display == NULL || strcmp(display, "false") != 0 ||
        r->hiding_count == HIDING_MOST)
        return LOT_OK;
    if (lot_array_grow(&hiding, &r->hiding_room, r->hiding_count, sizeof *r->hiding) != 0)
        return LOT_NO_MEMORY(error);
    r->hiding = hiding;
    r->hiding[r->hiding_count++] = r->style;
    r->style = NULL;
    return LOT_OK;
}

static bool is_hidden(const reading *r, const char *style)
{
    for (size_t i = 0; style != NULL && i < r->hiding_count; i++)
        if (strcmp(r->hiding[i], style) == 0)
            return true;
    return false;
}

/* A table 'file:///...'#Sheet is a copy of one that a formula looks into. */
static bool is_sheet(const char *name)
{
    return name != NULL && strncmp(name, "'file:", 6) != 0;
}

static lot_status enter_table(reading *r, const lot_attributes *attributes, lot_error *error)
{
    const char *name = lot_markup_get(attributes, LOT_SPACE_TABLE, "name");
    bool hidden = is_hidden(r, lot_markup_get(attributes, LOT_SPACE_TABLE, "style-name"));
    lot_status status = LOT_OK;
    r->tables++;
    if (is_sheet(name) && r->number == 0 &&
        (r->sheet != NULL ? strcmp(name, r->sheet) == 0 : !hidden))
        r->number = r->tables;
    r->is_open = r->number == r->tables;
    if (is_sheet(name)) {
        char place[16];
        (void)snprintf(place, sizeof place, "%u", r->tables);
        status = lot_book_add(&r->book, name, place, hidden, error);
    }
    return status;
}

static lot_status enter(void *context, unsigned state, const lot_attributes *attributes,
                        lot_error *error)
{
    reading *r = context;
    if (state == STYLE)
        return enter_style(r, attributes, error);
    if (state == PROPERTIES)
        return enter_properties(r, attributes, error);
    if (state == TABLE)
        return enter_table(r, attributes, error);
    return r->is_open ? lot_ods_table_enter(&r->table, state, attributes, error) : LOT_OK;
}

static lot_status take_text(void *context, unsigned state, const char *bytes, size_t length,
                            lot_error *error)
{
    reading *r = context;
    return r->is_open ? lot_ods_table_text(&r->table, state, bytes, length, error) : LOT_OK;
}

static lot_status leave(void *context, unsigned state, lot_error *error)
{
    reading *r = context;
    r->is_open = r->is_open && state != TABLE;
    return r->is_open ? lot_ods_table_leave(&r->table, state, error) : LOT_OK;
}

static lot_status read_content(reading *r, lot_archive *archive, lot_error *error)
{
    static const lot_markup_rule rules[] = {
        {0, LOT_SPACE_OFFICE, "document-content", DOCUMENT},
        {DOCUMENT, LOT_SPACE_OFFICE, "automatic-styles", STYLES},
        {STYLES, LOT_SPACE_STYLE, "style", STYLE},
        {STYLE, LOT_SPACE_STYLE, "table-properties", PROPERTIES},
        {DOCUMENT, LOT_SPACE_OFFICE, "body", BODY},
        {BODY, LOT_SPACE_OFFICE, "spreadsheet", SPREADSHEET},
        {SPREADSHEET, LOT_SPACE_TABLE, "table", TABLE},
        {TABLE, LOT_SPACE_TABLE, "table-row", LOT_ODS_ROW},
        {TABLE, LOT_SPACE_TABLE, "table-rows", TABLE},
        {TABLE, LOT_SPACE_TABLE, "table-row-group", TABLE},
        {TABLE, LOT_SPACE_TABLE, "table-header-rows", TABLE},
        {LOT_ODS_ROW, LOT_SPACE_TABLE, "table-cell", LOT_ODS_CELL},
        {LOT_ODS_ROW, LOT_SPACE_TABLE, "covered-table-cell", LOT_ODS_COVERED},
        {LOT_ODS_CELL, LOT_SPACE_TEXT, "p", LOT_ODS_PARAGRAPH},
        {LOT_ODS_PARAGRAPH, LOT_SPACE_TEXT, "span", LOT_ODS_PARAGRAPH},
        {LOT_ODS_PARAGRAPH, LOT_SPACE_TEXT, "a", LOT_ODS_PARAGRAPH},
        {LOT_ODS_PARAGRAPH, LOT_SPACE_TEXT, "ruby", LOT_ODS_PARAGRAPH},
        {LOT_ODS_PARAGRAPH, LOT_SPACE_TEXT, "ruby-base", LOT_ODS_PARAGRAPH},
        {LOT_ODS_PARAGRAPH, LOT_SPACE_TEXT, "s", LOT_ODS_SPACES},
        {LOT_ODS_PARAGRAPH, LOT_SPACE_TEXT, "tab", LOT_ODS_TAB},
        {LOT_ODS_PARAGRAPH, LOT_SPACE_TEXT, "line-break", LOT_ODS_BREAK},
    };
    static const lot_markup markup = {rules, sizeof rules / sizeof rules[0], enter, take_text,
                                      leave};
    return lot_markup_read(archive, "content.xml", &markup, r, error);
}

static lot_status enter_manifest(void *context, unsigned state, const lot_attributes *attributes,
                                 lot_error *error)
{
    bool *is_protected = context;
    (void)attributes;
    (void)error;
    *is_protected = *is_protected || state == 3;
    return LOT_OK;
}

/* Protected parts are not encrypted as ZIP would have it: the manifest says so. */
static lot_status check_protection(lot_archive *archive, lot_error *error)
{
    static const lot_markup_rule rules[] = {
        {0, LOT_SPACE_MANIFEST, "manifest", 1},
        {1, LOT_SPACE_MANIFEST, "file-entry", 2},
        {2, LOT_SPACE_MANIFEST, "encryption-data", 3},
    };
    static const lot_markup markup = {rules, 3, enter_manifest, NULL, NULL};
    static const char part[] = "META-INF/manifest.xml";
    bool is_protected = false;
    if (!lot_archive_has(archive, part))
        return LOT_OK;
    /* one that cannot be read says nothing, and nothing else of it is needed */
    lot_status status = lot_markup_read(archive, part, &markup, &is_protected, error);
    if (status != LOT_OK && status != LOT_BAD_INPUT)
        return status;
    if (is_protected)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "%s: is protected by a password: open it in a spreadsheet and save it "
                        "without one",
                        lot_archive_name(archive));
    return LOT_OK;
}

lot_status lot_ods_read(lot_grid *grid, lot_archive *archive, const char *sheet, lot_sheet *out,
                        lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_book_sheet *chosen;
    reading r = {.sheet = sheet,
                 .table = {.grid = grid, .row = 1},
                 .book = {.kind = "ODS", .name = lot_archive_name(archive)}};
    TRY(check_protection(archive, error));
    TRY(read_content(&r, archive, error));
    TRY(lot_book_choose(&chosen, &r.book, sheet, out, error));
    if (r.number == 0) {
        r.number = (uint32_t)strtoul(chosen->place, NULL, 10);
        r.tables = 0;
        lot_book_free(&r.book);
        TRY(read_content(&r, archive, error));
    }
done:
    lot_ods_table_free(&r.table);
    lot_book_free(&r.book);
    for (size_t i = 0; i < r.hiding_count; i++)
        free(r.hiding[i]);
    free(r.hiding);
    free(r.style);
    return status;
}
