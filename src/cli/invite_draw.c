/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot invite-draw: who gets a letter, from what civiclot invite published and the public
 * value.
 *
 * What it makes is DIR/draw, which appears whole or not at all; so a second draw is refused.
 */
#include "core/folder.h"
#include "desk/given.h"
#include "desk/invited.h"
#include "desk/signing.h"
#include "desk/sources.h"
#include "talk/command.h"
#include "talk/option_lines.h"

#include "civiclot/file.h"

#include <stdlib.h>

static const lot_option options[] = {
    LOT_OPTIONS_PUBLIC,         LOT_OPTION_WEAK, LOT_OPTION_KEY,
    LOT_OPTION_PASSPHRASE_FILE, LOT_OPTIONS_END,
};

/* Give all announced sources their values. */
static lot_status fill(lot_invitation *it, const lot_given *given, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    size_t before = lot_problems_count(talk->problems);
    lot_given_check_for(&(lot_given_for){.who = "the invitation",
                                         .process_id = it->process_id.text,
                                         .tickets = 1, /* none is drawn by hand */
                                         .sources = it->sources,
                                         .sources_count = it->sources_count},
                        given, talk->problems);
    if (lot_problems_count(talk->problems) > before)
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "nothing was drawn: the values of just the announced sources are needed"));
    TRY(lot_given_fill_sources(it->sources, it->sources_count, given, error));
done:
    return status;
}

static lot_status need_key(const lot_invitation *it, const lot_secret_key *signer, lot_error *error)
{
    bool same = signer != NULL && it->has_key &&
                lot_public_key_equal(&it->key, lot_secret_key_public(signer));
    if (same || (signer == NULL && !it->has_key))
        return LOT_OK;
    if (!it->has_key)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "the invitation was published without a key: leave --key out");
    return LOT_FAIL(error, LOT_BAD_INPUT,
                    "the invitation names a public key: give --key FILE with the secret key that "
                    "belongs to it");
}

static lot_status need_undrawn(const lot_invitation *it, const char *draw, lot_error *error)
{
    if (it->one_run)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "this invitation was drawn in one run: its draw is in %s", draw);
    return lot_folder_check(draw, error);
}

/* The manifest was made anew as it was published, and is signed as it was. */
static lot_status sign_again(lot_invited *invited, const lot_secret_key *signer, lot_error *error)
{
    const lot_signed manifest = {.name = "manifest.txt",
                                 .bytes = lot_text_string(&invited->manifest),
                                 .length = invited->manifest.length,
                                 .comment = LOT_SIGNED_MANIFEST};
    return signer == NULL ? LOT_OK
                          : lot_signature_make(&invited->signature, &manifest, signer, error);
}

static lot_status draw(lot_invited *invited, const lot_arguments *arguments, const char *into,
                       lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_folder folder = {NULL, NULL};
    TRY(lot_folder_begin(&folder, into, error));
    TRY(lot_talk_step(talk, "drawing", error));
    TRY(lot_invited_draw(invited, lot_argument_operand(arguments, 0), &talk->progress, error));
    TRY(lot_invited_write_letters(invited, lot_argument_operand(arguments, 1), folder.partial, talk,
                                  error));
    TRY(lot_invited_publish(invited, folder.partial, error));
    TRY(lot_talk_step(talk, "writing", error));
    TRY(lot_folder_finish(&folder, error));
done:
    lot_folder_abandon(&folder);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_invited invited = {.columns = NULL};
    lot_workbench bench = {0}; /* for its signer */
    lot_given given = {.values = NULL};
    const char *from = lot_argument_operand(arguments, 0);
    char *into = lot_path_join(from, "draw");
    lot_invitation *it = &invited.it;
    if (into == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_given_take(&given, arguments, error));
    TRY(lot_invited_load(&invited, from, error));
    TRY(need_undrawn(it, into, error));
    TRY(lot_signing_take(&bench, arguments, talk, error));
    TRY(need_key(it, bench.signer, error));
    if (!lot_argument_is_given(arguments, "weak"))
        TRY(lot_sources_need_strong(it->sources, it->sources_count, true, error));
    TRY(lot_sources_need_due(it->sources, it->sources_count, error));
    TRY(fill(it, &given, talk, error));
    invited.signer = bench.signer;
    TRY(sign_again(&invited, bench.signer, error));
    TRY(draw(&invited, arguments, into, talk, error));
    TRY(lot_invited_tell(&invited, into, talk, error));
done:
    lot_given_free(&given);
    lot_workbench_clear(&bench);
    lot_invited_clear(&invited);
    free(into);
    return status;
}

const lot_command lot_command_invite_draw = {
    .name = "invite-draw",
    .purpose = "draw who gets a letter, once the public value is known",
    .operands = "DIR ADDRESSES",
    .operands_least = 2,
    .operands_most = 2,
    .options = options,
    .notes = "DIR is what civiclot invite made, ADDRESSES the file it read. DIR/draw/letters.csv "
             "has the rows\nof who gets a letter, for you alone; publish DIR/draw/publish in the "
             "place of DIR/publish.",
    .run = run,
};
