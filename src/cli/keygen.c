/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot keygen: make a key that signs published folders, in minisign's own files.
 *
 * Whoever has the secret key and its passphrase can sign as the assembly: it is for whoever answers
 * for the draw, and belongs on another disk than the assembly file.
 */
#include "desk/output.h"
#include "talk/command.h"
#include "talk/json.h"
#include "talk/option_lines.h"
#include "talk/passphrase.h"

#include "civiclot/file.h"
#include "civiclot/secret_key.h"

#include <stdlib.h>
#include <string.h>

/* minisign's own, and how many operations go with a MiB there. */
enum { MEMORY_STANDARD = 1024, MEMORY_MOST = 8192, OPERATIONS_PER_MIB = 32768 };

static const lot_option options[] = {
    {.name = "passphrase-file",
     .kind = LOT_OPTION_TEXT,
     .value = "FILE",
     .help = "take the passphrase from its first line (-: standard input); else it is asked for"},
    {.name = "no-passphrase",
     .kind = LOT_OPTION_FLAG,
     .help = "leave the secret key unlocked: who can read the file can sign"},
    {.name = "memory",
     .kind = LOT_OPTION_NUMBER,
     .value = "MIB",
     .help = "memory that each try of a passphrase takes (1024, as minisign has it)",
     .least = 1,
     .greatest = MEMORY_MOST,
     .standard = MEMORY_STANDARD},
    LOT_OPTIONS_END,
};

static lot_status ask_twice(char **out, lot_error *error)
{
    lot_status status = LOT_OK;
    char *again = NULL;
    TRY(lot_passphrase_ask(out, "Passphrase for the new key: ", error));
    TRY(lot_passphrase_ask(&again, "The same once more: ", error));
    if (strcmp(*out, again) != 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "the two passphrases differ: try again"));
done:
    lot_secret_free(again);
    return status;
}

/* *out stays NULL where there is to be none. */
static lot_status take_passphrase(char **out, const lot_arguments *arguments, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *path = lot_argument_text(arguments, "passphrase-file");
    bool none = lot_argument_is_given(arguments, "no-passphrase");
    if (none && path != NULL)
        TRY(LOT_FAIL(error, LOT_USAGE, "either --passphrase-file or --no-passphrase"));
    if (none)
        return LOT_OK;
    if (path != NULL)
        TRY(lot_passphrase_read(out, path, error));
    else
        TRY(ask_twice(out, error));
    if (**out == '\0')
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "the passphrase is empty: give one, or --no-passphrase if the file is "
                     "safe without"));
done:
    return status;
}

/* Both files are made, or none. */
static lot_status write_files(const char *path, const char *secret, const char *public_path,
                              const lot_text *public_text, lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(lot_text_check(public_text, error));
    TRY(lot_file_create(path, secret, strlen(secret), 0600, error));
    status = lot_file_create(public_path, lot_text_string(public_text), public_text->length, 0644,
                             error);
    if (status != LOT_OK)
        lot_file_remove(path);
done:
    return status;
}

static lot_status make(const char *path, const char *public_path, const char *passphrase,
                       uint64_t mebibytes, lot_public_key *key, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_secret_key *made = NULL;
    lot_text public_text = LOT_TEXT_EMPTY;
    const lot_passphrase_cost cost = {mebibytes * OPERATIONS_PER_MIB, mebibytes << 20};
    char *secret = lot_secret_new(LOT_SECRET_FILE_MOST);
    if (secret == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_secret_key_make(&made, error));
    *key = *lot_secret_key_public(made);
    TRY(lot_secret_key_put(secret, made, passphrase, &cost, error));
    lot_public_key_put(&public_text, key);
    TRY(write_files(path, secret, public_path, &public_text, error));
done:
    lot_text_free(&public_text);
    lot_secret_free(secret);
    lot_secret_key_free(made);
    return status;
}

static lot_status tell(const char *path, const char *public_path, const lot_public_key *key,
                       bool locked, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    char base64[LOT_PUBLIC_KEY_LENGTH + 1];
    lot_text words = LOT_TEXT_EMPTY;
    lot_public_key_text(base64, key);
    lot_text_format(&words, "secret key  %s (for you alone)\npublic key  %s\n            %s\n",
                    path, public_path, base64);
    TRY(lot_talk_text(talk, &words, error));
    TRY(lot_talk_json(talk,
                      json_pack("{s:o, s:o, s:s, s:b}", "secret_key_file", lot_json_string(path),
                                "public_key_file", lot_json_string(public_path), "public_key",
                                base64, "passphrase", (int)locked),
                      error));
    if (!locked)
        lot_talk_say(talk, "Without a passphrase: whoever can read %s can sign as you.", path);
    lot_talk_say(talk, "Make the public key known before the draw, on paper and where people look "
                       "for it: a signature proves nothing under a key that came with the folder.");
done:
    lot_text_free(&words);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *path = lot_argument_operand(arguments, 0);
    char *passphrase = NULL;
    lot_public_key key;
    lot_text public_path = LOT_TEXT_EMPTY;
    lot_text_format(&public_path, "%s.pub", path);
    TRY(lot_text_check(&public_path, error));
    TRY(lot_output_need_new(path, error));
    TRY(lot_output_need_new(public_path.bytes, error));
    TRY(take_passphrase(&passphrase, arguments, error));
    TRY(lot_talk_step(talk, "making the key", error));
    TRY(make(path, public_path.bytes, passphrase, lot_argument_number(arguments, "memory"), &key,
             error));
    TRY(tell(path, public_path.bytes, &key, passphrase != NULL, talk, error));
done:
    lot_secret_free(passphrase);
    lot_text_free(&public_path);
    return status;
}

const lot_command lot_command_keygen = {
    .name = "keygen",
    .purpose = "make a key that signs published folders",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .notes = "FILE is the secret key, FILE.pub the public one; both are as minisign has them.\n"
             "select, commit and draw take the secret key as --key FILE.",
    .run = run,
};
