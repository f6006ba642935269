/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invited: what is said of it. */
#include "desk/invited.h"

#include "core/control.h"
#include "desk/sources.h"
#include "talk/json.h"

#include <inttypes.h>

enum { STRATA_SHOWN = 24 };

static json_t *as_json(const lot_invited *invited, const char *out)
{
    const lot_invitation *it = &invited->it;
    json_t *strata = json_array();
    for (uint32_t h = 0; strata != NULL && h < it->strata_count; h++) {
        char chance[48];
        lot_letter_chance of = lot_invitation_chance(it, h);
        const lot_stratum *stratum = &it->strata[h];
        (void)snprintf(chance, sizeof chance, "%" PRIu64 "/%" PRIu64, of.of, of.among);
        (void)json_array_append_new(
            strata, json_pack("{s:s, s:I, s:I, s:s}", "stratum", stratum->name, "addresses",
                              (json_int_t)stratum->addresses, "letters",
                              (json_int_t)stratum->letters, "chance", chance));
    }
    json_t *object =
        json_pack("{s:o, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:s, s:o, s:o, s:b, s:o}", "manifest",
                  lot_json_digest(&invited->manifest_digest), "process", it->process_id.text,
                  "rows", (json_int_t)it->rows, "same_address", (json_int_t)it->same_address,
                  "earlier", (json_int_t)it->earlier, "left_out", (json_int_t)it->left_out,
                  "addresses", (json_int_t)it->addresses, "letters", (json_int_t)it->letters,
                  "rule", lot_letters_rule_name(it->rule), "strata", strata, "sources",
                  lot_json_sources(it->sources, it->sources_count), "drawn", (int)invited->drawn,
                  "out", lot_json_string(out));
    return object;
}

static void put_chances(lot_text *words, const lot_invitation *it)
{
    lot_letter_chance least, most;
    bool differ = lot_invitation_chances(&least, &most, it);
    lot_text_format(words, "  chance       %" PRIu64 "/%" PRIu64, least.of, least.among);
    if (differ)
        lot_text_format(words, " to %" PRIu64 "/%" PRIu64, most.of, most.among);
    lot_text_put(words, " of an address\n");
}

/* The letters of each stratum, as far as they are known and no more than a screen has. */
static void put_strata(lot_text *words, const lot_invited *invited)
{
    const lot_invitation *it = &invited->it;
    bool staged = it->rule == LOT_LETTERS_TWO_STAGE;
    uint32_t shown = 0, left = 0;
    if (it->strata_count == 1 || (staged && !invited->drawn))
        return;
    lot_text_put(words, staged ? "Drawn municipalities, with their letters:\n"
                               : "Strata, with their letters:\n");
    for (uint32_t h = 0; h < it->strata_count; h++) {
        const lot_stratum *stratum = &it->strata[h];
        if (staged && stratum->letters == 0)
            continue;
        if (shown == STRATA_SHOWN) {
            left++;
            continue;
        }
        lot_text_put(words, "  ");
        lot_text_put_escaped(words, stratum->name);
        lot_text_format(words, ": %" PRIu32 " of %" PRIu32 " addresses\n", stratum->letters,
                        stratum->addresses);
        shown++;
    }
    if (left > 0)
        lot_text_format(words, "  and %" PRIu32 " more: publish/%s\n", left,
                        staged ? "draw.txt" : "strata.csv");
}

static void put_minutes(lot_text *words, const lot_invited *invited)
{
    const lot_invitation *it = &invited->it;
    char hex[LOT_HEX_BYTES];
    char key[LOT_PUBLIC_KEY_LENGTH + 1];
    lot_digest_hex(hex, &invited->manifest_digest);
    lot_text_format(words,
                    "For the minutes:\n  manifest M   %s\n  process      %s\n"
                    "  addresses    %" PRIu32 " in %" PRIu32 " strat%s\n"
                    "  left out     %" PRIu32 " rows with the address of another, %" PRIu32
                    " of earlier mailings, %" PRIu32 " with a fault\n"
                    "  letters      %" PRIu32 "\n",
                    hex, it->process_id.text, it->addresses, it->strata_count,
                    it->strata_count == 1 ? "um" : "a", it->same_address, it->earlier, it->left_out,
                    it->letters);
    put_chances(words, it);
    for (uint32_t s = 0; s < it->sources_count; s++)
        lot_text_format(words, "  source       %s\n", it->sources[s].name);
    if (it->has_key) {
        lot_public_key_text(key, &it->key);
        lot_text_format(words, "  public key   %s\n", key);
    }
    lot_text_format(words, "Later, anyone checks it so: civiclot-verify FOLDER --known %s\n", hex);
    put_strata(words, invited);
}

static void tell_chanceless(const lot_invitation *it, lot_talk *talk)
{
    uint32_t strata = 0;
    uint64_t addresses = 0;
    for (uint32_t h = 0; it->rule != LOT_LETTERS_TWO_STAGE && h < it->strata_count; h++) {
        strata += it->strata[h].letters == 0 && it->strata[h].addresses > 0;
        addresses += it->strata[h].letters == 0 ? it->strata[h].addresses : 0;
    }
    if (strata > 0)
        lot_talk_say(talk,
                     "%" PRIu32 " strat%s no letter: %" PRIu64
                     " addresses have no chance at all. Put small strata together.",
                     strata, strata == 1 ? "um gets" : "a get", addresses);
}

lot_status lot_invited_tell(const lot_invited *invited, const char *out, lot_talk *talk,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    const lot_invitation *it = &invited->it;
    put_minutes(&words, invited);
    if (invited->drawn)
        lot_text_format(&words, "Drawn: %" PRIu32 " letters: %s%s/letters.csv, for you alone\n",
                        it->letters, out, it->one_run ? "/draw" : "");
    lot_text_format(&words, "Written: %s\n", out);
    tell_chanceless(it, talk);
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk, as_json(invited, out), error));
    if (!it->has_key)
        lot_talk_say(talk, "Not signed, as no --key was given: a folder that somebody made anew as "
                           "a whole is found out only by who holds M.");
    if (!invited->drawn)
        TRY(lot_sources_tell(it->sources, it->sources_count, talk, error));
done:
    lot_text_free(&words);
    return status;
}
