/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Duplicates: what each row says is numbered, and what has a number twice is a group. */
#include "civiclot/duplicates.h"

#include "alike/person_key.h"
#include "core/array.h"
#include "pool/message.h"
#include "pool/names.h"

#include <stdlib.h>

enum { KEY_MOST = 3, GROUPS_SHOWN = 5, ROWS_SHOWN = 4 };

static lot_status add_key(lot_duplicates *all, const uint32_t *columns, uint32_t count,
                          lot_error *error)
{
    lot_person_key *key = &all->keys[all->keys_count];
    key->columns = lot_array_new(count, sizeof *key->columns);
    if (key->columns == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < count; i++)
        key->columns[i] = columns[i];
    key->count = count;
    all->keys_count++;
    return LOT_OK;
}

static lot_status add_names(lot_duplicates *all, const uint32_t *column, lot_error *error)
{
    uint32_t birth = column[LOT_PERSON_BIRTH];
    uint32_t first = column[LOT_PERSON_FIRST_NAME];
    uint32_t last = column[LOT_PERSON_LAST_NAME];
    if (birth == LOT_NO_COLUMN)
        return LOT_OK;
    if (first != LOT_NO_COLUMN && last != LOT_NO_COLUMN)
        return add_key(all, (const uint32_t[]){first, last, birth}, KEY_MOST, error);
    if (column[LOT_PERSON_NAME] != LOT_NO_COLUMN)
        return add_key(all, (const uint32_t[]){column[LOT_PERSON_NAME], birth}, 2, error);
    return LOT_OK;
}

/* The keys that the headers tell of: each e-mail address and telephone, and who was born when. */
static lot_status find_keys(lot_duplicates *all, const lot_table *people, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t column[LOT_PERSON_BIRTH + 1];
    for (unsigned i = 0; i <= LOT_PERSON_BIRTH; i++)
        column[i] = LOT_NO_COLUMN;
    for (uint32_t c = 0; c < lot_table_columns_count(people); c++) {
        lot_person_column kind = LOT_PERSON_OTHER;
        TRY(lot_person_column_find(&kind, lot_table_header(people, c), error));
        if (kind == LOT_PERSON_EMAIL || kind == LOT_PERSON_PHONE)
            TRY(add_key(all, &c, 1, error));
        else if (column[kind] == LOT_NO_COLUMN)
            column[kind] = c;
    }
    TRY(add_names(all, column, error));
done:
    return status;
}

/* What all rows say: numbers, LOT_NO_NAME of who says nothing. */
typedef struct sayings {
    uint32_t *of_row; /* [rows] */
    uint32_t *counts; /* [count] how many rows say it */
    uint32_t *group;  /* [count] the group that they are; below LOT_DUPLICATES_KEPT: kept */
    uint32_t count;
} sayings;

/* One row's key; *blank where a part of it is. */
static lot_status make_key(lot_text *words, bool *blank, const lot_table *people, uint32_t row,
                           const lot_person_key *key, const lot_person_column *kinds,
                           lot_error *error)
{
    words->length = 0;
    *blank = false;
    for (uint32_t c = 0; c < key->count && !*blank; c++) {
        const char *cell = lot_table_cell(people, row, key->columns[c]);
        if (!lot_person_put(words, blank, kinds[c], cell))
            return LOT_NO_MEMORY(error);
        lot_text_add(words, "\n", 1);
    }
    return lot_text_check(words, error);
}

static lot_status number_rows(sayings *s, const lot_table *people, const lot_person_key *key,
                              lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text words = LOT_TEXT_EMPTY;
    lot_names *said = lot_names_new();
    lot_person_column *kinds = lot_array_new(key->count, sizeof *kinds);
    uint32_t rows = lot_table_rows_count(people);
    s->of_row = lot_array_new(rows, sizeof *s->of_row);
    s->counts = lot_array_new(rows, sizeof *s->counts);
    if (said == NULL || kinds == NULL || s->of_row == NULL || s->counts == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t c = 0; c < key->count; c++)
        TRY(lot_person_column_find(&kinds[c], lot_table_header(people, key->columns[c]), error));
    for (uint32_t row = 0; row < rows; row++) {
        bool blank;
        s->of_row[row] = LOT_NO_NAME;
        TRY(make_key(&words, &blank, people, row, key, kinds, error));
        if (blank)
            continue;
        if (!lot_names_add(&s->of_row[row], said, lot_text_string(&words)))
            TRY(LOT_NO_MEMORY(error));
        s->counts[s->of_row[row]]++;
    }
    s->count = lot_names_count(said);
done:
    free(kinds);
    lot_names_free(said);
    lot_text_free(&words);
    return status;
}

static lot_status group_rows(lot_duplicate *found, sayings *s, const lot_table *people,
                             lot_error *error)
{
    s->group = lot_array_new(s->count, sizeof *s->group);
    if (s->group == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < s->count; i++) {
        bool several = s->counts[i] > 1;
        s->group[i] = several ? found->groups_count++ : LOT_DUPLICATES_KEPT;
        found->rows_count += several ? s->counts[i] : 0;
    }
    uint32_t kept =
        found->groups_count < LOT_DUPLICATES_KEPT ? found->groups_count : LOT_DUPLICATES_KEPT;
    found->groups = lot_array_new(kept, sizeof *found->groups);
    if (found->groups == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t row = 0; row < lot_table_rows_count(people); row++) {
        uint32_t said = s->of_row[row];
        if (said == LOT_NO_NAME || s->group[said] >= LOT_DUPLICATES_KEPT)
            continue;
        lot_duplicate_rows *group = &found->groups[s->group[said]];
        if (group->count < LOT_DUPLICATE_ROWS_KEPT)
            group->rows[group->count] = lot_table_row_number(people, row);
        group->count++;
    }
    return LOT_OK;
}

static lot_status find(lot_duplicate *found, const lot_table *people, const lot_person_key *key,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    sayings s = {.count = 0};
    found->key = key;
    TRY(number_rows(&s, people, key, error));
    TRY(group_rows(found, &s, people, error));
done:
    free(s.of_row);
    free(s.counts);
    free(s.group);
    return status;
}

lot_status lot_duplicates_find(lot_duplicates **out, const lot_table *people,
                               const lot_person_key *keys, uint32_t keys_count, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_duplicates *all = lot_array_new(1, sizeof *all);
    size_t most = keys_count > 0 ? keys_count : (size_t)lot_table_columns_count(people) + 1;
    *out = NULL;
    if (all == NULL)
        return LOT_NO_MEMORY(error);
    all->keys = lot_array_new(most, sizeof *all->keys);
    all->found = lot_array_new(most, sizeof *all->found);
    if (all->keys == NULL || all->found == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < keys_count; i++)
        TRY(add_key(all, keys[i].columns, keys[i].count, error));
    if (keys_count == 0)
        TRY(find_keys(all, people, error));
    for (uint32_t i = 0; i < all->keys_count; i++)
        TRY(find(&all->found[i], people, &all->keys[i], error));
    *out = all;
    all = NULL;
done:
    lot_duplicates_free(all);
    return status;
}

void lot_duplicates_free(lot_duplicates *duplicates)
{
    if (duplicates == NULL)
        return;
    for (uint32_t i = 0; i < duplicates->keys_count; i++) {
        free(duplicates->keys[i].columns);
        free(duplicates->found[i].groups);
    }
    free(duplicates->keys);
    free(duplicates->found);
    free(duplicates);
}

/* "14 and 203", "14, 15 and 203", "14, 15, 16, 17 and 8 more". */
static void put_rows(lot_text *words, const lot_duplicate_rows *group)
{
    uint32_t shown = group->count <= ROWS_SHOWN ? group->count : ROWS_SHOWN;
    for (uint32_t i = 0; i < shown; i++) {
        bool last = i + 1 == group->count;
        lot_text_format(words, "%s%u", i == 0 ? "" : last ? " and " : ", ", group->rows[i]);
    }
    if (group->count > shown)
        lot_text_format(words, " and %u more", group->count - shown);
}

void lot_duplicate_describe(lot_text *words, const lot_duplicate *found, const lot_table *people)
{
    if (found->groups_count == 0)
        return;
    lot_text_put(words, lot_table_name(people));
    bool pairs = found->rows_count == 2 * found->groups_count;
    if (found->groups_count > 1)
        lot_text_format(words, ": %u %s of rows have", found->groups_count,
                        pairs ? "pairs" : "groups");
    else
        lot_text_format(words, ": %u rows have", found->rows_count);
    lot_text_put(words, " the same '");
    for (uint32_t c = 0; c < found->key->count; c++) {
        lot_text_put(words, c == 0 ? "" : " + ");
        lot_message_put_cell(words, lot_table_header(people, found->key->columns[c]));
    }
    lot_text_put(words, "': ");
    for (uint32_t g = 0; g < found->groups_count && g < GROUPS_SHOWN; g++) {
        lot_text_put(words, g == 0 ? "" : "; ");
        put_rows(words, &found->groups[g]);
    }
    lot_text_put(words, found->groups_count > GROUPS_SHOWN ? "; ...: is each one person twice?"
                        : found->groups_count > 1          ? ": is each one person twice?"
                                                           : ": is it one person twice?");
}
