/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Version: which civiclot this is, as process.txt and --version say. */
#ifndef CIVICLOT_VERSION_H
#define CIVICLOT_VERSION_H

#define LOT_VERSION "0.1.0"

#endif
