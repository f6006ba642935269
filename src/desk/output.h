/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Output: a file that was asked for by its path, or `-`, which is standard output.
 *
 *   U1  the assembly file is never written onto, by whatever name or link it goes;
 *   U2  nor is anything else that is there, without --force.
 */
#ifndef CIVICLOT_DESK_OUTPUT_H
#define CIVICLOT_DESK_OUTPUT_H

#include "talk/talk.h"

/* Is the path `-`? Cannot fail. */
bool lot_output_is_stream(const char *path);

/* Is it the path of an XLSX file, by its ending? Cannot fail. */
bool lot_output_is_xlsx(const char *path);

/*
 * LOT_USAGE when two of the paths are the same place, LOT_FAILURE when one is nowhere.
 * paths: [count]; `-` is passed over.
 */
lot_status lot_output_distinct(const char *const *paths, size_t count, lot_error *error);

/* LOT_BAD_INPUT when the path must not be written: U1, U2. */
lot_status lot_output_allow(const char *path, const char *assembly, bool force, lot_error *error);

/* LOT_BAD_INPUT when anything is there already: for files that --force does not go with. */
lot_status lot_output_need_new(const char *path, lot_error *error);

/*
 * Write a file that holds personal data and say so, or print it.
 * LOT_FAILURE when it cannot.
 */
lot_status lot_output_write(const char *path, const lot_text *bytes, lot_talk *talk,
                            lot_error *error);

#endif
