/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Walk: lottery.csv, row by row, through a buffer that is filled again.
 *
 * A row has at most as many bytes as its two numbers, its pids and their commas: where the buffer
 * holds so many, or the file has no more, the row can be taken, or is not well written.
 */
#include "verify/verifier.h"

#include "core/array.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBERS_BYTES = 24, MEMBER_BYTES = LOT_PID_LENGTH + 1, BUFFER_LEAST = 1 << 16 };

typedef struct walker {
    lot_verifier *v;
    lot_lines lines; /* what of the buffer is not yet taken */
    char *buffer;    /* [room] */
    size_t room;
    size_t row_most;
    uint64_t offset; /* in the file, behind the buffer */
    bool ended;
    lot_hash hash;     /* of what was read */
    uint64_t next;     /* ticket */
    uint32_t *members; /* [seats] */
    char *pids;        /* [seats][LOT_PID_LENGTH] */
} walker;

/* See to it that a whole row is in the buffer. */
static lot_status fill(walker *w)
{
    lot_status status = LOT_OK;
    size_t left = (size_t)(w->lines.end - w->lines.at);
    if (w->ended || left >= w->row_most)
        return LOT_OK;
    memmove(w->buffer, w->lines.at, left);
    while (!w->ended && left < w->room) {
        size_t count;
        TRY(lot_dossier_read(&count, w->v->dossier, LOT_FILE_LOTTERY, w->offset, w->buffer + left,
                             w->room - left, w->v->error));
        lot_hash_bytes(&w->hash, w->buffer + left, count);
        left += count;
        w->offset += count;
        w->ended = count == 0;
    }
    w->lines.at = w->buffer;
    w->lines.end = w->buffer + left;
done:
    return status;
}

/* first,last,member_1,...: longer than a row may be, so it is taken piece by piece. */
static lot_status take_head(walker *w)
{
    lot_status status = LOT_OK;
    bool well = lot_lines_word(&w->lines, "first,last");
    for (uint32_t s = 1; well && s <= w->v->terms.seats; s++) {
        char name[32];
        (void)snprintf(name, sizeof name, ",member_%" PRIu32, s);
        TRY(fill(w));
        well = lot_lines_word(&w->lines, name);
    }
    TRY(fill(w));
    if (!well || !lot_lines_word(&w->lines, "\n"))
        TRY(lot_lines_refuse(&w->lines, "the columns are not first,last and a member for each seat",
                             w->v->error));
done:
    return status;
}

static lot_status take_members(walker *w)
{
    const lot_verifier *v = w->v;
    lot_lines *lines = &w->lines;
    uint32_t from = 0;
    for (uint32_t s = 0; s < v->terms.seats; s++) {
        if ((size_t)(lines->end - lines->at) <= MEMBER_BYTES || *lines->at != ',')
            return lot_lines_refuse(lines, "here must be a pid for each seat", v->error);
        uint32_t place = lot_verifier_find(v, from, lines->at + 1);
        if (place == v->pool.count)
            return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                            "lottery.csv, line %" PRIu64 ": member_%" PRIu32
                            " is nobody in the pool, or the pids do not ascend",
                            lines->line, s + 1);
        memcpy(w->pids + (size_t)s * LOT_PID_LENGTH, lines->at + 1, LOT_PID_LENGTH);
        w->members[s] = place;
        from = place + 1;
        lines->at += MEMBER_BYTES;
    }
    return LOT_OK;
}

static lot_status take_row(walker *w, lot_drawn_row *row)
{
    lot_status status = LOT_OK;
    const lot_verifier *v = w->v;
    lot_lines *lines = &w->lines;
    uint64_t most = v->terms.tickets - 1;
    *row = (lot_drawn_row){.line = lines->line, .members = w->members, .pids = w->pids};
    if (!lot_lines_number(lines, &row->first, most) || row->first != w->next)
        TRY(lot_lines_refuse(lines, "the first ticket is not the one after the row before",
                             v->error));
    if (!lot_lines_word(lines, ",") || !lot_lines_number(lines, &row->last, most) ||
        row->last < row->first)
        TRY(lot_lines_refuse(lines, "the last ticket is none, or before the first", v->error));
    TRY(take_members(w));
    if (!lot_lines_word(lines, "\n"))
        TRY(lot_lines_refuse(lines, "the line does not end behind the last member", v->error));
    w->next = row->last + 1;
done:
    return status;
}

static lot_status begin(walker *w)
{
    lot_verifier *v = w->v;
    size_t seats = v->terms.seats;
    w->row_most = NUMBERS_BYTES + seats * MEMBER_BYTES;
    w->room = 2 * w->row_most > BUFFER_LEAST ? 2 * w->row_most : BUFFER_LEAST;
    w->buffer = lot_array_new(w->room, 1);
    w->members = lot_array_new(seats, sizeof *w->members);
    w->pids = lot_array_new(seats, LOT_PID_LENGTH);
    if (w->buffer == NULL || w->members == NULL || w->pids == NULL)
        return LOT_NO_MEMORY(v->error);
    w->lines = lot_lines_begin("lottery.csv", w->buffer, 0);
    lot_hash_start(&w->hash);
    return fill(w);
}

/* Nothing is left, and it was the file that was hashed: F1. */
static lot_status end(walker *w)
{
    lot_digest digest;
    lot_hash_finish(&digest, &w->hash);
    if (!lot_digest_equal(&digest, &w->v->digests[LOT_FILE_LOTTERY]))
        return lot_verify_refuse(w->v, LOT_FILE_LOTTERY, "changed while it was read");
    if (w->next != w->v->terms.tickets)
        return LOT_FAIL(w->v->error, LOT_NOT_VERIFIED,
                        "lottery.csv: it ends with ticket %" PRIu64 " of %" PRIu64
                        " (they count from 0)",
                        w->next - 1, w->v->terms.tickets);
    return LOT_OK;
}

lot_status lot_verify_walk(lot_verifier *v,
                           lot_status (*visit)(void *context, const lot_drawn_row *row),
                           void *context)
{
    lot_status status = LOT_OK;
    walker w = {.v = v};
    if (v->terms.seats > v->pool.count) /* F3 */
        return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                        "process.txt: it has more seats than there are people in the pool");
    TRY(begin(&w));
    TRY(take_head(&w));
    for (;;) {
        lot_drawn_row row;
        TRY(fill(&w));
        if (lot_lines_at_end(&w.lines))
            break;
        TRY(take_row(&w, &row));
        TRY(visit(context, &row));
    }
    if (w.next == 0)
        TRY(lot_verify_refuse(v, LOT_FILE_LOTTERY, "it has no row"));
    TRY(end(&w));
done:
    free(w.buffer);
    free(w.members);
    free(w.pids);
    return status;
}
