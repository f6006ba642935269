/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log, checked: the reserves of draws, and call-ups. */
#ifndef CIVICLOT_STORE_LOG_RESERVES_H
#define CIVICLOT_STORE_LOG_RESERVES_H

#include "store/connection.h"

/* Are the reserves of each draw those whose digest its entry has? LOT_NOT_VERIFIED if not. */
lot_status lot_log_check_reserves(lot_assembly *assembly, lot_error *error);

/* Are the call-ups, in their order, those whose callup.txt the log has the digest of? */
lot_status lot_log_check_callups(lot_assembly *assembly, lot_error *error);

/* Say that the log does not hold, and why. LOT_NOT_VERIFIED. */
lot_status lot_log_refuse(const char *words, const lot_assembly *assembly, lot_error *error);

#endif
