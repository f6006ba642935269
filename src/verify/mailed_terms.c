/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mailed: what M binds, and what follows from the terms alone. */
#include "verify/mailed.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { TERMS_MOST = 1 << 20, STRATA_MOST = 1 << 26, MANIFEST_MOST = 1024 };

/* What is wrong with the two texts is told where `manifest` has its turn. */
lot_status lot_mailed_read_terms(lot_mailed_verifier *i)
{
    lot_status status = LOT_OK;
    lot_text terms = LOT_TEXT_EMPTY;
    lot_text strata = LOT_TEXT_EMPTY;
    TRY(lot_mailed_load(i, LOT_MAILED_TERMS, TERMS_MOST, &terms));
    TRY(lot_mailed_load(i, LOT_MAILED_STRATA, STRATA_MOST, &strata));
    TRY(lot_invitation_parse(&i->it, &terms, &strata, i->v.error));
    i->v.terms.process_id = i->it.process_id;
    i->v.terms.tickets = 1; /* none is drawn by hand */
    i->v.terms.has_key = i->it.has_key;
    i->v.terms.key = i->it.key;
    i->v.terms.sources = i->it.sources; /* borrowed */
    i->v.terms.sources_count = i->it.sources_count;
done:
    lot_text_free(&terms);
    lot_text_free(&strata);
    return status;
}

static lot_status check_signature(lot_mailed_verifier *i, lot_mailed_file file,
                                  lot_mailed_file about, const lot_text *bytes, const char *comment)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    const lot_signed what = {.name = lot_mailed_name(about),
                             .bytes = lot_text_string(bytes),
                             .length = bytes->length,
                             .comment = comment};
    TRY(lot_mailed_load(i, file, LOT_SIGNATURE_FILE_LENGTH, &text));
    TRY(lot_signature_check(&what, lot_text_string(&text), text.length, &i->it.key, i->v.error));
done:
    lot_text_free(&text);
    return status;
}

static lot_status check_presence(const lot_mailed_verifier *i)
{
    static const lot_mailed_file files[] = {LOT_MAILED_MANIFEST_SIGNATURE,
                                            LOT_MAILED_FINAL_SIGNATURE};
    for (size_t f = 0; f < sizeof files / sizeof files[0]; f++) {
        bool there = lot_mailed_has(i, files[f]);
        if (there && !i->it.has_key)
            return lot_mailed_refuse(i, files[f],
                                     "it is there, but invitation.txt says 'public-key: none'");
        if (!there && i->it.has_key)
            return lot_mailed_refuse(i, files[f], "it is missing, but invitation.txt names a key");
    }
    return LOT_OK;
}

lot_status lot_mailed_verify_signature(lot_mailed_verifier *i)
{
    lot_status status = LOT_OK;
    lot_text manifest = LOT_TEXT_EMPTY;
    char key[LOT_PUBLIC_KEY_LENGTH + 1];
    TRY(check_presence(i));
    TRY(lot_verify_compare_key(&i->v, lot_mailed_name(LOT_MAILED_TERMS)));
    if (!i->it.has_key)
        return lot_verify_say(&i->v, LOT_NOT_PROVEN,
                              "who published this: the folder is not signed. Whoever rewrites all "
                              "of it in a consistent way is caught by a known M alone");
    TRY(lot_mailed_load(i, LOT_MAILED_MANIFEST, MANIFEST_MOST, &manifest));
    TRY(check_signature(i, LOT_MAILED_MANIFEST_SIGNATURE, LOT_MAILED_MANIFEST, &manifest,
                        LOT_SIGNED_MANIFEST));
    TRY(check_signature(i, LOT_MAILED_FINAL_SIGNATURE, LOT_MAILED_FINAL, &i->final_text,
                        LOT_SIGNED_FINAL));
    lot_public_key_text(key, &i->it.key);
    if (i->v.request->public_key == NULL)
        TRY(lot_verify_say(&i->v, LOT_NOT_CHECKED,
                           "whose key it is: both signatures hold under %s, which the folder "
                           "itself names; compare it with the one that the organiser made public, "
                           "or give that with --public-key",
                           key));
    else
        TRY(lot_verify_say(&i->v, LOT_PROVEN,
                           "both signatures hold under the key that was given, "
                           "%s",
                           key));
done:
    lot_text_free(&manifest);
    return status;
}

lot_status lot_mailed_verify_manifest(lot_mailed_verifier *i)
{
    lot_status status = LOT_OK;
    lot_text manifest = LOT_TEXT_EMPTY;
    lot_text head = LOT_TEXT_EMPTY;
    char hex[LOT_HEX_BYTES];
    lot_invitation_put_sum(&manifest, &i->digests[LOT_MAILED_TERMS],
                           lot_mailed_name(LOT_MAILED_TERMS));
    lot_invitation_put_sum(&manifest, &i->digests[LOT_MAILED_STRATA],
                           lot_mailed_name(LOT_MAILED_STRATA));
    TRY(lot_mailed_compare(i, LOT_MAILED_MANIFEST, &manifest,
                           "here must be the digests of invitation.txt and strata.csv alone"));
    lot_text_format(&head, "civiclot-final: 1\nprocess: %s\n", i->it.process_id.text);
    TRY(lot_text_check(&head, i->v.error));
    if (strncmp(lot_text_string(&i->final_text), head.bytes, head.length) != 0)
        TRY(lot_mailed_refuse(i, LOT_MAILED_FINAL, "its process is not that of invitation.txt"));
    i->manifest = i->digests[LOT_MAILED_MANIFEST];
    lot_digest_hex(hex, &i->manifest);
    TRY(lot_verify_say(&i->v, LOT_PROVEN,
                       "M is %s: it binds the terms, the list of %" PRIu32 " addresses in %" PRIu32
                       " strata and the %" PRIu32 " letters of process %s, with the title '%.300s'",
                       hex, i->it.addresses, i->it.strata_count, i->it.letters,
                       i->it.process_id.text, i->it.title));
done:
    lot_text_free(&manifest);
    lot_text_free(&head);
    return status;
}

lot_status lot_mailed_verify_list(lot_mailed_verifier *i)
{
    const lot_invitation *it = &i->it;
    return lot_verify_say(
        &i->v, LOT_NOT_CHECKED,
        "that the list has every address, once, and no other: whoever has a receipt can check "
        "their own. Of %" PRIu32 " rows %" PRIu32 " have the address of another, %" PRIu32
        " were in an earlier mailing, and %" PRIu32 " were left out for a fault",
        it->rows, it->same_address, it->earlier, it->left_out);
}

static lot_status say_letters(lot_mailed_verifier *i)
{
    const lot_invitation *it = &i->it;
    switch (it->rule) {
    case LOT_LETTERS_GIVEN:
        return lot_verify_say(&i->v, LOT_PROVEN,
                              "the organiser gave the letters of each stratum, %" PRIu32
                              " in all: they follow from no rule",
                              it->letters);
    case LOT_LETTERS_TWO_STAGE:
        return lot_verify_say(
            &i->v, LOT_PROVEN,
            "%" PRIu32 " portions of %" PRIu32
            " letters: every municipality has addresses for as many as it may get",
            it->portions, it->letters / it->portions);
    case LOT_LETTERS_BY_ADDRESSES:
    case LOT_LETTERS_BY_RESPONSE:
    case LOT_LETTERS_BY_SIZE:
        break;
    }
    const char *to = it->rule == LOT_LETTERS_BY_ADDRESSES  ? "addresses"
                     : it->rule == LOT_LETTERS_BY_RESPONSE ? "addresses and to how few answer"
                                                           : "the sizes given";
    if (it->extra == 0)
        return lot_verify_say(&i->v, LOT_PROVEN,
                              "each stratum has the letters that follow from the rule: %" PRIu32
                              " in proportion to %s",
                              it->letters, to);
    return lot_verify_say(&i->v, LOT_PROVEN,
                          "each stratum has the letters that follow from the rule: %" PRIu32
                          " in proportion to %s, and %" PRIu32 " more of them to the strata that "
                          "are marked as extra",
                          it->letters - it->extra, to, it->extra);
}

/* Share the letters out once more, and compare. */
static lot_status check_letters(lot_mailed_verifier *i, uint32_t *letters)
{
    lot_error why = {.message = ""};
    lot_invitation *it = &i->it;
    for (uint32_t h = 0; h < it->strata_count; h++)
        letters[h] = it->strata[h].letters;
    lot_status status = lot_invitation_share(it, &why);
    if (status == LOT_FAILURE)
        return LOT_NO_MEMORY(i->v.error);
    for (uint32_t h = 0; h < it->strata_count; h++)
        if (status != LOT_OK || letters[h] != it->strata[h].letters)
            return LOT_FAIL(i->v.error, LOT_NOT_VERIFIED,
                            "strata.csv, line %" PRIu32
                            ": these are not the letters that follow from the rule",
                            h + 2);
    return LOT_OK;
}

lot_status lot_mailed_verify_letters(lot_mailed_verifier *i)
{
    lot_status status = LOT_OK;
    uint32_t *letters = NULL;
    lot_error why = {.message = ""};
    if (i->it.rule == LOT_LETTERS_TWO_STAGE) {
        if (lot_invitation_check_portions(&i->it, &why) != LOT_OK)
            TRY(LOT_FAIL(i->v.error, LOT_NOT_VERIFIED, "invitation.txt: %.900s", why.message));
    } else if (i->it.rule != LOT_LETTERS_GIVEN) {
        letters = malloc(i->it.strata_count * sizeof *letters);
        if (letters == NULL)
            TRY(LOT_NO_MEMORY(i->v.error));
        TRY(check_letters(i, letters));
    }
    TRY(say_letters(i));
done:
    free(letters);
    return status;
}

/* That strata.csv has them was checked when it was read: it is as its content is written. */
lot_status lot_mailed_verify_chances(lot_mailed_verifier *i)
{
    lot_letter_chance least, most;
    if (!lot_invitation_chances(&least, &most, &i->it))
        return lot_verify_say(&i->v, LOT_PROVEN,
                              "every address has the same chance of a letter: %" PRIu64 "/%" PRIu64,
                              least.of, least.among);
    return lot_verify_say(&i->v, LOT_PROVEN,
                          "every address of a stratum has the chance that strata.csv says, from "
                          "%" PRIu64 "/%" PRIu64 " to %" PRIu64 "/%" PRIu64,
                          least.of, least.among, most.of, most.among);
}

static bool is_known(const lot_mailed_verifier *i)
{
    for (size_t k = 0; k < i->v.request->known_count; k++)
        if (lot_digest_equal(&i->v.request->known[k], &i->manifest))
            return true;
    return false;
}

lot_status lot_mailed_verify_known(lot_mailed_verifier *i)
{
    const lot_verify_request *request = i->v.request;
    for (size_t k = 0; k < request->known_count; k++) {
        char hex[LOT_HEX_BYTES];
        if (lot_digest_equal(&request->known[k], &i->manifest))
            continue;
        lot_digest_hex(hex, &request->known[k]);
        return LOT_FAIL(i->v.error, LOT_NOT_VERIFIED,
                        "manifest.txt: the known digest %s is not M: this is another folder than "
                        "was announced",
                        hex);
    }
    if (request->known_count == 0)
        return LOT_OK;
    return lot_verify_say(&i->v, LOT_PROVEN, "the digest known from elsewhere is M");
}

/* The first source that was public, by its own clock, at the invitation's time. */
static const lot_source *find_late(const lot_mailed_verifier *i)
{
    char time[LOT_TIME_BYTES];
    uint64_t made = 0;
    lot_lines lines = lot_lines_begin("time", i->it.time, LOT_TIME_BYTES - 1);
    (void)lot_lines_time(&lines, time, &made);
    for (uint32_t s = 0; s < i->it.sources_count; s++) {
        lot_source_parts parts;
        uint64_t due;
        if (lot_source_parse(&parts, i->it.sources[s].name, NULL) == LOT_OK &&
            lot_beacon_due(&due, &parts) && made >= due)
            return &i->it.sources[s];
    }
    return NULL;
}

lot_status lot_mailed_verify_announced(lot_mailed_verifier *i)
{
    if (i->it.one_run)
        return lot_verify_say(&i->v, LOT_NOT_PROVEN,
                              "that M existed before the public value: the public value was known "
                              "when the list was made, so the run could have been repeated until "
                              "its result was liked");
    const lot_source *late = find_late(i);
    if (late != NULL)
        return lot_verify_say(&i->v, LOT_NOT_PROVEN,
                              "that M existed before the public value: when it was made, the value "
                              "of %.300s was public already",
                              late->name);
    if (is_known(i))
        return lot_verify_say(&i->v, LOT_PROVEN,
                              "M existed before the public value, if it was got before it: it is "
                              "in the seed");
    return lot_verify_say(&i->v, LOT_NOT_PROVEN,
                          "that M existed before the public value. Whoever was given M before can "
                          "tell: --known");
}

lot_status lot_mailed_verify_undrawn(lot_mailed_verifier *i)
{
    if (lot_mailed_is_drawn(i))
        return LOT_OK;
    return lot_verify_say(&i->v, LOT_NOT_CHECKED, "there is no draw yet: nothing is known of it");
}
