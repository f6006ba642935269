/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signing: the key that --key gives, and the signatures of a published folder.
 *
 *   Y1  an attempt's process.txt names the key that signs it, or none: no other key signs it later;
 *   Y2  a signature is kept in the assembly file where it is made together with what it signs;
 *       what is kept is held against the key before it is used;
 *   Y3  the secret key is never in the assembly file.
 */
#ifndef CIVICLOT_DESK_SIGNING_H
#define CIVICLOT_DESK_SIGNING_H

#include "desk/workbench.h"
#include "talk/options.h"
#include "talk/talk.h"

#define LOT_OPTION_KEY                                                                             \
    {                                                                                              \
        .name = "key", .kind = LOT_OPTION_TEXT, .value = "FILE",                                   \
        .help = "the secret key that signs: civiclot keygen or minisign -G made it"                \
    }

#define LOT_OPTION_PASSPHRASE_FILE                                                                 \
    {                                                                                              \
        .name = "passphrase-file", .kind = LOT_OPTION_TEXT, .value = "FILE",                       \
        .help = "the key's passphrase: the first line; it is asked for if not given"               \
    }

/*
 * Read the key of --key with its passphrase onto bench->signer; without --key nothing.
 * LOT_USAGE: --passphrase-file alone; else failures are lot_secret_key_read()'s, and those of
 * reading its file and passphrase.
 */
lot_status lot_signing_take(lot_workbench *bench, const lot_arguments *arguments, lot_talk *talk,
                            lot_error *error);

/*
 * Y1, before work begins on bench->attempt that has to be signed: LOT_BAD_INPUT, saying which key
 * is wanted, where the attempt names one and bench->signer is not it, or names none and there is
 * one.
 */
lot_status lot_signing_need(const lot_workbench *bench, lot_error *error);

/* LOT_BAD_INPUT where bench->signer is there and is not the key that bench->attempt names. */
lot_status lot_signing_allow(const lot_workbench *bench, lot_error *error);

/*
 * Put the signature of the file of bench->attempt that holds `bytes` into *minisig: the one that is
 * kept, or else one made now; of an unsigned attempt none.
 * name: manifest.txt or final.txt. LOT_BAD_INPUT, saying which key is wanted, where none is kept
 * and the key is not there; LOT_NOT_VERIFIED where the one that is kept does not hold.
 */
lot_status lot_signing_find(lot_text *minisig, const lot_workbench *bench, const char *name,
                            const lot_text *bytes, lot_error *error);

/*
 * The same of a call-up's file, whose callup.txt names the key `named`: NULL: none. LOT_BAD_INPUT
 * also where bench->signer is another.
 */
lot_status lot_signing_find_callup(lot_text *minisig, const lot_workbench *bench,
                                   const lot_public_key *named, const lot_text *final,
                                   lot_error *error);

/* The same for the manifest of bench->publication, in its place there. */
lot_status lot_signing_manifest(lot_workbench *bench, lot_error *error);

/* Keep a signature of a file that holds `bytes`: see Y2. Empty is fine. */
lot_status lot_signing_keep(const lot_workbench *bench, const lot_text *bytes,
                            const lot_text *minisig, lot_error *error);

/* Say of an attempt that is not signed what that means; of a signed one nothing. Cannot fail. */
void lot_signing_tell(const lot_workbench *bench, lot_talk *talk);

/* The key that bench->attempt names, or NULL, as a JSON value. */
json_t *lot_signing_json(const lot_workbench *bench);

#endif
