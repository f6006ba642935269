/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signature: who stands behind the folder, if anybody says so. */
#include "verify/verifier.h"

#include <string.h>

enum { MANIFEST_MOST = 1024 };

/* Both are there where process.txt names a key, and neither where it does not. */
static lot_status check_presence(const lot_verifier *v)
{
    static const lot_dossier_file files[] = {LOT_FILE_MANIFEST_SIGNATURE, LOT_FILE_FINAL_SIGNATURE};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        bool there = v->dossier->present[files[i]];
        if (there && !v->terms.has_key)
            return lot_verify_refuse(v, files[i],
                                     "it is there, but process.txt says 'public-key: none'");
        if (!there && v->terms.has_key)
            return lot_verify_refuse(v, files[i], "it is missing, but process.txt names a key");
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

lot_status lot_verify_signature(lot_verifier *v)
{
    lot_status status = LOT_OK;
    lot_text manifest = LOT_TEXT_EMPTY;
    char key[LOT_PUBLIC_KEY_LENGTH + 1];
    TRY(check_presence(v));
    TRY(lot_verify_compare_key(v, lot_dossier_name(LOT_FILE_PROCESS)));
    if (!v->terms.has_key) {
        TRY(lot_verify_say(v, LOT_NOT_PROVEN,
                           "who published this: the folder is not signed. Whoever rewrites all of "
                           "it in a consistent way is caught by a known digest alone%s",
                           tell_other_key(v)));
        goto done;
    }
    TRY(lot_verify_load(v, LOT_FILE_MANIFEST, MANIFEST_MOST, &manifest));
    TRY(check_one(v, LOT_FILE_MANIFEST_SIGNATURE, &manifest, LOT_SIGNED_MANIFEST));
    TRY(check_one(v, LOT_FILE_FINAL_SIGNATURE, &v->final_text, LOT_SIGNED_FINAL));
    lot_public_key_text(key, &v->terms.key);
    if (v->request->public_key == NULL)
        TRY(lot_verify_say(
            v, LOT_NOT_CHECKED,
            "whose key it is: both signatures hold under %s, which the folder itself "
            "names; compare it with the one that the organiser made public, or give "
            "that with --public-key%s",
            key, tell_other_key(v)));
    else
        TRY(lot_verify_say(v, LOT_PROVEN, "both signatures hold under the key that was given, %s",
                           key));
done:
    lot_text_free(&manifest);
    return status;
}
