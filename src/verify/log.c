/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Log: log.txt, entry by entry, and this attempt's own entries. */
#include "verify/verifier.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const kinds[] = {[LOT_ENTRY_COMMIT] = "commit",
                                    [LOT_ENTRY_REVEAL] = "reveal",
                                    [LOT_ENTRY_DRAW] = "draw",
                                    [LOT_ENTRY_TEST_DRAW] = "test-draw"};

static lot_status refuse_entry(const lot_verifier *v, size_t entry, const char *what)
{
    return LOT_FAIL(v->error, LOT_NOT_VERIFIED, "log.txt, line %zu: %s", entry + 1, what);
}

static lot_status refuse_log(const lot_verifier *v, const char *what)
{
    return lot_verify_refuse(v, LOT_FILE_LOG, what);
}

/* The last commit, of a test the last entry if it is a test draw; count: there is none. */
static size_t find_own(const lot_history *history, bool test)
{
    lot_entry_kind kind = test ? LOT_ENTRY_TEST_DRAW : LOT_ENTRY_COMMIT;
    for (size_t i = history->count; i-- > 0;) {
        if (history->entries[i].kind == kind)
            return i;
        if (test)
            break;
    }
    return history->count;
}

/* The entry of that kind behind the attempt's own; count: there is none. Two are refused. */
static lot_status find_only(const lot_verifier *v, lot_entry_kind kind, size_t *entry)
{
    const lot_history *history = &v->history;
    *entry = history->count;
    for (size_t i = history->own + 1; i < history->count; i++) {
        if (history->entries[i].kind != kind)
            continue;
        if (*entry < history->count)
            return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                            "log.txt, line %zu: this attempt has a %s already", i + 1, kinds[kind]);
        *entry = i;
    }
    return LOT_OK;
}

static lot_status compare_payload(const lot_verifier *v, size_t entry, const lot_digest *payload)
{
    if (lot_digest_equal(&v->history.entries[entry].payload, payload))
        return LOT_OK;
    return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                    "log.txt, line %zu: this %s is of something else than the folder has",
                    entry + 1, kinds[v->history.entries[entry].kind]);
}

static lot_status check_commit(const lot_verifier *v)
{
    lot_digest payload;
    lot_commit_payload(&payload, v->terms.attempt, &v->manifest);
    return compare_payload(v, v->history.own, &payload);
}

static lot_status check_reveal(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_history *history = &v->history;
    bool drawn = lot_verifier_is_drawn(v);
    bool contributed = lot_verifier_has_contributions(v);
    lot_digest reveals, payload;
    char hex[LOT_HEX_BYTES], said[2 * LOT_HEX_BYTES];
    TRY(find_only(v, LOT_ENTRY_REVEAL, &history->reveal));
    if (history->reveal < history->count && !contributed)
        TRY(refuse_entry(v, history->reveal, "nothing is to be revealed in this attempt"));
    if (history->reveal == history->count && contributed && drawn)
        TRY(refuse_log(v, "this attempt has contributions, but no entry that they were revealed"));
    if (history->reveal == history->count || !drawn)
        goto done;
    lot_reveals_digest(&reveals, v->terms.sources, v->terms.sources_count);
    lot_digest_hex(hex, &reveals);
    (void)snprintf(said, sizeof said, "{\"attempt\":%" PRIu32 ",\"reveals\":\"%s\"}",
                   v->terms.attempt, hex);
    lot_payload_digest(&payload, said);
    TRY(compare_payload(v, history->reveal, &payload));
done:
    return status;
}

/* Of a draw: the seed and the ticket, and reserves.txt where there is one. */
static void make_draw_payload(lot_digest *out, const lot_verifier *v)
{
    char manifest[LOT_HEX_BYTES], seed[LOT_HEX_BYTES], reserves[LOT_HEX_BYTES];
    char more[2 * LOT_HEX_BYTES] = "", said[6 * LOT_HEX_BYTES];
    lot_digest_hex(manifest, &v->manifest);
    lot_digest_hex(seed, &v->seed);
    lot_digest_hex(reserves, &v->digests[LOT_FILE_RESERVES]);
    if (v->terms.with_reserves)
        (void)snprintf(more, sizeof more, "\"reserves\":\"%s\",", reserves);
    (void)snprintf(said, sizeof said,
                   "{\"attempt\":%" PRIu32
                   ",\"manifest\":\"%s\",%s\"seed\":\"%s\",\"ticket\":%" PRIu64 "}",
                   v->terms.attempt, manifest, more, seed, v->draw.ticket);
    lot_payload_digest(out, said);
}

static lot_status check_draw(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_history *history = &v->history;
    lot_digest payload;
    TRY(find_only(v, LOT_ENTRY_DRAW, &history->draw));
    bool logged = history->draw < history->count;
    if (logged != lot_verifier_is_drawn(v))
        TRY(refuse_log(v, logged ? "this attempt was drawn, but draw.txt is missing"
                                 : "draw.txt is there, but no entry of this attempt's draw"));
    if (!logged)
        goto done;
    if (history->reveal < history->count && history->reveal > history->draw)
        TRY(refuse_entry(v, history->reveal, "this comes behind the draw"));
    make_draw_payload(&payload, v);
    TRY(compare_payload(v, history->draw, &payload));
done:
    return status;
}

/* The last entry is the one that the folder belongs to, and final.txt's. */
static lot_status check_last(const lot_verifier *v)
{
    const lot_history *history = &v->history;
    size_t last = history->own;
    if (history->reveal < history->count)
        last = history->reveal;
    if (history->draw < history->count)
        last = history->draw;
    if (last + 1 != history->count)
        return refuse_entry(v, history->count - 1,
                            "the log goes on behind this folder's own entry");
    if (!lot_digest_equal(&history->entries[last].digest, &v->final.log))
        return lot_verify_refuse(v, LOT_FILE_FINAL,
                                 "its 'log' is not the digest of the last entry "
                                 "of log.txt");
    return LOT_OK;
}

static lot_status find_entries(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_history *history = &v->history;
    bool test = v->terms.test;
    history->own = find_own(history, test);
    history->reveal = history->draw = history->count;
    if (history->own == history->count)
        TRY(refuse_log(v, test ? "its last entry is no test draw, though process.txt says that the "
                                 "draw is a test"
                               : "it has no commit of this attempt"));
    if (history->own < v->chain->log_entries)
        TRY(refuse_entry(v, history->own,
                         "this commit is of the folder before: this replacement has none"));
    if (test && !lot_verifier_is_drawn(v))
        TRY(refuse_log(v, "the test was drawn, but draw.txt is missing"));
    if (!test) {
        TRY(check_commit(v));
        TRY(check_reveal(v));
        TRY(check_draw(v));
    }
    TRY(check_last(v));
done:
    return status;
}

lot_status lot_verify_log(lot_verifier *v)
{
    lot_status status = LOT_OK;
    char hex[LOT_HEX_BYTES];
    TRY(lot_verify_read_seed(v));
    TRY(lot_verify_read_draw(v));
    TRY(lot_verify_find_reserves(v));
    TRY(lot_verify_read_log(v));
    TRY(find_entries(v));
    lot_digest_hex(hex, &v->final.log);
    TRY(lot_verify_say(
        v, LOT_PROVEN,
        "each of the %zu entries of the log follows from the one before; the last is "
        "this attempt's %s, %s",
        v->history.count, kinds[v->history.entries[v->history.count - 1].kind], hex));
done:
    return status;
}
