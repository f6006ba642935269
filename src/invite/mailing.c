/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mailing: the list is walked once, with a tree for each stratum, which takes the drawn leaves out
 * as they pass and keeps what proves them. In memory are the letters and their proof.
 */
#include "invite/mailing.h"

#include "core/array.h"

#include <inttypes.h>
#include <stdlib.h>

enum { ADDRESSES_A_REPORT = 1 << 16 };

/* A stratum while the list is walked. */
typedef struct lane {
    lot_places_tree tree;
    uint32_t *places; /* [letters] that are drawn */
    uint32_t next;    /* of them */
    lot_letter *letters;
    lot_text proof;
} lane;

typedef struct walk {
    const lot_invitation *it;
    const lot_mailing_list *list;
    uint32_t passed; /* addresses so far */
    lane *lanes;     /* [strata_count] */
} walk;

static lot_status take_address(void *context, const lot_listed_address *address, lot_error *error)
{
    walk *w = context;
    lane *l = &w->lanes[address->stratum];
    const lot_stratum *stratum = &w->it->strata[address->stratum];
    lot_digest leaf;
    uint64_t place = l->tree.next;
    if (place == stratum->addresses)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "list.bin: it has more addresses than were published");
    lot_address_leaf(&leaf, &address->code, stratum->name);
    lot_places_tree_add(&l->tree, &leaf);
    if (l->next < l->tree.drawn_count && l->places[l->next] == place)
        l->letters[l->next++] = (lot_letter){.stratum = address->stratum,
                                             .place = (uint32_t)place,
                                             .row = address->row,
                                             .code = address->code,
                                             .leaf = leaf};
    if (w->passed++ % ADDRESSES_A_REPORT == 0) {
        lot_status status = lot_progress_report(w->list->progress, "going through the list",
                                                w->passed, w->it->addresses, error);
        if (status != LOT_OK)
            return status;
    }
    return lot_text_check(&l->proof, error);
}

static lot_status check_lanes(const walk *w, lot_error *error)
{
    for (uint32_t h = 0; h < w->it->strata_count; h++) {
        lot_digest root;
        lane *l = &w->lanes[h];
        bool whole = l->tree.next == w->it->strata[h].addresses;
        if (whole)
            lot_places_tree_root(&root, &l->tree);
        if (!whole || !lot_digest_equal(&root, &w->it->strata[h].root))
            return LOT_FAIL(error, LOT_BAD_INPUT,
                            "list.bin: it is not the list that was published: strata.csv, line "
                            "%" PRIu32 ", has another root",
                            h + 2);
        if (l->proof.failed)
            return LOT_NO_MEMORY(error);
    }
    return LOT_OK;
}

static lot_status run(walk *w, lot_error *error)
{
    lot_status status = lot_list_walk(w->list->folder, w->it->strata_count, take_address, w, error);
    return status == LOT_OK ? check_lanes(w, error) : status;
}

static void prepare_tree(lane *l, uint32_t addresses, uint32_t letters)
{
    l->tree.count = addresses;
    l->tree.drawn = l->places;
    l->tree.drawn_count = letters;
    l->tree.proof = &l->proof;
}

static void free_lanes(walk *w)
{
    for (uint32_t h = 0; w->lanes != NULL && h < w->it->strata_count; h++) {
        free(w->lanes[h].places);
        lot_text_free(&w->lanes[h].proof);
    }
    free(w->lanes);
}

/* Draw the places of every stratum. */
static lot_status draw_places(walk *w, lot_mailing *out, const lot_places_basis *basis,
                              lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t before = 0;
    for (uint32_t h = 0; h < w->it->strata_count; h++) {
        const lot_stratum *stratum = &w->it->strata[h];
        lane *l = &w->lanes[h];
        if (stratum->letters > 0)
            TRY(lot_places_draw(&l->places, basis, h + 1, stratum->addresses, stratum->letters,
                                error));
        prepare_tree(l, stratum->addresses, stratum->letters);
        l->letters = out->letters + before;
        before += stratum->letters;
    }
done:
    return status;
}

static lot_status put_texts(lot_mailing *out, walk *w, lot_error *error)
{
    lot_text_put(&out->drawn, "stratum,place,leaf\n");
    for (uint32_t i = 0; i < out->count; i++) {
        char leaf[LOT_HEX_BYTES];
        const lot_letter *letter = &out->letters[i];
        lot_digest_hex(leaf, &letter->leaf);
        lot_text_format(&out->drawn, "%" PRIu32 ",%" PRIu32 ",%s\n", letter->stratum + 1,
                        letter->place, leaf);
    }
    for (uint32_t h = 0; h < w->it->strata_count; h++) {
        lot_text *proof = &w->lanes[h].proof;
        lot_text_add(&out->proof, lot_text_string(proof), proof->length);
        lot_text_free_part(&out->proof, proof);
    }
    lot_status status = lot_text_check(&out->drawn, error);
    if (status == LOT_OK)
        status = lot_text_check(&out->proof, error);
    return status == LOT_OK ? lot_text_check(&out->draw, error) : status;
}

lot_status lot_mailing_draw(lot_mailing *out, lot_invitation *it, const lot_mailing_list *list,
                            const lot_places_basis *basis, lot_error *error)
{
    lot_status status = LOT_OK;
    uint64_t start = 0, rejected = 0;
    walk w = {.it = it, .list = list, .lanes = lot_array_new(it->strata_count, sizeof *w.lanes)};
    *out = (lot_mailing){.letters = lot_array_new(it->letters, sizeof *out->letters),
                         .count = it->letters};
    if (w.lanes == NULL || out->letters == NULL)
        TRY(LOT_NO_MEMORY(error));
    if (it->rule == LOT_LETTERS_TWO_STAGE) {
        TRY(lot_invitation_check_portions(it, error));
        start = lot_invitation_start(it, basis->manifest, basis->seed, &rejected);
        lot_invitation_deal(it, start);
    }
    lot_invitation_put_draw(&out->draw, it, start, rejected);
    TRY(draw_places(&w, out, basis, error));
    TRY(run(&w, error));
    TRY(put_texts(out, &w, error));
done:
    free_lanes(&w);
    return status;
}

void lot_mailing_free(lot_mailing *mailing)
{
    free(mailing->letters);
    lot_text_free(&mailing->draw);
    lot_text_free(&mailing->drawn);
    lot_text_free(&mailing->proof);
    *mailing = (lot_mailing){.letters = NULL};
}

/* Looks for a code, and its place. */
typedef struct search {
    const lot_digest *code;
    lot_address_place *out;
    uint32_t *passed; /* [strata_count] addresses so far */
} search;

static lot_status look_at(void *context, const lot_listed_address *address, lot_error *error)
{
    search *s = context;
    (void)error;
    if (!s->out->found && lot_digest_equal(&address->code, s->code)) {
        s->out->found = true;
        s->out->stratum = address->stratum;
        s->out->place = s->passed[address->stratum];
    }
    s->passed[address->stratum]++;
    return LOT_OK;
}

lot_status lot_mailing_find(lot_address_place *out, const lot_invitation *it,
                            const lot_mailing_list *list, const lot_digest *code, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_letter letter;
    walk w = {.it = it, .list = list, .lanes = lot_array_new(it->strata_count, sizeof *w.lanes)};
    search s = {
        .code = code, .out = out, .passed = lot_array_new(it->strata_count, sizeof *s.passed)};
    *out = (lot_address_place){.found = false};
    if (s.passed == NULL || w.lanes == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_list_walk(list->folder, it->strata_count, look_at, &s, error));
    if (!out->found)
        goto done;
    lane *l = &w.lanes[out->stratum];
    l->places = lot_array_new(1, sizeof *l->places);
    if (l->places == NULL)
        TRY(LOT_NO_MEMORY(error));
    l->places[0] = out->place;
    l->letters = &letter;
    for (uint32_t h = 0; h < it->strata_count; h++)
        prepare_tree(&w.lanes[h], it->strata[h].addresses, h == out->stratum);
    TRY(run(&w, error));
    out->proof = l->proof;
    l->proof = LOT_TEXT_EMPTY;
done:
    free_lanes(&w);
    free(s.passed);
    return status;
}
