/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Invited: an invitation on its way to its folders. The folder that --out makes holds
 *
 *     keep.txt      the key, and which columns make up an address
 *     list.bin      the list: src/invite/list.h
 *     left-out.csv  the rows that are not on it
 *     publish/      what everybody may see
 *     draw/         once drawn: letters.csv, and publish/ with what shows it
 *
 * All but publish/ is for the organiser alone.
 */
#ifndef CIVICLOT_DESK_INVITED_H
#define CIVICLOT_DESK_INVITED_H

#include "civiclot/secret_key.h"
#include "invite/mailing.h"
#include "talk/talk.h"

typedef struct lot_invited {
    lot_invitation it;
    lot_key key;
    char **columns; /* [columns_count] that make up an address */
    uint32_t columns_count;
    const lot_secret_key *signer; /* of it.key; NULL: it is not signed, or not yet. Not owned */
    lot_text invitation, strata, manifest, signature;
    lot_digest manifest_digest; /* M */
    bool drawn;                 /* what follows is there */
    lot_text seed;
    lot_digest seed_digest;
    lot_mailing mailing;
} lot_invited;

/* Free what it holds, and wipe the key. Begun as {0} is fine. */
void lot_invited_clear(lot_invited *invited);

/* Make the texts up to the manifest, and sign it where there is a signer. */
lot_status lot_invited_bind(lot_invited *invited, lot_error *error);

/* Draw from the list in `folder`: all sources have their values. */
lot_status lot_invited_draw(lot_invited *invited, const char *folder, const lot_progress *progress,
                            lot_error *error);

/* Make the folder `publish` in `inside` with all that there is, final.txt last. */
lot_status lot_invited_publish(const lot_invited *invited, const char *inside, lot_error *error);

/* Write letters.csv into `inside`. Wrong rows of the file of addresses: problems of `talk`. */
lot_status lot_invited_write_letters(const lot_invited *invited, const char *addresses,
                                     const char *inside, lot_talk *talk, lot_error *error);

/* Write keep.txt into `inside`. */
lot_status lot_invited_keep(const lot_invited *invited, const char *inside, lot_error *error);

/*
 * Load what --out made before: keep.txt, and publish/ up to the manifest. LOT_BAD_INPUT where it is
 * no such folder, or was changed; LOT_FAILURE.
 */
lot_status lot_invited_load(lot_invited *invited, const char *folder, lot_error *error);

/* Tell what was made, for the minutes, and where. */
lot_status lot_invited_tell(const lot_invited *invited, const char *out, lot_talk *talk,
                            lot_error *error);

#endif
