/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorter: blocks of buckets in one file, in the order in which they filled. */
#include "invite/sorter.h"

#include "civiclot/text.h"
#include "core/array.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK_RECORDS = 1024 };

/* A full block: the file's block `i` is of bucket blocks[i]. */
struct lot_sorter {
    size_t record_bytes;
    lot_sorter_compare *compare;
    int descriptor;
    unsigned char *blocks;               /* [LOT_SORTER_BUCKETS][BLOCK_RECORDS] being filled */
    uint32_t filled[LOT_SORTER_BUCKETS]; /* records in them */
    uint32_t full[LOT_SORTER_BUCKETS];   /* blocks in the file */
    unsigned char *bucket_of;            /* [blocks_count] */
    size_t blocks_count;
    size_t room;
};

static size_t block_bytes(const lot_sorter *sorter)
{
    return BLOCK_RECORDS * sorter->record_bytes;
}

static unsigned char *block_of(const lot_sorter *sorter, uint32_t bucket)
{
    return sorter->blocks + bucket * block_bytes(sorter);
}

static lot_status make_file(int *descriptor, const char *folder, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text path = LOT_TEXT_EMPTY;
    lot_text_format(&path, "%s/.sorting-XXXXXX", folder);
    TRY(lot_text_check(&path, error));
    *descriptor = mkstemp(path.bytes); /* mode 0600 */
    if (*descriptor < 0 || unlink(path.bytes) != 0)
        TRY(LOT_FAIL(error, LOT_FAILURE, "%s: no file can be made there: %s", folder,
                     strerror(errno)));
done:
    lot_text_free(&path);
    return status;
}

lot_status lot_sorter_new(lot_sorter **out, const char *folder, size_t record_bytes,
                          lot_sorter_compare *compare, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_sorter *sorter = lot_array_new(1, sizeof *sorter);
    *out = NULL;
    if (sorter == NULL)
        return LOT_NO_MEMORY(error);
    sorter->descriptor = -1;
    sorter->record_bytes = record_bytes;
    sorter->compare = compare;
    sorter->blocks = lot_array_new(LOT_SORTER_BUCKETS, block_bytes(sorter));
    if (sorter->blocks == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(make_file(&sorter->descriptor, folder, error));
    *out = sorter;
    sorter = NULL;
done:
    lot_sorter_free(sorter);
    return status;
}

void lot_sorter_free(lot_sorter *sorter)
{
    if (sorter == NULL)
        return;
    if (sorter->descriptor >= 0)
        (void)close(sorter->descriptor);
    free(sorter->blocks);
    free(sorter->bucket_of);
    free(sorter);
}

static lot_status write_block(lot_sorter *sorter, uint32_t bucket, lot_error *error)
{
    const unsigned char *bytes = block_of(sorter, bucket);
    void *bucket_of = sorter->bucket_of;
    if (lot_array_grow(&bucket_of, &sorter->room, sorter->blocks_count, 1) != 0)
        return LOT_NO_MEMORY(error);
    sorter->bucket_of = bucket_of;
    for (size_t left = block_bytes(sorter); left > 0;) {
        ssize_t written = write(sorter->descriptor, bytes, left);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return LOT_FAIL(error, LOT_FAILURE, "what is to be sorted has no room on this disk: %s",
                            strerror(errno));
        bytes += written;
        left -= (size_t)written;
    }
    sorter->bucket_of[sorter->blocks_count++] = (unsigned char)bucket;
    sorter->full[bucket]++;
    sorter->filled[bucket] = 0;
    return LOT_OK;
}

lot_status lot_sorter_add(lot_sorter *sorter, uint32_t bucket, const void *record, lot_error *error)
{
    assert(bucket < LOT_SORTER_BUCKETS);
    memcpy(block_of(sorter, bucket) + sorter->filled[bucket]++ * sorter->record_bytes, record,
           sorter->record_bytes);
    return sorter->filled[bucket] < BLOCK_RECORDS ? LOT_OK : write_block(sorter, bucket, error);
}

static lot_status read_block(const lot_sorter *sorter, size_t block, unsigned char *bytes,
                             lot_error *error)
{
    off_t offset = (off_t)(block * block_bytes(sorter));
    for (size_t left = block_bytes(sorter); left > 0;) {
        ssize_t got = pread(sorter->descriptor, bytes, left, offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return LOT_FAIL(error, LOT_FAILURE, "what was written to sort it cannot be read: %s",
                            got < 0 ? strerror(errno) : "it ends too soon");
        bytes += got;
        left -= (size_t)got;
        offset += got;
    }
    return LOT_OK;
}

/* Bring all of a bucket into memory, sorted. *out: [*count] records, the caller's to free. */
static lot_status load(unsigned char **out, size_t *count, const lot_sorter *sorter,
                       uint32_t bucket, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t found = 0;
    *count = (size_t)sorter->full[bucket] * BLOCK_RECORDS + sorter->filled[bucket];
    *out = lot_array_new(*count, sorter->record_bytes);
    if (*out == NULL)
        return LOT_NO_MEMORY(error);
    for (size_t block = 0; found < sorter->full[bucket]; block++) {
        if (sorter->bucket_of[block] != bucket)
            continue;
        TRY(read_block(sorter, block, *out + found * block_bytes(sorter), error));
        found++;
    }
    memcpy(*out + found * block_bytes(sorter), block_of(sorter, bucket),
           sorter->filled[bucket] * sorter->record_bytes);
    qsort(*out, *count, sorter->record_bytes, sorter->compare);
done:
    if (status != LOT_OK) {
        free(*out);
        *out = NULL;
    }
    return status;
}

lot_status lot_sorter_walk(lot_sorter *sorter,
                           lot_status (*visit)(void *context, const unsigned char *record,
                                               lot_error *error),
                           void *context, lot_error *error)
{
    lot_status status = LOT_OK;
    unsigned char *records = NULL;
    size_t count;
    for (uint32_t bucket = 0; bucket < LOT_SORTER_BUCKETS; bucket++) {
        TRY(load(&records, &count, sorter, bucket, error));
        for (size_t i = 0; i < count; i++)
            TRY(visit(context, records + i * sorter->record_bytes, error));
        free(records);
        records = NULL;
    }
done:
    free(records);
    return status;
}
