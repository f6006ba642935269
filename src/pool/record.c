/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Record: one line of a table, cut into cells.
 *
 *     record = cell *(delimiter cell) (CR / LF / CRLF / end of text)
 *     cell   = quote *(anything but a quote / two quotes) quote
 *            / *(anything but delimiter, CR, LF), not beginning with a quote
 * Source: RFC 4180, section 2, with any delimiter and any line end.
 */
#include "pool/record.h"

#include "core/array.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* Copy the text up to `end` to the cell being cut. */
static void keep(lot_cutter *cutter, size_t end)
{
    memcpy(cutter->cells + cutter->cells_bytes, cutter->text + cutter->at, end - cutter->at);
    cutter->cells_bytes += end - cutter->at;
    cutter->at = end;
}

/* Cut from an opening quote to behind the closing one; false when there is none. */
static bool cut_quoted(lot_cutter *cutter)
{
    cutter->at++;
    for (;;) {
        const char *from = cutter->text + cutter->at;
        const char *quote = memchr(from, '"', cutter->length - cutter->at);
        keep(cutter, quote != NULL ? cutter->at + (size_t)(quote - from) : cutter->length);
        if (quote == NULL)
            return false;
        if (cutter->at + 1 == cutter->length || cutter->text[cutter->at + 1] != '"') {
            cutter->at++;
            return true;
        }
        keep(cutter, cutter->at + 1);
        cutter->at++;
    }
}

static void cut_plain(lot_cutter *cutter)
{
    size_t end = cutter->at;
    while (end < cutter->length && cutter->text[end] != cutter->delimiter &&
           !is_line_end(cutter->text[end]))
        end++;
    keep(cutter, end);
}

static lot_record_fault cut_cell(lot_cutter *cutter)
{
    lot_record_fault fault = LOT_RECORD_SOUND;
    bool quoted = cutter->at < cutter->length && cutter->text[cutter->at] == '"';
    if (quoted && !cut_quoted(cutter))
        fault = LOT_RECORD_UNCLOSED;
    size_t behind = cutter->at;
    cut_plain(cutter);
    if (quoted && cutter->at > behind)
        fault = LOT_RECORD_AFTER_QUOTE;
    cutter->cells[cutter->cells_bytes++] = '\0';
    return fault;
}

/* To the end of the line, whatever quotes are on the way. */
static void skip_line(lot_cutter *cutter)
{
    while (cutter->at < cutter->length && !is_line_end(cutter->text[cutter->at]))
        cutter->at++;
}

static bool make_room(lot_cutter *cutter)
{
    void *starts = cutter->starts;
    if (lot_array_grow(&starts, &cutter->room, cutter->count, sizeof *cutter->starts) != 0)
        return false;
    cutter->starts = starts;
    return true;
}

lot_status lot_record_cut(lot_record *record, lot_cutter *cutter, lot_error *error)
{
    *record = (lot_record){.begin = cutter->at, .first_cell = cutter->count};
    for (;;) {
        if (cutter->count - record->first_cell > LOT_TABLE_COLUMNS_MAX) {
            record->fault = LOT_RECORD_MANY_CELLS;
            skip_line(cutter);
            break;
        }
        if (!make_room(cutter))
            return LOT_NO_MEMORY(error);
        cutter->starts[cutter->count++] = (uint32_t)cutter->cells_bytes;
        lot_record_fault fault = cut_cell(cutter);
        if (record->fault == LOT_RECORD_SOUND)
            record->fault = fault;
        if (cutter->at == cutter->length || cutter->text[cutter->at] != cutter->delimiter)
            break;
        cutter->at++;
    }
    assert(cutter->cells_bytes <= cutter->at + 1); /* K1 */
    record->end = cutter->at;
    const char *end = cutter->text + cutter->at;
    size_t left = cutter->length - cutter->at;
    if (left > 0)
        cutter->at += left > 1 && end[0] == '\r' && end[1] == '\n' ? 2 : 1;
    record->next = cutter->at;
    return LOT_OK;
}

lot_status lot_record_cut_alone(lot_cutter *cutter, const char *record, char delimiter,
                                lot_error *error)
{
    lot_record cut;
    size_t length = strlen(record);
    *cutter = (lot_cutter){.text = record,
                           .length = length,
                           .delimiter = delimiter,
                           .cells = lot_array_new(length + 1, 1)};
    if (cutter->cells == NULL)
        return LOT_NO_MEMORY(error);
    return lot_record_cut(&cut, cutter, error);
}

void lot_cutter_free(lot_cutter *cutter)
{
    free(cutter->cells);
    free(cutter->starts);
    *cutter = (lot_cutter){0};
}

void lot_record_drop(const lot_record *record, lot_cutter *cutter, size_t kept)
{
    size_t count = record->first_cell + kept;
    if (count >= cutter->count)
        return;
    cutter->cells_bytes = cutter->starts[count];
    cutter->count = count;
}

/* From an opening quote at text[at] to behind its closing one; `length` when there is none. */
static size_t behind_quoted(const char *text, size_t length, size_t at)
{
    at++;
    while (at < length) {
        if (text[at] != '"')
            at++;
        else if (at + 1 < length && text[at + 1] == '"')
            at += 2;
        else
            return at + 1;
    }
    return length;
}

size_t lot_record_span(const char *record, char delimiter, uint32_t cells)
{
    size_t length = strlen(record);
    for (size_t at = 0;; at++) {
        if (record[at] == '"')
            at = behind_quoted(record, length, at);
        while (at < length && record[at] != delimiter)
            at++;
        if (at == length || --cells == 0)
            return at;
    }
}

char lot_delimiter_find(const char *text, size_t length)
{
    static const char candidates[] = {',', ';', '\t'};
    size_t counts[sizeof candidates] = {0};
    bool cell_begins = true;
    for (size_t at = 0; at < length && !is_line_end(text[at]);) {
        if (cell_begins && text[at] == '"') {
            at = behind_quoted(text, length, at);
            cell_begins = false;
            continue;
        }
        const char *candidate = memchr(candidates, text[at], sizeof candidates);
        cell_begins = candidate != NULL;
        if (candidate != NULL)
            counts[candidate - candidates]++;
        at++;
    }
    size_t best = 0;
    for (size_t i = 1; i < sizeof candidates; i++) {
        if (counts[i] > counts[best])
            best = i;
    }
    return candidates[best];
}
