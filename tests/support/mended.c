/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mended: solved, published, drawn, and mended, one attempt after the other. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/mender.h"

#include "civiclot/certificate.h"
#include "civiclot/fair.h"
#include "civiclot/publication.h"
#include "civiclot/receipt.h"
#include "core/array.h"
#include "support/input.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEATS = LOT_MENDED_SEATS, PEOPLE = LOT_MENDED_PEOPLE, TICKETS = 60, DICE = 31 };

const char lot_mended_quotas[] = "feature,value,min,max\n"
                                 "sex,woman,3,3\nsex,man,3,3\n"
                                 "age,young,2,4\nage,old,2,4\n";
const char lot_mended_quotas_eased[] = "feature,value,min,max\n"
                                       "sex,woman,2,4\nsex,man,3,3\n"
                                       "age,young,1,4\nage,old,2,4\n";

const lot_mend lot_mended_two[2] = {{.leave = 2, .others = 1}, {.leave = 1}};

static bool was_seated(const lot_mender *m, uint32_t person)
{
    for (uint32_t s = 0; s < m->panel_count; s++)
        if (m->panel[s] == person)
            return true;
    return false;
}

static void withdraw(lot_standing *standing, uint32_t person, const char *reason)
{
    free(standing->reasons[person]);
    standing->places[person] = LOT_WITHDRAWN;
    standing->reasons[person] = lot_string_copy(reason);
}

static void settle(lot_mender *m, const lot_mend *how)
{
    const lot_world *w = m->world;
    uint32_t left = how->leave, others = how->others, refuse = how->refuse;
    lot_standing *now;
    assert_int_equal(lot_standing_new(&now, PEOPLE, NULL), LOT_OK);
    for (uint32_t p = 0; p < PEOPLE; p++)
        if (m->standing != NULL && m->standing->places[p] == LOT_WITHDRAWN)
            withdraw(now, p, m->standing->reasons[p]);
    for (uint32_t i = 0; i < PEOPLE; i++) {
        uint32_t person = w->pseudonyms->by_pid[i];
        if (!was_seated(m, person))
            continue;
        if (left > 0)
            withdraw(now, person, left % 2 == 1 ? "ill" : "moved-away");
        else
            now->places[person] = LOT_KEPT;
        left -= left > 0;
    }
    for (uint32_t r = 0; r < m->reserves_count && refuse > 0; r++) {
        if (now->places[m->reserves[r]] != LOT_OPEN)
            continue;
        withdraw(now, m->reserves[r], "no-time");
        refuse--;
    }
    for (uint32_t i = PEOPLE; i-- > 0 && others > 0;) {
        uint32_t person = w->pseudonyms->by_pid[i];
        if (now->places[person] != LOT_OPEN)
            continue;
        withdraw(now, person, "no-answer");
        others--;
    }
    m->published = now;
}

/* What is solved, and what comes of it. */
typedef struct solved {
    lot_objective objective;
    const lot_quotas *quotas; /* as they are published */
    const lot_mend *how;
    lot_lottery *lottery;
    lot_text certificate;
} solved;

static void solve(solved *out, const lot_world *w, const lot_pool *pool, const lot_quotas *quotas,
                  lot_objective objective)
{
    lot_classes *classes;
    lot_solution *solution;
    lot_conflict *conflict = NULL;
    lot_panels *panels;
    lot_membership *members;
    const lot_fair_options options = {.objective = objective, .tickets = TICKETS};
    *out = (solved){.objective = objective, .certificate = LOT_TEXT_EMPTY};
    assert_int_equal(lot_classes_new(&classes, pool, 1, NULL), LOT_OK);
    assert_int_equal(lot_solve(&solution, &conflict, quotas, classes, SEATS, &options, NULL),
                     LOT_OK);
    assert_non_null(solution);
    assert_int_equal(
        lot_deal(&panels, solution->compositions, classes, w->pseudonyms->by_pid, NULL), LOT_OK);
    assert_int_equal(lot_number_tickets(&out->lottery, panels, w->pseudonyms, NULL), LOT_OK);
    assert_int_equal(lot_membership_new(&members, classes, w->pseudonyms->pids, NULL), LOT_OK);
    lot_certificate_put(&out->certificate, solution->proof, members);
    lot_membership_free(members);
    lot_solution_free(solution);
    lot_classes_free(classes);
}

/* The same with standing as a feature more, where there is one. */
static void solve_standing(solved *out, const lot_mender *m, const lot_quotas *quotas,
                           lot_objective objective)
{
    const lot_world *w = m->world;
    lot_pool *pool;
    lot_quotas *more;
    if (m->published == NULL) {
        solve(out, w, w->pool, quotas, objective);
        return;
    }
    assert_int_equal(lot_standing_quotas(&more, m->published, quotas, SEATS, NULL), LOT_OK);
    assert_int_equal(lot_standing_pool(&pool, m->published, w->pool, quotas, NULL), LOT_OK);
    solve(out, w, pool, more, objective);
    lot_pool_free(pool);
    lot_quotas_free(more);
}

static void publish(lot_publication *out, const lot_mender *m, const solved *made,
                    const lot_source *source)
{
    const lot_quotas *quotas = made->quotas;
    uint32_t reserves = made->how->reserves;
    const lot_world *w = m->world;
    lot_digest certificate;
    uint32_t rates[LOT_MENDED_ROWS];
    const lot_reserve_plan plan = lot_mender_plan(rates, made->how);
    lot_sha256(&certificate, made->certificate.bytes, made->certificate.length);
    const lot_process process = {.process_id = w->process_id.text,
                                 .attempt = m->attempts + 1,
                                 .title = "An Assembly",
                                 .seats = SEATS,
                                 .per_household = 1,
                                 .objective = made->objective,
                                 .tickets = TICKETS,
                                 .people_count = PEOPLE,
                                 .pool_root = w->pseudonyms->root,
                                 .replaces = m->published != NULL ? &m->mended : NULL,
                                 .solver = lot_solver_name(),
                                 .sources = source,
                                 .sources_count = 1,
                                 .reserves = reserves > 0 ? &plan : NULL,
                                 .certificate = &certificate,
                                 .previous = m->has_previous ? &m->previous : NULL};
    const lot_disclosed disclosed = {.key = &w->key,
                                     .pool = w->pool,
                                     .quotas = quotas,
                                     .pseudonyms = w->pseudonyms,
                                     .certificate = made->certificate.bytes};
    const lot_publication_basis basis = {.quotas = quotas,
                                         .standing = m->published,
                                         .plan = reserves > 0 ? &plan : NULL,
                                         .pseudonyms = w->pseudonyms,
                                         .lottery = made->lottery};
    assert_int_equal(lot_publication_make(out, &process, &basis, NULL), LOT_OK);
    assert_int_equal(lot_publication_open(out, &disclosed, NULL), LOT_OK);
}

/* Draw, log it, and put seed.txt, draw.txt and reserves.txt. */
static void draw(lot_mender *m, lot_sealed *out, const lot_digest *manifest, const solved *made,
                 const lot_source *source)
{
    lot_digest seed;
    lot_text text = LOT_TEXT_EMPTY;
    lot_drawn drawn = {.attempt = m->attempts};
    lot_seed(&seed, manifest, source, 1);
    drawn.ticket = lot_draw_ticket("panel", manifest, &seed, TICKETS, &drawn.rejected);
    drawn.row = lot_lottery_row(made->lottery, drawn.ticket);
    lot_seed_put(&text, source, 1, &seed);
    lot_sealed_put(out, "seed.txt", text.bytes, text.length);
    lot_text_free(&text);
    assert_int_equal(lot_draw_put(&text, &drawn, made->lottery, m->world->pseudonyms, NULL),
                     LOT_OK);
    lot_sealed_put(out, "draw.txt", text.bytes, text.length);
    lot_text_free(&text);
    memcpy(m->panel, lot_lottery_members(made->lottery, drawn.row), sizeof m->panel);
    m->panel_count = SEATS;
    m->mended = *manifest;
    m->attempt = m->attempts;
    m->reserves_count = 0;
    if (made->how->reserves > 0)
        lot_mender_reserves(m, out, made->quotas, &seed, made->how);
    lot_mender_log_draw(m, manifest, &seed, drawn.ticket,
                        made->how->reserves > 0 ? lot_sealed_file(out, "reserves.txt") : NULL);
    lot_standing_free(m->standing);
    m->standing = m->published;
    m->published = NULL;
}

/* One attempt, and its folder. */
static void attempt(lot_mender *m, lot_sealed *out, const lot_mend *how)
{
    solved made;
    lot_publication publication;
    lot_published_file files[LOT_PUBLISHED_FILES];
    lot_table *table = NULL;
    char name[] = "dice:31", dice[DICE + 1] = "";
    lot_quotas *other = how->quotas != NULL ? lot_world_quotas(&table, how->quotas) : NULL;
    const lot_quotas *quotas = other != NULL ? other : m->world->quotas;
    const lot_source source = {.name = name, .value = dice};
    for (uint32_t d = 0; d < DICE; d++)
        dice[d] = (char)('1' + (d * d + m->attempts * 5) % 6);
    solve_standing(&made, m, quotas, how->objective);
    made.quotas = quotas;
    made.how = how;
    publish(&publication, m, &made, &source);
    *out = (lot_sealed){.count = 0};
    uint32_t count = lot_publication_files(files, &publication);
    for (uint32_t f = 0; f < count; f++)
        lot_sealed_put(out, files[f].name, files[f].bytes->bytes, files[f].bytes->length);
    lot_mender_log(m, "prepare", "of an attempt");
    lot_mender_log_commit(m, &publication.digest);
    if (!how->undrawn && !how->unshown)
        draw(m, out, &publication.digest, &made, &source);
    lot_mender_seal(m, out, m->attempts);
    if (how->unshown)
        lot_mender_log_draw(m, &publication.digest, &publication.digest, 1, NULL);
    lot_standing_free(m->published);
    m->published = NULL;
    lot_publication_free(&publication);
    lot_lottery_free(made.lottery);
    lot_text_free(&made.certificate);
    lot_quotas_free(other);
    lot_table_free(table);
}

void lot_mended_make(lot_mended *out, const lot_mend *mends, uint32_t count)
{
    lot_mended_make_reserved(out, 0, mends, count);
}

void lot_mended_make_reserved(lot_mended *out, uint32_t reserves, const lot_mend *mends,
                              uint32_t count)
{
    const lot_mend first = {.reserves = reserves};
    lot_world w;
    lot_world_begin(&w);
    lot_mender m = {.world = &w, .log = LOT_TEXT_EMPTY};
    assert_true(count <= LOT_MENDED_MOST);
    out->count = count;
    lot_mender_log(&m, "new", "an assembly");
    attempt(&m, &out->folders[0], &first);
    for (uint32_t r = 0; r < count; r++) {
        lot_mender_log(&m, "mark", "who withdrew");
        lot_mender_log_others(&m, &mends[r]);
        settle(&m, &mends[r]);
        if (mends[r].call_up)
            lot_mender_call_up(&m, &out->folders[r + 1]);
        else
            attempt(&m, &out->folders[r + 1], &mends[r]);
    }
    lot_standing_free(m.standing);
    lot_text_free(&m.log);
    lot_world_end(&w);
}

void lot_mended_free(lot_mended *mended)
{
    for (uint32_t f = 0; f <= mended->count; f++)
        lot_sealed_free(&mended->folders[f]);
}

void lot_mended_receipt(lot_text *text, uint32_t place)
{
    lot_world w;
    lot_receipt_maker *maker;
    lot_receipt receipt;
    lot_world_begin(&w);
    assert_int_equal(lot_receipt_maker_new(&maker, &w.key, w.pool, w.quotas, w.pseudonyms, NULL),
                     LOT_OK);
    assert_int_equal(lot_receipt_make(&receipt, maker, w.pseudonyms->by_pid[place], NULL), LOT_OK);
    lot_receipt_put(text, &receipt);
    lot_receipt_free(&receipt);
    lot_receipt_maker_free(maker);
    lot_world_end(&w);
}
