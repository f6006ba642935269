/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Markup: Expat, and a stack of states. */
#include "sheet/markup.h"

#include <expat.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
    PASSED_OVER = 255, /* the state of M1 */
    SEPARATOR = '|',   /* no address of a namespace has it, Expat sees to that */
    SILENT_MOST = 16   /* pieces without an event: a MiB, see M3 */
};

/* A part while it is read. */
typedef struct walk {
    const lot_markup *markup;
    void *context;
    const lot_archive *archive;
    const char *part;
    XML_Parser parser;
    lot_status status; /* what stopped it; LOT_OK: nothing, or the parser itself */
    lot_error *error;
    unsigned silent;
    size_t depth;
    unsigned char states[LOT_NESTING_MOST + 1]; /* [depth + 1] */
} walk;

static enum lot_space find_space(const char *address, size_t length)
{
#define ADDRESS(text) text, sizeof text - 1
    static const struct {
        const char *address;
        size_t length;
        enum lot_space space;
    } known[] = {
        {ADDRESS("http://schemas.openxmlformats.org/spreadsheetml/2006/main"), LOT_SPACE_CELLS},
        {ADDRESS("urn:oasis:names:tc:opendocument:xmlns:table:1.0"), LOT_SPACE_TABLE},
        {ADDRESS("urn:oasis:names:tc:opendocument:xmlns:office:1.0"), LOT_SPACE_OFFICE},
        {ADDRESS("urn:oasis:names:tc:opendocument:xmlns:text:1.0"), LOT_SPACE_TEXT},
        {ADDRESS("urn:oasis:names:tc:opendocument:xmlns:style:1.0"), LOT_SPACE_STYLE},
        {ADDRESS("urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"), LOT_SPACE_MANIFEST},
        {ADDRESS("urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"),
         LOT_SPACE_CALCEXT},
        {ADDRESS("http://schemas.openxmlformats.org/package/2006/relationships"),
         LOT_SPACE_PACKAGE},
        {ADDRESS("http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
         LOT_SPACE_LINK},
        {ADDRESS("http://purl.oclc.org/ooxml/spreadsheetml/main"), LOT_SPACE_CELLS},
        {ADDRESS("http://purl.oclc.org/ooxml/officeDocument/relationships"), LOT_SPACE_LINK},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].length == length && memcmp(known[i].address, address, length) == 0)
            return known[i].space;
    return LOT_SPACE_OTHER;
}

/* Part a name as Expat writes it, address|local. */
static enum lot_space part_name(const char **local, const char *name)
{
    const char *separator = strrchr(name, SEPARATOR);
    *local = separator != NULL ? separator + 1 : name;
    return separator != NULL ? find_space(name, (size_t)(separator - name)) : LOT_SPACE_NONE;
}

const char *lot_markup_get(const lot_attributes *attributes, enum lot_space space,
                           const char *local)
{
    for (unsigned i = 0; i < attributes->count; i++)
        if (attributes->all[i].space == space && strcmp(attributes->all[i].local, local) == 0)
            return attributes->all[i].value;
    return NULL;
}

static void part_attributes(lot_attributes *out, const char **attributes)
{
    out->count = 0;
    for (; *attributes != NULL && out->count < LOT_ATTRIBUTES_MOST; attributes += 2) {
        const char *local;
        enum lot_space space = part_name(&local, attributes[0]);
        if (space == LOT_SPACE_OTHER)
            continue;
        out->all[out->count].space = space;
        out->all[out->count].local = local;
        out->all[out->count++].value = attributes[1];
    }
}

static void stop(walk *w, lot_status status)
{
    w->status = status;
    (void)XML_StopParser(w->parser, XML_FALSE);
}

static void refuse(walk *w, const char *what)
{
    stop(w, lot_archive_damaged(w->archive, w->part, what, w->error));
}

static unsigned char find_state(const walk *w, const char *name)
{
    unsigned char inside = w->states[w->depth];
    const char *local;
    if (inside == PASSED_OVER)
        return PASSED_OVER;
    enum lot_space space = part_name(&local, name);
    for (size_t i = 0; i < w->markup->rules_count; i++) {
        const lot_markup_rule *rule = &w->markup->rules[i];
        if (rule->inside == inside && rule->space == space && strcmp(rule->local, local) == 0)
            return rule->state;
    }
    return PASSED_OVER;
}

static void XMLCALL on_start(void *context, const char *name, const char **attributes)
{
    walk *w = context;
    w->silent = 0;
    if (w->status != LOT_OK)
        return;
    if (w->depth == LOT_NESTING_MOST) {
        refuse(w, "nests deeper than any sheet does");
        return;
    }
    unsigned char state = find_state(w, name);
    bool is_told = state != PASSED_OVER && state != w->states[w->depth];
    w->states[++w->depth] = state;
    if (is_told && w->markup->enter != NULL) {
        lot_attributes parted;
        part_attributes(&parted, attributes);
        lot_status status = w->markup->enter(w->context, state, &parted, w->error);
        if (status != LOT_OK)
            stop(w, status);
    }
}

static void XMLCALL on_end(void *context, const char *name)
{
    walk *w = context;
    (void)name;
    w->silent = 0;
    if (w->status != LOT_OK)
        return;
    unsigned char state = w->states[w->depth--];
    if (state == PASSED_OVER || state == w->states[w->depth] || w->markup->leave == NULL)
        return;
    lot_status status = w->markup->leave(w->context, state, w->error);
    if (status != LOT_OK)
        stop(w, status);
}

static void XMLCALL on_text(void *context, const char *bytes, int length)
{
    walk *w = context;
    w->silent = 0;
    unsigned char state = w->states[w->depth];
    if (w->status != LOT_OK || state == PASSED_OVER || w->markup->text == NULL)
        return;
    lot_status status = w->markup->text(w->context, state, bytes, (size_t)length, w->error);
    if (status != LOT_OK)
        stop(w, status);
}

static void XMLCALL on_comment(void *context, const char *comment)
{
    walk *w = context;
    (void)comment;
    w->silent = 0;
}

static void XMLCALL on_instruction(void *context, const char *target, const char *data)
{
    (void)target;
    on_comment(context, data);
}

/* No spreadsheet has one, and entities are how XML is made to explode. */
static void XMLCALL on_doctype(void *context, const char *name, const char *system,
                               const char *public, int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    refuse(context, "declares a document type, which no spreadsheet does");
}

static lot_status take_piece(void *context, const char *bytes, size_t length, bool last,
                             lot_error *error)
{
    walk *w = context;
    enum XML_Status parsed = XML_Parse(w->parser, bytes, (int)length, last);
    if (w->status != LOT_OK)
        return w->status;
    if (parsed != XML_STATUS_OK) {
        enum XML_Error reason = XML_GetErrorCode(w->parser);
        char words[160];
        if (reason == XML_ERROR_NO_MEMORY)
            return LOT_NO_MEMORY(error);
        (void)snprintf(words, sizeof words, "is damaged in line %" PRIu64 " (XML: %s)",
                       (uint64_t)XML_GetCurrentLineNumber(w->parser), XML_ErrorString(reason));
        return lot_archive_damaged(w->archive, w->part, words, error);
    }
    if (++w->silent > SILENT_MOST)
        return lot_archive_damaged(w->archive, w->part, "has a tag that is longer than a MiB",
                                   error);
    return LOT_OK;
}

lot_status lot_markup_read(lot_archive *archive, const char *part, const lot_markup *markup,
                           void *context, lot_error *error)
{
    lot_status status = LOT_OK;
    walk w = {.markup = markup, .context = context, .archive = archive, .part = part};
    w.error = error;
    w.parser = XML_ParserCreateNS(NULL, SEPARATOR);
    if (w.parser == NULL)
        return LOT_NO_MEMORY(error);
    XML_SetUserData(w.parser, &w);
    XML_SetElementHandler(w.parser, on_start, on_end);
    XML_SetCharacterDataHandler(w.parser, on_text);
    XML_SetCommentHandler(w.parser, on_comment);
    XML_SetProcessingInstructionHandler(w.parser, on_instruction);
    XML_SetStartDoctypeDeclHandler(w.parser, on_doctype);
    TRY(lot_archive_read(archive, part, take_piece, &w, error));
done:
    XML_ParserFree(w.parser);
    return status;
}
