/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * XLSX: from the archive's root to one sheet's part, along relationships.
 * Source: ECMA-376, part 2, 9.3 (relationships) and annex A (names of parts).
 */
#include "sheet/xlsx.h"

#include "core/array.h"
#include "sheet/book.h"
#include "sheet/markup.h"

#include <stdlib.h>
#include <string.h>

enum { RELATIONS_MOST = 20000 };

typedef struct relation {
    char *id;
    char *kind; /* the last word of its type: worksheet */
    char *part;
} relation;

typedef struct relations {
    const char *source; /* the part that they are of; "": the archive */
    relation *all;
    size_t count;
    size_t room;
} relations;

static void relations_free(relations *r)
{
    for (size_t i = 0; i < r->count; i++) {
        free(r->all[i].id);
        free(r->all[i].kind);
        free(r->all[i].part);
    }
    free(r->all);
}

/* The length of a path without its last piece, and without the slash before that. */
static size_t parent_length(const char *path, size_t length)
{
    while (length > 0 && path[length - 1] != '/')
        length--;
    return length > 0 ? length - 1 : 0;
}

/* The part that a target means, as seen from `source`. NULL: no memory. */
static char *resolve(const char *source, const char *target)
{
    size_t at = *target == '/' ? 0 : parent_length(source, strlen(source));
    char *part = lot_array_new(strlen(source) + strlen(target) + 2, 1);
    if (part == NULL)
        return NULL;
    memcpy(part, source, at);
    while (*target != '\0') {
        size_t length = strcspn(target, "/");
        if (length == 2 && memcmp(target, "..", 2) == 0)
            at = parent_length(part, at);
        else if (length > 0 && !(length == 1 && *target == '.')) {
            if (at > 0)
                part[at++] = '/';
            memcpy(part + at, target, length);
            at += length;
        }
        target += length + (target[length] == '/');
    }
    part[at] = '\0';
    return part;
}

static const char *last_word(const char *type)
{
    const char *slash = strrchr(type, '/');
    return slash != NULL ? slash + 1 : type;
}

static lot_status enter_relation(void *context, unsigned state, const lot_attributes *attributes,
                                 lot_error *error)
{
    relations *r = context;
    const char *id = lot_markup_get(attributes, LOT_SPACE_NONE, "Id");
    const char *type = lot_markup_get(attributes, LOT_SPACE_NONE, "Type");
    const char *target = lot_markup_get(attributes, LOT_SPACE_NONE, "Target");
    const char *mode = lot_markup_get(attributes, LOT_SPACE_NONE, "TargetMode");
    void *all = r->all;
    if (state != 2 || id == NULL || type == NULL || target == NULL ||
        (mode != NULL && strcmp(mode, "External") == 0) || r->count == RELATIONS_MOST)
        return LOT_OK;
    if (lot_array_grow(&all, &r->room, r->count, sizeof *r->all) != 0)
        return LOT_NO_MEMORY(error);
    r->all = all;
    relation *added = &r->all[r->count++];
    *added = (relation){lot_string_copy(id), lot_string_copy(last_word(type)),
                        resolve(r->source, target)};
    return added->id != NULL && added->kind != NULL && added->part != NULL ? LOT_OK
                                                                           : LOT_NO_MEMORY(error);
}

/* Read the relationships of r->source: of xl/workbook.xml they are in xl/_rels/workbook.xml.rels.
 */
static lot_status read_relations(relations *r, lot_archive *archive, lot_error *error)
{
    static const lot_markup_rule rules[] = {
        {0, LOT_SPACE_PACKAGE, "Relationships", 1},
        {1, LOT_SPACE_PACKAGE, "Relationship", 2},
    };
    static const lot_markup markup = {rules, 2, enter_relation, NULL, NULL};
    lot_text part = LOT_TEXT_EMPTY;
    size_t folder = parent_length(r->source, strlen(r->source));
    lot_text_add(&part, r->source, folder);
    lot_text_format(&part, "%s_rels/%s.rels", folder > 0 ? "/" : "",
                    r->source + folder + (folder > 0));
    lot_status status = lot_text_check(&part, error);
    if (status == LOT_OK)
        status = lot_markup_read(archive, lot_text_string(&part), &markup, r, error);
    lot_text_free(&part);
    return status;
}

static const char *find_kind(const relations *r, const char *kind)
{
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->all[i].kind, kind) == 0)
            return r->all[i].part;
    return NULL;
}

static const relation *find_id(const relations *r, const char *id)
{
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->all[i].id, id) == 0)
            return &r->all[i];
    return NULL;
}

/* The workbook while it is read. */
typedef struct reading {
    lot_xlsx xlsx;
    relations root;
    relations relations; /* of the workbook */
    lot_book book;
} reading;

enum { WORKBOOK = 1, PROPERTIES, SHEETS, SHEET };

bool lot_xlsx_is_true(const char *value)
{
    return value != NULL && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

static lot_status enter_workbook(void *context, unsigned state, const lot_attributes *attributes,
                                 lot_error *error)
{
    reading *r = context;
    if (state == PROPERTIES)
        r->xlsx.from_1904 =
            lot_xlsx_is_true(lot_markup_get(attributes, LOT_SPACE_NONE, "date1904"));
    if (state != SHEET)
        return LOT_OK;
    const char *name = lot_markup_get(attributes, LOT_SPACE_NONE, "name");
    const char *shown = lot_markup_get(attributes, LOT_SPACE_NONE, "state");
    const char *id = lot_markup_get(attributes, LOT_SPACE_LINK, "id");
    const relation *found = id != NULL ? find_id(&r->relations, id) : NULL;
    /* charts and macros on sheets of their own have no cells */
    if (name == NULL || found == NULL || strcmp(found->kind, "worksheet") != 0)
        return LOT_OK;
    bool hidden = shown != NULL && strcmp(shown, "visible") != 0;
    return lot_book_add(&r->book, name, found->part, hidden, error);
}

static lot_status read_workbook(reading *r, const char *part, lot_error *error)
{
    static const lot_markup_rule rules[] = {
        {0, LOT_SPACE_CELLS, "workbook", WORKBOOK},
        {WORKBOOK, LOT_SPACE_CELLS, "workbookPr", PROPERTIES},
        {WORKBOOK, LOT_SPACE_CELLS, "sheets", SHEETS},
        {SHEETS, LOT_SPACE_CELLS, "sheet", SHEET},
    };
    static const lot_markup markup = {rules, 4, enter_workbook, NULL, NULL};
    lot_status status = LOT_OK;
    r->relations.source = part;
    TRY(read_relations(&r->relations, r->xlsx.archive, error));
    TRY(lot_markup_read(r->xlsx.archive, part, &markup, r, error));
done:
    return status;
}

lot_status lot_xlsx_read(lot_grid *grid, lot_archive *archive, const char *sheet, lot_sheet *out,
                         lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_book_sheet *chosen;
    const char *part;
    reading r = {.xlsx = {.archive = archive},
                 .root = {.source = ""},
                 .book = {.kind = "XLSX", .name = lot_archive_name(archive)}};
    TRY(read_relations(&r.root, archive, error));
    part = find_kind(&r.root, "officeDocument");
    if (part == NULL)
        TRY(lot_archive_damaged(archive, "_rels/.rels", "names no workbook", error));
    TRY(read_workbook(&r, part, error));
    TRY(lot_book_choose(&chosen, &r.book, sheet, out, error));
    part = find_kind(&r.relations, "sharedStrings");
    if (part != NULL)
        TRY(lot_xlsx_read_strings(&r.xlsx, part, error));
    part = find_kind(&r.relations, "styles");
    if (part != NULL)
        TRY(lot_xlsx_read_styles(&r.xlsx, part, error));
    TRY(lot_xlsx_read_cells(grid, &r.xlsx, chosen->place, error));
done:
    relations_free(&r.root);
    relations_free(&r.relations);
    lot_book_free(&r.book);
    lot_text_free(&r.xlsx.strings.all);
    free(r.xlsx.strings.begins);
    free(r.xlsx.styles.formats);
    return status;
}
