/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Process: process.txt, the terms under which a draw is held. */
#ifndef CIVICLOT_AUDIT_PROCESS_H
#define CIVICLOT_AUDIT_PROCESS_H

#include "civiclot/publication.h"

/* Add process.txt. Title, solver and source names are one line each. */
void lot_process_put(lot_text *text, const lot_process *process);

#endif
