/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one person could gain by a false answer: misreport.c. */
#ifndef CIVICLOT_CLI_MISREPORT_H
#define CIVICLOT_CLI_MISREPORT_H

#include "cli/comparing.h"

/* Tell what one person could gain by misreporting one feature, for every objective wanted. */
lot_status lot_misreport(const lot_comparing *all, lot_error *error);

#endif
