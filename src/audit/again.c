/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Again: a draw that was made, done a second time from what it rests on. */
#include "civiclot/publication.h"

#include <inttypes.h>

static lot_status check_sources(const lot_draw_basis *basis, uint32_t attempt, lot_error *error)
{
    lot_error reason;
    lot_status status = lot_sources_check(basis->sources, basis->sources_count, &reason);
    for (uint32_t s = 0; s < basis->sources_count && status == LOT_OK; s++)
        status = lot_source_check_value(&basis->sources[s], basis->process_id,
                                        basis->lottery->tickets, &reason);
    if (status != LOT_OK)
        return LOT_FAIL(error, status, "attempt %" PRIu32 ": %s", attempt, reason.message);
    return LOT_OK;
}

/* The ticket that the seed gives, or that was drawn by hand. */
static uint64_t draw_again(uint64_t *rejected, const lot_digest *seed, const lot_draw_basis *basis)
{
    uint64_t ticket;
    *rejected = 0;
    if (lot_sources_by_hand(&ticket, basis->sources, basis->sources_count))
        return ticket;
    return lot_draw_ticket("panel", basis->manifest, seed, basis->lottery->tickets, rejected);
}

static lot_status check_ticket(const lot_drawn *drawn, const lot_digest *seed,
                               const lot_draw_basis *basis, lot_error *error)
{
    uint64_t rejected;
    uint64_t ticket = draw_again(&rejected, seed, basis);
    uint32_t row = lot_lottery_row(basis->lottery, ticket);
    if (ticket != drawn->ticket)
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "attempt %" PRIu32 " drew ticket %" PRIu64 ", but its %s gives %" PRIu64,
                        drawn->attempt, drawn->ticket,
                        lot_sources_by_hand(NULL, basis->sources, basis->sources_count) ? "value"
                                                                                        : "seed",
                        ticket);
    if (rejected != drawn->rejected)
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "attempt %" PRIu32 " passed over %" PRIu64
                        " numbers before its ticket, but its seed gives %" PRIu64,
                        drawn->attempt, drawn->rejected, rejected);
    if (row != drawn->row)
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "attempt %" PRIu32 " drew the panel of row %" PRIu32
                        " of the lottery, but its ticket %" PRIu64 " is in row %" PRIu32,
                        drawn->attempt, drawn->row, ticket, row);
    return LOT_OK;
}

lot_status lot_draw_check(const lot_drawn *drawn, const lot_digest *seed,
                          const lot_draw_basis *basis, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_digest again;
    TRY(check_sources(basis, drawn->attempt, error));
    lot_seed(&again, basis->manifest, basis->sources, basis->sources_count);
    if (!lot_digest_equal(&again, seed))
        TRY(LOT_FAIL(error, LOT_NOT_VERIFIED,
                     "the seed of attempt %" PRIu32
                     " does not follow from its manifest and the values of its sources",
                     drawn->attempt));
    TRY(check_ticket(drawn, seed, basis, error));
done:
    return status;
}
