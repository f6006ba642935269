/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rules, parsed: the version, the lines at the top, features with theirs, and who is in the pool.
 * Any line that begins none of these belongs to the feature that was begun last.
 */
#include "clean/rules_inside.h"

#include "civiclot/fold.h"
#include "clean/number.h"
#include "clean/rule_label.h"
#include "clean/rule_reason.h"
#include "clean/rule_text.h"
#include "core/array.h"
#include "pool/message.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* What nobody writes by hand; each takes time or memory for every person. */
enum { FEATURES_MOST = 1000, PERSON_RULES_MOST = 10000, SETS_MOST = 100, COLUMNS_MOST = 100 };

typedef struct rules_parser {
    lot_rules *rules;
    lot_problems *problems;
    lot_rule_line line; /* that is read */
    bool versioned;
    bool in_feature;          /* lines belong to the feature begun last */
    lot_feature_rule doubled; /* holds the lines of a feature that was there before */
    bool in_doubled;
    uint32_t lines[LOT_LABELS]; /* where each line of the top stands; 0: nowhere */
    lot_names *features;        /* folded */
} rules_parser;

typedef lot_status read_line(rules_parser *parser, const char *at, lot_error *error);

static lot_status read_id(rules_parser *parser, const char *at, lot_error *error)
{
    lot_phrase phrase = {0};
    lot_status status = lot_rule_last(&phrase, &parser->line, at, "a column", error);
    parser->rules->id = phrase.text;
    return status;
}

static lot_status read_household(rules_parser *parser, const char *at, lot_error *error)
{
    lot_texts *columns = &parser->rules->household;
    lot_status status = lot_rule_list(columns, &parser->line, at, ",", "a column", error);
    if (status == LOT_OK && columns->count > COLUMNS_MOST)
        lot_rule_refuse(&parser->line, "an address has at most %d columns", COLUMNS_MOST);
    return status;
}

static lot_status read_dates(rules_parser *parser, const char *at, lot_error *error)
{
    char *order = lot_fold(at);
    if (order == NULL)
        return LOT_NO_MEMORY(error);
    if (!lot_date_order_read(&parser->rules->dates, order))
        lot_rule_refuse(&parser->line, "behind `dates:` stands day/month/year or month/day/year");
    free(order);
    return LOT_OK;
}

/* Add an empty set; NULL: no memory. */
static lot_texts *add_set(lot_rules *rules)
{
    void *columns = rules->same_columns;
    void *sets = rules->same;
    uint32_t count = rules->same_count;
    if (lot_array_grow(&columns, &rules->same_columns_room, count, sizeof(lot_texts)) != 0)
        return NULL;
    rules->same_columns = columns;
    if (lot_array_grow(&sets, &rules->same_room, count, sizeof(lot_columns)) != 0)
        return NULL;
    rules->same = sets;
    rules->same_columns[count] = (lot_texts){0};
    rules->same[count] = (lot_columns){0};
    return &rules->same_columns[rules->same_count++];
}

/* Read one set at *at: columns with + between. */
static lot_status read_set(rules_parser *parser, lot_texts *set, const char **at, lot_error *error)
{
    static const lot_phrase_end end = {"+|,", NULL};
    for (;; (*at)++) {
        lot_phrase phrase;
        lot_status status = lot_rule_phrase(&phrase, &parser->line, at, &end, "a column", error);
        if (status == LOT_OK && phrase.text != NULL)
            status = lot_texts_take(set, phrase.text, error);
        if (status != LOT_OK || phrase.text == NULL || **at != '+')
            return status;
    }
}

static lot_status read_same_person(rules_parser *parser, const char *at, lot_error *error)
{
    lot_rules *rules = parser->rules;
    for (;; at++) {
        if (rules->same_count == SETS_MOST) {
            lot_rule_refuse(&parser->line, "at most %d sets of columns are compared", SETS_MOST);
            return LOT_OK;
        }
        lot_texts *set = add_set(rules);
        if (set == NULL)
            return LOT_NO_MEMORY(error);
        lot_status status = read_set(parser, set, &at, error);
        rules->same[rules->same_count - 1] = (lot_columns){lot_texts_items(set), set->count};
        if (status != LOT_OK || lot_rule_is_refused(&parser->line) || *at == '\0')
            return status;
        if (*at != '|') {
            lot_rule_refuse(&parser->line, "between sets of columns stands |, within a set +; put "
                                           "double quotes around what holds a comma");
            return LOT_OK;
        }
    }
}

static lot_status read_version(rules_parser *parser, const char *at, lot_error *error)
{
    (void)at;
    (void)error;
    lot_rule_refuse(&parser->line, "the version stands in the first line alone: remove this one");
    return LOT_OK;
}

static read_line *const top_readers[LOT_LABELS] = {
    [LOT_LABEL_VERSION] = read_version,         [LOT_LABEL_ID] = read_id,
    [LOT_LABEL_HOUSEHOLD] = read_household,     [LOT_LABEL_DATES] = read_dates,
    [LOT_LABEL_SAME_PERSON] = read_same_person,
};

/* A line of the top, wherever it stands: it ends a feature. */
static lot_status read_top(rules_parser *parser, lot_label label, const char *at, lot_error *error)
{
    parser->in_feature = false;
    if (parser->lines[label] != 0 && label != LOT_LABEL_SAME_PERSON) {
        lot_rule_refuse(&parser->line, "`%s:` stands in line %" PRIu32 " already: remove one",
                        lot_label_words(label), parser->lines[label]);
        return LOT_OK;
    }
    parser->lines[label] = parser->line.place.line;
    return top_readers[label](parser, at, error);
}

/* The feature that lines belong to. */
static lot_feature_rule *feature_of(rules_parser *parser)
{
    return parser->in_doubled ? &parser->doubled
                              : &parser->rules->features[parser->rules->features_count - 1];
}

static lot_status end_feature(rules_parser *parser, lot_error *error)
{
    if (!parser->in_feature)
        return LOT_OK;
    parser->in_feature = false;
    return lot_feature_rule_end(feature_of(parser), parser->problems, error);
}

/* Add a feature, and take over its name. */
static lot_status add_feature(rules_parser *parser, char *name, lot_error *error)
{
    lot_rules *rules = parser->rules;
    void *features = rules->features;
    if (lot_array_grow(&features, &rules->features_room, rules->features_count,
                       sizeof(lot_feature_rule)) != 0) {
        free(name);
        return LOT_NO_MEMORY(error);
    }
    rules->features = features;
    rules->features[rules->features_count++] =
        (lot_feature_rule){.name = name, .place = {rules->name, parser->line.place.line}};
    return LOT_OK;
}

/* Begin a feature. Lines of one that is there already are read too, for what is wrong in them. */
static lot_status begin_feature(rules_parser *parser, char *name, lot_error *error)
{
    uint32_t number;
    char *folded = lot_fold(name);
    bool added = folded != NULL && lot_names_add(&number, parser->features, folded);
    free(folded);
    if (!added) {
        free(name);
        return LOT_NO_MEMORY(error);
    }
    parser->in_feature = true;
    parser->in_doubled = number < parser->rules->features_count;
    if (number == FEATURES_MOST)
        lot_rule_refuse(&parser->line,
                        "rules have at most %d features: remove those that no quota "
                        "needs",
                        FEATURES_MOST);
    if (!parser->in_doubled)
        return add_feature(parser, name, error);
    lot_rule_refuse(&parser->line,
                    "this feature begins in line %" PRIu32 " already: put all of it there",
                    parser->rules->features[number].place.line);
    lot_feature_rule_free(&parser->doubled);
    parser->doubled =
        (lot_feature_rule){.name = name, .place = {parser->rules->name, parser->line.place.line}};
    return LOT_OK;
}

static lot_status read_feature(rules_parser *parser, const char *at, lot_error *error)
{
    static const lot_phrase_end end = {"", NULL};
    lot_phrase phrase = {0};
    lot_status status =
        lot_rule_phrase(&phrase, &parser->line, &at, &end, "the name of the feature", error);
    if (status != LOT_OK || phrase.text == NULL)
        return status;
    return begin_feature(parser, phrase.text, error);
}

static lot_status add_person_rule(lot_rules *rules, const lot_person_rule *rule, lot_error *error)
{
    void *people = rules->people;
    if (lot_array_grow(&people, &rules->people_room, rules->people_count, sizeof *rule) != 0)
        return LOT_NO_MEMORY(error);
    rules->people = people;
    rules->people[rules->people_count++] = *rule;
    return LOT_OK;
}

/* Read what is behind `exclude` or `require`. */
static lot_status read_person(rules_parser *parser, bool require, const char *at, lot_error *error)
{
    lot_person_rule rule = {.require = require};
    lot_status status;
    lot_text code = LOT_TEXT_EMPTY;
    const char *verb = require ? "require" : "exclude";
    const char *colon = strchr(at, ':');
    if (colon == NULL) {
        lot_rule_refuse(&parser->line,
                        "write `%s REASON: COLUMN CONDITION`, as %s under-16: Age "
                        "is under 16",
                        verb, verb);
        return LOT_OK;
    }
    lot_text_add(&code, at, (size_t)(colon - at));
    TRY(lot_text_check(&code, error));
    TRY(lot_reason_add(&rule.reason, &parser->rules->reasons, &parser->line, lot_text_string(&code),
                       error));
    TRY(lot_condition_parse(&rule.condition, colon + 1, &parser->line.place, parser->problems,
                            error));
    if (parser->rules->people_count == PERSON_RULES_MOST)
        lot_rule_refuse(&parser->line,
                        "rules have at most %d lines `exclude` and `require`: put "
                        "what many lines ask for into a file, and ask `is in FILE`",
                        PERSON_RULES_MOST);
    if (rule.condition == NULL || lot_rule_is_refused(&parser->line))
        goto done;
    TRY(add_person_rule(parser->rules, &rule, error));
    rule.condition = NULL;
done:
    lot_condition_free(rule.condition);
    lot_text_free(&code);
    return status;
}

/* The first line must be the version; is it no other line, it is not read on. */
static lot_status read_first(bool *taken, rules_parser *parser, const char *words, lot_error *error)
{
    lot_label label;
    const char *rest;
    uint32_t version;
    lot_status status = lot_label_find(&label, &rest, words, error);
    parser->versioned = true;
    *taken = status != LOT_OK || label == LOT_LABEL_VERSION;
    if (status != LOT_OK)
        return status;
    if (!*taken)
        lot_rule_refuse(&parser->line, "the first line must say the version: civiclot-map: 1");
    else if (!lot_number_whole(&version, rest) || version != 1)
        lot_rule_refuse(&parser->line, "rules of another version: this civiclot reads "
                                       "civiclot-map: 1");
    return LOT_OK;
}

/* A line that begins nothing new. */
static lot_status read_inner(rules_parser *parser, lot_label label, const char *words,
                             lot_error *error)
{
    if (parser->in_feature)
        return lot_feature_rule_read(feature_of(parser), &parser->line, words,
                                     &parser->rules->reasons, error);
    if (label == LOT_LABEL_NONE && strchr(words, '=') == NULL)
        return lot_label_refuse(&parser->line, words, error);
    lot_rule_refuse(&parser->line, "this line says how a feature is read, and there is none above "
                                   "it: put it below its line `feature NAME`");
    return LOT_OK;
}

static lot_status read_words(rules_parser *parser, const char *words, lot_error *error)
{
    lot_label label;
    const char *rest = words;
    lot_status status;
    bool taken = false;
    if (!parser->versioned)
        TRY(read_first(&taken, parser, words, error));
    if (taken)
        return LOT_OK;
    TRY(lot_label_find(&label, &rest, words, error));
    if (label != LOT_LABEL_NONE && top_readers[label] != NULL) {
        TRY(end_feature(parser, error));
        return read_top(parser, label, rest, error);
    }
    rest = words;
    bool feature = lot_phrase_word(&rest, "feature");
    bool exclude = !feature && lot_phrase_word(&rest, "exclude");
    bool require = !feature && !exclude && lot_phrase_word(&rest, "require");
    if (!feature && !exclude && !require)
        return read_inner(parser, label, words, error);
    TRY(end_feature(parser, error));
    return feature ? read_feature(parser, rest, error) : read_person(parser, require, rest, error);
done:
    return status;
}

/* Every file that a line names, each once. */
static lot_status gather_files(lot_rules *rules, lot_error *error)
{
    uint32_t number;
    lot_status status = LOT_OK;
    for (uint32_t f = 0; status == LOT_OK && f < rules->features_count; f++)
        if (rules->features[f].lookup.file != NULL)
            status = lot_texts_meet(&number, &rules->files, rules->features[f].lookup.file, error);
    for (uint32_t p = 0; status == LOT_OK && p < rules->people_count; p++)
        if (lot_condition_file(rules->people[p].condition) != NULL)
            status = lot_texts_meet(&number, &rules->files,
                                    lot_condition_file(rules->people[p].condition), error);
    return status;
}

static lot_status read_lines(rules_parser *parser, const lot_rule_text *text, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t l = 0; l < text->lines.count; l++) {
        parser->line = (lot_rule_line){{parser->rules->name, text->numbers[l]},
                                       parser->problems,
                                       lot_problems_count(parser->problems)};
        TRY(read_words(parser, text->lines.items[l], error));
    }
    TRY(end_feature(parser, error));
    if (!parser->versioned)
        lot_problems_add(parser->problems,
                         "%s: there is no line in it: the first must be "
                         "civiclot-map: 1",
                         parser->rules->name);
    TRY(gather_files(parser->rules, error));
done:
    return status;
}

lot_status lot_rules_parse(lot_rules **out, const char *name, const char *bytes, size_t length,
                           lot_problems *problems, lot_error *error)
{
    size_t before = lot_problems_count(problems);
    lot_rule_text text = {0};
    lot_status status = LOT_OK;
    rules_parser parser = {.rules = lot_array_new(1, sizeof(lot_rules)), .problems = problems};
    *out = NULL;
    parser.features = lot_names_new();
    if (parser.rules != NULL)
        parser.rules->name = lot_string_copy(name);
    if (parser.rules == NULL || parser.rules->name == NULL || parser.features == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_rule_text_read(&text, name, bytes, length, problems, error));
    TRY(read_lines(&parser, &text, error));
    TRY(lot_problems_refuse(problems, before, name, error));
    *out = parser.rules;
    parser.rules = NULL;
done:
    lot_rule_text_free(&text);
    lot_feature_rule_free(&parser.doubled);
    lot_names_free(parser.features);
    lot_rules_free(parser.rules);
    return status;
}
