/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * List: every row's address becomes a code, the codes are sorted on the disk, and the leaves are
 * made from them one after the other. In memory are a bucket of the sorter, the strata, and the
 * codes of earlier mailings.
 */
#include "invite/list.h"

#include "civiclot/places.h"
#include "core/array.h"
#include "invite/list_file.h"
#include "invite/sorter.h"
#include "invite/strata.h"
#include "pool/column.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_A_REPORT = 1 << 16, STRATA_FEW = 20, ADDRESSES_LEAST = 5 };

typedef struct making {
    lot_invitation *it;
    const lot_list_wish *wish;
    const lot_progress *progress;
    lot_problems *problems;
    lot_stream *stream;
    lot_codes codes;
    uint32_t stratum_column;
    lot_strata *strata;
    lot_code_set earlier;
    lot_sorter *sorter;
    lot_left_out *left;
    lot_private_file list;
    bool found;              /* the strata were not given */
    uint32_t *place;         /* where each stratum's number stands */
    lot_places_tree *trees;  /* [strata_count] */
    lot_listed_address *run; /* [run_count] rows with the same code */
    size_t run_count, run_room;
} making;

static lot_status read_earlier(making *m, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_list_wish *wish = m->wish;
    for (uint32_t i = 0; i < wish->earlier_count; i++)
        TRY(lot_code_set_read(&m->earlier, wish->key, wish->earlier[i], &wish->columns, m->problems,
                              error));
    lot_code_set_sort(&m->earlier);
done:
    return status;
}

static lot_status open_stream(making *m, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_list_wish *wish = m->wish;
    size_t before = lot_problems_count(m->problems);
    TRY(lot_stream_open(&m->stream, wish->path, m->problems, error));
    if (wish->stratum != NULL)
        TRY(lot_column_need(&m->stratum_column, lot_stream_header(m->stream), wish->stratum,
                            "--stratum names the column of the strata", m->problems, error));
    status = lot_codes_start(&m->codes, wish->key, m->stream, &wish->columns, m->problems, error);
    if (status == LOT_BAD_INPUT || status == LOT_OK)
        status = lot_problems_refuse(m->problems, before, wish->path, error);
done:
    return status;
}

/* Which stratum the row at hand is in; *why where it is in none. */
static lot_status find_stratum(lot_left_reason *why, uint32_t *number, making *m, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_stratum_cell what;
    const char *cell =
        m->wish->stratum == NULL ? "all addresses" : lot_stream_cell(m->stream, m->stratum_column);
    TRY(lot_strata_find(&what, number, m->strata, cell, error));
    *why = what == LOT_CELL_NONE ? LOT_LEFT_NO_STRATUM : LOT_LEFT_UNKNOWN_STRATUM;
done:
    return status;
}

/* L2: the row at hand goes to the sorter, or is left out. */
static lot_status take_row(making *m, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_listed_address address = {.row = lot_stream_row(m->stream), .stratum = LOT_NO_STRATUM};
    unsigned char record[LOT_LISTED_BYTES];
    lot_left_reason why = LOT_LEFT_NO_ADDRESS;
    bool there;
    TRY(lot_codes_next(&there, &address.code, &m->codes, error));
    if (there)
        TRY(find_stratum(&why, &address.stratum, m, error));
    if (!there || address.stratum == LOT_NO_STRATUM) {
        TRY(lot_left_out_add(m->left, address.row, why, 0, error));
        goto done;
    }
    if (lot_code_set_has(&m->earlier, &address.code)) {
        TRY(lot_left_out_add(m->left, address.row, LOT_LEFT_EARLIER, 0, error));
        goto done;
    }
    lot_listed_pack(record, &address);
    TRY(lot_sorter_add(m->sorter, record[0], record, error));
done:
    return status;
}

static lot_status read_rows(making *m, lot_error *error)
{
    lot_status status = LOT_OK;
    bool there;
    for (uint32_t rows = 0;; rows++) {
        TRY(lot_stream_next(&there, m->stream, error));
        if (!there)
            break;
        TRY(take_row(m, error));
        m->it->rows++;
        if (rows % ROWS_A_REPORT == 0) {
            uint64_t total;
            uint64_t done = lot_stream_done(&total, m->stream);
            TRY(lot_progress_report(m->progress, "reading addresses", done, total, error));
        }
    }
    TRY(lot_stream_end(m->stream, m->problems, error));
    if (m->it->rows == 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "%s: there is no row under the header", m->wish->path));
done:
    return status;
}

/* Put the address of the run on the list. */
static lot_status list_address(making *m, const lot_listed_address *address, lot_error *error)
{
    unsigned char record[LOT_LISTED_BYTES];
    lot_digest leaf;
    lot_stratum *stratum = &m->it->strata[address->stratum];
    lot_listed_pack(record, address);
    lot_address_leaf(&leaf, &address->code, stratum->name);
    lot_places_tree_add(&m->trees[address->stratum], &leaf);
    stratum->addresses++;
    if (m->it->addresses++ % ROWS_A_REPORT == 0) {
        lot_status status = lot_progress_report(m->progress, "listing addresses", m->it->addresses,
                                                m->it->rows, error);
        if (status != LOT_OK)
            return status;
    }
    return lot_private_file_put(&m->list, record, sizeof record, error);
}

/* L1 of the rows with one code. Records came by stratum and row. */
static lot_status end_run(making *m, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_listed_address *run = m->run;
    if (m->run_count == 0)
        return LOT_OK;
    bool torn = run[0].stratum != run[m->run_count - 1].stratum;
    for (size_t i = torn ? 0 : 1; i < m->run_count; i++)
        TRY(lot_left_out_add(m->left, run[i].row,
                             torn ? LOT_LEFT_TWO_STRATA : LOT_LEFT_SAME_ADDRESS,
                             torn ? 0 : run[0].row, error));
    if (!torn)
        TRY(list_address(m, &run[0], error));
    m->run_count = 0;
done:
    return status;
}

static lot_status take_sorted(void *context, const unsigned char *record, lot_error *error)
{
    lot_status status = LOT_OK;
    making *m = context;
    lot_listed_address address;
    lot_listed_unpack(&address, record);
    address.stratum = m->place[address.stratum];
    if (m->run_count > 0 && !lot_digest_equal(&m->run[0].code, &address.code))
        TRY(end_run(m, error));
    void *run = m->run;
    if (lot_array_grow(&run, &m->run_room, m->run_count, sizeof *m->run) != 0)
        TRY(LOT_NO_MEMORY(error));
    m->run = run;
    m->run[m->run_count++] = address;
done:
    return status;
}

static lot_status list_all(making *m, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_strata_give(&m->place, m->strata, m->it, error));
    m->trees = lot_array_new(m->it->strata_count, sizeof *m->trees);
    if (m->trees == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_list_begin(&m->list, m->wish->folder, error));
    TRY(lot_sorter_walk(m->sorter, take_sorted, m, error));
    TRY(end_run(m, error));
    TRY(lot_private_file_finish(&m->list, error));
    for (uint32_t h = 0; h < m->it->strata_count; h++)
        lot_places_tree_root(&m->it->strata[h].root, &m->trees[h]);
done:
    return status;
}

/* Faults are refused, or left out: all of them are told in either case. */
static lot_status judge(making *m, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_invitation *it = m->it;
    size_t before = lot_problems_count(m->problems);
    const lot_left_counts *counts = lot_left_out_counts(m->left);
    it->same_address = counts->count[LOT_LEFT_SAME_ADDRESS];
    it->earlier = counts->count[LOT_LEFT_EARLIER];
    it->left_out = lot_left_out_faults(m->left);
    if (!m->wish->leave_out)
        lot_left_out_tell(m->left, m->wish->path, m->problems);
    status = lot_problems_refuse(m->problems, before, m->wish->path, error);
    if (status == LOT_BAD_INPUT)
        lot_problems_add(m->problems,
                         "mend these rows; or --leave-out goes on without them, and says so to "
                         "everybody");
    TRY(status);
    if (it->addresses == 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "%s: no address is left to be invited", m->wish->path));
    if (m->found && it->strata_count > STRATA_FEW &&
        it->addresses / ADDRESSES_LEAST < it->strata_count)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "%s: %" PRIu32 " addresses in %" PRIu32
                     " strata, whose names are published: is --stratum the right column? If so, "
                     "name them in a file: --strata",
                     m->wish->path, it->addresses, it->strata_count));
    TRY(lot_left_out_write(m->left, m->wish->folder, error));
done:
    return status;
}

static void forget(making *m)
{
    lot_private_file_drop(&m->list);
    lot_codes_end(&m->codes);
    lot_stream_close(m->stream);
    lot_strata_free(m->strata);
    lot_code_set_free(&m->earlier);
    lot_sorter_free(m->sorter);
    lot_left_out_free(m->left);
    free(m->place);
    free(m->trees);
    free(m->run);
}

lot_status lot_list_make(lot_invitation *it, const lot_list_wish *wish,
                         const lot_progress *progress, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    making m = {.it = it,
                .wish = wish,
                .progress = progress,
                .problems = problems,
                .found = it->strata_count == 0};
    TRY(lot_strata_new(&m.strata, it, error));
    TRY(open_stream(&m, error));
    TRY(read_earlier(&m, error));
    TRY(lot_sorter_new(&m.sorter, wish->folder, LOT_LISTED_BYTES, lot_listed_compare, error));
    TRY(lot_left_out_new(&m.left, wish->folder, error));
    TRY(read_rows(&m, error));
    TRY(list_all(&m, error));
    TRY(judge(&m, error));
done:
    forget(&m);
    return status;
}
