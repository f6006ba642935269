/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults: a problem for each kind, with the rows that it is in. */
#include "pool/faults.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* One problem to be told. */
typedef struct told {
    const lot_rows *rows;
    lot_fault fault;
    size_t cells; /* of LOT_FAULT_KINDS: how many the rows have */
} told;

void lot_faults_meet(lot_faults *faults, lot_fault fault, uint32_t row_number)
{
    lot_rows_meet(&faults->kinds[fault], row_number);
}

void lot_faults_meet_count(lot_faults *faults, size_t cells, uint32_t row_number)
{
    uint32_t at = 0;
    while (at < faults->counts_count && faults->counts[at].cells != cells)
        at++;
    if (at == LOT_FAULT_COUNTS_SHOWN) {
        lot_faults_meet(faults, LOT_FAULT_OTHER_COUNT, row_number);
        return;
    }
    if (at == faults->counts_count)
        faults->counts[faults->counts_count++].cells = cells;
    lot_rows_meet(&faults->counts[at].rows, row_number);
}

bool lot_faults_any(const lot_faults *faults)
{
    bool any = faults->counts_count > 0;
    for (size_t kind = 0; kind < LOT_FAULT_KINDS; kind++)
        any = any || faults->kinds[kind].count > 0;
    return any;
}

void lot_faults_forget_counts(lot_faults *faults)
{
    memset(faults->counts, 0, sizeof faults->counts);
    faults->counts_count = 0;
    faults->kinds[LOT_FAULT_OTHER_COUNT] = (lot_rows){0};
}

static const char *delimiter_word(char delimiter)
{
    return delimiter == ',' ? "comma" : delimiter == ';' ? "semicolon" : "tab";
}

static void put_count(lot_text *words, size_t cells, uint32_t columns, const char *delimiter)
{
    bool more = cells > columns;
    lot_text_format(words, "%zu cell%s, but the header has %u: %s %s%s", cells,
                    cells == 1 ? "" : "s", columns,
                    more ? "put quotes around cells that hold a" : "is a line broken, or a",
                    delimiter, more ? "" : " missing?");
}

static void put_fault(lot_text *words, const told *problem, const lot_table_form *form,
                      uint32_t columns)
{
    switch (problem->fault) {
    case LOT_FAULT_UNDECODED:
        lot_text_format(words, "not valid %s: save the file again as CSV in UTF-8",
                        form->encoding == LOT_UTF8 ? "UTF-8" : "UTF-16");
        break;
    case LOT_FAULT_NUL:
        lot_text_put(words,
                     "a NUL character, which no text has: save the file again as CSV in UTF-8");
        break;
    case LOT_FAULT_UNCLOSED:
        lot_text_put(words, "a quote is opened and never closed, so the rest of the file is one "
                            "cell: close or remove it");
        break;
    case LOT_FAULT_AFTER_QUOTE:
        lot_text_put(words, "text after a closing quote: quote the whole cell, and double the "
                            "quotes inside it");
        break;
    case LOT_FAULT_LONG:
        lot_text_format(words, "more than %d bytes in one row: is it the right file?",
                        (int)LOT_TABLE_ROW_BYTES_MAX);
        break;
    case LOT_FAULT_MANY_CELLS:
        lot_text_format(words, "more than %d cells in one row: is it the right file?",
                        (int)LOT_TABLE_COLUMNS_MAX);
        break;
    case LOT_FAULT_OTHER_COUNT:
        lot_text_format(words, "another number of cells than the header, which has %u", columns);
        break;
    case LOT_FAULT_KINDS:
        put_count(words, problem->cells, columns, delimiter_word(form->delimiter));
        break;
    }
}

static int compare(const void *left, const void *right)
{
    uint32_t a = ((const told *)left)->rows->first[0];
    uint32_t b = ((const told *)right)->rows->first[0];
    return a < b ? -1 : a > b; /* B1: never the same */
}

void lot_faults_tell(const lot_faults *faults, const char *file, const lot_table_form *form,
                     uint32_t columns, lot_problems *problems)
{
    told all[LOT_FAULT_KINDS + LOT_FAULT_COUNTS_SHOWN];
    size_t count = 0;
    for (size_t kind = 0; kind < LOT_FAULT_KINDS; kind++)
        if (faults->kinds[kind].count > 0)
            all[count++] = (told){&faults->kinds[kind], (lot_fault)kind, 0};
    for (uint32_t i = 0; i < faults->counts_count; i++)
        all[count++] = (told){&faults->counts[i].rows, LOT_FAULT_KINDS, faults->counts[i].cells};
    qsort(all, count, sizeof *all, compare);
    for (size_t i = 0; i < count; i++) {
        lot_text words = LOT_TEXT_EMPTY;
        lot_text_format(&words, "%s, ", file);
        lot_rows_put(&words, all[i].rows);
        lot_text_put(&words, ": ");
        put_fault(&words, &all[i], form, columns);
        lot_problems_take(problems, &words);
    }
}
