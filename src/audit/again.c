/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Again: a draw that was made, done a second time from what it rests on. */
#include "civiclot/publication.h"

#include "core/control.h"

#include <inttypes.h>
#include <string.h>

/* Is what was announced under the operator's name a commitment to this value and nonce? */
static bool opens(const lot_source *source, const char *process_id)
{
    lot_digest nonce;
    lot_digest commitment;
    char hex[LOT_HEX_BYTES];
    if (source->nonce == NULL || !lot_digest_parse(&nonce, source->nonce))
        return false;
    lot_contribution_commit(&commitment, process_id, "operator", &nonce, source->value);
    lot_digest_hex(hex, &commitment);
    return strcmp(source->name + strlen(LOT_OPERATOR_PREFIX), hex) == 0;
}

static lot_status check_source(const lot_source *source, const lot_draw_basis *basis,
                               uint32_t attempt, lot_error *error)
{
    bool sealed = lot_source_is_operator(source);
    if (!lot_is_one_line(source->value) || (!sealed && source->nonce != NULL))
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "attempt %" PRIu32 ": the value of source %s was changed after the draw",
                        attempt, source->name);
    if (sealed && !opens(source, basis->process_id))
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "attempt %" PRIu32
                        ": the operator's value and nonce are not those that were announced",
                        attempt);
    return LOT_OK;
}

static lot_status check_ticket(const lot_drawn *drawn, const lot_digest *seed,
                               const lot_draw_basis *basis, lot_error *error)
{
    uint64_t rejected;
    uint64_t ticket =
        lot_draw_ticket("panel", basis->manifest, seed, basis->lottery->tickets, &rejected);
    uint32_t row = lot_lottery_row(basis->lottery, ticket);
    if (ticket != drawn->ticket)
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "attempt %" PRIu32 " drew ticket %" PRIu64 ", but its seed gives %" PRIu64,
                        drawn->attempt, drawn->ticket, ticket);
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
    for (uint32_t s = 0; s < basis->sources_count; s++)
        TRY(check_source(&basis->sources[s], basis, drawn->attempt, error));
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
