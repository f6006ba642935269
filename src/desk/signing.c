/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing: the key read, compared, and used. */
#include "desk/signing.h"

#include "desk/announced.h"
#include "talk/passphrase.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* secret: [LOT_SECRET_FILE_MOST] the bytes of the key file. */
static lot_status read_key(lot_workbench *bench, const lot_key_text *file,
                           const char *passphrase_file, lot_error *error)
{
    lot_status status = LOT_OK;
    char *passphrase = NULL;
    bool locked;
    TRY(lot_secret_key_is_locked(&locked, file, error));
    if (locked && passphrase_file != NULL)
        TRY(lot_passphrase_read(&passphrase, passphrase_file, error));
    else if (locked)
        TRY(lot_passphrase_ask(&passphrase, "Passphrase of the key: ", error));
    TRY(lot_secret_key_read(&bench->signer, file, passphrase, error));
done:
    lot_secret_free(passphrase);
    return status;
}

lot_status lot_signing_take(lot_workbench *bench, const lot_arguments *arguments, lot_talk *talk,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    const char *path = lot_argument_text(arguments, "key");
    const char *passphrase_file = lot_argument_text(arguments, "passphrase-file");
    char *bytes = NULL;
    lot_key_text file = {.name = path};
    if (path == NULL && passphrase_file != NULL)
        return LOT_FAIL(error, LOT_USAGE, "--passphrase-file needs --key FILE");
    if (path == NULL)
        return LOT_OK;
    TRY(lot_secret_file_read(&bytes, &file.length, path, LOT_SECRET_FILE_MOST, error));
    file.bytes = bytes;
    TRY(lot_talk_step(talk, "unlocking the key", error));
    TRY(read_key(bench, &file, passphrase_file, error));
done:
    lot_secret_free(bytes);
    return status;
}

lot_status lot_signing_allow(const lot_workbench *bench, lot_error *error)
{
    lot_public_key named;
    char wanted[LOT_PUBLIC_KEY_LENGTH + 1];
    if (bench->signer == NULL)
        return LOT_OK;
    if (!lot_announced_key(&named, &bench->attempt))
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "attempt %" PRIu32 " was committed without a key: leave --key out, or "
                        "commit again with it",
                        bench->attempt.number);
    if (lot_public_key_equal(&named, lot_secret_key_public(bench->signer)))
        return LOT_OK;
    lot_public_key_text(wanted, &named);
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "attempt %" PRIu32 " names the public key %s, and --key is another: give the "
                    "secret key that belongs to it",
                    bench->attempt.number, wanted);
}

static lot_status refuse_unsigned(const lot_workbench *bench, const lot_public_key *named,
                                  lot_error *error)
{
    char wanted[LOT_PUBLIC_KEY_LENGTH + 1];
    lot_public_key_text(wanted, named);
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "attempt %" PRIu32 " is signed with the public key %s: give --key FILE with "
                    "the secret key that belongs to it",
                    bench->attempt.number, wanted);
}

lot_status lot_signing_need(const lot_workbench *bench, lot_error *error)
{
    lot_public_key named;
    if (bench->signer == NULL && lot_announced_key(&named, &bench->attempt))
        return refuse_unsigned(bench, &named, error);
    return lot_signing_allow(bench, error);
}

/* What is signed in a folder. */
static lot_signed describe(const char *name, const lot_text *bytes)
{
    bool manifest = strcmp(name, "manifest.txt") == 0;
    return (lot_signed){.name = name,
                        .bytes = lot_text_string(bytes),
                        .length = bytes->length,
                        .comment = manifest ? LOT_SIGNED_MANIFEST : LOT_SIGNED_FINAL};
}

static lot_status take_kept(lot_text *minisig, const char *kept, const lot_signed *file,
                            const lot_public_key *named, lot_error *error)
{
    lot_error reason;
    if (lot_signature_check(file, kept, strlen(kept), named, &reason) != LOT_OK)
        return LOT_FAIL(error, LOT_NOT_VERIFIED,
                        "a signature that the assembly file keeps was changed: %s", reason.message);
    lot_text_put(minisig, kept);
    return lot_text_check(minisig, error);
}

lot_status lot_signing_find(lot_text *minisig, const lot_workbench *bench, const char *name,
                            const lot_text *bytes, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_public_key named;
    lot_digest digest;
    char *kept = NULL;
    const lot_signed file = describe(name, bytes);
    if (!lot_announced_key(&named, &bench->attempt))
        return LOT_OK;
    lot_sha256(&digest, file.bytes, file.length);
    TRY(lot_assembly_find_signature(&kept, bench->assembly, &digest, error));
    if (kept != NULL) {
        status = take_kept(minisig, kept, &file, &named, error);
        goto done;
    }
    TRY(lot_signing_need(bench, error));
    TRY(lot_signature_make(minisig, &file, bench->signer, error));
done:
    free(kept);
    return status;
}

static lot_status refuse_callup(const lot_public_key *named, lot_error *error)
{
    char wanted[LOT_PUBLIC_KEY_LENGTH + 1] = "none";
    if (named != NULL)
        lot_public_key_text(wanted, named);
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "this call-up names the public key %s: --key is to be the secret key that "
                    "belongs to it, or left out where there is none",
                    wanted);
}

lot_status lot_signing_find_callup(lot_text *minisig, const lot_workbench *bench,
                                   const lot_public_key *named, const lot_text *final,
                                   lot_error *error)
{
    lot_status status = LOT_OK;
    lot_digest digest;
    char *kept = NULL;
    const lot_signed file = describe("final.txt", final);
    const lot_secret_key *signer = bench->signer;
    bool own = signer != NULL && named != NULL &&
               lot_public_key_equal(named, lot_secret_key_public(signer));
    if (signer != NULL && !own)
        return refuse_callup(named, error);
    if (named == NULL)
        return LOT_OK;
    lot_sha256(&digest, file.bytes, file.length);
    TRY(lot_assembly_find_signature(&kept, bench->assembly, &digest, error));
    if (kept != NULL)
        TRY(take_kept(minisig, kept, &file, named, error));
    else
        TRY(own ? lot_signature_make(minisig, &file, signer, error) : refuse_callup(named, error));
done:
    free(kept);
    return status;
}

lot_status lot_signing_manifest(lot_workbench *bench, lot_error *error)
{
    lot_publication *publication = &bench->publication;
    lot_text_free(&publication->signature);
    return lot_signing_find(&publication->signature, bench, "manifest.txt", &publication->manifest,
                            error);
}

lot_status lot_signing_keep(const lot_workbench *bench, const lot_text *bytes,
                            const lot_text *minisig, lot_error *error)
{
    lot_digest digest;
    if (minisig->length == 0)
        return LOT_OK;
    lot_sha256(&digest, lot_text_string(bytes), bytes->length);
    return lot_assembly_add_signature(bench->assembly, &digest, lot_text_string(minisig), error);
}

void lot_signing_tell(const lot_workbench *bench, lot_talk *talk)
{
    lot_public_key named;
    if (!lot_announced_key(&named, &bench->attempt))
        lot_talk_say(talk, "Not signed, as no --key was given: the folder is complete, but one "
                           "that somebody made anew as a whole is found out only by who holds M "
                           "or the checkpoint. civiclot keygen makes a key.");
}

json_t *lot_signing_json(const lot_workbench *bench)
{
    lot_public_key named;
    char text[LOT_PUBLIC_KEY_LENGTH + 1];
    if (!lot_announced_key(&named, &bench->attempt))
        return json_null();
    lot_public_key_text(text, &named);
    return json_string(text);
}
