/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clash: which rules cannot all be kept, where no session keeps them. */
#ifndef CIVICLOT_SEATING_CLASH_H
#define CIVICLOT_SEATING_CLASH_H

#include "seating/blocks.h"

/*
 * Find a set of rules that clash, none of which can be spared. undecided: that all of them clash
 * was not shown; then all are listed.
 */
lot_status lot_clash_find(lot_clash *clash, const lot_seating_task *task, bool undecided,
                          lot_error *error);

#endif
