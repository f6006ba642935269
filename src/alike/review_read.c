/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Review, read: row by row; what is wrong is collected by kind, as it is mostly of one.
 *
 * Spreadsheets change what they open. An id that looks like a number loses its zeros in front (007
 * becomes 7), so an id is looked for as it is, and then without them; that the right person was
 * found again shows in the address beside it. A person who was found under another's id would be
 * put into a stranger's household.
 */
#include "alike/review_inside.h"
#include "civiclot/fold.h"
#include "civiclot/spreadsheet.h"
#include "core/array.h"
#include "pool/column.h"
#include "pool/names.h"
#include "pool/rows.h"
#include "pool/wording.h"

#include <stdlib.h>
#include <string.h>

#define NOBODY LOT_NO_NAME
#define SEVERAL (UINT32_MAX - 1)

/* Who has which id. */
typedef struct directory {
    lot_names *ids;   /* the number is the person's */
    lot_names *loose; /* as a spreadsheet leaves them */
    uint32_t *owner;  /* [loose] the person, or SEVERAL */
} directory;

typedef struct review_reader {
    const lot_table *table;
    const lot_pool *pool;
    const lot_table *people;
    uint32_t *household; /* [household_count] columns of people */
    uint32_t household_count;
    directory directory;
    uint32_t id[2]; /* columns of table */
    uint32_t address[2];
    uint32_t same;
    lot_review *review;
    lot_text room[2];
    lot_rows unsaid; /* `same` is neither */
    lot_rows unknown;
    lot_rows numbers; /* unknown, and written as 1.2E+11 */
    lot_rows several; /* of one form without zeros */
    lot_rows alone;   /* with oneself */
    lot_rows moved;   /* another address by now */
} review_reader;

/* What a spreadsheet leaves of an id: no apostrophe in front, and of a number no zeros. */
static const char *loosen(const char *id)
{
    if (*id == '\'')
        id++;
    size_t zeros = strspn(id, "0");
    size_t digits = strspn(id, "0123456789");
    bool number = digits > 0 && id[digits] == '\0';
    return !number ? id : zeros == digits ? id + zeros - 1 : id + zeros;
}

static lot_status fill_directory(directory *d, const lot_pool *pool, lot_error *error)
{
    lot_text safe = LOT_TEXT_EMPTY;
    bool good = true;
    d->ids = lot_names_new();
    d->loose = lot_names_new();
    d->owner = lot_array_new(pool->people_count, sizeof *d->owner);
    good = d->ids != NULL && d->loose != NULL && d->owner != NULL;
    for (uint32_t person = 0; good && person < pool->people_count; person++) {
        uint32_t number;
        uint32_t count = lot_names_count(d->loose);
        safe.length = 0;
        lot_spreadsheet_put(&safe, pool->ids[person]);
        good = !safe.failed && lot_names_add(&number, d->ids, pool->ids[person]) &&
               lot_names_add(&number, d->loose, loosen(lot_text_string(&safe)));
        if (good)
            d->owner[number] = number == count ? person : SEVERAL;
    }
    lot_text_free(&safe);
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

static void free_directory(directory *d)
{
    lot_names_free(d->ids);
    lot_names_free(d->loose);
    free(d->owner);
}

/* Whose id a cell is: a person, NOBODY or SEVERAL. mended: it is not quite the id. */
static lot_status find_person(uint32_t *person, bool *mended, const directory *d, const char *cell,
                              lot_error *error)
{
    char *id = lot_tidy(cell);
    if (id == NULL)
        return LOT_NO_MEMORY(error);
    *person = lot_names_find(d->ids, id);
    if (*person == LOT_NO_NAME) {
        uint32_t loose = lot_names_find(d->loose, loosen(id));
        *person = loose == LOT_NO_NAME ? NOBODY : d->owner[loose];
        *mended = *mended || *person < SEVERAL;
    }
    free(id);
    return LOT_OK;
}

/* 1.2E+11, as a spreadsheet shows a long number. */
static bool is_shortened(const char *cell)
{
    size_t digits = strspn(cell, "0123456789.,");
    const char *at = cell + digits;
    return digits > 0 && (*at == 'E' || *at == 'e') && at[1] == '+' &&
           strspn(at + 2, "0123456789") > 0;
}

/* Is the cell the person's address, as far as letters and digits go? */
static lot_status has_address(bool *has, review_reader *r, uint32_t person, const char *cell,
                              lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text *shown = &r->room[0];
    lot_text *now = &r->room[1];
    TRY(lot_review_address(shown, r->people, person, r->household, r->household_count, error));
    now->length = 0;
    if (!lot_wording_put(now, lot_text_string(shown), false))
        TRY(LOT_NO_MEMORY(error));
    shown->length = 0;
    if (!lot_wording_put(shown, cell, false) || shown->failed || now->failed)
        TRY(LOT_NO_MEMORY(error));
    *has = shown->length == now->length &&
           memcmp(lot_text_string(shown), lot_text_string(now), now->length) == 0;
done:
    return status;
}

static bool is_word(const char *folded, const char *word)
{
    return strcmp(folded, word) == 0 || (folded[0] == word[0] && folded[1] == '\0');
}

/* said: is it yes, no or blank? again: or the header, where files were put together? */
static lot_status read_same(lot_sameness *same, bool *said, bool *again, const char *cell,
                            lot_error *error)
{
    char *folded = lot_fold(cell);
    if (folded == NULL)
        return LOT_NO_MEMORY(error);
    *same = is_word(folded, "yes")  ? LOT_SAME
            : is_word(folded, "no") ? LOT_NOT_SAME
                                    : LOT_UNDECIDED;
    *said = *same != LOT_UNDECIDED || folded[0] == '\0';
    *again = strcmp(folded, LOT_REVIEW_SAME) == 0;
    free(folded);
    return LOT_OK;
}

/* Are both at the addresses that stand beside their ids? Two at one address need not be. */
static lot_status check_addresses(bool *good, review_reader *r, uint32_t row,
                                  const lot_decision *decision, lot_error *error)
{
    lot_status status = LOT_OK;
    const uint32_t both[] = {decision->a, decision->b};
    *good = r->pool->households[both[0]] == r->pool->households[both[1]];
    if (*good)
        goto done;
    *good = true;
    for (int i = 0; i < 2 && *good; i++)
        TRY(has_address(good, r, both[i], lot_table_cell(r->table, row, r->address[i]), error));
done:
    return status;
}

/* A row whose `same` can be read. */
static lot_status read_pair(review_reader *r, uint32_t row, lot_sameness same, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t number = lot_table_row_number(r->table, row);
    bool mended = false;
    bool good = true;
    uint32_t who[2];
    for (int i = 0; i < 2; i++)
        TRY(find_person(&who[i], &mended, &r->directory, lot_table_cell(r->table, row, r->id[i]),
                        error));
    lot_decision decision = {who[0], who[1], number, same};
    lot_rows *wrong = NULL;
    if (who[0] == NOBODY || who[1] == NOBODY) {
        const char *cell = lot_table_cell(r->table, row, r->id[who[0] == NOBODY ? 0 : 1]);
        wrong = is_shortened(cell) ? &r->numbers : &r->unknown;
    } else if (who[0] == SEVERAL || who[1] == SEVERAL) {
        wrong = &r->several;
    } else if (who[0] == who[1]) {
        wrong = &r->alone;
    } else {
        TRY(check_addresses(&good, r, row, &decision, error));
        wrong = good ? NULL : &r->moved;
    }
    if (wrong == NULL) {
        r->review->decisions[r->review->count++] = decision;
        r->review->mended += mended;
    } else if (same != LOT_UNDECIDED) {
        lot_rows_meet(wrong, number);
    }
done:
    return status;
}

static lot_status read_rows(review_reader *r, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t row = 0; row < lot_table_rows_count(r->table); row++) {
        lot_sameness same = LOT_UNDECIDED;
        bool said = false;
        bool again = false;
        TRY(read_same(&same, &said, &again, lot_table_cell(r->table, row, r->same), error));
        if (said)
            TRY(read_pair(r, row, same, error));
        else if (!again)
            lot_rows_meet(&r->unsaid, lot_table_row_number(r->table, row));
    }
done:
    return status;
}

static void tell(const review_reader *r, const lot_rows *rows, const char *words,
                 lot_problems *problems)
{
    if (rows->count == 0)
        return;
    lot_text message = LOT_TEXT_EMPTY;
    lot_text_format(&message, "%s, ", lot_table_name(r->table));
    lot_rows_put(&message, rows);
    lot_text_format(&message, ": %s", words);
    lot_problems_take(problems, &message);
}

static void tell_all(const review_reader *r, lot_problems *problems)
{
    tell(r, &r->unsaid,
         "what stands in the column 'same' is neither yes nor no: write one of them, or leave it "
         "blank",
         problems);
    tell(r, &r->unknown,
         "'id 1' or 'id 2' is nobody's in the file of people: who is not in it any more needs no "
         "decision: remove the row",
         problems);
    tell(r, &r->numbers,
         "an id is a shortened number such as 1.2E+11, which a spreadsheet made of it: write the "
         "whole id again, in a column that is formatted as text",
         problems);
    tell(r, &r->several,
         "an id has lost the zeros in front of it, as spreadsheets do, and may be that of several "
         "people: write the whole id again, in a column that is formatted as text",
         problems);
    tell(r, &r->alone, "'id 1' and 'id 2' are the same person: remove the row", problems);
    tell(r, &r->moved,
         "an address is not what this person's is in the file of people: it was changed since, or "
         "the id is another's (a spreadsheet takes zeros off): remove the row, and decide anew "
         "where the pair is listed again",
         problems);
}

static lot_status find_columns(review_reader *r, lot_problems *problems, lot_error *error)
{
    static const char why[] = "a file of pairs of addresses has it; let civiclot write it anew";
    lot_status status;
    TRY(lot_column_need(&r->id[0], r->table, LOT_REVIEW_ID_1, why, problems, error));
    TRY(lot_column_need(&r->id[1], r->table, LOT_REVIEW_ID_2, why, problems, error));
    TRY(lot_column_need(&r->address[0], r->table, LOT_REVIEW_ADDRESS_1, why, problems, error));
    TRY(lot_column_need(&r->address[1], r->table, LOT_REVIEW_ADDRESS_2, why, problems, error));
    TRY(lot_column_need(&r->same, r->table, LOT_REVIEW_SAME, why, problems, error));
done:
    return status;
}

/* A review with room for so many decisions. */
static lot_status review_new(lot_review **out, uint32_t room, lot_error *error)
{
    *out = lot_array_new(1, sizeof **out);
    if (*out == NULL)
        return LOT_NO_MEMORY(error);
    (*out)->decisions = lot_array_new(room, sizeof *(*out)->decisions);
    return (*out)->decisions != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

lot_status lot_review_read(lot_review **out, const lot_table *review, const lot_pool *pool,
                           const lot_table *people, const lot_pool_columns *columns,
                           lot_problems *problems, lot_error *error)
{
    lot_status status;
    size_t before = lot_problems_count(problems);
    const char *name = lot_table_name(review);
    review_reader r = {.table = review,
                       .pool = pool,
                       .people = people,
                       .household_count = columns->household_count};
    *out = NULL;
    TRY(review_new(&r.review, lot_table_rows_count(review), error));
    TRY(find_columns(&r, problems, error));
    TRY(lot_problems_refuse(problems, before, name, error));
    TRY(lot_review_columns(&r.household, people, columns, error));
    TRY(fill_directory(&r.directory, pool, error));
    TRY(read_rows(&r, error));
    tell_all(&r, problems);
    TRY(lot_review_tell_contradictions(r.review, pool, name, problems, error));
    TRY(lot_problems_refuse(problems, before, name, error));
    TRY(lot_review_index(r.review, pool, error));
    *out = r.review;
    r.review = NULL;
done:
    lot_review_free(r.review);
    free_directory(&r.directory);
    free(r.household);
    lot_text_free(&r.room[0]);
    lot_text_free(&r.room[1]);
    return status;
}
