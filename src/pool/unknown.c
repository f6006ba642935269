/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unknown: groups by their folded form, and what is said of each. */
#include "pool/unknown.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "pool/message.h"
#include "pool/names.h"
#include "pool/near.h"
#include "pool/rows.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    SHOWN_VALUES = 8,
    DOUBTFUL_LEAST = 3 /* rows; fewer say nothing about the quotas */
};

typedef struct unknown_group {
    const char *cell; /* as it was first written */
    bool blank;
    lot_rows rows;
} unknown_group;

struct lot_unknown {
    const lot_quota *values;
    uint32_t values_count;
    lot_names *folded;     /* of the groups, by their numbers */
    unknown_group *groups; /* [folded count] */
    size_t room;
};

/* Where the groups of a column are told. */
typedef struct unknown_teller {
    const lot_unknown *unknown;
    const char *file;
    const char *column;
    bool values_told;
    lot_problems *problems;
} unknown_teller;

lot_unknown *lot_unknown_new(const lot_quota *values, uint32_t count)
{
    lot_unknown *unknown = lot_array_new(1, sizeof *unknown);
    if (unknown == NULL)
        return NULL;
    unknown->values = values;
    unknown->values_count = count;
    unknown->folded = lot_names_new();
    if (unknown->folded == NULL) {
        free(unknown);
        return NULL;
    }
    return unknown;
}

void lot_unknown_free(lot_unknown *unknown)
{
    if (unknown == NULL)
        return;
    lot_names_free(unknown->folded);
    free(unknown->groups);
    free(unknown);
}

bool lot_unknown_add(uint32_t *group, lot_unknown *unknown, const char *cell, const char *folded)
{
    uint32_t count = lot_names_count(unknown->folded);
    void *groups = unknown->groups;
    if (lot_array_grow(&groups, &unknown->room, count, sizeof *unknown->groups) != 0)
        return false;
    unknown->groups = groups;
    if (!lot_names_add(group, unknown->folded, folded))
        return false;
    if (*group == count)
        unknown->groups[count] = (unknown_group){.cell = cell, .blank = lot_is_blank(cell)};
    return true;
}

void lot_unknown_meet(lot_unknown *unknown, uint32_t group, uint32_t row_number)
{
    lot_rows_meet(&unknown->groups[group].rows, row_number);
}

/* Fold all values; NULL: no memory. */
static char **fold_values(const lot_unknown *unknown)
{
    char **folded = lot_array_new(unknown->values_count, sizeof *folded);
    for (uint32_t v = 0; folded != NULL && v < unknown->values_count; v++)
        folded[v] = lot_fold(unknown->values[v].value);
    return folded;
}

/* Where memory is short, nothing is said to be meant. */
static void put_meant(lot_text *words, const lot_unknown *unknown, const char *cell)
{
    uint32_t near = LOT_NONE_NEAR;
    uint32_t folded_count = 0;
    char *typed = lot_fold(cell);
    char **folded = fold_values(unknown);
    while (folded != NULL && folded_count < unknown->values_count && folded[folded_count] != NULL)
        folded_count++;
    if (typed != NULL && folded_count == unknown->values_count)
        lot_near_find(&near, typed, (const char *const *)folded, folded_count);
    if (near != LOT_NONE_NEAR) {
        lot_text_put(words, ": did you mean ");
        lot_message_put_cell(words, unknown->values[near].value);
        lot_text_put(words, "?");
    }
    for (uint32_t v = 0; folded != NULL && v < unknown->values_count; v++)
        free(folded[v]);
    free(folded);
    free(typed);
}

/* Which values there are: once for a column. */
static void put_values(lot_text *words, unknown_teller *teller)
{
    const lot_unknown *unknown = teller->unknown;
    if (teller->values_told)
        return;
    teller->values_told = true;
    lot_text_put(words, " (there are: ");
    for (uint32_t v = 0; v < unknown->values_count && v <= SHOWN_VALUES; v++) {
        lot_text_put(words, v > 0 ? ", " : "");
        if (v < SHOWN_VALUES)
            lot_message_put_cell(words, unknown->values[v].value);
        else
            lot_text_put(words, "...");
    }
    lot_text_put(words, ")");
}

/* A single row stands where it stands in all other problems; several come after what is wrong. */
static void put_place(lot_text *words, const unknown_teller *teller, const lot_rows *rows)
{
    lot_text_put(words, teller->file);
    if (rows != NULL && rows->count == 1) {
        lot_text_put(words, ", ");
        lot_rows_put(words, rows);
    }
    lot_text_put(words, ", column ");
    lot_message_put_cell(words, teller->column);
}

static void tell_blank(const unknown_teller *teller, const lot_rows *rows)
{
    lot_text words = LOT_TEXT_EMPTY;
    put_place(&words, teller, rows);
    if (rows->count == 1) {
        lot_text_put(&words, " is empty");
    } else {
        lot_text_put(&words, ": no value in ");
        lot_rows_put(&words, rows);
    }
    lot_text_put(&words, ": fill it in or give the quotas a value for it");
    lot_problems_take(teller->problems, &words);
}

static void tell_value(unknown_teller *teller, const unknown_group *group)
{
    lot_text words = LOT_TEXT_EMPTY;
    put_place(&words, teller, &group->rows);
    lot_text_put(&words, ": '");
    lot_message_put_cell(&words, group->cell);
    lot_text_put(&words, "' is not a value in the quotas");
    put_values(&words, teller);
    if (group->rows.count > 1) {
        lot_text_put(&words, ": ");
        lot_rows_put(&words, &group->rows);
    }
    put_meant(&words, teller->unknown, group->cell);
    lot_problems_take(teller->problems, &words);
}

static void tell_others(const unknown_teller *teller, const unknown_group *groups, uint32_t count)
{
    uint64_t rows_count = 0;
    uint32_t first = UINT32_MAX;
    lot_text words = LOT_TEXT_EMPTY;
    for (uint32_t g = 0; g < count; g++) {
        rows_count += groups[g].rows.count;
        first = groups[g].rows.first[0] < first ? groups[g].rows.first[0] : first;
    }
    put_place(&words, teller, NULL);
    lot_text_format(&words,
                    ": %" PRIu32 " more that %s in the quotas: %" PRIu64 " row%s, first %" PRIu32,
                    count, count == 1 ? "is no value" : "are no values", rows_count,
                    rows_count == 1 ? "" : "s", first);
    lot_problems_take(teller->problems, &words);
}

/* When it is nearly everybody, it is rarely the people who are wrong. */
static void tell_doubt(unknown_teller *teller, uint32_t groups_count, uint32_t people_count)
{
    uint64_t rows_count = 0;
    for (uint32_t g = 0; g < groups_count; g++)
        if (!teller->unknown->groups[g].blank)
            rows_count += teller->unknown->groups[g].rows.count;
    if (rows_count < DOUBTFUL_LEAST || rows_count * 2 <= people_count)
        return;
    lot_text words = LOT_TEXT_EMPTY;
    put_place(&words, teller, NULL);
    lot_text_format(&words, ": %" PRIu64 " of %" PRIu32 " people have a value not in the quotas",
                    rows_count, people_count);
    put_values(&words, teller);
    lot_text_put(&words, ": the quota file may be the wrong one, or misspelt");
    lot_problems_take(teller->problems, &words);
}

/* Blank ones first, then by how many rows are mended with one change; never two alike. */
static int compare(const void *left, const void *right)
{
    const unknown_group *a = left;
    const unknown_group *b = right;
    if (a->blank != b->blank)
        return a->blank ? -1 : 1;
    if (a->rows.count != b->rows.count)
        return a->rows.count > b->rows.count ? -1 : 1;
    return a->rows.first[0] < b->rows.first[0] ? -1 : 1;
}

void lot_unknown_tell(lot_unknown *unknown, const char *file, const char *column,
                      uint32_t people_count, lot_problems *problems)
{
    uint32_t count = lot_names_count(unknown->folded);
    unknown_teller teller = {unknown, file, column, false, problems};
    if (count == 0)
        return;
    qsort(unknown->groups, count, sizeof *unknown->groups, compare);
    tell_doubt(&teller, count, people_count);
    for (uint32_t g = 0; g < count && g < LOT_UNKNOWN_SHOWN; g++) {
        if (unknown->groups[g].blank)
            tell_blank(&teller, &unknown->groups[g].rows);
        else
            tell_value(&teller, &unknown->groups[g]);
    }
    if (count > LOT_UNKNOWN_SHOWN)
        tell_others(&teller, unknown->groups + LOT_UNKNOWN_SHOWN, count - LOT_UNKNOWN_SHOWN);
}
