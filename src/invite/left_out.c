/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Left out: sorted by row on the disk, as they may be most of the file. */
#include "invite/left_out.h"

#include "core/array.h"
#include "invite/private_file.h"
#include "invite/sorter.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The first buckets have as many rows each; the last has the rest of 2^25 rows. */
enum { BUCKET_BITS = 17 };

typedef struct left_row {
    uint32_t row, reason, like;
} left_row;

struct lot_left_out {
    lot_sorter *sorter;
    lot_left_counts counts;
};

static int compare(const void *a, const void *b)
{
    uint32_t left = ((const left_row *)a)->row;
    uint32_t right = ((const left_row *)b)->row;
    return left < right ? -1 : left > right;
}

lot_status lot_left_out_new(lot_left_out **out, const char *folder, lot_error *error)
{
    *out = lot_array_new(1, sizeof **out);
    if (*out == NULL)
        return LOT_NO_MEMORY(error);
    lot_status status = lot_sorter_new(&(*out)->sorter, folder, sizeof(left_row), compare, error);
    if (status != LOT_OK) {
        free(*out);
        *out = NULL;
    }
    return status;
}

void lot_left_out_free(lot_left_out *left)
{
    if (left == NULL)
        return;
    lot_sorter_free(left->sorter);
    free(left);
}

/* They come in any order, and the first in the file are shown. */
static void meet(lot_left_counts *counts, lot_left_reason reason, uint32_t row)
{
    uint32_t *first = counts->first[reason];
    uint32_t count = counts->count[reason]++;
    uint32_t shown = count < LOT_LEFT_SHOWN ? count : LOT_LEFT_SHOWN;
    uint32_t at = shown;
    while (at > 0 && first[at - 1] > row)
        at--;
    for (uint32_t i = shown < LOT_LEFT_SHOWN ? shown : LOT_LEFT_SHOWN - 1; i > at; i--)
        first[i] = first[i - 1];
    if (at < LOT_LEFT_SHOWN)
        first[at] = row;
}

lot_status lot_left_out_add(lot_left_out *left, uint32_t row, lot_left_reason reason, uint32_t like,
                            lot_error *error)
{
    const left_row added = {row, reason, like};
    uint32_t bucket = row >> BUCKET_BITS;
    meet(&left->counts, reason, row);
    return lot_sorter_add(
        left->sorter, bucket < LOT_SORTER_BUCKETS ? bucket : LOT_SORTER_BUCKETS - 1, &added, error);
}

const lot_left_counts *lot_left_out_counts(const lot_left_out *left)
{
    return &left->counts;
}

uint32_t lot_left_out_faults(const lot_left_out *left)
{
    uint32_t faults = 0;
    for (unsigned reason = LOT_LEFT_NO_ADDRESS; reason < LOT_LEFT_REASONS; reason++)
        faults += left->counts.count[reason];
    return faults;
}

void lot_left_out_tell(const lot_left_out *left, const char *name, lot_problems *problems)
{
    static const char *const words[LOT_LEFT_REASONS] = {
        [LOT_LEFT_NO_ADDRESS] = "the first column of --address is blank, so there is no address",
        [LOT_LEFT_NO_STRATUM] = "the column of --stratum is blank, or no line of text",
        [LOT_LEFT_UNKNOWN_STRATUM] = "a stratum that the file of --strata does not have",
        [LOT_LEFT_TWO_STRATA] = "another row has the same address in another stratum",
    };
    for (unsigned reason = LOT_LEFT_NO_ADDRESS; reason < LOT_LEFT_REASONS; reason++) {
        uint32_t count = left->counts.count[reason];
        lot_text line = LOT_TEXT_EMPTY;
        if (count == 0)
            continue;
        lot_text_format(&line, "%s, ", name);
        if (count > LOT_LEFT_SHOWN)
            lot_text_format(&line, "%" PRIu32 " rows, first ", count);
        else
            lot_text_put(&line, count == 1 ? "row " : "rows ");
        for (uint32_t i = 0; i < count && i < LOT_LEFT_SHOWN; i++)
            lot_text_format(&line, "%s%" PRIu32, i > 0 ? ", " : "", left->counts.first[reason][i]);
        lot_text_format(&line, ": %s", words[reason]);
        lot_problems_take(problems, &line);
    }
}

static lot_status write_row(void *context, const unsigned char *record, lot_error *error)
{
    static const char *const words[LOT_LEFT_REASONS] = {
        [LOT_LEFT_SAME_ADDRESS] = "same address",       [LOT_LEFT_EARLIER] = "earlier mailing",
        [LOT_LEFT_NO_ADDRESS] = "no address",           [LOT_LEFT_NO_STRATUM] = "no stratum",
        [LOT_LEFT_UNKNOWN_STRATUM] = "unknown stratum", [LOT_LEFT_TWO_STRATA] = "two strata",
    };
    char line[96];
    char like[16] = "";
    left_row row;
    memcpy(&row, record, sizeof row);
    if (row.like > 0)
        (void)snprintf(like, sizeof like, "%" PRIu32, row.like);
    int length =
        snprintf(line, sizeof line, "%" PRIu32 ",%s,%s\n", row.row, words[row.reason], like);
    return lot_private_file_put(context, line, (size_t)length, error);
}

lot_status lot_left_out_write(lot_left_out *left, const char *to, lot_error *error)
{
    static const char header[] = "row,reason,like_row\n";
    lot_status status = LOT_OK;
    lot_private_file file = {.file = NULL};
    TRY(lot_private_file_make(&file, to, "left-out.csv", error));
    TRY(lot_private_file_put(&file, header, sizeof header - 1, error));
    TRY(lot_sorter_walk(left->sorter, write_row, &file, error));
    TRY(lot_private_file_finish(&file, error));
done:
    lot_private_file_drop(&file);
    return status;
}
