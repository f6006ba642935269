/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON: the pieces that several commands print. */
#include "talk/json.h"

#include "core/array.h"
#include "report/cleaned.h"

#include <stdlib.h>

lot_status lot_json_write(lot_text *line, const json_t *object, lot_error *error)
{
    char *words = object != NULL
                      ? json_dumps(object, JSON_SORT_KEYS | JSON_COMPACT | JSON_REAL_PRECISION(15))
                      : NULL;
    if (words == NULL)
        return LOT_NO_MEMORY(error);
    lot_text_put(line, words);
    free(words);
    return lot_text_check(line, error);
}

json_t *lot_json_string(const char *text)
{
    json_t *string = json_string(text);
    if (string != NULL)
        return string;
    char *ascii = lot_string_copy(text);
    for (char *byte = ascii; byte != NULL && *byte != '\0'; byte++) {
        if ((unsigned char)*byte > 0x7f)
            *byte = '?';
    }
    string = ascii != NULL ? json_string(ascii) : NULL;
    free(ascii);
    return string;
}

json_t *lot_json_digest(const lot_digest *digest)
{
    char hex[LOT_HEX_BYTES];
    lot_digest_hex(hex, digest);
    return json_string(hex);
}

json_t *lot_json_sources(const lot_source *sources, uint32_t count)
{
    json_t *names = json_array();
    for (uint32_t i = 0; i < count; i++)
        (void)json_array_append_new(names, lot_json_string(sources[i].name));
    return names;
}

/* The rows of the people file that a household's members stand in. */
static json_t *household(const lot_conflict *conflict, const lot_conflict_part *part,
                         const lot_pool *pool)
{
    json_t *rows = json_array();
    for (uint32_t i = part->first; i < part->end; i++)
        (void)json_array_append_new(rows,
                                    json_integer((json_int_t)pool->rows[conflict->people[i]]));
    return json_pack("{s:o}", "household", rows);
}

json_t *lot_json_conflict(const lot_conflict *conflict, const lot_quotas *quotas,
                          const lot_pool *pool)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < conflict->count; i++) {
        const lot_conflict_part *part = &conflict->parts[i];
        if (part->part == LOT_PART_HOUSEHOLD) {
            (void)json_array_append_new(list, household(conflict, part, pool));
            continue;
        }
        const lot_quota *quota = &quotas->rows[part->quota];
        bool least = part->part == LOT_PART_MIN;
        (void)json_array_append_new(
            list, json_pack("{s:o, s:o, s:s, s:I}", "feature",
                            lot_json_string(quotas->features[quota->feature].name), "value",
                            lot_json_string(quota->value), "bound", least ? "min" : "max", "seats",
                            (json_int_t)(least ? quota->min : quota->max)));
    }
    return list;
}

json_t *lot_json_proof(const lot_conflict *conflict, const lot_quotas *quotas)
{
    const lot_bound *proof = &conflict->proof;
    json_t *object = json_pack("{s:I}", "cases", (json_int_t)proof->leaves_count);
    json_t *list = json_array();
    if (proof->leaves_count != 1) {
        json_decref(list);
        return object;
    }
    for (uint32_t q = 0; q < quotas->count; q++) {
        if (proof->multipliers[1 + q] == 0)
            continue;
        (void)json_array_append_new(
            list, json_pack("{s:o, s:o, s:I}", "feature",
                            lot_json_string(quotas->features[quotas->rows[q].feature].name),
                            "value", lot_json_string(quotas->rows[q].value), "times",
                            (json_int_t)proof->multipliers[1 + q]));
    }
    (void)json_object_set_new(object, "seats", json_integer((json_int_t)proof->multipliers[0]));
    (void)json_object_set_new(object, "quotas", list);
    return object;
}

json_t *lot_json_excluded(const lot_excluded *excluded)
{
    const char *reason;
    uint32_t count;
    uint32_t row = 0;
    json_t *object = json_object();
    while (lot_excluded_next_reason(&reason, &count, &row, excluded))
        (void)json_object_set_new(object, reason, json_integer((json_int_t)count));
    return object;
}

json_t *lot_json_cleaned(const lot_cleaned *cleaned, const lot_excluded *excluded)
{
    json_t *features = json_array();
    for (uint32_t f = 0; f < cleaned->features_count; f++) {
        const lot_cleaned_feature *feature = &cleaned->features[f];
        json_t *object = json_pack("{s:o}", "feature", lot_json_string(feature->feature));
        for (uint32_t d = 0; d < LOT_DEEDS; d++)
            (void)json_object_set_new(object, lot_deed_name(d),
                                      json_integer((json_int_t)lot_deed_count(feature, d)));
        (void)json_array_append_new(features, object);
    }
    return json_pack("{s:o, s:o}", "features", features, "excluded", lot_json_excluded(excluded));
}
