/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Review, restored: what lot_review_keep() made, read as strictly as it was written. */
#include "alike/review_inside.h"
#include "core/array.h"
#include "pool/names.h"

#include <stdlib.h>
#include <string.h>

/* The kept bytes as records: each line is a string of its own. */
typedef struct lines {
    char *bytes;
    const char **records; /* [count] without the header */
    uint32_t *rows;       /* [count] */
    uint32_t count;
} lines;

static lot_status refuse(lot_error *error)
{
    return LOT_FAIL(error, LOT_BAD_INPUT, "the households that were decided are no longer a table");
}

static bool is_text(const char *bytes, size_t length)
{
    size_t header = strlen(LOT_REVIEW_KEPT_HEADER "\n");
    return length >= header && length < UINT32_MAX && memchr(bytes, '\0', length) == NULL &&
           memcmp(bytes, LOT_REVIEW_KEPT_HEADER "\n", header) == 0;
}

/* A line end within quotes is an id's own. */
static lot_status cut(lines *out, const char *bytes, size_t length, lot_error *error)
{
    uint32_t count = 0;
    bool quoted = false;
    for (size_t i = 0; i < length; i++)
        count += bytes[i] == '\n';
    out->bytes = lot_array_new(length, 1);
    out->records = lot_array_new(count, sizeof *out->records);
    out->rows = lot_array_new(count, sizeof *out->rows);
    if (out->bytes == NULL || out->records == NULL || out->rows == NULL)
        return LOT_NO_MEMORY(error);
    memcpy(out->bytes, bytes, length);
    char *from = out->bytes + strlen(LOT_REVIEW_KEPT_HEADER "\n");
    for (char *at = from; at < out->bytes + length; at++) {
        quoted = quoted != (*at == '"');
        if (*at != '\n' || quoted)
            continue;
        *at = '\0';
        out->records[out->count] = from;
        out->rows[out->count] = out->count + 2;
        out->count++;
        from = at + 1;
    }
    return from == out->bytes + length ? LOT_OK : refuse(error);
}

static lot_status add(lot_review *review, const lot_table *table, uint32_t row,
                      const lot_names *ids, lot_error *error)
{
    const char *same = lot_table_cell(table, row, 2);
    uint32_t a = lot_names_find(ids, lot_table_cell(table, row, 0));
    uint32_t b = lot_names_find(ids, lot_table_cell(table, row, 1));
    bool yes = strcmp(same, "yes") == 0;
    if (!yes && strcmp(same, "no") != 0)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "the households that were decided are neither yes nor no");
    if (a != LOT_NO_NAME && b != LOT_NO_NAME && a != b)
        review->decisions[review->count++] =
            (lot_decision){a, b, row + 2, yes ? LOT_SAME : LOT_NOT_SAME};
    return LOT_OK;
}

lot_status lot_review_restore(lot_review **out, const char *bytes, size_t length,
                              const lot_pool *pool, lot_error *error)
{
    static const lot_table_form form = {.encoding = LOT_UTF8, .delimiter = ',', .line_end = LOT_LF};
    lot_status status = LOT_OK;
    lines kept = {.count = 0};
    lot_table *table = NULL;
    lot_names *ids = lot_names_new();
    lot_review *review = lot_array_new(1, sizeof *review);
    uint32_t number;
    *out = NULL;
    if (ids == NULL || review == NULL)
        TRY(LOT_NO_MEMORY(error));
    if (!is_text(bytes, length))
        TRY(refuse(error));
    TRY(cut(&kept, bytes, length, error));
    TRY(lot_table_restore(&table, "households", &form, LOT_REVIEW_KEPT_HEADER, kept.records,
                          kept.rows, kept.count, error));
    for (uint32_t person = 0; person < pool->people_count; person++)
        if (!lot_names_add(&number, ids, pool->ids[person]))
            TRY(LOT_NO_MEMORY(error));
    review->decisions = lot_array_new(kept.count, sizeof *review->decisions);
    if (review->decisions == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t row = 0; row < kept.count; row++)
        TRY(add(review, table, row, ids, error));
    TRY(lot_review_index(review, pool, error));
    *out = review;
    review = NULL;
done:
    lot_review_free(review);
    lot_table_free(table);
    lot_names_free(ids);
    free(kept.bytes);
    free(kept.records);
    free(kept.rows);
    return status;
}
