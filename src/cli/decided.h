/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decided: quotas with other numbers in the same rows, for a replacement. */
#ifndef CIVICLOT_CLI_DECIDED_H
#define CIVICLOT_CLI_DECIDED_H

#include "civiclot/quota.h"
#include "cli/talk.h"

/*
 * Put the numbers of a quota file into `quotas`; its rows may stand in any order. *changed: how
 * many are others, each min and each max for itself. LOT_BAD_INPUT with problems: it is no quota
 * file, or its features and values are not those of `quotas`; LOT_FAILURE where it cannot be read.
 */
lot_status lot_decided_read(uint32_t *changed, lot_quotas *quotas, const char *path, uint32_t seats,
                            lot_talk *talk, lot_error *error);

#endif
