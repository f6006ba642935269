/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules: what they hold, what they name, and the files that they are given. */
#include "clean/rules_inside.h"

#include "core/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void lot_rules_free(lot_rules *rules)
{
    if (rules == NULL)
        return;
    free(rules->name);
    free(rules->id);
    lot_texts_free(&rules->household);
    for (uint32_t s = 0; s < rules->same_count; s++)
        lot_texts_free(&rules->same_columns[s]);
    free(rules->same_columns);
    free(rules->same);
    for (uint32_t f = 0; f < rules->features_count; f++)
        lot_feature_rule_free(&rules->features[f]);
    free(rules->features);
    for (uint32_t p = 0; p < rules->people_count; p++)
        lot_condition_free(rules->people[p].condition);
    free(rules->people);
    lot_texts_free(&rules->reasons);
    lot_texts_free(&rules->files);
    free(rules);
}

void lot_rules_columns(lot_pool_columns *out, const lot_rules *rules)
{
    bool alone = rules->household.count == 0;
    *out = (lot_pool_columns){.id = rules->id,
                              .household = alone ? NULL : lot_texts_items(&rules->household),
                              .household_count = rules->household.count};
}

uint32_t lot_rules_files_count(const lot_rules *rules)
{
    return rules->files.count;
}

const char *lot_rules_file(const lot_rules *rules, uint32_t file)
{
    assert(file < rules->files.count);
    return rules->files.items[file];
}

uint32_t lot_rules_reasons_count(const lot_rules *rules)
{
    return rules->reasons.count;
}

const char *lot_rules_reason(const lot_rules *rules, uint32_t reason)
{
    assert(reason < rules->reasons.count);
    return rules->reasons.items[reason];
}

const lot_columns *lot_rules_same_person(const lot_rules *rules, uint32_t *count)
{
    *count = rules->same_count;
    return rules->same;
}

static bool is_file(const char *named, const char *file)
{
    return named != NULL && strcmp(named, file) == 0;
}

/* Give a table to every feature that looks up in it; it is parsed once. */
static lot_status give_lookups(lot_rules *rules, const char *file, const char *bytes, size_t length,
                               lot_problems *problems, lot_error *error)
{
    lot_table *table = NULL;
    lot_status status = LOT_OK;
    for (uint32_t f = 0; f < rules->features_count; f++) {
        lot_lookup *lookup = &rules->features[f].lookup;
        if (!is_file(lookup->file, file))
            continue;
        if (table == NULL)
            TRY(lot_table_parse(&table, file, bytes, length, problems, error));
        TRY(lot_lookup_give(lookup, table, problems, error));
    }
done:
    lot_table_free(table);
    return status;
}

lot_status lot_rules_give(lot_rules *rules, uint32_t file, const char *bytes, size_t length,
                          lot_problems *problems, lot_error *error)
{
    const char *name = lot_rules_file(rules, file);
    lot_status status;
    TRY(give_lookups(rules, name, bytes, length, problems, error));
    for (uint32_t p = 0; p < rules->people_count; p++) {
        lot_condition *condition = rules->people[p].condition;
        if (is_file(lot_condition_file(condition), name))
            TRY(lot_condition_give(condition, bytes, length, problems, error));
    }
done:
    return status;
}
