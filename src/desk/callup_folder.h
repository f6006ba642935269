/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The folder of a call-up: docs/protocol.md, section 12.
 *
 *   C1  its files follow from the assembly file, so they can be written anew byte by byte;
 *   C2  none of them ever changes: log.txt ends with the call-up's own entry.
 */
#ifndef CIVICLOT_DESK_CALLUP_FOLDER_H
#define CIVICLOT_DESK_CALLUP_FOLDER_H

#include "desk/workbench.h"
#include "talk/options.h"
#include "talk/talk.h"

/* Its files. */
typedef struct lot_callup_texts {
    lot_text callup;
    lot_text standing;
    lot_text log;
    lot_text final;
    lot_text signature; /* final.txt.minisig; empty: unsigned */
    lot_digest digest;  /* of callup.txt */
    lot_digest head;    /* of log.txt: the checkpoint */
} lot_callup_texts;

void lot_callup_texts_free(lot_callup_texts *texts); /* frees what it holds, not itself */

/*
 * Put callup.txt and standing.csv of a call-up, whose text need not be there. key: that signs;
 * NULL: none. LOT_FAILURE: no memory.
 */
lot_status lot_callup_put_own(lot_callup_texts *texts, const lot_workbench *bench,
                              const lot_callup *callup, const lot_public_key *key,
                              lot_error *error);

/*
 * Make all files of a call-up that is kept and logged. LOT_NOT_VERIFIED where they are not those
 * that were published; of the signature, failures are lot_signing_find_callup()'s.
 */
lot_status lot_callup_texts_make(lot_callup_texts *out, const lot_workbench *bench,
                                 const lot_callup *callup, lot_error *error);

/* Are the call-ups on the bench those whose callup.txt was published? LOT_NOT_VERIFIED: not. */
lot_status lot_callups_check(const lot_workbench *bench, lot_error *error);

/* Write them into a folder that has none of them, or that lacks some. */
lot_status lot_callup_write(const char *folder, const lot_callup_texts *texts, lot_error *error);

/*
 * civiclot export --call-up N --publish DIR: write the folder anew at DIR, or complete it there.
 * The results are on the bench. LOT_NOT_VERIFIED where a file that is there differs.
 */
lot_status lot_callup_export(const lot_workbench *bench, const lot_arguments *arguments,
                             lot_talk *talk, lot_error *error);

#endif
