/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Order: which panel each ticket draws.
 *
 * Everyone's tickets should be spread over the whole range, so each panel's tickets are cut into
 * pieces, and the pieces stand in the order of a hash. A piece is one ticket while there are at
 * most 10,000; above that ceil(tickets / 10000) tickets, the last of a panel maybe fewer.
 *
 *   O1  equal panels are merged first, so all pieces have different keys;
 *   O2  panels are sorted by their pids, so the order of the input changes nothing.
 */
#include "civiclot/draw.h"

#include "audit/hash.h"
#include "audit/panel.h"
#include "core/array.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_AIM = 10000 };

typedef struct named_panel {
    const lot_pid *pids; /* [seats] ascending */
    uint32_t seats;
    uint32_t panel; /* index in the input */
} named_panel;

typedef struct piece {
    lot_digest key;
    uint32_t panel;
    uint64_t tickets;
} piece;

/* The same pieces as lot_lottery_new() takes them. */
typedef struct rows {
    uint32_t *panel;   /* [count] */
    uint64_t *tickets; /* [count] */
    uint32_t count;
} rows;

static int compare_panels(const void *a, const void *b)
{
    const named_panel *left = a;
    const named_panel *right = b;
    return memcmp(left->pids, right->pids, left->seats * sizeof *left->pids);
}

static int compare_pieces(const void *a, const void *b)
{
    const piece *left = a;
    const piece *right = b;
    int order = memcmp(left->key.bytes, right->key.bytes, sizeof left->key.bytes);
    if (order != 0)
        return order;
    return (left->panel > right->panel) - (left->panel < right->panel);
}

static lot_panels *allocate_panels(uint32_t count, uint32_t seats)
{
    lot_panels *panels = lot_array_new(1, sizeof *panels);
    if (panels == NULL)
        return NULL;
    panels->seats = seats;
    panels->members = lot_array_new((size_t)count * seats, sizeof *panels->members);
    panels->tickets = lot_array_new(count, sizeof *panels->tickets);
    if (panels->members != NULL && panels->tickets != NULL)
        return panels;
    lot_panels_free(panels);
    return NULL;
}

/* Add one panel, or its tickets where it equals the last. `into` has room. */
static void merge_panel(lot_panels *into, const lot_panels *panels, uint32_t panel, bool again)
{
    size_t seats = panels->seats;
    if (!again) {
        memcpy(into->members + into->count * seats, panels->members + panel * seats,
               seats * sizeof *into->members);
        into->count++;
    }
    into->tickets[into->count - 1] += panels->tickets[panel];
}

/* Establishes O1 and O2 in a copy. */
static lot_status merge_panels(lot_panels **out, const lot_panels *panels,
                               const lot_pseudonyms *pseudonyms, lot_error *error)
{
    size_t seats = panels->seats;
    lot_panels *merged = allocate_panels(panels->count, panels->seats);
    lot_pid *pids = lot_array_new(panels->count * seats, sizeof *pids);
    named_panel *named = lot_array_new(panels->count, sizeof *named);
    lot_status status = LOT_OK;
    if (merged == NULL || pids == NULL || named == NULL) {
        status = LOT_NO_MEMORY(error);
        goto done;
    }
    for (uint32_t p = 0; p < panels->count; p++) {
        lot_panel_pids(pids + p * seats, panels->members + p * seats, panels->seats, pseudonyms);
        named[p] = (named_panel){pids + p * seats, panels->seats, p};
    }
    qsort(named, panels->count, sizeof *named, compare_panels);
    for (uint32_t p = 0; p < panels->count; p++) {
        bool again = p > 0 && compare_panels(&named[p - 1], &named[p]) == 0;
        merge_panel(merged, panels, named[p].panel, again);
    }
    *out = merged;
    merged = NULL;
done:
    lot_panels_free(merged);
    free(pids);
    free(named);
    return status;
}

static uint64_t ceiling(uint64_t dividend, uint64_t divisor)
{
    return dividend / divisor + (dividend % divisor != 0);
}

static uint64_t sum_tickets(const lot_panels *panels)
{
    uint64_t sum = 0;
    for (uint32_t p = 0; p < panels->count; p++)
        sum += panels->tickets[p];
    return sum;
}

/* Cut panel `panel` into pieces of `size` tickets. pieces: out. pids: [seats] to work in. */
static void cut_panel(piece *pieces, const lot_panels *panels, uint32_t panel, uint64_t size,
                      const lot_pid *pids)
{
    lot_hash panel_hash;
    lot_hash_start(&panel_hash);
    lot_hash_label(&panel_hash, "civiclot/order/v1");
    for (uint32_t s = 0; s < panels->seats; s++)
        lot_hash_pid(&panel_hash, pids[s].text);

    uint64_t left = panels->tickets[panel];
    for (uint64_t copy = 0; left > 0; copy++, pieces++) {
        lot_hash hash = panel_hash;
        lot_hash_u64(&hash, copy);
        lot_hash_finish(&pieces->key, &hash);
        pieces->panel = panel;
        pieces->tickets = left < size ? left : size;
        left -= pieces->tickets;
    }
}

static lot_status make_pieces(piece **out, uint32_t *count, const lot_panels *panels,
                              const lot_pseudonyms *pseudonyms, lot_error *error)
{
    uint64_t size = ceiling(sum_tickets(panels), ROWS_AIM);
    uint64_t pieces_count = 0;
    for (uint32_t p = 0; p < panels->count; p++)
        pieces_count += ceiling(panels->tickets[p], size);
    piece *pieces = lot_array_new(pieces_count, sizeof *pieces);
    lot_pid *pids = lot_array_new(panels->seats, sizeof *pids);
    if (pieces == NULL || pids == NULL || pieces_count > UINT32_MAX) {
        free(pieces);
        free(pids);
        return LOT_NO_MEMORY(error);
    }
    piece *next = pieces;
    for (uint32_t p = 0; p < panels->count; p++) {
        const uint32_t *members = panels->members + (size_t)p * panels->seats;
        lot_panel_pids(pids, members, panels->seats, pseudonyms);
        cut_panel(next, panels, p, size, pids);
        next += ceiling(panels->tickets[p], size);
    }
    free(pids);
    qsort(pieces, pieces_count, sizeof *pieces, compare_pieces);
    *out = pieces;
    *count = (uint32_t)pieces_count;
    return LOT_OK;
}

static lot_status make_rows(rows *out, const lot_panels *panels, const lot_pseudonyms *pseudonyms,
                            lot_error *error)
{
    piece *pieces = NULL;
    lot_status status = make_pieces(&pieces, &out->count, panels, pseudonyms, error);
    if (status != LOT_OK)
        return status;
    out->panel = lot_array_new(out->count, sizeof *out->panel);
    out->tickets = lot_array_new(out->count, sizeof *out->tickets);
    if (out->panel == NULL || out->tickets == NULL) {
        free(pieces);
        return LOT_NO_MEMORY(error);
    }
    for (uint32_t r = 0; r < out->count; r++) {
        out->panel[r] = pieces[r].panel;
        out->tickets[r] = pieces[r].tickets;
    }
    free(pieces);
    return LOT_OK;
}

lot_status lot_number_tickets(lot_lottery **out, lot_panels *panels,
                              const lot_pseudonyms *pseudonyms, lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    lot_panels *merged = NULL;
    rows numbered = {NULL, NULL, 0};
    TRY(merge_panels(&merged, panels, pseudonyms, error));
    TRY(make_rows(&numbered, merged, pseudonyms, error));
    TRY(lot_lottery_new(out, merged, numbered.panel, numbered.tickets, numbered.count, error));
    merged = NULL;
    lot_panels_free(panels);
done:
    lot_panels_free(merged);
    free(numbered.panel);
    free(numbered.tickets);
    return status;
}
