/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feature rule: read line by line. */
#include "clean/feature_rule.h"

#include "clean/rule_label.h"
#include "clean/rule_reason.h"
#include "core/array.h"

#include <stdlib.h>
#include <string.h>

/* Of what a line is read. */
typedef struct feature_reader {
    lot_feature_rule *feature;
    const lot_rule_line *line;
    lot_texts *reasons;
} feature_reader;

typedef lot_status read_line(const feature_reader *reader, const char *at, lot_error *error);

void lot_feature_rule_free(lot_feature_rule *feature)
{
    free(feature->name);
    lot_texts_free(&feature->from);
    lot_synonyms_free(&feature->synonyms);
    lot_brackets_free(&feature->brackets);
    lot_lookup_free(&feature->lookup);
    free(feature->missing_value);
    free(feature->other);
    *feature = (lot_feature_rule){0};
}

static lot_status read_from(const feature_reader *reader, const char *at, lot_error *error)
{
    return lot_rule_list(&reader->feature->from, reader->line, at, ",", "a column", error);
}

/* Is the rest of the line this word? */
static bool is_word(const char *at, const char *word)
{
    return lot_phrase_word(&at, word) && *at == '\0';
}

static lot_status read_join(const feature_reader *reader, const char *at, lot_error *error)
{
    (void)error;
    if (is_word(at, "all"))
        reader->feature->join = LOT_JOIN_ALL;
    else if (is_word(at, "ticked"))
        reader->feature->join = LOT_JOIN_TICKED;
    else if (!is_word(at, "first"))
        lot_rule_refuse(reader->line, "behind `join:` stands first, all or ticked");
    return LOT_OK;
}

static lot_status read_age(const feature_reader *reader, const char *at, lot_error *error)
{
    (void)error;
    if (lot_date_read(&reader->feature->age_at, at, LOT_DATE_UNSAID) != LOT_DATE_SOUND)
        lot_rule_refuse(reader->line,
                        "behind `age at:` stands the day on which ages count, as 2024-02-03");
    return LOT_OK;
}

static lot_status read_brackets(const feature_reader *reader, const char *at, lot_error *error)
{
    return lot_brackets_read(&reader->feature->brackets, reader->line, at, error);
}

static lot_status read_lookup(const feature_reader *reader, const char *at, lot_error *error)
{
    lot_lookup *lookup = &reader->feature->lookup;
    lot_texts words = {0};
    lot_status status;
    TRY(lot_rule_list(&words, reader->line, at, ",", "the file or a column", error));
    if (words.count == 1 || words.count == 3) {
        char **const into[3] = {&lookup->file, &lookup->key, &lookup->value};
        for (uint32_t w = 0; w < words.count; w++) {
            *into[w] = words.items[w];
            words.items[w] = NULL;
        }
    } else if (!lot_rule_is_refused(reader->line)) {
        lot_rule_refuse(reader->line, "behind `lookup:` stands a file, or a file and two columns: "
                                      "lookup: wards.csv, Postcode, Ward");
    }
done:
    lot_texts_free(&words);
    return status;
}

static lot_status read_match(const feature_reader *reader, const char *at, lot_error *error)
{
    (void)error;
    if (is_word(at, "postcode"))
        reader->feature->lookup.by_postcode = true;
    else if (!is_word(at, "exact"))
        lot_rule_refuse(reader->line, "behind `match:` stands exact or postcode");
    return LOT_OK;
}

static lot_status read_missing(const feature_reader *reader, const char *at, lot_error *error)
{
    lot_feature_rule *feature = reader->feature;
    lot_phrase phrase = {0};
    lot_status status = LOT_OK;
    if (is_word(at, "reject"))
        return LOT_OK;
    if (lot_phrase_word(&at, "exclude as")) {
        feature->missing = LOT_MISSING_EXCLUDE;
        return lot_reason_add(&feature->missing_reason, reader->reasons, reader->line, at, error);
    }
    if (is_word(at, "exclude")) {
        feature->missing = LOT_MISSING_EXCLUDE;
        return lot_reason_add(&feature->missing_reason, reader->reasons, reader->line,
                              "missing-value", error);
    }
    if (lot_phrase_word(&at, "exclude")) {
        lot_rule_refuse(reader->line, "write `missing: exclude as REASON`; a value that begins so "
                                      "stands in quotes");
        return LOT_OK;
    }
    TRY(lot_rule_last(&phrase, reader->line, at, "what a blank becomes", error));
    feature->missing = LOT_MISSING_VALUE;
    feature->missing_value = phrase.text;
done:
    return status;
}

static lot_status read_other(const feature_reader *reader, const char *at, lot_error *error)
{
    lot_phrase phrase = {0};
    lot_status status = lot_rule_last(&phrase, reader->line, at, "the value", error);
    reader->feature->other = phrase.text;
    return status;
}

static read_line *const readers[LOT_FEATURE_LINES] = {
    [LOT_LINE_FROM] = read_from,       [LOT_LINE_JOIN] = read_join,
    [LOT_LINE_AGE] = read_age,         [LOT_LINE_BRACKETS] = read_brackets,
    [LOT_LINE_LOOKUP] = read_lookup,   [LOT_LINE_MATCH] = read_match,
    [LOT_LINE_MISSING] = read_missing, [LOT_LINE_OTHER] = read_other,
};

/* Is there an equals sign that no quotes at the beginning hold? */
static bool has_equals(const char *words)
{
    bool quoted = *words == '"';
    for (const char *at = words; *at != '\0'; at++) {
        if (*at == '"' && at > words && *words == '"')
            quoted = !quoted;
        if (*at == '=' && !quoted)
            return true;
    }
    return false;
}

lot_status lot_feature_rule_read(lot_feature_rule *feature, const lot_rule_line *line,
                                 const char *words, lot_texts *reasons, lot_error *error)
{
    const feature_reader reader = {feature, line, reasons};
    lot_label label;
    const char *rest;
    lot_status status = lot_label_find(&label, &rest, words, error);
    if (status != LOT_OK)
        return status;
    if (label == LOT_LABEL_NONE)
        return has_equals(words) ? lot_synonyms_read(&feature->synonyms, line, words, error)
                                 : lot_label_refuse(line, words, error);
    if (feature->lines[label] != 0) {
        lot_rule_refuse(line, "`%s:` stands in line %u already: a feature has one such line",
                        lot_label_words(label), feature->lines[label]);
        return LOT_OK;
    }
    feature->lines[label] = line->place.line;
    return readers[label](&reader, rest, error);
}

/* Refuse a line that does nothing without another. */
static void need_other_line(const lot_feature_rule *feature, lot_feature_line one, bool other,
                            const char *words, lot_problems *problems)
{
    const lot_rule_line line = {{feature->place.file, feature->lines[one]}, problems, 0};
    if (feature->lines[one] != 0 && !other)
        lot_rule_refuse(&line, "%s", words);
}

lot_status lot_feature_rule_end(lot_feature_rule *feature, lot_problems *problems, lot_error *error)
{
    need_other_line(feature, LOT_LINE_MATCH, feature->lines[LOT_LINE_LOOKUP] != 0,
                    "`match:` says how a table is searched: a line `lookup:` is missing", problems);
    need_other_line(feature, LOT_LINE_JOIN, feature->lines[LOT_LINE_FROM] != 0,
                    "`join:` says how several columns are put together: a line `from:` with their "
                    "names is missing",
                    problems);
    if (feature->from.count > 0 || feature->lines[LOT_LINE_FROM] != 0)
        return LOT_OK;
    return lot_texts_take(&feature->from, lot_string_copy(feature->name), error);
}
