/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Announced: what was known before, by whom, and which attempts there were. */
#include "verify/verifier.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CALLUPS_BYTES = 64 };

static bool is_known(const lot_verifier *v, const lot_digest *digest)
{
    for (size_t k = 0; k < v->request->known_count; k++)
        if (lot_digest_equal(&v->request->known[k], digest))
            return true;
    return false;
}

/* Is a known digest one of the entries from `first` on and before the draw? */
static bool is_known_between(const lot_verifier *v, size_t first)
{
    for (size_t i = first; i < v->history.draw; i++)
        if (is_known(v, &v->history.entries[i].digest))
            return true;
    return false;
}

static int compare_digests(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(lot_digest));
}

/*
 * M and every entry's digest, ascending: [history.count + 1]. NULL: no memory. Free it.
 * A call-up has callup.txt in the place of M.
 */
static lot_digest *sort_digests(const lot_verifier *v)
{
    size_t count = v->history.count + 1;
    lot_digest *all = malloc(count * sizeof *all);
    if (all == NULL)
        return NULL;
    all[0] = lot_verifier_is_callup(v) ? v->digests[LOT_FILE_CALLUP] : v->manifest;
    for (size_t i = 1; i < count; i++)
        all[i] = v->history.entries[i - 1].digest;
    qsort(all, count, sizeof *all, compare_digests);
    return all;
}

/* Each may be of any of the folders, so that only the last of them can tell that it is of none. */
static lot_status refuse_unfound(const lot_verifier *v)
{
    for (size_t k = 0; k < v->request->known_count; k++) {
        char hex[LOT_HEX_BYTES];
        if (v->chain->found[k])
            continue;
        lot_digest_hex(hex, &v->request->known[k]);
        return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                        "log.txt: the known digest %s is neither %s nor an entry of this log%s: "
                        "this is another folder than was announced, or its log was rewritten",
                        hex, lot_verifier_is_callup(v) ? "that of callup.txt" : "M",
                        v->number > 0 ? ", nor of a folder before" : "");
    }
    return LOT_OK;
}

static lot_status say_known(lot_verifier *v, size_t found)
{
    size_t given = v->request->known_count;
    if (found == 0)
        return LOT_OK;
    if (found < given)
        return lot_verify_say(v, LOT_PROVEN,
                              "of the %zu digests known from elsewhere %zu %s in this folder",
                              given, found, found == 1 ? "is" : "are");
    return lot_verify_say(v, LOT_PROVEN, "%s known from elsewhere %s in this folder",
                          given == 1 ? "the digest" : "all digests", given == 1 ? "is" : "are");
}

lot_status lot_verify_known(lot_verifier *v)
{
    size_t found = 0;
    const lot_verify_request *request = v->request;
    if (request->known_count == 0)
        return LOT_OK;
    lot_digest *all = sort_digests(v);
    if (all == NULL)
        return LOT_NO_MEMORY(v->error);
    for (size_t k = 0; k < request->known_count; k++)
        if (bsearch(&request->known[k], all, v->history.count + 1, sizeof *all, compare_digests) !=
            NULL) {
            v->chain->found[k] = true;
            found++;
        }
    free(all);
    lot_status status = v->is_last ? refuse_unfound(v) : LOT_OK;
    return status == LOT_OK ? say_known(v, found) : status;
}

/* The first source whose value was public, by its own clock, when the entry was logged. A test has
 * none: it is logged when it is drawn. */
static const lot_source *find_late(const lot_verifier *v, size_t entry)
{
    if (v->terms.test)
        return NULL;
    uint64_t logged = v->history.entries[entry].seconds;
    for (uint32_t s = 0; s < v->terms.sources_count; s++) {
        lot_source_parts parts;
        uint64_t due;
        if (lot_source_parse(&parts, v->terms.sources[s].name, NULL) == LOT_OK &&
            parts.kind == LOT_SOURCE_BEACON && lot_beacon_due(&due, &parts) && logged >= due)
            return &v->terms.sources[s];
    }
    return NULL;
}

lot_status lot_verify_announced(lot_verifier *v)
{
    if (v->terms.one_run)
        return lot_verify_say(
            v, LOT_NOT_PROVEN,
            "that M existed before the public value: the public value was known "
            "when the manifest was made, so the run could have been repeated until "
            "its result was liked");
    const lot_source *late = find_late(v, v->history.own);
    if (late != NULL)
        return lot_verify_say(v, LOT_NOT_PROVEN,
                              "that M existed before the public value: when it was logged, the "
                              "value of %.300s was public already",
                              late->name);
    bool known =
        is_known(v, &v->manifest) || (!v->terms.test && is_known_between(v, v->history.own));
    if (known)
        return lot_verify_say(v, LOT_PROVEN,
                              "M existed before the public value, if the known digest was got "
                              "before it: M follows from the one, and is in the seed");
    return lot_verify_say(v, LOT_NOT_PROVEN,
                          "that M existed before the public value. Whoever was given M or a digest "
                          "of the log before can tell: --known");
}

/* The attempts before this one. */
typedef struct before {
    uint32_t drawn, undrawn, tests;
    size_t last;          /* the last real one; the log's count: none */
    uint64_t last_number; /* its number */
} before;

static void count_before(before *out, const lot_history *history)
{
    bool open = false;
    *out = (before){.last = history->count};
    for (size_t i = 0; i < history->own; i++) {
        lot_entry_kind kind = history->entries[i].kind;
        if (kind == LOT_ENTRY_TEST_DRAW)
            out->tests++;
        if (kind == LOT_ENTRY_DRAW && open) {
            out->drawn++;
            out->undrawn--;
            open = false;
        }
        if (kind != LOT_ENTRY_COMMIT)
            continue;
        out->undrawn++;
        open = true;
        out->last = i;
        out->last_number = (uint64_t)out->drawn + out->undrawn + out->tests;
    }
}

static lot_status check_previous(const lot_verifier *v, const before *b)
{
    lot_digest payload;
    bool any = b->last < v->history.count;
    if (any != v->terms.has_previous)
        return lot_verify_refuse(v, LOT_FILE_PROCESS,
                                 any ? "it says 'previous: none', but the log has an attempt before"
                                     : "it names a previous attempt, but the log has none");
    if (!any)
        return LOT_OK;
    lot_commit_payload(&payload, b->last_number, &v->terms.previous);
    if (!lot_digest_equal(&payload, &v->history.entries[b->last].payload))
        return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                        "process.txt: its 'previous' is not what log.txt, line %zu committed to",
                        b->last + 1);
    return LOT_OK;
}

/*
 * Was every real attempt before a draw whose panel the next one mends? Those are the folders that
 * came before, if all of them were drawn: the log has each of their commits (L1 of standing.c), so
 * as many as there are folders means no others.
 */
static bool is_mending_all(const lot_verifier *v, const before *b)
{
    return v->number > 0 && v->chain->drawn == v->chain->attempts &&
           b->drawn == v->chain->attempts && b->undrawn == 0;
}

/* How many call-ups of the whole log are in no folder: likewise, the log has all of them. */
static size_t count_hidden(const lot_verifier *v)
{
    size_t logged = 0;
    size_t shown = (size_t)v->chain->callups + lot_verifier_is_callup(v);
    for (size_t i = 0; i < v->history.count; i++)
        logged += v->history.entries[i].kind == LOT_ENTRY_CALLUP;
    return logged - shown;
}

static lot_status say_mended(lot_verifier *v, const before *b)
{
    if (v->chain->callups > 0 || lot_verifier_is_callup(v))
        return lot_verify_say(
            v, LOT_PROVEN,
            "by this log no attempt and no call-up before this one was held in vain: there %s "
            "%" PRIu32 " real attempt%s, drawn, and %" PRIu32 " call-up%s, all in these folders, "
            "and %" PRIu32 " rehearsal%s",
            b->drawn == 1 ? "was" : "were", b->drawn, lot_plural(b->drawn), v->chain->callups,
            lot_plural(v->chain->callups), b->tests, lot_plural(b->tests));
    return lot_verify_say(
        v, LOT_PROVEN,
        "by this log no attempt before this one was held in vain: there %s %" PRIu32
        " real one%s, drawn, and mended by the next, and %" PRIu32 " rehearsal%s",
        b->drawn == 1 ? "was" : "were", b->drawn, lot_plural(b->drawn), b->tests,
        lot_plural(b->tests));
}

static lot_status say_disliked(lot_verifier *v, const before *b, size_t hidden)
{
    char more[CALLUPS_BYTES] = "";
    if (hidden > 0)
        (void)snprintf(more, sizeof more, ", and %zu call-up%s that no folder shows", hidden,
                       lot_plural(hidden));
    return lot_verify_say(v, LOT_NOT_PROVEN,
                          "that no result was disliked: before this %s there were %" PRIu32
                          " that were drawn, %" PRIu32 " that were announced and not drawn, and "
                          "%" PRIu32 " rehearsal%s%s",
                          lot_verifier_is_callup(v) ? "call-up, of attempts," : "attempt", b->drawn,
                          b->undrawn, b->tests, lot_plural(b->tests), more);
}

lot_status lot_verify_callup_attempts(lot_verifier *v)
{
    before b;
    count_before(&b, &v->history);
    size_t hidden = count_hidden(v);
    return hidden == 0 && is_mending_all(v, &b) ? say_mended(v, &b) : say_disliked(v, &b, hidden);
}

lot_status lot_verify_attempts(lot_verifier *v)
{
    lot_status status = LOT_OK;
    before b;
    size_t hidden = count_hidden(v);
    count_before(&b, &v->history);
    uint64_t number = (uint64_t)b.drawn + b.undrawn + b.tests + 1;
    if (number != v->terms.attempt)
        TRY(LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                     "process.txt: it is attempt %" PRIu32 ", but the log counts %" PRIu64,
                     v->terms.attempt, number));
    TRY(check_previous(v, &b));
    if (hidden == 0 && b.drawn + b.undrawn == 0)
        TRY(lot_verify_say(v, LOT_PROVEN,
                           "by this log there was no real attempt before this one, and %" PRIu32
                           " rehearsal%s",
                           b.tests, lot_plural(b.tests)));
    else if (hidden == 0 && is_mending_all(v, &b))
        TRY(say_mended(v, &b));
    else
        TRY(say_disliked(v, &b, hidden));
done:
    return status;
}

lot_status lot_verify_undrawn(lot_verifier *v)
{
    if (lot_verifier_is_drawn(v))
        return LOT_OK;
    return lot_verify_say(v, LOT_NOT_CHECKED, "the draw: there is no draw yet");
}

lot_status lot_verify_reveals(lot_verifier *v)
{
    if (!lot_verifier_is_drawn(v) || !lot_verifier_has_contributions(v))
        return LOT_OK;
    const lot_source *late = find_late(v, v->history.reveal);
    if (late != NULL)
        return lot_verify_say(v, LOT_NOT_PROVEN,
                              "that the contributions were told before the public value: when they "
                              "were logged, the value of %.300s was public already",
                              late->name);
    if (!v->terms.test && is_known_between(v, v->history.reveal))
        return lot_verify_say(v, LOT_PROVEN,
                              "the contributions were told before the public value, if the known "
                              "digest was got before it");
    return lot_verify_say(v, LOT_NOT_PROVEN,
                          "that the contributions were told before the public value. Whoever was "
                          "given a digest of the log in between can tell: --known");
}
