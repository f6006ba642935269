/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quotas: quotas.csv in its published form, and no other.
 *
 * Of the invariants in quota.h this holds all that needs no tables of Unicode: Q1 to Q3; that no
 * two names are equal byte by byte, where Q4 has it after folding; and names without control
 * characters of ASCII, that neither begin nor end with a space (Q5).
 */
#include "verify/verifier.h"

#include "core/array.h"

#include <stdlib.h>
#include <string.h>

enum { QUOTAS_MOST = 1 << 24, ROWS_MOST = 65535 };

typedef struct reader {
    lot_lines lines;
    lot_verifier *v;
    lot_quotas *quotas;
    size_t rows_room, features_room;
} reader;

/* Does the row go on with the feature of the row before? */
static bool is_same_feature(const lot_quotas *quotas, const char *name)
{
    return quotas->features_count > 0 &&
           strcmp(quotas->features[quotas->features_count - 1].name, name) == 0;
}

/* Takes `name`. */
static lot_status enter_feature(reader *in, char *name)
{
    lot_quotas *quotas = in->quotas;
    if (is_same_feature(quotas, name)) {
        free(name);
    } else {
        if (lot_array_grow((void **)&quotas->features, &in->features_room, quotas->features_count,
                           sizeof *quotas->features) != 0) {
            free(name);
            return LOT_NO_MEMORY(in->v->error);
        }
        quotas->features[quotas->features_count++] = (lot_feature){name, quotas->count, 0};
    }
    quotas->features[quotas->features_count - 1].values_count++;
    return LOT_OK;
}

static lot_status take_row(reader *in)
{
    lot_status status = LOT_OK;
    lot_quotas *quotas = in->quotas;
    lot_lines *lines = &in->lines;
    uint32_t seats = in->v->terms.seats;
    char *name = NULL;
    if (quotas->count == ROWS_MOST)
        TRY(lot_lines_refuse(lines, "there are more rows than are read: 65535", in->v->error));
    TRY(lot_array_grow((void **)&quotas->rows, &in->rows_room, quotas->count,
                       sizeof *quotas->rows) == 0
            ? LOT_OK
            : LOT_NO_MEMORY(in->v->error));
    lot_quota quota = {.max_flex = LOT_UNBOUNDED, .row = quotas->count + 2};
    if (!lot_lines_name(lines, &name))
        TRY(lot_lines_refuse(lines, "here must be a feature's name and a comma", in->v->error));
    TRY(name == NULL ? LOT_NO_MEMORY(in->v->error) : enter_feature(in, name));
    quota.feature = quotas->features_count - 1;
    if (!lot_lines_name(lines, &quota.value))
        TRY(lot_lines_refuse(lines, "here must be a value of the feature and a comma",
                             in->v->error));
    if (quota.value == NULL)
        TRY(LOT_NO_MEMORY(in->v->error));
    quotas->rows[quotas->count++] = quota;
    lot_quota *row = &quotas->rows[quotas->count - 1];
    if (!lot_lines_index(lines, &row->min, seats) || !lot_lines_word(lines, ",") ||
        !lot_lines_index(lines, &row->max, seats) || row->min > row->max)
        TRY(lot_lines_refuse(lines, "here must be min and max: 0 <= min <= max <= seats",
                             in->v->error));
    if (!lot_lines_word(lines, "\n"))
        TRY(lot_lines_refuse(lines, "the line does not end behind max", in->v->error));
done:
    return status;
}

/* Q2. */
static lot_status check_sums(const reader *in)
{
    const lot_quotas *quotas = in->quotas;
    uint64_t seats = in->v->terms.seats;
    for (uint32_t f = 0; f < quotas->features_count; f++) {
        uint64_t minima = 0, maxima = 0;
        uint32_t first = quotas->features[f].first;
        for (uint32_t q = first; q < first + quotas->features[f].values_count; q++) {
            minima += quotas->rows[q].min;
            maxima += quotas->rows[q].max;
        }
        if (minima > seats || maxima < seats)
            return LOT_FAIL(in->v->error, LOT_NOT_VERIFIED,
                            "quotas.csv, line %u: no panel can meet the bounds of the feature that "
                            "begins here",
                            quotas->rows[first].row);
    }
    return LOT_OK;
}

/* A name with the feature that it is a value of; a feature's own name has none. */
typedef struct named {
    const char *name;
    uint32_t feature;
    uint32_t row;
} named;

static int compare_named(const void *a, const void *b)
{
    const named *left = a;
    const named *right = b;
    if (left->feature != right->feature)
        return left->feature < right->feature ? -1 : 1;
    int order = strcmp(left->name, right->name);
    return order != 0 ? order : (left->row > right->row) - (left->row < right->row);
}

/* No two features are equal, and no two values of one; features that stand apart are two. */
static lot_status check_names(const reader *in)
{
    const lot_quotas *quotas = in->quotas;
    size_t count = 0;
    uint32_t twice = 0;
    named *names = lot_array_new((size_t)quotas->count + quotas->features_count, sizeof *names);
    if (names == NULL)
        return LOT_NO_MEMORY(in->v->error);
    for (uint32_t q = 0; q < quotas->count; q++)
        names[count++] = (named){quotas->rows[q].value, quotas->rows[q].feature, q + 2};
    for (uint32_t f = 0; f < quotas->features_count; f++)
        names[count++] =
            (named){quotas->features[f].name, UINT32_MAX, quotas->features[f].first + 2};
    qsort(names, count, sizeof *names, compare_named);
    for (size_t i = 1; i < count; i++)
        if (names[i - 1].feature == names[i].feature &&
            strcmp(names[i - 1].name, names[i].name) == 0 && (twice == 0 || names[i].row < twice))
            twice = names[i].row;
    free(names);
    if (twice > 0)
        return LOT_FAIL(in->v->error, LOT_NOT_VERIFIED,
                        "quotas.csv, line %u: this feature or value stands above already", twice);
    return LOT_OK;
}

lot_status lot_verify_read_quotas(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    v->quotas = lot_array_new(1, sizeof *v->quotas);
    reader in = {.v = v, .quotas = v->quotas};
    if (v->quotas == NULL)
        TRY(LOT_NO_MEMORY(v->error));
    TRY(lot_verify_load(v, LOT_FILE_QUOTAS, QUOTAS_MOST, &text));
    TRY(lot_verify_utf8(v, LOT_FILE_QUOTAS, &text));
    in.lines = lot_verify_lines(LOT_FILE_QUOTAS, &text);
    if (!lot_lines_word(&in.lines, "feature,value,min,max\n"))
        TRY(lot_lines_refuse(&in.lines, "the columns are not feature,value,min,max", v->error));
    while (!lot_lines_at_end(&in.lines))
        TRY(take_row(&in));
    TRY(check_names(&in));
    TRY(check_sums(&in));
done:
    lot_text_free(&text);
    return status;
}
