/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Call-up: reserves of the draw before, called in the places of members who withdrew; nothing is
 * drawn. docs/protocol.md, section 12.
 *
 *   W2  how long the search takes that tells who is right depends on numbers that anybody may have
 *       written: beyond some it is left out.
 */
#include "verify/verifier.h"

#include "civiclot/calling.h"
#include "core/array.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    CALLUP_MOST = 1 << 16,
    WORDS_BYTES = 128,
    /* Lines of callup.txt. */
    LINE_PROCESS = 2,
    LINE_ATTEMPT,
    LINE_REPLACES,
    LINE_STANDING,
    LINE_DEVIATION,
    LINE_PROVEN,
    LINE_FIRST = 9,
    SEARCHED = 20, /* reserves at hand: the search sees all ways to call so few within its steps */
    WIDTH_MOST = 10000,      /* features x reserves at hand, and rows */
    ANSWERS_MOST = 100000000 /* seats x features */
};

static lot_status refuse_line(const lot_verifier *v, uint32_t line, const char *what)
{
    return LOT_FAIL(v->error, LOT_NOT_VERIFIED, "callup.txt, line %" PRIu32 ": %s", line, what);
}

lot_status lot_verify_callup(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    TRY(lot_verify_load(v, LOT_FILE_CALLUP, CALLUP_MOST, &text));
    TRY(lot_callup_read(&v->callup, &text, v->error));
    v->terms.has_key = v->callup.is_signed;
    v->terms.key = v->callup.public_key;
done:
    lot_text_free(&text);
    return status;
}

/* callup.txt and final.txt are of the draw before; what it gives is the call-up's too. */
static lot_status compare_draw(lot_verifier *v)
{
    char attempt[LOT_HEX_BYTES];
    const lot_seated *before = &v->chain->seated;
    const lot_callup_file *said = &v->callup;
    if (before->test)
        return lot_verify_refuse(v, LOT_FILE_CALLUP,
                                 "the draw before was a test, which seats nobody to replace");
    if (strcmp(said->process_id.text, before->process_id.text) != 0)
        return refuse_line(v, LINE_PROCESS, "its process is not that of the draw before");
    if (said->attempt != before->attempt)
        return refuse_line(v, LINE_ATTEMPT, "its attempt is not that of the newest draw before");
    if (!lot_digest_equal(&said->replaces, &before->manifest))
        return refuse_line(v, LINE_REPLACES, "this is not M of the newest draw before");
    if (!lot_digest_equal(&said->standing, &v->digests[LOT_FILE_STANDING]))
        return refuse_line(v, LINE_STANDING, "this is not the digest of standing.csv");
    (void)snprintf(attempt, sizeof attempt, "%" PRIu32, said->attempt);
    if (strcmp(v->final.process, said->process_id.text) != 0)
        return lot_verify_refuse(v, LOT_FILE_FINAL, "its process is not that of callup.txt");
    if (strcmp(v->final.attempt, attempt) != 0)
        return lot_verify_refuse(v, LOT_FILE_FINAL, "its attempt is not that of callup.txt");
    if (strcmp(v->final.draw, "real") != 0)
        return lot_verify_refuse(v, LOT_FILE_FINAL, "here must be draw: real, as in every call-up");
    v->terms.process_id = before->process_id;
    v->terms.seats = before->seats;
    v->terms.people_count = before->people_count;
    v->terms.pool_root = before->pool_root;
    return LOT_OK;
}

/* What the search is asked. Openings are those of the first folder, if they are there. */
static lot_calling ask(const lot_verifier *v)
{
    const lot_seated *before = &v->chain->seated;
    return (lot_calling){.quotas = before->quotas,
                         .seats = before->seats,
                         .pool = v->chain->openings.pool,
                         .standing = v->standing,
                         .reserves = before->reserves.places,
                         .reserves_count = before->reserves.count};
}

/* How many have withdrawn since. */
static uint32_t put_words(lot_text *text, const lot_verifier *v, const void *context, uint32_t most)
{
    lot_text names = LOT_TEXT_EMPTY;
    uint32_t count = lot_verify_put_withdrawn(&names, v, most);
    (void)context;
    lot_text_format(text,
                    "nobody is drawn anew: %" PRIu32 " of %" PRIu32
                    " people of the panel before are kept, and reserves of attempt %" PRIu32
                    " are called up. Of the %" PRIu32 " who withdrew %" PRIu32
                    " %s named here first%s%s",
                    lot_standing_count(v->standing, LOT_KEPT), v->chain->sitting.people.count,
                    v->callup.attempt, lot_standing_count(v->standing, LOT_WITHDRAWN), count,
                    count == 1 ? "is" : "are", count > 0 ? ": " : "", lot_text_string(&names));
    lot_text_free_part(text, &names);
    return count;
}

lot_status lot_verify_callup_standing(lot_verifier *v)
{
    lot_status status = LOT_OK;
    TRY(compare_draw(v));
    TRY(lot_verify_read_standing(v));
    const lot_calling calling = ask(v);
    if (lot_calling_at_hand(&calling) == 0)
        TRY(lot_verify_refuse(v, LOT_FILE_STANDING,
                              "it leaves no reserve of the draw before at hand, so that there is "
                              "nobody to call up"));
    TRY(lot_verify_say_standing(v, LOT_PROVEN, put_words, NULL));
done:
    return status;
}

/* The last entry is this call-up's, and of none of the folders before. */
static lot_status compare_entry(const lot_verifier *v)
{
    const lot_history *history = &v->history;
    const lot_entry *last = &history->entries[history->own];
    lot_digest payload;
    char hex[LOT_HEX_BYTES], said[2 * LOT_HEX_BYTES];
    if (history->own < v->chain->log_entries || last->kind != LOT_ENTRY_CALLUP)
        return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                        "log.txt, line %zu: here must be the entry call-up of this folder",
                        history->own + 1);
    lot_digest_hex(hex, &v->digests[LOT_FILE_CALLUP]);
    (void)snprintf(said, sizeof said, "{\"callup\":\"%s\"}", hex);
    lot_payload_digest(&payload, said);
    if (!lot_digest_equal(&payload, &last->payload))
        return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                        "log.txt, line %zu: this call-up is another than that of callup.txt",
                        history->own + 1);
    if (!lot_digest_equal(&last->digest, &v->final.log))
        return lot_verify_refuse(v, LOT_FILE_FINAL,
                                 "its 'log' is not the digest of the last entry of log.txt");
    return LOT_OK;
}

lot_status lot_verify_callup_log(lot_verifier *v)
{
    lot_status status = LOT_OK;
    char hex[LOT_HEX_BYTES];
    lot_history *history = &v->history;
    TRY(lot_verify_compare_log(v));
    TRY(lot_verify_read_log(v));
    history->own = history->count - 1; /* the folder before has entries, and all of them are here */
    history->reveal = history->draw = history->count;
    TRY(compare_entry(v));
    lot_digest_hex(hex, &v->final.log);
    TRY(lot_verify_say(v, LOT_PROVEN,
                       "each of the %zu entries of the log follows from the one before; the last "
                       "is this call-up, %s",
                       history->count, hex));
done:
    return status;
}

/* Reserves at hand, in their order, for vacant seats. */
static lot_status read_called(lot_verifier *v)
{
    const lot_people *reserves = &v->chain->seated.reserves;
    uint32_t vacant = v->terms.seats - lot_standing_count(v->standing, LOT_KEPT);
    uint32_t next = 0;
    v->called.places = lot_array_new(v->callup.pids_count, sizeof *v->called.places);
    if (v->called.places == NULL)
        return LOT_NO_MEMORY(v->error);
    for (uint32_t i = 0; i < v->callup.pids_count; i++) {
        uint32_t place = lot_verifier_find(v, 0, v->callup.pids[i].text);
        uint32_t reserve = lot_people_find(reserves, place);
        if (reserve == reserves->count)
            return refuse_line(v, LINE_FIRST + i, "this is no reserve of the draw before");
        if (v->standing->places[place] != LOT_OPEN)
            return refuse_line(v, LINE_FIRST + i,
                               "this reserve is kept or withdrew in standing.csv");
        if (reserve < next)
            return refuse_line(v, LINE_FIRST + i,
                               "this reserve does not stand behind the one before in reserves.txt");
        if (i == vacant)
            return refuse_line(v, LINE_FIRST + i, "more are called than there are seats vacant");
        v->called.places[v->called.count++] = place;
        next = reserve + 1;
    }
    return LOT_OK;
}

/* By whom the search ends always, whatever the answers are. */
static lot_status check_given_up(const lot_verifier *v, const lot_calling *calling)
{
    if (v->callup.proven || lot_calling_at_hand(calling) > SEARCHED)
        return LOT_OK;
    return refuse_line(v, LINE_PROVEN,
                       "with so few at hand the search always ends, so that here must be: proven: "
                       "yes");
}

static lot_status refuse_called(const lot_verifier *v, uint32_t called, const char *right)
{
    return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                    "callup.txt, line %" PRIu32 ": the right ones to call are others: here must "
                    "be %s",
                    LINE_FIRST + called, right);
}

static lot_status compare_called(const lot_verifier *v, const lot_called *right)
{
    const lot_people *said = &v->called;
    for (uint32_t i = 0; i < said->count || i < right->count; i++)
        if (i == right->count)
            return refuse_called(v, i, "nobody more");
        else if (i == said->count || said->places[i] != right->people[i])
            return refuse_called(v, i, v->pool.pids[right->people[i]].text);
    if (v->callup.deviation != right->deviation)
        return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                        "callup.txt, line %d: the deviation of this panel is %" PRIu64,
                        LINE_DEVIATION, right->deviation);
    if (v->callup.proven != right->proven)
        return refuse_line(v, LINE_PROVEN,
                           right->proven ? "the search ends, so that here must be: proven: yes"
                                         : "the search does not end within its steps, so that here "
                                           "must be: proven: no");
    return LOT_OK;
}

static lot_status say_called(lot_verifier *v, const lot_called *right)
{
    char left[WORDS_BYTES];
    if (right->deviation == 0)
        (void)snprintf(left, sizeof left, ". The panel then meets every quota");
    else
        (void)snprintf(left, sizeof left,
                       ". The panel then misses its quotas by %" PRIu64 ", in seats; %" PRIu32
                       " seat%s vacant",
                       right->deviation, right->vacant, right->vacant == 1 ? " is" : "s are");
    if (!right->proven)
        return lot_verify_say(v, LOT_NOT_PROVEN,
                              "that nobody else is to be called up: of %" PRIu32
                              " reserves at hand the %" PRIu32 " in callup.txt are those that the "
                              "search came to, but it ended before it had seen all ways%s",
                              right->at_hand, right->count, left);
    return lot_verify_say(v, LOT_PROVEN,
                          "of %" PRIu32 " reserve%s at hand the %" PRIu32 " in callup.txt are the "
                          "right ones to call up: no others leave the panel nearer to its quotas, "
                          "fill more seats then, or come first%s",
                          right->at_hand, lot_plural(right->at_hand), right->count, left);
}

/* W2 */
static bool is_too_large(const lot_calling *calling)
{
    uint64_t features = calling->quotas->features_count;
    return features * lot_calling_at_hand(calling) > WIDTH_MOST ||
           calling->quotas->count > WIDTH_MOST || features * calling->seats > ANSWERS_MOST;
}

lot_status lot_verify_called(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_called right = {.people = NULL};
    const lot_calling calling = ask(v);
    bool opened = calling.pool != NULL;
    TRY(read_called(v));
    TRY(check_given_up(v, &calling));
    if (!opened || is_too_large(&calling)) {
        TRY(lot_verify_say(
            v, LOT_NOT_CHECKED,
            "that the %" PRIu32 " called up of %" PRIu32
            " reserve%s at hand are the right ones: %s",
            v->called.count, lot_calling_at_hand(&calling),
            lot_plural(lot_calling_at_hand(&calling)),
            opened ? "finding out takes longer than this verifier goes on"
                   : "people's answers are not published. An auditor who may see them can check "
                     "it, in a folder of level full"));
        goto done;
    }
    TRY(lot_calling_find(&right, &calling, v->error));
    TRY(compare_called(v, &right));
    TRY(say_called(v, &right));
done:
    lot_called_free(&right);
    return status;
}
