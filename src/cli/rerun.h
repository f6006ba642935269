/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rerun: a published lottery made a second time, and compared byte for byte. */
#ifndef CIVICLOT_CLI_RERUN_H
#define CIVICLOT_CLI_RERUN_H

#include "civiclot/verify.h"
#include "talk/talk.h"

/*
 * lot_rerun.again; context: the lot_talk that is told how far it is.
 * PROVEN where the bytes are the same. Where they are not, this version and solver must be others
 * than the folder names, and then it is said whether anybody's chance is another.
 */
lot_status lot_rerun_again(void *context, const lot_premises *premises, lot_verdict *verdict,
                           lot_text *said, lot_error *error);

#endif
