/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mended: solved, published, drawn, and mended, one attempt after the other. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/mended.h"

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

/* Who there is. */
typedef struct world {
    lot_key key;
    lot_table *people, *table;
    lot_quotas *quotas;
    lot_pool *pool;
    lot_pseudonyms *pseudonyms;
    lot_pid process_id;
} world;

/* How far it has come. */
typedef struct mender {
    world *world;
    lot_text log; /* all of it */
    lot_log_entry last;
    uint32_t attempts; /* numbers that are taken */
    bool has_previous;
    lot_digest previous;
    lot_digest mended;       /* M of the panel before */
    uint32_t panel[SEATS];   /* its people */
    lot_standing *standing;  /* of its folder; NULL: the first draw */
    lot_standing *published; /* of the attempt at hand; NULL: it is the first draw */
} mender;

static lot_quotas *read_quotas(lot_table **table, const char *csv)
{
    lot_quotas *quotas;
    lot_problems *problems = lot_problems_new();
    *table = lot_test_table("quotas.csv", csv);
    assert_int_equal(lot_quotas_read(&quotas, *table, SEATS, problems, NULL), LOT_OK);
    lot_problems_free(problems);
    return quotas;
}

/* A third is young, and shares a door with somebody who is not. */
static void begin_world(world *w)
{
    static const char *const household[] = {"door"};
    const lot_pool_columns columns = {.id = "id", .household = household, .household_count = 1};
    lot_text csv = LOT_TEXT_EMPTY;
    lot_problems *problems = lot_problems_new();
    lot_text_put(&csv, "id,sex,age,door\n");
    for (unsigned p = 0; p < PEOPLE; p++)
        lot_text_format(&csv, "V%02u,%s,%s,%u\n", p, p % 2 == 0 ? "woman" : "man",
                        p % 3 == 0 ? "young" : "old", p % 3 == 1 ? p - 1 : p);
    *w = (world){.people = lot_test_table("people.csv", lot_text_string(&csv))};
    memset(&w->key, 11, sizeof w->key);
    w->quotas = read_quotas(&w->table, lot_mended_quotas);
    assert_int_equal(lot_pool_read(&w->pool, w->people, w->quotas, &columns, problems, NULL),
                     LOT_OK);
    assert_int_equal(lot_pseudonyms_new(&w->pseudonyms, &w->key, w->pool, w->quotas, NULL), LOT_OK);
    lot_process_id(&w->process_id, &w->key);
    lot_problems_free(problems);
    lot_text_free(&csv);
}

static void end_world(world *w)
{
    lot_pseudonyms_free(w->pseudonyms);
    lot_pool_free(w->pool);
    lot_quotas_free(w->quotas);
    lot_table_free(w->table);
    lot_table_free(w->people);
}

/* Log an entry; payload: of a kind that everyone can check, or anything. */
static void add_entry(mender *m, const char *kind, const char *payload)
{
    char time[LOT_TIME_BYTES], words[32];
    (void)snprintf(time, sizeof time, "2026-03-01T10:%02u:00Z", (unsigned)(m->last.sequence % 60));
    (void)snprintf(words, sizeof words, "%s", kind);
    lot_text copy = LOT_TEXT_EMPTY;
    lot_text_put(&copy, payload);
    lot_log_entry entry = {.sequence = m->last.sequence + 1,
                           .time = time,
                           .kind = words,
                           .payload = copy.bytes,
                           .previous = m->last.digest};
    lot_log_seal(&entry);
    lot_log_put_line(&m->log, &entry);
    m->last = (lot_log_entry){.sequence = entry.sequence, .digest = entry.digest};
    lot_text_free(&copy);
}

static void add_commit(mender *m, const lot_digest *manifest)
{
    char hex[LOT_HEX_BYTES], words[160];
    lot_digest_hex(hex, manifest);
    m->attempts++;
    (void)snprintf(words, sizeof words, "{\"attempt\":%" PRIu32 ",\"manifest\":\"%s\"}",
                   m->attempts, hex);
    add_entry(m, "commit", words);
    m->has_previous = true;
    m->previous = *manifest;
}

static void add_draw(mender *m, const lot_digest *manifest, const lot_digest *seed, uint64_t ticket)
{
    char hex[LOT_HEX_BYTES], seed_hex[LOT_HEX_BYTES], words[320];
    lot_digest_hex(hex, manifest);
    lot_digest_hex(seed_hex, seed);
    (void)snprintf(words, sizeof words,
                   "{\"attempt\":%" PRIu32
                   ",\"manifest\":\"%s\",\"seed\":\"%s\",\"ticket\":%" PRIu64 "}",
                   m->attempts, hex, seed_hex, ticket);
    add_entry(m, "draw", words);
}

/* Attempts that are in no folder. */
static void add_others(mender *m, const lot_mend *how)
{
    lot_digest other;
    if (how->rehearsed) {
        m->attempts++;
        add_entry(m, "test-draw", "of a rehearsal");
    }
    lot_sha256(&other, "other", strlen("other"));
    if (how->lost || how->hidden)
        add_commit(m, &other);
    if (how->hidden)
        add_draw(m, &other, &other, 1);
}

static bool was_seated(const mender *m, uint32_t person)
{
    for (uint32_t s = 0; s < SEATS; s++)
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

static void settle(mender *m, const lot_mend *how)
{
    const world *w = m->world;
    uint32_t left = how->leave, others = how->others;
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
    lot_lottery *lottery;
    lot_text certificate;
} solved;

static void solve(solved *out, const world *w, const lot_pool *pool, const lot_quotas *quotas,
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
static void solve_standing(solved *out, const mender *m, const lot_quotas *quotas,
                           lot_objective objective)
{
    const world *w = m->world;
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

static void publish(lot_publication *out, const mender *m, const lot_quotas *quotas,
                    const solved *made, const lot_source *source)
{
    const world *w = m->world;
    lot_digest certificate;
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
                                 .certificate = &certificate,
                                 .previous = m->has_previous ? &m->previous : NULL};
    const lot_disclosed disclosed = {.key = &w->key,
                                     .pool = w->pool,
                                     .quotas = quotas,
                                     .pseudonyms = w->pseudonyms,
                                     .certificate = made->certificate.bytes};
    const lot_publication_basis basis = {.quotas = quotas,
                                         .standing = m->published,
                                         .pseudonyms = w->pseudonyms,
                                         .lottery = made->lottery};
    assert_int_equal(lot_publication_make(out, &process, &basis, NULL), LOT_OK);
    assert_int_equal(lot_publication_open(out, &disclosed, NULL), LOT_OK);
}

/* Draw, log it, and put seed.txt and draw.txt. */
static void draw(mender *m, lot_sealed *out, const lot_digest *manifest, const lot_lottery *lottery,
                 const lot_source *source)
{
    lot_digest seed;
    lot_text text = LOT_TEXT_EMPTY;
    lot_drawn drawn = {.attempt = m->attempts};
    lot_seed(&seed, manifest, source, 1);
    drawn.ticket = lot_draw_ticket("panel", manifest, &seed, TICKETS, &drawn.rejected);
    drawn.row = lot_lottery_row(lottery, drawn.ticket);
    add_draw(m, manifest, &seed, drawn.ticket);
    lot_seed_put(&text, source, 1, &seed);
    lot_sealed_put(out, "seed.txt", text.bytes, text.length);
    lot_text_free(&text);
    assert_int_equal(lot_draw_put(&text, &drawn, lottery, m->world->pseudonyms, NULL), LOT_OK);
    lot_sealed_put(out, "draw.txt", text.bytes, text.length);
    lot_text_free(&text);
    memcpy(m->panel, lot_lottery_members(lottery, drawn.row), sizeof m->panel);
    m->mended = *manifest;
    lot_standing_free(m->standing);
    m->standing = m->published;
    m->published = NULL;
}

static void seal(const mender *m, lot_sealed *out)
{
    lot_text final = LOT_TEXT_EMPTY;
    const lot_final head = {.process_id = m->world->process_id.text, .attempt = m->attempts};
    lot_sealed_put(out, "log.txt", m->log.bytes, m->log.length);
    lot_final_put(&final, &head, NULL, 0);
    lot_sealed_put(out, "final.txt", final.bytes, final.length);
    lot_text_free(&final);
    lot_sealed_final(out);
}

/* One attempt, and its folder. */
static void attempt(mender *m, lot_sealed *out, const lot_mend *how)
{
    solved made;
    lot_publication publication;
    lot_published_file files[LOT_PUBLISHED_FILES];
    lot_table *table = NULL;
    char name[] = "dice:31", dice[DICE + 1] = "";
    lot_quotas *other = how->quotas != NULL ? read_quotas(&table, how->quotas) : NULL;
    const lot_quotas *quotas = other != NULL ? other : m->world->quotas;
    const lot_source source = {.name = name, .value = dice};
    for (uint32_t d = 0; d < DICE; d++)
        dice[d] = (char)('1' + (d * d + m->attempts * 5) % 6);
    solve_standing(&made, m, quotas, how->objective);
    publish(&publication, m, quotas, &made, &source);
    *out = (lot_sealed){.count = 0};
    uint32_t count = lot_publication_files(files, &publication);
    for (uint32_t f = 0; f < count; f++)
        lot_sealed_put(out, files[f].name, files[f].bytes->bytes, files[f].bytes->length);
    add_entry(m, "prepare", "of an attempt");
    add_commit(m, &publication.digest);
    if (!how->undrawn && !how->unshown)
        draw(m, out, &publication.digest, made.lottery, &source);
    seal(m, out);
    if (how->unshown)
        add_draw(m, &publication.digest, &publication.digest, 1);
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
    static const lot_mend first;
    world w;
    begin_world(&w);
    mender m = {.world = &w, .log = LOT_TEXT_EMPTY};
    assert_true(count <= LOT_MENDED_MOST);
    out->count = count;
    add_entry(&m, "new", "an assembly");
    attempt(&m, &out->folders[0], &first);
    for (uint32_t r = 0; r < count; r++) {
        add_entry(&m, "mark", "who withdrew");
        add_others(&m, &mends[r]);
        settle(&m, &mends[r]);
        attempt(&m, &out->folders[r + 1], &mends[r]);
    }
    lot_standing_free(m.standing);
    lot_text_free(&m.log);
    end_world(&w);
}

void lot_mended_free(lot_mended *mended)
{
    for (uint32_t f = 0; f <= mended->count; f++)
        lot_sealed_free(&mended->folders[f]);
}

void lot_mended_receipt(lot_text *text, uint32_t place)
{
    world w;
    lot_receipt_maker *maker;
    lot_receipt receipt;
    begin_world(&w);
    assert_int_equal(lot_receipt_maker_new(&maker, &w.key, w.pool, w.quotas, w.pseudonyms, NULL),
                     LOT_OK);
    assert_int_equal(lot_receipt_make(&receipt, maker, w.pseudonyms->by_pid[place], NULL), LOT_OK);
    lot_receipt_put(text, &receipt);
    lot_receipt_free(&receipt);
    lot_receipt_maker_free(maker);
    end_world(&w);
}
