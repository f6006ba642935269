/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lottery: do the rows of lottery.csv stand in the order of section 3?
 *
 * A row does not say which piece of its panel it is. But the rows stand in ascending order of the
 * pieces' keys, so those of one panel do, too: the first of them has the least key of the panel,
 * and so on. With the keys dealt out like this
 *
 *   O1  the keys of all rows ascend;
 *   O2  a piece has g tickets, but the one with the last number of its panel, which has 1 to g.
 */
#include "verify/verifier.h"

#include "core/array.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_AIM = 10000 };

/* What is kept of a row until all are read. */
typedef struct kept {
    lot_hash started; /* fed with the panel's pids */
    lot_digest panel;
    lot_digest key;
    uint64_t first, last;
    size_t row;
} kept;

/* A piece of one panel. */
typedef struct piece {
    lot_digest key;
    uint64_t number;
} piece;

typedef struct order {
    lot_verifier *v;
    kept *rows; /* [count] */
    size_t count, room;
} order;

void lot_panel_start(lot_hash *hash, const char *pids, uint32_t seats)
{
    lot_hash_start(hash);
    lot_hash_label(hash, "civiclot/order/v1");
    lot_hash_bytes(hash, pids, (size_t)seats * LOT_PID_LENGTH);
}

void lot_panel_digest(lot_digest *out, const lot_hash *started)
{
    lot_hash hash = *started;
    lot_hash_finish(out, &hash);
}

static lot_status keep_row(void *context, const lot_drawn_row *row)
{
    order *o = context;
    lot_verifier *v = o->v;
    if (lot_array_grow((void **)&o->rows, &o->room, o->count, sizeof *o->rows) != 0)
        return LOT_NO_MEMORY(v->error);
    kept *keep = &o->rows[o->count];
    *keep = (kept){.first = row->first, .last = row->last, .row = o->count};
    o->count++;
    lot_panel_start(&keep->started, row->pids, v->terms.seats);
    lot_panel_digest(&keep->panel, &keep->started);
    for (uint32_t s = 0; s < v->terms.seats; s++)
        v->tickets[row->members[s]] += row->last - row->first + 1;
    return LOT_OK;
}

static int compare_panels(const void *a, const void *b)
{
    const kept *left = *(const kept *const *)a;
    const kept *right = *(const kept *const *)b;
    int apart = memcmp(left->panel.bytes, right->panel.bytes, sizeof left->panel.bytes);
    return apart != 0 ? apart : (left->row > right->row) - (left->row < right->row);
}

static int compare_pieces(const void *a, const void *b)
{
    return memcmp(((const piece *)a)->key.bytes, ((const piece *)b)->key.bytes, LOT_DIGEST_BYTES);
}

static lot_status refuse_row(const order *o, const kept *row, const char *what)
{
    return LOT_FAIL(o->v->error, LOT_NOT_VERIFIED, "lottery.csv, line %zu: %s", row->row + 2, what);
}

/* Deal the keys of one panel to its rows: [count]. pieces: [count] to work in. O2. */
static lot_status deal_keys(const order *o, kept **rows, size_t count, piece *pieces)
{
    uint64_t tickets = o->v->terms.tickets;
    uint64_t whole = tickets / ROWS_AIM + (tickets % ROWS_AIM != 0);
    for (size_t i = 0; i < count; i++) {
        lot_hash hash = rows[0]->started;
        lot_hash_u64(&hash, i);
        lot_hash_finish(&pieces[i].key, &hash);
        pieces[i].number = i;
    }
    qsort(pieces, count, sizeof *pieces, compare_pieces);
    for (size_t i = 0; i < count; i++) {
        uint64_t size = rows[i]->last - rows[i]->first + 1;
        bool last = pieces[i].number == count - 1;
        rows[i]->key = pieces[i].key;
        if (size > whole || (size < whole && !last))
            return refuse_row(o, rows[i],
                              "the row has more or fewer tickets than the pieces of a "
                              "panel have");
    }
    return LOT_OK;
}

static lot_status deal_all(order *o)
{
    lot_status status = LOT_OK;
    kept **by_panel = lot_array_new(o->count, sizeof *by_panel);
    piece *pieces = lot_array_new(o->count, sizeof *pieces);
    if (by_panel == NULL || pieces == NULL)
        TRY(LOT_NO_MEMORY(o->v->error));
    for (size_t i = 0; i < o->count; i++)
        by_panel[i] = &o->rows[i];
    qsort(by_panel, o->count, sizeof *by_panel, compare_panels);
    for (size_t first = 0, end; first < o->count; first = end) {
        end = first + 1;
        while (end < o->count && lot_digest_equal(&by_panel[first]->panel, &by_panel[end]->panel))
            end++;
        TRY(deal_keys(o, by_panel + first, end - first, pieces));
        o->v->panels_count++;
    }
done:
    free(by_panel);
    free(pieces);
    return status;
}

/* O1; and keep what later checks ask of rows. */
static lot_status check_order(order *o)
{
    lot_verifier *v = o->v;
    v->rows = lot_array_new(o->count, sizeof *v->rows);
    if (v->rows == NULL)
        return LOT_NO_MEMORY(v->error);
    for (size_t i = 0; i < o->count; i++) {
        if (i > 0 && memcmp(o->rows[i - 1].key.bytes, o->rows[i].key.bytes, LOT_DIGEST_BYTES) >= 0)
            return refuse_row(o, &o->rows[i], "the row does not stand where its hash puts it");
        v->rows[i] = (lot_row){o->rows[i].first, o->rows[i].panel};
    }
    v->rows_count = o->count;
    return LOT_OK;
}

lot_status lot_verify_lottery(lot_verifier *v)
{
    lot_status status = LOT_OK;
    order o = {.v = v};
    v->tickets = lot_array_new(v->pool.count, sizeof *v->tickets);
    if (v->tickets == NULL)
        TRY(LOT_NO_MEMORY(v->error));
    TRY(lot_verify_walk(v, keep_row, &o));
    TRY(deal_all(&o));
    TRY(check_order(&o));
    TRY(lot_verify_say(v, LOT_PROVEN,
                       "the %" PRIu64 " tickets draw %zu different panel%s of %" PRIu32
                       " people of the pool, in %zu row%s without a hole, in the order that a hash "
                       "of each panel gives",
                       v->terms.tickets, v->panels_count, lot_plural(v->panels_count),
                       v->terms.seats, v->rows_count, lot_plural(v->rows_count)));
done:
    free(o.rows);
    return status;
}

size_t lot_verifier_row(const lot_verifier *v, uint64_t ticket)
{
    size_t low = 0;
    size_t high = v->rows_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (v->rows[middle].first <= ticket)
            low = middle;
        else
            high = middle;
    }
    return low;
}
