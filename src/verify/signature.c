/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signature: who stands behind the folder, if anybody says so. */
#include "verify/verifier.h"

#include <string.h>

enum { MANIFEST_MOST = 1024 };

/* Which file names the key. */
static const char *name_source(const lot_verifier *v)
{
    return lot_dossier_name(lot_verifier_is_callup(v) ? LOT_FILE_CALLUP : LOT_FILE_PROCESS);
}

/* Both are there where a key is named, and neither where none is. A call-up has one alone. */
static lot_status check_presence(const lot_verifier *v)
{
    static const lot_dossier_file files[] = {LOT_FILE_MANIFEST_SIGNATURE, LOT_FILE_FINAL_SIGNATURE};
    for (size_t i = lot_verifier_is_callup(v); i < sizeof files / sizeof files[0]; i++) {
        bool there = v->dossier->present[files[i]];
        if (there == v->terms.has_key)
            continue;
        return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                        there ? "%s: it is there, but %s says 'public-key: none'"
                              : "%s: it is missing, but %s names a key",
                        lot_dossier_name(files[i]), name_source(v));
    }
    return LOT_OK;
}

static lot_status check_one(lot_verifier *v, lot_dossier_file file, const lot_text *signed_text,
                            const char *comment)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    lot_dossier_file about = file == LOT_FILE_FINAL_SIGNATURE ? LOT_FILE_FINAL : LOT_FILE_MANIFEST;
    lot_signed what = {.name = lot_dossier_name(about),
                       .bytes = lot_text_string(signed_text),
                       .length = signed_text->length,
                       .comment = comment};
    TRY(lot_verify_load(v, file, LOT_SIGNATURE_FILE_LENGTH, &text));
    TRY(lot_signature_check(&what, lot_text_string(&text), text.length, &v->terms.key, v->error));
done:
    lot_text_free(&text);
    return status;
}

lot_status lot_verify_compare_key(const lot_verifier *v, const char *file)
{
    lot_public_key given;
    const char *text = v->request->public_key;
    if (text == NULL)
        return LOT_OK;
    if (!lot_public_key_parse(&given, text, strlen(text)))
        return LOT_FAIL(
            v->error, LOT_USAGE,
            "this is no public key: give its 56 characters, the last line of the file .pub");
    if (!v->terms.has_key)
        return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                        "%s: it names no public key, but one was given: this folder is not signed "
                        "with it",
                        file);
    if (!lot_public_key_equal(&given, &v->terms.key))
        return LOT_FAIL(v->error, LOT_NOT_VERIFIED,
                        "%s: its public key is another than the one that was given", file);
    return LOT_OK;
}

/* Of a replacement: whether it is signed as the folder before. */
static const char *tell_other_key(const lot_verifier *v)
{
    const lot_chain *chain = v->chain;
    if (v->number == 0 || !chain->has_key)
        return v->number > 0 && v->terms.has_key ? ". The folder before is not signed" : "";
    if (!v->terms.has_key)
        return ". The folder before is";
    return lot_public_key_equal(&chain->key, &v->terms.key)
               ? ""
               : ". It is another key than in the folder before";
}

static lot_status check_manifest(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_text manifest = LOT_TEXT_EMPTY;
    TRY(lot_verify_load(v, LOT_FILE_MANIFEST, MANIFEST_MOST, &manifest));
    TRY(check_one(v, LOT_FILE_MANIFEST_SIGNATURE, &manifest, LOT_SIGNED_MANIFEST));
done:
    lot_text_free(&manifest);
    return status;
}

lot_status lot_verify_signature(lot_verifier *v)
{
    lot_status status = LOT_OK;
    char key[LOT_PUBLIC_KEY_LENGTH + 1];
    const char *hold = lot_verifier_is_callup(v) ? "the signature holds" : "both signatures hold";
    TRY(check_presence(v));
    TRY(lot_verify_compare_key(v, name_source(v)));
    if (!v->terms.has_key) {
        TRY(lot_verify_say(v, LOT_NOT_PROVEN,
                           "who published this: the folder is not signed. Whoever rewrites all of "
                           "it in a consistent way is caught by a known digest alone%s",
                           tell_other_key(v)));
        goto done;
    }
    if (!lot_verifier_is_callup(v))
        TRY(check_manifest(v));
    TRY(check_one(v, LOT_FILE_FINAL_SIGNATURE, &v->final_text, LOT_SIGNED_FINAL));
    lot_public_key_text(key, &v->terms.key);
    if (v->request->public_key == NULL)
        TRY(lot_verify_say(
            v, LOT_NOT_CHECKED,
            "whose key it is: %s under %s, which the folder itself names; compare it with the one "
            "that the organiser made public, or give that with --public-key%s",
            hold, key, tell_other_key(v)));
    else
        TRY(lot_verify_say(v, LOT_PROVEN, "%s under the key that was given, %s", hold, key));
done:
    return status;
}
