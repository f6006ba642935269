/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Strata: cells that mean the same (fold.h) are one stratum. Its name is the one that comes first
 * by its bytes of all the ways in which the file writes it, so that the order of rows changes
 * nothing.
 */
#include "invite/strata.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "core/control.h"
#include "pool/names.h"

#include <stdlib.h>
#include <string.h>

struct lot_strata {
    bool given;
    lot_names *folded;
    char **spellings; /* [count] of those that were found */
    uint32_t count;
    size_t room;
    char *last; /* the cell before, which most files have again */
    lot_stratum_cell last_what;
    uint32_t last_number;
};

/* The number of a name, which is new or not. False: no memory. */
static bool add_name(uint32_t *number, lot_strata *strata, const char *name)
{
    char *folded = lot_fold(name);
    bool added = folded != NULL && lot_names_add(number, strata->folded, folded);
    free(folded);
    return added;
}

lot_status lot_strata_new(lot_strata **out, const lot_invitation *it, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t number;
    lot_strata *strata = lot_array_new(1, sizeof *strata);
    *out = NULL;
    if (strata == NULL)
        return LOT_NO_MEMORY(error);
    strata->given = it->strata_count > 0;
    strata->folded = lot_names_new();
    if (strata->folded == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t h = 0; h < it->strata_count; h++)
        if (!add_name(&number, strata, it->strata[h].name))
            TRY(LOT_NO_MEMORY(error));
    *out = strata;
    strata = NULL;
done:
    lot_strata_free(strata);
    return status;
}

void lot_strata_free(lot_strata *strata)
{
    if (strata == NULL)
        return;
    for (uint32_t s = 0; s < strata->count; s++)
        free(strata->spellings[s]);
    free(strata->spellings);
    free(strata->last);
    lot_names_free(strata->folded);
    free(strata);
}

/* Takes `name`, a way to write stratum `number`. */
static lot_status keep_spelling(lot_strata *strata, uint32_t number, char *name, lot_error *error)
{
    if (number < strata->count) {
        bool first = strcmp(name, strata->spellings[number]) < 0;
        free(first ? strata->spellings[number] : name);
        if (first)
            strata->spellings[number] = name;
        return LOT_OK;
    }
    if (number == LOT_STRATA_MOST) {
        free(name);
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "--stratum: more than %d strata: is it the right column?",
                        (int)LOT_STRATA_MOST);
    }
    void *spellings = strata->spellings;
    if (lot_array_grow(&spellings, &strata->room, strata->count, sizeof *strata->spellings) != 0) {
        free(name);
        return LOT_NO_MEMORY(error);
    }
    strata->spellings = spellings;
    strata->spellings[strata->count++] = name;
    return LOT_OK;
}

static lot_status look_up(lot_stratum_cell *what, uint32_t *number, lot_strata *strata,
                          const char *cell, lot_error *error)
{
    lot_status status = LOT_OK;
    char *folded = lot_fold(cell);
    char *tidy = lot_tidy(cell);
    if (folded == NULL || tidy == NULL)
        TRY(LOT_NO_MEMORY(error));
    *what = LOT_CELL_STRATUM;
    if (*tidy == '\0' || !lot_is_one_line(tidy)) {
        *what = LOT_CELL_NONE;
    } else if (strata->given) {
        *number = lot_names_find(strata->folded, folded);
        *what = *number == LOT_NO_NAME ? LOT_CELL_UNKNOWN : LOT_CELL_STRATUM;
    } else {
        if (!lot_names_add(number, strata->folded, folded))
            TRY(LOT_NO_MEMORY(error));
        char *name = tidy;
        tidy = NULL;
        TRY(keep_spelling(strata, *number, name, error));
    }
done:
    free(folded);
    free(tidy);
    return status;
}

lot_status lot_strata_find(lot_stratum_cell *what, uint32_t *number, lot_strata *strata,
                           const char *cell, lot_error *error)
{
    lot_status status = LOT_OK;
    if (strata->last == NULL || strcmp(strata->last, cell) != 0) {
        free(strata->last);
        strata->last = lot_string_copy(cell);
        if (strata->last == NULL)
            TRY(LOT_NO_MEMORY(error));
        strata->last_number = LOT_NO_STRATUM;
        TRY(look_up(&strata->last_what, &strata->last_number, strata, cell, error));
    }
    *what = strata->last_what;
    *number = strata->last_number;
done:
    return status;
}

/* A name and its number, to be sorted. */
typedef struct numbered {
    char *name;
    uint32_t number;
} numbered;

static int compare(const void *a, const void *b)
{
    return strcmp(((const numbered *)a)->name, ((const numbered *)b)->name);
}

static lot_status give_found(uint32_t *place, lot_strata *strata, lot_invitation *it,
                             lot_error *error)
{
    numbered *all = lot_array_new(strata->count, sizeof *all);
    it->strata = lot_array_new(strata->count, sizeof *it->strata);
    if (all == NULL || it->strata == NULL) {
        free(all);
        return LOT_NO_MEMORY(error);
    }
    for (uint32_t s = 0; s < strata->count; s++)
        all[s] = (numbered){strata->spellings[s], s};
    qsort(all, strata->count, sizeof *all, compare);
    for (uint32_t s = 0; s < strata->count; s++) {
        it->strata[s].name = all[s].name;
        strata->spellings[all[s].number] = NULL;
        place[all[s].number] = s;
    }
    it->strata_count = strata->count;
    free(all);
    return LOT_OK;
}

lot_status lot_strata_give(uint32_t **place, lot_strata *strata, lot_invitation *it,
                           lot_error *error)
{
    uint32_t count = lot_names_count(strata->folded);
    *place = lot_array_new(count, sizeof **place);
    if (*place == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t s = 0; s < count; s++)
        (*place)[s] = s;
    return strata->given ? LOT_OK : give_found(*place, strata, it, error);
}
