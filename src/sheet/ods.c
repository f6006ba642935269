/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ODS: which tables content.xml has. It is read twice: their names first, then one of them.
 * Source: OpenDocument 1.3, part 3.
 */
#include "sheet/ods.h"

#include "core/array.h"
#include "sheet/book.h"
#include "sheet/markup.h"

#include <stdlib.h>
#include <string.h>

enum { HIDING_MOST = 10000 };

enum { DOCUMENT = 1, STYLES, STYLE, PROPERTIES, BODY, SPREADSHEET, TABLE };

/* The list of tables while it is read. */
typedef struct reading {
    lot_book book;
    uint32_t tables; /* how many there were, also those that are no sheets */
    char *style;     /* that is open, if it is a table's */
    char **hiding;   /* styles that hide a table */
    size_t hiding_count;
    size_t hiding_room;
} reading;

static lot_status enter_style(reading *r, const char **attributes, lot_error *error)
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

static lot_status enter_properties(reading *r, const char **attributes, lot_error *error)
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
static lot_status enter_table(reading *r, const char **attributes, lot_error *error)
{
    const char *name = lot_markup_get(attributes, LOT_SPACE_TABLE, "name");
    lot_text place = LOT_TEXT_EMPTY;
    lot_text_format(&place, "%u", ++r->tables);
    lot_status status = lot_text_check(&place, error);
    if (status == LOT_OK && name != NULL && strncmp(name, "'file:", 6) != 0)
        status = lot_book_add(
            &r->book, name, place.bytes,
            is_hidden(r, lot_markup_get(attributes, LOT_SPACE_TABLE, "style-name")), error);
    lot_text_free(&place);
    return status;
}

static lot_status enter(void *context, unsigned state, const char **attributes, lot_error *error)
{
    if (state == STYLE)
        return enter_style(context, attributes, error);
    if (state == PROPERTIES)
        return enter_properties(context, attributes, error);
    return state == TABLE ? enter_table(context, attributes, error) : LOT_OK;
}

static lot_status list_tables(reading *r, lot_archive *archive, lot_error *error)
{
    static const lot_markup_rule rules[] = {
        {0, LOT_SPACE_OFFICE, "document-content", DOCUMENT},
        {DOCUMENT, LOT_SPACE_OFFICE, "automatic-styles", STYLES},
        {STYLES, LOT_SPACE_STYLE, "style", STYLE},
        {STYLE, LOT_SPACE_STYLE, "table-properties", PROPERTIES},
        {DOCUMENT, LOT_SPACE_OFFICE, "body", BODY},
        {BODY, LOT_SPACE_OFFICE, "spreadsheet", SPREADSHEET},
        {SPREADSHEET, LOT_SPACE_TABLE, "table", TABLE},
    };
    static const lot_markup markup = {rules, sizeof rules / sizeof rules[0], enter, NULL, NULL};
    return lot_markup_read(archive, "content.xml", &markup, r, error);
}

static lot_status enter_manifest(void *context, unsigned state, const char **attributes,
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
    reading r = {.book = {.kind = "ODS", .name = lot_archive_name(archive)}};
    TRY(check_protection(archive, error));
    TRY(list_tables(&r, archive, error));
    TRY(lot_book_choose(&chosen, &r.book, sheet, out, error));
    TRY(lot_ods_read_table(grid, archive, (uint32_t)strtoul(chosen->place, NULL, 10), error));
done:
    lot_book_free(&r.book);
    for (size_t i = 0; i < r.hiding_count; i++)
        free(r.hiding[i]);
    free(r.hiding);
    free(r.style);
    return status;
}
