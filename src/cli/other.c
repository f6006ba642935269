/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other: cut at colons; a value may have colons itself, and a feature too. */
#include "cli/other.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "core/control.h"

#include <stdlib.h>
#include <string.h>

void lot_others_free(lot_others *others)
{
    for (uint32_t i = 0; others->texts != NULL && i < others->count; i++)
        free(others->texts[i]);
    free(others->texts);
    free(others->list);
    *others = (lot_others){0};
}

static bool read_seats(uint32_t *seats, const char **words)
{
    uint64_t number = 0;
    size_t digits = strspn(*words, "0123456789");
    if (digits == 0 || digits > 6)
        return false;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (uint64_t)((*words)[i] - '0');
    *words += digits;
    *seats = (uint32_t)number;
    return true;
}

/* MIN-MAX. */
static bool read_bounds(lot_uncounted *other, const char *words)
{
    return read_seats(&other->min, &words) && *words++ == '-' && read_seats(&other->max, &words) &&
           *words == '\0' && other->min <= other->max;
}

static bool is_feature(const lot_population *population, const char *name)
{
    char *folded = lot_fold(name);
    bool found = false;
    for (uint32_t f = 0; folded != NULL && f < population->features_count && !found; f++) {
        char *feature = lot_fold(population->features[f].name);
        found = feature != NULL && strcmp(feature, folded) == 0;
        free(feature);
    }
    free(folded);
    return found;
}

/*
 * Cut a feature off the text, at whichever colon leaves one. A text with a colon that leaves none
 * is refused: a feature that is misspelt would become an answer of every feature.
 */
static lot_status cut_feature(lot_uncounted *other, char *text, const lot_population *population,
                              lot_error *error)
{
    other->value = text;
    for (char *colon = strchr(text, ':'); colon != NULL; colon = strchr(colon + 1, ':')) {
        *colon = '\0';
        if (is_feature(population, text)) {
            other->feature = text;
            other->value = colon + 1;
            return LOT_OK;
        }
        *colon = ':';
    }
    if (strchr(text, ':') == NULL)
        return LOT_OK;
    return LOT_FAIL(error, LOT_USAGE,
                    "--other: '%.*s' is no feature that quotas are made for; an answer with a "
                    "colon in it needs its feature before it",
                    (int)strcspn(text, ":"), text);
}

static lot_status read_one(lot_uncounted *other, char *text, const lot_population *population,
                           lot_error *error)
{
    char *bounds = strrchr(text, ':');
    if (bounds == NULL || !read_bounds(other, bounds + 1))
        return LOT_FAIL(error, LOT_USAGE,
                        "--other: '%s' is not VALUE:MIN-MAX, like 'Prefer not to say:0-1', nor "
                        "FEATURE:VALUE:MIN-MAX",
                        text);
    *bounds = '\0';
    lot_status status = cut_feature(other, text, population, error);
    if (status != LOT_OK)
        return status;
    if (lot_is_blank(other->value) || !lot_is_one_line(other->value))
        return LOT_FAIL(error, LOT_USAGE,
                        "--other: write the answer before its seats, in one line");
    return LOT_OK;
}

lot_status lot_others_read(lot_others *others, const lot_arguments *arguments,
                           const lot_population *population, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *const *given;
    uint32_t count = lot_argument_list(&given, arguments, "other");
    others->list = lot_array_new(count, sizeof *others->list);
    others->texts = lot_array_new(count, sizeof *others->texts);
    if (others->list == NULL || others->texts == NULL)
        TRY(LOT_NO_MEMORY(error));
    others->count = count;
    for (uint32_t i = 0; i < count; i++) {
        others->texts[i] = lot_tidy(given[i]);
        if (others->texts[i] == NULL)
            TRY(LOT_NO_MEMORY(error));
        TRY(read_one(&others->list[i], others->texts[i], population, error));
    }
done:
    return status;
}
