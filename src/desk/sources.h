/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sources: what `commit --source` announces, and what is said before it binds anybody.
 */
#ifndef CIVICLOT_DESK_SOURCES_H
#define CIVICLOT_DESK_SOURCES_H

#include "civiclot/source.h"
#include "civiclot/text.h"
#include "talk/talk.h"

/*
 * The sources of `commit --source`, with their names and no values; `operator` still with a
 * commitment of zeros, which the commit replaces. names: [count]; none means "text:seed".
 * *out: [*out_count], NULL on failure; free it with lot_sources_free(). LOT_USAGE when they are not
 * of their forms.
 */
lot_status lot_sources_read(lot_source **out, uint32_t *out_count, const char *const *names,
                            uint32_t count, lot_error *error);

/*
 * LOT_USAGE, saying how many outcomes there are, where dice alone are the public source and all
 * their outcomes can be tried. committed: it is too late to announce others.
 */
lot_status lot_sources_need_strong(const lot_source *sources, uint32_t count, bool committed,
                                   lot_error *error);

/* LOT_USAGE when a beacon's round is due already by the log's clock. */
lot_status lot_sources_need_ahead(const lot_source *sources, uint32_t count, lot_error *error);

/* LOT_USAGE when a beacon's round is not due yet by that clock: then its value is none. */
lot_status lot_sources_need_due(const lot_source *sources, uint32_t count, lot_error *error);

/* Say where a beacon's round is due already, that a reveal now comes too late to prove anything. */
lot_status lot_sources_tell_late(const lot_source *sources, uint32_t count, lot_talk *talk,
                                 lot_error *error);

/* Say when the rounds of beacons are due, and what contributors and others must do. */
lot_status lot_sources_tell(const lot_source *sources, uint32_t count, lot_talk *talk,
                            lot_error *error);

/* Add the name as people call it: without its commitment. */
void lot_source_put_short(lot_text *text, const lot_source *source);

#endif
