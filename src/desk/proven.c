/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proven: written and read back. */
#include "desk/proven.h"

#include "civiclot/certificate.h"
#include "core/array.h"
#include "core/wide.h"
#include "desk/terms.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static lot_status read_back(lot_workbench *bench, const lot_text *text,
                            const lot_membership *members, lot_error *error)
{
    lot_error reason;
    lot_status status = lot_certificate_read(&bench->lottery.proof, text, members,
                                             lot_terms_of(bench).quotas->count, &reason);
    if (status == LOT_OK)
        return LOT_OK;
    return LOT_FAIL(error, LOT_FAILURE, "internal: the proof cannot be written down: %s",
                    reason.message);
}

lot_status lot_proven_write(lot_workbench *bench, const lot_proof *proof, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_membership *members = NULL;
    lot_text text = LOT_TEXT_EMPTY;
    if (proof == NULL)
        return LOT_OK;
    TRY(lot_membership_new(&members, lot_terms_of(bench).classes, bench->pseudonyms->pids, error));
    lot_certificate_put(&text, proof, members);
    TRY(lot_text_check(&text, error));
    TRY(read_back(bench, &text, members, error));
    bench->lottery.certificate = text.bytes;
    text = LOT_TEXT_EMPTY;
done:
    lot_membership_free(members);
    lot_text_free(&text);
    return status;
}

/* How far somebody's tickets are from the chance that is proven, in thousandths, rounded up. */
static uint64_t millitickets(uint64_t tickets, uint64_t all, const lot_fraction *chance)
{
    lot_wide off = (lot_wide)tickets * (lot_wide)chance->denominator -
                   (lot_wide)all * (lot_wide)chance->numerator;
    lot_wide under = (lot_wide)chance->denominator;
    return (uint64_t)(((off < 0 ? -off : off) * 1000 + under - 1) / under);
}

/* Is the distance told that of the tickets from the proof's chances, to a thousandth? */
static lot_status check_distance(const lot_workbench *bench, lot_error *error)
{
    const lot_lottery *lottery = bench->lottery.lottery;
    const lot_finding *finding = &bench->lottery.finding;
    const lot_classes *classes = lot_terms_of(bench).classes;
    uint64_t furthest = 0;
    uint64_t *tickets = lot_array_new(bench->pool->people_count, sizeof *tickets);
    if (tickets == NULL)
        return LOT_NO_MEMORY(error);
    lot_panels_count_tickets(tickets, lottery->panels, bench->pool->people_count);
    for (uint32_t p = 0; p < bench->pool->people_count; p++) {
        const lot_fraction *chance = &bench->lottery.proof->chance[classes->of_person[p]];
        uint64_t off = millitickets(tickets[p], lottery->tickets, chance);
        furthest = off > furthest ? off : furthest;
    }
    free(tickets);
    if (furthest > finding->distance_millitickets + 1 ||
        finding->distance_millitickets > furthest + 1)
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "the tickets are %" PRIu64 " thousandths from its chances, not %" PRIu64,
                        furthest, finding->distance_millitickets);
    return LOT_OK;
}

/* Is the bound told that of the first round, where that is a chance? */
static lot_status check_bound(const lot_workbench *bench, lot_error *error)
{
    const lot_proof *proof = bench->lottery.proof;
    const lot_fraction *told = &bench->lottery.finding.bound;
    const lot_classes *classes = lot_terms_of(bench).classes;
    lot_wide people = 0;
    if (proof->rounds_count == 0 || proof->rounds[0].kind == LOT_ROUND_MEAN ||
        proof->rounds[0].kind == LOT_ROUND_BAND)
        return LOT_OK; /* not a chance: the gap that is compared follows from it */
    const lot_bound *bound = &proof->rounds[0].bound;
    for (uint32_t i = 0; i < bound->weights_count; i++)
        people += (lot_wide)bound->weights[i].weight * classes->size[bound->weights[i].class];
    if (told->denominator == 0 || told->denominator >> 62 > 1 || people == 0)
        return LOT_FAIL(error, LOT_NOT_VERIFIED, "the bound told is none");
    /* in parts of 2^-40, as a fraction that does not fit is rounded */
    const lot_wide parts = (lot_wide)1 << 40;
    lot_wide differ = (lot_wide)bound->upper * parts / people -
                      (lot_wide)told->numerator * parts / (lot_wide)told->denominator;
    if (differ < -1 || differ > 1)
        return LOT_FAIL(error, LOT_NOT_VERIFIED, "its first round does not prove the bound told");
    return LOT_OK;
}

lot_status lot_proven_check(const lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_proof_result result;
    const lot_proof *proof = bench->lottery.proof;
    const lot_finding *finding = &bench->lottery.finding;
    if (proof == NULL)
        return LOT_OK;
    const lot_panel_terms terms = lot_terms_of(bench);
    TRY(lot_proof_check(&result, proof, terms.quotas, terms.classes, error));
    if (result.gap != finding->gap)
        TRY(LOT_FAIL(error, LOT_NOT_VERIFIED,
                     "it leaves open %" PRIu64 " / 2^60, not %" PRIu64 " / 2^60", result.gap,
                     finding->gap));
    if (result.branched != finding->cuts_count || proof->rounds_count != finding->levels_count ||
        finding->late)
        TRY(LOT_FAIL(error, LOT_NOT_VERIFIED,
                     "it has other rounds, or other bounds by case distinction, than are told"));
    TRY(check_bound(bench, error));
    TRY(check_distance(bench, error));
done:
    return status;
}

bool lot_proven_digest(lot_digest *out, const lot_workbench *bench)
{
    const char *certificate = bench->lottery.certificate;
    if (certificate != NULL)
        lot_sha256(out, certificate, strlen(certificate));
    return certificate != NULL;
}
