/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panel: a panel as the protocol names it. */
#include "audit/panel.h"

#include <stdlib.h>
#include <string.h>

static int compare_pids(const void *a, const void *b)
{
    const lot_pid *left = a;
    const lot_pid *right = b;
    return memcmp(left->text, right->text, LOT_PID_LENGTH);
}

void lot_panel_pids(lot_pid *pids, const uint32_t *members, uint32_t seats,
                    const lot_pseudonyms *pseudonyms)
{
    for (uint32_t s = 0; s < seats; s++)
        pids[s] = pseudonyms->pids[members[s]];
    qsort(pids, seats, sizeof *pids, compare_pids);
}
