/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Told: what contributors told after the commit, held against what they committed to before it.
 *
 *   R1  nobody is ABSENT whose file was given, and nobody's file is taken for another's;
 *   R2  once told, an attempt's parts never change: the log has their digest.
 */
#ifndef CIVICLOT_DESK_TOLD_H
#define CIVICLOT_DESK_TOLD_H

#include "civiclot/problems.h"
#include "civiclot/reveal.h"
#include "desk/workbench.h"

/* The contributors' files that were given. */
typedef struct lot_told {
    lot_reveal *reveals; /* [count] */
    const char **paths;  /* [count] not owned */
    uint32_t count;
} lot_told;

/* Read the files at `paths`, [count]. Failures are lot_reveal_parse()'s; *out is then empty. */
lot_status lot_told_read(lot_told *out, const char *const *paths, uint32_t count, lot_error *error);

void lot_told_free(lot_told *told);

/* The contribution of that contributor; NULL: none was announced. Cannot fail. */
lot_source *lot_told_find(lot_attempt *attempt, const char *name);

/*
 * Which contributions of bench->attempt do the files open? Those get value and nonce. A file of
 * another process, of nobody who was announced, or not what was committed to is a problem, as are
 * two files of one contributor.
 */
lot_status lot_told_open(lot_workbench *bench, const lot_told *told, lot_problems *problems,
                         lot_error *error);

/* How many contributions were announced, and how many of them have no value yet. Cannot fail. */
uint32_t lot_told_count(uint32_t *missing, const lot_attempt *attempt);

/* Add the names of the contributors without a value, or of those who are ABSENT. */
void lot_told_put_names(lot_text *text, const lot_attempt *attempt, bool absent);

/* Give every contribution that has no value yet the value ABSENT. */
lot_status lot_told_rest_absent(lot_attempt *attempt, lot_error *error);

/*
 * Load what was told of bench->attempt before. *revealed: whether it was. LOT_NOT_VERIFIED when it
 * opens no commitment; that the log has its digest is lot_journal_check()'s.
 */
lot_status lot_told_load(bool *revealed, lot_workbench *bench, lot_error *error);

#endif
