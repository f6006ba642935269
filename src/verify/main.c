/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot-verify: is a published folder what it says? A program of its own, for who trusts no
 * other part of civiclot: it needs libsodium and the C library alone.
 *
 * The exit code is the lot_status that it ends with.
 */
#include "civiclot/pseudonym.h"
#include "civiclot/verify.h"
#include "civiclot/version.h"
#include "core/array.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "civiclot-verify checks a published folder, and the replacements and call-ups in it, and says\n"
    "how far each statement is proven.\n\n"
    "Usage: civiclot-verify FOLDER [options]\n\n"
    "  --known HEX       a digest that you got before: M, an entry of the log, or that of a\n"
    "                    callup.txt (repeatable)\n"
    "  --public-key KEY  the key that the organiser made public\n"
    "  --receipt FILE    your receipt: were you in the pool, and with how many tickets\n"
    "  --json            print one JSON object instead of text\n"
    "  --quiet           print results and errors only\n"
    "  --help            print this help\n"
    "  --version         print the version\n\n"
    "Exit codes: 0 nothing is wrong, 1 failure, 2 usage, 3 there is nothing to check,\n"
    "5 the folder is not what it says.\n";

typedef struct wishes {
    const char *folder;
    const char *receipt;
    const char *public_key;
    lot_digest *known; /* [known_count] */
    size_t known_count, known_room;
    bool json, help, version;
} wishes;

/* The value of --NAME, as the next word or behind `=`; NULL where the word is another option. */
static const char *value_of(const char *name, int count, char **words, int *at)
{
    size_t length = strlen(name);
    const char *word = words[*at];
    if (strncmp(word, name, length) != 0 || (word[length] != '\0' && word[length] != '='))
        return NULL;
    if (word[length] == '=')
        return word + length + 1;
    return *at + 1 < count && strncmp(words[*at + 1], "--", 2) != 0 ? words[++*at] : "";
}

static lot_status take_once(const char **into, const char *name, const char *value,
                            lot_error *error)
{
    if (*value == '\0')
        return LOT_FAIL(error, LOT_USAGE, "%s needs a value: see civiclot-verify --help", name);
    if (*into != NULL)
        return LOT_FAIL(error, LOT_USAGE, "%s is given twice", name);
    *into = value;
    return LOT_OK;
}

static lot_status take_known(wishes *out, const char *value, lot_error *error)
{
    if (*value == '\0')
        return LOT_FAIL(error, LOT_USAGE, "--known needs a value: see civiclot-verify --help");
    if (lot_array_grow((void **)&out->known, &out->known_room, out->known_count,
                       sizeof *out->known) != 0)
        return LOT_NO_MEMORY(error);
    return lot_verify_parse_known(&out->known[out->known_count++], value, error);
}

static bool take_flag(wishes *out, const char *word)
{
    if (strcmp(word, "--json") == 0)
        out->json = true;
    else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        out->help = true;
    else if (strcmp(word, "--version") == 0)
        out->version = true;
    else
        return strcmp(word, "--quiet") == 0; /* there is no talk to leave out */
    return true;
}

static lot_status take_word(wishes *out, int count, char **words, int *at, lot_error *error)
{
    const char *value;
    const char *word = words[*at];
    if (take_flag(out, word))
        return LOT_OK;
    if ((value = value_of("--known", count, words, at)) != NULL)
        return take_known(out, value, error);
    if ((value = value_of("--public-key", count, words, at)) != NULL)
        return take_once(&out->public_key, "--public-key", value, error);
    if ((value = value_of("--receipt", count, words, at)) != NULL)
        return take_once(&out->receipt, "--receipt", value, error);
    if (word[0] == '-' && word[1] != '\0')
        return LOT_FAIL(error, LOT_USAGE, "there is no option %s: see civiclot-verify --help",
                        word);
    if (out->folder != NULL)
        return LOT_FAIL(error, LOT_USAGE, "one folder at a time, not '%s' too", word);
    out->folder = word;
    return LOT_OK;
}

static lot_status take_words(wishes *out, int count, char **words, lot_error *error)
{
    lot_status status = LOT_OK;
    for (int at = 1; at < count; at++) /* said even where another word is wrong */
        out->json = out->json || strcmp(words[at], "--json") == 0;
    for (int at = 1; at < count && status == LOT_OK; at++)
        status = take_word(out, count, words, &at, error);
    if (status == LOT_OK && out->folder == NULL && !out->help && !out->version)
        status = LOT_FAIL(error, LOT_USAGE, "which folder? See civiclot-verify --help");
    return status;
}

static lot_status print(const lot_text *text, lot_error *error)
{
    lot_status status = lot_text_check(text, error);
    if (status != LOT_OK)
        return status;
    if (fwrite(lot_text_string(text), 1, text->length, stdout) == text->length &&
        fflush(stdout) == 0)
        return LOT_OK;
    return LOT_FAIL(error, LOT_FAILURE, "standard output cannot be written: %s", strerror(errno));
}

/* What was found out goes to stdout, also where the folder fails; *told: something was. */
static lot_status tell(const lot_checks *checks, lot_status found, bool json, bool *told,
                       lot_error *error)
{
    lot_text text = LOT_TEXT_EMPTY;
    lot_error printing = {.message = ""};
    if (found != LOT_OK && found != LOT_NOT_VERIFIED)
        return found;
    if (json)
        lot_checks_put_json(&text, checks, error->message);
    else
        lot_checks_put(&text, checks, error->message);
    lot_status status = print(&text, &printing);
    lot_text_free(&text);
    *told = status == LOT_OK;
    if (status == LOT_OK)
        return found;
    *error = printing;
    return status;
}

static lot_status verify(const wishes *wanted, bool *told, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text receipt = LOT_TEXT_EMPTY;
    lot_checks checks = {.items = NULL};
    lot_dossier dossier;
    bool opened = false;
    TRY(lot_audit_start(error));
    lot_verify_request request = {.known = wanted->known,
                                  .known_count = wanted->known_count,
                                  .public_key = wanted->public_key};
    if (wanted->receipt != NULL) {
        TRY(lot_verify_read_receipt(&receipt, wanted->receipt, error));
        request.receipt = lot_text_string(&receipt);
        request.receipt_length = receipt.length;
    }
    if (lot_verify_is_invitation(wanted->folder)) {
        status = lot_verify_invitation(&checks, wanted->folder, &request, error);
    } else {
        opened = true;
        TRY(lot_dossier_open(&dossier, wanted->folder, error));
        status = lot_verify(&checks, &dossier, &request, error);
    }
    status = tell(&checks, status, wanted->json, told, error);
done:
    if (opened)
        lot_dossier_close(&dossier);
    lot_checks_free(&checks);
    lot_text_free(&receipt);
    return status;
}

static lot_status run(const wishes *wanted, bool *told, lot_error *error)
{
    lot_text text = LOT_TEXT_EMPTY;
    if (!wanted->help && !wanted->version)
        return verify(wanted, told, error);
    lot_text_put(&text, wanted->help ? usage : "civiclot-verify " LOT_VERSION "\n");
    lot_status status = print(&text, error);
    lot_text_free(&text);
    return status;
}

int main(int count, char **words)
{
    wishes wanted = {.folder = NULL};
    lot_error error = {.message = ""};
    bool told = false;
    lot_status status = take_words(&wanted, count, words, &error);
    if (status == LOT_OK)
        status = run(&wanted, &told, &error);
    if (status != LOT_OK)
        (void)fprintf(stderr, "civiclot-verify: %s\n", error.message);
    if (status != LOT_OK && wanted.json && !told) {
        lot_text text = LOT_TEXT_EMPTY;
        lot_verify_put_error_json(&text, status, error.message);
        (void)print(&text, NULL);
        lot_text_free(&text);
    }
    free(wanted.known);
    return (int)status;
}
