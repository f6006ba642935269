/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Standing: of a replacement, that it mends the panel before: who of it stays and who withdrew, and
 * that everything else is as it was. docs/protocol.md, section 11.
 *
 *   L1  the log begins with that of the folder just before, so that it has every entry of all
 *       folders before, their commits among them. Its own comes behind: see log.c.
 */
#include "verify/verifier.h"

#include "audit/standing_file.h"

#include <inttypes.h>
#include <string.h>

enum {
    NAMED_MOST = 20, /* people in a line for a terminal */
    LINE_MOST = LOT_PID_LENGTH + 1 + 9 + 1 + LOT_REASON_MOST + 1,
    HEAD_MOST = 64
};

static lot_status refuse_terms(const lot_verifier *v, const char *what)
{
    return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                    "process.txt: its %s not that of the draw whose panel is mended", what);
}

static lot_status compare_terms(const lot_verifier *v)
{
    const lot_terms *terms = &v->terms;
    const lot_seated *before = &v->chain->seated;
    if (before->test)
        return lot_verify_refuse(v, LOT_FILE_PROCESS,
                                 "the draw before was a test, which seats nobody to replace");
    if (strcmp(terms->process_id.text, before->process_id.text) != 0)
        return refuse_terms(v, "process id is");
    if (terms->seats != before->seats)
        return refuse_terms(v, "number of seats is");
    if (terms->per_household != before->per_household)
        return refuse_terms(v, "per-household is");
    if (terms->people_count != before->people_count)
        return refuse_terms(v, "number of people in the pool is");
    if (!lot_digest_equal(&terms->pool_root, &before->pool_root))
        return refuse_terms(v, "pool-root is");
    if (!lot_digest_equal(&terms->replaces, &before->manifest))
        return lot_verify_refuse(v, LOT_FILE_PROCESS,
                                 "its 'replaces' is not M of the newest draw before, whose panel "
                                 "is the one to mend");
    if (!lot_digest_equal(&v->digests[LOT_FILE_POOL], &before->pool))
        return lot_verify_refuse(v, LOT_FILE_POOL,
                                 "its bytes are not those of the draw whose panel is mended");
    return LOT_OK;
}

/* *others: how many numbers of quotas.csv are not as they were. */
static lot_status compare_quotas(const lot_verifier *v, uint32_t *others)
{
    const lot_quotas *now = v->quotas;
    const lot_quotas *before = v->chain->seated.quotas;
    *others = 0;
    for (uint32_t q = 0; q < now->count && q < before->count; q++) {
        const lot_quota *a = &now->rows[q], *b = &before->rows[q];
        if (strcmp(now->features[a->feature].name, before->features[b->feature].name) != 0 ||
            strcmp(a->value, b->value) != 0)
            return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                            "quotas.csv, line %" PRIu32 ": here the draw whose panel is mended has "
                            "another feature or value",
                            q + 2);
        *others += (uint32_t)(a->min != b->min) + (uint32_t)(a->max != b->max);
    }
    if (now->count != before->count)
        return lot_verify_refuse(v, LOT_FILE_QUOTAS,
                                 "it has more or fewer rows than that of the draw whose panel is "
                                 "mended");
    return LOT_OK;
}

static lot_status refuse_person(const lot_verifier *v, uint32_t person, const char *what)
{
    return LOT_FAIL(v->error, LOT_NOT_VERIFIED, "standing.csv: %s %s", v->pool.pids[person].text,
                    what);
}

/* Was the person on the panel before? *next: which of it they may be; people ascend. */
static bool was_seated(const lot_verifier *v, uint32_t person, uint32_t *next)
{
    const lot_people *before = &v->chain->sitting.people;
    bool seated = *next < before->count && before->places[*next] == person;
    *next += seated;
    return seated;
}

/* The reason for which they had withdrawn before; NULL: they had not. */
static const char *reason_before(const lot_verifier *v, uint32_t person)
{
    const lot_standing *standing = v->chain->sitting.standing;
    return standing != NULL ? standing->reasons[person] : NULL;
}

static lot_status compare_people(const lot_verifier *v)
{
    const lot_standing *standing = v->standing;
    uint32_t next = 0;
    for (uint32_t p = 0; p < v->pool.count; p++) {
        lot_place place = standing->places[p];
        const char *reason = reason_before(v, p);
        bool seated = was_seated(v, p, &next);
        if (seated && place == LOT_OPEN)
            return refuse_person(v, p, "is missing, though the panel before seats them");
        if (!seated && place == LOT_KEPT)
            return refuse_person(v, p, "is kept, though the panel before does not seat them");
        if (reason != NULL && place != LOT_WITHDRAWN)
            return refuse_person(v, p, "withdrew before, and must be withdrawn here as well");
        if (reason != NULL && strcmp(reason, standing->reasons[p]) != 0)
            return refuse_person(v, p, "withdrew before for another reason than stands here");
    }
    return LOT_OK;
}

lot_status lot_verify_read_standing(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    TRY(lot_verify_load(v, LOT_FILE_STANDING, HEAD_MOST + (size_t)LINE_MOST * v->pool.count,
                        &text));
    TRY(lot_standing_read(&v->standing, &text, v->pool.pids, v->pool.count, v->terms.seats,
                          v->error));
    TRY(compare_people(v));
done:
    lot_text_free(&text);
    return status;
}

typedef struct settled {
    const lot_verifier *v;
    uint32_t kept;
    bool fails; /* it is the standing that a row breaks */
} settled;

static lot_status check_row(void *context, const lot_drawn_row *row)
{
    settled *s = context;
    const lot_verifier *v = s->v;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < v->terms.seats; i++) {
        lot_place place = v->standing->places[row->members[i]];
        kept += place == LOT_KEPT;
        s->fails = place == LOT_WITHDRAWN;
        if (s->fails)
            return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                            "lottery.csv, line %" PRIu64 ": the panel seats %s, who withdrew",
                            row->line, v->pool.pids[row->members[i]].text);
    }
    s->fails = kept < s->kept;
    if (s->fails)
        return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                        "lottery.csv, line %" PRIu64 ": the panel seats %" PRIu32 " of the %" PRIu32
                        " who are kept",
                        row->line, kept, s->kept);
    return LOT_OK;
}

/* Where the rows themselves are not well written, `lottery` is what fails. */
static lot_status check_rows(lot_verifier *v)
{
    settled s = {.v = v, .kept = lot_standing_count(v->standing, LOT_KEPT)};
    lot_status status = lot_verify_walk(v, check_row, &s);
    if (status == LOT_NOT_VERIFIED && !s.fails)
        v->id = "lottery";
    return status;
}

/* L1. */
lot_status lot_verify_compare_log(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    lot_digest begins = {{0}};
    size_t length = v->chain->log_length;
    TRY(lot_verify_load(v, LOT_FILE_LOG, LOT_LOG_MOST, &text));
    if (text.length >= length)
        lot_sha256(&begins, lot_text_string(&text), length);
    if (!lot_digest_equal(&begins, &v->chain->log))
        TRY(lot_verify_refuse(v, LOT_FILE_LOG,
                              "it does not begin with the lines of log.txt in the folder before"));
done:
    lot_text_free(&text);
    return status;
}

uint32_t lot_verify_put_withdrawn(lot_text *text, const lot_verifier *v, uint32_t most)
{
    uint32_t count = 0, next = 0;
    for (uint32_t p = 0; p < v->pool.count; p++) {
        bool seated = was_seated(v, p, &next);
        if (v->standing->places[p] != LOT_WITHDRAWN || reason_before(v, p) != NULL ||
            count++ >= most)
            continue;
        lot_text_format(text, "%s%s (%s%s)", count > 1 ? ", " : "", v->pool.pids[p].text,
                        v->standing->reasons[p], seated ? "" : "; not of the panel");
    }
    if (count > most)
        lot_text_format(text, ", and %" PRIu32 " more (--json names all)", count - most);
    return count;
}

/* What has been changed since: how many numbers of quotas.csv, and whether the objective was. */
typedef struct changed {
    uint32_t numbers;
    bool objective;
} changed;

static void put_changed(lot_text *text, const lot_verifier *v, const changed *what)
{
    lot_text_put(text, "that quotas and objective are those of the panel before: ");
    if (what->numbers > 0)
        lot_text_format(text, "%" PRIu32 " number%s of quotas.csv %s", what->numbers,
                        lot_plural(what->numbers),
                        what->numbers == 1 ? "is another" : "are others");
    if (what->objective)
        lot_text_format(text, "%sthe objective of process.txt is another, it was %s",
                        what->numbers > 0 ? ", and " : "",
                        lot_objective_name(v->chain->seated.objective));
    lot_text_put(text, ". ");
}

/* How many have withdrawn since. context: what has been changed. */
static uint32_t put_words(lot_text *text, const lot_verifier *v, const void *context, uint32_t most)
{
    const changed *what = context;
    lot_text names = LOT_TEXT_EMPTY;
    uint32_t kept = lot_standing_count(v->standing, LOT_KEPT);
    uint32_t count = lot_verify_put_withdrawn(&names, v, most);
    bool same = what->numbers == 0 && !what->objective;
    if (!same)
        put_changed(text, v, what);
    lot_text_format(text,
                    "%s panel seats the %" PRIu32 " of %" PRIu32
                    " people of the panel before who are kept, and nobody of the %" PRIu32
                    " who withdrew. %" PRIu32 " of these %s named here first%s%s",
                    same ? "every" : "Every", kept, v->chain->sitting.people.count,
                    lot_standing_count(v->standing, LOT_WITHDRAWN), count,
                    count == 1 ? "is" : "are", count > 0 ? ": " : "", lot_text_string(&names));
    lot_text_free_part(text, &names);
    return count;
}

lot_status lot_verify_say_standing(lot_verifier *v, lot_verdict verdict,
                                   uint32_t (*put)(lot_text *text, const lot_verifier *v,
                                                   const void *context, uint32_t most),
                                   const void *context)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY, whole = LOT_TEXT_EMPTY;
    if (put(&words, v, context, NAMED_MOST) > NAMED_MOST)
        (void)put(&whole, v, context, UINT32_MAX);
    TRY(lot_text_check(&words, v->error));
    TRY(lot_verify_say_whole(v, verdict, lot_text_string(&words), &whole));
done:
    lot_text_free(&words);
    lot_text_free(&whole);
    return status;
}

lot_status lot_verify_standing(lot_verifier *v)
{
    lot_status status = LOT_OK;
    const lot_seated *before = &v->chain->seated;
    changed what = {.objective = v->terms.objective != before->objective ||
                                 v->terms.gamma_millionths != before->gamma_millionths};
    if (v->number == 0)
        return LOT_OK;
    TRY(compare_terms(v));
    TRY(compare_quotas(v, &what.numbers));
    TRY(lot_verify_read_standing(v));
    TRY(check_rows(v));
    TRY(lot_verify_compare_log(v));
    TRY(lot_verify_say_standing(
        v, what.numbers == 0 && !what.objective ? LOT_PROVEN : LOT_NOT_PROVEN, put_words, &what));
done:
    return status;
}

lot_status lot_verify_settle(lot_verifier *v)
{
    lot_status status = LOT_OK;
    if (v->standing == NULL)
        return LOT_OK;
    TRY(lot_standing_quotas(&v->settled_quotas, v->standing, v->quotas, v->terms.seats, v->error));
    v->settled.pids = v->openings.pids;
    TRY(lot_standing_pool(&v->settled.pool, v->standing, v->openings.pool, v->quotas, v->error));
done:
    return status;
}

const lot_quotas *lot_verifier_quotas(const lot_verifier *v)
{
    return v->standing != NULL ? v->settled_quotas : v->quotas;
}

const lot_openings *lot_verifier_openings(const lot_verifier *v)
{
    return v->standing != NULL ? &v->settled : &v->openings;
}
