/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Committed: what is told of a commit that was just made, for the minutes. */
#ifndef CIVICLOT_DESK_COMMITTED_H
#define CIVICLOT_DESK_COMMITTED_H

#include "desk/workbench.h"
#include "talk/talk.h"

/* Tell M, process id, checkpoint and sources of the attempt on the bench. */
lot_status lot_committed_tell(const lot_workbench *bench, lot_talk *talk, lot_error *error);

#endif
