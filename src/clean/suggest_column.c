/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggest: which column a feature comes from, by its name first, and by what stands in it. */
#include "clean/suggest.h"

#include "civiclot/fold.h"
#include "clean/suggest_ways.h"
#include "pool/near.h"

#include <stdlib.h>
#include <string.h>

bool lot_suggest_is_dates(const lot_look *look)
{
    return look->rows > 0 && (uint64_t)look->dates * 2 >= look->rows;
}

/* How many rows are written in a way that can only mean one of the values. */
static uint32_t obvious_rows(const lot_suggester *s, const lot_feature *of, const lot_look *look)
{
    const char *const *values = (const char *const *)s->values + of->first;
    uint32_t rows = 0;
    for (size_t line = 0; line < LOT_WAYS_LINES; line++) {
        uint32_t value;
        if (!lot_ways_value(&value, values, of->values_count, line))
            continue;
        for (size_t way = 0; way < LOT_WAYS_EACH; way++) {
            const char *word = lot_ways_word(line, way);
            uint32_t seen = lot_names_find(look->folded, word);
            if (seen != LOT_NO_NAME && strcmp(word, values[value]) != 0)
                rows += look->seen[seen].rows;
        }
    }
    return rows;
}

uint32_t lot_suggest_overlap(const lot_suggester *s, uint32_t feature, uint32_t column)
{
    const lot_feature *of = &s->quotas->features[feature];
    const lot_look *look = &s->looks[column];
    uint32_t rows = obvious_rows(s, of, look);
    for (uint32_t v = of->first; v < of->first + of->values_count; v++) {
        uint32_t seen = lot_names_find(look->folded, s->values[v]);
        rows += seen != LOT_NO_NAME ? look->seen[seen].rows : 0;
    }
    return rows;
}

bool lot_suggest_has_word(const char *text, const char *word)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    size_t length = strlen(word);
    for (const char *at = text; length > 0 && (at = strstr(at, word)) != NULL; at++) {
        bool begins = at == text || strchr(letters, at[-1]) == NULL;
        if (begins && (at[length] == '\0' || strchr(letters, at[length]) == NULL))
            return true;
    }
    return false;
}

/* Does a column hold ages or dates of birth, by its name and by what stands in it? */
static bool is_age(const lot_suggester *s, uint32_t column)
{
    static const char *const births[] = {"birth", "born", "dob", "birthday", "d.o.b.", "birthdate"};
    const char *header = s->headers[column];
    const lot_look *look = &s->looks[column];
    if (look->rows > 0 && (uint64_t)look->numbers * 2 >= look->rows &&
        lot_suggest_has_word(header, "age"))
        return true;
    for (size_t b = 0; lot_suggest_is_dates(look) && b < sizeof births / sizeof *births; b++)
        if (lot_suggest_has_word(header, births[b]))
            return true;
    return false;
}

bool lot_suggest_is_named(const lot_suggester *s, const char *name, uint32_t column)
{
    uint32_t near;
    const char *const header[] = {s->headers[column]};
    lot_near_find(&near, name, header, 1);
    return near != LOT_NONE_NEAR || lot_suggest_has_word(header[0], name);
}

/* Could be the feature's: it bears its name, or nearly, and most rows are values of it already. */
static bool is_likely(const lot_suggester *s, uint32_t feature, const char *name, uint32_t column)
{
    const lot_look *look = &s->looks[column];
    return lot_suggest_is_named(s, name, column) && look->rows > 0 &&
           (uint64_t)lot_suggest_overlap(s, feature, column) * 2 >= look->rows;
}

/* Is it the column of another feature, by its very name? */
static lot_status is_taken(bool *taken, const lot_suggester *s, uint32_t feature, uint32_t column,
                           lot_error *error)
{
    *taken = false;
    for (uint32_t f = 0; f < s->quotas->features_count; f++) {
        char *name = lot_fold(s->quotas->features[f].name);
        if (name == NULL)
            return LOT_NO_MEMORY(error);
        *taken = *taken || (f != feature && strcmp(name, s->headers[column]) == 0);
        free(name);
    }
    return LOT_OK;
}

/* The one column that may be meant; two that may be are none. */
static lot_status find_likely(lot_candidate *out, const lot_suggester *s, uint32_t feature,
                              const char *name, lot_error *error)
{
    uint32_t count = 0;
    bool by_age = out->by_age;
    for (uint32_t c = 0; c < lot_table_columns_count(s->people); c++) {
        bool taken;
        lot_status status = is_taken(&taken, s, feature, c, error);
        if (status != LOT_OK)
            return status;
        if (taken || !(by_age ? is_age(s, c) : is_likely(s, feature, name, c)))
            continue;
        out->column = c;
        count++;
    }
    out->certain = count == 1;
    out->column = count == 1 ? out->column : LOT_NO_COLUMN;
    return LOT_OK;
}

/* Does a column of the feature's own name hold ages or dates, rather than brackets? */
static bool holds_ages(const lot_suggester *s, uint32_t feature, uint32_t column)
{
    const lot_look *look = &s->looks[column];
    bool ages = lot_suggest_is_dates(look) || (uint64_t)look->numbers * 2 >= look->rows;
    return look->rows > 0 && ages &&
           (uint64_t)lot_suggest_overlap(s, feature, column) * 2 < look->rows;
}

lot_status lot_suggest_column(lot_candidate *out, const lot_suggester *s, uint32_t feature,
                              bool brackets, lot_error *error)
{
    lot_status status;
    uint32_t matches;
    const char *name = s->quotas->features[feature].name;
    *out = (lot_candidate){.column = LOT_NO_COLUMN};
    char *folded = lot_fold(name);
    if (folded == NULL)
        return LOT_NO_MEMORY(error);
    TRY(lot_table_find_column(&out->column, &matches, s->people, name, error));
    if (out->column != LOT_NO_COLUMN) {
        out->exact = true;
        out->certain = matches == 1;
        out->by_age = brackets && holds_ages(s, feature, out->column);
        goto done;
    }
    TRY(find_likely(out, s, feature, folded, error));
    if (brackets && out->column == LOT_NO_COLUMN) {
        out->by_age = true;
        TRY(find_likely(out, s, feature, folded, error));
    }
done:
    free(folded);
    return status;
}
