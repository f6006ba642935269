/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invitation: what is published of it, and the codes of addresses. */
#include "civiclot/invitation.h"

#include "audit/hash.h"
#include "civiclot/csv.h"
#include "core/array.h"

#include <inttypes.h>
#include <stdlib.h>

void lot_invitation_free(lot_invitation *invitation)
{
    for (uint32_t h = 0; invitation->strata != NULL && h < invitation->strata_count; h++)
        free(invitation->strata[h].name);
    free(invitation->strata);
    free(invitation->time);
    free(invitation->title);
    free(invitation->version);
    lot_sources_free(invitation->sources, invitation->sources_count);
    *invitation = (lot_invitation){.strata = NULL};
}

lot_letter_chance lot_invitation_chance(const lot_invitation *invitation, uint32_t stratum)
{
    const lot_stratum *at = &invitation->strata[stratum];
    bool staged = invitation->rule == LOT_LETTERS_TWO_STAGE;
    uint64_t of = staged ? invitation->letters : at->letters;
    uint64_t among = staged ? invitation->addresses : at->addresses;
    if (of == 0 || at->addresses == 0)
        return (lot_letter_chance){0, 1};
    uint64_t divisor = lot_gcd(of, among);
    return (lot_letter_chance){of / divisor, among / divisor};
}

/* a/b below c/d? All are of 32 bits. */
static bool is_less(lot_letter_chance a, lot_letter_chance b)
{
    return a.of * b.among < b.of * a.among;
}

bool lot_invitation_chances(lot_letter_chance *least, lot_letter_chance *most,
                            const lot_invitation *it)
{
    bool any = false;
    *least = *most = (lot_letter_chance){0, 1};
    for (uint32_t h = 0; h < it->strata_count; h++) {
        lot_letter_chance chance = lot_invitation_chance(it, h);
        if (it->strata[h].addresses == 0)
            continue;
        if (!any || is_less(chance, *least))
            *least = chance;
        if (!any || is_less(*most, chance))
            *most = chance;
        any = true;
    }
    return is_less(*least, *most);
}

void lot_invitation_put(lot_text *text, const lot_invitation *it)
{
    char key[LOT_PUBLIC_KEY_LENGTH + 1] = "none";
    lot_text_format(text,
                    "civiclot-invitation: 1\nprocess: %s\ntime: %s\norder: %s\ntitle: %s\n"
                    "rule: %s\nletters: %" PRIu32 "\nextra: %" PRIu32 "\nportions: %" PRIu32 "\n",
                    it->process_id.text, it->time, it->one_run ? "one run" : "commit first",
                    it->title, lot_letters_rule_name(it->rule), it->letters, it->extra,
                    it->portions);
    lot_text_format(text,
                    "rows: %" PRIu32 "\nsame-address: %" PRIu32 "\nearlier: %" PRIu32
                    "\nleft-out: %" PRIu32 "\naddresses: %" PRIu32 "\nstrata: %" PRIu32
                    "\nciviclot: %s\n",
                    it->rows, it->same_address, it->earlier, it->left_out, it->addresses,
                    it->strata_count, it->version);
    for (uint32_t s = 0; s < it->sources_count; s++)
        lot_text_format(text, "source: %s\n", it->sources[s].name);
    if (it->has_key)
        lot_public_key_text(key, &it->key);
    lot_text_format(text,
                    "if-a-source-fails: nothing is drawn; a new invitation is announced\n"
                    "public-key: %s\n",
                    key);
}

void lot_invitation_put_strata(lot_text *text, const lot_invitation *it)
{
    lot_text_put(text, "stratum,addresses,measure,extra,letters,chance,root\n");
    for (uint32_t h = 0; h < it->strata_count; h++) {
        const lot_stratum *stratum = &it->strata[h];
        lot_letter_chance chance = lot_invitation_chance(it, h);
        char root[LOT_HEX_BYTES];
        lot_digest_hex(root, &stratum->root);
        lot_csv_put_cell(text, stratum->name, ',');
        lot_text_format(text, ",%" PRIu32 ",", stratum->addresses);
        if (lot_letters_has_measure(it->rule))
            lot_text_format(text, "%" PRIu64, stratum->measure);
        lot_text_format(text, ",%s,", stratum->extra ? "yes" : "");
        if (it->rule != LOT_LETTERS_TWO_STAGE)
            lot_text_format(text, "%" PRIu32, stratum->letters);
        lot_text_format(text, ",%" PRIu64 "/%" PRIu64 ",%s\n", chance.of, chance.among, root);
    }
}

void lot_invitation_put_sum(lot_text *text, const lot_digest *digest, const char *name)
{
    char hex[LOT_HEX_BYTES];
    lot_digest_hex(hex, digest);
    lot_text_format(text, "%s  %s\n", hex, name);
}

void lot_invitation_put_draw(lot_text *text, const lot_invitation *it, uint64_t start,
                             uint64_t rejected)
{
    lot_text_format(text, "civiclot-invitation-draw: 1\nletters: %" PRIu32 "\n", it->letters);
    if (it->rule != LOT_LETTERS_TWO_STAGE)
        return;
    lot_text_format(text, "rejected: %" PRIu64 "\nstart: %" PRIu64 "\n", rejected, start);
    for (uint32_t h = 0; h < it->strata_count; h++)
        if (it->strata[h].letters > 0)
            lot_text_format(text, "portions: %" PRIu32 " %" PRIu32 "\n", h + 1,
                            it->strata[h].letters / (it->letters / it->portions));
}

void lot_address_salt(lot_digest *out, const lot_key *key, const char *address, size_t length)
{
    lot_hash hash;
    lot_hash_start_keyed(&hash, key);
    lot_hash_label(&hash, "civiclot/address-salt/v1");
    lot_hash_slice(&hash, address, length);
    lot_hash_finish(out, &hash);
}

void lot_address_code(lot_digest *out, const lot_digest *salt, const char *address, size_t length)
{
    lot_hash hash;
    lot_hash_start(&hash);
    lot_hash_label(&hash, "civiclot/address/v1");
    lot_hash_digest(&hash, salt);
    lot_hash_slice(&hash, address, length);
    lot_hash_finish(out, &hash);
}

void lot_address_leaf(lot_digest *out, const lot_digest *code, const char *stratum)
{
    lot_hash hash;
    lot_hash_start(&hash);
    lot_hash_byte(&hash, 0x00);
    lot_hash_label(&hash, "civiclot/invitation/v1");
    lot_hash_digest(&hash, code);
    lot_hash_field(&hash, stratum);
    lot_hash_finish(out, &hash);
}
