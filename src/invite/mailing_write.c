/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mailing: the rows of the letters, found by their numbers and held against their codes. */
#include "invite/mailing.h"

#include "core/array.h"
#include "invite/private_file.h"

#include <inttypes.h>
#include <stdlib.h>

enum { ROWS_A_REPORT = 1 << 16 };

typedef struct writing {
    const lot_letter **by_row; /* [count] */
    uint32_t count, next;
    lot_stream *stream;
    lot_codes codes;
    lot_private_file file;
    lot_table_form form; /* a byte order mark comes before the first record alone */
    lot_text line;
} writing;

static int compare(const void *a, const void *b)
{
    uint32_t left = (*(const lot_letter *const *)a)->row;
    uint32_t right = (*(const lot_letter *const *)b)->row;
    return left < right ? -1 : left > right;
}

static lot_status sort_by_row(writing *w, const lot_mailing *mailing, lot_error *error)
{
    w->count = mailing->count;
    w->by_row = lot_array_new(w->count, sizeof *w->by_row);
    if (w->by_row == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < w->count; i++)
        w->by_row[i] = &mailing->letters[i];
    qsort(w->by_row, w->count, sizeof *w->by_row, compare);
    return LOT_OK;
}

static lot_status write_record(writing *w, const char *record, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text_begin_again(&w->line);
    lot_table_write_record(&w->line, &w->form, record, NULL);
    TRY(lot_text_check(&w->line, error));
    TRY(lot_private_file_put(&w->file, lot_text_string(&w->line), w->line.length, error));
    w->form.byte_order_mark = false;
done:
    return status;
}

static lot_status refuse_row(const writing *w, const char *path, lot_error *error)
{
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "%s, row %" PRIu32 ": it has not the address that was listed: the file was "
                    "changed since. Give the file that civiclot invite read",
                    path, w->by_row[w->next]->row);
}

static lot_status report(const writing *w, const lot_progress *progress, lot_error *error)
{
    uint64_t total;
    uint64_t done = lot_stream_done(&total, w->stream);
    return lot_progress_report(progress, "writing the letters", done, total, error);
}

static lot_status write_rows(writing *w, const lot_mailing_rows *rows, lot_error *error)
{
    lot_status status = LOT_OK;
    bool row, there;
    lot_digest code;
    while (w->next < w->count) {
        TRY(lot_stream_next(&row, w->stream, error));
        if (!row || lot_stream_row(w->stream) > w->by_row[w->next]->row)
            TRY(refuse_row(w, rows->path, error));
        if (lot_stream_row(w->stream) % ROWS_A_REPORT == 0)
            TRY(report(w, rows->progress, error));
        if (lot_stream_row(w->stream) < w->by_row[w->next]->row)
            continue;
        TRY(lot_codes_next(&there, &code, &w->codes, error));
        if (!there || !lot_digest_equal(&code, &w->by_row[w->next]->code))
            TRY(refuse_row(w, rows->path, error));
        TRY(write_record(w, lot_stream_record(w->stream), error));
        w->next++;
    }
done:
    return status;
}

lot_status lot_mailing_write(const lot_mailing *mailing, const lot_mailing_rows *rows,
                             const char *to, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    writing w = {.by_row = NULL};
    TRY(sort_by_row(&w, mailing, error));
    TRY(lot_stream_open(&w.stream, rows->path, problems, error));
    TRY(lot_codes_start(&w.codes, rows->key, w.stream, &rows->columns, problems, error));
    TRY(lot_private_file_make(&w.file, to, "letters.csv", error));
    w.form = *lot_stream_form(w.stream);
    TRY(write_record(&w, lot_table_header_record(lot_stream_header(w.stream)), error));
    TRY(write_rows(&w, rows, error));
    TRY(lot_private_file_finish(&w.file, error));
done:
    lot_private_file_drop(&w.file);
    lot_codes_end(&w.codes);
    lot_stream_close(w.stream);
    lot_text_free(&w.line);
    free(w.by_row);
    return status;
}
