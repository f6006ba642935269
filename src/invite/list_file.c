/* SPDX-License-Identifier: GPL-3.0-or-later */
/* List: list.bin, written and read from its beginning to its end. */
#include "invite/list_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char head[] = "civiclot-list/1\n";

enum { HEAD_BYTES = sizeof head - 1 };

static void put_u32(unsigned char *to, uint32_t number)
{
    for (int i = 3; i >= 0; i--, number >>= 8)
        to[i] = (unsigned char)(number & 0xff);
}

static uint32_t get_u32(const unsigned char *from)
{
    uint32_t number = 0;
    for (int i = 0; i < 4; i++)
        number = number << 8 | from[i];
    return number;
}

void lot_listed_pack(unsigned char record[LOT_LISTED_BYTES], const lot_listed_address *address)
{
    memcpy(record, address->code.bytes, LOT_DIGEST_BYTES);
    put_u32(record + LOT_DIGEST_BYTES, address->stratum);
    put_u32(record + LOT_DIGEST_BYTES + 4, address->row);
}

void lot_listed_unpack(lot_listed_address *address, const unsigned char record[LOT_LISTED_BYTES])
{
    memcpy(address->code.bytes, record, LOT_DIGEST_BYTES);
    address->stratum = get_u32(record + LOT_DIGEST_BYTES);
    address->row = get_u32(record + LOT_DIGEST_BYTES + 4);
}

int lot_listed_compare(const void *a, const void *b)
{
    return memcmp(a, b, LOT_LISTED_BYTES);
}

lot_status lot_list_begin(lot_private_file *out, const char *folder, lot_error *error)
{
    lot_status status = lot_private_file_make(out, folder, LOT_LIST_NAME, error);
    return status != LOT_OK ? status : lot_private_file_put(out, head, HEAD_BYTES, error);
}

/* The file as it is read. */
typedef struct reading {
    FILE *file;
    const char *path;
    uint32_t strata_count;
} reading;

/* The next record; *there: is there one? */
static lot_status take(bool *there, lot_listed_address *out, const reading *from, lot_error *error)
{
    unsigned char record[LOT_LISTED_BYTES];
    size_t got = fread(record, 1, sizeof record, from->file);
    *there = got == sizeof record;
    if (*there)
        lot_listed_unpack(out, record);
    else if (ferror(from->file) != 0)
        return LOT_FAIL(error, LOT_FAILURE, "%s: cannot be read: %s", from->path, strerror(errno));
    else if (got > 0)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s: it was cut off", from->path);
    if (*there && out->stratum >= from->strata_count)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s: it is not the list of this invitation",
                        from->path);
    return LOT_OK;
}

static lot_status walk(const reading *from, lot_list_visit *visit, void *context, lot_error *error)
{
    lot_status status = LOT_OK;
    char begin[HEAD_BYTES];
    lot_listed_address address;
    bool there;
    if (fread(begin, 1, sizeof begin, from->file) != sizeof begin ||
        memcmp(begin, head, sizeof begin) != 0)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s: this is no list of addresses", from->path);
    for (;;) {
        TRY(take(&there, &address, from, error));
        if (!there)
            break;
        TRY(visit(context, &address, error));
    }
done:
    return status;
}

lot_status lot_list_walk(const char *folder, uint32_t strata_count, lot_list_visit *visit,
                         void *context, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text path = LOT_TEXT_EMPTY;
    reading from = {.strata_count = strata_count};
    lot_text_format(&path, "%s/" LOT_LIST_NAME, folder);
    TRY(lot_text_check(&path, error));
    from.path = path.bytes;
    from.file = fopen(path.bytes, "rb");
    if (from.file == NULL)
        TRY(LOT_FAIL(error, LOT_FAILURE, "%s: cannot be opened: %s", path.bytes, strerror(errno)));
    TRY(walk(&from, visit, context, error));
done:
    if (from.file != NULL)
        (void)fclose(from.file);
    lot_text_free(&path);
    return status;
}
