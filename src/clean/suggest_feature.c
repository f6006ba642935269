/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggest: the lines of one feature. */
#include "clean/suggest.h"

#include "civiclot/fold.h"
#include "clean/brackets.h"
#include "clean/suggest_writing.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Are a feature's values brackets: at least two, and at least half, and one a range? */
static bool has_brackets(const lot_suggester *s, uint32_t feature)
{
    const lot_feature *of = &s->quotas->features[feature];
    lot_bracket bracket;
    uint32_t count = 0;
    bool range = false;
    for (uint32_t v = of->first; v < of->first + of->values_count; v++) {
        bool good = lot_bracket_parse(&bracket, s->values[v]);
        count += good ? 1 : 0;
        range = range || (good && bracket.least < bracket.most);
    }
    return range && count >= 2 && count * 2 >= of->values_count;
}

/* Do any two of a feature's brackets overlap? */
static bool brackets_overlap(const lot_suggester *s, const lot_feature *of)
{
    lot_bracket a;
    lot_bracket b;
    for (uint32_t v = of->first; v < of->first + of->values_count; v++)
        for (uint32_t w = of->first; lot_bracket_parse(&a, s->values[v]) && w < v; w++)
            if (lot_bracket_parse(&b, s->values[w]) && a.least <= b.most && b.least <= a.most)
                return true;
    return false;
}

static void put_brackets(const lot_suggester *s, const lot_feature *of)
{
    lot_bracket bracket;
    bool begun = false;
    bool overlap = brackets_overlap(s, of);
    if (overlap)
        lot_text_put(s->words, "    # some of these brackets overlap:\n");
    lot_text_put(s->words, overlap ? "    # brackets:" : "    brackets:");
    for (uint32_t v = of->first; v < of->first + of->values_count; v++) {
        if (!lot_bracket_parse(&bracket, s->values[v]))
            continue;
        lot_text_format(s->words, "%s %s", begun ? "," : "", s->quotas->rows[v].value);
        begun = true;
    }
    lot_text_put(s->words, "\n");
    for (uint32_t v = of->first; v < of->first + of->values_count; v++) {
        if (lot_bracket_parse(&bracket, s->values[v]))
            continue;
        lot_text_put(s->words, "    # no bracket yet: 1-2 as ");
        lot_writing_put(s->words, s->quotas->rows[v].value);
        lot_text_put(s->words, "\n");
    }
}

/* A column as a phrase, or what of it can be shown, in a comment. */
static lot_status put_from(const lot_suggester *s, const char *before, uint32_t column,
                           lot_error *error)
{
    bool possible;
    const char *header = lot_table_header(s->people, column);
    lot_status status = lot_writing_is_possible(&possible, header, error);
    if (status != LOT_OK || !possible)
        return status;
    lot_text_format(s->words, "    %sfrom: ", before);
    lot_writing_put(s->words, header);
    lot_text_put(s->words, "\n");
    return LOT_OK;
}

/* Write a column as a comment, where it bears the feature's name or most of its cells would do. */
static lot_status put_fitting(bool *fits, const lot_suggester *s, uint32_t feature,
                              const char *name, uint32_t column, lot_error *error)
{
    uint64_t overlap = lot_suggest_overlap(s, feature, column);
    *fits = lot_suggest_is_named(s, name, column) ||
            (overlap > 0 && overlap * 2 >= s->looks[column].rows);
    return *fits ? put_from(s, "# ", column, error) : LOT_OK;
}

/* No column is certain: those that fit, or else all there are. */
static lot_status put_choice(const lot_suggester *s, uint32_t feature, lot_error *error)
{
    uint32_t columns = lot_table_columns_count(s->people);
    bool any = false;
    lot_status status = LOT_OK;
    char *name = lot_fold(s->quotas->features[feature].name);
    if (name == NULL)
        return LOT_NO_MEMORY(error);
    lot_text_put(s->words, "    # say which column it is, one of:\n");
    for (uint32_t c = 0; c < columns; c++) {
        bool fits;
        TRY(put_fitting(&fits, s, feature, name, c, error));
        any = any || fits;
    }
    for (uint32_t c = 0; !any && c < columns; c++)
        TRY(put_from(s, "# ", c, error));
done:
    free(name);
    return status;
}

static void put_blank(const lot_suggester *s, const lot_look *look)
{
    if (look->blank == 0)
        return;
    lot_text_format(s->words,
                    "    # blank in %" PRIu32 " row%s, which are refused unless a line says what "
                    "they become:\n    # missing: exclude as no-answer\n",
                    look->blank, look->blank == 1 ? "" : "s");
}

/* A column of ages or dates of birth: nothing that stands in it is shown. */
static void put_age(const lot_suggester *s, const lot_feature *of, const lot_look *look)
{
    if (lot_suggest_is_dates(look))
        lot_text_put(s->words, "    # the day on which ages count:\n    # age at: DATE\n");
    put_brackets(s, of);
    put_blank(s, look);
}

lot_status lot_suggest_feature(const lot_suggester *s, uint32_t feature, lot_error *error)
{
    const lot_feature *of = &s->quotas->features[feature];
    lot_candidate candidate;
    lot_status status;
    lot_text_put(s->words, "\nfeature ");
    lot_writing_put(s->words, of->name);
    lot_text_put(s->words, "\n");
    TRY(lot_suggest_column(&candidate, s, feature, has_brackets(s, feature), error));
    if (!candidate.certain) {
        bool ticks;
        TRY(lot_suggest_ticks(&ticks, s, feature, error));
        if (!ticks)
            TRY(put_choice(s, feature, error));
        goto done;
    }
    if (!candidate.exact)
        lot_text_put(s->words, "    # found by its name and what stands in it; please check:\n");
    TRY(put_from(s, "", candidate.column, error));
    if (candidate.by_age) {
        put_age(s, of, &s->looks[candidate.column]);
        goto done;
    }
    TRY(lot_suggest_synonyms(s, feature, &s->looks[candidate.column], error));
    put_blank(s, &s->looks[candidate.column]);
done:
    return status;
}
