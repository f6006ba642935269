/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proven: written and read back. */
#include "cli/proven.h"

#include "civiclot/certificate.h"

#include <inttypes.h>
#include <string.h>

static lot_status read_back(lot_workbench *bench, const lot_text *text,
                            const lot_membership *members, lot_error *error)
{
    lot_error reason;
    lot_status status =
        lot_certificate_read(&bench->lottery.proof, text, members, bench->quotas->count, &reason);
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
    TRY(lot_membership_new(&members, bench->classes, bench->pseudonyms->pids, error));
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

lot_status lot_proven_check(const lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_proof_result result;
    const lot_proof *proof = bench->lottery.proof;
    if (proof == NULL)
        return LOT_OK;
    TRY(lot_proof_check(&result, proof, bench->quotas, bench->classes, error));
    if (result.gap != bench->lottery.finding.gap)
        TRY(LOT_FAIL(error, LOT_NOT_VERIFIED,
                     "it leaves open %" PRIu64 " / 2^60, not %" PRIu64 " / 2^60", result.gap,
                     bench->lottery.finding.gap));
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
