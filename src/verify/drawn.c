/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawn: seed.txt and draw.txt, read; and seed, ticket and panel, drawn again. */
#include "verify/verifier.h"

#include "civiclot/draw.h"
#include "core/array.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SEED_MOST = 1 << 20, DRAW_MOST = 1 << 16, PID_LINE_BYTES = 5 + LOT_PID_LENGTH + 1 };

/* The value of a source, and the nonce where its commitment was opened. */
static lot_status take_value(const lot_verifier *v, lot_lines *lines, lot_source *source)
{
    char *name;
    lot_lines before = *lines;
    if (!lot_lines_key_text(lines, "source: ", &name))
        return lot_lines_refuse(lines, "here must be the next source of process.txt", v->error);
    bool same = name != NULL && strcmp(name, source->name) == 0;
    bool failed = name == NULL;
    free(name);
    if (failed)
        return LOT_NO_MEMORY(v->error);
    if (!same)
        return lot_lines_refuse(&before, "here must be the next source of process.txt", v->error);
    if (!lot_lines_key_text(lines, "value: ", &source->value))
        return lot_lines_refuse(lines, "here must be the source's value, in one line", v->error);
    if (source->value == NULL)
        return LOT_NO_MEMORY(v->error);
    if (!lot_source_is_sealed(source) || lot_source_is_absent(source))
        return LOT_OK;
    lot_digest nonce;
    before = *lines;
    if (!lot_lines_key_digest(lines, "nonce: ", &nonce))
        return lot_lines_refuse(lines, "here must be the nonce of the commitment", v->error);
    if (!lot_lines_key_text(&before, "nonce: ", &source->nonce) || source->nonce == NULL)
        return LOT_NO_MEMORY(v->error);
    return LOT_OK;
}

lot_status lot_verify_read_seed(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    if (!v->dossier->present[LOT_FILE_SEED])
        return LOT_OK;
    TRY(lot_verify_load(v, LOT_FILE_SEED, SEED_MOST, &text));
    TRY(lot_verify_utf8(v, LOT_FILE_SEED, &text));
    lot_lines lines = lot_verify_lines(LOT_FILE_SEED, &text);
    if (!lot_lines_word(&lines, "civiclot-seed: 1\n"))
        TRY(lot_lines_refuse(&lines, "here must be: civiclot-seed: 1", v->error));
    for (uint32_t s = 0; s < v->terms.sources_count; s++)
        TRY(take_value(v, &lines, &v->terms.sources[s]));
    if (!lot_lines_key_digest(&lines, "seed: ", &v->seed))
        TRY(lot_lines_refuse(&lines, "here must be the seed", v->error));
    if (!lot_lines_at_end(&lines))
        TRY(lot_lines_refuse(&lines, "nothing may stand behind the seed", v->error));
done:
    lot_text_free(&text);
    return status;
}

/* What is wrong, or NULL. */
static const char *take_head(const lot_verifier *v, lot_lines *lines, lot_draw_said *draw)
{
    uint64_t most = v->terms.tickets - 1;
    uint32_t attempt;
    lot_lines before = *lines;
    if (!lot_lines_word(lines, "civiclot-draw: 1\n"))
        return "here must be: civiclot-draw: 1";
    before = *lines;
    if (!lot_lines_key_index(lines, "attempt: ", &attempt, 1, UINT32_MAX) ||
        attempt != v->terms.attempt) {
        *lines = before;
        return "here must be the attempt of process.txt";
    }
    if (!lot_lines_word(lines, v->terms.test ? "draw: test\n" : "draw: real\n"))
        return "here must be whether the draw is real, as in process.txt";
    if (!lot_lines_word(lines, "purpose: panel\n"))
        return "here must be: purpose: panel";
    if (!lot_lines_key_number(lines, "rejected: ", &draw->rejected, 0, UINT64_MAX))
        return "here must be how many numbers were rejected";
    if (!lot_lines_key_number(lines, "ticket: ", &draw->ticket, 0, most))
        return "here must be a ticket of the lottery";
    before = *lines;
    if (!lot_lines_word(lines, "panel: ") || !lot_lines_number(lines, &draw->first, most) ||
        !lot_lines_word(lines, "-") || !lot_lines_number(lines, &draw->last, most) ||
        !lot_lines_word(lines, "\n")) {
        *lines = before;
        return "here must be the range of tickets that draw this panel";
    }
    return NULL;
}

/* A person for each seat, of the pool, ascending; which they must be, the statement `panel` says.
 */
static lot_status take_people(const lot_verifier *v, lot_lines *lines)
{
    uint32_t from = 0;
    for (uint32_t s = 0; s < v->terms.seats; s++) {
        lot_pid pid;
        lot_lines before = *lines;
        if (!lot_lines_key_pid(lines, "pid: ", &pid))
            return lot_lines_refuse(&before, "here must be the pid of who was drawn", v->error);
        uint32_t place = lot_verifier_find(v, from, pid.text);
        if (place == v->pool.count)
            return lot_lines_refuse(
                &before, "this is nobody in the pool, or the pids do not ascend", v->error);
        memcpy(v->draw.pids + (size_t)s * LOT_PID_LENGTH, pid.text, LOT_PID_LENGTH);
        v->draw.people[s] = place;
        from = place + 1;
    }
    if (!lot_lines_at_end(lines))
        return lot_lines_refuse(lines, "nothing may stand behind the people drawn", v->error);
    return LOT_OK;
}

lot_status lot_verify_read_draw(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    if (!lot_verifier_is_drawn(v))
        return LOT_OK;
    v->draw.pids = lot_array_new(v->terms.seats, LOT_PID_LENGTH); /* seats: see walk.c */
    v->draw.people = lot_array_new(v->terms.seats, sizeof *v->draw.people);
    if (v->draw.pids == NULL || v->draw.people == NULL)
        TRY(LOT_NO_MEMORY(v->error));
    TRY(lot_verify_load(v, LOT_FILE_DRAW, DRAW_MOST + (size_t)v->terms.seats * PID_LINE_BYTES,
                        &text));
    TRY(lot_verify_utf8(v, LOT_FILE_DRAW, &text));
    lot_lines lines = lot_verify_lines(LOT_FILE_DRAW, &text);
    const char *wrong = take_head(v, &lines, &v->draw);
    if (wrong != NULL)
        TRY(lot_lines_refuse(&lines, wrong, v->error));
    TRY(take_people(v, &lines));
done:
    lot_text_free(&text);
    return status;
}

lot_status lot_verify_seed(lot_verifier *v)
{
    lot_digest seed;
    char hex[LOT_HEX_BYTES];
    if (!lot_verifier_is_drawn(v))
        return LOT_OK;
    lot_seed(&seed, &v->manifest, v->terms.sources, v->terms.sources_count);
    if (!lot_digest_equal(&seed, &v->seed))
        return lot_verify_refuse(v, LOT_FILE_SEED,
                                 "its seed does not follow from M and the values of the sources");
    lot_digest_hex(hex, &seed);
    return lot_verify_say(v, LOT_PROVEN,
                          "the seed follows from M and the values of the sources: %s", hex);
}

lot_status lot_verify_ticket(lot_verifier *v)
{
    uint64_t rejected = 0;
    uint64_t ticket;
    const lot_draw_said *draw = &v->draw;
    if (!lot_verifier_is_drawn(v))
        return LOT_OK;
    bool by_hand = lot_sources_by_hand(&ticket, v->terms.sources, v->terms.sources_count);
    if (!by_hand)
        ticket = lot_draw_ticket("panel", &v->manifest, &v->seed, v->terms.tickets, &rejected);
    if (draw->ticket != ticket)
        return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                        "draw.txt: its ticket is %" PRIu64 ", but the %s gives %" PRIu64,
                        draw->ticket, by_hand ? "value of by-hand" : "seed", ticket);
    if (draw->rejected != rejected)
        return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                        "draw.txt: it says that %" PRIu64 " numbers were rejected, but %" PRIu64
                        " were",
                        draw->rejected, rejected);
    if (by_hand)
        return lot_verify_say(v, LOT_PROVEN,
                              "ticket %" PRIu64 " of %" PRIu64 " is the one that was drawn by hand",
                              ticket, v->terms.tickets);
    return lot_verify_say(v, LOT_PROVEN,
                          "ticket %" PRIu64 " of %" PRIu64 " follows from the seed, after %" PRIu64
                          " rejected number%s",
                          ticket, v->terms.tickets, rejected, lot_plural(rejected));
}

/* Are the people of draw.txt those of the row? */
static bool is_panel(const lot_verifier *v, const lot_row *row)
{
    lot_hash hash;
    lot_digest panel;
    lot_panel_start(&hash, v->draw.pids, v->terms.seats);
    lot_panel_digest(&panel, &hash);
    return lot_digest_equal(&panel, &row->panel);
}

lot_status lot_verify_panel(lot_verifier *v)
{
    const lot_draw_said *draw = &v->draw;
    if (!lot_verifier_is_drawn(v))
        return LOT_OK;
    size_t row = lot_verifier_row(v, draw->ticket);
    uint64_t first = v->rows[row].first;
    uint64_t last = row + 1 < v->rows_count ? v->rows[row + 1].first - 1 : v->terms.tickets - 1;
    if (draw->first != first || draw->last != last)
        return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                        "draw.txt: its panel is that of tickets %" PRIu64 "-%" PRIu64
                        ", but ticket %" PRIu64 " is in lottery.csv, line %zu",
                        draw->first, draw->last, draw->ticket, row + 2);
    if (!is_panel(v, &v->rows[row]))
        return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                        "draw.txt: the people drawn are not those of lottery.csv, line %zu",
                        row + 2);
    return lot_verify_say(v, LOT_PROVEN,
                          "the %" PRIu32 " people in draw.txt are the panel of tickets %" PRIu64
                          "-%" PRIu64 " in lottery.csv%s",
                          v->terms.seats, first, last,
                          v->terms.test ? ". It was a test: nobody is selected" : "");
}
