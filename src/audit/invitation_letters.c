/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invitation: its letters, shared out or dealt in portions. */
#include "civiclot/invitation.h"

#include "core/array.h"
#include "core/control.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

lot_status lot_invitation_check_source(const char *name, lot_error *error)
{
    lot_source_parts parts;
    lot_status status = lot_source_parse(&parts, name, error);
    if (status != LOT_OK || parts.kind == LOT_SOURCE_DICE || parts.kind == LOT_SOURCE_BEACON ||
        parts.kind == LOT_SOURCE_TEXT)
        return status;
    return LOT_FAIL(error, LOT_NOT_VERIFIED,
                    "%s decides no invitation: dice, a beacon or a text does",
                    lot_source_kind_name(parts.kind));
}

static lot_status refuse_stratum(const lot_invitation *it, const lot_stratum *stratum,
                                 const char *gets, uint64_t letters, lot_error *error)
{
    lot_text name = LOT_TEXT_EMPTY;
    const char * or = it->strata_count > 1 ? ", or put it together with another" : "";
    lot_text_put_escaped(&name, stratum->name);
    lot_status status = LOT_FAIL(error, LOT_BAD_INPUT,
                                 "the stratum '%.300s' %s %" PRIu64 " letters and has %" PRIu32
                                 " addresses: give fewer letters%s",
                                 lot_text_string(&name), gets, letters, stratum->addresses, or);
    lot_text_free(&name);
    return status;
}

/* Into stratum->letters, where that many addresses are there. */
static lot_status keep_letters(lot_invitation *it, const uint64_t *letters, lot_error *error)
{
    for (uint32_t h = 0; h < it->strata_count; h++) {
        if (letters[h] > it->strata[h].addresses)
            return refuse_stratum(it, &it->strata[h], "gets", letters[h], error);
        it->strata[h].letters = (uint32_t)letters[h];
    }
    return LOT_OK;
}

lot_status lot_invitation_share(lot_invitation *it, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = it->strata_count;
    uint64_t *letters = lot_array_new(count, sizeof *letters);
    uint64_t *weights = lot_array_new(count, sizeof *weights);
    assert(it->rule < LOT_LETTERS_GIVEN && it->extra <= it->letters);
    if (letters == NULL || weights == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t h = 0; h < count; h++)
        weights[h] = lot_letters_weight(it->rule, it->strata[h].addresses, it->strata[h].measure);
    TRY(lot_letters_share(letters, weights, count, it->letters - it->extra, error));
    for (uint32_t h = 0; h < count; h++)
        if (!it->strata[h].extra)
            weights[h] = 0;
    TRY(lot_letters_share(letters, weights, count, it->extra, error));
    TRY(keep_letters(it, letters, error));
done:
    free(letters);
    free(weights);
    return status;
}

lot_status lot_invitation_check_portions(const lot_invitation *it, lot_error *error)
{
    uint64_t before = 0;
    assert(it->portions >= 1 && it->portions <= it->letters);
    uint32_t size = it->letters / it->portions;
    if (it->letters % it->portions != 0)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "%" PRIu32 " letters are not %" PRIu32 " equal portions: give %" PRIu32
                        " or %" PRIu32 " letters",
                        it->letters, it->portions, size * it->portions, (size + 1) * it->portions);
    for (uint32_t h = 0; h < it->strata_count; h++) {
        const lot_stratum *stratum = &it->strata[h];
        const lot_portions at = {before, stratum->addresses, it->addresses, it->portions};
        uint64_t most = lot_portions_most(&at) * size;
        if (most > stratum->addresses)
            return refuse_stratum(it, stratum, "may get", most, error);
        before += stratum->addresses;
    }
    return LOT_OK;
}

uint64_t lot_invitation_start(const lot_invitation *it, const lot_digest *manifest,
                              const lot_digest *seed, uint64_t *rejected)
{
    return lot_draw_ticket("portions", manifest, seed, it->addresses, rejected);
}

void lot_invitation_deal(lot_invitation *it, uint64_t start)
{
    uint64_t before = 0;
    for (uint32_t h = 0; h < it->strata_count; h++) {
        lot_stratum *stratum = &it->strata[h];
        const lot_portions at = {before, stratum->addresses, it->addresses, it->portions};
        stratum->letters = (uint32_t)lot_portions_of(&at, start) * (it->letters / it->portions);
        before += stratum->addresses;
    }
}
