/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strata: the organiser's file of them, from cells to integers. */
#include "invite/strata.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "core/control.h"
#include "core/wide.h"
#include "pool/column.h"
#include "pool/names.h"
#include "pool/share.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MEASURES = 5 };

/* The columns that letters can be in proportion to. */
static const struct measure {
    const char *header;
    lot_letters_rule rule;
    bool fraction; /* a part of a whole, in millionths */
} measures[MEASURES] = {
    {"letters", LOT_LETTERS_GIVEN, false}, {"response", LOT_LETTERS_BY_RESPONSE, true},
    {"size", LOT_LETTERS_BY_SIZE, false},  {"population", LOT_LETTERS_BY_SIZE, false},
    {"share", LOT_LETTERS_BY_SIZE, true},
};

typedef struct reader {
    lot_invitation *it;
    const lot_table *table;
    lot_problems *problems;
    uint32_t name, measure, extra; /* columns; LOT_NO_COLUMN */
    const struct measure *kind;    /* NULL: none */
    lot_names *folded;
} reader;

static void complain(const reader *in, uint32_t row, uint32_t column, const char *what)
{
    lot_problems_add(in->problems, "%s, row %" PRIu32 ", %s: %s", lot_table_name(in->table),
                     lot_table_row_number(in->table, row), lot_table_header(in->table, column),
                     what);
}

/* A whole number below 2^63. */
static bool read_whole(uint64_t *out, const char *cell)
{
    *out = 0;
    for (const char *at = cell; *at != '\0'; at++) {
        if (*at < '0' || *at > '9' || *out > (INT64_MAX - 9) / 10)
            return false;
        *out = *out * 10 + (uint64_t)(*at - '0');
    }
    return *cell != '\0';
}

/* A part of a whole, 4.2 % or 0.042, that is so many millionths exactly: it is published so. */
static bool read_part(uint64_t *out, const char *cell)
{
    uint64_t numerator, denominator;
    bool percent;
    if (!lot_fraction_parse(&numerator, &denominator, &percent, cell))
        return false;
    lot_unsigned_wide whole = (lot_unsigned_wide)denominator * (percent ? 100 : 1);
    lot_unsigned_wide parts = (lot_unsigned_wide)numerator * LOT_RESPONSE_WHOLE;
    *out = (uint64_t)(parts / whole);
    return numerator <= whole && parts % whole == 0;
}

static void read_extra(reader *in, lot_stratum *stratum, uint32_t row, const char *cell)
{
    if (strcmp(cell, "yes") == 0 || strcmp(cell, "1") == 0)
        stratum->extra = true;
    else if (*cell != '\0' && strcmp(cell, "no") != 0 && strcmp(cell, "0") != 0)
        complain(in, row, in->extra, "write yes, or leave it blank");
}

static lot_status read_number(reader *in, lot_stratum *stratum, uint32_t row, lot_error *error)
{
    uint64_t number = 0;
    char *cell = lot_tidy(lot_table_cell(in->table, row, in->measure));
    if (cell == NULL)
        return LOT_NO_MEMORY(error);
    bool good = in->kind->fraction ? read_part(&number, cell) : read_whole(&number, cell);
    free(cell);
    if (in->kind->rule == LOT_LETTERS_GIVEN)
        good = good && number <= LOT_LETTERS_MOST;
    if (in->kind->rule == LOT_LETTERS_BY_RESPONSE)
        good = good && number > 0;
    if (!good)
        complain(in, row, in->measure,
                 in->kind->fraction ? "write a share above zero, at most 100%, with at most six "
                                      "digits behind the point: 4.2% or 0.042"
                                    : "write a whole number");
    else if (in->kind->rule == LOT_LETTERS_GIVEN)
        stratum->letters = (uint32_t)number;
    else
        stratum->measure = number;
    return LOT_OK;
}

/* The row's name, which no other row has. */
static lot_status read_name(reader *in, lot_stratum *stratum, uint32_t row, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t number;
    const char *cell = lot_table_cell(in->table, row, in->name);
    char *folded = lot_fold(cell);
    stratum->name = lot_tidy(cell);
    uint32_t before = lot_names_count(in->folded);
    if (stratum->name == NULL || folded == NULL || !lot_names_add(&number, in->folded, folded))
        TRY(LOT_NO_MEMORY(error));
    if (*stratum->name == '\0' || !lot_is_one_line(stratum->name))
        complain(in, row, in->name, "here must be the stratum's name, on one line");
    else if (number < before)
        complain(in, row, in->name, "this stratum stands above already");
done:
    free(folded);
    return status;
}

static lot_status read_row(reader *in, uint32_t row, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_stratum *stratum = &in->it->strata[in->it->strata_count++];
    TRY(read_name(in, stratum, row, error));
    if (in->kind != NULL)
        TRY(read_number(in, stratum, row, error));
    if (in->extra != LOT_NO_COLUMN) {
        char *cell = lot_fold(lot_table_cell(in->table, row, in->extra));
        if (cell == NULL)
            TRY(LOT_NO_MEMORY(error));
        read_extra(in, stratum, row, cell);
        free(cell);
    }
done:
    return status;
}

/* No column of the file is passed over that its writer may rely on. */
static void refuse_column(const reader *in, const char *header, const char *why)
{
    lot_problems_add(in->problems, "%s: the column %s: %s; rename or remove it",
                     lot_table_name(in->table), header, why);
}

static lot_status find_measure(reader *in, bool staged, lot_error *error)
{
    lot_status status = LOT_OK;
    for (size_t m = 0; m < MEASURES; m++) {
        uint32_t column;
        TRY(lot_table_find_column(&column, NULL, in->table, measures[m].header, error));
        if (column == LOT_NO_COLUMN)
            continue;
        if (staged)
            refuse_column(in, measures[m].header,
                          "in two stages the addresses on the list alone count");
        else if (in->kind != NULL)
            lot_problems_add(in->problems,
                             "%s: the columns %s and %s: letters can be in proportion to one of "
                             "them; rename or remove the other",
                             lot_table_name(in->table), in->kind->header, measures[m].header);
        in->kind = &measures[m];
        in->measure = column;
    }
done:
    return status;
}

static lot_status find_columns(reader *in, lot_error *error)
{
    lot_status status = LOT_OK;
    bool staged = in->it->rule == LOT_LETTERS_TWO_STAGE;
    TRY(lot_column_need(&in->name, in->table, "stratum", "it names the strata", in->problems,
                        error));
    TRY(lot_table_find_column(&in->extra, NULL, in->table, "extra", error));
    TRY(find_measure(in, staged, error));
    if (in->kind != NULL && !staged)
        in->it->rule = in->kind->rule;
    if (in->extra != LOT_NO_COLUMN && (staged || in->it->rule == LOT_LETTERS_GIVEN))
        refuse_column(in, "extra",
                      staged ? "two stages have no extra letters"
                             : "the column letters gives them all, and no others are extra");
done:
    return status;
}

lot_status lot_strata_read(lot_invitation *it, const lot_table *table, lot_problems *problems,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    size_t before = lot_problems_count(problems);
    uint32_t rows = lot_table_rows_count(table);
    reader in = {.it = it, .table = table, .problems = problems};
    TRY(find_columns(&in, error));
    if (rows == 0 || rows > LOT_STRATA_MOST)
        lot_problems_add(problems, "%s: it must have from 1 to %d strata", lot_table_name(table),
                         (int)LOT_STRATA_MOST);
    TRY(lot_problems_refuse(problems, before, lot_table_name(table), error));
    in.folded = lot_names_new();
    it->strata = lot_array_new(rows, sizeof *it->strata);
    if (in.folded == NULL || it->strata == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t row = 0; row < rows; row++)
        TRY(read_row(&in, row, error));
    TRY(lot_problems_refuse(problems, before, lot_table_name(table), error));
done:
    lot_names_free(in.folded);
    return status;
}
