/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes: an address made of a row's cells, salted and hashed. */
#include "invite/codes.h"

#include "civiclot/invitation.h"
#include "core/array.h"
#include "pool/column.h"

#include <stdlib.h>
#include <string.h>

lot_status lot_codes_start(lot_codes *codes, const lot_key *key, const lot_stream *stream,
                           const lot_address_names *names, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_table *header = lot_stream_header(stream);
    size_t before = lot_problems_count(problems);
    *codes = (lot_codes){.key = key,
                         .stream = stream,
                         .columns = lot_array_new(names->count, sizeof *codes->columns),
                         .count = names->count};
    if (codes->columns == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t c = 0; c < names->count; c++)
        TRY(lot_column_need(&codes->columns[c], header, names->names[c],
                            "--address names the columns that make up an address", problems,
                            error));
    TRY(lot_problems_refuse(problems, before, lot_table_name(header), error));
    TRY(lot_home_maker_start(&codes->maker, header,
                             &(lot_address_columns){codes->columns, names->count, false}, error));
done:
    return status;
}

void lot_codes_end(lot_codes *codes)
{
    free(codes->columns);
    lot_home_maker_end(&codes->maker);
    lot_text_free(&codes->address);
    *codes = (lot_codes){.columns = NULL};
}

lot_status lot_codes_next(bool *there, lot_digest *code, lot_codes *codes, lot_error *error)
{
    lot_digest salt;
    lot_text *address = &codes->address;
    lot_text_begin_again(address);
    for (uint32_t c = 0; c < codes->count; c++) {
        const char *cell = lot_stream_cell(codes->stream, codes->columns[c]);
        if (!lot_home_put_part(address, &codes->maker, c, cell))
            return LOT_NO_MEMORY(error);
        *there = address->length > 0;
        if (!*there)
            return LOT_OK;
        lot_text_add(address, "\n", 1);
    }
    if (address->failed)
        return LOT_NO_MEMORY(error);
    lot_address_salt(&salt, codes->key, address->bytes, address->length);
    lot_address_code(code, &salt, address->bytes, address->length);
    return LOT_OK;
}

static bool put_cells(lot_text *address, lot_home_maker *maker, const char *const *cells,
                      uint32_t count)
{
    for (uint32_t c = 0; c < count; c++) {
        if (!lot_home_put_part(address, maker, c, cells[c]))
            return false;
        if (address->length == 0)
            return true;
        lot_text_add(address, "\n", 1);
    }
    return true;
}

lot_status lot_address_of_cells(lot_text *address, const lot_address_names *names,
                                const char *const *cells, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_home_maker maker = {.postcode = NULL};
    const lot_table_form form = {.encoding = LOT_UTF8, .delimiter = ','};
    lot_text header = LOT_TEXT_EMPTY;
    lot_table *table = NULL;
    uint32_t *columns = lot_array_new(names->count, sizeof *columns);
    if (columns == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t c = 0; c < names->count; c++) {
        columns[c] = c;
        lot_text_put(&header, c > 0 ? "," : "");
        lot_csv_put_quoted(&header, names->names[c]);
    }
    TRY(lot_text_check(&header, error));
    TRY(lot_table_restore(&table, "--address", &form, header.bytes, NULL, NULL, 0, error));
    TRY(lot_home_maker_start(&maker, table, &(lot_address_columns){columns, names->count, false},
                             error));
    if (!put_cells(address, &maker, cells, names->count))
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_text_check(address, error));
done:
    lot_home_maker_end(&maker);
    lot_table_free(table);
    lot_text_free(&header);
    free(columns);
    return status;
}

static lot_status add_code(lot_code_set *set, const lot_digest *code, lot_error *error)
{
    void *codes = set->codes;
    if (lot_array_grow(&codes, &set->room, set->count, sizeof *set->codes) != 0)
        return LOT_NO_MEMORY(error);
    set->codes = codes;
    set->codes[set->count++] = *code;
    return LOT_OK;
}

lot_status lot_code_set_read(lot_code_set *set, const lot_key *key, const char *path,
                             const lot_address_names *names, lot_problems *problems,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    lot_stream *stream = NULL;
    lot_codes codes = {.columns = NULL};
    bool row, there;
    lot_digest code;
    TRY(lot_stream_open(&stream, path, problems, error));
    TRY(lot_codes_start(&codes, key, stream, names, problems, error));
    for (;;) {
        TRY(lot_stream_next(&row, stream, error));
        if (!row)
            break;
        TRY(lot_codes_next(&there, &code, &codes, error));
        if (there)
            TRY(add_code(set, &code, error));
    }
    TRY(lot_stream_end(stream, problems, error));
done:
    lot_codes_end(&codes);
    lot_stream_close(stream);
    return status;
}

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(lot_digest));
}

void lot_code_set_sort(lot_code_set *set)
{
    if (set->count > 0)
        qsort(set->codes, set->count, sizeof *set->codes, compare);
}

bool lot_code_set_has(const lot_code_set *set, const lot_digest *code)
{
    return set->count > 0 &&
           bsearch(code, set->codes, set->count, sizeof *set->codes, compare) != NULL;
}

void lot_code_set_free(lot_code_set *set)
{
    free(set->codes);
    *set = (lot_code_set){.codes = NULL};
}
