/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Twice: the rules' columns become numbers; what is found becomes words. */
#include "desk/twice.h"

#include "core/array.h"
#include "pool/column.h"
#include "talk/json.h"

#include <inttypes.h>
#include <stdlib.h>

static lot_status number_columns(lot_person_key *key, const lot_columns *set,
                                 const lot_table *people, lot_problems *problems, lot_error *error)
{
    static const char why[] = "the rules name it in a line `same person`";
    lot_status status = LOT_OK;
    key->columns = lot_array_new(set->columns_count, sizeof *key->columns);
    if (key->columns == NULL)
        return LOT_NO_MEMORY(error);
    key->count = set->columns_count;
    for (uint32_t c = 0; c < key->count; c++)
        TRY(lot_column_need(&key->columns[c], people, set->columns[c], why, problems, error));
done:
    return status;
}

lot_status lot_twice_find(lot_workbench *bench, lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = 0;
    size_t before = lot_problems_count(problems);
    const lot_columns *sets =
        bench->rules != NULL ? lot_rules_same_person(bench->rules, &count) : NULL;
    lot_person_key *keys = lot_array_new(count, sizeof *keys);
    if (keys == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < count; i++)
        TRY(number_columns(&keys[i], &sets[i], bench->people, problems, error));
    lot_duplicates_free(bench->duplicates);
    bench->duplicates = NULL;
    if (lot_problems_count(problems) == before)
        TRY(lot_duplicates_find(&bench->duplicates, bench->people, keys, count, error));
done:
    for (uint32_t i = 0; i < count; i++)
        free(keys[i].columns);
    free(keys);
    return status;
}

void lot_twice_tell(lot_talk *talk, const lot_workbench *bench)
{
    const lot_duplicates *all = bench->duplicates;
    for (uint32_t i = 0; all != NULL && i < all->keys_count; i++) {
        lot_text words = LOT_TEXT_EMPTY;
        lot_duplicate_describe(&words, &all->found[i], bench->people);
        if (words.length > 0)
            lot_talk_say(talk, "%s", lot_text_string(&words));
        lot_text_free(&words);
    }
}

static json_t *groups_json(const lot_duplicate *found)
{
    json_t *groups = json_array();
    for (uint32_t g = 0; g < found->groups_count && g < LOT_DUPLICATES_KEPT; g++) {
        const lot_duplicate_rows *group = &found->groups[g];
        json_t *rows = json_array();
        for (uint32_t i = 0; i < group->count && i < LOT_DUPLICATE_ROWS_KEPT; i++)
            (void)json_array_append_new(rows, json_integer((json_int_t)group->rows[i]));
        (void)json_array_append_new(groups, rows);
    }
    return groups;
}

json_t *lot_twice_json(const lot_workbench *bench)
{
    const lot_duplicates *all = bench->duplicates;
    json_t *array = json_array();
    for (uint32_t i = 0; all != NULL && i < all->keys_count; i++) {
        const lot_duplicate *found = &all->found[i];
        json_t *columns = json_array();
        for (uint32_t c = 0; c < found->key->count; c++)
            (void)json_array_append_new(
                columns, lot_json_string(lot_table_header(bench->people, found->key->columns[c])));
        (void)json_array_append_new(array, json_pack("{s:o, s:I, s:I, s:o}", "columns", columns,
                                                     "groups", (json_int_t)found->groups_count,
                                                     "rows", (json_int_t)found->rows_count, "first",
                                                     groups_json(found)));
    }
    return array;
}

/* Rows alone: an id may be an e-mail address. */
void lot_twice_tell_ids(lot_talk *talk, const lot_workbench *bench)
{
    const lot_ids_alike *alike = &bench->alike;
    lot_text words = LOT_TEXT_EMPTY;
    if (alike->count == 0)
        return;
    lot_text_format(&words, "%s: %" PRIu32 " id%s from another only in capitals or zeros in front:",
                    lot_table_name(bench->people), alike->count,
                    alike->count == 1 ? " differs" : "s differ");
    for (uint32_t i = 0; i < alike->count && i < LOT_IDS_ALIKE_SHOWN; i++)
        lot_text_format(&words, "%s row %" PRIu32 " and row %" PRIu32, i == 0 ? "" : ";",
                        alike->first[i].row, alike->first[i].before);
    if (alike->count > LOT_IDS_ALIKE_SHOWN)
        lot_text_put(&words, "; ...");
    lot_text_put(&words, ": is that one person twice? A spreadsheet takes such zeros away");
    lot_talk_say(talk, "%s", lot_text_string(&words));
    lot_text_free(&words);
}
