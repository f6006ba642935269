/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fairness: the certificate's proof, and how far the tickets are from the chances that it lists. */
#include "verify/verifier.h"

#include "core/array.h"
#include "core/wide.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define CERTIFICATE_MOST ((size_t)1 << 30)

enum { GAP_BITS = 60, GAP_BYTES = 40 };

static const uint64_t TRILLION = 1000000000000;

/* The gap in decimal, rounded up. */
static void put_gap(char words[GAP_BYTES], uint64_t gap)
{
    lot_unsigned_wide one = (lot_unsigned_wide)1 << GAP_BITS;
    uint64_t parts = (uint64_t)(((lot_unsigned_wide)gap * TRILLION + one - 1) >> GAP_BITS);
    if (gap == 0)
        (void)snprintf(words, GAP_BYTES, "nothing");
    else
        (void)snprintf(words, GAP_BYTES, "at most %" PRIu64 ".%012" PRIu64, parts / TRILLION,
                       parts % TRILLION);
}

/* Where it says something else than process.txt. */
static lot_status compare_terms(const lot_verifier *v)
{
    const lot_proof *proof = v->proof;
    if (proof->objective != v->terms.objective ||
        proof->gamma_millionths != v->terms.gamma_millionths)
        return lot_verify_refuse(v, LOT_FILE_CERTIFICATE,
                                 "its objective is not that of process.txt");
    if (proof->seats != v->terms.seats)
        return lot_verify_refuse(v, LOT_FILE_CERTIFICATE, "its seats are not those of process.txt");
    return LOT_OK;
}

/* A proof's own messages name no file. */
static lot_status check_proof(lot_verifier *v, lot_proof_result *result)
{
    lot_error why = {.message = ""};
    lot_status status = lot_proof_check(result, v->proof, lot_verifier_quotas(v), v->classes, &why);
    if (status == LOT_NOT_VERIFIED)
        return LOT_FAIL(v->error, status, "certificate.txt: %.900s", why.message);
    if (status != LOT_OK)
        *v->error = why;
    return status;
}

static lot_status read_proof(lot_verifier *v, lot_proof_result *result)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    lot_membership *members = NULL;
    const lot_openings *openings = lot_verifier_openings(v);
    TRY(lot_verify_load(v, LOT_FILE_CERTIFICATE, CERTIFICATE_MOST, &text));
    if (!lot_digest_equal(&v->digests[LOT_FILE_CERTIFICATE], &v->terms.certificate))
        TRY(lot_verify_refuse(v, LOT_FILE_CERTIFICATE,
                              "it is not the one that process.txt has the digest of"));
    TRY(lot_classes_new(&v->classes, openings->pool, v->terms.per_household, v->error));
    TRY(lot_membership_new(&members, v->classes, openings->pids, v->error));
    TRY(lot_certificate_read(&v->proof, &text, members, lot_verifier_quotas(v)->count, v->error));
    TRY(compare_terms(v));
    TRY(check_proof(v, result));
done:
    lot_membership_free(members);
    lot_text_free(&text);
    return status;
}

static lot_status say_gap(lot_verifier *v, const lot_proof_result *result)
{
    char gap[GAP_BYTES];
    bool proven = lot_gap_is_proven(v->terms.objective, result->gap);
    put_gap(gap, result->gap);
    return lot_verify_say(
        v, proven ? LOT_PROVEN : LOT_NOT_PROVEN,
        "%sno lottery is fairer by %s than the chances that the certificate lists: "
        "its proof in integers, of %" PRIu32 " round%s over %" PRIu32
        " class%s of people, leaves open %s%s",
        proven ? "" : "that ", lot_objective_name(v->terms.objective), v->proof->rounds_count,
        lot_plural(v->proof->rounds_count), v->classes->count, v->classes->count == 1 ? "" : "es",
        gap, proven ? "" : ", which is too much to call it proven");
}

lot_status lot_verify_fairness(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_proof_result result;
    bool there = v->dossier->present[LOT_FILE_CERTIFICATE];
    const char *name = lot_objective_name(v->terms.objective);
    if (!v->terms.has_certificate) {
        if (there)
            TRY(lot_verify_refuse(v, LOT_FILE_CERTIFICATE,
                                  "it is there, but process.txt says 'certificate: none'"));
        TRY(lot_verify_say(v, LOT_NOT_PROVEN,
                           "that the chances are the fairest by %s: nothing is proven of them to "
                           "others",
                           name));
        goto done;
    }
    if (!there && v->dossier->present[LOT_FILE_OPENINGS])
        TRY(lot_verify_refuse(v, LOT_FILE_CERTIFICATE,
                              "it is missing, though openings.csv is there and process.txt has its "
                              "digest"));
    if (!there) {
        TRY(lot_verify_say(
            v, LOT_NOT_CHECKED,
            "that the chances are the fairest by %s: there is a certificate, and its "
            "digest is fixed, but it is not published. An auditor who may see it can "
            "check it, in a folder of level full",
            name));
        goto done;
    }
    TRY(read_proof(v, &result));
    TRY(say_gap(v, &result));
done:
    return status;
}

/* |tickets / T - chance| in thousandths of a ticket, rounded up. */
static uint64_t distance(uint64_t tickets, uint64_t all, lot_fraction chance)
{
    /* each product is below 2^30 2^62 2^10 */
    lot_wide parts =
        (lot_wide)tickets * chance.denominator - (lot_wide)chance.numerator * (lot_wide)all;
    lot_wide size = (parts < 0 ? -parts : parts) * 1000;
    return (uint64_t)((size + chance.denominator - 1) / chance.denominator);
}

lot_status lot_verify_tickets(lot_verifier *v)
{
    uint64_t most = 0;
    if (v->proof == NULL)
        return LOT_OK;
    for (uint32_t p = 0; p < v->pool.count; p++) {
        lot_fraction chance = v->proof->chance[v->classes->of_person[p]];
        uint64_t off = distance(v->tickets[p], v->terms.tickets, chance);
        most = off > most ? off : most;
    }
    return lot_verify_say(v, LOT_PROVEN,
                          "nobody's tickets are further than %" PRIu64 ".%03" PRIu64
                          " of one ticket from what the certificate's chance of theirs comes to",
                          most / 1000, most % 1000);
}
