/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Announced: what process.txt says of the attempt on the bench, made from the fields that say it.
 */
#ifndef CIVICLOT_DESK_ANNOUNCED_H
#define CIVICLOT_DESK_ANNOUNCED_H

#include "desk/workbench.h"
#include "talk/talk.h"

/* Nothing is owned but what is in it: it must not outlive the bench, nor be copied. */
typedef struct lot_announced {
    lot_process process;
    lot_pid process_id;
    lot_digest previous;
    lot_digest replaces;
    lot_digest certificate;
    lot_public_key public_key;
} lot_announced;

/* Fill it from bench->attempt and everything to the left of it. LOT_FAILURE: I/O, no memory. */
lot_status lot_announced_make(lot_announced *out, const lot_workbench *bench, lot_error *error);

/* What the other files of its publication are made of. Nothing is owned. Cannot fail. */
lot_publication_basis lot_announced_basis(const lot_workbench *bench);

/*
 * Is the process.txt that was kept still what the assembly file says? Which program, solver and
 * machine made it, under which protocol, is not compared: M binds those lines.
 * LOT_NOT_VERIFIED, naming the first line that differs, when not.
 */
lot_status lot_announced_check(const lot_workbench *bench, lot_error *error);

/* The key that process.txt of an attempt names. False: none. Cannot fail. */
bool lot_announced_key(lot_public_key *key, const lot_attempt *attempt);

/* Was the attempt committed under the protocol of today? Cannot fail. */
bool lot_announced_is_today(const lot_attempt *attempt);

/*
 * Say of a commit that was just made what follows where the real one right before it was made under
 * an older protocol. LOT_FAILURE: I/O, no memory.
 */
lot_status lot_announced_tell_older(const lot_workbench *bench, lot_talk *talk, lot_error *error);

/* LOT_BAD_INPUT where the attempt on the bench was committed under an older protocol. */
lot_status lot_announced_need_today(const lot_workbench *bench, lot_error *error);

#endif
