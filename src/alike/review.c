/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Review: what is done with decisions, however they came; reading them: review_read.c. */
#include "civiclot/review.h"

#include "alike/review_inside.h"
#include "civiclot/fold.h"
#include "civiclot/spreadsheet.h"
#include "core/array.h"
#include "pool/names.h"
#include "pool/wording.h"

#include <stdlib.h>
#include <string.h>

void lot_review_free(lot_review *review)
{
    if (review == NULL)
        return;
    free(review->decisions);
    free(review->pairs);
    free(review->addresses);
    free(review);
}

lot_status lot_review_address(lot_text *address, const lot_table *people, uint32_t person,
                              const uint32_t *columns, uint32_t count, lot_error *error)
{
    address->length = 0;
    for (uint32_t c = 0; c < count; c++) {
        char *part = lot_tidy(lot_table_cell(people, person, columns[c]));
        if (part == NULL)
            return LOT_NO_MEMORY(error);
        if (address->length > 0 && part[0] != '\0')
            lot_text_put(address, ", ");
        lot_text_put(address, part);
        free(part);
    }
    return lot_text_check(address, error);
}

lot_status lot_review_columns(uint32_t **out, const lot_table *people,
                              const lot_pool_columns *columns, lot_error *error)
{
    lot_status status = LOT_OK;
    *out = lot_array_new(columns->household_count, sizeof **out);
    if (*out == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t c = 0; c < columns->household_count; c++)
        TRY(lot_table_find_column(&(*out)[c], NULL, people, columns->household[c], error));
done:
    return status;
}

static void put_cell(lot_text *line, const char *cell, char delimiter)
{
    lot_text safe = LOT_TEXT_EMPTY;
    lot_spreadsheet_put(&safe, cell);
    lot_csv_put_cell(line, lot_text_string(&safe), delimiter);
    lot_text_add(line, &delimiter, 1);
    lot_text_free_part(line, &safe);
}

/* One pair; `same` is left blank. */
static lot_status put_pair(lot_text *line, const lot_near_pair *pair, const lot_pool *pool,
                           const lot_table *people, const lot_address_columns *columns,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    const uint32_t both[] = {pair->a, pair->b};
    char delimiter = lot_table_get_form(people)->delimiter;
    line->length = 0;
    for (int i = 0; i < 2; i++)
        lot_text_format(line, "%u%c", pool->rows[both[i]], delimiter);
    for (int i = 0; i < 2; i++)
        put_cell(line, pool->ids[both[i]], delimiter);
    for (int i = 0; i < 2; i++) {
        TRY(lot_review_address(&words, people, both[i], columns->columns, columns->count, error));
        put_cell(line, lot_text_string(&words), delimiter);
    }
    words.length = 0;
    lot_near_homes_put_reasons(&words, pair->reasons);
    put_cell(line, lot_text_string(&words), delimiter);
    TRY(lot_text_check(line, error));
done:
    lot_text_free(&words);
    return status;
}

static void put_header(lot_text *line, char delimiter)
{
    static const char *const names[] = {"row 1",
                                        "row 2",
                                        LOT_REVIEW_ID_1,
                                        LOT_REVIEW_ID_2,
                                        LOT_REVIEW_ADDRESS_1,
                                        LOT_REVIEW_ADDRESS_2,
                                        "why"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        lot_text_format(line, "%s%c", names[i], delimiter);
    lot_text_put(line, LOT_REVIEW_SAME);
}

lot_status lot_review_write(lot_text *file, const lot_near_homes *nears, const lot_pool *pool,
                            const lot_table *people, const lot_pool_columns *columns,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text line = LOT_TEXT_EMPTY;
    uint32_t *household = NULL;
    lot_table_form form = *lot_table_get_form(people);
    /* few bytes of Windows-1252 may be taken for UTF-8, and UTF-8 without the mark for others */
    form.encoding = LOT_UTF8;
    form.byte_order_mark = true;
    TRY(lot_review_columns(&household, people, columns, error));
    put_header(&line, form.delimiter);
    lot_table_write_record(file, &form, lot_text_string(&line), NULL);
    const lot_address_columns address = {.columns = household, .count = columns->household_count};
    for (uint32_t i = 0; i < nears->count; i++) {
        TRY(put_pair(&line, &nears->pairs[i], pool, people, &address, error));
        lot_table_write_record(file, &form, lot_text_string(&line), NULL);
    }
    TRY(lot_text_check(&line, error));
    TRY(lot_text_check(file, error));
done:
    free(household);
    lot_text_free(&line);
    return status;
}

/* The addresses of two people as one number, in whichever order. */
static uint64_t pair_of(const lot_review *review, uint32_t a, uint32_t b)
{
    uint64_t x = review->addresses[a];
    uint64_t y = review->addresses[b];
    return x < y ? x << 32 | y : y << 32 | x;
}

static int compare_pairs(const void *a, const void *b)
{
    const uint64_t *x = a;
    const uint64_t *y = b;
    return *x < *y ? -1 : *x > *y;
}

lot_status lot_review_index(lot_review *review, const lot_pool *pool, lot_error *error)
{
    size_t bytes = pool->people_count * sizeof *review->addresses;
    review->addresses = lot_array_new(pool->people_count, sizeof *review->addresses);
    review->pairs = lot_array_new(review->count, sizeof *review->pairs);
    if (review->addresses == NULL || review->pairs == NULL)
        return LOT_NO_MEMORY(error);
    memcpy(review->addresses, pool->households, bytes);
    for (uint32_t i = 0; i < review->count; i++)
        review->pairs[i] = pair_of(review, review->decisions[i].a, review->decisions[i].b);
    qsort(review->pairs, review->count, sizeof *review->pairs, compare_pairs);
    return LOT_OK;
}

bool lot_review_knows(const void *review, uint32_t a, uint32_t b)
{
    const lot_review *r = review;
    uint64_t pair = pair_of(r, a, b);
    return bsearch(&pair, r->pairs, r->count, sizeof *r->pairs, compare_pairs) != NULL;
}

uint32_t lot_review_count(const lot_review *review, lot_sameness same)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < review->count; i++)
        count += review->decisions[i].same == same;
    return count;
}

lot_status lot_review_apply(lot_pool *pool, const lot_review *review, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = 0;
    uint32_t *a = lot_array_new(review->count, sizeof *a);
    uint32_t *b = lot_array_new(review->count, sizeof *b);
    if (a == NULL || b == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < review->count; i++) {
        if (review->decisions[i].same != LOT_SAME)
            continue;
        a[count] = review->decisions[i].a;
        b[count++] = review->decisions[i].b;
    }
    TRY(lot_pool_join(pool, a, b, count, error));
done:
    free(a);
    free(b);
    return status;
}

void lot_review_keep(lot_text *kept, const lot_review *review, const lot_pool *pool)
{
    lot_text_put(kept, LOT_REVIEW_KEPT_HEADER "\n");
    for (uint32_t i = 0; i < review->count; i++) {
        const lot_decision *decision = &review->decisions[i];
        if (decision->same == LOT_UNDECIDED)
            continue;
        lot_csv_put_cell(kept, pool->ids[decision->a], ',');
        lot_text_put(kept, ",");
        lot_csv_put_cell(kept, pool->ids[decision->b], ',');
        lot_text_put(kept, decision->same == LOT_SAME ? ",yes\n" : ",no\n");
    }
}
