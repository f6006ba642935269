/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot invite-check: was an address on the list? Its receipt, for who lives there.
 *
 * It only reads, and nothing is kept of who asked.
 */
#include "desk/invited.h"
#include "desk/output.h"
#include "talk/command.h"
#include "talk/json.h"
#include "talk/option_lines.h"

#include <inttypes.h>
#include <string.h>

static const lot_option options[] = {
    {.name = "cell",
     .kind = LOT_OPTION_LIST,
     .value = "TEXT",
     .required = true,
     .help = "the address: once for each column of --address, in order; ' ' where it is blank"},
    {.name = "out",
     .kind = LOT_OPTION_TEXT,
     .value = "PATH",
     .help = "write the receipt here, readable by you only; else on standard output"},
    LOT_OPTION_FORCE,
    LOT_OPTIONS_END,
};

/* The lines of a text, each behind a word. text: lines that end. */
static void put_lines(lot_text *receipt, const char *word, const lot_text *text)
{
    const char *at = lot_text_string(text);
    while (*at != '\0') {
        size_t length = strcspn(at, "\n") + 1;
        lot_text_put(receipt, word);
        lot_text_add(receipt, at, length);
        at += length;
    }
}

static void put_receipt(lot_text *receipt, const lot_invited *invited,
                        const lot_address_place *place, const lot_text *address)
{
    lot_digest salt;
    char hex[LOT_HEX_BYTES];
    lot_address_salt(&salt, &invited->key, address->bytes, address->length);
    lot_digest_hex(hex, &salt);
    lot_text_format(receipt,
                    "civiclot-address: 1\nprocess: %s\nstratum: %" PRIu32 "\nplace: %" PRIu32
                    "\nsalt: %s\n",
                    invited->it.process_id.text, place->stratum + 1, place->place, hex);
    put_lines(receipt, "part: ", address);
    put_lines(receipt, "proof: ", &place->proof);
}

static lot_status read_address(lot_text *address, const lot_invited *invited,
                               const lot_arguments *arguments, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *const *cells;
    uint32_t count = lot_argument_list(&cells, arguments, "cell");
    const lot_address_names names = {(const char *const *)invited->columns, invited->columns_count};
    if (count != names.count)
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "--cell: the address has %" PRIu32 " columns, and %" PRIu32 " are given",
                     names.count, count));
    TRY(lot_address_of_cells(address, &names, cells, error));
    if (address->length == 0)
        TRY(LOT_FAIL(error, LOT_USAGE, "--cell: the first is blank, so there is no address"));
done:
    return status;
}

static lot_status tell(const lot_invited *invited, const lot_address_place *place,
                       const lot_text *receipt, const lot_arguments *arguments, lot_talk *talk,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    const char *out = lot_argument_text(arguments, "out");
    lot_letter_chance chance = lot_invitation_chance(&invited->it, place->stratum);
    if (out != NULL)
        TRY(lot_output_write(out, receipt, talk, error));
    else
        TRY(lot_talk_text(talk, receipt, error));
    TRY(lot_talk_json(
        talk,
        json_pack("{s:I, s:I, s:I, s:I, s:o}", "stratum", (json_int_t)place->stratum + 1, "place",
                  (json_int_t)place->place, "letters", (json_int_t)chance.of, "addresses",
                  (json_int_t)chance.among, "receipt", lot_json_string(lot_text_string(receipt))),
        error));
    lot_talk_say(talk,
                 "On the list, with the chance %" PRIu64 "/%" PRIu64
                 ". Whoever has the receipt checks it so: civiclot-verify FOLDER --receipt "
                 "FILE",
                 chance.of, chance.among);
done:
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_invited invited = {.columns = NULL};
    lot_address_place place = {.found = false};
    lot_text address = LOT_TEXT_EMPTY;
    lot_text receipt = LOT_TEXT_EMPTY;
    lot_digest salt, code;
    const char *from = lot_argument_operand(arguments, 0);
    const char *out = lot_argument_text(arguments, "out");
    if (out != NULL)
        TRY(lot_output_allow(out, from, lot_argument_is_given(arguments, "force"), error));
    TRY(lot_invited_load(&invited, from, error));
    TRY(read_address(&address, &invited, arguments, error));
    lot_address_salt(&salt, &invited.key, address.bytes, address.length);
    lot_address_code(&code, &salt, address.bytes, address.length);
    TRY(lot_talk_step(talk, "looking for the address", error));
    TRY(lot_mailing_find(&place, &invited.it, &(lot_mailing_list){from, &talk->progress}, &code,
                         error));
    if (!place.found)
        TRY(LOT_FAIL(
            error, LOT_BAD_INPUT,
            "this address is not on the list: left-out.csv tells of rows that are not, and "
            "why"));
    put_receipt(&receipt, &invited, &place, &address);
    TRY(lot_text_check(&receipt, error));
    TRY(tell(&invited, &place, &receipt, arguments, talk, error));
done:
    lot_text_free(&place.proof);
    lot_text_free(&address);
    lot_text_free(&receipt);
    lot_invited_clear(&invited);
    return status;
}

const lot_command lot_command_invite_check = {
    .name = "invite-check",
    .purpose = "was an address on the list? Its receipt, with its chance",
    .operands = "DIR",
    .operands_least = 1,
    .operands_most = 1,
    .options = options,
    .notes = "DIR is what civiclot invite made. The receipt names one address: it is for who lives "
             "there.",
    .run = run,
};
