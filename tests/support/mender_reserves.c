/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mender of reserves: drawn with a panel, and called up. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/mender.h"

#include "audit/callup_file.h"
#include "audit/reserve_files.h"
#include "audit/standing_file.h"
#include "civiclot/calling.h"

#include <stdio.h>
#include <string.h>

/* Men leave twice as often as women. */
lot_reserve_plan lot_mender_plan(uint32_t *rates, const lot_mend *how)
{
    static const uint32_t usual[LOT_MENDED_ROWS] = {150000, 300000, 200000, 200000};
    memcpy(rates, usual, sizeof usual);
    return (lot_reserve_plan){.count = how->reserves,
                              .samples =
                                  how->endless ? LOT_DROPOUT_SAMPLES_MOST : LOT_MENDED_SAMPLES,
                              .rates = {200000, rates}};
}

static void draw_reserves(lot_mender *m, const lot_quotas *quotas, const bool *withdrawn,
                          const lot_stream *stream, const lot_reserve_plan *plan)
{
    const lot_world *w = m->world;
    lot_reserve_list list;
    const lot_reserve_terms terms = {.pool = w->pool,
                                     .by_pid = w->pseudonyms->by_pid,
                                     .quotas = quotas,
                                     .panel = m->panel,
                                     .seats = LOT_MENDED_SEATS,
                                     .per_household = 1,
                                     .withdrawn = withdrawn,
                                     .plan = plan};
    assert_int_equal(lot_reserves_draw(&list, &terms, stream, NULL, NULL), LOT_OK);
    assert_true(list.count <= LOT_MENDED_RESERVES);
    m->reserves_count = list.count;
    memcpy(m->reserves, list.people, list.count * sizeof *list.people);
    lot_reserve_list_free(&list);
}

/* Somebody who may be one. */
static void take_anybody(lot_mender *m, const bool *withdrawn)
{
    for (uint32_t p = 0; p < LOT_MENDED_PEOPLE && m->reserves_count == 0; p++) {
        bool taken = withdrawn[p];
        for (uint32_t s = 0; s < m->panel_count; s++)
            taken = taken || m->panel[s] == p;
        if (!taken)
            m->reserves[m->reserves_count++] = p;
    }
}

void lot_mender_reserves(lot_mender *m, lot_sealed *out, const lot_quotas *quotas,
                         const lot_digest *seed, const lot_mend *how)
{
    uint32_t rates[LOT_MENDED_ROWS];
    bool withdrawn[LOT_MENDED_PEOPLE];
    lot_pid pids[LOT_MENDED_RESERVES];
    lot_text text = LOT_TEXT_EMPTY;
    const lot_reserve_plan plan = lot_mender_plan(rates, how);
    lot_draw_numbers numbers = {.purpose = "reserve", .manifest = m->mended, .seed = *seed};
    const lot_stream stream = lot_draw_stream(&numbers);
    for (uint32_t p = 0; p < LOT_MENDED_PEOPLE; p++)
        withdrawn[p] = m->published != NULL && m->published->places[p] == LOT_WITHDRAWN;
    if (how->endless)
        take_anybody(m, withdrawn);
    else
        draw_reserves(m, quotas, withdrawn, &stream, &plan);
    for (uint32_t r = 0; r < m->reserves_count; r++)
        pids[r] = m->world->pseudonyms->pids[m->reserves[r]];
    const lot_reserves_txt said = {
        .attempt = m->attempts, .count = m->reserves_count, .pids = pids};
    lot_reserves_txt_put(&text, &said);
    lot_sealed_put(out, "reserves.txt", text.bytes, text.length);
    lot_text_free(&text);
}

/* The panel is who is kept and who is called. */
static void seat(lot_mender *m, const lot_called *called)
{
    m->panel_count = 0;
    for (uint32_t p = 0; p < LOT_MENDED_PEOPLE; p++)
        if (m->published->places[p] == LOT_KEPT)
            m->panel[m->panel_count++] = p;
    for (uint32_t i = 0; i < called->count; i++)
        m->panel[m->panel_count++] = called->people[i];
    lot_standing_free(m->standing);
    m->standing = m->published;
    m->published = NULL;
}

/* callup.txt, and its entry in the log. */
static void put_callup(lot_mender *m, lot_sealed *out, const lot_called *called)
{
    const lot_world *w = m->world;
    lot_pid pids[LOT_MENDED_RESERVES];
    lot_callup_file said = {.process_id = w->process_id,
                            .attempt = m->attempt,
                            .replaces = m->mended,
                            .deviation = called->deviation,
                            .proven = called->proven,
                            .pids = pids,
                            .pids_count = called->count};
    lot_text text = LOT_TEXT_EMPTY;
    lot_digest digest;
    char hex[LOT_HEX_BYTES], payload[2 * LOT_HEX_BYTES];
    const lot_text *standing = lot_sealed_file(out, "standing.csv");
    lot_sha256(&said.standing, standing->bytes, standing->length);
    for (uint32_t i = 0; i < called->count; i++)
        pids[i] = w->pseudonyms->pids[called->people[i]];
    lot_callup_put(&text, &said);
    lot_sealed_put(out, "callup.txt", text.bytes, text.length);
    lot_sha256(&digest, text.bytes, text.length);
    lot_digest_hex(hex, &digest);
    (void)snprintf(payload, sizeof payload, "{\"callup\":\"%s\"}", hex);
    lot_mender_log(m, "call-up", payload);
    lot_text_free(&text);
}

void lot_mender_call_up(lot_mender *m, lot_sealed *out)
{
    const lot_world *w = m->world;
    lot_called called;
    lot_text standing = LOT_TEXT_EMPTY;
    const lot_calling calling = {.quotas = w->quotas,
                                 .seats = LOT_MENDED_SEATS,
                                 .pool = w->pool,
                                 .standing = m->published,
                                 .reserves = m->reserves,
                                 .reserves_count = m->reserves_count};
    assert_int_equal(lot_calling_find(&called, &calling, NULL), LOT_OK);
    *out = (lot_sealed){.count = 0};
    lot_standing_put(&standing, m->published, w->pseudonyms);
    lot_sealed_put(out, "standing.csv", standing.bytes, standing.length);
    put_callup(m, out, &called);
    lot_mender_seal(m, out, m->attempt);
    seat(m, &called);
    lot_called_free(&called);
    lot_text_free(&standing);
}
