/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receipt: one volunteer's, held against the pool; and what the lottery has for them. */
#include "verify/verifier.h"

#include "civiclot/receipt.h"

#include <inttypes.h>
#include <stdio.h>

static const char name[] = "receipt";

enum { WORDS_BYTES = 128 };

static void tell_reserve(char words[WORDS_BYTES], const lot_verifier *v, uint32_t reserve)
{
    (void)snprintf(words, WORDS_BYTES, "%s reserve number %" PRIu32 " of %" PRIu32 "%s",
                   v->terms.test ? "the test drew them as" : "they are", reserve + 1,
                   v->reserves.count, v->terms.test ? ", which selects nobody" : "");
}

/* What the draw has for the person at that place of pool.csv. */
static void tell_drawn(char words[WORDS_BYTES], const lot_verifier *v, uint32_t index)
{
    const lot_people panel = {v->draw.people, v->terms.seats};
    const char *drawn =
        v->terms.test ? "the test drew them, which selects nobody" : "they were drawn";
    lot_place place = v->standing != NULL ? v->standing->places[index] : LOT_OPEN;
    uint32_t reserve = lot_people_find(&v->reserves, index);
    if (reserve < v->reserves.count) {
        tell_reserve(words, v, reserve);
        return;
    }
    (void)snprintf(words, WORDS_BYTES, "%s",
                   place == LOT_KEPT           ? "they are kept, whatever is drawn"
                   : place == LOT_WITHDRAWN    ? "they withdrew"
                   : !lot_verifier_is_drawn(v) ? "nothing is drawn yet"
                   : lot_people_find(&panel, index) < panel.count ? drawn
                                                                  : "they were not drawn");
}

/* What the call-up has for them. */
static void tell_called(char words[WORDS_BYTES], const lot_verifier *v, uint32_t index)
{
    const lot_people *reserves = &v->chain->seated.reserves;
    lot_place place = v->standing->places[index];
    uint32_t reserve = lot_people_find(reserves, index);
    bool called = lot_people_find(&v->called, index) < v->called.count;
    if (place == LOT_KEPT)
        (void)snprintf(words, WORDS_BYTES, "they are kept");
    else if (place == LOT_WITHDRAWN)
        (void)snprintf(words, WORDS_BYTES, "they withdrew");
    else if (reserve == reserves->count)
        (void)snprintf(words, WORDS_BYTES, "they are no reserve, and were not called");
    else
        (void)snprintf(words, WORDS_BYTES, "%s reserve number %" PRIu32 " of %" PRIu32 "%s",
                       called ? "they were called up, as" : "they are", reserve + 1,
                       reserves->count, called ? "" : ", and at hand");
}

static lot_status check(lot_verifier *v, const lot_receipt *receipt)
{
    lot_receipt_basis basis = {.process_id = v->terms.process_id.text,
                               .people_count = v->pool.count,
                               .pool_root = v->terms.pool_root,
                               .pids = v->pool.pids,
                               .leaves = v->pool.leaves,
                               .quotas = v->quotas};
    char words[WORDS_BYTES];
    lot_status status = lot_receipt_check(receipt, name, &basis, v->error);
    if (status != LOT_OK)
        return status;
    if (lot_verifier_is_callup(v)) {
        tell_called(words, v, receipt->index);
        return lot_verify_say(v, LOT_PROVEN,
                              "the person of the receipt is in the pool as %s, place %" PRIu32
                              ", with the answers of the receipt; %s",
                              receipt->pid.text, receipt->index, words);
    }
    tell_drawn(words, v, receipt->index);
    return lot_verify_say(
        v, LOT_PROVEN,
        "the person of the receipt is in the pool as %s, place %" PRIu32
        ", with the answers of the receipt: %" PRIu64 " of %" PRIu64 " tickets draw them; %s",
        receipt->pid.text, receipt->index, v->tickets[receipt->index], v->terms.tickets, words);
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
