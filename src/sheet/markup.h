/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Markup: an XML part of a spreadsheet, read as a stream along a table of the elements that count.
 *
 * A reader is a small machine. It begins in state 0, outside the document; a rule says which
 * element, inside which state, leads to which state; the element's end leads back.
 *   M1  an element that no rule knows is passed over with all that is in it;
 *   M2  a rule that stays in its state only lets the element be looked through: it is not told;
 *   M3  declarations of types and entities are refused, and so is nesting beyond LOT_NESTING_MOST
 *       or a tag, comment or instruction of more than a MiB.
 */
#ifndef CIVICLOT_SHEET_MARKUP_H
#define CIVICLOT_SHEET_MARKUP_H

#include "sheet/archive.h"

enum { LOT_NESTING_MOST = 256, LOT_ATTRIBUTES_MOST = 32 };

/* The namespaces that count, whichever of their addresses a file uses; 0: none. */
enum lot_space {
    LOT_SPACE_NONE,
    LOT_SPACE_OTHER,
    LOT_SPACE_CELLS,    /* spreadsheetml, transitional and strict */
    LOT_SPACE_LINK,     /* attributes r: of spreadsheetml */
    LOT_SPACE_PACKAGE,  /* relationships of parts */
    LOT_SPACE_OFFICE,   /* OpenDocument's office: */
    LOT_SPACE_TABLE,    /* its table: */
    LOT_SPACE_TEXT,     /* its text: */
    LOT_SPACE_STYLE,    /* its style: */
    LOT_SPACE_MANIFEST, /* its manifest: */
    LOT_SPACE_CALCEXT   /* LibreOffice's own */
};

/* The attributes of an element: those of namespaces that count, as many as any reader asks for. */
typedef struct lot_attributes {
    unsigned count;
    struct {
        enum lot_space space;
        const char *local;
        const char *value;
    } all[LOT_ATTRIBUTES_MOST];
} lot_attributes;

typedef struct lot_markup_rule {
    unsigned char inside;
    unsigned char space; /* lot_space */
    const char *local;
    unsigned char state;
} lot_markup_rule;

typedef struct lot_markup {
    const lot_markup_rule *rules;
    size_t rules_count;
    /* Each may be NULL. attributes: only until it returns. */
    lot_status (*enter)(void *context, unsigned state, const lot_attributes *attributes,
                        lot_error *error);
    lot_status (*text)(void *context, unsigned state, const char *bytes, size_t length,
                       lot_error *error);
    lot_status (*leave)(void *context, unsigned state, lot_error *error);
} lot_markup;

/*
 * Read a part of the archive. LOT_BAD_INPUT as lot_archive_read(), and where it is no XML or is
 * refused (M3); else what the reader's functions gave.
 */
lot_status lot_markup_read(lot_archive *archive, const char *part, const lot_markup *markup,
                           void *context, lot_error *error);

/* The value of an attribute, or NULL where there is none. Cannot fail. */
const char *lot_markup_get(const lot_attributes *attributes, enum lot_space space,
                           const char *local);

#endif
