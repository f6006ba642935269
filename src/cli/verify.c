/* SPDX-License-Identifier: GPL-3.0-or-later */
/* civiclot verify: the same checks as civiclot-verify, with the same words. */
#include "cli/rerun.h"
#include "talk/command.h"
#include "talk/interrupt.h"
#include "talk/option_lines.h"

#include "civiclot/verify.h"
#include "core/array.h"

#include <stdlib.h>
#include <string.h>

static const lot_option options[] = {
    {.name = "known",
     .kind = LOT_OPTION_LIST,
     .value = "HEX",
     .help = "a digest that you got before: M or an entry of the log (repeatable)"},
    {.name = "public-key",
     .kind = LOT_OPTION_TEXT,
     .value = "KEY",
     .help = "the key that the organiser made public"},
    {.name = "receipt",
     .kind = LOT_OPTION_TEXT,
     .value = "FILE",
     .help = "a receipt: was its person in the pool, and with how many tickets"},
    {.name = "rerun",
     .kind = LOT_OPTION_FLAG,
     .help = "solve again, and compare the lottery byte for byte (level full)"},
    LOT_OPTIONS_END,
};

/* What the options say. Free known and receipt. */
static lot_status make_request(lot_verify_request *out, lot_digest **known, lot_text *receipt,
                               const lot_arguments *arguments, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *const *words;
    uint32_t count = lot_argument_list(&words, arguments, "known");
    const char *path = lot_argument_text(arguments, "receipt");
    *known = lot_array_new(count, sizeof **known);
    if (*known == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t k = 0; k < count; k++)
        TRY(lot_verify_parse_known(&(*known)[k], words[k], error));
    *out = (lot_verify_request){.known = *known,
                                .known_count = count,
                                .public_key = lot_argument_text(arguments, "public-key")};
    if (path != NULL) {
        TRY(lot_verify_read_receipt(receipt, path, error));
        out->receipt = lot_text_string(receipt);
        out->receipt_length = receipt->length;
    }
done:
    return status;
}

/* Tell what was found, also where the folder fails: then the failure is told on stderr as well. */
static lot_status tell(const lot_checks *checks, lot_status found, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    lot_error printing = {.message = ""};
    if (found != LOT_OK && found != LOT_NOT_VERIFIED)
        return found;
    if (talk->json)
        lot_checks_put_json(&text, checks, error->message);
    else
        lot_checks_put(&text, checks, error->message);
    TRY(lot_text_check(&text, &printing));
    TRY(lot_talk_bytes(talk, lot_text_string(&text), text.length, &printing));
    talk->answered = true;
    status = found;
done:
    if (status != found)
        *error = printing;
    lot_text_free(&text);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_verify_request request;
    lot_digest *known = NULL;
    lot_text receipt = LOT_TEXT_EMPTY;
    lot_checks checks = {.items = NULL};
    lot_dossier dossier;
    bool opened = false;
    const char *folder = lot_argument_operand(arguments, 0);
    const lot_rerun rerun = {lot_rerun_again, talk};
    TRY(make_request(&request, &known, &receipt, arguments, error));
    if (lot_argument_is_given(arguments, "rerun"))
        request.rerun = &rerun;
    lot_interrupt_release(); /* nothing is written */
    if (lot_verify_is_invitation(folder)) {
        if (request.rerun != NULL)
            TRY(LOT_FAIL(error, LOT_USAGE,
                         "an invitation is checked as a whole: leave --rerun out"));
        status = lot_verify_invitation(&checks, folder, &request, error);
    } else {
        opened = true;
        TRY(lot_dossier_open(&dossier, folder, error));
        status = lot_verify(&checks, &dossier, &request, error);
    }
    status = tell(&checks, status, talk, error);
done:
    if (opened)
        lot_dossier_close(&dossier);
    lot_checks_free(&checks);
    lot_text_free(&receipt);
    free(known);
    return status;
}

const lot_command lot_command_verify = {
    .name = "verify",
    .purpose = "check a published folder: what is proven, what is not, what nobody can check",
    .operands = "FOLDER",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .notes =
        "civiclot-verify does the same, and is a program of its own: it needs no other part of\n"
        "civiclot. Ends with 5 where the folder is not what it says, and with 3 where there is\n"
        "nothing to check.",
    .run = run,
};
