/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Unreachable: plans that no number of letters saves, and why.
 */
#ifndef CIVICLOT_UNREACHABLE_H
#define CIVICLOT_UNREACHABLE_H

#include "civiclot/trials.h"

/*
 * Why there could be no panel even if everybody answered whom letters may reach and who ever
 * answers: a reason a line, each with its LF; nothing where there could be one. People live whole:
 * a part of one counts as one. scenario: only its letters and simulations are not looked at.
 * LOT_FAILURE: no memory, solver; LOT_INTERRUPTED.
 */
lot_status lot_find_unreachable(lot_text *reasons, const lot_scenario *scenario,
                                const lot_progress *progress, lot_error *error);

#endif
