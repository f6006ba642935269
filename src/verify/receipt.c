/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receipt: one volunteer's, held against the pool; and what the lottery has for them. */
#include "verify/verifier.h"

#include "civiclot/receipt.h"

#include <inttypes.h>
#include <string.h>

static const char name[] = "receipt";

static const char *tell_drawn(const lot_verifier *v, const lot_pid *pid, uint32_t index)
{
    lot_place place = v->standing != NULL ? v->standing->places[index] : LOT_OPEN;
    if (place == LOT_KEPT)
        return "they are kept, whatever is drawn";
    if (place == LOT_WITHDRAWN)
        return "they withdrew";
    if (!lot_verifier_is_drawn(v))
        return "nothing is drawn yet";
    for (uint32_t s = 0; s < v->terms.seats; s++)
        if (memcmp(v->draw.pids + (size_t)s * LOT_PID_LENGTH, pid->text, LOT_PID_LENGTH) == 0)
            return v->terms.test ? "the test drew them, which selects nobody" : "they were drawn";
    return "they were not drawn";
}

static lot_status check(lot_verifier *v, const lot_receipt *receipt)
{
    lot_receipt_basis basis = {.process_id = v->terms.process_id.text,
                               .people_count = v->pool.count,
                               .pool_root = v->terms.pool_root,
                               .pids = v->pool.pids,
                               .leaves = v->pool.leaves,
                               .quotas = v->quotas};
    lot_status status = lot_receipt_check(receipt, name, &basis, v->error);
    if (status != LOT_OK)
        return status;
    return lot_verify_say(v, LOT_PROVEN,
                          "the person of the receipt is in the pool as %s, place %" PRIu32
                          ", with the answers of the receipt: %" PRIu64 " of %" PRIu64
                          " tickets draw them; %s",
                          receipt->pid.text, receipt->index, v->tickets[receipt->index],
                          v->terms.tickets, tell_drawn(v, &receipt->pid, receipt->index));
}

lot_status lot_verify_receipt(lot_verifier *v)
{
    lot_receipt receipt;
    if (v->request->receipt == NULL)
        return LOT_OK;
    lot_status status =
        lot_receipt_read(&receipt, name, v->request->receipt, v->request->receipt_length, v->error);
    if (status != LOT_OK)
        return status;
    status = check(v, &receipt);
    lot_receipt_free(&receipt);
    return status;
}
