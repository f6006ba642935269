/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panel: a panel as the protocol names it, by its pids ascending. */
#ifndef CIVICLOT_AUDIT_PANEL_H
#define CIVICLOT_AUDIT_PANEL_H

#include "civiclot/pseudonym.h"

/* The pids of `members`, ascending by bytes. pids: [seats] out. members: [seats]. Cannot fail. */
void lot_panel_pids(lot_pid *pids, const uint32_t *members, uint32_t seats,
                    const lot_pseudonyms *pseudonyms);

#endif
