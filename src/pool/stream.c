/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stream: a window on the decoded file, from the record at hand on.
 *
 *   W1  bytes of a character that is cut in two by the end of a block wait for the next one;
 *   W2  a record is cut for good when something stands behind it, or the file ends: before that,
 *       its line end or an open quote may go on in the next block.
 */
#include "pool/stream.h"

#include "core/array.h"
#include "pool/encoding.h"
#include "pool/foreign.h"
#include "pool/row_judge.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK_BYTES = 1 << 20, CUT_MOST = 4 };

struct lot_stream {
    char *name;
    int descriptor;
    uint64_t length, done; /* bytes of the file */
    lot_table_form form;
    lot_table *header;
    uint32_t columns;
    char *block;     /* [BLOCK_BYTES + CUT_MOST] as read */
    size_t waiting;  /* bytes at its beginning: W1 */
    lot_text window; /* decoded */
    size_t next;     /* where the next record begins in it */
    bool ended;      /* all of the file is in the window */
    lot_cutter cutter;
    size_t cells_room;
    lot_record record;
    uint32_t number;
    uint32_t rows; /* records so far, the header too */
    lot_faults faults;
};

static lot_status refuse_read(const lot_stream *s, int reason, lot_error *error)
{
    return LOT_FAIL(error, LOT_FAILURE, "%s: cannot be read: %s", s->name, strerror(reason));
}

static lot_status open_file(lot_stream *s, const char *path, lot_error *error)
{
    struct stat about;
    s->descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (s->descriptor < 0)
        return LOT_FAIL(error, LOT_FAILURE,
                        "%s: cannot be opened: %s: check its name and whether you may read it",
                        path, strerror(errno));
    if (fstat(s->descriptor, &about) != 0)
        return refuse_read(s, errno, error);
    if (!S_ISREG(about.st_mode))
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "%s: is no file on a disk: it is read twice, so save it first", path);
    s->length = (uint64_t)about.st_size;
    return LOT_OK;
}

/* Read behind the `waiting` bytes of the block. *count: how many stand there then. */
static lot_status read_block(size_t *count, lot_stream *s, lot_error *error)
{
    *count = s->waiting;
    while (*count < BLOCK_BYTES) {
        ssize_t got = read(s->descriptor, s->block + *count, BLOCK_BYTES - *count);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return refuse_read(s, errno, error);
        if (got == 0)
            break;
        *count += (size_t)got;
        s->done += (uint64_t)got;
    }
    return LOT_OK;
}

static lot_status rewind_file(lot_stream *s, lot_error *error)
{
    s->waiting = 0;
    s->done = 0;
    if (lseek(s->descriptor, 0, SEEK_SET) != 0)
        return refuse_read(s, errno, error);
    return LOT_OK;
}

/* Keep the bytes from `from` on for the next block. */
static void wait_from(lot_stream *s, size_t from, size_t count)
{
    s->waiting = count - from;
    memmove(s->block, s->block + from, s->waiting);
}

/* Is the file UTF-8 from beginning to end? What a block ends with may go on in the next: W1. */
static lot_status find_utf8(bool *valid, lot_stream *s, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t count;
    do {
        TRY(read_block(&count, s, error));
        size_t good = lot_utf8_valid_bytes(s->block, count);
        *valid = good == count || (count == BLOCK_BYTES && count - good < CUT_MOST);
        wait_from(s, good, count);
    } while (*valid && count == BLOCK_BYTES);
done:
    return status;
}

static lot_status find_form(lot_stream *s, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t count;
    bool valid = true;
    TRY(read_block(&count, s, error));
    lot_encoding_find(&s->form, s->block, count);
    TRY(rewind_file(s, error));
    if (s->form.byte_order_mark || s->form.encoding == LOT_UTF16_LITTLE ||
        s->form.encoding == LOT_UTF16_BIG)
        goto done;
    TRY(find_utf8(&valid, s, error));
    s->form.encoding = valid ? LOT_UTF8 : LOT_WINDOWS_1252;
    TRY(rewind_file(s, error));
done:
    return status;
}

/* How many bytes at the end of the block may be the beginning of a character: W1. */
static size_t cut_off(const lot_stream *s, size_t count)
{
    const unsigned char *bytes = (const unsigned char *)s->block;
    size_t back = 0;
    if (s->form.encoding == LOT_WINDOWS_1252)
        return 0;
    if (s->form.encoding == LOT_UTF8) {
        while (back < CUT_MOST - 1 && back < count && (bytes[count - 1 - back] & 0xC0) == 0x80)
            back++;
        return back < count && bytes[count - 1 - back] >= 0xC0 ? back + 1 : 0;
    }
    back = count % 2;
    if (count - back < 2)
        return back;
    unsigned char high = bytes[count - back - (s->form.encoding == LOT_UTF16_LITTLE ? 1 : 2)];
    return back + (high >= 0xD8 && high < 0xDC ? 2 : 0);
}

static void drop_end_marks(lot_text *window, size_t from)
{
    while (window->length > from && window->bytes[window->length - 1] == LOT_END_MARK)
        window->bytes[--window->length] = '\0';
}

/* Let the window begin with the next record, and add a block to it. */
static lot_status fill(lot_stream *s, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t count;
    lot_table_form form = s->form;
    bool first = s->done == 0;
    lot_text *window = &s->window;
    if (s->next > 0) {
        window->length -= s->next;
        memmove(window->bytes, window->bytes + s->next, window->length + 1);
        s->next = 0;
    }
    TRY(read_block(&count, s, error));
    s->ended = count < BLOCK_BYTES;
    size_t kept = s->ended ? 0 : cut_off(s, count);
    form.byte_order_mark = first && s->form.byte_order_mark;
    lot_decode(window, &form, s->block, count - kept);
    wait_from(s, count - kept, count);
    if (s->ended)
        drop_end_marks(window, 0);
    TRY(lot_text_check(window, error));
    if (s->cells_room < window->length + 1) {
        char *cells = lot_array_resize(s->cutter.cells, window->room + 1, 1);
        if (cells == NULL)
            TRY(LOT_NO_MEMORY(error));
        s->cutter.cells = cells;
        s->cells_room = window->room + 1;
    }
    s->cutter.text = lot_text_string(window);
    s->cutter.length = window->length;
done:
    return status;
}

/* Too long to be a row: whatever follows is no row of this file either. */
static void give_up(lot_stream *s)
{
    lot_fault fault = s->record.fault == LOT_RECORD_UNCLOSED ? LOT_FAULT_UNCLOSED : LOT_FAULT_LONG;
    lot_faults_meet(&s->faults, fault, s->number);
    s->ended = true;
    s->next = s->window.length;
}

/* Cut the next record: W2. *there: there is one. */
static lot_status cut(bool *there, lot_stream *s, lot_error *error)
{
    lot_status status = LOT_OK;
    for (;;) {
        *there = s->next < s->window.length;
        s->cutter.at = s->next;
        s->cutter.count = 0;
        s->cutter.cells_bytes = 0;
        if (*there)
            TRY(lot_record_cut(&s->record, &s->cutter, error));
        if (s->ended || (*there && s->record.next < s->window.length))
            break;
        if (s->window.length - s->next > (size_t)2 * LOT_TABLE_ROW_BYTES_MAX) {
            s->number = ++s->rows;
            give_up(s);
            *there = false;
            return LOT_OK;
        }
        TRY(fill(s, error));
    }
    if (!*there)
        goto done;
    s->next = s->record.next;
    s->number = ++s->rows;
done:
    return status;
}

/* A file that is something else, or nothing. */
static lot_status look(lot_stream *s, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    bool separated = false;
    TRY(fill(s, error));
    lot_text *window = &s->window;
    size_t length = lot_separator_line(&s->form.delimiter, lot_text_string(window));
    const char *foreign = lot_foreign_text_words(lot_text_string(window) + length);
    separated = length > 0;
    s->next = length;
    if (foreign != NULL)
        lot_problems_add(problems, "%s: %s", s->name, foreign);
    else if (window->length == length)
        lot_problems_add(problems, "%s: the file is empty: its first row must name the columns",
                         s->name);
    else if (!separated)
        s->form.delimiter = lot_delimiter_find(window->bytes, window->length);
    s->cutter.delimiter = s->form.delimiter;
done:
    return status;
}

static lot_status take_header(lot_stream *s, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    bool there;
    TRY(cut(&there, s, error));
    if (there && lot_row_is_blank_from(&s->cutter, &s->record, 0))
        lot_problems_add(problems, "%s, row 1: no header: the first row must name the columns",
                         s->name);
    else if (there)
        (void)lot_row_meet_fault(&s->faults, &s->cutter, &s->record, s->number);
    if (!there || lot_faults_any(&s->faults))
        TRY(lot_stream_end(s, problems, error));
    s->columns = (uint32_t)s->cutter.count;
    s->form.line_end = lot_row_line_end(&s->cutter, &s->record);
    s->window.bytes[s->record.end] = '\0'; /* its line end, or where the window ends */
done:
    return status;
}

static lot_status refuse_foreign(lot_stream *s, lot_problems *problems, lot_error *error)
{
    size_t count;
    lot_status status = read_block(&count, s, error);
    if (status != LOT_OK)
        return status;
    const char *foreign = lot_foreign_words(s->block, count);
    if (foreign != NULL)
        lot_problems_add(problems, "%s: %s", s->name, foreign);
    return rewind_file(s, error);
}

lot_status lot_stream_open(lot_stream **out, const char *path, lot_problems *problems,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    size_t before = lot_problems_count(problems);
    lot_stream *s = lot_array_new(1, sizeof *s);
    *out = NULL;
    if (s == NULL)
        return LOT_NO_MEMORY(error);
    s->descriptor = -1;
    s->name = lot_string_copy(path);
    s->block = lot_array_new(BLOCK_BYTES + CUT_MOST, 1);
    if (s->name == NULL || s->block == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(open_file(s, path, error));
    TRY(refuse_foreign(s, problems, error));
    TRY(lot_problems_refuse(problems, before, path, error));
    TRY(find_form(s, error));
    TRY(look(s, problems, error));
    TRY(lot_problems_refuse(problems, before, path, error));
    TRY(take_header(s, problems, error));
    TRY(lot_problems_refuse(problems, before, path, error));
    TRY(lot_table_restore(&s->header, s->name, &s->form, lot_stream_record(s), NULL, NULL, 0,
                          error));
    *out = s;
    s = NULL;
done:
    lot_stream_close(s);
    return status;
}

void lot_stream_close(lot_stream *s)
{
    if (s == NULL)
        return;
    if (s->descriptor >= 0)
        (void)close(s->descriptor);
    lot_table_free(s->header);
    lot_cutter_free(&s->cutter);
    lot_text_free(&s->window);
    free(s->block);
    free(s->name);
    free(s);
}

const lot_table *lot_stream_header(const lot_stream *s)
{
    return s->header;
}

const lot_table_form *lot_stream_form(const lot_stream *s)
{
    return &s->form;
}

lot_status lot_stream_next(bool *there, lot_stream *s, lot_error *error)
{
    lot_status status = LOT_OK;
    for (;;) {
        TRY(cut(there, s, error));
        if (!*there)
            break;
        if (s->rows == UINT32_MAX)
            TRY(LOT_FAIL(error, LOT_BAD_INPUT, "%s: more rows than can be numbered", s->name));
        if (lot_row_is_sound(&s->faults, &s->cutter, &s->record, s->number) &&
            lot_row_fits(&s->faults, &s->cutter, &s->record, s->columns, s->number))
            break;
    }
    if (*there && s->record.end < s->window.length)
        s->window.bytes[s->record.end] = '\0';
done:
    return status;
}

uint32_t lot_stream_row(const lot_stream *s)
{
    return s->number;
}

const char *lot_stream_cell(const lot_stream *s, uint32_t column)
{
    return lot_cutter_cell(&s->cutter, column);
}

const char *lot_stream_record(const lot_stream *s)
{
    return s->window.bytes + s->record.begin;
}

uint64_t lot_stream_done(uint64_t *total, const lot_stream *s)
{
    *total = s->length;
    return s->done;
}

lot_status lot_stream_end(const lot_stream *s, lot_problems *problems, lot_error *error)
{
    size_t before = lot_problems_count(problems);
    lot_faults_tell(&s->faults, s->name, &s->form, s->columns, problems);
    return lot_problems_refuse(problems, before, s->name, error);
}
