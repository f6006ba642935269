/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unpack: a file that may be a spreadsheet becomes the text that tables are read from. */
#ifndef CIVICLOT_TALK_UNPACK_H
#define CIVICLOT_TALK_UNPACK_H

#include "talk/talk.h"

/*
 * Make CSV of *bytes where they are a spreadsheet, and say what is to be known about it; other
 * files stay as they are.
 * form: becomes what was read ("XLSX, sheet 'Form'"), or empty. name: for messages. sheet: its
 * name; NULL: the first. option: that names it; NULL: none does.
 * LOT_BAD_INPUT with talk's problems, also where a sheet is asked of a file that has none.
 */
lot_status lot_unpack(lot_text *bytes, lot_text *form, const char *name, const char *sheet,
                      const char *option, lot_talk *talk, lot_error *error);

#endif
