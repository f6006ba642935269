/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 128-bit integers: gcc and clang both have them, ISO C does not. */
#ifndef CIVICLOT_CORE_WIDE_H
#define CIVICLOT_CORE_WIDE_H

__extension__ typedef __int128 lot_wide;
__extension__ typedef unsigned __int128 lot_unsigned_wide;

#endif
