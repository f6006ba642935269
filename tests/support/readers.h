/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Readers: every file that anybody may have written, and what reads it, for the fuzzer and for the
 * files that it found.
 *
 *   F1  a reader takes any bytes, and asserts what must hold whatever they are;
 *   F2  the same bytes take the same way: nothing is kept from one call to the next;
 *   F3  each has a folder of its name in tests/fuzz/corpus, which no other is there without.
 */
#ifndef CIVICLOT_SUPPORT_READERS_H
#define CIVICLOT_SUPPORT_READERS_H

#include <stddef.h>

typedef struct lot_test_reader {
    const char *name;
    void (*read)(const char *bytes, size_t length);
} lot_test_reader;

/* The reader of a kind of file, or NULL. Cannot fail. */
const lot_test_reader *lot_test_reader_find(const char *name);

/* Registrations: table, pool and households, with quotas and without. */
void lot_test_read_people(const char *bytes, size_t length);

/* Quotas, as seats and as shares. */
void lot_test_read_quotas(const char *bytes, size_t length);

/* Tables of a population, and quotas made from them by every method. */
void lot_test_read_population(const char *bytes, size_t length);

/* standing.csv: what is read is written again, byte by byte. */
void lot_test_read_standing(const char *bytes, size_t length);

/* dropouts.csv, reserves.txt and callup.txt: likewise. */
void lot_test_read_dropouts(const char *bytes, size_t length);
void lot_test_read_reserves(const char *bytes, size_t length);
void lot_test_read_callup(const char *bytes, size_t length);

/* Rules, and one table read by them, with quotas and without. */
void lot_test_read_rules(const char *bytes, size_t length);

/* Registrations that rules are suggested for. */
void lot_test_read_suggest(const char *bytes, size_t length);

/* A condition of a rules file in the first line, and the file that it names behind that. */
void lot_test_read_condition(const char *bytes, size_t length);

/* A list of past members. */
void lot_test_read_past(const char *bytes, size_t length);

/* A cell as a date. */
void lot_test_read_date(const char *bytes, size_t length);

/* Pairs of addresses, with what a person decided. */
void lot_test_read_households(const char *bytes, size_t length);

/* The same as an assembly file keeps it. */
void lot_test_read_kept_households(const char *bytes, size_t length);

/* Registrations once more: addresses that are almost the same, and people who are there twice. */
void lot_test_read_addresses(const char *bytes, size_t length);

/* A spreadsheet, and parts of one: XLSX's workbook.xml.rels, workbook.xml, sheet1.xml,
 * sharedStrings.xml, styles.xml; ODS's content.xml. */
void lot_test_read_sheet_file(const char *bytes, size_t length);
void lot_test_read_sheet_links(const char *bytes, size_t length);
void lot_test_read_sheet_book(const char *bytes, size_t length);
void lot_test_read_sheet_cells(const char *bytes, size_t length);
void lot_test_read_sheet_strings(const char *bytes, size_t length);
void lot_test_read_sheet_styles(const char *bytes, size_t length);
void lot_test_read_sheet_content(const char *bytes, size_t length);

#endif
