/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mailed: the receipt of one address, held against the roots. */
#include "verify/mailed.h"

#include "civiclot/places.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char name[] = "receipt";

typedef struct receipt {
    uint32_t number, place;
    lot_digest salt;
    lot_text address;
    lot_lines lines; /* at the proof, once the rest is read */
    lot_error *error;
} receipt;

/* Returns what is wrong, or NULL. */
static const char *take_head(receipt *r, const lot_invitation *it)
{
    lot_pid process;
    if (!lot_lines_word(&r->lines, "civiclot-address: 1\n"))
        return "here must be: civiclot-address: 1";
    if (!lot_lines_key_pid(&r->lines, "process: ", &process) ||
        strcmp(process.text, it->process_id.text) != 0)
        return "here must be the process id of this folder";
    if (!lot_lines_key_index(&r->lines, "stratum: ", &r->number, 1, it->strata_count))
        return "here must be the stratum's number";
    if (!lot_lines_key_index(&r->lines, "place: ", &r->place, 0, UINT32_MAX) ||
        r->place >= it->strata[r->number - 1].addresses)
        return "here must be the place, below the number of addresses";
    return lot_lines_key_digest(&r->lines, "salt: ", &r->salt) ? NULL : "here must be the salt";
}

static lot_status take_address(receipt *r)
{
    bool any = false;
    while (lot_lines_word(&r->lines, "part: ")) {
        const char *end = memchr(r->lines.at, '\n', (size_t)(r->lines.end - r->lines.at));
        if (end == NULL)
            return lot_lines_refuse(&r->lines, "this line does not end", r->error);
        lot_text_add(&r->address, r->lines.at, (size_t)(end - r->lines.at) + 1);
        r->lines.at = end + 1;
        r->lines.line++;
        any = true;
    }
    if (!any)
        return lot_lines_refuse(&r->lines, "here must be a part of the address", r->error);
    return lot_text_check(&r->address, r->error);
}

static lot_status next_digest(void *context, lot_digest *digest, lot_error *error)
{
    receipt *r = context;
    if (lot_lines_key_digest(&r->lines, "proof: ", digest))
        return LOT_OK;
    return lot_lines_refuse(&r->lines, "here must be a digest of the proof", error);
}

static lot_status check(receipt *r, const lot_invitation *it)
{
    lot_digest code, leaf, root;
    const lot_stratum *stratum = &it->strata[r->number - 1];
    lot_status status = LOT_OK;
    lot_address_code(&code, &r->salt, lot_text_string(&r->address), r->address.length);
    lot_address_leaf(&leaf, &code, stratum->name);
    const lot_places_proof proof = {.count = stratum->addresses,
                                    .drawn = &r->place,
                                    .leaves = &leaf,
                                    .drawn_count = 1,
                                    .next = next_digest,
                                    .context = r};
    TRY(lot_places_proof_root(&root, &proof, r->error));
    if (!lot_lines_at_end(&r->lines))
        TRY(lot_lines_refuse(&r->lines, "nothing more belongs here", r->error));
    if (!lot_digest_equal(&root, &stratum->root))
        TRY(LOT_FAIL(r->error, LOT_NOT_VERIFIED,
                     "receipt: it does not lead to the root of its stratum: this address was not "
                     "on the list at this place"));
done:
    return status;
}

/* Is the place among those that the seed draws? */
static lot_status find_drawn(bool *drawn, const lot_mailed_verifier *i, const receipt *r)
{
    uint32_t *places;
    const lot_stratum *stratum = &i->it.strata[r->number - 1];
    const lot_places_basis basis = {&i->manifest, &i->seed};
    *drawn = false;
    if (!lot_mailed_is_drawn(i) || stratum->letters == 0)
        return LOT_OK;
    lot_status status = lot_places_draw(&places, &basis, r->number, stratum->addresses,
                                        stratum->letters, i->v.error);
    for (uint32_t l = 0; status == LOT_OK && l < stratum->letters; l++)
        *drawn = *drawn || places[l] == r->place;
    free(places);
    return status;
}

lot_status lot_mailed_verify_receipt(lot_mailed_verifier *i)
{
    lot_status status = LOT_OK;
    const lot_verify_request *request = i->v.request;
    receipt r = {.error = i->v.error};
    bool drawn;
    if (request->receipt == NULL)
        return LOT_OK;
    r.lines = lot_lines_begin(name, request->receipt, request->receipt_length);
    const char *wrong = take_head(&r, &i->it);
    if (wrong != NULL)
        TRY(lot_lines_refuse(&r.lines, wrong, i->v.error));
    TRY(take_address(&r));
    TRY(check(&r, &i->it));
    TRY(find_drawn(&drawn, i, &r));
    lot_letter_chance chance = lot_invitation_chance(&i->it, r.number - 1);
    TRY(lot_verify_say(&i->v, LOT_PROVEN,
                       "the address of the receipt was on the list, place %" PRIu32
                       " of stratum %" PRIu32 ", with the chance %" PRIu64 "/%" PRIu64 "; %s",
                       r.place, r.number, chance.of, chance.among,
                       !lot_mailed_is_drawn(i) ? "nothing is drawn yet"
                       : drawn                 ? "it was drawn"
                                               : "it was not drawn"));
done:
    lot_text_free(&r.address);
    return status;
}
