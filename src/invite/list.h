/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * List: all addresses that may be invited, each once, in the order of their codes. list.bin is the
 * organiser's own: it has no address in it, but tells under which rows they stand.
 *
 *     "civiclot-list/1\n", then for every address its code, its stratum from 0 (4 bytes, big
 *     endian) and its row (4 bytes, big endian)
 *
 *   L1  codes ascend and are all different: of rows with one address the first stands for all;
 *   L2  every row of the file but blank ones is on the list, or left out with a reason.
 */
#ifndef CIVICLOT_INVITE_LIST_H
#define CIVICLOT_INVITE_LIST_H

#include "civiclot/invitation.h"
#include "civiclot/progress.h"
#include "invite/codes.h"
#include "invite/left_out.h"

/* One address of the list. */
typedef struct lot_listed_address {
    lot_digest code;
    uint32_t stratum;
    uint32_t row;
} lot_listed_address;

/* What is read, and how. Nothing is owned. */
typedef struct lot_list_wish {
    const char *path; /* the addresses */
    lot_address_names columns;
    const char *stratum;        /* the column; NULL: all are one stratum */
    const char *const *earlier; /* [earlier_count] files of earlier mailings */
    uint32_t earlier_count;
    bool leave_out; /* go on without the rows that have a fault */
    const lot_key *key;
    const char *folder; /* the organiser's own, where list.bin and left-out.csv are made */
} lot_list_wish;

/*
 * Make the list, and fill in the numbers of rows and the addresses and roots of the strata.
 * it->strata: those that there are; none: found in the file, and sorted by their names.
 * Faults are added to `problems`: LOT_BAD_INPUT, unless they are left out. LOT_FAILURE.
 */
lot_status lot_list_make(lot_invitation *it, const lot_list_wish *wish,
                         const lot_progress *progress, lot_problems *problems, lot_error *error);

/* Sees one address after the other. */
typedef lot_status lot_list_visit(void *context, const lot_listed_address *address,
                                  lot_error *error);

/*
 * Give all addresses of the folder's list.bin to `visit`, in order, until it does not return
 * LOT_OK. LOT_BAD_INPUT where the file is no list of these strata; LOT_FAILURE.
 */
lot_status lot_list_walk(const char *folder, uint32_t strata_count, lot_list_visit *visit,
                         void *context, lot_error *error);

#endif
