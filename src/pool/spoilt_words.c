/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spoilt: one table of kinds, a line for each column. */
#include "civiclot/fold.h"
#include "core/array.h"
#include "core/control.h"
#include "pool/message.h"
#include "pool/names.h"
#include "pool/spoilt_inside.h"

#include <inttypes.h>
#include <stdlib.h>

/* A file that is spoilt as a whole is told by the first of its columns. */
enum { COLUMNS_SHOWN = 10 };

static const struct {
    const char *what;
    const char *advice[3]; /* by lot_column_use; NULL: as of others */
} kinds[LOT_SPOILT_KINDS] = {
    [LOT_SPOILT_SHORTENED] =
        {"a long number that a spreadsheet shortened (like 1.23E+09), so that its last digits are "
         "lost",
         {"export it again, and make the column text before a spreadsheet shows it",
          "WARNING: these are the ids. Different people may have the same now, and nobody finds "
          "them again: do not go on with this file, export it again, with the column as text",
          "WARNING: this is the address. Different homes may be one now: do not go on with this "
          "file, export it again, with the column as text"}},
    [LOT_SPOILT_MOJIBAKE] =
        {"letters that were UTF-8 and were read as Windows-1252, so that each is two or three "
         "signs "
         "now",
         {"open the export as UTF-8 and save it again; what is compared or printed is garbled else",
          NULL, NULL}},
    [LOT_SPOILT_LOST] = {"U+FFFD, which stands for a letter that is lost",
                         {"export it again, or type the letters", NULL, NULL}},
    [LOT_SPOILT_ERROR] = {"an error of a spreadsheet (#N/A, #REF! and their like) in place of what "
                          "stood there",
                          {"mend the formula, or type what belongs there",
                           "WARNING: these are the ids: mend them before you go on",
                           "WARNING: this is the address. Who has the same error counts as one "
                           "home: mend it before you go on"}},
};

static void put_column(lot_text *lines, const lot_spoilt *spoilt, lot_spoilt_kind kind,
                       uint32_t column, lot_column_use use)
{
    const char *const *advice = kinds[kind].advice;
    lot_text_format(lines, "%s, column '", lot_table_name(spoilt->table));
    lot_message_put_cell(lines, lot_table_header(spoilt->table, column));
    lot_text_put(lines, "', ");
    lot_rows_put(lines, &spoilt->rows[(size_t)kind * spoilt->columns + column]);
    lot_text_format(lines, ": %s: %s\n", kinds[kind].what,
                    advice[use] != NULL ? advice[use] : advice[LOT_COLUMN_OTHER]);
}

/* Ids and addresses are told whatever there is besides. */
static void put_kind(lot_text *lines, const lot_spoilt *spoilt, lot_spoilt_kind kind,
                     const lot_column_use *uses)
{
    uint32_t shown = 0;
    uint32_t more = 0;
    for (uint32_t c = 0; c < spoilt->columns; c++) {
        if (spoilt->rows[(size_t)kind * spoilt->columns + c].count == 0)
            continue;
        if (shown >= COLUMNS_SHOWN && uses[c] == LOT_COLUMN_OTHER) {
            more++;
            continue;
        }
        put_column(lines, spoilt, kind, c, uses[c]);
        shown++;
    }
    if (more > 0)
        lot_text_format(lines, "%s: %" PRIu32 " column%s more with %s\n",
                        lot_table_name(spoilt->table), more, more == 1 ? "" : "s",
                        kinds[kind].what);
}

/* Of a file that is read as Windows-1252, what is mojibake is the UTF-8 of another file. */
static bool put_mixed(lot_text *lines, const lot_spoilt *spoilt)
{
    if (spoilt->mixed_utf8.count == 0)
        return false;
    lot_text_format(lines, "%s: two encodings, as where two files were put together: UTF-8 in ",
                    lot_table_name(spoilt->table));
    lot_rows_put(lines, &spoilt->mixed_utf8);
    if (spoilt->mixed_1252.count > 0) {
        lot_text_put(lines, "; Windows-1252 in ");
        lot_rows_put(lines, &spoilt->mixed_1252);
    }
    lot_text_put(lines, ". All is read as Windows-1252, so that letters of the first are garbled: "
                        "save both files as UTF-8, and put them together again\n");
    return true;
}

/* The columns that are called so, by their numbers. */
static void put_same(lot_text *lines, const lot_table *table, const uint32_t *names, uint32_t first)
{
    uint32_t columns = lot_table_columns_count(table);
    uint32_t count = 0;
    lot_text numbers = LOT_TEXT_EMPTY;
    for (uint32_t c = first; c < columns; c++) {
        if (names[c] != names[first])
            continue;
        lot_text_format(&numbers, "%s%" PRIu32, count > 0 ? ", " : "", c + 1);
        count++;
    }
    lot_text_format(lines, "%s: %" PRIu32 " columns are called '", lot_table_name(table), count);
    lot_message_put_cell(lines, lot_table_header(table, first));
    lot_text_format(lines,
                    "' (columns %s): neither can be a feature, an address or asked for by a rule: "
                    "rename or remove all but one\n",
                    lot_text_string(&numbers));
    lot_text_free_part(lines, &numbers);
}

/* Number the names of columns; names: [columns], LOT_NO_NAME of a blank. */
static bool number_names(uint32_t *names, uint32_t *seen, const lot_table *table)
{
    lot_names *all = lot_names_new();
    bool good = all != NULL;
    for (uint32_t c = 0; good && c < lot_table_columns_count(table); c++) {
        char *folded = lot_fold(lot_table_header(table, c));
        names[c] = LOT_NO_NAME;
        good = folded != NULL;
        if (good && *folded != '\0')
            good = lot_names_add(&names[c], all, folded);
        if (good && *folded != '\0')
            seen[names[c]]++;
        free(folded);
    }
    lot_names_free(all);
    return good;
}

static lot_status put_same_names(lot_text *lines, const lot_table *table, lot_error *error)
{
    uint32_t columns = lot_table_columns_count(table);
    uint32_t shown = 0;
    lot_status status = LOT_OK;
    uint32_t *names = lot_array_new(columns, sizeof *names);
    uint32_t *seen = lot_array_new(columns, sizeof *seen);
    if (names == NULL || seen == NULL || !number_names(names, seen, table))
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t c = 0; c < columns; c++) {
        if (names[c] == LOT_NO_NAME || seen[names[c]] < 2)
            continue;
        if (++shown <= COLUMNS_SHOWN)
            put_same(lines, table, names, c);
        seen[names[c]] = 0;
    }
    if (shown > COLUMNS_SHOWN)
        lot_text_format(lines, "%s: %" PRIu32 " more names that several columns have\n",
                        lot_table_name(table), shown - COLUMNS_SHOWN);
done:
    free(names);
    free(seen);
    return status;
}

lot_status lot_spoilt_put(lot_text *lines, const lot_spoilt *spoilt, const lot_column_use *uses,
                          bool errors_told, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(put_same_names(lines, spoilt->table, error));
    bool mixed = put_mixed(lines, spoilt);
    for (lot_spoilt_kind kind = 0; kind < LOT_SPOILT_KINDS; kind++) {
        bool told =
            (kind == LOT_SPOILT_MOJIBAKE && mixed) || (kind == LOT_SPOILT_ERROR && errors_told);
        if (!told)
            put_kind(lines, spoilt, kind, uses);
    }
    TRY(lot_text_check(lines, error));
done:
    return status;
}
