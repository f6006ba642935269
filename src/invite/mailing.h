/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mailing: which addresses of the list a seed draws, what proves it, and their rows. */
#ifndef CIVICLOT_INVITE_MAILING_H
#define CIVICLOT_INVITE_MAILING_H

#include "civiclot/places.h"
#include "invite/list.h"

typedef struct lot_letter {
    uint32_t stratum, place;
    uint32_t row;
    lot_digest code;
    lot_digest leaf;
} lot_letter;

typedef struct lot_mailing {
    lot_letter *letters; /* [count] by stratum and place */
    uint32_t count;
    lot_text draw, drawn, proof; /* draw.txt, drawn.csv, proof.txt */
} lot_mailing;

/* Where the list is, and who hears of it. Nothing is owned. */
typedef struct lot_mailing_list {
    const char *folder;
    const lot_progress *progress; /* NULL: nobody */
} lot_mailing_list;

/*
 * Draw the letters of a list. it: as it was published; of two stages its letters are dealt.
 * LOT_BAD_INPUT where the list does not have the published roots; LOT_FAILURE; LOT_INTERRUPTED.
 * Free *out with lot_mailing_free() in either case.
 */
lot_status lot_mailing_draw(lot_mailing *out, lot_invitation *it, const lot_mailing_list *list,
                            const lot_places_basis *basis, lot_error *error);

void lot_mailing_free(lot_mailing *mailing);

/* The file of addresses that the list was made from. Nothing is owned. */
typedef struct lot_mailing_rows {
    const char *path;
    lot_address_names columns;
    const lot_key *key;
    const lot_progress *progress; /* NULL: nobody hears of it */
} lot_mailing_rows;

/*
 * Write letters.csv into the folder `to`: the header and the rows of the letters as they are, in
 * the order of the file. LOT_BAD_INPUT, with `problems`, where a row is another than it was.
 */
lot_status lot_mailing_write(const lot_mailing *mailing, const lot_mailing_rows *rows,
                             const char *to, lot_problems *problems, lot_error *error);

/* Where an address stands: see 13.6. */
typedef struct lot_address_place {
    bool found;
    uint32_t stratum, place;
    lot_text proof; /* lines of digests; free it */
} lot_address_place;

/* Find an address by its code, and what proves its place. Failures as of lot_mailing_draw(). */
lot_status lot_mailing_find(lot_address_place *out, const lot_invitation *it,
                            const lot_mailing_list *list, const lot_digest *code, lot_error *error);

#endif
